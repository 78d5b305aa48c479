"""The front page: one box, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from archive.models import now
from archive.validity import STATE_NAMES
from indexer.search import SearchRequest
from web.accounts import current_person, permits
from web.keeping import tidy_address
from web.languages import pick
from web.news import MOST_RESTING, News, news_for
from web.pages import here_with, service
from web.pages.desk import current_draft
from web.parameters import search_request, whole_number
from web.presenting.results import grouped, shared_numbers
from web.problems import WrongParameter

pages = Blueprint("search", __name__)

PAGE = 20
_RECENT = 6


@dataclass(frozen=True)
class FacetRow:
    """One value a search can be narrowed to, what it is called, and how many provisions have it."""

    value: str
    count: int
    chosen: bool
    label: str


@dataclass(frozen=True)
class Facets:
    """What the filter column offers: most frequent first, what is chosen always among them; years newest first."""

    types: tuple[FacetRow, ...]
    issuers: tuple[FacetRow, ...]
    years: tuple[tuple[int, int], ...]
    levels: tuple[FacetRow, ...] = ()
    fields: tuple[FacetRow, ...] = ()
    validities: tuple[FacetRow, ...] = ()
    held: tuple[FacetRow, ...] = ()


@pages.get("/")
@permits("read")
def home() -> str:
    """Search. Everything asked stands in the address, so that it can be sent to a colleague."""
    try:
        page = whole_number(request.args, "page", 1, 500) or 1
    except WrongParameter:
        page = 1
    asked, wrong = search_request(request.args, PAGE, (page - 1) * PAGE)
    desk = service()
    if not asked.query:
        return render_template(
            "search.html",
            here="search",
            asked=asked,
            wrong=wrong,
            result=None,
            held=desk.archive.count(),
            news=_news(),
            recent=recent_searches(),
            today=date.today(),
            most_resting=MOST_RESTING,
            trouble=pick(*desk.trouble()),
        )
    result = desk.search(asked)
    if page == 1 and (address := tidy_address(request.query_string.decode("utf-8", "replace"))):
        desk.archive.recent_searches.remember(current_person().id, address)
    groups = grouped(result.hits)
    pages_in_all = -(-result.total // PAGE)
    return render_template(
        "search.html",
        here="search",
        asked=asked,
        wrong=wrong,
        result=result,
        groups=groups,
        behind=desk.archive.behind(),
        draft_ids=desk.archive.draft_ids(),
        shared_numbers=shared_numbers(groups),
        notes=pick(result.notes, result.notes_en),
        facets=facets_of(result.facets, asked),
        narrowed=_narrowed(asked),
        sorts=sort_names(),
        address=request.query_string.decode("utf-8", "replace"),
        drafts=desk.archive.drafts.list(limit=20),
        current_draft=current_draft(),
        today=date.today().isoformat(),
        with_filter=here_with,
        page=page,
        pages=min(pages_in_all, 500),
        page_link=lambda number: here_with(page=number, upto=result.upto),
    )


@dataclass(frozen=True)
class Recent:
    """A search made lately: its address, and what it looked for."""

    id: int
    address: str
    words: str


def recent_searches() -> list[Recent]:
    """The searches that whoever asks made lately."""
    kept = service().archive.recent_searches.of(current_person().id, _RECENT)
    return [Recent(one.id, one.address, dict(parse_qsl(one.address)).get("q", "")) for one in kept]


def _news() -> News:
    """What there is to tell whoever opens the front page, since the visit before."""
    desk, person = service(), current_person()
    since = desk.archive.subscriptions.visit(person.id) if not person.demo else now()
    return news_for(desk, person, since, date.today())


def facets_of(facets: Mapping[str, Mapping[str, int]], asked: SearchRequest) -> Facets:
    """The filter column for a result."""
    years = sorted(((int(year), count) for year, count in facets.get("year", {}).items()), reverse=True)
    return Facets(
        _rows(facets.get("type", {}), asked.types),
        _rows(facets.get("issuer", {}), asked.issuers),
        tuple(years),
        _rows(facets.get("level", {}), asked.levels, level_names()),
        _rows(facets.get("field", {}), asked.fields),
        _rows(
            facets.get("validity", {}),
            asked.validities,
            {state: _sentence(pick(*names)) for state, names in STATE_NAMES.items()},
        ),
        _rows(facets.get("held", {}), asked.held, {"held": _("Có toàn văn"), "catalogued": _("Chỉ có trong danh mục")}),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def level_names() -> dict[str, str]:
    """The levels of issuers as a user calls them."""
    return {
        "central": _("Trung ương"),
        "province": _("Tỉnh, thành phố"),
        "district": _("Huyện (trước 01/7/2025)"),
        "commune": _("Xã, phường, đặc khu"),
    }


def sort_names() -> dict[str, str]:
    """The orders of results as a user calls them."""
    return {
        "relevance": _("Phù hợp nhất"),
        "newest": _("Mới ban hành trước"),
        "oldest": _("Cũ trước"),
        "authority": _("Hiệu lực pháp lý cao trước"),
    }


def _rows(
    counts: Mapping[str, int], chosen: tuple[str, ...], names: Mapping[str, str] | None = None
) -> tuple[FacetRow, ...]:
    every = {**dict.fromkeys(chosen, 0), **counts}
    ordered = sorted(every.items(), key=lambda item: (item[0] not in chosen, -item[1], item[0]))
    return tuple(FacetRow(value, count, value in chosen, (names or {}).get(value, value)) for value, count in ordered)


def _narrowed(asked: SearchRequest) -> int:
    return (
        len(asked.types)
        + len(asked.issuers)
        + (asked.year_from is not None or asked.year_to is not None)
        + (asked.in_force is not None)
        + len(asked.levels)
        + len(asked.fields)
        + len(asked.validities)
        + len(asked.held)
    )
