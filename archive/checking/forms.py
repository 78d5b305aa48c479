"""How each line of the block of bases is written: its words, its closing mark, and whether it says a thing twice.

The rule is Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6 điểm a: type, number, issuer, date and title in
full, laws and ordinances without number and issuer; one basis a line, `;` at its end, `.` on the last. Legal normative
documents follow Nghị định 78/2025/NĐ-CP, Điều 68 instead (laws by year or number, other documents without a date), so
what only the first demands is asked only of drafts that are plainly administrative. Party documents have their own
layout (lines begin with a dash).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from archive.checking.block import BasisLine, Block, repeats
from archive.checking.drafted import Drafted
from archive.checking.model import Finding, block_finding
from archive.citations.model import Citation
from archive.dates import format_english, format_long, format_short
from archive.evidence import LAWS, cited_year, issuer_printed, type_printed, unreliable
from archive.folding import nfc
from archive.offsets import cleaned
from archive.records import Record
from archive.suggesting import in_full
from archive.titles_compared import title_certain

RULE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6 điểm a"
PARTY_RULE = "Hướng dẫn 05-HD/VPTW ngày 27/5/2026"
NORM_RULE = "Nghị định 78/2025/NĐ-CP, Điều 68"
VBHN_RULE = "Pháp lệnh 01/2012/UBTVQH13, Điều 4 (sửa đổi bởi Pháp lệnh 01/2026/UBTVQH16)"
CITABLE_SINCE = date(2026, 7, 1)
"""Since this day a consolidated text may be cited as a basis (`domain/facts.md`, section 0)."""


def _layout_rule(draft: Drafted) -> str:
    """What rules the layout of a basis: the Nghị định on records does not bind normative and Party documents."""
    return "" if draft.style in {"norm", "party"} else RULE


Verified = Callable[[str, Record], bool]
"""Whether words, read again, cite this record and contradict it in nothing."""


# --- duplicates -----------------------------------------------------------------------------------------------------


def duplicates(text: str, block: Block) -> list[Finding]:
    """A document (and provision) that an earlier line of the block rests on already."""
    found: list[Finding] = []
    for place, line in enumerate(block.lines):
        citation = line.citation
        if citation is None or not repeats(block, place):
            continue
        before = block.lines[place - 1]
        alone = not line.others and not line.sentence and bool(before.mark) and bool(line.mark)
        begin, put = (before.body_end, line.mark) if alone else (line.start, "")
        named = f"{citation.type} số {citation.number}" if citation.number else citation.title or citation.text
        message = (
            f"{named} đã là căn cứ ở một dòng trên; mỗi văn bản chỉ ghi một lần. Hãy bỏ dòng này.",
            f"{named} is a basis in a line above already; each document is named once. Take this line out.",
        )
        found.append(
            block_finding(
                text, begin, line.end, "duplicated", message, replacement=put, citation=citation, record=line.record
            )
        )
    return found


# --- punctuation ----------------------------------------------------------------------------------------------------


def punctuation(text: str, block: Block, draft: Drafted) -> list[Finding]:
    """Lines that do not end in `;`, and a last one that does not end in `.` where nothing of the bases follows it."""
    if draft.style == "party":
        return []
    found: list[Finding] = []
    for place, line in enumerate(block.lines):
        last = place == len(block.lines) - 1
        if line.sentence or (last and not block.follows and not line.mark):
            continue
        allowed, wanted = _marks(last, block.follows, draft.style)
        if line.mark in allowed:
            continue
        found.append(_mark_finding(text, line, wanted, last, _layout_rule(draft)))
    return found


def _marks(last: bool, follows: str, style: str) -> tuple[frozenset[str], str]:
    """The marks that may end a line, and the one to put."""
    if not last or (follows == "lead_out" and style == "admin"):
        return frozenset({";"}), ";"
    if style == "admin":
        return frozenset({"."}), "."
    return frozenset({";", ".", ""} if not follows else {";", "."}), ";" if follows == "lead_out" else "."


def _mark_finding(text: str, line: BasisLine, wanted: str, last: bool, rule: str) -> Finding:
    # The last word goes with the mark, so that there is something to show and to replace.
    begin = max(line.lead_end, line.body_end - len(_last_word(text[line.lead_end : line.body_end])))
    is_vi = f"kết thúc bằng “{line.mark}”" if line.mark else "không có dấu câu ở cuối"
    is_en = f"ends in “{line.mark}”" if line.mark else "ends without a mark"
    where_vi, where_en = ("Căn cứ cuối cùng", "The last basis") if last else ("Căn cứ này", "This basis")
    name_vi, name_en = (
        ("dấu chấm (.)", "a full stop (.)") if wanted == "." else ("dấu chấm phẩy (;)", "a semicolon (;)")
    )
    message = (
        f"{where_vi} {is_vi}; phải là {name_vi}.",
        f"{where_en} {is_en}; it has to end in {name_en}.",
    )
    put = text[begin : line.body_end].rstrip() + wanted
    return block_finding(
        text, begin, line.end, "punctuation", message, rule=rule, replacement=put, citation=None, record=None
    )


def _last_word(body: str) -> str:
    found = re.search(r"\S+\s*$", body)
    return found[0] if found else ""


# --- words ----------------------------------------------------------------------------------------------------------


def wording(text: str, block: Block, draft: Drafted, on: date, verified: Verified) -> list[Finding]:
    """What is wrong in the words of each line: the lead, several bases in one line, and what the citation lacks."""
    found: list[Finding] = []
    for line in block.lines:
        found += _lead(text, line, _layout_rule(draft))
        if draft.style == "party" and not line.dash:
            found.append(_dash(text, line))
        if not line.sentence:
            found += _several(text, line, _layout_rule(draft))
            found += _consolidated(text, line, on)
            found += _citation(text, line, draft, verified)
    return found


_INTO = re.compile(r"(?:vào|theo)\s+", re.IGNORECASE)


def _lead(text: str, line: BasisLine, rule: str) -> list[Finding]:
    written = text[line.start : line.lead_end]
    lead = nfc(written).strip(" \t*_:")
    behind = cleaned(text[line.lead_end : line.body_end])
    into = _INTO.match(behind.text)
    if into is None and (lead == "Căn cứ" or lead == "CĂN CỨ"):
        return []
    if into is None and (lead.lower() == "căn cứ" and _inside_a_sentence(text, line.start)):
        return []
    end = line.lead_end + behind.end(into.end()) if into else line.start + len(written.rstrip())
    put = "Căn cứ " if into else "Căn cứ"
    old = text[line.start : end].strip()
    message = (
        f"Dòng căn cứ phải bắt đầu bằng “Căn cứ” rồi đến tên loại văn bản, không phải “{old}”.",
        f"A basis begins with “Căn cứ” and the type of the document, not with “{old}”.",
    )
    return [block_finding(text, line.start, end, "wording", message, rule=rule, replacement=put)]


def _inside_a_sentence(text: str, start: int) -> bool:
    """A line that only goes on with the one above it."""
    above = text[:start].rstrip(" \t*_-")
    closed = above.rstrip(" \t\r\n*_").endswith((";", ".", ":"))
    return above.endswith("\n") and not closed and "\n\n" not in above[-3:]


def _dash(text: str, line: BasisLine) -> Finding:
    message = (
        "Trong văn bản của Đảng, mỗi dòng căn cứ bắt đầu bằng gạch đầu dòng (-).",
        "In Party documents each basis begins with a dash (-).",
    )
    end = line.start + len(text[line.start : line.lead_end].rstrip())
    put = f"- {text[line.start : end]}"
    return block_finding(text, line.start, end, "wording", message, rule=PARTY_RULE, replacement=put)


_AGAIN = re.compile(r"([;.,])[ \t*_]*(?:và[ \t]+)?Căn cứ(?=\s+\S)")


def _several(text: str, line: BasisLine, rule: str) -> list[Finding]:
    """`Căn cứ …; Căn cứ …;` in one line: each stands on a line of its own."""
    found = []
    inside = cleaned(text[line.lead_end : line.body_end])
    for again in _AGAIN.finditer(inside.text):
        dash = "- " if line.dash else ""
        message = (
            "Sau mỗi căn cứ phải xuống dòng: dòng này có nhiều căn cứ.",
            "Each basis stands on a line of its own: this line has several.",
        )
        start, end = inside.span(*again.span())
        start, end = line.lead_end + start, line.lead_end + end
        put = f";\n{dash}Căn cứ"
        found.append(block_finding(text, start, end, "wording", message, rule=rule, replacement=put))
    return found


def _citation(text: str, line: BasisLine, draft: Drafted, verified: Verified) -> list[Finding]:
    """What the citation says too much or too little, where its document agrees with it in what it says."""
    citation, head = line.citation, line.head
    if citation is None or head is None or citation.type in {"", "Văn bản hợp nhất"} or draft.style == "party":
        return []
    if head.mismatches or head.status == "ambiguous":
        return []  # what is to be written is said with the citation
    if _NOT_READ.match(cleaned(text[citation.end : line.body_end]).text):
        return []
    lacking = _lacking(text, line, citation, draft.style)
    surplus = _surplus(citation) if draft.style == "admin" else []
    if not lacking and not surplus:
        return []
    put = _mended(line, citation, verified) if head.status == "resolved" and not head.doubts else ""
    if not put and surplus and not lacking and citation.title:
        put = _without_number(citation)
    parts_vi, parts_en = [], []
    if lacking:
        parts_vi.append(f"thiếu {', '.join(vi for vi, _ in lacking)}")
        parts_en.append(f"lacks {', '.join(en for _, en in lacking)}")
    if surplus:
        parts_vi.append(f"luật, pháp lệnh không ghi {', '.join(vi for vi, _ in surplus)}")
        parts_en.append(f"gives {', '.join(en for _, en in surplus)}, which laws and ordinances are cited without")
    rule = {"admin": RULE, "norm": NORM_RULE}.get(draft.style, f"{RULE}; {NORM_RULE}")
    message = (
        f"Căn cứ ghi chưa đúng mẫu: {'; '.join(parts_vi)}.",
        f"The basis is not worded as the rule has it: it {'; it '.join(parts_en)}.",
    )
    return [
        block_finding(
            text, citation.start, citation.end, "wording", message, rule=rule, replacement=put, citation=citation,
            record=line.record,
        )
    ]  # fmt: skip


def _consolidated(text: str, line: BasisLine, on: date) -> list[Finding]:
    """A consolidated text in the place of the original: it is named behind it, and only since 01/7/2026."""
    citation = line.citation
    if citation is None or citation.type != "Văn bản hợp nhất":
        return []
    if on < CITABLE_SINCE:
        message = (
            f"Trước ngày {format_short(CITABLE_SINCE)} văn bản hợp nhất chưa được dùng làm căn cứ; hãy căn cứ văn bản "
            "được hợp nhất.",
            f"Before {format_english(CITABLE_SINCE)} a consolidated text is no basis; rest on the originals.",
        )
    else:
        message = (
            "Khi căn cứ văn bản hợp nhất, ghi văn bản được hợp nhất trước, rồi đến “(hợp nhất tại Văn bản hợp nhất "
            "số …)”.",
            "Name the original first, then “(hợp nhất tại Văn bản hợp nhất số …)”.",
        )
    return [
        block_finding(
            text, citation.start, citation.end, "wording", message, rule=VBHN_RULE, citation=citation,
            record=line.record,
        )
    ]  # fmt: skip


# The citation goes on with a number or a date that we did not read as its own.
_NOT_READ = re.compile(r"[\s,(]*(?:số|ngày|năm|tháng|khóa|\d)\b", re.IGNORECASE)

_A_NUMBER = re.compile(r"\bsố\s*:?\s*\d", re.IGNORECASE)

Lack = tuple[str, str]


def _lacking(text: str, line: BasisLine, citation: Citation, style: str) -> list[Lack]:
    """What a basis has to say and this one does not; by the lighter rule where the draft's kind is not known."""
    found: list[Lack] = []
    if citation.type in LAWS:
        named_day = citation.issued is not None or citation.issued_start >= 0
        if citation.type != "Hiến pháp" and not citation.title and _nothing_more(text, line, citation):
            found.append(("tên luật, pháp lệnh", "the name of the law"))
        if citation.type == "Hiến pháp" or named_day:
            return found
        # A number that we could not read (`số 16/1999`) is one that was given.
        told = cited_year(citation) is not None or bool(citation.number) or bool(_A_NUMBER.search(nfc(citation.text)))
        if style == "admin" or not told:
            found.append(("ngày ban hành", "its date"))
        return found
    if not citation.number:
        return []
    if not type_printed(citation) and citation.type != "Công văn":  # a letter has no type in its number or its head
        found.append(("tên loại văn bản viết đầy đủ", "its type in full"))
    if style == "admin":
        if citation.issued is None and citation.issued_start < 0:
            found.append(("ngày ban hành", "its date"))
        if not issuer_printed(citation):
            found.append(("cơ quan ban hành", "its issuer"))
    if not citation.title and _nothing_more(text, line, citation):
        found.append(("trích yếu", "its title"))
    return found


