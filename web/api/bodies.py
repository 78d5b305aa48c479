"""What a request to the API carries in its body."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from web.problems import WrongParameter


def json_body() -> dict[str, Any]:
    """The JSON object of a request. Raises UnsupportedMediaType, WrongParameter."""
    if not request.is_json:
        raise UnsupportedMediaType
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise WrongParameter(
            "wrong_json", "Nội dung gửi lên phải là một đối tượng JSON.", "The body must be a JSON object."
        )
    return body
