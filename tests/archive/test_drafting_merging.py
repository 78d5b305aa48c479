"""Two people in one draft, corrections carried into parts, and the versions that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import draft_versions
from archive.documents import Archive
from archive.drafting import composed
from archive.drafting.editing import edited
from archive.drafting.merging import Chunk, merge_lines, merge_parts
from archive.errors import NotFound, RefusedInput
from archive.people import People
from archive.seeing import seeing
from tests.archive.test_drafting_parts import PLAN

CASES = [
    ("hai đoạn khác nhau", "a b c", "A b c", "a b C", "A b C"),
    ("hai đoạn kề nhau", "a b c", "A b c", "a B c", "A B c"),
    ("cùng sửa như nhau", "a b c", "a X c", "a X c", "a X c"),
    ("tôi thêm, người kia xóa đoạn khác", "a b c", "a x b c", "a b", "a x b"),
    ("thêm hai chỗ", "a b", "x a b", "a b y", "x a b y"),
    ("cùng một đoạn", "a b c", "a X c", "a Y c", "a <b|X|Y> c"),
    ("tôi xóa đoạn người kia sửa", "a b c", "a c", "a Y c", "a <b||Y> c"),
    ("cùng thêm một chỗ", "a c", "a x c", "a y c", "a <|x|y> c"),
    ("chỉ người kia sửa", "a b", "a b", "a Z", "a Z"),
    ("một đoạn trùng, đoạn khác riêng", "a b c d", "a X c D", "A Y c d", "A <b|X|Y> c D"),
]


def _told(chunks: list[Chunk]) -> str:
    return " ".join(
        f"<{' '.join(c.before)}|{' '.join(c.mine)}|{' '.join(c.theirs)}>" if c.clash else " ".join(c.mine)
        for c in chunks
    )


@pytest.mark.parametrize(("before", "mine", "theirs", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_paragraphs_are_laid_together(before: str, mine: str, theirs: str, expected: str) -> None:
    assert _told(merge_lines(before.split(), mine.split(), theirs.split())) == expected


_PARAGRAPHS = st.lists(st.sampled_from("abcdef"), max_size=8)


@given(_PARAGRAPHS, _PARAGRAPHS, _PARAGRAPHS)
def test_nothing_anybody_wrote_is_lost(before: list[str], mine: list[str], theirs: list[str]) -> None:
    chunks = merge_lines(before, mine, theirs)
    chosen = [line for c in chunks for line in (c.mine + c.theirs if c.clash else c.mine)]
    for line in set(mine) - set(before):
        assert line in chosen
    for line in set(theirs) - set(before):
        assert line in chosen
    if mine == before:
        assert [line for c in chunks for line in c.mine] == theirs
    # Whoever saves first or second, the same places clash.
    swapped = merge_lines(before, theirs, mine)
    assert [c.before for c in chunks if c.clash] == [c.before for c in swapped if c.clash]


def test_parts_are_laid_together() -> None:
    mine = replace(PLAN, title="Tên của tôi", body=PLAN.body.replace("Một mục đích", "Mục đích của tôi"))
    theirs = replace(PLAN, signer="Lê Thị Thu Hà", body=PLAN.body.replace("Một việc", "Việc của họ"))
    merged, clashes = merge_parts(PLAN, mine, theirs, ["title", "body"])
    assert not clashes
    assert (merged.title, merged.signer) == ("Tên của tôi", "Lê Thị Thu Hà")
    assert "Mục đích của tôi" in merged.body
    assert "Việc của họ" in merged.body
    other = replace(
        PLAN, title="Tên của họ", bases=(PLAN.bases[0], "Căn cứ khác."), annexes=(PLAN.annexes[0], "Của họ")
    )
    mine = replace(mine, bases=("Căn cứ của tôi;", PLAN.bases[1]), annexes=("Của tôi", PLAN.annexes[1]))
    merged, clashes = merge_parts(PLAN, mine, other, ["title", "bases", "annexes"])
    assert [(clash.name, clash.listed) for clash in clashes] == [("title", False)]
    assert merged.title == "Tên của họ"
    assert merged.bases == ("Căn cứ của tôi;", "Căn cứ khác.")
    assert merged.annexes == ("Của tôi", "Của họ")


def test_a_clash_in_one_annex_keeps_what_was_changed_of_the_others() -> None:
    mine = replace(PLAN, annexes=("Của tôi", "Cùng sửa, tôi"))
    theirs = replace(PLAN, annexes=(PLAN.annexes[0], "Cùng sửa, họ"))
    merged, clashes = merge_parts(PLAN, mine, theirs, ["annexes"])
    assert [(clash.name, clash.index, clash.listed) for clash in clashes] == [("annexes", 1, False)]
    assert merged.annexes == ("Của tôi", "Cùng sửa, họ")


def _edit(text: str, old: str, new: str) -> tuple[int, int, str]:
    start = text.index(old)
    return start, start + len(old), new


def test_corrections_are_carried_into_the_parts() -> None:
    text = composed(PLAN).text
    made = edited(PLAN, [_edit(text, "03 tháng 6", "04 tháng 6"), _edit(text, "Một việc", "Hai việc"),
                         _edit(text, "Một mục", "Hai mục")])  # fmt: skip
    assert made is not None
    assert "04 tháng 6" in made.bases[1]
    assert ("Hai việc" in made.body, "Hai mục" in made.body) == (True, True)
    assert replace(made, bases=PLAN.bases, body=PLAN.body) == PLAN
    block = "\n".join(PLAN.bases)
    swapped = edited(PLAN, [_edit(text, block, "Căn cứ Một;\nCăn cứ Hai;\nCăn cứ Ba.")])
    assert swapped is not None
    assert swapped.bases == ("Căn cứ Một;", "Căn cứ Hai;", "Căn cứ Ba.")
    more = edited(PLAN, [_edit(text, PLAN.bases[0], f"{PLAN.bases[0]}\nCăn cứ thêm;")])
    assert more is not None
    assert more.bases == (PLAN.bases[0], "Căn cứ thêm;", PLAN.bases[1])
    over = edited(PLAN, [_edit(text, "An Bình, ngày 05", "Hà Nội, ngày 06")])
    assert over is not None
    assert (over.place, over.dated) == ("Hà Nội", "ngày 06 tháng 3 năm 2026")
    with pytest.raises(ValueError, match="overlap"):
        edited(PLAN, [(0, 5, "x"), (3, 8, "y")])


@pytest.fixture
def made(archive: Archive) -> int:
    return archive.drafts.create("", "", parts=PLAN).id


def test_both_go_through_in_different_parts(archive: Archive, made: int) -> None:
    first = archive.drafts.merge(made, 1, {"title": "Của Lan"}, {})
    second = archive.drafts.merge(made, 1, {"signer": "Của Minh"}, {})
    assert (first.clashes, first.needed, second.clashes, second.needed) == ((), (), (), ())
    draft = archive.drafts.get(made)
    assert draft.parts == replace(PLAN, title="Của Lan", signer="Của Minh")
    assert draft.text == composed(draft.parts).text
    assert (draft.version, draft.title) == (3, "Kế hoạch Của Lan")


def test_the_second_in_a_paragraph_is_told(archive: Archive, made: int) -> None:
    archive.drafts.merge(made, 1, {"body": PLAN.body.replace("Một việc", "Việc của Lan")}, {})
    mine = PLAN.body.replace("Một việc", "Việc của Minh").replace("Một mục", "Hai mục")
    asked = archive.drafts.merge(made, 1, {"body": mine, "place": "Hà Nội"}, {})
    assert (asked.needed, asked.clashes) == (("body",), ())
    told = archive.drafts.merge(made, 1, {"body": mine}, {"body": PLAN.body})
    clashing = [chunk for chunk in told.clashes[0].chunks if chunk.clash]
    assert [(chunk.mine, chunk.theirs) for chunk in clashing] == [
        (("a) Việc của Minh./.",), ("a) Việc của Lan./.",)),
    ]
    # Nothing of the other's is gone, and what was free went through.
    parts = archive.drafts.get(made).parts
    assert parts is not None
    assert ("Việc của Lan" in parts.body, parts.place) == (True, "Hà Nội")
    chosen = "\n".join(line for chunk in told.clashes[0].chunks for line in chunk.mine)
    done = archive.drafts.merge(made, told.draft.version, {"body": chosen}, {})
    assert done.draft.parts is not None
    assert done.draft.parts.body == mine


def test_a_text_without_parts_is_not_merged(archive: Archive) -> None:
    plain = archive.drafts.create("", "Một ghi chú")
    with pytest.raises(RefusedInput, match="chưa chia thành các phần"):
        archive.drafts.merge(plain.id, 1, {"body": "x"}, {})


def test_a_sitting_is_one_version(archive: Archive, made: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people = People(archive.database)
    lan, minh = (people.add(name, sign, "drafter") for name, sign in (("Lan", "lan"), ("Minh", "minh")))
    with seeing(lan.viewer):
        for at, title in enumerate("abc"):
            archive.drafts.merge(made, at + 1, {"title": title}, {})
    with seeing(minh.viewer):
        archive.drafts.merge(made, 4, {"title": "d"}, {}, keep=True)
        archive.drafts.merge(made, 5, {"title": "d"}, {}, keep=True)
        archive.drafts.merge(made, 5, {"title": "e"}, {})
    monkeypatch.setattr(draft_versions, "SITTING", timedelta(0))
    with seeing(minh.viewer):
        archive.drafts.merge(made, 6, {"title": "f"}, {})
    told = [(each.version, each.kind, each.person) for each in archive.drafts.versions(made)]
    assert told == [
        (7, "saved", "Minh"),
        (6, "saved", "Minh"),
        (5, "kept", "Minh"),
        (4, "saved", "Lan"),
        (1, "begun", ""),
    ]


def test_an_earlier_version_comes_back_and_none_is_lost(archive: Archive, made: int) -> None:
    archive.drafts.merge(made, 1, {"title": "Khác", "bases": []}, {})
    first = archive.drafts.versions(made)[-1]
    assert archive.drafts.version(made, first.id).parts == PLAN
    with pytest.raises(RefusedInput, match="lưu ở nơi khác"):
        archive.drafts.restore(made, first.id, 1)
    back = archive.drafts.restore(made, first.id, 2)
    assert (back.parts, back.version, back.part_versions["bases"]) == (PLAN, 3, 3)
    kinds = [each.kind for each in archive.drafts.versions(made)]
    assert kinds == ["restored", "saved", "begun"]
    held = archive.drafts.version(made, archive.drafts.versions(made)[1].id).parts
    assert held is not None
    assert held.title == "Khác"
    with pytest.raises(NotFound):
        archive.drafts.version(made, 99)
    with pytest.raises(NotFound):
        archive.drafts.version(archive.drafts.create("", "khác").id, first.id)


def test_who_else_has_the_draft_open(archive: Archive, made: int) -> None:
    people = People(archive.database)
    lan, minh = (people.add(name, sign, "drafter") for name, sign in (("Lan", "lan"), ("Minh", "minh")))
    with seeing(lan.viewer):
        mine = archive.drafts.create("", "", parts=PLAN)
        assert archive.drafts.here(made, "w1") == ()
    with seeing(minh.viewer):
        assert [(each.person, each.mine) for each in archive.drafts.here(made, "w2")] == [("Lan", False)]
        there = archive.drafts.here(made, "w3")
        assert [(each.person, each.mine) for each in there] == [("Minh", True), ("Lan", False)]
        archive.drafts.gone(made, "w3")
        # A draft that is not shared with him is not there for him.
        with pytest.raises(NotFound):
            archive.drafts.here(mine.id, "w2")
        with pytest.raises(NotFound):
            archive.drafts.versions(mine.id)
    with seeing(lan.viewer):
        assert [each.person for each in archive.drafts.here(made, "w1")] == ["Minh"]


def test_no_draft_is_given_the_id_of_one_that_was_removed(archive: Archive) -> None:
    drafts = archive.drafts
    first, last = (drafts.create(title, "").id for title in ("Một", "Hai"))
    drafts.delete(last)
    drafts.delete(first)
    assert drafts.create("Ba", "").id == last + 1
    assert drafts.create("Bốn", "").id == last + 2
    with pytest.raises(NotFound):
        drafts.merge(last, 1, {"title": "Gõ ở trang còn mở"}, {})
