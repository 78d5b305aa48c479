"""`Idempotency-Key`: a request that a caller sends again, not knowing whether it arrived, is done once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, make_response, request

from archive.replays import KeptAnswer, documents_in
from web.accounts.gate import signed_in
from web.pages import service
from web.problems import WrongParameter

HEADER = "Idempotency-Key"
LONGEST = 200
WELL_FORMED = re.compile(f"[!-~]{{0,{LONGEST}}}")


def once(answer: Callable[[], Any]) -> Any:
    """Answer a request, or answer it as before where it came under the same key before. Failures are not kept.

    An answer that tells of a document whoever asks may no longer see is not given again. Raises KeyReused,
    StillAnswering, WrongParameter, NotFound.
    """
    key = request.headers.get(HEADER, "").strip(" \t")
    if not key:
        return answer()
    if not WELL_FORMED.fullmatch(key):
        raise WrongParameter(
            "wrong_idempotency_key",
            f"Idempotency-Key phải có từ 1 đến {LONGEST} ký tự ASCII in được, không có dấu cách.",
            f"Idempotency-Key must have 1 to {LONGEST} printable ASCII characters without spaces.",
        )
    signed = signed_in()
    unique = f"{signed.person.id if signed else ''}\n{request.method}\n{request.path}\n{key}"
    replays = service().archive.replays
    kept = replays.claim(unique, _content())
    if kept is not None:
        _still_seen(documents_in(kept))
        response = Response(kept.body, kept.status, mimetype="application/json")
        response.headers["Idempotency-Replayed"] = "true"
        if kept.location:
            response.headers["Location"] = kept.location
        return response
    done = False
    try:
        response = make_response(answer())
        if response.status_code < 300:
            location = response.headers.get("Location", "")
            replays.keep(unique, KeptAnswer(response.status_code, response.get_data(as_text=True), location))
            done = True
        return response
    finally:
        if not done:
            replays.release(unique)


def _still_seen(document_ids: Iterable[int]) -> None:
    archive = service().archive
    for id_ in sorted(document_ids):
        archive.record(archive.merges.successor(id_) or id_)


def _content() -> str:
    """What a request brought, whatever the boundaries of its parts."""
    brought = hashlib.sha256()

    def take(*parts: bytes) -> None:
        for part in parts:
            brought.update(len(part).to_bytes(8, "big") + part)

    take(request.query_string)
    if request.mimetype != "multipart/form-data":
        take(request.get_data(cache=True))
        return brought.hexdigest()
    for name, values in sorted(request.form.lists(), key=str):
        take(str(name).encode("utf-8", "replace"), *(value.encode("utf-8", "replace") for value in values))
    for name, files in sorted(request.files.lists(), key=str):
        for file in files:
            take(str(name).encode("utf-8", "replace"), (file.filename or "").encode("utf-8", "replace"))
            digest = hashlib.file_digest(file.stream, "sha256")  # type: ignore[arg-type]
            file.stream.seek(0)
            take(digest.digest())
    return brought.hexdigest()
