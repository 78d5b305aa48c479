"""Căn cứ lines labelled by reading, against what the engine finds and resolves in the same documents.

    python -m benchmarks.basis_lines [--draw basis1|basis2|basis3|running|running2] [--misses]

Three independent draws (`benchmarks.labelled_draws`) of 200, 100 and 100 lines, one a document, and two of
pinpointed citations in 75 and 60 lines of running text. The whole document is read, as the archive reads it; the labels
(`tests/labelled/*.csv`) are facts alone. `--misses` lists every disagreement. Resolution is right where it names the
document the line means, or says honestly that there are several or none. Another document is *contradicted* where the
answer itself says that its date or title is another one than the line's (a finding a person sees), and else *wrong*.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from archive.citations import Citation, Gazetteer, find_citations
from archive.folding import fold_for_comparison
from archive.keys import number_key
from archive.records import Record
from archive.resolving import Holdings, Resolution, resolve_all
from benchmarks.labelled_draws import DOCUMENTS, SHARED, SIZES, Drawn, documents, draw
from benchmarks.wide_holdings import gazetteer_of, holdings_of, wide_records
from corpus.loaders.vbpl import read_records

LABELS = Path(__file__).resolve().parents[1] / "tests" / "labelled"
DRAWS = tuple(SIZES)
FIELDS = ("number", "issued", "issuer", "type", "title")


@dataclass(frozen=True)
class Label:
    """What a reader says of one citation: facts as printed, canonical. `means` is the number of the document meant
    where the line gives none or gives a wrong one (`number@date` where the number alone would not do, a bare year for
    the constitution); `year` that a law is cited by; `note` begins with `slip` where the line itself is mistaken.
    `place` counts the citations of the line from 1; 0 says that it has none."""

    item: str
    ordinal: int
    digest: str
    place: int
    type: str
    number: str = ""
    issued: date | None = None
    year: str = ""
    issuer: str = ""
    title: str = ""
    means: str = ""
    nested: bool = False
    pinpoint: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A drawn line with its labels and the citations found in it, in order, resolved."""

    drawn: Drawn
    labels: tuple[Label, ...]
    found: tuple[Resolution, ...]


@dataclass
class Tally:
    """Counts of one measurement; `misses` in words, for whoever mends them."""

    lines: int = 0
    labelled: int = 0
    right: dict[str, int] = field(default_factory=dict)
    extra: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def share(self, name: str) -> float:
        """Part of the labelled citations of which this field is right."""
        return self.right.get(name, 0) / self.labelled if self.labelled else 0.0


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", choices=DRAWS, action="append")
    parser.add_argument("--misses", action="store_true")
    wanted = parser.parse_args()
    if not DOCUMENTS.exists():
        print(f"not here: {DOCUMENTS}", file=sys.stderr)
        return 0
    for name in wanted.draw or DRAWS:
        tally = pinpoints_measured(name) if name.startswith("running") else measured(name)
        _print(name, tally)
        for miss in tally.misses if wanted.misses else ():
            print(f"- {miss}")
    return 0


@lru_cache(maxsize=1)
def everything() -> tuple[Holdings, Gazetteer]:
    """Holdings of all facts we have, and the gazetteer made of them."""
    records = wide_records(SHARED.parent)
    return holdings_of(records), gazetteer_of(records)


