// Words put into a field: a textarea, or whatever says how it is written into.

// A field that is no textarea (an editor component) can be cited into by saying how: {text(), range(), put(start, end,
// words, caret), before()}.
const adapters = new WeakMap();

export function citesThrough(element, adapter) {
  adapters.set(element, adapter);
}

export function through(element) {
  return (
    adapters.get(element) ?? {
      text: () => element.value,
      range: () => [element.selectionStart, element.selectionEnd],
      before: () => textBefore(element),
      put: (start, end, words, caret) => putInto(element, start, end, words, caret),
    }
  );
}

// The parts of a draft may be fields of their own: what stands in those before decides what is cited the first time.
function textBefore(element) {
  const parts = [];
  for (const each of document.querySelectorAll("[data-cites]")) {
    if (each === element || each.form !== element.form) break;
    parts.push(through(each).text());
  }
  return parts.join("\n");
}

// By the browser's own command, so that Ctrl+Z takes it back; where that is not known, in one step without.
export function putInto(element, start, end, words, caret) {
  element.focus();
  element.setSelectionRange(start, end);
  const command = words ? "insertText" : "delete";
  const same = start === end && !words;
  if (!same && !document.execCommand(command, false, words)) {
    element.setRangeText(words, start, end, "end");
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: words }));
  }
  element.setSelectionRange(caret, caret);
}
