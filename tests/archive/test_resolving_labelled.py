"""Every row of the labelled citations, found and resolved against the catalogue: as the labels say, or a question."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from archive.citations import find_citations
from archive.keys import title_key
from archive.messages import ambiguous_message
from archive.numbers import same_number
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve_all
from corpus.registry import read_registry
from tests.shared_data import needs_shared, shared

LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
PLENUM_7_XI = frozenset({"24-NQ/TW", "25-NQ/TW"})


@cache
def catalogue() -> tuple[Record, ...]:
    """The registry as records."""
    return tuple(
        Record(
            id=place,
            type=new.type,
            number=new.number,
            issued=new.issued,
            issuer=new.issuer,
            title=new.title,
            effective=new.effective,
            expired=new.expired,
            status=new.status,
            certainty=new.certainty,
            as_of=new.as_of,
            source=new.source,
            note=new.note,
        )
        for place, new in enumerate(read_registry(), 1)
    )


def _labels() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with shared("domain", "citations.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["id"].startswith("N"):
                rows[row["id"]].append(row)
    return rows


def _wanted(row: dict[str, str]) -> set[Record]:
    """The documents of the catalogue that the labels of a row leave, by number, date, term and title."""
    day = date.fromisoformat(row["date"]) if row["date"] else None
    flags = row["flags"].split(";")
    if row["number"]:
        found = {r for r in catalogue() if r.number and same_number(r.number, row["number"])}
        found = {r for r in found if row["doc_type"] in ("", r.type) or day is not None}
    elif row["doc_type"] == "Hiến pháp":
        found = {r for r in catalogue() if r.type == "Hiến pháp"}
    elif row["doc_type"] in LAWS:
        found = {r for r in catalogue() if r.type in LAWS and title_key(r.title) == title_key(row["title"])}
        if row["year_in_number"]:
            found = {r for r in found if r.issued and str(r.issued.year) == row["year_in_number"]}
    elif "plenum:7" in flags:
        found = {r for r in catalogue() if r.number in PLENUM_7_XI and r.issued == date(2013, 6, 3)}
    else:
        seq = row["seq"]
        found = {r for r in catalogue() if seq and r.type == row["doc_type"] and r.number.startswith(f"{seq}/")}
    if "term:XI" in flags:
        found = {r for r in found if r.issued and date(2011, 1, 12) <= r.issued <= date(2016, 1, 28)}
    if day is not None:
        found = {r for r in found if r.issued == day}
    return found


def _fault(row: dict[str, str], answer: Resolution) -> str:
    wanted = _wanted(row)
    if "ambiguous" in row["flags"].split(";"):
        asked = answer.status == "ambiguous" and set(answer.candidates) == wanted
        question = "?" in ambiguous_message(answer.citation, answer.candidates)[0] or bool(answer.candidates)
        return "" if asked and question else f"no question: {answer.status} {len(answer.candidates)}"
    if len(wanted) > 1:
        return f"the labels leave {len(wanted)}"
    (meant,) = wanted or (None,)
    if answer.record != meant:
        return f"{answer.status} {answer.record}, not {meant}"
    if meant is None:
        return "" if answer.status == "not_held" else answer.status
    return f"{answer.mismatches}" if answer.mismatches else ""


@needs_shared
@pytest.mark.shared
def test_every_labelled_row() -> None:
    holdings = MemoryHoldings(catalogue())
    faults, seen = [], 0
    for rows in _labels().values():
        text = unicodedata.normalize("NFC", rows[0]["text"]).replace("\\n", "\n")
        answers = {each.citation.text: each for each in resolve_all(find_citations(text), holdings)}
        for row in rows:
            answer = answers.get(unicodedata.normalize("NFC", row["span"]).replace("\\n", "\n"))
            if answer is None:
                # Rows of what is typed into a search box are read by `parse_number_query`.
                if not {"query", "filename"} & set(row["flags"].split(";")):
                    faults.append(f"{row['id']}.{row['ref']} not found")
                continue
            seen += 1
            if fault := _fault(row, answer):
                faults.append(f"{row['id']}.{row['ref']} {row['span']}: {fault}")
    assert not faults, "\n".join(faults)
    assert seen > 130


@needs_shared
@pytest.mark.shared
def test_the_seed_plan_is_told_what_is_wrong() -> None:
    (path,) = shared("data", "seed").glob("*.txt")
    found = [c for c in find_citations(path.read_text(encoding="utf-8")) if "header" not in c.flags]
    answers = resolve_all(found, MemoryHoldings(catalogue()))
    told = [(a.record.number if a.record else "", " ".join(m.field for m in a.mismatches)) for a in answers]
    assert told[:3] == [("18/2000/CT-TTg", ""), ("25-NQ/TW", "issued title"), ("16/CT-TTg", "")]
    assert [doubt.field for doubt in answers[2].doubts if doubt.grave] == ["issued"]
    # named again without a date: the one cited in full above
    assert [number for number, _ in told[3:]] == ["18/2000/CT-TTg", "16/CT-TTg"]
    assert answers[4].record == answers[2].record
