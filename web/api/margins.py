"""Routes of what stands at a document's margin: notes, tags, watching; and of one's recent searches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.notes import LONGEST, Note
from archive.recent_searches import MOST
from archive.shapes import record_json
from archive.tags import LONGEST as LONGEST_TAG
from archive.watched_states import KINDS
from archive.watching import DocumentChange
from web.accounts.declaring import permits
from web.accounts.gate import current_person, may
from web.api.declaring import operation, query
from web.api.parts import (
    FLAG,
    ID,
    MOMENT,
    OBJECT,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    one_of,
    or_null,
    shape,
    text,
    whole,
)
from web.api.schemas import RECORD
from web.pages import service
from web.presenting.addresses import path_of
from web.presenting.watching import change_words
from web.security import NotPermitted

margins = Blueprint("api_margins", __name__, url_prefix="/api/v1")

NOTE = named(
    "Note",
    shape(
        {
            "id": WHOLE,
            "document": WHOLE,
            "author": TEXT,
            "mine": FLAG,
            "path": TEXT,
            "quote": TEXT,
            "text": TEXT,
            "shared": FLAG,
            "created": MOMENT,
            "updated": MOMENT,
        }
    ),
)
_NOTE_BODY = {
    "text": text(LONGEST, 1),
    "path": {**text(200), "description": "dieu:5/khoan:2 hoặc dieu-5.khoan-2; bỏ trống: cả văn bản"},
    "shared": {**FLAG, "description": "Cho cả cơ quan xem (cần quyền draft) / for the whole office"},
}
CHANGE = named(
    "DocumentChange",
    shape(
        {
            "id": WHOLE,
            "document": RECORD,
            "kind": one_of(*KINDS),
            "words": TEXT,
            "details": OBJECT,
            "other": or_null(RECORD),
            "at": MOMENT,
        }
    ),
)
_TAGS = shape({"tags": listed(TEXT)})
_NAME = {"type": "string", "minLength": 1, "maxLength": LONGEST_TAG}


@margins.get("/documents/<int:document_id>/notes")
@permits("read")
@operation("listNotes", "Ghi chú ở văn bản mà bạn thấy / notes you see on a document", shape({"notes": listed(NOTE)}))
def notes(document_id: int) -> Response:
    """The office's notes on a document, and one's own."""
    archive, person = service().archive, current_person()
    archive.record(document_id)
    return jsonify(notes=[_note(each, person.id) for each in archive.notes.of(document_id, person.id)])


@margins.post("/documents/<int:document_id>/notes")
@permits("read")
@operation(
    "addNote",
    "Ghi chú ở văn bản hoặc điều, khoản / write a note",
    None,
    body=shape(_NOTE_BODY, ("path", "shared")),
    answers={201: NOTE},
    problems=(422,),
)
def add_note(document_id: int, body: Json) -> Response:
    """Write a note: one's own, or the office's."""
    person = current_person()
    shared = _may_share(body.get("shared", False))
    made = service().archive.notes.add(
        document_id, person.id, body["text"], path=path_of(body.get("path", "")), shared=shared
    )
    response = jsonify(_note(made, person.id))
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/notes/{made.id}"
    return response


@margins.get("/notes/<int:note_id>")
@permits("read")
@operation("getNote", "Một ghi chú / one note", NOTE)
def note(note_id: int) -> Response:
    """One note that one sees."""
    person = current_person()
    return jsonify(_note(service().archive.notes.get(note_id, person.id), person.id))


@margins.patch("/notes/<int:note_id>")
@permits("read")
@operation(
    "changeNote",
    "Sửa ghi chú của mình / change a note of one's own",
    NOTE,
    body=shape({"text": _NOTE_BODY["text"], "shared": FLAG}, ("text", "shared")),
    problems=(422,),
    current=note,
)
def change_note(note_id: int, body: Json) -> Response:
    """Change a note of one's own."""
    person = current_person()
    shared = _may_share(body["shared"]) if "shared" in body else None
    changed = service().archive.notes.change(note_id, person.id, text=body.get("text"), shared=shared)
    return jsonify(_note(changed, person.id))


@margins.delete("/notes/<int:note_id>")
@permits("read")
@operation("removeNote", "Bỏ ghi chú của mình / remove a note of one's own", NOTE, problems=(422,), current=note)
def remove_note(note_id: int) -> Response:
    """Remove a note of one's own; it is given back as it was."""
    person = current_person()
    return jsonify(_note(service().archive.notes.remove(note_id, person.id), person.id))


@margins.get("/tags")
@permits("read")
@operation(
    "listTags",
    "Các nhãn, mỗi nhãn bao nhiêu văn bản / tags, with how many documents have each",
    shape({"tags": listed(shape({"name": TEXT, "documents": WHOLE}))}),
)
def tags() -> Response:
    """Every tag that a document one may see has."""
    return jsonify(tags=[{"name": each.name, "documents": each.count} for each in service().archive.tags.all()])


@margins.get("/documents/<int:document_id>/tags")
@permits("read")
@operation("getTags", "Nhãn của một văn bản / tags of a document", _TAGS)
def tags_of(document_id: int) -> Response:
    """The tags of a document."""
    return _tags(document_id)


