"""The parts of a draft, each as it stands on the paper (Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I).

A part holds the words that are printed, in their own capitals and with their own marks: what a drafter typed wrong is
there to be found by the check. Only what is the same on every paper is left out: quốc hiệu and tiêu ngữ, `Số:`,
`Kính gửi:`, `Nơi nhận:`, the dash before a recipient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from archive.dates import parse_date
from archive.document_types import type_named
from archive.folding import squeeze

GAP = "…"
"""What a template leaves for the drafter to fill in."""


@dataclass(frozen=True)
class DraftParts:
    """One draft in its parts; "" or () for one that is not there. Texts may have lines.

    `parent`, `issuer` the block of the issuing body (`UBND TỈNH AN BÌNH`, `SỞ NỘI VỤ`); `number` `18` ("" until the
    registry gives it) and `symbol` `KH-UBND` (a Party body's: `NQ/ĐU`); `place` and `dated` `ngày 05 tháng 3 năm 2026`;
    `marks` what else stands in the head (urgency, secrecy, `DỰ THẢO`); `type` `KẾ HOẠCH`, "" for an official letter;
    `title` the subject, of a letter with its `V/v`; `addressees` behind `Kính gửi:`; `acting` the line of authority
    above the bases (`CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …`); `bases` one line each, with its closing mark; `lead_out` what
    leads from them to the text (`Theo đề nghị của …`, `QUYẾT ĐỊNH:`); `body`; `recipients` without their dashes;
    `authority` `TM. ỦY BAN NHÂN DÂN` and/or `KT. CHỦ TỊCH`; `position` (also `Q. CHỦ TỊCH`); `signer`; `annexes` whole.
    `party`: laid out as a Party document.
    """

    party: bool = False
    parent: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    dated: str = ""
    marks: tuple[str, ...] = ()
    type: str = ""
    title: str = ""
    addressees: tuple[str, ...] = ()
    acting: str = ""
    bases: tuple[str, ...] = ()
    lead_out: str = ""
    body: str = ""
    recipients: tuple[str, ...] = ()
    authority: str = ""
    position: str = ""
    signer: str = ""
    annexes: tuple[str, ...] = ()

    @property
    def letter(self) -> bool:
        """An official letter (công văn): no name of a type, its subject under the number."""
        return not self.type

    @property
    def laid_out(self) -> bool:
        """It has a head, so that it is printed as a document; else it is a text only."""
        return bool(self.issuer or self.symbol or self.type)

    @property
    def type_name(self) -> str:
        """The type as it is spoken of: `Kế hoạch`; `Công văn` for a letter; "" for a text only."""
        if self.type:
            return type_named(squeeze(self.type)) or squeeze(self.type).capitalize()
        return "Công văn" if self.laid_out else ""

    @property
    def kind(self) -> str:
        """Which form of Phụ lục III it has: letter, named (a type with a name), or text."""
        return ("named" if self.type else "letter") if self.laid_out else "text"

    @property
    def date(self) -> date | None:
        """The day on it, None where it is not filled in or there is no such day."""
        return parse_date(self.dated) if self.dated else None

    @property
    def full_number(self) -> str:
        """`18/KH-UBND`, a Party body's `04-NQ/ĐU`; "" until it has its number."""
        if not (self.number and self.symbol):
            return ""
        return f"{self.number}{'-' if self.party else '/'}{self.symbol}"

    @property
    def name(self) -> str:
        """What the draft is called in a list: type and title on one line."""
        return squeeze(f"{self.type_name} {self.title}")


NAMES: tuple[str, ...] = tuple(field.name for field in fields(DraftParts))
SEVERAL: frozenset[str] = frozenset(field.name for field in fields(DraftParts) if isinstance(field.default, tuple))
"""The parts that are lists of lines."""


def parts_json(parts: DraftParts) -> dict[str, Any]:
    """The parts as JSON; `parts_from_json` reads it back."""
    return {name: list(value) if isinstance(value := getattr(parts, name), tuple) else value for name in NAMES}


def parts_from_json(value: Mapping[str, Any]) -> DraftParts:
    """The parts that were kept or sent; what is missing is empty, what is unknown is left out.

    Raises TypeError where a part is of another kind than it should be.
    """
    given: dict[str, Any] = {}
    for name in NAMES:
        if name not in value:
            continue
        one = value[name]
        if name in SEVERAL:
            if not isinstance(one, list | tuple) or not all(isinstance(each, str) for each in one):
                raise TypeError(f"{name} must be a list of texts")
            given[name] = tuple(one)
        elif isinstance(one, bool if name == "party" else str):
            given[name] = one
        else:
            raise TypeError(f"{name} must be {'true or false' if name == 'party' else 'a text'}")
    return DraftParts(**given)
