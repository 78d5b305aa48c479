"""Version 1: dossiers (hồ sơ), and documents taken away as a ZIP file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.dossiers import MOST_ADDED, Dossier, DossierFacts, Member
from archive.shapes import record_json
from web.accounts import current_person
from web.accounts.declaring import permits
from web.api.answering import moment, page
from web.api.declaring import CSV, DOCX, operation, query, span
from web.api.parts import DAY, ID, MOMENT, ON, TEXT, WHOLE, Json, listed, named, one_of, page_of, shape, text, whole
from web.api.schemas import RECORD, WHOLE_OR_NULL
from web.api.validating import as_day
from web.exporting import MOST, export
from web.pages import service
from web.pages.dossiers import dossier_table, year_table
from web.pages.exports import exports, nothing_chosen

dossiers = Blueprint("api_dossiers", __name__, url_prefix="/api/v1")

_PLAIN = {"organ_id": 13, "heading": 300, "rights": 30, "creator": 200, "language": 50, "note": 500}
_DOSSIER = named(
    "Dossier",
    shape(
        {
            "id": WHOLE,
            "file_code": TEXT,
            "code": TEXT,
            "title": TEXT,
            "year": WHOLE,
            **dict.fromkeys(_PLAIN, TEXT),
            "retention": {**WHOLE_OR_NULL, "description": "Năm; 0 là vĩnh viễn / years, 0 for ever"},
            "opened": DAY,
            "closed": DAY,
            "documents": WHOLE,
            "pages": WHOLE,
            "version": WHOLE,
            "by": TEXT,
            "created": MOMENT,
            "updated": MOMENT,
        }
    ),
)
_GIVEN: Json = {
    "code": text(20, 1),
    "title": text(500, 1),
    "year": whole(1945, 2200),
    **{name: text(most) for name, most in _PLAIN.items()},
    "retention": {"type": ["integer", "null"], "minimum": 0, "maximum": 999},
    "opened": {**ON, "type": ["string", "null"]},
    "closed": {**ON, "type": ["string", "null"]},
}
_OPTIONAL = tuple(name for name in _GIVEN if name not in ("code", "title", "year"))
_DOCUMENTS = shape({"documents": listed(ID, MOST_ADDED)})
_PLACED = shape({"document": ID, "sheet": text(30), "note": text(500)}, ("sheet", "note"))
_MEMBER = shape({"document": RECORD, "ordinal": WHOLE, "sheet": TEXT, "note": TEXT})


@dossiers.get("/dossiers")
@permits("read")
@operation(
    "listDossiers",
    "Các hồ sơ / the dossiers",
    page_of("dossiers", _DOSSIER),
    [query("q", text(1000), "Tìm / words", ""), query("year", whole(1945, 2200), "Năm / year"), *span()],
)
def index(q: str, year: int | None, limit: int, offset: int) -> Response:
    """A part of the dossiers, the newest year first."""
    rows, total = service().archive.dossiers.search(q, year, limit, offset)
    return page("dossiers", [_dossier(each) for each in rows], total, limit, offset)


@dossiers.post("/dossiers")
@permits("register")
@operation(
    "openDossier",
    "Lập hồ sơ / begin a dossier",
    None,
    body=shape(_GIVEN, _OPTIONAL),
    answers={201: _DOSSIER},
    problems=(409, 422),
)
def open_one(body: Json) -> Response:
    """Begin a dossier."""
    made = service().archive.dossiers.open(_facts(body, {}))
    response = jsonify(_dossier(made))
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/dossiers/{made.id}"
    return response


@dossiers.get("/dossiers/<int:dossier_id>")
@permits("read")
@operation(
    "getDossier",
    "Một hồ sơ và văn bản trong đó / a dossier and its documents",
    shape({"dossier": _DOSSIER, "documents": listed(_MEMBER)}),
)
def show(dossier_id: int) -> Response:
    """One dossier with its documents, in its order."""
    kept = service().archive.dossiers
    return jsonify(
        dossier=_dossier(kept.get(dossier_id)),
        documents=[_member(each) for each in kept.members(dossier_id)],
    )


@dossiers.patch("/dossiers/<int:dossier_id>")
@permits("register")
@operation(
    "changeDossier",
    "Sửa hồ sơ / change a dossier",
    _DOSSIER,
    body=shape({**_GIVEN, "version": whole(0, 10**9)}, tuple(_GIVEN)),
    problems=(409, 422),
)
def change(dossier_id: int, body: Json) -> Response:
    """Write what is given over a dossier, on top of `version`."""
    kept = service().archive.dossiers
    held = kept.get(dossier_id).facts
    return jsonify(_dossier(kept.change(dossier_id, body["version"], _facts(body, held.__dict__))))


@dossiers.delete("/dossiers/<int:dossier_id>")
@permits("register")
@operation("removeDossier", "Xóa hồ sơ trống / remove an empty dossier", None, answers={204: None}, problems=(409,))
def remove(dossier_id: int) -> tuple[str, int]:
    """Take an empty dossier away."""
    service().archive.dossiers.remove(dossier_id)
    return "", 204


@dossiers.post("/dossiers/<int:dossier_id>/documents")
@permits("register")
@operation(
    "putIntoDossier",
    "Đưa văn bản vào hồ sơ / put documents into a dossier",
    shape({"added": listed(WHOLE)}),
    body=_DOCUMENTS,
    problems=(409,),
)
def put(dossier_id: int, body: Json) -> Response:
    """Put documents into a dossier; those that are in it, or not in the archive, are passed over."""
    return jsonify(added=service().archive.dossiers.put(dossier_id, body["documents"]))


@dossiers.delete("/dossiers/<int:dossier_id>/documents/<int:document_id>")
@permits("register")
@operation(
    "takeOutOfDossier",
    "Đưa văn bản ra khỏi hồ sơ / take a document out of a dossier",
    None,
    answers={204: None},
    problems=(409,),
)
def take_out(dossier_id: int, document_id: int) -> tuple[str, int]:
    """Take a document out of a dossier; it stays in the archive."""
    service().archive.dossiers.take_out(dossier_id, [document_id])
    return "", 204


@dossiers.put("/dossiers/<int:dossier_id>/arrangement")
@permits("register")
@operation(
    "arrangeDossier",
    "Thứ tự, tờ số và ghi chú trong mục lục / order, sheets and notes of the documents of a dossier",
    shape({"documents": listed(_MEMBER)}),
    body=shape({"documents": {**listed(_PLACED, MOST_ADDED), "minItems": 1}}),
    problems=(409,),
)
def arrange(dossier_id: int, body: Json) -> Response:
    """The documents given come first, in that order; those left out follow as they were. Others are passed over.

    What is left out of `sheet` and `note` stays.
    """
    kept = service().archive.dossiers
    members = {each.record.id: each for each in kept.members(dossier_id)}
    given = {each["document"]: each for each in body["documents"] if each["document"] in members}
    sheets = {
        id_: (each.get("sheet", members[id_].sheet), each.get("note", members[id_].note)) for id_, each in given.items()
    }
    kept.arrange(dossier_id, sheets, [*given, *members])
    return jsonify(documents=[_member(each) for each in kept.members(dossier_id)])


@dossiers.get("/dossiers/<int:dossier_id>/table")
@permits("read")
@operation(
    "printDossier",
    "Mục lục văn bản của hồ sơ thành tệp / the list of a dossier's documents as a file",
    f"{DOCX}, {CSV}",
    [query("format", one_of("docx", "csv"), "Kiểu tệp / kind of file", "docx")],
    volatile=True,
)
def printed(dossier_id: int, format: str) -> Response:
    """In the form of Nghị định 30/2020/NĐ-CP, Phụ lục V."""
    return dossier_table(dossier_id, format)


@dossiers.get("/dossiers/table")
@permits("read")
@operation(
    "printDossiersOfYear",
    "Danh mục hồ sơ của một năm, tệp docx / the list of a year's dossiers as a docx file",
    DOCX,
    [query("year", whole(1945, 2200), "Năm / year", required=True)],
    volatile=True,
)
def printed_year(year: int) -> Response:
    """In the form of Nghị định 30/2020/NĐ-CP, Phụ lục V."""
    return year_table(year)


@dossiers.get("/export")
@permits("read")
@operation(
    "exportDocuments",
    "Xuất văn bản thành tệp ZIP có bảng mã băm / documents as a ZIP file with a manifest of hashes",
    "application/zip",
    [
        query("document", listed(ID, MOST), "Văn bản / documents; may be repeated"),
        query("dossier", ID, "Cả một hồ sơ / a whole dossier"),
    ],
    problems=(422,),
    volatile=True,
)
def export_file(document: tuple[int, ...], dossier: int | None) -> Response:
    """Originals byte for byte, searchable copies, metadata, manifest.json and SHA256SUMS; sent while it is made."""
    if dossier is None:
        return _packed(document, "API")
    kept = service().archive.dossiers
    return _packed([each.record.id for each in kept.members(dossier)], kept.get(dossier).file_code)


@dossiers.post("/export")
@permits("read")
@operation(
    "exportSelection",
    "Như trên, với nhiều văn bản / the same of more documents than an address holds",
    "application/zip",
    body=shape({"documents": {**listed(ID, MOST), "minItems": 1}}),
    volatile=True,
)
def export_selection(body: Json) -> Response:
    """As `exportDocuments`; what is not there, or not for whoever asks to see, is passed over."""
    return _packed(body["documents"], "API")


def _packed(wanted: Sequence[int], what: str) -> Response:
    desk, ids = service(), list(dict.fromkeys(wanted))
    known = desk.archive.records(ids)
    ids = [id_ for id_ in ids if id_ in known][:MOST]
    if not ids:
        raise nothing_chosen()
    progress = exports.begin(current_person().id, "", len(ids))
    return Response(export(desk, ids, progress, what), mimetype="application/zip")


def _facts(body: Json, held: dict[str, Any]) -> DossierFacts:
    values = {**held, **{name: value for name, value in body.items() if name in _GIVEN}}
    for name in ("opened", "closed"):
        if name in body:
            values[name] = as_day(body[name] or "")
    return DossierFacts(**values)


def _member(each: Member) -> Json:
    return {"document": record_json(each.record), "ordinal": each.ordinal, "sheet": each.sheet, "note": each.note}


def _dossier(kept: Dossier) -> Json:
    facts = kept.facts
    return {
        "id": kept.id,
        "file_code": kept.file_code,
        "code": facts.code,
        "title": facts.title,
        "year": facts.year,
        **{name: getattr(facts, name) for name in _PLAIN},
        "retention": facts.retention,
        "opened": facts.opened.isoformat() if facts.opened else None,
        "closed": facts.closed.isoformat() if facts.closed else None,
        "documents": kept.documents,
        "pages": kept.pages,
        "version": kept.version,
        "by": kept.by,
        "created": moment(kept.created),
        "updated": moment(kept.updated),
    }
