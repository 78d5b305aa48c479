// A draft: text and findings light each other; Ctrl+S saves; leaving with unsaved changes asks first.

export function startDrafting() {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  let changed = false;
  let sending = false;
  document.addEventListener("input", (event) => {
    if (event.target.form === form) changed = true;
  });
  document.addEventListener("submit", (event) => {
    // Applying a correction or changing the bases would lose what was typed: the browser asks before it leaves.
    sending = event.target === form;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const pair = (number, on) => {
    document.getElementById(`cho-${number}`)?.classList.toggle("is-lit", on);
    document.getElementById(`phat-hien-${number}`)?.classList.toggle("is-lit", on);
  };
  const numberOf = (target) => {
    const span = target.closest?.(".span");
    if (span) return span.id.slice("cho-".length);
    return target.closest?.("[data-finding]")?.dataset.finding ?? null;
  };
  for (const [kind, on] of [
    ["mouseover", true],
    ["mouseout", false],
    ["focusin", true],
    ["focusout", false],
  ]) {
    document.addEventListener(kind, (event) => {
      const number = numberOf(event.target);
      if (number) pair(number, on);
    });
  }
}
