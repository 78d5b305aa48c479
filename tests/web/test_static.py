"""The files a browser loads: nothing from elsewhere, no part missing, each a room of readable size."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import web
from tests.web.conftest import Office
from web.assets import Assets

ROOT = Path(web.__file__).parent
FILES = sorted(path for folder in ("static", "templates") for path in (ROOT / folder).rglob("*") if path.is_file())
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_request_leaves_the_office(path: Path) -> None:
    text = path.read_text("utf-8").replace(NAMESPACE, "")
    assert re.findall(r"(?:https?:|wss?:)?//[\w-]+\.[\w.-]+", text) == []
    assert "@import" not in text
    assert not re.search(r"\b(?:sendBeacon|WebSocket|EventSource|importScripts)\b", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_readable_size(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    assert path.stat().st_size < 60_000


def test_every_icon_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text("utf-8")))
    used: set[str] = set()
    for path in [*FILES, *ROOT.rglob("*.py")]:
        text = path.read_text("utf-8")
        used |= set(re.findall(r"icon\('([\w-]+)'\)", text)) | set(re.findall(r"icons\.svg'\) }}#([\w-]+)", text))
        used |= set(re.findall(r"'icon': '([\w-]+)'", text)) | set(re.findall(r"note\('\w+', '([\w-]+)'\)", text))
    from web.presenting.badges import _STATES, _VERDICTS

    used |= {icon for _, icon in (*_STATES.values(), *_VERDICTS.values())}
    assert used - drawn == set()


def test_every_script_imports_what_is_there() -> None:
    for path in (ROOT / "static" / "js").glob("*.js"):
        for name in re.findall(r'from "\./([\w.]+)"', path.read_text("utf-8")):
            assert (path.parent / name).is_file(), f"{path.name} imports {name}"


def test_every_word_of_a_state_has_its_badge() -> None:
    from archive.validity import STATE_NAMES
    from web.presenting.badges import _STATES

    assert set(_STATES) == set(STATE_NAMES)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink-2", "surface"),
    ("ink-2", "sunken"),
    ("ink-3", "paper"),
    ("ink-3", "surface"),
    ("accent", "surface"),
    ("accent", "paper"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("seal", "surface"),
    ("mark-ink", "mark"),
    ("good", "good-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("info", "info-soft"),
    ("mute", "mute-soft"),
    ("good", "surface"),
    ("bad", "surface"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("letter", "ground"), PAIRS)
def test_letters_stand_out(theme: str, letter: str, ground: str) -> None:
    text = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if theme == "light" else dark))
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text of normal size.
    assert _contrast(colours[letter], colours[ground]) >= 4.5


def test_what_a_page_loads_is_sent_packed(office: Office) -> None:
    client = office.app.test_client()
    for name in ("css/base.css", "js/app.js", "icons.svg"):
        plain = (ROOT / "static" / name).read_bytes()
        with client.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip"}) as packed:
            assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
            assert gzip.decompress(packed.data) == plain
            assert len(packed.data) == packed.content_length < len(plain) / 2
            tag, kind = packed.headers["ETag"], packed.mimetype
        with client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip", "If-None-Match": tag}) as again:
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        for headers in ({}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}):
            with client.get(f"/static/{name}", headers=headers) as whole:
                assert "Content-Encoding" not in whole.headers
                assert whole.headers["Vary"] == "Accept-Encoding"
                assert whole.headers["ETag"] != tag
                assert whole.data == (plain[:10] if "Range" in headers else plain)
                assert whole.mimetype == kind
    for wrong in ("../app.py", "css/none.css", "css", "%00.css"):
        with client.get(f"/static/{wrong}", headers={"Accept-Encoding": "gzip"}) as missing:
            assert missing.status_code == 404


def test_a_file_that_changed_is_packed_anew(tmp_path: Path) -> None:
    assets, path = Assets(), tmp_path / "x.css"
    path.write_text("a" * 1000)
    first = assets.packed(path)
    assert assets.packed(path) == first
    path.write_text("b" * 1001)
    second = assets.packed(path)
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    assert gzip.decompress(second[1]) == b"b" * 1001
    path.write_text("short")
    assert assets.packed(path) is None
    assert assets.packed(tmp_path / "x.png") is None


def test_styles_and_scripts_are_kept_for_a_while_and_pages_are_not(office: Office) -> None:
    client = office.app.test_client()
    with client.get("/static/css/base.css") as first:
        assert first.headers["Cache-Control"] == "public, max-age=600"
        tag = first.headers["ETag"]
    with client.get("/static/css/base.css", headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "public, max-age=600")
    with client.get("/static/none.css") as missing:
        assert "max-age" not in missing.headers.get("Cache-Control", "")
    with client.get("/sign-in") as page:
        assert page.headers["Cache-Control"] == "private, no-store"
