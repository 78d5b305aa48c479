// The keyboard: "/" to the search box, j and k over what can be opened, c copies, a adds to the draft, ? explains.

import { addToDraft } from "./basket.js";
import { copyAndSay } from "./copying.js";
import { togglePreview } from "./searching.js";

const GO = 1500; // milliseconds that “g” waits for its letter

let at = null;
let going = 0;

function stops() {
  return [...document.querySelectorAll("[data-hit], .handle")].filter((each) => each.offsetParent !== null);
}

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

function go(step) {
  const all = stops();
  if (!all.length) return false;
  const here = all.indexOf(document.activeElement);
  const from = here >= 0 ? here : all.indexOf(at);
  const next = all[Math.min(all.length - 1, Math.max(0, from + step))] ?? all[0];
  at = next;
  next.focus({ preventScroll: true });
  const box = (next.closest(".unit, .hit, .doc, .card") ?? next).getBoundingClientRect();
  if (box.top < 90 || box.bottom > innerHeight - 90) next.scrollIntoView({ block: "center" });
  return true;
}

function chosen() {
  const active = document.activeElement?.closest?.("[data-hit], .handle");
  return active ?? document.querySelector("article.document");
}

export function wording(element, kind) {
  if (element.dataset[kind]) return element.dataset[kind];
  const whole = element.closest("article.document")?.dataset[kind] ?? "";
  return element.dataset.pin !== undefined ? element.dataset.pin + whole : whole;
}

// “g”, then the letter of a place.
function goTo(letter) {
  const waited = performance.now() - going < GO;
  going = 0;
  const link = waited && document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (link) link.click();
  return Boolean(link);
}

function act(event) {
  if (going && goTo(event.key)) return true;
  if (event.key === "g") {
    going = performance.now();
    return true;
  }
  if (event.key === "?") {
    document.getElementById("keymap").showModal();
    return true;
  }
  if (event.key === "/") {
    const box = document.getElementById("q") ?? document.getElementById("words");
    box?.focus();
    box?.select();
    return Boolean(box);
  }
  if (event.key === "j" || event.key === "ArrowDown") return go(1);
  if (event.key === "k" || event.key === "ArrowUp") return go(-1);
  if (event.key === "y" || event.key === "n") {
    // A relation that waits for a person: only the one the keyboard is at, never the first of the page by chance.
    const card = document.activeElement?.closest("[data-decide]");
    card?.querySelector(`[data-act="${event.key === "y" ? "yes" : "no"}"]`)?.click();
    return Boolean(card);
  }
  const element = chosen();
  if (event.key === "o") return togglePreview(document.activeElement?.closest("[data-hit]") ? element : null);
  if (!element) return false;
  if (event.key === "c" || event.key === "C") {
    const text = wording(element, event.key === "C" ? "short" : "full");
    if (text) copyAndSay(text, undefined, undefined, element);
    return Boolean(text);
  }
  const id = element.dataset.document ?? element.closest("[data-document]")?.dataset.document;
  if (event.key === "a" && id) {
    addToDraft({ only: id, draft: document.getElementById("basket-draft")?.value ?? "current" });
    return true;
  }
  if (event.key === "x") {
    const tick = element.closest(".doc")?.querySelector("input[name=document]");
    tick?.click();
    return Boolean(tick);
  }
  return false;
}

export function startKeys() {
  // After a decision the queue goes on at the next relation.
  if (document.querySelector("[data-decide]") && document.querySelector(".note[role=status]")) {
    document.querySelector("[data-decide] [data-hit]")?.focus({ preventScroll: true });
  }
  const button = document.querySelector("[data-keymap]");
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById("keymap").showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    // Arrows scroll the page until a result is chosen; inside a scrolling pane they stay its own.
    const arrow = event.key.startsWith("Arrow");
    if (arrow && !document.activeElement?.matches("[data-hit], .handle")) return;
    if (act(event)) event.preventDefault();
  });
}
