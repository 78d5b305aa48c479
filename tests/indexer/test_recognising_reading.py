"""Scans: two readers held against each other; one alone is asked about. Signatures bear out what the text says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer.reading import PDF, Page, Placed, Reading, SecondReading, Signature
from indexer.recognising import REVIEW_BELOW, recognise_reading

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
{number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{day}
KẾ HOẠCH
{title}
Căn cứ Luật Cây xanh ngày 12 tháng 5 năm 2024;
Ủy ban nhân dân xã ban hành Kế hoạch trồng cây xanh ở các thôn năm 2026 như sau:
I. MỤC ĐÍCH
1. Trồng cây.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
"""
NUMBER, DAY, TITLE = "Số: 15/KH-UBND", "Suối Hoa, ngày 05 tháng 02 năm 2026", "Trồng cây xanh ở các thôn năm 2026"


def scan(
    number: str = NUMBER,
    day: str = DAY,
    title: str = TITLE,
    again: dict[str, str] | None = None,
    weak: str = "",
    raw: str = "",
    sure: float = 0.9,
) -> Reading:
    """A page that OCR read; `again` are the second reader's lines by the first one's, `weak` words read poorly;
    `sure` the second reader's confidence."""
    text = HEAD.format(number=number, day=day, title=title)
    box = (1, 0.1, 0.1, 0.9, 0.2)
    seconds = tuple(
        SecondReading(text.index(line), text.index(line) + len(line), *box, other, sure)
        for line, other in sorted((again or {}).items(), key=lambda each: text.index(each[0]))
    )
    placed = tuple(
        Placed(text.index(word), text.index(word) + len(word), *box, confidence=0.4) for word in weak.split() if word
    )
    return Reading(text, raw or text, (Page(1, text, "ocr", 0.95),), (0,), PDF, placed=placed, seconds=seconds)


def asked(reading: Reading) -> set[str]:
    """The fields of a reading that a person is asked about."""
    found = recognise_reading(reading)
    names = ("type", "number", "issued", "issuer", "title", "signer")
    return {name for name in names if getattr(found, name).confidence < REVIEW_BELOW}


BOTH = {NUMBER: NUMBER, DAY: DAY, TITLE: TITLE, "Trần Thị Mẫu": "Trần Thị Mẫu"}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (scan(again=BOTH), set()),
        (scan(again={NUMBER: NUMBER, DAY: DAY}), {"title", "signer"}),
        (scan(again={NUMBER: NUMBER, DAY: DAY, TITLE: TITLE}), {"signer"}),
        (scan(again={NUMBER: NUMBER}), {"issued", "title", "signer"}),
        (scan(), {"number", "issued", "title", "signer"}),
        # What the body repeats was read by the same reader: it may misread the same word twice.
        (scan(title="Trồng cây xanh ở các thên năm 2026", again={NUMBER: NUMBER}), {"issued", "signer", "title"}),
        # Both readers, but not surely: of accents that is no evidence.
        (scan(again=BOTH, weak="Trồng"), {"title"}),
        (scan(again=BOTH, sure=0.6), {"title", "signer"}),
        (scan(again=BOTH | {NUMBER: "Số: 16/KH-UBND"}), {"number"}),
        (scan(again=BOTH | {DAY: "Suối Hoa, ngày 06 tháng 02 năm 2026"}), {"issued"}),
        (scan(again=BOTH | {TITLE: "Trồng cây xanh ở các thôn năm 2020"}), {"title"}),
    ],
)
def test_what_is_asked_on_a_scan(reading: Reading, expected: set[str]) -> None:
    assert asked(reading) == expected


def test_readers_that_agree_are_evidence() -> None:
    found = recognise_reading(scan(again=BOTH))
    assert (found.number.value, found.number.note) == ("15/KH-UBND", "readers_agree")
    assert (found.issued.value, found.issued.note) == (date(2026, 2, 5), "readers_agree")
    assert found.needs_review == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Số: 409/KH-UBND", "Số: 109/KH-UBND"),
        ("Số: A403 /KH-UBND", "Số: 409 /KH-UBND"),
        ("Sá: J2/KH-UBND", "Số: 02/KH-UBND"),
        ("Số: 15/KH-UBND", "Số: l5I/KH-UBND"),
    ],
)
def test_readers_that_differ_are_a_question(first: str, second: str) -> None:
    reading = scan(number=first, again={first: second, DAY: DAY})
    found = recognise_reading(reading)
    assert found.number.value is None
    assert found.number.note == f"readers_differ:{first}|{second}"
    assert reading.text[found.number.start : found.number.end] == first
    assert "no_number" in found.needs_review
    assert found.issued.value == date(2026, 2, 5)


@pytest.mark.parametrize(
    "second", ["Suối Hoa, ngày 21 tháng 01 năm 2026", "Suối Hoa, ngày 21 tháng01 nămd0026", "Suối Hoa"]
)
def test_ink_is_never_guessed(second: str) -> None:
    first = "Suối Hoa, ngày.2{ thángØ{ năm 2026"
    reading = scan(day=first, again={NUMBER: NUMBER, first: second})
    found = recognise_reading(reading)
    assert found.issued.value is None
    assert "no_date" in found.needs_review
    assert reading.text[found.issued.start : found.issued.end] in first


