"""The guides: every picture in them is made by a test that walks the way the guide tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("huong-dan*.md"), *(ROOT / "docs" / "huong-dan").glob("*.md")]
)
_SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")
_MADE = re.compile(r"""picture\(\w+, "([\w-]+)"\)|, "([\w-]+)"\),$""", re.M)


def made() -> set[str]:
    """The names of all pictures that tests make."""
    texts = [
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_guides.py"
    ]
    return {one or other for text in texts if "picture(page" in text for one, other in _MADE.findall(text)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_picture_is_there_and_made_by_a_test(guide: Path) -> None:
    for shown in _SHOWN.findall(guide.read_text("utf-8")):
        assert (guide.parent / shown).is_file(), shown
        assert Path(shown).stem in made(), shown
