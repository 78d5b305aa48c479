"""Looking at a DOCX with comments as Word would: what each is about and what it says, and what else was changed."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_GONE = (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr")


def part(path: Path, name: str) -> Any:
    """The tree of a part."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def ranges(path: Path, name: str = "word/document.xml") -> dict[str, str]:
    """The text that every comment is about, by its number."""
    open_: dict[str, list[str]] = {}
    done: dict[str, str] = {}

    def walk(item: Any) -> None:
        tag = item.tag
        number = item.get(f"{W}id", "")
        if tag == f"{W}commentRangeStart":
            assert number not in open_, "begun twice"
            open_[number] = []
        elif tag == f"{W}commentRangeEnd":
            done[number] = "".join(open_.pop(number))
        elif tag == f"{W}t" or tag in _BREAKS:
            for words in open_.values():
                words.append(_BREAKS.get(tag) or item.text or "")
        if tag in _GONE or tag.endswith("}Fallback"):
            return
        for child in item:
            if isinstance(child.tag, str):
                walk(child)
        if tag == f"{W}p":
            for words in open_.values():
                words.append("\n")

    walk(part(path, name))
    assert not open_, "never ended"
    root = part(path, name)
    referred = [item.get(f"{W}id") for item in root.iter(f"{W}commentReference")]
    assert sorted(referred) == sorted(done)
    return dict(sorted(done.items(), key=lambda each: int(each[0])))


def comments(path: Path, name: str = "word/comments.xml") -> dict[str, list[str]]:
    """The lines of every comment, by its number."""
    return {
        item.get(f"{W}id"): ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in item.iter(f"{W}p")]
        for item in part(path, name).iter(f"{W}comment")
    }


def untouched(before: Path, after: Path, touched: set[str]) -> None:
    """All members but `touched` are the same bytes, packed as they were, in the same order and with the same times."""
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(after) as other:
        names = one.namelist()
        assert other.testzip() is None
        assert other.namelist()[: len(names)] == names
        for name in names:
            a, b = one.getinfo(name), other.getinfo(name)
            assert (a.date_time, a.external_attr, a.comment) == (b.date_time, b.external_attr, b.comment), name
            if name not in touched:
                assert _raw(before, a) == _raw(after, b), name
        assert one.comment == other.comment


def only_put_in(before: Path, after: Path, name: str) -> None:
    """Of the part no character is gone or changed: the old one is left where what was put in is taken out."""
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(after) as other:
        old, new = one.read(name), other.read(name)
    at = here = 0
    while here < len(old):
        long = 1024 if new[at : at + 1024] == old[here : here + 1024] else 1
        at = new.find(old[here : here + long], at) + long
        assert at >= long, name
        here += long


def _raw(path: Path, info: zipfile.ZipInfo) -> bytes:
    with path.open("rb") as stream:
        stream.seek(info.header_offset)
        header = stream.read(30)
        named, extra = struct.unpack("<HH", header[26:30])
        return header + stream.read(named + extra + info.compress_size)
