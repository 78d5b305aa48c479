"""The sample documents as they are written: a TOML head between `+++` lines, then the body, one paragraph a line.

Body lines:

| line | is |
| --- | --- |
| `# I. MỤC ĐÍCH` | a bold heading |
| `> QUYẾT ĐỊNH:` | a bold centred line |
| `>> text` | an italic centred line |
| `\\| a \\| b \\|` | a row of a table; the first row is its head |
| `=== kèm theo` | from here on the attached regulation of `[attached]` |
| `=== phụ lục` | from here on the annex of `[annex]` |
| anything else | a justified paragraph; `**bold**` and `*italic*` inside it |
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parent / "sources"
BUILT = Path(__file__).parent / "built"


@dataclass(frozen=True)
class Block:
    """One block of a body. `kind`: para, heading, centre, centre_italic, table; `rows` only for a table."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Part:
    """An attached regulation or an annex: its own title page head and its own body."""

    kind: str
    title: str
    reference: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Sample:
    """One sample document: its facts as its author meant them, and its text in layout order.

    `layout` is `state` (Nghị định 30/2020/NĐ-CP) or `party` (Hướng dẫn 05-HD/VPTW). `heading` is the printed name
    of the type (`KẾ HOẠCH`), "" for an official letter, whose `title` then stands under the number as `V/v …`.
    `basis_note` says (Vietnamese) which basis is wrong on purpose; it is never part of the document.
    """

    name: str
    layout: str
    type: str
    number: str
    issued: date
    place: str
    issuer: str
    issuer_lines: tuple[str, ...]
    parent_lines: tuple[str, ...]
    heading: str
    title: str
    title_lines: tuple[str, ...]
    authority: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    body: tuple[Block, ...]
    attached: Part | None
    annex: Part | None
    position_lines: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    basis_note: str

    @property
    def docx(self) -> Path:
        """The built DOCX, the sample's original."""
        return BUILT / f"{self.name}.docx"

    @property
    def pdf(self) -> Path:
        """The built PDF, its other copy."""
        return BUILT / f"{self.name}.pdf"


def load_samples() -> tuple[Sample, ...]:
    """All samples in order of their file names."""
    return tuple(read_sample(path) for path in sorted(SOURCES.glob("*.md")))


def read_sample(path: Path) -> Sample:
    """Read one source. Raises ValueError naming the file where the head is missing or a field is absent."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", text, re.S)
    if match is None:
        raise ValueError(f"{path.name}: no head between +++ lines")
    head: dict[str, Any] = tomllib.loads(match.group(1))
    bodies = _split_parts(match.group(2))

    def lines(key: str) -> tuple[str, ...]:
        return tuple(head.get(key, ()))

    def part(key: str, marker: str) -> Part | None:
        if key not in head:
            if marker in bodies:
                raise ValueError(f"{path.name}: body has === {marker} but the head has no [{key}]")
            return None
        facts = head[key]
        return Part(facts["kind"], facts["title"], facts["reference"], _blocks(bodies.get(marker, "")))

    try:
        return Sample(
            name=path.stem,
            layout=head.get("layout", "state"),
            type=head["type"],
            number=head["number"],
            issued=head["issued"],
            place=head["place"],
            issuer=head["issuer"],
            issuer_lines=lines("issuer_lines"),
            parent_lines=lines("parent_lines"),
            heading=head.get("heading", ""),
            title=head["title"],
            title_lines=lines("title_lines") or (head["title"],),
            authority=head.get("authority", ""),
            addressees=lines("addressees"),
            bases=lines("bases"),
            body=_blocks(bodies[""]),
            attached=part("attached", "kèm theo"),
            annex=part("annex", "phụ lục"),
            position_lines=lines("position_lines"),
            signer=head["signer"],
            recipients=lines("recipients"),
            basis_note=head.get("basis_note", ""),
        )
    except KeyError as error:
        raise ValueError(f"{path.name}: the head lacks {error}") from error


def _split_parts(body: str) -> dict[str, str]:
    parts = re.split(r"^=== (.+)$", body, flags=re.M)
    return {"": parts[0]} | {name.strip(): text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _blocks(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        line = line.strip()
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if line.startswith("# "):
            blocks.append(Block("heading", line[2:]))
        elif line.startswith(">> "):
            blocks.append(Block("centre_italic", line[3:]))
        elif line.startswith("> "):
            blocks.append(Block("centre", line[2:]))
        elif line:
            blocks.append(Block("para", line))
    return tuple(blocks)


_SPAN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")


def spans(text: str) -> list[tuple[str, str]]:
    """The runs of a paragraph as (text, style), style "", "bold" or "italic"."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], ""))
        found.append((match.group(1), "bold") if match.group(1) else (match.group(2), "italic"))
        at = match.end()
    if at < len(text):
        found.append((text[at:], ""))
    return found


def plain(text: str) -> str:
    """The text of a paragraph without its marks."""
    return "".join(run for run, _ in spans(text))
