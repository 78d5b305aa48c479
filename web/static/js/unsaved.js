// What of a draft could not be saved stays on this machine, under the draft and the person, until it is.

function key(form) {
  return `cancu:draft:${form.dataset.draftId}:${form.dataset.person}`;
}

export function keepUnsaved(form, kept) {
  try {
    localStorage.setItem(key(form), JSON.stringify(kept));
  } catch {
    // Full or forbidden: the text is still in the page.
  }
}

export function forgetUnsaved(form) {
  try {
    localStorage.removeItem(key(form));
  } catch {
    // Nothing was kept.
  }
}

export function unsaved(form) {
  try {
    return JSON.parse(localStorage.getItem(key(form)) ?? "null");
  } catch {
    return null;
  }
}
