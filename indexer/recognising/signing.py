"""What digital signatures say of a document's signer, issuer and day; evidence beside the text, never instead of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from archive.agencies import canonical_issuer, same_issuer
from archive.folding import fold_for_comparison
from archive.numbers import parse_number
from indexer.reading.base import Signature
from indexer.recognising.casing import body_name
from indexer.recognising.facts import Fact, Recognised

_SIGNED = 0.97
_ASKED = 0.6
_STAMPED = "stamped"
_HEAD_OF_PAGE = 0.35
"""Share of the first page's height in which its letterhead stands."""
_HANOI = timezone(timedelta(hours=7))
# Who publishes signs a copy: that says nothing of who issued it, nor when.
_PUBLISHER = re.compile(r"(?i)công báo|cổng thông tin|trung tâm lưu trữ|văn thư")
_PERSON = re.compile(r"(?:[A-ZĐÀ-Ỹ][^\W\d_]*\s+){1,5}[A-ZĐÀ-Ỹ][^\W\d_]*$")
_BODY = re.compile(r"(?i)\b(?:ủy ban|uỷ ban|sở|bộ|phòng|cục|tỉnh|huyện|xã|phường|văn phòng|công ty|trung tâm)\b")


def with_signatures(found: Recognised, signatures: Sequence[Signature]) -> Recognised:
    """The facts with what the signatures bear out; a fact that only a signature says is below the bar.

    A changed or unreadable signature bears nothing out. But what its field shows is on the page all the same: a clerk
    stamps the number into the blank that was left for it.
    """
    found = replace(found, number=_stamped_number(found.number, signatures))
    if found.number.note == _STAMPED:
        found = replace(found, draft=False)
    for each in signatures:
        if each.state != "whole" or _PUBLISHER.search(f"{each.signer} {each.organisation}"):
            continue
        found = replace(found, signer=_signer(found.signer, each), issuer=_issuer(found.issuer, each))
        found = replace(found, issued=_issued(found.issued, each))
    return found


def _stamped_number(fact: Fact, signatures: Sequence[Signature]) -> Fact:
    """`Số:      /QĐ-UBND` with `63` in a signature field at the head of the first page."""
    blank = re.match(r"blank:(/.+)$", fact.note)
    if blank is None or fact.value is not None:
        return fact
    stamps = {
        each.shows
        for each in signatures
        if each.page == 1 and each.bottom < _HEAD_OF_PAGE and re.fullmatch(r"\d{1,5}[a-zđ]?", each.shows)
    }
    parsed = parse_number(stamps.pop() + blank[1]) if len(stamps) == 1 else None
    return Fact(parsed.canonical, fact.start, fact.end, 0.85, _STAMPED) if parsed else fact


def _signer(fact: Fact, signature: Signature) -> Fact:
    name = signature.signer
    if fact.value is None:
        if _PERSON.match(name) and not _BODY.search(name):
            return Fact(name, -1, -1, _ASKED, "from:digital_signature")
        return fact
    if fold_for_comparison(str(fact.value)) in fold_for_comparison(name):
        return replace(fact, confidence=max(fact.confidence, _SIGNED), note=_noted(fact.note, "digital_signature"))
    return fact


def _issuer(fact: Fact, signature: Signature) -> Fact:
    if fact.value is None:
        return fact
    for name in (signature.signer, signature.organisation, f"{signature.unit} {signature.organisation}"):
        named = canonical_issuer(body_name(name)) if name.strip() else ""
        of = re.sub(r"^Chủ tịch (?=Ủy ban)", "", str(fact.value))
        if named and same_issuer(of, named) is True and not fact.note.startswith("conflict"):
            return replace(fact, confidence=max(fact.confidence, _SIGNED), note=_noted(fact.note, "digital_signature"))
    return fact


def _issued(fact: Fact, signature: Signature) -> Fact:
    day = signed_on(signature)
    if day is None:
        return fact
    if fact.value is None and not fact.note.startswith("readers_differ"):
        return Fact(day, fact.start, fact.end, _ASKED, _noted(fact.note, "from:digital_signature"))
    if fact.value == day and "conflict" not in fact.note:
        return replace(fact, confidence=max(fact.confidence, _SIGNED), note=_noted(fact.note, "digital_signature"))
    return fact


def signed_on(signature: Signature) -> date | None:
    """The day of a signature in Việt Nam, None where it does not say."""
    return datetime.fromisoformat(signature.when).astimezone(_HANOI).date() if signature.when else None


def _noted(note: str, more: str) -> str:
    return note if more in note.split(";") else ";".join(filter(None, (note, more)))
