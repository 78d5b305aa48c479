"""A unit's own title: what stands after its label, or on the lines below it."""

from __future__ import annotations

import re

from archive.folding import squeeze
from indexer.structure.markers import Marker

_LONGEST = 300
_ENDS_SENTENCE = re.compile(r"[.;:,]\s*[\"”*]*\s*$|\./\.?\s*$")
_TRIM = " \t\u00a0*_#"
_LABEL = re.compile(
    r"[\s*_#>“„\"]*(?:(?:Đ|D)iều\s+\d|Chương\s+[IVX\d]|CHƯƠNG\s+[IVX\d]|Mục\s+[\dIVX]|MỤC\s+[\dIVX]|Phần\s+(?:thứ|"
    r"[IVX])|PHẦN\s|"
    r"Tiểu mục|TIỂU MỤC|\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|[IVX]{1,6}[./]|[-–+•]|PHỤ LỤC|Phụ lục|Căn cứ)"
)
_PARENTHESIS = re.compile(r"[\s*_]*\(")


def heading_of(text: str, marker: Marker, kind: str) -> tuple[str, int]:
    """The heading of the unit that begins with `marker`, "" if it has none, and the offset where it ends.

    A sentence is content, not a heading: `Điều 1. Phê duyệt Kế hoạch … năm 2024.` has none.
    """
    rest = text[marker.after : marker.stop].strip(_TRIM)
    if kind == "diem":
        return "", marker.after
    if kind in ("phan", "chuong", "muc", "tieumuc", "chu", "la_ma"):
        return _section_heading(text, marker, rest.lstrip(".:–- "))
    if kind == "dieu":
        return _article_heading(text, marker, rest)
    return _clause_heading(text, marker, rest)


def _lines_after(text: str, place: int, count: int) -> list[tuple[str, int]]:
    """The next lines from the end of a line on, blank ones too, each with its end offset."""
    found: list[tuple[str, int]] = []
    while len(found) < count and place < len(text):
        start = place + 1
        place = text.find("\n", start)
        if place < 0:
            place = len(text)
        if start > len(text):
            break
        found.append((text[start:place].strip(_TRIM), place))
    return found


def _upper(line: str) -> bool:
    return line.upper() == line and any(c.isalpha() for c in line)


def _section_heading(text: str, marker: Marker, rest: str) -> tuple[str, int]:
    """Of a chapter or section: capitals over as many lines as they go on, else one line."""
    parts, end = ([rest], marker.stop) if rest else ([], marker.stop)
    if rest and (len(rest) > _LONGEST or (_ENDS_SENTENCE.search(rest) and not _upper(rest))):
        if rest.endswith(":") and len(rest) < 150:
            return squeeze(rest[:-1]), marker.stop
        return "", marker.after
    for line, stop in _lines_after(text, marker.stop, 6):
        if not line:
            if parts:
                break
            continue
        if _LABEL.match(line) or _PARENTHESIS.match(line) or len(line) > _LONGEST:
            break
        if parts and not (_upper(line) and _upper(parts[-1])) and not (line[:1].islower() and not rest):
            break
        if _ENDS_SENTENCE.search(line) and not _upper(line):
            break
        parts.append(line)
        end = stop
        if len(parts) >= 5:
            break
    return squeeze(" ".join(parts)).rstrip(" ."), end


def _article_heading(text: str, marker: Marker, rest: str) -> tuple[str, int]:
    ahead = _lines_after(text, marker.stop, 4)
    if not rest:
        for line, stop in ahead:
            if not line:
                continue
            if _LABEL.match(line) or len(line) > 200 or _ENDS_SENTENCE.search(line):
                return "", marker.after
            return squeeze(line), stop
        return "", marker.after
    parts, end = [rest], marker.stop
    for line, stop in ahead[:3]:
        # A wrapped heading of a PDF goes on in lower case.
        if not line or not line[:1].islower() or _LABEL.match(line) or len(rest) < 40:
            break
        parts.append(line)
        end = stop
    heading = squeeze(" ".join(parts))
    if len(heading) > _LONGEST or _ENDS_SENTENCE.search(heading):
        return "", marker.after
    followed = any(line for line, _ in ahead[len(parts) - 1 :])
    return (heading, end) if followed else ("", marker.after)


def _clause_heading(text: str, marker: Marker, rest: str) -> tuple[str, int]:
    """A numbered clause rarely has a title: a short line without an end, with more below it."""
    if not rest or len(rest) > 150 or re.search(r"[.;,/]\s*$", rest):
        return "", marker.after
    ahead = [line for line, _ in _lines_after(text, marker.stop, 3) if line]
    if not ahead or (ahead[0][:1].islower() and not _LABEL.match(ahead[0])):
        return "", marker.after
    deeper = ahead[0].startswith(f"{marker.value}.")
    if re.match(r"\d{1,3}[a-zđ]?\.", ahead[0]) and not deeper and not _upper(rest):
        return "", marker.after
    return squeeze(rest.rstrip(": ")), marker.stop
