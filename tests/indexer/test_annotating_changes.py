"""Corrections in a DOCX as tracked changes: accepted they give the corrected text, rejected the file as it was."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from indexer.annotating import Remark
from indexer.annotating.copying import annotated, corrected
from indexer.annotating.tracking import changes
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from tests.indexer.annotated import W, comments, part, untouched
from tests.indexer.reading_files import make_docx, numbered, p, run
from tests.indexer.test_annotating import BOX, LIST, TOUCHED

FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent>'
WHEN = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def field(said: str) -> str:
    """A field as far as its result."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate")]
    return f'{marks[0]}<w:r><w:instrText xml:space="preserve">{said}</w:instrText></w:r>{marks[1]}'


def tracked(path: Path, *replacements: tuple[str, str]) -> Path:
    text = read_docx(path, path.name, Limits()).text
    remarks = [Remark(text.index(old), text.index(old) + len(old), old, ("Sửa",), new) for old, new in replacements]
    out = path.with_name(f"out-{path.name}")
    out.write_bytes(annotated(path, path.name, Limits(), remarks, WHEN))
    untouched(path, out, TOUCHED)
    return out


def ours(root: Any, name: str) -> list[str]:
    """The words of our tracked changes of one kind."""
    found = [each for each in root.iter(f"{W}{name}") if each.get(f"{W}author") == "Căn Cứ"]
    words = f"{W}delText" if name == "del" else f"{W}t"
    return [shown for each in found if (shown := "".join(t.text or "" for t in each.iter(words)))]


def rejected(path: Path) -> str:
    """The text with our changes rejected and our comments taken out."""
    root = part(path, "word/document.xml")
    for each in list(root.iter(f"{W}ins")):
        if each.get(f"{W}author") == "Căn Cứ":
            each.getparent().remove(each)
    for each in list(root.iter(f"{W}del")):
        if each.get(f"{W}author") == "Căn Cứ":
            for gone in each.iter(f"{W}delText"):
                gone.tag = f"{W}t"
            each.tag = f"{W}smartTag"
            if each.getparent().tag == f"{W}rPr":
                each.getparent().remove(each)
    back = path.with_name("rejected.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(back, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == "word/document.xml" else old.read(name))
    return read_docx(back, back.name, Limits()).text


BASES = p("Căn cứ Luật A;") + p("Căn cứ Luật B;") + p("") + p("Căn cứ Luật A;") + p("Ban hành kế hoạch.")


@pytest.mark.parametrize(
    ("body", "old", "new", "gone", "come"),
    [
        (p("ngày 23/6/2013 của Đảng"), "ngày 23/6/2013", "ngày 03/6/2013", ["23"], ["03"]),
        (p(run("Nghị ") + run("quyết", "<w:b/>") + run(" số 1")), "Nghị quyết số 1", "Quyết định số 1",
         ["Nghị ", "quyết"], ["Quyết định"]),
        (p("Luật A"), "A", "A;", [], [";"]),
        (p("Luật A;"), "A;", "A", [";"], []),
        (p("<w:r><w:t>Số</w:t><w:tab/><w:t>18 và 19</w:t></w:r>"), "Số\t18", "Số: 18", [], [": "]),
        (p("A &amp; B"), "A & B", "A < B", ["&"], ["<"]),
        (p("sô\u0301 một hai"), "số một", "điều một", ["sô\u0301"], ["điều"]),
        (p(f'<w:hyperlink w:anchor="a">{run("Luật X")}</w:hyperlink>'), "Luật X", "Luật Y", ["X"], ["Y"]),
        # A line that says again what one above said goes, with the end of its paragraph.
        (BASES, ";\n\nCăn cứ Luật A;", ";", ["Căn cứ Luật A;"], []),
        # Lines that change places keep their paragraphs.
        (BASES, "Luật A;\nCăn cứ Luật B;", "Luật B;\nCăn cứ Luật A;", ["A", "B"], ["B", "A"]),
    ],
)  # fmt: skip
def test_changes_accepted_and_rejected(
    tmp_path: Path, body: str, old: str, new: str, gone: list[str], come: list[str]
) -> None:
    path = make_docx(tmp_path / "a.docx", p("Mở đầu") + body + p("Hết"))
    text = read_docx(path, path.name, Limits()).text
    out = tracked(path, (old, new))
    root = part(out, "word/document.xml")
    assert (ours(root, "del"), ours(root, "ins")) == (gone, come)
    assert read_docx(out, out.name, Limits()).text.split() == text.replace(old, new, 1).split()
    assert rejected(out) == text


def test_new_words_look_like_those_they_stand_for(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", p(run("Số ") + run("18", "<w:b/><w:i/>") + run(" ngày")))
    root = part(tracked(path, ("18", "19")), "word/document.xml")
    for kind in ("ins", "del"):
        change = next(root.iter(f"{W}{kind}"))
        assert [each.tag for each in change.find(f"{W}r/{W}rPr")] == [f"{W}b", f"{W}i"]
        assert change.get(f"{W}date") == "2026-03-02T07:30:00Z"


def test_what_others_changed_stays_theirs(tmp_path: Path) -> None:
    theirs = '<w:ins w:id="3" w:author="Lan"><w:r><w:t>số 18 ngày 2</w:t></w:r></w:ins>'
    path = make_docx(tmp_path / "a.docx", p(run("Luật ") + theirs))
    out = tracked(path, ("số 18", "số 19"))
    root = part(out, "word/document.xml")
    by_lan = [each for each in root.iter(f"{W}ins") if each.get(f"{W}author") == "Lan"]
    assert "".join(t.text or "" for each in by_lan for t in each.iter(f"{W}t")) == "số  ngày 2"
    assert ours(root, "del") == ["18"]
    assert all(next(each.iterancestors(f"{W}ins"), None) is None for each in root.iter(f"{W}ins"))
    assert read_docx(out, out.name, Limits()).text == "Luật số 19 ngày 2"
    assert rejected(out) == "Luật số 18 ngày 2"


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (numbered("Phạm vi", 9), "Điều 1. Phạm", "Điều 2. Phạm"),
        (p(run("Ngoài") + BOX.format(p("trong khung"))), "khung", "hộp"),
        (p("Một dòng"), "Một dòng", "Hai\ndòng"),
        (p("Quèc héi n­íc ta vµ nh©n d©n"), "nhân dân", "Nhân dân"),
    ],
)
def test_what_cannot_be_tracked_is_left_to_its_comment(tmp_path: Path, body: str, old: str, new: str) -> None:
    path = make_docx(tmp_path / "a.docx", body, numbering=LIST)
    text = read_docx(path, path.name, Limits()).text
    out = tracked(path, (old, new))
    root = part(out, "word/document.xml")
    assert not ours(root, "ins")
    assert not ours(root, "del")
    assert len(list(root.iter(f"{W}commentReference"))) == 1
    assert read_docx(out, out.name, Limits()).text == text


