// What is pressed or clicked before the page's script listens (app.js) is kept and done once it does: on a busy machine
// the first key of an impatient hand is not lost. Only what would otherwise do nothing is kept: plain letters outside a
// field, and buttons that are no form's.
(() => {
  const kept = [];
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1) return;
    if (event.key === " " || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const { key, shiftKey } = event;
    kept.push(() => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
    });
  };
  const click = (event) => {
    const button = event.target.closest?.("button[type=button]");
    if (button) kept.push(() => button.isConnected && button.click());
  };
  document.addEventListener("keydown", press, true);
  document.addEventListener("click", click, true);
  document.addEventListener(
    "cancu:ready",
    () => {
      document.removeEventListener("keydown", press, true);
      document.removeEventListener("click", click, true);
      for (const act of kept) act();
    },
    { once: true },
  );
})();
