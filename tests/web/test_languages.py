"""Vietnamese first, English whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import web
from tests.web.conftest import Office
from web.languages import CATALOGUE

ROOT = Path(web.__file__).parent
SAID = {
    message
    for _, _, message, _, _ in extract_from_dir(str(ROOT), [("**.py", "python"), ("templates/**.html", "jinja2")])
    if isinstance(message, str)
}
with CATALOGUE.open("rb") as _reading:
    ENGLISH = {message.id: message.string for message in read_po(_reading, locale="en") if message.id}


def test_every_sentence_has_its_english() -> None:
    assert len(SAID) > 200
    assert sorted(SAID - set(ENGLISH)) == []
    assert sorted(set(ENGLISH) - SAID) == []
    assert [id_ for id_, text in ENGLISH.items() if not text] == []


@pytest.mark.parametrize("id_", sorted(ENGLISH))
def test_the_english_has_the_same_places(id_: str) -> None:
    places = re.compile(r"%\((\w+)\)[sd]")
    assert set(places.findall(ENGLISH[id_])) == set(places.findall(id_))


def test_no_vietnamese_outside_gettext_in_templates() -> None:
    toned = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
    own = ("Căn Cứ", "thời gian thử việc tối đa", "tin cậy %d %%", "language() == 'vi'")
    for template in sorted((ROOT / "templates").glob("*.html")):
        text = re.sub(r"_\('[^']*'(?:, [^)]*)?\)", "", template.read_text("utf-8"))
        text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
        for word in own:
            text = text.replace(word, "")
        left = [line.strip() for line in text.splitlines() if toned.search(line)]
        assert left == [], template.name


def test_vietnamese_whatever_the_browser_asks_for(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).text
    assert '<html lang="vi">' in page
    assert "Nạp văn bản" in page


def test_the_choice_is_remembered(office: Office) -> None:
    client = office.browser()
    assert "Upload" in client.get("/?lang=en").text
    assert '<html lang="en">' in client.get("/documents/").text
    assert '<html lang="vi">' in client.get("/documents/?lang=vi").text
    assert '<html lang="vi">' in client.get("/?lang=xx").text


def test_errors_speak_both(client: FlaskClient) -> None:
    page = client.get("/nothing").text
    assert "Không tìm thấy trang" in page
    assert "Page not found" in page
