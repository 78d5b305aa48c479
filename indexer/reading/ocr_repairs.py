"""Repairs of what OCR read: in document numbers and keywords only, and only what the domain's table calls safe.

Source: `domain/ocr_confusions.csv`, rows with `safe_to_autofix` yes. A repair never adds or removes a digit that was
not read as a letter in its place; what was read stays beside it (`Word.raw`). Words of running text are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.reading.pdf_lines import Word

_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-", "\u2044": "/", "\u2215": "/"})
_DIGIT_LOOKS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_SYMBOL = re.compile(r"(?=.*\d)[\dOolI|]{1,5}[a-z]?[/\-–—⁄∕].*[A-ZĐƯa-zđð]")
_HEAD = re.compile(r"^([\dOolI|]{1,5}[a-z]?)(?=[/-])((?:/[\dOolI|]{4}(?=/))?)")
# (what was read, what it is), tried in order on the letters of a symbol
_CODES = [
    (re.compile(r"(?<![A-ZĐa-zđ])QD-"), "QĐ-"),
    (re.compile(r"/ND-CP"), "/NĐ-CP"),
    (re.compile(r"HDND"), "HĐND"),
    (re.compile(r"UBNĐ|ƯBND"), "UBND"),
    (re.compile(r"QHl5|QHI5"), "QH15"),
    (re.compile(r"-(?:TTạ|TTq|TIg|1Tg)\b"), "-TTg"),
    (re.compile(r"CT-TTG\b"), "CT-TTg"),
    (re.compile(r"/(?:TVV|TƯ|T\.W)(?!\w)"), "/TW"),
]
# (the words as read, the words as they are, what the next word must begin with)
_KEYWORDS: list[tuple[tuple[str, ...], tuple[str, ...], str]] = [
    *[((wrong,), ("số",), r"\d") for wrong in ("sô", "s6", "sổ", "so", "Sé")],
    *[((wrong, second), ("Nghị", "định"), "") for wrong in ("Nghi", "Nghị") for second in ("định", "đinh", "dịnh")],
    *[((wrong, second), ("Quyết", "định"), "") for wrong in ("Quyêt", "Quyết", "Quvết") for second in ("định", "đinh")],
    (("Chi", "thị"), ("Chỉ", "thị"), ""),
    (("Chỉ", "thi"), ("Chỉ", "thị"), r"\d|số|của|này"),
    (("Thông", "tu"), ("Thông", "tư"), ""),
    *[((wrong,), ("Luật",), "") for wrong in ("Luât", "Luậl")],
    *[((wrong,), ("Điều",), r"\d") for wrong in ("Điêu", "Đỉều", "Diều")],
    *[((wrong,), ("khoản",), r"\d") for wrong in ("khoàn", "khoán", "khoăn")],
    *[((wrong,), ("điểm",), r"[a-zđ]\d?(?:\W|$)") for wrong in ("điềm", "diểm")],
    *[((wrong,), ("ngày",), r"\d{1,2}\b") for wrong in ("ngảy", "ngày.")],
    *[((wrong,), ("tháng",), r"\d{1,2}\b") for wrong in ("thảng", "tháns")],
    *[((wrong,), ("năm",), r"[12]\d{3}") for wrong in ("nãm", "nảm")],
    *[((wrong, "nhận:"), ("Nơi", "nhận:"), "") for wrong in ("Nơi", "Noi")],
    (("Nơi", "nhân:"), ("Nơi", "nhận:"), ""),
    *[((wrong, "HÒA"), ("CỘNG", "HÒA"), "") for wrong in ("CỌNG", "CÔNG")],
    *[((wrong, "HOÀ"), ("CỘNG", "HOÀ"), "") for wrong in ("CỌNG", "CÔNG")],
    (("UỲ", "BAN"), ("ỦY", "BAN"), ""),
]
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], re.Pattern[str]]]] = {}
for _wrong, _right, _after in _KEYWORDS:
    if _wrong != _right:
        _BY_FIRST.setdefault(_wrong[0], []).append((_wrong, _right, re.compile(_after)))


# Rules of a table beside a word: `|Kiểm`, `hiện_|`. Behind a digit the bar may be a 1.
_RULE = re.compile(r"^[|¦_]+(?=[^\W_])|(?<=[^\W\d_])[|¦_]+$")
_SPECK = re.compile(r"^[.,;:'`´·˙°]+(?=[^\W\d_])")  # no line begins with these
_RULES = re.compile(r"^[|¦_]+$")


def repair_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of one line, repaired; pieces of a symbol that OCR set apart (`12 /QĐ-BTC`) become one word."""
    bare = [_changed(word, _RULE.sub("", word.text)) for word in words if not _RULES.match(word.text)]
    if bare:
        bare[0] = _changed(bare[0], _SPECK.sub("", bare[0].text))
    whole = _joined([_changed(word, word.text.replace("Ð", "Đ").replace("ð", "đ")) for word in bare])
    shown = [_changed(word, repair_symbol(word.text)) for word in whole]
    texts = [word.text for word in shown]
    for index, text in enumerate(texts):
        for wrong, right, after in _BY_FIRST.get(text, ()):
            end = index + len(wrong)
            following = texts[end] if end < len(texts) else ""
            if tuple(texts[index:end]) == wrong and after.match(following):
                for offset, better in enumerate(right):
                    shown[index + offset] = _changed(shown[index + offset], better)
                break
    if texts and texts[-1].endswith("./,"):
        shown[-1] = _changed(shown[-1], texts[-1][:-1] + ".")
    return tuple(shown)


