"""What waits for a person, and what is certain enough to be confirmed with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from archive.stored import NewDocument, Original

TEXT = "QUYẾT ĐỊNH\nVề việc trồng cây\nĐiều 1. Trồng cây.\n"
SURE = {"start": 0, "end": 3, "text": "QUY", "confidence": 0.95, "note": ""}
FACTS = ("type", "number", "issued", "issuer", "title")


def decision(seq: int, **more: object) -> NewDocument:
    plain = NewDocument(
        origin=f"upload:{seq:064x}",
        type="Quyết định",
        number=f"{seq}/QĐ-UBND",
        issued=date(2026, 1, 12),
        issuer="Ủy ban nhân dân xã Đồng Mẫu",
        title=f"Trồng cây đợt {seq}",
        signer="Trần Thị Mẫu",
        certainty="unconfirmed",
        source="tệp a.txt",
        evidence={**dict.fromkeys(FACTS, SURE), "signer": {**SURE, "confidence": 0.75}},
        text=TEXT,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(Settings.at(tmp_path / "home")) as made:
        yield made


UNSURE = [
    ("a question is left", {"review": ("low_confidence:signer",)}),
    ("a draft", {"draft": True}),
    ("no number", {"number": ""}),
    ("no date", {"issued": None}),
    (
        "one fact of its identity less sure",
        {"evidence": {**dict.fromkeys(FACTS, SURE), "issued": {**SURE, "confidence": 0.85}}},
    ),
    ("no evidence of the issuer", {"evidence": dict.fromkeys(("type", "number", "issued", "title"), SURE)}),
    ("the signer below the bar", {"evidence": {**dict.fromkeys(FACTS, SURE), "signer": {**SURE, "confidence": 0.6}}}),
    ("looked at already", {"certainty": "sure"}),
    ("a signature that does not fit", {"reading": {"signatures": [{"signer": "A", "state": "changed"}]}}),
]


@pytest.mark.parametrize(("why", "change"), UNSURE, ids=[row[0] for row in UNSURE])
def test_not_certain(archive: Archive, why: str, change: dict[str, object]) -> None:
    certain = archive.add(decision(1)).document_id
    archive.add(decision(2, **change))
    assert archive.reviews.certain(0.9, 0.7) == [certain], why


def test_a_signature_that_holds_is_no_doubt(archive: Archive) -> None:
    held = archive.add(decision(1, reading={"signatures": [{"signer": "A", "state": "whole"}]})).document_id
    assert archive.reviews.certain(0.9, 0.7) == [held]


def test_a_twin_or_an_offered_copy_is_a_doubt(archive: Archive, tmp_path: Path) -> None:
    archive.add(decision(1))
    archive.add(decision(2, origin="upload:" + "f" * 64, number="1/QĐ-UBND", issuer="Ủy ban nhân dân xã Hòa Mẫu"))
    assert archive.reviews.certain(0.9, 0.7) == []
    three = archive.add(decision(3)).document_id
    assert archive.reviews.certain(0.9, 0.7) == [three]
    other = tmp_path / "khác.txt"
    other.write_text(TEXT + "Khác.")
    again = decision(3, origin="upload:" + "e" * 64)
    assert archive.add(again, original=Original(other, "khác.txt", "text/plain")).role == "offered"
    assert archive.reviews.certain(0.9, 0.7) == []
    assert [each.document_id for each in archive.reviews.waiting("offered")] == [three]


def test_confirmed_together_and_taken_back(archive: Archive) -> None:
    one, two = (archive.add(decision(number)).document_id for number in (1, 2))
    asked = archive.add(decision(3, review=("no_date",), issued=None)).document_id
    assert [each.document_id for each in archive.reviews.waiting()] == [one, two, asked]
    assert archive.reviews.reasons() == {"unconfirmed": 2, "no_date": 1}
    assert archive.reviews.count() == 3
    done, token = archive.reviews.confirm([one, two, asked], 0.9, 0.7)
    assert done == [one, two]
    facts = archive.facts(one)
    assert (facts.certainty, facts.number, facts.issued) == ("sure", "1/QĐ-UBND", date(2026, 1, 12))
    assert "number" in facts.by_person
    assert [each.document_id for each in archive.reviews.waiting()] == [asked]
    archive.confirm(two, {"title": "Tên đã sửa"})
    assert archive.reviews.undo(token) == [one]
    assert (archive.facts(one).certainty, archive.facts(one).by_person) == ("unconfirmed", ())
    assert archive.facts(two).title == "Tên đã sửa"
    assert archive.reviews.undo(token) == []
    assert archive.reviews.confirm([asked], 0.9, 0.7) == ([], "")


def test_only_the_last_confirmations_can_be_taken_back(archive: Archive) -> None:
    tokens = []
    for number in range(1, 24):
        document = archive.add(decision(number)).document_id
        tokens.append(archive.reviews.confirm([document], 0.9, 0.7)[1])
    assert sum(bool(archive.reviews.undo(token)) for token in tokens) == 20
