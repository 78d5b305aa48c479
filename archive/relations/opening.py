"""What a document says of itself before its first article: its title, and the sentence that issues it.

`Thông tư sửa đổi, bổ sung một số điều của Thông tư số A` names the document amended for every article below that names
none; `quy định chi tiết một số điều của Luật B` guides. What the articles say more exactly takes the title's place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.citations.model import Citation
from archive.folding import squeeze
from archive.provisions import Provision
from archive.relations.acts import SELF_NAME, TYPES, find_acts
from archive.relations.guiding import find_guides, guided_in
from archive.relations.model import FoundRelation
from archive.relations.objects import Named, Object, find_objects
from archive.relations.paragraphs import ARTICLE, CLAUSE, Paragraph, paragraphs
from archive.relations.targets import key_of, same_target

_ISSUES = re.compile(
    rf"(?:(?<!\w)(?:ban\s+hành|thông\s+qua|quyết\s+định\s+ban\s+hành|ra)\s+|^[ \t*_]*){TYPES}(?!\s+này)"
    r"(?:\s+(?=[A-ZĐa-zđ])|\s*\n\s*)(?!số\b)"
)
_PLANNED = re.compile(
    r"(?<!\w)(?:trình|dự\s+thảo|chủ\s+trì|xây\s+dựng|đề\s+nghị|kiến\s+nghị|tham\s+mưu)(?!\w)", re.IGNORECASE
)
_BASIS = re.compile(r"[ \t*_\-–+•]*(?:Căn cứ|CĂN CỨ|Theo đề nghị|Xét|Theo thỏa thuận)")
_WITH_ACT = re.compile(r"(?i)sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|đính\s+chính|ngưng|đình\s+chỉ|hủy\s+bỏ")
_TYPE_LINE = re.compile(rf"[ \t*_]*(?:{TYPES}|VĂN BẢN HỢP NHẤT|[A-ZĐÀ-Ỹ]{{2,}}(?:\s+[A-ZĐÀ-Ỹ]+){{0,2}})[ \t*_:]*")
_LONGEST_OPENING = 30_000


@dataclass
class Opening:
    """`end` where the articles begin; `target` the one document that the title amends, None for none or several.

    `acts` are the title's own relations, `guided` those of guiding, for `relations` and `guides`.
    """

    end: int
    target: Citation | None = None
    acts: list[FoundRelation] = field(default_factory=list)
    guided: list[FoundRelation] = field(default_factory=list)
    body_guides: list[FoundRelation] = field(default_factory=list)

    def relations(self, found: Sequence[FoundRelation]) -> list[FoundRelation]:
        """What the title says of documents that the articles do not act on themselves."""
        told = [r.citation for r in found if r.kind != "guides"]
        seen: set[tuple[str, tuple[str, str, str]]] = set()
        kept = []
        for each in self.acts:
            key = key_of(each.citation)
            if not any(same_target(each.citation, other) for other in told) and (each.kind, key) not in seen:
                seen.add((each.kind, key))
                kept.append(each)
        return kept

    def guides(self, found: Sequence[FoundRelation]) -> list[FoundRelation]:
        """Documents guided: as the first articles tell it, else as the title does."""
        told = {key_of(r.citation) for r in self.body_guides}
        out = list(self.body_guides)
        for each in self.guided:
            if key_of(each.citation) not in told:
                told.add(key_of(each.citation))
                out.append(each)
        return out


def find_opening(text: str, own: str, named: Named, provisions: Sequence[Provision]) -> Opening:
    """Read title, issuing sentence and the article on scope."""
    opened: list[Paragraph] = []
    first: list[Paragraph] = []
    end = len(own)
    for paragraph in paragraphs(own, provisions):
        begun = paragraph.rank % 1 == 0 and (
            paragraph.rank <= ARTICLE or (paragraph.rank == CLAUSE and _begins(own, paragraph))
        )
        if end == len(own) and (begun or paragraph.start > _LONGEST_OPENING):
            end = paragraph.start
        if end == len(own):
            opened.append(paragraph)
        elif paragraph.start - end > 12_000 or len(first) > 60:
            break
        else:
            first.append(paragraph)
    # Without articles there is no telling title from text by place: all of it is read as text too.
    opening = Opening(end if end < len(own) else 0)
    targets: list[Citation] = []
    for paragraph in opened:
        for stated in _title_acts(text, own, named, paragraph):
            opening.acts.append(stated)
            if stated.kind in ("amends", "supplements", "repeals_part", "corrects"):
                _collect(targets, stated.citation)
        opening.guided.extend(guided_in(text, own, named, paragraph, _title_starts(own, paragraph)))
    if len(targets) == 1:
        opening.target = targets[0]
    opening.body_guides = find_guides(text, own, named, first)
    return opening


def _collect(targets: list[Citation], citation: Citation) -> None:
    """Add a document amended; one named again with its number takes the place of the bare title."""
    for place, have in enumerate(targets):
        if same_target(have, citation):
            if citation.number and not have.number:
                targets[place] = citation
            return
    targets.append(citation)


def _begins(own: str, paragraph: Paragraph) -> bool:
    return bool(re.match(r"[ \t*_]*1\s?[.)]", own[paragraph.start : paragraph.body]))


def _title_starts(own: str, paragraph: Paragraph) -> list[int]:
    """Where a title begins in a paragraph: its head, or behind `ban hành Thông tư`."""
    if _BASIS.match(own, paragraph.start, paragraph.end):
        return []
    if paragraph.rank % 1 == 0:
        # A numbered paragraph is a clause, not a title.
        return []
    issued = [
        match.end()
        for match in _ISSUES.finditer(own, paragraph.start, paragraph.end)
        if not _PLANNED.search(own, paragraph.start, match.start())
    ]
    return [paragraph.body, *issued]


def _title_acts(text: str, own: str, named: Named, paragraph: Paragraph) -> list[FoundRelation]:
    if not _WITH_ACT.search(own, paragraph.start, paragraph.end):
        return []
    for start in _title_starts(own, paragraph):
        if SELF_NAME.search(own, start, paragraph.end):
            continue
        acts = [a for a in find_acts(own, start, paragraph.end) if not a.behind]
        if not acts or own[start : acts[0].start].strip(" \t\n*_"):
            continue
        act = acts[0]
        objects = find_objects(own, act.first, act.last, named).found or _law_amended(text, act.first, named)
        made = (_relation(text, paragraph, act.verb, act.several, each) for each in objects)
        return [each for each in made if each is not None]
    return []


_LAW_IN_TITLE = re.compile(r"(?s).{0,60}?(?<!\w)của\s+(?P<law>(?:Bộ luật|Luật|Pháp lệnh)\s+.+)")


def _law_amended(text: str, place: int, named: Named) -> list[Object]:
    """The law in `ban hành Luật sửa đổi, bổ sung một số điều của Luật A số …`, read there as the title of one law."""
    whole = named.around(place)
    if whole is None or whole.type not in ("Luật", "Bộ luật", "Pháp lệnh"):
        return []
    inner = _LAW_IN_TITLE.match(text, place, whole.end)
    if inner is None or re.search(r"(?<!\w)(?:và|,)\s+(?:Luật|Bộ luật|Pháp lệnh)(?!\w)", inner.group("law")):
        return []
    start = inner.start("law")
    kind = next(word for word in ("Bộ luật", "Luật", "Pháp lệnh") if inner.group("law").startswith(word))
    title_end = min(whole.title_end, whole.end) if whole.title_end > start else whole.end
    law = replace(
        whole, text=text[start : whole.end], start=start, type=kind, title=squeeze(text[start:title_end]),
        title_start=start, title_end=title_end, pinpoint="",
    )  # fmt: skip
    return [Object(law, (), True, True)]


_TITLE_KINDS = {"amend": "amends", "supplement": "supplements", "correct": "corrects", "pause": "pauses"}


def _relation(text: str, paragraph: Paragraph, verb: str, several: bool, each: Object) -> FoundRelation | None:
    kind = _TITLE_KINDS.get(verb)
    if verb == "repeal":
        kind = "repeals_part" if each.partial else "repeals"
    elif verb == "replace":
        kind = "repeals_part" if each.partial else "replaces"
    elif verb == "suspend":
        kind = "suspends_part" if each.partial else "suspends"
    if kind is None:
        return None
    end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
    note = "Chỉ đọc được từ tên của văn bản; các điều không nêu." if kind != "amends" else ""
    return FoundRelation(
        kind, each.citation, paragraph.start, end, text[paragraph.start : end], each.paths, "",
        certainty="likely" if each.certain else "doubtful", note=note,
    )  # fmt: skip


# --- consolidated texts ---------------------------------------------------------------------------------------------

_CONSOLIDATION = re.compile(r"VĂN BẢN HỢP NHẤT|/VBHN-|-VBHN/")
# The note that stands below the title in place of the letterhead: what was joined, and since when it holds.
_JOINED_NOTE = re.compile(
    rf"(?m)^[ \t*_]*{TYPES}\s+số\s[^\n]{{10,600}}?,\s*có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?từ\s[^\n]{{8,90}}?"
    r"(?:,|\.)\s*(?:đã\s+)?được\s+(?:sửa\s+đổi|bổ\s+sung)[^\n]{0,60}?(?:bởi|theo)"
)


def is_consolidation(own: str, type: str, title: str) -> bool:
    """A Văn bản hợp nhất: by its type, its letterhead, or the note on what was joined in it."""
    if type == "Văn bản hợp nhất" or title.startswith("Văn bản hợp nhất"):
        return True
    head = own[:4000].split("Căn cứ", 1)[0]
    return _CONSOLIDATION.search(head[:900]) is not None or _JOINED_NOTE.search(head) is not None


def find_consolidated(text: str, own: str, named: Named) -> list[FoundRelation]:
    """The documents that a consolidated text joins: named before its articles, in the note on what it was made of."""
    out: list[FoundRelation] = []
    seen: set[tuple[str, str, str]] = set()
    for paragraph in paragraphs(own):
        words = own[paragraph.start : paragraph.end]
        if paragraph.start > _LONGEST_OPENING or (paragraph.rank <= ARTICLE and paragraph.rank % 1 == 0):
            break
        if _BASIS.match(words):
            break
        for citation in named.within(paragraph.start, paragraph.end):
            lead = own[paragraph.body : citation.start]
            dated = re.match(r"[^.;]{0,300}?có\s+hiệu\s+lực", own[citation.end : citation.end + 320])
            if citation.basis or lead.strip(" \t*_-–") or not (citation.issued or dated) or key_of(citation) in seen:
                continue
            if "VBHN" in citation.number:
                continue
            seen.add(key_of(citation))
            end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
            out.append(FoundRelation("consolidates", citation, paragraph.start, end, text[paragraph.start : end]))
    return out
