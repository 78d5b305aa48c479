"""Office files through LibreOffice: read, refused with a reason, and nothing left behind."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import CancuError, RefusedInput
from archive.settings import Settings
from indexer.reading import Limits, Reader, keeper, office, read_file
from indexer.reading.base import MEDIA_TYPES
from indexer.reading.office import CONVERSIONS
from indexer.reading.office_kinds import filter_for
from indexer.reading.ole import SIGNATURE, read_office_file
from indexer.reading.programs import LIBREOFFICE, find

needs_office = pytest.mark.skipif(find(LIBREOFFICE) is None, reason="LibreOffice is not here")
RTF = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0 Điều 1. Phạm vi\\par}"


def rtf(text: str) -> bytes:
    return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in text).encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One file of each format, made by LibreOffice from a text, a CSV and slides."""
    program = find(LIBREOFFICE)
    if program is None:
        return {}
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.fodt").write_text(FODT, encoding="utf-8")
    (folder / "b.csv").write_text("STT,Tên\n1,Nguyễn Văn An\n,\n2,1234567.5\n", encoding="utf-8")
    (folder / "c.fodp").write_text(FODP, encoding="utf-8")
    orders = [("a.fodt", "doc:MS Word 97"), ("a.fodt", "odt"), ("a.fodt", "rtf"), ("c.fodp", "ppt"), ("c.fodp", "pptx")]
    orders += [("b.csv", "xls:MS Excel 97"), ("b.csv", "xlsx"), ("b.csv", "ods"), ("c.fodp", "odp")]
    for source, target in orders:
        # 76: UTF-8
        reads = ["--infilter=CSV:44,34,76,1"] if source == "b.csv" else []
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [str(program), profile, "--headless", *reads, "--convert-to", target, source],
            cwd=folder,
            capture_output=True,
            timeout=120,
            check=True,
        )
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir() if path.is_file()}


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" """


def cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def slide(text: str) -> str:
    frame = '<draw:frame svg:width="10cm" svg:height="3cm" svg:x="1cm" svg:y="1cm">'
    return f"<draw:page>{frame}<draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame></draw:page>"


