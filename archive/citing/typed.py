"""What is typed to cite: a document, and with it the provision meant, in clerks' short hand: `k2 đ5 nd 30 2020`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from archive.folding import nfc, squeeze


@dataclass(frozen=True)
class Typed:
    """`words` name the document; `pinpoint` is the provision as a path (`dieu:5/khoan:2`), "" where none was typed.

    `pinpoints` are all paths that may be meant, `pinpoint` first: a toneless `diem d` is d or đ, `khoản 2 Mục I` of a
    Party document is no clause of an article.
    """

    words: str
    pinpoint: str = ""
    pinpoints: tuple[str, ...] = ()

    def among(self, held: Collection[str]) -> str:
        """The path that the document has, else the one typed."""
        return next((path for path in self.pinpoints if path in held), self.pinpoint)


# Letters stand for words only beside a figure (`k2`, `đ5`, `đ.5`), so that `nd 30` and `kh 12` stay what they are.
_ARTICLE = r"(?:(?:điều|dieu)\s*(?:số\s*|so\s*)?|[đd]\.?\s?(?=\d))(?P<article>\d{1,4}[a-zđ]?)(?![\w/-])"
_CLAUSE = r"(?:(?:khoản|khoan)\s*(?:số\s*|so\s*)?|k\.?\s?(?=\d))(?P<clause>\d{1,3}[a-zđ]?)(?![\w/-])"
_POINT = r"(?:(?P<spelled>điểm|diem)\s*|(?:[đd]\.?(?=[a-zđ](?!\w))))(?P<point>[a-zđ]\d?)(?!\w)"
_GLUED = re.compile(
    r"(?<![\w/-])([đd]\.?[a-zđ]|k\.?\d{1,3}|[đd]\.?\d{1,4})(?=(?:k\.?\d|[đd]\.?\d|[đd]\.?[a-zđ](?!\w)))"
)
_UNIT = re.compile(
    rf"(?<![\w/-])(?:{_ARTICLE}|{_CLAUSE}|{_POINT}"
    r"|(?:chương|chuong)\s+(?P<chapter>[ivxlc]{1,7}|\d{1,2})(?![\w/-])"
    r"|(?:phụ lục|phu luc)\s*(?:số\s+|so\s+)?(?P<annex>[ivxlc]{1,6}|\d{1,2})(?![\w/-])"
    r"|(?:mục|muc)\s+(?P<section>[ivxlc]{1,6}|\d{1,2})(?![\w/-]))",
    re.IGNORECASE,
)
# A bare letter in front of a clause is its point: `a k2 đ5`.
_BARE_POINT = re.compile(
    r"(?<!điểm )(?<!diem )(?<![\w/-])(?P<point>[a-zđ])\s+(?=(?:khoản|khoan|k)\.?\s?\d)", re.IGNORECASE
)
_LINKS = re.compile(r"(?:[\s,;]|(?<!\w)(?:của|cua|tại|tai|thuộc|thuoc|trong|theo)(?!\w))+", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)


def parse_typed(line: str) -> Typed:
    """Read one line, toneless too; the units of a pinpoint may stand in any order, before or behind the document."""
    text = squeeze(nfc(line).replace("\0", " "))[:300]
    for _ in range(2):  # `đak2đ5`
        text = _GLUED.sub(r"\1 ", text)
    text = _BARE_POINT.sub(r"điểm \g<point> ", text)
    found: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    toneless_point = False
    short_point: tuple[int, int] | None = None
    for match in _UNIT.finditer(text):
        kind = match.lastgroup or ""
        if kind == "spelled":
            kind = "point"
        if kind in found:
            continue
        if kind == "point":
            if match["spelled"] is None:
                short_point = match.span()
            toneless_point = (match["spelled"] or "").isascii()
        found[kind] = match[kind].lower()
        spans.append(match.span())
    if short_point is not None and not ({"clause", "article"} & found.keys()):
        # `đa` alone begins a word (`đa dạng`), it is no point.
        found.pop("point")
        spans.remove(short_point)
    words = _without(text, spans)
    paths = _paths(found, toneless_point)
    return Typed(words, paths[0] if paths else "", tuple(paths))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    kept = [part for part in parts if not _LINKS.fullmatch(part)]
    return squeeze(" ".join(_trimmed(part) for part in kept)) if spans else text


def _trimmed(part: str) -> str:
    lead = _LINKS.match(part)
    return part[lead.end() :].rstrip(" ,;") if lead else part.rstrip(" ,;")


def _paths(found: dict[str, str], toneless_point: bool) -> list[str]:
    points = [found.get("point", "")]
    if toneless_point and points[0] == "d":
        points.append("đ")
    made: list[str] = []
    for point in points:
        tail = "".join(
            f"/{kind}:{name}" for kind, name in (("khoan", found.get("clause", "")), ("diem", point)) if name
        )
        if "article" in found:
            made.append(f"dieu:{found['article']}{tail}")
        elif "section" in found and _ROMAN.fullmatch(found["section"]):
            clause = f"/so:{found['clause']}" if "clause" in found else ""
            made.append(f"la_ma:{found['section'].upper()}{clause}" + (f"/diem:{point}" if point else ""))
        elif "annex" in found:
            made.append(f"phuluc:{found['annex'].upper()}")
        elif "chapter" in found:
            section = f"/muc:{found['section']}" if "section" in found else ""
            made.append(f"chuong:{found['chapter'].upper()}{section}")
        elif tail:
            made.append(tail.removeprefix("/"))
    return made
