"""Which citations of a draft are checked: the documents it rests on and refers to, each on its own account."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.citations.model import Citation
from archive.folding import squeeze
from archive.numbers import same_number
from archive.offsets import cleaned

_HEADER = re.compile(
    r"^\W*(?:(?:số|só|sô|s6)\b|(?:luật|bộ luật|pháp lệnh|lệnh|nghị định|nghị quyết|thông tư|quyết định|chỉ thị)\s+"
    r"số\s*:)",
    re.IGNORECASE,
)
_BODY = re.compile(r"^\W*(?:căn cứ|điều 1|kính gửi)\b", re.IGNORECASE | re.MULTILINE)
_SHORT_FORMS = frozenset({"anaphora", "defined"})


def citations_to_check(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """Without references to the document itself, nested ones, blank numbers, and the document's own number.

    A short form (`Nghị định trên`) is checked only where it names a provision: its document was checked already.
    """
    header = next((each for each in citations if _in_header(text, each)), None)
    return sorted(
        (
            each
            for each in citations
            if each.type != "SELF"
            and not each.nested
            and "blank_number" not in each.flags
            and each is not header
            and not (header is not None and _is_own(each, header))
            and not _is_own_title(text, each)
            and (each.pinpoint or not stands_for_another(each))
        ),
        key=lambda each: (each.start, each.end),
    )


def _is_own_title(text: str, citation: Citation) -> bool:
    """`LUẬT LÝ LỊCH TƯ PHÁP` above the text: the draft's own name, no citation."""
    if citation.number or not citation.text.isupper():
        return False
    body = _BODY.search(text)
    return body is not None and citation.end <= body.start()


def stands_for_another(citation: Citation) -> bool:
    """A short form for a document cited elsewhere in the same text."""
    return citation.antecedent >= 0 or not _SHORT_FORMS.isdisjoint(citation.flags)


def _in_header(text: str, citation: Citation) -> bool:
    """`Số: 15/QĐ-UBND` at the beginning of a line, before the bases: the document's own number."""
    if not citation.number and "blank_number" not in citation.flags:
        return False
    line = text.rfind("\n", 0, citation.start) + 1
    before = text[line : citation.start]
    if not _HEADER.match(before + citation.text) or before.strip(" \t|*_:.") not in {"", "Số", "số", "SỐ"}:
        return False
    body = _BODY.search(text)
    return body is None or citation.start < body.start()


def _is_own(citation: Citation, header: Citation) -> bool:
    """The document's own number again, as in `ban hành kèm theo Quyết định số …` over its annex."""
    return (
        bool(header.number)
        and bool(citation.number)
        and same_number(citation.number, header.number)
        and (citation.issued is None or header.issued is None or citation.issued == header.issued)
    )


# `Luật A được sửa đổi, bổ sung bởi Luật số 1, Luật số 2 và Luật số 3`: what stands between the verb and the citation.
_AMENDED_BY = re.compile(
    r"(?:sửa đổi|bổ sung)(?:(?!\bnhư\b|\bquy định\b)[^;:.\n]){0,60}?\b(?:bởi|theo|tại|bằng) (?P<list>[^;:\n]*)$",
    re.IGNORECASE,
)
_IN_LIST = re.compile(
    r"và|các|bộ|luật|nghị|định|thông|tư|quyết|pháp|lệnh|số|ngày|tháng|năm|của|chính|phủ|quốc|hội|điều|khoản|điểm|\w{1,2}"
    r"|\d[\w./-]*",
    re.IGNORECASE,
)


def named_as_amending(text: str, citation: Citation) -> bool:
    """Named only as what amended another document: whether it still stands by itself is not the question."""
    line = text.rfind("\n", 0, citation.start) + 1
    before = squeeze(cleaned(text[max(line, citation.start - 600) : citation.start]).text)
    found = _AMENDED_BY.search(f"{before} ")
    words = found["list"].replace(",", " ").split() if found else []
    return found is not None and all(_IN_LIST.fullmatch(word.strip("()")) for word in words)
