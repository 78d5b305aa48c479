"""The words of a question that only ask: an exam's `…, đúng hay sai?`, `… nào sau đây`.

They are rare in laws, so by words they would count for more than what is asked about, and they draw a question's
direction away from it. Questions of people (`thì làm sao`, `có được không`) keep theirs: left out, they rank no better.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.folding import squeeze

_LEAST = 3
"""Words that must be left: a query of fewer is what it asks for."""

_TAIL = 120
"""Characters at the end of a query in which such words are looked for."""

_THAT = (
    r"(?:(?:điều|dieu|việc|viec|như|nhu|nhận định|nhan dinh|khẳng định|khang dinh|phát biểu|phat bieu|ý kiến|y kien"
    r"|câu|cau|hành vi|hanh vi|quy định|quy dinh)\s+(?:này|nay|đó|do|trên|tren|vậy|vay|nói trên|noi tren)\s+)?"
)
_TRUE = (
    r"(?:đúng|dung)\s+(?:hay|hoặc|hoac)\s+(?:là\s+|la\s+)?(?:sai|không|khong)|(?:đúng|phải)\s+không|phai\s+khong"
    r"|sai\s+hay\s+(?:đúng|dung)"
)
_END = re.compile(
    rf"[\s,.;:?!…-]{{0,6}}(?<!\w){_THAT}(?:(?:có|co|là|la)\s+){{0,2}}(?:{_TRUE})[\s?.!]{{0,6}}$", re.IGNORECASE
)
_CHOOSE = re.compile(
    r"[\s,.;:?!…]{1,6}(?:hãy\s+|hay\s+)?(?:chọn|chon)\s+(?:câu trả lời|cau tra loi|đáp án|dap an|phương án|phuong an)"
    r"\s+(?:đúng|dung|sai)(?:\s+(?:nhất|nhat))?[\s.]{0,6}$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?<!\S)(?:(?:điều|dieu)\s+)?((?:nào|nao)\s+)?(?:sau|dưới|duoi)\s+(?:đây|day)(?=[\s?.,:;]|$)", re.IGNORECASE
)


@lru_cache(maxsize=1024)
def asked_about(query: str) -> str:
    """A query without the words that only ask; as it is where quotes stand in it or little else would be left."""
    if '"' in query or "“" in query:
        return query
    query = squeeze(query)
    head, tail = query[:-_TAIL], query[-_TAIL:]
    text = squeeze(_BELOW.sub(r" \1", head + _END.sub("", _CHOOSE.sub("", tail))))
    return text if text != query and len(text.split()) >= _LEAST else query