FODT = f"""{HEAD} office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>Điều 1. Phạm vi điều chỉnh</text:p><table:table><table:table-column/><table:table-column/>
<table:table-row>{cell("STT")}{cell("Tên")}</table:table-row>
<table:table-row>{cell("1")}{cell("Nguyễn Văn An")}</table:table-row></table:table><text:p/>
</office:text></office:body></office:document>"""
FODP = f"""{HEAD} office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>
{slide("Công tác dân vận")}{slide("Nhiệm vụ năm 2024")}</office:presentation></office:body></office:document>"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.at(tmp_path / "home")


@pytest.fixture
def tidy() -> Iterator[None]:
    """Fails where a test leaves a folder of a conversion or a process of LibreOffice behind."""
    yield
    assert not list(Path(tempfile.gettempdir()).glob(f"{keeper.PREFIX}{os.getpid()}*"))
    assert not ours()


def ours() -> list[str]:
    """Processes of LibreOffice and keepers that descend from this test."""
    if not Path("/proc/self/stat").exists():
        return []
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            command = (folder / "cmdline").read_bytes().replace(b"\x00", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        parents[int(folder.name)] = int(said.rpartition(")")[2].split()[1])
        names[int(folder.name)] = command
    found = []
    for process, command in names.items():
        above = process
        while above in parents and above != os.getpid():
            above = parents[above]
        if above == os.getpid() and ("soffice" in command or "reading.keeper" in command):
            found.append(command)
    return found


TEXTS = {
    "doc": ["Điều 1. Phạm vi điều chỉnh", "STT | Tên", "1 | Nguyễn Văn An"],
    "rtf": ["Điều 1. Phạm vi điều chỉnh", "STT | Tên", "1 | Nguyễn Văn An"],
    "odt": ["Điều 1. Phạm vi điều chỉnh", "STT | Tên", "1 | Nguyễn Văn An"],
    "xls": ["STT\tTên", "1\tNguyễn Văn An", "2\t1234567.5"],
    "xlsx": ["STT\tTên", "1\tNguyễn Văn An", "2\t1234567.5"],
    "ods": ["STT\tTên", "1\tNguyễn Văn An", "2\t1234567.5"],
    "ppt": ["Công tác dân vận", "Nhiệm vụ năm 2024"],
    "pptx": ["Công tác dân vận", "Nhiệm vụ năm 2024"],
    "odp": ["Công tác dân vận", "Nhiệm vụ năm 2024"],
}


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("tidy")
def test_every_format(tmp_path: Path, settings: Settings, made: dict[str, bytes]) -> None:
    with Reader(settings) as reader:
        for kind, lines in TEXTS.items():
            path = tmp_path / f"a.{kind}"
            path.write_bytes(made[kind])
            reading = reader.read(path)
            assert [line for line in reading.text.split("\n") if line.strip()] == lines, kind
            assert reading.media_type == MEDIA_TYPES[kind]
            assert "".join(page.text for page in reading.pages) == reading.text
        path = tmp_path / "ten khong dau"
        path.write_bytes(made["doc"])
        assert reader.read(path).media_type == MEDIA_TYPES["doc"]
        (tmp_path / "b.doc").write_bytes(made["rtf"])  # as Word itself names it
        assert reader.read(tmp_path / "b.doc").media_type == MEDIA_TYPES["rtf"]


def reason_of(path: Path, settings: Settings, limits: Limits | None = None) -> str:
    with Reader(settings, limits) as reader, pytest.raises(CancuError) as caught:
        reader.read(path)
    assert path.name in caught.value.vi
    assert path.name in caught.value.en
    return caught.value.reason


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "odp"])
def test_a_file_cut_short_is_refused(tmp_path: Path, settings: Settings, made: dict[str, bytes], kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    for share in (0.9, 0.5):
        path.write_bytes(made[kind][: int(share * len(made[kind]))])
        assert reason_of(path, settings) in ("damaged_office", "mislabelled")


def test_without_libreoffice_the_command_is_named(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find", lambda program: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(RTF))
    with Reader(settings) as reader, pytest.raises(CancuError) as caught:
        reader.read(path)
    assert caught.value.reason == "needs_libreoffice"
    for said in (caught.value.vi, caught.value.en):
        assert office.install_command(LIBREOFFICE) in said


def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a shell script in LibreOffice's place; `$out` is the folder of the result."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nout=$(dirname $(dirname $HOME/out/x))/out\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find", lambda _: program)


HELD = [
    ("sleep 60 & sleep 60", "took_too_long"),
    ("exit 3", "damaged_office"),
    ("kill -SEGV $$", "office_crashed"),
    ("head -c 3000000 /dev/zero > $HOME/out/source.docx; exit 0", "too_much_text"),
    ("while true; do head -c 900000 /dev/zero > $HOME/tmp/$i; i=x$i; done", "too_much_text"),
    ("echo x > $HOME/out/source.docx", "damaged_office"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts are a POSIX matter")
@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize(("script", "reason"), HELD)
def test_limits_hold(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    pretend(tmp_path, monkeypatch, script)
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(RTF))
    started = time.monotonic()
    settings = replace(settings, read_seconds=3.0)
    assert reason_of(path, settings, Limits(max_result=1_000_000)) == reason
    assert time.monotonic() - started < 45  # three seconds, on however busy a machine


GROWS = "import time; kept = []; [(kept.append(b'x' * (4 << 20)), time.sleep(0.1)) for _ in range(100)]"
LEAPS = "import os\ntry:\n    x = b'x' * (400 << 20)\nexcept MemoryError:\n    os.abort()\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory of a script is looked up in /proc")
@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize(
    ("takes", "reason"), [(GROWS, "too_much_memory"), (LEAPS, "office_crashed")], ids=["step by step", "at once"]
)
def test_memory_is_held(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, takes: str, reason: str
) -> None:
    (tmp_path / "takes.py").write_text(takes, encoding="utf-8")
    pretend(tmp_path, monkeypatch, f"exec {sys.executable} -I {tmp_path / 'takes.py'}")
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(RTF))
    with pytest.raises(RefusedInput) as caught:
        read_file(path, settings=replace(settings, read_seconds=20.0, read_memory=250 << 20))
    assert caught.value.reason == reason
    assert "500 MB" in caught.value.vi
    assert "500 MB" in caught.value.en


KILLED = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
    "from indexer.reading import Reader, office; office.find = lambda _: Path(sys.argv[2]); Reader().read(sys.argv[3])"
)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_nothing_stays_when_the_archive_is_killed(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(tmp_path, monkeypatch, "sleep 77")
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf(RTF))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-c", KILLED, str(office._ROOT), str(tmp_path / "bin" / "soffice"), str(path)]
    archive = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(temporary)})
    try:
        wait_for(lambda: bool(list(temporary.glob(f"{keeper.PREFIX}*/profile"))))
    finally:
        archive.kill()
        archive.wait()
    wait_for(lambda: not list(temporary.iterdir()))


def wait_for(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return path


ODT_TYPE = b"application/vnd.oasis.opendocument.text"
MANIFEST = (
    b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)


def test_packages_are_judged_before_libreoffice_sees_them(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_conversion(program: object) -> None:
        raise AssertionError("must be refused before")

    monkeypatch.setattr(office, "find", no_conversion)
    locked = zipped(tmp_path / "a.odt", {"mimetype": ODT_TYPE, "META-INF/manifest.xml": MANIFEST, "content.xml": b"x"})
    assert reason_of(locked, settings) == "encrypted_office"
    bomb = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<a/>", "xl/b.xml": b"\x00" * 3_000_000})
    assert reason_of(bomb, settings, Limits(max_unpacked=2_000_000)) == "unpacks_too_large"
    assert reason_of(zipped(tmp_path / "b.pptx", {"ppt/presentation.xml": b"<" * 4_000_000}), settings) == (
        "unpacks_too_large"
    )
    (tmp_path / "b.rtf").write_bytes(rtf(RTF)[:-1])
    assert reason_of(tmp_path / "b.rtf", settings) == "damaged_office"
    (tmp_path / "c.doc").write_bytes(compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, 0x0100)}))
    assert reason_of(tmp_path / "c.doc", settings) == "encrypted_office"
    (tmp_path / "d.doc").write_bytes(compound({"EncryptedPackage": b"x"}))
    assert reason_of(tmp_path / "d.doc", settings) == "encrypted_office"


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file with `streams` at its root, each in a sector of its own."""
    entries = [entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1 if streams else 0xFFFFFFFF)]
    sectors = []
    for place, (name, content) in enumerate(streams.items()):
        right = place + 2 if place + 1 < len(streams) else 0xFFFFFFFF
        entries.append(entry(name, 2, 2 + place, 512, right=right))
        sectors.append(content.ljust(512, b"\x00"))
    directory = b"".join(entries).ljust(512, b"\x00")
    marks = [0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFE] * len(sectors)]
    fat = struct.pack("<128I", *marks, *[0xFFFFFFFF] * (128 - len(marks)))
    head = SIGNATURE + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 10
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 512, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    return head + struct.pack("<108I", *[0xFFFFFFFF] * 108) + fat + directory + b"".join(sectors)


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        written.ljust(64, b"\x00")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + b"\x00" * 36
        + (struct.pack("<IQ", start, size))
    )


