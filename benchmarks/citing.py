"""The citation box, letter by letter: what each first list costs, and how many letters a document takes.

    python -m benchmarks.citing --home ARCHIVE [--documents 60] [--seed 7]

Documents are drawn from the archive, and what a clerk would type for each is typed letter by letter, toneless: its
number with the type's short form (`nd 30/2020`), the first words of its title, and a provision in short hand. Each
letter is one request of the application (`GET /api/v1/citing`, the whole way but the socket). Figures are processor
time of the process, which other work on the machine does not lengthen, and time on the clock beside it.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient

from archive.documents import Archive
from archive.folding import unaccent
from archive.records import Record
from archive.settings import Settings
from web.app import create_app


@dataclass
class Told:
    """What was measured of one way of typing, in milliseconds a letter; `letters` until the document led the list."""

    work: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)
    shown: int = 0
    asked: int = 0


def typed_for(record: Record, rng: random.Random) -> dict[str, str]:
    """What is typed for a document, by way."""
    code = "".join(word[0] for word in unaccent(record.type).lower().split())
    ways = {"number": f"{code} {unaccent(record.number).lower()}"}
    words = unaccent(record.title).lower().split()
    if len(words) > 3:
        ways["title"] = " ".join(words[:8])
    ways["provision"] = f"k{rng.randint(1, 3)} d{rng.randint(1, 9)} {unaccent(record.number).lower()}"
    return ways


def measure(client: FlaskClient, records: list[Record], rng: random.Random) -> dict[str, Told]:
    """Type for every document, in every way."""
    told: dict[str, Told] = {}
    for record in records:
        for way, line in typed_for(record, rng).items():
            kept = told.setdefault(way, Told())
            kept.asked += 1
            first = 0
            rows: list[int] = []
            for count in range(2, len(line) + 1):
                began, work = time.perf_counter(), time.process_time()
                answer = client.get("/api/v1/citing", query_string={"q": line[:count]})
                kept.work.append(1000 * (time.process_time() - work))
                kept.clock.append(1000 * (time.perf_counter() - began))
                rows = [row["document"]["id"] for row in answer.get_json()["rows"]]
                if not first and rows[:1] == [record.id]:
                    first = count
            kept.shown += record.id in rows
            if first:
                kept.letters.append(first)
    return told


def part(values: list[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def main() -> int:
    """Print one line a way."""
    asking = argparse.ArgumentParser()
    asking.add_argument("--home", type=Path, required=True)
    asking.add_argument("--documents", type=int, default=60)
    asking.add_argument("--seed", type=int, default=7)
    given = asking.parse_args()
    settings = Settings.at(given.home)
    rng = random.Random(given.seed)
    with Archive.open(settings) as archive:
        behind = archive.behind()
        everything = [
            each for each in archive.cataloguing.titled() if each.number and each.title and each.id not in behind
        ]
    records = rng.sample(everything, min(given.documents, len(everything)))
    client = create_app(settings, demo=True).test_client()
    began = time.process_time()
    client.get("/api/v1/citing", query_string={"q": "xx"})
    print(
        f"{len(everything)} documents; the first letter of all: {1000 * (time.process_time() - began):.0f} ms of work\n"
    )
    print("| typed | letters | work p50 | p95 | worst | clock p50 | p95 | in the list | leads after |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for way, told in measure(client, records, rng).items():
        leads = part([float(each) for each in told.letters], 0.5)
        work, clock = told.work, told.clock
        print(
            f"| {way} | {len(work)} | {part(work, 0.5):.1f} | {part(work, 0.95):.1f} | {max(work):.1f} "
            f"| {part(clock, 0.5):.1f} | {part(clock, 0.95):.1f} | {told.shown}/{told.asked} | {leads:.0f} letters |"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
