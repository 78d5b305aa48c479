// Files are sent one by one with their progress shown; how far each has come, and what became of it, the server draws.

const LOOK = 1000;
const AGAIN = 3000;

function row(list, name) {
  const item = document.createElement("div");
  item.className = "outcome outcome--going";
  const head = document.createElement("p");
  head.className = "outcome__head";
  const strong = document.createElement("strong");
  strong.className = "outcome__name";
  strong.textContent = name;
  const state = document.createElement("span");
  state.className = "dim small";
  head.append(strong, state);
  const bar = document.createElement("progress");
  bar.className = "progress";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(head, bar);
  list.prepend(item);
  return { item, state, bar };
}

function refuse(shown, text) {
  shown.item.className = "outcome outcome--refused";
  shown.bar.remove();
  shown.state.className = "outcome__why";
  shown.state.textContent = text;
}

function finish(shown, request, said) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // Not an answer of ours: something between broke off.
  }
  const outcome = answer?.outcomes?.[0];
  if (!outcome) {
    refuse(shown, answer?.detail ?? said.saidLost);
    return;
  }
  draw(shown.item, outcome);
  sum(answer.summary);
}

// The summary of all that was sent together.
function sum(html) {
  const holder = document.getElementById("batch");
  if (html && holder && holder.innerHTML !== html) holder.innerHTML = html;
}

function draw(item, outcome) {
  const holder = document.createElement("template");
  holder.innerHTML = outcome.html;
  // Where it lay in a dropped folder only this page knows.
  const path = item.dataset.path;
  if (path) {
    holder.content.querySelector(".outcome").dataset.path = path;
    holder.content.querySelector(".outcome__name").textContent = path;
  }
  // Of a refused secret the server keeps not even the name; the person who sent it knows it.
  const name = item.querySelector(".outcome__name")?.textContent;
  if (!outcome.name && name) holder.content.querySelector(".outcome__name").textContent = name;
  item.replaceWith(holder.content);
}

// Asks after everything that is on its way, until nothing is. What the keyboard is at is left alone.
async function follow(list, address) {
  for (;;) {
    await new Promise((done) => setTimeout(done, document.hidden ? 5 * LOOK : LOOK));
    const going = [...list.querySelectorAll("[data-going]")];
    if (!going.length) continue;
    const query = new URLSearchParams(going.map((item) => ["ticket", item.dataset.ticket]));
    query.set("batch", document.querySelector("form[data-drop]").elements.batch.value);
    let answer;
    try {
      answer = await (await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } })).json();
    } catch {
      continue; // The server is being started anew: it goes on where it was.
    }
    sum(answer.summary);
    for (const outcome of answer.outcomes ?? []) {
      // The same bytes dropped twice have one ticket.
      for (const item of going) if (item.dataset.ticket === outcome.ticket) draw(item, outcome);
    }
    if (!list.querySelector("[data-going]")) document.getElementById("sent-counts").textContent = "";
  }
}

function send(form, file, list) {
  const said = form.dataset;
  const shown = row(list, file.path ?? file.name);
  if (file.path) shown.item.dataset.path = file.path;
  if (file.size > Number(said.limit) * 1024 * 1024) {
    refuse(shown, said.saidLarge);
    return Promise.resolve();
  }
  return new Promise((done) => attempt(form, file, shown, done));
}

// A file that got lost on the way stays unsent, and is sent again until the server is back.
function attempt(form, file, shown, done) {
  const said = form.dataset;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    shown.bar.value = event.loaded / event.total;
    shown.state.textContent = `${said.saidSending} ${Math.round((100 * event.loaded) / event.total)} %`;
  });
  request.upload.addEventListener("load", () => {
    shown.bar.removeAttribute("value");
    shown.state.textContent = said.saidReading;
  });
  request.addEventListener("load", () => {
    finish(shown, request, said);
    done();
  });
  request.addEventListener("error", () => {
    shown.bar.removeAttribute("value");
    shown.state.textContent = said.saidLost;
    setTimeout(() => attempt(form, file, shown, done), AGAIN);
  });
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("follow", "1");
  body.set("batch", form.elements.batch.value);
  for (const [name, value] of new FormData(form)) if (ACCESS.has(name)) body.append(name, value);
  body.set("file", file, file.name);
  request.send(body);
}

// Who may see what is sent, as the form says it.
const ACCESS = new Set(["level", "person", "department"]);

// What systems leave in folders is nobody's document.
const JUNK = /^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i;

function kept(files) {
  return files.filter((file) => !JUNK.test(file.name));
}

// The files of what was dropped, those of folders with their path in it.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return kept(found);
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed)).catch(() => null);
    if (!file) return;
    if (entry.fullPath.lastIndexOf("/") > 0) file.path = entry.fullPath.slice(1);
    found.push(file);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A folder is given in parts, the last of which is empty.
    const part = await new Promise((done, failed) => reader.readEntries(done, failed)).catch(() => []);
    if (!part.length) return;
    part.sort((one, other) => one.name.localeCompare(other.name, "vi", { numeric: true }));
    for (const each of part) await walk(each, found);
  }
}

export function startDropping() {
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const list = document.getElementById("sent");
  const input = form.elements.file;
  let line = Promise.resolve();
  let unsent = 0;
  // What has not been sent yet is lost with the page: the browser asks first.
  const stay = (event) => event.preventDefault();
  const count = (change) => {
    unsent += change;
    form.dataset.unsent = unsent;
    if (unsent) addEventListener("beforeunload", stay);
    else removeEventListener("beforeunload", stay);
  };
  const take = (files) => {
    for (const file of files) {
      count(1);
      line = line.then(() => send(form, file, list)).finally(() => count(-1));
    }
  };
  form.classList.add("is-live");
  follow(list, form.dataset.state);
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  const folder = document.getElementById("folder");
  folder.addEventListener("change", () => {
    const files = kept([...folder.files]);
    for (const file of files) if (file.webkitRelativePath) file.path = file.webkitRelativePath;
    take(files);
    folder.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    form.classList.remove("is-over");
    dropped(event.dataTransfer).then(take);
  });
}
