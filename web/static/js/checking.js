// Files to be checked are sent one by one with how many have gone; the table of a batch is drawn anew until all are read.

const LOOK = 1000;

async function send(form, files) {
  const said = form.querySelector("[data-chosen]");
  let key = "";
  let url = "";
  for (const [at, file] of files.entries()) {
    said.textContent = `${form.dataset.saidSending} ${at + 1}/${files.length}: ${file.name}`;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("signing_date", form.elements.signing_date.value);
    if (key) body.set("key", key);
    body.set("file", file, file.name);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    ({ key, url } = told);
  }
  location.assign(url);
}

function startSending(form) {
  const chosen = form.querySelector("[data-chosen]");
  const file = form.querySelector("#file");
  const folder = form.querySelector("#folder");
  let busy = false;
  const go = async (files) => {
    if (busy || !files.length) return;
    busy = true;
    try {
      await send(form, files);
    } catch (error) {
      chosen.textContent = error instanceof TypeError ? form.dataset.saidLost : error.message;
    }
    busy = false;
  };
  const tell = () => {
    const files = [...file.files, ...folder.files];
    chosen.textContent = files.length > 1 ? `${files.length}` : (files[0]?.name ?? "");
  };
  file.addEventListener("change", tell);
  folder.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    const files = [...file.files, ...folder.files].filter((one) => one.size && !one.name.startsWith("."));
    if (files.length < 2) return;
    event.preventDefault();
    go(files);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    go([...event.dataTransfer.files].filter((one) => one.size));
  });
  form.classList.add("is-live");
  form.dataset.ready = "";
}

async function follow(holder) {
  for (;;) {
    await new Promise((done) => setTimeout(done, document.hidden ? 5 * LOOK : LOOK));
    try {
      const answer = await fetch(holder.dataset.checkState, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const state = await answer.json();
      if (!holder.contains(document.activeElement) || !state.going) holder.innerHTML = state.html;
      if (!state.going) return;
    } catch {
      // The server is away for a moment: asked again.
    }
  }
}

export function startChecking() {
  const form = document.querySelector("form[data-checks]");
  if (form) startSending(form);
  const holder = document.querySelector("[data-check-state]");
  if (holder) follow(holder);
}
