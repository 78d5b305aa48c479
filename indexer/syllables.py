"""Which letter strings can be Vietnamese syllables, and what share of a text they are.

A syllable is onset + rime + tone. The tables hold the spellings of standard orthography, with both places of the
tone mark (`hòa`, `hoà`) and both i and y (`kỹ`, `kĩ`). The share of valid syllables tells good extraction from bad:
real administrative text has 97 % and more, a text layer without a Unicode map almost none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_ONSETS = _words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}

_OPEN_RIMES = _words(
    "a e ê i o ô ơ u ư y ia ya iê yê ua ưa uê uy uya oa oe uơ "
    "ai ay ây ao au âu eo êu iu iêu yêu oi ôi ơi ui ưi ưu ươi ươu uôi oai oay oao oeo uây uyu uêu uya "
    "oao"
) - {"iê", "yê"}
_NASAL_RIMES = _words(
    "am ăm âm em êm im om ôm ơm um ưm iêm yêm ươm uôm oam oăm oem "
    "an ăn ân en ên in on ôn ơn un ưn iên yên ươn uôn oan oăn oen uân uyên uyn uên "
    "ang ăng âng eng êng ong ông ơng ung ưng iêng yêng ương uông oang oăng uâng oong ôông "
    "anh ênh inh oanh uynh uênh ynh"
)
_STOP_RIMES = _words(
    "ap ăp âp ep êp ip op ôp ơp up ưp iêp ươp uôp oap oăp uyp "
    "at ăt ât et êt it ot ôt ơt ut ưt iêt yêt ươt uôt oat oăt oet uât uyêt uyt uêt "
    "ac ăc âc ec oc ôc ơc uc ưc iêc ươc uôc oac oăc ooc uơc "
    "ach êch ich oach uych uêch ych"
)
_RIMES = _OPEN_RIMES | _NASAL_RIMES | _STOP_RIMES
# After qu the glide is part of the onset.
_QU_RIMES = _words(
    "a ă â e ê i o ơ y ai ay ây ao au âu eo êu yu ya "
    "an ăn ân en ên in yên iên ang ăng âng anh ênh inh ynh yn am ăm em im "
    "ac at ăt ât et êt it yt yêt iêt ap ăp ep ip ach êch ych ich ăc ươu ơn ơt ôc"
)
_GI_RIMES = frozenset(rime for rime in _RIMES if rime[0] not in "iy") | {"ê", "êng", "êc", "êt", "ên", "êm", "êp"}

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")
_FRONT = "eêiy"

_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(r"\S*[\d/_@#&]\S*|\S*[^\W\d_]-[A-ZĐ]\S*")
_LETTERS = re.compile(r"^[a-zăâđêôơư]+$")
_TONED = re.compile(
    "^[a-zăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]+$"  # no ṇ, ć, ñ: not Vietnamese
)


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """True where `word` (one word, any case, NFC or NFD) can be a Vietnamese syllable."""
    lower = unicodedata.normalize("NFC", word.lower())
    if not _TONED.match(lower):
        return False
    decomposed = unicodedata.normalize("NFD", lower)
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if not _LETTERS.match(base):
        return False
    tone = tones[0] if tones else ""
    return any(_fits(base[:cut], base[cut:], tone) for cut in range(min(4, len(base))))


def _fits(onset: str, rime: str, tone: str) -> bool:
    if onset not in _ONSETS or not rime:
        return False
    if onset == "qu":
        allowed = rime in _QU_RIMES
    elif onset == "gi":
        allowed = rime in _GI_RIMES
    elif onset in ("k", "gh", "ngh"):
        allowed = rime in _RIMES and rime[0] in _FRONT
    elif onset in ("c", "ng"):
        allowed = rime in _RIMES and rime[0] not in _FRONT
    elif onset == "g":
        allowed = rime in _RIMES and (rime[0] not in _FRONT or rime in ("i", "in", "ia"))
    elif onset == "":
        allowed = rime in _RIMES and rime != "ya"
    else:
        allowed = rime in _RIMES and not rime.startswith("yê")
    if not allowed:
        return False
    if rime[-1] in "cpt" or rime.endswith("ch"):
        return tone in _STOP_TONES
    return True


def count_syllables(text: str) -> tuple[int, int]:
    """(valid syllables, words judged). Numbers, symbols (`TT-BTC`, `UBND`, `QH15`) are not judged."""
    valid = judged = 0
    for chunk in unicodedata.normalize("NFC", text).split():
        if _SYMBOL.match(chunk):
            continue
        for word in _WORD.findall(chunk):
            if len(word) == 1 and chunk != word:
                continue  # `a)` and the like say nothing; a letter cut off by a stray space does
            if is_syllable(word):
                valid += 1
                judged += 1
            elif not _abbreviation(word):
                judged += 1
    return valid, judged


def _abbreviation(word: str) -> bool:
    """`UBND`, `HĐND`, `VIII`, `X`: capitals that need be no syllable. One other letter alone is a fragment."""
    if not word.isupper() or len(word) > 10:
        return False
    if len(word) == 1:
        return word in "VX"
    return (word.isascii() and len(word) <= 8) or not any(c in "AĂÂEÊIOÔƠUƯY" for c in word[1:-1])


def syllable_share(text: str) -> float:
    """Share (0 to 1) of the judged words that are valid syllables; 1.0 where there is no word to judge."""
    valid, judged = count_syllables(text)
    return valid / judged if judged else 1.0
