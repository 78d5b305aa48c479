"""Version 1: deleting: into the bin, out of it, for good; and how long documents are kept."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify

from archive.retention import Kept
from archive.shapes import record_json
from web.accounts.declaring import permits
from web.api.answering import page
from web.api.declaring import operation, query, span
from web.api.parts import (
    DAY,
    MOMENT,
    ON,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    one_of,
    or_null,
    page_of,
    shape,
    text,
    whole,
)  # fmt: skip
from web.api.schemas import RECORD
from web.api.validating import as_day
from web.pages import service
from web.purging import bin_document, purge_document, unbin_document

binning = Blueprint("api_binning", __name__, url_prefix="/api/v1")

_BINNED = named("Binned", shape({"document": RECORD, "since": MOMENT, "by": TEXT, "reason": TEXT}))
_KEPT = named("Retention", shape({"document": WHOLE, "years": or_null(WHOLE), "origin": TEXT, "due": DAY}))
_RULES = named("RetentionRules", shape({"rules": listed(shape({"type": TEXT, "years": WHOLE})), "default": WHOLE}))


@binning.delete("/documents/<int:document_id>")
@permits("register")
@operation(
    "deleteDocument",
    "Bỏ văn bản vào thùng rác / put a document into the bin",
    None,
    [query("reason", text(300), "Lý do / why", "")],
    answers={204: None},
)
def delete(document_id: int, reason: str) -> tuple[str, int]:
    """Hidden from this moment on."""
    bin_document(service(), document_id, reason)
    return "", 204


@binning.get("/bin")
@permits("administer")
@operation("listBin", "Thùng rác / what lies in the bin", shape({"documents": listed(_BINNED)}))
def lying() -> Response:
    """The last put there first."""
    return jsonify(
        documents=[
            {
                "document": record_json(each.record),
                "since": each.since.isoformat(timespec="seconds") + "Z",
                "by": each.by,
                "reason": each.reason,
            }
            for each in service().archive.bin.all()
        ]
    )


@binning.post("/bin/<int:document_id>/restore")
@permits("administer")
@operation("restoreDocument", "Lấy văn bản khỏi thùng rác / take a document out of the bin", None, answers={204: None})
def restore(document_id: int) -> tuple[str, int]:
    """Seen again from this moment on."""
    unbin_document(service(), document_id)
    return "", 204


@binning.delete("/bin/<int:document_id>")
@permits("administer")
@operation(
    "purgeDocument",
    "Xóa hẳn một văn bản trong thùng rác / delete for good what lies in the bin",
    None,
    [query("confirm", one_of("purge"), "Phải là “purge” / must be “purge”", required=True)],
    answers={204: None},
)
def purge(document_id: int, confirm: str) -> tuple[str, int]:
    """There is no way back."""
    purge_document(service(), document_id)
    return "", 204


@binning.get("/documents/<int:document_id>/retention")
@permits("read")
@operation("getRetention", "Thời hạn bảo quản / how long a document is kept", _KEPT)
def retention(document_id: int) -> Response:
    """Years, 0 for ever, null undecided; whose word that is; the first day on which it need not be kept."""
    return jsonify(_kept(service().archive.retention.of(document_id)))


@binning.put("/documents/<int:document_id>/retention")
@permits("register")
@operation(
    "setRetention",
    "Đặt thời hạn bảo quản riêng / say how long this document is kept",
    _KEPT,
    body=shape({"years": or_null(whole(0, 200)), "note": text(1000)}, ("note",)),
)
def set_retention(document_id: int, body: Json) -> Response:
    """0 for ever, null for nothing said of this document."""
    kept = service().archive.retention
    kept.set(document_id, body["years"], body.get("note", ""))
    return jsonify(_kept(kept.of(document_id)))


@binning.get("/retention")
@permits("administer")
@operation(
    "listDue",
    "Văn bản hết thời hạn bảo quản / what need not be kept any more",
    page_of("documents", _KEPT),
    [query("on", ON, "Tính đến ngày / as of a day", ""), *span()],
)
def due(on: str, limit: int, offset: int) -> Response:
    """A list; nothing is deleted by it."""
    found = service().archive.retention.due(_day(on) or date.today())
    return page("documents", [_kept(each) for each in found[offset : offset + limit]], len(found), limit, offset)


@binning.get("/retention/rules")
@permits("administer")
@operation(
    "listRetentionRules",
    "Thời hạn bảo quản theo tên loại, và mặc định / how long documents of each type are kept, and the default",
    _RULES,
)
def rules() -> Response:
    """The rules by type; `default` is the office's, which is one of its settings (`retention_years`)."""
    return _rules()


@binning.put("/retention/rules")
@permits("administer")
@operation(
    "setRetentionRule",
    "Đặt thời hạn bảo quản cho một tên loại / say how long documents of a type are kept",
    _RULES,
    body=shape({"type": text(60, 1), "years": or_null(whole(0, 200))}),
)
def set_rule(body: Json) -> Response:
    """0 for ever, null takes the rule away."""
    service().archive.retention.set_rule(body["type"], body["years"])
    return _rules()


@binning.post("/documents/<int:document_id>/purge-secret")
@permits("administer")
@operation(
    "purgeSecret",
    "Xóa hẳn ngay một văn bản có dấu mật / delete at once, for good, what turned out to be a state secret",
    None,
    body=shape({"confirm": one_of("purge")}),
    answers={204: None},
    volatile=True,
)
def purge_secret(document_id: int, body: Json) -> tuple[str, int]:
    """There is no way back; a document that is not marked secret is refused."""
    purge_document(service(), document_id, secret=True)
    return "", 204


def _rules() -> Response:
    archive = service().archive
    return jsonify(
        rules=[{"type": name, "years": years} for name, years in sorted(archive.retention.rules().items())],
        default=archive.options.number("retention_years"),
    )


def _kept(kept: Kept) -> Json:
    return {
        "document": kept.record.id,
        "years": kept.years,
        "origin": kept.origin,
        "due": kept.due.isoformat() if kept.due else None,
    }


def _day(raw: str) -> date | None:
    return as_day(raw) if raw else None
