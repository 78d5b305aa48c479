"""Finding citations: from a text to the values that `resolving` ties to documents.

Marks (numbers, law titles, short forms) say where a document is named; around each, in the order of the grammar of
`domain/facts.md` section 2, are read: date, issuer, congress term, title, and the pinpoint before it. The work grows
in proportion to the text: every look ahead and back is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.agencies import canonical_issuer, congress_term, issuer_of, system_of, system_of_issuer
from archive.citations.cleaning import Cleaned, basis_spans, cleaned
from archive.citations.issuers import read_issuer
from archive.citations.marks import Mark, law_marks, number_marks
from archive.citations.model import Citation
from archive.citations.pinpoints import ATTACHMENT, LINK, Pinpoint, attachment_path, find_pinpoints
from archive.citations.shorthand import alias_marks, blank_marks, short_marks
from archive.citations.titles import (
    TITLE_START,
    TITLE_START_BARE,
    TITLE_START_BASIS,
    Gazetteer,
    is_title_start,
    title_end,
)
from archive.dates import date_pattern, read_match
from archive.folding import nfc, squeeze

_DATE = date_pattern()
_BEFORE_DATE = re.compile(
    r"\s*[,(]?\s*(?:(?:được\s+)?(?:ban hành|ký(?: ban hành)?|thông qua)\s+)?(?=(?:ngày|Ngày|ngay|ngảy"
    r"|NGÀY)\s)|\s*\(\s*(?=\d)"
)
_OF = re.compile(r"\s*,?\s*(?:(?:do|bởi)\s+(?=[A-ZĐỦ])|của\s+(?:liên\s+)?(?=[A-ZĐỦ]))")
_TERM = re.compile(r"\s*,?\s*(?:\(\s*[Kk]h(?:óa|oá)\s+(?P<a>[IVXLC\d]+)\s*\)|[Kk]h(?:óa|oá)\s+(?P<b>[IVXLC]+)(?!\w))")
_YEAR = re.compile(r"\s+năm\s+(?P<year>(?:19|20)\d\d)(?!\w)")
_LAW_YEAR = re.compile(r",?\s+(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?![\w/-])")
_AMENDED = re.compile(
    r"\s*(?P<open>\()?,?\s*(?:đã\s+)?(?:được\s+)?(?:sửa đổi|bổ sung)(?:,?\s*(?:và\s+)?bổ sung)?(?:\s+một số điều)?\s*"
    r"(?:vào\s+|các\s+)?(?:năm\s+)?(?P<years>(?:19|20)\d\d(?:\s*(?:,|và|;)\s*(?:năm\s+)?(?:19"
    r"|20)\d\d)*)(?!\s?[/-])\s*(?(open)\))"
)
_SELF = re.compile(
    r"\s*(?:,\s*)?(?:(?:của|tại|trong|theo|kèm theo|ban hành kèm theo)\s+)?(?:Bộ luật|Luật|Pháp lệnh"
    r"|Nghị định|Nghị quyết|Thông tư(?: liên tịch)?|Quyết định|Quy chế"
    r"|Quy định|Điều lệ|Chỉ thị|Hướng dẫn|Kế hoạch|Chương trình|Đề án|Hiến pháp|Quy chuẩn|Văn bản|văn bản"
    r"|Nội quy|Phụ lục|Danh mục|Quy trình"
    r"|luật|bộ luật|nghị định|nghị quyết|thông tư|quyết định|quy chế|quy định|điều lệ|pháp lệnh)\s+này(?!\w)"
)
_SHARED = re.compile(r"\s*(?:,|;|và|,\s*và|cùng)\s*(?:các\s+)?")
_LAW_ISSUERS = {
    "Luật": "Quốc hội",
    "Bộ luật": "Quốc hội",
    "Hiến pháp": "Quốc hội",
    "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}
_CENTRAL = {
    "NQ": "Ban Chấp hành Trung ương",
    "QĐ": "Bộ Chính trị",
    "QĐi": "Bộ Chính trị",
    "CT": "Bộ Chính trị",
    "KL": "Bộ Chính trị",
}
_LOOK_AHEAD = 1800


@dataclass
class _Reading:
    """A mark with what was read around it."""

    mark: Mark
    start: int
    end: int
    pinpoint: str = ""
    issuer: str = ""
    printed_issuer: bool = False
    issued: date | None = None
    issued_start: int = -1
    issued_end: int = -1
    title_start: int = -1
    title_end: int = -1
    term: str = ""
    plenum: str = ""
    year: str = ""
    nested: bool = False
    basis: bool = False


def find_citations(text: str, gazetteer: Gazetteer | None = None) -> list[Citation]:
    """All citations of `text` in order of their start; those inside another's title are marked `nested`.

    Offsets are of `text` as given, in any Unicode form, and `citation.text == text[citation.start:citation.end]`.
    `gazetteer` adds the titles of the archive to the known titles of laws. What the text does not print but the number
    says (`NĐ-CP`: Chính phủ) is filled in; where only the series is known the flag `issuer_inferred` says so.
    """
    view = cleaned(text)
    source = view.text
    marks = _marks(source, gazetteer)
    pinpoints = find_pinpoints(source)
    bases = basis_spans(source)
    readings = _readings(source, marks, pinpoints, bases, gazetteer)
    used = {id(p) for p, _ in readings if p is not None}
    citations = [_citation(view, reading) for _, reading in readings]
    citations.extend(_relative(view, pinpoints, used, readings))
    return sorted(citations, key=lambda c: (c.start, -c.end))


def _marks(text: str, gazetteer: Gazetteer | None) -> list[Mark]:
    numbers = number_marks(text)
    laws = law_marks(text, numbers, gazetteer)
    marks = sorted([*numbers, *laws, *blank_marks(text)], key=lambda m: m.start)
    for found in (alias_marks(text), short_marks(text)):
        marks = _without_overlap(marks, found)
    return marks


def _without_overlap(marks: list[Mark], more: list[Mark]) -> list[Mark]:
    """`marks` with those of `more` that touch none of them."""
    out, index = [], 0
    for mark in more:
        while index < len(marks) and marks[index].end <= mark.start:
            index += 1
        if index < len(marks) and marks[index].start < mark.end:
            continue
        out.append(mark)
    return sorted([*marks, *out], key=lambda m: m.start)


def _readings(
    text: str,
    marks: list[Mark],
    pinpoints: list[Pinpoint],
    bases: list[tuple[int, int]],
    gazetteer: Gazetteer | None,
) -> list[tuple[Pinpoint | None, _Reading]]:
    found: list[tuple[Pinpoint | None, _Reading]] = []
    linked = _linked(text, marks, pinpoints)
    starts = [linked[i][0].start if i in linked else mark.start for i, mark in enumerate(marks)]
    basis = 0
    nested_until = -1
    for index, mark in enumerate(marks):
        reading = _Reading(mark, mark.start, mark.end, term=mark.term, plenum=mark.plenum, year=mark.year)
        pin = linked.get(index)
        if pin:
            reading.start, reading.pinpoint = pin[0].start, pin[1]
        while basis < len(bases) and bases[basis][1] <= mark.start:
            basis += 1
        reading.basis = basis < len(bases) and bases[basis][0] <= mark.start
        limit = bases[basis][1] if reading.basis else len(text)
        limit = min(limit, mark.end + _LOOK_AHEAD)
        if "lower" in mark.flags and not _confirmed(text, mark, pin is not None):
            continue
        reading.nested = mark.start < nested_until
        if mark.kind == "law":
            _read_law_tail(text, reading, limit)
            if mark.type == "Hiến pháp" and not (reading.year or pin or reading.basis or reading.issued):
                continue
        elif not mark.bare and "header" not in mark.flags:
            _read_tail(text, reading, limit, starts[index + 1 : index + 12], marks[index + 1 : index + 12], gazetteer)
        elif mark.bare:
            _read_shared_tail(text, reading, limit)
        if reading.title_end > nested_until:
            nested_until = reading.title_end
        found.append((pin[0] if pin else None, reading))
    _share(text, [reading for _, reading in found])
    return found


def _confirmed(text: str, mark: Mark, pinned: bool) -> bool:
    """A law in small letters (`bộ luật hình sự`) is cited only with a pinpoint, number or year."""
    return pinned or bool(mark.number) or bool(_LAW_YEAR.match(text, mark.end)) or mark.type == "Bộ luật"


def _linked(text: str, marks: list[Mark], pinpoints: list[Pinpoint]) -> dict[int, tuple[Pinpoint, str]]:
    """For each mark the pinpoint phrase before it, and its paths, with an attachment's prefix where there is one."""
    at = {mark.start: index for index, mark in reversed(list(enumerate(marks)))}
    linked: dict[int, tuple[Pinpoint, str]] = {}
    for pin in pinpoints:
        if pin.relative and not pin.paths[-1].startswith("phuluc"):
            continue
        attached = ATTACHMENT.match(text, pin.end, min(len(text), pin.end + 260))
        if attached and attached.end() in at:
            prefix = attachment_path(attached.group("kind"))
            linked[at[attached.end()]] = (pin, "|".join(f"{prefix}/{path}" for path in pin.paths))
            continue
        link = LINK.match(text, pin.end, min(len(text), pin.end + 60))
        index = at.get(link.end()) if link else at.get(pin.end)
        if index is not None and marks[index].kind != "blank" and "header" not in marks[index].flags:
            linked[index] = (pin, "|".join(pin.paths))
    return linked


