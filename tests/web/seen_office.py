"""Two offices alike but for one thing: in the first there are documents that almost nobody may see, in the second they
never were. Every part of what is hidden carries a word that stands nowhere else."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from archive import audit
from archive.access import NAMED, Access
from archive.clerk_models import CorrectionRow, MergeRow
from archive.documents import Archive
from archive.dossiers import DossierFacts
from archive.people import Person
from archive.register_entries import EntryFacts
from archive.seeing import seeing
from archive.settings import Settings
from archive.stored import NewDocument, Original
from indexer.engine import open_engine
from indexer.indexing import index_documents
from indexer.structure import segment
from tests.web.office import fill
from tests.web.signing_in import person
from web.app import create_app
from web.security import session_secret

MARKS = ("Xêkôngrim", "Zuynhơphát", "Krôngbinthung")
"""The words of the three hidden documents: of named people, of another department, in the bin."""
NEVER = 987654
"""An id that nothing has."""

CITED = "Nghị định số 77/2021/NĐ-CP ngày 15 tháng 01 năm 2021 của Chính phủ"
PLAN = f"""KẾ HOẠCH
Dời bến đò năm 2026

Căn cứ {CITED};
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
I. MỤC ĐÍCH
1. Dời bến đò vào trong, thực hiện Điều 1 {CITED}.
II. TỔ CHỨC THỰC HIỆN
1. Giao thôn Trung Lương.
"""


def hidden(mark: str, number: str, issued: date) -> NewDocument:
    """A document every part of which carries a word."""
    return NewDocument(
        origin=f"upload:{mark}",
        type="Nghị định",
        number=number,
        issued=issued,
        issuer=f"Ban {mark}",
        title=f"Về bến đò {mark}",
        effective=date(2021, 3, 1),
        signer=f"Trần {mark}",
        position=f"Trưởng ban {mark}",
        recipients=(f"Như {mark}",),
        note=f"ghi chú {mark}",
        source=f"tệp {mark}.txt",
        topic=f"{mark} (1)",
        review=("check_number",),
        certainty="unconfirmed",
        text=(
            f"NGHỊ ĐỊNH\nVề bến đò {mark}\n\n"
            "Căn cứ Pháp lệnh số 34/2007/PL-UBTVQH11 ngày 20 tháng 4 năm 2007;\n"
            f"Căn cứ Quyết định số 4471/QĐ-{mark.upper()} ngày 02 tháng 3 năm 2019;\n"
            f"Điều 1. Phạm vi {mark}\nNghị định này quy định về {mark}, thử việc và hợp đồng lao động.\n"
            "Điều 2. Hiệu lực thi hành\nNghị định này thay thế Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 "
            "của Chính phủ về công tác văn thư.\n"
        ),
    )


@dataclass(frozen=True)
class SeenOffice:
    """Both applications; `ids` of what both have, `hidden` of what only `app` has, by the names of URL arguments."""

    app: Flask
    never: Flask
    people: dict[str, Person]
    ids: dict[str, int]
    hidden: dict[str, list[object]]
    feed: str

    def browser(self, app: Flask, name: str) -> FlaskClient:
        """A browser signed in as one of the people."""
        client = app.test_client()
        with client.session_transaction() as session:
            sign_ins = app.extensions["cancu"].archive.sign_ins
            session["sign_in"] = sign_ins.begin(self.people[name].id, "password", "127.0.0.1", "test")
        return client


def _add(archive: Archive, new: NewDocument, original: Original | None = None, access: Access | None = None) -> int:
    provisions = segment(new.text, new.type)
    links = archive.read_links(new, provisions)
    return archive.add(
        new, provisions, links.resolutions, original, statements=links.statements, access=access
    ).document_id


@contextmanager
def two_offices(folder: Path) -> Iterator[SeenOffice]:
    """Fill one archive, copy it, and put into the first what is to be hidden."""
    settings = Settings.at(folder / "first" / "home")
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        ids = fill(archive, engine)
        plan = NewDocument(
            origin="upload:plan", type="Kế hoạch", number="8/KH-UBND", issued=date(2026, 3, 2),
            issuer="Ủy ban nhân dân xã Đồng Mẫu", title="Dời bến đò năm 2026", source="tệp plan.txt", text=PLAN,
        )  # fmt: skip
        file = folder / "plan.txt"
        file.write_text(PLAN, "utf-8")
        ids["plan"] = _add(archive, plan, Original(file, "plan.txt", "text/plain"))
        index_documents(archive, engine, [ids["plan"]])
        engine.close()
        people = {role: person(archive, role) for role in ("viewer", "drafter", "clerk", "administrator")}
        own, other = archive.people.add_department("Văn phòng"), archive.people.add_department("Tổ kín")
        for role in people:
            archive.people.change(people[role].id, departments=[own.id])
        people = {role: archive.people.get(each.id) for role, each in people.items()}
        people["owner"] = archive.people.add("Chủ", "owner", "clerk")
        people["named"] = archive.people.add("Được nêu", "named", "viewer")
        people["member"] = archive.people.add("Trong tổ", "member", "viewer", departments=[other.id])
        with seeing(people["owner"].viewer):
            ids["book"] = archive.registers.open_book("in", 2026).id
            ids["dossier"] = archive.dossiers.open(DossierFacts(year=2026, code="01.TH", title="Hồ sơ chung")).id
            archive.dossiers.put(ids["dossier"], [ids["plan"]])
        with seeing(people["viewer"].viewer):
            ids["draft_seen"] = archive.drafts.create("Dự thảo chung", PLAN).id
            archive.drafts.share(ids["draft_seen"], Access())
            ids["search_seen"] = archive.searches.keep("Bến", "q=b%E1%BA%BFn+%C4%91%C3%B2").id
            archive.watches.watch(people["viewer"].id, ids["nd30"])
        feed = archive.subscriptions.make_feed(people["viewer"].id)
    session_secret(settings.home)  # both sign alike
    shutil.copytree(settings.home, folder / "second" / "home")
    with Archive.open(settings) as archive:
        engine = open_engine(settings)
        held = _hide(archive, folder, people, ids, other.id)
        index_documents(archive, engine, [*held["document_id"][:2]])  # type: ignore[list-item]
        engine.close()
    never = create_app(Settings.at(folder / "second" / "home"))
    app = create_app(settings)
    for each in (app, never):
        each.config["WTF_CSRF_ENABLED"] = False
        each.extensions["cancu"].suggester.wait()  # made behind the answers: both have it from the first
    yield SeenOffice(app, never, people, ids, held, feed)
    for each in (app, never):
        each.extensions["cancu"].close()


def _hide(
    archive: Archive, folder: Path, people: dict[str, Person], ids: dict[str, int], department: int
) -> dict[str, list[object]]:
    """What almost nobody may see, with all that can hang on it."""
    chosen = (Access(NAMED, people=(people["named"].id,)), Access(NAMED, departments=(department,)), None)
    made: list[object] = []
    hashes: list[object] = []
    with seeing(people["owner"].viewer):
        for mark, number, day, access in zip(
            MARKS,
            ("77/2021/NĐ-CP", "78/2021/NĐ-CP", "79/2021/NĐ-CP"),
            (date(2021, 1, 15), date(2021, 1, 16), date(2021, 1, 17)),
            chosen,
            strict=True,
        ):
            file = folder / f"{mark}.txt"
            file.write_text(f"Bản gốc {mark}", "utf-8")
            id_ = _add(archive, hidden(mark, number, day), Original(file, f"{mark}.txt", "text/plain"), access)
            made.append(id_)
            hashes.append(archive.files_of(id_)[0].sha256)
            archive.tags.put([id_], f"thẻ {mark}")
            archive.notes.add(id_, people["owner"].id, f"lời ghi {mark}", shared=True)
            archive.dossiers.put(ids["dossier"], [id_])
            archive.watches.watch(people["owner"].id, id_)
        named, of_department, binned = (int(str(each)) for each in made)
        relation = archive.relations.add(ids["plan"], "amends", named, note=f"ghi {MARKS[0]}").id
        entry = archive.registers.register(
            ids["book"], EntryFacts(subject=f"đến {MARKS[0]}", code=f"77/{MARKS[0]}"), document_id=named
        ).id
        draft = archive.drafts.create(f"Dự thảo {MARKS[0]}", f"KẾ HOẠCH\n{MARKS[0]}\n").id
        search = archive.searches.keep(f"Tìm {MARKS[0]}", "q=x").id
        note = archive.notes.of(named, people["owner"].id)[0].id
        private = archive.notes.add(ids["nd30"], people["owner"].id, f"riêng {MARKS[1]}").id
        with archive.database.write() as session:
            correction = CorrectionRow(document_id=named, field="title", old=MARKS[0], new=MARKS[0], by=MARKS[0])
            merge = MergeRow(kept_id=named, merged_id=NEVER + 1, name=MARKS[0], undo={"title": MARKS[0]})
            session.add_all((correction, merge))
            session.flush()
            corrections, merges = [correction.id], [merge.id]
        archive.bin.put(binned, f"lý do {MARKS[2]}")
        audit.write(archive, "test", of_department, f"việc {MARKS[1]}")
    # A person of the other role sees neither; the relations that were read are hidden with their documents.
    read = [each.id for each in archive.relations.of(named) if each.id != relation]
    return {
        "document_id": made,
        "sha256": hashes,
        "relation_id": [relation, *read],
        "draft_id": [draft],
        "search_id": [search],
        "note_id": [note, private],
        "entry_id": [entry],
        "correction_id": list(corrections),
        "merge_id": list(merges),
    }


def marks_in(text: str) -> list[str]:
    """The words of hidden documents in a text, however they are written."""
    plain = _plain(text)
    return [mark for mark in MARKS if _plain(mark) in plain]


_SIGNS = re.compile("[\u0300-\u036f]")


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))).lower()
