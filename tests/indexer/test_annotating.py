"""Comments in a DOCX: each at its place, everything else as it was."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from archive.errors import UnreadableFile
from archive.settings import Settings
from indexer.annotating import Remark
from indexer.annotating.copying import annotated
from indexer.annotating.markup import Markup
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from indexer.reading.programs import LIBREOFFICE, find
from indexer.typesetting import as_pdf, typeset
from tests.indexer.annotated import comments, only_put_in, ranges, untouched
from tests.indexer.drafts_written import LETTER
from tests.indexer.reading_files import W, make_docx, numbered, p, run, table
from tests.shared_data import needs_shared, shared

WHEN = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
TOUCHED = {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"}


def commented(path: Path, *words: str, said: tuple[str, ...] = ("Sai lệch", "Ngày sai.")) -> tuple[Path, str]:
    """A copy with a remark at the first place of each of `words`; the text that was read."""
    text = read_docx(path, path.name, Limits()).text
    remarks = [Remark(text.index(each), text.index(each) + len(each), each, said) for each in words]
    out = path.with_name(f"out-{path.name}")
    out.write_bytes(annotated(path, path.name, Limits(), remarks, WHEN))
    untouched(path, out, TOUCHED)
    only_put_in(path, out, "word/document.xml")
    assert read_docx(out, out.name, Limits()).text == text
    return out, text


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "words", "about"),
    [
        (p("Căn cứ Nghị quyết số 25-NQ/TW;"), "25-NQ/TW", "25-NQ/TW"),
        (p("Căn cứ Luật;"), "Căn cứ Luật;", "Căn cứ Luật;"),
        (p(run("Căn cứ Nghị ") + run("quyết số 25-", "<w:b/>") + run("NQ/TW;")), "số 25-NQ/T", "số 25-NQ/T"),
        (p(run("A &amp; B &lt;C&gt; &#x1EA1;n") + run(" hết")), "B <C> ạn", "B <C> ạn"),
        (p("<w:r><w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t></w:r>"), "hai\nb", "hai\nb"),
        (p("<w:r><w:t>Điều</w:t><w:noBreakHyphen/><w:t>khoản</w:t></w:r>"), "-kho", "-kho"),
        (p(f'{run("a ")}<w:hyperlink w:anchor="a">{run("Luật số 1")}</w:hyperlink>{run(" ngày")}'), "số 1 n", "số 1 n"),
        (p(run("theo ") + FIELD.format(run("Điều 5")) + run(" của")), "Điều 5", "Điều 5"),
        (p(f'<w:fldSimple w:instr="DATE">{run("ngày 3 tháng 2")}</w:fldSimple>'), "tháng", "tháng"),
        (p(f'{run("a ")}<w:smartTag w:element="x">{run("Bình Minh")}</w:smartTag>{run(" b")}'), "Minh b", "Minh b"),
        (p(f'<w:sdt><w:sdtPr/><w:sdtContent>{run("Kính gửi")}</w:sdtContent></w:sdt>'), "gửi", "gửi"),
        (
            p(f'{run("cũ ")}<w:del w:id="9"><w:r><w:delText>bỏ</w:delText></w:r></w:del>'
              f'<w:ins w:id="10">{run("mới tinh")}</w:ins>'),
            "cũ mới", "cũ mới",
        ),
        # What stands in no run: the number that Word counts, the bar between cells.
        (numbered("Phạm vi", 9), "Phạm", "Phạm"),
        (table([["Tên", "Số"], ["Luật A", "12"]]), "Luật A | 12", "Luật A\n12"),
        # Letters cut off from their marks, and a bullet of a private font.
        (p("sô\u0301 18 ngày"), "số", "sô\u0301"),
        (p("\uf0b7 Gạch đầu dòng"), "- Gạch", "\uf0b7 Gạch"),
        # The columns of a heading are read one behind the other.
        (
            table([["UBND XÃ AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 18/KH-UBND", "An Bình, ngày 3"]]),
            "Số: 18/KH-UBND", "Số: 18/KH-UBND",
        ),
        (p("UBND XÃ AN BÌNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "HÒA XÃ", "HÒA XÃ"),
        (p("TiÕng ViÖt n¨m häc") + p("Quèc héi n­íc ta"), "Quốc hội", "Quèc héi"),
    ],
)  # fmt: skip
def test_a_comment_stands_round_its_words(tmp_path: Path, body: str, words: str, about: str) -> None:
    out, _ = commented(make_docx(tmp_path / "a.docx", p("Mở đầu") + body + p("Kết thúc"), numbering=LIST), words)
    assert [each.strip("\n") for each in ranges(out).values()] == [about]
    assert list(comments(out).values()) == [["Sai lệch", "Ngày sai."]]


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="Điều %1."/></w:lvl></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="0"/></w:num>'
)


def test_a_row_of_a_table_is_not_taken_for_a_line_of_the_same_letters(tmp_path: Path) -> None:
    body = table([["Mẫu 1", "Giấy nghỉ phép"], ["Mẫu 2", "Giấy mời"]]) + p("Mẫu 1 - Giấy nghỉ phép")
    out, text = commented(make_docx(tmp_path / "a.docx", body), "1 | Giấy nghỉ")
    assert text.startswith("Mẫu 1 | Giấy nghỉ phép\n")
    assert [each.strip() for each in ranges(out).values()] == ["1\nGiấy nghỉ"]


def test_number_that_is_counted_is_commented_at_what_it_numbers(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", numbered("Phạm vi", 9) + numbered("Đối tượng", 9), numbering=LIST)
    out, text = commented(path, "Điều 2. Đối")
    assert text == "Điều 1. Phạm vi\nĐiều 2. Đối tượng"
    assert ranges(out) == {"0": "Đối"}
    out, _ = commented(path, "Điều 2.")
    assert ranges(out) == {"0": "Đ"}


def test_box_and_note_are_commented_at_what_holds_them(tmp_path: Path) -> None:
    body = p(run("Trước ") + BOX.format(p("Trong khung")) + run(" sau")) + p(
        run("Câu có chú thích") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    notes = f'<w:footnote w:id="2">{p("Xem Luật số 3")}</w:footnote>'
    path = make_docx(tmp_path / "a.docx", body, footnotes=notes)
    out, _ = commented(path, "khung", "Luật số 3")
    with zipfile.ZipFile(out) as package:
        spelled = package.read("word/document.xml").decode()
    assert '<w:commentRangeStart w:id="3"/><w:r><mc:AlternateContent>' in spelled
    assert '<w:commentRangeStart w:id="4"/><w:r><w:footnoteReference w:id="2"/></w:r>' in spelled
    assert len(comments(out)) == 2


def test_comments_that_are_there_stay_and_are_counted_on(tmp_path: Path) -> None:
    first, _ = commented(make_docx(tmp_path / "a.docx", p("Một hai ba bốn")), "hai", said=("Đúng",))
    second, _ = commented(first, "hai ba", "ba bốn", said=("Sai",))
    assert ranges(second) == {"0": "hai", "1": "hai ba", "2": "ba bốn"}
    assert comments(second) == {"0": ["Đúng"], "1": ["Sai"], "2": ["Sai"]}
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert other.read("word/_rels/document.xml.rels") == one.read("word/_rels/document.xml.rels")
        assert other.read("[Content_Types].xml") == one.read("[Content_Types].xml")
        assert other.read("word/comments.xml").startswith(one.read("word/comments.xml").removesuffix(b"</w:comments>"))


def test_what_a_comment_says_is_text_only(tmp_path: Path) -> None:
    said = ("<w:b/>&amp;\x00\x0b", 'thay bằng "18/2020"\ntrong')
    out, _ = commented(make_docx(tmp_path / "a.docx", p("Một hai")), "hai", said=said)
    assert comments(out) == {"0": ["<w:b/>&amp;", 'thay bằng "18/2020" trong']}


def test_other_prefixes_encodings_and_forms(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", p(run("Một hai", "<w:i/>") + run(" ba")))
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    plain = members["word/document.xml"].decode()
    strict = plain.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    for number, spelled in enumerate(
        (
            plain.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0="),
            plain.replace("<w:r>", "<w:r \n w:rsidR='00>A'  >").replace("Một", "<!-- <w:r> -->Một<?x <w:t> ?>"),
            plain.replace("Một hai", "<![CDATA[Một]]> hai"),
            strict,
        )
    ):
        for encoding in ("utf-8", "utf-16"):
            declared = spelled.replace("UTF-8", "UTF-16") if encoding == "utf-16" else spelled
            made = tmp_path / f"{number}-{encoding}.docx"
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
                for name, content in members.items():
                    package.writestr(name, declared.encode(encoding) if name == "word/document.xml" else content)
            out, _ = commented(made, "hai ba")
            with zipfile.ZipFile(out) as package:
                assert package.read("word/comments.xml").count(b":comment ") == 1


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_place_of_any_small_document(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    words = st.text(st.sampled_from("aàbĐ điều sốx1.;&<\u0301\u00a0-\t"), min_size=1, max_size=12)
    escaped = words.map(lambda s: s.replace("&", "&amp;").replace("<", "&lt;"))
    runs = st.one_of(
        escaped.map(run),
        escaped.map(lambda s: run(s, "<w:b/>")),
        escaped.map(lambda s: f"<w:r><w:t>{s}</w:t><w:tab/><w:t xml:space='preserve'>{s}</w:t></w:r>"),
        escaped.map(lambda s: f'<w:hyperlink w:anchor="x">{run(s)}</w:hyperlink>'),
        escaped.map(lambda s: f'<w:ins w:id="4">{run(s)}</w:ins>'),
        escaped.map(lambda s: BOX.format(p(s))),
    )
    paragraphs = st.lists(runs, min_size=1, max_size=4).map(lambda each: p("".join(each)))
    tables = st.lists(st.lists(escaped, min_size=2, max_size=2), min_size=1, max_size=2).map(table)
    body = "".join(data.draw(st.lists(st.one_of(paragraphs, tables), min_size=1, max_size=5)))
    folder = tmp_path_factory.mktemp("any")
    path = make_docx(folder / "a.docx", p("Chữ") + body)
    text = read_docx(path, path.name, Limits()).text
    remarks = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        remarks.append(Remark(start, end, text[start:end], ("Thử",)))
    out = folder / "b.docx"
    out.write_bytes(annotated(path, path.name, Limits(), remarks, WHEN))
    untouched(path, out, TOUCHED)
    only_put_in(path, out, "word/document.xml")
    assert read_docx(out, out.name, Limits()).text == text
    assert len(ranges(out)) == len(remarks)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("number", range(7))
def test_real_files_come_back_with_comments_only(tmp_path: Path, number: int) -> None:
    path = sorted(shared("data", "docx").glob("*.docx"))[number]
    text = read_docx(path, path.name, Limits()).text
    chance = random.Random(number)
    spans = [(start, start + chance.randrange(1, 60)) for start in chance.sample(range(len(text) - 60), 40)]
    remarks = [Remark(start, end, text[start:end], ("Thử",)) for start, end in sorted(spans)]
    out = tmp_path / path.name
    out.write_bytes(annotated(path, path.name, Limits(), remarks, WHEN))
    untouched(path, out, TOUCHED)
    only_put_in(path, out, "word/document.xml")
    assert read_docx(out, out.name, Limits()).text == text
    shown = ranges(out)
    same = sum(letters(remark.words) in letters(about) for remark, about in zip(remarks, shown.values(), strict=True))
    # The rest: a remark over both columns of a heading, over a number that is counted, in a note.
    assert same >= 36


def test_another_text_is_refused(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", p("Một hai"))
    with pytest.raises(UnreadableFile) as refused:
        annotated(path, "a.docx", Limits(), [Remark(0, 3, "Hai", ("x",))])
    assert refused.value.reason == "cannot_annotate"


def test_markup_is_put_together_again() -> None:
    text = f"<?xml version='1.0'?><w:a {W}><!-- > --><w:b x='>'/>é<w:c></w:c></w:a>"
    markup = Markup(text.encode())
    assert [each.name for each in markup.elements] == ["w:a", "w:b", "w:c"]
    assert markup.written([]) == text.encode()
    assert markup.written([markup.last_inside(markup.elements[1], "<d/>")]).decode().count("<w:b x='>'><d/></w:b>") == 1


@pytest.mark.slow
@pytest.mark.skipif(find(LIBREOFFICE) is None, reason="LibreOffice is not here")
def test_libreoffice_opens_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(typeset(LETTER, made=WHEN))
    text = read_docx(path, path.name, Limits()).text
    remarks = [
        Remark(text.index(words), text.index(words) + len(words), words, ("Sai", "Sửa lại."), put)
        for words, put in (("UBND TỈNH AN BÌNH", None), ("25/UBND", "26/UBND"), ("Công an xã;", None))
    ]
    copy = annotated(path, path.name, Limits(), remarks, WHEN)
    Document(io.BytesIO(copy))
    printed = PdfReader(io.BytesIO(as_pdf(copy, "a", Settings.from_environment()))).pages[0].extract_text()
    assert "UBND TỈNH AN BÌNH" in printed
    assert "26" in printed
