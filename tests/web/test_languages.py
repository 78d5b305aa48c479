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


def test_words_of_templates_are_made_once_for_each_language_and_values_are_escaped(office: Office) -> None:
    with office.app.test_request_context("/?lang=en"):
        said = office.app.jinja_env.from_string("{{ _('Tìm kiếm') }}|{{ _('%(count)d kết quả', count=3) }}|{{ _(x) }}")
        english = said.render(x="100%% <b>")
    with office.app.test_request_context("/"):
        vietnamese = said.render(x="100%% <b>")
    assert english.startswith("Search|")
    # A template's own words are no data: they are not escaped, and %% is a sign for percent.
    assert vietnamese == "Tìm kiếm|3 kết quả|100% <b>"


def test_addresses_of_pictures_follow_where_the_application_is_mounted(office: Office) -> None:
    page = office.app.jinja_env.from_string("{{ url_for('static', filename='icons.svg') }}")
    for root in ("", "/cancu", ""):
        with office.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert page.render() == f"{root}/static/icons.svg"
