"""Search as a whole: exact answers first, then words; filters, facets, validity, snippets, reasons, JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from archive.errors import NotFound
from archive.numbers import NumberQuery
from archive.records import Record
from archive.resolving import MemoryHoldings
from archive.stored import StoredProvision, StoredUnit
from indexer.catalogue import State
from indexer.embedding.hashing import HashingEmbedder
from indexer.engine import Entry
from indexer.engine.memory import MemoryEngine
from indexer.fusing import Fusion
from indexer.interpreting import interpret
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import WHOLE
from indexer.meaning.passages import unit_passages
from indexer.search import SearchRequest, SearchResult, SearchService, result_json

TODAY = date(2026, 11, 22)
RECORDS = [
    Record(1, "Bộ luật", "45/2019/QH14", date(2019, 11, 20), "Quốc hội", "Lao động",
           effective=date(2021, 1, 1), status="CHL", as_of=date(2025, 1, 1), held=True),
    Record(2, "Nghị quyết", "25-NQ/TW", date(2013, 6, 3), "Ban Chấp hành Trung ương Đảng",
           "Tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"),
    Record(3, "Nghị quyết", "25-NQ/TW", date(2003, 3, 12), "Ban Chấp hành Trung ương Đảng", "Công tác dân tộc"),
    Record(4, "Chỉ thị", "18/2000/CT-TTg", date(2000, 9, 21), "Thủ tướng Chính phủ",
           "Tăng cường và đổi mới công tác dân vận của các cơ quan hành chính nhà nước"),
    Record(5, "Luật", "31/2024/QH15", date(2024, 1, 18), "Quốc hội", "Đất đai",
           effective=date(2024, 8, 1), status="CHL", as_of=date(2025, 1, 1), held=True),
    Record(6, "Luật", "45/2013/QH13", date(2013, 11, 29), "Quốc hội", "Đất đai",
           effective=date(2014, 7, 1), expired=date(2024, 8, 1), status="HHL", as_of=date(2025, 1, 1), held=True),
    Record(7, "Kế hoạch", "", date(2024, 2, 1), "Ủy ban nhân dân xã Hòa Bình", "Công tác dân vận năm 2024", held=True),
    Record(8, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Công tác văn thư", held=True,
           effective=date(2020, 3, 5), status="CHL", as_of=date(2025, 1, 1)),
    Record(9, "Hiến pháp", "", date(2013, 11, 28), "Quốc hội",
           "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"),
]  # fmt: skip


def unit(id_: int, document: int, path: str, label: str, heading: str, body: str) -> StoredUnit:
    kind = path.rpartition("/")[2].partition(":")[0]
    text = f"{label}. {heading}\n{body}" if heading else body
    return StoredUnit(id_, document, path, kind, label, heading, 0, text)


UNITS = [
    unit(13, 1, "dieu:36", "Điều 36", "Quyền chấm dứt hợp đồng", "1. Trong các trường hợp: d) Tuổi; đ) Bỏ việc."),
    unit(14, 1, "dieu:36/khoan:1/diem:d", "điểm d khoản 1 Điều 36", "", "d) Tuổi."),
    unit(15, 1, "dieu:36/khoan:1/diem:đ", "điểm đ khoản 1 Điều 36", "", "đ) Bỏ việc."),
    unit(11, 1, "dieu:25", "Điều 25", "Thời gian thử việc",
         "Thời gian thử việc do hai bên thỏa thuận nhưng chỉ được thử việc một lần và bảo đảm: 1. Không quá 180 ngày "
         "đối với người quản lý doanh nghiệp; 2. Tối đa 60 ngày với trình độ cao đẳng."),
    unit(12, 1, "dieu:26", "Điều 26", "Tiền lương thử việc",
         "Tiền lương của người lao động trong thời gian thử việc do hai bên thỏa thuận theo Bộ luật này."),
    unit(51, 5, "dieu:1", "Điều 1", "Phạm vi điều chỉnh", "Luật này quy định về chế độ sở hữu đất đai."),
    unit(52, 5, "dieu:79", "Điều 79", "Thu hồi đất",
         "Nhà nước thu hồi đất vì lợi ích quốc gia. 1. Công trình giao thông; 2. Thủy lợi."),
    unit(53, 5, "dieu:79/khoan:2", "khoản 2 Điều 79", "", "2. Thủy lợi."),
    unit(61, 6, "dieu:79", "Điều 79", "Bồi thường về đất ở",
         "Hộ gia đình có giấy chứng nhận thì được bồi thường khi nhà nước thu hồi đất."),
    unit(71, 7, "la_ma:I", "I", "MỤC ĐÍCH",
         "Triển khai Chỉ thị số 18/2000/CT-TTg về công tác dân vận chính quyền."),
    unit(72, 7, "la_ma:II", "II", "NHIỆM VỤ",
         "Đổi mới nội dung vận động quần chúng; kỹ năng tiếp dân; hòa giải ở cơ sở."),
    unit(81, 8, "dieu:1", "Điều 1", "Phạm vi", "Nghị định này quy định về công tác văn thư."),
    unit(85, 8, "dieu:5", "Điều 5", "Giá trị pháp lý", "1. Văn bản ký số; 2. Chữ ký số đáp ứng quy định."),
    unit(86, 8, "dieu:5/khoan:2", "khoản 2 Điều 5", "", "2. Chữ ký số đáp ứng quy định."),
]  # fmt: skip
NOT_INDEXED = {14, 15, 53, 86}


class FakeArchive:
    """The archive's interface over the tables above."""

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]:
        wanted = set(document_ids)
        return {record.id: record for record in RECORDS if record.id in wanted}

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]:
        wanted = set(provision_ids)
        return {unit.id: unit for unit in UNITS if unit.id in wanted}

    def provision(self, document_id: int, path: str) -> StoredProvision:
        for u in UNITS:
            if (u.document_id, u.path) == (document_id, path):
                end = u.start + len(u.text)
                indexed = u.id not in NOT_INDEXED
                return StoredProvision(
                    u.path, u.kind, u.label, u.heading, u.start, end, indexed, False, u.id, u.document_id
                )
        raise NotFound("no_such_provision", path, path)

    def provisions(self, document_id: int) -> list[StoredProvision]:
        return [self.provision(document_id, u.path) for u in UNITS if u.document_id == document_id]

    def behind(self) -> frozenset[int]:
        return frozenset(record.id for record in RECORDS if record.sample)

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]:
        found = [r for r in RECORDS if r.number and query.matches(r.number, r.type, r.issued)]
        return sorted(found, key=lambda r: r.issued or date.min, reverse=True)[:limit]

    def holdings(self) -> MemoryHoldings:
        return MemoryHoldings(RECORDS)

    @property
    def cataloguing(self) -> FakeArchive:
        return self

    def hidden(self) -> frozenset[int]:
        return frozenset()

    def headings(self, provision_ids: Iterable[int]) -> dict[int, str]:
        return {unit.id: unit.heading for unit in self.units(provision_ids).values()}

    def topics(self) -> dict[int, State]:
        return {record.id: (1, datetime(2026, 1, 1), "", "[]") for record in RECORDS}