# --- what follows a mark -------------------------------------------------------------------------------------------


def _read_facts(text: str, reading: _Reading, limit: int) -> None:
    """Date, issuer, term and year behind a number, in any order, each once."""
    joint = reading.mark.parsed is not None and reading.mark.parsed.type_code in ("TTLT", "NQLT", "TTLB", "TTLN")
    joint = joint or reading.mark.type in ("Thông tư liên tịch", "Nghị quyết liên tịch")
    while True:
        end = reading.end
        if reading.issued_start < 0:
            _read_date(text, reading, limit)
        if not reading.printed_issuer and (of := _OF.match(text, reading.end, limit)):
            issuer = read_issuer(text, of.end(), limit, joint)
            if issuer is not None:
                reading.issuer, reading.printed_issuer, reading.end = issuer.name, True, issuer.end
                reading.term = reading.term or issuer.term
                reading.plenum = reading.plenum or issuer.plenum
        term = _TERM.match(text, reading.end, limit)
        if term and (reading.mark.kind == "alias" or _is_party(reading)) and not (reading.term and not term.group("a")):
            reading.term = reading.term or term.group("a") or term.group("b")
            reading.end = term.end()
        year = _YEAR.match(text, reading.end, limit)
        if year and reading.issued_start < 0 and f"year:{year.group('year')}" not in reading.mark.flags:
            reading.mark.flags.append(f"year:{year.group('year')}")
            reading.end = year.end()
        if reading.end == end:
            return


