// The file itself is the browser's to save; this only says how far the server has come with it.

const LOOK = 700;

export function startExporting() {
  const form = document.querySelector("form[data-export]");
  if (!form) return;
  const said = form.querySelector("[role=status]");
  const bar = form.querySelector("progress");
  // At once, not when it is sent: a field that is empty then stays out of the address.
  const renew = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    form.elements.word.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  renew();
  form.addEventListener("submit", () => {
    const word = form.elements.word.value;
    bar.hidden = false;
    setTimeout(renew, 0);
    follow(form, word, said, bar);
  });
}

async function follow(form, word, said, bar) {
  for (;;) {
    await new Promise((done) => setTimeout(done, LOOK));
    let state;
    try {
      state = await (await fetch(`${form.dataset.export}?word=${word}`)).json();
    } catch {
      return;
    }
    if (!state.known) continue;
    bar.value = state.done;
    said.textContent = state.ended
      ? form.dataset.saidDone
      : form.dataset.saidGoing.replace("{done}", state.done).replace("{total}", state.total);
    if (state.ended) return;
  }
}
