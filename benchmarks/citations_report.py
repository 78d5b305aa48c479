"""What a change of the citation engine gained, lost and changed against the last accepted run, as eyecite reports it.

    python -m benchmarks.citations_report [--accept] [--all] [--lines N] [--only SOURCE]

Texts: `benchmarks.citation_texts`. Resolution is against the catalogue of the project, so that it does not depend on
what an archive holds. The accepted run is `benchmarks/accepted/citations.json.xz`: facts alone. `--accept` writes it
anew, keeping what it has of sources that are not here. Where the real material is absent only the starter texts are
reported, and it says so.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.citation_runs import Change, Comparison, Run, Seen, compared, read_run, taken, write_run
from benchmarks.citation_texts import SOURCES, texts_of
from benchmarks.wide_holdings import gazetteer_of, holdings_of, registry_records

ACCEPTED = Path(__file__).parent / "accepted" / "citations.json.xz"
_SHOWN = 12
_WIDTH = 150


def main(arguments: Sequence[str] | None = None) -> int:
    """Report, or accept. The exit status is 0 unless there is nothing to compare with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="make this run the accepted one")
    parser.add_argument("--all", action="store_true", help="every line of every group")
    parser.add_argument("--lines", type=int, default=_SHOWN, help="lines of a group")
    parser.add_argument("--only", choices=[source.name for source in SOURCES], action="append")
    wanted = parser.parse_args(arguments)
    began = time.perf_counter()
    names = set(wanted.only or [source.name for source in SOURCES])
    run, texts = run_now(names)
    for line in head(run, time.perf_counter() - began):
        print(line)
    if wanted.accept:
        kept = {**(read_run(ACCEPTED) if ACCEPTED.exists() else {}), **run}
        print(f"\naccepted: {write_run(kept, ACCEPTED):,} bytes in {ACCEPTED.parent.name}/{ACCEPTED.name}")
        return 0
    if not ACCEPTED.exists():
        print("no run has been accepted yet: make citations-report ACCEPT=1", file=sys.stderr)
        return 1
    for line in report(compared(read_run(ACCEPTED), run), texts, None if wanted.all else wanted.lines):
        print(line)
    return 0


def run_now(names: Iterable[str]) -> tuple[Run, dict[tuple[str, str], str]]:
    """The engine over the sources of these names that are here; and the texts, by source and id."""
    records = registry_records()
    holdings, gazetteer = holdings_of(records), gazetteer_of(records)
    run: Run = {}
    texts: dict[tuple[str, str], str] = {}
    for source in SOURCES:
        if source.name in names and source.here:
            own = list(texts_of(source))
            texts.update({(source.name, name): text for name, text in own})
            run[source.name] = taken(own, holdings, gazetteer)
    return run, texts


def head(run: Run, seconds: float) -> list[str]:
    """What was run, as a table; and what is not here."""
    lines = ["| source | texts | citations | resolved | ambiguous | not held | of this document |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for source in SOURCES:
        if source.name in run:
            found = [one for text in run[source.name].values() for one in text.seen]
            states = Counter(one.status for one in found)
            counts = " | ".join(str(states[state]) for state in ("resolved", "ambiguous", "not_held", ""))
            lines.append(f"| {source.name}: {source.says} | {len(run[source.name])} | {len(found)} | {counts} |")
    absent = [source.name for source in SOURCES if not source.here]
    if absent:
        lines.append(f"\nnot here, and not reported: {', '.join(absent)}")
    return [*lines, f"\n{seconds:.0f} s"]


def report(comparison: Comparison, texts: dict[tuple[str, str], str], limit: int | None) -> list[str]:
    """The comparison in lines: counts by source, then each group with at most `limit` lines (None: all)."""
    lines = ["\n| source | texts compared | gained | lost | changed |", "| --- | --- | --- | --- | --- |"]
    for source, count in comparison.compared.items():
        kinds = Counter(change.kind for change in comparison.changes if change.source == source)
        lines.append(f"| {source} | {count} | {kinds['gained']} | {kinds['lost']} | {kinds['changed']} |")
    for what, counts in (
        ("texts that the accepted run has not", comparison.added),
        ("texts of the accepted run that are not here", comparison.missing),
        ("texts that are no longer the same, and were not compared", comparison.altered),
    ):
        shown = ", ".join(f"{source} {count}" for source, count in counts.items() if count)
        lines += [f"\n{what}: {shown}"] if shown else []
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in comparison.changes:
        groups.setdefault((change.kind, _group(change)), []).append(change)
    order = {"lost": 0, "changed": 1, "gained": 2}
    for (kind, name), changes in sorted(groups.items(), key=lambda g: (order[g[0][0]], -len(g[1]), g[0][1])):
        lines.append(f"\n### {kind}{f': {name}' if name else ''} ({len(changes)})\n")
        lines += [_line(change, texts) for change in changes[:limit]]
        if limit is not None and len(changes) > limit:
            lines.append(f"- … {len(changes) - limit} more (--all)")
    return [*lines, ""] if groups else [*lines, "\nnothing was gained, lost or changed"]


def _group(change: Change) -> str:
    """What changed; of a gain or a loss, whether it named a document."""
    if change.kind == "changed":
        return ", ".join(change.unlike)
    one = change.before or change.after
    return "" if one is None or one.type != "SELF" else "of this document"


def _line(change: Change, texts: dict[tuple[str, str], str]) -> str:
    one = change.after or change.before
    text = texts.get((change.source, change.text_id), "")
    words = " ".join(text[one.start : one.end].split()) if one is not None else ""
    cut = f"{words[:_WIDTH]}…" if len(words) > _WIDTH else words
    where = f"- {change.source} {change.text_id} @{one.start if one else 0} “{cut}”"
    if change.before is None or change.after is None:
        return f"{where}: {_facts(one)}"
    told = []
    for name in change.unlike:
        if name == "span":
            before = " ".join(text[change.before.start : change.before.end].split())[:_WIDTH]
            told.append(f"was “{before}”")
        elif name == "title":
            told.append("another title")
        else:
            told.append(f"{name} {getattr(change.before, name) or '∅'} → {getattr(change.after, name) or '∅'}")
    return f"{where}: {'; '.join(told)}"


def _facts(one: Seen | None) -> str:
    if one is None:
        return ""
    named = [one.type, one.number, one.issued, one.issuer, one.pinpoint, one.status, one.target]
    return " · ".join(filter(None, named))


if __name__ == "__main__":
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Read by `head`, which has seen enough; what is left to print goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    raise SystemExit(status)