def filled_engine() -> MemoryEngine:
    engine = MemoryEngine()
    by_id = {record.id: record for record in RECORDS}
    held = {unit.document_id for unit in UNITS}

    def entry(record: Record, unit: int, text: str, heading: str) -> Entry:
        year = record.issued.year if record.issued else None
        facts = (record.title, record.number, record.type, record.issuer, year)
        return Entry(unit, record.id, 1, text, heading, *facts)

    engine.add(entry(by_id[u.document_id], u.id, u.text, u.heading) for u in UNITS if u.id not in NOT_INDEXED)
    engine.add(entry(record, -record.id, record.title, "") for record in RECORDS if record.id not in held)
    engine.commit()
    return engine


@pytest.fixture(scope="module")
def service() -> SearchService:
    return SearchService(FakeArchive(), filled_engine())


def ask(service: SearchService, query: str, **more: object) -> SearchResult:
    return service.search(SearchRequest(query, **more))  # type: ignore[arg-type]


ORDER = [
    # query, units that must come first, in this order; route
    ("18/2000/CT-TTg", [-4, 71], "number"),
    ("chi thi 18 2000", [-4], "number"),
    ("25-NQ/TW", [-2, -3], "number"),
    ("25-NQ/TW dân tộc", [-3, -2], "number"),
    ("nghi quyet 25 nq tw ve dan van", [-2, -3], "number"),
    ("30/2020/NĐ-CP", [81], "number"),
    ("nd 30 2020", [81], "number"),
    ("khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", [86], "provision"),
    ("Điều 5 Nghị định 30/2020/NĐ-CP", [85], "provision"),
    ("Điều 99 Nghị định 30/2020/NĐ-CP", [-8], "number"),
    ("Điều 25 Bộ luật Lao động", [11], "provision"),
    ("dieu 25 bo luat lao dong", [11], "provision"),
    ("luat dat dai 2024 dieu 79", [52], "provision"),
    ("khoản 2 Điều 79 Luật Đất đai năm 2024", [53], "provision"),
    ("Điều 79 Luật Đất đai", [52, 61], "provision"),
    ("Điều 79 Luật Đất đai 2013", [61], "provision"),
    ("thu hồi đất Điều 79 Luật Đất đai 2024", [52], "provision"),
    ("Luật Đất đai 2013", [61], "title"),
    ("Luật Đất đai ngày 29/11/2013", [61], "title"),
    ("điều 25 BLLĐ", [11], "provision"),
    ("Điều 25 BLLĐ 2019", [11], "provision"),
    ("Đ25 BLLĐ", [11], "provision"),
    ("k2 đ5 nđ 30/2020", [86], "provision"),
    ("k2đ79 luật đất đai 2024", [53], "provision"),
    ("Nghị định ngày 05/3/2020", [81], "date"),
    ("nghi dinh cua chinh phu ban hanh ngay 5/3/2020", [81], "date"),
    ("văn bản ngày 5 tháng 3 năm 2020", [81], "date"),
    ("05/03/2020", [81], "date"),
    ("diem d khoan 1 dieu 36 bo luat lao dong", [14, 15], "provision"),
    ("điểm đ khoản 1 Điều 36 BLLĐ", [15], "provision"),
    ("điểm d khoản 1 Điều 36 BLLĐ", [14], "provision"),
    ("Điều 999 Bộ luật Lao động", [-1], "title"),
    ("Hiến pháp 2013", [-9], "title"),
    ("khoản 9 Điều 25 Bộ luật Lao động", [11], "provision"),
    ("đất đai", [51, 61], "title"),
    ("Tăng cường và đổi mới công tác dân vận của các cơ quan hành chính nhà nước", [-4], "title"),
    ("công tác dân vận năm 2024", [71], "title"),
    ("thời gian thử việc tối đa", [11], "words"),
    ("thoi gian thu viec toi da", [11], "words"),
    ("tiền lương thử việc", [12], "words"),
    ('"tiền lương thử việc"', [12], "phrase"),
    ("hoà giải ở cơ sở", [72], "words"),
]


