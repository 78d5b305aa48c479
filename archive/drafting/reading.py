"""Reading a plain text into the parts of a draft: the text of an earlier document, of an upload, of what was pasted.

Blocks are found by their wording alone, as Nghị định 30/2020/NĐ-CP and the Party's rules have them. A line of the head
that is none of them is kept among the marks; what cannot be told stays in the body. No word is lost or changed, save
quốc hiệu, tiêu ngữ and the rules under them, which every paper has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.checking.drafted import leading_type
from archive.drafting.parts import DraftParts

_NATION = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc", re.IGNORECASE
)
_PARTY = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM\s*$")
_RULE = re.compile(r"[-_–—=.* ]*")
_NUMBER = re.compile(
    r"^(?P<before>.*?)(?<!\w)Số\s*(?P<colon>:?)\s*(?P<seq>\d{1,5}[a-zđ]?|[.…_ ]*)\s*(?P<sep>[-/])\s*"
    r"(?P<symbol>(?:(?:19|20)\d\d\s*/\s*)?[A-ZĐƯ][\wĐđƯư]*(?:\s*[-/]\s*[A-ZĐƯ][\wĐđƯư-]*)+)(?P<after>.*)$"
)
_DATED = re.compile(
    r"^(?P<before>.*?)(?P<place>(?:[^\s,]+ ){0,5}[^\s,]+)?\s*,?\s*"
    r"(?P<dated>ngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm\s*[\d.…_]*)\s*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:V/v|Vv:|V/v:|Về việc)\s", re.IGNORECASE)
_ADDRESSED = re.compile(r"Kính gửi\s*:?\s*", re.IGNORECASE)
_BASIS = re.compile(r"(?:[-–+•]\s*)?Căn cứ\b", re.IGNORECASE)
_MORE_BASIS = re.compile(r"(?:[-–+•]\s*)?(?:Căn cứ|Thực hiện|Theo (?!đề nghị))", re.IGNORECASE)
_PROPOSED = re.compile(r"(?:Theo đề nghị|Xét|Sau khi)\b", re.IGNORECASE)
_LEADS = re.compile(r"(?:\bsau|sau đây|dưới đây|QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|yêu cầu)\s*:$", re.IGNORECASE)
_UNIT = re.compile(r"(?:Điều|Phần|Chương|Mục)\s+(?:thứ|[IVX\d])|[IVX]{1,5}\s*[./]\s|[1-9A-Z]\s*[.)]\s|[a-z]\)\s|- ")
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?\s*$", re.IGNORECASE)
_FOR = re.compile(r"(?:TM|KT|TL|TUQ|T/M|K/T|T/L|TUQ|T/ỦQ)\s*\.?\s+\S")
_SIGNS = re.compile(
    r"(?:Q\.\s*)?(?:CHỦ TỊCH|PHÓ|GIÁM ĐỐC|TRƯỞNG|CHÁNH|BÍ THƯ|HIỆU TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG"
    r"|CHỦ NHIỆM|CHỦ TỌA|THƯ KÝ)\b"
)
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|MẪU SỐ|BIỂU SỐ)(?:\s+(?:số\s+)?[IVXLC\d]+)?\s*[.:]?$")
_OF_PLACE = re.compile(r"(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG|ĐẶC KHU|VIỆT NAM|KHÓA|KHOÁ)\b")
# Two columns in one line stand apart by a tab, a bar or many spaces; room left for a number or a day is none of these.
_COLUMNS = re.compile(r"[\t|]|(?<![:\s])(?<!ngày)(?<!tháng)(?<!năm)(?<!Số) {4,}")
_HEAD_LINES = 40
_LONGEST_TITLE_LINE = 220
_ORNAMENT = "*_#| \t\r"


@dataclass
class _Lines:
    """The lines of a text and how far they are read."""

    lines: list[str]
    at: int = 0
    end: int = field(default=-1)

    def __post_init__(self) -> None:
        self.end = len(self.lines)

    def bare(self, place: int | None = None) -> str:
        place = self.at if place is None else place
        return self.lines[place].strip(_ORNAMENT) if place < self.end else ""

    def skip_blank(self) -> None:
        while self.at < self.end and not self.bare():
            self.at += 1

    def rest(self) -> str:
        return "\n".join(self.lines[self.at : self.end]).strip("\n")


def parts_of(text: str) -> DraftParts:
    """The parts of a text; one without the head of a document is all body."""
    lines = _Lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    start = _type_line(lines)
    letter = start is None
    if start is None:
        start = _addressed_line(lines)
    if start is None:
        return DraftParts(body=text.strip("\n"))
    head = _head(lines.lines[:start])
    if letter and not (head.symbol or head.issuer):
        return DraftParts(body=text.strip("\n"))
    lines.at = start
    type_ = "" if letter else leading_type(lines.bare())
    title = head.title if letter else _title(lines, type_)
    addressees = _addressees(lines)
    acting = _acting(lines)
    addressees = addressees or _addressees(lines)
    bases = _bases(lines)
    lead_out = _lead_out(lines, bool(bases or acting))
    tail = _tail(lines)
    body = lines.rest() if tail is None else "\n".join(lines.lines[lines.at : tail]).strip("\n")
    recipients, authority, position, signer, annexes = _end(lines, tail)
    return DraftParts(
        party=head.party,
        parent=head.parent,
        issuer=head.issuer,
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        dated=head.dated,
        marks=tuple(head.marks),
        type=type_,
        title=title,
        addressees=addressees,
        acting=acting,
        bases=bases,
        lead_out=lead_out,
        body=body,
        recipients=recipients,
        authority=authority,
        position=position,
        signer=signer,
        annexes=annexes,
    )


def _type_line(lines: _Lines) -> int | None:
    for place in range(min(_HEAD_LINES, lines.end)):
        bare = lines.bare(place)
        leading = leading_type(bare)
        if leading and not _addressed(bare):
            return place
        if _addressed(bare) or (_UNIT.match(bare) and not bare.startswith("- ")) or _BASIS.match(bare):
            return None
    return None


def _addressed_line(lines: _Lines) -> int | None:
    return next((place for place in range(min(_HEAD_LINES, lines.end)) if _addressed(lines.bare(place))), None)


def _addressed(bare: str) -> bool:
    return _ADDRESSED.match(bare) is not None


@dataclass
class _Head:
    party: bool = False
    parent: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    dated: str = ""
    title: str = ""
    marks: list[str] = field(default_factory=list)


def _head(lines: list[str]) -> _Head:
    """The lines above type or addressees."""
    head = _Head()
    bodies: list[list[str]] = [[]]
    subject: list[str] = []
    on_subject = False
    cells = [cell for line in lines for cell in (_COLUMNS.split(line) if line.strip() else [""])]
    for cell in cells:
        bare = cell.strip(_ORNAMENT)
        if not bare:
            on_subject = on_subject and not subject
            if not cell.strip() and bodies[-1]:
                bodies.append([])
            continue
        if _PARTY.fullmatch(bare):
            head.party = True
            on_subject = False
        elif _NATION.search(bare):
            on_subject = False
            before = _NATION.split(bare, maxsplit=1)[0].strip(_ORNAMENT)
            if before:
                bodies[-1].append(before)
        elif _RULE.fullmatch(bare):
            continue
        elif not head.symbol and (found := _NUMBER.match(bare)):
            head.number = found["seq"] if found["seq"][:1].isdigit() else ""
            head.symbol = re.sub(r"\s+", "", found["symbol"])
            head.party = head.party or found["sep"] == "-"
            if found["after"].strip() and not _take_date(head, found["after"].strip()):
                head.marks.append(found["after"].strip())
            if found["before"].strip():
                head.marks.append(found["before"].strip())
        elif not head.dated and _take_date(head, bare):
            on_subject = False
        elif head.symbol and _SUBJECT.match(bare):
            on_subject = True
            subject.append(bare)
        elif on_subject:
            subject.append(bare)
        elif bare.isupper() and len(bare) > 3 and not head.symbol:
            bodies[-1].append(bare)
        else:
            head.marks.append(bare)
    head.title = "\n".join(subject)
    head.parent, head.issuer = _parent_and_issuer([block for block in bodies if block])
    return head


def _take_date(head: _Head, bare: str) -> bool:
    found = _DATED.match(bare)
    if found is None:
        return False
    head.place = (found["place"] or "").strip(" ,")
    head.dated = found["dated"]
    if found["before"].strip(" ,"):
        head.marks.append(found["before"].strip())
    return True


def _parent_and_issuer(blocks: list[list[str]]) -> tuple[str, str]:
    """A blank line between them tells; else the issuer is the last body named, its place under it."""
    if not blocks:
        return "", ""
    if len(blocks) > 1:
        return "\n".join(line for block in blocks[:-1] for line in block), "\n".join(blocks[-1])
    block = blocks[0]
    first = len(block) - 1
    while first and _OF_PLACE.match(block[first]):
        first -= 1
    return "\n".join(block[:first]), "\n".join(block[first:])


def _title(lines: _Lines, type_: str) -> str:
    title: list[str] = []
    behind = lines.bare()[len(type_) :].strip(_ORNAMENT)
    if behind:
        title.append(behind)
    lines.at += 1
    while lines.at < lines.end and len(title) < 8:
        bare = lines.bare()
        if not bare or _RULE.fullmatch(bare):
            lines.at += 1
            if title:
                break
            continue
        if _begins(bare) or (title and _is_text(bare, title[-1])):
            break
        title.append(bare)
        lines.at += 1
    return "\n".join(title)


_TEXT = re.compile(r"(?:Thực hiện|Để|Nhằm|Theo|Trên cơ sở|Ngày|Hôm nay|Hồi)\s+(?=.*(?:[;:,.]|\bsố\b|\d))")


def _begins(bare: str) -> bool:
    """What cannot be a line of the title."""
    return bool(_addressed(bare) or _BASIS.match(bare) or _UNIT.match(bare) or _LEADS.search(bare) or _acts(bare))


def _is_text(bare: str, above: str) -> bool:
    """What follows a title without a blank line between: it goes on like a sentence, or the title was at its end."""
    return bool(_TEXT.match(bare) or len(bare) > _LONGEST_TITLE_LINE or above.endswith((".", ":")))


def _acts(bare: str) -> bool:
    return bare.isupper() and bool(
        re.match(r"(?:Q\. )?(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG|BAN )", bare)
    )


def _addressees(lines: _Lines) -> tuple[str, ...]:
    before = lines.at
    lines.skip_blank()
    found = _ADDRESSED.match(lines.bare())
    if found is None:
        lines.at = before
        return ()
    named = [lines.bare()[found.end() :].strip()]
    lines.at += 1
    if not named[0]:
        named = []
    if not named or named[0].endswith((";", ",")):
        lines.skip_blank()
        while lines.at < lines.end and (item := re.match(r"[-–+•]\s*(.*)", lines.bare())):
            named.append(item[1])
            lines.at += 1
        while not named and lines.at < lines.end and lines.bare().endswith((";", ",")):
            named.append(lines.bare())
            lines.at += 1
    return tuple(named)


def _acting(lines: _Lines) -> str:
    before = lines.at
    lines.skip_blank()
    said: list[str] = []
    while lines.at < lines.end and (bare := lines.bare()):
        goes_on = said and (_OF_PLACE.match(bare) or re.match(r"(?:Khóa|Khoá|KỲ HỌP|Kỳ họp)\b", bare))
        if _LEADS.search(bare) or not (_acts(bare) or goes_on):
            break
        said.append(bare)
        lines.at += 1
    if not said:
        lines.at = before
    return "\n".join(said)


def _bases(lines: _Lines) -> tuple[str, ...]:
    bases: list[str] = []
    while True:
        before = lines.at
        lines.skip_blank()
        bare = lines.bare()
        if bases and bare[:1].islower() and not bases[-1].endswith((";", ".", ",")):
            bases[-1] = f"{bases[-1]}\n{bare}"
        elif (_MORE_BASIS if bases else _BASIS).match(bare) and not bare.endswith(":"):
            bases.append(bare)
        else:
            lines.at = before
            return tuple(bases)
        lines.at += 1


def _lead_out(lines: _Lines, based: bool) -> str:
    """Without bases above it a sentence that ends in `như sau:` is the text's own beginning."""
    lead: list[str] = []
    before = lines.at
    while True:
        lines.skip_blank()
        bare = lines.bare()
        if _PROPOSED.match(bare) and not _LEADS.search(bare):
            lead.append(bare)
        elif _LEADS.search(bare) and not _UNIT.match(bare) and (based or lead or bare.isupper()):
            lead.append(bare)
            lines.at += 1
            return "\n".join(lead)
        elif lead and len(bare) < 120 and _capital_lead(lines):
            lead.append(bare)
        else:
            if not lead:
                lines.at = before
            return "\n".join(lead)
        lines.at += 1


