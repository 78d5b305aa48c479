"""From text to what the index holds: syllables, syllable bigrams, and words with numbers, dates and amounts whole.

Vietnamese is written in syllables; a word is one or several of them (`thử việc`). Syllables and bigrams are cheap and
never wrong; words come from underthesea's model (`indexer.segmenting`). A document number (`18/2000/CT-TTg`), a date
(`21/9/2000`) or an amount (`1.500.000`) is one token in all three: underthesea would split it, so it is cut out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.folding import fold_syllable, unaccent

_MARK = "\u0300-\u036f"
_SYLLABLE = rf"[^\W_](?:[^\W_]|[{_MARK}])*"
# Letters of symbols are unaccented but for Đ and Ư, so `12-tháng` is not a symbol (the last look-ahead).
_SYMBOL = r"[A-Za-zĐđƯư][A-Za-zĐđƯư0-9]*"
_END = rf"(?![\w{_MARK}])"
_WHOLE = "|".join(
    (
        # 18/2000/CT-TTg, 25-NQ/TW, 5053-CV/VPTW/nb, 66.3/2025/NQ-CP, 30c/NQ-CP (facts.md, section 2)
        rf"\d{{1,5}}(?:\.\d{{1,2}})?[A-Za-zĐđ]?(?:/(?:19|20)\d\d)?(?:[/-]{_SYMBOL})+{_END}",
        # NĐ-CP, QĐ-TTg, NQ/TW alone
        rf"[A-ZĐ][A-Za-zĐđƯư]{{0,5}}(?:[-/][A-ZĐƯ][A-Za-zĐđƯư]*)+{_END}",
        r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\d/])",  # 21/9/2000
        r"\d{1,2}/(?:19|20)\d\d(?![\d/])",  # 9/2000
        r"\d{1,3}(?:[.,]\d{3})+(?:,\d+)?(?![\d])",  # 1.500.000
        r"\d+[.,]\d+(?![\d.])",  # 0,5
    )
)
# Nearly every token is a run of letters that nothing is joined to: no whole can begin there, so those are not tried.
_PLAIN = rf"[^\W\d_]+(?![\w{_MARK}/-])"
_SCANNER = re.compile(rf"{_PLAIN}|(?<![^\W_])(?:{_WHOLE})|{_SYLLABLE}|[^\w\s]|_|\n[^\S\n]*\n\s*")
_IS_WHOLE = re.compile(rf"(?:{_WHOLE})\Z")
_DIGITS = re.compile(r"\d+\Z")
_DATE = re.compile(r"(\d{1,2})[/.-](?:(\d{1,2})[/.-])?(\d{4})\Z")
_SEQ = re.compile(r"\A0+(?=\d)")

BREAK = ""
"""What `folded_stream` gives for punctuation and for an empty line: no bigram goes across it."""


@dataclass(frozen=True)
class Token:
    """One word as segmented; `text == source[start:end]`. `whole` marks a number, date or amount kept in one piece."""

    text: str
    start: int
    end: int
    whole: bool = False


def fold_token(raw: str) -> str:
    """The search form of one scanned token; BREAK for punctuation.

    Numbers and symbols are compared without tones and case and without leading zeros: `06/2026/TT-BTC` and
    `6/2026/tt-btc` meet, `03/6/2013` and `3/06/2013` too. Syllables keep their tones (`archive.folding.fold_syllable`).
    """
    first = raw[0]
    if not first.isalnum():
        return BREAK
    if first.isdigit():
        if _DIGITS.match(raw):
            return str(int(raw)) if raw.isascii() and len(raw) < 19 else raw
        date = _DATE.match(raw)
        if date:
            return "/".join(str(int(part)) for part in date.groups() if part)
        plain = raw if "," in raw or ("." in raw and "/" not in raw) else _SEQ.sub("", raw)
        return unaccent(plain).lower()
    if ("-" in raw or "/" in raw) and len(raw) > 1:
        return unaccent(raw).lower()
    return fold_syllable(raw)


_STOP_WORDS = """
    và của về việc các những được có cho trong theo tại từ đến với là này đó do bởi để khi đã sẽ số ngày tháng năm
    hoặc thì mà như sau trên dưới một hai phải bị ra vào nào gì ai
"""
LIGHT = frozenset(fold_token(word) for word in _STOP_WORDS.split())
"""Stop words (`domain/facts.md`, section 7), folded: they tell little of what is meant."""


class _Folded(dict[str, str]):
    """`fold_token` remembered; emptied when a corpus of numbers has filled it."""

    def __missing__(self, raw: str) -> str:
        if len(self) > 200_000:
            self.clear()
        folded = self[raw] = fold_token(raw)
        return folded


_FOLDED = _Folded()


def scan(text: str) -> list[str]:
    """All tokens of a text as written, punctuation marks and empty lines among them (as tokens of their own)."""
    return _SCANNER.findall(text)


def scan_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """As `scan`, with offsets into the text."""
    for match in _SCANNER.finditer(text):
        start, end = match.span()
        yield text[start:end], start, end


def fold_tokens(tokens: Iterable[str]) -> list[str]:
    """The search form of each scanned token, BREAK for those that are none."""
    folded = _FOLDED
    return [folded[token] for token in tokens]


def folded_stream(text: str) -> list[str]:
    """Search forms in order, with BREAK wherever a phrase cannot go on: punctuation, the end of a paragraph."""
    return fold_tokens(scan(text))


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def quoted(text: str) -> tuple[str, ...]:
    """The parts of a query in double quotes (straight or typographic); a quote that is not closed is none."""
    parts = text.translate(_QUOTES).split('"')
    return tuple(part for part in parts[1 : len(parts) - 1 : 2] if part.strip())


def syllables(text: str) -> list[str]:
    """The folded syllables of a text in order, numbers and dates whole: `Luật Đất đai` gives `luật đất đai`."""
    return [token for token in folded_stream(text) if token]


def bigrams(text: str) -> list[str]:
    """Pairs of adjacent syllables joined by `_`, none across punctuation: `luật_đất đất_đai`."""
    stream = folded_stream(text)
    return [f"{a}_{b}" for a, b in pairwise(stream) if a and b]


def is_whole(token: str) -> bool:
    """Whether a scanned token is a number, date, amount or symbol that underthesea must not see."""
    return _IS_WHOLE.match(token) is not None


def tokenize(text: str) -> list[Token]:
    """Words by underthesea, with offsets into `text`; numbers, dates and amounts whole; punctuation left out."""
    from indexer.segmenting import segment_tokens

    spans = list(scan_spans(text))
    found: list[Token] = []
    for first, last in segment_tokens([raw for raw, _, _ in spans]):
        raw, start, _ = spans[first]
        if not raw[0].isalnum():
            continue
        end = spans[last][2]
        found.append(Token(text[start:end], start, end, first == last and is_whole(raw)))
    return found


def words(text: str) -> list[str]:
    """The folded words of a text: `Thời gian tối đa` gives `thời_gian tối_đa`."""
    return words_of([scan(text)])[0]


def words_of(texts: Sequence[list[str]]) -> list[list[str]]:
    """As `words`, for several texts already scanned; much faster than one by one."""
    from indexer.segmenting import segment_all

    found = []
    for tokens, spans in zip(texts, segment_all(texts), strict=True):
        folded = fold_tokens(tokens)
        found.append(["_".join(folded[first : last + 1]) for first, last in spans if folded[first]])
    return found