def repair_symbol(text: str) -> str:
    """`156/2O20/ND-CP` as `156/2020/NĐ-CP`; text that is no document number comes back as it was."""
    if not _SYMBOL.match(text):
        return text
    mended = text.translate(_DASHES)
    head = _HEAD.match(mended)
    if head and any(char.isdigit() for char in head.group()):
        mended = head.group().translate(_DIGIT_LOOKS) + mended[head.end() :]
    for wrong, right in _CODES:
        mended = wrong.sub(right, mended)
    return mended


def _joined(words: Sequence[Word]) -> list[Word]:
    out: list[Word] = []
    for word in words:
        if out and _one_symbol(out[-1].text, word.text):
            last = out[-1]
            raw = f"{last.raw or last.text} {word.raw or word.text}"
            out[-1] = Word(
                last.text + word.text,
                min(last.left, word.left),
                min(last.top, word.top),
                max(last.right, word.right),
                max(last.bottom, word.bottom),
                min(last.confidence, word.confidence),
                raw,
            )
        else:
            out.append(word)
    return out


_CODE_START = re.compile(
    r"^/(?:\d{4}/)?(?:NQ|QĐ|QD|CT|NĐ|ND|TT|TTLT|KH|TB|BC|TTr|HD|CV|UBND|UBNĐ|HĐND|HDND|[A-ZĐ]{2,})\b"
)


def _one_symbol(left: str, right: str) -> bool:
    """`12` and `/QĐ-BTC`; `12/QĐ-` and `BTC`; never a dash that stands between words."""
    if re.fullmatch(r"\d{1,5}[a-z]?", left) and _CODE_START.match(right):
        return True
    return bool(re.fullmatch(r"\d{1,5}[a-z]?/(?:\d{4}/)?(?:[A-ZĐ][A-Za-zĐđ]*-)*[A-ZĐ]*[/-]", left)) and bool(
        re.fullmatch(r"[A-ZĐƯ][A-Za-zĐđƯư0-9]*(?:-[A-ZĐƯ][A-Za-zĐđƯư0-9]*)*[.,;)]?", right) and right[:2].isupper()
    )


def _changed(word: Word, text: str) -> Word:
    if text == word.text:
        return word
    return replace(word, text=text, raw=word.raw or word.text)
