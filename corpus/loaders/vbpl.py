"""Loading documents of the national legal database (vbpl.vn) from JSONL: a record a line.

The text is the authority: its number, date, type, title and issuer are read from it, and where the record says
something else, both are kept and a person is asked. The record's status is a statement of the source, worth something
only with its day, since the database lags.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from archive.agencies import issuer_of_number
from archive.dates import format_short, parse_date
from archive.documents import Archive
from archive.errors import RefusedInput, UnreadableFile
from archive.numbers import canonical_number, parse_number, same_number
from archive.relations.effect_days import find_effect_days
from archive.stored import NewDocument
from corpus.loaders.effective import settled
from corpus.loading import (
    Counts,
    Progress,
    fingerprint,
    finish_index,
    going_on,
    lines_in,
    open_lines,
    relink_run,
    silent,
    telling,
)
from indexer.engine.base import Engine
from indexer.ingest import Understood, new_document, understand_text
from indexer.reading import Page, Reading
from indexer.text import repair_text

STAGE = "Văn bản từ vbpl.vn / documents of vbpl.vn"
_WAY = "2"
"""Raised when records are read in another way, so that archives made before take them up again."""

_STATUS = {
    "còn hiệu lực": "CHL",
    "hết hiệu lực toàn bộ": "HHL",
    "hết hiệu lực một phần": "HHL1P",
    "ngưng hiệu lực": "NHL",
    "chưa có hiệu lực": "CCHL",
    "chưa xác định": "KXD",
    "không còn phù hợp": "KXD",
    "ngưng hiệu lực một phần": "KXD",
}
_SURE = 0.7
"""A fact read from the text with less confidence than this gives way to the record's."""


@dataclass(frozen=True)
class VbplRecord:
    """One line of the file; "" and None where it says nothing. `status` as printed there."""

    url: str
    item: str
    title: str
    status: str
    effective: date | None
    number: str
    issued: date | None
    text: str


def load_vbpl(
    archive: Archive,
    engine: Engine | None,
    path: Path,
    progress: Progress = silent,
    *,
    as_of: date | None = None,
    again: bool = False,
) -> dict[str, Any]:
    """Load a JSONL file (.xz, .gz) of records; gives figures.

    `as_of`: the day the records were taken from vbpl.vn, None when that is not known (their status then says nothing of
    any day). Idempotent; goes on after being killed.
    Raises UnreadableFile naming the line that is no record.
    """
    counts = Counts()
    tell = telling(progress)
    total = lines_in(path)
    with going_on(archive, "vbpl:", fingerprint(path, _WAY, str(as_of)), again) as run:
        for done, record in enumerate(read_records(path)):
            tell(done, total, STAGE)
            if f"vbpl:{record.item}" in run.there:
                counts.count("unchanged")
                continue
            if not record.text.strip():
                counts.detail("without_text")
            try:
                new, understood = vbpl_document(record, as_of)
            except RefusedInput as error:
                counts.count("refused")
                counts.notes.append(f"{record.url or record.item}: {error.vi}")
                continue
            if not (new.type or new.number or new.issued or record.title):
                # A page of the site that says the document does not exist.
                counts.detail("no_document")
                continue
            provisions = understood.provisions if understood else ()
            links = archive.read_links(new, provisions)
            added = archive.add(new, provisions, links.resolutions, statements=links.statements, link=False)
            counts.count(added.status, added.document_id)
            if any(word.startswith("disagrees:") for word in new.review):
                counts.detail("disagreements")
        tell(total, total, STAGE)
        relink_run(archive, run, counts, progress, STAGE)
    finish_index(archive, engine, progress)
    return counts.figures()


def read_records(path: Path) -> Iterator[VbplRecord]:
    """The records of a file. Raises UnreadableFile."""
    for number, line in open_lines(path):
        try:
            row: dict[str, Any] = json.loads(line)
            said = {key: str(row.get(key) or "").strip() for key in ("url", "item", "title", "status", "doc_number")}
            if not said["item"] and not said["url"]:
                raise ValueError("neither item nor url")
            yield VbplRecord(
                url=said["url"],
                item=said["item"] or said["url"],
                title=" ".join(said["title"].split()),
                status=said["status"],
                effective=parse_date(str(row.get("effective") or "")),
                number=canonical_number(said["doc_number"]) if said["doc_number"] else "",
                issued=parse_date(str(row.get("issued") or "")),
                text=str(row.get("text") or ""),
            )
        except (ValueError, AttributeError) as error:
            raise UnreadableFile(
                "bad_line",
                f"Dòng {number} của tệp {path.name} không phải một bản ghi của vbpl.vn. Hãy tải lại tệp.",
                f"Line {number} of {path.name} is not a record of vbpl.vn. Fetch the file again.",
            ) from error


