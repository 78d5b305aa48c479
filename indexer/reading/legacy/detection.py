"""Recognising text in encodings older than Unicode, only to say so: reading them is another reader's work.

Source: `domain/facts.md` section 5, "By text": no letters of U+1EA0-1EF9, few valid syllables, and many letters that
only TCVN3 (`quyÕt ®Þnh`) or VNI (`quyeát ñònh`) puts inside words.
"""

from __future__ import annotations

import re

from indexer.syllables import count_syllables

_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9ơưđƠƯĐ]")
_WORD = re.compile(r"\S+")
_TCVN3 = re.compile(r"(?=\S*[A-Za-z])\S*[®©ª«¬\u00adµ¸¹¨»¼½¾¶·×Þß÷þ]")
_VNI = re.compile(r"(?=\S*[A-Za-z])\S*(?:[aeouyôöAEOUYÔÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ñÑ])")


def legacy_encoding(text: str) -> str:
    """`TCVN3` or `VNI` where the text is surely that and not Unicode Vietnamese; otherwise ""."""
    words = _WORD.findall(text)
    if len(words) < 4:
        return ""
    unicode_letters = len(_VIETNAMESE.findall(text))
    if unicode_letters > 0.01 * len(text):
        return ""
    valid, judged = count_syllables(text)
    if judged and valid > 0.75 * judged:
        return ""
    tcvn3 = sum(bool(_TCVN3.match(word)) for word in words)
    vni = sum(bool(_VNI.match(word)) for word in words)
    if max(tcvn3, vni) < max(2, 0.15 * len(words)):
        return ""
    return "TCVN3" if tcvn3 > vni else "VNI"
