// Short messages at the foot of the page, read out by screen readers.

const STAY = 6000;

export function words(name) {
  return document.body.dataset[`said${name}`] ?? "";
}

export function say(text, link) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const span = document.createElement("span");
  span.textContent = text;
  toast.append(span);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    toast.append(anchor);
  }
  const place = document.getElementById("toasts");
  while (place.children.length > 1) place.firstChild.remove();
  place.append(toast);
  setTimeout(() => toast.remove(), STAY);
}
