// Looking over a document by keyboard: from question to question, the evidence of the one at hand marked on the page
// and in the text; letters act as long as nothing is being typed.

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

function scrollInside(pane, top, height) {
  if (!pane) return;
  pane.scrollTo({ top: Math.max(0, top - (pane.clientHeight - height) / 2) });
}

function lightPage(fact) {
  for (const rect of document.querySelectorAll(".spots .is-lit")) rect.classList.remove("is-lit");
  const rects = [...document.querySelectorAll(`.spots [data-fact="${fact}"]`)];
  for (const rect of rects) rect.classList.add("is-lit");
  if (!rects.length) return;
  const pane = document.querySelector("[data-pages]");
  const box = rects[0].getBoundingClientRect();
  scrollInside(pane, box.top - pane.getBoundingClientRect().top + pane.scrollTop, box.height);
}

function lightText(fact) {
  for (const mark of document.querySelectorAll("mark.is-lit")) mark.classList.remove("is-lit");
  const mark = document.getElementById(`seen-${fact}`);
  if (!mark) return;
  mark.classList.add("is-lit");
  const pane = mark.closest("[data-read]");
  const box = mark.getBoundingClientRect();
  scrollInside(pane, box.top - pane.getBoundingClientRect().top + pane.scrollTop, box.height);
}

function startForm(form) {
  const questions = [...form.querySelectorAll(".question[data-fact]")];
  let at = null;
  const settle = (question) => {
    if (question === at) return;
    at?.classList.remove("is-current");
    at = question;
    at.classList.add("is-current");
    lightPage(at.dataset.fact);
    lightText(at.dataset.fact);
  };
  const needs = (question) =>
    !question.classList.contains("is-accepted") &&
    (question.matches(".question--unsure, .question--empty, .question--wrong"));
  const to = (question) => {
    if (!question) return false;
    settle(question);
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
    return true;
  };
  const step = (by) => to(questions[Math.min(questions.length - 1, Math.max(0, questions.indexOf(at) + by))]);
  const nextUnsure = () => {
    const from = questions.indexOf(at);
    const found = questions.slice(from + 1).find(needs);
    if (found) return to(found);
    const send = form.querySelector("[data-send-next]");
    send.focus();
    return true;
  };
  const field = () => at?.querySelector("input, textarea");
  const accept = () => {
    at?.classList.add("is-accepted");
    return nextUnsure();
  };
  const send = () => form.requestSubmit(form.querySelector("[data-send-next]"));
  const turn = (rel) => {
    const link = document.querySelector(`.turn a[rel="${rel}"]`);
    link?.click();
    return Boolean(link);
  };
  const choose = (number) => {
    const choice = at?.querySelectorAll("[data-choose]")[number - 1];
    choice?.click();
    return Boolean(choice);
  };

  form.addEventListener("focusin", (event) => {
    const question = event.target.closest(".question[data-fact]");
    if (question) settle(question);
  });
  form.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]");
    if (choice) {
      const question = choice.closest(".question");
      question.querySelector("input, textarea").value = choice.dataset.choose;
      for (const each of question.querySelectorAll("[data-choose]")) each.removeAttribute("aria-pressed");
      choice.setAttribute("aria-pressed", "true");
      settle(question);
      accept();
      return;
    }
    // The evidence is at hand already: its link only turns to it.
    if (event.target.closest(".question__seen a")) {
      event.preventDefault();
      lightPage(at.dataset.fact);
      lightText(at.dataset.fact);
    }
  });
  for (const rect of document.querySelectorAll(".spots rect")) {
    rect.addEventListener("click", () => to(questions.find((each) => each.dataset.fact === rect.dataset.fact)));
  }

  const act = (event) => {
    switch (event.key) {
      case "j":
        return step(1);
      case "k":
        return step(-1);
      case "u":
        return nextUnsure();
      case "a":
        return accept();
      case "e":
      case "Enter": {
        // Enter on a button or a link stays what it is.
        if (event.key === "Enter" && event.target.closest("a, button, summary")) return false;
        field()?.focus();
        field()?.select();
        return Boolean(field());
      }
      case "1":
      case "2":
        return choose(Number(event.key));
      case "s":
        send();
        return true;
      case "n":
        return turn("next");
      case "p":
        return turn("prev");
      default:
        return false;
    }
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || document.querySelector("dialog[open]")) return;
      if (event.key === "Enter" && event.ctrlKey) {
        event.preventDefault();
        event.stopPropagation();
        send();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target)) {
        if (event.key === "Escape" && at?.contains(event.target)) {
          event.stopPropagation();
          at.focus({ preventScroll: true });
        } else if (event.key === "Enter" && event.target.matches("input")) {
          // One fact is done; the whole is confirmed by a key of its own.
          event.preventDefault();
          event.stopPropagation();
          accept();
        }
        return;
      }
      if (act(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
  form.querySelector("[data-keys-line]").hidden = false;
  const first = questions.find(needs) ?? questions[0];
  settle(first);
  // Pictures that are drawn only now have no place yet: turn to the evidence again when they do.
  for (const picture of form.querySelectorAll(".sheet img")) {
    picture.addEventListener("load", () => lightPage(at.dataset.fact), { once: true });
  }
  if (!document.querySelector("[aria-invalid=true]")) first.focus({ preventScroll: true });
  else form.querySelector("[aria-invalid=true]").focus();
}

// A single key for a button or a link of the page, as its label shows.
function startPressing() {
  const marked = document.querySelectorAll("[data-key-press], [data-key-go]");
  if (!marked.length) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    const found = [...marked].find((each) => (each.dataset.keyPress ?? each.dataset.keyGo) === event.key);
    if (!found) return;
    event.preventDefault();
    found.click();
  });
}

export function startReviewing() {
  const form = document.querySelector("form[data-review]");
  if (form) startForm(form);
  startPressing();
}
