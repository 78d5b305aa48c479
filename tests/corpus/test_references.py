"""The national code's own references: read into pieces, and tied to the article that label and heading agree on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.loaders.codified import CodifiedArticle
from corpus.loaders.grouping import Spool
from corpus.loaders.places import Meant, Places, meant
from corpus.loaders.references import read_references

LEAD = "(Điều này có nội dung liên quan đến "
DECREE = "của Nghị định 45/2019/NĐ-CP Quy định chi tiết Luật Làng nghề ban hành ngày 26/04/2019"

# unit, number, label, heading, the named document's number
READ = [
    ("Điều 90.1.LQ.2. Giải thích từ ngữ)", [("Điều", "2", "90.1.LQ.2", "Giải thích từ ngữ", "")]),
    (
        "Điều 90.1.LQ.68a. Quỹ; Điều 90.1.NĐ.1.2. Hồ sơ)",
        [("Điều", "68a", "90.1.LQ.68a", "Quỹ", ""), ("Điều", "2", "90.1.NĐ.1.2", "Hồ sơ", "")],
    ),
    # Semicolons, articles and documents inside a heading.
    (
        "Điều 90.1.TT.3.3. Hướng dẫn khoản 8 Điều 3; khoản 1 Điều 42 Luật Nghề; hồ sơ; Điều 90.1.TT.3.4. Biểu mẫu)",
        [
            ("Điều", "3", "90.1.TT.3.3", "Hướng dẫn khoản 8 Điều 3; khoản 1 Điều 42 Luật Nghề; hồ sơ", ""),
            ("Điều", "4", "90.1.TT.3.4", "Biểu mẫu", ""),
        ],
    ),
    # A document named behind the last of its units is that of the units before, as far as they go.
    (
        f"Điều 90.1.LQ.2. Giải thích; Điều 1. ; Điều 2.; Điều 3. Hồ sơ {DECREE}; Điều 9. Khác của Thông tư "
        "3/2020/TT-BVHTTDL Danh mục nghề ban hành ngày 11/02/2020)",
        [
            ("Điều", "2", "90.1.LQ.2", "Giải thích", ""),
            ("Điều", "1", "", "", "45/2019/NĐ-CP"),
            ("Điều", "2", "", "", "45/2019/NĐ-CP"),
            ("Điều", "3", "", "Hồ sơ", "45/2019/NĐ-CP"),
            ("Điều", "9", "", "Khác", "3/2020/TT-BVHTTDL"),
        ],
    ),
    # Of codified articles only those of the same document.
    (
        f"Điều 90.1.LQ.2. Giải thích; Điều 90.1.NĐ.1.1. Phạm vi; Điều 90.1.NĐ.1.2. Hồ sơ {DECREE})",
        [
            ("Điều", "2", "90.1.LQ.2", "Giải thích", ""),
            ("Điều", "1", "90.1.NĐ.1.1", "Phạm vi", "45/2019/NĐ-CP"),
            ("Điều", "2", "90.1.NĐ.1.2", "Hồ sơ", "45/2019/NĐ-CP"),
        ],
    ),
    (
        f"Chương II NGHỆ NHÂN; Mục 3 CHẾ ĐỘ; Phần thứ hai XỬ PHẠT {DECREE})",
        [
            ("Chương", "II", "", "NGHỆ NHÂN", "45/2019/NĐ-CP"),
            ("Mục", "3", "", "CHẾ ĐỘ", "45/2019/NĐ-CP"),
            ("Phần", "thứ hai", "", "XỬ PHẠT", "45/2019/NĐ-CP"),
        ],
    ),
    # Slips: the joining word twice, or left over.
    (f"Điều 90.1.NĐ.1.2. Hồ sơ của {DECREE})", [("Điều", "2", "90.1.NĐ.1.2", "Hồ sơ", "45/2019/NĐ-CP")]),
    ("Điều 90.1.NĐ.1.2. Hồ sơ của )", [("Điều", "2", "90.1.NĐ.1.2", "Hồ sơ", "")]),
    (f"{DECREE})", [("Văn bản", "", "", "", "45/2019/NĐ-CP")]),
    # A title that names another document, and one that is no title.
    (
        "Điều 1. Sửa đổi Điều 2 của Thông tư 17/2012/TT-BYT của Thông tư 34/2015/TT-BYT Sửa đổi Thông tư số "
        "17/2012/TT-BYT ngày 24 tháng 10 năm 2012 ban hành ngày 27/10/2015)",
        [("Điều", "1", "", "Sửa đổi Điều 2 của Thông tư 17/2012/TT-BYT", "34/2015/TT-BYT")],
    ),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("related", "expected"), READ)
def test_reads_references(related: str, expected: list[tuple[str, ...]]) -> None:
    found = read_references(LEAD + related if related else "")
    assert [(r.unit, r.number, r.label, r.heading, r.named.number if r.named else "") for r in found] == expected


def test_a_named_document_has_title_and_day() -> None:
    (one,) = read_references(f"{LEAD}Điều 3. Hồ sơ {DECREE})")
    assert one.named is not None
    assert (one.named.type, one.named.title, one.named.issued) == (
        "Nghị định",
        "Quy định chi tiết Luật Làng nghề",
        date(2019, 4, 26),
    )


def codified(code: str, heading: str, note: str) -> CodifiedArticle:
    return CodifiedArticle(
        code, heading, f"({note}, có hiệu lực thi hành kể từ ngày 01/01/2019)", f"{code} {note}", "90.1", "Làng nghề"
    )


ARTICLES = [
    codified("90.1.LQ.2", "Giải thích từ ngữ", "Điều 2 Luật số 12/2018/QH14"),
    codified("90.1.NĐ.1.1", "Phạm vi điều chỉnh", "Điều 1 Nghị định số 45/2019/NĐ-CP"),
    codified("90.1.NĐ.1.2", "Hồ sơ công nhận làng nghề truyền thống", "Điều 2 Nghị định số 45/2019/NĐ-CP"),
    codified("90.1.NĐ.1.4", "", "Điều 4 Nghị định số 45/2019/NĐ-CP"),
    # One label, two documents.
    codified("90.1.TT.1.3", "Cơ cấu", "Điều 3 Thông tư số 1/2020/TT-BNV"),
    codified("90.1.TT.1.3", "Hồ sơ", "Điều 3 Thông tư số 2/2020/TT-BNV"),
    codified("90.1.TT.1.5", "Hiệu lực", "Điều 5 Thông tư số 1/2020/TT-BNV"),
    codified("90.1.TT.1.5", "Hiệu lực", "Điều 5 Thông tư số 2/2020/TT-BNV"),
    codified("90.1.QĐ.1.7", "Trách nhiệm", "Điều 7 Quyết định số 73-CP"),
]
D, OLD = "Nghị định|45/2019/ND-CP", "của Nghị định 8/2010/NĐ-CP Về làng nghề ban hành ngày 02/02/2010"


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    spool = Spool(tmp_path_factory.mktemp("places") / "spool.sqlite")
    spool.fill(ARTICLES, lambda done: None)
    yield Places(spool)
    spool.close()


MEANT = [
    ("Điều 90.1.LQ.2. Giải thích từ ngữ", Meant("both", "Luật|12/2018/QH14", "dieu:2")),
    # Case, placing of tones and punctuation do not part two headings; a slip hardly does; another word does.
    ("Điều 90.1.LQ.2. Giải thích Từ ngữ.", Meant("both", "Luật|12/2018/QH14", "dieu:2")),
    ("Điều 90.1.NĐ.1.2. Hồ sơ công nhận làng nghề truyền thông", Meant("near", D, "dieu:2")),
    ("Điều 90.1.NĐ.1.2. Nội dung công nhận làng nghề truyền thống", Meant("other_heading")),
    ("Điều 90.1.NĐ.1.2. Trách nhiệm của nghệ nhân", Meant("other_heading")),
    ("Điều 90.1.NĐ.1.4. ", Meant("label", D, "dieu:4")),
    ("Điều 90.1.NĐ.1.9. Hồ sơ công nhận làng nghề truyền thống", Meant("no_label")),
    # The document that is named decides: it is this one, or the label is another's now.
    (f"Điều 90.1.NĐ.1.1. Phạm vi điều chỉnh {DECREE}", Meant("both", D, "dieu:1")),
    (f"Điều 90.1.NĐ.1.1. Phạm vi điều chỉnh {OLD}", Meant("other_document")),
    (f"Điều 90.7.NĐ.3.1. Phạm vi điều chỉnh {DECREE}", Meant("document", D, "dieu:1")),
    (f"Điều 90.7.NĐ.3.1. Phạm vi điều chỉnh {OLD}", Meant("no_document")),
    # A label of two documents: the heading tells them apart, or the name, or nothing does.
    ("Điều 90.1.TT.1.3. Hồ sơ", Meant("both", "Thông tư|2/2020/TT-BNV", "dieu:3")),
    ("Điều 90.1.TT.1.5. Hiệu lực", Meant("several")),
    (
        "Điều 90.1.TT.1.5. Hiệu lực của Thông tư 1/2020/TT-BNV Về làng ban hành ngày 02/02/2020",
        Meant("both", "Thông tư|1/2020/TT-BNV", "dieu:5"),
    ),
    # A unit of a document that is named.
    (f"Điều 1. Phạm vi điều chỉnh {DECREE}", Meant("document", D, "dieu:1")),
    (f"Điều 1. {DECREE}", Meant("article", D, "dieu:1")),
    (f"Điều 1. Lời khác hẳn {DECREE}", Meant("other_heading")),
    (f"Điều 8. Phạm vi điều chỉnh {DECREE}", Meant("no_article", D)),
    (f"Chương I QUY ĐỊNH CHUNG {DECREE}", Meant("whole", D)),
    (f"Điều 1. Phạm vi điều chỉnh {OLD}", Meant("no_document")),
    ("Điều 1. Phạm vi điều chỉnh", Meant("unnamed")),
    ("một lời không có điều nào", Meant("unreadable")),
    # A number without a year: one document of it is in the edition.
    (
        "Điều 7. Trách nhiệm của Quyết định 73-CP Về làng ban hành ngày 02/02/1994",
        Meant("document", "Quyết định|73CP|2019-01-01", "dieu:7"),
    ),
]


@pytest.mark.parametrize(("printed", "expected"), MEANT)
def test_means_the_article_that_two_statements_agree_on(where: Places, printed: str, expected: Meant) -> None:
    (reference,) = read_references(f"{LEAD}{printed})")
    assert meant(reference, where) == expected


def test_places_are_kept_in_the_spool(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.sqlite")
    spool.fill(ARTICLES, lambda done: None)
    first = Places(spool).labelled("90.1.LQ.2")
    spool.close()
    again = Spool(tmp_path / "spool.sqlite")
    assert Places(again).labelled("90.1.LQ.2") == first
    again.close()
