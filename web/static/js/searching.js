// Results: filters take effect in place, so that nothing moves under the pointer; the result one is at and its preview
// stand in the address, which therefore shows a colleague the same.

let wanted = 0;

function address(changes) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search + url.hash;
}

// --- the result one is at, and the preview -------------------------------------------------------------------------

function preview() {
  return document.getElementById("preview");
}

function isOpen() {
  return preview() !== null && !preview().hidden;
}

async function open(hit) {
  const box = preview();
  const turn = ++wanted;
  const answer = await fetch(hit.dataset.excerpt, { headers: { Accept: "text/html" } }).catch(() => null);
  if (turn !== wanted || !answer?.ok || answer.redirected) return;
  box.querySelector(".preview__body").innerHTML = await answer.text();
  box.hidden = false;
  box.querySelector(".preview__body").scrollTop = 0;
  for (const each of document.querySelectorAll("[data-excerpt][aria-expanded]")) each.removeAttribute("aria-expanded");
  hit.setAttribute("aria-expanded", "true");
  history.replaceState(history.state, "", address({ hit: hit.dataset.key, peek: "1" }));
}

function close(back) {
  if (!isOpen()) return false;
  wanted += 1;
  preview().hidden = true;
  const hit = document.querySelector("[data-excerpt][aria-expanded]");
  hit?.removeAttribute("aria-expanded");
  if (back) hit?.focus({ preventScroll: true });
  history.replaceState(history.state, "", address({ peek: null }));
  return true;
}

// `o`: open the preview of the result the keyboard is at, or close it.
export function togglePreview(element) {
  const hit = element?.closest?.("[data-excerpt]");
  if (!preview()) return false;
  if (isOpen() && (!hit || hit.hasAttribute("aria-expanded"))) return close(true);
  if (!hit) return false;
  open(hit);
  return true;
}

function startSelecting() {
  if (!preview()) return;
  document.addEventListener("focusin", (event) => {
    const hit = event.target.closest?.("[data-excerpt]");
    if (!hit) return;
    history.replaceState(history.state, "", address({ hit: hit.dataset.key }));
    if (isOpen() && !hit.hasAttribute("aria-expanded")) open(hit);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview]");
    if (button) togglePreview(button.closest(".hit, .doc").querySelector("[data-excerpt]"));
    if (event.target.closest("[data-close-preview]")) close(true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.target.closest("input, select") && close(true)) event.stopPropagation();
  });
  const asked = new URLSearchParams(location.search);
  const hit = [...document.querySelectorAll("[data-excerpt]")].find((each) => each.dataset.key === asked.get("hit"));
  if (!hit) return;
  const peek = asked.get("peek") === "1";
  hit.focus({ preventScroll: true });
  hit.scrollIntoView({ block: "nearest" });
  if (peek) open(hit);
}

// --- filters in place ------------------------------------------------------------------------------------------------

// Counts and ticks are taken over where they stand; what is new comes at the end, what is gone counts nothing.
function takeFilters(now, next) {
  const key = (input) => `${input.name}=${input.value}`;
  const coming = new Map([...next.querySelectorAll("label.choice input")].map((input) => [key(input), input]));
  for (const input of now.querySelectorAll("label.choice input")) {
    const other = coming.get(key(input));
    coming.delete(key(input));
    const label = input.closest("label");
    label.querySelector(".choice__count").textContent = other
      ? other.closest("label").querySelector(".choice__count").textContent
      : "0";
    label.classList.toggle("is-empty", !other);
    if (other) input.checked = other.checked;
  }
  for (const input of coming.values()) {
    const beside = [...now.querySelectorAll(`label.choice input[name="${input.name}"]`)].at(-1);
    beside?.closest("label").after(document.importNode(input.closest("label"), true));
  }
  const years = now.querySelector(".years");
  const newYears = next.querySelector(".years");
  if (years && newYears) years.replaceChildren(...newYears.children);
  const buttons = now.querySelector(".filters__acts");
  buttons?.replaceChildren(...next.querySelector(".filters__acts").childNodes);
}

async function narrow(form) {
  const turn = ++wanted;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const url = `${form.getAttribute("action")}?${asked}`;
  const hits = document.querySelector(".hits");
  hits.setAttribute("aria-busy", "true");
  let page = null;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // The server is gone: the browser itself says so.
  }
  if (turn !== wanted) return;
  const found = page?.querySelector(".hits");
  if (!found) {
    location.assign(url);
    return;
  }
  takeFilters(document.querySelector(".filters"), page.querySelector(".filters"));
  hits.replaceWith(document.importNode(found, true));
  document.querySelector(".found__switch").replaceChildren(...page.querySelector(".found__switch").childNodes);
  history.pushState({ narrowed: true }, "", url);
  if (preview()) preview().hidden = true;
  document.dispatchEvent(new CustomEvent("cancu:results"));
}

function startNarrowing() {
  const box = document.querySelector("[data-filters]");
  const form = box && document.getElementById(box.dataset.filters);
  if (!form) return;
  box.addEventListener("change", (event) => {
    if (event.target.name && event.target.checkValidity()) narrow(form);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sorts]")) narrow(form);
  });
  addEventListener("popstate", () => location.reload());
  const toggle = document.getElementById("show-filters");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && toggle.checked) {
      toggle.checked = false;
      toggle.focus();
    }
  });
}

export function startSearching() {
  startSelecting();
  startNarrowing();
}
