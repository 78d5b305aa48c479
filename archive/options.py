"""What an office decides about its archive, kept in the database: typed, checked, told to the audit trail.

An environment variable wins over what is kept, so that whoever runs the machine has the last word; the page says so.
Limits of reading and uploading come from the environment alone (`archive.settings`): they are the machine's. The mail
server has settings and a page of its own (`web.mailing`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archive import audit
from archive.database import Database
from archive.errors import RefusedInput
from archive.models import Setting

_KEY = "option:"


@dataclass(frozen=True)
class Option:
    """One decision. `kind`: text, number, choice or folder; `variable` the environment's
    name for it. Numbers lie from `least` to `most`; `choices` are (value, Vietnamese, English)."""

    name: str
    group: str
    kind: str
    default: str
    vi: str
    en: str
    hint_vi: str = ""
    hint_en: str = ""
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that wins over what is kept."""
        return f"CANCU_{self.name.upper()}"


GROUPS = {
    "office": ("Cơ quan", "The office"),
    "access": ("Quyền xem", "Access"),
    "keeping": ("Lưu giữ", "Keeping"),
    "backup": ("Sao lưu định kỳ", "Scheduled backups"),
}

OPTIONS = (
    Option("office_name", "office", "text", "", "Tên cơ quan", "Name of the office",
           "Như ghi trên văn bản, ví dụ: Ủy ban nhân dân xã Hòa Lạc", "As its documents have it"),
    Option("office_parent", "office", "text", "", "Cơ quan cấp trên trực tiếp", "The body above it"),
    Option("office_place", "office", "text", "", "Địa danh ghi trên văn bản", "Place named on its documents",
           "Để trống thì lấy theo tên cơ quan", "Empty: taken from its name"),
    Option("department_codes", "office", "text", "", "Ký hiệu phòng, ban khi soạn công văn",
           "Codes of departments in letters",
           "Ví dụ: Văn phòng = VP; Phòng Kinh tế = KT", "For example: Văn phòng = VP; Phòng Kinh tế = KT"),
    Option("office_province", "office", "text", "", "Tỉnh, thành phố", "Province or city"),
    Option("default_access", "access", "choice", "office", "Quyền xem của văn bản mới", "Access of a new document",
           choices=(("office", "Cả cơ quan", "The whole office"),
                    ("named", "Chỉ người được chỉ định", "Named people only"))),
    Option("bin_days", "keeping", "number", "30", "Số ngày trong thùng rác trước khi nhắc xóa hẳn",
           "Days in the bin before purging is suggested",
           "Không có gì tự bị xóa: quản trị viên xóa hẳn bằng tay", "Nothing is purged by itself", least=1, most=3650),
    Option("retention_years", "keeping", "number", "0", "Thời hạn bảo quản mặc định (năm)",
           "Retention, years, by default",
           "0: không đặt mặc định. Hết hạn chỉ được nhắc, không tự xóa", "0: none. What is due is told, never deleted",
           most=100),
    Option("backup_folder", "backup", "folder", "", "Thư mục chứa bản sao lưu", "Folder for backups",
           "Nên ở ổ đĩa khác. Để trống thì không sao lưu định kỳ", "On another disk. Empty: no scheduled backups"),
    Option("backup_hour", "backup", "number", "18", "Giờ sao lưu hằng ngày", "Hour of the daily backup", most=23),
    Option("backup_keep", "backup", "number", "14", "Số bản giữ lại", "How many are kept", least=1, most=1000),
    Option("backup_warn_days", "backup", "number", "3", "Cảnh báo khi bản cuối cũ hơn (ngày)",
           "Warn when the last one is older than (days)", least=1, most=365),
)  # fmt: skip
BY_NAME = {option.name: option for option in OPTIONS}


class WrongOptions(RefusedInput):
    """Some values cannot be taken; none was kept. `errors`: a sentence in Vietnamese and English by option."""

    def __init__(self, errors: dict[str, tuple[str, str]]) -> None:
        super().__init__(
            "wrong_settings",
            "Chưa lưu thiết đặt nào: " + " ".join(vi for vi, _ in errors.values()),
            "No setting was kept: " + " ".join(en for _, en in errors.values()),
        )
        self.errors = errors

    def __reduce__(self) -> tuple[type[WrongOptions], tuple[dict[str, tuple[str, str]]]]:  # type: ignore[override]
        return type(self), (self.errors,)


