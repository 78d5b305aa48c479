"""`cancu serve` in several processes: whichever answers, it is one office."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from benchmarks.process_watch import below
from indexer.engine import open_engine
from tests.web.office import PLAN, fill
from web.serving.processes import sensible_count

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them"),
]

PASSWORD = "một con trâu tám sào ruộng"
PEOPLE = {"thu": "clerk", "doc": "viewer", "quan": "administrator"}


class Served:
    """A server of two processes that answer."""

    def __init__(self, home: Path) -> None:
        environment = {**os.environ, "CANCU_HOME": str(home), "PYTHONUNBUFFERED": "1", "CANCU_RATE_PER_MINUTE": "300"}
        environment |= {"CANCU_SIGN_INS_PER_MINUTE": "12"}
        command = [sys.executable, "-m", "web.cli", "serve", "--port", "0", "--workers", "2"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        assert self.process.stderr is not None
        self.address = ""
        while not self.address:
            line = self.process.stderr.readline()
            assert line, "the server did not start"
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            self.address = found[0] if found else ""

    def answering(self) -> set[int]:
        """The processes that were forked from the first one."""
        return {one for one in below(self.process.pid) if _parent(one) == self.process.pid}


class Browser:
    """A person at a browser, each request on a connection of its own: any process may answer it."""

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.get("/sign-in")
        self.post("/sign-in", sign_in=name, password=PASSWORD)

    def get(self, path: str) -> str:
        """A page."""
        with self._opener.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, form: str = "/sign-in", **values: str) -> str:
        """Send a form."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(form))
        body = urllib.parse.urlencode({**values, "csrf_token": token[1] if token else ""}).encode()
        with self._opener.open(urllib.request.Request(self.address + path, body), timeout=60) as answer:
            return str(answer.read().decode())

    def upload(self, name: str, content: bytes) -> str:
        """Put a file in, and wait until it was read."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/upload"))
        assert token is not None
        head = (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n--x\r\n'
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        asked = urllib.request.Request(f"{self.address}/upload", head.encode() + content + b"\r\n--x--\r\n")
        asked.add_header("Content-Type", "multipart/form-data; boundary=x")
        with self._opener.open(asked, timeout=60) as answer:
            return str(answer.url)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("several")
    with Archive.create(Settings.at(home)) as archive:
        fill(archive, open_engine(Settings.at(home)))
        for name, role in PEOPLE.items():
            archive.credentials.change(archive.people.add(name, name, role).id, "", PASSWORD, "127.0.0.1")
    made = Served(home)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
        made.process.wait(timeout=60)
        assert made.process.stderr is not None
        made.process.stderr.close()


def test_it_is_one_office(served: Served) -> None:
    """Sessions, an upload and what it is found by, a change of the settings: seen by each request after it."""
    people = {name: Browser(served.address, name) for name in PEOPLE}
    clerk, viewer, administrator = people.values()
    for number in range(3):
        new = PLAN.replace("15/KH-UBND", f"{70 + number}/KH-UBND").replace("chắn sóng", f"chắn sóng đợt {number}")
        assert re.search(r"/documents/\d+/review", clerk.upload(f"ke-hoach-{number}.txt", new.encode()))
        for _ in range(4):
            assert f"{70 + number}/KH-UBND" in viewer.get(f"/?q={70 + number}/KH-UBND")
    waiting = re.search(r'href="(/documents/\d+/review)', clerk.get("/review"))
    assert waiting
    clerk.post(waiting[1], waiting[1], title="Kế hoạch trồng cây phong ba")
    # Indexed beside, seen by whichever process answers.
    _until(lambda: "trồng cây phong ba" in viewer.get("/?q=%22phong+ba%22&mode=words"), pause=0.5)
    assert all("trồng cây phong ba" in viewer.get("/?q=%22phong+ba%22&mode=words") for _ in range(4))
    administrator.post("/admin/settings/", "/admin/settings/", office_name="Xã Thử Nhiều Tiến Trình")
    assert all("Xã Thử Nhiều Tiến Trình" in viewer.get("/") for _ in range(6))
    administrator.post("/admin/backup/verify", "/admin/backup/")
    pages = [administrator.get("/admin/backup/") for _ in range(6)]
    assert all("Kiểm tra kho" in page for page in pages)


def test_guesses_are_counted_by_all_together(served: Served) -> None:
    """Twelve a minute are twelve, not twelve a process."""
    refused = 0
    for number in range(16):
        try:
            Browser(served.address, f"nobody-{number}")
        except urllib.error.HTTPError as error:
            refused += error.code == 429
            error.close()
    assert refused >= 7


def test_one_that_dies_is_replaced(served: Served) -> None:
    before = served.answering()
    assert len(before) == 3
    for victim in before:
        os.kill(victim, signal.SIGKILL)
    _until(lambda: len(served.answering() - before) == 3)
    assert all("Căn Cứ" in _page(served) for _ in range(8))


def test_all_end_together(served: Served) -> None:
    every = below(served.process.pid)
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=60) == 0
    _until(lambda: not any(Path(f"/proc/{one}").exists() for one in every))


def test_a_small_machine_has_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(processors: int, megabytes: int) -> int:
        monkeypatch.setattr("web.serving.processes.os.cpu_count", lambda: processors)
        monkeypatch.setattr("web.serving.processes._memory", lambda: megabytes * 1024 * 1024)
        return sensible_count()

    assert [of(1, 8000), of(2, 1700), of(2, 4000), of(4, 2400), of(64, 64000)] == [1, 1, 2, 3, 8]


def _page(served: Served) -> str:
    with urllib.request.urlopen(f"{served.address}/sign-in", timeout=60) as answer:
        return str(answer.read().decode())


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def _until(holds: Callable[[], bool], seconds: float = 60.0, pause: float = 0.05) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(pause)
