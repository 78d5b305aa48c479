"""Values of legal relations: the kinds, as vbpl.vn names them, and what is read in a text.

Source: `domain/relations.csv`, `domain/facts.md` section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.citations.model import Citation
from archive.effects import PartDays


@dataclass(frozen=True)
class Kind:
    """One kind of relation: `vi` said of the acting document, `vi_inverse` of the one acted on.

    `effect` on the one acted on: "" none; expires; expires_part; changes (its text); suspends; suspends_part;
    falls (it is guided: the guiding document falls with it unless stated otherwise).
    """

    code: str
    vi: str
    vi_inverse: str
    en: str
    en_inverse: str
    effect: str = ""


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("amends", "sửa đổi", "được sửa đổi", "amends", "amended by", "changes"),
        Kind("supplements", "bổ sung", "được bổ sung", "supplements", "supplemented by", "changes"),
        Kind("replaces", "thay thế", "bị thay thế", "replaces", "replaced by", "expires"),
        Kind("repeals", "bãi bỏ toàn bộ", "bị bãi bỏ", "repeals", "repealed by", "expires"),
        Kind("repeals_part", "bãi bỏ một phần", "bị bãi bỏ một phần", "repeals in part", "repealed in part by",
             "expires_part"),
        Kind("suspends", "đình chỉ việc thi hành", "bị đình chỉ", "suspends", "suspended by", "suspends"),
        Kind("suspends_part", "đình chỉ một phần", "bị đình chỉ một phần", "suspends in part", "suspended in part by",
             "suspends_part"),
        Kind("pauses", "tạm ngưng hiệu lực", "bị tạm ngưng hiệu lực", "pauses", "paused by", "suspends"),
        Kind("guides", "quy định chi tiết, hướng dẫn thi hành", "được quy định chi tiết, hướng dẫn",
             "details and guides", "detailed and guided by", "falls"),
        Kind("basis", "căn cứ", "là căn cứ của", "rests on", "is a basis of"),
        Kind("cites", "dẫn chiếu", "được dẫn chiếu", "cites", "cited by"),
        Kind("corrects", "đính chính", "được đính chính", "corrects", "corrected by"),
        Kind("consolidates", "hợp nhất", "được hợp nhất", "consolidates", "consolidated by"),
        Kind("promulgates", "công bố, ban hành kèm theo", "được công bố, ban hành kèm theo", "promulgates",
             "promulgated by"),
        Kind("related", "liên quan khác", "liên quan khác", "related to", "related to"),
    )
}  # fmt: skip
"""Code → kind, in the order in which they are shown."""

ENDING = frozenset({"replaces", "repeals"})
"""Kinds after which the whole document no longer stands."""

ACTING = frozenset(code for code, kind in KINDS.items() if kind.effect and kind.effect != "falls")
"""Kinds that act on the validity or the text of the other document."""


@dataclass(frozen=True)
class FoundRelation:
    """A relation as a text states it; the acting document is the one whose text it is.

    `citation` names the document acted on, as found in the text; `scope` are its provisions concerned, () the whole.
    `text == source[start:end]` is the sentence that says so; `own_path` the provision it stands in. `effective` and
    `until` are days stated for this relation alone; None: the day the acting document takes effect. `certainty`
    sure, likely, doubtful; `note` says in Vietnamese what keeps it from being sure.
    """

    kind: str
    citation: Citation
    start: int
    end: int
    text: str
    scope: tuple[str, ...] = ()
    own_path: str = ""
    effective: date | None = None
    until: date | None = None
    certainty: str = "sure"
    note: str = ""


@dataclass(frozen=True)
class EffectDays:
    """When a document says it comes into force and ends.

    `effective`: the day of the whole; None where the text does not give one. `from_signing`: the text says from the
    day of signing. `expired`: the first day without force (a stated term). `parts`: provisions with days of their own.
    `start`, `end`, `text` are the sentence that gives `effective` (`text == source[start:end]`, -1 where none);
    `certainty` sure, likely or doubtful; `note` in Vietnamese.
    """

    effective: date | None = None
    from_signing: bool = False
    expired: date | None = None
    parts: tuple[PartDays, ...] = ()
    start: int = -1
    end: int = -1
    text: str = ""
    certainty: str = "sure"
    note: str = ""
