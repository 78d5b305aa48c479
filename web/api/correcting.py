"""Version 1: corrections, documents that look like one, merges, and marks of what is wanted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from archive.correcting import Correction
from archive.duplicates import check_alike
from archive.errors import RefusedInput
from archive.filing import FACTS, STATE
from archive.keys import number_key
from archive.merging import Merge
from archive.shapes import record_json
from archive.wanting import STATES
from indexer.indexing import index_documents
from web.accounts.declaring import permits
from web.api.answering import moment
from web.api.declaring import operation
from web.api.parts import FLAG, ID, MOMENT, TEXT, WHOLE, Json, listed, named, one_of, shape, text
from web.api.schemas import RECORD
from web.pages import service

correcting = Blueprint("api_correcting", __name__, url_prefix="/api/v1")

_CORRECTION = named(
    "Correction",
    shape(
        {
            "id": WHOLE,
            "document": WHOLE,
            "field": TEXT,
            "old": {},
            "new": {},
            "by": TEXT,
            "at": MOMENT,
            "undone": MOMENT,
        }
    ),
)
_MERGE = named(
    "Merge",
    shape({"id": WHOLE, "kept": WHOLE, "merged": WHOLE, "name": TEXT, "by": TEXT, "at": MOMENT, "undone": MOMENT}),
)


@correcting.get("/documents/<int:document_id>/corrections")
@permits("register")
@operation(
    "listCorrections",
    "Lịch sử sửa / what was corrected, and what was merged into it",
    shape({"corrections": listed(_CORRECTION), "merges": listed(_MERGE)}),
)
def history(document_id: int) -> Response:
    """The corrections of a document, the last first."""
    archive = service().archive
    archive.record(document_id)
    return jsonify(
        corrections=[_correction(each) for each in archive.corrections.of(document_id)],
        merges=[_merge(each) for each in archive.merges.of_document(document_id)],
    )


@correcting.post("/corrections/<int:correction_id>/undo")
@permits("register")
@operation("undoCorrection", "Hoàn tác một lần sửa / take a correction back", _CORRECTION, problems=(404, 409))
def undo_correction(correction_id: int) -> Response:
    """Write back what stood there before."""
    desk = service()
    done = desk.archive.corrections.undo(correction_id)
    desk.archive.relink([done.document_id])
    index_documents(desk.archive, desk.engine, [done.document_id])
    desk.forget_alerts()
    return jsonify(_correction(done))


@correcting.get("/documents/<int:document_id>/duplicates")
@permits("register")
@operation(
    "listDuplicates",
    "Văn bản cùng số, ký hiệu, cơ quan / documents with the same number, symbol and issuer",
    shape({"duplicates": listed(shape({"document": RECORD, "differs": listed(TEXT), "sure": FLAG}))}),
)
def duplicates(document_id: int) -> Response:
    """What looks like this document, but for what a person said is another one."""
    archive = service().archive
    found = archive.duplicates.like(archive.facts(document_id))
    rows = [(each, each.record) for each in found]
    return jsonify(
        duplicates=[
            {"document": record_json(record), "differs": list(each.differs), "sure": each.sure}
            for each, record in rows
            if record is not None
        ]
    )


@correcting.post("/documents/<int:document_id>/apart")
@permits("register")
@operation(
    "keepApart",
    "Hai văn bản giống nhau là hai văn bản khác nhau / two documents that look like one are two",
    None,
    body=shape({"other": ID}),
    answers={204: None},
)
def keep_apart(document_id: int, body: Json) -> tuple[str, int]:
    """Nobody is asked about the two again."""
    if document_id == body["other"]:
        raise RefusedInput(
            "same_document",
            "Hai số là của cùng một văn bản. Hãy cho biết văn bản kia.",
            "Both are the same document. Name the other one.",
        )
    service().archive.duplicates.keep_apart(document_id, body["other"])
    return "", 204


@correcting.post("/documents/<int:document_id>/merges")
@permits("register")
@operation(
    "mergeDocuments",
    "Gộp một bản ghi vào văn bản này / let another record go into this document",
    None,
    body=shape({"other": ID, "take": listed(one_of(*FACTS, *STATE), 40), "sure": FLAG}, ("take", "sure")),
    answers={201: _MERGE},
    problems=(409, 422),
)
def merge(document_id: int, body: Json) -> Response:
    """Merge; `take` names the facts in which the other record is right. Two that look like two documents are merged
    only where `sure` is true (409, `merge_unlike`)."""
    desk = service()
    facts, other = desk.archive.facts(document_id), desk.archive.facts(body["other"])
    if document_id != body["other"]:
        check_alike(facts, other, body.get("sure", False))
    done = desk.archive.merges.merge(document_id, body["other"], body.get("take", ()))
    index_documents(desk.archive, desk.engine, [done.kept_id, done.merged_id])
    desk.forget_alerts()
    response = jsonify(_merge(done))
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/documents/{document_id}"
    return response


@correcting.post("/merges/<int:merge_id>/undo")
@permits("register")
@operation(
    "undoMerge",
    "Tách lại / part two merged records again",
    shape({"merge": _MERGE, "stays": WHOLE}),
    problems=(404, 409),
)
def undo_merge(merge_id: int) -> Response:
    """Part two records; `stays` counts what was written since and stays."""
    desk = service()
    done, stays = desk.archive.merges.undo(merge_id)
    index_documents(desk.archive, desk.engine, [done.kept_id, done.merged_id])
    desk.forget_alerts()
    return jsonify(merge=_merge(done), stays=stays)


@correcting.post("/wanted/marks")
@permits("register")
@operation(
    "markWanted",
    "Đã xin, không xin được / what was done about a document that is not held",
    None,
    body=shape({"number": text(120, 1), "type": text(60), "state": one_of("", *STATES), "note": text(500)}, ("note",)),
    answers={204: None},
)
def mark_wanted(body: Json) -> tuple[str, int]:
    """Mark what is cited and not held, by its number and type; "" takes the mark away."""
    service().archive.wanting.mark(number_key(body["number"]), body["type"], body["state"], body.get("note", ""))
    return "", 204


def _correction(each: Correction) -> dict[str, Any]:
    return {
        "id": each.id,
        "document": each.document_id,
        "field": each.field,
        "old": each.old,
        "new": each.new,
        "by": each.by,
        "at": moment(each.at),
        "undone": moment(each.undone),
    }


def _merge(each: Merge) -> dict[str, Any]:
    return {
        "id": each.id,
        "kept": each.kept_id,
        "merged": each.merged_id,
        "name": each.name,
        "by": each.by,
        "at": moment(each.at),
        "undone": moment(each.undone),
    }
