"""Finding LibreOffice and Tesseract."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.reading import programs
from indexer.reading.programs import LIBREOFFICE, TESSERACT, find, install_command


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_absent(nowhere: Path) -> None:
    assert find(replace(LIBREOFFICE, places=())) is None


@pytest.mark.skipif(sys.platform == "win32", reason="executable bits are a POSIX matter")
def test_on_the_path_the_first_name_wins(nowhere: Path) -> None:
    executable(nowhere / "bin" / "libreoffice")
    assert find(LIBREOFFICE) == nowhere / "bin" / "libreoffice"
    executable(nowhere / "bin" / "soffice")
    assert find(LIBREOFFICE) == nowhere / "bin" / "soffice"


@pytest.mark.skipif(sys.platform == "win32", reason="executable bits are a POSIX matter")
def test_in_a_usual_folder_the_newest_wins(nowhere: Path) -> None:
    executable(nowhere / "opt" / "libreoffice7.4" / "program" / "soffice")
    newest = executable(nowhere / "opt" / "libreoffice7.6" / "program" / "soffice")
    (nowhere / "opt" / "libreoffice7.9" / "program" / "soffice").mkdir(parents=True)
    program = replace(LIBREOFFICE, places=("%Nowhere%/x", "relative", f"{nowhere}/opt/libreoffice*/program"))
    assert find(program) == newest


def test_a_place_may_name_a_variable(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.os.path, "expandvars", lambda place: place.replace("%ProgramFiles%", str(nowhere)))
    suffix = ".exe" if sys.platform == "win32" else ""
    path = executable(nowhere / "Tesseract-OCR" / f"tesseract{suffix}")
    assert find(replace(TESSERACT, places=("%ProgramFiles%/Tesseract-OCR",))) == path


@pytest.mark.parametrize(
    ("platform", "command"),
    [("win32", "winget install"), ("darwin", "brew install"), ("linux", "sudo apt install")],
)
@pytest.mark.parametrize("program", [LIBREOFFICE, TESSERACT])
def test_the_command_fits_the_system(
    monkeypatch: pytest.MonkeyPatch, program: programs.Program, platform: str, command: str
) -> None:
    monkeypatch.setattr(programs.sys, "platform", platform)
    assert install_command(program).startswith(command)
