"""The command line: shapes, exit statuses, refusals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.documents import Archive
from archive.settings import Settings
from indexer.embedding.hashing import HashingEmbedder
from indexer.engine import open_engine
from tests.indexer.annotated import comments
from tests.indexer.reading_files import make_docx, p
from tests.shared_data import needs_shared, shared
from tests.web.conftest import Run, value
from tests.web.office import DRAFT, PLAN, WRONG_DATE, fill
from web.cli import cancu
from web.commands.adding import _whole
from web.commands.checking import copy_names
from web.commands.serving import is_loopback

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small archive."""
    settings = Settings.at(tmp_path_factory.mktemp("cli") / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        fill(archive, engine)
        engine.close()
    return settings.home


def test_search_has_the_shape_of_the_design(run: Run) -> None:
    found = value(run("search", "thời gian thử việc tối đa", "--json"))
    assert set(found) >= {"query", "total", "took_ms", "hits"}
    first = found["hits"][0]
    assert set(first) >= {"document", "provision", "snippet", "score", "why"}
    assert set(first["document"]) >= {"id", "type", "number", "issued", "issuer", "title", "validity"}
    assert first["provision"]["path"] == "dieu:25"
    assert first["provision"]["label"] == "Điều 25"


def test_search_filters(run: Run) -> None:
    assert value(run("search", "thử việc", "--type", "Nghị định", "--json"))["total"] == 0
    assert value(run("search", "thử việc", "--year-from", "2019", "--year-to", "2019", "--json"))["total"] > 0
    assert run("search", "thử việc", "--in-force", "--json").exit_code == 0
    assert run("search", "thử việc", "--in-force=2026-01-01", "--json").exit_code == 0
    assert run("search", "thử việc", "--in-force=hôm qua").exit_code == 2
    assert run("search", "thử việc", "--limit", "0").exit_code == 2


def test_cite_from_standard_input_and_by_lines(run: Run) -> None:
    (citation,) = value(run("cite", "-", "--json", stdin=f"Căn cứ {WRONG_DATE};"))
    assert citation["status"] == "resolved"
    assert citation["number"] == "30/2020/NĐ-CP"
    assert citation["issued"] == "2020-03-15"
    lines = value(run("cite", "-", "--lines", "--json", stdin=f"{WRONG_DATE}\nkhông có gì\n\nChỉ thị số 16/CT-TTg\n"))
    assert [len(line) for line in lines] == [1, 0, 0, 1]
    assert lines[3][0]["number"] == "16/CT-TTg"


def test_offsets_of_a_plain_text_cut_the_file_itself(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "du thao.txt"
    text = f"\ufeff**KẾ HOẠCH**\r\n\r\nTheo  {WRONG_DATE};\r\n"
    draft.write_bytes(text.encode())
    (citation,) = value(run("cite", str(draft), "--json"))
    plain = text.removeprefix("\ufeff")
    assert citation["text"] in (plain[citation["start"] : citation["end"]],)


def test_check_finds_the_wrong_date(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "nhap.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    findings = value(run("check", str(draft), "--date", "2026-03-01", "--json"))["findings"]
    wrong = next(f for f in findings if f["text"] == WRONG_DATE)
    assert wrong["verdict"] == "mismatch"
    assert [(f["field"], f["found"], f["expected"]) for f in wrong["fields"]] == [
        ("issued", "2020-03-15", "2020-03-05")
    ]
    assert "05/3/2020" in wrong["suggestion"] or "05 tháng 3 năm 2020" in wrong["suggestion"]
    assert DRAFT[wrong["start"] : wrong["end"]] == wrong["text"]


def test_check_writes_commented_and_corrected_copies(run: Run, tmp_path: Path) -> None:
    draft = make_docx(tmp_path / "nhap.docx", "".join(map(p, DRAFT.strip().split("\n"))))
    before = draft.read_bytes()
    out, corrected = tmp_path / "ghi chu.docx", tmp_path / "da sua.docx"
    found = run(
        "check", str(draft), "--date", "2026-03-01", "--output", str(out), "--corrected", str(corrected), "--json"
    )
    findings = value(found)["findings"]
    asked = {(f["start"], f["end"]) for f in findings if f["verdict"] != "ok"}
    assert len(comments(out)) == len(comments(corrected)) == len(asked)
    assert any("05/3/2020" in line or "05 tháng 3" in line for lines in comments(out).values() for line in lines)
    assert draft.read_bytes() == before
    again = value(run("check", str(corrected), "--date", "2026-03-01", "--json"))["findings"]
    assert not [f for f in again if f["verdict"] == "mismatch"]
    text = tmp_path / "nhap.txt"
    text.write_text(DRAFT, encoding="utf-8")
    refused = run("check", str(text), "--output", str(out))
    assert refused.exit_code == 1
    assert "DOCX" in refused.stderr
    assert run("check", str(draft), "--output", str(draft)).exit_code == 2
    assert run("check", str(draft), "--output", str(tmp_path / "c"), "--corrected", str(tmp_path / "c")).exit_code == 2
    assert run("check", "-", "--output", str(out), stdin=DRAFT).exit_code == 2


def test_files_that_differ_in_their_ending_get_copies_of_their_own() -> None:
    names = [Path(name) for name in ("a.doc", "a.docx", "a.rtf", "A.odt", "b/a.doc", "a (doc).docx")]
    copies = copy_names(names)
    assert copies[Path("a.docx")] == Path("a.docx")
    assert copies[Path("a (doc).docx")] == Path("a (doc).docx")
    assert copies[Path("b/a.doc")] == Path("b/a.docx")
    assert len({copy.as_posix().casefold() for copy in copies.values()}) == len(names)


def test_check_of_a_folder_tells_the_worst_first(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "du thao"
    (folder / "trong").mkdir(parents=True)
    make_docx(folder / "trong" / "sai.docx", "".join(map(p, DRAFT.strip().split("\n"))))
    (folder / "dung.txt").write_text("Không viện dẫn gì.", encoding="utf-8")
    (folder / "hong.docx").write_bytes(b"PK\x03\x04 khong phai")
    out = tmp_path / "ghi chu"
    found = run("check", str(folder), "--date", "2026-03-01", "--json", "--output", str(out))
    assert found.exit_code == 1  # one was refused
    files = json.loads(found.stdout)["files"]
    assert [each["name"] for each in files] == ["hong.docx", "trong/sai.docx", "dung.txt"]
    assert [each["status"] for each in files] == ["refused", "checked", "checked"]
    assert files[0]["vi"]
    assert files[1]["counts"]["mismatch"] == 1
    assert files[1]["wrong"] >= 1
    assert (files[2]["wrong"], files[2]["open"], files[2]["citations"]) == (0, 0, 0)
    said = [line for lines in comments(out / "trong" / "sai.docx").values() for line in lines]
    assert sum(line in ("Sai lệch", "Cách trình bày", "Dấu câu cuối căn cứ") for line in said) == files[1]["wrong"]
    table = run("check", str(folder), "--date", "2026-03-01", "--csv").stdout.removeprefix("\ufeff").splitlines()
    assert table[0].startswith("Tệp,Sai,Cần xem,Viện dẫn,")
    assert table[2].startswith("trong/sai.docx,")
    assert "sai lệch 1" in run("check", str(folder)).stdout
    assert run("check", str(folder), "--output", str(folder)).exit_code == 2
    assert run("check", str(folder / "dung.txt"), "--csv").exit_code == 2


def test_read_stores_nothing(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "ke hoach.txt"
    plan.write_text(PLAN.replace("15/KH-UBND", "99/KH-UBND"), encoding="utf-8")
    shape = value(run("read", str(plan), "--json"))
    assert set(shape) >= {"text", "pages", "encoding", "metadata", "provisions"}
    assert shape["metadata"]["number"] == "99/KH-UBND"
    assert shape["metadata"]["issued"] == "2026-01-12"
    for provision in shape["provisions"]:
        assert 0 <= provision["start"] <= provision["end"] <= len(shape["text"])
    assert "99/KH-UBND" not in run("search", "99/KH-UBND").stdout


def test_add_says_what_became_of_each_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text(PLAN.replace("15/KH-UBND", "77/KH-UBND").replace("kênh", "suối"), encoding="utf-8")
    (folder / "b.txt").write_text("", encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"MZ\x90\x00not a pdf")
    result = run("add", str(folder), "--json")
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["added", "refused", "refused"]
    assert all(set(line) >= {"path", "status", "document", "reason"} for line in lines)
    assert all(line["reason"] for line in lines[1:])
    (again,) = [json.loads(line) for line in run("add", str(folder / "a.txt"), "--json").stdout.splitlines()]
    assert (again["status"], again["document"]) == ("duplicate", lines[0]["document"])
    assert value(run("search", "77/KH-UBND", "--json"))["hits"][0]["document"]["id"] == lines[0]["document"]


def test_show_a_document_and_a_provision(run: Run) -> None:
    shown = value(run("show", "45/2019/QH14", "dieu:25/khoan:2", "--json"))
    assert shown["provisions"][0]["label"] == "khoản 2 Điều 25"
    assert shown["text"].startswith("2. Công việc khác")
    assert run("show", "99/2099/QH99").exit_code == 1
    several = run("show", "25-NQ/TW")
    assert several.exit_code == 1
    assert "văn bản mang số này" in several.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_pipe_is_refused_not_waited_for(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "ống.txt"
    os.mkfifo(pipe)
    for command in (("add",), ("read",), ("check",), ("cite",), ("cite", "--lines")):
        result = run(*command, str(pipe))
        assert result.exit_code == 1, command
        assert "tệp thông thường" in result.output


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "../" * 40 + "khong-co.txt"])
def test_a_path_that_cannot_be_is_a_sentence(run: Run, name: str) -> None:
    for command in ("add", "read", "check", "cite"):
        result = run(command, name)
        assert result.exit_code in (1, 2)
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_lines_have_a_limit_and_none_is_none(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert value(run("cite", "-", "--lines", "--json", stdin="")) == []
    monkeypatch.setenv("CANCU_MAX_UPLOAD_MB", "0.001")
    long = tmp_path / "dài.txt"
    long.write_text("dòng\n" * 1000, encoding="utf-8")
    assert run("cite", str(long), "--lines").exit_code == 1


def test_a_number_held_with_another_date_is_asked_about(run: Run, tmp_path: Path) -> None:
    false = tmp_path / "gia.txt"
    false.write_text(
        "CHÍNH PHỦ\nSố: 30/2020/NĐ-CP\nHà Nội, ngày 03 tháng 5 năm 2020\nNGHỊ ĐỊNH\nVề công tác văn thư\n"
        "Điều 1. Phạm vi\nNghị định này quy định về công tác văn thư.\n",
        encoding="utf-8",
    )
    line = json.loads(run("add", str(false), "--json").stdout)
    assert (line["status"], line["code"]) == ("needs_review", "other_date_held")
    findings = value(run("check", "-", "--json", stdin="Theo Nghị định số 30/2020/NĐ-CP ngày 03/5/2020 của Chính phủ."))
    assert all(finding["verdict"] != "ok" for finding in findings["findings"])


def test_index_is_compared_mended_and_rebuilt(run: Run) -> None:
    assert value(run("index", "status", "--json"))["agrees"]
    assert value(run("index", "status", "--contents", "--json"))["altered"] == 0
    before = value(run("index", "status", "--json"))["indexed_units"]
    rebuilt = value(run("index", "rebuild", "--json"))
    assert (rebuilt["agrees"], rebuilt["indexed_units"]) == (True, before)
    verified = value(run("index", "verify", "--json"))
    assert (verified["agrees"], verified["mended"]) == (True, 0)
    assert verified["version"]["index"] > 0
    assert value(run("search", "thử việc", "--json"))["total"] > 0


def test_a_damaged_index_is_told_and_made_anew_by_verify(run: Run, home: Path) -> None:
    units = value(run("index", "status", "--json"))["indexed_units"]
    for damage in ("truncated", "version"):
        index = Settings.at(home).index
        if damage == "version":
            (index / "version.json").write_text('{"index": 1, "segmenter": "another"}', encoding="utf-8")
        else:
            postings = max(index.glob("*.pst"), key=lambda path: path.stat().st_size)
            postings.write_bytes(postings.read_bytes()[:100])
        told = run("index", "status")
        assert (told.exit_code, "cancu index rebuild" in told.stderr) == (1, True), damage
        verified = run("index", "verify", "--json")
        assert "made anew" in verified.stderr, damage
        assert (value(verified)["agrees"], value(verified)["indexed_units"]) == (True, units), damage
        assert value(run("search", "thử việc", "--json"))["total"] > 0


def test_a_broken_file_of_vectors_is_told_and_thrown_away(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("indexer.embedding", "indexer.fusing"):
        monkeypatch.setattr(f"{module}.open_embedder", lambda *_: HashingEmbedder(64))
    folder = Settings.at(home).meaning
    value(run("index", "meaning", "--json"))
    assert value(run("search", "thử việc", "--json"))["total"] > 0
    for path in folder.glob("vectors.sqlite-*"):
        path.unlink()
    for path in folder.glob("vectors-*"):
        path.unlink()
    ledger = folder / "vectors.sqlite"
    size = ledger.stat().st_size
    with ledger.open("r+b") as file:
        file.seek(2048)
        file.write(b"\xff" * (size - 4096))
    assert value(run("search", "thử việc", "--json"))["total"] > 0, "by words"
    told = run("index", "status", "--json")
    assert value(told)["meaning"]["damage"]
    assert "thrown away" in run("index", "verify").stderr
    assert not ledger.exists()
    assert value(run("search", "thử việc", "--json"))["total"] > 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("check", "khong-co.docx"),
        ("read", "khong-co.pdf"),
        ("nonsense",),
        ("import", "phapdien", "khong-co"),
        ("check", "-", "--date", "32/13/2020"),
    ],
)
def test_wrong_usage_is_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_no_archive_is_a_sentence_not_a_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANCU_HOME", str(tmp_path / "khong-co"))
    result = CliRunner().invoke(cancu, ["search", "x"])
    assert result.exit_code == 1
    assert "cancu init" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_setting_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANCU_HOME", str(tmp_path))
    monkeypatch.setenv("CANCU_READ_SECONDS", "nhiều")
    assert CliRunner().invoke(cancu, ["search", "x"]).exit_code == 2


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("::", False),
        ("vanthu.local", False),
        ("", False),
    ],
)
def test_loopback_only(host: str, expected: bool, run: Run) -> None:
    assert is_loopback(host) is expected
    if not expected:
        # Nobody could sign in yet; and the demo is for this machine whoever could.
        assert run("serve", "--host", host, "--port", "0").exit_code == 1
        assert run("serve", "--demo", "--host", host, "--port", "0").exit_code == 1


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_the_seed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's own plan: three bases and two repeats; one of them wrong, one resting on a doubtful record."""
    monkeypatch.setenv("CANCU_HOME", str(tmp_path / "home"))
    assert CliRunner().invoke(cancu, ["init", "--starter"]).exit_code == 0
    (seed,) = shared("data", "seed").glob("*.txt")
    findings = value(CliRunner().invoke(cancu, ["check", str(seed), "--json"]))["findings"]
    block = [f for f in findings if f["kind"] != "citation"]
    assert {f["verdict"] for f in block} <= {"punctuation", "ended_body", "element", "capitals"}
    findings = [f for f in findings if f["kind"] == "citation"]
    seen = [(f["document"]["number"], f["document"]["issued"], f["verdict"]) for f in findings]
    assert seen == [
        ("18/2000/CT-TTg", "2000-09-21", "ok"),
        ("25-NQ/TW", "2013-06-03", "mismatch"),
        ("16/CT-TTg", "2016-05-16", "doubtful"),
        ("18/2000/CT-TTg", "2000-09-21", "ok"),
        ("16/CT-TTg", "2016-05-16", "doubtful"),
    ]
    wrong = findings[1]
    assert {f["field"] for f in wrong["fields"]} == {"issued", "title"}
    assert "03/6/2013" in wrong["suggestion"]
    assert all("2018" in json.dumps(f["doubts"]) for f in findings if f["verdict"] == "doubtful")
    (filed,) = CliRunner().invoke(cancu, ["add", str(seed), "--json"]).stdout.splitlines()
    assert json.loads(filed)["status"] == "needs_review"
    with Archive.open(Settings.at(tmp_path / "home")) as archive:
        facts = archive.facts(json.loads(filed)["document"])
    assert (facts.type, facts.number, facts.issued, facts.draft) == ("Kế hoạch", "", None, True)
    for query, wanted in (
        ("18/2000/CT-TTg", {"18/2000/CT-TTg"}),
        ("chi thi 18 2000", {"18/2000/CT-TTg"}),
        ("công tác dân vận", {"18/2000/CT-TTg"}),
        ("cong tac dan van", {"18/2000/CT-TTg"}),
    ):
        hits = value(CliRunner().invoke(cancu, ["search", query, "--json"]))["hits"]
        assert wanted <= {hit["document"]["number"] for hit in hits}, query
    hits = value(CliRunner().invoke(cancu, ["search", "25-NQ/TW", "--json"]))["hits"]
    assert sorted(h["document"]["issued"] for h in hits if h["document"]["number"] == "25-NQ/TW") == [
        "2003-03-12",
        "2008-07-25",
        "2013-06-03",
        "2026-08-22",
    ]
    hits = value(CliRunner().invoke(cancu, ["search", "thời gian thử việc tối đa", "--json"]))["hits"]
    assert ("45/2019/QH14", "dieu:25") in [(h["document"]["number"], h["provision"]["path"]) for h in hits[:3]]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent another way there")
def test_ctrl_c_waits_until_a_file_is_in_the_queue_and_its_ticket_is_known() -> None:
    done = []

    def put() -> None:
        with _whole():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            done.append(True)

    def stopped() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.5)

    with pytest.raises(KeyboardInterrupt):
        put()
    assert done
    with pytest.raises(KeyboardInterrupt):
        stopped()


def test_every_command_is_found_by_its_name() -> None:
    context = click.Context(cancu)
    names = cancu.list_commands(context)
    assert {"serve", "import", "restore", "search", "people"} <= set(names)
    for name in names:
        command = cancu.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert cancu.get_command(context, "serves") is None


def test_only_the_command_that_is_called_is_loaded() -> None:
    asked = (
        "import sys; sys.argv[1:] = ['serve', '--help']; from web.cli import cancu; cancu(standalone_mode=False); "
        "print(*sorted(name for name in sys.modules if name.startswith(('web.commands.', 'corpus.'))))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert said.stdout.splitlines()[-1].split() == ["web.commands.serving", "web.commands.speaking"]
