"""Sets the project up: virtual environment, packages, and system programs where that is allowed.

Needs only Python 3.11 or newer; safe to run again, and quick when nothing changed:

    python scripts/setup.py [--browser] [--this]

The programs are Tesseract (reads scans) and LibreOffice (reads DOC, RTF, XLS, PPT, ODT): as root on Debian or Ubuntu
they are installed, elsewhere the command that does it is printed and everything else goes on. `--browser` also sees to
Chromium, which only the browser tests need. CANCU_SYSTEM_PACKAGES=no leaves the system alone.

`.venv`, where it is not there yet, is made with the interpreter that runs this, or with a better compiled one of this
machine (`interpreters.py`); `--this` and `make PYTHON=…` mean the one that runs this, CANCU_PYTHON=… another.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import interpreters

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
OURS = ("archive", "indexer", "corpus", "web")
"""Translated to bytecode here: where nothing may be written beside the program, every start would do it again."""
STAMP = VENV / "cancu-setup"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
TRIED = VENV / "cancu-programs"
A_DAY = 24 * 3600
# Only what no library reads; without the desktop's share of LibreOffice, since no window is ever opened.
PACKAGES = {
    "tesseract": ("tesseract-ocr", "tesseract-ocr-vie"),
    "soffice": ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui", "fonts-liberation"),
    "chromium": ("chromium", "fonts-dejavu-core"),
}
WITHOUT = {
    "tesseract": "bản quét sẽ chưa đọc được / scans are not read",
    "soffice": "DOC, RTF, XLS, PPT, ODT sẽ chưa đọc được / DOC, RTF, XLS, PPT, ODT are not read",
    "chromium": "các phép thử trình duyệt sẽ được bỏ qua / the browser tests will be skipped",
}


def main() -> int:
    started = time.monotonic()
    if not (version() and STAMP.exists() and STAMP.read_text() == stamp()):
        makers = [] if version() else wanted()
        if makers is None:
            return 1
        provide(makers)
        STAMP.write_text(stamp())
        say(f"Xong sau {time.monotonic() - started:.0f} giây / done")
    run([str(PYTHON), "-m", "compileall", "-q", *OURS])
    programs("--browser" in sys.argv[1:])
    return 0


def wanted() -> list[str] | None:
    """The interpreters to make the environment with, the next one tried where one fails; None where there is none."""
    named = os.environ.get("CANCU_PYTHON") or ("--this" in sys.argv[1:] and sys.executable)
    if named:
        say(f"Tạo môi trường Python (.venv) bằng {named} / making the virtual environment")
        return [named]
    running, chosen = interpreters.best()
    old = running.version[:2] < interpreters.OLDEST
    if chosen is running:
        if old:
            say(f"Cần Python 3.11 trở lên, máy này có {running.number} / Python 3.11 or newer is needed")
            return None
        why = "đang dùng / the one at hand"
    elif old:
        why = f"{running.path} là bản {running.number}, quá cũ / too old"
    else:
        why = f"dịch có tối ưu, còn {running.path} thì không / optimised, which the other is not"
    say(f"Tạo môi trường Python (.venv) / making the virtual environment: {chosen.path} {chosen.number} ({why})")
    return [chosen.path] if old or chosen is running else [chosen.path, running.path]


def provide(makers: list[str]) -> None:
    """Packages into the environment, which the first of `makers` that can is to make; without makers it is there."""
    try:
        if makers:
            run([makers[0], "-m", "venv", "--copies", "--clear", str(VENV)])
        say("Cài các gói Python, khoảng một phút / installing the Python packages, about a minute")
        pip("install", "--require-hashes", "-r", str(PROJECT / "requirements.lock"))
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(PROJECT))
    except SystemExit:
        if len(makers) < 2:
            raise
        say(f"Thử lại bằng {makers[1]} / trying once more with it")
        provide(makers[1:])


def version() -> str:
    """Of the environment's interpreter, in full; empty where there is none that runs."""
    try:
        told = subprocess.run([PYTHON, "-I", "-c", "import sys; print(sys.version)"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return told.stdout.decode().rstrip("\r\n")


def stamp() -> str:
    digest = hashlib.sha256(version().encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((PROJECT / name).read_bytes())
    return digest.hexdigest()


def programs(browser: bool) -> None:
    """Install what is missing where we may; otherwise say what it means and the command that installs it.

    An installation that failed is not tried again for a day: `make run` has to start at once without a network too.
    """
    missing = absent(browser)
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    allowed = os.environ.get("CANCU_SYSTEM_PACKAGES", "yes") != "no"
    if missing and apt and root and allowed and not tried(missing):
        started = time.monotonic()
        say(f"Cài {', '.join(missing)}, một hai phút / installing system packages, a minute or two")
        TRIED.write_text(" ".join(missing))
        install(apt, [package for name in missing for package in PACKAGES[name]])
        missing = absent(browser)
        say(f"Xong sau {time.monotonic() - started:.0f} giây / done")
    for name, command in missing.items():
        say(f"Chưa có {name}: {WITHOUT[name]}. Cách cài / to install:\n    {command}")


def absent(browser: bool) -> dict[str, str]:
    """The programs that are not here, with the command that installs each."""
    known = finder()
    missing = {}
    tesseract = known.find(known.TESSERACT)
    if tesseract is None or not reads_vietnamese(tesseract):
        missing["tesseract"] = known.install_command(known.TESSERACT)
    if known.find(known.LIBREOFFICE) is None:
        missing["soffice"] = known.install_command(known.LIBREOFFICE)
    if browser and not any(shutil.which(name) for name in BROWSERS):
        missing["chromium"] = "sudo apt-get install chromium        (Debian, Ubuntu)"
    return missing


def finder() -> ModuleType:
    """The program's own finder, by its path: the package's libraries may not be here yet."""
    spec = importlib.util.spec_from_file_location("programs", PROJECT / "indexer" / "reading" / "programs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["programs"] = module
    spec.loader.exec_module(module)
    return module


def reads_vietnamese(tesseract: Path) -> bool:
    try:
        told = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "vie" in (told.stdout + told.stderr).split()


def install(apt: str, packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command, seconds in (
        ([apt, "update", "-qq"], 180),
        ([apt, "install", "-y", "-qq", "--no-install-recommends", *packages], 600),
    ):
        try:
            done = subprocess.run(
                command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            say(f"Quá {seconds} giây: bỏ qua / took too long, going on without: {' '.join(command)}")
            return
        if done.returncode:
            say(f"Không cài được / failed: {' '.join(command)}")
            return


def tried(missing: Iterable[str]) -> bool:
    try:
        return TRIED.read_text() == " ".join(missing) and time.time() - TRIED.stat().st_mtime < A_DAY
    except OSError:
        return False


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
