"""When a document ends by what others do to it, weighed against its own stated end.

Every ending evidence is kept. Those that agree settle the day; between the days of those that contradict each other the
state is unknown, and so it is from the day of a doubtful one on. What was done at an unknown day is counted from the
issue of the acting document; where not even that is known, from the day after the last dated statement of the source.

Rules: Luật 64/2025/QH15, Điều 57 (a document ends when it is replaced or repealed; what guides it), Luật 87/2025/QH15,
Điều 1 khoản 22 (from 01/7/2025 what guides a document falls with it unless declared to continue; one source), as
`domain/facts.md` section 3 has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.dates import format_short
from archive.effects import Effect
from archive.records import Record
from archive.validity.model import Answer, best, worst
from archive.validity.stated import first_day, stated, status_named
from archive.validity.wording import listed, names_of, passive, quotation, told

FALLS_WITH_GUIDED = date(2025, 7, 1)
"""From this day on a guiding document falls with the guided one (Luật 87/2025/QH15, Điều 1 khoản 22)."""


@dataclass(frozen=True)
class Doubt:
    """An ending evidence that decides nothing: from `day` on nobody can say that the document stands.

    `last` is the latest day that it can mean, where that is another (an act that reaches back before its issue).
    """

    day: date
    vi: str
    en: str
    effect: Effect | None = None
    certainty: str = "doubtful"
    last: date | None = None


@dataclass(frozen=True)
class Ending:
    """From `low` on the document may no longer stand; from `high` on it does not (None: never known).

    `first` is the earliest day that a sure or likely evidence gives: before it the document had not ended. `acts` are
    what ends it on `day`; `later` what would end it after that; `doubts` what is unsettled, in order of days.
    """

    low: date
    high: date | None
    first: date | None
    day: date | None
    acts: tuple[Effect, ...]
    later: tuple[tuple[date, Effect], ...]
    doubts: tuple[Doubt, ...]

    @property
    def settled(self) -> date | None:
        """The first day without force, where nothing contradicts it."""
        return self.high if self.high == self.low else None


def older(effect: Effect, record: Record, *, ends: bool = True) -> bool:
    """Whether the acting document came too early to end, or else to change, the one acted on.

    What was issued on the same day can change it (laws of one session do), but not end it: so of two documents whose
    days of issue are known, never each ends the other.
    """
    if effect.by_issued is None or record.issued is None:
        return False
    return effect.by_issued < record.issued or (ends and effect.by_issued == record.issued)


def counted_from(effect: Effect, record: Record) -> date:
    """The first day on which the effect may act: where its own is not known, as the module says."""
    if effect.start is not None:
        return effect.start
    if effect.by_issued is not None:
        return effect.by_issued
    return _after(record.as_of)


def find_ending(record: Record, effects: Sequence[Effect], falling: Sequence[Effect] = ()) -> Ending | None:
    """The end of a document by `effects` that end it and by the fall of what it guides; None where there are none."""
    expired = record.expired
    acts: dict[Effect, date] = {}
    doubts: list[Doubt] = []
    weak: list[Doubt] = []
    for effect in effects:
        _weigh(effect, record, acts, doubts, weak)
    weak += [doubt for doubt in (_fallen(each, record) for each in falling) if doubt is not None]
    if not acts and not doubts and not weak:
        return None
    ended = record.as_of if expired is None and record.status == "HHL" else None
    day = min(acts.values()) if acts else None
    latest = max((doubt.last or doubt.day for doubt in doubts), default=None)
    stated_end = expired or ended
    high: date | None
    contradicted = None
    if day is not None:
        # The source's dated "expired" bounds the end from above: an earlier act explains it.
        apart = stated_end is not None and stated_end != day and (expired is not None or stated_end < day)
        high = max(day, stated_end) if apart and stated_end else day
        contradicted = stated_end if apart else None
    elif stated_end is not None:
        high = max(stated_end, latest or stated_end)
    else:
        high = None
    lows = [*acts.values(), *(doubt.day for doubt in doubts)]
    if expired is not None:
        lows.append(expired)
    elif ended is not None and high is not None and (high > ended or not lows):
        lows.append(ended)
    counted = [doubt for doubt in weak if high is None or doubt.day < high]
    lows += [doubt.day for doubt in counted]
    if not lows:
        return None
    if contradicted is not None and day is not None:
        doubts.append(_contradiction(record, contradicted, expired is not None, day))
    first = min((each for each in (day, expired) if each is not None), default=None)
    if ended is not None and day is not None and ended < day:
        first = None
    return Ending(
        low=min(lows),
        high=high,
        first=first,
        day=day,
        acts=tuple(effect for effect, start in acts.items() if start == day),
        later=tuple((start, effect) for effect, start in acts.items() if start != day),
        doubts=tuple(sorted((*doubts, *counted), key=lambda doubt: doubt.day)),
    )


def ended_answer(record: Record, ending: Ending, on: date) -> Answer | None:
    """The answer from `ending.low` on; None before it."""
    if ending.high is not None and on >= ending.high:
        return _over(record, ending, on)
    if on < ending.low:
        return None
    reached = [doubt for doubt in ending.doubts if doubt.day <= on]
    vi, en = listed([(doubt.vi, doubt.en) for doubt in reached])
    effects = tuple(doubt.effect for doubt in reached if doubt.effect is not None) + ending.acts
    if not reached:
        # An end was stated, and something later speaks against its day.
        later = listed([(doubt.vi, doubt.en) for doubt in ending.doubts])
        own_end = _own_end(record, record.expired)
        vi, en = f"{own_end[0]}; nhưng {later[0]}", f"{own_end[1]}; but {later[1]}"
        effects += tuple(doubt.effect for doubt in ending.doubts if doubt.effect is not None)
    return Answer(
        "unknown",
        f"Chưa rõ còn hiệu lực hay không: {vi}{quotation(effects)}",
        f"Whether it still stands is not known: {en}{quotation(effects)}",
        worst(record.certainty, "likely", *(doubt.certainty for doubt in reached or ending.doubts)),
        by=names_of(effects, record.replaced_by),
        effects=tuple(dict.fromkeys(effects)),
        ends=ending.high,
    )


def before_end(record: Record, ending: Ending, on: date) -> Answer:
    """The answer before `ending.low`: a known later end makes an interval of a known first day."""
    plain = stated(record, on, record.expired)
    if ending.first is None or not ending.acts:
        return _at_least(record, ending, plain)
    lived = stated(record, on, ending.first)
    if lived.state == "unknown" and plain.state != "unknown":
        return plain
    acts = best(*(each.certainty for each in ending.acts))
    certainty = worst(lived.certainty, acts)
    if lived.state == plain.state:
        certainty = best(plain.certainty, certainty)
    lived = replace(lived, certainty=certainty, by=names_of(ending.acts, record.replaced_by), effects=ending.acts)
    return _at_least(record, ending, lived)


def _at_least(record: Record, ending: Ending, answer: Answer) -> Answer:
    """Where the day of the end is not settled, only the days before the first evidence are certain."""
    start = first_day(record)
    if answer.state != "in_force" or answer.ends is None or start is None or ending.settled is not None:
        return answer
    vi = f"Có hiệu lực từ ngày {format_short(start)}, ít nhất đến trước ngày {format_short(ending.low)}"
    return replace(answer, vi=vi, en=f"In force from {start}, at least until before {ending.low}", ends=None)


def _weigh(effect: Effect, record: Record, acts: dict[Effect, date], doubts: list[Doubt], weak: list[Doubt]) -> None:
    """Put one ending effect where it belongs: it ends, it leaves in doubt, or it only speaks against."""
    vi, en = told(effect)
    if older(effect, record):
        vi, en = f"{vi}, nhưng văn bản đó không ban hành sau", f"{en}, which was not issued later"
        weak.append(Doubt(effect.start or date.min, vi, en, effect))
    elif effect.start is None:
        doubt = Doubt(counted_from(effect, record), vi, en, effect, worst(effect.certainty))
        (doubts if effect.by_issued is not None else weak).append(doubt)
    elif effect.certainty not in ("sure", "likely"):
        last = max(effect.start, effect.by_issued or effect.start)
        doubts.append(Doubt(effect.start, f"{vi} (còn nghi ngờ)", f"{en} (doubtful)", effect, last=last))
    elif effect.by_issued is not None and effect.start < effect.by_issued:
        acts[effect] = effect.by_issued
        doubts.append(Doubt(effect.start, vi, en, effect))
    else:
        acts[effect] = effect.start


def _fallen(effect: Effect, record: Record) -> Doubt | None:
    """What guides a document that fell: from 01/7/2025 it falls too, unless it was declared to continue."""
    what = effect.by_named or "văn bản được hướng dẫn"
    rule_vi = "từ 01/7/2025 văn bản hướng dẫn hết hiệu lực theo, trừ khi được công bố còn áp dụng (Luật 87/2025/QH15)"
    rule_en = "from 2025-07-01 what guides it falls with it unless declared to continue (Luật 87/2025/QH15)"
    if effect.start is None:
        day = max(_after(record.as_of), FALLS_WITH_GUIDED)
        vi, en = f"{what} đã hết hiệu lực, chưa rõ từ ngày nào", f"{what}, which it guides, fell on an unknown day"
    elif effect.start < FALLS_WITH_GUIDED:
        return None
    else:
        day = effect.start
        vi = f"{what} hết hiệu lực từ ngày {format_short(day)}"
        en = f"{what}, which it guides, fell on {day}"
    return Doubt(day, f"{vi}; {rule_vi}", f"{en}; {rule_en}", effect)


def _over(record: Record, ending: Ending, on: date) -> Answer:
    """It ended, on `ending.high` at the latest."""
    plain = stated(record, on, record.expired)
    if not ending.acts or ending.day is None:
        return plain
    later = [(day, each) for day, each in ending.later if day <= on]
    sure = [_worth(record, day, each) for day, each in ((ending.day, act) for act in ending.acts)]
    sure += [_worth(record, day, each) for day, each in later]
    agreed = plain.state == "expired"
    certainty = worst(record.certainty, best(*sure))
    if agreed:
        certainty = best(certainty, plain.certainty)
    vi, en = listed([passive(each) for each in ending.acts])
    if ending.high == ending.day:
        vi = f"Hết hiệu lực từ ngày {format_short(ending.day)}, {vi}"
        en = f"Expired on {ending.day}, {en}"
    else:
        own_end = _own_end(record, record.expired)
        vi = f"Hết hiệu lực; {own_end[0]}, còn theo văn bản khác thì từ ngày {format_short(ending.day)}, {vi}"
        en = f"Expired; {own_end[1]}, by another document on {ending.day}, {en}"
    if _still(record, ending.day):
        said_vi, said_en = status_named(record)
        vi, en = f"{vi}; {said_vi}", f"{en}; {said_en}"
        more_vi, more_en = listed([told(each) for _, each in later])
        if later:
            vi, en = f"{vi}; {more_vi}", f"{en}; {more_en}"
    acting = ending.acts[0]
    quoted = quotation(ending.acts)
    return Answer(
        "expired",
        vi + quoted,
        en + quoted,
        certainty,
        source="" if agreed else acting.source,
        as_of=acting.by_issued,
        by=names_of(ending.acts, record.replaced_by),
        effects=ending.acts,
    )


def _worth(record: Record, day: date, effect: Effect) -> str:
    """How sure the act makes it that the document is over: less where the source says later that it stands."""
    return "doubtful" if _still(record, day) else effect.certainty


def _still(record: Record, day: date) -> bool:
    """The source states, as of the day of the end or later, that it stands at least in part."""
    lag = {"CHL", "CCHL"} if record.expired is not None else {"CHL", "CCHL", "HHL1P", "NHL"}
    return record.status in lag and record.as_of is not None and record.as_of >= day


def _own_end(record: Record, expired: date | None) -> tuple[str, str]:
    if expired is not None:
        return f"hồ sơ ghi hết hiệu lực từ ngày {format_short(expired)}", f"its own facts say expired on {expired}"
    return status_named(record)


def _contradiction(record: Record, end: date, known: bool, day: date) -> Doubt:
    own_vi, own_en = _own_end(record, end if known else None)
    vi = f"{own_vi}, còn theo văn bản khác thì từ ngày {format_short(day)}"
    return Doubt(min(end, day), vi, f"{own_en}, by another document on {day}")


def _after(day: date | None) -> date:
    if day is None:
        return date.min
    return day + timedelta(1) if day < date.max else day
