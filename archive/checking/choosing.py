"""Which citations of a draft are checked: the documents it rests on and refers to, each on its own account."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.citations.model import Citation
from archive.numbers import same_number

_HEADER = re.compile(r"^\W*(?:số|só|sô|s6)\b", re.IGNORECASE)
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
            and (each.pinpoint or not stands_for_another(each))
        ),
        key=lambda each: (each.start, each.end),
    )


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
