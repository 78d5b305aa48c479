"""How long a key takes in a draft of a hundred pages with three hundred citations: `python -m benchmarks.writing`.

A real browser before a real server. Two ways: a letter put into the field and the time to the end of the next frame,
150 times in the first, the middle and the last field of the text; and 220 keys typed at sixteen a second while the
draft is saved and checked, from the key's event to the end of the next frame.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from archive.documents import Archive
from archive.drafting import DraftParts
from archive.settings import Settings
from corpus.registry import load_registry
from tests.web.browsing import browser_at, serving

_CITED = (
    "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "Chỉ thị số 18/2000/CT-TTg ngày 21 tháng 9 năm 2000 của Thủ tướng Chính phủ về tăng cường công tác dân vận",
    "Luật Lưu trữ ngày 21 tháng 6 năm 2024",
)
_REST = "chủ động tham mưu, tổ chức thực hiện, báo cáo kết quả theo quy định của pháp luật và hướng dẫn của cấp trên; "
_PUT = """async (count) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const took = [];
  for (let at = 0; at < count; at += 1) {
    await frame();
    const begun = performance.now();
    document.execCommand("insertText", false, "abc d"[at % 5]);
    await frame();
    took.push(performance.now() - begun);
  }
  return took;
}"""
_LISTEN = """() => {
  window.took = [];
  document.activeElement.addEventListener("keydown", () => {
    const begun = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.took.push(performance.now() - begun);
      channel.port2.postMessage(0);
    });
  });
}"""


def long_parts() -> DraftParts:
    """A plan of about 250,000 characters with 300 citations."""
    lines = []
    for number in range(1, 301):
        if number % 10 == 1:
            lines.append(f"{'I' * (1 + number // 10 % 3)}. NHIỆM VỤ")
        lines.append(f"{number}. Các cơ quan thực hiện {_CITED[number % 3]}; {_REST * 6}")
    return DraftParts(
        issuer="ỦY BAN NHÂN DÂN\nXÃ HÒA LẠC SƠN",
        symbol="KH-UBND",
        type="KẾ HOẠCH",
        title="Nhiệm vụ năm 2026",
        bases=("Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024.",),
        body="\n".join(lines),
    )


def main() -> None:
    """Print the figures."""
    settings = Settings.at(Path(tempfile.mkdtemp()) / "home")
    with Archive.create(settings) as archive:
        load_registry(archive)
        draft = archive.drafts.create("", "", parts=long_parts())
    print(f"characters {len(draft.text)}")
    with serving(settings) as site, browser_at(site, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"/drafts/{draft.id}")
        page.wait_for_function("() => document.querySelectorAll('.spot').length > 250", timeout=60_000)
        fields = page.locator("textarea[data-part=body]")
        for name, at in (("first", 0), ("middle", fields.count() // 2), ("last", fields.count() - 1)):
            fields.nth(at).click()
            _tell(f"a letter in the {name} of {fields.count()} fields", page.evaluate(_PUT, 150))
        page.evaluate(_LISTEN)
        page.keyboard.type("chu dong tham muu thuc hien bao cao ket qua " * 5, delay=60)
        page.locator("[data-state]").get_by_text("Đã lưu").wait_for()
        _tell("keys while it is saved and checked", page.evaluate("window.took"))


def _tell(what: str, took: list[Any]) -> None:
    cuts = statistics.quantiles(took, n=20)
    print(f"{what}: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, most {max(took):.0f} ms")


if __name__ == "__main__":
    main()
