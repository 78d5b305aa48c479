"""The day of effect, where a source states one and the text says it too: the text is the authority, both are kept."""

from __future__ import annotations

from dataclasses import replace

from archive.dates import format_short
from archive.relations.model import EffectDays
from archive.stored import NewDocument

DISAGREES = "disagrees:effective"


def settled(new: NewDocument, days: EffectDays, source: str) -> NewDocument:
    """The document with the day that text and source are to be believed in; where they differ, a note and a question.

    `new.effective` is what `source` states, `days` what the text says. A day before that of issue is a slip more often
    than an effect backwards: the other one is taken. Where there is none, the text's own stays and is asked for, and
    the source's is not taken.
    """
    said = days.effective if days.certainty == "sure" else None
    stated = new.effective
    if said is not None and said == stated:
        return new
    early = {day for day in (said, stated) if day is not None and new.issued is not None and day < new.issued}
    if said is None and not early:
        return new
    chosen = next((day for day in (said, stated) if day is not None and day not in early), said)
    if stated is None and chosen not in early:
        return replace(new, effective=chosen)
    parts = [
        f"{who} ghi {format_short(day)}"
        + (f", sớm hơn ngày ban hành {format_short(new.issued)}" if day in early and new.issued else "")
        for who, day in (("văn bản", said), (source, stated))
        if day is not None
    ]
    note = f"ngày có hiệu lực: {', '.join(parts)}"
    review = tuple(dict.fromkeys((*new.review, DISAGREES)))
    return replace(new, effective=chosen, note="; ".join(filter(None, (new.note, note))), review=review)
