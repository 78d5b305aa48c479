"""How the tables of citation cases are written: the spans marked in the text with ⟦ ⟧, what each says behind it.

`fields` is `type | number | issuer | date | title | pinpoint`, trailing empty fields left out; `…` leaves a field
unchecked. Marks may nest: the citations are in the order of their start.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

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


# --- tables in files ----------------------------------------------------------------------------------------------

TABLES = Path(__file__).with_name("citation_tables")


@dataclass(frozen=True)
class Row:
    """A line of a table file: the text and its spans, the fields of each citation, and its notes.

    Notes are flags of the citation, `repaired`, `nested`, `basis`, and `→k`: it stands for the k-th citation.
    """

    case: Case
    notes: tuple[tuple[str, ...], ...]


def table(name: str) -> list[str]:
    """The lines of a table file, without remarks and empty ones."""
    lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def read_row(line: str) -> Row:
    """`text ⇒ type | number | issuer | day | title | pinpoint | notes ⨯ …`, with `\\n` for a line break."""
    marked, _, described = line.partition(" ⇒")
    parts = [part.strip() for part in described.split("⨯")] if described.strip() else []
    fields = [[field.strip() for field in part.split("|")] for part in parts]
    case = read_case(marked.replace("\\n", "\n"), *("|".join(each[:6]) for each in fields))
    return Row(case, tuple(tuple(each[6].split()) if len(each) > 6 else () for each in fields))


def notes_of(citation: Citation, found: list[Citation]) -> set[str]:
    """What a table may note of a citation."""
    notes = {flag for flag in citation.flags if flag != "relative"}
    notes |= {name for name in ("repaired", "nested", "basis") if getattr(citation, name)}
    if citation.antecedent >= 0:
        notes.add(f"→{next(i for i, each in enumerate(found, 1) if each.start == citation.antecedent)}")
    return notes


def check_row(row: Row) -> None:
    """Find, and compare spans, fields and notes."""
    text = row.case.text
    found = find_citations(text)
    printed = [" ".join(text[c.title_start : c.title_end].split()) if c.title_start >= 0 else "" for c in found]
    expected = tuple(
        tuple(title if part == "=" else part for part in fields)
        for fields, title in zip_longest(row.case.expected, printed[: len(row.case.expected)], fillvalue="")
    )
    check(Case(text, row.case.spans, expected))
    for citation, fields, notes in zip(found, row.case.expected, row.notes, strict=True):
        assert len(fields) < 5 or fields[4] != "=" or citation.title, f"no title: {citation.text!r}"
        assert notes_of(citation, found) == set(notes), f"notes of {citation.text!r}"