def vbpl_document(record: VbplRecord, as_of: date | None) -> tuple[NewDocument, Understood | None]:
    """A record as the document it is filed as, and what was read from its text (None where it has no text).

    Raises RefusedInput for a text marked as a state secret.
    """
    type_said, number_said, title_said = _title_parts(record.title)
    understood = None
    if record.text.strip():
        text = repair_text(record.text)
        page = Page(1, text, "text", 1.0)
        understood = understand_text(Reading(text, record.text, (page,), (0,), "text/plain", "utf-8", ()))
    read = new_document(understood, "", record.url) if understood else NewDocument(origin="")
    number = _settled_number(understood, number_said, record.number)
    facts = (
        _settled(understood, "type", type_said),
        number,
        _of_its_year(_settled(understood, "issued", record.issued), number.value or ""),
        _settled(understood, "title", title_said),
    )
    type_, number, issued, title = facts
    review = tuple(word for fact in facts for word in fact.review)
    new = replace(
        read,
        origin=f"vbpl:{record.item}",
        type=type_.value or "",
        number=number.value or "",
        issued=issued.value,
        title=title.value or "",
        issuer=read.issuer or issuer_of_number(number.value or ""),
        effective=record.effective,
        status=_STATUS.get(record.status.lower(), "KXD" if record.status else ""),
        status_certainty="likely" if record.status else "",
        certainty="likely" if review else "sure",
        as_of=as_of,
        source=record.url or f"vbpl.vn {record.item}",
        note="; ".join(fact.note for fact in facts if fact.note),
        draft=False,
        review=review,
    )
    if understood:
        new = settled(new, find_effect_days(new.text, understood.provisions, new.issued), "vbpl.vn")
        new = new if new.effective or record.effective else replace(new, effective=read.effective)
    return new, understood


@dataclass(frozen=True)
class _Settled:
    """A fact on which text and record have been heard; `review` words and a Vietnamese `note` where they disagree."""

    value: Any
    review: tuple[str, ...] = ()
    note: str = ""


_NAMES = {"number": "số, ký hiệu", "issued": "ngày ban hành", "type": "tên loại"}


def _settled(understood: Understood | None, field: str, said: Any) -> _Settled:
    """The text's word where it is sure of it, else the record's. Titles are worded freely in records: not compared."""
    fact = getattr(understood.recognised, field) if understood else None
    read = fact.value if fact is not None else None
    if not read:
        unconfirmed = (f"low_confidence:{field}",) if said and understood and field in _NAMES else ()
        return _Settled(said or None, unconfirmed, f"{_NAMES[field]} lấy theo vbpl.vn" if unconfirmed else "")
    better = read if fact is None or fact.confidence >= _SURE or not said else said
    if not said or field not in _NAMES or _agree(read, said):
        return _Settled(better)
    shown = [format_short(value) if isinstance(value, date) else value for value in (read, said)]
    note = f"{_NAMES[field]}: văn bản ghi {shown[0]}, vbpl.vn ghi {shown[1]}"
    return _Settled(better, (f"disagrees:{field}",), note)


def _settled_number(understood: Understood | None, in_title: str, in_record: str) -> _Settled:
    """The number by text, title and record. Where the text has none, the title is believed before the record's own
    field, which is often that of the law in the first basis."""
    if understood and understood.recognised.number.value and understood.recognised.number.confidence >= _SURE:
        return _settled(understood, "number", in_record or in_title)
    settled = _settled(understood, "number", in_title or in_record)
    if not in_title or not in_record or same_number(in_title, in_record):
        return settled
    note = f"{_NAMES['number']}: tên văn bản ghi {in_title}, trường số của vbpl.vn ghi {in_record}"
    review = tuple(dict.fromkeys((*settled.review, "disagrees:number")))
    return replace(settled, review=review, note="; ".join(filter(None, (settled.note, note))))


def _of_its_year(settled_day: _Settled, number: str) -> _Settled:
    """A number with a year is one of that year. A day of another year that only the record gives belongs to some other
    document (the record's fields are often those of the first basis) and is not taken; one that the text prints is a
    slip of the text, kept and asked for."""
    parsed = parse_number(number) if number else None
    day: date | None = settled_day.value
    if day is None or parsed is None or not parsed.year or int(parsed.year) == day.year:
        return settled_day
    only_said = "low_confidence:issued" in settled_day.review
    who = "vbpl.vn" if only_said else "văn bản"
    note = f"{_NAMES['issued']}: {who} ghi {format_short(day)}, trái với năm trong số {number}"
    review = tuple(dict.fromkeys((*settled_day.review, "disagrees:issued")))
    return _Settled(None if only_said else day, review, note)


def _agree(read: Any, said: Any) -> bool:
    return read == said or (isinstance(read, str) and same_number(read, said))


_TYPES = (
    "Nghị quyết liên tịch",
    "Thông tư liên tịch",
    "Văn bản hợp nhất",
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư",
)
_NUMBERED = re.compile(r"\s*số\s*:?\s*(\d[\w./–-]*)\s*", re.I)


def _title_parts(title: str) -> tuple[str, str, str]:
    """`Nghị định số 249/2025/NĐ-CP Quy định …` as type, number and title; laws keep their type in the title."""
    for type_ in _TYPES:
        if title.lower().startswith(type_.lower()):
            found = _NUMBERED.search(title, len(type_))
            parsed = parse_number(found.group(1)) if found else None
            # Only a number that the title is known by: "… của Nghị định số 5/2020/NĐ-CP" is another document's.
            own = (
                parsed is not None and found is not None and (found.start() == len(type_) or found.end() == len(title))
            )
            number = parsed.canonical if parsed is not None and own else ""
            rest = title[len(type_) :]
            if found and own:
                rest = title[len(type_) : found.start()] + " " + title[found.end() :]
            rest = rest.strip(" -:")
            if type_ in ("Luật", "Bộ luật"):
                rest = f"{type_} {rest}" if rest and not rest.lower().startswith("luật") else rest
            return type_, number, rest[:1].upper() + rest[1:]
    return "", "", ""
