"""Finding relations: from a text and its citations to what the document does to others.

Paragraph by paragraph of the document's own words. What a heading or a list's introduction says holds for what stands
below it: `Điều 1. Sửa đổi, bổ sung một số điều của Nghị định A` names the document, `3. Bãi bỏ khoản 2 Điều 7` the
act and the provision. Where a document cannot be told for sure, nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.citations.model import Citation
from archive.provisions import Provision
from archive.relations.acts import Act, find_acts
from archive.relations.circumstances import Circumstances, circumstances, without_exception
from archive.relations.model import FoundRelation
from archive.relations.objects import Named, Object, Objects, find_objects
from archive.relations.opening import find_consolidated, find_opening, is_consolidation
from archive.relations.own_words import own_words
from archive.relations.paragraphs import CLAUSE, Paragraph, paragraphs
from archive.relations.scopes import placed, scope_below
from archive.relations.targets import drop_told_again, key_of, same_target, without_headings

TEXT_VERBS = frozenset({"amend", "supplement", "drop"})
_WORDS_CHANGED = re.compile(
    r"\s*(?:một\s+số\s+|các\s+|những\s+|số\s+)?(?:cụm\s+từ|từ|chữ|đoạn|câu|dấu|số\s+liệu|tên\s+gọi)(?!\w)",
    re.IGNORECASE,
)


# An introduction of what somebody may, shall or wants to do: its items are nothing that is done here.
_FOREIGN = re.compile(
    r"(?<!\w)(?:quyền|thẩm\s+quyền|trách\s+nhiệm|nhiệm\s+vụ|đề\s+nghị|kiến\s+nghị|đề\s+xuất|dự\s+kiến|hình\s+thức|biện\s+pháp|giao|trường\s+hợp)"
    r"(?!\w)[^\n]*:\s*$",
    re.IGNORECASE,
)


@dataclass
class _Scope:
    """What holds below a paragraph: the act and document it names, and the provisions of it.

    `blocked`: several documents, so that none is meant where none is named; `foreign`: nothing below is done here.
    """

    rank: float
    act: Act | None = None
    target: Citation | None = None
    blocked: bool = False
    paths: tuple[str, ...] = ()
    said: Circumstances | None = None
    certain: bool = True
    foreign: bool = False


def find_relations(
    text: str,
    citations: Sequence[Citation],
    provisions: Sequence[Provision] = (),
    *,
    type: str = "",
    title: str = "",
) -> list[FoundRelation]:
    """What the document whose repaired text is `text` does to others, in the order of the text.

    `citations` are those of `find_citations(text)`, `provisions` those of `segment(text)`; without provisions the
    numbering is read from the lines. `type` and `title` are the document's own, where known. A consolidated text
    (Văn bản hợp nhất) only consolidates: its closing articles are those of the documents in it.
    """
    own = own_words(text, provisions)
    named = Named(citations, own)
    if is_consolidation(own, type, title):
        return find_consolidated(text, own, named)
    opening = find_opening(text, own, named, provisions)
    reader = _Reader(text, own, named, opening.target)
    for paragraph in paragraphs(own, provisions, opening.end, _end_of_main(text, provisions)):
        reader.read(paragraph)
    found = drop_told_again(without_headings(reader.found, reader.headings))
    found = [*found, *opening.guides(reader.found)]
    return sorted([*found, *opening.relations(found)], key=lambda r: (r.start, r.citation.start, r.kind))


def _end_of_main(text: str, provisions: Sequence[Provision]) -> int:
    """Annexes are lists and forms; what a document does it says before them."""
    return min((p.start for p in provisions if p.kind == "phuluc" and not p.quoted), default=len(text))


class _Reader:
    """Reads paragraphs in order, keeping what the headings above them say."""

    def __init__(self, text: str, own: str, named: Named, target: Citation | None) -> None:
        self.text, self.own, self.named = text, own, named
        self.found: list[FoundRelation] = []
        self.headings: set[int] = set()
        self.above: list[_Scope] = [_Scope(0.0, target=target)]

    def read(self, paragraph: Paragraph) -> None:
        """Take in the next paragraph of the text."""
        while len(self.above) > 1 and self.above[-1].rank >= paragraph.rank:
            self.above.pop()
        acts = find_acts(self.own, paragraph.body, paragraph.end)
        if any(scope.foreign for scope in self.above):
            acts = [act for act in acts if act.own]
        scope = _Scope(paragraph.rank)
        scope.foreign = not acts and _FOREIGN.search(self.own[paragraph.body : paragraph.end]) is not None
        if acts:
            waiting: list[tuple[Act, Objects, Circumstances, bool]] = []
            for act in acts:
                self._act(paragraph, act, scope, waiting, first=act is acts[0])
            if scope.target is not None and scope.paths:
                # `Sửa đổi khoản 3, bãi bỏ khoản 4 Điều 7 Thông tư A`: named once, behind the last.
                for act, objects, said, words in waiting:
                    each = Object(scope.target, objects.paths, True, objects.told)
                    self._emit(paragraph, act, each, said, words)
        elif (listed := self._inherited()) is not None:
            self._item(paragraph, listed, scope)
        if scope.act or scope.target or scope.blocked or scope.foreign or paragraph.rank % 1 == 0:
            self.above.append(scope)

    def _inherited(self) -> _Scope | None:
        """The nearest introduction of a list above, `Các văn bản sau đây hết hiệu lực:`."""
        top = self.above[-1]
        return top if top.act is not None else None

    def _target(self) -> _Scope | None:
        """The nearest scope above that names one document; None where that is not to be told."""
        for scope in reversed(self.above):
            if scope.blocked:
                return None
            if scope.target is not None:
                return scope
        return None

    # --- one act ------------------------------------------------------------------------------------------------

    def _act(
        self,
        paragraph: Paragraph,
        act: Act,
        scope: _Scope,
        waiting: list[tuple[Act, Objects, Circumstances, bool]],
        first: bool,
    ) -> None:
        own = self.own
        said = circumstances(own, paragraph.body, paragraph.end, act)
        start, end = act.first, without_exception(own, act.first, act.last)
        objects = find_objects(own, start, end, self.named, instrument=act.verb in ("replace", "amend"))
        words = bool(_WORDS_CHANGED.match(own, act.end, act.last)) and not act.behind
        if first:
            scope.said = said
        if not objects.found and not objects.paths:
            if not self.named.within(start, end):
                # A heading or an introduction: what it says holds for the items below.
                if first and _introduces(own, paragraph, act):
                    scope.act = act
            elif first:
                scope.blocked = act.verb in TEXT_VERBS
            return
        if objects.found:
            for each in objects.found:
                if act.verb == "supplement" and not act.behind and len(objects.found) == 1:
                    each = replace(each, paths=placed(each.paths, own[start:end]))
                self._emit(paragraph, act, each, said, words)
            if first or scope.target is None:
                self._hand_down(scope, act, objects)
            return
        above = self._target()
        if above is None or above.target is None:
            waiting.append((act, objects, said, words))
            return
        paths = scope_below(above.paths, objects.paths, own[start:end] if act.verb == "supplement" else "")
        each = Object(above.target, paths, True, objects.told, above.certain)
        self._emit(paragraph, act, each, said, words)
        if first:
            scope.target, scope.paths, scope.certain = above.target, paths, above.certain

    def _hand_down(self, scope: _Scope, act: Act, objects: Objects) -> None:
        keys = {key_of(each.citation) for each in objects.found}
        if len(keys) == 1:
            scope.target, scope.paths = objects.found[0].citation, objects.found[0].paths
            scope.act = act if act.verb in ("repeal", "end") and objects.found[0].told else None
        else:
            scope.blocked = True

    def _item(self, paragraph: Paragraph, above: _Scope, scope: _Scope) -> None:
        """An item of a list whose introduction says what is done."""
        act = above.act
        assert act is not None
        own = self.own
        stop = re.compile(r"\.\s+(?=[A-ZĐ])").search(own, paragraph.body, paragraph.end)
        end = without_exception(own, paragraph.body, stop.start() if stop else paragraph.end)
        inner = Act(act.verb, paragraph.body, paragraph.body, paragraph.body, end, act.own, False, act.several)
        said = circumstances(own, paragraph.body, paragraph.end, inner).over(above.said)
        objects = find_objects(own, paragraph.body, end, self.named)
        words = bool(_WORDS_CHANGED.match(own, paragraph.body, end))
        if objects.found:
            for each in objects.found:
                self._emit(paragraph, inner, each, said, words)
            if len({key_of(each.citation) for each in objects.found}) == 1:
                scope.target, scope.paths = objects.found[0].citation, objects.found[0].paths
                if own[paragraph.start : paragraph.end].rstrip().endswith(":"):
                    scope.act, scope.said = act, above.said
            return
        target = self._target()
        if objects.paths and target is not None and target.target is not None and (words or not objects.told):
            paths = scope_below(target.paths, objects.paths, "")
            self._emit(paragraph, inner, Object(target.target, paths, True, False, target.certain), said, words)

    # --- values -------------------------------------------------------------------------------------------------

    def _emit(self, paragraph: Paragraph, act: Act, each: Object, said: Circumstances, words: bool) -> None:
        kind = _kind(act, each, words)
        listed = act.start == act.end
        if (
            kind == "supplements"
            and not each.partial
            and (listed or _PUT_INTO.match(self.own, each.citation.end, paragraph.end))
        ):
            # `Bổ sung Luật A vào Chương trình …` puts a document on a list.
            return
        paths = each.paths
        certainty, notes = "sure", list(said.notes)
        if not each.certain:
            certainty = "likely"
            notes.append("Văn bản này có thể chỉ được nhắc tới trong tên hoặc lịch sử của văn bản đứng trước.")
        if each.told and kind in ("repeals_part", "suspends_part"):
            certainty = "doubtful" if each.some and paths else "likely"
            notes.append("Phần bị tác động được mô tả bằng lời.")
        if said.doubtful:
            certainty = "doubtful"
        if each.spared:
            certainty = "doubtful"
            notes.append(f"Có ngoại lệ: {each.spared}")
        if (said.excepted or each.spared) and kind in ("repeals", "replaces"):
            kind = "repeals_part"
        start, end = self._evidence(paragraph)
        attached = all(path.startswith("kemtheo:") and "/" not in path for path in paths)
        excepted = said.doubtful or each.spared
        if attached and not excepted and _introduces(self.own, paragraph, act):
            self.headings.add(len(self.found))
        self.found.append(
            FoundRelation(
                kind, self._numbered(each.citation), start, end, self.text[start:end], paths, paragraph.path,
                said.effective, said.until, certainty, " ".join(dict.fromkeys(notes)),
            )
        )  # fmt: skip

    def _numbered(self, citation: Citation) -> Citation:
        """The citation, or the one of the title that names the same document with its number."""
        target = self.above[0].target
        if target is not None and target.number and not citation.number and same_target(target, citation):
            return target
        return citation

    def _evidence(self, paragraph: Paragraph) -> tuple[int, int]:
        """The paragraph's own words, without the quotation that begins in it."""
        end = paragraph.end
        return paragraph.start, paragraph.start + len(self.text[paragraph.start : end].rstrip())


