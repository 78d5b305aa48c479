"""Two versions of a draft beside each other: paragraphs, and in those that changed the words."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.comparing import Comparison, compare_texts
from archive.draft_versions import ListedVersion
from archive.provisions import Provision


def compared(before: str, after: str) -> Comparison:
    """What became of one version in another, paragraph by paragraph."""
    return compare_texts(before, _paragraphs(before), after, _paragraphs(after))


def _paragraphs(text: str) -> list[Provision]:
    units = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            units.append(Provision("", "mo_dau", "", "", start, start + len(line)))
        start += len(line)
    return units


def kind_words(version: ListedVersion) -> str:
    """How a version came, as a list says it."""
    names: dict[str, str] = {
        "begun": _("bắt đầu"),
        "saved": _("tự lưu khi soạn"),
        "kept": _("bấm lưu"),
        "corrected": _("áp dụng sửa đổi"),
        "restored": _("khôi phục"),
    }
    return names[version.kind]
