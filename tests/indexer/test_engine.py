"""What both engines promise: the same tables against Whoosh's files and the in-memory twin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine import Engine, EngineFilter, EngineQuery, Entry, Part, Wording
from indexer.engine.memory import MemoryEngine
from indexer.engine.whoosh import WhooshEngine

LABOUR = Entry(
    unit=11,
    document_id=1,
    revision=3,
    text=(
        "Điều 25. Thời gian thử việc\n\nThời gian thử việc do hai bên thỏa thuận, chỉ thử một lần cho một công việc:\n"
        "1. Không quá 180 ngày với người quản lý; 2. Không quá 60 ngày với trình độ cao đẳng trở lên."
    ),
    heading="Thời gian thử việc",
    title="Lao động",
    number="45/2019/QH14",
    type="Bộ luật",
    issuer="Quốc hội",
    year=2019,
)
ENTRIES = [
    LABOUR,
    replace(
        LABOUR,
        unit=12,
        text="Điều 26. Tiền lương thử việc\n\nTiền lương trong thời gian thử việc ít nhất bằng 85% mức lương đó.",
        heading="Tiền lương thử việc",
    ),
    replace(
        LABOUR,
        unit=13,
        text="Điều 27. Kết thúc thời hạn\n\nKhi hết thời gian, hai bên thông báo kết quả; việc thử không đạt thì thôi.",
        heading="Kết thúc thời hạn",
    ),
    Entry(
        unit=21,
        document_id=2,
        revision=1,
        text="Mục II. Nhiệm vụ\n\nCác cơ quan đổi mới công tác dân vận theo Chỉ thị số 18/2000/CT-TTg ngày 21/9/2000.",
        heading="Nhiệm vụ",
        title="Kế hoạch dân vận của xã",
        number="15/KH-UBND",
        type="Kế hoạch",
        issuer="Ủy ban nhân dân xã Hòa Bình",
        year=2024,
    ),
    Entry(
        unit=-3,
        document_id=3,
        revision=1,
        text="Tăng cường và đổi mới công tác dân vận của các cơ quan hành chính nhà nước",
        title="Tăng cường và đổi mới công tác dân vận của các cơ quan hành chính nhà nước",
        number="18/2000/CT-TTg",
        type="Chỉ thị",
        issuer="Thủ tướng Chính phủ",
        year=2000,
    ),
    Entry(
        unit=41,
        document_id=4,
        revision=1,
        text="Điều 1. Phạm vi\n\nThông tư này quy định báo cáo công tác, thống kê dân số và giao thông vận tải.",
        title="Chế độ báo cáo",
        number="06/2026/TT-BTC",
        type="Thông tư",
        issuer="Bộ Tài chính",
        year=None,
    ),
]


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index", workers=0)
    yield made
    made.close()


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.add(ENTRIES)
    engine.commit()
    return engine


def units(engine: Engine, text: str, wanted: EngineFilter | None = None) -> list[int]:
    return [hit.unit for hit in engine.search(text, wanted).hits]


FIRST = [
    ("thời gian thử việc", 11),
    ("tiền lương thử việc", 12),
    ("công tác dân vận", -3),
    ("kế hoạch dân vận", 21),
    ("18/2000/CT-TTg", -3),
    ("18/2000/ct-ttg", -3),
    ("6/2026/TT-BTC", 41),
    ("21/09/2000", 21),
    ("thống kê dân số", 41),
    ("THỜI GIAN THỬ VIỆC", 11),
    ("thoả thuận", 11),
]


@pytest.mark.parametrize(("query", "first"), FIRST)
def test_best_hit(filled: Engine, query: str, first: int) -> None:
    assert units(filled, query)[0] == first


@pytest.mark.parametrize("query", ["", "  ", "…", "xyzzy", '""', '"', "!!!"])
def test_nothing_found(filled: Engine, query: str) -> None:
    found = filled.search(query)
    assert (found.total, found.documents, found.hits) == (0, 0, ())
    assert set(found.facets) == {"type", "issuer", "year"}


PHRASES = [
    ('"thời gian thử việc"', {11, 12}),
    ('"việc thử"', {13}),
    ('"thử việc"', {11, 12}),
    ('"công tác dân vận"', {21, -3}),
    ("“công tác dân vận”", {21, -3}),
    ('"báo cáo công tác, thống kê"', {41}),
    ('"công tác thống kê"', set()),
    ('"18/2000/CT-TTg"', {21}),
    ('"dân vận của xã"', {21}),
    ('"thử việc" "tiền lương"', {12}),
    ('"thu viec"', set()),
]


@pytest.mark.parametrize(("query", "expected"), PHRASES)
def test_quoted_phrases_are_exact(filled: Engine, query: str, expected: set[int]) -> None:
    """Same words, tones and order, nothing between but what is written; titles count."""
    found = filled.search(query)
    assert {hit.unit for hit in found.hits} == expected
    assert found.total == len(expected)


FILTERS = [
    (EngineFilter(), {11, 12, 13, 21, -3, 41}),
    (EngineFilter(types=("Bộ luật",)), {11, 12, 13}),
    (EngineFilter(types=("Bộ luật", "Chỉ thị")), {11, 12, 13, -3}),
    (EngineFilter(issuers=("Thủ tướng Chính phủ",)), {-3}),
    (EngineFilter(year_from=2019), {11, 12, 13, 21}),
    (EngineFilter(year_to=2019), {11, 12, 13, -3}),
    (EngineFilter(year_from=2001, year_to=2023), {11, 12, 13}),
    (EngineFilter(documents=frozenset({2, 3})), {21, -3}),
    (EngineFilter(documents=frozenset()), set()),
    (EngineFilter(types=("Không có",)), set()),
    (EngineFilter(without=frozenset({1, 4})), {21, -3}),
    (EngineFilter(documents=frozenset({1, 2}), without=frozenset({1})), {21}),
]


@pytest.mark.parametrize(("wanted", "expected"), FILTERS)
def test_filters(filled: Engine, wanted: EngineFilter, expected: set[int]) -> None:
    """Every entry has one of these words, so that only the filter decides."""
    query = "thử dân thống"
    got = set()
    for entry in ENTRIES:
        only = replace(wanted, documents=frozenset({entry.document_id}) & (wanted.documents or {1, 2, 3, 4}))
        if wanted.documents is not None and entry.document_id not in wanted.documents:
            continue
        got |= {hit.unit for hit in filled.search(query, only).hits}
    assert got == expected


def test_facets_count_units_and_leave_their_own_filter_out(filled: Engine) -> None:
    found = filled.search('"công tác dân vận"', EngineFilter(types=("Chỉ thị",)))
    assert found.total == 1
    assert found.facets["type"] == {"Chỉ thị": 1, "Kế hoạch": 1}
    assert found.facets["issuer"] == {"Thủ tướng Chính phủ": 1}
    assert found.facets["year"] == {"2000": 1}


def test_years_are_told_from_the_newest_and_unknown_ones_left_out(filled: Engine) -> None:
    assert list(filled.search("công tác dân").facets["year"]) == ["2024", "2000"]


def test_total_counts_units_and_documents(filled: Engine) -> None:
    found = filled.search("thời gian thử việc", limit=1)
    assert (found.total, found.documents, len(found.hits)) == (3, 1, 1)


def test_a_limit_of_nothing_gives_counts(filled: Engine) -> None:
    found = filled.search("thử việc", limit=0)
    assert found.total == 3
    assert found.hits == ()


def test_pages_neither_overlap_nor_skip(engine: Engine) -> None:
    """Equal scores are ordered by unit."""
    same = [replace(ENTRIES[4], unit=unit, document_id=unit, text="quản lý tài sản công") for unit in range(40, 0, -1)]
    engine.add(same)
    engine.commit()
    paged = [
        hit.unit for offset in range(0, 45, 7) for hit in engine.search("tài sản công", limit=7, offset=offset).hits
    ]
    assert paged == list(range(1, 41))


def test_why_tells_the_fields(filled: Engine) -> None:
    hits = {hit.unit: hit for hit in filled.search("thử việc").hits}
    assert {"syllables", "bigrams", "heading"} <= set(hits[11].why)
    assert "heading" not in hits[13].why
    assert hits[11].score == pytest.approx(sum(hits[11].why.values()), abs=0.01)


def test_nothing_shows_before_commit(filled: Engine) -> None:
    filled.add([replace(LABOUR, unit=99, document_id=9, text="nuôi trồng thủy sản")])
    filled.delete([1])
    assert units(filled, "nuôi trồng thủy sản") == []
    assert units(filled, "thời gian thử việc")[0] == 11
    filled.commit()
    assert units(filled, "nuôi trồng thủy sản")[0] == 99
    assert 11 not in units(filled, "thời gian thử việc")


def test_entries_replace_the_document_that_was_there(filled: Engine) -> None:
    filled.add([replace(LABOUR, unit=17, revision=4, text="Điều 25. Thử việc mới")])
    filled.commit()
    assert filled.revisions()[1] == (4, 1)
    assert units(filled, "thử việc") == [17]
    assert filled.count() == 4


def test_a_document_added_in_parts_before_one_commit_stays_whole(engine: Engine) -> None:
    engine.add(ENTRIES[:1])
    engine.add(ENTRIES[1:3])
    engine.commit()
    assert engine.revisions() == {1: (3, 3)}


def test_deleted_then_added_again_before_one_commit(filled: Engine) -> None:
    filled.add([replace(LABOUR, unit=70, document_id=7, text="bản thứ nhất")])
    filled.delete([7, 1])
    filled.add([replace(LABOUR, unit=71, document_id=7, text="bản thứ hai")])
    filled.commit()
    assert filled.revisions() == {2: (1, 1), 3: (1, 1), 4: (1, 1), 7: (3, 1)}
    assert units(filled, '"bản thứ nhất"') == []
    assert units(filled, '"bản thứ hai"') == [71]


def test_delete_what_is_not_there(filled: Engine) -> None:
    filled.delete([12345])
    filled.commit()
    assert filled.count() == len(ENTRIES)


def test_an_empty_engine(engine: Engine) -> None:
    engine.commit()
    assert engine.count() == 0
    assert engine.revisions() == {}
    assert engine.search("dân vận").total == 0
    assert engine.restore_tones("dan van") is None


def test_close_forgets_what_was_not_committed(filled: Engine) -> None:
    filled.add([replace(LABOUR, unit=99, document_id=9)])
    filled.close()
    filled.commit()
    assert 9 not in filled.revisions()


RESTORED = [
    ("cong tac dan van", "công tác dân vận"),
    ("thoi gian thu viec", "thời gian thử việc"),
    ("Cong Tac dan van, tien luong", "công tác dân vận, tiền lương"),
    ("thoi gian thu viec 60 ngay", "thời gian thử việc 60 ngày"),
    ('"cong tac dan van"', '"công tác dân vận"'),
    ("công tac dan van", None),
    ("công tác dân vận", None),
    ("18/2000", None),
    ("thu ba", "thứ ba"),
    ("qwerty", None),
    ("", None),
]


@pytest.mark.parametrize(("query", "expected"), RESTORED)
def test_restore_tones(filled: Engine, query: str, expected: str | None) -> None:
    found = filled.restore_tones(query)
    assert (found and found.text) == expected


def test_numbers_found_in_a_heading_of_a_unit_without_it(engine: Engine) -> None:
    """The heading is searched even where the text does not repeat it."""
    engine.add([replace(LABOUR, text="Không quá 60 ngày.", heading="Thời hạn giải quyết đơn")])
    engine.commit()
    assert units(engine, '"giải quyết đơn"') == [11]


PARTS = [
    (EngineQuery(required=(Part(("thử việc",)),)), {11, 12, 13}),
    (EngineQuery(required=(Part(("thử việc",), exact=True),)), {11, 12}),
    (EngineQuery(required=(Part(("dân vận",), "title"),)), {21, -3}),
    (EngineQuery(required=(Part(("công tác dân vận",), "title", exact=True),)), {-3}),
    (EngineQuery(required=(Part(("công tác dân vận",), "text", exact=True),)), {21, -3}),
    (EngineQuery(required=(Part(("vận của xã",), "title", exact=True),)), {21}),
    (EngineQuery(required=(Part(("vận của xã",), "text", exact=True),)), set()),
    (
        EngineQuery(
            required=(
                Part(
                    ("2000", "Tăng"),
                ),
            )
        ),
        {-3},
    ),
    (EngineQuery(required=(Part(("nhiệm vụ", "phạm vi"), "heading"),)), {21}),
    (EngineQuery(required=(Part(("tiền lương thử việc",), "heading", exact=True),)), {12}),
    (EngineQuery(required=(Part(("lương thời gian",), "text"),)), {12}),
    (EngineQuery(required=(Part(("45/2019/QH14",), "number"),)), {11, 12, 13}),
    (EngineQuery(required=(Part(("CT-TTg", "KH-UBND"), "number"),)), {21, -3}),
    (EngineQuery(required=(Part(("thử việc",)), Part(("lương", "đạt")))), {12, 13}),
    (EngineQuery(required=(Part(("thử việc",)),), excluded=(Part(("tiền lương",), exact=True),)), {11, 13}),
    (EngineQuery("công tác dân vận", excluded=(Part(("dân vận của xã",), "title", exact=True),)), {-3, 41}),
    (EngineQuery("công tác dân vận", excluded=(Part(("CT-TTg",), "number"), Part(("Kế hoạch",), "title"))), {41}),
    (EngineQuery('"công tác dân vận"', excluded=(Part(("xã",)),)), {-3}),
    (EngineQuery(required=(Part(("…",)),)), set()),
    (EngineQuery(required=(Part(("xyzzy",)),)), set()),
]


@pytest.mark.parametrize(("query", "expected"), PARTS)
def test_required_and_excluded_parts(filled: Engine, query: EngineQuery, expected: set[int]) -> None:
    found = filled.search(query)
    assert {hit.unit for hit in found.hits} == expected
    assert found.total == len(expected)


def test_required_parts_bring_no_score(filled: Engine) -> None:
    assert {hit.score for hit in filled.search(EngineQuery(required=(Part(("thử việc",)),))).hits} == {0.0}
    plain = {hit.unit: hit.score for hit in filled.search("thời gian").hits}
    for hit in filled.search(EngineQuery("thời gian", required=(Part(("thử việc",)),))).hits:
        assert hit.score == plain[hit.unit]


def test_of_a_group_the_best_wording_counts(filled: Engine) -> None:
    """`thống kê` may be said as `tiền lương`; a unit gets the better of the two, never both."""
    ways = (Wording("thống kê"), Wording("tiền lương", 0.5))
    with_group = filled.score(EngineQuery("thống kê", groups=(ways,)), [11, 12, 41])
    assert with_group[0] == 0
    assert with_group[1] == pytest.approx(0.5 * filled.score("tiền lương", [12])[0])
    assert with_group[2] == pytest.approx(filled.score("thống kê", [41])[0])
    both = (Wording("thử việc"), Wording("tiền lương", 0.5))
    assert filled.score(EngineQuery("thử việc", groups=(both,)), [12])[0] == pytest.approx(
        max(filled.score("thử việc", [12])[0], 0.5 * filled.score("tiền lương", [12])[0])
    )


def test_what_joins_a_group_to_the_rest_still_counts(filled: Engine) -> None:
    """`thời_gian` is said otherwise; `gian_thử`, which leads out of it, belongs to the rest."""
    query = EngineQuery("thời gian thử việc", groups=((Wording("thời gian"), Wording("xyzzy")),))
    assert filled.score(query, [11])[0] == pytest.approx(filled.score("thời gian thử việc", [11])[0])


def test_a_unit_with_the_other_wording_is_in_the_result(filled: Engine) -> None:
    query = EngineQuery("xyzzy công tác", groups=((Wording("xyzzy"), Wording("dân vận")),))
    assert {21, -3} <= {hit.unit for hit in filled.search(query).hits}


@pytest.mark.parametrize("query", ["thời gian thử việc", "dân vận của xã", '"công tác dân vận"'])
def test_scores_of_units_are_those_of_a_search(filled: Engine, query: str) -> None:
    hits = filled.search(query).hits
    given = [12345, *(hit.unit for hit in reversed(hits)), 12345]
    expected = [0.0, *(hit.score for hit in reversed(hits)), 0.0]
    assert filled.score(query, given).tolist() == pytest.approx(expected, abs=1e-4)


def test_scores_of_no_units_and_of_an_empty_engine(engine: Engine) -> None:
    assert engine.score("thử việc", []).tolist() == []
    assert engine.score("thử việc", [1, 2]).tolist() == [0.0, 0.0]


def test_a_deleted_unit_scores_nothing(filled: Engine) -> None:
    filled.delete([1])
    filled.commit()
    assert filled.score("thử việc", [11])[0] == 0.0


def test_holding_and_vocabulary(filled: Engine) -> None:
    assert filled.holding(["thử", "thử_việc", "xyzzy", "dân_vận"]) == {
        "thử": 3,
        "thử_việc": 2,
        "xyzzy": 0,
        "dân_vận": 2,
    }
    assert filled.vocabulary()["vận"] == 3
    assert "thử_việc" not in filled.vocabulary()


def test_counts_stay_those_of_the_state_that_was_searched(filled: Engine) -> None:
    found = filled.search("thử việc")
    filled.delete([1])
    filled.commit()
    assert found.total == 3
    assert filled.search("thử việc").total == 0
