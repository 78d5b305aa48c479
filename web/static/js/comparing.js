// From change to change: n and p, or the two buttons; the one the reader is at is marked.

let at = null;

function changes() {
  return [...document.querySelectorAll(".row[id^=change-]")];
}

// The one the reader is at, else the first below the middle of the window.
function step(by) {
  const all = changes();
  if (!all.length) return;
  const seen = all.findIndex((row) => row.getBoundingClientRect().top > innerHeight / 3);
  const from = at ? all.indexOf(at) + by : by > 0 ? seen : (seen < 0 ? all.length : seen) - 1;
  const next = all[from];
  if (!next) {
    // The changes go on, or begin, on another page.
    document.querySelector(`.paging a[rel=${by > 0 ? "next" : "prev"}]`)?.click();
    return;
  }
  at?.classList.remove("is-current");
  at = next;
  at.classList.add("is-current");
  at.scrollIntoView({ block: "start" });
  at.tabIndex = -1;
  at.focus({ preventScroll: true });
}

export function startComparing() {
  const bar = document.querySelector("[data-changes]");
  if (!bar) return;
  for (const button of bar.querySelectorAll("[data-step]")) {
    button.hidden = changes().length === 0;
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select")) return;
    if (event.key !== "n" && event.key !== "p") return;
    event.preventDefault();
    step(event.key === "n" ? 1 : -1);
  });
}
