"""Stating what a rule of form found: the rule's verdict and place go with it."""

from __future__ import annotations

from archive.checking.form.rules import RULES
from archive.checking.model import Finding, form_finding


def said(
    text: str,
    start: int,
    end: int,
    code: str,
    vi: str,
    en: str,
    replacement: str = "",
    *,
    suggestion: str = "",
    doubt: tuple[str, str] | None = None,
) -> Finding:
    """A finding of the rule `code` over `text[start:end]`."""
    rule = RULES[code]
    return form_finding(
        text, start, end, rule.verdict, (vi, en), code=code, rule=rule.place, replacement=replacement,
        suggestion=suggestion, doubt=doubt,
    )  # fmt: skip
