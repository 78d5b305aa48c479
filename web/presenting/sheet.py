"""A draft as the sheet it is written on: the fields of its parts, long text cut so that each field stays small."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from werkzeug.datastructures import MultiDict

from archive.checking import Finding
from archive.checking.correcting import chosen_corrections
from archive.drafting import Composed, DraftParts, composed, parts_json
from archive.drafting.parts import NAMES, SEVERAL
from web.drafting import FieldPlace, place_in
from web.presenting.badges import verdict_badge

WHOLE_BODY = 12_000
"""Characters up to which the text is one field; a longer one is cut at its headings, so that a key costs the same."""
_BLOCK = 3_000
_HEADING = re.compile(r"(?:Phần|Chương|Mục|Điều)\s+(?:thứ\s|[IVX\d])|[IVX]{1,5}\s*[./]\s|[A-Z]\s*[./]\s")


@dataclass(frozen=True)
class Place:
    """Where a finding lies on the sheet: field `name` number `index` (of a text cut into several, or of the annexes),
    `start`, `end` in it."""

    name: str
    index: int
    start: int
    end: int


def blocks_of(body: str) -> list[str]:
    """The text cut at headings into fields; put together with line ends it is the text."""
    if len(body) <= WHOLE_BODY:
        return [body]
    blocks: list[list[str]] = [[]]
    size = 0
    for line in body.split("\n"):
        if blocks[-1] and (size >= _BLOCK or (size >= _BLOCK // 4 and _HEADING.match(line))):
            blocks.append([])
            size = 0
        blocks[-1].append(line)
        size += len(line) + 1
    return ["\n".join(block) for block in blocks]


def fields_of(parts: DraftParts) -> dict[str, list[str]]:
    """What stands in the fields of each part: one, of the text and the annexes as many as there are."""
    fields: dict[str, list[str]] = {}
    for name, value in parts_json(parts).items():
        if name == "party":
            continue
        if name == "body":
            fields[name] = blocks_of(value)
        elif name == "annexes":
            fields[name] = list(value)
        else:
            fields[name] = ["\n".join(value) if isinstance(value, list) else value]
    return fields


def seen_of(fields: Mapping[str, Sequence[str]]) -> str:
    """What a form carries of the parts as they were shown, so that what somebody did not touch is told from what he
    did: a digest of each."""
    return " ".join(f"{name}:{_digest(texts)}" for name, texts in fields.items())


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(text for text in texts if text).encode()).hexdigest()[:16]


def from_fields(form: MultiDict[str, str], parts: DraftParts) -> DraftParts:
    """The parts as a form sends them; a part whose field was not sent, or not changed, stays as it is."""
    now: dict[str, Any] = {}
    seen = dict(each.partition(":")[::2] for each in form.get("seen", "").split())
    for name in NAMES:
        if name == "party" or f"p.{name}" not in form:
            continue
        sent = [_plain(value) for value in form.getlist(f"p.{name}")]
        if sent == fields_of(parts)[name] or _digest(sent) == seen.get(name):
            continue
        if name == "body":
            now[name] = "\n".join(sent)
        elif name == "annexes":
            now[name] = tuple(text for text in sent if text.strip())
        elif name in SEVERAL:
            now[name] = tuple(line for line in sent[0].split("\n") if line.strip())
        else:
            now[name] = sent[0]
    return replace(parts, **now)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


class Sheet:
    """The places of findings on the sheet of a draft."""

    def __init__(self, parts: DraftParts) -> None:
        self.whole: Composed = composed(parts)
        self._starts = list(accumulate((len(block) + 1 for block in blocks_of(parts.body)), initial=0))

    def place(self, start: int, end: int) -> Place | None:
        """Where a stretch of the whole text stands; None where it lies in no field, or over several."""
        found = place_in(self.whole, start, end)
        if found is None or found.name != "body":
            return None if found is None else Place(found.name, found.index, found.start, found.end)
        return self._in_block(found)

    def _in_block(self, found: FieldPlace) -> Place | None:
        block = max(at for at, start in enumerate(self._starts[:-1]) if start <= found.start)
        start = self._starts[block]
        if found.end > self._starts[block + 1] - 1:
            return None
        return Place("body", block, found.start - start, found.end - start)


def marks_json(sheet: Sheet, findings: Sequence[Finding], numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    """Every finding with its place on the sheet, for the marks under the text: {field, index, start, end, text, tone,
    label, number, words, certain}. `numbers` by `id` of a finding the number under which it is listed, 0 for none."""
    certain = {id(each) for each in chosen_corrections(sheet.whole.text, findings)}
    marks = []
    for finding in findings:
        place = sheet.place(finding.start, finding.end)
        if place is None:
            continue
        badge = verdict_badge(finding.verdict)
        marks.append(
            {
                "field": place.name,
                "index": place.index,
                "start": place.start,
                "end": place.end,
                "text": finding.text,
                "tone": badge.tone,
                "label": badge.label,
                "number": numbers.get(id(finding), 0),
                "words": finding.replacement,
                "certain": id(finding) in certain,
            }
        )
    return marks
