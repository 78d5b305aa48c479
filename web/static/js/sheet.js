// The sheet of a draft: its fields, the mirror behind each that gives it its height and carries the marks, and the text
// cut into fields that one goes through as if it were one.

const SEVERAL = new Set(["marks", "addressees", "bases", "recipients"]);
const AT_ONCE = 6;
const ONE_LINE = new Set(["number", "symbol", "place", "dated"]);

let fields = new Map(); // name → its textareas in order
const marks = new WeakMap(); // textarea → [{start, end, tone, number, …}]
let lastField = null;

export function fieldsOf(name) {
  return fields.get(name) ?? [];
}

export function lastCited() {
  return lastField?.isConnected ? lastField : null;
}

// The part as it is sent: a text, or the lines of a list.
export function valueOf(name) {
  const all = fieldsOf(name).map((field) => field.value);
  if (name === "annexes") return all.filter((text) => text.trim());
  if (name === "body") return all.join("\n");
  if (SEVERAL.has(name)) return all[0].split("\n").filter((line) => line.trim());
  return all[0];
}

export function names() {
  return [...fields.keys()];
}

export function same(a, b) {
  return Array.isArray(a) ? a.length === b.length && a.every((line, at) => line === b[at]) : a === b;
}

// --- mirrors -----------------------------------------------------------------------------------------------------------

function draw(field) {
  const mirror = field.previousElementSibling;
  const text = field.value;
  const pieces = [];
  let at = 0;
  for (const mark of marks.get(field) ?? []) {
    if (mark.start < at || mark.end > text.length) continue;
    if (mark.start > at) pieces.push(text.slice(at, mark.start));
    const spot = document.createElement("span");
    spot.className = `spot spot--${mark.tone}`;
    if (mark.number) spot.id = `cho-${mark.number}`;
    spot.textContent = text.slice(mark.start, mark.end);
    pieces.push(spot);
    at = mark.end;
  }
  // A line end at the very end takes a line only where something stands behind it.
  pieces.push(`${text.slice(at)}​`);
  mirror.replaceChildren(...pieces);
}

const waiting = new Set();

function drawSoon(field) {
  if (!waiting.size) requestAnimationFrame(drawAll);
  waiting.add(field);
}

// What is being typed in first, then a few at a time: marks for a hundred fields must not hold up a key.
function drawAll() {
  const held = document.activeElement;
  const now = [...waiting].sort((a, b) => (b === held) - (a === held)).slice(0, AT_ONCE);
  for (const field of now) {
    waiting.delete(field);
    draw(field);
  }
  if (waiting.size) requestAnimationFrame(drawAll);
}

export function setMarks(all) {
  const by = new Map();
  for (const mark of all) {
    const field = fieldsOf(mark.field)[mark.index];
    if (!field || field.value.slice(mark.start, mark.end) !== mark.text) continue;
    if (!by.has(field)) by.set(field, []);
    by.get(field).push(mark);
  }
  for (const list of fields.values()) {
    for (const field of list) {
      const before = marks.get(field);
      const now = (by.get(field) ?? []).sort((a, b) => a.start - b.start || a.end - b.end);
      marks.set(field, now);
      if (looks(now) !== looks(before ?? [])) drawSoon(field);
    }
  }
}

function looks(list) {
  return list.map((mark) => `${mark.start}-${mark.end}-${mark.tone}-${mark.number}`).join();
}

export function marksOf(field) {
  return marks.get(field) ?? [];
}

// What is typed before a mark moves it; what is typed into it takes it away until the next check.
function shift(field) {
  const list = marks.get(field);
  const before = field.dataset.was ?? "";
  field.dataset.was = "";
  if (!list?.length) return;
  const text = field.value;
  const grown = text.length - Number(before);
  const caret = field.selectionEnd;
  const from = grown >= 0 ? caret - grown : caret;
  const kept = [];
  for (const mark of list) {
    if (mark.end <= from) kept.push(mark);
    else if (mark.start >= from - Math.min(0, grown)) {
      kept.push({ ...mark, start: mark.start + grown, end: mark.end + grown });
    }
  }
  marks.set(field, kept.filter((mark) => text.slice(mark.start, mark.end) === mark.text));
}

// --- values that come from elsewhere -------------------------------------------------------------------------------

export function write(field, text) {
  if (field.value === text) return;
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const held = document.activeElement === field;
  field.value = text;
  if (held) field.setSelectionRange(Math.min(start, text.length), Math.min(end, text.length));
  marks.set(field, []);
  draw(field);
}