def _is_party(reading: _Reading) -> bool:
    return reading.mark.parsed is not None and reading.mark.parsed.system == "party"


def _read_date(text: str, reading: _Reading, limit: int) -> None:
    before = _BEFORE_DATE.match(text, reading.end, limit)
    if before is None:
        return
    match = _DATE.match(text, before.end(), limit)
    read = read_match(match) if match else None
    if read is None:
        return
    reading.issued_start, reading.issued_end, reading.issued = read
    reading.end = read[1]
    closing = re.match(r"\s*\)", text[reading.end : reading.end + 3]) if "(" in before.group() else None
    if closing:
        reading.end += closing.end()


def _read_tail(
    text: str, reading: _Reading, limit: int, starts: list[int], following: list[Mark], gazetteer: Gazetteer | None
) -> None:
    facts_limit = min(limit, starts[0]) if starts else limit
    _read_facts(text, reading, facts_limit)
    supported = reading.printed_issuer or reading.issued_start >= 0
    pattern = TITLE_START_BASIS if reading.basis else TITLE_START if supported else TITLE_START_BARE
    begin = pattern.match(text, reading.end, limit)
    if begin is None:
        return
    start = begin.start("title")
    if (starts and start >= starts[0]) or not is_title_start(text, start):
        return
    if (
        "," in begin.group()
        and not re.match(r"[\"“]?(?:về|[Vv]/[Vv])", begin.group("title"), re.IGNORECASE)
        and not reading.basis
    ):
        return
    end = title_end(text, start, limit, reading.basis)
    end = _before_joined(text, start, end, starts, following, reading.basis)
    end = _at_known_title(text, reading, start, end, gazetteer)
    if end - start > len(begin.group("title")) + 1:
        reading.title_start, reading.title_end, reading.end = start, end, end


_JOIN = re.compile(r"(?:,|;|(?<!\w)và|(?<!\w)hoặc|(?<!\w)cùng với|,\s*và|thay thế|bãi bỏ)\s+(?:các\s+)?$")
_OBJECT = re.compile(
    r"^[\"“]?(?:về\s+việc\s+|về\s+)?(?:sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hợp nhất|công bố)", re.IGNORECASE
)


