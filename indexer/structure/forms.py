"""Forms inside an annex: `Mẫu số 05`, each with its own letterhead, numbering and signature."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.folding import squeeze
from indexer.layout.lines import Line
from indexer.structure.attachments import NATIONAL

_VALUE = r"(?:[A-Z]{1,3}[ .-]?)?\d{1,3}(?:[./-]?[a-zđA-ZĐ0-9]{1,6}){0,4}"
_FORM = re.compile(
    r"[\s*_#(]*(?P<word>(?:BIỂU\s+|Biểu\s+)?(?:MẪU|Mẫu)(?:\s+(?:BIỂU|biểu))?|BIỂU|Biểu)"
    rf"(?P<so>\s+(?:SỐ|số|Số))?[ \u00a0:.]*(?P<value>{_VALUE})(?![\w(])[ \u00a0*_)]*(?P<rest>[^\n]*)"
)
_LONE = ".:–-|\t"
_LEAST = 300
"""Characters from a form's label to the next one; labels nearer than that are the rows of a list of forms."""
_BLANKS = re.compile(r"[.…_]{3,}")


@dataclass(frozen=True)
class Form:
    """`text[start:end]` is the form; `value` as paths write it, `title_end` where its label and heading end."""

    start: int
    end: int
    value: str
    label: str
    heading: str
    title_end: int


def find_forms(text: str, lines: Sequence[Line], start: int, end: int, quoted: Callable[[int], bool]) -> list[Form]:
    """The forms that stand in `text[start:end]`, one behind the other, the last one up to `end`."""
    labels = [hit for hit in _labels(text, lines, start, end) if not quoted(hit.start())]
    bounds = [hit.start() for hit in labels] + [end]
    heads = [hit for place, hit in enumerate(labels) if _is_form(text[hit.end() : bounds[place + 1]])]
    found: list[Form] = []
    for place, hit in enumerate(heads):
        stop = heads[place + 1].start() if place + 1 < len(heads) else end
        begin = hit.start("word")
        value = re.sub(r"[\s/]+", "-", hit.group("value"))
        rest = squeeze(hit.group("rest").strip(" \t*_.:–-|"))
        label = f"Mẫu số {hit.group('value')}" if hit.group("so") else f"Mẫu {hit.group('value')}"
        found.append(Form(begin, stop, value, label, rest, hit.end()))
    return found


def _labels(text: str, lines: Sequence[Line], start: int, end: int) -> list[re.Match[str]]:
    """Lines that hold a form's label alone, or with its title behind a stop, a tab or in capitals."""
    found: list[re.Match[str]] = []
    for begin, stop in lines[bisect_left(lines, (start, 0)) :]:
        if begin >= end:
            break
        hit = _FORM.match(text, begin, min(stop, end))
        if hit is None:
            continue
        rest = hit.group("rest").strip()
        titled = rest[:1] in _LONE or (text[hit.start("rest") - 1] in " \t" and (rest.isupper() or "\t" in hit.group()))
        if not rest or (titled and len(rest) < 160 and rest[-1:] not in ".;,") or rest.startswith("("):
            found.append(hit)
    return found


def _is_form(body: str) -> bool:
    """Whether what stands below a label is the form itself: a letterhead, blanks to fill in, or much text."""
    return len(body) >= _LEAST or NATIONAL.search(body) is not None or len(_BLANKS.findall(body)) > 4
