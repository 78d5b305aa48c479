"""Dossiers: the list, one dossier with its documents, in print and as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import audit
from archive.dates import format_short, parse_date
from archive.documents import Archive
from archive.dossiers import PERMANENT, DossierFacts, Member
from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.numbers import parse_number_query
from archive.records import Record
from archive.stored import DocumentFilter
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import here_with, service
from web.parameters import identifier, one_of, query_words, whole_number
from web.presenting.registers import table_csv, table_docx
from web.problems import WrongParameter

pages = Blueprint("dossiers", __name__, url_prefix="/dossiers")

PAGE = 50
_FOUND = 20
# Nghị định 30/2020/NĐ-CP, Phụ lục V, mục IV and II.
COLUMNS = (
    "STT",
    "Số, ký hiệu văn bản",
    "Ngày tháng năm văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Tác giả văn bản",
    "Tờ số/ Trang số",
    "Ghi chú",
)
LIST_COLUMNS = ("Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ghi chú")
_TITLE = "MỤC LỤC VĂN BẢN, TÀI LIỆU"
_LIST_TITLE = "DANH MỤC HỒ SƠ"
_YEARS = re.compile(r"(\d{1,3})(?:\s*năm)?$")
_TYPED = (
    *("code", "title", "year", "organ_id", "heading", "retention", "rights", "creator", "language"),
    *("opened", "closed", "note"),
)


@pages.get("/")
@permits("read")
def index() -> str:
    """The dossiers, the newest year first, with a form for a new one."""
    return _index({}, "")


@pages.post("/")
@permits("register")
def open_one() -> Answer | tuple[str, int]:
    """Begin a dossier, with documents in it where they were ticked."""
    typed = _typed(request.form)
    try:
        made = service().archive.dossiers.open(_facts(typed))
    except RefusedInput as error:
        return _index(typed, pick(error.vi, error.en)), 422
    _put(made.id)
    flash(_("Đã lập hồ sơ %(code)s.", code=made.facts.code), "good")
    return redirect(url_for("dossiers.show", dossier_id=made.id))


@pages.get("/list.docx")
@permits("read")
def list_table() -> Response:
    """The list of a year's dossiers (danh mục hồ sơ) to print."""
    return year_table(whole_number(request.args, "year", 1945, 2200) or date.today().year)


@pages.get("/<int:dossier_id>")
@permits("read")
def show(dossier_id: int) -> str:
    """One dossier with its documents."""
    return _page(dossier_id, {}, "")


@pages.post("/<int:dossier_id>")
@permits("register")
def change(dossier_id: int) -> Answer | tuple[str, int]:
    """Write a dossier again."""
    typed = _typed(request.form)
    version = whole_number(request.form, "version", 0, 10**9) or 0
    try:
        service().archive.dossiers.change(dossier_id, version, _facts(typed))
    except RefusedInput as error:
        return _page(dossier_id, typed, pick(error.vi, error.en)), 422
    flash(_("Đã lưu hồ sơ."), "good")
    return redirect(url_for("dossiers.show", dossier_id=dossier_id))


@pages.post("/<int:dossier_id>/remove")
@permits("register")
def remove(dossier_id: int) -> Answer:
    """Take an empty dossier away."""
    try:
        service().archive.dossiers.remove(dossier_id)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
        return redirect(url_for("dossiers.show", dossier_id=dossier_id))
    flash(_("Đã xóa hồ sơ trống."), "good")
    return redirect(url_for("dossiers.index"))


@pages.post("/put")
@permits("register")
def put_chosen() -> Answer:
    """Put ticked documents into the dossier that was chosen beside them."""
    dossier_id = identifier(request.form.get("dossier", ""))
    if dossier_id is None:
        flash(_("Hãy chọn một hồ sơ."), "warn")
        return redirect(url_for("dossiers.index"))
    _put(dossier_id)
    return redirect(url_for("dossiers.show", dossier_id=dossier_id))


@pages.post("/<int:dossier_id>/put")
@permits("register")
def put(dossier_id: int) -> Answer:
    """Put documents into a dossier."""
    _put(dossier_id)
    return redirect(url_for("dossiers.show", dossier_id=dossier_id))