@dataclass(frozen=True)
class Chosen:
    """An option with its value, and where that comes from: environment, office (kept), or default."""

    option: Option
    value: str
    origin: str


class Options:
    """The decisions of one archive's office."""

    def __init__(self, database: Database, environ: Mapping[str, str] | None = None) -> None:
        self._database = database
        self._environ = os.environ if environ is None else environ

    def all(self) -> dict[str, Chosen]:
        """Every option with its value, by name."""
        with self._database.read() as session:
            rows = session.scalars(select(Setting).where(Setting.name.startswith(_KEY)))
            kept = {row.name.removeprefix(_KEY): row.value for row in rows}
        return {option.name: self._chosen(option, kept) for option in OPTIONS}

    def get(self, name: str) -> str:
        """The value of one option. Raises KeyError for one that there is none of."""
        option = BY_NAME[name]
        with self._database.read() as session:
            row = session.get(Setting, _KEY + name)
            return self._chosen(option, {name: row.value} if row is not None else {}).value

    def number(self, name: str) -> int:
        """The value of one option that is a number."""
        return int(self.get(name))

    def change(self, values: Mapping[str, str]) -> list[str]:
        """Keep some values; the names of those that changed. Raises WrongOptions, and KeyError for an unknown name.

        What the environment says is not changed by it: such a value is refused unless it is the same.
        """
        current, errors, changed = self.all(), {}, {}
        for name, raw in values.items():
            option, now = BY_NAME[name], current[name]
            value = " ".join(raw.split())
            wrong = _wrong(option, value)
            if wrong is not None:
                errors[name] = wrong
            elif value == now.value:
                continue
            elif now.origin == "environment":
                errors[name] = (
                    f"“{option.vi}” do biến môi trường {option.variable} quy định; hãy sửa ở đó.",
                    f"“{option.en}” is set by the environment variable {option.variable}; change it there.",
                )
            else:
                changed[name] = value
        if errors:
            raise WrongOptions(errors)
        if changed:
            with self._database.write() as session:
                for name, value in changed.items():
                    session.merge(Setting(name=_KEY + name, value=value))
                audit.write(session, "settings_changed", details=changed)
        return sorted(changed)

    def _chosen(self, option: Option, kept: Mapping[str, str]) -> Chosen:
        given = self._environ.get(option.variable, "")
        if given and _wrong(option, given) is None:
            return Chosen(option, given, "environment")
        if option.name in kept:
            return Chosen(option, kept[option.name], "office")
        return Chosen(option, option.default, "default")


def _wrong(option: Option, value: str) -> tuple[str, str] | None:
    """What is wrong with a value, None where nothing is."""
    name_vi, name_en = f"“{option.vi}”", f"“{option.en}”"
    if len(value) > 500 or "\0" in value:
        return f"{name_vi} quá dài (tối đa 500 ký tự).", f"{name_en} is too long (at most 500 characters)."
    if option.kind == "number" and not (
        value.isascii() and value.isdigit() and len(value) < 10 and option.least <= int(value) <= option.most
    ):
        return (
            f"{name_vi} phải là số nguyên từ {option.least} đến {option.most}.",
            f"{name_en} must be a whole number from {option.least} to {option.most}.",
        )
    if option.kind == "choice" and value not in {each for each, _, _ in option.choices}:
        return f"{name_vi} có giá trị lạ; hãy chọn trong danh sách.", f"{name_en}: choose one from the list."
    if value and option.kind == "folder" and not (Path(value).is_absolute() and Path(value).is_dir()):
        return (
            f"{name_vi}: không có thư mục “{value}”. Hãy ghi đường dẫn đầy đủ của thư mục đã có.",
            f"{name_en}: there is no folder “{value}”. Give the full path of a folder that exists.",
        )
    return None
