// The desk: what is typed is saved and checked; findings are marked on the sheet, listed beside it and put right in the
// fields, where Ctrl+Z takes it back; the search beside puts citations where the cursor was.

import { putInto } from "./into.js";
import { changedPart, isDirty, save, startKeeping } from "./keeping.js";
import { say } from "./saying.js";
import { fieldsOf, lastCited, marksOf, setMarks, startSheet } from "./sheet.js";

let form = null;
let marks = [];
let checking = null;
let again = false;
let last = 0; // milliseconds that the last check took

async function check() {
  if (checking) {
    again = true;
    return;
  }
  const begun = performance.now();
  const box = document.querySelector("[data-findings]");
  box.setAttribute("aria-busy", "true");
  checking = fetch(form.dataset.panel, { headers: { Accept: "application/json" } });
  try {
    const answer = await checking;
    if (!answer.ok) return;
    const told = await answer.json();
    const held = document.activeElement?.closest("[data-findings] [data-finding]")?.dataset.finding;
    box.innerHTML = told.html;
    document.querySelector("[data-tally]").innerHTML = told.tally;
    document.querySelector("[data-bases]").innerHTML = told.bases;
    document.querySelector("[data-links]").innerHTML = told.links;
    marks = told.marks;
    setMarks(marks);
    if (held) box.querySelector(`[data-finding="${held}"] a, [data-finding="${held}"] button`)?.focus({ preventScroll: true });
    form.dataset.checked = told.version;
  } catch {
    // The state says that the connection is gone.
  } finally {
    checking = null;
    box.removeAttribute("aria-busy");
    last = performance.now() - begun;
    if (again) {
      again = false;
      setTimeout(check, Math.max(300, 2 * last));
    }
  }
}

// --- corrections -------------------------------------------------------------------------------------------------------

function placeOf(mark) {
  const field = fieldsOf(mark.field)[mark.index];
  if (!field) return null;
  const moved = marksOf(field).find((each) => each.text === mark.text && each.number === mark.number && each.label === mark.label);
  const at = moved ?? mark;
  return field.value.slice(at.start, at.end) === mark.text ? { field, start: at.start, end: at.end } : null;
}

function put(list) {
  const places = list.map((mark) => ({ mark, place: placeOf(mark) })).filter((each) => each.place);
  places.sort((a, b) => b.place.start - a.place.start);
  for (const { mark, place } of places) {
    putInto(place.field, place.start, place.end, mark.words, place.start + mark.words.length);
  }
  if (places.length) say(form.dataset.saidApplied.replace("{n}", places.length));
  else say(form.dataset.saidMoved);
  save();
}

function onSubmit(event) {
  const sent = event.target;
  const rests = sent.querySelector?.("[data-apply]") || sent.action?.includes("/bases");
  if (sent === form || sent.method !== "post" || event.defaultPrevented || !(rests || isDirty())) return;
  if (sent.action.endsWith("/apply-all")) {
    event.preventDefault();
    put(marks.filter((mark) => mark.certain && mark.words));
    return;
  }
  const number = Number(sent.closest("[data-finding]")?.dataset.finding ?? 0);
  const mark = number && marks.find((each) => each.number === number && each.words);
  if (mark) {
    event.preventDefault();
    put([mark]);
    return;
  }
  // What lies over several parts is put in by the server, on top of what is saved.
  event.preventDefault();
  save().then((done) => {
    if (!done) return;
    const version = sent.elements.version;
    if (version) version.value = form.elements.version.value;
    form.leaving = true;
    const pressed = event.submitter?.name ? event.submitter : null;
    if (pressed) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: pressed.name, value: pressed.value });
      sent.append(field);
    }
    sent.submit();
  });
}

function goTo(number) {
  const mark = marks.find((each) => each.number === number);
  const place = mark && placeOf(mark);
  if (!place) return false;
  place.field.focus();
  place.field.setSelectionRange(place.start, place.end);
  document.getElementById(`cho-${number}`)?.scrollIntoView({ block: "center" });
  return true;
}

function startFindings() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-findings] a[href^='#cho-']");
    if (link && goTo(Number(link.hash.slice(5)))) event.preventDefault();
  });
  const light = (event, on) => {
    const number = event.target.closest?.("[data-finding]")?.dataset.finding;
    if (number) document.getElementById(`cho-${number}`)?.classList.toggle("is-lit", on);
  };
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => light(event, on));
  }
}

// --- the search beside ---------------------------------------------------------------------------------------------------

function startSeeking() {
  const seeking = document.querySelector("[data-seek-form]");
  const found = document.querySelector("[data-seek-found]");
  let turn = 0;
  seeking.addEventListener("submit", async (event) => {
    event.preventDefault();
    const mine = ++turn;
    found.setAttribute("aria-busy", "true");
    const asked = new URLSearchParams({ q: seeking.elements.q.value });
    const answer = await fetch(`${form.dataset.seek}?${asked}`, { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine !== turn) return;
    found.removeAttribute("aria-busy");
    if (answer?.ok && !answer.redirected) found.innerHTML = await answer.text();
  });
  found.addEventListener("click", (event) => {
    const button = event.target.closest("[data-put]");
    if (button) cite(button);
  });
}

async function cite(button) {
  const bases = button.hasAttribute("data-put-basis");
  const field = bases ? fieldsOf("bases")[0] : (lastCited() ?? fieldsOf("bases")[0]);
  if (!field) {
    say(form.dataset.saidWhere);
    return;
  }
  const ahead = [];
  for (const each of document.querySelectorAll("[data-cites]")) {
    if (each === field) break;
    ahead.push(each.value);
  }
  const caret = bases ? field.value.length : field.selectionEnd;
  const sent = {
    documents: [{ document: Number(button.dataset.put), pinpoint: bases ? "" : (button.dataset.putPath ?? "") }],
    text: field.value,
    before: ahead.join("\n"),
    start: bases ? caret : field.selectionStart,
    end: caret,
    place: field.dataset.cites,
  };
  const answer = await fetch("/api/v1/citing", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(sent),
  }).catch(() => null);
  const made = await answer?.json().catch(() => null);
  const english = document.documentElement.lang === "en";
  if (!answer?.ok || !made) {
    if (made) say(english ? made.detail_en : made.detail);
    return;
  }
  putInto(field, made.start, made.end, made.words, made.caret);
  if (made.notice) say(english ? made.notice.en : made.notice.vi);
  else say(`${form.dataset.saidPut} ${made.words.trim().slice(0, 90)}`);
}

export function startWriting() {
  form = document.querySelector("form[data-sheet]");
  if (!form) return;
  startSheet(form, changedPart);
  startKeeping(form, () => check());
  startFindings();
  startSeeking();
  // Links and forms of the page itself first let what was typed be saved.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || !isDirty() || link.getAttribute("href").startsWith("#") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    save().then((done) => {
      if (done) form.leaving = true;
      location.assign(link.href);
    });
  });
  check();
  document.documentElement.dataset.sheet = "ready";
}
