"""What a person writes over, kept before it is written over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from archive.clerk_models import CorrectionRow
from archive.models import Document
from archive.seeing import viewer


def note_corrections(session: Session, document: Document, facts: Mapping[str, Any]) -> None:
    """Keep what a person is about to write over, in the open transaction: one row for each fact that changes."""
    for name, value in facts.items():
        old, new = packed(getattr(document, name)), packed(value)
        if old != new:
            session.add(
                CorrectionRow(
                    document_id=document.id,
                    field=name,
                    old=old,
                    new=new,
                    was_person=name in document.by_person,
                    person=viewer().person,
                    by=viewer().name,
                )
            )


def packed(value: Any) -> Any:
    """A fact as JSON."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
