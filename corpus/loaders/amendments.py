"""What a source note of the national code says became of its article: which document changed it, where, and when.

    có nội dung được sửa đổi, có nội dung được bổ sung bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực … kể từ ngày …
    bị bãi bỏ bởi Điều 2 Luật số 4/2014/QH13 có hiệu lực …; khoản 4, khoản 5 Điều này có hiệu lực … từ ngày 01/01/2028

`có nội dung …` speaks of something inside the article, without it the article itself is meant: an article of which
`có nội dung bị bãi bỏ` still stands, changed. Where several documents are named for several deeds, the note does not
say which did which: that each of them changed the article is then all that is taken from it, as likely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from archive.citations.pinpoints import find_pinpoints
from archive.dates import parse_date
from corpus.loaders.source_notes import TYPES, SourceNote, read_note


@dataclass(frozen=True)
class Change:
    """One deed of one document on the article. `kind` as in `archive.relations.KINDS`, `whole`: on the article itself.

    `by` the acting document with type and number; `own_path` its provision (`dieu:1/khoan:2`), "" where the note names
    none or several for several deeds; `effective` the stated day; `certainty` sure or likely.
    """

    kind: str
    whole: bool
    by: SourceNote
    own_path: str = ""
    effective: date | None = None
    certainty: str = "sure"


@dataclass(frozen=True)
class PartDay:
    """Days of the article, or of a unit below it: `path` below the article (`khoan:3`), "" the article itself.

    `effective` the first day of force, `expired` the first day without.
    """

    path: str = ""
    effective: date | None = None
    expired: date | None = None


@dataclass(frozen=True)
class Changes:
    """All that a note says. `unread`: the pieces whose shape is not known, as printed."""

    changes: tuple[Change, ...] = ()
    days: tuple[PartDay, ...] = ()
    unread: tuple[str, ...] = ()


_BY = re.compile(r"\s*\b(?:bởi|theo\s+quy\s+định(?:\s+tại)+)\s+", re.I)
_NEXT_DEED = re.compile(r"(?:;|,|\s+và)\s+(?=(?:các\s+)?(?:có\s+)?nội\s+dun|(?:được|bị)\s)", re.I)
_PHRASES = re.compile(r",\s*(?=(?:có\s+)?nội\s+dun|được\s|bị\s)|\s+và\s+(?=có\s+nội|được\s|bị\s)", re.I)
_INSIDE = re.compile(r"nội\s+dun|khoản|điểm|đoạn|phụ\s+lục|các\s", re.I)
_DEEDS = (
    ("amends", re.compile(r"sửa\s+đổi|thay\s+thế", re.I)),
    ("supplements", re.compile(r"bổ\s+sung", re.I)),
    ("repeals_part", re.compile(r"bãi\s+bỏ|h[ủu][ỷy]\s+bỏ|huỷ\s+bỏ|hết\s+hiệu\s+lực", re.I)),
    ("pauses", re.compile(r"ngưng\s+hiệu\s+lực|đình\s+chỉ", re.I)),
)
_JOINED = re.compile(r"sửa\s+đổi,?\s+bổ\s+sung", re.I)
_DAY = r"(\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
_FROM = re.compile(rf"có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?từ\s+ngày\s+{_DAY}", re.I)
_TO = re.compile(rf"^có\s+hi[ệê][uc]\s+lực(?:\s+thi\s+hành)?\s+đến\s+(?:hết\s+)?ngày\s+{_DAY}$", re.I)
_PART_FROM = re.compile(rf"^(?P<units>.+?)(?:\s+Điều\s+này)?\s+{_FROM.pattern}$", re.I)
_DOCUMENT = re.compile(rf"(?:^|\s)(?P<of>của\s+)?(?P<named>(?:{'|'.join(TYPES)})\s)", re.I)
# Slips of the edition: `Thông tư số Thông tư số 07/2013/…`, `Thông tư số tư số 05/2014/…`; and the number of a law
# behind its title: `Luật Phí và lệ phí số 97/2015/QH13`.
_TWICE = re.compile(r"^(?P<type>[^\W\d]+(?:\s[^\W\d]+)*?)\s+số\s+(?=(?P=type)\s+số\s)", re.I)
_LOST_WORD = re.compile(r"\bsố\s+tư\s+số\s+", re.I)
_TITLE_FIRST = re.compile(r"^(Luật|Bộ luật|Pháp lệnh)\s+(?!số\s)([^\d;]{3,80}?)\s+(số\s+\d\S+)", re.I)
_FILLER = re.compile(r"^[\s,;]*(?:(?:của|và|các|tại)[\s,;]*)*$")


def may_tell_changes(note: str) -> bool:
    """A quick look at a whole source note, to save reading those that say nothing of changes."""
    return bool(_BY.search(note))


@lru_cache(maxsize=4096)
def read_changes(changes: str) -> Changes:
    """Read what `SourceNote.changes` keeps as printed."""
    text = " ".join(changes.split()).strip(" ;,()")
    found = list(_BY.finditer(text))
    if not found:
        return _days_only(text)
    read: list[Change] = []
    unread: list[str] = []
    verbs, start = text[: found[0].start()], found[0].end()
    for index in range(len(found)):
        limit = found[index + 1].start() if index + 1 < len(found) else len(text)
        cuts = list(_NEXT_DEED.finditer(text, start, limit)) if index + 1 < len(found) else []
        if index + 1 < len(found) and not cuts:
            # The word stands inside a title.
            continue
        acts = text[start : cuts[-1].start()] if cuts else text[start:limit]
        one, rest = _read_group(verbs, acts)
        read += one
        unread += rest
        if cuts:
            verbs, start = text[cuts[-1].end() : limit], found[index + 1].end()
    inserted = [c for c in read if c.whole and c.kind == "supplements" and c.effective and c.certainty == "sure"]
    days = (PartDay(effective=inserted[0].effective),) if len(inserted) == 1 else ()
    return Changes(tuple(dict.fromkeys(read)), days, tuple(unread))


def _read_group(verbs: str, acts: str) -> tuple[list[Change], list[str]]:
    deeds = _deeds(verbs)
    read, unread = _acts(acts)
    if not deeds:
        return [], [f"{verbs} bởi {acts}".strip()]
    if len(deeds) == 1:
        kind, whole = deeds[0]
        return [
            Change(kind, whole, act.note, path, act.effective) for act in read for path in (act.paths or ("",))
        ], unread
    alone = len(read) == 1 and not unread
    if alone:
        act = read[0]
        path = act.paths[0] if len(act.paths) == 1 else ""
        return [Change(kind, whole, act.note, path, act.effective) for kind, whole in deeds], unread
    return [
        Change("amends", False, act.note, act.paths[0] if len(act.paths) == 1 else "", act.effective, "likely")
        for act in read
    ], unread


def _deeds(verbs: str) -> list[tuple[str, bool]]:
    """Kinds of deeds with whether they are done to the article itself, in the order of the text."""
    found: list[tuple[str, bool]] = []
    for phrase in _PHRASES.split(verbs):
        whole = not _INSIDE.search(phrase)
        joined = bool(_JOINED.search(phrase))
        for kind, words in _DEEDS:
            if words.search(phrase) and not (joined and kind == "supplements"):
                found.append((kind, whole))
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class _Act:
    note: SourceNote
    paths: tuple[str, ...]
    effective: date | None


def _acts(text: str) -> tuple[list[_Act], list[str]]:
    """The documents of `Điều 1 Luật số … có hiệu lực …; Điều 2, Điều 3 Nghị định số …`, and what could not be read."""
    read: list[_Act] = []
    unread: list[str] = []
    units = ""
    for piece in re.split(r"\s*;\s*", text):
        named = _DOCUMENT.search(piece)
        if named is None:
            if piece and _only_units(piece):
                # `khoản 1 Điều 2; khoản 3 Điều 4 Nghị định số …`: units of the document that follows.
                units += f"{piece}; "
            elif piece:
                unread.append(piece)
            continue
        own, units = units + piece[: named.start()], ""
        document = _TWICE.sub("", _LOST_WORD.sub("số ", piece[named.start("named") :]))
        document = _TITLE_FIRST.sub(r"\1 \3 \2", document)
        note = read_note(f"(Điều 1 {document})")
        if not _only_units(own) or not note.readable or not note.number:
            unread.append(piece)
            continue
        paths = tuple(dict.fromkeys(path for pinpoint in find_pinpoints(own) for path in pinpoint.paths))
        day = _FROM.search(piece)
        read.append(_Act(note, paths, parse_date(day.group(1)) if day else None))
    if units:
        unread.append(units.strip(" ;"))
    return read, unread


def _only_units(text: str) -> bool:
    rest = text
    for pinpoint in reversed(find_pinpoints(text)):
        rest = rest[: pinpoint.start] + " " + rest[pinpoint.end :]
    return bool(_FILLER.match(rest))


def _days_only(text: str) -> Changes:
    """`có hiệu lực thi hành đến ngày 31/12/2027`; `khoản 4, khoản 5 Điều này có hiệu lực thi hành từ ngày …`."""
    days: list[PartDay] = []
    unread: list[str] = []
    for piece in re.split(r"\s*;\s*", text):
        last = _TO.match(piece)
        first = _PART_FROM.match(piece)
        units = find_pinpoints(first.group("units")) if first else []
        if last and (day := parse_date(last.group(1))):
            days.append(PartDay(expired=day + timedelta(days=1)))
        elif first and units and _only_units(first.group("units")) and _DOCUMENT.search(piece) is None:
            paths = [path.removeprefix("dieu:this/") for unit in units for path in unit.paths]
            effective = parse_date(first.group(2))
            days += [PartDay(path, effective) for path in paths if path.startswith(("khoan:", "diem:"))]
        elif piece:
            unread.append(piece)
    return Changes(days=tuple(days), unread=tuple(unread))