def _nothing_more(text: str, line: BasisLine, citation: Citation) -> bool:
    """No words stand behind the citation that may be the title we could not read."""
    rest = re.sub(r"\([^()]*\)|[\W_]+", " ", text[citation.end : line.body_end]).split()
    return len(rest) < 3


def _surplus(citation: Citation) -> list[Lack]:
    if citation.type not in LAWS or citation.type == "Hiến pháp":
        return []
    found: list[Lack] = []
    if citation.number and citation.number_start >= 0:
        found.append(("số, ký hiệu", "the number"))
    if re.search(r"\bcủa\s+(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|UBTVQH)", nfc(citation.text)):
        found.append(("cơ quan ban hành", "the issuer"))
    return found


def _mended(line: BasisLine, citation: Citation, verified: Verified) -> str:
    """The citation in full wording, checked by reading it again; "" where our own record is not good enough."""
    record = line.record
    if record is None or unreliable(record) or record.certainty != "sure" or not title_certain(record.title):
        return ""
    if any(flag.startswith("amended") for flag in citation.flags) or '"' in citation.text or "“" in citation.text:
        return ""
    if record.type in LAWS:
        new = _law_mended(citation, record)
    else:
        new = in_full(citation, record)
    return new if new and new != citation.text and verified(new, record) else ""