def _before_joined(text: str, start: int, end: int, starts: list[int], following: list[Mark], basis: bool) -> int:
    """The title's end where another citation is joined to it by `và` or a comma, and is none of its objects."""
    inside = 0
    for at, mark in zip(starts, following, strict=True):
        if at >= end:
            break
        if at <= start:
            continue
        joined = _JOIN.search(text, max(start, at - 24), at)
        if joined is None:
            inside += 1
            continue
        # `sửa đổi Nghị định A và Nghị định B`, `hướng dẫn Luật A và Luật B`: objects of the title.
        same_kind = (
            inside > 0 and (mark.kind == "law") and any(m.kind == "law" and start < m.start < at for m in following)
        )
        objects = inside > 0 and _OBJECT.match(text[start : start + 40]) is not None
        if same_kind or (objects and not _own_title(text, mark)):
            inside += 1
            continue
        end = joined.start()
        while end > start and text[end - 1] in " ,;\t\r\n":
            end -= 1
        return end
    return end


def _own_title(text: str, mark: Mark) -> bool:
    """Has the joined citation facts of its own (`ngày … của … quy định …`), so that it stands for itself?"""
    return bool(
        re.match(
            r"\s*,?\s*(?:ngày\s|của\s)[^.;\n]{0,120}?(?:quy định|về|ban hành|hướng dẫn)\s",
            text[mark.end : mark.end + 150],
        )
    )


def _at_known_title(text: str, reading: _Reading, start: int, end: int, gazetteer: Gazetteer | None) -> int:
    """A known title decides where running text goes on behind it with a comma or `và`."""
    if gazetteer is None or not reading.mark.number or reading.basis:
        return end
    lead = re.compile(r"[\"“]?(?:về\s+việc\s+|về\s+|v/v\s+)?", re.IGNORECASE).match(text, start, end)
    known = gazetteer.title_of(reading.mark.number, text, lead.end() if lead else start, end)
    if known is not None and re.match(r"\s*[,(]|\s+(?:và|để|được|đã)\s", text[known : known + 8]):
        return known
    return end


def _read_shared_tail(text: str, reading: _Reading, limit: int) -> None:
    """Date and issuer behind a list with one symbol: they belong to each number, the span stays the number."""
    end = reading.end
    _read_facts(text, reading, limit)
    reading.end = end
    if reading.mark.flags and reading.mark.flags[0] == "elided_suffix":
        reading.issued_start = reading.issued_end = -1


def _read_law_tail(text: str, reading: _Reading, limit: int) -> None:
    reading.title_start, reading.title_end = reading.mark.title_start, reading.mark.title_end
    _read_date(text, reading, limit)
    of = re.compile(
        r"\s*,?\s*của\s+(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|UBTVQH)(?:\s+[Kk]h(?:óa|oá)\s+[IVX]+)?(?!\w)"
    ).match(text, reading.end, limit)
    if of:
        reading.end, reading.printed_issuer = of.end(), True
        _read_date(text, reading, limit)
    year = _LAW_YEAR.match(text, reading.end, limit)
    if year and reading.issued_start < 0:
        if not reading.mark.number:
            reading.year = year.group("year")
        reading.end = year.end()
    amended = _AMENDED.match(text, reading.end, limit)
    if amended:
        reading.mark.flags.extend(f"amended_year:{y}" for y in re.findall(r"(?:19|20)\d\d", amended.group("years")))
        reading.end = amended.end()
    republic = reading.mark.type == "Hiến pháp" and reading.title_end == reading.mark.start + len("Hiến pháp")
    if republic and reading.end == reading.mark.end and not reading.pinpoint:
        reading.title_end = reading.mark.title_end


# --- facts shared between neighbours -----------------------------------------------------------------------------


def _share(text: str, readings: list[_Reading]) -> None:
    """`QĐ số 290-QĐ/TW và QĐ số 23-QĐ/TW của Bộ Chính trị`: what stands once behind a list holds for all of it."""
    for here, behind in zip(reversed(readings[:-1]), reversed(readings[1:]), strict=True):
        if here.mark.kind not in ("number", "short") or behind.mark.kind not in ("number", "short"):
            continue
        if here.mark.parsed is None or behind.mark.parsed is None or here.title_start >= 0:
            continue
        between = _SHARED.fullmatch(text, here.end, behind.start)
        bare = here.mark.bare and behind.mark.bare
        if not (between or bare) or here.mark.parsed.codes != behind.mark.parsed.codes or behind.nested != here.nested:
            continue
        if not here.printed_issuer and behind.printed_issuer:
            here.issuer, here.printed_issuer = behind.issuer, True
            here.term, here.plenum = here.term or behind.term, here.plenum or behind.plenum
        if here.issued_start < 0 and here.issued is None and "elided_type" in behind.mark.flags:
            here.issued = behind.issued


