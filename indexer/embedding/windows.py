"""Long texts in windows: stretches short enough for a model, each with the heading before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

OPENING_TOKENS = 60
"""Tokens of the first window, heading included: what an archive is first made searchable by."""
WINDOW_TOKENS = 220
HEAD_TOKENS = 40
"""At most this much of a heading stands before each window."""


def cut_windows(
    text: str,
    head: str,
    sizes: Callable[[Sequence[str]], Sequence[float]],
    opening: int = OPENING_TOKENS,
    following: int = WINDOW_TOKENS,
) -> list[str]:
    """The opening of a text, then, where that is not all of it, windows over the whole text.

    `sizes` gives the number of tokens of each of some words. A window is at least one word.
    """
    words = text.split()
    counts = list(sizes(words))
    lead = head.split()
    leading = list(sizes(lead))
    shown, used = _fitting(leading, 0, HEAD_TOKENS)
    before = " ".join(lead[:shown])
    if used + sum(counts) <= opening:
        return [f"{before}\n{text}" if before else " ".join(words)]
    windows = []
    end, _ = _fitting(counts, 0, opening - used)
    windows.append(_joined(before, words[:end]))
    place = 0
    while place < len(words):
        end, _ = _fitting(counts, place, following - used)
        windows.append(_joined(before, words[place:end]))
        place = end
    return windows


def _fitting(counts: Sequence[float], start: int, budget: float) -> tuple[int, float]:
    """Where to end so that the words from `start` fit, at least one of them if there is one; and their tokens."""
    end, used = start, 0.0
    while end < len(counts) and (used + counts[end] <= budget or end == start):
        used += counts[end]
        end += 1
    return end, used


def _joined(before: str, words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"{before}\n{text}" if before else text
