"""Sets the project up: virtual environment, packages, and system packages where that is allowed.

Needs only Python 3.11 or newer; safe to run again, and quick when nothing changed:

    python scripts/setup.py [--browser]

`--browser` also sees to Chromium, which only the browser tests need.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
STAMP = VENV / "cancu-setup"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        say(f"Cần Python 3.11 trở lên, máy này có {sys.version.split()[0]} / Python 3.11 or newer is needed")
        return 1
    started = time.monotonic()
    wanted = stamp()
    if not (PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted):
        if not PYTHON.exists():
            say("Tạo môi trường Python (.venv) / making the virtual environment")
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        say("Cài các gói Python, khoảng một phút / installing the Python packages, about a minute")
        pip("install", "--require-hashes", "-r", str(PROJECT / "requirements.lock"))
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(PROJECT))
        STAMP.write_text(wanted)
        say(f"Xong sau {time.monotonic() - started:.0f} giây / done")
    if "--browser" in sys.argv[1:]:
        browser()
    return 0


def stamp() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((PROJECT / name).read_bytes())
    return digest.hexdigest()


def browser() -> None:
    """Chromium from the system's packages where we may install them; otherwise the command that does."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt and root:
        say("Cài trình duyệt Chromium cho phép thử / installing Chromium for the browser tests")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run([apt, "update", "-qq"], env=quiet, check=False).returncode == 0
        command = [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        if done and subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
    say("Chưa có Chromium: các phép thử trình duyệt sẽ được bỏ qua / no Chromium: the browser tests will be skipped")
    say("    sudo apt-get install chromium        (Debian, Ubuntu)")


def pip(*arguments: str) -> None:
    run([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", *arguments])


def run(command: list[str], *, quiet: bool = False) -> None:
    result = subprocess.run(
        command, cwd=PROJECT, check=False, capture_output=quiet, text=True, stdin=subprocess.DEVNULL
    )
    if result.returncode:
        if quiet:
            say((result.stdout or "") + (result.stderr or ""))
        say(f"Không chạy được / failed: {' '.join(command)}")
        raise SystemExit(result.returncode)


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    os.chdir(PROJECT)
    raise SystemExit(main())