_PUT_INTO = re.compile(r"[^.;:]{0,120}?(?<!\w)(?:vào|trong)\s|\s*[;.]?\s*$|\s*,\s")


def _introduces(own: str, paragraph: Paragraph, act: Act) -> bool:
    """A paragraph that announces a list: it ends in a colon, or is the heading of an article."""
    words = own[paragraph.start : paragraph.end].rstrip(" \t\r\n*_")
    if words.endswith(":"):
        return True
    return paragraph.rank < CLAUSE and len(words) < 1200 and not words.endswith((".", ";"))


_KINDS = {
    "amend": "amends", "supplement": "supplements", "drop": "amends", "correct": "corrects",
}  # fmt: skip


def _kind(act: Act, each: Object, words: bool) -> str:
    """The kind of relation that an act on an object is."""
    if act.verb in _KINDS:
        if act.verb == "drop" and not words and each.paths:
            return "repeals_part"
        return _KINDS[act.verb]
    if words:
        return "amends"
    if act.verb == "pause":
        return "pauses"
    if act.verb == "suspend":
        return "suspends_part" if each.partial else "suspends"
    if act.verb == "replace":
        if not each.partial:
            return "replaces"
        return "repeals_part" if act.own or act.behind else "amends"
    if each.partial:
        return "repeals_part"
    return "repeals" if act.verb == "repeal" else "replaces"
