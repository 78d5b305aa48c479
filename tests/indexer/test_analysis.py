"""Syllables, bigrams, words and numbers kept whole."""

from __future__ import annotations

import json
import random
import socket
import unicodedata
from pathlib import Path

import pytest

from indexer.analysis import bigrams, scan, syllables, tokenize, words
from indexer.crf import UnknownModel, WordModel
from indexer.segmenting import LibraryTagger, model_folder
from tests.shared_data import needs_shared, shared

SENTENCE = "Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21/9/2000 của Thủ tướng Chính phủ"

SYLLABLES = [
    ("Luật Đất đai", "luật đất đai"),
    ("tổ chức, cá nhân", "tổ chức cá nhân"),
    ("30/2020/NĐ-CP", "30/2020/nd-cp"),
    ("Nghị quyết 25-NQ/TW", "nghị quyết 25-nq/tw"),
    ("06/2026/TT-BTC", "6/2026/tt-btc"),
    ("số 66.3/2025/NQ-CP", "số 66.3/2025/nq-cp"),
    ("5053-CV/VPTW/nb", "5053-cv/vptw/nb"),
    ("30c/NQ-CP", "30c/nq-cp"),
    ("theo QĐ-TTg", "theo qd-ttg"),
    ("ngày 03/6/2013", "ngày 3/6/2013"),
    ("ngày 3.06.2013", "ngày 3/6/2013"),
    ("tháng 9/2000", "tháng 9/2000"),
    ("1.500.000 đồng", "1.500.000 đồng"),
    ("0,5%", "0,5"),
    ("Điều 05", "điều 5"),
    ("thời hạn 12-tháng", "thời hạn 12 tháng"),
    ("giai đoạn 2021-2030", "giai đoạn 2021 2030"),
    ("và/hoặc", "và hoặc"),
    ("e-mail", "e mail"),
    ("dòng\nsau", "dòng sau"),
    ("", ""),
    ("… — !", ""),
]


@pytest.mark.parametrize(("text", "expected"), SYLLABLES)
def test_syllables(text: str, expected: str) -> None:
    assert " ".join(syllables(text)) == expected


