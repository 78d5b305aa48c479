"""Reading what a request asks for. A wrong value is told by name, never guessed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from archive.dates import parse_date
from indexer.catalogue import HELD, LEVELS, STATES
from indexer.search import MODES, SORTS, SearchRequest
from web.problems import WrongParameter

LONGEST_QUERY = 1000
MOST_HITS = 100
FARTHEST = 10_000
ID_DIGITS = 18

_T = TypeVar("_T")


def whole_number(args: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    """A whole number between two bounds, None where it is not given. Raises WrongParameter."""
    raw = (args.get(name) or "").strip()
    if not raw:
        return None
    try:
        value = int(raw) if raw.isascii() and len(raw) < 12 else least - 1
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise WrongParameter(
            f"wrong_{name}",
            f"“{name}” phải là số nguyên từ {least} đến {most}; đã nhận “{raw[:40]}”.",
            f"“{name}” must be a whole number from {least} to {most}; got “{raw[:40]}”.",
        )
    return value


def identifier(raw: str) -> int | None:
    """The id that a form names, None where it is no number; 0, which no row has, where no database counts so far."""
    if not (raw.isascii() and raw.isdigit()):
        return None
    return int(raw) if len(raw) <= ID_DIGITS else 0


def day(args: Mapping[str, str], name: str) -> date | None:
    """A date as `2024-06-03`, `03/6/2024` or `today`; None where it is not given. Raises WrongParameter."""
    raw = (args.get(name) or "").strip()
    if not raw:
        return None
    if raw in ("today", "hôm nay"):
        return date.today()
    try:
        return date.fromisoformat(raw)
    except ValueError:
        found = parse_date(raw) if len(raw) < 60 else None
    if found is None:
        raise WrongParameter(
            f"wrong_{name}",
            f"“{name}” phải là một ngày có thật, ví dụ 03/6/2024 hoặc 2024-06-03; đã nhận “{raw[:40]}”.",
            f"“{name}” must be a real date such as 2024-06-03 or 03/6/2024; got “{raw[:40]}”.",
        )
    return found


def one_of(args: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """One of some words, the first where none is given. Raises WrongParameter."""
    raw = (args.get(name) or "").strip() or allowed[0]
    if raw not in allowed:
        words = ", ".join(allowed)
        raise WrongParameter(
            f"wrong_{name}",
            f"“{name}” phải là một trong: {words}; đã nhận “{raw[:40]}”.",
            f"“{name}” must be one of: {words}; got “{raw[:40]}”.",
        )
    return raw


def several(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """All values of a repeated parameter, empty ones and repeats left out."""
    return tuple(dict.fromkeys(value.strip() for value in args.getlist(name) if value.strip()))


def query_words(args: Mapping[str, str], name: str = "q") -> str:
    """The words typed. Raises WrongParameter where they are too long to be a query."""
    words = (args.get(name) or "").replace("\0", " ").strip()
    if len(words) > LONGEST_QUERY:
        raise WrongParameter(
            "query_too_long",
            f"Câu tìm kiếm dài {len(words)} ký tự; tối đa {LONGEST_QUERY}. Hãy rút gọn, hoặc dán cả đoạn làm dự thảo.",
            f"The query has {len(words)} characters; at most {LONGEST_QUERY}. Shorten it, or paste it as a draft.",
        )
    return words


def search_request(args: MultiDict[str, str], limit: int, offset: int) -> tuple[SearchRequest, list[WrongParameter]]:
    """The search a request asks for, and what was wrong with it: a wrong filter is left out and told."""
    wrong: list[WrongParameter] = []

    def read(reader: Callable[[], _T], instead: _T) -> _T:
        try:
            return reader()
        except WrongParameter as error:
            wrong.append(error)
            return instead

    year_from = read(lambda: whole_number(args, "year_from", 1945, 2100), None)
    year_to = read(lambda: whole_number(args, "year_to", 1945, 2100), None)
    if year_from is not None and year_to is not None and year_from > year_to:
        wrong.append(
            WrongParameter(
                "wrong_years",
                f"“Từ năm” ({year_from}) phải không sau “đến năm” ({year_to}).",
                f"The first year ({year_from}) must not be after the last ({year_to}).",
            )
        )
    request = SearchRequest(
        query=read(lambda: query_words(args), ""),
        types=several(args, "type"),
        issuers=several(args, "issuer"),
        year_from=year_from,
        year_to=year_to,
        in_force=read(lambda: day(args, "in_force"), None),
        mode=read(lambda: one_of(args, "mode", MODES), "auto"),
        limit=limit,
        offset=offset,
        levels=read(lambda: some_of(args, "level", LEVELS), ()),
        fields=several(args, "field"),
        validities=read(lambda: some_of(args, "validity", STATES), ()),
        held=read(lambda: some_of(args, "held", HELD), ()),
        sort=read(lambda: one_of(args, "sort", SORTS), SORTS[0]),
        as_typed=read(lambda: one_of(args, "typed", ("", "1")), "") == "1",
        upto=read(lambda: whole_number(args, "upto", 0, 2_000_000_000) or 0, 0),
    )
    return request, wrong


def some_of(args: MultiDict[str, str], name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Several of some words. Raises WrongParameter."""
    given = several(args, name)
    for raw in given:
        one_of({name: raw}, name, allowed)
    return given
