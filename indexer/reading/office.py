"""Office files other than DOCX, through LibreOffice: each conversion in a process and a profile of its own.

Text documents (DOC, RTF, ODT) become DOCX, which keeps the font of every run; spreadsheets and slides (XLS, XLSX,
PPT, PPTX) become ODS and ODP. The file's own bytes decide the import filter, so that LibreOffice never guesses: it
would open a damaged document as plain text. The result is as untrusted as the file and is read in the reading process.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.settings import Settings
from indexer.reading.base import Limits
from indexer.reading.programs import LIBREOFFICE, find, install_command
from indexer.reading.refusals import refusal
from indexer.reading.sniffing import NAMES

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from indexer.reading.keeper import main; main(sys.argv[2])"
_GRACE = 15.0  # seconds for the keeper to kill, clean up and say so
_MORE_MEMORY = 2  # times a reader's: LibreOffice lays the whole file out (1.5 GB for an ordinary workbook was seen)
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Conversion:
    """LibreOffice's names of the filters that read and write, and the suffixes of both files."""

    suffix: str
    reads: str
    target: str
    writes: str


_TO_DOCX = (".docx", "MS Word 2007 XML")
_TO_ODS = (".ods", "calc8")
_TO_ODP = (".odp", "impress8")
CONVERSIONS: dict[str, Conversion] = {
    "doc": Conversion(".doc", "MS Word 97", *_TO_DOCX),
    "doc6": Conversion(".doc", "MS WinWord 6.0", *_TO_DOCX),
    "doc7": Conversion(".doc", "MS Word 95", *_TO_DOCX),
    "rtf": Conversion(".rtf", "Rich Text Format", *_TO_DOCX),
    "odt": Conversion(".odt", "writer8", *_TO_DOCX),
    # Only to print what was written here.
    "docx": Conversion(".docx", "MS Word 2007 XML", ".pdf", "writer_pdf_Export"),
    "xls": Conversion(".xls", "MS Excel 97", *_TO_ODS),
    "xls5": Conversion(".xls", "MS Excel 5.0/95", *_TO_ODS),
    "xlsx": Conversion(".xlsx", "Calc MS Excel 2007 XML", *_TO_ODS),
    "xlsb": Conversion(".xlsb", "Calc MS Excel 2007 Binary", *_TO_ODS),
    "ppt": Conversion(".ppt", "MS PowerPoint 97", *_TO_ODP),
    "pptx": Conversion(".pptx", "Impress MS PowerPoint 2007 XML", *_TO_ODP),
}


@contextlib.contextmanager
def converted(
    path: Path, name: str, asked: dict[str, Any], settings: Settings, limits: Limits, behind: bool = False
) -> Iterator[tuple[Path, str]]:
    """(path of the converted file, `docx`, `ods` or `odp`); the file is gone when the block ends.

    `asked` is what the reading process found: `kind` (a key of NAMES), `filter` (a key of CONVERSIONS), `encrypted`.
    Time is `settings.read_seconds`, memory twice `settings.read_memory`, the size of the result `limits.max_result`.
    Raises UnreadableFile (needs_libreoffice, damaged_office, encrypted_office, office_crashed) or TooLarge.
    """
    program = find(LIBREOFFICE)
    found_vi, found_en = NAMES[asked["kind"]]
    if program is None:
        command = install_command(LIBREOFFICE)
        raise refusal("needs_libreoffice", name, found_vi=found_vi, found_en=found_en, command=command)
    conversion = CONVERSIONS[asked["filter"]]
    keeper = _start_keeper(
        {
            "program": str(_executable(program)),
            "source": str(path),
            "suffix": conversion.suffix,
            "arguments": [
                f"--infilter={conversion.reads}",
                "--convert-to",
                f"{conversion.target[1:]}:{conversion.writes}",
            ],
            "target": conversion.target,
            "seconds": settings.read_seconds,
            "memory": _MORE_MEMORY * settings.read_memory,
            "max_output": limits.max_result,
            "behind": behind,
        }
    )
    try:
        answer = _answer(keeper, settings.read_seconds + _GRACE)
        failed = answer.get("failed")
        if failed == "time":
            raise refusal("took_too_long", name, limit=f"{settings.read_seconds:g}")
        if failed == "memory":
            raise refusal("too_much_memory", name, limit=_MORE_MEMORY * settings.read_memory // _MIB)
        if failed == "output":
            raise refusal("too_much_text", name)
        if failed == "crashed" and not asked["encrypted"]:
            limit = _MORE_MEMORY * settings.read_memory // _MIB
            raise refusal("office_crashed", name, found_vi=found_vi, found_en=found_en, limit=limit)
        if failed or "path" not in answer:
            reason = "encrypted_office" if asked["encrypted"] else "damaged_office"
            raise refusal(reason, name, found_vi=found_vi, found_en=found_en)
        yield Path(answer["path"]), conversion.target[1:]
    finally:
        _end(keeper)


def _executable(program: Path) -> Path:
    """The program itself, where what is on PATH only starts it: one process less to watch and to kill."""
    real = program.resolve().with_name("soffice.bin")
    return real if real.is_file() else program


def _start_keeper(order: dict[str, Any]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt from the keyboard goes to the archive, which ends the keeper in order
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _answer(keeper: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
    """The keeper's line; {} where it gave none in time."""
    import threading

    said: list[bytes] = []
    assert keeper.stdout is not None
    receiving = threading.Thread(target=lambda stream: said.append(stream.readline()), args=(keeper.stdout,))
    receiving.daemon = True
    receiving.start()
    receiving.join(seconds)
    if not said or not said[0]:
        return {"failed": "time"} if not said else {"failed": "nothing"}
    answer: dict[str, Any] = json.loads(said[0])
    return answer


def _end(keeper: subprocess.Popen[bytes]) -> None:
    """Have the keeper clean up; kill it only where it does not."""
    assert keeper.stdin is not None
    with contextlib.suppress(OSError):
        keeper.stdin.close()
    try:
        keeper.wait(_GRACE)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
    assert keeper.stdout is not None
    keeper.stdout.close()
