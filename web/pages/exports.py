"""Documents to take away: what was chosen, how large it is, and the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import gettext as _

from archive.errors import RefusedInput
from archive.stored import DocumentFilter
from web.accounts import current_person
from web.accounts.declaring import permits
from web.exporting import MOST, Exports, export, size_of
from web.pages import service
from web.parameters import identifier, one_of, query_words, search_request, several, whole_number

pages = Blueprint("exports", __name__, url_prefix="/export")

exports = Exports()
_WORD = re.compile(r"[0-9a-zA-Z-]{8,64}")


@dataclass(frozen=True)
class Chosen:
    """The documents that a request names, and in words how."""

    ids: list[int]
    what: str
    more: bool


@pages.get("/")
@permits("read")
def ask() -> str:
    """What the file will hold, before it is made."""
    chosen = choose()
    return render_template(
        "export.html",
        here="documents",
        chosen=chosen,
        size=size_of(service().archive, chosen.ids),
        most=MOST,
        fields=[(name, value) for name, values in request.args.lists() for value in values if name != "word"],
    )


@pages.get("/file.zip")
@permits("read")
def file() -> Response:
    """The file, sent while it is made. `word` lets the page ask how far it has come."""
    chosen = choose()
    if not chosen.ids:
        raise nothing_chosen()
    word = request.args.get("word", "")
    progress = exports.begin(current_person().id, word if _WORD.fullmatch(word) else "", len(chosen.ids))
    response = Response(export(service(), chosen.ids, progress, chosen.what), mimetype="application/zip")
    name = f"can-cu-{date.today():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/state")
@permits("read")
def state() -> Response:
    """How far a file has come that this person asked for."""
    progress = exports.get(current_person().id, request.args.get("word", ""))
    response = jsonify(
        known=progress is not None,
        total=progress.total if progress else 0,
        done=progress.done if progress else 0,
        bytes=progress.bytes if progress else 0,
        ended=progress.ended if progress else False,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def choose() -> Chosen:
    """The documents of a request: a dossier's, a search's, those of a list with its filters, or those named by id.

    Raises NotFound, WrongParameter.
    """
    args, archive = request.args, service().archive
    dossier = identifier(args.get("dossier", "")) if args.get("dossier") else None
    if dossier is not None:
        found = archive.dossiers.get(dossier)
        ids = [each.record.id for each in archive.dossiers.members(dossier)]
        return Chosen(ids[:MOST], _("hồ sơ %(code)s", code=found.file_code), len(ids) > MOST)
    if args.get("search") == "1":
        asked, wrong = search_request(args, 1000, 0)
        if wrong:
            raise wrong[0]
        ids = list(dict.fromkeys(hit.record.id for hit in service().search(asked).hits)) if asked.query else []
        return Chosen(ids[:MOST], _("kết quả tìm “%(query)s”", query=asked.query), False)
    if args.get("list") == "1":
        wanted = DocumentFilter(
            words=query_words(args),
            types=several(args, "type"),
            issuers=several(args, "issuer"),
            year_from=whole_number(args, "year_from", 1945, 2100),
            year_to=whole_number(args, "year_to", 1945, 2100),
            state=one_of(args, "state", ("", "held", "catalogued")),
            needs_review=args.get("review") == "1",
        )
        rows = archive.documents(wanted, limit=MOST)
        return Chosen([each.id for each in rows], _("danh mục văn bản đã lọc"), archive.count(wanted) > MOST)
    ids = [id_ for each in args.getlist("document") if (id_ := identifier(each.strip()))]
    known = archive.records(ids[:MOST])
    return Chosen([id_ for id_ in dict.fromkeys(ids) if id_ in known], _("văn bản đã chọn"), len(ids) > MOST)


def nothing_chosen() -> RefusedInput:
    """The refusal of an export of nothing."""
    return RefusedInput(
        "nothing_chosen",
        "Chưa chọn văn bản nào. Hãy đánh dấu văn bản trong danh sách, hoặc mở một hồ sơ rồi xuất.",
        "No document was chosen. Tick documents in the list, or open a dossier and export it.",
    )
