"""How drafts begin: templates for the office's own body, and an earlier document."""

from __future__ import annotations

from datetime import date

import pytest

from archive.document_types import STATE_CODES, type_named
from archive.drafting import composed, parts_of
from archive.drafting.beginning import TEMPLATES, OfficeForm, after_earlier, template
from archive.drafting.stale import stale_dates
from tests.archive.test_drafting_parts import PLAN

COMMUNE = OfficeForm("Ủy ban nhân dân xã Hòa Lạc Sơn", "Ủy ban nhân dân tỉnh An Bình", "", "VHXH")
DEPARTMENT = OfficeForm("Sở Nội vụ tỉnh An Bình", "Ủy ban nhân dân tỉnh An Bình", "An Bình")


@pytest.mark.parametrize("key", TEMPLATES)
@pytest.mark.parametrize("office", [COMMUNE, DEPARTMENT, OfficeForm()], ids=["commune", "department", "unknown"])
@pytest.mark.parametrize("party", [False, True], ids=["state", "party"])
def test_a_template_is_read_back_as_it_is_put_together(key: str, office: OfficeForm, party: bool) -> None:
    parts = template(key, office, 2026, party)
    assert parts_of(composed(parts).text) == parts
    assert parts.type_name == TEMPLATES[key][0]
    assert parts.number == ""
    assert parts.dated == "ngày … tháng … năm 2026"
    assert parts.body.count("…") >= 2
    assert parts.signer == "…"
    assert "{" not in composed(parts).text
    assert parts.party is party
    code = parts.symbol.replace("/", "-").split("-")[0]
    assert parts.letter or STATE_CODES[code] == type_named(parts.type)


def test_a_commune_and_a_department_have_their_own_form() -> None:
    decision = template("quyet-dinh", COMMUNE, 2026)
    assert (decision.parent, decision.issuer) == ("", "ỦY BAN NHÂN DÂN\nXÃ HÒA LẠC SƠN")
    assert (decision.symbol, decision.place) == ("QĐ-UBND", "Hòa Lạc Sơn")
    assert decision.acting == "ỦY BAN NHÂN DÂN XÃ HÒA LẠC SƠN"
    assert (decision.authority, decision.position) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert decision.bases[0].startswith("Căn cứ Luật Tổ chức chính quyền địa phương")
    resolution = template("nghi-quyet", COMMUNE, 2026)
    assert (resolution.issuer, resolution.symbol) == ("HỘI ĐỒNG NHÂN DÂN\nXÃ HÒA LẠC SƠN", "NQ-HĐND")
    assert resolution.acting == "HỘI ĐỒNG NHÂN DÂN XÃ HÒA LẠC SƠN\nKHÓA …, KỲ HỌP THỨ …"
    letter = template("cong-van", DEPARTMENT, 2026)
    assert (letter.parent, letter.issuer) == ("ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "SỞ NỘI VỤ TỈNH AN BÌNH")
    assert (letter.symbol, letter.title, letter.kind) == ("SNV-VP", "V/v …", "letter")
    party = template("ke-hoach", COMMUNE, 2026, party=True)
    assert (party.issuer, party.symbol) == ("ĐẢNG ỦY\nXÃ HÒA LẠC SƠN", "KH/ĐU")
    assert party.bases == ("- Căn cứ …,", "- Căn cứ …,")
    assert (party.authority, party.position, party.recipients[-1]) == (
        "T/M ĐẢNG ỦY",
        "BÍ THƯ",
        "Lưu Văn phòng Đảng ủy.",
    )
    assert "Ủy ban nhân dân" not in party.body
    with pytest.raises(KeyError):
        template("../secret", COMMUNE, 2026)


def test_an_earlier_document_gives_all_but_its_number_and_day() -> None:
    begun = after_earlier(PLAN, 2027)
    assert (begun.number, begun.dated) == ("", "ngày … tháng … năm 2027")
    assert (begun.title, begun.bases, begun.body) == (PLAN.title, PLAN.bases, PLAN.body)


def test_what_is_left_of_the_year_before_is_told() -> None:
    text = (
        "Kế hoạch năm 2025\nCăn cứ Nghị quyết số 9/NQ-HĐND ngày 19/12/2025 của HĐND;\nTrước ngày 15 tháng 6 năm 2025 "
        "và 15/12/2025, quý I/2026; so với năm 2024; số 58/2025/QĐ-UBND; tháng 3/2025"
    )
    start = text.index("ngày 19")
    found = stale_dates(text, date(2025, 2, 6), [(start, start + 15)], "Kế hoạch số 19/KH-UBND")
    assert [each.text for each in found] == ["năm 2025", "ngày 15 tháng 6 năm 2025", "15/12/2025", "tháng 3/2025"]
    assert {each.verdict for each in found} == {"stale_date"}
    assert "Kế hoạch số 19/KH-UBND" in found[0].message_vi
    assert not any(each.replacement for each in found)
