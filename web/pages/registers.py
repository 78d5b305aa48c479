"""Registers of incoming and outgoing documents: the books, one book, one entry, in print and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import audit
from archive.document_types import TYPES
from archive.documents import Archive
from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.number_parsing import parse_number
from archive.register_entries import FIELDS, IN, ONLY, OUT, RESERVED, Book, Entry, EntryFacts, facts_of
from archive.registering import MOST_RESERVED, entry_facts
from archive.registers_held import EntryFilter, Standing
from archive.repeats import Repeat, find_repeats
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import here_with, service
from web.pages.entry_forms import typed_in, typed_of, understood
from web.parameters import day, identifier, one_of, query_words, whole_number
from web.presenting.registers import (
    MOST_ROWS,
    PRINTED,
    TITLES,
    book_title,
    field_label,
    field_row,
    printed_row,
    progress_words,
    span_words,
    table_csv,
    table_docx,
)
from web.problems import WrongParameter

pages = Blueprint("registers", __name__, url_prefix="/registers")

PAGE = 100
_STATES = ("", "registered", "open", "overdue", RESERVED, "cancelled")
_DUE = 30
# Nghị định 30/2020/NĐ-CP, Phụ lục I: as the stamps say it.
URGENCIES = ("Khẩn", "Thượng khẩn", "Hỏa tốc")


@pages.get("/")
@permits("register")
def index() -> str:
    """The books of all years, this year's first, what is due, and a form for a new book."""
    return _index({}, "")


@pages.post("/")
@permits("register")
def open_book() -> Answer | tuple[str, int]:
    """Begin a book."""
    typed = {name: squeeze(nfc(request.form.get(name, "")))[:300] for name in _BOOK}
    try:
        year = whole_number(typed, "year", 1945, 2200) or date.today().year
        first = whole_number(typed, "first", 1, 999_999) or 1
        direction = one_of(typed, "direction", (IN, OUT))
        book = service().archive.registers.open_book(
            direction,
            year,
            series=typed["series"],
            organ=typed["organ"],
            type=typed["type"],
            symbol=typed["symbol"],
            first=first,
        )
    except RefusedInput as error:
        return _index(typed, pick(error.vi, error.en)), 422
    flash(_("Đã mở %(book)s.", book=book_title(book)), "good")
    return redirect(url_for("registers.show", book_id=book.id))


