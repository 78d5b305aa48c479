"""What a text says of other documents, read in one go: its citations, its relations, and its own days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.citations import Citation, Gazetteer, find_citations
from archive.provisions import Provision
from archive.relations.effect_days import find_effect_days
from archive.relations.finding import find_relations
from archive.resolving import Holdings, Resolution, resolve_all
from archive.stored import Statements

READING_VERSION = "2"
"""Raised when citations, relations or days are read in another way, so that archives made before read them again."""


@dataclass(frozen=True)
class Links:
    """The citations of a text with what they were tied to, and what the text states of relations and days."""

    resolutions: tuple[Resolution, ...] = ()
    statements: Statements = field(default_factory=Statements)


def read_links(
    text: str,
    provisions: Sequence[Provision],
    gazetteer: Gazetteer,
    holdings: Holdings | None,
    *,
    type: str = "",
    title: str = "",
    issued: date | None = None,
    on: date | None = None,
) -> Links:
    """Everything that ties the text of one document to others; nothing is stored.

    `type`, `title`, `issued` are the document's own. The number in its own header is no citation, nor is what means the
    document itself (`Luật này`). `holdings` None leaves the citations to be resolved later, once for a whole import.
    `on` is the day on which the text was written as it stands (`archive.linking.written_on`).
    """
    found = find_citations(text, gazetteer)
    cited = [each for each in found if "header" not in each.flags and each.type != "SELF"]
    answers = resolve_all(cited, holdings, on=on) if holdings is not None else [_waiting(each) for each in cited]
    return Links(tuple(answers), read_statements(text, found, provisions, type=type, title=title, issued=issued))


def read_statements(
    text: str,
    citations: Sequence[Citation],
    provisions: Sequence[Provision] = (),
    *,
    type: str = "",
    title: str = "",
    issued: date | None = None,
) -> Statements:
    """The relations and days that a text states; `citations` are all of its text, relative ones too."""
    found = find_relations(text, citations, provisions, type=type, title=title)
    return Statements(tuple(found), find_effect_days(text, provisions, issued))


def _waiting(citation: Citation) -> Resolution:
    return Resolution(citation, "not_held")
