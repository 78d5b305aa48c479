"""The routes of version 1."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from archive.errors import NotFound
from archive.shapes import citation_json, finding_json, record_json
from archive.stored import DocumentFacts, DocumentFilter
from indexer.reading import read_file
from indexer.search import result_json
from indexer.shapes import entry_json, outcome_json, review_json
from web.accounts.declaring import permits
from web.api.bodies import json_body
from web.api.description import openapi
from web.incoming import no_file, on_disk, only_file
from web.pages import service
from web.parameters import FARTHEST, MOST_HITS, day, one_of, query_words, search_request, several, whole_number
from web.problems import WrongParameter, tell
from web.service import PATIENCE

api = Blueprint("api", __name__, url_prefix="/api/v1")

_LONGEST_TEXT = 2_000_000
_MOST_LINES = 10_000


@api.get("/openapi.json")
@permits("read")
def description() -> Response:
    """What this API is, for programs."""
    return jsonify(openapi())


@api.get("/search")
@permits("read")
def search() -> Response:
    """Search provisions and documents."""
    limit = whole_number(request.args, "limit", 1, MOST_HITS) or 10
    offset = whole_number(request.args, "offset", 0, FARTHEST) or 0
    asked, wrong = search_request(request.args, limit, offset)
    if wrong:
        raise wrong[0]
    if not asked.query:
        raise _missing("q")
    return jsonify(result_json(service().search(asked)))


@api.get("/documents")
@permits("read")
def documents() -> Response:
    """The list of documents, newest first."""
    args = request.args
    limit = whole_number(args, "limit", 1, MOST_HITS) or 50
    offset = whole_number(args, "offset", 0, 10_000_000) or 0
    wanted = DocumentFilter(
        words=query_words(args),
        types=several(args, "type"),
        issuers=several(args, "issuer"),
        year_from=whole_number(args, "year_from", 1945, 2100),
        year_to=whole_number(args, "year_to", 1945, 2100),
        state=one_of(args, "state", ("", "held", "catalogued")),
    )
    archive = service().archive
    rows = archive.documents(wanted, limit=limit, offset=offset)
    return jsonify(
        total=archive.count(wanted), limit=limit, offset=offset, documents=[record_json(row) for row in rows]
    )


@api.post("/documents")
@permits("register")
def add_document() -> Response:
    """File one file (multipart field `file`): 201 when it is new, 200 when it is held already.

    202 where reading it takes longer than a caller should wait: its ticket then says how far it has come.
    """
    file = only_file(request.files)
    if file is None:
        raise no_file()
    desk = service()
    with on_disk(desk, file) as (path, name):
        entry = desk.take(path, name, PATIENCE)
    if not entry.ended:
        response = jsonify(entry_json(entry))
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/uploads/{entry.ticket}"
        return response
    outcome = entry.outcome()
    if outcome.status == "refused":
        status = 413 if outcome.code == "file_too_large" else 422
        return tell(status, outcome.code, outcome.reason, outcome.reason_en)
    response = jsonify(outcome_json(outcome, name))
    new = outcome.status in ("added", "needs_review") and outcome.code not in ("same_key", "copy")
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/api/v1/documents/{outcome.document}"
    return response


@api.get("/uploads")
@permits("register")
def uploads() -> Response:
    """What is on its way into the archive, then what has ended, the newest first."""
    queue = service().queue
    limit = whole_number(request.args, "limit", 1, MOST_HITS) or 50
    return jsonify(counts=queue.entries.counts(), uploads=[entry_json(entry) for entry in queue.entries.recent(limit)])


@api.get("/uploads/<ticket>")
@permits("register")
def upload(ticket: str) -> Response:
    """How far one file has come."""
    entry = service().queue.entries.get(ticket)
    if entry is None:
        raise NotFound("no_such_upload", "Không có lượt nạp này.", "There is no such upload.")
    return jsonify(entry_json(entry))


@api.get("/documents/<int:document_id>")
@permits("read")
def document(document_id: int) -> Response:
    """One document: facts, provisions, text, citations both ways, files."""
    archive = service().archive
    facts = archive.facts(document_id)
    record = archive.record(document_id)
    return jsonify(
        document={**record_json(record), **_more(facts)},
        provisions=[
            {
                "path": p.path,
                "kind": p.kind,
                "label": p.label,
                "heading": p.heading,
                "start": p.start,
                "end": p.end,
                "unit": p.unit,
                "quoted": p.quoted,
            }
            for p in archive.provisions(document_id)
        ],
        text=archive.text(document_id),
        cites=[_cited(c) for c in archive.cites(document_id)],
        cited_by=[{**_cited(c), "document": c.document_id} for c in archive.cited_by(document_id)],
        files=[
            {"sha256": f.sha256, "name": f.name, "media_type": f.media_type, "size": f.size, "role": f.role}
            for f in archive.files_of(document_id)
        ],
    )


@api.post("/citations")
@permits("read")
def citations() -> Response:
    """The citations of a text (`{"text": …}`), or of each of several (`{"lines": […]}`: a list a line)."""
    body = json_body()
    desk = service()
    if "lines" in body:
        lines = body["lines"]
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines) or len(lines) > _MOST_LINES:
            raise WrongParameter(
                "wrong_lines",
                f"“lines” phải là danh sách tối đa {_MOST_LINES} chuỗi.",
                f"“lines” must be a list of at most {_MOST_LINES} strings.",
            )
        _not_longer(sum(map(len, lines)))
        return jsonify([[citation_json(r) for r in desk.citations(line)] for line in lines])
    return jsonify([citation_json(r) for r in desk.citations(_text(body))])


@api.post("/checks")
@permits("read")
def checks() -> Response:
    """Check a draft: `{"text": …, "date": …}` as JSON, or a multipart `file` with an optional `date`."""
    desk = service()
    file = only_file(request.files)
    if file is not None:
        on = day(request.form, "date")
        with on_disk(desk, file) as (path, name):
            text = read_file(path, name, settings=desk.settings).text
    else:
        body = json_body()
        given = body.get("date")
        on = day({"date": given if isinstance(given, str) else "" if given is None else "?"}, "date")
        text = _text(body)
    on = on or date.today()
    return jsonify(findings=[finding_json(f) for f in desk.check(text, on)], date=on.isoformat())


def _more(facts: DocumentFacts) -> dict[str, Any]:
    """What a document has beyond its record."""
    return {
        "place": facts.place,
        "signer": facts.signer,
        "position": facts.position,
        "recipients": list(facts.recipients),
        "effective": facts.effective.isoformat() if facts.effective else None,
        "expired": facts.expired.isoformat() if facts.expired else None,
        "note": facts.note,
        "draft": facts.draft,
        "review": review_json(facts.review),
        "evidence": facts.evidence,
        "confirmed": list(facts.by_person),
        "replaces": list(facts.replaces),
        "replaced_by": list(facts.replaced_by),
        "amended_by": list(facts.amended_by),
    }


def _cited(citation: Any) -> dict[str, Any]:
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "type": citation.type,
        "number": citation.number,
        "issued": citation.issued.isoformat() if citation.issued else None,
        "issuer": citation.issuer,
        "title": citation.title,
        "pinpoint": citation.pinpoint,
        "basis": citation.basis,
        "status": citation.status,
        "document": citation.target_id,
        "candidates": list(citation.candidates),
        "fields": list(citation.mismatches),
    }


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if text is None:
        raise _missing("text")
    if not isinstance(text, str):
        raise WrongParameter("wrong_text", "“text” phải là một chuỗi.", "“text” must be a string.")
    _not_longer(len(text))
    return text


def _not_longer(length: int) -> None:
    if length > _LONGEST_TEXT:
        raise WrongParameter(
            "text_too_long",
            f"Văn bản quá dài (tối đa {_LONGEST_TEXT} ký tự). Hãy chia nhỏ.",
            f"The text is too long (at most {_LONGEST_TEXT} characters). Split it.",
        )


def _missing(name: str) -> WrongParameter:
    return WrongParameter(f"missing_{name}", f"Thiếu “{name}”.", f"“{name}” is missing.")
