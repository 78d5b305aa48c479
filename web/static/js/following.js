// The outline follows the reading, and a long text goes on under itself as one comes to its end.

const LINE = 0.3; // of the window's height: what stands there is being read
const AHEAD = 1600; // pixels before the end at which the next part is fetched

let entries = new Map();
let current = null;

function readEntries() {
  entries = new Map();
  for (const link of document.querySelectorAll(".outline a")) {
    entries.set(decodeURIComponent(link.hash.slice(1)), link);
  }
}

// Marks the entry of a provision, else of the nearest one above it that the outline has.
export function outlined(address) {
  if (!entries.size) readEntries();
  let found = address;
  while (found && !entries.has(found)) found = found.includes(".") ? found.slice(0, found.lastIndexOf(".")) : "";
  const entry = entries.get(found);
  if (!entry || entry === current) return;
  for (const each of document.querySelectorAll(".outline a[aria-current]")) each.removeAttribute("aria-current");
  entry.setAttribute("aria-current", "true");
  current = entry;
  // The outline scrolls by itself: scrollIntoView would take the page along.
  const outline = entry.closest(".outline");
  if (!outline) return;
  const top = entry.offsetTop;
  if (top < outline.scrollTop + 40 || top > outline.scrollTop + outline.clientHeight - 60) {
    outline.scrollTop = top - outline.clientHeight / 3;
  }
}

// The last provision with an address that begins above the line.
function reading() {
  const units = document.querySelectorAll(".unit[id]");
  let low = 0;
  let high = units.length - 1;
  let found = null;
  const line = innerHeight * LINE;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (units[middle].getBoundingClientRect().top <= line) {
      found = units[middle];
      low = middle + 1;
    } else high = middle - 1;
  }
  return found ?? units[0];
}

async function fetchHtml(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content;
}

async function wholeOutline() {
  const list = document.querySelector(".outline ol[data-whole]");
  if (!list) return;
  const content = await fetchHtml(list.dataset.whole).catch(() => null);
  if (!content) return;
  const address = current && decodeURIComponent(current.hash.slice(1));
  list.replaceChildren(...content.children);
  list.removeAttribute("data-whole");
  readEntries();
  current = null;
  if (address) outlined(address);
}

// Parts are put under (or over) the ones that are there; the links between parts stay for those without a script.
function startParts(paper, moved) {
  const count = Number(paper.dataset.parts);
  let busy = false;
  const shown = () => [...paper.querySelectorAll(".part")].map((part) => Number(part.dataset.part));
  const links = [...document.querySelectorAll(".parts")];
  const tidy = () => {
    const numbers = shown();
    if (links[1]) links[1].hidden = numbers.at(-1) === count;
    if (links[0]) links[0].hidden = numbers[0] === 1;
  };
  const load = async (number, over) => {
    busy = true;
    const content = await fetchHtml(paper.dataset.address.replace(/0$/, number)).catch(() => null);
    if (content) {
      const height = document.documentElement.scrollHeight;
      const before = scrollY;
      if (over) paper.prepend(content);
      else paper.append(content);
      // What is being read stays where it is, whatever the browser itself does about that.
      if (over) scrollTo({ top: before + document.documentElement.scrollHeight - height });
      tidy();
      moved();
    }
    busy = false;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".parts a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const numbers = shown();
    if (busy) return;
    if (link.rel === "prev" && numbers[0] > 1) load(numbers[0] - 1, true);
    if (link.rel === "next" && numbers.at(-1) < count) load(numbers.at(-1) + 1, false);
  });
  return () => {
    const numbers = shown();
    if (busy || numbers.at(-1) >= count) return;
    if (paper.getBoundingClientRect().bottom - innerHeight < AHEAD) load(numbers.at(-1) + 1, false);
  };
}

export function startFollowing() {
  const paper = document.getElementById("paper");
  readEntries();
  let waiting = false;
  let more = () => {};
  const look = () => {
    waiting = false;
    const unit = reading();
    if (unit) outlined(unit.id);
    more();
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  };
  if (Number(paper.dataset.parts) > 1) more = startParts(paper, soon);
  addEventListener("scroll", soon, { passive: true });
  // The first look after the browser has gone to the address.
  requestAnimationFrame(() => setTimeout(soon, 50));
  (window.requestIdleCallback ?? setTimeout)(() => wholeOutline());
  for (const link of document.querySelectorAll(".outline")) {
    link.addEventListener("click", (event) => {
      // On a phone the outline is a drawer over the text.
      const toggle = document.getElementById("show-outline");
      if (event.target.closest("a") && toggle?.checked) toggle.checked = false;
    });
  }
}