@margins.post("/documents/<int:document_id>/tags")
@permits("draft")
@operation(
    "addTag", "Gắn nhãn / give a document a tag", _TAGS, body=shape({"name": _NAME}), problems=(422,), current=tags_of
)
def add_tag(document_id: int, body: Json) -> Response:
    """Give a document a tag."""
    service().archive.tags.put([document_id], body["name"])
    return _tags(document_id)


@margins.delete("/documents/<int:document_id>/tags")
@permits("draft")
@operation(
    "removeTag",
    "Gỡ nhãn / take a tag from a document",
    _TAGS,
    [query("name", _NAME, "Tên nhãn / name of the tag", required=True)],
)
def remove_tag(document_id: int, name: str) -> Response:
    """Take a tag from a document."""
    archive = service().archive
    archive.record(document_id)
    archive.tags.take([document_id], name)
    return _tags(document_id)


@margins.get("/watches")
@permits("read")
@operation(
    "listWatches",
    "Văn bản bạn theo dõi / what you watch",
    shape({"watches": listed(shape({"document": RECORD, "since": MOMENT, "seen": MOMENT}))}),
)
def watches() -> Response:
    """What one watches."""
    return jsonify(
        watches=[
            {"document": record_json(each.document), "since": _moment(each.created), "seen": _moment(each.seen)}
            for each in service().archive.watches.of(current_person().id)
        ]
    )


@margins.get("/watches/changes")
@permits("read")
@operation(
    "listChanges",
    "Thay đổi của văn bản bạn theo dõi / what changed in what you watch",
    shape({"changes": listed(CHANGE)}),
    [
        query("since", {"type": "string", "format": "date-time"}, "Từ lúc này, không thì từ lần xem trước / since"),
        query("limit", whole(1, 200), "Số thay đổi / how many", 100),
    ],
    volatile=True,
)
def changes(since: str | None, limit: int) -> Response:
    """What changed since one last looked, or since a moment."""
    moment = datetime.fromisoformat(since) if since else None
    if moment is not None and moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    found = service().archive.watches.changes_for(current_person().id, moment, limit)
    return jsonify(changes=[_change(each) for each in found])


@margins.post("/watches/seen")
@permits("read")
@operation("seeChanges", "Đã xem các thay đổi / mark the changes as seen", shape({"seen": FLAG}))
def see() -> Response:
    """Mark everything that changed as seen."""
    service().archive.watches.see(current_person().id)
    return jsonify(seen=True)


@margins.put("/watches/<int:document_id>")
@permits("read")
@operation(
    "watch", "Theo dõi một văn bản / watch a document", shape({"document": WHOLE, "watching": FLAG}), problems=(422,)
)
def watch(document_id: int) -> Response:
    """Watch a document."""
    service().archive.watches.watch(current_person().id, document_id)
    return jsonify(document=document_id, watching=True)


@margins.delete("/watches/<int:document_id>")
@permits("read")
@operation("unwatch", "Thôi theo dõi / watch no longer", shape({"document": WHOLE, "watching": FLAG}))
def unwatch(document_id: int) -> Response:
    """Watch a document no longer."""
    archive = service().archive
    archive.record(document_id)
    archive.watches.unwatch(current_person().id, document_id)
    return jsonify(document=document_id, watching=False)


@margins.get("/recent-searches")
@permits("read")
@operation(
    "listRecentSearches",
    "Bạn vừa tìm gì / your recent searches",
    shape({"searches": listed(shape({"id": ID, "address": TEXT, "at": MOMENT, "count": WHOLE}))}),
    [query("limit", whole(1, MOST), "Số kết quả / how many", 10)],
)
def recent(limit: int) -> Response:
    """One's recent searches, the last first."""
    found = service().archive.recent_searches.of(current_person().id, limit)
    return jsonify(
        searches=[
            {"id": each.id, "address": each.address, "at": _moment(each.at), "count": each.count} for each in found
        ]
    )


@margins.delete("/recent-searches")
@permits("read")
@operation(
    "forgetRecentSearches",
    "Bỏ một hoặc mọi lượt vừa tìm / take one, or all, away",
    shape({"forgotten": WHOLE}),
    [query("id", ID, "Chỉ lượt này / this one only")],
)
def forget(id: int | None) -> Response:
    """Take one of one's recent searches away, or all."""
    return jsonify(forgotten=service().archive.recent_searches.forget(current_person().id, id))


def _may_share(shared: bool) -> bool:
    """Notes of the office need the permission to draft. Raises NotPermitted."""
    if shared and not may("draft"):
        raise NotPermitted(
            "not_permitted",
            "Vai trò của bạn chỉ viết được ghi chú riêng. Hãy bỏ “shared”.",
            "Your role may write notes of its own only. Leave “shared” out.",
        )
    return shared


def _tags(document_id: int) -> Response:
    archive = service().archive
    archive.record(document_id)
    return jsonify(tags=list(archive.tags.of([document_id]).get(document_id, ())))


def _note(each: Note, person_id: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "document": each.document_id,
        "author": each.author,
        "mine": each.person_id == person_id,
        "path": each.path,
        "quote": each.quote,
        "text": each.text,
        "shared": each.shared,
        "created": _moment(each.created),
        "updated": _moment(each.updated),
    }


def _change(each: DocumentChange) -> dict[str, Any]:
    return {
        "id": each.id,
        "document": record_json(each.document),
        "kind": each.kind,
        "words": change_words(each)[0],
        "details": each.details,
        "other": record_json(each.other) if each.other is not None else None,
        "at": _moment(each.at),
    }


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds") + "Z"
