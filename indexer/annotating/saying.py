"""What a comment says of a finding: its verdict, what is wrong, the rule it breaks, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from archive.checking import VERDICT_NAMES, Finding, chosen_corrections
from indexer.annotating.remark import Remark


def remarks_of(findings: Sequence[Finding], text: str, language: str = "vi", *, correct: bool = False) -> list[Remark]:
    """A remark for every place where a finding asks for something; what is right is not remarked on.

    `language` is vi or en. With `correct` the corrections that are certain
    (`archive.checking.chosen_corrections`) come with what is to be put.
    """
    put = {id(each) for each in chosen_corrections(text, findings)} if correct else set()
    out: dict[tuple[int, int], Remark] = {}
    for finding in findings:
        if finding.verdict == "ok":
            continue
        span = (finding.start, finding.end)
        words = finding.replacement if id(finding) in put else None
        lines = said(finding, language)
        before = out.get(span)
        if before is not None:
            lines = (*before.said, *lines)
            words = words if before.replacement is None else before.replacement
        out[span] = Remark(*span, text[finding.start : finding.end], lines, words)
    return list(out.values())


def said(finding: Finding, language: str = "vi") -> tuple[str, ...]:
    """The lines of the comment on a finding."""
    english = language == "en"
    name = VERDICT_NAMES[finding.verdict][english]
    lines = [name[:1].upper() + name[1:], finding.message_en if english else finding.message_vi]
    lines += [doubt.en if english else doubt.vi for doubt in finding.doubts]
    if finding.rule:
        lines.append(f"{'Rule' if english else 'Quy tắc'}: {finding.rule}.")
    wanted = " ".join((finding.suggestion or finding.replacement).split())
    if wanted:
        lines.append(f"{'Suggested' if english else 'Đề nghị ghi'}: {wanted}")
    elif finding.choices:
        options = " / ".join(dict.fromkeys(" ".join(each.replacement.split()) for each in finding.choices[:4]))
        lines.append(f"{'One of' if english else 'Có thể là'}: {options}")
    return tuple(line for line in lines if line)
