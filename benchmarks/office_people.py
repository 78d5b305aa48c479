"""The people of `benchmarks.office_load`: what each does in an office, with the pauses of somebody who works."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import re
import time
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlencode

PAUSE = 10.0
"""Mean seconds between two pages of one person, exponentially distributed: skimming a result takes less, reading an
article more."""
KEYS = 0.35
"""Seconds between two suggestions while somebody types."""
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_DOCUMENT = re.compile(r'href="(/documents/\d+(?:\?[^"#]*)?)')
_REVIEW = re.compile(r'href="(/documents/\d+/review[^"#]*)"')
_FIELD = re.compile(r'<input[^>]*\bname="([a-z_]+)"[^>]*\bvalue="([^"]*)"')
_AREA = re.compile(r'<textarea[^>]*\bname="([a-z_]+)"[^>]*>([^<]*)</textarea>')


@dataclass
class Tally:
    """What all saw: milliseconds by kind of page, what went wrong, and the SHA-256 of every file that was taken."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)

    def note(self, kind: str, milliseconds: float) -> None:
        """Keep the time of one request."""
        self.times.setdefault(kind, []).append(milliseconds)


class Person:
    """Somebody at a browser: one connection kept alive, one session."""

    def __init__(self, port: int, name: str, password: str, tally: Tally, until: float, chance: random.Random) -> None:
        self.name = name
        self.chance = chance
        self.until = until
        self._password = password
        self._tally = tally
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def pause(self, mean: float = PAUSE) -> bool:
        """Think; whether there is still time for another page."""
        left = self.until - time.monotonic()
        time.sleep(max(min(self.chance.expovariate(1 / mean), left), 0))
        return time.monotonic() < self.until

    def ask(
        self, kind: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, well: int = 400
    ) -> tuple[int, str]:
        """One page, redirects followed; what is not below `well` is noted as an error."""
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()), **(headers or {})}
        sent |= {"Host": f"127.0.0.1:{self._connection.port}", "Referer": f"http://127.0.0.1:{self._connection.port}/"}
        began = time.perf_counter()
        try:
            self._connection.request("GET" if body is None else "POST", path, body, sent)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self._tally.errors.append(f"{kind} {path}: {type(error).__name__} {error}")
            self._connection.close()
            return 0, ""
        self._tally.note(kind, (time.perf_counter() - began) * 1000)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        if answer.status >= well:
            self._tally.errors.append(f"{kind} {path}: HTTP {answer.status} {text[:80]!r}")
        if answer.status in (301, 302, 303):
            return self.ask(f"{kind}, then", answer.getheader("Location", "/"))
        return answer.status, text

    def form(self, kind: str, path: str, page: str, values: dict[str, str], well: int = 400) -> tuple[int, str]:
        """Send a form of a page that was seen."""
        token = _CSRF.search(page)
        body = urlencode({**values, "csrf_token": token[1] if token else ""}).encode()
        return self.ask(kind, path, body, {"Content-Type": "application/x-www-form-urlencoded"}, well)

    def sign_in(self) -> None:
        """Through the door, with name and password."""
        _, page = self.ask("sign-in page", "/sign-in")
        self.form("sign in", "/sign-in", page, {"sign_in": self.name, "password": self._password, "next": ""})

    # What they do

    def search(self, question: str) -> None:
        """Type, with suggestions on the way, look at the result, read one or two of what was found."""
        typed = question[: self.chance.randint(8, 24)]
        for end in (3, 6, len(typed)):
            self.ask("suggestions", "/api/v1/suggestions?" + urlencode({"q": typed[:end]}))
            time.sleep(KEYS)
        _, page = self.ask("search", "/?" + urlencode({"q": question}))
        found = [path.replace("&amp;", "&") for path in dict.fromkeys(_DOCUMENT.findall(page))]
        for path in found[: self.chance.choice((0, 1, 1, 2))]:
            if not self.pause():
                return
            self.ask("document", path)

    def look_around(self) -> None:
        """Home, and the list of documents."""
        self.ask("home", "/")
        if self.pause():
            self.ask("list", "/documents/?" + self.chance.choice(("", "page=2", "page=7", "type=Th%C3%B4ng+t%C6%B0")))

    def upload(self, made: bytes, name: str) -> None:
        """Drop a file, and look every two seconds how far it is, as the page's script does."""
        _, page = self.ask("upload page", "/upload")
        token = _CSRF.search(page)
        body, kind = _multipart({"csrf_token": token[1] if token else "", "follow": "1"}, name, made)
        headers = {"Content-Type": kind, "Accept": "application/json"}
        status, answer = self.ask("upload", "/upload", body, headers)
        if status not in (200, 201, 202):
            return
        self._tally.taken[hashlib.sha256(made).hexdigest()] = name
        outcome = json.loads(answer)["outcomes"][0]
        while not outcome["ended"] and time.monotonic() < self.until:
            time.sleep(2)
            _, answer = self.ask("upload state", "/upload/state?" + urlencode({"ticket": outcome["ticket"]}))
            outcome = (json.loads(answer or "{}").get("outcomes") or [outcome])[0]

    def review(self) -> None:
        """Take the queue's first documents, look at one and confirm it as it was read."""
        _, page = self.ask("review queue", "/review")
        paths = [path.replace("&amp;", "&") for path in _REVIEW.findall(page)]
        if not paths:
            return
        path = self.chance.choice(paths[:20])
        _, page = self.ask("review", path)
        if not self.pause() or not page:
            return
        values = {name: value for name, value in (*_FIELD.findall(page), *_AREA.findall(page)) if name != "csrf_token"}
        # 409 and 422 ask again: a colleague confirmed the same number, or something is still to be typed.
        status, _ = self.form("confirm", path, page, {**values, "then": "show"}, 500)
        if status not in (200, 409, 422):
            self._tally.errors.append(f"confirm {path}: HTTP {status}")


def _multipart(values: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    mark = "cancu-load-" + hashlib.sha256(content).hexdigest()[:16]
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in values.items()]
    parts.append(
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def paper(number: int, chance: random.Random) -> bytes:
    """A plan of a made-up commune as DOCX: letterhead, number, date, bases, three articles."""
    import docx

    document = docx.Document()
    lines = [
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        f"Số: {number}/KH-UBND",
        f"Suối Mơ, ngày {chance.randint(1, 28):02d} tháng {chance.randint(1, 12):02d} năm 2026",
        "KẾ HOẠCH",
        f"Tuyên truyền, phổ biến pháp luật đợt {number} trên địa bàn xã",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Ủy ban nhân dân xã Suối Mơ ban hành kế hoạch như sau:",
    ]
    for part in ("MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "TỔ CHỨC THỰC HIỆN"):
        lines.append(part)
        for place in range(1, 5):
            words = chance.sample(_WORDS, 12)
            lines.append(f"{place}. Các ban, ngành, đoàn thể và các thôn {' '.join(words)} đợt {number}.")
    lines.append("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLò Thị Mây")
    for line in lines:
        document.add_paragraph(line)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


_WORDS = (
    "phối hợp", "tuyên truyền", "vận động", "nhân dân", "chấp hành", "pháp luật", "hòa giải", "cơ sở", "kiểm tra",
    "báo cáo", "kết quả", "thực hiện", "nhiệm vụ", "được giao", "đúng thời hạn", "bảo đảm", "tiết kiệm", "hiệu quả",
    "thiết thực", "gắn với", "phong trào", "thi đua",
)  # fmt: skip