@pytest.mark.parametrize(("query", "first", "route"), ORDER)
def test_what_comes_first(service: SearchService, query: str, first: list[int], route: str) -> None:
    found = ask(service, query)
    assert [hit.unit for hit in found.hits][: len(first)] == first
    assert found.route == route


@pytest.mark.parametrize("query", ["công tác dân vận", "cong tac dan van"])
def test_titles_surface_catalogued_documents_too(service: SearchService, query: str) -> None:
    first = [hit.record.id for hit in ask(service, query).hits]
    assert set(first[:4]) >= {2, 4, 7}
    assert 3 not in first[:3]


@pytest.mark.parametrize(("query", "shown"), [
    ("cong tac dan van", "công tác dân vận"),
    ("hoa giai o co so", "hòa giải ở cơ sở"),
    ("ky nang tiep dan", "kỹ năng tiếp dân"),
    ("công tác dân vận", None),
    ("25-NQ/TW", None),
])  # fmt: skip
def test_restored_is_said_in_the_spelling_of_the_texts(service: SearchService, query: str, shown: str | None) -> None:
    assert ask(service, query).restored == shown


@pytest.mark.parametrize(("one", "other"), [
    ("hòa giải ở cơ sở", "hoà giải ở cơ sở"),
    ("kỹ năng tiếp dân", "kĩ năng tiếp dân"),
    ("thủy lợi", "thu\u00adỷ \u200blợi"),
    ("công tác dân vận", "CÔNG TÁC DÂN VẬN"),
    ("thu hồi đất", unicodedata.normalize("NFD", "Thu Hồi Đất")),
    ("nhà nước lấy đất", "NHÀ NƯỚC LẤY ĐẤT"),
])  # fmt: skip
def test_however_it_is_spelt_it_is_one_query(service: SearchService, one: str, other: str) -> None:
    first, second = ask(service, one), ask(service, other)
    assert first.total > 0
    assert [(hit.unit, hit.score) for hit in first.hits] == [(hit.unit, hit.score) for hit in second.hits]
    readings = [interpret(query, service._engine) for query in (one, other)]
    assert readings[0].engine_query() == readings[1].engine_query()
    assert readings[0].embedded == readings[1].embedded


