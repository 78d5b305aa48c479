"""Reading an edition of the national code: HTML folder, zip, JSONL; all give the same articles."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from archive.errors import TooLarge, UnreadableFile
from corpus.loaders import codified
from corpus.loaders.codified import CodifiedArticle, read_edition
from tests.corpus.small_edition import ARTICLES, DECREE, DECREE_FROM, write_folder, write_jsonl, write_zip
from tests.shared_data import needs_shared, shared


def test_reads_articles_with_their_parts(tmp_path: Path) -> None:
    articles = list(read_edition(write_folder(tmp_path)))
    assert len(articles) == ARTICLES
    assert articles[1] == CodifiedArticle(
        code="90.1.NĐ.1.2",
        heading="Hồ sơ công nhận làng nghề",
        note=f"(Điều 2 {DECREE}{DECREE_FROM})",
        text="1. Hồ sơ gồm:\na) Đơn đề nghị;\nb) Danh sách hộ làm nghề với tỷ lệ < 20%.\n"
        "2. Ủy ban nhân dân cấp xã xác nhận hồ sơ theo Điều 2 Luật số 12/2018/QH14.",
        subject="90.1",
        subject_name="Làng nghề",
        chapter="Chương I / QUY ĐỊNH CHUNG",
        item="22222",
        related="(Điều này có nội dung liên quan đến Điều 90.1.LQ.2. Giải thích từ ngữ)",
        anchor="9000000090.1.NĐ.1.2",
    )
    assert articles[2].chapter == "Chương II / NGHỆ NHÂN"
    assert articles[2].text == "1. Được truyền nghề.\nBậc\tMức\nI\t5"
    assert articles[3].text == "Làng nghề là điểm dân cư có hộ làm nghề."
    assert [a.text == "" for a in articles].count(True) == 1


def test_folder_zip_and_jsonl_give_the_same(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "html")
    expected = list(read_edition(folder))
    assert list(read_edition(write_zip(tmp_path / "a.zip", folder))) == expected
    lines = write_jsonl(tmp_path / "a.jsonl", folder)
    assert list(read_edition(lines)) == expected
    packed = tmp_path / "a.jsonl.xz"
    packed.write_bytes(lzma.compress(lines.read_bytes()))
    assert list(read_edition(packed)) == expected
    assert list(read_edition(folder / "a.html")) == expected[:4]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", b'{"heading": "x"}\n', "bad_line"),
        ("a.jsonl", b"khong phai json\n", "bad_line"),
        ("a.jsonl", b"[1]\n", "bad_line"),
        ("a.jsonl", b"\xff\xfe\x00", "damaged_file"),
        ("a.jsonl.xz", b"khong phai xz", "damaged_file"),
        ("a.jsonl.gz", b"khong phai gz", "damaged_file"),
        ("a.jsonl.xz", lzma.compress(b"{}" * 5000)[:40], "damaged_file"),
        ("a.zip", b"PK khong phai zip", "not_phapdien"),
        ("a.txt", b"Dieu 1", "not_phapdien"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        list(read_edition(path))
    assert caught.value.reason == reason


def test_a_zip_that_unpacks_to_far_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.zip", write_folder(tmp_path / "html"))
    monkeypatch.setattr(codified, "_LARGEST", 100)
    with pytest.raises(TooLarge):
        list(read_edition(path))


def test_an_empty_file_has_no_articles(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"")
    assert list(read_edition(tmp_path)) == []


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_official_html_and_the_jsonl_agree() -> None:
    from_html = list(read_edition(shared("data", "phapdien", "demuc_html")))
    subjects = {article.subject for article in from_html}
    from_lines = [a for a in read_edition(shared("data", "phapdien", "articles.jsonl.xz")) if a.subject in subjects]
    assert len(from_html) == 2039
    assert len(from_lines) == 2039

    def facts(a: CodifiedArticle) -> tuple[str, ...]:
        return a.code, a.heading, a.note, a.item, a.anchor

    assert list(map(facts, from_html)) == list(map(facts, from_lines))
    # Two texts of the JSONL lack what follows a "<" in a formula; the HTML reader keeps it.
    assert sum(a.text != b.text for a, b in zip(from_html, from_lines, strict=True)) == 2
