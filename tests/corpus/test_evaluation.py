"""Measuring search by questions with known answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.errors import UnreadableFile
from corpus.evaluation import article_entries, evaluate, load_questions
from indexer.embedding.hashing import HashingEmbedder
from tests.shared_data import needs_shared, shared

LAWS = [
    {
        "id": "Luật Thử nghiệm",
        "articles": [
            {"id": "1", "text": "Phạm vi điều chỉnh\n\nLuật này quy định về nuôi trồng thủy sản."},
            {"id": "2", "text": "Thời gian thử việc\n\nThời gian thử việc không quá 60 ngày."},
            {"id": "3", "text": "Nghỉ phép\n\nNgười lao động được nghỉ 12 ngày."},
        ],
    },
    {"id": "Luật Khác", "articles": [{"id": "1", "text": "Cấp giấy phép xây dựng trong 15 ngày."}]},
]


def written(tmp_path: Path, name: str, value: Any) -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def asked(text: str, *answers: tuple[str, str]) -> dict[str, Any]:
    return {"text": text, "relevant": [{"law": law, "article": article} for law, article in answers]}


A = "Luật Thử nghiệm"
QUESTIONS = [
    ([asked("Thời gian thử việc là bao lâu?", (A, "2"))], {"R@1": 1, "R@10": 1, "MRR@10": 1, "F2@1": 1}),
    ([asked("thoi gian thu viec", (A, "2"))], {"R@1": 1, "MRR@10": 1}),
    # Two answers, the first hit is one of them: recall a half, precision 1.
    (
        [asked("thời gian thử việc", (A, "2"), ("Luật Khác", "1"))],
        {"R@1": 0.5, "MRR@10": 1, "F2@1": round(5 * 0.5 / 4.5, 4)},
    ),
    ([asked("Thời gian thử việc là bao lâu?", ("Luật Khác", "1"))], {"R@1": 0, "F2@1": 0}),
    (
        [asked("giấy phép xây dựng", ("Luật Khác", "1")), asked("giấy phép xây dựng", ("Luật Khác", "9"))],
        {"R@1": 0.5, "MRR@10": 0.5},
    ),
    ([asked("không ai hỏi")], {"R@1": 0, "p50_ms": 0}),
]


@pytest.mark.parametrize(("questions", "expected"), QUESTIONS)
def test_figures(tmp_path: Path, questions: list[Any], expected: dict[str, float]) -> None:
    figures = evaluate(written(tmp_path, "a.json", LAWS), written(tmp_path, "q.json", questions))
    assert set(figures) == {"R@1", "R@5", "R@10", "MRR@10", "F2@1", "p50_ms", "p95_ms"}
    assert {name: figures[name] for name in expected} == expected


def test_meaning_is_asked_as_everywhere(tmp_path: Path) -> None:
    """No word of the question is in its article: only vectors, all of them made before, can find it."""
    embedder = HashingEmbedder(64, {"lương": "giấy", "tuần": "phép"})
    told: list[tuple[int, int]] = []
    paths = (written(tmp_path, "a.json", LAWS), written(tmp_path, "q.json", [asked("lương tuần", ("Luật Khác", "1"))]))
    assert evaluate(*paths)["R@10"] == 0
    assert evaluate(*paths, embedder, lambda done, total: told.append((done, total)))["R@1"] == 1
    assert told[-1] == (4, 4)


def test_questions_without_an_answer_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "q.json", [asked("một"), asked("hai", (A, "1"))])
    assert [question.text for question in load_questions(path)] == ["hai"]


def test_headings_are_the_first_lines() -> None:
    entries = article_entries([(A, "2", "Nghỉ phép\n\nĐược nghỉ."), (A, "3", "Một câu dài.\nHai.")])
    assert [entry.heading for entry in entries] == ["Nghỉ phép", ""]
    assert entries[0].text.startswith("Điều 2. Nghỉ phép")


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]", '[{"id": 1}]', '[{"text": "x"}]'])
def test_files_of_another_shape_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    good = written(tmp_path, "a.json", LAWS)
    with pytest.raises(UnreadableFile) as refused:
        evaluate(path, written(tmp_path, "q.json", [asked("một", (A, "1"))]))
    assert "x.json" in refused.value.vi
    with pytest.raises(UnreadableFile):
        evaluate(good, path)
    with pytest.raises(UnreadableFile):
        evaluate(good, tmp_path / "nowhere.json")


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_exam_questions_are_answered_as_well_as_they_were() -> None:
    """368 questions over 2,249 articles; see docs/performance.md for the figures of the day."""
    folder = shared("data", "alqac")
    figures = evaluate(folder / "articles.json", folder / "dev.json")
    assert figures["MRR@10"] >= 0.88
    assert figures["R@10"] >= 0.95
