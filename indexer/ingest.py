"""The line from a file to a filed document: read, repair, recognise, segment, find citations, file, index.

Each stage is a function from a value to a value; this module only calls them in order. Nothing is stored before the
whole file has been read, and a file that is refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any, cast

from archive.access import Access
from archive.agencies import same_issuer
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, CancuError, RefusedInput
from archive.files import hash_of
from archive.numbers import parse_number
from archive.placing import LineReading, TextBox
from archive.provisions import Provision
from archive.stored import HowRead, NewDocument, Original
from indexer.engine.base import Engine
from indexer.indexing import index_documents
from indexer.reading import PDF, Page, Placed, Reader, Reading, read_file
from indexer.reading.base import Source
from indexer.reading.process import check_file
from indexer.reading.progress import Tell
from indexer.recognising import Fact, Recognised, recognise_reading
from indexer.structure import segment

Watch = Callable[[str, int, int], None]
"""Called with (stage, pages done, pages in all); the stage is reading or recognised."""

FIELDS = ("type", "number", "issued", "issuer", "title", "place", "signer", "position", "effective")
MORE_FIELDS = ("authority", "urgency", "circulation", "pages")
"""Facts that are kept with their evidence too, and that nobody has to be asked about."""


@dataclass(frozen=True)
class Understood:
    """A file as it was read: its text, its facts with their evidence, its structure."""

    reading: Reading
    recognised: Recognised
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `status` added, duplicate, needs_review or refused.

    `document` is the document it is now (part of); `reason` a sentence in Vietnamese and `reason_en` in English, ""
    where there is nothing to say; `code` the reason as a word; `sha256` of the bytes, "" where they were not read.
    """

    name: str
    status: str
    document: int | None = None
    code: str = ""
    reason: str = ""
    reason_en: str = ""
    sha256: str = ""


def understand_file(
    archive_settings: Any,
    path: Path,
    name: str | None = None,
    *,
    reader: Reader | None = None,
    tell: Tell | None = None,
) -> Understood:
    """Read a file and recognise what it is; stores nothing. Raises RefusedInput.

    `reader` reads it where one is kept, `tell` hears of its pages.
    """
    if reader is not None:
        return understand_text(reader.read(path, name, tell))
    return understand_text(read_file(path, name, settings=archive_settings, tell=tell))


def understand_text(reading: Reading) -> Understood:
    """Recognise and segment a text that has been read. Raises RefusedInput for a state secret."""
    recognised = recognise_reading(reading)
    if recognised.secrecy.value:
        raise RefusedInput(
            "state_secret",
            f"Văn bản có dấu chỉ độ mật “{recognised.secrecy.value}”. Kho này không được giữ bí mật nhà nước: tệp đã "
            "bị từ chối và không lưu gì. Hãy quản lý văn bản theo Luật Bảo vệ bí mật nhà nước.",
            f"The document is marked “{recognised.secrecy.value}”. This archive must not hold state secrets: the file "
            "was refused and nothing was stored. Handle it under the Law on Protection of State Secrets.",
        )
    type_ = str(recognised.type.value or "")
    return Understood(reading, recognised, tuple(segment(reading.text, type_)))


def new_document(understood: Understood, sha256: str, name: str) -> NewDocument:
    """The document as it is filed: a fact below the bar is kept as seen and asked about, never guessed."""
    seen = understood.recognised
    evidence = {
        field: _evidence(getattr(seen, field), understood.reading.text)
        for field in (*FIELDS, *MORE_FIELDS)
        if getattr(seen, field).value is not None
        or getattr(seen, field).note.startswith(("readers_differ", "unreadable"))
    }
    return NewDocument(
        origin=f"upload:{sha256}",
        type=seen.type.value or "",
        number=seen.number.value or "",
        issued=seen.issued.value,
        issuer=seen.issuer.value or "",
        parent=seen.parent,
        title=seen.title.value or "",
        place=seen.place.value or "",
        signer=seen.signer.value or "",
        position=seen.position.value or "",
        authority=seen.authority.value or "",
        urgency=seen.urgency.value or "",
        circulation=seen.circulation.value or "",
        pages=seen.pages.value,
        effective=seen.effective.value,
        recipients=tuple(seen.recipients.value or ()),
        certainty="unconfirmed",
        source=f"tệp {name}",
        draft="draft" in seen.needs_review,
        review=tuple(seen.needs_review),
        evidence=evidence,
        text=understood.reading.text,
        raw_text=understood.reading.raw_text,
        page_starts=understood.reading.page_starts,
        placed=tuple(TextBox(*astuple(each)) for each in understood.reading.placed),
        seconds=tuple(LineReading(*astuple(each)) for each in understood.reading.seconds),
        reading=_how_read(understood.reading),
    )


