"""The audit trail in words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from archive.audit import Entry
from web.languages import pick

ACTIONS: dict[str, tuple[str, str]] = {
    "saw": ("xem", "saw"),
    "exported": ("xuất, tải về", "exported"),
    "added": ("nạp vào kho", "added"),
    "updated": ("cập nhật từ nguồn", "updated from its source"),
    "known": ("bổ sung nguồn", "joined with a source"),
    "copy": ("lưu thêm bản khác", "kept another copy"),
    "copy_decided": ("quyết định về bản khác", "decided about a copy"),
    "confirmed": ("xác nhận, sửa thông tin", "confirmed or corrected"),
    "confirmation_undone": ("hoàn tác xác nhận", "took a confirmation back"),
    "corrected": ("sửa thông tin", "corrected"),
    "reread": ("đọc lại tệp gốc", "read again"),
    "questioned": ("đánh dấu cần xem lại", "asked about"),
    "relation_confirmed": ("xác nhận quan hệ", "confirmed a relation"),
    "relation_rejected": ("bác bỏ quan hệ", "rejected a relation"),
    "relation_reopened": ("mở lại quan hệ", "reopened a relation"),
    "relation_added": ("thêm quan hệ", "added a relation"),
    "relation_removed": ("gỡ quan hệ", "removed a relation"),
    "draft_created": ("tạo dự thảo", "began a draft"),
    "draft_saved": ("lưu dự thảo", "saved a draft"),
    "draft_restored": ("khôi phục phiên bản dự thảo", "restored a draft"),
    "draft_links_seen": ("xem thay đổi của viện dẫn trong dự thảo", "saw what became of a draft's citations"),
    "draft_deleted": ("xóa dự thảo", "deleted a draft"),
    "search_kept": ("lưu tìm kiếm", "kept a search"),
    "search_forgotten": ("bỏ tìm kiếm đã lưu", "forgot a search"),
    "binned": ("bỏ vào thùng rác", "put into the bin"),
    "unbinned": ("lấy khỏi thùng rác", "took out of the bin"),
    "purged": ("xóa hẳn", "purged"),
    "retention_set": ("đặt thời hạn bảo quản", "set retention"),
    "refused": ("từ chối một tệp", "refused a file"),
    "access": ("đổi quyền xem", "changed access"),
    "access_taken": ("quản trị viên tự lấy quyền xem", "took access as administrator"),
    "draft_shared": ("chia sẻ dự thảo", "shared a draft"),
    "note_added": ("thêm ghi chú", "added a note"),
    "note_changed": ("sửa ghi chú", "changed a note"),
    "note_removed": ("xóa ghi chú", "removed a note"),
    "tagged": ("gắn nhãn", "tagged"),
    "untagged": ("bỏ nhãn", "untagged"),
    "document.corrected": ("sửa thông tin", "corrected"),
    "document.correction_undone": ("hoàn tác một lần sửa", "undid a correction"),
    "document.merged": ("gộp văn bản", "merged documents"),
    "document.file_loosened": ("tách tệp khỏi văn bản", "took a file off a document"),
    "document.file_shown": ("chọn tệp hiển thị", "chose which file is shown"),
    "document.kept_apart": ("ghi nhận không phải bản khác", "kept documents apart"),
    "dossier.exported": ("xuất hồ sơ", "exported a dossier"),
    "register.exported": ("xuất sổ", "exported a register"),
    "wanted.marked": ("ghi việc tìm văn bản còn thiếu", "noted the search for a missing document"),
    "document.parted": ("tách văn bản đã gộp", "parted merged documents"),
    "register.opened": ("mở sổ", "opened a register"),
    "register.closed": ("khóa sổ", "closed a register"),
    "register.reopened": ("mở lại sổ", "reopened a register"),
    "register.entered": ("vào sổ", "entered into a register"),
    "register.reserved": ("giữ số", "reserved numbers"),
    "register.changed": ("sửa dòng trong sổ", "changed an entry of a register"),
    "register.cancelled": ("hủy số trong sổ", "cancelled a number"),
    "dossier.opened": ("lập hồ sơ", "opened a dossier"),
    "dossier.changed": ("sửa hồ sơ", "changed a dossier"),
    "dossier.closed": ("kết thúc hồ sơ", "closed a dossier"),
    "dossier.reopened": ("mở lại hồ sơ", "reopened a dossier"),
    "dossier.removed": ("bỏ hồ sơ", "removed a dossier"),
    "dossier.put": ("đưa vào hồ sơ", "put into a dossier"),
    "dossier.taken_out": ("lấy khỏi hồ sơ", "took out of a dossier"),
    "dossier.arranged": ("sắp xếp hồ sơ", "arranged a dossier"),
    "token_made": ("tạo mã truy cập", "made an access token"),
    "token_revoked": ("thu hồi mã truy cập", "revoked an access token"),
    "provider_linked": ("nối tài khoản đăng nhập chung", "linked an account of the provider"),
    "feed_made": ("tạo nguồn tin", "made a feed"),
    "feed_ended": ("thu hồi nguồn tin", "ended a feed"),
    "digest_sent": ("gửi bản tin", "sent a digest"),
    "mail_settings_changed": ("đổi máy chủ thư", "changed the mail server"),
    "signed_in": ("đăng nhập", "signed in"),
    "signed_out": ("đăng xuất", "signed out"),
    "sign_in_failed": ("đăng nhập không thành công", "failed to sign in"),
    "password_changed": ("đổi mật khẩu", "changed a password"),
    "password_code_given": ("cấp mã đặt lại mật khẩu", "gave a password code"),
    "office_set_up": ("thiết lập lần đầu", "set the office up"),
    "person_added": ("thêm người dùng", "added a person"),
    "person_changed": ("sửa người dùng", "changed a person"),
    "department_added": ("thêm đơn vị", "added a department"),
    "department_renamed": ("đổi tên đơn vị", "renamed a department"),
    "department_removed": ("bỏ đơn vị", "removed a department"),
    "settings_changed": ("đổi thiết đặt", "changed settings"),
    "index_rebuilt": ("lập lại chỉ mục", "rebuilt the index"),
    "verified": ("kiểm tra kho", "verified the archive"),
    "backed_up": ("sao lưu", "backed up"),
    "restore_staged": ("chuẩn bị khôi phục", "made a restore ready"),
    "restored": ("khôi phục từ bản sao lưu", "restored a backup"),
}
"""What each kind of act is called. A new kind adds its line; one without is shown by its own word."""

_COLUMNS = ("id", "at", "actor", "role", "action", "document", "subject", "details", "hash")


def action_words(action: str) -> str:
    """What an act is called."""
    return pick(*ACTIONS.get(action, (action.replace("_", " "), action.replace("_", " "))))


def details_of(entry: Entry) -> dict[str, Any]:
    """The details of an entry as a mapping."""
    if not entry.details:
        return {}
    found = json.loads(entry.details)
    return found if isinstance(found, dict) else {}


def details_words(entry: Entry) -> str:
    """The details of an entry on one line."""
    return ", ".join(f"{name}: {_plain(value)}" for name, value in details_of(entry).items() if value not in ("", None))


def local_time(moment: datetime) -> str:
    """A moment of the database on this machine's clock: `27/11/2026 14:05:09`."""
    return moment.replace(tzinfo=UTC).astimezone().strftime("%d/%m/%Y %H:%M:%S")


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry for a program."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(timespec="microseconds") + "Z",
        "person": entry.person,
        "actor": entry.actor,
        "role": entry.role,
        "action": entry.action,
        "document": entry.document,
        "subject": entry.subject,
        "details": details_of(entry),
        "hash": entry.hash,
    }


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Entries as CSV, a piece at a time, with a mark for spreadsheets that it is UTF-8."""
    yield "\ufeff" + ",".join(_COLUMNS) + "\r\n"
    for entry in entries:
        line = io.StringIO()
        values = (entry.id, entry.at.isoformat() + "Z", entry.actor, entry.role, entry.action)
        rest = (entry.document or "", entry.subject, entry.details, entry.hash)
        csv.writer(line, lineterminator="\r\n").writerow([_harmless(each) for each in (*values, *rest)])
        yield line.getvalue()


def _harmless(value: object) -> object:
    """A spreadsheet takes text that begins so for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return str(value)