def test_changes_are_as_small_as_words() -> None:
    remark = Remark(5, 16, "ngày 3 tháng 2", (), "ngày 03 tháng 02")
    assert [tuple(each) for each in changes(remark)] == [(10, 11, "03"), (18, 19, "02")]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_correction_of_any_small_document(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    words = st.text(st.sampled_from("aàb điều số1.; "), min_size=1, max_size=10)
    runs = st.one_of(
        words.map(run),
        words.map(lambda s: run(s, "<w:b/>")),
        words.map(
            lambda s: f"<w:r><w:t xml:space='preserve'>{s}</w:t><w:tab/><w:t xml:space='preserve'>{s}</w:t></w:r>"
        ),
        words.map(lambda s: f'<w:hyperlink w:anchor="x">{run(s)}</w:hyperlink>'),
        words.map(lambda s: f'<w:ins w:id="4" w:author="Lan">{run(s)}</w:ins>'),
    )
    body = "".join(
        p("".join(each)) for each in data.draw(st.lists(st.lists(runs, min_size=1, max_size=4), min_size=1, max_size=4))
    )
    folder = tmp_path_factory.mktemp("any")
    path = make_docx(folder / "a.docx", p("Chữ") + body)
    text = read_docx(path, path.name, Limits()).text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    put = data.draw(st.text(st.sampled_from("xyz ;"), max_size=8))
    remark = Remark(start, end, text[start:end], ("Sửa",), put)
    out = folder / "b.docx"
    out.write_bytes(annotated(path, path.name, Limits(), [remark], WHEN))
    shown = read_docx(out, out.name, Limits()).text
    root = part(out, "word/document.xml")
    done = ours(root, "ins") or ours(root, "del")
    if done or not put.strip():
        assert shown.split() in (corrected(text, [remark]).split(), text.split())
    assert rejected(out).split() == text.split()


@pytest.mark.parametrize(
    ("opening", "ending", "changed"),
    [
        (field(" REF moc1 \\h "), FIELD_END, False),
        (field(" HYPERLINK &quot;http://vi.du/a&quot; "), FIELD_END, True),
        ('<w:fldSimple w:instr=" DOCPROPERTY So ">', "</w:fldSimple>", False),
        ('<w:fldSimple w:instr=" FORMTEXT ">', "</w:fldSimple>", True),
        (BOUND, "</w:sdtContent></w:sdt>", False),
    ],
)
def test_what_word_writes_anew_is_only_commented(tmp_path: Path, opening: str, ending: str, changed: bool) -> None:
    body = f"<w:p>{run('Theo số ')}{opening}{run('30/2020/QĐ')}{ending}{run(' và số 31/2020/QĐ.')}</w:p>"
    out = tracked(make_docx(tmp_path / "a.docx", body), ("30/2020/QĐ", "30/2020/NĐ"), ("31/2020/QĐ", "31/2020/NĐ"))
    assert ours(part(out, "word/document.xml"), "ins") == ["NĐ", "NĐ"][: 1 + changed]
    assert len(comments(out)) == 2
