// A glance at what is cited: rest on a citation with the pointer or the keyboard, and what it names stands beside it.

const WAIT = 300;
const kept = new Map();

export function startPeeking() {
  const box = document.getElementById("peek");
  if (!box) return;
  let timer = 0;
  let link = null;

  const hide = () => {
    clearTimeout(timer);
    box.hidden = true;
    link?.removeAttribute("aria-describedby");
    link = null;
  };
  const place = () => {
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, room - box.offsetWidth - 8));
    const below = at.bottom + 6 + box.offsetHeight <= innerHeight || at.top < box.offsetHeight + 12;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + scrollY}px`;
  };
  const show = async (wanted) => {
    link = wanted;
    const address = wanted.dataset.peek;
    if (!kept.has(address)) {
      const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      kept.set(address, await answer.text());
    }
    if (link !== wanted) return;
    box.innerHTML = kept.get(address);
    box.hidden = false;
    box.scrollTop = 0;
    place();
    wanted.setAttribute("aria-describedby", "peek");
  };
  const later = (wanted) => {
    clearTimeout(timer);
    if (wanted === link) return;
    timer = setTimeout(() => show(wanted), WAIT);
  };
  const away = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, WAIT);
  };
  document.addEventListener("mouseover", (event) => {
    if (box.contains(event.target)) return clearTimeout(timer);
    const wanted = event.target.closest?.("[data-peek]");
    if (wanted) later(wanted);
    else if (link || timer) away();
  });
  document.addEventListener("focusin", (event) => {
    if (box.contains(event.target)) return;
    const wanted = event.target.closest?.("[data-peek]");
    if (wanted) later(wanted);
    else if (link) away();
  });
  // Esc takes it away and nothing else (WCAG 2.2, 1.4.13).
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      event.stopPropagation();
      hide();
    },
    true,
  );
}