@pages.post("/<int:dossier_id>/arrange")
@permits("register")
def arrange(dossier_id: int) -> Answer:
    """Sheets, notes and order of the documents; those that are ticked are taken out where that button was used."""
    dossiers = service().archive.dossiers
    form = request.form
    try:
        if form.get("then") == "out":
            taken = dossiers.take_out(dossier_id, _ids(form.getlist("document")))
            flash(_("Đã đưa %(count)d văn bản ra khỏi hồ sơ; văn bản vẫn ở trong kho.", count=taken), "good")
        else:
            members = dossiers.members(dossier_id)
            sheets = {
                each.record.id: (form.get(f"sheet-{each.record.id}", ""), form.get(f"note-{each.record.id}", ""))
                for each in members
            }
            if form.get("then") == "by_day":
                order = sorted(members, key=lambda each: (each.record.issued or date.max, each.ordinal))
            else:
                order = sorted(members, key=lambda each: (_place(form, each), each.ordinal))
            dossiers.arrange(dossier_id, sheets, [each.record.id for each in order])
            flash(_("Đã lưu mục lục."), "good")
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
    return redirect(url_for("dossiers.show", dossier_id=dossier_id))


@pages.get("/<int:dossier_id>/print")
@permits("read")
def printed(dossier_id: int) -> str:
    """The list of a dossier's documents in the form of Phụ lục V."""
    dossiers = service().archive.dossiers
    dossier = dossiers.get(dossier_id)
    return render_template(
        "dossier_print.html",
        here="registers",
        dossier=dossier,
        title=_TITLE,
        columns=COLUMNS,
        rows=[_row(number, each) for number, each in enumerate(dossiers.members(dossier_id), 1)],
    )


@pages.get("/<int:dossier_id>/table.<kind>")
@permits("read")
def table(dossier_id: int, kind: str) -> Response:
    """The same list as csv or docx."""
    one_of({"kind": kind}, "kind", ("csv", "docx"))
    return dossier_table(dossier_id, kind)


def year_table(year: int) -> Response:
    """The list of a year's dossiers (danh mục hồ sơ) as docx."""
    rows, total = service().archive.dossiers.search("", year, limit=10_000)
    kept = sum(each.facts.retention == PERMANENT for each in rows)
    heading, cells = "", []
    for each in sorted(rows, key=lambda one: (one.facts.heading, one.facts.code)):
        if each.facts.heading != heading:
            heading = each.facts.heading
            cells.append(("", heading.upper(), "", "", ""))
        facts = each.facts
        cells.append((facts.code, facts.title, retention_text(facts.retention), facts.creator, facts.note))
    said = f"Danh mục hồ sơ này có {total} hồ sơ, trong đó {kept} hồ sơ bảo quản vĩnh viễn."
    return _file(table_docx("", _LIST_TITLE, (f"Năm {year}", said), LIST_COLUMNS, cells), f"Danh mục hồ sơ {year}.docx")


def dossier_table(dossier_id: int, kind: str) -> Response:
    """The list of a dossier's documents as csv or docx, told to the audit trail. Raises NotFound."""
    archive = service().archive
    dossier = archive.dossiers.get(dossier_id)
    rows = [_row(number, each) for number, each in enumerate(archive.dossiers.members(dossier_id), 1)]
    audit.write(archive, "dossier.exported", subject=dossier.file_code, details={"kind": kind, "documents": len(rows)})
    if kind == "csv":
        data = table_csv(dict(zip(COLUMNS, row, strict=True)) for row in rows)
    else:
        lines = (dossier.facts.title, f"Số, ký hiệu hồ sơ: {dossier.facts.code}", f"Năm {dossier.facts.year}")
        data = table_docx("", _TITLE, lines, COLUMNS, rows)
    return _file(data, f"Hồ sơ {dossier.facts.code} {dossier.facts.year}.{kind}")


def retention_text(years: int | None) -> str:
    """How long a dossier is kept, as its list says it."""
    return "" if years is None else "Vĩnh viễn" if years == PERMANENT else f"{years} năm"


def retention_of(typed: str) -> int | None:
    """`20 năm`, `Vĩnh viễn`; None where nothing is typed. Raises WrongParameter."""
    words = squeeze(nfc(typed)).lower()
    if not words:
        return None
    if words in ("vĩnh viễn", "vinh vien", "0"):
        return PERMANENT
    found = _YEARS.match(words)
    if found is None:
        raise WrongParameter(
            "wrong_retention",
            "Thời hạn bảo quản ghi như “20 năm” hoặc “Vĩnh viễn”.",
            "Retention is written as “20 năm” or “Vĩnh viễn” (for ever).",
        )
    return int(found[1])


