"""The check over a real archive: successors, corresponding articles and repealed provisions from its own relations."""

from __future__ import annotations

from datetime import date

import pytest

from archive.checking import Finding, check_text
from archive.documents import Archive
from archive.provisions import Provision
from archive.stored import NewDocument

ON = date(2026, 11, 22)


def decree(archive: Archive, number: str, issued: date, title: str, *headings: str) -> int:
    """File a decree whose articles bear these headings."""
    lines = [f"Điều {n}. {heading}\n" for n, heading in enumerate(headings, 1)]
    text = "NGHỊ ĐỊNH\n" + "".join(lines)
    units, at = [], len("NGHỊ ĐỊNH\n")
    for n, (line, heading) in enumerate(zip(lines, headings, strict=True), 1):
        units.append(Provision(f"dieu:{n}", "dieu", f"Điều {n}", heading, at, at + len(line), unit=True))
        at += len(line)
    new = NewDocument(
        origin=f"upload:{number}", type="Nghị định", number=number, issued=issued, issuer="Chính phủ", title=title,
        effective=issued, text=text,
    )  # fmt: skip
    return archive.add(new, units).document_id


@pytest.fixture
def held(archive: Archive) -> Archive:
    """Three decrees: 5/2015 replaced by 6/2020, and one article of 6/2020 repealed by 7/2026."""
    first = decree(archive, "5/2015/NĐ-CP", date(2015, 1, 5), "Về hòa giải", "Phạm vi", "Hòa giải viên", "Thù lao")
    second = decree(archive, "6/2020/NĐ-CP", date(2020, 3, 3), "Về hòa giải", "Phạm vi", "Từ ngữ", "Hoà giải viên",
                    "Thi hành")  # fmt: skip
    third = decree(archive, "7/2026/NĐ-CP", date(2026, 2, 2), "Về phân cấp", "Bãi bỏ")
    archive.relations.add(second, "replaces", first, effective=date(2020, 5, 1))
    archive.relations.add(third, "repeals_part", second, scope=("dieu:2",), effective=date(2026, 4, 1))
    return archive


def check(archive: Archive, text: str, on: date = ON) -> Finding:
    """The one finding of a text."""
    (found,) = check_text(text, archive.holdings(), on, archive.gazetteer())
    return found


def test_a_successor_and_its_corresponding_article(held: Archive) -> None:
    found = check(held, "Theo Điều 2 Nghị định số 5/2015/NĐ-CP.")
    assert (found.verdict, [each.number for each in found.successors]) == ("replaced", ["6/2020/NĐ-CP"])
    assert [(each.path, each.successor_path) for each in found.corresponding] == [("dieu:2", "dieu:3")]
    assert check(held, "Theo Điều 3 Nghị định số 5/2015/NĐ-CP.").corresponding == ()
    assert check(held, "Theo Điều 2 Nghị định số 5/2015/NĐ-CP.", date(2020, 4, 30)).verdict != "replaced"


def test_a_repealed_article(held: Archive) -> None:
    found = check(held, "Theo Điều 2 Nghị định số 6/2020/NĐ-CP.")
    assert found.verdict == "expired"
    assert "7/2026/NĐ-CP" in found.message_vi
    assert "01/4/2026" in found.message_vi
    assert check(held, "Theo Điều 2 Nghị định số 6/2020/NĐ-CP.", date(2026, 3, 31)).verdict == "ok"
    assert check(held, "Theo Điều 3 Nghị định số 6/2020/NĐ-CP.").verdict == "ok"


def test_an_article_that_is_not_there(held: Archive) -> None:
    found = check(held, "Theo Điều 2 Nghị định số 7/2026/NĐ-CP.")
    assert [(each.field, each.found, each.expected) for each in found.fields] == [("pinpoint", "Điều 2", "Điều 1")]