def test_offsets_stay_those_of_the_text() -> None:
    longer = {"XÃ SUỐI HOA": "XÃ  SUỐI  HOA   XX", NUMBER: NUMBER, DAY: DAY, "Trần Thị Mẫu": "Trần Thị Mẫu"}
    reading = scan(again=longer)
    found = recognise_reading(reading)
    assert reading.text[found.signer.start : found.signer.end] == "Trần Thị Mẫu"
    assert found.signer.note == "readers_agree"
    assert reading.text[found.title.start : found.title.end] == TITLE


def test_a_line_that_only_the_second_reader_saw() -> None:
    text = HEAD.format(number="", day=DAY, title=TITLE)
    place = text.index("CỘNG HÒA")
    second = SecondReading(place, place, 1, 0.1, 0.1, 0.4, 0.2, "Số: 15/KH-UBND", 0.8)
    reading = Reading(text, text, (Page(1, text, "ocr", 0.9),), (0,), PDF, seconds=(second,))
    found = recognise_reading(reading)
    assert found.number.value is None
    assert found.number.note == "readers_differ:|Số: 15/KH-UBND"


def test_a_text_layer_is_believed_as_before() -> None:
    reading = scan()
    reading = replace(reading, pages=(Page(1, reading.text, "text", 1.0),))
    found = recognise_reading(reading)
    assert found.needs_review == ()
    assert (found.pages.value, found.number.note) == (1, "")


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT"])
def test_a_secret_that_only_a_margin_shows_is_found(mark: str) -> None:
    raw = f"trang một\f{mark}\ntrang hai\ndòng\f{mark}\ntrang ba"
    assert recognise_reading(scan(raw=raw)).secrecy.value == mark
    assert recognise_reading(scan(raw="một\fbí mật nhà nước\nhai")).secrecy.value is None
    assert recognise_reading(scan(again={"XÃ SUỐI HOA": mark})).secrecy.value == mark


def signature(**parts: str) -> Signature:
    """A whole signature with these words."""
    usual = {"field": "1", "state": "whole", "when": "2026-02-05T03:00:00+00:00"}
    return Signature(**(usual | parts))


@pytest.mark.parametrize(
    ("signed", "field", "value", "note"),
    [
        (signature(signer="Trần Thị Mẫu"), "signer", "Trần Thị Mẫu", "digital_signature"),
        (signature(signer="ỦY BAN NHÂN DÂN XÃ SUỐI HOA"), "issuer", "Ủy ban nhân dân xã Suối Hoa", "digital_signature"),
        (signature(signer="X", organisation="UBND xã Suối Hoa"), "issuer", "Ủy ban nhân dân xã Suối Hoa",
         "digital_signature"),
        (signature(signer="Trần Thị Mẫu"), "issued", date(2026, 2, 5), "digital_signature"),
        # An evening in Việt Nam is another day than in London.
        (signature(signer="Trần Thị Mẫu", when="2026-02-04T18:00:00+00:00"), "issued", date(2026, 2, 5),
         "digital_signature"),
        (signature(signer="Trần Thị Mẫu", when="2026-02-06T03:00:00+00:00"), "issued", date(2026, 2, 5), ""),
        (signature(signer="Trần Thị Mẫu", state="changed"), "signer", "Trần Thị Mẫu", ""),
        (signature(signer="CÔNG BÁO NƯỚC CỘNG HÒA", organisation="VPCP"), "issued", date(2026, 2, 5), ""),
    ],
)  # fmt: skip
def test_signatures_as_evidence(signed: Signature, field: str, value: object, note: str) -> None:
    reading = replace(scan(), pages=(Page(1, "", "text", 1.0),), signatures=(signed,))
    fact = getattr(recognise_reading(reading), field)
    assert (fact.value, fact.note) == (value, note)


def test_what_only_a_signature_says_is_asked() -> None:
    text = HEAD.format(number=NUMBER, day="Suối Hoa, ngày    tháng    năm 2026", title=TITLE).replace(
        "Trần Thị Mẫu", ""
    )
    reading = Reading(
        text, text, (Page(1, text, "text", 1.0),), (0,), PDF, signatures=(signature(signer="Lê Văn Mẫu"),)
    )
    found = recognise_reading(reading)
    assert (found.signer.value, found.signer.note) == ("Lê Văn Mẫu", "from:digital_signature")
    assert found.issued.value == date(2026, 2, 5)
    assert {"low_confidence:signer", "low_confidence:issued"} <= set(found.needs_review)


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        (("whole",), None),
        (("changed", "whole"), None),
        (("whole", "changed"), "signature_changed"),
        (("unreadable",), "signature_unreadable"),
    ],
)
def test_a_changed_file_is_asked_about(states: tuple[str, ...], reason: str | None) -> None:
    signatures = tuple(signature(signer="X", state=state) for state in states)
    reading = replace(scan(), pages=(Page(1, "", "text", 1.0),), signatures=signatures)
    assert ([each for each in recognise_reading(reading).needs_review if "signature" in each] or [None]) == [reason]
