"""Relations as the archive keeps them: who says so, what they do, what a person decided, what is resolved later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.citations import find_citations
from archive.documents import Archive
from archive.effects import Effect, PartDays
from archive.errors import NotFound, RefusedInput
from archive.relations.model import EffectDays, FoundRelation
from archive.resolving import resolve_all
from archive.stored import Added, NewDocument, StatedRelation, Statements
from archive.validity import validity_at

OLD = NewDocument(
    origin="registry:old",
    type="Nghị định",
    number="12/2015/NĐ-CP",
    issued=date(2015, 2, 3),
    issuer="Chính phủ",
    title="Về quản lý bến thuyền",
    effective=date(2015, 4, 1),
    certainty="sure",
    source="danh mục",
)
TEXT = (
    "NGHỊ ĐỊNH\nĐiều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01/3/2021 và thay thế Nghị định số 12/2015/NĐ-CP."
)
SENTENCE = TEXT[TEXT.index("Nghị định này") :]
NEW = NewDocument(
    origin="vbpl:new",
    type="Nghị định",
    number="20/2021/NĐ-CP",
    issued=date(2021, 1, 15),
    issuer="Chính phủ",
    title="Về bến thủy nội địa",
    effective=date(2021, 3, 1),
    certainty="sure",
    source="vbpl",
    text=TEXT,
)


def relation(kind: str = "replaces", scope: tuple[str, ...] = (), text: str = TEXT, **more: object) -> FoundRelation:
    citation = next(c for c in find_citations(text) if c.number == "12/2015/NĐ-CP")
    start = text.index("Nghị định này")
    return FoundRelation(kind, citation, start, len(text), text[start:], scope, "dieu:9", **more)  # type: ignore[arg-type]


def add(archive: Archive, new: NewDocument, *relations: FoundRelation, parts: tuple[PartDays, ...] = ()) -> Added:
    resolutions = resolve_all([c for c in find_citations(new.text) if c.type != "SELF"], archive.holdings())
    return archive.add(new, (), resolutions, statements=Statements(relations, EffectDays(parts=parts)))


def effects(archive: Archive, document_id: int) -> tuple[Effect, ...]:
    return archive.record(document_id).effects


def test_a_replacement_ends_the_other_document_with_its_evidence(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    new = add(archive, NEW, relation()).document_id
    (effect,) = effects(archive, old)
    assert (effect.kind, effect.by, effect.start, effect.certainty) == ("replaces", new, date(2021, 3, 1), "sure")
    assert effect.evidence == SENTENCE
    assert effect.by_named == "Nghị định 20/2021/NĐ-CP"
    assert "Điều 9" in effect.source
    assert validity_at(archive.record(old), date(2021, 2, 28)).state == "in_force"
    assert validity_at(archive.record(old), date(2021, 3, 1)).state == "expired"
    (stored,) = archive.relations.of(old)
    assert (stored.kind, stored.source_id, stored.target_id, stored.status) == ("replaces", new, old, "resolved")
    assert archive.text(new)[stored.start : stored.end] == stored.text
    assert effects(archive, new) == ()


def test_a_relation_waits_for_its_document_and_finds_it(archive: Archive) -> None:
    new = add(archive, NEW, relation()).document_id
    (waiting,) = archive.relations.of(new)
    assert (waiting.status, waiting.target_id) == ("not_held", None)
    old = archive.add(OLD).document_id
    (found,) = archive.relations.of(new)
    assert (found.status, found.target_id) == ("resolved", old)
    assert [each.by for each in effects(archive, old)] == [new]


def test_it_is_found_too_when_linking_comes_once_at_the_end(archive: Archive) -> None:
    statements = Statements((relation(),), EffectDays())
    new = archive.add(NEW, (), (), statements=statements, link=False).document_id
    old = archive.add(OLD, link=False).document_id
    assert effects(archive, old) == ()
    archive.relink([old, new])
    assert [each.by for each in effects(archive, old)] == [new]


def test_a_rejected_relation_does_nothing_and_stays_rejected_when_the_text_is_read_again(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    new = add(archive, NEW, relation()).document_id
    (stored,) = archive.relations.of(new)
    archive.relations.decide(stored.id, "rejected")
    assert effects(archive, old) == ()
    again = replace(NEW, text=TEXT + "\n", note="đọc lại")
    assert add(archive, again, relation()).status == "updated"
    (still,) = archive.relations.of(new)
    assert still.decision == "rejected"
    assert effects(archive, old) == ()
    archive.relations.decide(still.id, "")
    assert [each.by for each in effects(archive, old)] == [new]


def test_confirming_makes_sure(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    add(archive, NEW, relation(certainty="doubtful", note="câu có ngoại lệ"))
    (effect,) = effects(archive, old)
    assert (effect.certainty, effect.confirmed) == ("doubtful", False)
    (stored,) = archive.relations.of(old)
    assert stored.note == "câu có ngoại lệ"
    archive.relations.decide(stored.id, "confirmed")
    (effect,) = effects(archive, old)
    assert (effect.certainty, effect.confirmed) == ("sure", True)


def test_what_an_unconfirmed_file_states_is_doubtful_until_somebody_confirms_the_file(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    upload = replace(NEW, origin="upload:abc", certainty="unconfirmed", source="tệp nd20.txt")
    new = add(archive, upload, relation()).document_id
    assert [each.certainty for each in effects(archive, old)] == ["doubtful"]
    assert [each.id for each in archive.relations.to_confirm()] == [each.id for each in archive.relations.of(new)]
    assert archive.relations.count_to_confirm() == 1
    archive.confirm(new, {"number": "20/2021/NĐ-CP"})
    assert [each.certainty for each in effects(archive, old)] == ["sure"]


def test_another_day_of_effect_moves_what_follows_from_it(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    new = add(archive, NEW, relation()).document_id
    archive.confirm(new, {"effective": date(2021, 6, 1)})
    assert [each.start for each in effects(archive, old)] == [date(2021, 6, 1)]


def test_a_day_of_its_own_comes_before_that_of_the_document(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    add(archive, NEW, relation("repeals_part", ("dieu:5",), effective=date(2022, 1, 1)))
    (effect,) = effects(archive, old)
    assert (effect.kind, effect.start, effect.paths) == ("repeals_part", date(2022, 1, 1), ("dieu:5",))


@pytest.mark.parametrize("changed", [{"draft": True}, {"sample": True}])
def test_drafts_and_samples_end_nothing(archive: Archive, changed: dict[str, bool]) -> None:
    old = archive.add(OLD).document_id
    add(archive, replace(NEW, **changed), relation())  # type: ignore[arg-type]
    assert effects(archive, old) == ()


@pytest.mark.parametrize(
    ("kind", "number", "issuer", "acts"),
    [
        ("Thông tư", "7/2021/TT-BGTVT", "Bộ Giao thông vận tải", False),
        ("Quyết định", "7/2021/QĐ-TTg", "Thủ tướng Chính phủ", False),
        ("Quyết định", "7/2021/QĐ-UBND", "Ủy ban nhân dân tỉnh Hà Giang", False),
        ("Quyết định", "7-QĐ/TW", "Bộ Chính trị", False),
        ("Nghị định", "7/2021/NĐ-CP", "Chính phủ", True),
        ("Nghị quyết", "7/NQ-CP", "Chính phủ", True),
        ("Luật", "7/2021/QH15", "Quốc hội", True),
    ],
)
def test_nobody_ends_what_stands_above_him(archive: Archive, kind: str, number: str, issuer: str, acts: bool) -> None:
    old = archive.add(OLD).document_id
    add(archive, replace(NEW, type=kind, number=number, issuer=issuer), relation())
    assert bool(effects(archive, old)) is acts


def test_an_older_document_cannot_end_a_newer_one_for_sure(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    add(archive, replace(NEW, issued=date(2014, 1, 1), effective=date(2014, 2, 1)), relation())
    assert [each.certainty for each in effects(archive, old)] == ["doubtful"]


def test_a_wrongly_cited_document_is_ended_only_doubtfully(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    text = TEXT.replace("12/2015/NĐ-CP", "12/2015/NĐ-CP ngày 09 tháng 9 năm 2015")
    add(archive, replace(NEW, text=text), relation(text=text))
    assert [each.certainty for each in effects(archive, old)] == ["doubtful"]
    assert validity_at(archive.record(old), date(2021, 3, 1)).state != "expired"


def test_a_document_cannot_replace_itself(archive: Archive) -> None:
    own = replace(NEW, number="12/2015/NĐ-CP", issued=date(2015, 2, 3))
    new = add(archive, own, relation()).document_id
    archive.relink([new])
    (stored,) = archive.relations.of(new)
    assert (stored.target_id, stored.status) == (None, "ambiguous")


def test_days_of_parts_come_with_the_record(archive: Archive) -> None:
    part = PartDays("dieu:5", effective=date(2022, 1, 1), evidence="Điều 5 có hiệu lực từ ngày 01/01/2022")
    new = add(archive, NEW, parts=(part,)).document_id
    assert archive.record(new).parts == (part,)


def test_a_person_states_corrects_and_takes_back(archive: Archive) -> None:
    old, new = archive.add(OLD).document_id, archive.add(NEW).document_id
    stored = archive.relations.add(new, "replaces", old, note="theo công văn trao đổi")
    assert stored.by_person
    assert stored.decision == "confirmed"
    assert stored.number == "12/2015/NĐ-CP"
    assert [each.by for each in effects(archive, old)] == [new]
    with pytest.raises(RefusedInput):
        archive.relations.add(new, "replaces", old)
    with pytest.raises(RefusedInput):
        archive.relations.add(new, "guides", new)
    with pytest.raises(NotFound):
        archive.relations.add(new, "guides", 999)
    with pytest.raises(KeyError):
        archive.relations.add(new, "cites", old)
    archive.relations.remove(stored.id)
    assert effects(archive, old) == ()
    assert archive.relations.of(new) == ()
    with pytest.raises(NotFound):
        archive.relations.get(stored.id)


def test_what_was_read_cannot_be_removed_only_rejected(archive: Archive) -> None:
    archive.add(OLD)
    new = add(archive, NEW, relation()).document_id
    with pytest.raises(RefusedInput):
        archive.relations.remove(archive.relations.of(new)[0].id)


def test_a_loader_states_anew_and_keeps_what_a_person_decided(archive: Archive) -> None:
    old, new = archive.add(OLD).document_id, archive.add(NEW).document_id
    stated = [StatedRelation("replaces", target_id=old, source="danh mục", certainty="likely")]
    assert archive.relations.state(new, stated, "registry") == 1
    assert [(e.certainty, e.source) for e in effects(archive, old)] == [("likely", "danh mục")]
    archive.relations.decide(archive.relations.of(new)[0].id, "rejected")
    archive.relations.state(new, stated, "registry")
    assert [each.decision for each in archive.relations.of(new)] == ["rejected"]
    assert effects(archive, old) == ()
    archive.relations.state(new, [], "registry")
    assert archive.relations.of(new) == ()


def test_a_loader_may_name_what_is_not_held_yet(archive: Archive) -> None:
    new = archive.add(NEW).document_id
    (cited,) = find_citations("Nghị định số 12/2015/NĐ-CP ngày 03/02/2015 của Chính phủ")
    archive.relations.state(new, [StatedRelation("amends", target=cited, scope=("dieu:3",))], "phapdien")
    assert archive.relations.of(new)[0].status == "not_held"
    old = archive.add(OLD).document_id
    assert [(e.kind, e.paths) for e in effects(archive, old)] == [("amends", ("dieu:3",))]


def test_what_guides_an_ended_document_is_told(archive: Archive) -> None:
    old = archive.add(OLD).document_id
    guide = replace(
        NEW, origin="vbpl:guide", type="Thông tư", number="3/2016/TT-BGTVT", issued=date(2016, 1, 5),
        issuer="Bộ Giao thông vận tải", effective=date(2016, 2, 20), text="",
    )  # fmt: skip
    guiding = archive.add(guide).document_id
    archive.relations.add(guiding, "guides", old)
    assert effects(archive, guiding) == ()
    add(archive, NEW, relation())
    (effect,) = effects(archive, guiding)
    assert (effect.kind, effect.by, effect.start, effect.certainty) == ("guides", old, date(2021, 3, 1), "likely")


def test_an_ambiguous_relation_is_settled_by_choosing(archive: Archive) -> None:
    first = archive.add(OLD).document_id
    second = archive.add(
        replace(OLD, origin="registry:other", issued=date(2015, 5, 9), title="Về giá nước sạch"), as_new=True
    ).document_id
    new = add(archive, NEW, relation()).document_id
    (stored,) = archive.relations.of(new)
    assert stored.status == "ambiguous"
    assert set(stored.candidates) == {first, second}
    with pytest.raises(RefusedInput):
        archive.relations.decide(stored.id, "confirmed")
    archive.relations.decide(stored.id, "confirmed", target_id=first)
    assert [each.by for each in effects(archive, first)] == [new]
    assert effects(archive, second) == ()
    archive.relink([second, first])
    assert [each.by for each in effects(archive, first)] == [new]
