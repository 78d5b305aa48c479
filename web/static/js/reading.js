// A document: the provision that the address names is lit, each provision has a small card with its wording.

import { addToDraft } from "./basket.js";
import { copyAndSay } from "./copying.js";
import { startFacing } from "./facing.js";
import { outlined, startFollowing } from "./following.js";
import { wording } from "./keys.js";
import { startPeeking } from "./peeking.js";

const KIND = "(?:phan|chuong|muc|tieumuc|dieu|khoan|diem|la_ma|so|phuluc|kemtheo|mau|mo_dau|toan_van)";
const PATH = new RegExp(`^${KIND}(?::|/|$)`);
const ADDRESS = new RegExp(`^${KIND}(?:[-.]|$)`);

// `dieu:5/khoan:2`, as older links have it, is `dieu-5.khoan-2`.
function asAddress(text) {
  if (!PATH.test(text)) return text;
  return text
    .split("/")
    .map((step) => step.replace(":", "-"))
    .join(".");
}

function addressed() {
  let hash = location.hash.slice(1);
  try {
    hash = decodeURIComponent(hash);
  } catch {
    // Not an address of ours.
  }
  const asked = new URLSearchParams(location.search);
  return asAddress(hash || asked.get("at") || asked.get("p") || "");
}

function light(address, scroll) {
  const first = document.getElementById(address);
  if (!first?.classList.contains("unit")) return false;
  for (const unit of document.querySelectorAll(".unit.is-target")) unit.classList.remove("is-target");
  for (const unit of document.querySelectorAll(".unit[id]")) {
    if (unit.id === address || unit.id.startsWith(`${address}.`)) unit.classList.add("is-target");
  }
  outlined(address);
  if (scroll) first.scrollIntoView({ block: "start" });
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
  const writeNote = (handle) => {
    const form = document.querySelector(".notes__new");
    form.elements.path.value = handle.dataset.unit;
    form.querySelector("[data-note-place]").textContent = handle.querySelector(".hidden-visually").textContent;
    close(false);
    form.elements.text.focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
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
    } else if (act === "note") {
      writeNote(opener);
    } else {
      copyAndSay(act === "link" ? opener.href : wording(opener, act), undefined, button);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) close(true);
  });
}

export function startReading() {
  startPeeking();
  const printing = document.querySelector("[data-print]");
  if (printing) {
    printing.hidden = false;
    printing.addEventListener("click", () => print());
  }
  if (!document.getElementById("paper")) return;
  const follow = (scroll) => {
    const address = addressed();
    if (!address || light(address, scroll)) return;
    // The provision stands in another part of the document: let the server find it.
    if (location.hash && ADDRESS.test(address)) {
      const at = encodeURIComponent(address);
      const asked = new URLSearchParams(location.search).get("at");
      if (asked !== address) location.replace(`${location.pathname}?at=${at}#${at}`);
    }
  };
  follow(true);
  window.addEventListener("hashchange", () => follow(true));
  startCards();
  startFollowing();
  startFacing();
}
