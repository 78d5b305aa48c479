"""The OpenAPI 3.1 description of the API, made of the routes there are and of what each declares."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version

from flask import Flask
from werkzeug.routing import Rule

from web.accounts.declaring import OPEN, needed
from web.api.declaring import FORM, Operation, Parameter, declared
from web.api.parts import ID, PROBLEM, SCHEMAS, TEXT, Json
from web.api.preconditions import WELL_FORMED
from web.api.repeating import HEADER
from web.api.repeating import WELL_FORMED as KEY

DESCRIBED = ("/api/", "/healthz", "/readyz")
_VARIABLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_CHANGING = ("post", "put", "patch", "delete")

PROBLEMS = {
    400: "Tham số hoặc nội dung không đúng khuôn dạng / a parameter or the body does not fit this description",
    401: "Chưa đăng nhập / not signed in",
    403: "Không được phép / not allowed",
    404: "Không có, hoặc không được xem / not there, or not for you to see",
    405: "Địa chỉ không nhận kiểu yêu cầu này / the address takes no such request",
    409: "Trái với điều đang lưu / contradicts what is held",
    412: "Đã thay đổi từ khi xem / changed since it was looked at",
    413: "Quá lớn / too large",
    415: "Kiểu dữ liệu không nhận / this kind of data is not taken",
    422: "Đúng khuôn dạng nhưng không làm được / fits this description and cannot be done",
    428: "Cần If-Match / If-Match is needed",
    429: "Quá nhiều yêu cầu; xem Retry-After / too many requests; see Retry-After",
    500: "Lỗi trong chương trình / a fault of the program",
    503: "Kho chưa mở được / the archive cannot be opened",
}
GROUPS = {
    "documents": ("Văn bản, tìm kiếm, nạp tệp, viện dẫn", "Documents, search, uploads, citations"),
    "originals": ("Tệp gốc, hình trang", "Originals and their pages"),
    "reading": ("So sánh, phiên bản", "Comparing, versions"),
    "relations": ("Quan hệ, hiệu lực, cảnh báo", "Relations, validity, alerts"),
    "searching": ("Gợi ý, tương tự, tìm kiếm đã lưu", "Suggestions, likeness, kept searches"),
    "margins": ("Ghi chú, nhãn, theo dõi", "Notes, tags, watching"),
    "reviewing": ("Xem lại, xác nhận", "Reviews"),
    "correcting": ("Lịch sử sửa, gộp, tách", "Corrections, merging and parting"),
    "registers": ("Sổ văn bản, báo cáo", "Registers and reports on them"),
    "entering": ("Vào sổ, số văn bản", "Entries and numbers of registers"),
    "dossiers": ("Hồ sơ, xuất văn bản", "Dossiers, documents as a file"),
    "drafting": ("Dự thảo", "Drafts"),
    "desk": ("Bàn soạn thảo: các phần, phiên bản", "The desk: parts and versions of drafts"),
    "citing": ("Viện dẫn tại con trỏ", "Citing at the cursor"),
    "linking": ("Liên kết sống", "Living links"),
    "suggesting": ("Gợi ý căn cứ", "Suggested bases"),
    "checking": ("Kiểm tra nhiều tệp", "Checking files"),
    "telling": ("Điều mới, bản tin, nguồn tin", "News, digest, feeds"),
    "account": ("Tài khoản của tôi", "One's own account"),
    "access": ("Ai được xem", "Who may see what"),
    "people": ("Người dùng, phòng, ban", "People, departments"),
    "mailing": ("Máy chủ thư", "The mail server"),
    "overseeing": ("Nhật ký, thiết đặt, tình trạng, thống kê", "Audit trail, settings, condition, numbers"),
    "keeping": ("Sao lưu, kiểm tra, khôi phục", "Backups, verifying, restoring"),
    "binning": ("Thùng rác, thời hạn bảo quản", "The bin, retention"),
    "health": ("Tình trạng máy chủ", "Health"),
}
"""What the operations are grouped under, in their order: Vietnamese, English."""


def undeclared(app: Flask) -> list[str]:
    """The addresses of the API whose view declares nothing; there must be none."""
    return [rule.rule for rule in _rules(app) if declared(app.view_functions[rule.endpoint]) is None]


def openapi(app: Flask) -> Json:
    """The whole description."""
    paths: Json = {}
    for rule in _rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            item = paths.setdefault(_VARIABLE.sub(r"{\2}", rule.rule), {})
            item[method.lower()] = _operation(app, rule, method.lower())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Căn Cứ",
            "version": program_version(),
            "description": "Kho văn bản và tra cứu căn cứ pháp lý / archive of Vietnamese official documents with "
            "checked legal bases.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": " / ".join(words)} for name, words in GROUPS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Mã truy cập API / API token"},
                "session": {"type": "apiKey", "in": "cookie", "name": "cancu", "description": "Phiên đăng nhập"},
            },
        },
        "security": [{"token": []}, {"session": []}],
    }


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(DESCRIBED)]


def program_version() -> str:
    """The version of this program, "0" where it is not installed."""
    try:
        return version("cancu")
    except PackageNotFoundError:
        return "0"


def _operation(app: Flask, rule: Rule, method: str) -> Json:
    view = app.view_functions[rule.endpoint]
    operation = declared(view)
    assert operation is not None
    module = rule.endpoint.rsplit(".", 1)[0].removeprefix("api_")
    described: Json = {
        "operationId": operation.name,
        "summary": operation.about,
        "tags": ["documents" if module == "api" else module],
        "parameters": [*_path(rule), *map(_query, operation.parameters), *_headers(method, operation)],
        "responses": {
            **{str(status): _answer(status, answer) for status, answer in sorted(operation.answers.items())},
            **_led_on(rule, method),
            **{str(status): _problem(status) for status in sorted(_problems(method, operation))},
        },
    }
    permission = needed(view)
    if permission == OPEN:
        described["security"] = []
    else:
        described["x-permission"] = permission
    if operation.body:
        content = {kind: {"schema": schema} for kind, schema in operation.body.items()}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _led_on(rule: Rule, method: str) -> Json:
    """What is read of a document that was merged into another one is read there."""
    if method.upper() != "GET" or "document_id" not in rule.arguments:
        return {}
    where = {"description": "Văn bản mà văn bản này đã gộp vào / the document it was merged into", "schema": TEXT}
    return {"308": {"description": "Đã gộp vào văn bản khác / merged into another one", "headers": {"Location": where}}}


def _path(rule: Rule) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": ID if kind == "int" else {**TEXT, "minLength": 1}}
        for kind, name in _VARIABLE.findall(rule.rule)
    ]


def _query(parameter: Parameter) -> Json:
    schema = parameter.schema
    if parameter.default not in (None, ()):
        schema = {**schema, "default": parameter.default}
    shown: Json = {"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema}
    return {**shown, "required": True} if parameter.required else shown


def _headers(method: str, operation: Operation) -> list[Json]:
    found = []
    if operation.current is not None:
        match: Json = {"name": "If-Match", "in": "header", "required": operation.match_needed}
        about = "ETag của lần xem trước / ETag of what was last seen"
        found.append({**match, "schema": {**TEXT, "pattern": _spaced(WELL_FORMED)}, "description": about})
    if method == "post" and not operation.volatile:
        about = "Gửi lại cùng khóa, cùng nội dung thì không làm hai lần (giữ 24 giờ) / sent again, it is done once"
        schema = {**TEXT, "pattern": _spaced(KEY)}
        found.append({"name": HEADER, "in": "header", "schema": schema, "description": about})
    return found


def _spaced(header: re.Pattern[str]) -> str:
    """The value of a header as a pattern: spaces round it do not count (RFC 9110, 5.5)."""
    return f"^[ \\t]*({header.pattern})[ \\t]*$"


def _answer(status: int, answer: Json | str | None) -> Json:
    if answer is None:
        return {"description": "Xong, không có nội dung / done, no content"}
    kinds, schema = (["application/json"], answer) if isinstance(answer, dict) else (answer.split(", "), {})
    told = {200: "OK", 201: "Đã tạo / made", 202: "Đang đọc / still being read"}.get(status, "OK")
    return {"description": told, "content": {kind: {"schema": schema} for kind in kinds}}


def _problem(status: int) -> Json:
    return {"description": PROBLEMS[status], "content": {"application/problem+json": {"schema": PROBLEM}}}


def _problems(method: str, operation: Operation) -> set[int]:
    found = {400, 401, 403, 404, 422, 429, 500, 503} | set(operation.problems)
    if operation.body:
        found |= {413, 415, 422}
    if FORM in operation.body or method in _CHANGING:
        found |= {409, 422}
    if operation.current is not None:
        found.add(412)
    if operation.match_needed:
        found.add(428)
    return found
