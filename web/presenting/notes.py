"""What recognition remarks beside a fact, in words: `from:number;conflict:basis` is for programs."""

from __future__ import annotations

from flask_babel import gettext as _

from web.presenting.names import field_name


def note_words(note: str) -> str:
    """The remarks of a fact (`indexer.recognising.Fact.note`) as a person reads them; unknown ones are left out."""
    return "; ".join(filter(None, map(_remark, note.split(";"))))


def _remark(word: str) -> str:
    kind, _colon, what = word.strip().partition(":")
    if kind == "from":
        sources: dict[str, str] = {
            "number": _("suy từ số, ký hiệu"),
            "number_line": _("đọc ở dòng số, ký hiệu"),
            "subject": _("suy từ dòng V/v"),
            "addressee": _("suy từ dòng Kính gửi"),
            "signature": _("đọc ở phần ký"),
            "signing": _("đọc ở phần ký"),
            "body": _("đọc trong lời văn"),
            "annex": _("đọc ở phụ lục"),
            "type": _("suy từ tên loại"),
            "digital_signature": _("suy từ chữ ký số"),
        }
        return sources.get(what, "")
    if kind == "conflict":
        other = what.partition(":")[0]
        others: dict[str, str] = {"basis": _("phần căn cứ"), "letterhead": _("tên cơ quan ở đầu văn bản")}
        return str(_("mâu thuẫn với %(what)s", what=others.get(other) or field_name(other).lower()))
    if kind == "body":
        states: dict[str, str] = {
            "ended": _("cơ quan này đã kết thúc hoạt động trước ngày ban hành"),
            "not_yet": _("cơ quan này chưa có vào ngày ban hành"),
        }
        return states.get(what, "")
    if kind == "readers_differ":
        first, _bar, second = what.partition("|")
        return str(_("hai máy đọc khác nhau: “%(first)s” và “%(second)s”", first=first, second=second))
    if kind == "annex_of":
        return str(_("phụ lục của %(number)s", number=what))
    if kind == "year":
        return str(_("chỉ ghi năm %(year)s", year=what))
    plain: dict[str, str] = {
        "blank": _("chỗ để trống"),
        "recased": _("viết hoa trong bản gốc"),
        "readers_agree": _("hai máy đọc như nhau"),
        "one_reader": _("chỉ một máy đọc"),
        "weak_words": _("có từ đọc không rõ"),
        "unreadable": _("không đọc được"),
        "digital_signature": _("khớp chữ ký số"),
        "damaged": _("dấu đọc không rõ"),
        "stamped": _("đọc ở ô chữ ký số trên trang"),
    }
    return plain.get(kind, "")
