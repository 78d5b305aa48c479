// A form in which something was typed is not left by mistake: the browser asks first.

export function startLeaving() {
  for (const form of document.querySelectorAll("form[data-asks]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
