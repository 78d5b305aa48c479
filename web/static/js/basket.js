// "Vào dự thảo" without leaving the page, and the count of what is ticked.

import { copyAndSay } from "./copying.js";
import { say, words } from "./saying.js";

export async function addToDraft(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("csrf_token", document.body.dataset.csrf);
  try {
    const answer = await fetch("/drafts/take", { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) {
      say(told.detail);
      return;
    }
    say(told.said, { href: told.url, text: words("Open") });
    keepDraft(told.draft, told.title);
  } catch {
    say(words("Failed"));
  }
}

// A draft begun by the first "Vào dự thảo" is the one that the next ones go to.
function keepDraft(id, title) {
  const choice = document.getElementById("basket-draft");
  if (!choice) return;
  let option = [...choice.options].find((each) => each.value === String(id));
  if (!option) {
    option = new Option(title, id);
    choice.prepend(option);
  }
  option.selected = true;
}

// A list of documents: what is ticked is counted, a click with Shift ticks all between, one tick takes the whole page.
function startTicks() {
  const form = document.querySelector("form[data-ticks]");
  if (!form) return;
  const bar = form.querySelector(".ticks");
  const told = form.querySelector("[data-tick-count]");
  const all = form.querySelector("[data-tick-all]");
  const plain = told.textContent;
  const boxes = [...form.querySelectorAll("input[name=document]")];
  let last = null;
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    bar.classList.toggle("is-chosen", ticked > 0);
    told.textContent = ticked ? `${ticked} ✓` : plain;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  form.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=document]");
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count();
  });
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  form.addEventListener("change", count);
  count();
}

// What is ticked, worded for Word: plain, and rich with a link to each document.
async function copyTicked(button) {
  const ticked = [...document.querySelectorAll("form[data-basket] input[name=document]:checked")];
  if (!ticked.length) return say(button.dataset.none);
  const asking = new URLSearchParams(ticked.map((box) => ["document", box.value]));
  asking.set("as", button.dataset.basketCopy);
  try {
    const answer = await fetch(`/api/v1/citing/words?${asking}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const made = await answer.json();
    await copyAndSay(made.plain, "basis", button, null, made.html);
  } catch {
    say(words("Failed"));
  }
}

export function startBasket() {
  startTicks();
  for (const button of document.querySelectorAll("[data-basket-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyTicked(button));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-add]");
    if (!button) return;
    event.preventDefault();
    const draft = document.getElementById("basket-draft")?.value ?? "current";
    addToDraft({ only: button.value, draft });
  });
  const count = () => {
    const basket = document.querySelector("form[data-basket]");
    if (!basket) return;
    const place = basket.querySelector("[data-basket-count]");
    place.dataset.plain ??= place.textContent;
    const ticked = basket.querySelectorAll("input[name=document]:checked").length;
    basket.classList.toggle("is-chosen", ticked > 0);
    place.textContent = ticked ? `${ticked} ✓` : place.dataset.plain;
  };
  document.addEventListener("change", (event) => event.target.closest("form[data-basket]") && count());
  document.addEventListener("cancu:results", count);
  count();
}
