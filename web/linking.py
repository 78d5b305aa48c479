"""Living links for pages and API: what became of what a draft or a document cites, as findings and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from archive.checking import Finding
from archive.citations import Citation
from archive.links import DocumentTurn, DraftTurn
from archive.living import Turn
from archive.pinpoint_wording import pinpoint_wording
from archive.shapes import record_json
from archive.stored import StoredDraft
from web.service import Service


def draft_turns(desk: Service, draft: StoredDraft, on: date | None = None) -> tuple[DraftTurn, ...]:
    """What became of what a draft cites, by its day of signing."""
    return desk.archive.links.of_draft(draft, on)


def link_findings(turns: Sequence[DraftTurn], found: Sequence[Finding]) -> list[Finding]:
    """A finding at each place that cites what was changed; none where the check says already that it is over."""
    told = {(each.start, each.end) for each in found if each.kind == "citation" and each.verdict in _SAID_ALREADY}
    made = []
    for each in turns:
        turn = each.turn
        for start, end, words in each.places:
            if (start, end) in told:
                continue
            made.append(
                Finding(
                    text=words,
                    start=start,
                    end=end,
                    citation=Citation(words, start, end, pinpoint=turn.path),
                    verdict="changed",
                    fields=(),
                    record=turn.record,
                    candidates=(),
                    validity=turn.validity,
                    doubts=(),
                    suggestion="",
                    message_vi=f"{turn.vi} Hãy xem lại câu viện dẫn này.",
                    message_en=f"{turn.en} Look at this citation again.",
                    successors=turn.successors or ((turn.actor,) if turn.actor is not None else ()),
                    kind="link",
                    corresponding=turn.corresponding,
                )
            )
    return made


_SAID_ALREADY = frozenset({"replaced", "expired", "mismatch", "ambiguous"})


def document_turns(desk: Service, document_id: int, on: date) -> tuple[DocumentTurn, ...]:
    """What became, since it was issued, of what a document cites."""
    return desk.archive.links.of_document(document_id, on)


def turn_json(turn: Turn, on: date) -> dict[str, Any]:
    """{document, path, words, kind, since, ahead, by, actor, successors, corresponding, message}"""
    return {
        "document": record_json(turn.record, on),
        "path": turn.path,
        "words": pinpoint_wording(turn.path),
        "kind": turn.kind,
        "since": turn.since.isoformat() if turn.since else None,
        "ahead": turn.ahead,
        "by": turn.by,
        "actor": turn.actor.id if turn.actor is not None else None,
        "successors": [record_json(record, on) for record in turn.successors],
        "corresponding": [
            {"path": each.path, "successor": each.document_id, "successor_path": each.successor_path,
             "heading": each.heading}
            for each in turn.corresponding
        ],
        "message": {"vi": turn.vi, "en": turn.en},
    }  # fmt: skip
