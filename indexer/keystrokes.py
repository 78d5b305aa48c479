"""Keystrokes of Telex and VNI that an input program left raw: `coong tacs` and `co6ng ta1c` are `công tác`.

A key of a tone may stand anywhere behind the first vowel, a key of a mark behind its letter or at the end of the
syllable, as people type them.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.analysis import fold_token

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = {"o": "ơ", "u": "ư"}
_SHAPE = re.compile(
    r"(?P<onset>qu|gi(?=[aeiouyâăêôơư])|[bcdđghklmnpqrstvx]*)"
    r"(?P<vowels>[aeiouyâăêôơư]+)(?P<coda>ch|ng|nh|[cmnpt])?\Z"
)
_VNI = re.compile(r"[a-z]+[1-9a-z]*[1-9][a-z1-9]*\Z")
_TELEX = re.compile(r"[a-zđ]{2,9}\Z")


def decoded(token: str) -> str:
    """The syllable that raw keystrokes spell, folded (`fold_token`); "" where they spell none."""
    keys = unicodedata.normalize("NFC", token).lower()
    if not keys.isascii():
        return ""
    for spell in (_vni, _telex):
        letters, tone = spell(keys)
        if letters:
            syllable = _toned(letters, tone)
            if syllable and syllable != keys:
                return fold_token(syllable)
    return ""


def is_syllable(letters: str) -> bool:
    """Whether letters without tones are shaped like a Vietnamese syllable."""
    return _SHAPE.match(letters) is not None


_RHYME_LIST = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu
o oc oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt oa oac oach oai oam oan oang oanh oao oap
oat oay oăc oăm oăn oăng oăt oe oen oeo oet u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm
uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y
"""
_RHYMES = frozenset(_RHYME_LIST.split())
_ONSET_LIST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS = frozenset(["", *_ONSET_LIST.split()])
_BEFORE_FRONT = frozenset(("k", "gh", "ngh"))
_BEFORE_BACK = frozenset(("c", "g", "ng"))
_STOPPED = re.compile(r"(?:c|ch|p|t)\Z")
_STOP_TONES = {"\u0301", "\u0323"}


def could_be_said(syllable: str) -> bool:
    """Whether a syllable could be one of the language: its onset and rhyme are, they are spelt as they are together
    (`ngh` before `e`, `ng` before `a`), and one that ends in a stop has a rising or heavy tone."""
    letters = unicodedata.normalize("NFD", syllable)
    plain = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TELEX_TONES.values()))
    match = _SHAPE.match(plain)
    if match is None or match["onset"] not in _ONSETS:
        return False
    onset, rhyme = match["onset"], plain[match.start("vowels") :]
    if onset in _BEFORE_FRONT and rhyme[0] not in "eêiy":
        return False
    if onset in _BEFORE_BACK and rhyme[0] in "eêiy" and not (onset == "g" and rhyme[0] == "i"):
        return False
    if rhyme not in _RHYMES and not (onset == "gi" and f"i{rhyme}" in _RHYMES):
        return False
    return not _STOPPED.search(plain) or bool(_STOP_TONES & set(letters))


def _vni(keys: str) -> tuple[str, str]:
    """Letters with their marks, and the tone; "" where these are no keys of VNI."""
    if not _VNI.match(keys):
        return "", ""
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "9":
            if not letters or letters[0] != "d":
                return "", ""
            letters[0] = "đ"
        elif key == "6":
            if not _mark_last(letters, _CIRCUMFLEX):
                return "", ""
        elif key == "7":
            if not _horn(letters):
                return "", ""
        elif key == "8":
            if not _mark_last(letters, {"a": "ă"}):
                return "", ""
        else:
            letters.append(key)
    return "".join(letters), tone


def _telex(keys: str) -> tuple[str, str]:
    """As `_vni`, for Telex."""
    if not _TELEX.match(keys):
        return "", ""
    letters: list[str] = []
    tone = ""
    for key in keys:
        vowel_before = any(letter in "aeiouyâăêôơư" for letter in letters)
        if key in _TELEX_TONES and vowel_before:
            tone = _TELEX_TONES[key]
        elif key == "w":
            breve = letters[-1:] == ["a"] and letters[-2:-1] != ["u"]
            if not ((breve and _mark_last(letters, {"a": "ă"})) or _horn(letters) or _mark_last(letters, {"a": "ă"})):
                letters.append("ư")
        elif key in _CIRCUMFLEX and _CIRCUMFLEX[key] not in letters and key in letters:
            letters[len(letters) - 1 - letters[::-1].index(key)] = _CIRCUMFLEX[key]
        elif key == "d" and letters and letters[0] == "d":
            letters[0] = "đ"
        else:
            letters.append(key)
    return "".join(letters), tone


def _mark_last(letters: list[str], marked: dict[str, str]) -> bool:
    """Put a mark on the last letter that takes it."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in marked:
            letters[place] = marked[letters[place]]
            return True
    return False


def _horn(letters: list[str]) -> bool:
    """A horn on the last o or u; on both of `uo`."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in _HORNED:
            if letters[place] == "o" and place and letters[place - 1] == "u" and letters[0] != "q":
                letters[place - 1] = "ư"
            letters[place] = _HORNED[letters[place]]
            return True
    return False


def _toned(letters: str, tone: str) -> str:
    """A syllable with its tone where it belongs; "" where the letters are no syllable."""
    match = _SHAPE.match(letters)
    if match is None:
        return ""
    onset, vowels, coda = match["onset"], match["vowels"], match["coda"] or ""
    if not tone:
        return letters
    place = next((i for i in range(len(vowels) - 1, -1, -1) if vowels[i] in "êơâăôư" and vowels[i:] != "ư"), None)
    if place is None:
        place = next((i for i, vowel in enumerate(vowels) if vowel == "ư"), None)
    if place is None:
        if coda or vowels in ("oa", "oe", "uy"):
            place = len(vowels) - 1
        else:
            place = 1 if len(vowels) == 3 else 0
    toned = vowels[: place + 1] + tone + vowels[place + 1 :]
    return unicodedata.normalize("NFC", f"{onset}{toned}{coda}")
