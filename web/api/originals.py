"""Version 1: the untouched originals, their pages as pictures, and what a person decides of a file."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from werkzeug.wrappers import Response as Answer

from archive.errors import RefusedInput
from indexer.rereading import reread_files
from indexer.shapes import entry_json
from web.accounts.declaring import permits
from web.api.declaring import operation
from web.api.parts import FLAG, TEXT, Json, listed, one_of, or_null, shape
from web.api.schemas import BOTH, UPLOAD
from web.pages import service
from web.pages.originals import download, file_named, page, part_from, piece, searchable

originals = Blueprint("api_originals", __name__, url_prefix="/api/v1/documents/<int:document_id>/files/<sha256>")

_PICTURE = "image/png"
_REFUSED = shape({"code": TEXT, "name": TEXT, **BOTH["properties"]})


@originals.get("")
@permits("read")
@operation(
    "getFile",
    "Tệp gốc, nguyên vẹn / an original, untouched, by its SHA-256 from getDocument",
    "application/octet-stream",
)
def file(document_id: int, sha256: str) -> Answer:
    """The bytes as they came in."""
    return download(document_id, sha256)


@originals.get("/pages/<int:number>")
@permits("read")
@operation("getPage", "Hình một trang của PDF hoặc ảnh / a page of a PDF or picture, drawn", _PICTURE)
def picture(document_id: int, sha256: str, number: int) -> Answer:
    """Pages count from 1. 404 beyond the last, and for a file that has no pages."""
    return page(document_id, sha256, number)


@originals.get("/pages/<int:number>/<int:left>-<int:top>-<int:right>-<int:bottom>")
@permits("read")
@operation(
    "getPieceOfPage",
    "Một phần của trang, mép tính bằng phần vạn / a piece of a page, its edges in ten-thousandths of the page",
    _PICTURE,
)
def cut(document_id: int, sha256: str, number: int, left: int, top: int, right: int, bottom: int) -> Answer:
    """What lies between the edges, as large as it was scanned."""
    return piece(document_id, sha256, number, left, top, right, bottom)


@originals.get("/searchable")
@permits("read")
@operation(
    "getSearchableCopy",
    "Bản sao PDF tìm được chữ của bản quét / a copy of a scan in which a viewer finds words",
    "application/octet-stream",
)
def with_words(document_id: int, sha256: str) -> Answer:
    """Made of the original and of what was recognised on it; 404 where nothing was."""
    return searchable(document_id, sha256)


@originals.post("/decision")
@permits("register")
@operation(
    "decideFile",
    "Tệp là bản khác của văn bản này, hay là một văn bản riêng / whether a file is a copy of this document or one of "
    "its own",
    shape({"copy": FLAG, "upload": or_null(UPLOAD)}),
    body=shape({"copy": FLAG}),
    answers={202: shape({"copy": FLAG, "upload": or_null(UPLOAD)})},
    problems=(409,),
)
def decide(document_id: int, sha256: str, body: Json) -> Response:
    """`copy` true keeps the file with this document; false files it as a document of its own: `upload` says which.

    202 where reading it takes longer than a caller should wait: its ticket then says how far it has come.
    """
    archive = service().archive
    held = file_named(archive, document_id, sha256)
    if held.role == "original":
        raise _own()
    if body["copy"]:
        archive.decide_copy(document_id, sha256, is_copy=True)
        return jsonify(copy=True, upload=None)
    entry = part_from(document_id, held)
    if entry is None:
        raise _own()
    response = jsonify(copy=False, upload=entry_json(entry))
    if not entry.ended:
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/uploads/{entry.ticket}"
    return response


@originals.put("/role")
@permits("register")
@operation(
    "showFile",
    "Lấy tệp này làm bản hiển thị, đọc lại văn bản / show this file in the place of the one shown; the document is "
    "read again",
    shape({"changed": FLAG, "refused": listed(_REFUSED)}),
    body=shape({"role": one_of("original")}),
)
def show(document_id: int, sha256: str, body: Json) -> Response:
    """What was shown before stays as a copy; `refused` says why the file could not be read again."""
    desk = service()
    file_named(desk.archive, document_id, sha256)
    if not desk.archive.duplicates.show_file(document_id, sha256):
        return jsonify(changed=False, refused=[])
    done = reread_files(desk.archive, desk.engine, [document_id])
    desk.forget_alerts()
    return jsonify(
        changed=True,
        refused=[{"code": code, "name": name, "vi": vi, "en": en} for _, name, code, vi, en in done.refused],
    )


def _own() -> RefusedInput:
    return RefusedInput(
        "not_waiting",
        "Tệp này đang là bản hiển thị của văn bản, không chờ quyết định. Hãy chọn tệp khác làm bản hiển thị trước.",
        "This file is the one that the document shows, so nothing waits to be decided. Show another file first.",
    )
