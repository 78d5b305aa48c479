// The clipboard gets plain text and the same as rich text in the office's own letter: Times New Roman, about 14 points,
// căn cứ lines in italics (Nghị định 30/2020/NĐ-CP, Phụ lục I). Old-fashioned attributes, not styles: the browser cleans
// what is copied under this page's own policy, which lets no inline style through. Without a secure context (plain http
// in the office) an old way is used.

import { say, words } from "./saying.js";

const LETTER = 'face="Times New Roman" size="4"';

function escaped(text) {
  const holder = document.createElement("i");
  holder.textContent = text;
  return holder.innerHTML;
}

export function richText(text, kind) {
  const lines = text.split("\n").map(escaped);
  if (kind === "basis") {
    return lines.map((line) => `<p align="justify"><font ${LETTER}><em>${line}</em></font></p>`).join("");
  }
  return `<font ${LETTER}>${lines.join("<br>")}</font>`;
}

function copyTheOldWay(text, html) {
  let done = false;
  const listener = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
    event.preventDefault();
    done = true;
  };
  document.addEventListener("copy", listener, { once: true });
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "hidden-visually";
  document.body.append(field);
  field.select();
  const asked = document.execCommand("copy");
  field.remove();
  document.removeEventListener("copy", listener);
  before?.focus?.({ preventScroll: true });
  return asked && done;
}

export async function copyText(text, kind, rich) {
  const html = rich || richText(text, kind);
  if (navigator.clipboard?.write && window.ClipboardItem) {
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/plain": new Blob([text], { type: "text/plain" }),
          "text/html": new Blob([html], { type: "text/html" }),
        }),
      ]);
      return true;
    } catch {
      // Refused by the browser's settings: the old way may still be open.
    }
  }
  return copyTheOldWay(text, html);
}

// What speaks against using a document is said beside what was copied, never put into it.
function cautionAt(place) {
  const told = place?.closest("[data-caution]")?.dataset.caution;
  return told ? ` – ${told}` : "";
}

export async function copyAndSay(text, kind, button, place = button, rich = "") {
  if (!(await copyText(text, kind, rich))) {
    say(words("NotCopied"));
    return;
  }
  say(`${words("Copied")}: ${text.length > 140 ? `${text.slice(0, 140)}…` : text}${cautionAt(place)}`);
  if (button) {
    button.dataset.state = "done";
    setTimeout(() => delete button.dataset.state, 1600);
  }
}

export function startCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copyAndSay(button.dataset.copy, button.dataset.copyAs, button);
  });
}
