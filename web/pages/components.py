"""The page of the pieces that every page is made of: what to look at before a new piece is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from archive.records import Record
from web.accounts.declaring import permits

pages = Blueprint("components", __name__)

SAMPLES = (
    Record(0, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư"),
    Record(0, "Chỉ thị", "18/2000/CT-TTg", date(2000, 9, 21), "Thủ tướng Chính phủ", "Về tăng cường công tác dân vận"),
)


@dataclass(frozen=True)
class Colour:
    """A colour by the name the style sheets give it, and what it is for."""

    name: str
    use: str


@pages.get("/components")
@permits("read")
def index() -> str:
    """Colours, type, buttons, fields, marks, notes, tables, as they are used everywhere."""
    return render_template(
        "components.html",
        here="",
        colours=_colours(),
        samples=SAMPLES,
        here_with_page=lambda _number: url_for("components.index"),
    )


def _colours() -> tuple[Colour, ...]:
    return (
        Colour("paper", _("nền trang")),
        Colour("surface", _("nền khung, bảng")),
        Colour("sunken", _("nền chìm")),
        Colour("ink", _("chữ chính")),
        Colour("ink-2", _("chữ phụ")),
        Colour("ink-3", _("chữ mờ")),
        Colour("accent", _("bấm được: liên kết, nút")),
        Colour("seal", _("thương hiệu; điều đã mất hiệu lực")),
        Colour("good", _("đúng, còn hiệu lực")),
        Colour("warn", _("cần xem lại, chưa chắc")),
        Colour("bad", _("sai, hết hiệu lực")),
        Colour("info", _("cho biết thêm")),
        Colour("mute", _("chưa rõ")),
    )
