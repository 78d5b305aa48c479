"""The routes of version 1 for documents, uploads, citations and checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from archive.checking import Finding
from archive.errors import NotFound
from archive.shapes import citation_json, finding_json, record_json
from archive.stored import DocumentFacts, DocumentFilter
from indexer.checking import check_draft, read_draft
from indexer.reading import Reader
from indexer.search import result_json
from indexer.shapes import entry_json, outcome_json, review_json
from web.accounts.declaring import permits
from web.api.access import CHOICE_OF_FORM, access_of_form
from web.api.answering import page
from web.api.declaring import CSV, DOCX, JSON, operation, query, span
from web.api.description import openapi
from web.api.parts import OBJECT, ON, WHOLE, Json, listed, one_of, page_of, shape, text, whole
from web.api.schemas import CHECK, CITATION, DOCUMENT, OUTCOME, RECORD, SEARCH_RESULT, UPLOAD
from web.api.search_filters import FACTS, NARROWING
from web.api.validating import as_day, missing_value
from web.incoming import no_file, on_disk, only_file
from web.pages import service
from web.parameters import FARTHEST, MOST_HITS, search_request
from web.presenting.exporting import MOST, TYPES, exported
from web.problems import WrongParameter, tell
from web.service import PATIENCE

api = Blueprint("api", __name__, url_prefix="/api/v1")

_LONGEST_TEXT = 2_000_000
_MOST_LINES = 10_000
_FILE: Json = {"type": "string", "format": "binary"}


@api.get("/openapi.json")
@permits("read")
@operation("description", "Bản mô tả này / this description", OBJECT)
def description() -> Response:
    """What this API is, for programs."""
    return jsonify(openapi(current_app))


@api.get("/search")
@permits("read")
@operation(
    "search",
    "Tìm điều, khoản, văn bản / find provisions and documents",
    SEARCH_RESULT,
    [
        query("q", text(1000, 1), "Từ ngữ hoặc số ký hiệu / words or a number", required=True),
        *FACTS,
        *NARROWING,
        *span(10, MOST_HITS, FARTHEST),
    ],
    problems=[422],
    volatile=True,
)
def search(limit: int, offset: int, **_: Any) -> Response:
    """Search provisions and documents."""
    asked, wrong = search_request(request.args, limit, offset)
    if wrong:
        raise wrong[0]
    if not asked.query:
        raise missing_value("q")
    return jsonify(result_json(service().search(asked)))


@api.get("/search/table")
@permits("read")
@operation(
    "exportSearch",
    "Kết quả tìm thành tệp / the results of a search as a file",
    ", ".join((CSV, DOCX, JSON)),
    [
        query("q", text(1000, 1), "Từ ngữ hoặc số ký hiệu / words or a number", required=True),
        query("format", one_of(*TYPES), "Kiểu tệp / kind of file", "csv"),
        *FACTS,
        *NARROWING,
        query("limit", whole(1, MOST), "Số kết quả / how many", MOST),
    ],
    problems=[422],
    volatile=True,
)
def search_table(format: str, limit: int, **_: Any) -> Response:
    """A list of results to print or to work on."""
    asked, wrong = search_request(request.args, limit, 0)
    if wrong:
        raise wrong[0]
    if not asked.query:
        raise missing_value("q")
    data = exported(service().search(asked), format, asked.in_force or date.today())
    response = Response(data, content_type=TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="ket-qua-tim-kiem.{format}"'
    return response


@api.get("/documents")
@permits("read")
@operation(
    "listDocuments",
    "Danh mục văn bản, mới trước / list of documents, newest first",
    page_of("documents", RECORD),
    [
        query("q", text(1000), "Có trong số, trích yếu, cơ quan / words in number, title, issuer", ""),
        *FACTS,
        query("state", one_of("", "held", "catalogued"), "Có toàn văn hay chỉ danh mục / with text or not", ""),
        *span(50, MOST_HITS, 10_000_000),
    ],
)
def documents(
    q: str,
    type: tuple[str, ...],
    issuer: tuple[str, ...],
    year_from: int | None,
    year_to: int | None,
    state: str,
    limit: int,
    offset: int,
) -> Response:
    """The list of documents, newest first."""
    wanted = DocumentFilter(
        words=q.replace("\0", " ").strip(),
        types=type,
        issuers=issuer,
        year_from=year_from,
        year_to=year_to,
        state=state,
    )
    archive = service().archive
    rows = archive.documents(wanted, limit=limit, offset=offset)
    return page("documents", [record_json(row) for row in rows], archive.count(wanted), limit, offset)


@api.post("/documents")
@permits("register")
@operation(
    "addDocument",
    "Nạp một tệp: PDF, bản quét, ảnh trang giấy (JPEG, PNG, TIFF, WebP, BMP), tệp Office, TXT, MD / "
    "file one file: PDF, scan, picture of a page, office file, text",
    OUTCOME,
    form=shape({"file": _FILE, **CHOICE_OF_FORM}, tuple(CHOICE_OF_FORM)),
    answers={201: OUTCOME, 202: UPLOAD},
)
def add_document(body: Json) -> Response:
    """File one file (multipart field `file`): 201 when it is new, 200 when it is held already.

    `level`, `people` and `departments`: who may see it from the first moment on; without them as the office has it.

    202 where reading it takes longer than a caller should wait: its ticket then says how far it has come.
    """
    file = only_file(request.files)
    if file is None:
        raise no_file()
    desk = service()
    with on_disk(desk, file) as (path, name):
        entry = desk.take(path, name, PATIENCE, access=access_of_form(body))
    if not entry.ended:
        response = jsonify(entry_json(entry))
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/uploads/{entry.ticket}"
        response.headers["Retry-After"] = "5"
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
@operation(
    "listUploads",
    "Các tệp đang được đọc và vừa đọc xong / files being read, and those that were",
    shape({"counts": OBJECT, "uploads": listed(UPLOAD)}),
    span()[:1],
)
def uploads(limit: int) -> Response:
    """What is on its way into the archive, then what has ended, the newest first."""
    queue = service().queue
    return jsonify(counts=queue.entries.counts(), uploads=[entry_json(entry) for entry in queue.entries.recent(limit)])


@api.delete("/uploads")
@permits("register")
@operation(
    "clearUploads",
    "Bỏ khỏi danh sách các tệp đã đọc xong; văn bản vẫn còn / take what has ended off the list; the documents stay",
    shape({"cleared": WHOLE}),
)
def clear_uploads() -> Response:
    """What is still being read stays on it."""
    queue = service().queue
    cleared = queue.entries.clear_ended()
    queue.batches.forget(queue.batches.last())
    return jsonify(cleared=cleared)


@api.get("/uploads/<ticket>")
@permits("register")
@operation("getUpload", "Một tệp đã đến đâu / how far one file has come", UPLOAD)
def upload(ticket: str) -> Response:
    """How far one file has come."""
    entry = service().queue.entries.get(ticket)
    if entry is None:
        raise NotFound("no_such_upload", "Không có lượt nạp này.", "There is no such upload.")
    return jsonify(entry_json(entry))


@api.get("/documents/<int:document_id>")
@permits("read")
@operation("getDocument", "Một văn bản / one document", DOCUMENT)
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
@operation(
    "findCitations",
    "Viện dẫn trong một đoạn văn (`text`), hay của từng dòng (`lines`: mỗi dòng một danh sách) / "
    "the citations of a text, or with `lines` a list for each line",
    listed({"anyOf": [CITATION, listed(CITATION)]}),
    body={
        **shape({"text": text(_LONGEST_TEXT), "lines": listed(text(_LONGEST_TEXT), _MOST_LINES)}, ("text", "lines")),
        "anyOf": [{"required": ["text"]}, {"required": ["lines"]}],
    },
)
def citations(body: Json) -> Response:
    """The citations of a text (`{"text": …}`), or of each of several (`{"lines": […]}`: a list a line)."""
    desk = service()
    if "lines" in body:
        if sum(map(len, body["lines"])) > _LONGEST_TEXT:
            raise WrongParameter(
                "text_too_long",
                f"Văn bản quá dài (tối đa {_LONGEST_TEXT} ký tự). Hãy chia nhỏ.",
                f"The text is too long (at most {_LONGEST_TEXT} characters). Split it.",
            )
        return jsonify([[citation_json(r) for r in desk.citations(line)] for line in body["lines"]])
    return jsonify([citation_json(r) for r in desk.citations(body["text"])])


@api.post("/checks")
@permits("read")
@operation(
    "checkDraft",
    "Đối chiếu dự thảo / check the citations of a draft",
    CHECK,
    body=shape({"text": text(_LONGEST_TEXT), "date": {**ON, "type": ["string", "null"]}}, ("date",)),
    form=shape({"file": _FILE, "date": ON}, ("date",)),
)
def checks(body: Json) -> Response:
    """Check a draft: `{"text": …, "date": …}` as JSON, or a multipart `file` with an optional `date`."""
    desk = service()
    on = as_day(body.get("date") or "") or date.today()
    if "text" in body:
        words = body["text"]
    else:
        file = only_file(request.files)
        if file is None:
            raise no_file()
        with on_disk(desk, file) as (path, name), Reader(desk.settings) as reader:
            draft = read_draft(reader, path, name)
        return _checked(check_draft(desk.archive, draft, on), on)
    return _checked(desk.check(words, on), on)


def _checked(findings: list[Finding], on: date) -> Response:
    return jsonify(findings=[finding_json(each) for each in findings], date=on.isoformat())


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
        "revision": facts.revision,
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
