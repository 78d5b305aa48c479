"""TXT and Markdown: finding out how the characters are written, and taking marks of emphasis out of the text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from indexer.reading.base import MARKDOWN, TEXT, Limits, Page, Reading
from indexer.reading.legacy import Decoder, Piece, legacy_encoding
from indexer.reading.refusals import refusal
from indexer.reading.text_layout import divide_heading, tidy_lines
from indexer.syllables import count_syllables, syllable_share
from indexer.text import repair_text

UNKNOWN = "unknown"
_SURE = 0.7  # share of syllables from which bytes of an unknown encoding count as decoded
# The five bytes that Windows-1252 leaves open are letters in VPS and VISCII.
_WINDOWS = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def read_plain(path: Path, name: str, limits: Limits, *, markdown: bool) -> Reading:
    """The text of a TXT or Markdown file as one page.

    Raises UnreadableFile (unknown_encoding, legacy_encoding, no_text) or TooLarge (too_much_text).
    """
    content = path.read_bytes()
    if len(content) > 4 * limits.max_text:
        raise refusal("too_much_text", name)
    raw, encoding = decode(content, name)
    if len(raw) > limits.max_text:
        raise refusal("too_much_text", name)
    shown, found = decode_old(raw.replace("\r\n", "\n").replace("\r", "\n"))
    if encoding == UNKNOWN and (not found or syllable_share(repair_text(shown)) < _SURE):
        raise refusal("unknown_encoding", name)
    encoding = found or encoding
    if found := legacy_encoding(shown):
        raise refusal("legacy_encoding", name, encoding=found)
    shown = strip_markdown(shown) if markdown else strip_emphasis(shown)
    text = repair_text(tidy_lines(divide_heading(shown))).strip()
    if not text:
        raise refusal("no_text", name)
    page = Page(1, text, "text", round(syllable_share(text), 4))
    return Reading(text, raw, (page,), (0,), MARKDOWN if markdown else TEXT, encoding)


def decode_old(text: str) -> tuple[str, str]:
    """`text` (lines divided by `\\n`) with what is in encodings older than Unicode decoded, and their names."""
    decoder = Decoder()
    lines = [(Piece(line),) for line in text.split("\n")]
    for line in lines:
        decoder.take(line)
    if not decoder.settle():
        return text, ""
    return "\n".join(decoder.line(line) for line in lines), decoder.encoding


def decode(content: bytes, name: str) -> tuple[str, str]:
    """(text, encoding). UTF-8, UTF-16, and Windows-1258 where that gives Vietnamese; else the bytes as Windows-1252
    shows them, with the encoding UNKNOWN. Raises UnreadableFile (unknown_encoding) for damaged Unicode.
    """
    if content.startswith(codecs.BOM_UTF8):
        return _strict(content[3:], "utf-8", name), "utf-8-sig"
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refusal("unknown_encoding", name)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(content, "utf-16", name), "utf-16"
    if b"\x00" in content:
        side = "utf-16-le" if content[1::2].count(0) >= content[0::2].count(0) else "utf-16-be"
        text = _strict(content, side, name)
        if "\x00" in text:
            raise refusal("unknown_encoding", name)
        return text, "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    valid, judged = count_syllables(repair_text(text))
    if judged and valid >= 0.8 * judged:
        return text, "windows-1258"
    return "".join(_WINDOWS.get(byte, chr(byte)) for byte in content), UNKNOWN


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise refusal("unknown_encoding", name) from None


# Marks stand tight around words, and what is before and after them is no word: 5*3*2, (*) and `* x *` stay.
_OPEN = r"(?<![\w*\\])"
_CLOSE = r"(?![\w*])"
_START, _END = r"(?=[^\s*])(?!\))(?=[^*\n]*[^\W_])", r"(?<=[^\s(])"
_STARS = re.compile(rf"{_OPEN}(\*{{1,3}}){_START}([^*\n]{{1,2000}}?){_END}\1{_CLOSE}")
# A bold block may run over lines, but not over an empty one.
_BLOCK = re.compile(rf"{_OPEN}(\*{{2,3}}){_START}((?:[^*\n]|\n(?![ \t]*\n)){{1,2000}}?){_END}\1{_CLOSE}")
_UNDERSCORES = re.compile(r"(?<![\w_\\])(_{1,2})(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_])\1(?![\w_])")


def strip_emphasis(text: str) -> str:
    """Without `*` and `**` around words. Single stars, products and footnote signs stay."""
    before = None
    while before != text:
        before = text
        text = _BLOCK.sub(r"\2", _STARS.sub(r"\2", text))
    return text


_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_QUOTE = re.compile(r"^(?: {0,3}>[ \t]?)+")
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+(?=\S)")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_LINK = re.compile(r"!?\[([^\]\n]{0,1000})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]*\")?\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_BREAK = re.compile(r"(?i)<br\s*/?>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){0,100}?---\n")


def strip_markdown(text: str) -> str:
    """The words of a Markdown text: no heading signs, emphasis, links' addresses, fences, comments, front matter."""
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", text))
    lines: list[str] = []
    for line in text.split("\n"):
        if _FENCE.match(line) or _TABLE_RULE.match(line):
            continue
        line = _QUOTE.sub("", line)
        heading = _HEADING.match(line)
        if heading:
            line = heading.group(1)
        if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
            line = line.strip().strip("|").strip()
        lines.append(_BULLET.sub(r"\1- ", line))
    text = _BREAK.sub("\n", "\n".join(lines))
    text = strip_emphasis(_LINK.sub(r"\1", text))
    text = _UNDERSCORES.sub(r"\2", text)
    text = re.sub(r"`([^`\n]+)`", r"\1", text)
    return _ESCAPE.sub(r"\1", text)