def _index(typed: Mapping[str, str], problem: str) -> str:
    archive = service().archive
    wrong = ""
    try:
        words, year = query_words(request.args), whole_number(request.args, "year", 1945, 2200)
        page = whole_number(request.args, "page", 1, 100_000) or 1
    except WrongParameter as error:
        words, year, page, wrong = "", None, 1, pick(error.vi, error.en)
    rows, total = archive.dossiers.search(words, year, PAGE, (page - 1) * PAGE)
    today = date.today()
    return render_template(
        "dossiers.html",
        here="registers",
        rows=rows,
        total=total,
        words=words,
        year=year,
        years=archive.dossiers.years(),
        wrong=wrong,
        problem=problem,
        typed={"year": str(today.year), "language": "Tiếng Việt", "opened": format_short(today), **typed},
        chosen=archive.records(_ids(request.values.getlist("document"))),
        retention_text=retention_text,
        page=page,
        pages=-(-total // PAGE),
        page_link=lambda number: here_with(page=number),
    )


def _page(dossier_id: int, typed: Mapping[str, str], problem: str) -> str:
    archive = service().archive
    dossier = archive.dossiers.get(dossier_id)
    members = archive.dossiers.members(dossier_id)
    facts = dossier.facts
    shown = {name: str(getattr(facts, name) or "") for name in _TYPED}
    shown["retention"] = retention_text(facts.retention)
    for name in ("opened", "closed"):
        shown[name] = format_short(value) if (value := getattr(facts, name)) else ""
    words = request.args.get("find", "")[:300].strip()
    held = {each.record.id for each in members}
    return render_template(
        "dossier.html",
        here="registers",
        dossier=dossier,
        members=members,
        typed=typed or shown,
        problem=problem,
        retention_text=retention_text,
        words=words,
        found=[record for record in _found(archive, words) if record.id not in held] if words else [],
    )


def _found(archive: Archive, typed: str) -> list[Record]:
    """The documents that a person means: by id (`#12`), by number, else by words."""
    if typed.startswith("#"):
        id_ = identifier(typed[1:])
        return list(archive.records([id_]).values()) if id_ else []
    query = parse_number_query(typed)
    found = archive.find_number(query, _FOUND) if query is not None else []
    return list(found or archive.documents(DocumentFilter(words=typed), limit=_FOUND))


def _put(dossier_id: int) -> None:
    ids = _ids(request.form.getlist("document"))
    if not ids:
        return
    try:
        added = service().archive.dossiers.put(dossier_id, ids)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
        return
    if added:
        flash(_("Đã đưa %(count)d văn bản vào hồ sơ.", count=len(added)), "good")
    else:
        flash(_("Các văn bản này đã ở trong hồ sơ."), "info")


def _ids(raw: list[str]) -> list[int]:
    return [found for each in raw if (found := identifier(each.strip().lstrip("#")))]


def _typed(form: Mapping[str, str]) -> dict[str, str]:
    return {name: squeeze(nfc(form.get(name, "")))[:2500] for name in _TYPED}


def _facts(typed: Mapping[str, str]) -> DossierFacts:
    days = {}
    for name in ("opened", "closed"):
        days[name] = parse_date(typed[name]) if typed[name] else None
        if typed[name] and days[name] is None:
            raise WrongParameter(
                f"wrong_{name}",
                "Không có ngày này. Hãy ghi như 03/6/2024.",
                "There is no such day. Write it like 03/6/2024.",
            )
    year = whole_number(typed, "year", 1945, 2200) or date.today().year
    plain = ("code", "title", "organ_id", "heading", "rights", "creator", "language", "note")
    return DossierFacts(
        year=year,
        retention=retention_of(typed["retention"]),
        opened=days["opened"],
        closed=days["closed"],
        **{name: typed[name] for name in plain},
    )


def _place(form: Mapping[str, str], member: Member) -> int:
    raw = form.get(f"place-{member.record.id}", "").strip()
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else member.ordinal


def _row(number: int, member: Member) -> tuple[str, ...]:
    record = member.record
    title = record.title if record.title.lower().startswith(record.type.lower()) else f"{record.type} {record.title}"
    return (
        str(number),
        record.number,
        format_short(record.issued) if record.issued else "",
        title.strip(),
        record.issuer,
        member.sheet,
        member.note,
    )


def _file(data: bytes, name: str) -> Response:
    kind = name.rsplit(".", 1)[1]
    media = {
        "csv": "text/csv; charset=utf-8",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }[kind]
    response = Response(data, mimetype=media)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"ho-so.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response