BIFF = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5)
STREAMS = [
    ({"WordDocument": struct.pack("<HH", 0xA5EC, 193)}, ("doc", False, 193)),
    ({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, 0x0100)}, ("doc", True, 193)),
    ({"Workbook": BIFF}, ("xls", False, 8)),
    ({"Workbook": BIFF + struct.pack("<HH", 0x002F, 4)}, ("xls", True, 8)),
    ({"Book": BIFF}, ("xls", False, 5)),
    ({"PowerPoint Document": b"x"}, ("ppt", False, 0)),
    ({"PowerPoint Document": b"x", "Current User": b"\x00" * 12 + b"\xdf\xc4\xd1\xf3"}, ("ppt", True, 0)),
    ({"Contents": b"WordDocument"}, ("ole", False, 0)),
    ({"Workbook": BIFF, "Other": "WordDocument".encode("utf-16-le")}, ("xls", False, 8)),
]


@pytest.mark.parametrize(("streams", "found"), STREAMS)
def test_streams(tmp_path: Path, streams: dict[str, bytes], found: tuple[str, bool, int]) -> None:
    path = tmp_path / "tep"
    path.write_bytes(compound(streams))
    office_file = read_office_file(path)
    assert (office_file.kind, office_file.encrypted, office_file.version) == found
    assert office_file.whole
    path.write_bytes(compound(streams)[: -513 if len(streams) == 1 else -600])
    assert not read_office_file(path).whole


FILTERS = [
    ({"WordDocument": struct.pack("<HH", 0xA5EC, 0x65)}, "doc6"),
    ({"WordDocument": struct.pack("<HH", 0xA5DC, 0x68)}, "doc7"),
    ({"WordDocument": struct.pack("<HH", 0xA5EC, 0xC1)}, "doc"),
    ({"Book": BIFF}, "xls5"),
    ({"Workbook": BIFF}, "xls"),
]


@pytest.mark.parametrize(("streams", "wanted"), FILTERS)
def test_old_versions_have_filters_of_their_own(tmp_path: Path, streams: dict[str, bytes], wanted: str) -> None:
    path = tmp_path / "tep"
    path.write_bytes(compound(streams))
    assert filter_for(wanted.rstrip("567"), path, "tep", Limits())[0] == wanted


def test_every_conversion_has_a_kind() -> None:
    # A DOCX is read as it is, and only laid out by LibreOffice.
    assert {key.rstrip("567") for key in CONVERSIONS} - {"docx"} | {"ods", "odp"} == set(MEDIA_TYPES)


@pytest.mark.skipif(sys.platform == "win32", reason="sockets in the file system are of POSIX")
def test_dead_pipes_of_libreoffice_go() -> None:
    def pipe() -> tuple[socket.socket, Path]:
        path = Path("/tmp") / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{uuid.uuid4().hex}"
        made = socket.socket(socket.AF_UNIX)
        made.bind(str(path))
        made.listen()
        return made, path

    dead, gone = pipe()
    live, kept = pipe()
    dead.close()
    try:
        keeper._remove_dead_pipes()
        assert not gone.exists()
        assert kept.exists()
    finally:
        live.close()
        kept.unlink()
