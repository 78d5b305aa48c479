// Suggestions under a search box: a combobox with a list, by keyboard and pointer. Without it the box is a plain box.

const WAIT = 120;
let made = 0;

function start(box) {
  const input = box.querySelector("input");
  const form = input.form;
  const list = document.createElement("ul");
  const told = document.createElement("span");
  list.id = `suggestions-${++made}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestsSome);
  told.className = "hidden-visually";
  told.setAttribute("role", "status");
  box.append(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  let chosen = -1;
  let timer = 0;
  let asked = null;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = options.length ? (place + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const take = (option) => {
    input.value = option.dataset.query;
    close();
    form.requestSubmit();
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.className = "suggestions__one";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.query = one.query;
        const text = document.createElement("span");
        text.textContent = one.text;
        option.append(text);
        if (one.detail) {
          const detail = document.createElement("span");
          detail.className = "dim small";
          detail.textContent = one.detail;
          option.append(detail);
        }
        return option;
      }),
    );
    chosen = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    told.textContent = suggestions.length
      ? `${suggestions.length} ${box.dataset.suggestsSome}`
      : box.dataset.suggestsNone;
  };

  const ask = async () => {
    const typed = input.value.trimStart();
    if (typed.length < 2) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${box.dataset.suggests}?${new URLSearchParams({ q: typed })}`;
      const response = await fetch(address, { signal: asked.signal });
      if (!response.ok) return close();
      const { suggestions } = await response.json();
      if (document.activeElement === input) show(suggestions);
    } catch {
      // Interrupted by the next letter, or the server is gone: typing goes on.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      event.preventDefault();
      const down = event.key === "ArrowDown";
      choose(chosen < 0 ? (down ? 0 : -1) : chosen + (down ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
  // Before the box loses its focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked?.abort();
    close();
  });
}

export function startSuggesting() {
  for (const box of document.querySelectorAll("[data-suggests]")) start(box);
}
