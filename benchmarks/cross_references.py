"""The national code's own cross-references: how many are tied to the right provision, and why the rest are not.

    python -m benchmarks.cross_references [--articles F.jsonl.xz] [--html FOLDER] [--every 5]

Three things are measured on the edition as it is rebuilt into documents, without an archive:

1. what the source notes say of amendments and repeals: how many notes are read;
2. the references of the articles (`Điều này có nội dung liên quan đến …`). A reference is *right* where two statements
   that are made apart agree: its label (or the document and article it names) with its heading. Two checks stand
   beside that: the edition's HTML files give the address of the article that most references mean, which the program
   does not use; and the document that some references name in full;
3. the citations in the text of every fifth document: those of the document itself, and those of others.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.citations import Gazetteer, TitleEntry, find_citations
from archive.citations.model import Citation
from archive.folding import fold_for_comparison
from archive.provisions import Provision
from archive.records import Record
from archive.relations.scopes import resolved
from archive.resolving import MemoryHoldings, resolve_all
from corpus.loaders.amendments import read_changes
from corpus.loaders.codified import CodifiedArticle, read_edition
from corpus.loaders.grouping import Spool
from corpus.loaders.places import Places, meant
from corpus.loaders.rebuilding import places, rebuild
from corpus.loaders.references import Reference, read_references
from corpus.loaders.source_notes import read_note

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")

GROUNDS = {
    "both": "label and heading agree",
    "near": "label agrees, heading but for a slip",
    "document": "document named in full, article and heading agree",
    "label": "label alone: the article has no heading",
    "article": "document and article alone: no heading",
    "other_heading": "label or article there, heading another",
    "several": "several articles have label and heading",
    "whole": "a chapter, section or part of a document in the file",
    "no_article": "document in the file, article left out by the code",
    "other_document": "label now belongs to the successor of the document named",
    "no_label": "label not in the file",
    "no_document": "document named in full, not in the file",
    "unnamed": "uncodified article whose document is not named",
    "unreadable": "not read",
}
RIGHT, ALONE, MISSED = ("both", "near", "document"), ("label", "article"), ("other_heading", "several")


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=SHARED / "phapdien" / "articles.jsonl.xz")
    parser.add_argument("--html", type=Path, default=SHARED / "phapdien" / "demuc_html")
    parser.add_argument("--every", type=int, default=5, help="read the text of every n-th document; 0 of none")
    asked = parser.parse_args()
    if not asked.articles.exists():
        print(f"not here: {asked.articles}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "spool.sqlite")
        spool.fill(read_edition(asked.articles), lambda done: None)
        notes(spool)
        where = Places(spool)
        references(spool, where)
        if asked.html.is_dir():
            addresses(spool, where, asked.html)
        if asked.every:
            texts(spool, asked.every)
        spool.close()
    return 0


# --- 1. source notes ----------------------------------------------------------------------------------------------


def notes(spool: Spool) -> None:
    """How many notes that speak of changes are read."""
    said = [changes for key in spool.documents() for a in spool.articles(key) if (changes := read_note(a.note).changes)]
    read = [read_changes(one) for one in said]
    whole = sum(not one.unread for one in read)
    print("### Source notes\n\n| what | number |\n| --- | --- |")
    print(f"| notes that say something of changes or days | {len(said)} |")
    print(f"| read whole | {whole} ({whole / len(said):.4f}) |")
    for kind, number in Counter(change.kind for one in read for change in one.changes).most_common():
        print(f"| statements: {kind} | {number} |")
    print(f"| days of articles and clauses | {sum(len(one.days) for one in read)} |\n")
    shapes = Counter(re.sub(r"\d+", "9", piece) for one in read for piece in one.unread)
    print("| not read | times |\n| --- | --- |")
    for shape, number in shapes.most_common():
        print(f"| {shape[:150]} | {number} |")


# --- 2. references ------------------------------------------------------------------------------------------------


def references(spool: Spool, where: Places) -> None:
    """The table of grounds and reasons, and the shares."""
    began = time.perf_counter()
    carrying, found = 0, Counter[str]()
    maybe = 0
    headings = {(fold_for_comparison(article.heading), _number(path)) for _, article, path in _placed(spool)}
    for key in spool.documents():
        for article in spool.articles(key):
            carrying += bool(article.related)
            for reference in read_references(article.related):
                how = meant(reference, where).how
                found[how] += 1
                maybe += how == "unnamed" and _may_be_there(reference, headings)
    took = time.perf_counter() - began
    total = found.total()
    print(f"\n### References: {total} in {carrying} articles, {total / took:,.0f} a second\n")
    print("| ground or reason | references | of all |\n| --- | --- | --- |")
    for how, words in GROUNDS.items():
        print(f"| {words} | {found[how]} | {found[how] / total:.4f} |")
    right, alone, missed = (sum(found[how] for how in group) for group in (RIGHT, ALONE, MISSED))
    there = right + alone + missed
    print(f"\ntarget in the file: {there}; right {right} = {right / there:.4f}", end="; ")
    print(f"tied to the only article of that label {alone} = {alone / there:.4f}; not tied {missed}")
    print(
        f"of those whose document is not named, {maybe} have an article of that number and heading in the file", end=""
    )
    print(f"; counted as missed: right {right / (there + maybe):.4f}")


def _placed(spool: Spool) -> Iterator[tuple[str, CodifiedArticle, str]]:
    for key in spool.documents():
        for article, path in places(list(spool.articles(key))):
            yield key, article, path


def _number(path: str) -> str:
    return path.partition("~")[0].removeprefix("dieu:")


def _may_be_there(reference: Reference, headings: set[tuple[str, str]]) -> bool:
    """A heading of four words or more under the same number: below that, headings are the same everywhere."""
    heading = fold_for_comparison(reference.heading)
    return len(heading.split()) >= 4 and (heading, reference.number.lower()) in headings


_CHIDAN = re.compile(r"<p class='pChiDan'>(.*?)</p>", re.S)
_LINK = re.compile(r"<a (.*?)>(.*?)</a>", re.S)
_ONCLICK = re.compile(r"ViewNoiDungPhapDien\('(\d+)'\)")


def addresses(spool: Spool, where: Places, folder: Path) -> None:
    """The same references with the address that the edition's HTML gives: is that the article which was chosen?"""
    at: dict[str, set[tuple[str, str]]] = {}
    for key, article, path in _placed(spool):
        at.setdefault(article.anchor, set()).add((key, path))
    found: Counter[str] = Counter()
    for file in sorted(folder.rglob("*.htm*")):
        for related in _CHIDAN.findall(file.read_text(encoding="utf-8", errors="replace")):
            for link in _LINK.finditer(related):
                address = _ONCLICK.search(link.group(1))
                printed = html.unescape(re.sub(r"<[^>]+>", "", link.group(2)))
                read = read_references(f"(Điều này có nội dung liên quan đến {printed})")
                if address is None or address.group(1) not in at or len(read) != 1:
                    found["without an address in the file"] += 1
                    continue
                choice = meant(read[0], where)
                if not choice.path:
                    found["address in the file, nothing chosen"] += 1
                elif (choice.key, choice.path) in at[address.group(1)]:
                    found["address in the file, that article chosen"] += 1
                else:
                    found["address in the file, ANOTHER article chosen"] += 1
    print(f"\n### References with an address, in {len(list(folder.rglob('*.htm*')))} HTML files\n")
    print("| what | references |\n| --- | --- |")
    for what, number in sorted(found.items()):
        print(f"| {what} | {number} |")


