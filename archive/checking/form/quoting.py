"""Quotations in a draft, of one paragraph and of several: nobody else's words are held to a rule of form."""

from __future__ import annotations

_MOST_PARAGRAPHS = 400


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every quotation, marks included, in order.

    `“…”` may run over paragraphs, as texts to be put into another document do; each of its paragraphs may open anew.
    One that is never closed ends with its paragraph. Straight marks are paired the same way.
    """
    found: list[tuple[int, int]] = []
    found += _paired(text, "“", "”")
    found += _straight(text, found)
    return sorted(found)


def _paired(text: str, opening: str, closing: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = text.find(opening)
    while at >= 0:
        depth, place = 0, at
        end = -1
        while True:
            close, again = text.find(closing, place), text.find(opening, place + (place == at))
            if close < 0:
                break
            if 0 <= again < close and "\n" not in text[place:again]:
                depth += 1
                place = again + 1
                continue
            if depth:
                depth -= 1
                place = close + 1
                continue
            end = close + 1
            break
        stop = text.find("\n", at)
        line_end = len(text) if stop < 0 else stop
        if end < 0 or text.count("\n", at, end) > _MOST_PARAGRAPHS:
            end = line_end
        found.append((at, end))
        at = text.find(opening, end)
    return found


def _straight(text: str, curly: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while (opened := text.find('"', at)) >= 0:
        closed = text.find('"', opened + 1)
        stop = text.find("\n", opened)
        line_end = len(text) if stop < 0 else stop
        begins_line = not text[text.rfind("\n", 0, opened) + 1 : opened].strip()
        far = closed > line_end and (not begins_line or text.count("\n", opened, closed) > _MOST_PARAGRAPHS)
        if closed < 0 or far:
            closed = line_end - 1
        end = max(closed, opened) + 1
        if not any(start <= opened < stop_ for start, stop_ in curly):
            found.append((opened, end))
        at = end
    return found