SAME = [
    ("hoà bình", "hòa bình"),
    ("kĩ thuật", "kỹ thuật"),
    ("qui định", "quy định"),
    ("lí lịch", "lý lịch"),
    ("ủy ban", "uỷ ban"),
    ("Ðất đai", "Đất đai"),
    (unicodedata.normalize("NFD", "Ủy ban nhân dân"), "Ủy ban nhân dân"),
    ("30/2020/ND-CP", "30/2020/NĐ-CP"),
    ("06/CT-TTg", "6/ct-ttg"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_that_meet(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


@pytest.mark.parametrize(("one", "other"), [("án", "an"), ("thế", "the"), ("tay", "tai"), ("10/QĐ-A", "1/QĐ-A")])
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    assert syllables(one) != syllables(other)


BIGRAMS = [
    ("luật đất đai", ["luật_đất", "đất_đai"]),
    ("tổ chức, cá nhân", ["tổ_chức", "cá_nhân"]),
    ("Phạm vi\n\nLuật này", ["phạm_vi", "luật_này"]),
    ("xuống\ndòng", ["xuống_dòng"]),
    ("số 18/2000/CT-TTg", ["số_18/2000/ct-ttg"]),
    ("một", []),
]


@pytest.mark.parametrize(("text", "expected"), BIGRAMS)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert bigrams(text) == expected


def test_words_join_their_syllables() -> None:
    assert words("Thời gian do Chính phủ quy định, tối đa 30 ngày.") == [
        *("thời_gian", "do", "chính_phủ", "qui_định", "tối_đa", "30", "ngày")
    ]


def test_numbers_and_dates_are_one_word() -> None:
    found = {token.text: token for token in tokenize(SENTENCE)}
    assert found["18/2000/CT-TTg"].whole
    assert found["21/9/2000"].whole
    assert not found["Chỉ thị"].whole


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        unicodedata.normalize("NFD", SENTENCE),
        "  Điều 1.\n\n1. Mức 1.500.000 đồng (0,5%);\n2. «Khác» …",
        "",
        "a" * 2000,
        "một hai ba " * 400,
    ],
)
def test_offsets_are_those_of_the_text_given(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)
    joined = "".join(c for token in tokens for c in token.text if not c.isspace())
    assert "".join(c for c in joined if c.isalnum()) == "".join(c for c in text if c.isalnum())


PLAIN = [
    "Thời gian thử việc do hai bên thỏa thuận căn cứ vào tính chất và mức độ phức tạp của công việc .",
    "Ủy ban nhân dân xã có trách nhiệm tổ chức tiếp công dân định kỳ và đột xuất tại trụ sở .",
    "Người lao động có quyền đơn phương chấm dứt hợp đồng lao động khi bị ngược đãi , đánh đập .",
    "Cơ quan , tổ chức , cá nhân có liên quan chịu trách nhiệm thi hành quyết định này .",
    "Tăng cường và đổi mới công tác dân vận của cơ quan hành chính nhà nước các cấp .",
]


@pytest.mark.parametrize("sentence", PLAIN)
def test_words_are_those_of_underthesea(sentence: str) -> None:
    """The model called directly segments as `underthesea.word_tokenize` does."""
    from underthesea import word_tokenize

    theirs = [word for word in word_tokenize(sentence) if word[0].isalnum()]
    assert [token.text for token in tokenize(sentence)] == theirs


@pytest.fixture(scope="module")
def taggers() -> tuple[WordModel, LibraryTagger]:
    folder = model_folder()
    return WordModel(folder), LibraryTagger(folder)


ODD = [
    [["Ủy"]],
    [["Ủy", "ban"], ["ỦY", "BAN", "Nhân", "dân"], []],
    [["BOS", "EOS"], ["EOS"], ["BOS", "BOS", "BOS"]],
    [["ß", "Œuvre", "½", "²", "１２", "Ⅳ", "ǅ", "ª", "3a", "12", "iPhone"]],
    [[",", "(", "Điều", "1", ")", ";", "thi", "hành"]],
    [sentence.split() for sentence in PLAIN],
]


@pytest.mark.parametrize("runs", ODD)
def test_the_model_tags_as_the_library_does(taggers: tuple[WordModel, LibraryTagger], runs: list[list[str]]) -> None:
    model, library = taggers
    asked = [run for run in runs if run]
    assert [tags for run, tags in zip(runs, model.tag(runs), strict=True) if run] == library.tag(asked)


def test_the_model_tags_random_runs_as_the_library_does(taggers: tuple[WordModel, LibraryTagger]) -> None:
    """Also after it has forgotten what it knew."""
    model, library = taggers
    draw = random.Random(5)
    seen = [*" ".join(PLAIN).split(), "BOS", "12", "TW", "xyz", "Chính", "phủ", "quận", "1"]
    for _ in range(3):
        runs = [draw.choices(seen, k=draw.randint(1, 15)) for _ in range(150)]
        assert model.tag(runs) == library.tag(runs)
        model._forget()


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_the_model_tags_real_text_as_the_library_does(taggers: tuple[WordModel, LibraryTagger]) -> None:
    model, library = taggers
    laws = json.loads(shared("data", "alqac", "articles.json").read_text(encoding="utf-8"))
    runs = [scan(part) for law in laws for article in law["articles"][::9] for part in article["text"].split("\n")]
    runs = [run for run in runs if run]
    assert len(runs) > 1000
    assert model.tag(runs) == library.tag(runs)


def test_another_model_is_left_to_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"lCRF", b"x" * 100, (model_folder() / "models.bin").read_bytes()[:5000]):
        (tmp_path / "models.bin").write_bytes(content)
        with pytest.raises(UnknownModel):
            WordModel(tmp_path)

    def unknown(_: Path) -> WordModel:
        raise UnknownModel("another")

    monkeypatch.setattr("indexer.segmenting._loaded", None)
    monkeypatch.setattr("indexer.segmenting.WordModel", unknown)
    assert words("Chính phủ quy định") == ["chính_phủ", "qui_định"]


def test_segmenting_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr("indexer.segmenting._loaded", None)
    assert words("Chính phủ quy định") == ["chính_phủ", "qui_định"]


def test_a_command_that_needs_no_words_does_not_load_the_model() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import indexer.analysis, indexer.engine, indexer.search;"
        "indexer.analysis.syllables('Luật Đất đai');"
        "sys.exit(any(m.startswith(('underthesea', 'joblib', 'whoosh', 'numpy')) for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
