"""One article of the national code (Bộ pháp điển) as its edition gives it, from the HTML files or from JSONL.

The official offline edition has one HTML file a subject (đề mục): `p.pChuong` chapters of the code, then for each
article `p.pDieu` (heading with the code's own number, `Điều 36.3.LQ.1. Thanh niên`), `p.pGhiChu` (where it comes from,
a link to vbpl.vn), `p.pNoiDung` and what follows it (the text), `p.pChiDan` (related articles).
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from archive.errors import UnreadableFile
from archive.files import too_large
from corpus.loading import open_lines


@dataclass(frozen=True)
class CodifiedArticle:
    """`subject` is the code's subject number (`36.3`) and `subject_name` its name; `item` the ItemID on vbpl.vn, or "".

    `code` is the code's own label of the article (`36.3.LQ.1`), "" where the heading has none; `heading` without it.
    `note` is the source note in its brackets; `text` the body, a paragraph a line; `related` the code's own
    references; `anchor` the article's name in the edition.
    """

    code: str
    heading: str
    note: str
    text: str
    subject: str = ""
    subject_name: str = ""
    chapter: str = ""
    item: str = ""
    related: str = ""
    anchor: str = ""


_LARGEST = 256 * 1024 * 1024
"""Bytes of one HTML file; the largest of the official edition has a few tens of millions."""

_CODE = re.compile(r"^Điều\s+(\d+(?:\.\d+)*\.[^\W\d_]{2}(?:\.\d+)*\.[^\s.]+)\.?(?:\s+|$)")


def split_heading(heading: str) -> tuple[str, str]:
    """`Điều 36.3.LQ.1. Thanh niên` as (`36.3.LQ.1`, `Thanh niên`); ("", heading) where it has no code label."""
    match = _CODE.match(heading)
    return (match.group(1), heading[match.end() :].strip()) if match else ("", heading.strip())


def read_edition(path: Path) -> Iterator[CodifiedArticle]:
    """All articles of an edition: a folder or zip of HTML files, one HTML file, or JSONL, also .xz, .gz.

    Raises UnreadableFile where the path is none of these, TooLarge for a zip that unpacks to far too much.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*.htm*")):
            yield from read_html(file.read_bytes())
    elif path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                for name in sorted(n for n in archive.namelist() if n.lower().endswith((".html", ".htm"))):
                    if archive.getinfo(name).file_size > _LARGEST:
                        raise too_large(archive.getinfo(name).file_size, _LARGEST)
                    yield from read_html(archive.read(name))
        except zipfile.BadZipFile as error:
            raise _unreadable(path) from error
    elif path.suffix.lower() in (".html", ".htm"):
        yield from read_html(path.read_bytes())
    elif ".jsonl" in path.name.lower():
        yield from read_jsonl(path)
    else:
        raise _unreadable(path)


