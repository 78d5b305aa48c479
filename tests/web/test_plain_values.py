"""What is soon told of a value in an address is what the validator says."""

from __future__ import annotations

from typing import Any

import pytest

from web.api.parts import FLAG, ID, ON, TEXT, Json, listed, one_of, or_null, text, whole
from web.api.validating import plainly_fits, validator

SCHEMAS = [
    TEXT,
    FLAG,
    ID,
    ON,
    text(5),
    text(5, 1),
    whole(1, 9),
    one_of("a", ""),
    listed(one_of("a", "b")),
    or_null(TEXT),
]
VALUES = ["", "a", "ab", "dài quá rồi", "0", 0, 1, 9, 10, -1, True, False, [], ["a"], ["a", "x"], ["a", 1], None, 1.5]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("value", VALUES)
def test_it_fits_only_where_the_validator_agrees(schema: Json, value: Any) -> None:
    assert not plainly_fits(value, schema) or validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("value", "schema"),
    [("hỏi", text(1000, 1)), (10, whole(1, 100)), ("a", one_of("a")), ([], listed(TEXT)), (["b"], listed(one_of("b")))],
)
def test_what_is_usual_is_told_without_the_validator(value: Any, schema: Json) -> None:
    assert plainly_fits(value, schema)
