"""What the desk's pages and its API share: how a draft begins, its check, and corrections put into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from archive.checking import Finding
from archive.checking.correcting import chosen_corrections
from archive.drafting import Composed, parts_of
from archive.drafting.beginning import TEMPLATES, OfficeForm, after_earlier, template
from archive.drafting.editing import edited
from archive.drafting.parts import SEVERAL
from archive.drafting.stale import stale_dates
from archive.errors import NotFound, RefusedInput
from archive.stored import StoredDraft
from web.accounts import current_person
from web.linking import draft_turns, link_findings
from web.presenting.copying import name_of
from web.service import Service


@dataclass(frozen=True)
class FieldPlace:
    """Where something lies in a part as it is edited: `start`, `end` in the text of the part, of a list in its lines
    put one under the other; `index` of the annex, 0 for other parts."""

    name: str
    index: int
    start: int
    end: int


def place_in(whole: Composed, start: int, end: int) -> FieldPlace | None:
    """The place of a stretch of the whole text in one part; None where it lies in none, or over several."""
    first, last = whole.at(start), whole.at(end)
    if first is None or last is None or first.name != last.name:
        return None
    if first.name not in SEVERAL or first.name == "annexes":
        if first.index != last.index:
            return None
        return FieldPlace(first.name, first.index, start - first.start, end - first.start)
    lines = [span for span in whole.spans if span.name == first.name]
    ahead = sum(span.end - span.start + 1 for span in lines if span.index < first.index)
    # What is printed between the lines of a list (a dash) is in no line.
    within = [span for span in lines if first.index <= span.index <= last.index]
    printed = sum(below.start - above.end - 1 for above, below in pairwise(within))
    begin = ahead + start - first.start
    return FieldPlace(first.name, 0, begin, begin + end - start - printed)


def check_draft(desk: Service, draft: StoredDraft, on: date | None = None) -> list[Finding]:
    """The findings of a draft on its day of signing (or `on`), with what became of what it cites and what is left
    of the document it was begun from."""
    day = on or draft.signing_date or date.today()
    found = desk.check(draft.text, day)
    if not desk.archive.hidden():
        desk.archive.links.refresh(draft.id, found, draft.text)
    found = in_order([*found, *link_findings(draft_turns(desk, draft, day), found)])
    source = draft.begun_from.get("document")
    record = desk.archive.records([source]).get(source) if isinstance(source, int) else None
    if record is None or record.issued is None or record.issued.year >= day.year:
        return found
    cited = [(each.start, each.end) for each in found if each.kind == "citation"]
    stale = stale_dates(draft.text, record.issued, cited, name_of(record))
    return in_order([*found, *stale])


def in_order(found: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of the text."""
    return sorted(found, key=lambda each: (each.start, each.kind != "citation", each.end))


def put_in(desk: Service, draft: StoredDraft, findings: Sequence[Finding]) -> StoredDraft:
    """The draft with the corrections of these findings, which do not overlap; kept as a version of its own."""
    edits = [(finding.start, finding.end, finding.replacement) for finding in findings]
    drafts = desk.archive.drafts
    parts = None if draft.parts is None else edited(draft.parts, edits)
    if parts is not None:
        return drafts.save(draft.id, draft.version, parts=parts, kind="corrected")
    text = draft.text
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return drafts.save(draft.id, draft.version, text=text, kind="corrected")


def corrected(desk: Service, draft: StoredDraft) -> StoredDraft:
    """The draft with every correction that is certain; the same where there is none."""
    chosen = chosen_corrections(draft.text, desk.check(draft.text, draft.signing_date))
    return put_in(desk, draft, chosen) if chosen else draft


def office_form(desk: Service) -> OfficeForm:
    """What the office's documents have alike, with the code of the department of whoever asks."""
    options = desk.archive.options
    codes = {
        name.strip().lower(): code.strip()
        for name, mark, code in (each.partition("=") for each in options.get("department_codes").split(";"))
        if mark
    }
    mine = current_person().departments
    names = [each.name.lower() for each in desk.archive.people.departments() if each.id in mine]
    return OfficeForm(
        options.get("office_name"),
        options.get("office_parent"),
        options.get("office_place"),
        next((codes[name] for name in names if name in codes), ""),
    )


def begin_from_template(desk: Service, key: str, party: bool) -> StoredDraft:
    """A new draft from a template. Raises NotFound where there is none."""
    if key not in TEMPLATES:
        raise NotFound("no_such_template", f"Không có mẫu “{key[:40]}”.", f"There is no template “{key[:40]}”.")
    parts = template(key, office_form(desk), date.today().year, party)
    return desk.archive.drafts.create(parts.name[:300], "", None, parts, {"template": key})


def begin_from_document(desk: Service, document_id: int) -> StoredDraft:
    """A new draft that goes on from an earlier document. Raises NotFound; RefusedInput where its text is not held."""
    record = desk.archive.record(document_id)
    text = desk.archive.text(document_id)
    if not text.strip():
        raise RefusedInput(
            "no_text_to_begin_from",
            "Kho chưa có toàn văn của văn bản này nên không bắt đầu từ nó được. Hãy nạp tệp của nó trước.",
            "The archive does not hold the text of this document, so nothing can be begun from it. Add its file first.",
        )
    parts = after_earlier(parts_of(text), date.today().year)
    title = parts.name[:300] or record.title[:300]
    return desk.archive.drafts.create(title, "", None, parts, {"document": document_id})


def begin_from_text(desk: Service, title: str, text: str, day: date | None, *, plain: bool = False) -> StoredDraft:
    """A new draft of a text that was pasted or read from a file; in parts where it has the head of a document, unless
    it is to stay `plain`."""
    parts = None if plain else parts_of(text)
    if parts is not None and not parts.laid_out:
        parts = None
    return desk.archive.drafts.create(title, text, day, parts)
