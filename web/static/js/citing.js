// The citation box: Ctrl+K in a field marked `data-cites` opens it at the cursor; a few letters find the document, `k2 đ5`
// the provision, Enter puts the right words in. Focus goes back to the field, and its own undo takes the words out again.

import { through } from "./into.js";
import { say, words } from "./saying.js";

const WAIT = 30; // milliseconds of silence before the first list is asked for
const MORE = 350; // and before the texts are searched
const ENOUGH = 5;

let frame = null; // the element with the box and its words
let box = null;
let input = null;
let list = null;
let told = null;
let field = null; // where the words will go
let place = [0, 0];
let chosen = -1;
let ticked = [];
let timers = [];
let asked = null;

function reduced() {
  return innerWidth < 640;
}

// Where the cursor of a textarea stands in the window: measured in a copy of it that nobody sees.
function cursorBox(element) {
  const outer = element.getBoundingClientRect();
  if (!element.matches("textarea, input")) return outer;
  const copy = document.createElement("div");
  const style = getComputedStyle(element);
  for (const name of [
    "fontFamily", "fontSize", "fontWeight", "fontStyle", "letterSpacing", "lineHeight", "paddingTop", "paddingRight",
    "paddingBottom", "paddingLeft", "borderTopWidth", "borderLeftWidth", "boxSizing", "textIndent", "tabSize",
  ]) {
    copy.style[name] = style[name];
  }
  Object.assign(copy.style, {
    position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word",
    width: `${element.clientWidth}px`, top: "0", left: "-9999px",
  });
  copy.textContent = element.value.slice(0, element.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "​";
  copy.append(mark);
  document.body.append(copy);
  const top = outer.top + mark.offsetTop - element.scrollTop;
  const left = outer.left + mark.offsetLeft - element.scrollLeft;
  const height = mark.offsetHeight;
  copy.remove();
  return {
    top: Math.min(Math.max(top, outer.top), outer.bottom),
    bottom: Math.min(Math.max(top + height, outer.top), outer.bottom),
    left: Math.min(Math.max(left, outer.left), outer.right),
  };
}

function put() {
  for (const name of ["top", "left", "bottom"]) box.style.removeProperty(name);
  if (reduced()) return;
  const at = cursorBox(field);
  const width = box.offsetWidth;
  const room = innerHeight - at.bottom;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  if (room < 300 && at.top > room) box.style.bottom = `${innerHeight - at.top + 4}px`;
  else box.style.top = `${at.bottom + 4}px`;
}

function open(element) {
  field = element;
  place = through(field).range();
  ticked = [];
  frame.hidden = false;
  const selected = through(field).text().slice(place[0], place[1]).trim();
  input.value = selected.length <= 200 && !selected.includes("\n") ? selected : "";
  show([], false);
  told.textContent = "";
  put();
  input.focus();
  input.select();
  if (input.value) ask();
}

function close(back = true) {
  timers.forEach(clearTimeout);
  asked?.abort();
  if (frame.hidden) return;
  frame.hidden = true;
  input.setAttribute("aria-expanded", "false");
  if (back && field) {
    field.focus({ preventScroll: true });
    field.setSelectionRange?.(place[0], place[1]);
  }
}

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function choose(wanted) {
  const all = options();
  chosen = all.length ? (wanted + all.length) % all.length : -1;
  all.forEach((option, at) => option.classList.toggle("is-chosen", at === chosen));
  if (chosen >= 0) {
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function badge(state) {
  const made = element("span", `badge tone-${state.tone}`);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${frame.dataset.icons}#${state.icon}`);
  svg.append(use);
  made.append(svg, frame.dataset.lang === "en" ? state.en : state.vi);
  return made;
}

function day(iso) {
  const parts = iso?.split("-");
  return parts?.length === 3 ? `${parts[2]}/${Number(parts[1]) < 3 ? parts[1] : Number(parts[1])}/${parts[0]}` : "";
}

function key(row) {
  return `${row.document.id} ${row.pinpoint.path}`;
}

function optionOf(row, at) {
  const option = element("li", "citebox__one");
  option.id = `citing-${at}`;
  option.setAttribute("role", "option");
  option.row = row;
  const head = element("span", "citebox__head");
  const where = row.pinpoint.words && row.pinpoint.held !== false ? `${row.pinpoint.words} ` : "";
  head.append(element("strong", "citebox__name", `${where}${row.name}`), badge(row.state));
  const facts = [day(row.document.issued), row.document.issuer].filter(Boolean).join(" · ");
  option.append(head, element("span", "citebox__facts", facts));
  if (row.title) option.append(element("span", "citebox__title", row.title));
  if (row.pinpoint.words && row.pinpoint.held === false) {
    option.append(element("span", "citebox__warn", `${frame.dataset.absent} ${row.pinpoint.words}`));
  } else if (row.pinpoint.words && row.pinpoint.held === null) {
    option.append(element("span", "citebox__dim", `${frame.dataset.unknown} ${row.pinpoint.words}`));
  }
  if (row.preview) {
    option.append(element("span", "citebox__preview", row.preview.words + (row.preview.whole ? "" : " …")));
  }
  for (const part of option.querySelectorAll(".citebox__name, .citebox__title, .citebox__facts, .citebox__preview")) {
    part.lang = "vi";
  }
  mark(option);
  return option;
}

function mark(option) {
  const on = ticked.some((each) => key(each) === key(option.row));
  option.classList.toggle("is-ticked", on);
  option.setAttribute("aria-selected", String(on));
}

function show(rows, keep, heading) {
  if (!keep) list.replaceChildren();
  const known = new Set(options().map((option) => key(option.row)));
  const fresh = rows.filter((row) => !known.has(key(row)));
  if (heading && fresh.length) {
    const line = element("li", "citebox__group", heading);
    line.setAttribute("role", "presentation");
    list.append(line);
  }
  const begun = known.size;
  list.append(...fresh.map((row, at) => optionOf(row, begun + at)));
  input.setAttribute("aria-expanded", String(options().length > 0));
  // What is only near in meaning is for the writer to choose: Enter must not put in what he did not mean.
  if (!keep) choose(0);
  count();
}

function count() {
  const many = options().length;
  const marked = ticked.length ? ` · ${ticked.length} ${frame.dataset.ticked}` : "";
  told.textContent = many ? `${many} ${frame.dataset.some}${marked}` : marked.slice(3);
}

async function fetched(more) {
  const asking = new URLSearchParams({ q: input.value });
  if (frame.dataset.draft) asking.set("draft", frame.dataset.draft);
  const on = frame.dataset.on && document.getElementById(frame.dataset.on)?.value.trim();
  if (/^\d{1,2}\/\d{1,2}\/\d{4}$|^\d{4}-\d\d-\d\d$/.test(on || "")) asking.set("on", on);
  if (more) asking.set("more", "true");
  const answer = await fetch(`/api/v1/citing?${asking}`, { signal: asked.signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).rows;
}

async function ask() {
  timers.forEach(clearTimeout);
  asked?.abort();
  asked = new AbortController();
  const mine = asked;
  if (input.value.trim().length < 2) return show([], false);
  try {
    const rows = await fetched(false);
    if (mine !== asked) return;
    show(rows, false);
    const numbered = /\d/.test(input.value) && rows.length > 0;
    if (rows.length >= ENOUGH || numbered) return;
    timers = [setTimeout(() => askMore(mine), MORE)];
  } catch (error) {
    if (error.name !== "AbortError") told.textContent = frame.dataset.failed;
  }
}

async function askMore(mine) {
  try {
    const rows = await fetched(true);
    if (mine !== asked) return;
    show(rows, true, frame.dataset.more);
    if (!options().length) told.textContent = frame.dataset.none;
  } catch (error) {
    if (error.name !== "AbortError" && !options().length) told.textContent = frame.dataset.none;
  }
}

function tick(option) {
  if (!option) return;
  const at = ticked.findIndex((each) => key(each) === key(option.row));
  if (at >= 0) ticked.splice(at, 1);
  else ticked.push(option.row);
  mark(option);
  count();
}

async function take(row) {
  const rows = ticked.length ? [...ticked, ...(row && !ticked.some((each) => key(each) === key(row)) ? [row] : [])] : [row];
  const target = field;
  const adapter = through(target);
  const sent = {
    documents: rows.map((each) => ({
      document: each.document.id,
      pinpoint: each.pinpoint.held === false ? "" : each.pinpoint.path,
    })),
    text: adapter.text(),
    before: adapter.before(),
    start: place[0],
    end: place[1],
    place: target.dataset.cites ?? "",
    draft: Number(frame.dataset.draft) || null,
  };
  try {
    const answer = await fetch("/api/v1/citing", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(sent),
    });
    const made = await answer.json();
    if (!answer.ok) {
      told.textContent = frame.dataset.lang === "en" ? made.detail_en : made.detail;
      return;
    }
    close(false);
    adapter.put(made.start, made.end, made.words, made.caret);
    if (made.notice) say(frame.dataset.lang === "en" ? made.notice.en : made.notice.vi);
    else say(`${frame.dataset.done} ${rows.map((each) => each.name).join("; ")}`);
    const detail = { documents: sent.documents, words: made.words, kind: made.kind };
    target.dispatchEvent(new CustomEvent("cancu:cited", { bubbles: true, detail }));
  } catch {
    told.textContent = frame.dataset.failed;
  }
}

function onKey(event) {
  const all = options();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (event.isComposing) return;
    if (event.shiftKey) tick(all[chosen]);
    else if (chosen >= 0) take(all[chosen].row);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    close();
    event.preventDefault();
  }
}

// First mentions in full, later ones short, over all fields of the draft: each field changes in one step of its undo.
async function orderMentions() {
  const fields = [...document.querySelectorAll("[data-cites]")];
  if (!fields.length) return;
  const texts = fields.map((each) => through(each).text());
  try {
    const answer = await fetch("/api/v1/citing/mentions", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ text: texts.join("\n") }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { edits } = await answer.json();
    let begin = 0;
    fields.forEach((each, number) => {
      const end = begin + texts[number].length;
      const mine = edits.filter((edit) => edit.start >= begin && edit.end <= end);
      // What was typed meanwhile is not overwritten.
      if (mine.length && through(each).text() === texts[number]) {
        const first = mine[0].start - begin;
        const last = mine.at(-1).end - begin;
        let words = "";
        let at = first;
        for (const edit of mine) {
          words += texts[number].slice(at, edit.start - begin) + edit.words;
          at = edit.end - begin;
        }
        through(each).put(first, last, words, first + words.length);
      }
      begin = end + 1;
    });
    say(edits.length ? `${frame.dataset.ordered} ${edits.length}` : frame.dataset.inOrder);
  } catch {
    say(words("Failed"));
  }
}

export function startCiting() {
  frame = document.getElementById("citing");
  if (!frame) return;
  box = frame.querySelector(".citebox");
  input = document.getElementById("citing-input");
  list = document.getElementById("citing-list");
  told = frame.querySelector("[role=status]");
  // Above everything, whatever it was embedded in.
  document.body.append(frame);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    const target = document.activeElement?.closest?.("[data-cites]");
    if (event.shiftKey) {
      if (!target) return;
      event.preventDefault();
      orderMentions();
      return;
    }
    if (target) {
      event.preventDefault();
      open(target);
    } else if (!frame.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("input", () => {
    timers.forEach(clearTimeout);
    timers = [setTimeout(ask, WAIT)];
  });
  // Before the input loses its focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) tick(option);
    else take(option.row);
  });
  frame.querySelector("[data-citing-close]").addEventListener("click", () => close());
  document.addEventListener("pointerdown", (event) => {
    if (!frame.hidden && !box.contains(event.target)) close(false);
  });
  addEventListener("resize", () => !frame.hidden && put());
  for (const button of document.querySelectorAll("[data-citing-for]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const target = document.getElementById(button.dataset.citingFor);
      if (target) open(target);
    });
  }
  for (const button of document.querySelectorAll("[data-mentions]")) {
    button.hidden = false;
    button.addEventListener("click", orderMentions);
  }
  document.documentElement.dataset.citing = "ready";
}
