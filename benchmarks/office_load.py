"""An office at work: fifty people at once search, read, upload and review, over a real `cancu serve`.

    python -m benchmarks office_load --home=ARCHIVE [--people=50] [--minutes=10] [--arriving=60]

ARCHIVE is changed: give a copy. Of fifty, thirty read (search, read what was found, look at home and list), ten draft
(the same, more of it), ten are clerks (upload a document of a page or two, review and confirm, search). All arrive
within `--arriving` seconds, sign in with name and password, pause ten seconds on average between two pages, type with
suggestions, and let the upload page ask every two seconds how far a file is. Browsers keep styles and scripts: those
are not asked for. At the end the queue is waited for, the server stopped, and every file that the server took is looked
for by its hash: in the store, with the same bytes, belonging to a document.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from archive.documents import Archive
from archive.models import DocumentFile, FileRow
from archive.settings import Settings
from benchmarks.material import SHARED
from benchmarks.office_people import PAUSE, Person, Tally, paper
from benchmarks.serving import Server, office, served
from corpus.evaluation import load_questions
from corpus.judging import judged_questions

PASSWORD = "một con trâu tám sào ruộng"
_ASIDE = ("upload", "confirm", "sign in", "upload state", "suggestions")
"""What is no page: measured, and told beside."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where something went wrong or is missing, 2 where the archive is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--arriving", type=float, default=60.0)
    options, _ = parser.parse_known_args(arguments)
    if options.home is None or not (options.home / "cancu.sqlite").is_file():
        print("give --home=ARCHIVE, a copy that may be changed", file=sys.stderr)
        return 2
    names = _accounts(options.home, options.people)
    exam = SHARED / "alqac" / "dev.json"
    questions = [one.question for one in judged_questions()]
    questions += [one.text for one in load_questions(exam)] if exam.is_file() else []
    tally, load = Tally(), []
    command, environment = office(options.home, CANCU_SIGN_INS_PER_MINUTE="0")
    with served([word for word in command if word != "--demo"], environment) as server:
        cold = server.first_answer("/healthz")
        until = time.monotonic() + options.minutes * 60
        numbers = itertools.count(int(time.time()) % 100_000 * 100)
        threads = []
        for place, (name, role) in enumerate(names):
            chance = random.Random(place)
            person = Person(server.port, name, PASSWORD, tally, until, chance)
            work = threading.Thread(
                target=_day, args=(person, role, questions, numbers, options.arriving * place / len(names), tally)
            )
            threads.append(work)
            work.start()
        while any(thread.is_alive() for thread in threads):
            load.append(os.getloadavg()[0])
            time.sleep(5)
        memory, used, beside = server.memory_mb(), server.processor_seconds(), server.beside_seconds()
        left = _waited(server, names, tally)
    lost = _lost(options.home, tally)
    _print(options, tally, cold, load, memory, (used, beside))
    print(f"taken {len(tally.taken)} files; still in the queue at the end {left}; missing or altered {len(lost)}")
    for line in [*tally.errors[:20], *lost[:20]]:
        print("  ", line)
    return int(bool(tally.errors or lost or left))


def _accounts(home: Path, count: int) -> list[tuple[str, str]]:
    """Names and roles; people that are there already stay."""
    found = []
    with Archive.create(Settings.at(home)) as archive:
        if archive.people.named("load-admin") is None:
            admin = archive.people.add("Vũ Văn Quản", "load-admin", "administrator")
            archive.credentials.change(admin.id, "", PASSWORD, "127.0.0.1")
        for place in range(count):
            role = ("viewer", "viewer", "viewer", "drafter", "clerk")[place % 5]
            name = f"load-{role}-{place}"
            if archive.people.named(name) is None:
                made = archive.people.add(f"Người thứ {place}", name, role)
                archive.credentials.change(made.id, "", PASSWORD, "127.0.0.1")
            found.append((name, role))
    return found


def _day(
    person: Person, role: str, questions: Sequence[str], numbers: Iterator[int], later: float, tally: Tally
) -> None:
    """What somebody does until the time is over."""
    time.sleep(later)
    try:
        person.sign_in()
        if role == "clerk":
            _clerk(person, questions, numbers)
        else:
            while person.pause():
                if person.chance.random() < (0.75 if role == "viewer" else 0.6):
                    person.search(person.chance.choice(questions))
                else:
                    person.look_around()
    except Exception as error:
        tally.errors.append(f"{person.name}: {type(error).__name__} {error}")


def _clerk(person: Person, questions: Sequence[str], numbers: Iterator[int]) -> None:
    while person.pause():
        what = person.chance.random()
        if what < 0.3:
            number = next(numbers)
            person.upload(paper(number, person.chance), f"ke-hoach-{number}.docx")
        elif what < 0.65:
            person.review()
        else:
            person.search(person.chance.choice(questions))


def _waited(server: Server, names: Sequence[tuple[str, str]], tally: Tally, seconds: float = 300.0) -> int:
    """Files that are still waiting or being read after so long."""
    clerk = next((name for name, role in names if role == "clerk"), None)
    if clerk is None:
        return 0
    spare = Tally()
    person = Person(server.port, clerk, PASSWORD, spare, time.monotonic() + seconds, random.Random(0))
    person.sign_in()
    import json

    waiting = 0
    while time.monotonic() < person.until:
        _, answer = person.ask("upload state", "/upload/state")
        counts = json.loads(answer or "{}").get("counts", {})
        waiting = sum(counts.get(name, 0) for name in ("waiting", "reading"))
        if not waiting:
            break
        time.sleep(1)
    return waiting


def _lost(home: Path, tally: Tally) -> list[str]:
    """Files taken that no document has, or whose bytes are others."""
    lost = []
    with Archive.open(Settings.at(home)) as archive, archive.database.read() as session:
        held = set(session.scalars(select(FileRow.sha256).join(DocumentFile, DocumentFile.file_id == FileRow.id)))
        for digest, name in tally.taken.items():
            path = archive.files.path(digest)
            if digest not in held or not path.is_file():
                lost.append(f"missing: {name} {digest[:12]}")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                lost.append(f"altered: {name} {digest[:12]}")
    return lost


def _print(
    options: argparse.Namespace,
    tally: Tally,
    cold: float,
    load: Sequence[float],
    memory: dict[str, int],
    used: tuple[float, float],
) -> None:
    count = sum(map(len, tally.times.values()))
    print(
        f"{options.people} people, {options.minutes:g} minutes, pauses of {PAUSE:g} s on average; {count} requests; "
        f"load {min(load, default=0):.1f} to {max(load, default=0):.1f}; processor {used[0]:.0f} s "
        f"({used[0] * 1000 / max(count, 1):.0f} ms a request) and readers {used[1]:.0f} s; memory {memory}; "
        f"up after {cold:.1f} s; errors {len(tally.errors)}"
    )
    print("| page | requests | p50 ms | p95 ms | p99 ms | most ms |\n| --- | --- | --- | --- | --- | --- |")
    pages = [time for kind, times in tally.times.items() if kind not in _ASIDE for time in times]
    for kind, times in [("all pages", pages), *sorted(tally.times.items())]:
        ordered = sorted(times)
        if ordered:
            at = [ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (0.5, 0.95, 0.99)]
            told = " | ".join(f"{value:.0f}" for value in (*at, ordered[-1]))
            print(f"| {kind} | {len(ordered)} | {told} |")


if __name__ == "__main__":
    raise SystemExit(main())
