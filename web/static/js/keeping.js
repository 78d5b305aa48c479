// A draft saved as one types: each part that changed, on top of what was opened; what others saved meanwhile comes in.
// Where two people changed one place both are shown, and nothing is written over.

import { say } from "./saying.js";
import { fieldsOf, fill, names, same, valueOf } from "./sheet.js";
import { forgetUnsaved, keepUnsaved, unsaved } from "./unsaved.js";

const REST = 1000; // milliseconds without a key before it is saved
const LONGEST = 6000; // and the longest that is waited while somebody types on
const AGAIN = 5000;
const HEARTBEAT = 15000;

let form = null;
let base = {}; // each part as the archive has it, as far as this page knows
let at = {}; // the version of the archive that `base` of a part is from
let dirty = new Set();
let clashing = new Map(); // part → its clashes (of annexes one each), until a choice is made
let timer = null;
let first = 0;
let busy = null;
let attempted = null; // what was sent when the connection broke: it may have arrived
let saved = () => {};

const window_ = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

function said(name) {
  return form.dataset[`said${name}`];
}

export function state(text, bad = false) {
  const place = document.querySelector("[data-state]");
  if (place.textContent !== text) place.textContent = text;
  place.parentElement.classList.toggle("is-bad", bad);
}

function clock(iso) {
  const moment = iso ? new Date(iso.endsWith("Z") || iso.includes("+") ? iso : `${iso}Z`) : new Date();
  return `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

// --- what could not be saved stays on this machine ------------------------------------------------------------------

function keepHere() {
  if (!dirty.size) return;
  const kept = { moment: Date.now(), parts: {}, before: {}, at: {} };
  for (const name of dirty) {
    kept.parts[name] = valueOf(name);
    kept.before[name] = base[name];
    kept.at[name] = at[name];
  }
  keepUnsaved(form, kept);
}

function forgetHere() {
  forgetUnsaved(form);
}

function startKept() {
  const note = document.querySelector("[data-kept]");
  const kept = unsaved(form);
  const differs = kept && Object.entries(kept.parts).some(([name, value]) => base[name] !== undefined && !same(value, base[name]));
  if (!differs) return forgetHere();
  note.hidden = false;
  note.querySelector("[data-kept-drop]").addEventListener("click", () => {
    note.hidden = true;
    forgetHere();
  });
  note.querySelector("[data-kept-take]").addEventListener("click", () => {
    note.hidden = true;
    for (const [name, value] of Object.entries(kept.parts)) {
      if (base[name] === undefined) continue;
      base[name] = kept.before[name];
      at[name] = kept.at[name];
      fill(name, value);
      changedPart(name);
    }
  });
}

// --- saving -----------------------------------------------------------------------------------------------------------

export function changedPart(name) {
  dirty.add(name);
  if (!clashing.size) state(said("Typing"));
  first ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(() => save(), Math.max(0, Math.min(REST, first + LONGEST - Date.now())));
}

export function isDirty() {
  return dirty.size > 0;
}

async function send(parts, keep, before, since) {
  const version = since ?? Math.min(...Object.keys(parts).map((name) => at[name]), Number.MAX_SAFE_INTEGER);
  const body = { version: Object.keys(parts).length ? version : Number(form.elements.version.value), parts };
  if (before) body.before = before;
  if (keep) body.keep = true;
  const answer = await fetch(form.dataset.api, {
    method: "PATCH",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => null);
  if (!answer.ok || !told) throw Object.assign(new Error(String(answer.status)), { status: answer.status, told });
  return told;
}

// The archive's own state: after a break it tells whether what was sent had arrived.
async function look() {
  const answer = await fetch(form.dataset.whole, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { status: answer.status });
  return answer.json();
}

export async function save(keep = false) {
  clearTimeout(timer);
  while (busy) await busy;
  const wanted = [...dirty].filter((name) => !clashing.has(name));
  if (!wanted.length && !keep) {
    first = 0;
    return !dirty.size;
  }
  let refused = false;
  let done = () => {};
  busy = new Promise((resolve) => (done = resolve));
  first = 0;
  try {
    if (attempted) await reconcile();
    const parts = {};
    for (const name of wanted) parts[name] = valueOf(name);
    const unchanged = wanted.filter((name) => same(parts[name], base[name]));
    for (const name of unchanged) {
      delete parts[name];
      dirty.delete(name);
    }
    if (Object.keys(parts).length || keep) {
      state(said("Saving"));
      attempted = parts;
      let told = await send(parts, keep);
      if (told.needed.length) {
        const before = Object.fromEntries(told.needed.map((name) => [name, base[name]]));
        const again = Object.fromEntries(told.needed.map((name) => [name, parts[name]]));
        for (const name of Object.keys(parts)) if (!told.needed.includes(name)) take(name, parts[name], told);
        told = await send(again, keep, before);
        for (const name of told.needed) delete parts[name];
      }
      attempted = null;
      settle(parts, told);
    }
    if (!clashing.size) {
      forgetHere();
      state(dirty.size ? said("Typing") : `${said("Saved")} ${clock()}`);
    }
    return !dirty.size;
  } catch (error) {
    refused = true;
    failed(error);
    return false;
  } finally {
    busy = null;
    done();
    if (dirty.size && !clashing.size && !timer && !refused) timer = setTimeout(() => save(), REST);
  }
}

function failed(error) {
  keepHere();
  timer = null;
  if (error.status === 401 || error.status === 403) {
    attempted = null;
    state(said("Expired"), true);
    timer = setTimeout(() => save(), HEARTBEAT);
  } else if (error.status) {
    attempted = null;
    const told = error.told;
    state(`${said("Refused")} ${told ? (document.documentElement.lang === "en" ? told.detail_en : told.detail) : error.status}`, true);
    // What is refused is refused again until something is typed; what broke may be whole again.
    if (error.status >= 500) timer = setTimeout(() => save(), AGAIN);
  } else {
    state(said("Offline"), true);
    timer = setTimeout(() => save(), AGAIN);
  }
}

async function reconcile() {
  const now = await look();
  for (const [name, value] of Object.entries(attempted)) {
    if (same(now.parts[name], value)) {
      base[name] = value;
      at[name] = now.version;
    }
  }
  attempted = null;
}

function take(name, sent, told) {
  const now = name === "annexes" ? told.parts[name] : asHere(told.parts[name]);
  if (same(valueOf(name), sent)) {
    dirty.delete(name);
    base[name] = now;
    at[name] = told.version;
    if (!same(now, sent)) fill(name, now);
  } else if (same(now, sent)) {
    base[name] = now;
    at[name] = told.version;
  } else {
    // Typed on while others' words were laid in: what was sent is what comes before, and the next save lays it together.
    base[name] = sent;
  }
}

function settle(parts, told) {
  form.elements.version.value = told.version;
  for (const [name, sent] of Object.entries(parts)) {
    const all = told.clashes.filter((clash) => clash.part === name);
    if (!all.length) take(name, sent, told);
    else clashing.set(name, { all, sent, now: told.parts[name], version: told.version });
  }
  for (const name of names()) if (!dirty.has(name)) comeIn(name, told.parts[name], told.version);
  document.querySelector(".sheet-head__name h1").textContent = told.title || form.dataset.untitled;
  if (clashing.size) showClashes();
  saved(told.version);
}

// The lines of a list as the field has them.
function asHere(value) {
  return Array.isArray(value) && value.some((line) => line.includes("\n"))
    ? value.flatMap((line) => line.split("\n")).filter((line) => line.trim())
    : value;
}

function comeIn(name, value, version) {
  if (value === undefined) return false;
  if (name !== "annexes") value = asHere(value);
  const fresh = !same(value, base[name]);
  base[name] = value;
  at[name] = version;
  if (fresh) fill(name, value);
  return fresh;
}

// --- two people in one place -----------------------------------------------------------------------------------------

function showClashes() {
  const box = document.querySelector("[data-clashes]");
  const list = box.querySelector("[data-clash-list]");
  const model = box.querySelector("[data-clash-one]");
  list.replaceChildren();
  let number = 0;
  for (const clash of [...clashing.values()].flatMap((each) => each.all)) {
    const label = fieldsOf(clash.part)[clash.index]?.closest(".part").querySelector("label").textContent ?? clash.part;
    for (const chunk of clash.chunks) {
      if (!chunk.clash) continue;
      number += 1;
      const one = model.content.firstElementChild.cloneNode(true);
      one.querySelector("legend").textContent = label;
      const words = one.querySelectorAll(".clash__words");
      words[0].textContent = chunk.mine.join("\n");
      words[1].textContent = chunk.theirs.join("\n");
      for (const way of one.querySelectorAll("input")) way.name = `clash-${number}`;
      one.querySelector("input").checked = true;
      one.chunk = chunk;
      list.append(one);
    }
  }
  box.hidden = false;
  state(said("Clash"), true);
  keepHere();
  // Who is typing goes on typing; choosing keeps what is typed meanwhile.
  if (document.activeElement?.matches("textarea[data-part]")) say(said("Clash"));
  else box.querySelector("h2").focus();
}

// A part with the choices in it.
function chosenOf({ all, now }) {
  const linesOf = (one) => one.chunks.flatMap((chunk) => (chunk.clash ? chunk.chosen : chunk.mine));
  if (all[0].listed) return linesOf(all[0]);
  if (all[0].part !== "annexes") return linesOf(all[0]).join("\n");
  const texts = [...now];
  for (const one of all) texts[one.index] = linesOf(one).join("\n");
  return texts;
}

async function chooseClashes() {
  for (const one of document.querySelectorAll("[data-clash-list] > fieldset")) {
    const way = one.querySelector("input:checked").value;
    const chunk = one.chunk;
    chunk.chosen = way === "both" ? [...chunk.mine, ...chunk.theirs] : way === "mine" ? chunk.mine : chunk.theirs;
  }
  const button = document.querySelector("[data-clash-done]");
  button.disabled = true;
  while (busy) await busy;
  for (const [name, clash] of clashing) {
    const value = chosenOf(clash);
    if (same(valueOf(name), clash.sent)) {
      base[name] = clash.now;
      at[name] = clash.version;
      fill(name, value);
    } else if (await stored(name, value, clash)) {
      // What was typed since the question is a change of what was asked about: it is laid over the choice.
      base[name] = clash.sent;
      at[name] = clash.version;
    }
    dirty.add(name);
  }
  clashing = new Map();
  button.disabled = false;
  document.querySelector("[data-clashes]").hidden = true;
  fieldsOf("body")[0]?.focus();
  save();
}

// Whether the choice is in the archive. Where it is not, the next save asks again, with all that was typed.
async function stored(name, value, clash) {
  try {
    const told = await send({ [name]: value }, false, null, clash.version);
    return !told.needed.length && !told.clashes.length;
  } catch {
    return false;
  }
}

// --- who else is there -----------------------------------------------------------------------------------------------

async function beat() {
  try {
    const answer = await fetch(form.dataset.presence, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ window: window_, version: Number(form.elements.version.value) }),
    });
    if (!answer.ok) return;
    const told = await answer.json();
    const people = told.others.map((each) => (each.mine ? said("Own") : each.person || said("Window")));
    const there = document.querySelector("[data-there]");
    const words = people.length ? `${said("There")} ${people.join(", ")}` : "";
    if (there.textContent !== words) there.textContent = words;
    if (told.changed.length && !busy) await refresh();
  } catch {
    // The next beat tries again; saving says what is wrong.
  }
}

// What others saved comes into the parts that are not being changed here.
async function refresh() {
  const now = await look();
  if (busy || !now.parts) return;
  let fresh = false;
  for (const name of names()) if (!dirty.has(name)) fresh = comeIn(name, now.parts[name], now.version) || fresh;
  form.elements.version.value = now.version;
  if (fresh) {
    state(said("Taken"));
    saved(now.version);
  }
}

export function startKeeping(sheet, onSaved) {
  form = sheet;
  saved = onSaved;
  const version = Number(form.elements.version.value);
  for (const name of names()) {
    base[name] = valueOf(name);
    at[name] = version;
  }
  startKept();
  document.querySelector("[data-clash-done]").addEventListener("click", chooseClashes);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save(true);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const kept = save(true);
    // The day of signing is no part of the sheet: where it was changed the whole form goes, once what was typed is saved,
    // for a day that is refused must not take the words along.
    if (form.elements.signing_date.value === form.elements.signing_date.defaultValue) return;
    kept.then((done) => {
      if (!done) return;
      form.leaving = true;
      form.submit();
    });
  });
  window.addEventListener("online", () => save());
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size && !form.leaving) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    keepHere();
    const body = JSON.stringify({ window: window_, gone: true });
    fetch(form.dataset.presence, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body }).catch(() => {});
  });
  beat();
  setInterval(beat, HEARTBEAT);
}
