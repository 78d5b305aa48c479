"""The examples of docs/api.md do what they say, with the real curl against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from waitress.server import create_server

from tests.web.conftest import Office
from tests.web.office import DRAFT, docx_of
from tests.web.signing_in import person

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text("utf-8"), re.S | re.M)


def examples() -> list[tuple[str, list[str]]]:
    """Commands with what the line below them says must be in the answer: the status, headers, a reason."""
    found: list[tuple[str, list[str]]] = []
    before: list[str] = []
    for block in BLOCKS:
        for line in block.splitlines():
            if line.startswith("# "):
                found.append(("\n".join(before), line[2:].split()))
                before = []
            elif not line.startswith("export"):
                before.append(line)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("sh"), reason="curl or sh is not here")
def test_every_example_does_what_it_says(office: Office, tmp_path: Path) -> None:
    archive = office.app.extensions["cancu"].archive
    _, secret = archive.tokens.make(person(archive, "clerk").id, "curl", "register", 1)
    (tmp_path / "du-thao.docx").write_bytes(docx_of(DRAFT))
    (tmp_path / "cong-van.docx").write_bytes(docx_of("Số: 173/CV-UBND\nV/v thử lệnh curl\nKính gửi: các thôn.\n"))
    server = create_server(office.app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    environment = {**os.environ, "CANCU": f"http://127.0.0.1:{server.effective_port}", "TOKEN": secret}
    try:
        assert len(examples()) >= 12
        for command, expected in examples():
            # Everywhere the status is said last, whatever the example itself shows.
            said = (
                command if "%{http_code}" in command else command.replace("curl -s ", "curl -s -w '\\n%{http_code}' ")
            )
            done = subprocess.run(
                ["sh", "-e", "-c", said], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == 0, (command, done.stderr)
            status, *words = expected
            assert done.stdout.rstrip().endswith(status), (command, done.stdout[-500:])
            for word in words:
                assert word in done.stdout, (command, word)
    finally:
        server.close()
        thread.join(timeout=10)
