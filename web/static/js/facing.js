// The original beside the text, in step: whichever side is scrolled takes the other along. Between two places that are
// known on both sides (the begin of each page) the way is shared out evenly.

const SETTLE = 250;

export function startFacing() {
  const pane = document.querySelector(".original__pages");
  const paper = document.getElementById("paper");
  if (!pane || !paper) return;
  let leader = "";
  let timer = 0;
  let waiting = false;

  const beside = () => pane.offsetParent !== null && paper.offsetParent !== null;
  // [where on the page of the text, where in the pane], both rising.
  const pairs = () => {
    const found = [];
    let last = 0;
    for (const mark of paper.querySelectorAll("[data-page]")) {
      const number = Number(mark.dataset.page);
      if (number <= last) continue;
      const figure = document.getElementById(`trang-${number}`);
      if (!figure) continue;
      last = number;
      found.push([mark.getBoundingClientRect().top + scrollY, figure.offsetTop]);
    }
    if (found.length) {
      const end = document.getElementById(`trang-${last + 1}`);
      found.push([
        paper.getBoundingClientRect().bottom + scrollY,
        end ? end.offsetTop : pane.scrollHeight,
      ]);
    }
    return found;
  };
  const across = (value, from, to, all) => {
    if (all.length < 2) return null;
    let place = 0;
    while (place < all.length - 2 && all[place + 1][from] <= value) place += 1;
    const [a, b] = [all[place], all[place + 1]];
    const share = Math.min(1, Math.max(0, (value - a[from]) / Math.max(1, b[from] - a[from])));
    return a[to] + share * (b[to] - a[to]);
  };
  const lead = (side) => {
    if (leader && leader !== side) return false;
    leader = side;
    clearTimeout(timer);
    timer = setTimeout(() => (leader = ""), SETTLE);
    return true;
  };
  const toPane = () => {
    const top = across(scrollY + innerHeight * 0.3, 0, 1, pairs());
    if (top !== null) pane.scrollTop = top - pane.clientHeight * 0.25;
  };
  const toText = () => {
    const top = across(pane.scrollTop + pane.clientHeight * 0.25, 1, 0, pairs());
    if (top !== null) scrollTo({ top: top - innerHeight * 0.3, behavior: "instant" });
  };
  const soon = (side, move) => {
    if (!beside() || !lead(side) || waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      move();
    });
  };
  addEventListener("scroll", () => soon("text", toPane), { passive: true });
  pane.addEventListener("scroll", () => soon("pane", toText), { passive: true });

  toPane();
  startFaces(pane, paper);
}

// Where only one side has room, the switch turns to the page of what was being read, and back to where that was.
function startFaces(pane, paper) {
  let place = 0;
  let page = 1;
  addEventListener(
    "scroll",
    () => {
      if (paper.offsetParent === null) return;
      place = scrollY;
      page = 1;
      for (const mark of paper.querySelectorAll("[data-page]")) {
        if (mark.getBoundingClientRect().top > innerHeight * 0.4) break;
        page = mark.dataset.page;
      }
    },
    { passive: true },
  );
  document.getElementById("face-text").addEventListener("change", () => scrollTo({ top: place }));
  document.getElementById("face-page").addEventListener("change", () => {
    pane.scrollTop = document.getElementById(`trang-${page}`)?.offsetTop ?? 0;
    pane.scrollIntoView({ block: "nearest" });
  });
}
