"""Folding for search and comparison: what meets, and what must stay apart."""

from __future__ import annotations

import csv
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import (
    fold_for_comparison,
    fold_syllable,
    fold_tone_placement,
    nfc,
    squeeze,
    unaccent,
    usual_spelling,
    without_unseen,
)
from tests.shared_data import needs_shared, shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("HÒA", "hoà"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("ủy", "uỷ"),
        ("Ủy", "UỶ"),
        ("thủy", "thuỷ"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("quý", "quí"),
        ("sỹ", "sĩ"),
        ("tỷ", "tỉ"),
        ("Ðảng", "đảng"),
        ("sô\u0301", "số"),
        (unicodedata.normalize("NFD", "được"), "được"),
    ],
)
def test_spellings_that_meet(one: str, other: str) -> None:
    assert fold_syllable(one) == fold_syllable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("án", "an"),
        ("thế", "the"),
        ("d", "đ"),
        ("tay", "tai"),
        ("thúy", "thúi"),
        ("của", "cua"),
        ("hòa", "hóa"),
        ("quyển", "quiển"),
        ("nguy", "ngui"),
        ("ủy", "ùy"),
    ],
)
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    assert fold_syllable(one) != fold_syllable(other)


@pytest.mark.parametrize("word", ["của", "mùa", "lúa", "hoàn", "hoài", "khuỷu", "quả", "quý", "toán", "nghĩa", "thuế"])
def test_only_open_oa_oe_uy_have_two_placements(word: str) -> None:
    assert fold_tone_placement(word) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định", "Nghi dinh"),
        ("ĐƯỜNG", "DUONG"),
        ("QĐ-UBND", "QD-UBND"),
        ("Ðảng", "Dang"),
        ("sô\u0301", "so"),
    ],
)
def test_unaccent(text: str, expected: str) -> None:
    assert unaccent(text) == expected


def test_comparison_form() -> None:
    assert fold_for_comparison("Về việc  “Tổ chức”, hòa giải;") == fold_for_comparison("về việc tổ chức hoà giải")
    assert squeeze(" a \n b\u00a0c ") == "a b c"


@given(
    st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạóòỏõọúùủũụýỳỷỹỵ\u0300\u0301\u0303\u0309\u0323 ", max_size=12)
)
def test_folding_is_idempotent_and_blind_to_normal_form(text: str) -> None:
    once = fold_syllable(text)
    assert fold_syllable(once) == once
    assert fold_syllable(unicodedata.normalize("NFD", text)) == fold_syllable(nfc(text))


@needs_shared
@pytest.mark.shared
def test_every_pair_of_the_shared_tables_meets() -> None:
    with shared("domain", "tone_placement.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["kind"] == "syllable":
                assert fold_syllable(row["old_style"]) == fold_syllable(row["new_style"]), row
    with shared("domain", "iy_variants.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if "error" not in row["note"] and "(" not in row["y_form"]:
                assert fold_syllable(row["y_form"]) == fold_syllable(row["i_form"]), row


@pytest.mark.parametrize("text", [
    "Hòa giải, thủy lợi; khỏe, ủy quyền, tùy", "kỹ thuật, kỳ họp, ký, lý lịch, ly hôn", "quý, quỹ, quê",
    "công ty, tỷ lệ, tị nạnh, quy, quang",
    "bác sĩ, Mỹ, mì, hy sinh, hí hoáy", "huyện, loài, hoàn, thuế, chi, nghỉ, gì, kia, vị", "BỘ LUẬT TỐ TỤNG; QUỸ; TÒA",
])  # fmt: skip
def test_the_usual_spelling_is_one_for_all(text: str) -> None:
    """Whichever way a syllable is spelt, it comes out as the texts have it, and what is spelt so stays."""
    assert usual_spelling(text) == text
    folded = "".join(fold_syllable(part) if part.isalpha() else part for part in re.split(r"(\w+)", text))
    assert usual_spelling(folded) == text.lower()
    new = unicodedata.normalize("NFC", fold_tone_placement(text))
    assert usual_spelling(new) == text


def test_what_nobody_sees_is_left_out() -> None:
    assert without_unseen("\ufeffth\u00adủy \u200blợi\u202c") == "thủy lợi"