def _capital_lead(lines: _Lines) -> bool:
    place = lines.at + 1
    while place < lines.end and not lines.bare(place):
        place += 1
    following = lines.bare(place)
    return following.isupper() and _LEADS.search(following) is not None


def _tail(lines: _Lines) -> int | None:
    """The line on which the recipients or, without them, the signature begins."""
    for place in range(lines.at, lines.end):
        if _RECIPIENTS.match(lines.bare(place)):
            return place
    for place in range(lines.at, lines.end):
        bare = lines.bare(place)
        if bare.isupper() and (_FOR.match(bare) or (_SIGNS.match(bare) and place > lines.end - 8)):
            return place
    return None


def _end(lines: _Lines, tail: int | None) -> tuple[tuple[str, ...], str, str, str, tuple[str, ...]]:
    """Recipients, authority, position, signer, annexes."""
    recipients: list[str] = []
    said: list[str] = []
    signer = ""
    if tail is None:
        return (), "", "", "", ()
    lines.at = tail
    if _RECIPIENTS.match(lines.bare()):
        lines.at += 1
    while lines.at < lines.end:
        bare = lines.bare()
        if not bare:
            lines.at += 1
        elif bare.isupper() and (said or _FOR.match(bare) or _SIGNS.match(bare)):
            said.append(bare)
            lines.at += 1
        elif said:
            signer = bare
            lines.at += 1
            break
        elif item := re.match(r"[-–+•]\s*(.*)", bare):
            recipients.append(item[1])
            lines.at += 1
        elif recipients and not _ANNEX.match(bare):
            recipients[-1] = f"{recipients[-1]}\n{bare}"
            lines.at += 1
        else:
            break
    powers = [line for line in said if _FOR.match(line)]
    split = said.index(powers[-1]) + 1 if powers else 0
    authority, position = "\n".join(said[:split]), "\n".join(said[split:])
    return tuple(recipients), authority, position, signer, _annexes(lines)


def _annexes(lines: _Lines) -> tuple[str, ...]:
    rest = lines.rest()
    if not rest.strip():
        return ()
    found: list[list[str]] = [[]]
    for line in rest.split("\n"):
        if _ANNEX.match(line.strip(_ORNAMENT)) and any(each.strip() for each in found[-1]):
            found.append([])
        found[-1].append(line)
    return tuple(text for each in found if (text := "\n".join(each).strip("\n")))
