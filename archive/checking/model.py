"""Values of a check: what is found wrong, where, by which rule, and what to put instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from archive.citations.model import Citation
from archive.differences import Doubt, FieldMismatch
from archive.records import Record
from archive.validity import Validity

VERDICT_NAMES: dict[str, tuple[str, str]] = {
    # of citations
    "ok": ("đúng", "right"),
    "doubtful": ("chưa chắc", "doubtful"),
    "mismatch": ("sai lệch", "mismatch"),
    "expired": ("hết hiệu lực", "no longer in force"),
    "replaced": ("đã bị thay thế", "replaced"),
    "ambiguous": ("chưa rõ văn bản nào", "ambiguous"),
    "not_held": ("kho chưa có", "not held"),
    # of what became of a document since it was cited (`archive.living`)
    "changed": ("đã thay đổi từ khi viện dẫn", "changed since it was cited"),
    # of the block of legal bases, and of bodies
    "duplicated": ("căn cứ trùng", "duplicated"),
    "order": ("sai thứ tự căn cứ", "order of bases"),
    "wording": ("cách ghi căn cứ", "wording of a basis"),
    "punctuation": ("dấu câu cuối căn cứ", "punctuation of a basis"),
    "missing_basis": ("có thể thiếu căn cứ", "basis perhaps missing"),
    "ended_body": ("cơ quan đã kết thúc", "body that has ended"),
    # of form
    "layout": ("cách trình bày", "layout"),
    "element": ("thành phần thể thức", "element of form"),
    "numbering": ("đánh số, bố cục", "numbering of parts"),
    "capitals": ("viết hoa", "capital letters"),
    "expression": ("cách ghi ngày, số, viện dẫn", "wording of dates, numbers and references"),
    "gap": ("chỗ chưa điền", "gap not filled in"),
    # of names and dates
    "stale_date": ("ngày, năm của văn bản cũ", "day or year of the earlier document"),
    "wrong_date": ("ngày tháng sai", "wrong date"),
    "unfit_title": ("chức danh, quyền hạn không hợp", "title or authority that does not fit"),
}
"""Verdict → its name in Vietnamese and English, in the order in which they are told."""

BLOCK_VERDICTS = frozenset(
    {"duplicated", "order", "wording", "punctuation", "missing_basis", "ended_body", "stale_date"}
)
"""Verdicts of findings of kind `block`."""

FORM_VERDICTS = frozenset(
    {"layout", "element", "numbering", "capitals", "expression", "gap", "wrong_date", "unfit_title"}
)
"""Verdicts of findings of kind `form`; those of neither kind are of citations."""

_NAMES_AND_DATES = frozenset({"ended_body", "wrong_date", "unfit_title", "stale_date"})


class Corresponding(NamedTuple):
    """The provision of a successor that takes the place of one cited, as far as the archive can tell.

    `path` as cited, `successor_path` in document `document_id`; `heading` is what both are headed with: a hint, for
    equal headings do not prove equal content.
    """

    path: str
    successor_path: str
    document_id: int
    heading: str


class Choice(NamedTuple):
    """What to put for the citation if document `document_id` is the one meant."""

    document_id: int
    replacement: str


@dataclass(frozen=True)
class Finding:
    """What a check says of one citation, or of the block of legal bases; `text == draft[start:end]`.

    `kind` is citation, block or form, `verdict` a key of VERDICT_NAMES. `fields` what is wrong, `doubts` what in our
    own record is not certain. `record` is the document meant (None when ambiguous or not held), `validity` its state on
    the day asked for, `successors` what replaced it, `corresponding` which provision of the successor may take the
    place of the one cited.
    `suggestion` is for a person to read and copy: the whole line (`Căn cứ …;`) for a legal basis, else the citation;
    `replacement` is exactly what to put for `draft[start:end]`. Both "" where nothing can be suggested with certainty.
    `rule` names the place of the rule that is broken (`Nghị định 30/2020/NĐ-CP, Phụ lục I, …`), "" where the finding
    rests on records alone. `choices` are what to put where a person has to say which document is meant, the likeliest
    first; each was read again and means its document. `precedents` are the documents that all rest on a basis which is
    missing here. Findings of a block or of form carry in `citation` only their span, or the citation they are about.
    `code` is the key of a rule of form (`archive.checking.form.RULES`), "" for others.
    """

    text: str
    start: int
    end: int
    citation: Citation
    verdict: str
    fields: tuple[FieldMismatch, ...]
    record: Record | None
    candidates: tuple[Record, ...]
    validity: Validity | None
    doubts: tuple[Doubt, ...]
    suggestion: str
    message_vi: str
    message_en: str
    replacement: str = ""
    successors: tuple[Record, ...] = ()
    kind: str = "citation"
    rule: str = ""
    corresponding: tuple[Corresponding, ...] = ()
    choices: tuple[Choice, ...] = ()
    precedents: tuple[Record, ...] = ()
    code: str = ""

    @property
    def group(self) -> str:
        """Under what a list shows it: citation (the block of bases too), form, or names (names and dates)."""
        if self.verdict in _NAMES_AND_DATES:
            return "names"
        return "form" if self.kind == "form" else "citation"


def block_finding(
    text: str,
    start: int,
    end: int,
    verdict: str,
    message: tuple[str, str],
    *,
    rule: str = "",
    replacement: str = "",
    suggestion: str = "",
    citation: Citation | None = None,
    record: Record | None = None,
    fields: tuple[FieldMismatch, ...] = (),
    precedents: tuple[Record, ...] = (),
) -> Finding:
    """A finding of kind `block` over `text[start:end]`."""
    return Finding(
        text=text[start:end],
        start=start,
        end=end,
        citation=citation or Citation(text[start:end], start, end, basis=True),
        verdict=verdict,
        fields=fields,
        record=record,
        candidates=(),
        validity=None,
        doubts=(),
        suggestion=suggestion or replacement,
        message_vi=message[0],
        message_en=message[1],
        replacement=replacement,
        kind="block",
        rule=rule,
        precedents=precedents,
    )


def form_finding(
    text: str,
    start: int,
    end: int,
    verdict: str,
    message: tuple[str, str],
    *,
    code: str,
    rule: str,
    replacement: str = "",
    suggestion: str = "",
    doubt: tuple[str, str] | None = None,
) -> Finding:
    """A finding of kind `form` over `text[start:end]`; `doubt` says why it is not certain: nothing is then put in."""
    return Finding(
        text=text[start:end],
        start=start,
        end=end,
        citation=Citation(text[start:end], start, end),
        verdict=verdict,
        fields=(),
        record=None,
        candidates=(),
        validity=None,
        doubts=(Doubt("form", *doubt, grave=True),) if doubt else (),
        suggestion=suggestion or replacement,
        message_vi=message[0],
        message_en=message[1],
        replacement=replacement,
        kind="form",
        rule=rule,
        code=code,
    )
