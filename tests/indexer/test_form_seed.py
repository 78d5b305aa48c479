"""The seed's form, as a text, as a Word file and as the PDF printed from it: one set of findings."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from archive.checking import Finding, apply_corrections, certain, check_text
from archive.resolving import MemoryHoldings
from indexer.measuring import measure_file
from indexer.reading import read_file
from tests.shared_data import needs_shared, shared

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SIGNED = date(2024, 3, 1)
NOTHING = MemoryHoldings([])


def seed() -> str:
    return next(shared("data", "seed").glob("*.txt")).read_text(encoding="utf-8").replace("**", "").replace("*", "")


def of_words(text: str) -> list[Finding]:
    return [each for each in check_text(text, NOTHING, SIGNED) if each.kind == "form"]


def told(findings: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((each.code, " ".join(each.text.split())) for each in findings if each.verdict != "layout")


def as_word(text: str, path: Path) -> None:
    """The words on A4 in Times New Roman 14, a paragraph a line."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    for line in text.split("\n"):
        if line.strip():
            paragraph = document.add_paragraph(line.strip())
            long = len(line) > 90
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if long else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.first_line_indent = Mm(10) if long else Mm(0)
            paragraph.paragraph_format.space_after = Pt(6)
    document.save(str(path))


@needs_shared
@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_the_seed_has_one_set_of_findings_in_every_format(tmp_path: Path) -> None:
    text = seed()
    path = tmp_path / "seed.docx"
    as_word(text, path)
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    expected = told(of_words(text))
    assert expected
    for each in (path, path.with_suffix(".pdf")):
        layout = measure_file(each)
        found = check_text(read_file(each).text, NOTHING, SIGNED, layout=layout)
        of_form = [one for one in found if one.kind == "form"]
        assert told(of_form) == expected, each.suffix
        # What only a file shows: no page numbers, sizes and slopes of its elements.
        assert {"page_number", "weight"} <= {one.code for one in of_form}, each.suffix


@needs_shared
def test_the_corrected_seed_has_no_finding_of_form_left() -> None:
    text = seed()
    found = of_words(text)
    assert {"nation", "issuer", "subject", "special_noun"} <= {each.code for each in found}
    for _ in range(3):
        text = apply_corrections(text, [each for each in of_words(text) if certain(each, text)])
    left = [(each.code, each.text) for each in of_words(text)]
    assert left == []
    assert (
        text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n")
        or "\nỦY BAN NHÂN DÂN\n" in text
    )
