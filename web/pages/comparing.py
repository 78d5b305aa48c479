"""Two texts word by word: a document and its consolidated text, two copies of one, last year's plan and this year's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from archive import audit
from archive.comparing import Comparison, compare_texts
from archive.errors import NotFound, RefusedInput
from archive.provisions import Provision
from archive.records import Record
from archive.stored import StoredFile
from indexer.structure import segment
from web.accounts.declaring import permits
from web.copies import read_copy
from web.languages import pick
from web.meant import documents_meant
from web.pages import here_with, service
from web.parameters import identifier, one_of, whole_number
from web.presenting.comparing import shown_comparison
from web.problems import WrongParameter
from web.service import Service

pages = Blueprint("comparing", __name__, url_prefix="/documents/<int:document_id>/compare")

VIEWS = ("one", "two")
_LONGEST_TYPED = 300


@dataclass(frozen=True)
class Other:
    """The later text: another document, another copy (`file`) of the same, or a draft (`draft` its id)."""

    name: str
    record: Record | None = None
    file: StoredFile | None = None
    draft: int = 0


@pages.get("/")
@permits("read")
def show(document_id: int) -> str:
    """What became of a document in another text, and what it may be compared with."""
    desk = service()
    archive = desk.archive
    record = archive.record(document_id)
    typed = request.args.get("other", "").strip()[:_LONGEST_TYPED]
    meant = [each for each in documents_meant(archive, typed) if each.id != document_id] if typed else []
    problem = ""
    other: Other | None = None
    found: Comparison | None = None
    try:
        other, found = compared(
            desk,
            record,
            meant[0].id if len(meant) == 1 else identifier(request.args.get("with", "")),
            request.args.get("copy", ""),
            identifier(request.args.get("draft", "")),
        )
    except RefusedInput as error:
        problem = pick(error.vi, error.en)
    opened, page = _number("open"), _number("page") or 1
    return render_template(
        "compare.html",
        here="documents",
        record=record,
        other=other,
        found=found,
        shown=shown_comparison(found, page, opened) if found is not None else None,
        view=one_of(request.args, "view", VIEWS),
        versions=archive.versions.of(document_id),
        copies=[file for file in archive.files_of(document_id) if file.role != "original"],
        drafts=archive.drafts.list(limit=20),
        typed=typed,
        meant=meant if len(meant) > 1 else (),
        problem=problem,
        with_option=here_with,
        fold_link=lambda number: f"{here_with(open=number, page=page)}#gap-{number}",
        page_link=lambda number: here_with(page=number),
        back_link=_swapped(document_id, other),
    )


def compared(
    desk: Service, record: Record, with_id: int | None, copy: str = "", draft_id: int | None = None
) -> tuple[Other | None, Comparison | None]:
    """A document with another one, with another copy of its own (a hash), or with a draft; None, None with nothing.

    Raises NotFound, and RefusedInput where one side has no text or cannot be read.
    """
    archive = desk.archive
    if copy:
        file = next((each for each in archive.files_of(record.id) if each.sha256 == copy), None)
        if file is None:
            raise NotFound("no_such_file", "Văn bản này không có tệp đó.", "This document has no such file.")
        return Other(file.name, record, file), _compared(desk, record, copy, lambda: read_copy(desk, file))
    if draft_id is not None:
        draft = archive.drafts.get(draft_id)
        key: Hashable = ("draft", draft.id, draft.version)
        found = _compared(desk, record, key, lambda: (draft.text, segment(draft.text, record.type)))
        return Other(draft.title, None, None, draft.id), found
    if with_id is not None:
        second = archive.record(with_id)
        # The trail knows of the document of the address by itself (web.tracing), not of the other.
        audit.saw(archive, second.id)
        key = ("document", _state(desk, second))
        found = _compared(desk, record, key, lambda: (_text(desk, second), archive.provisions(second.id)))
        return Other("", second), found
    return None, None


def _compared(
    desk: Service, record: Record, key: Hashable, read: Callable[[], tuple[str, Sequence[Provision]]]
) -> Comparison:
    def make() -> Comparison:
        text, units = read()
        return compare_texts(_text(desk, record), desk.archive.provisions(record.id), text, units)

    return desk.comparison((_state(desk, record), key), make)


def _state(desk: Service, record: Record) -> Hashable:
    """What changes whenever a document's text does."""
    facts = desk.archive.facts(record.id)
    return record.id, facts.revision, facts.updated


def _text(desk: Service, record: Record) -> str:
    text = desk.archive.text(record.id) if record.held else ""
    if not text.strip():
        name = record.number or record.title
        raise RefusedInput(
            "nothing_to_compare",
            f"Kho chưa có toàn văn của {name}, nên chưa so sánh được. Hãy nạp tệp của văn bản đó.",
            f"The archive has no text of {name} to compare. Put its file in first.",
        )
    return text


def _swapped(document_id: int, other: Other | None) -> str:
    """The same two documents the other way round; "" where the other is no document."""
    if other is None or other.record is None or other.file is not None:
        return ""
    return f"{url_for('comparing.show', document_id=other.record.id)}?with={document_id}"


def _number(name: str) -> int:
    try:
        return whole_number(request.args, name, 0, 1_000_000) or 0
    except WrongParameter:
        return 0
