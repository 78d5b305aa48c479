"""Finding the programs that read what Python libraries do not: LibreOffice and Tesseract.

Looked for on PATH, then in the folders where their installers put them on Windows and macOS. Each comes with the
command that installs it on this system, to be shown where the program is absent.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """`names` as on PATH, most wanted first; `places` are folders or glob patterns of folders beside PATH.

    `windows`, `mac`, `linux` are the commands that install it.
    """

    title: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    windows: str
    mac: str
    linux: str


LIBREOFFICE = Program(
    "LibreOffice",
    ("soffice", "libreoffice"),
    (
        r"%ProgramFiles%\LibreOffice\program",
        r"%ProgramFiles(x86)%\LibreOffice\program",
        "/Applications/LibreOffice.app/Contents/MacOS",
        "/usr/lib/libreoffice/program",
        "/usr/lib64/libreoffice/program",
        "/opt/libreoffice*/program",
        "/snap/bin",
    ),
    windows="winget install TheDocumentFoundation.LibreOffice",
    mac="brew install --cask libreoffice",
    linux="sudo apt install libreoffice-writer libreoffice-calc libreoffice-impress",
)

TESSERACT = Program(
    "Tesseract",
    ("tesseract",),
    (
        r"%ProgramFiles%\Tesseract-OCR",
        r"%ProgramFiles(x86)%\Tesseract-OCR",
        r"%LOCALAPPDATA%\Programs\Tesseract-OCR",
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/snap/bin",
    ),
    windows="winget install UB-Mannheim.TesseractOCR",
    mac="brew install tesseract tesseract-lang",
    linux="sudo apt install tesseract-ocr tesseract-ocr-vie",
)


def find(program: Program) -> Path | None:
    """Absolute path of the program, None where it is not installed. Looks anew each time: it may be installed while
    the archive runs.
    """
    for name in program.names:
        if found := shutil.which(name):
            return Path(found).absolute()
    suffix = ".exe" if sys.platform == "win32" else ""
    for folder in _folders(program.places):
        for name in program.names:
            path = folder / f"{name}{suffix}"
            if path.is_file() and os.access(path, os.X_OK):
                return path
    return None


def _folders(places: tuple[str, ...]) -> list[Path]:
    folders: list[Path] = []
    for place in places:
        expanded = os.path.expandvars(place)
        if "%" in expanded or not Path(expanded).is_absolute():
            continue  # a place of another system
        path = Path(expanded)
        if "*" in path.parent.name:
            folders += sorted(path.parent.parent.glob(f"{path.parent.name}/{path.name}"), reverse=True)
        else:
            folders.append(path)
    return folders


def install_command(program: Program) -> str:
    """What to type in a terminal of this system to install the program."""
    if sys.platform == "win32":
        return program.windows
    return program.mac if sys.platform == "darwin" else program.linux
