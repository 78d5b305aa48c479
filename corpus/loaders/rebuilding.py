"""From the codified articles of one document to the document: facts, text, and a provision for each article.

The text is the code's own wording, which has amendments worked in; what the code says of an amendment follows each
article in brackets. Articles that the code leaves out are named in the document's note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.agencies import canonical_issuer, issuer_of_number
from archive.dates import format_short
from archive.effects import PartDays
from archive.numbers import parse_number
from archive.provisions import Provision
from archive.stored import NewDocument
from corpus.loaders.amendments import read_changes
from corpus.loaders.codified import CodifiedArticle
from corpus.loaders.source_notes import SourceNote, read_note
from indexer.structure import segment
from indexer.structure.numbering import roman_value, suffix_key
from indexer.text import repair_text

EDITION = "Bộ pháp điển (bản khoảng năm 2025)"
_PAGE = "https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="


@dataclass(frozen=True)
class Rebuilt:
    """A document with its provisions and where the edition's articles went: `units` became a provision, `merged` were
    the same article codified again, `bodiless` of the units have a heading only. `parts`: provisions with days of their
    own, as the source notes state them."""

    new: NewDocument
    provisions: tuple[Provision, ...]
    units: int
    merged: int
    bodiless: int
    parts: tuple[PartDays, ...] = ()


@dataclass(frozen=True)
class _Article:
    article: CodifiedArticle
    note: SourceNote
    unit: str
    label: str


def rebuild(key: str, codified: Sequence[CodifiedArticle], named: SourceNote | None = None) -> Rebuilt:
    """Rebuild one document from its articles, all of them, in the edition's order.

    `named`: what the edition's other articles say of its title and day, where its own notes do not.
    """
    placed = [_place(article) for article in codified]
    kept = _kept(placed)
    new = _facts(key, placed, kept, named)
    text, provisions, bodiless = _body(kept, new.type)
    return Rebuilt(
        new=replace(new, text=text, raw_text=_raw(kept)),
        provisions=provisions,
        units=len(kept),
        merged=len(placed) - len(kept),
        bodiless=bodiless,
        parts=_parts(kept),
    )


def places(codified: Sequence[CodifiedArticle]) -> list[tuple[CodifiedArticle, str]]:
    """Where each article of one document is to be found in the rebuilt document: its path, in the edition's order.

    An article that was codified again has the path of the one that was kept.
    """
    placed = [_place(article) for article in codified]
    pairs = _without_repeats(sorted(placed, key=_order))
    kept = _in_order(pairs)
    paths = {id(one): path for one, (path, _) in zip(kept, _paths(kept), strict=True)}
    found = {id(original): paths[id(one)] for original, one in pairs}
    return [(one.article, found[id(one)]) for one in placed]


def _place(article: CodifiedArticle) -> _Article:
    note = read_note(article.note)
    if note.readable:
        return _Article(article, note, note.unit, note.label)
    # Without a note the code's own number of the article is the document's.
    own = re.match(r"Điều (\d+[a-zđ]?)\.\s*(.*)", article.heading, re.S)
    if own and not article.code:
        return _Article(replace(article, heading=own.group(2)), note, "Điều", own.group(1))
    return _Article(article, note, "Điều", article.code.rpartition(".")[2])


_LABEL = re.compile(r"(\d+)(.*)")


def _order(placed: _Article) -> tuple[int, int, int]:
    """Articles first, by number, inserted ones (`5a`) behind their number; then sections; then what has no label."""
    rank = {"Điều": 0, "": 2}.get(placed.unit, 1)
    found = _LABEL.match(placed.label)
    if found:
        return rank, int(found.group(1)), suffix_key(found.group(2))
    return rank, roman_value(placed.label), 0


def _kept(placed: list[_Article]) -> list[_Article]:
    return _in_order(_without_repeats(sorted(placed, key=_order)))


def _in_order(pairs: list[tuple[_Article, _Article]]) -> list[_Article]:
    return sorted({id(one): one for _, one in pairs}.values(), key=_order)


def _without_repeats(placed: list[_Article]) -> list[tuple[_Article, _Article]]:
    """Each article with the one that is kept for it, itself or another.

    The same article codified in two subjects is one; another wording under the same number stays, and is shown.
    """
    kept: list[_Article] = []
    pairs: list[tuple[_Article, _Article]] = []
    seen: dict[tuple[str, ...], _Article] = {}
    taken = {(one.unit, one.label) for one in placed}
    for one in placed:
        words = " ".join(one.article.text.split())
        identity = (one.unit, one.label.lower(), words, "" if words else one.article.heading)
        if one.label and identity in seen:
            pairs.append((one, seen[identity]))
            continue
        original = one
        own = one.article.code.rpartition(".")[2]
        if any((one.unit, one.label) == (k.unit, k.label) for k in kept) and (one.unit, own) not in taken and own:
            # Two articles under one number in the notes: the code's own label keeps them apart (Điều 509 and 510).
            taken.add((one.unit, own))
            one = replace(one, label=own)
        seen.setdefault(identity, one)
        kept.append(one)
        pairs.append((original, one))
    return pairs


def _body(kept: list[_Article], type_: str) -> tuple[str, tuple[Provision, ...], int]:
    pieces: list[str] = []
    provisions: list[Provision] = []
    at = bodiless = 0
    for one, (path, kind) in zip(kept, _paths(kept), strict=True):
        heading, body = repair_text(one.article.heading).strip(), repair_text(one.article.text).strip()
        bodiless += not body
        label = f"{one.unit} {one.label}".strip()
        piece = plain = _printed(label, heading, body)
        changes = repair_text(one.note.changes)
        if changes:
            piece += f"\n(Ghi chú của Bộ pháp điển: {changes}.)"
        whole = Provision(path, kind, label or "Toàn văn", heading, at, at + len(piece), unit=True)
        provisions.append(whole)
        provisions.extend(_below(plain, whole, type_))
        pieces.append(piece)
        at += len(piece) + 1
    return "\n".join(pieces), tuple(provisions), bodiless


def _printed(label: str, heading: str, body: str) -> str:
    if not label:
        return "\n".join(filter(None, (heading, body)))
    if heading:
        return f"{label}. {heading}" + (f"\n{body}" if body else "")
    # An article without a title begins on the line of its number, unless that would hide a numbered clause.
    between = "\n" if re.match(r"(?:\d+\.|[a-zđ]\))\s", body) else " "
    return f"{label}.{between}{body}".strip()


def _paths(kept: list[_Article]) -> list[tuple[str, str]]:
    """Path and kind of each, told apart where two have the same number."""
    times: Counter[str] = Counter()
    found = []
    for one in kept:
        path, kind = _path(one)
        times[path] += 1
        found.append((f"{path}~{times[path]}" if times[path] > 1 else path, kind))
    return found


def _parts(kept: list[_Article]) -> tuple[PartDays, ...]:
    found = []
    for one, (path, _) in zip(kept, _paths(kept), strict=True):
        for day in read_changes(one.note.changes).days:
            whole = "/".join(filter(None, (path, day.path)))
            found.append(PartDays(whole, day.effective, day.expired, f"Bộ pháp điển: {one.note.changes}"))
    return tuple(found)


def _path(one: _Article) -> tuple[str, str]:
    label = re.sub(r"[^\w.]+", "-", one.label)
    if one.unit == "Điều" and label:
        return f"dieu:{label.lower()}", "dieu"
    if one.unit == "Phụ lục":
        return f"phuluc:{label}", "phuluc"
    if one.unit and label:
        return (f"so:{label}", "so") if label.isdigit() else (f"la_ma:{label}", "la_ma")
    return "toan_van", "toan_van"


_LOWER = frozenset({"khoan", "diem", "so"})


def _below(piece: str, whole: Provision, type_: str) -> list[Provision]:
    """Khoản and điểm of one article, by the segmenter; articles quoted inside it are no articles of the document."""
    if whole.kind != "dieu":
        return []
    found = segment(piece, type_)
    if not found or found[0].kind != "dieu" or found[0].start != 0:
        return []
    prefix = found[0].path + "/"
    end = found[0].end
    below = []
    for p in found[1:]:
        if p.path.startswith(prefix) and p.kind in _LOWER and p.end <= end:
            path = f"{whole.path}/{p.path.removeprefix(prefix)}"
            below.append(replace(p, path=path, start=p.start + whole.start, end=p.end + whole.start, unit=False))
    return below


def _facts(key: str, placed: list[_Article], kept: list[_Article], named: SourceNote | None) -> NewDocument:
    notes = [one.note for one in placed if one.note.readable]
    full = next((note for note in notes if note.title and note.issued), None)
    full = full or next((note for note in notes if note.title), named)
    type_ = _most(note.type for note in notes)
    number = _most(note.number for note in notes)
    title = title_of(type_, repair_text(full.title) if full is not None else "")
    stated = [
        full.issued if full is not None else None,
        *(note.issued for note in notes),
        named.issued if named else None,
    ]
    issued = next((day for day in stated if day is not None and _of_its_year(day, number)), None)
    inferred = []
    if issued is None:
        issued = _most_day(day for one in placed if (day := _day_of_anchor(one)) and _of_its_year(day, number))
        inferred += ["ngày ban hành suy từ mã điều của Bộ pháp điển"] if issued else []
    inferred += _slip(next((day for day in stated if day is not None), None), issued, number)
    if not title and type_ in _NAMED_BY_SUBJECT:
        title = title_of(type_, _subject_of_root(placed))
        inferred += ["tên suy từ tên đề mục"] if title else []
    issuer = _issuer(full.issuer) if full is not None and full.issuer else ""
    item = _most(one.article.item for one in placed)
    subjects = list(dict.fromkeys(f"{one.article.subject_name} ({one.article.subject})" for one in placed))
    review = [word for word, missing in (("no_title", not title), ("no_date", issued is None)) if missing]
    return NewDocument(
        origin=f"phapdien:{key}",
        type=type_,
        number=number,
        issued=issued,
        issuer=issuer or issuer_of_number(number),
        title=title,
        effective=_most_day(note.effective for note in notes),
        status="KXD",
        certainty="sure" if title and issued and not inferred else "likely",
        source=f"{EDITION}" + (f"; {_PAGE}{item}" if item else ""),
        note="; ".join(
            filter(
                None,
                (
                    f"Dựng lại từ {len(kept)} điều trong Bộ pháp điển, đề mục {', '.join(subjects[:6])}"
                    + ("…" if len(subjects) > 6 else ""),
                    "lời văn theo Bộ pháp điển, đã gồm sửa đổi, bổ sung đến lúc pháp điển",
                    _absent(kept),
                    *inferred,
                ),
            )
        ),
        topic=subjects[0][:120] if subjects else "",
        review=tuple(review),
    )


def _of_its_year(day: date, number: str) -> bool:
    """A number with a year is one of that year: another day of issue is a slip of the edition."""
    parsed = parse_number(number) if number else None
    return parsed is None or not parsed.year or int(parsed.year) == day.year


def _slip(stated: date | None, issued: date | None, number: str) -> list[str]:
    """A day of issue that the edition states and that cannot be: said in the note, in Vietnamese, taken for no fact."""
    if stated is None or stated == issued:
        return []
    return [f"Bộ pháp điển ghi ngày ban hành {format_short(stated)}, trái với năm trong số {number}"]


# Joint documents name their issuers in a row: "Bộ Công an, Bộ Quốc phòng và Tòa án nhân dân tối cao".
_NEXT_ISSUER = re.compile(
    r"(?:,|\s+và)\s+(?=(?:Bộ|Tòa án|Toà án|Viện|Ban|Thanh tra|Ngân hàng|Ủy ban|Uỷ ban|Tổng|Văn phòng|Đoàn|Hội"
    r"|Trung ương|Mặt trận|Liên minh|Kiểm toán|Chính phủ|Quốc hội)\s)"
)


def _issuer(text: str) -> str:
    return canonical_issuer(";".join(_NEXT_ISSUER.split(repair_text(text))))


_NAMED_BY_SUBJECT = ("Luật", "Bộ luật", "Pháp lệnh")


def _subject_of_root(placed: list[_Article]) -> str:
    """A subject of the code is named after its first law, whose articles are `14.3.LQ.7`, those of later ones
    `14.3.LQ.2.7`."""
    root = [one.article for one in placed if re.fullmatch(r"[\d.]+\.(?:LQ|PL)\.[^.]+", one.article.code)]
    return root[0].subject_name if len(root) > len(placed) / 2 else ""


def title_of(type_: str, title: str) -> str:
    """As the catalogue has it: laws and codes with their type in front, everything else without."""
    title = title.strip().rstrip(".")
    if not title:
        return ""
    if type_ in ("Luật", "Bộ luật"):
        return title if title.lower().startswith(type_.lower()) else f"{type_} {title[:1].upper()}{title[1:]}"
    return title[:1].upper() + title[1:]


def _absent(kept: list[_Article]) -> str:
    numbers = {int(one.label) for one in kept if one.unit == "Điều" and one.label.isdigit()}
    absent = sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    if not absent:
        return ""
    shown = ", ".join(map(str, absent[:20])) + ("…" if len(absent) > 20 else "")
    return f"không có trong Bộ pháp điển: Điều {shown}"


# The code's anchors hold, for each article, its document's day as days since 02/9/1945, the document's number and the
# article's number: …80 24831 0119 00001 0 is Điều 1 of number 119 of 26/8/2013.
_EPOCH = date(1945, 9, 2)


def _day_of_anchor(one: _Article) -> date | None:
    number, label = re.match(r"\d+", one.note.number), re.match(r"\d+", one.label)
    if not number or not label:
        return None
    tail = f"{int(number.group()) % 10000:04d}{int(label.group()):05d}"
    found = re.findall(rf"0(\d{{5}})(?={tail})", one.article.anchor)
    return _EPOCH + timedelta(days=int(found[-1])) if found else None


def _raw(kept: list[_Article]) -> str:
    """What the edition says of each article besides its text: its label there, the source note, related articles."""
    lines = []
    for one in kept:
        label = f"Điều {one.article.code}." if one.article.code else ""
        where = f"[{one.article.subject_name}; {one.article.chapter}]"
        lines.append(" ".join(filter(None, (label, one.article.heading, one.article.note, where, one.article.related))))
    return "\n".join(lines)


def _most(values: object) -> str:
    counts = Counter(value for value in values if value)  # type: ignore[attr-defined]
    return counts.most_common(1)[0][0] if counts else ""


def _most_day(values: object) -> date | None:
    counts = Counter(value for value in values if value is not None)  # type: ignore[attr-defined]
    return counts.most_common(1)[0][0] if counts else None
