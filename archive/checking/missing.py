"""Bases that every comparable document of the archive has, and this draft has not."""

from __future__ import annotations

from datetime import date

from archive import messages
from archive.checking.block import BasisLine, Block
from archive.checking.drafted import Drafted
from archive.checking.model import Finding, block_finding
from archive.checking.ordering import out_of_order
from archive.citations.model import Citation
from archive.evidence import unreliable
from archive.precedents import Precedents, UsualBasis
from archive.records import Record
from archive.resolving import Resolution
from archive.titles_compared import title_certain
from archive.validity import validity_at
from archive.wording import basis_line, full_citation, order_bases


def missing_bases(text: str, block: Block, draft: Drafted, precedents: Precedents, on: date) -> list[Finding]:
    """A finding for each usual basis that is not among the lines, as long as it stands on the signing day."""
    usual = precedents.usual_bases(draft.type, draft.organ, draft.issuer, draft.subject, on)
    here = {line.record.id for line in block.lines if line.record is not None}
    named = [each for each in usual if each.record.id not in here and not _cited(each.record, block)]
    return [
        _finding(text, block, each, draft)
        for each in named
        if validity_at(each.record, on).state in {"in_force", "partly_expired"}
        and not unreliable(each.record)
        and each.record.certainty != "doubtful"
    ]


def _cited(record: Record, block: Block) -> bool:
    """A line that could not be tied to a document may be this one."""
    for line in block.lines:
        citation = line.citation
        if line.record is not None or citation is None:
            continue
        if citation.number and citation.number == record.number:
            return True
        if not citation.number and citation.type == record.type:
            return True
    return any(line.citation is None for line in block.lines)


def _finding(text: str, block: Block, usual: UsualBasis, draft: Drafted) -> Finding:
    record = usual.record
    names = [messages.named(each) for each in usual.documents[:3]]
    names_en = [messages.named(each, 1) for each in usual.documents[:3]]
    more = len(usual.documents) - len(names)
    message = (
        f"Cả {len(usual.documents)} văn bản tương tự trong kho đều căn cứ {messages.named(record)}, dự thảo này thì "
        f"chưa: {'; '.join(names)}{f' và {more} văn bản khác' if more else ''}. Hãy xem có cần bổ sung không.",
        f"All {len(usual.documents)} comparable documents of the archive rest on {messages.named(record, 1)}, this "
        f"draft does not: {'; '.join(names_en)}{f' and {more} more' if more else ''}. See whether it is needed.",
    )
    line, put, at_end = _place(block, record)
    worded = full_citation(record) if record.issued and title_certain(record.title) else ""
    start, end = line.body_end, line.end
    replacement = ""
    if worded and line.mark in {";", ".", ","} and not line.sentence:
        dash = "- " if line.dash else ""
        mark = line.mark if at_end else ";"
        replacement = f";{_break(text, block)}{dash}Căn cứ {worded}{mark}" if put else ""
    return block_finding(
        text, start, end, "missing_basis", message, replacement=replacement, suggestion=basis_line(record),
        record=record, precedents=usual.documents,
    )  # fmt: skip


def _place(block: Block, record: Record) -> tuple[BasisLine, bool, bool]:
    """(the line to stand behind, whether that is in order, whether it is the last one)."""
    new = BasisLine(0, 0, 0, 0, ";", False, Resolution(Citation("", 0, 0), "resolved", record), (), False)
    lines = block.lines
    known = [line.record for line in lines if line.record is not None]
    ordered = order_bases([*known, record])
    before = [each.id for each in ordered[: ordered.index(record)]]
    wanted = max((i for i, line in enumerate(lines) if line.record and line.record.id in before), default=0)
    for place in [wanted, *range(len(lines) - 1, -1, -1)]:
        fits = not any(out_of_order(each, new) for each in lines[: place + 1])
        if fits and not any(out_of_order(new, each) for each in lines[place + 1 :]):
            return lines[place], True, place == len(lines) - 1
    return lines[-1], False, True


def _break(text: str, block: Block) -> str:
    """The break between two lines of this block, as it stands: one line end or an empty line."""
    if len(block.lines) < 2:
        return "\n"
    between = text[block.lines[0].end : block.lines[1].start]
    lines = between.count("\n")
    return "\r\n" * min(lines, 2) if "\r\n" in between else "\n" * max(1, min(lines, 2))
