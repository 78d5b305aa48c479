"""Exact answers: the documents of a typed number, of a typed title, and the provision of them that was asked for.

What is not there is said, never replaced: another version of a law is no answer to one cited with its year, another
article none to the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from archive.document_types import TYPES
from archive.errors import NotFound
from archive.folding import unaccent
from archive.number_guesses import guessed_number
from archive.numbers import NumberQuery, parse_number
from archive.records import Record
from archive.resolving import CONSTITUTION, Holdings
from archive.stored import StoredProvision
from indexer.analysis import LIGHT, syllables
from indexer.engine.base import Engine, EngineFilter
from indexer.language import type_known
from indexer.query import Understood

MOST = 50
"""Documents shown for one number or title."""

_OPENINGS = ("dieu:1", "la_ma:I", "phan:I", "mo_dau", "toan_van")
_LAW_WORD = re.compile(r"(?<!\w)(?:bo luat|luat|phap lenh|hien phap)(?!\w)")


class ExactArchive(Protocol):
    """What exact answers are looked up in."""

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]: ...

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]: ...

    def holdings(self) -> Holdings: ...

    def provision(self, document_id: int, path: str) -> StoredProvision: ...

    def provisions(self, document_id: int) -> list[StoredProvision]: ...


Note = tuple[str, str]
"""A sentence for the user, in Vietnamese and in English."""


@dataclass(frozen=True)
class Exact:
    """A document that was asked for. `unit` what to show of it: the provision asked for; where none was asked for its
    opening; else `-document_id`, the document as such. `inside` the unit of the index that holds it. `reason`: number,
    title, date, provision, or article where the article is there and its clause or point is not."""

    record: Record
    unit: int
    inside: int
    reason: str


@dataclass(frozen=True)
class _Version:
    """What may be a title in a query, with the year or day beside it."""

    title: str
    year: str = ""
    issued: date | None = None


def exact_answers(
    archive: ExactArchive, engine: Engine, asked: Understood, toned: Understood | None
) -> tuple[list[Exact], list[Note]]:
    """Exact answers to a query, in the order in which they are shown, and what to say of a document that is not held.
    `toned` is its reading with tones, if it has none."""
    if asked.phrases:
        return [], []
    notes: list[Note] = []
    if asked.number:
        reason = "number"
        records = _by_rest(_as_written_first(archive.find_number(asked.number, MOST), asked.number), asked.rest, engine)
        if not records and asked.number.number:
            notes.append(_number_absent(archive.holdings(), asked.number, engine))
        elif not records and asked.number.seq:
            said = " ".join(filter(None, (asked.number.type or "văn bản", "số", _as_asked(asked.number))))
            notes.append(_absent(said, f"“{said}”", ()))
    else:
        reason = "title"
        records, notes = _by_title(archive.holdings(), [asked, toned] if toned else [asked])
        if not records and (guessed := _by_guess(archive, toned or asked)):
            reason, records, notes = "number", guessed, []
        if not records and not notes and asked.issued:
            reason = "date"
            records, notes = _by_date(archive.holdings(), asked)
    found = [one for record in records[:MOST] for one in _answers(archive, engine, record, asked.pinpoints, reason)]
    # Those that have the provision asked for, before those that do not.
    rank = {"provision": 0, "article": 1}
    return (sorted(found, key=lambda one: rank.get(one.reason, 2)) if asked.pinpoint else found), notes


def missing_provisions(archive: ExactArchive, exact: Sequence[Exact], asked: Understood) -> list[Note]:
    """What to say of documents that were found but do not have the provision asked for; only where none has it."""
    if not asked.pinpoint or any(one.reason == "provision" for one in exact):
        return []
    notes: list[Note] = []
    for one in exact[:_MOST_NAMED]:
        name = _name(one.record) + (f" số {one.record.number}" if one.record.number else "")
        if not one.record.held:
            notes.append(
                (f"{name}: kho chỉ có trong danh mục, chưa có toàn văn.", f"{name}: catalogued only, no text.")
            )
            continue
        parts = asked.pinpoint.split("/")
        wanted = _spoken(parts[:1] if one.reason != "article" else parts)
        numbers = [p.path[5:] for p in archive.provisions(one.record.id) if _ARTICLE_PATH.fullmatch(p.path)]
        if one.reason == "article" or not numbers:
            notes.append((f"{name} không có {wanted}.", f"{name} has no {wanted}."))
            continue
        numbers.sort(key=_article_order)
        first, last = numbers[0], numbers[-1]
        notes.append(
            (
                f"{name} không có {wanted} (có từ Điều {first} đến Điều {last}).",
                f"{name} has no {wanted} (it has Điều {first} to Điều {last}).",
            )
        )
    return notes


_MOST_NAMED = 6
_ARTICLE_PATH = re.compile(r"dieu:\d+[a-zđ]*")
_KINDS = {"dieu": "Điều", "khoan": "khoản", "diem": "điểm"}


def _article_order(number: str) -> tuple[int, str]:
    digits = number.rstrip("abcdđefghijklmnopqrstuvwxyz")
    return int(digits), number[len(digits) :]


def _spoken(parts: Sequence[str]) -> str:
    """`["dieu:5", "khoan:2"]` as `khoản 2 Điều 5`."""
    pairs = (part.split(":") for part in reversed(parts))
    return " ".join(f"{_KINDS[kind]} {value}" for kind, value in pairs)


def _name(record: Record) -> str:
    """Type and title, the type once: `Bộ luật Lao động`."""
    title, kind = record.title, record.type
    return title if unaccent(title).lower().startswith(unaccent(kind).lower()) else f"{kind} {title}"


def _versions(records: Iterable[Record]) -> str:
    held = list({record.id: record for record in records}.values())
    shown = [
        " ".join(
            filter(None, (_name(r), f"số {r.number}" if r.number else "", f"({r.issued:%d/%m/%Y})" if r.issued else ""))
        )
        for r in _newest_first(held)[:_MOST_NAMED]
    ]
    return "; ".join(shown) + ("; …" if len(held) > _MOST_NAMED else "")


def _absent(vi: str, en: str, others: Sequence[Record]) -> Note:
    if not others:
        return f"Kho không có {vi}.", f"The archive does not hold {en}."
    held = _versions(others)
    return f"Kho không có {vi}; chỉ có: {held}.", f"The archive does not hold {en}; it holds: {held}."


def _toned(text: str, engine: Engine) -> str:
    found = engine.restore_tones(text)
    return found.text if found else text


def _number_absent(holdings: Holdings, number: NumberQuery, engine: Engine) -> Note:
    """That nobody has this number; and who has the title beside it."""
    title = " ".join(filter(None, (number.type, number.rest)))
    readings = [number.rest, title, _toned(number.rest, engine)] if number.rest else []
    others = next((found for found in (_titled(holdings, reading) for reading in readings if reading) if found), [])
    return _absent(f"văn bản số {number.number}", f"a document numbered {number.number}", others)


def _as_asked(number: NumberQuery) -> str:
    return "/".join(filter(None, (number.seq, number.year, "-".join(number.codes))))


_ISSUED_ON = re.compile(
    r"(?P<kind>.*?)(?:(?:^|\s+)cua\s+(?P<issuer>.+?))?(?:(?:^|\s+)(?:duoc\s+)?(?:ban hanh|ky|ky ban hanh))?"
)
_ANY_KIND = ("", "van ban", "cac van ban", "nhung van ban")


def _by_date(holdings: Holdings, asked: Understood) -> tuple[list[Record], list[Note]]:
    """Documents of a day, where nothing else was typed, or their type and issuer: `Nghị định của Chính phủ ngày
    05/3/2020`. What to say where there is none."""
    plain = unaccent(asked.title).lower()
    match = _ISSUED_ON.fullmatch(plain)
    if match is None or asked.issued is None or len(plain) != len(asked.title):
        return [], []
    kind = asked.title[: match.end("kind")]
    any_kind = match["kind"] in _ANY_KIND
    kinds = [known.name for known in TYPES] if any_kind else [type_known(kind)]
    if not kinds[0]:
        return [], []
    issuer = match["issuer"] or ""
    records = [
        record
        for name in dict.fromkeys(kinds)
        for record in holdings.by_type_issued(name, asked.issued)
        if issuer in unaccent(record.issuer).lower()
    ]
    if records or any_kind:
        return records, []
    day = f"{asked.issued:%d/%m/%Y}"
    return [], [_absent(f"{kinds[0]} nào ban hành ngày {day}", f"any {kinds[0]} issued on {day}", ())]


def _titled(holdings: Holdings, title: str) -> list[Record]:
    if unaccent(title).lower() == "hien phap":
        title = CONSTITUTION
    return [record for record in holdings.by_title(title) if _type_fits(title, record)]


def _as_written_first(records: list[Record], number: NumberQuery) -> list[Record]:
    """Holders of a number, those first that have it as it was written: `TT-BNV` before `TTLT-VPCP-BNV`."""
    return sorted(
        records,
        key=lambda record: (
            bool(number.number) and record.number != number.number,
            bool(number.type) and record.type != number.type,
            len(parsed.codes) if (parsed := parse_number(record.number)) else 0,
        ),
    )


def _by_guess(archive: ExactArchive, asked: Understood) -> list[Record]:
    """Documents of a type and a figure that may be a number, where most words beside it are in their title."""
    guess = guessed_number(asked.title)
    if guess is None:
        return []
    wanted = {word for word in syllables(guess.rest) if word not in LIGHT}
    if len(wanted) < _LEAST_BESIDE:
        return []
    found = []
    for record in archive.find_number(guess, MOST):
        held = set(syllables(record.title))
        missing = len(wanted - held)
        if missing * 3 <= len(wanted):
            found.append((missing, record))
    return [record for _, record in sorted(found, key=lambda one: one[0])]


_LEAST_BESIDE = 3


def _by_rest(records: list[Record], rest: str, engine: Engine) -> list[Record]:
    """Holders of a number, those first whose title has the words typed beside it."""
    if not rest:
        return records
    wanted = set(syllables(_toned(rest, engine)))

    def missing(record: Record) -> int:
        return len(wanted - set(syllables(f"{record.type} {record.title} {record.issuer}")))

    return sorted(records, key=missing)


def _by_title(holdings: Holdings, readings: Iterable[Understood]) -> tuple[list[Record], list[Note]]:
    """Documents whose title was typed whole, the newest first; with a year or day, those of that year or day, or what
    to say where there is none of it."""
    found: dict[int, Record] = {}
    notes: list[Note] = []
    for asked in readings:
        for version in _titles(asked):
            records = _titled(holdings, version.title)
            if not records:
                continue
            chosen = _of_version(records, version)
            found.update((record.id, record) for record in chosen)
            if not chosen:
                name = _name(_newest_first(records)[0])
                when = f"{version.issued:%d/%m/%Y}" if version.issued else version.year
                vi = f"{name} ngày {when}" if version.issued else f"{name} năm {when}"
                notes.append(_absent(vi, f"{name} of {when}", records))
            break
    return _newest_first(found.values()), [] if found else notes[:1]


def _newest_first(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda r: (r.issued is None, -(r.issued.toordinal() if r.issued else 0), r.id))


def _of_version(records: Sequence[Record], version: _Version) -> list[Record]:
    """Those of the day or year cited. A bare year may also be that of coming into force, as in `archive.resolving`; a
    record that has no date at all may be any version."""
    if version.issued:
        of_day = [r for r in records if r.issued == version.issued]
        return of_day or [r for r in records if r.issued is None and _years(r) <= {str(version.issued.year)}]
    if not version.year:
        return list(records)
    own = [r for r in records if version.year in _years(r)]
    in_force = [r for r in records if r.effective and str(r.effective.year) == version.year]
    return own or in_force or [r for r in records if not _years(r)]


def _titles(asked: Understood) -> Iterable[_Version]:
    """What may be a title in a query, the longest first, with the year or day beside it.

    Beside a pinpoint, words may stand before or behind a law's name: `thời gian thử việc Điều 25 Bộ luật Lao động`.
    """
    if not asked.title:
        return
    if asked.dated != asked.title:
        yield _Version(asked.dated)
    if asked.year:
        yield _Version(f"{asked.title} {asked.year}")
        yield _Version(f"{asked.title} năm {asked.year}")
    yield _Version(asked.title, asked.year, asked.issued)
    if not asked.pinpoint:
        return
    plain = unaccent(asked.title).lower()
    match = _LAW_WORD.search(plain) if len(plain) == len(asked.title) else None
    if match:
        words = asked.title[match.start() :].split()
        for size in range(len(words), 1, -1):
            # `Bộ luật Lao động 2012 về thử việc`: the year stands behind the name.
            behind = _YEAR_BEHIND.match(" ".join(words[size:]))
            issued = None if behind else asked.issued
            yield _Version(" ".join(words[:size]), behind[1] if behind else asked.year, issued)


_YEAR_BEHIND = re.compile(r"(?:năm |nam )?\(?((?:19|20)\d\d)(?!\w)", re.IGNORECASE)


def _type_fits(title: str, record: Record) -> bool:
    """A title typed with a type word is not the title of a document of quite another type."""
    match = _LAW_WORD.match(unaccent(title).lower())
    if match is None:
        return True
    held = unaccent(f"{record.type} {record.title}").lower()
    return match.group().split()[-1] in held.split()[:2]


def _years(record: Record) -> set[str]:
    """The years in its date and number; empty where it has neither."""
    parsed = parse_number(record.number) if record.number else None
    return {str(record.issued.year) if record.issued else "", parsed.year if parsed else ""} - {""}


def _answers(
    archive: ExactArchive, engine: Engine, record: Record, pinpoints: Sequence[str], reason: str
) -> list[Exact]:
    """The provisions of one document that may be meant; the document where none was asked for or it has none."""
    if not record.held or not pinpoints:
        return [document_answer(archive, engine, record, reason)]
    article = _provision(archive, record.id, [pinpoints[0].split("/")[0]])
    if article is None:
        return [Exact(record, -record.id, -record.id, reason)]
    exact = [one for path in pinpoints if (one := _provision(archive, record.id, [path]))]
    if exact:
        return [Exact(record, one.id, article.id, "provision") for one in exact]
    parts = pinpoints[0].split("/")
    nearest = _provision(archive, record.id, ["/".join(parts[:size]) for size in range(len(parts) - 1, 0, -1)])
    return [Exact(record, (nearest or article).id, article.id, "article")]


def document_answer(archive: ExactArchive, engine: Engine, record: Record, reason: str) -> Exact:
    """A document as such: its opening, or its record where it has no text."""
    if not record.held:
        return Exact(record, -record.id, -record.id, reason)
    opening = _provision(archive, record.id, _OPENINGS)
    if opening is None or not opening.unit:
        # A document of another build: what its own title finds in it.
        only = EngineFilter(documents=frozenset([record.id]))
        hits = engine.search(f"{record.number} {record.title}", only, 1).hits
        unit = hits[0].unit if hits else -record.id
        return Exact(record, unit, unit, reason)
    return Exact(record, opening.id, opening.id, reason)


def _provision(archive: ExactArchive, document_id: int, paths: Sequence[str]) -> StoredProvision | None:
    for path in paths:
        try:
            return archive.provision(document_id, path)
        except NotFound:
            continue
    return None
