"""Putting the articles of one document together again: the code spreads them over its subjects.

One pass over the edition writes each article into a spool, a small SQLite file in the archive's folder, under the key
of its document; documents are then read from it one at a time. Memory stays bounded whatever the edition's size.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from archive.keys import number_key, title_key
from archive.numbers import fold_number, parse_number
from corpus.loaders.codified import CodifiedArticle
from corpus.loaders.references import named_documents
from corpus.loaders.source_notes import SourceNote, read_note

LAWS = frozenset({"Luật", "Bộ luật"})
"""One series of numbers, whichever of the two a note says."""


def document_key(note: SourceNote) -> str:
    """The document a source note names, "" where it names none.

    A number with a year is a document of its type (`Luật` and `Bộ luật` are one series); a number without a year was
    used again, so the effective date, which every note has, is part of the key; a document without number goes by its
    title.
    """
    if not note.readable:
        return ""
    type_ = "Luật" if note.type in LAWS else note.type
    if note.number:
        parsed = parse_number(note.number)
        if parsed is None or not parsed.year:
            return f"{type_}|{fold_number(note.number)}|{note.effective or ''}"
        if parsed.codes == (parsed.type_code,):
            # `01/2016/NQ`: the rest of the symbol is missing in the note.
            return ""
        return f"{type_}|{number_key(note.number)}"
    return f"{type_}|{title_key(note.title)}|{note.effective or ''}" if note.title else ""


def document_label(article: CodifiedArticle) -> str:
    """The code's own name of the document inside its subject: `36.3.TL.1` of `36.3.TL.1.5`; that of the subject's law
    where the heading has no code."""
    return article.code.rpartition(".")[0] if article.code else f"{article.subject}.LQ"


class Spool:
    """The articles of one edition by document. `complete` says that the whole edition is in it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = sqlite3.connect(path)
        # Only a help: after a crash it is made again.
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA journal_mode=MEMORY")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS articles (seq INTEGER PRIMARY KEY, key TEXT, label TEXT, data BLOB)"
        )
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS named (key TEXT PRIMARY KEY, type TEXT, number TEXT, title TEXT, issued TEXT)"
        )
        self._db.execute("CREATE TABLE IF NOT EXISTS done (whole INTEGER)")

    @property
    def database(self) -> sqlite3.Connection:
        """The file itself, for what else is kept of the edition while it is loaded (`corpus.loaders.places`)."""
        return self._db

    @property
    def complete(self) -> bool:
        """True once `fill` has gone through."""
        return bool(self._db.execute("SELECT count(*) FROM done").fetchone()[0])

    def fill(self, articles: Iterable[CodifiedArticle], tell: Callable[[int], None]) -> None:
        """Take a whole edition in, anew; `tell` is told how many articles have been read."""
        self._db.execute("DELETE FROM articles")
        self._db.execute("DELETE FROM named")
        for seq, article in enumerate(articles):
            if seq % 1000 == 0:
                tell(seq)
            data = zlib.compress(json.dumps(asdict(article), ensure_ascii=False).encode(), 1)
            note = read_note(article.note)
            key = document_key(note) or None
            if key and note.title and note.number:
                self._name("REPLACE", key, note)
            for other in named_documents(article.related):
                if other.title:
                    self._name("IGNORE", document_key(other), other)
            self._db.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?)", (seq, key, document_label(article), sqlite3.Binary(data))
            )
        self._name_the_rest()
        self._db.execute("CREATE INDEX IF NOT EXISTS by_key ON articles (key, seq)")
        self._db.execute("INSERT INTO done VALUES (1)")
        self._db.commit()

    def _name(self, conflict: str, key: str, note: SourceNote) -> None:
        self._db.execute(
            f"INSERT OR {conflict} INTO named VALUES (?, ?, ?, ?, ?)",
            (key, note.type, note.number, note.title, note.issued.isoformat() if note.issued else None),
        )

    def _name_the_rest(self) -> None:
        """An article without a readable note belongs to the document that most articles of its label belong to."""
        self._db.execute("CREATE INDEX IF NOT EXISTS by_label ON articles (label, key)")
        rows = self._db.execute("SELECT seq, label FROM articles WHERE key IS NULL").fetchall()
        for seq, label in rows:
            found = self._db.execute(
                "SELECT key FROM articles WHERE label = ? AND key IS NOT NULL GROUP BY key ORDER BY count(*) DESC, key",
                (label,),
            ).fetchone()
            key = found[0] if found else f"nhãn|{label}"
            self._db.execute("UPDATE articles SET key = ? WHERE seq = ?", (key, seq))

    def count(self) -> int:
        """Number of articles."""
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def documents(self) -> list[str]:
        """The keys of the documents, in the order in which the edition first names them."""
        return [row[0] for row in self._db.execute("SELECT key FROM articles GROUP BY key ORDER BY min(seq)")]

    def articles(self, key: str) -> Iterator[CodifiedArticle]:
        """The articles of one document in the edition's order."""
        for (data,) in self._db.execute("SELECT data FROM articles WHERE key = ? ORDER BY seq", (key,)):
            yield CodifiedArticle(**json.loads(zlib.decompress(data)))

    def named(self, key: str) -> SourceNote | None:
        """Title and day of a document as any article of the edition names it in full."""
        return next(iter(self._notes("WHERE key = ?", key)), None)

    def laws(self) -> list[SourceNote]:
        """The laws and ordinances that the edition names in full: titles by which other documents cite them."""
        return self._notes("WHERE type IN ('Bộ luật', 'Luật', 'Pháp lệnh') ORDER BY key")

    def _notes(self, where: str, *values: str) -> list[SourceNote]:
        rows = self._db.execute(f"SELECT type, number, title, issued FROM named {where}", values)
        return [
            SourceNote(True, type=type_, number=number, title=title, issued=date.fromisoformat(day) if day else None)
            for type_, number, title, day in rows
        ]

    def sizes(self) -> dict[str, int]:
        """Number of articles of each document."""
        return dict(self._db.execute("SELECT key, count(*) FROM articles GROUP BY key"))

    def close(self) -> None:
        """Close the file; it stays for a run that goes on."""
        self._db.close()

    def remove(self) -> None:
        """Close and delete the file."""
        self.close()
        self.path.unlink(missing_ok=True)
