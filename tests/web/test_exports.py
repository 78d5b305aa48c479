"""Documents taken away: the file verifies, says what it is, and holds nothing its reader may not see."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.web.conftest import Office, token_in
from tests.web.office import PLAN, docx_of


@pytest.fixture(scope="module")
def uploaded(office: Office) -> tuple[int, bytes]:
    """A document with an original."""
    client = office.browser("clerk")
    data = docx_of(PLAN.replace("15/KH", "71/KH"))
    form = {"csrf_token": token_in(client.get("/upload").text), "file": (io.BytesIO(data), "kế hoạch: số 71?.docx")}
    sent = client.post("/upload", data=form, headers={"Accept": "application/json"}, content_type="multipart/form-data")
    return sent.json["outcomes"][0]["document"], data


def opened(data: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def test_the_manifest_verifies(office: Office, uploaded: tuple[int, bytes], tmp_path: Path) -> None:
    document, original = uploaded
    client = office.browser()
    address = f"/export/file.zip?document={document}&document={office.ids['nd30']}&document=99999&word=abcdefgh"
    answer = client.get(address)
    assert answer.mimetype == "application/zip"
    zipped = opened(answer.data)
    names = zipped.namelist()
    (held,) = [name for name in names if name.startswith("van-ban/")]
    assert zipped.read(held) == original
    assert not set(held) & set(':?"*\\')
    manifest = json.loads(zipped.read("manifest.json"))
    assert manifest["documents"] == 2
    hashes = {each["path"]: each["sha256"] for each in manifest["files"]}
    assert set(hashes) == set(names) - {"manifest.json", "SHA256SUMS"}
    for name, digest in hashes.items():
        assert hashlib.sha256(zipped.read(name)).hexdigest() == digest
    rows = list(csv.DictReader(io.StringIO(zipped.read("metadata.csv").decode("utf-8-sig"))))
    assert [row["CodeNotation"] for row in rows] == ["KH-UBND", "NĐ-CP"]
    told = json.loads(zipped.read("metadata.json"))
    assert told[0]["files"][0]["sha256"] == hashlib.sha256(original).hexdigest()
    assert client.get("/export/state?word=abcdefgh").json == {
        "known": True, "total": 2, "done": 2, "bytes": len(original), "ended": True,
    }  # fmt: skip
    assert not office.browser("viewer").get("/export/state?word=abcdefgh").json["known"]
    zipped.extractall(tmp_path)
    if shutil.which("sha256sum"):
        assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode == 0
        (tmp_path / held).write_bytes(original + b" ")
        assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode == 1


@pytest.mark.parametrize(
    ("query", "least"), [("list=1&type=Nghị định", 1), ("search=1&q=30/2020/NĐ-CP", 1), ("list=1&q=zzzz", 0), ("", 0)]
)
def test_what_is_chosen(office: Office, query: str, least: int) -> None:
    client = office.browser("viewer")
    page = client.get(f"/export/?{query}")
    assert page.status_code == 200
    file = client.get(f"/export/file.zip?{query}")
    if not least:
        assert file.status_code == 422
        assert "Chưa chọn văn bản nào" in page.text
        return
    assert len(json.loads(opened(file.data).read("metadata.json"))) >= least


def test_an_export_is_in_the_audit_trail(office: Office, uploaded: tuple[int, bytes]) -> None:
    from sqlalchemy import select

    from archive.documents import Archive
    from archive.models import AuditRow

    _ = office.browser().get(f"/export/file.zip?document={uploaded[0]}").data
    with Archive.open(office.settings) as archive, archive.database.read() as session:
        actions = session.scalars(select(AuditRow.action)).all()
    assert "exported" in actions
