"""The draft as a sheet of paper: which line is which element of form, found by its wording alone.

Elements are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục IV. A line is cut into pieces where a tab, a bar
or many spaces part two columns. Offsets are of the cleaned view; `Sheet.said` gives findings over the raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.checking.drafted import Drafted
from archive.checking.form.rules import RULES
from archive.checking.model import Finding, form_finding
from archive.document_types import TYPES
from archive.folding import unaccent
from archive.offsets import Cleaned


@dataclass(frozen=True)
class Piece:
    """A line, or one column of it, without blanks and ornament round it. `row` counts lines, blank ones too."""

    start: int
    end: int
    text: str
    row: int

    @property
    def upper(self) -> bool:
        """All its letters are capitals, and it has some."""
        return self.text.isupper() and sum(char.isalpha() for char in self.text) > 2


@dataclass
class Sheet:
    """The elements found, None or [] for those that are not there.

    `bodies` are lines of the issuing bodies; `subject` the lines of the title (of a letter: with `V/v`); `addressed`
    the line `Kính gửi`, `addressees` those below it; `acting` the line of authority above the bases; `bases` lines;
    `lead_outs` lines between them and the text; `decides` the line `QUYẾT ĐỊNH:`. `body` are the lines of the text,
    `recipients_head` the line `Nơi nhận`; `signing` the lines of authority and position, `signer` the name, `rest` all
    behind (annexes). `body_start` and `body_end` are offsets.
    """

    view: Cleaned
    draft: Drafted
    nation: Piece | None = None
    motto: Piece | None = None
    party: Piece | None = None
    bodies: list[Piece] = field(default_factory=list)
    number: Piece | None = None
    dated: Piece | None = None
    type: Piece | None = None
    subject: list[Piece] = field(default_factory=list)
    addressed: Piece | None = None
    addressees: list[Piece] = field(default_factory=list)
    acting: Piece | None = None
    bases: list[Piece] = field(default_factory=list)
    lead_outs: list[Piece] = field(default_factory=list)
    decides: Piece | None = None
    body: list[Piece] = field(default_factory=list)
    recipients_head: Piece | None = None
    recipients: list[Piece] = field(default_factory=list)
    signing: list[Piece] = field(default_factory=list)
    signer: Piece | None = None
    rest: list[Piece] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)

    @property
    def letter(self) -> bool:
        """An official letter (công văn): it has a number, no line of a type, and a subject or addressees."""
        return self.type is None and self.number is not None and bool(self.subject or self.addressed)

    @property
    def whole(self) -> bool:
        """A whole document and no excerpt: its head and its end are there."""
        head = sum(each is not None for each in (self.number, self.dated, self.nation, self.motto))
        end = sum(bool(each) for each in (self.recipients_head, self.signing, self.signer))
        return head >= 1 and end >= 1 and head + end >= 3

    @property
    def admin(self) -> bool:
        """Bound by the decree: neither a legal normative nor a Party document."""
        if self.number is not None and re.search(r"/\s*(?:19|20)\d\d\s*/\s*(?:QH|UBTVQH)", self.number.text):
            return False
        if self.draft.style == "norm" and self.draft.type in _NEVER_NORMATIVE:
            return True  # a year in its number makes no norm of a plan
        return self.draft.style == "admin" or (self.draft.style == "" and self.whole and self.party is None)

    def in_quotation(self, place: int) -> bool:
        """A place of the view inside a quotation, of one paragraph or of several."""
        return any(start <= place < end for start, end in self.quoted)

    def said(
        self,
        code: str,
        start: int,
        end: int,
        vi: str,
        en: str,
        replacement: str = "",
        *,
        suggestion: str = "",
        doubt: tuple[str, str] | None = None,
        rule: str | None = None,
        verdict: str = "",
    ) -> Finding:
        """A finding of the rule `code` over a span of the view."""
        begin, finish = self.view.span(start, end)
        named = RULES[code]
        return form_finding(
            self.view.raw, begin, finish, verdict or named.verdict, (vi, en), code=code,
            rule=named.place if rule is None else rule, replacement=replacement, suggestion=suggestion, doubt=doubt,
        )  # fmt: skip


_NEVER_NORMATIVE = frozenset(
    kind.name for kind in TYPES if kind.system == "NN" and kind.name not in ("Nghị quyết", "Quyết định", "Chỉ thị")
)
TITLES = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|Ths|BSCKII|BSCKI|BS|CN|KS|LS|Ông|Bà|Đ/c|Đồng chí|"
    r"Thạc sĩ|Thạc sỹ|Tiến sĩ|Tiến sỹ|"
    r"Bác sĩ|Kỹ sư|Cử nhân|Giáo sư|Phó Giáo sư|Luật sư|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|"
    r"Trung úy)(?:\.|\b)[\s,]*)+"
)
"""Titles that some write before a name."""


def plain(text: str) -> str:
    """Small letters without marks, one space between words: what two spellings of one formula share."""
    return re.sub(r"[\W_]+", " ", unaccent(text)).strip().lower()


def is_nation(text: str) -> bool:
    """Quốc hiệu, however it is spelled."""
    words = plain(text)
    return (
        len(words) < 48 and words.startswith(("cong ho", "cong hoa")) and "viet nam" in words and "chu nghia" in words
    )


def is_motto(text: str) -> bool:
    """Tiêu ngữ, however it is spelled."""
    words = plain(text)
    return len(words) < 40 and words.startswith("doc lap") and "hanh phuc" in words
