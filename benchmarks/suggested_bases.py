"""Suggested bases, one document left out at a time: of what is offered, how much does the document really rest on?

    python -m benchmarks.suggested_bases [--limit N]

Every document of ../shared/data/vbpl that names bases; each is asked by its type, issuer and title with itself left
out. A basis is named by its number (a law without one by its name and year): no archive is needed. Precision and
recall of the first five are means over the documents; beside them what the documents of its type and kind of body
rest on most, whatever the subject, and the ceiling (bases that any other document rests on at all).
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from archive.agencies import issuer_of
from archive.agency_calendar import level_of
from archive.citations import Citation, find_citations
from archive.comparable import Case, Comparable, precision_and_recall
from archive.evidence import cited_year
from archive.keys import number_key, title_key
from archive.numbers import parse_number, type_of
from archive.precedents import content_words
from archive.titles_compared import TYPE_LEAD
from benchmarks.labelled_draws import DOCUMENTS
from corpus.loaders.vbpl import read_records
from indexer.text import repair_text

_HEAD = 9000
MOST = 5


def basis_key(citation: Citation) -> Hashable:
    """What a basis is called, whoever cites it; "" where it says too little."""
    if citation.number and "truncated" not in citation.flags:
        return number_key(citation.number)
    year = cited_year(citation)
    return f"{title_key(citation.title)} {year}" if citation.title and year else ""


def cases(limit: int) -> list[Case]:
    """Every document that names bases."""
    found = []
    for key, record in enumerate(read_records(DOCUMENTS)):
        if limit and len(found) >= limit:
            break
        parsed = parse_number(record.number) if record.number else None
        if not record.text or not record.title or parsed is None:
            continue
        head = repair_text(record.text[:_HEAD])
        bases = {basis_key(each) for each in find_citations(head) if each.basis and not each.nested} - {""}
        if bases:
            body = f"{parsed.body} {level_of(issuer_of(parsed))}".strip()
            subject = TYPE_LEAD.sub("", record.title.replace(record.number, " "))
            found.append(Case(key, type_of(parsed), body, content_words(subject), frozenset(bases)))
    return found


def told(name: str, answers: Sequence[tuple[float, float]], asked: int) -> None:
    """One row of the table."""
    precision = sum(each[0] for each in answers) / len(answers) if answers else 0.0
    recall = sum(each[1] for each in answers) / asked if asked else 0.0
    print(f"| {name} | {len(answers)} | {precision:.3f} | {recall:.3f} |")


def main() -> int:
    """Print the table."""
    asking = argparse.ArgumentParser()
    asking.add_argument("--limit", type=int, default=0)
    given = asking.parse_args()
    if not DOCUMENTS.exists():
        print("../shared/data/vbpl is not here")
        return 0
    held = cases(given.limit)
    comparable = Comparable(held)
    cited = Counter(basis for case in held for basis in case.bases)
    groups: dict[tuple[str, str], Counter[Hashable]] = defaultdict(Counter)
    for case in held:
        groups[case.type, case.body].update(case.bases)
    ours, plain, ceiling = [], [], []
    for case in held:
        offered = [each.basis for each in comparable.bases(case, without=case.key)]
        if offered:
            ours.append(precision_and_recall(offered, case.bases, MOST))
        rest = groups[case.type, case.body] - Counter(case.bases)
        usual = [basis for basis, _ in rest.most_common(MOST)]
        if usual:
            plain.append(precision_and_recall(usual, case.bases, MOST))
        possible = [basis for basis in case.bases if cited[basis] > 1]
        ceiling.append(precision_and_recall(possible, case.bases, MOST))
    print(f"{len(held)} documents that name bases, {sum(len(case.bases) for case in held)} bases\n")
    print("| what is offered | documents with an answer | precision at 5 | recall at 5 |\n| --- | ---: | ---: | ---: |")
    told("comparable documents", ours, len(held))
    told("most usual of its type and body", plain, len(held))
    told("ceiling: named by another document too", ceiling, len(held))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