# --- 3. citations in the text -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Document:
    record: Record
    text: str
    provisions: tuple[Provision, ...]


def texts(spool: Spool, every: int) -> None:
    """Citations inside the text: does the cited document stand in the file, and the cited provision in it?"""
    documents: list[_Document] = []
    paths: dict[int, frozenset[str]] = {}
    for number, key in enumerate(spool.documents(), 1):
        made = rebuild(key, list(spool.articles(key)), spool.named(key))
        new = made.new
        record = Record(
            number, new.type, new.number, new.issued, new.issuer, new.title, effective=new.effective,
            certainty=new.certainty, held=True,
        )  # fmt: skip
        paths[number] = frozenset(p.path for p in made.provisions)
        wanted = number % every == 0
        documents.append(_Document(record, new.text if wanted else "", made.provisions if wanted else ()))
    holdings = MemoryHoldings((d.record for d in documents), paths)
    laws = [d.record for d in documents if d.record.type in LAWS and d.record.title]
    gazetteer = Gazetteer([TitleEntry(r.type, r.title, r.number, r.issued) for r in laws])
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    finding = resolving = 0.0
    size = 0
    for document in documents:
        if not document.text:
            continue
        began = time.perf_counter()
        found = find_citations(document.text, gazetteer)
        finding += time.perf_counter() - began
        size += len(document.text)
        for citation in found:
            if citation.type == "SELF" and citation.pinpoint:
                own[_own(citation, document, paths[document.record.id])] += 1
        began = time.perf_counter()
        answers = resolve_all([one for one in found if one.type != "SELF"], holdings)
        resolving += time.perf_counter() - began
        for answer in answers:
            if answer.record is None:
                others["ambiguous" if answer.status == "ambiguous" else "document not in the file"] += 1
            elif answer.record.id == document.record.id:
                others["names the document itself"] += 1
            elif answer.mismatches:
                others["document in the file, day or title differ: shown as a question"] += 1
            elif not answer.citation.pinpoint:
                others["document in the file, no provision cited"] += 1
            else:
                others[_there(answer.citation.pinpoint.split("|"), paths[answer.record.id])] += 1
    print(f"\n### Citations in the text of every {every}th document: {size / 1e6:.1f} million characters\n")
    print(f"found in {finding:.1f} s, resolved in {resolving:.1f} s\n")
    for title, counted in (("of the document itself", own), ("of other documents", others)):
        print(f"| {title} | citations | share |\n| --- | --- | --- |")
        for what, number in counted.most_common():
            print(f"| {what} | {number} | {number / counted.total():.4f} |")
        print()


