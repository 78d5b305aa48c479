"""The sample documents: whole, laid out by Nghị định 30/2020/NĐ-CP, built from their sources, citing real facts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from archive.dates import find_dates
from archive.folding import fold_for_comparison
from archive.numbers import same_number
from archive.settings import Settings
from corpus.registry import REGISTRY
from corpus.samples.build import CATALOGUE, build, catalogue, docx_bytes
from corpus.samples.layout import long_date
from corpus.samples.pieces import FOOTER_TEXT
from corpus.samples.source import Block, Sample, load_samples, plain, read_sample, spans
from indexer.ingest import understand_file

SAMPLES = load_samples()
EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def paragraphs(document: DocxDocument) -> list[tuple[str, object]]:
    """Text and alignment of every paragraph in the order of the page, also inside tables."""
    found: list[tuple[str, object]] = []

    def walk(container: object) -> None:
        for item in container.iter_inner_content():  # type: ignore[attr-defined]
            if isinstance(item, Paragraph):
                found.append((item.text, item.alignment))
            elif isinstance(item, Table):
                for row in item.rows:
                    for cell in row.cells:
                        walk(cell)

    walk(document)
    return found


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def whole_text(sample: Sample) -> str:
    """All that the source says, without marks."""
    parts = [*sample.bases, *(b.text for b in sample.body), *sample.title_lines]
    for part in (sample.attached, sample.annex):
        if part is not None:
            parts += [part.title, part.reference, *(b.text for b in part.body)]
    return "\n".join(plain(text) for text in parts)


def test_kinds() -> None:
    kinds = Counter(sample.type for sample in SAMPLES if sample.layout == "state")
    wanted = {
        "Kế hoạch": 3,
        "Chỉ thị": 2,
        "Nghị quyết": 1,
        "Quyết định": 3,
        "Công văn": 2,
        "Báo cáo": 1,
        "Thông báo": 1,
        "Tờ trình": 1,
    }
    assert {kind: kinds[kind] for kind in wanted} == wanted
    assert [s.type for s in SAMPLES if s.layout == "party"] == ["Nghị quyết"]
    assert [s.name for s in SAMPLES if s.attached] == ["2025-quyet-dinh-quy-che-tiep-cong-dan"]


def test_a_number_is_used_once_a_year_and_body() -> None:
    keys = [(s.issuer, s.issued.year, s.number) for s in SAMPLES]
    assert len(set(keys)) == len(keys)


@EACH
def test_built_files_agree_with_the_source(sample: Sample) -> None:
    fresh = paragraphs(docx.Document(BytesIO(docx_bytes(sample))))
    assert paragraphs(docx.Document(str(sample.docx))) == fresh
    printed = words("\n".join(page.extract_text() for page in PdfReader(sample.pdf).pages))
    meant = words("\n".join(text for text, _ in fresh))
    footers = words(FOOTER_TEXT) * len(PdfReader(sample.pdf).pages)
    numbers = [str(number) for number in range(2, len(PdfReader(sample.pdf).pages) + 1)]
    assert Counter(printed) == Counter(meant) + Counter(footers) + Counter(numbers)


@EACH
def test_every_word_of_the_source_is_on_the_page(sample: Sample) -> None:
    page = words("\n".join(text for text, _ in paragraphs(docx.Document(str(sample.docx)))))
    assert not Counter(words(whole_text(sample))) - Counter(page)


@EACH
def test_page_is_laid_out_as_the_decree_asks(sample: Sample) -> None:
    document = docx.Document(str(sample.docx))
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    assert [round(length / Mm(1)) for length in (*lengths, *sides) if length] == [210, 297, 20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert " PAGE " in section.header._element.xml
    assert section.first_page_header.paragraphs[0].text == ""


@EACH
def test_marked_as_a_sample_in_the_footer_and_not_in_the_body(sample: Sample) -> None:
    document = docx.Document(str(sample.docx))
    section = document.sections[0]
    assert section.footer.paragraphs[0].text == FOOTER_TEXT
    assert section.first_page_footer.paragraphs[0].text == FOOTER_TEXT
    assert "VĂN BẢN MẪU" not in "\n".join(text for text, _ in paragraphs(document))
    for page in PdfReader(sample.pdf).pages:
        assert "VĂN BẢN MẪU" in page.extract_text()


@EACH
def test_fonts_of_the_pdf_are_embedded(sample: Sample) -> None:
    for page in PdfReader(sample.pdf).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


@EACH
def test_opening_carries_number_place_and_date(sample: Sample) -> None:
    lines = [text for text, _ in paragraphs(docx.Document(str(sample.docx)))]
    colon = "" if sample.layout == "party" else ":"
    assert f"Số{colon} {sample.number}" in lines
    assert f"{sample.place}, {long_date(sample)} {sample.issued.year}" in lines
    assert sample.signer == lines[lines.index(sample.signer)]
    assert lines[0] == (sample.parent_lines or sample.issuer_lines)[0]


# Laws that the catalogue does not hold; their days are in the national code (2025 edition) or certain.
_OTHER_LAWS = {"Luật An toàn thực phẩm": "2010-06-17", "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ": "2024-11-29"}


def registry() -> list[dict[str, str]]:
    with REGISTRY.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@EACH
def test_cited_numbers_and_days_are_real(sample: Sample) -> None:
    held = [(row["number"], row["issue_date"]) for row in registry()]
    held += [(other.number, other.issued.isoformat()) for other in SAMPLES]
    held.append(("17/TTr-VHXH", "2025-10-28"))
    text = whole_text(sample)
    for match in re.finditer(r"số (\d[\w.]*[/-][\w/-]+),? ngày", text):
        day = next(found for found in find_dates(text) if found.start >= match.end() - 5)
        cited = (match.group(1), day.value.isoformat() if day.value else "")
        assert any(same_number(cited[0], number) and cited[1] == issued for number, issued in held), cited


@EACH
def test_cited_laws_and_days_are_real(sample: Sample) -> None:
    held = {row["title"]: set[str]() for row in registry()} | {title: {day} for title, day in _OTHER_LAWS.items()}
    for row in registry():
        title = row["title"] if row["type"] == "Luật" else f"{row['type']} {row['title']}"
        held.setdefault(title, set()).add(row["issue_date"])
    for match in re.finditer(r"((?:Luật|Pháp lệnh) [^;.\n]*?) ngày (\d+ tháng \d+ năm \d+)", whole_text(sample)):
        if "hiệu lực" in match.group(1):
            continue
        day = find_dates(f"ngày {match.group(2)}")[0].value
        # A sentence may name another law first: the longest title that ends here counts.
        titles = [title for title in held if title and match.group(1).endswith(title)]
        assert titles, match.group()
        assert day is not None
        assert day.isoformat() in held[max(titles, key=len)], match.group()


def test_two_samples_rest_on_expired_bases_and_only_the_catalogue_says_so() -> None:
    noted = {sample.name: sample for sample in SAMPLES if sample.basis_note}
    assert sorted(noted) == ["2024-ke-hoach-dan-van", "2026-cong-van-bao-ve-du-lieu-ca-nhan"]
    expired = {row["number"]: row["expired_date"] for row in registry() if row["status"] == "HHL"}
    assert "13/2023/NĐ-CP" in whole_text(noted["2026-cong-van-bao-ve-du-lieu-ca-nhan"])
    assert expired["13/2023/NĐ-CP"] <= "2026-03-10"
    assert "290-QĐ/TW" in whole_text(noted["2024-ke-hoach-dan-van"])
    for sample in SAMPLES:
        assert "Cố ý" not in whole_text(sample)


@EACH
def test_no_district_after_the_reform(sample: Sample) -> None:
    text = whole_text(sample) + "\n".join(sample.recipients)
    if sample.issued > date(2025, 6, 30):
        assert not re.search(r"\b(?:huyện|thị trấn|Huyện ủy)\b", text)
    else:
        assert "UBND huyện Sơn Bình" in text


def test_report_sums_are_right() -> None:
    report = next(s for s in SAMPLES if s.type == "Báo cáo")
    rows = next(block.rows for block in report.body if block.kind == "table")
    columns = list(zip(*[[int(cell) for cell in row[1:]] for row in rows[1:]], strict=True))
    assert all(sum(column[:-1]) == column[-1] for column in columns)


def test_the_catalogue_is_up_to_date() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(SAMPLES)


def test_nothing_is_built_again_that_has_not_changed(tmp_path: Path) -> None:
    for path in (SAMPLES[0].docx, SAMPLES[0].pdf):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert build([SAMPLES[0]], tmp_path) == []


def test_files_are_small() -> None:
    assert sum(path.stat().st_size for s in SAMPLES for path in (s.docx, s.pdf)) < 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều", [("Điều", "")]),
        ("**Điều 1.** Ban hành *Quy chế*", [("Điều 1.", "bold"), (" Ban hành ", ""), ("Quy chế", "italic")]),
        ("“*dân biết*”", [("“", ""), ("dân biết", "italic"), ("”", "")]),
    ],
)
def test_spans(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(text) == expected


def test_a_source_without_head_or_with_a_lost_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hong.md"
    path.write_text("Không có phần đầu", encoding="utf-8")
    with pytest.raises(ValueError, match=r"hong\.md"):
        read_sample(path)
    path.write_text('+++\ntype = "Kế hoạch"\n+++\n\nNội dung\n', encoding="utf-8")
    with pytest.raises(ValueError, match="lacks 'number'"):
        read_sample(path)


def test_tables_and_parts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.md"
    path.write_text(
        '+++\ntype = "Kế hoạch"\nnumber = "1/KH-UBND"\nissued = 2026-01-05\nplace = "A"\nissuer = "B"\n'
        'title = "C"\nsigner = "D"\n[annex]\nkind = "PHỤ LỤC"\ntitle = "E"\nreference = "F"\n+++\n'
        "# I. VIỆC\n> QUYẾT ĐỊNH:\n| a | b |\n| 1 | |\n=== phụ lục\nDòng\n",
        encoding="utf-8",
    )
    sample = read_sample(path)
    assert sample.body == (
        Block("heading", "I. VIỆC"),
        Block("centre", "QUYẾT ĐỊNH:"),
        Block("table", rows=(("a", "b"), ("1", ""))),
    )
    assert sample.annex is not None
    assert sample.annex.body == (Block("para", "Dòng"),)


@pytest.mark.slow
def test_the_reader_understands_the_samples_as_their_author_meant_them(settings: Settings) -> None:
    """Read as an uploaded file, one of each layout says of itself what its source says."""
    for number in ("07/KH-UBND", "04-NQ/ĐU", "58/QĐ-UBND"):
        sample = next(one for one in SAMPLES if one.number == number)
        for path in (sample.docx, sample.pdf):
            seen = understand_file(settings, path).recognised
            facts = (seen.type, seen.number, seen.issued, seen.place, seen.issuer, seen.signer)
            meant = (sample.type, sample.number, sample.issued, sample.place, sample.issuer, sample.signer)
            assert tuple(fact.value for fact in facts) == meant
            assert fold_for_comparison(str(seen.title.value)) == fold_for_comparison(sample.title)
            assert not seen.needs_review
