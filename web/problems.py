"""How a failure is told: a page in Vietnamese with a way on, or problem+json (RFC 9457) for a program."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from archive.errors import ArchiveUnavailable, CancuError, NotFound, RefusedInput, TooLarge
from archive.lockouts import LockedOut
from archive.replays import StillAnswering
from web.security import ForeignOrigin, NotPermitted, UnknownHost, WrongToken

log = logging.getLogger("cancu.web")

# status -> (title vi, title en, detail vi, detail en)
TOLD: dict[int, tuple[str, str, str, str]] = {
    400: (
        "Yêu cầu chưa đúng",
        "Bad request",
        "Máy chủ không hiểu yêu cầu này. Hãy quay lại, kiểm tra những gì đã nhập rồi gửi lại.",
        "The server did not understand this request. Go back, check what was entered and send it again.",
    ),
    401: (
        "Cần đăng nhập",
        "Sign in first",
        "Hãy đăng nhập, hoặc gửi mã truy cập của bạn (Authorization: Bearer …).",
        "Sign in, or send your access token (Authorization: Bearer …).",
    ),
    403: (
        "Không được phép",
        "Not allowed",
        "Yêu cầu này bị từ chối. Hãy mở lại trang từ thanh điều hướng rồi thử lại.",
        "This request was refused. Open the page again from the navigation and try again.",
    ),
    404: (
        "Không tìm thấy trang",
        "Page not found",
        "Địa chỉ này không dẫn đến văn bản hay trang nào. Hãy tìm theo số, ký hiệu hoặc nội dung văn bản.",
        "This address leads to no document or page. Search by number or by what the document says.",
    ),
    405: (
        "Không dùng được cách này",
        "Method not allowed",
        "Địa chỉ này không nhận kiểu yêu cầu vừa gửi. Hãy quay lại trang trước.",
        "This address does not take this kind of request. Go back to the page before.",
    ),
    409: (
        "Đã có người sửa trước",
        "Somebody changed it first",
        "Nội dung này đã được lưu ở nơi khác sau khi bạn mở. Hãy tải lại trang rồi sửa tiếp.",
        "This was saved elsewhere after you opened it. Reload the page and go on.",
    ),
    412: (
        "Đã thay đổi từ khi xem",
        "Changed since it was seen",
        "Nội dung này đã thay đổi sau lần bạn lấy về (If-Match không khớp); chưa sửa gì. Hãy lấy lại rồi sửa bản mới.",
        "This changed after you fetched it (If-Match no longer matches); nothing was changed. Fetch it again first.",
    ),
    413: (
        "Tệp quá lớn",
        "File too large",
        "Dữ liệu gửi lên vượt giới hạn {limit} MB mỗi lần. Hãy gửi từng tệp một, tách tệp, hoặc nhờ quản trị viên nâng "
        "giới hạn (CANCU_MAX_UPLOAD_MB).",
        "What was sent is over the limit of {limit} MB at a time. Send one file at a time, split it, or ask the "
        "administrator to raise the limit (CANCU_MAX_UPLOAD_MB).",
    ),
    415: (
        "Không nhận kiểu dữ liệu này",
        "Unsupported media type",
        "Hãy gửi dữ liệu JSON (Content-Type: application/json) hoặc tệp (multipart/form-data).",
        "Send JSON (Content-Type: application/json) or a file (multipart/form-data).",
    ),
    422: (
        "Không nhận được nội dung này",
        "Cannot take this",
        "Nội dung gửi lên không nhận được.",
        "What was sent cannot be taken.",
    ),
    428: (
        "Cần If-Match",
        "If-Match is needed",
        "Hãy gửi kèm If-Match với ETag của lần lấy về gần nhất, để không ghi đè sửa đổi của người khác.",
        "Send If-Match with the ETag of what you fetched last, so that nobody's change is overwritten.",
    ),
    429: (
        "Quá nhiều yêu cầu",
        "Too many requests",
        "Có quá nhiều yêu cầu trong thời gian ngắn. Hãy đợi rồi thử lại (xem Retry-After).",
        "There were too many requests in a short time. Wait and try again (see Retry-After).",
    ),
    500: (
        "Có lỗi ở máy chủ",
        "Server error",
        "Chương trình gặp lỗi ngoài dự kiến; dữ liệu đã lưu không bị ảnh hưởng. Hãy thử lại; nếu vẫn lỗi, báo quản trị "
        "viên kèm thời điểm xảy ra.",
        "Something unexpected went wrong; what was saved is safe. Try again; if it happens again, tell the "
        "administrator when it did.",
    ),
    503: (
        "Kho văn bản chưa sẵn sàng",
        "The archive is not ready",
        "Kho văn bản đang bận hoặc chưa được khởi tạo. Hãy đợi ít phút rồi tải lại trang.",
        "The archive is busy or not set up yet. Wait a few minutes and reload.",
    ),
}


# What cannot be done because of what somebody did before: HTTP 409.
_CONFLICTS = frozenset(
    {
        *("draft_conflict", "same_key", "relation_known", "relation_ambiguous", "relation_read"),
        *("entry_conflict", "number_taken", "number_repeated", "book_exists", "book_closed"),
        "task_running",
        *("dossier_conflict", "dossier_exists", "dossier_closed", "dossier_not_empty"),
        *("correction_undone", "correction_later", "merge_undone", "merge_later", "merge_access", "merge_unlike"),
        *("merge_purged", "answer_purged", "not_waiting"),
    }
)


class WrongParameter(RefusedInput):
    """A parameter of a request has a value that means nothing: HTTP 400."""


def status_of(error: CancuError) -> int:
    """The HTTP status an error of ours is told with."""
    if isinstance(error, WrongParameter):
        return 400
    if isinstance(error, (UnknownHost, ForeignOrigin, NotPermitted)):
        return 403
    if isinstance(error, WrongToken):
        return 401
    if isinstance(error, LockedOut):
        return 429
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, TooLarge):
        return 413
    if isinstance(error, ArchiveUnavailable):
        return 503
    if isinstance(error, StillAnswering):
        return 409
    if error.reason in _CONFLICTS:
        return 409
    return 422


def install(app: Flask) -> None:
    """Tell every failure of the application in its way."""
    app.register_error_handler(CancuError, _ours)
    app.register_error_handler(CSRFError, csrf_refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """True for the API and for the scripts of our own pages."""
    if request.path.startswith(("/api/", "/healthz", "/readyz")):
        return True
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def tell(status: int, reason: str, vi: str = "", en: str = "", headers: Any = None) -> Response:
    """The answer for one failure, in the form the caller reads."""
    title_vi, title_en, plain_vi, plain_en = TOLD.get(status) or TOLD[500 if status >= 500 else 400]
    if wants_json():
        response = jsonify(
            type="about:blank",
            title=title_vi,
            status=status,
            detail=vi or plain_vi,
            detail_en=en or plain_en,
            reason=reason,
        )
        response.mimetype = "application/problem+json"
    else:
        page = render_template(
            "error.html",
            status=status,
            title_vi=title_vi,
            title_en=title_en,
            detail_vi=vi or plain_vi,
            detail_en=en or plain_en,
        )
        response = Response(page, mimetype="text/html")
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "60"
    elif reason == "idempotency_in_progress":
        response.headers["Retry-After"] = "5"
    if headers is not None:
        for name in ("Allow", "Retry-After"):
            if name in headers:
                response.headers[name] = headers[name]
    return response


def _ours(error: CancuError) -> Response | Answer:
    if error.reason == "no_such_document" and (onward := _merged_into()) is not None:
        return onward
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, LockedOut) else None
    return tell(status_of(error), error.reason, error.vi, error.en, headers)


def _merged_into() -> Answer | None:
    """The way on from the address of a record that was merged into another one: the same page of that one."""
    args = dict(request.view_args or {})
    if request.method not in ("GET", "HEAD") or "document_id" not in args or request.endpoint is None:
        return None
    found = current_app.extensions["cancu"].archive.merges.successor(args["document_id"])
    if found is None:
        return None
    args["document_id"] = found
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(url_for(request.endpoint, **args) + query, 308)


def csrf_refused(error: CSRFError) -> Response:
    """A form without the token of this session."""
    log.info("refused a form without a valid token: %s", error.description)
    return tell(
        403,
        "csrf",
        "Phiên làm việc đã hết hạn hoặc trình duyệt chặn cookie, nên biểu mẫu không được nhận. "
        "Hãy quay lại, tải lại trang rồi gửi lại.",
        "The session has ended or the browser blocks cookies, so the form was not taken. "
        "Go back, reload the page and send it again.",
    )


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, RequestEntityTooLarge):
        limit = current_app.config["UPLOAD_LIMIT_MB"]
        _, _, vi, en = TOLD[413]
        return tell(413, "request_too_large", vi.format(limit=limit), en.format(limit=limit))
    reason = error.name.lower().replace(" ", "_")
    return tell(status, reason, headers=dict(error.get_headers()))


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error at %s %s", request.method, request.path)
    return tell(500, "internal_error")
