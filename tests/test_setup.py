"""Which interpreter set-up makes the virtual environment with."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "scripts"))
import interpreters  # noqa: E402
import setup  # noqa: E402
from interpreters import Interpreter, choose  # noqa: E402

PLAIN = Interpreter("/home/an/.pyenv/versions/3.11.7/bin/python3", (3, 11, 7), prefix="/home/an/.pyenv/versions/3.11.7")
DEBIAN = Interpreter("/usr/bin/python3", (3, 11, 2), prefix="/usr", built="'--enable-shared' -g -fwrapv -O2 -Wall")
LOCAL = Interpreter("/usr/local/bin/python3.12", (3, 12, 4), prefix="/usr/local", built="'--enable-optimizations'")
PROFILED = Interpreter("/opt/python3.13", (3, 13, 0), prefix="/opt", built="-O3 -fprofile-use -fprofile-correction")
OLD = Interpreter("/usr/bin/python3", (3, 9, 2), prefix="/usr")


@pytest.mark.parametrize(
    ("one", "optimised"),
    [
        (PLAIN, False),
        (DEBIAN, True),
        (LOCAL, True),
        (PROFILED, True),
        (replace(PLAIN, windows=True), True),
        (replace(PLAIN, prefix="/Library/Frameworks/Python.framework/Versions/3.12"), True),
        (replace(LOCAL, debug=True), False),
    ],
)
def test_how_an_interpreter_was_compiled_is_read_from_what_it_says(one: Interpreter, optimised: bool) -> None:
    assert one.optimised is optimised


@pytest.mark.parametrize(
    ("running", "others", "chosen"),
    [
        (PLAIN, [], PLAIN),
        (PLAIN, [PLAIN, DEBIAN], DEBIAN),
        (DEBIAN, [LOCAL, PROFILED], DEBIAN),
        (PLAIN, [PROFILED, LOCAL, DEBIAN], DEBIAN),
        (replace(PLAIN, version=(3, 13, 0)), [LOCAL, DEBIAN, PROFILED], PROFILED),
        (replace(PLAIN, version=(3, 14, 0)), [PROFILED, LOCAL], LOCAL),
        (PLAIN, [replace(LOCAL, version=(3, 14, 0))], PLAIN),
        (PLAIN, [replace(DEBIAN, missing="No module named 'ensurepip'")], PLAIN),
        (PLAIN, [replace(DEBIAN, inside=True)], PLAIN),
        (PLAIN, [replace(LOCAL, debug=True)], PLAIN),
        (PLAIN, [replace(LOCAL, kind="pypy")], PLAIN),
        (PLAIN, [replace(PLAIN, path="/opt/other/python3")], PLAIN),
        (OLD, [], OLD),
        (OLD, [PLAIN], PLAIN),
        (OLD, [PLAIN, LOCAL], LOCAL),
    ],
)
def test_a_better_compiled_one_is_taken_only_where_the_running_is_not(
    running: Interpreter, others: list[Interpreter], chosen: Interpreter
) -> None:
    assert choose(running, others) is chosen


def test_starters_that_are_scripts_and_the_same_program_twice_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreters, "FOLDERS", ())
    shims, real = tmp_path / "shims", tmp_path / "bin"
    for folder in (shims, real):
        folder.mkdir()
    (shims / "python3").write_text("#!/bin/sh\nexec pyenv\n")
    (real / "python3.12").write_bytes(b"\x7fELF")
    (real / "python3.11").write_bytes(b"\x7fELF")
    for one in (shims / "python3", real / "python3.12"):
        one.chmod(0o755)
    (real / "python3").symlink_to(real / "python3.12")
    assert interpreters.candidates([str(shims), "", str(real), str(tmp_path / "gone")]) == [str(real / "python3")]


def test_an_interpreter_is_asked_in_a_process_and_who_cannot_answer_is_left_out(tmp_path: Path) -> None:
    silent = tmp_path / "python3"
    silent.write_text("#!/bin/sh\nexit 1\n")
    silent.chmod(0o755)
    (told,) = interpreters.ask([str(silent), str(tmp_path / "gone"), sys.executable])
    assert told.path == sys.executable
    assert told.version == sys.version_info[:3]
    assert told.inside, "the tests run inside an environment"
    assert not told.fit


def test_where_the_better_one_fails_the_running_one_makes_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    def run(command: list[str], *, quiet: bool = False) -> None:
        done.append(command[0])
        if command[0] == DEBIAN.path:
            raise SystemExit(1)

    monkeypatch.setattr(setup, "run", run)
    monkeypatch.setattr(sys, "argv", ["setup.py"])
    monkeypatch.delenv("CANCU_PYTHON", raising=False)
    monkeypatch.setattr(interpreters, "best", lambda: (PLAIN, DEBIAN))
    makers = setup.wanted()
    assert makers == [DEBIAN.path, PLAIN.path]
    setup.provide(makers)
    assert done == [DEBIAN.path, PLAIN.path, str(setup.PYTHON), str(setup.PYTHON)]
    said = capsys.readouterr().out.splitlines()
    assert DEBIAN.path in said[0]
    assert "optimised" in said[0]
    with pytest.raises(SystemExit):
        setup.provide([DEBIAN.path])


def test_an_interpreter_that_was_named_is_taken_without_asking_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "best", lambda: pytest.fail("asked"))
    monkeypatch.setattr(sys, "argv", ["setup.py", "--this"])
    monkeypatch.delenv("CANCU_PYTHON", raising=False)
    assert setup.wanted() == [sys.executable]
    monkeypatch.setenv("CANCU_PYTHON", "python3.12")
    assert setup.wanted() == ["python3.12"]


def test_a_machine_with_an_old_python_alone_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["setup.py"])
    monkeypatch.delenv("CANCU_PYTHON", raising=False)
    monkeypatch.setattr(interpreters, "best", lambda: (OLD, OLD))
    assert setup.wanted() is None
    assert "3.9.2" in capsys.readouterr().out
    monkeypatch.setattr(interpreters, "best", lambda: (OLD, DEBIAN))
    assert setup.wanted() == [DEBIAN.path]
