"""Charts drawn on the server: an SVG with a title and a description for those who do not see it. The same numbers stand
in a table under it. Colours come from the page's style sheet, by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH = 640
_ROW = 26
_NAME = 210
_HIGH = 180
_FOOT = 34
_WIDEST = 56.0


@dataclass(frozen=True)
class Chart:
    """A chart and its numbers. `key` names it in addresses and ids; rows are (name, number); `lying`: bars that lie,
    for names, else columns that stand, for time."""

    key: str
    title: str
    about: str
    column: str
    rows: tuple[tuple[str, int], ...]
    lying: bool = True

    @property
    def drawn(self) -> Markup:
        """The picture."""
        return (bars if self.lying else columns)(self.key, self.title, self.about, self.rows)


def bars(key: str, title: str, about: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """Bars that lie under one another, names before them, numbers behind them."""
    top = max((count for _, count in rows), default=0) or 1
    room = _WIDTH - _NAME - 60
    body = Markup("").join(
        Markup(
            '<text class="chart__name" x="{}" y="{}" text-anchor="end">{}</text>'
            '<rect class="chart__bar" x="{}" y="{}" width="{}" height="16" rx="2"/>'
            '<text class="chart__count" x="{}" y="{}">{}</text>'
        ).format(
            _NAME - 8, y + 17, _short(name), _NAME, y + 4, max(1, round(room * count / top)),
            _NAME + round(room * count / top) + 6, y + 17, count,
        )
        for y, (name, count) in zip(range(0, len(rows) * _ROW, _ROW), rows, strict=True)
    )  # fmt: skip
    return _svg(key, title, about, len(rows) * _ROW + 4, body)


def columns(key: str, title: str, about: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """Columns beside one another, in the order of time; as many names under them as have room."""
    top = max((count for _, count in rows), default=0) or 1
    step = min(_WIDTH / max(1, len(rows)), _WIDEST)
    every = max(1, round(58 / step + 0.4))
    parts = []
    for place, (name, count) in enumerate(rows):
        high = round(_HIGH * count / top)
        left = round(place * step, 1)
        parts.append(
            Markup('<rect class="chart__bar" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
                left, 20 + _HIGH - high, max(1.0, round(step - 3, 1)), max(high, 1 if count else 0), name, count
            )
        )
        if len(rows) <= 24 and count:
            parts.append(
                Markup('<text class="chart__count" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    round(left + step / 2, 1), 15 + _HIGH - high, count
                )
            )
        if place % every == 0:
            parts.append(
                Markup('<text class="chart__name" x="{}" y="{}">{}</text>').format(left, 20 + _HIGH + 18, name)
            )
    return _svg(key, title, about, 20 + _HIGH + _FOOT, Markup("").join(parts))


def _svg(key: str, title: str, about: str, height: int, body: Markup) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {0} {1}" role="img" aria-labelledby="{2}-t {2}-d">'
        '<title id="{2}-t">{3}</title><desc id="{2}-d">{4}</desc>{5}</svg>'
    ).format(_WIDTH, height, f"chart-{key}", title, about, body)


def _short(name: str, most: int = 30) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
