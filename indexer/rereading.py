"""Reading the originals of held documents again, after reading has become better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.documents import Archive
from archive.errors import CancuError
from archive.refiling import SECRET, originals, question, refile
from indexer.engine.base import Engine
from indexer.indexing import index_documents
from indexer.ingest import new_document, understand_file
from indexer.reading import Reader

_BATCH = 20
_STILL_HELD = (
    "Tệp gốc có dấu chỉ độ mật. Văn bản VẪN CÒN trong kho và đã được đưa vào mục Xem lại: hãy báo ngay người phụ trách "
    "để xử lý theo Luật Bảo vệ bí mật nhà nước.",
    "The original bears a mark of secrecy. The document IS STILL HELD and stands in the review queue: tell the person "
    "in charge at once, so that it is handled under the Law on Protection of State Secrets.",
)
"""What the refusal of a new file says would be false here: nothing is taken out by itself."""


@dataclass(frozen=True)
class Reread:
    """What became of the files: ids of documents that `changed`, how many were `read`, and the `refused` ones.

    Each of the latter is (document, file name, reason as a word, in Vietnamese, in English); the document stays.
    """

    read: int
    changed: tuple[int, ...]
    refused: tuple[tuple[int, str, str, str, str], ...]


def reread_files(
    archive: Archive,
    engine: Engine,
    document_ids: Sequence[int] = (),
    tell: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> Reread:
    """Read the originals (of these documents, or all) again, and take over what no person has said otherwise.

    Killed and begun again it starts over; each document changes as a whole. A file that now turns out to be marked
    secret is not taken out by itself: a person is asked about the document, and it stands among the refused ones.
    """
    wanted = originals(archive, document_ids)
    changed: list[int] = []
    unindexed: list[int] = []
    refused: list[tuple[int, str, str, str, str]] = []
    with Reader(archive.settings) as reader:
        for done, (document, sha256, name) in enumerate(wanted):
            tell(done, len(wanted), name)
            try:
                understood = understand_file(archive.settings, archive.files.path(sha256), name, reader=reader)
            except CancuError as error:
                vi, en = error.vi, error.en
                if error.reason == SECRET:
                    question(archive, document, SECRET)
                    vi, en = _STILL_HELD
                refused.append((document, name, error.reason, vi, en))
                continue
            new = new_document(understood, sha256, name)
            if refile(archive, document, new, understood.provisions, archive.read_links(new, understood.provisions)):
                changed.append(document)
                unindexed.append(document)
            if len(unindexed) >= _BATCH:
                index_documents(archive, engine, unindexed)
                unindexed.clear()
    index_documents(archive, engine, unindexed)
    tell(len(wanted), len(wanted), "")
    return Reread(len(wanted), tuple(changed), tuple(refused))
