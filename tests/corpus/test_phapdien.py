"""Loading the national code: every article accounted for, once; run twice or killed and run again, the same archive."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from archive.documents import Archive
from archive.models import OriginRow
from archive.settings import Settings
from archive.stored import NewDocument
from corpus.loaders import phapdien
from corpus.loaders.codified import CodifiedArticle, read_edition
from corpus.loaders.grouping import Spool
from corpus.loaders.phapdien import load_phapdien
from corpus.loaders.rebuilding import Rebuilt, rebuild
from indexer.engine.memory import MemoryEngine
from tests.corpus.archive_state import state_of
from tests.corpus.small_edition import ARTICLES, write_folder, write_jsonl
from tests.shared_data import needs_shared, shared


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "phapdien")


def rebuilt(edition: Path, tmp_path: Path, every: int = 1) -> dict[str, Rebuilt]:
    """The documents of an edition, or every so-manieth of them."""
    spool = Spool(tmp_path / "spool.sqlite")
    spool.fill(read_edition(edition), lambda done: None)
    keys = sorted(spool.documents())[::every]
    made = {key: rebuild(key, list(spool.articles(key)), spool.named(key)) for key in keys}
    spool.close()
    return made


def test_groups_articles_by_document(edition: Path, tmp_path: Path) -> None:
    made = rebuilt(edition, tmp_path)
    assert {key: (r.units, r.merged, r.bodiless) for key, r in made.items()} == {
        "Luật|12/2018/QH14": (4, 1, 1),
        "Nghị định|45/2019/ND-CP": (2, 0, 0),
        "Thông tư|3/2020/TT-BVHTTDL": (2, 0, 0),
    }


def test_rebuilds_a_law(edition: Path, tmp_path: Path) -> None:
    made = rebuilt(edition, tmp_path)["Luật|12/2018/QH14"]
    new = made.new
    assert (new.type, new.number, new.title, new.issuer) == ("Luật", "12/2018/QH14", "Luật Làng nghề", "Quốc hội")
    assert (new.issued, new.effective) == (date(2018, 11, 20), date(2019, 1, 1))
    assert (new.status, new.as_of, new.certainty) == ("KXD", None, "sure")
    assert "Làng nghề (90.1), Di sản (91.2)" in new.note
    assert "ItemID=11111" in new.source
    assert "Điều 90.1.LQ.3. Quyền của nghệ nhân" in new.raw_text
    units = [p for p in made.provisions if p.unit]
    assert [p.path for p in units] == ["dieu:1", "dieu:2", "dieu:3", "dieu:4"]
    assert [p.label for p in units] == ["Điều 1", "Điều 2", "Điều 3", "Điều 4"]
    assert new.text[units[2].start : units[2].end] == (
        "Điều 3. Quyền của nghệ nhân\n1. Được truyền nghề.\nBậc\tMức\nI\t5\n(Ghi chú của Bộ pháp điển: có nội dung "
        "được sửa đổi bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực thi hành kể từ ngày 01/07/2023.)"
    )
    assert new.text[units[3].start : units[3].end].startswith(
        "Điều 4. (được bãi bỏ)\n(Ghi chú của Bộ pháp điển: bị bãi"
    )


def test_clauses_and_points_lie_below_their_article(edition: Path, tmp_path: Path) -> None:
    made = rebuilt(edition, tmp_path)["Nghị định|45/2019/ND-CP"]
    below = [(p.path, p.label, made.new.text[p.start : p.end].split("\n")[0]) for p in made.provisions if not p.unit]
    assert below == [
        ("dieu:2/khoan:1", "khoản 1 Điều 2", "1. Hồ sơ gồm:"),
        ("dieu:2/khoan:1/diem:a", "điểm a khoản 1 Điều 2", "a) Đơn đề nghị;"),
        ("dieu:2/khoan:1/diem:b", "điểm b khoản 1 Điều 2", "b) Danh sách hộ làm nghề với tỷ lệ < 20%."),
        (
            "dieu:2/khoan:2",
            "khoản 2 Điều 2",
            "2. Ủy ban nhân dân cấp xã xác nhận hồ sơ theo Điều 2 Luật số 12/2018/QH14.",
        ),
    ]


def test_an_article_without_note_goes_to_the_document_of_its_label(edition: Path, tmp_path: Path) -> None:
    made = rebuilt(edition, tmp_path)["Thông tư|3/2020/TT-BVHTTDL"]
    assert [p.path for p in made.provisions if p.unit] == ["dieu:1", "dieu:3"]
    assert made.new.text.startswith("Điều 1. Ban hành kèm theo Thông tư này danh mục")
    assert "không có trong Bộ pháp điển: Điều 2" in made.new.note
    # No note names title or day: the day is in the anchors, the title stays open.
    assert (made.new.issued, made.new.title) == (date(2020, 2, 11), "")
    assert (made.new.certainty, made.new.review) == ("likely", ("no_title",))
    assert "ngày ban hành suy từ mã điều" in made.new.note


AMENDED = "có nội dung được sửa đổi bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực thi hành kể từ ngày 01/07/2023"


def article(code: str, note: str, **more: str) -> CodifiedArticle:
    return CodifiedArticle(code, "Phạm vi", note, "Nội dung.", subject="95.1", subject_name="Đường mòn", **more)


def test_a_title_is_taken_from_another_articles_reference(tmp_path: Path) -> None:
    decree = article("95.1.NĐ.1.1", "(Điều 1 Nghị định số 07/2021/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2021)")
    other = article(
        "95.1.LQ.1",
        f"(Điều 1 Luật số 05/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021, {AMENDED})",
        related="(Điều này có nội dung liên quan đến Điều 95.1.NĐ.1.1. Phạm vi của Nghị định 07/2021/NĐ-CP Quy định "
        "chi tiết Luật Đường mòn ban hành ngày 15/01/2021; Điều 95.1.NĐ.1.2. Hồ sơ)",
    )
    spool = Spool(tmp_path / "spool.sqlite")
    spool.fill([other, decree], lambda done: None)
    made = {key: rebuild(key, list(spool.articles(key)), spool.named(key)).new for key in spool.documents()}
    spool.close()
    found = made["Nghị định|7/2021/ND-CP"]
    assert (found.title, found.issued) == ("Quy định chi tiết Luật Đường mòn", date(2021, 1, 15))
    # No article names the law: its subject has its name, and that is said.
    law = made["Luật|5/2020/QH14"]
    assert (law.title, law.certainty) == ("Luật Đường mòn", "likely")
    assert "tên suy từ tên đề mục" in law.note
    assert law.review == ("no_date",)


def test_a_day_of_issue_that_cannot_be_is_said_and_not_filed() -> None:
    document = "Nghị định số 7/2020/NĐ-CP Về đường mòn ngày 15/12/2002 của Chính phủ"
    note = f"(Điều 1 {document}, có hiệu lực thi hành kể từ ngày 01/03/2021)"
    new = rebuild("Nghị định|7/2020/ND-CP", [article("95.1.NĐ.1.1", note)]).new
    assert (new.issued, new.effective, new.certainty) == (None, date(2021, 3, 1), "likely")
    assert "ghi ngày ban hành 15/12/2002, trái với năm trong số 7/2020/NĐ-CP" in new.note


def test_two_articles_under_one_number_are_kept_apart_by_the_codes_label() -> None:
    note = "(Điều 5 Luật số 05/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021)"
    first, second = article("95.1.LQ.5", note), replace(article("95.1.LQ.6", note), text="Nội dung khác.")
    made = rebuild("Luật|5/2020/QH14", [first, second, replace(second, text="Nội dung thứ ba.")])
    assert [p.path for p in made.provisions if p.unit] == ["dieu:5", "dieu:5~2", "dieu:6"]


def test_loads_indexes_and_accounts_for_every_article(archive: Archive, edition: Path) -> None:
    engine = MemoryEngine()
    told: list[tuple[int, int, str]] = []
    figures = load_phapdien(archive, engine, edition, lambda *said: told.append(said))
    assert figures["documents"] == figures["added"] == 3
    assert figures["articles"] == ARTICLES == figures["units"] + figures["merged"]
    assert (figures["merged"], figures["bodiless"]) == (1, 1)
    # The law that amended one article and repealed another is catalogued.
    assert figures["catalogued"] == 1
    assert engine.count() == figures["units"] + figures["catalogued"]
    hit = engine.search("nghệ nhân truyền nghề").hits[0]
    assert archive.units([hit.unit])[hit.unit].path == "dieu:3"
    assert told[-1][0] == told[-1][1]
    assert any("Đọc Bộ pháp điển" in what for _, _, what in told)
    assert not list((archive.settings.home / "loading").iterdir())


def test_run_twice_is_the_same_archive(archive: Archive, edition: Path) -> None:
    load_phapdien(archive, None, edition)
    before = state_of(archive)
    figures = load_phapdien(archive, None, edition)
    assert figures["unchanged"] == figures["documents"] == 3
    assert figures["articles_unchanged"] == ARTICLES
    again = load_phapdien(archive, None, edition, again=True)
    assert again["unchanged"] == 3
    assert state_of(archive) == before


def test_an_edition_that_is_there_is_not_read_again_unless_a_document_is_gone(
    archive: Archive, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_phapdien(archive, None, edition)
    reads: list[Path] = []
    monkeypatch.setattr(phapdien, "read_edition", lambda path: reads.append(path) or read_edition(path))
    load_phapdien(archive, None, edition)
    assert not reads
    with archive.database.write() as session:
        session.execute(delete(OriginRow).where(OriginRow.origin == "phapdien:Luật|12/2018/QH14"))
    figures = load_phapdien(archive, None, edition)
    assert (figures["known"], figures["unchanged"], len(reads)) == (1, 2, 1)


class Killed(BaseException):
    """What a test throws where a process would be killed."""


@pytest.mark.parametrize("survived", [0, 1, 2, 3])
def test_killed_and_run_again_it_finishes(
    settings: Settings, edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    with Archive.create(Settings.at(tmp_path / "whole")) as whole:
        load_phapdien(whole, None, edition)
        expected = state_of(whole)
    with Archive.create(settings) as archive:
        add = Archive.add
        calls = 0

        def dying(self: Archive, *args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > survived:
                raise Killed
            return add(self, *args, **named)

        monkeypatch.setattr(Archive, "add", dying)
        with pytest.raises(Killed):
            load_phapdien(archive, None, edition)
        monkeypatch.undo()
        assert archive.count() == survived
        engine = MemoryEngine()
        figures = load_phapdien(archive, engine, edition)
        assert figures.get("unchanged", 0) == survived
        assert state_of(archive) == expected
        assert engine.count() == ARTICLES


def test_another_edition_updates_what_changed(archive: Archive, edition: Path, tmp_path: Path) -> None:
    load_phapdien(archive, None, edition)
    page = edition / "a.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Được truyền nghề", "Được dạy nghề"), encoding="utf-8")
    figures = load_phapdien(archive, None, edition)
    assert (figures["updated"], figures["unchanged"]) == (1, 2)
    assert figures["articles"] == ARTICLES
    law = archive.same_title("Luật Làng nghề")[0].id
    assert "Được dạy nghề" in archive.text(law)
    # JSONL of the same edition is the same archive.
    same = load_phapdien(archive, None, write_jsonl(tmp_path / "a.jsonl", edition))
    assert same["unchanged"] == 3


def test_fills_a_catalogued_document_and_keeps_its_dated_status(archive: Archive, edition: Path) -> None:
    catalogued = NewDocument(
        origin="registry:12/2018/QH14|2018-11-20",
        type="Luật",
        number="12/2018/QH14",
        issued=date(2018, 11, 20),
        issuer="Quốc hội",
        title="Luật Làng nghề",
        status="HHL",
        expired=date(2026, 1, 1),
        as_of=date(2026, 11, 22),
    )
    document = archive.add(catalogued).document_id
    load_phapdien(archive, None, edition)
    facts = archive.facts(document)
    assert facts.held
    assert (facts.status, facts.expired, facts.as_of) == ("HHL", date(2026, 1, 1), date(2026, 11, 22))
    assert len(archive.units_of(document)) == 4


def test_articles_of_a_document_held_with_another_text_are_counted(archive: Archive, edition: Path) -> None:
    held = NewDocument(
        origin="upload:1",
        type="Luật",
        number="12/2018/QH14",
        issued=date(2018, 11, 20),
        issuer="Quốc hội",
        title="Luật Làng nghề",
        text="Điều 1. Bản khác",
    )
    document = archive.add(held).document_id
    figures = load_phapdien(archive, None, edition)
    assert figures["known"] == 1
    assert figures["articles"] == figures["units"] + figures["merged"] + figures["elsewhere"] == ARTICLES
    assert archive.text(document) == "Điều 1. Bản khác"


WHOLE = bool(os.environ.get("CANCU_LONG_TESTS"))
"""Set: the whole edition, a minute and a half. Else every eighth document of it."""


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_the_edition_is_accounted_for(tmp_path: Path) -> None:
    made = rebuilt(shared("data", "phapdien", "articles.jsonl.xz"), tmp_path, 1 if WHOLE else 8)
    units, merged = sum(r.units for r in made.values()), sum(r.merged for r in made.values())
    bodiless = sum(r.bodiless for r in made.values())
    assert (units + merged, merged, bodiless) == ((62_323, 8, 393) if WHOLE else (7_717, 0, 46))
    for one in made.values():
        assert sum(p.unit for p in one.provisions) == one.units
        spans = [(p.start, p.end) for p in one.provisions if p.unit]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert sum(bool(r.new.title) for r in made.values()) / len(made) > 0.93
    assert sum(r.new.issued is not None for r in made.values()) / len(made) > (0.99 if WHOLE else 0.98)