_OF_PARLIAMENT = re.compile(r"\s*,?\s*của\s+(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|UBTVQH)(?:\s+khóa\s+[IVX]+)?")


def _law_mended(citation: Citation, record: Record) -> str:
    """Number and issuer out, the day in, everything else as it was."""
    if record.issued is None or not citation.title:
        return in_full(citation, record)
    bare = _without_number(citation) or citation.text
    if citation.issued is not None or citation.issued_start >= 0:
        return bare
    bare = re.sub(r"\s+năm\s+\d{4}$", "", bare.rstrip())
    return f"{bare} {format_long(record.issued)}"


def _without_number(citation: Citation) -> str:
    """A law's citation without its number and issuer."""
    words = nfc(citation.text)
    if citation.number_start >= 0:
        start, end = citation.number_start - citation.start, citation.number_end - citation.start
        words, start, end = _composed(citation.text, start, end)
        before = re.sub(r"\s*,?\s*(?:\(\s*)?(?:[Ll]uật\s+)?số\s*:?\s*$", "", words[:start])
        after = words[end:]
        words = before.rstrip() + re.sub(r"^\s*\)?\s*,?\s*", " ", after)
    return re.sub(r"\s{2,}", " ", _OF_PARLIAMENT.sub("", words)).rstrip(" ,")


def _composed(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A text composed, with a span of it."""
    before, inside = nfc(text[:start]), nfc(text[start:end])
    return before + inside + nfc(text[end:]), len(before), len(before) + len(inside)
