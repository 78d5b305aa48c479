"""Routes of reading: what a document may be compared with, and what became of it in another text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from archive.comparing import Pair, Row
from archive.errors import RefusedInput
from archive.shapes import record_json
from archive.versions import TIES
from archive.words_compared import Piece
from web.accounts.declaring import permits
from web.api.declaring import operation, query, span
from web.api.parts import ID, TEXT, WHOLE, listed, named, one_of, or_null, page_of, shape, text
from web.api.schemas import RECORD
from web.pages import service
from web.pages.comparing import compared

reading = Blueprint("api_reading", __name__, url_prefix="/api/v1")

_ROW = shape({"path": TEXT, "label": TEXT, "start": WHOLE, "end": WHOLE, "text": TEXT})
_CHANGE = named(
    "Change",
    shape(
        {
            "kind": one_of("changed", "gone", "new"),
            "before": or_null(_ROW),
            "after": or_null(_ROW),
            "pieces": listed(shape({"kind": one_of("same", "gone", "new"), "text": TEXT})),
        }
    ),
)


@reading.get("/documents/<int:document_id>/versions")
@permits("read")
@operation(
    "listVersions",
    "Bản hợp nhất, bản thay thế, văn bản cùng loại năm khác / texts this one may be compared with",
    shape({"versions": listed(shape({"tie": one_of(*TIES), "document": RECORD}))}),
)
def versions(document_id: int) -> Response:
    """The texts that a document may be compared with."""
    archive = service().archive
    archive.record(document_id)
    return jsonify(
        versions=[
            {"tie": version.tie, "document": record_json(version.record)}
            for version in archive.versions.of(document_id)
        ]
    )


@reading.get("/documents/<int:document_id>/comparison")
@permits("read")
@operation(
    "compareDocuments",
    "So sánh từng từ với văn bản khác, bản khác hoặc dự thảo / compare word by word",
    page_of(
        "changes",
        _CHANGE,
        document=RECORD,
        other=or_null(RECORD),
        counts=shape(dict.fromkeys(("same", "changed", "gone", "new"), WHOLE)),
        words=shape({"gone": WHOLE, "new": WHOLE}),
    ),
    [
        query("other", ID, "Mã văn bản kia, là bản sau / id of the other, later document"),
        query("copy", text(64), "Mã băm SHA-256 của một tệp khác của văn bản / hash of another copy", ""),
        query("draft", ID, "Mã dự thảo / id of a draft"),
        *span(),
    ],
    problems=(422,),
)
def comparison(document_id: int, other: int | None, copy: str, draft: int | None, limit: int, offset: int) -> Response:
    """What became of a document in another one, another copy of it or a draft."""
    desk = service()
    record = desk.archive.record(document_id)
    second, found = compared(desk, record, other, copy, draft)
    if second is None or found is None:
        raise RefusedInput(
            "missing_other",
            "Hãy cho biết so với gì: “other” (mã văn bản), “copy” (mã băm của tệp) hoặc “draft” (mã dự thảo).",
            "Say what to compare with: “other” (a document), “copy” (the hash of a file) or “draft” (a draft).",
        )
    changes = [pair for pair in found.pairs if pair.kind != "same"]
    return jsonify(
        document=record_json(record),
        other=record_json(second.record) if second.record is not None and second.file is None else None,
        counts=found.counts,
        words={"gone": found.words_gone, "new": found.words_new},
        total=len(changes),
        limit=limit,
        offset=offset,
        changes=[_pair(pair) for pair in changes[offset : offset + limit]],
    )


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "before": _row(pair.before),
        "after": _row(pair.after),
        "pieces": [_piece(piece) for piece in pair.pieces],
    }


def _row(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"path": row.path, "label": row.label, "start": row.start, "end": row.end, "text": row.text}


def _piece(piece: Piece) -> dict[str, str]:
    return {"kind": piece.kind, "text": piece.before if piece.kind == "gone" else piece.after}
