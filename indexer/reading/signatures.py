"""Digital signatures inside a PDF: who signed, when, and whether the file is still what was signed.

Read in the child process, from the file alone: no list of revoked certificates, no certificate is fetched, and whether
a certificate was truly given to that body is not decided here. What a certificate says is evidence, not proof.
"""

from __future__ import annotations

import logging
import mmap
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

from indexer.reading.base import Signature

_MOST = 40
"""Signatures of one file that are looked at; each further one is left out."""
_MARK = b"/ByteRange"
_COMPARED = 32 * 1024 * 1024
"""Bytes up to which what was appended after a signature is compared, object by object."""


def read_signatures(path: Path) -> tuple[Signature, ...]:
    """The signatures of a PDF in the order of its fields; () where it has none. Never raises for a damaged one."""
    if not _may_be_signed(path):
        return ()
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds wrong is told in `note`
    compare = path.stat().st_size <= _COMPARED
    try:
        with path.open("rb") as file:
            embedded = list(PdfFileReader(file, strict=False).embedded_signatures)[:_MOST]
            found = tuple(_read(each, compare) for each in embedded)
    except (MemoryError, OSError):
        raise
    except Exception as error:  # a hostile file may break any line of a parser
        return (Signature(state="unreadable", note=type(error).__name__),)
    shown = _shown(path)
    return tuple(replace(each, **shown.get(each.field, {})) for each in found)


def _shown(path: Path) -> dict[str, dict[str, Any]]:
    """What each signature field shows on its page: text, page and box. {} where that cannot be read."""
    from pypdf import PdfReader

    found: dict[str, dict[str, Any]] = {}
    try:
        reader = PdfReader(path)
        for number, page in enumerate(reader.pages, 1):
            if len(found) >= _MOST:
                break
            for annotation in page.get("/Annots") or []:
                field = annotation.get_object()
                if field.get("/FT") == "/Sig" and field.get("/AP"):
                    text = page.extract_xform_text(field["/AP"]["/N"].get_object(), (0, 90, 180, 270), 200.0)
                    found[str(field.get("/T", ""))] = {"shows": _words(text), "page": number} | _box(page, field)
    except (MemoryError, OSError):
        raise
    except Exception:  # as above; a field that cannot be shown takes nothing from the signature
        return found
    return found


def _box(page: Any, field: Any) -> dict[str, float]:
    left, low, right, high = (float(each) for each in field["/Rect"])
    x, y, width, height = page.mediabox.left, page.mediabox.bottom, page.mediabox.width, page.mediabox.height
    box = {
        "left": (left - x) / width,
        "top": 1 - (high - y) / height,
        "right": (right - x) / width,
        "bottom": 1 - (low - y) / height,
    }
    return {name: round(min(1.0, max(0.0, float(value))), 4) for name, value in box.items()}


def _may_be_signed(path: Path) -> bool:
    """A signature's byte range stands in plain bytes, since it counts them: without one nothing has to be parsed."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_MARK) >= 0


def _read(embedded: Any, compare: bool) -> Signature:
    field = str(embedded.field_name or "")
    try:
        subject = embedded.signer_cert.subject.native
        when = embedded.self_reported_timestamp
        state, note = _state(embedded, compare)
    except (MemoryError, OSError):
        raise
    except Exception as error:  # as above
        return Signature(field=field, state="unreadable", note=type(error).__name__)
    return Signature(
        field=field,
        signer=_words(subject.get("common_name")),
        organisation=_words(subject.get("organization_name")),
        unit=_words(subject.get("organizational_unit_name")),
        title=_words(subject.get("title")),
        when=when.astimezone(UTC).isoformat(timespec="seconds") if when and when.tzinfo else "",
        state=state,
        note=note,
    )


def _state(embedded: Any, compare: bool) -> tuple[str, str]:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    embedded.compute_integrity_info(skip_diff=not compare)
    kind = embedded.sig_object_type
    expected = "tst_info" if kind == "/DocTimeStamp" else "data"
    intact, valid = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, expected, embedded.compute_digest()
    )
    if not intact:
        return "changed", "digest_differs"
    if not valid:
        return "changed", "signature_invalid"
    if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "whole", ""
    if embedded.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        return "changed", "part_of_file"
    if not compare:
        return "changed", "not_compared"
    diff = embedded.diff_result
    level = diff.modification_level if isinstance(diff, DiffResult) else ModificationLevel.OTHER
    if embedded.summarise_integrity_info()["docmdp_ok"] and level <= ModificationLevel.FORM_FILLING:
        return "whole", "signed_again"
    return "changed", "changed_after"


def _words(value: Any) -> str:
    """A name of a certificate; several of one kind joined, control characters and excess left out."""
    parts = value if isinstance(value, list) else [value or ""]
    text = ", ".join(" ".join(str(part).split()) for part in parts)
    return "".join(letter for letter in text if letter.isprintable())[:300]
