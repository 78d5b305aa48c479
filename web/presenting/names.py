"""Machine words as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from archive.pinpoint_wording import pinpoint_wording
from archive.provisions import Provision
from indexer.ingest import reason_en, reason_vi
from web.languages import pick


def field_name(name: str) -> str:
    """A fact of a document (Nghị định 30/2020/NĐ-CP, Điều 8: thể thức)."""
    names: dict[str, str] = {
        "type": _("Tên loại"),
        "number": _("Số, ký hiệu"),
        "issued": _("Ngày ban hành"),
        "place": _("Địa danh"),
        "issuer": _("Cơ quan ban hành"),
        "title": _("Trích yếu"),
        "signer": _("Người ký"),
        "position": _("Chức vụ"),
        "authority": _("Thẩm quyền ký"),
        "urgency": _("Độ khẩn"),
        "circulation": _("Phạm vi lưu hành"),
        "pages": _("Số trang"),
        "effective": _("Ngày có hiệu lực"),
        "expired": _("Ngày hết hiệu lực"),
        "topic": _("Chủ đề"),
        "recipients": _("Nơi nhận"),
        "pinpoint": _("Điều, khoản, điểm"),
        "validity": _("Hiệu lực"),
    }
    return names.get(name, name)


def review_reason(word: str) -> str:
    """One reason for which a document waits for a person."""
    return pick(reason_vi(word), reason_en(word))


def reviews(words: Iterable[str]) -> str:
    """Why a person has to look at a document, in one line."""
    return pick(", ".join(map(reason_vi, words)), ", ".join(map(reason_en, words)))


def short_label(unit: Provision) -> str:
    """A unit's label as the outline shows it, without the units above it."""
    step = unit.path.rpartition("/")[2]
    return unit.label if unit.kind in ("kemtheo", "phuluc") else pinpoint_wording(step) or unit.label


def version_words(tie: str) -> str:
    """How another text is tied to the one on the page (see `archive.versions.TIES`)."""
    words: dict[str, str] = {
        "consolidates": _("văn bản gốc"),
        "consolidated_by": _("văn bản hợp nhất"),
        "alongside": _("bản hợp nhất khác"),
        "replaces": _("bị văn bản này thay thế"),
        "replaced_by": _("thay thế văn bản này"),
        "corrects": _("được văn bản này đính chính"),
        "corrected_by": _("đính chính văn bản này"),
        "earlier": _("cùng loại, trước đó"),
        "later": _("cùng loại, sau đó"),
    }
    return words[tie]