@pages.get("/<int:book_id>")
@permits("register")
def show(book_id: int) -> str:
    """One book with its numbers: search, gaps, what is reserved."""
    registers = service().archive.registers
    book = registers.book(book_id)
    wanted, wrong = _wanted()
    page = _page_number()
    rows, total = registers.entries(book_id, wanted, PAGE, (page - 1) * PAGE)
    today = date.today()
    return render_template(
        "register.html",
        here="registers",
        book=book,
        standing=registers.standing(book_id, today),
        wanted=wanted,
        wrong=wrong,
        rows=rows,
        total=total,
        today=today,
        states=_STATES,
        most_reserved=MOST_RESERVED,
        page=page,
        pages=-(-total // PAGE),
        page_link=lambda number: here_with(page=number),
        **_words(),
    )


@pages.post("/<int:book_id>/reserve")
@permits("register")
def reserve(book_id: int) -> Answer:
    """Keep numbers for documents that are not ready yet."""
    try:
        count = whole_number(request.form, "count", 1, MOST_RESERVED) or 1
        kept = service().archive.registers.reserve(book_id, count, request.form.get("reason", "")[:500])
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
    else:
        flash(_("Đã giữ trước số %(numbers)s.", numbers=", ".join(each.shown for each in kept)), "good")
    return redirect(url_for("registers.show", book_id=book_id))


@pages.post("/<int:book_id>/close")
@permits("register")
def close(book_id: int) -> Answer:
    """Close a book, or open it again."""
    closing = request.form.get("closed") == "1"
    service().archive.registers.close_book(book_id, closed=closing)
    flash(_("Đã khóa sổ.") if closing else _("Đã mở lại sổ."), "good")
    return redirect(url_for("registers.show", book_id=book_id))


@pages.get("/<int:book_id>/print")
@permits("register")
def printed(book_id: int) -> str:
    """A book as Phụ lục IV has it, on A4 sheets on their side."""
    book, rows = _whole(book_id, _wanted()[0])
    return render_template(
        "register_print.html",
        here="registers",
        book=book,
        title=TITLES[book.direction],
        span=span_words(rows, book.direction),
        columns=PRINTED[book.direction],
        rows=[printed_row(book, each) for each in rows],
    )


@pages.get("/<int:book_id>/table.<kind>")
@permits("register")
def table(book_id: int, kind: str) -> Response:
    """A book to take along: csv with every field of Phụ lục VI, docx in the form of Phụ lục IV."""
    one_of({"kind": kind}, "kind", ("csv", "docx"))
    return register_table(book_id, _wanted()[0], kind)


@pages.get("/enter")
@permits("register")
def choose() -> Answer | str:
    """Into which book a document goes."""
    archive = service().archive
    document_id = _document()
    record = archive.record(document_id) if document_id else None
    books = [book for book in archive.registers.books() if book.closed is None]
    return render_template("register_choose.html", here="registers", record=record, books=books, **_words())


@pages.get("/<int:book_id>/enter")
@permits("register")
def new(book_id: int) -> str:
    """An empty entry, or one filled with what is known of a document."""
    archive = service().archive
    book = archive.registers.book(book_id)
    document_id = _document()
    today = date.today()
    if document_id:
        facts = facts_of(archive.facts(document_id), book.direction, today)
    else:
        progress = "new" if book.direction == IN else ""
        facts = entry_facts(type=book.type, arrived=today if book.direction == IN else None, progress=progress)
    standing = archive.registers.standing(book_id, today)
    own = _own_number(book, facts)
    return _form(book, None, typed_of(facts), {}, document_id, number=str(own or standing.next), standing=standing)


@pages.post("/<int:book_id>/enter")
@permits("register")
def enter(book_id: int) -> Answer | tuple[str, int]:
    """Write an entry; a repeated number is told first, and written only where a person says so."""
    archive = service().archive
    book = archive.registers.book(book_id)
    typed = typed_in(request.form)
    facts, errors = understood(typed)
    document_id = _document()
    standing = archive.registers.standing(book_id, date.today())
    raw = squeeze(request.form.get("number", ""))[:12]
    number, suffix = _split(raw)
    if raw and number is None:
        errors["number"] = _("Hãy ghi số như 15 hoặc 15a.")
    if errors:
        return _form(book, None, typed, errors, document_id, number=raw, standing=standing), 422
    facts = _handled(archive, facts)
    # The number that was proposed is taken as "the next one": somebody may have had it meanwhile.
    taken = None if not suffix and (number is None or raw == request.form.get("proposed")) else number
    if book.direction == OUT and not facts.code and book.symbol:
        facts = replace(facts, code=_code(book, taken or standing.next, suffix))
    repeats = _repeats(archive, book, facts, document_id, None)
    if repeats and request.form.get("anyway") != "1":
        shown = raw if taken is not None else str(standing.next)
        return _form(book, None, typed, {}, document_id, number=shown, standing=standing, repeats=repeats), 409
    try:
        entry = archive.registers.register(book_id, facts, document_id=document_id, number=taken, suffix=suffix)
    except RefusedInput as error:
        told = {"number": pick(error.vi, error.en)}
        return _form(book, None, typed, told, document_id, number=raw, standing=standing), 422
    flash(_("Đã vào sổ: số %(number)s.", number=entry.shown), "good")
    if request.form.get("then") == "another":
        return redirect(url_for("registers.new", book_id=book_id))
    return redirect(url_for("registers.show", book_id=book_id, _anchor=f"so-{entry.id}"))


@pages.get("/entries/<int:entry_id>")
@permits("register")
def entry(entry_id: int) -> str:
    """One entry, to look at and to change."""
    registers = service().archive.registers
    found = registers.entry(entry_id)
    book = registers.book(found.book_id)
    return _form(book, found, typed_of(found.facts), {}, found.document_id, number=found.shown)


@pages.post("/entries/<int:entry_id>")
@permits("register")
def change(entry_id: int) -> Answer | tuple[str, int]:
    """Write an entry again; a reserved number is filled this way."""
    archive = service().archive
    found = archive.registers.entry(entry_id)
    book = archive.registers.book(found.book_id)
    typed = typed_in(request.form)
    facts, errors = understood(typed)
    document_id = _document() or found.document_id
    if errors:
        return _form(book, found, typed, errors, document_id, number=found.shown), 422
    facts = _handled(archive, facts)
    if book.direction == OUT and not facts.code and book.symbol:
        facts = replace(facts, code=_code(book, found.number, found.suffix))
    repeats = _repeats(archive, book, facts, document_id, found) if facts.code != found.facts.code else ()
    if repeats and request.form.get("anyway") != "1":
        return _form(book, found, typed, {}, document_id, number=found.shown, repeats=repeats), 409
    version = whole_number(request.form, "version", 0, 10**9) or 0
    remark = request.form.get("remark", "")[:1000]
    try:
        archive.registers.save(entry_id, version, facts, document_id=_document(), remark=remark)
    except RefusedInput as error:
        if error.reason != "entry_conflict":
            raise
        # What was typed stays; beside it stands what somebody else saved, and the next save is on top of that.
        saved = archive.registers.entry(entry_id)
        theirs = typed_of(saved.facts)
        told = {
            name: _("Người khác vừa lưu: “%(value)s”. Giữ chữ của bạn hay sửa lại, rồi lưu.", value=theirs[name] or "–")
            for name in theirs
            if theirs[name] != typed[name]
        }
        if told:
            return _form(book, saved, typed, told, document_id, number=saved.shown), 409
    flash(_("Đã lưu dòng sổ."), "good")
    return redirect(url_for("registers.show", book_id=book.id, _anchor=f"so-{entry_id}"))


@pages.post("/entries/<int:entry_id>/cancel")
@permits("register")
def cancel(entry_id: int) -> Answer:
    """Take a number out of use, with the reason."""
    registers = service().archive.registers
    try:
        done = registers.cancel(entry_id, request.form.get("reason", ""))
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
        return redirect(url_for("registers.entry", entry_id=entry_id))
    flash(_("Đã hủy số %(number)s; số vẫn ghi trong sổ kèm lý do.", number=done.shown), "good")
    return redirect(url_for("registers.show", book_id=done.book_id, _anchor=f"so-{entry_id}"))


_BOOK = ("direction", "year", "series", "organ", "type", "symbol", "first")


def _index(typed: Mapping[str, str], problem: str) -> str:
    registers = service().archive.registers
    today = date.today()
    books = registers.books()
    return render_template(
        "registers.html",
        here="registers",
        books=[(book, registers.standing(book.id, today)) for book in books if book.year >= today.year - 1],
        older=[book for book in books if book.year < today.year - 1],
        due=registers.due(today, limit=_DUE),
        today=today,
        typed={"year": str(today.year), "first": "1", "organ": books[0].organ if books else "", **typed},
        problem=problem,
        types=[each.name for each in TYPES if each.system == "NN"],
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"book_title": book_title, "progress": progress_words(), "field_label": field_label}


def _form(
    book: Book,
    found: Entry | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    document_id: int | None,
    *,
    number: str = "",
    standing: Standing | None = None,
    repeats: tuple[Repeat, ...] = (),
) -> str:
    archive = service().archive
    other = ONLY[OUT if book.direction == IN else IN]
    return render_template(
        "entry.html",
        here="registers",
        book=book,
        entry=found,
        typed=typed,
        errors=errors,
        number=number,
        standing=standing,
        repeats=repeats,
        record=archive.records([document_id]).get(document_id) if document_id else None,
        shown=[name for name in FIELDS if name not in (*other, "handler_id")],
        types=[each.name for each in TYPES],
        urgencies=URGENCIES,
        people=[person for person in archive.people.all() if not person.disabled],
        **_words(),
    )


def _document() -> int | None:
    """The document that the request names, None where it names none or one that is not there."""
    raw = request.values.get("document", "").strip().lstrip("#")
    found = identifier(raw) if raw else None
    return found if found and service().archive.records([found]) else None


def _own_number(book: Book, facts: EntryFacts) -> int | None:
    """The number that an outgoing document bears already: the register follows it."""
    parsed = parse_number(facts.code) if book.direction == OUT and facts.code else None
    return int(parsed.seq) if parsed is not None and parsed.seq.isdigit() else None


def _code(book: Book, number: int, suffix: str) -> str:
    separator = "" if book.symbol.startswith(("/", "-")) else "/"
    return f"{number:02d}{suffix}{separator}{book.symbol}"


def _handled(archive: Archive, facts: EntryFacts) -> EntryFacts:
    """With the account of whoever handles it, where the name is that of one person: it stands among his work then."""
    named = [person.id for person in archive.people.all() if person.name == facts.handler and not person.disabled]
    return replace(facts, handler_id=named[0] if len(named) == 1 else None)


def _split(raw: str) -> tuple[int | None, str]:
    digits = raw.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZđĐ")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        return None, ""
    return int(digits), raw[len(digits) :]


def _repeats(
    archive: Archive, book: Book, facts: EntryFacts, document_id: int | None, entry: Entry | None
) -> tuple[Repeat, ...]:
    return find_repeats(
        archive.database,
        facts.code,
        facts.issuer or (book.organ if book.direction == OUT else ""),
        facts.issued,
        facts.subject,
        but_documents=[document_id] if document_id else [],
        but_entries=[entry.id] if entry is not None else [],
    )


def _wanted() -> tuple[EntryFilter, list[WrongParameter]]:
    args, wrong = request.args, []
    values: dict[str, Any] = {}
    for name, read in (
        ("words", lambda: query_words(args)),
        ("state", lambda: one_of(args, "state", _STATES)),
        ("day_from", lambda: day(args, "day_from")),
        ("day_to", lambda: day(args, "day_to")),
        ("number_from", lambda: whole_number(args, "number_from", 1, 10**7)),
        ("number_to", lambda: whole_number(args, "number_to", 1, 10**7)),
    ):
        try:
            values[name] = read()
        except WrongParameter as error:
            wrong.append(error)
    return EntryFilter(**values), wrong


def register_table(book_id: int, wanted: EntryFilter, kind: str) -> Response:
    """The entries of a book that are wanted as csv or docx, told to the audit trail. Raises NotFound."""
    archive = service().archive
    book, rows = _whole(book_id, wanted)
    if kind == "csv":
        tied = archive.dossiers.codes_of(each.document_id for each in rows if each.document_id)
        data = table_csv(field_row(book, each, tied.get(each.document_id or 0, ())) for each in rows)
        media = "text/csv; charset=utf-8"
    else:
        data = table_docx(
            book.organ,
            TITLES[book.direction],
            (f"Năm: {book.year}", *span_words(rows, book.direction)),
            PRINTED[book.direction],
            (printed_row(book, each) for each in rows),
        )
        media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    audit.write(archive, "register.exported", subject=book_title(book), details={"kind": kind, "rows": len(rows)})
    response = Response(data, mimetype=media)
    name = quote(f"{book_title(book)}.{kind}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"so-{book.id}.{kind}\"; filename*=UTF-8''{name}"
    return response


def _whole(book_id: int, wanted: EntryFilter) -> tuple[Book, tuple[Entry, ...]]:
    registers = service().archive.registers
    return registers.book(book_id), registers.entries(book_id, wanted, MOST_ROWS)[0]


def _page_number() -> int:
    try:
        return whole_number(request.args, "page", 1, 100_000) or 1
    except WrongParameter:
        return 1
