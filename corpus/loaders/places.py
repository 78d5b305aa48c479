"""Where the articles of an edition are in the rebuilt documents, and which of them a reference of the code means.

A reference is right where two things that are stated apart agree: the label (or the document and the article's number)
says where it is, the heading says what stands there. Where they disagree, nothing is chosen; nor where the document
named behind the reference is another than the one that has the label now: the code gives the labels of a replaced
document to its successor, and old references keep the old document's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive.folding import fold_for_comparison
from corpus.loaders.grouping import Spool, document_key
from corpus.loaders.rebuilding import places
from corpus.loaders.references import Reference
from corpus.loaders.source_notes import SourceNote

NEAR = 95.0
"""Headings (folded) at least this similar, of 100, are one heading with a slip or a word put in later. Under labels
that a successor has taken over, headings of other articles were up to 92 alike; no right one lay below 95."""


@dataclass(frozen=True)
class Place:
    """A codified article in its rebuilt document: `key` of the document, `path` there, `heading` folded."""

    key: str
    path: str
    heading: str


@dataclass(frozen=True)
class Meant:
    """What a reference means. `key` is its document, "" where not in the edition; `path` its provision, "" unknown.

    `how` says on what ground: `both` label and heading agree; `near` the heading but for a slip; `document` named
    document, article and heading agree; `label`, `article`: there is no heading to compare; `whole` the document is
    there, the unit is a chapter or section, or no unit at all; `no_article` the document is there, the article is not.
    Else why nothing is chosen: `other_heading`, `other_document` (named), `several`, `no_label` and `no_document` (not
    in the edition), `unnamed` (no document is named), `unreadable`.
    """

    how: str
    key: str = ""
    path: str = ""

    @property
    def sure(self) -> bool:
        """Two statements agree."""
        return self.how in ("both", "near", "document")

    @property
    def likely(self) -> bool:
        """A place is named, and nothing speaks against it."""
        return self.how in ("label", "article")


class Places:
    """The places of all articles of an edition, in its spool; made on first use."""

    def __init__(self, spool: Spool) -> None:
        self._db = spool.database
        self._db.execute("CREATE TABLE IF NOT EXISTS places (label TEXT, key TEXT, path TEXT, heading TEXT)")
        self._db.execute("CREATE TABLE IF NOT EXISTS placed (whole INTEGER)")
        if not self._db.execute("SELECT count(*) FROM placed").fetchone()[0]:
            self._fill(spool)

    def _fill(self, spool: Spool) -> None:
        self._db.execute("DELETE FROM places")
        for key in spool.documents():
            self._db.executemany(
                "INSERT INTO places VALUES (?, ?, ?, ?)",
                [
                    (article.code, key, path, fold_for_comparison(article.heading))
                    for article, path in places(list(spool.articles(key)))
                ],
            )
        self._db.execute("CREATE INDEX IF NOT EXISTS places_label ON places (label)")
        self._db.execute("CREATE INDEX IF NOT EXISTS places_key ON places (key, path)")
        self._db.execute("INSERT INTO placed VALUES (1)")
        self._db.commit()

    def paths(self, key: str) -> list[str]:
        """The paths of a document's articles, in the order in which the spool gives them."""
        return [row[0] for row in self._db.execute("SELECT path FROM places WHERE key = ? ORDER BY rowid", (key,))]

    def labelled(self, label: str) -> list[Place]:
        """The articles with this label of the code."""
        return self._find("label = ?", label)

    def at(self, key: str, path: str) -> list[Place]:
        """The articles at a place of a document."""
        return self._find("key = ? AND path = ?", key, path)

    def holds(self, key: str) -> bool:
        """Is any article of this document in the edition?"""
        found = self._db.execute("SELECT 1 FROM places WHERE key = ? LIMIT 1", (key,)).fetchone()
        return found is not None

    def key_of(self, named: SourceNote) -> str:
        """The key under which the edition has a document that it names in full, "" where it has not."""
        key = document_key(named)
        if self.holds(key):
            return key
        if key.endswith("|"):
            # A number without a year: the key ends in the day of effect, which a reference does not state.
            between = (key, f"{key[:-1]}}}")
            rows = self._db.execute("SELECT DISTINCT key FROM places WHERE key >= ? AND key < ?", between).fetchall()
            return str(rows[0][0]) if len(rows) == 1 else ""
        return ""

    def _find(self, where: str, *values: str) -> list[Place]:
        rows = self._db.execute(f"SELECT DISTINCT key, path, heading FROM places WHERE {where}", values)
        return [Place(*row) for row in rows]


def meant(reference: Reference, where: Places) -> Meant:
    """Which provision of which document of the edition a reference means."""
    if not reference.unit:
        return Meant("unreadable")
    if not reference.label:
        return _in_document(reference, where)
    found = where.labelled(reference.label)
    if not found:
        return _in_document(reference, where) if reference.named is not None else Meant("no_label")
    return _labelled(reference, found, where)


def _labelled(reference: Reference, found: list[Place], where: Places) -> Meant:
    named = reference.named
    if named is not None:
        of_named = [place for place in found if _is(named, place.key)]
        if not of_named:
            other = _in_document(reference, where)
            return other if other.sure else Meant("other_document")
        found = of_named
    heading = fold_for_comparison(reference.heading)
    for how, close in (
        ("both", [place for place in found if heading and place.heading == heading]),
        ("near", [place for place in found if _near(place.heading, heading)]),
        ("label", [place for place in found if not (heading and place.heading)]),
    ):
        if len(_spots(close)) == 1:
            return Meant(how, close[0].key, close[0].path)
        if close:
            return Meant("several")
    return Meant("other_heading")


def _is(named: SourceNote, key: str) -> bool:
    """Is the document with this key the one that is named? A key without a year ends in a day that no name states."""
    wanted = document_key(named)
    return wanted == key or (wanted.endswith("|") and key.startswith(wanted))


def _in_document(reference: Reference, where: Places) -> Meant:
    """A unit of a document that is named in full."""
    if reference.named is None:
        return Meant("unnamed")
    key = where.key_of(reference.named)
    if not key:
        return Meant("no_document")
    if reference.unit != "Điều":
        return Meant("whole", key)
    found = where.at(key, f"dieu:{reference.number.lower()}")
    heading = fold_for_comparison(reference.heading)
    if not found:
        return Meant("no_article", key)
    if any(heading and (place.heading == heading or _near(place.heading, heading)) for place in found):
        return Meant("document", key, found[0].path)
    if not heading or not any(place.heading for place in found):
        return Meant("article", key, found[0].path)
    return Meant("other_heading")


def _near(one: str, other: str) -> bool:
    return bool(one and other) and _digits(one) == _digits(other) and fuzz.ratio(one, other) >= NEAR


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _spots(found: Iterable[Place]) -> set[tuple[str, str]]:
    return {(place.key, place.path) for place in found}