def test_the_law_says_it_once(service: SearchService) -> None:
    """A wording that the law has as it was typed, but for its spelling, is not said twice to the model."""
    assert {interpret(typed, service._engine).embedded for typed in ("xoá án tích", "xóa án tích")} == {"xóa án tích"}


def test_toneless_queries_mark_toned_words(service: SearchService) -> None:
    hit = ask(service, "thoi gian thu viec toi da").hits[0]
    marked = [hit.snippet.text[a:b] for a, b in hit.snippet.highlights]
    assert any("thử việc" in part for part in marked)


def test_a_unit_is_shown_and_counted_once(service: SearchService) -> None:
    """The article that holds the clause asked for is not shown a second time."""
    found = ask(service, "khoản 2 Điều 79 Luật Đất đai năm 2024 thu hồi đất", limit=50)
    shown = [hit.unit for hit in found.hits]
    assert shown[0] == 53
    assert 52 not in shown
    assert len(shown) == len(set(shown)) == found.total


@pytest.mark.parametrize("query", ["25-NQ/TW", "đất đai", "công tác dân vận", "thu hồi đất", "Điều 79 Luật Đất đai"])
def test_pages_put_together_are_the_whole(service: SearchService, query: str) -> None:
    whole = ask(service, query, limit=100)
    paged = [hit for offset in range(whole.total) for hit in ask(service, query, limit=1, offset=offset).hits]
    assert [hit.unit for hit in paged] == [hit.unit for hit in whole.hits]
    assert len(whole.hits) == whole.total
    assert whole.documents == len({hit.record.id for hit in whole.hits})
    assert ask(service, query, offset=whole.total).hits == ()