def labels(file: str, name: str) -> dict[tuple[str, int], list[Label]]:
    """The labels of a draw by item and ordinal, in the order of the line."""
    kept: dict[tuple[str, int], list[Label]] = {}
    with (LABELS / file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row.pop("draw") == name:
                label = _label(row)
                kept.setdefault((label.item, label.ordinal), []).append(label)
    return kept


def lines_read(file: str, name: str) -> Iterator[Line]:
    """Every drawn line with its labels and what is found there. Raises ValueError where the text is another one."""
    holdings, gazetteer = everything()
    texts = documents()
    days = {record.item: record.issued for record in read_records(DOCUMENTS)}
    labelled = labels(file, name)
    drawn = draw(name)
    if {(d.item, d.ordinal) for d in drawn} != set(labelled):
        raise ValueError(f"{file}: the draw {name} is another one than was labelled")
    for each in drawn:
        said = labelled[each.item, each.ordinal]
        if any(label.digest != each.digest for label in said):
            raise ValueError(f"{file}: document {each.item}, line {each.ordinal} is not what was labelled")
        answers = resolve_all(find_citations(texts[each.item], gazetteer), holdings, on=days.get(each.item))
        inside = tuple(a for a in answers if each.start <= a.citation.start < each.end)
        yield Line(each, tuple(label for label in said if label.place), inside)


def measured(name: str) -> Tally:
    """Fields and resolution of a draw of căn cứ lines."""
    tally = Tally()
    for line in lines_read("basis_lines.csv", name):
        tally.lines += 1
        found = [a for a in line.found if a.citation.type != "SELF" and "header" not in a.citation.flags]
        pairs, extra = matched(line.labels, found)
        for one in extra:
            if not one.citation.nested:
                tally.extra += 1
                tally.misses.append(f"{_where(line.drawn)}: not labelled: {_said(one.citation)}")
        for label, answer in pairs:
            _judge(tally, line.drawn, label, answer)
    return tally


def _judge(tally: Tally, drawn: Drawn, label: Label, answer: Resolution | None) -> None:
    tally.labelled += 1
    where = f"{_where(drawn)}/{label.place}"
    if answer is None:
        tally.misses.append(f"{where}: not found: {label.type} {label.number} {label.issued or ''} {label.title}")
        return
    right = agreement(label, answer.citation)
    for name, fine in right.items():
        tally.right[name] = tally.right.get(name, 0) + fine
    unlike = [name for name, fine in right.items() if not fine]
    if unlike:
        wanted = "; ".join(f"{name} {getattr(label, name) or 'none'}" for name in unlike)
        tally.misses.append(f"{where}: {wanted}; found: {_said(answer.citation)}")
    state = resolved_state(label, answer)
    tally.statuses[state] = tally.statuses.get(state, 0) + 1
    if state in ("wrong", "contradicted") and answer.record is not None:
        meant = label.means or label.number or f"{label.title} {label.issued or label.year}"
        record = answer.record
        said = f"{where}: resolved to {record.number} of {record.issued} “{record.title}”, meant {meant}"
        (tally.wrong if state == "wrong" else tally.contradicted).append(said)
        tally.misses.append(f"{state}: {said}")


def agreement(label: Label, citation: Citation) -> dict[str, bool]:
    """Which fields of a found citation are as labelled. A title is only compared where the label has one: of laws."""
    return {
        "number": citation.number == label.number,
        "issued": citation.issued == label.issued and (not label.year or citation.year_in_number == label.year),
        # A minister's decision is the ministry's.
        "issuer": citation.issuer.removeprefix("Bộ trưởng ") == label.issuer,
        "type": citation.type == label.type,
        "title": not label.title or fold_for_comparison(citation.title) == fold_for_comparison(label.title),
    }


def resolved_state(label: Label, answer: Resolution) -> str:
    """`right`; the honest `ambiguous` and `not_held`; for another document `contradicted` where date or title are
    reported as another one's, else `wrong`."""
    if answer.status != "resolved" or answer.record is None:
        return answer.status
    if is_meant(label, answer.record):
        return "right"
    return "contradicted" if any(each.field in ("issued", "title") for each in answer.mismatches) else "wrong"


def is_meant(label: Label, record: Record) -> bool:
    """Whether a record is the document a label means."""
    if label.type == "Hiến pháp":
        return record.type == "Hiến pháp" and record.issued is not None and str(record.issued.year) == label.means
    if _series(record.type) != _series(label.type):
        return False
    number, _, day = (label.means or label.number).partition("@")
    if not number:
        same_title = fold_for_comparison(record.title).endswith(fold_for_comparison(_untyped(label)))
        return same_title and (label.issued is None or record.issued == label.issued)
    if number_key(record.number) != number_key(number):
        return False
    # One number of one year may be two decrees: those on the army and the police run in series of their own.
    meant = day or ("" if label.note.startswith("slip") or label.issued is None else label.issued.isoformat())
    return not meant or record.issued is None or record.issued.isoformat() == meant


def matched(
    said: Sequence[Label], found: Sequence[Resolution]
) -> tuple[list[tuple[Label, Resolution | None]], list[Resolution]]:
    """Labels and finds of one line brought together in their order, as much as agrees; then the finds left over."""
    best: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], ...]]] = {}
    for i in range(len(said), -1, -1):
        for j in range(len(found), -1, -1):
            options: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]
            if i < len(said):
                options.append(best[i + 1, j])
            if j < len(found):
                options.append(best[i, j + 1])
            if i < len(said) and j < len(found):
                alike = likeness(said[i], found[j].citation)
                if alike:
                    score, pairs = best[i + 1, j + 1]
                    options.append((score + alike, ((i, j), *pairs)))
            best[i, j] = max(options, key=lambda option: option[0])
    together_at = dict(best[0, 0][1])
    taken = set(together_at.values())
    together = [(label, found[together_at[i]] if i in together_at else None) for i, label in enumerate(said)]
    return together, [one for j, one in enumerate(found) if j not in taken]