def reading_of(how: HowRead, text: str) -> Reading:
    """A reading put together again from what is stored of it; its pages' own text is left out."""
    pages = tuple(Page(number, "", cast(Source, source), sure) for number, (source, sure) in enumerate(how.pages, 1))
    placed = tuple(Placed(*astuple(box)) for box in how.placed)
    return Reading(text, "", pages, (), PDF, how.encoding, how.notes, placed)


def _how_read(reading: Reading) -> dict[str, Any]:
    return {
        "pages": [[page.source, round(page.confidence, 3)] for page in reading.pages],
        "encoding": reading.encoding,
        "notes": list(reading.notes),
        "signatures": [asdict(each) for each in getattr(reading, "signatures", ())],
    }


def ingest_file(
    archive: Archive,
    engine: Engine | None,
    path: Path,
    name: str | None = None,
    *,
    copy_of: int | None = None,
    as_new: bool = False,
    access: Access | None = None,
    reader: Reader | None = None,
    tell: Watch = lambda stage, done, pages: None,
) -> Outcome:
    """File one file and index it (where an engine is given); a refusal is an outcome, not an exception.

    `copy_of`, `as_new`: what a person decided about a file that looked like another copy of a held document. A file
    that is held is not read again. `access`: who may see it, where it is new.
    `reader` reads where one is kept; `tell` hears how far the file has come. Raises
    ArchiveUnavailable, which says nothing about the file.
    """
    name = name or path.name
    try:
        check_file(path, name, archive.settings)
        sha256 = hash_of(path)
        if copy_of is None and not as_new and (held := held_outcome(archive, sha256, name)) is not None:
            return held
        understood = understand_file(
            archive.settings, path, name, reader=reader, tell=lambda done, pages: tell("reading", done, pages)
        )
        tell("recognised", len(understood.reading.pages), len(understood.reading.pages))
        new = new_document(understood, sha256, name)
        if _other_date_held(archive, new):
            new = replace(new, review=("other_date_held", *new.review))
        links = archive.read_links(new, understood.provisions)
        original = Original(path, name, understood.reading.media_type)
        added = archive.add(
            new,
            understood.provisions,
            links.resolutions,
            original,
            statements=links.statements,
            copy_of=copy_of,
            as_new=as_new,
            access=access,
        )
    except ArchiveUnavailable:
        raise
    except (CancuError, OSError) as error:
        return refused_outcome(name, error)
    document = added.document_id
    if added.status == "binned":
        return _in_bin(name, sha256)
    if added.status in ("duplicate", "unchanged"):
        return _duplicate(name, document, sha256)
    if added.status == "copy":
        if added.role == "offered":
            return _offered(name, document, sha256)
        return Outcome(name, "added", document, "copy", "Đã lưu làm bản khác.", "Kept as another copy.", sha256)
    if engine is not None:
        index_documents(archive, engine, [document])
    return _filed(name, document, new.review, sha256)


def refused_outcome(name: str, error: CancuError | OSError) -> Outcome:
    """What to say of a file that cannot be taken."""
    if isinstance(error, CancuError):
        return Outcome(name, "refused", None, error.reason, error.vi, error.en)
    return Outcome(
        name,
        "refused",
        None,
        "cannot_open",
        f"Không mở được tệp ({error.strerror}). Hãy kiểm tra đường dẫn và quyền đọc.",
        f"The file cannot be opened ({error.strerror}). Check its path and that it may be read.",
    )


def held_outcome(archive: Archive, sha256: str, name: str) -> Outcome | None:
    """What to say of a file whose bytes are held already, without reading it again; None where they are not."""
    held = archive.holder(sha256)
    if held is None:
        return None
    document, role = held
    return _offered(name, document, sha256) if role == "offered" else _duplicate(name, document, sha256)


def filed_outcome(archive: Archive, sha256: str, name: str) -> Outcome | None:
    """What to say of a file that was filed by a reading whose end nobody heard of; None where it was not filed."""
    held = archive.holder(sha256)
    if held is None or held[1] == "offered":
        return None if held is None else _offered(name, held[0], sha256)
    return _filed(name, held[0], archive.facts(held[0]).review, sha256)