@pytest.mark.parametrize("query", ["công tác dân vận", "25-NQ/TW", "loai:luat", "nam:2000..2024"])
def test_pages_stay_while_documents_come(service: SearchService, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    """What the first page says of the archive holds for those that follow it."""
    last = max(record.id for record in RECORDS)
    before = ask(service, query, limit=50, sort="newest")
    assert before.upto == last
    come = [replace(record, id=last + record.id) for record in RECORDS]
    engine = filled_engine()
    engine.add(Entry(-record.id, record.id, 1, record.title, "", record.title, record.number, record.type,
                     record.issuer, record.issued and record.issued.year) for record in come)  # fmt: skip
    engine.commit()
    monkeypatch.setattr(f"{__name__}.RECORDS", [*RECORDS, *come])
    later = SearchService(FakeArchive(), engine)
    assert ask(later, query, limit=50, sort="newest").total > before.total
    paged = [
        hit.unit
        for at in range(before.total)
        for hit in ask(later, query, limit=1, offset=at, sort="newest", upto=before.upto).hits
    ]
    assert paged == [hit.unit for hit in before.hits]
    assert ask(later, "và của", upto=before.upto).total == 0


def test_facets_agree_with_the_filter(service: SearchService) -> None:
    found = ask(service, "công tác dân vận")
    assert sum(found.facets["type"].values()) == found.total
    for kind, count in found.facets["type"].items():
        assert ask(service, "công tác dân vận", types=(kind,)).total == count


def test_facets_agree_with_what_meaning_brought(service: SearchService, tmp_path: Path) -> None:
    embedder = HashingEmbedder(128, {"zup": "thu", "kem": "đất"})
    index = MeaningIndex(tmp_path / "meaning", embedder)
    for document in {u.document_id for u in UNITS}:
        title = next(record.title for record in RECORDS if record.id == document)
        units = [u for u in UNITS if u.document_id == document and u.id not in NOT_INDEXED]
        passages = [one for u in units for one in unit_passages(u.id, title, u.heading, u.text, embedder)]
        vectors = embedder.passages([one.text for one in passages]).astype("float16")
        index.ledger.put(document, 1, WHOLE, passages, [row.tobytes() for row in vectors])
    archive = FakeArchive()
    meant = SearchService(archive, service._engine, Fusion(service._engine, index, archive))
    assert ask(service, "zup kem", validities=("in_force",), as_typed=True).total == 0
    found = ask(meant, "zup kem", validities=("in_force",), as_typed=True)
    assert 52 in [hit.unit for hit in found.hits]
    assert found.facets["validity"]["in_force"] == found.total


@pytest.mark.parametrize("sort", ["newest", "oldest", "authority"])
def test_order_does_not_hang_on_the_size_of_pages(
    service: SearchService, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """Samples count half, so how many are looked at decides which are the best that are put in order."""
    monkeypatch.setattr("indexer.search.SORTED", 3)
    monkeypatch.setattr("indexer.listing.SORTED", 3)
    monkeypatch.setattr("indexer.search._ROOM_BEHIND", 0)
    monkeypatch.setattr(FakeArchive, "behind", lambda _: frozenset({4, 7}))
    monkeypatch.setattr(service.catalogue, "_states", {})
    whole = [hit.unit for hit in ask(service, "công tác dân vận", sort=sort, limit=30).hits]
    paged = [ask(service, "công tác dân vận", sort=sort, limit=1, offset=at).hits for at in range(3)]
    assert [hit.unit for hits in paged for hit in hits] == whole[:3]


def test_exact_answers_are_filtered_as_well(service: SearchService) -> None:
    assert [h.unit for h in ask(service, "25-NQ/TW", year_to=2010).hits][:1] == [-3]
    assert -2 not in [h.unit for h in ask(service, "25-NQ/TW", year_to=2010).hits]
    assert all(h.record.type == "Chỉ thị" for h in ask(service, "đất đai", types=("Chỉ thị",)).hits)


def test_in_force_leaves_out_the_expired_and_counts_the_unknown(service: SearchService) -> None:
    now = ask(service, "thu hồi đất", in_force=TODAY)
    assert {hit.record.id for hit in now.hits} == {5}
    then = ask(service, "thu hồi đất", in_force=date(2020, 1, 1))
    assert {hit.record.id for hit in then.hits} == {6}
    party = ask(service, "công tác dân vận", in_force=TODAY)
    assert not any(hit.validity.state == "unknown" for hit in party.hits)
    assert any("chưa xác định được hiệu lực" in note for note in party.notes)
    assert len(party.notes) == len(party.notes_en)


def test_why_is_told(service: SearchService) -> None:
    assert ask(service, "25-NQ/TW").hits[0].why[0] == "đúng số, ký hiệu"
    assert ask(service, "Điều 25 Bộ luật Lao động").hits[0].why[0] == "đúng điều, khoản"
    assert ask(service, "đất đai").hits[0].why[0] == "đúng tên văn bản"
    assert "có trong tiêu đề điều" in ask(service, "thời gian thử việc").hits[0].why
    assert "có trong tên văn bản" in ask(service, "công tác dân vận").hits[0].why
    phrase = ask(service, '"tiền lương thử việc"').hits[0]
    assert phrase.why[0] == "khớp cụm từ “tiền lương thử việc”"
    assert phrase.why_en[0] == "has the phrase “tiền lương thử việc”"


def test_the_snippet_does_not_repeat_the_heading(service: SearchService) -> None:
    hit = ask(service, "thời gian thử việc").hits[0]
    assert (hit.label, hit.heading) == ("Điều 25", "Thời gian thử việc")
    assert hit.snippet.text.startswith("Thời gian thử việc do hai bên")


@pytest.mark.parametrize("query", ["", "   ", "…", "zzzz qqqq", "'; DROP TABLE", "a" * 3000, '"', "%_", "điều"])
def test_any_query_is_answered(service: SearchService, query: str) -> None:
    found = ask(service, query)
    assert found.total >= len(found.hits)


@pytest.mark.parametrize("query", ["?!", "và của", "a", '""', "%_", ".*(?:[a-z]+)+$"])
def test_nothing_to_look_for_is_said(service: SearchService, query: str) -> None:
    found = ask(service, query)
    assert (found.total, len(found.notes), len(found.notes_en)) == (0, 1, 1)


def test_what_is_left_out_narrows_a_list(service: SearchService) -> None:
    """Filters without words list documents; what must not occur takes those out that hold it anywhere."""
    laws = {hit.record.id for hit in ask(service, "loai:luat nam:2013..2024").hits}
    assert laws == {5, 6}
    left = ask(service, 'loai:luat nam:2013..2024 -"thủy lợi"')
    assert ({hit.record.id for hit in left.hits}, left.total, left.route) == ({6}, 1, "listed")
    assert left.facets["type"] == {"Luật": 1}
    without = ask(service, 'NOT "công tác dân vận"', limit=50)
    assert {hit.record.id for hit in without.hits} == {1, 3, 5, 6, 8, 9}
    assert ask(service, 'loai:luat -"thủy lợi" -giấy').total == 0


def test_a_list_in_another_order_is_whole(service: SearchService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.search.SORTED", 2)
    found = ask(service, "nam:2000..2024", sort="oldest", limit=50)
    assert found.total == len(found.hits) == len(RECORDS)
    assert not found.notes


def test_meaning_says_that_words_were_searched(service: SearchService) -> None:
    assert ask(service, "thử việc", mode="meaning").notes
    with pytest.raises(ValueError, match="mode"):
        ask(service, "thử việc", mode="guess")


def test_json_has_the_shape_of_the_design(service: SearchService) -> None:
    shaped = json.loads(json.dumps(result_json(ask(service, "thời gian thử việc", limit=1))))
    assert {"query", "total", "took_ms", "hits", "facets", "restored", "route"} <= set(shaped)
    hit = shaped["hits"][0]
    assert {"document", "provision", "snippet", "score", "why"} <= set(hit)
    assert {"id", "type", "number", "issued", "issuer", "title", "validity"} <= set(hit["document"])
    assert hit["document"]["issued"] == "2019-11-20"
    assert hit["provision"] == {"path": "dieu:25", "label": "Điều 25", "heading": "Thời gian thử việc"}
    assert shaped["facets"]["year"] == {"2019": 2}


def test_samples_and_drafts_stand_behind_issued_documents(
    service: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = service.search(SearchRequest("công tác dân vận", limit=20))
    words = [hit for hit in before.hits if hit.score < 1000]
    first = words[0].record.id
    assert any(hit.record.id != first for hit in words)
    monkeypatch.setattr(FakeArchive, "behind", lambda _: frozenset({first}))
    # A document becomes a draft or a sample by being changed: then it is looked up.
    monkeypatch.setattr(service.catalogue, "_states", {})
    after = service.search(SearchRequest("công tác dân vận", limit=20))
    assert after.total == before.total
    assert {hit.unit for hit in after.hits} == {hit.unit for hit in before.hits}
    assert next(hit for hit in after.hits if hit.score < 1000).record.id != first


NOT_HELD = [
    # query; what the note must say
    ("Bộ luật Lao động 2012", ["Bộ luật Lao động năm 2012", "45/2019/QH14", "20/11/2019"]),
    ("Điều 25 Bộ luật Lao động 2012", ["năm 2012", "45/2019/QH14"]),
    ("Điều 25 BLLĐ năm 1994", ["năm 1994", "45/2019/QH14"]),
    ("Điều 25 Bộ luật Lao động 2012 về thử việc", ["năm 2012", "45/2019/QH14"]),
    ("luật đất đai 1993", ["Luật Đất đai năm 1993", "31/2024/QH15", "45/2013/QH13"]),
    ("luat dat dai 1993", ["năm 1993", "31/2024/QH15", "45/2013/QH13"]),
    ("Luật Đất đai ngày 14 tháng 7 năm 1993", ["ngày 14/07/1993", "31/2024/QH15"]),
    ("Bộ luật Lao động số 10/2012/QH13", ["10/2012/QH13", "45/2019/QH14"]),
    ("77/2001/QĐ-TTg", ["77/2001/QĐ-TTg"]),
    ("nd302020", ["Nghị định số 302020"]),
    ("thông tư số 77", ["Thông tư số 77"]),
    ("Nghị định ngày 06/3/2020", ["Nghị định nào ban hành ngày 06/03/2020"]),
    ("quyết định của Bộ Y tế ngày 05/3/2020", ["Quyết định nào ban hành ngày 05/03/2020"]),
    ("Điều 4 Hiến pháp 1992", ["Hiến pháp nước", "năm 1992", "28/11/2013"]),
]


@pytest.mark.parametrize(("query", "said"), NOT_HELD)
def test_another_version_is_no_answer(service: SearchService, query: str, said: list[str]) -> None:
    found = ask(service, query)
    assert found.route not in ("title", "provision")
    assert not any(hit.why[:1] in (("đúng tên văn bản",), ("đúng điều, khoản",)) for hit in found.hits)
    assert len(found.notes) == len(found.notes_en) == 1
    assert all(part in found.notes[0] for part in ["Kho không có", *said])
    assert "does not hold" in found.notes_en[0]


@pytest.mark.parametrize("query", ["Luật Đất đai 2013", "Luật Đất đai 2014", "Điều 79 Luật Đất đai", "đất đai 2024"])
def test_a_version_that_is_held_needs_no_note(service: SearchService, query: str) -> None:
    """2014: the year in which the law of 2013 came into force."""
    found = ask(service, query)
    assert found.notes == ()
    assert found.hits[0].score == 1000


@pytest.mark.parametrize(("query", "said"), [
    ("điều 999 bộ luật lao động", "Bộ luật Lao động số 45/2019/QH14 không có Điều 999 (có từ Điều 25 đến Điều 36)."),
    ("Điều 99 Nghị định 30/2020/NĐ-CP", "không có Điều 99 (có từ Điều 1 đến Điều 5)."),
    ("khoản 9 Điều 25 Bộ luật Lao động", "Bộ luật Lao động số 45/2019/QH14 không có khoản 9 Điều 25."),
    ("Điều 3 Chỉ thị 18/2000/CT-TTg", "chưa có toàn văn"),
])  # fmt: skip
def test_a_provision_that_is_not_there_is_said(service: SearchService, query: str, said: str) -> None:
    found = ask(service, query)
    assert said in found.notes[0]
    assert len(found.notes) == len(found.notes_en) == 1
    assert "đúng điều, khoản" not in [why for hit in found.hits for why in hit.why]


def test_toneless_d_is_not_said_to_be_read_as_another_letter(service: SearchService) -> None:
    found = ask(service, "diem d khoan 1 dieu 36 bo luat lao dong")
    assert "điểm đ" not in (found.restored or "")


@pytest.mark.parametrize("query", [".*(?:[a-z]+)+$", "?!…", "và của những"])
def test_nothing_to_search_for_finds_nothing(service: SearchService, query: str) -> None:
    found = ask(service, query)
    assert (found.total, found.hits) == (0, ())
