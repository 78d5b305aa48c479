// "Vào dự thảo" without leaving the page, and the count of what is ticked.

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

export function startBasket() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-add]");
    if (!button) return;
    event.preventDefault();
    const draft = document.getElementById("basket-draft")?.value ?? "current";
    addToDraft({ only: button.value, draft });
  });
  const basket = document.querySelector("form[data-basket]");
  if (!basket) return;
  const place = basket.querySelector("[data-basket-count]");
  const plain = place.textContent;
  const count = () => {
    const ticked = basket.querySelectorAll("input[name=document]:checked").length;
    basket.classList.toggle("is-chosen", ticked > 0);
    place.textContent = ticked ? `${ticked} ✓` : plain;
  };
  basket.addEventListener("change", count);
  count();
}