def _own(citation: Citation, document: _Document, held: frozenset[str]) -> str:
    around = [p for p in document.provisions if p.start <= citation.start < p.end]
    if not around:
        return "outside every provision"
    here = max(around, key=lambda p: p.start).path
    given = citation.pinpoint.split("|")
    wanted = resolved(given, here)
    if len(wanted) < len(given):
        return "names a unit of an article it does not say"
    if document.text[: citation.start].count("“") > document.text[: citation.start].count("”"):
        return "inside a quotation: of the document quoted"
    return _there(wanted, held)


_ARTICLE = re.compile(r"dieu:[^/]+")
_PLAIN = re.compile(r"dieu:(\d+)$")


def _there(wanted: list[str] | tuple[str, ...], held: frozenset[str]) -> str:
    """What becomes of the paths of one citation: the least that holds of any of them."""
    worst = 0
    last = max((int(m.group(1)) for path in held if (m := _PLAIN.match(path))), default=0)
    for path in wanted:
        article = _ARTICLE.match(path)
        plain = _PLAIN.match(article.group()) if article else None
        if path in held:
            rank = 0
        elif article is None:
            rank = 1
        elif "-" in path:
            rank = 2
        elif article.group() in held:
            rank = 3
        elif plain and int(plain.group(1)) <= last:
            rank = 4
        else:
            rank = 5
        worst = max(worst, rank)
    return _WORDS[worst]


_WORDS = (
    "provision there",
    "an annex, chapter or attached text, which the code has not",
    "a range of provisions",
    "article there, the clause or point is not",
    "article left out by the code",
    "article past the last one held",
)


if __name__ == "__main__":
    raise SystemExit(main())
