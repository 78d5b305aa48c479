"""Why a unit was found, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis import LIGHT, folded_stream, syllables

EXACT_REASONS = {
    "number": ("đúng số, ký hiệu", "exact number"),
    "title": ("đúng tên văn bản", "exact title"),
    "provision": ("đúng điều, khoản", "exact provision"),
}
_LEAST_RUN = 3


def reasons(
    query: str, phrases: Sequence[str], title: str, heading: str, text: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Short phrases in Vietnamese and English, the strongest first. `text` is what is shown of the unit."""
    vi: list[str] = []
    en: list[str] = []
    wanted = [term for term in syllables(query) if term not in LIGHT]
    for phrase in phrases:
        vi.append(f"khớp cụm từ “{phrase}”")
        en.append(f"has the phrase “{phrase}”")
    if wanted and set(wanted) <= set(syllables(title)):
        vi.append("có trong tên văn bản")
        en.append("in the title")
    share = sum(term in set(syllables(heading)) for term in set(wanted)) / max(len(set(wanted)), 1)
    if heading and share >= 0.5:
        vi.append("có trong tiêu đề điều")
        en.append("in the heading")
    if not phrases:
        run = _longest_run(query, text)
        if run:
            vi.append(f"khớp cụm từ “{run}”")
            en.append(f"has the phrase “{run}”")
    if not vi:
        present = set(syllables(text))
        held = sum(term in present for term in set(wanted))
        if held:
            vi.append(f"có {held}/{len(set(wanted))} từ của câu tìm")
            en.append(f"{held} of {len(set(wanted))} words of the query")
    return tuple(vi), tuple(en)


def _longest_run(query: str, text: str) -> str:
    """The longest stretch of the query, at least three syllables and not of stop words only, that the text has."""
    asked, held = folded_stream(query), folded_stream(text)
    places: dict[str, list[int]] = {}
    for place, term in enumerate(held):
        if term:
            places.setdefault(term, []).append(place)
    best: list[str] = []
    for start in range(len(asked)):
        for place in places.get(asked[start], ()):
            size = 0
            while (
                start + size < len(asked)
                and place + size < len(held)
                and asked[start + size]
                and asked[start + size] == held[place + size]
            ):
                size += 1
            if size > len(best):
                best = asked[start : start + size]
    while best and best[-1] in LIGHT:
        best = best[:-1]
    while best and best[0] in LIGHT:
        best = best[1:]
    return " ".join(best) if len(best) >= _LEAST_RUN else ""
