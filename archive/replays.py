"""Answers kept for requests that come again under the same key, so that nothing is done twice.

After draft-ietf-httpapi-idempotency-key-header: the same key with the same content is answered as before, with other
content refused, and while the first is still being answered told to wait.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from archive.database import Database
from archive.errors import RefusedInput
from archive.models import now
from archive.subscription_rows import KeptAnswerRow

KEPT = timedelta(hours=24)
"""How long an answer is kept."""
_GIVEN_UP = timedelta(minutes=15)
_ADDRESS = re.compile(r"/documents/(\d{1,18})\b")
_DOCUMENTS = frozenset({"document", "documents", "document_id", "record"})
PURGED = 410
"""The status of an answer that was taken away because it told of a document that was purged."""


@dataclass(frozen=True)
class KeptAnswer:
    """A JSON answer as it was given; `location` is "" where it had none."""

    status: int
    body: str
    location: str


def documents_in(answer: KeptAnswer) -> frozenset[int]:
    """The ids of the documents that an answer tells of: by the names of its members, and in its addresses."""
    found = {int(digits) for digits in _ADDRESS.findall(f"{answer.location} {answer.body}")}
    with suppress(ValueError):
        found |= set(_named(json.loads(answer.body)))
    return frozenset(found)


def _named(value: Any) -> Iterator[int]:
    if isinstance(value, list):
        for each in value:
            yield from _named(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            several = each if isinstance(each, list) else [each]
            if name in _DOCUMENTS:
                held = (one.get("id") if isinstance(one, dict) else one for one in several)
                yield from (one for one in held if type(one) is int)
            yield from _named(each)


class KeyReused(RefusedInput):
    """A key came again with other content."""


class StillAnswering(RefusedInput):
    """The first request under a key has not been answered yet."""


class Replays:
    """The kept answers of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, key: str, request: str) -> KeptAnswer | None:
        """Begin to answer a request under a key; the answer it got before, None where it is to be answered now.

        `key` holds all that the key is unique in (person, address), `request` all that the request brought.
        Raises KeyReused, StillAnswering, RefusedInput (`answer_purged`).
        """
        moment = now()
        with self._database.write() as session:
            session.execute(delete(KeptAnswerRow).where(KeptAnswerRow.created < moment - KEPT))
            row = session.get(KeptAnswerRow, _hash(key))
            if row is None:
                session.add(KeptAnswerRow(key=_hash(key), request=_hash(request), created=moment))
                return None
            if row.request != _hash(request):
                raise KeyReused(
                    "idempotency_key_reused",
                    "Idempotency-Key này đã dùng cho một nội dung khác. Hãy dùng khóa mới cho mỗi việc khác nhau.",
                    "This Idempotency-Key was used with other content. Use a new key for each different request.",
                )
            if row.status == PURGED:
                raise RefusedInput(
                    "answer_purged",
                    "Yêu cầu này đã được thực hiện, nhưng văn bản đã bị xóa hẳn nên câu trả lời không còn. Nếu cần làm "
                    "lại thì hãy gửi với Idempotency-Key mới.",
                    "This request was carried out, but its document was purged, so the answer is gone. To do it again, "
                    "send it with a new Idempotency-Key.",
                )
            if row.status is not None:
                return KeptAnswer(row.status, row.body, row.location)
            if moment - row.created < _GIVEN_UP:
                raise StillAnswering(
                    "idempotency_in_progress",
                    "Yêu cầu đầu tiên với Idempotency-Key này chưa xong. Hãy đợi rồi gửi lại.",
                    "The first request with this Idempotency-Key is still being answered. Wait and send it again.",
                )
            row.created = moment
            return None

    def keep(self, key: str, answer: KeptAnswer) -> None:
        """Keep the answer of a claimed key."""
        with self._database.write() as session:
            row = session.get(KeptAnswerRow, _hash(key))
            if row is not None:
                row.status, row.body, row.location = answer.status, answer.body, answer.location

    def release(self, key: str) -> None:
        """Forget a claim: the request failed and may be tried again."""
        with self._database.write() as session:
            session.execute(delete(KeptAnswerRow).where(KeptAnswerRow.key == _hash(key)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