// A part as it stands in the archive put into its fields. A text cut into several keeps its cuts where they still fit.
export function fill(name, value) {
  const all = fieldsOf(name);
  if (!all.length) return;
  if (name === "annexes") {
    all.forEach((field, at) => write(field, value[at] ?? ""));
    return;
  }
  if (name !== "body" || all.length === 1) {
    write(all[0], Array.isArray(value) ? value.join("\n") : value);
    return;
  }
  const now = all.map((field) => field.value);
  let head = 0;
  let at = 0;
  while (head < all.length - 1 && value.startsWith(`${now[head]}\n`, at)) at += now[head++].length + 1;
  let tail = all.length - 1;
  let end = value.length;
  while (tail > head && end - now[tail].length - 1 >= at && value.slice(0, end).endsWith(`\n${now[tail]}`)) {
    end -= now[tail--].length + 1;
  }
  write(all[head], value.slice(at, end));
  for (let each = head + 1; each <= tail; each += 1) remove(all[each]);
  fields.set("body", all.filter((field) => field.isConnected));
}

function remove(field) {
  field.closest(".part").remove();
}

// --- going from field to field --------------------------------------------------------------------------------------

function neighbour(field, step) {
  const all = fieldsOf("body");
  return all[all.indexOf(field) + step] ?? null;
}

function go(field, caret) {
  field.focus();
  field.setSelectionRange(caret, caret);
}

// Whether the cursor is on the first or last line as they are drawn, measured in the mirror.
function onEdge(field, down) {
  const mirror = field.previousElementSibling;
  const range = document.createRange();
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let left = field.selectionEnd;
  let node = walker.nextNode();
  while (node && left > node.length) {
    left -= node.length;
    node = walker.nextNode();
  }
  if (!node) return true;
  range.setStart(node, Math.min(left, node.length - 1 < 0 ? 0 : node.length - 1));
  range.setEnd(node, Math.min(left + 1, node.length));
  const at = range.getBoundingClientRect();
  const whole = mirror.getBoundingClientRect();
  return down ? at.bottom > whole.bottom - at.height : at.top < whole.top + at.height;
}

function joinWith(first, second) {
  const caret = first.value.length;
  const text = second.value;
  go(first, caret);
  document.execCommand("insertText", false, text) || write(first, first.value + text);
  remove(second);
  fields.set("body", fieldsOf("body").filter((field) => field !== second));
  go(first, caret);
  first.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function onKey(event) {
  const field = event.target;
  if (!field.matches?.("textarea[data-part]") || event.isComposing) return;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (event.key === "Enter" && ONE_LINE.has(field.dataset.part)) {
    event.preventDefault();
    return;
  }
  if (field.dataset.part !== "body" || !plain || field.selectionStart !== field.selectionEnd) return;
  const caret = field.selectionStart;
  const above = neighbour(field, -1);
  const below = neighbour(field, 1);
  if (event.key === "ArrowUp" && above && onEdge(field, false)) {
    event.preventDefault();
    go(above, above.value.length);
  } else if (event.key === "ArrowDown" && below && onEdge(field, true)) {
    event.preventDefault();
    go(below, 0);
  } else if (event.key === "ArrowLeft" && above && caret === 0) {
    event.preventDefault();
    go(above, above.value.length);
  } else if (event.key === "ArrowRight" && below && caret === field.value.length) {
    event.preventDefault();
    go(below, 0);
  } else if (event.key === "Backspace" && above && caret === 0) {
    event.preventDefault();
    joinWith(above, field);
  } else if (event.key === "Delete" && below && caret === field.value.length) {
    event.preventDefault();
    joinWith(field, below);
  }
}

export function startSheet(form, changed) {
  fields = new Map();
  for (const field of document.querySelectorAll("textarea[data-part]")) {
    if (field.form !== form) continue;
    const name = field.dataset.part;
    if (!fields.has(name)) fields.set(name, []);
    fields.get(name).push(field);
    field.rows = 1; // the mirror gives the height from here on
    draw(field);
  }
  document.addEventListener("beforeinput", (event) => {
    if (event.target.matches?.("textarea[data-part]")) event.target.dataset.was = String(event.target.value.length);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("textarea[data-part]")) return;
    shift(field);
    drawSoon(field);
    changed(field.dataset.part);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("textarea[data-part][data-cites]")) lastField = event.target;
  });
}

