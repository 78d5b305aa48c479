// Files are sent one by one with their progress shown; what became of each is drawn by the server.

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
  const holder = document.createElement("template");
  holder.innerHTML = outcome.html;
  shown.item.replaceWith(holder.content);
}

function send(form, file, list) {
  const said = form.dataset;
  const shown = row(list, file.name);
  if (file.size > Number(said.limit) * 1024 * 1024) {
    refuse(shown, said.saidLarge);
    return Promise.resolve();
  }
  return new Promise((done) => {
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
    request.addEventListener("load", () => finish(shown, request, said));
    request.addEventListener("error", () => refuse(shown, said.saidLost));
    request.addEventListener("loadend", done);
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("file", file);
    request.send(body);
  });
}

export function startDropping() {
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const list = document.getElementById("sent");
  const input = form.elements.file;
  let line = Promise.resolve();
  const take = (files) => {
    for (const file of files) line = line.then(() => send(form, file, list));
  };
  form.classList.add("is-live");
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
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
    take([...event.dataTransfer.files]);
  });
}
