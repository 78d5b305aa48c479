"""How a file was read, in words: from which pages, by what, how surely; and who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from flask_babel import gettext as _

from archive.dates import format_short
from archive.stored import HowRead

_VIETNAM = timezone(timedelta(hours=7))
_ENCODINGS = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "vps": "VPS", "viscii": "VISCII", "viqr": "VIQR"}


@dataclass(frozen=True)
class SignatureWords:
    """A digital signature as a badge and a line of text."""

    badge: dict[str, str]
    text: str


def page_sources(how: HowRead) -> str:
    """`lớp chữ của tệp 3 trang; nhận dạng ảnh (OCR) 2 trang, tin cậy 91 %`; "" where no file was read by pages."""
    parts = []
    for source in ("text", "ocr", "blank"):
        sure = [confidence for kind, confidence in how.pages if kind == source]
        if source == "text" and sure and len(how.pages) == 1:
            continue
        if sure:
            said = _("%(source)s %(count)d trang", source=_source(source), count=len(sure))
            if source == "ocr":
                said += ", " + _confidence(sum(sure) / len(sure))
            parts.append(said)
    encodings = [_ENCODINGS[code] for code in how.encoding.split("+") if code in _ENCODINGS]
    if encodings:
        parts.append(_("bảng mã cũ %(names)s, đã chuyển sang Unicode", names=", ".join(encodings)))
    return "; ".join(parts)


def page_source(how: HowRead, number: int) -> str:
    """What stands under the picture of a page: ` · nhận dạng ảnh (OCR), tin cậy 91 %`."""
    if not 1 <= number <= len(how.pages):
        return ""
    source, confidence = how.pages[number - 1]
    return f" · {_source(source)}" + (f", {_confidence(confidence)}" if source == "ocr" else "")


def signature_words(signature: Mapping[str, Any]) -> SignatureWords:
    """A signature of `archive.stored.HowRead.signatures` (see `indexer.reading.Signature`)."""
    states = {
        "whole": ("good", "check", _("nguyên vẹn từ khi ký")),
        "changed": ("bad", "alert", _("đã bị sửa sau khi ký")),
    }
    tone, icon, label = states.get(signature.get("state", ""), ("warn", "question", _("không đọc được")))
    names = [signature.get(name, "") for name in ("signer", "title", "unit", "organisation")]
    when = _moment(signature.get("when", ""))
    text = ", ".join(dict.fromkeys(filter(None, (*names, when))))
    return SignatureWords({"tone": tone, "icon": icon, "label": label, "hint": signature.get("note", "")}, text)


def _moment(when: str) -> str:
    try:
        moment = datetime.fromisoformat(when).astimezone(_VIETNAM)
    except ValueError:
        return ""
    return str(_("ký lúc %(time)s ngày %(day)s", time=f"{moment:%H:%M}", day=format_short(moment.date())))


def _source(source: str) -> str:
    words: dict[str, str] = {
        "text": _("lớp chữ của tệp"),
        "ocr": _("nhận dạng ảnh (OCR)"),
        "blank": _("trang trống"),
    }
    return words.get(source, source)


def _confidence(value: float) -> str:
    return str(_("tin cậy %(share)d %%", share=round(value * 100)))
