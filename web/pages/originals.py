"""The untouched originals: to download, to look at page by page, and to decide whose copy one is."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.documents import Archive
from archive.errors import NotFound
from archive.stored import StoredFile
from indexer.ingest import reading_of
from indexer.queueing import Entry
from indexer.reading import WITH_PAGES
from indexer.reading.names import safe_name
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import service
from web.service import PATIENCE

pages = Blueprint("originals", __name__, url_prefix="/documents/<int:document_id>/files/<sha256>")


@pages.get("/")
@permits("read")
def download(document_id: int, sha256: str) -> Answer:
    """The original as it came in, under its own name, always to be saved and never shown by the browser."""
    archive = service().archive
    file = file_named(archive, document_id, sha256)
    response = send_file(archive.files.path(sha256), mimetype="application/octet-stream", conditional=True, etag=sha256)
    return saved(response, safe_name(file.name))


def saved(response: Answer, name: str) -> Answer:
    """To be saved under this name, whatever the browser would rather do."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@pages.get("/pages/<int:number>.png")
@permits("read")
def page(document_id: int, sha256: str, number: int) -> Answer:
    """One page of a PDF as a picture, made once and kept beside the index."""
    desk = service()
    file = file_named(desk.archive, document_id, sha256)
    if file.media_type not in WITH_PAGES or not 1 <= number <= 100_000:
        raise NotFound("no_such_page", "Tệp này không có trang đó.", "This file has no such page.")
    picture = desk.pictures.page(sha256, desk.archive.files.path(sha256), number)
    response = send_file(picture, mimetype="image/png", conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@pages.get("/pages/<int:number>/<int:left>-<int:top>-<int:right>-<int:bottom>.png")
@permits("read")
def piece(document_id: int, sha256: str, number: int, left: int, top: int, right: int, bottom: int) -> Response:
    """A piece of a page, its edges in ten-thousandths of the page: the line that two recognisers read differently."""
    desk = service()
    file = file_named(desk.archive, document_id, sha256)
    if (
        file.media_type not in WITH_PAGES
        or not 1 <= number <= 100_000
        or not (left < right <= 10_000 and top < bottom <= 10_000)
    ):
        raise NotFound("no_such_page", "Tệp này không có trang đó.", "This file has no such page.")
    picture = desk.pictures.crop(sha256, desk.archive.files.path(sha256), number, (left, top, right, bottom))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@pages.get("/searchable.pdf")
@permits("read")
def searchable(document_id: int, sha256: str) -> Answer:
    """A copy of a scan in which a viewer finds words: made from the original and its reading, and kept for a while."""
    desk = service()
    archive = desk.archive
    file = file_named(archive, document_id, sha256)
    how, facts = archive.how_read(document_id), archive.facts(document_id)
    if file.media_type not in WITH_PAGES or file.role != "original" or not how.recognised:
        raise NotFound("no_such_file", "Văn bản này không có tệp đó.", "This document has no such file.")
    made = desk.pictures.searchable(
        sha256, archive.files.path(sha256), reading_of(how, archive.text(document_id)), facts.revision
    )
    response = send_file(made, mimetype="application/octet-stream", conditional=True)
    name = safe_name(file.name).rsplit(".", 1)[0] + " (OCR).pdf"
    return saved(response, name)


@pages.post("/decision")
@permits("register")
def decide(document_id: int, sha256: str) -> Answer | Response:
    """What a person says of a file that has the type, number and date of a held document: its copy, or not."""
    desk = service()
    file = file_named(desk.archive, document_id, sha256)
    if request.form.get("copy") == "1":
        desk.archive.decide_copy(document_id, sha256, is_copy=True)
        flash(_("Đã lưu tệp này làm bản khác của văn bản."), "good")
        return redirect(url_for("documents.show", document_id=document_id, _anchor="files"))
    entry = part_from(document_id, file)
    if entry is None:
        flash(_("Tệp này đã là của văn bản, không còn chờ quyết định."), "warn")
        return redirect(url_for("documents.show", document_id=document_id, _anchor="files"))
    if not entry.ended:
        flash(_("Tệp đang được đọc lại để lưu thành một văn bản riêng."), "info")
        return redirect(url_for("uploads.form"))
    if entry.document is None or entry.status == "refused":
        flash(pick(entry.reason, entry.reason_en), "bad")
        return redirect(url_for("documents.show", document_id=document_id))
    flash(_("Đã lưu thành một văn bản riêng. Hãy kiểm tra thông tin."), "good")
    return redirect(url_for("reviews.review", document_id=entry.document))


def part_from(document_id: int, file: StoredFile) -> Entry | None:
    """Take a file that was offered as a copy, or is one, off a document and file it as one of its own.

    None for a file that is the document's own. The entry may still be on its way, or refused.
    """
    desk = service()
    loosened = file.role == "copy" and desk.archive.duplicates.loosen(document_id, file.sha256)
    if file.role != "offered" and not loosened:
        return None
    # Nothing of it is stored but its bytes: it is read again, now as a document of its own.
    return desk.take(desk.archive.files.path(file.sha256), file.name, PATIENCE, keep=False, as_new=True)


def file_named(archive: Archive, document_id: int, sha256: str) -> StoredFile:
    """A file of a document by its hash. Raises NotFound."""
    for file in archive.files_of(document_id):
        if file.sha256 == sha256:
            return file
    raise NotFound("no_such_file", "Văn bản này không có tệp đó.", "This document has no such file.")
