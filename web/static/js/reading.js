// A document: the provision that the address names is lit, the original turns to its page, each provision has a small
// card with its wording.

import { addToDraft } from "./basket.js";
import { copyAndSay } from "./copying.js";
import { wording } from "./keys.js";

function pathInAddress() {
  const hash = decodeURIComponent(location.hash.slice(1));
  return hash || new URLSearchParams(location.search).get("p") || "";
}

function turnTo(number) {
  const pages = document.querySelector(".original__pages");
  const figure = number && document.getElementById(`trang-${number}`);
  if (pages && figure) pages.scrollTo({ top: figure.offsetTop - pages.offsetTop });
}

function light(path, scroll) {
  const first = document.getElementById(path);
  if (!first?.classList.contains("unit")) return false;
  for (const unit of document.querySelectorAll(".unit.is-target")) unit.classList.remove("is-target");
  for (const unit of document.querySelectorAll(".unit[id]")) {
    if (unit.id === path || unit.id.startsWith(`${path}/`)) unit.classList.add("is-target");
  }
  for (const entry of document.querySelectorAll(".outline a[aria-current]")) entry.removeAttribute("aria-current");
  const entry = [...document.querySelectorAll(".outline a")].find((a) =>
    decodeURIComponent(a.hash.slice(1)) === path,
  );
  entry?.setAttribute("aria-current", "true");
  // The outline scrolls by itself: scrollIntoView would take the page along.
  const outline = entry?.closest(".outline");
  if (outline) outline.scrollTop = entry.offsetTop - outline.clientHeight / 3;
  if (scroll) first.scrollIntoView({ block: "start" });
  turnTo(first.dataset.page);
  return true;
}

function startCards() {
  const template = document.getElementById("unit-menu");
  let card = null;
  let opener = null;
  const close = (back) => {
    card?.remove();
    card = null;
    opener?.setAttribute("aria-expanded", "false");
    if (back) opener?.focus();
    opener = null;
  };
  const open = (handle) => {
    const again = opener === handle;
    close(false);
    if (again) return;
    card = template.content.firstElementChild.cloneNode(true);
    card.querySelector(".pop__words").textContent = wording(handle, "full");
    handle.setAttribute("aria-expanded", "true");
    handle.after(card);
    opener = handle;
    card.querySelector("button").focus();
  };
  document.addEventListener("click", (event) => {
    const handle = event.target.closest(".handle");
    if (handle && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(handle);
      return;
    }
    const button = card && event.target.closest("[data-act]");
    if (!button) {
      if (card && !card.contains(event.target)) close(false);
      return;
    }
    const act = button.dataset.act;
    if (act === "add") {
      addToDraft({ only: opener.closest("[data-document]").dataset.document, draft: "current" });
    } else {
      copyAndSay(act === "link" ? opener.href : wording(opener, act), undefined, button);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) close(true);
  });
}

export function startReading() {
  const paper = document.getElementById("paper");
  if (!paper) return;
  const follow = (scroll) => {
    const path = pathInAddress();
    if (!path || light(path, scroll)) return;
    // The provision stands in another part of the document: let the server find it.
    if (location.hash && /^[a-z_]+:/.test(path)) {
      location.replace(`${location.pathname}?p=${encodeURIComponent(path)}#${encodeURIComponent(path)}`);
    }
  };
  follow(true);
  window.addEventListener("hashchange", () => follow(false));
  startCards();
}
