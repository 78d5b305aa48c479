"""The letters of Vietnamese by case, for character classes: a range such as `à-ỹ` holds capitals as well."""

from __future__ import annotations

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = UPPER.lower()


def any_space(pattern: str) -> str:
    """A pattern whose single spaces, none of them in a class, stand for any white space: `Trung ương`, broken."""
    return pattern.replace(" ", r"\s+")