def likeness(label: Label, citation: Citation) -> int:
    """How much speaks for a find being the labelled one; 0 for nothing. Only for bringing the two together."""
    alike = 0
    if label.number and citation.number:
        if number_key(citation.number) == number_key(label.number):
            alike += 6
        elif citation.seq and citation.seq == label.number.split("/")[0]:
            alike += 3
        else:
            return 0
    if label.title and fold_for_comparison(citation.title) == fold_for_comparison(label.title):
        alike += 4
    if label.issued and citation.issued == label.issued:
        alike += 2
    if label.type == citation.type:
        alike += 1
    return alike


def pinpoints_measured(name: str = "running") -> Tally:
    """Exactness of pinpoints in running text: the same document (or this one) and the same set of paths."""
    tally = Tally()
    for line in lines_read("running_citations.csv", name):
        tally.lines += 1
        left = [a.citation for a in line.found if a.citation.pinpoint]
        missed = []
        for label in line.labels:
            tally.labelled += 1
            same = next((c for c in left if _paths(c.pinpoint) == _paths(label.pinpoint) and _same(label, c)), None)
            if same is None:
                missed.append(label)
                continue
            left.remove(same)
            tally.right["pinpoint"] = tally.right.get("pinpoint", 0) + 1
        for label in missed:
            named = " ".join(filter(None, (label.type, label.number, label.title)))
            seen = "; ".join(f"{_said(c)} at {c.pinpoint}" for c in left) or "nothing"
            tally.misses.append(f"{_where(line.drawn)}/{label.place}: {named} at {label.pinpoint}; found: {seen}")
        tally.extra += 0 if missed else len(left)
        tally.misses += [f"{_where(line.drawn)}: not labelled: {_said(c)} at {c.pinpoint}" for c in left if not missed]
    return tally


def _same(label: Label, citation: Citation) -> bool:
    if label.type == "SELF" or not (label.number or label.title):
        return citation.type == label.type and not citation.number
    if label.number:
        return citation.number == label.number
    # A short name (`Luật PCTN`) may be spelled out in the title found.
    title = fold_for_comparison(label.title)
    return title == fold_for_comparison(citation.title) or title in fold_for_comparison(citation.text)


def _paths(pinpoint: str) -> frozenset[str]:
    """A pinpoint as a set of paths; `mau:04` and `mau:4` are one."""
    return frozenset(path.replace(":0", ":") for path in pinpoint.split("|"))


def _label(row: dict[str, str]) -> Label:
    issued = row.pop("issued", "")
    known = {name: value for name, value in row.items() if name not in ("ordinal", "place", "nested")}
    return Label(
        **known,
        ordinal=int(row["ordinal"]),
        place=int(row["place"]),
        issued=date.fromisoformat(issued) if issued else None,
        nested=bool(row.get("nested")),
    )


def _untyped(label: Label) -> str:
    return label.title.removeprefix(label.type).strip() or label.title


def _series(type_: str) -> str:
    return "Luật" if type_ in ("Luật", "Bộ luật") else type_


def _where(drawn: Drawn) -> str:
    return f"{drawn.item}:{drawn.ordinal}"


def _said(citation: Citation) -> str:
    parts: Iterable[object] = (citation.type, citation.number, citation.issued, citation.issuer, citation.title)
    return " | ".join(str(part) for part in parts if part)


def _print(name: str, tally: Tally) -> None:
    print(f"\n### {name}: {tally.lines} lines, {tally.labelled} citations labelled\n")
    print("| what | right | share |\n| --- | --- | --- |")
    for each in ("pinpoint",) if name.startswith("running") else FIELDS:
        print(f"| {each} | {tally.right.get(each, 0)} of {tally.labelled} | {tally.share(each):.4f} |")
    print(f"\nfound and not labelled: {tally.extra}")
    if not name.startswith("running"):
        states = ", ".join(f"{state} {count}" for state, count in sorted(tally.statuses.items()))
        print(f"resolution: {states}")
    for each in tally.wrong:
        print(f"- WRONG {each}")
    for each in tally.contradicted:
        print(f"- contradicted, and said so: {each}")


if __name__ == "__main__":
    raise SystemExit(main())
