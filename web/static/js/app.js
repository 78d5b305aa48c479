// Every page works without these; they make it quicker. Each module looks for its own marks in the page.

import { startBasket } from "./basket.js";
import { startChecking } from "./checking.js";
import { startCiting } from "./citing.js";
import { startComparing } from "./comparing.js";
import { startCopying } from "./copying.js";
import { startDrafting } from "./drafting.js";
import { startDropping } from "./dropping.js";
import { startExporting } from "./exporting.js";
import { startKeys } from "./keys.js";
import { startLeaving } from "./leaving.js";
import { startReading } from "./reading.js";
import { startReviewing } from "./reviewing.js";
import { startSearching } from "./searching.js";
import { startSuggesting } from "./suggesting.js";
import { startWriting } from "./writing.js";

// Open cards close on Escape and on a click elsewhere, as menus do.
function startClosing() {
  const open = () => document.querySelectorAll("details[data-closes][open]");
  document.addEventListener("click", (event) => {
    for (const card of open()) if (!card.contains(event.target)) card.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const card of open()) {
      card.open = false;
      card.querySelector("summary").focus();
    }
  });
  // A card that would run out of the window on the right opens to the left.
  document.addEventListener(
    "toggle",
    (event) => {
      const card = event.target.matches?.("details[data-closes]") && event.target.querySelector(".more__card");
      if (!card || !event.target.open) return;
      card.classList.remove("more__card--end");
      if (card.getBoundingClientRect().right > document.documentElement.clientWidth - 8) {
        card.classList.add("more__card--end");
      }
    },
    true,
  );
}

// Empty fields stay out of the address.
function startFilters() {
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("submit", () => {
      const fields = [...form.elements].filter((field) => field.name && field.value === "");
      for (const field of fields) field.disabled = true;
      setTimeout(() => fields.forEach((field) => (field.disabled = false)), 0);
    });
  }
  for (const form of document.querySelectorAll("form[data-submits]")) {
    form.addEventListener("change", (event) => event.target.matches("select") && form.requestSubmit());
  }
}

startClosing();
startFilters();
startChecking();
startSuggesting();
startSearching();
startCopying();
startBasket();
startCiting();
startComparing();
startLeaving();
startReading();
startDropping();
startExporting();
startDrafting();
startWriting();
startReviewing();
startKeys();

document.documentElement.dataset.ready = "";
document.dispatchEvent(new Event("cancu:ready"));
