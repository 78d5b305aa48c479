"""How soon a document that was added is found: by word, and by meaning while the fill is idle.

.venv/bin/python -m benchmarks freshness [--times N]

A real `cancu serve` over a small archive of its own; each time another document comes in over the API.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import tempfile
import time
from pathlib import Path

from archive.documents import Archive
from archive.settings import Settings
from benchmarks.serving import Server, office, search_path, served

_WORDS = ("rêu", "sậy", "lau", "lách", "bèo", "súng", "sen", "rong", "cói", "ngổ")
_TEXT = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU
Số: {number}/KH-UBND
Đồng Mẫu, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Dọn {word} trên kênh số {number}

I. MỤC ĐÍCH
1. Dòng kênh số {number} thông suốt trước mùa lũ, không còn {word} cản nước.
"""
_PATIENCE = 60.0


def main() -> int:
    """Print the seconds of each time, and the longest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="cancu-fresh-") as folder:
        settings = Settings.at(Path(folder) / "home")
        Archive.create(settings).close()
        with served(*office(settings.home)) as server:
            server.first_answer("/healthz")
            _added(server, 1)
            _seconds(server, 1, "meaning")  # the model is loaded, the fill idle
            rows = []
            for number in range(2, times + 2):
                began = time.monotonic()
                _added(server, number)
                answered = time.monotonic() - began
                rows.append(
                    (answered, _seconds(server, number, "words", began), _seconds(server, number, "meaning", began))
                )
    print("| document | answered, s | by word, s | by meaning, s |\n| --- | --- | --- | --- |")
    for place, row in enumerate(rows, 1):
        print(f"| {place} | " + " | ".join(f"{value:.2f}" for value in row) + " |")
    print("| longest | " + " | ".join(f"{max(column):.2f}" for column in zip(*rows, strict=True)) + " |")
    return 0


def _added(server: Server, number: int) -> None:
    """Add a document; the answer comes when it is filed."""
    text = _TEXT.format(number=number, word=_WORDS[number % len(_WORDS)])
    mark = "cancu-fresh"
    body = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="kế hoạch {number}.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{text}\r\n--{mark}--\r\n"
    ).encode()
    asking = server.connection()
    asking.request("POST", "/api/v1/documents", body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
    answer = asking.getresponse()
    told = answer.read()
    asking.close()
    if answer.status >= 400:
        raise RuntimeError(f"HTTP {answer.status}: {told[:300]!r}")


def _seconds(server: Server, number: int, mode: str, began: float | None = None) -> float:
    """Seconds until the document is among the answers of a way of searching.

    By meaning: in words of which the text has none, so that only its vector can bring it.
    """
    began = time.monotonic() if began is None else began
    query = (
        f"dọn {_WORDS[number % len(_WORDS)]} kênh số {number}" if mode == "words" else "bảo vệ ruộng lúa khỏi ngập úng"
    )
    wanted = f"{number}/KH-UBND"
    asking: http.client.HTTPConnection = server.connection()
    while time.monotonic() - began < _PATIENCE:
        asking.request("GET", search_path(query, mode=mode, limit=50))
        hits = json.loads(asking.getresponse().read())["hits"]
        if any(hit["document"]["number"] == wanted for hit in hits):
            asking.close()
            return time.monotonic() - began
        time.sleep(0.05)
    raise RuntimeError(f"{wanted} was not found by {mode} within {_PATIENCE:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