# --- values --------------------------------------------------------------------------------------------------------


def _citation(view: Cleaned, reading: _Reading) -> Citation:
    mark = reading.mark
    start, end = view.span(reading.start, reading.end)
    flags = [flag for flag in mark.flags if flag != "lower"]
    issuer, system = _issuer_and_system(reading, flags)
    if reading.term:
        flags.append(f"term:{reading.term}")
    if reading.plenum:
        flags.append(f"plenum:{reading.plenum}")
    spans = {
        "number": (mark.number_start, mark.number_end),
        "issued": (reading.issued_start, reading.issued_end),
        "title": (reading.title_start, reading.title_end),
    }
    raw = {name: view.span(*span) if span[0] >= 0 else (-1, -1) for name, span in spans.items()}
    title = squeeze(nfc(view.raw[raw["title"][0] : raw["title"][1]])) if reading.title_start >= 0 else ""
    printed_date = view.text[reading.issued_start : reading.issued_end] if reading.issued_start >= 0 else ""
    return Citation(
        text=view.raw[start:end],
        start=start,
        end=end,
        type=mark.type,
        number=mark.number,
        seq=mark.seq,
        year_in_number=reading.year,
        issuer=issuer,
        issued=reading.issued,
        title=title,
        pinpoint=reading.pinpoint,
        system=system,
        basis=reading.basis,
        nested=reading.nested,
        repaired=mark.repaired or bool(re.search(r"[OoIl|]", printed_date.replace("ngày", ""))),
        term=reading.term,
        plenum=reading.plenum,
        flags=tuple(dict.fromkeys(flags)),
        number_start=raw["number"][0],
        number_end=raw["number"][1],
        issued_start=raw["issued"][0],
        issued_end=raw["issued"][1],
        title_start=raw["title"][0],
        title_end=raw["title"][1],
    )


def _issuer_and_system(reading: _Reading, flags: list[str]) -> tuple[str, str]:
    mark = reading.mark
    if mark.kind == "law" or (mark.type in _LAW_ISSUERS and not reading.printed_issuer):
        return _LAW_ISSUERS[mark.type], "NN"
    issuer = reading.issuer
    if not issuer and mark.issuer:
        issuer = canonical_issuer(mark.issuer)
        reading.term = reading.term or congress_term(mark.issuer)
        if mark.kind != "alias":
            reading.printed_issuer = True
    system = system_of(mark.parsed) if mark.parsed else system_of_issuer(issuer) or "NN"
    if not issuer:
        issuer = _inferred(mark, flags)
    if mark.kind == "short" and not mark.parsed and not issuer and mark.type == "Nghị định":
        issuer = "Chính phủ"
    return issuer, system


def _inferred(mark: Mark, flags: list[str]) -> str:
    """The issuer by the number; with the flag `issuer_inferred` where only the usual one of the series is known."""
    parsed = mark.parsed
    if parsed is None or parsed.type_code in ("TTLT", "NQLT"):
        # Symbols of joint documents are often cut short: their issuers are taken only as printed.
        return ""
    if parsed.system == "party" and parsed.codes[1] == "TW":
        flags.append("issuer_inferred")
        return _CENTRAL.get(parsed.codes[0], "Trung ương Đảng") if mark.type else "Trung ương Đảng"
    return issuer_of(parsed)


def _relative(
    view: Cleaned, pinpoints: list[Pinpoint], used: set[int], readings: list[tuple[Pinpoint | None, _Reading]]
) -> list[Citation]:
    """Pinpoints of this very document: `khoản 2 Điều này`, `Điều 5 của Luật này`."""
    found = []
    spans = [(reading.title_start, reading.title_end) for _, reading in readings if reading.title_start >= 0]
    place = 0
    for pin in pinpoints:
        if id(pin) in used:
            continue
        end = pin.end
        own = _SELF.match(view.text, pin.end, min(len(view.text), pin.end + 60))
        if own:
            end = own.end()
        elif not pin.relative:
            continue
        while place < len(spans) and spans[place][1] <= pin.start:
            place += 1
        nested = place < len(spans) and spans[place][0] <= pin.start
        start, stop = view.span(pin.start, end)
        found.append(
            Citation(
                text=view.raw[start:stop], start=start, end=stop, type="SELF", pinpoint="|".join(pin.paths), system="NN",
                nested=nested, flags=("relative",),
            )
        )  # fmt: skip
    return found