def _filed(name: str, document: int, review: Sequence[str], sha256: str) -> Outcome:
    if not review:
        return Outcome(name, "added", document, sha256=sha256)
    return Outcome(
        name,
        "needs_review",
        document,
        review[0],
        "Đã lưu; cần người xem lại: " + ", ".join(reason_vi(word) for word in review) + ".",
        "Filed; needs a person to look at: " + ", ".join(reason_en(word) for word in review) + ".",
        sha256,
    )


def _duplicate(name: str, document: int, sha256: str) -> Outcome:
    return Outcome(
        name,
        "duplicate",
        document,
        "same_bytes",
        f"Tệp này đã có trong kho (văn bản số {document}).",
        f"This file is in the archive already (document {document}).",
        sha256,
    )


def _in_bin(name: str, sha256: str) -> Outcome:
    return Outcome(
        name,
        "refused",
        # No document is named: what lies in the bin is nobody's to open, and the one who sent the file must be told.
        None,
        "in_bin",
        "Tệp này là của một văn bản đang nằm trong thùng rác; không lưu gì thêm. Hãy nhờ quản trị viên lấy văn bản ra "
        "khỏi thùng rác.",
        "This file belongs to a document that lies in the bin; nothing more was stored. Ask the administrator to "
        "take it out.",
        sha256,
    )


def _offered(name: str, document: int, sha256: str) -> Outcome:
    return Outcome(
        name,
        "needs_review",
        document,
        "same_key",
        f"Kho đã có văn bản cùng loại, số và ngày (văn bản số {document}). Hãy cho biết tệp này là bản khác "
        "của văn bản đó hay là văn bản khác.",
        f"A document of the same type, number and date is held (document {document}). Say whether this file is "
        "another copy of it or another document.",
        sha256,
    )


def _other_date_held(archive: Archive, new: NewDocument) -> bool:
    """Whether a number that is given once (with its year in it) is held under another day: one of the two is wrong."""
    parsed = parse_number(new.number) if new.number else None
    if parsed is None or not parsed.year or new.issued is None:
        return False
    held = (one for one in archive.holdings().by_number(new.number) if one.type == new.type and one.issued)
    return any(one.issued != new.issued and same_issuer(one.issuer, new.issuer) is not False for one in held)


_REASONS = {
    "other_date_held": ("kho đã có số này với ngày khác", "this number is held with another date"),
    "annex": ("chỉ là phụ lục của văn bản khác", "it is only an annex of another document"),
    "draft": ("là dự thảo", "it is a draft"),
    "state_secret": ("tệp gốc có dấu mật", "the file is marked secret"),
    "unconfirmed": ("chỉ còn xác nhận", "only to be confirmed"),
    "offered": ("có tệp khác chờ quyết định", "another file waits for a decision"),
    "signature_changed": ("tệp đã bị sửa sau khi ký số", "the file was changed after it was signed"),
    "signature_unreadable": ("chữ ký số bị hỏng", "the digital signature is damaged"),
    "no_number": ("chưa có số", "no number"),
    "no_date": ("chưa có ngày ban hành", "no date of issue"),
    "no_issuer": ("chưa rõ cơ quan ban hành", "issuer not clear"),
    "no_title": ("chưa rõ trích yếu", "title not clear"),
    "no_type": ("chưa rõ tên loại", "type not clear"),
    "type_uncertain": ("tên loại chưa chắc", "type uncertain"),
}
_FIELDS = {
    "type": ("tên loại", "type"),
    "number": ("số, ký hiệu", "number"),
    "issued": ("ngày ban hành", "date of issue"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "title": ("trích yếu", "title"),
    "place": ("địa danh", "place"),
    "signer": ("người ký", "signer"),
    "position": ("chức vụ", "position"),
    "effective": ("ngày có hiệu lực", "effective date"),
}


def reason_vi(word: str) -> str:
    """A review reason as a person reads it, in Vietnamese."""
    return _reason(word, 0, "chưa chắc")


def reason_en(word: str) -> str:
    """A review reason as a person reads it, in English."""
    return _reason(word, 1, "uncertain")


def _reason(word: str, language: int, uncertain: str) -> str:
    if word in _REASONS:
        return _REASONS[word][language]
    kind, _, field = word.partition(":")
    if kind == "low_confidence" and field in _FIELDS:
        return f"{_FIELDS[field][language]} {uncertain}"
    return word.replace("_", " ")


def _evidence(fact: Fact, text: str) -> dict[str, Any]:
    return {
        "start": fact.start,
        "end": fact.end,
        "text": text[fact.start : fact.end] if fact.start >= 0 else "",
        "confidence": round(fact.confidence, 3),
        "note": fact.note,
    }