def read_jsonl(path: Path) -> Iterator[CodifiedArticle]:
    """Articles of a JSONL file, one a line. Raises UnreadableFile naming the line that is no article."""
    for number, line in open_lines(path):
        try:
            row: dict[str, Any] = json.loads(line)
            code, heading = split_heading(row["heading"] or "")
            yield CodifiedArticle(
                code=code,
                heading=heading,
                note=_squeezed([row["source_note"] or ""]),
                text=_lines([row["text"] or ""]),
                subject=(row.get("demuc") or "").removeprefix("Đề mục").strip(),
                subject_name=row.get("demuc_name") or "",
                chapter=(row.get("chuong") or "").partition("\n")[0],
                item=str(row.get("vbpl_item") or ""),
                related=_lines([row.get("related") or ""]),
                anchor=str(row.get("id") or ""),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableFile(
                "bad_line",
                f"Dòng {number} của tệp {path.name} không phải một điều của Bộ pháp điển. Hãy tải lại tệp.",
                f"Line {number} of {path.name} is not an article of the national code. Fetch the file again.",
            ) from error


def read_html(content: bytes) -> Iterator[CodifiedArticle]:
    """Articles of one subject's HTML file, in order; nothing for a subject that is not codified yet."""
    collector = _Collector()
    parser = etree.HTMLParser(target=collector, encoding="utf-8")
    parser.feed(content.removeprefix(b"\xef\xbb\xbf"))
    try:
        parser.close()
    except etree.XMLSyntaxError:
        # An empty file: no subject, no articles.
        return
    yield from collector.articles()


_BLOCKS = frozenset(["p", "div", "br", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"])
_ROLES = {"pChuong": "chapter", "pDieu": "heading", "pGhiChu": "note", "pNoiDung": "text", "pChiDan": "related"}
_ITEM = re.compile(r"ItemID=(\d+)", re.I)
_SUBJECT = re.compile(r"Đề mục\s+([\d.]+)\s*(.*)", re.S)


@dataclass
class _Draft:
    role_text: dict[str, list[str]] = field(default_factory=dict)
    item: str = ""
    chapter: str = ""
    anchor: str = ""


class _Collector:
    """Takes the parser's events in order; nesting does not matter, only which kind of paragraph began last."""

    def __init__(self) -> None:
        self._subject: list[str] = []
        self._chapter: list[str] = []
        self._chapter_open = False
        self._role = "subject"
        self._drafts: list[_Draft] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        role = _ROLES.get(attributes.get("class", "")) if tag == "p" else None
        if tag == "h3" and not self._subject:
            self._role = "subject"
        elif tag == "p" and self._role == "subject":
            self._role = ""
        if role == "chapter":
            # A chapter's number and its name are two paragraphs in a row.
            if not self._chapter_open:
                self._chapter = []
            self._chapter_open = True
            self._role = role
            self._put(" / " if self._chapter else "")
        elif role == "heading":
            self._drafts.append(_Draft(chapter=_squeezed(self._chapter)))
            self._chapter_open = False
            self._role = role
        elif role is not None and (self._drafts or role == "related"):
            self._role = role
        if tag == "a" and self._role == "heading" and not self._drafts[-1].anchor:
            self._drafts[-1].anchor = attributes.get("name", "")
        if tag == "a" and self._role == "note" and self._drafts:
            item = _ITEM.search(attributes.get("href", ""))
            if item and not self._drafts[-1].item:
                self._drafts[-1].item = item.group(1)
        if tag in _BLOCKS:
            self._put("\n")
        elif tag in ("td", "th"):
            self._put("\t")

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._put("\n")
        if tag == "p" and self._role in ("heading", "note"):
            # What follows the source note belongs to the text, whatever it stands in.
            self._role = "text" if self._role == "note" else self._role

    def data(self, text: str) -> None:
        # Line breaks of the HTML source are spaces.
        self._put(text.replace("\r", " ").replace("\n", " "))

    def close(self) -> None:
        return None

    def articles(self) -> Iterator[CodifiedArticle]:
        subject = _SUBJECT.search(_squeezed(self._subject))
        for draft in self._drafts:
            code, heading = split_heading(_squeezed(draft.role_text.get("heading", [])))
            yield CodifiedArticle(
                code=code,
                heading=heading,
                note=_squeezed(draft.role_text.get("note", [])),
                text=_lines(draft.role_text.get("text", [])),
                subject=subject.group(1) if subject else "",
                subject_name=subject.group(2).strip() if subject else "",
                chapter=draft.chapter,
                item=draft.item,
                related=_lines(draft.role_text.get("related", [])),
                anchor=draft.anchor,
            )

    def _put(self, text: str) -> None:
        if self._role == "subject":
            self._subject.append(text)
        elif self._role == "chapter":
            self._chapter.append(text)
        elif self._role and self._drafts and not (self._role == "related" and self._chapter_open):
            # A note under a chapter's name relates to the chapter, not to the article before it.
            self._drafts[-1].role_text.setdefault(self._role, []).append(text)


def _squeezed(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


def _lines(pieces: list[str]) -> str:
    lines = ("\t".join(" ".join(cell.split()) for cell in line.split("\t")) for line in "".join(pieces).split("\n"))
    return "\n".join(line.strip() for line in lines if line.strip())


def _unreadable(path: Path) -> UnreadableFile:
    return UnreadableFile(
        "not_phapdien",
        f"{path.name} không phải bản Bộ pháp điển mà chương trình đọc được. Hãy đưa thư mục hoặc tệp zip các tệp HTML "
        "của bản chính thức, hoặc tệp JSONL.",
        f"{path.name} is not an edition of the national code that can be read. Give a folder or zip of the official "
        "HTML files, or a JSONL file.",
    )
