"""The answer for one day: whether it stands at all, then whether it is suspended, then which parts do not stand.

An act that is doubtful, or whose day is not known, never confirms that something ended; nor does it let `in_force`
stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.dates import format_short
from archive.effects import Effect, PartDays
from archive.records import Record
from archive.relations.model import KINDS
from archive.validity.bearing import Bearing
from archive.validity.ending import Ending, before_end, counted_from, ended_answer, older
from archive.validity.model import CERTAINTY, OPEN, Answer, best, worst
from archive.validity.particular import by_its_own_rules
from archive.validity.stated import before_first_day, first_day, stated, status_named
from archive.validity.wording import listed, names_of, places, quotation, told


def decide(bearing: Bearing, on: date) -> Answer:
    """What is known of the document or provision on the day `on`."""
    answer = _standing(bearing, on)
    if answer.state in OPEN:
        answer = _suspended(bearing, on, answer)
    if bearing.path:
        answer = _not_told_apart(answer, bearing, on)
    if bearing.changing or bearing.partial or bearing.parts:
        answer = _parts(bearing, on, answer)
    return by_its_own_rules(bearing, on, answer) if answer.state in OPEN else answer


# --- whether it stands --------------------------------------------------------------------------------------------


def _standing(bearing: Bearing, on: date) -> Answer:
    record, ending = bearing.record, bearing.ending
    answer = stated(record, on, record.expired)
    if before_first_day(record, on):
        return _never_to_be(record, ending, answer) if ending is not None else answer
    if ending is not None:
        answer = ended_answer(record, ending, on) or before_end(record, ending, on)
    alone = _own(bearing, on)
    if alone is None:
        return answer
    if answer.state == "expired":
        # Over in any case: two grounds that agree are as good as the better one.
        surer = alone.state == "expired" and CERTAINTY.index(alone.certainty) < CERTAINTY.index(answer.certainty)
        return alone if surer else answer
    return alone


def _never_to_be(record: Record, ending: Ending, answer: Answer) -> Answer:
    """Not in force yet, and ended before its first day: said beside it."""
    start = first_day(record)
    acts = [each for each in ending.acts if start is not None and each.start is not None and each.start <= start]
    if not acts:
        return answer
    vi, en = listed([told(each) for each in acts])
    return replace(answer, vi=f"{answer.vi}; nhưng {vi}", en=f"{answer.en}; but {en}", effects=tuple(acts), ends=None)


def _own(bearing: Bearing, on: date) -> Answer | None:
    """What ended the provision by itself, or leaves that in doubt; None where nothing did."""
    own = bearing.own
    if own is None:
        return None
    if bearing.own_ending is not None:
        return ended_answer(own, bearing.own_ending, on)
    return stated(own, on, own.expired) if own.expired is not None and on >= own.expired else None


def _not_told_apart(answer: Answer, bearing: Bearing, on: date) -> Answer:
    """The source says that a part fell away, not which: of one provision that says nothing."""
    if answer.state != "partly_expired":
        return answer
    what = places((bearing.path,))[0]
    return replace(
        answer,
        state="unknown",
        vi=f"{answer.vi}; không rõ có gồm {what} hay không",
        en=f"{answer.en}; whether that includes {what} is not known",
        certainty=worst(answer.certainty, "likely"),
    )


# --- suspended ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Acting:
    """An effect at work on a day; `known`: its first day is known and nothing makes it doubtful."""

    effect: Effect
    since: date
    known: bool


def _acting(effects: Sequence[Effect], record: Record, on: date) -> list[_Acting]:
    found = []
    for effect in effects:
        since = counted_from(effect, record)
        if on < since or (effect.until is not None and on >= effect.until and _passes(effect)):
            continue
        known = (
            effect.start is not None
            and effect.certainty in ("sure", "likely")
            and not older(effect, record, ends=False)
        )
        found.append(_Acting(effect, since, known))
    return found


def _passes(effect: Effect) -> bool:
    """Only a suspension or a change of text can be for a time: what ended does not come back by itself."""
    return KINDS[effect.kind].effect in ("suspends", "suspends_part", "changes")


def _suspended(bearing: Bearing, on: date, answer: Answer) -> Answer:
    record = bearing.record
    if record.status == "NHL" and answer.state == "suspended" and not bearing.path:
        answer = _pause_over(bearing, on, answer)
    acting = _acting((*bearing.suspending, *bearing.own_suspending), record, on)
    if not acting or _doubted(bearing, on):
        return answer
    known = [each for each in acting if each.known]
    effects = tuple(each.effect for each in (known or acting))
    vi, en = listed([told(each) for each in effects])
    if not known:
        if answer.state == "suspended":
            return answer
        return replace(
            answer,
            state="unknown",
            vi=f"Chưa rõ có bị ngưng hiệu lực hay không: {vi}{quotation(effects)}",
            en=f"Whether it is suspended is not known: {en}{quotation(effects)}",
            certainty="doubtful",
            by=names_of(effects),
            effects=(*answer.effects, *effects),
        )
    certainty = worst(record.certainty, best(*(each.certainty for each in effects)))
    if answer.state == "suspended":
        certainty = best(certainty, answer.certainty)
    as_of = record.as_of
    whole = [each for each in known if each.effect in bearing.suspending]
    if (
        record.status in {"CHL", "CCHL"}
        and as_of is not None
        and any(each.since <= as_of and (each.effect.until is None or as_of < each.effect.until) for each in whole)
    ):
        said_vi, said_en = status_named(record)
        vi, en, certainty = f"{vi}; {said_vi}", f"{en}; {said_en}", "doubtful"
    ends = [each.until for each in effects]
    quoted = quotation(effects)
    return replace(
        answer,
        state="suspended",
        vi=f"{vi[:1].upper()}{vi[1:]}{quoted}",
        en=f"{en[:1].upper()}{en[1:]}{quoted}",
        certainty=certainty,
        source=effects[0].source,
        as_of=effects[0].by_issued,
        by=names_of(effects),
        effects=effects,
        ends=None if None in ends else max(each for each in ends if each is not None),
    )


def _doubted(bearing: Bearing, on: date) -> bool:
    """Whether it still stands is itself in question: then nothing surer can be said of it."""
    ending, own = bearing.ending, bearing.own_ending
    return (ending is not None and on >= ending.low) or (own is not None and on >= own.low)


def _pause_over(bearing: Bearing, on: date, answer: Answer) -> Answer:
    """The source saw it suspended during a pause that is over by now: what came after, nobody looked."""
    as_of = bearing.record.as_of
    for effect in bearing.suspending:
        since = counted_from(effect, bearing.record)
        if effect.until is not None and as_of is not None and since <= as_of < effect.until <= on:
            day = format_short(effect.until)
            return replace(
                answer,
                state="unknown",
                vi=f"{answer.vi}; thời hạn ngưng hiệu lực chấm dứt ngày {day}, từ đó chưa rõ",
                en=f"{answer.en}; the suspension ended on {effect.until}, nothing is known since",
                certainty=worst(answer.certainty, "likely"),
            )
    return answer


# --- parts --------------------------------------------------------------------------------------------------------


def _parts(bearing: Bearing, on: date, answer: Answer) -> Answer:
    record = bearing.record
    if answer.state == "expired" or (record.issued is not None and on < record.issued):
        return answer
    if answer.state == "not_yet":
        return _early(bearing.parts, on, answer)
    acting = _acting((*bearing.changing, *bearing.partial), record, on)
    over = [each for each in bearing.parts if each.expired is not None and on >= each.expired]
    late = [each for each in bearing.parts if each.effective is not None and on < each.effective]
    if not acting and not over and not late:
        return answer
    effects = tuple(each.effect for each in acting)
    lost = [each for each in acting if each.known and _loses(each.effect, bearing)]
    paths = {path for each in lost for path in each.effect.paths} | {each.path for each in over}
    clauses = [_clause(each) for each in acting] + [_over_clause(each) for each in over]
    clauses += [_late_clause(each) for each in late]
    vi, en = listed(clauses)
    state = answer.state
    certainty = answer.certainty
    by = answer.by
    if state in ("in_force", "partly_expired"):
        certainty = worst(certainty, *(each.effect.certainty if each.known else "doubtful" for each in acting))
        if lost or over:
            state = "partly_expired"
            by = names_of(each.effect for each in lost) or by
    return replace(
        answer,
        state=state,
        vi=f"{answer.vi}; {vi}",
        en=f"{answer.en}; {en}",
        certainty=certainty,
        by=by,
        paths=tuple(sorted({*answer.paths, *paths, *(each.path for each in late)})),
        effects=tuple(dict.fromkeys((*answer.effects, *effects))),
        changes=tuple(each for each in effects if KINDS[each.kind].effect == "changes"),
    )


def _loses(effect: Effect, bearing: Bearing) -> bool:
    """Whether a part lost its force by it: repealed, suspended, or its text replaced; added text takes nothing away."""
    if KINDS[effect.kind].effect == "changes":
        return effect.kind != "supplements" and bool(effect.paths) and effect not in bearing.changing
    return True


def _clause(acting: _Acting) -> tuple[str, str]:
    vi, en = told(acting.effect)
    doubtful = not acting.known and acting.effect.start is not None
    return (f"{vi} (còn nghi ngờ)", f"{en} (doubtful)") if doubtful else (vi, en)


def _over_clause(part: PartDays) -> tuple[str, str]:
    vi, en = places((part.path,))
    day = part.expired
    assert day is not None
    return f"{vi} hết hiệu lực từ ngày {format_short(day)}", f"{en} expired on {day}"


def _late_clause(part: PartDays) -> tuple[str, str]:
    vi, en = places((part.path,))
    day = part.effective
    assert day is not None
    return f"{vi} có hiệu lực từ ngày {format_short(day)}", f"{en} in force from {day}"


def _early(parts: Sequence[PartDays], on: date, answer: Answer) -> Answer:
    """Provisions in force before the whole is."""
    early = [
        each
        for each in parts
        if each.effective is not None and each.effective <= on and (each.expired is None or on < each.expired)
    ]
    if not early:
        return answer
    vi, en = listed([_late_clause(each) for each in early])
    return replace(
        answer,
        vi=f"{answer.vi}; riêng {vi}",
        en=f"{answer.en}; but {en}",
        paths=tuple(sorted({each.path for each in early})),
    )
