"""How the tables of citation cases are written: the spans marked in the text with ⟦ ⟧, what each says behind it.

`fields` is `type | number | issuer | date | title | pinpoint`, trailing empty fields left out; `…` leaves a field
unchecked. Marks may nest: the citations are in the order of their start.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.citations import Citation, Gazetteer, find_citations

FIELDS = ("type", "number", "issuer", "issued", "title", "pinpoint")


@dataclass(frozen=True)
class Case:
    """A text without its marks, and what is expected of each marked span."""

    text: str
    spans: tuple[tuple[int, int], ...]
    expected: tuple[tuple[str, ...], ...]


def read_case(marked: str, *fields: str) -> Case:
    """The marked text and its expectations, as values."""
    text: list[str] = []
    opened: list[int] = []
    spans: list[list[int]] = []
    for char in marked:
        if char == "⟦":
            opened.append(len(spans))
            spans.append([len(text), -1])
        elif char == "⟧":
            spans[opened.pop()][1] = len(text)
        else:
            text.append(char)
    assert len(spans) == len(fields), f"{len(spans)} marked, {len(fields)} described: {marked}"
    expected = tuple(tuple(part.strip() for part in field.split("|")) for field in fields)
    return Case("".join(text), tuple((a, b) for a, b in spans), expected)


def said(citation: Citation) -> dict[str, str]:
    """The compared fields of a citation as text."""
    return {
        "type": citation.type,
        "number": citation.number,
        "issuer": citation.issuer,
        "issued": citation.issued.isoformat() if citation.issued else "",
        "title": citation.title,
        "pinpoint": citation.pinpoint.replace("|", "+"),
    }


def check(case: Case, gazetteer: Gazetteer | None = None) -> list[Citation]:
    """Find, and compare spans and fields; the citations, for further questions."""
    found = find_citations(case.text, gazetteer)
    texts, wanted = [c.text for c in found], [case.text[a:b] for a, b in case.spans]
    assert texts == wanted, f"found {texts}, not {wanted}"
    assert [(c.start, c.end) for c in found] == list(case.spans)
    for citation, expected in zip(found, case.expected, strict=True):
        assert citation.text == case.text[citation.start : citation.end]
        have = said(citation)
        for name, want in zip(FIELDS, (*expected, *[""] * len(FIELDS)), strict=False):
            if want != "…":
                assert have[name] == want, f"{name} of {citation.text!r}: {have[name]!r}, not {want!r}"
    return found
