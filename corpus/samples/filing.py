"""Filing the samples: each as its DOCX original with the PDF as another copy, marked as a sample in its facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.documents import Archive
from archive.stored import NewDocument, Original
from corpus.loading import (
    Counts,
    Progress,
    digest_of,
    finish_index,
    going_on,
    relink_run,
    silent,
    telling,
)
from corpus.samples.source import Sample, load_samples
from indexer.engine.base import Engine
from indexer.ingest import new_document, understand_file

STAGE = "Văn bản mẫu / sample documents"
SOURCE = "văn bản mẫu do chương trình soạn"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"
_READING = 1
"""Raised when samples are read in another way, so that archives made before take them up again."""


def load_sample_documents(
    archive: Archive, engine: Engine | None = None, progress: Progress = silent, *, again: bool = False
) -> dict[str, Any]:
    """File all samples; gives figures. A second run changes nothing and is quick (`again`: reads and compares them)."""
    counts = Counts()
    tell = telling(progress)
    samples = load_samples()
    files = [path.read_bytes() for sample in samples for path in (sample.docx, sample.pdf)]
    facts = [repr((s.type, s.number, s.issued, s.issuer, s.title, s.signer, s.basis_note)).encode() for s in samples]
    with going_on(archive, "sample:", digest_of(*files, *facts, str(_READING).encode()), again) as run:
        for done, sample in enumerate(samples):
            tell(done, len(samples), f"{STAGE}: {sample.type} {sample.number}")
            if {_origin(sample), _copy_origin(sample)} <= run.there:
                counts.count("unchanged")
            else:
                _file(archive, sample, counts)
        tell(len(samples), len(samples), STAGE)
        relink_run(archive, run, counts, progress, STAGE)
    finish_index(archive, engine, progress)
    return counts.figures()


def facts_of(sample: Sample, read: NewDocument) -> NewDocument:
    """The document as it is filed: what its author wrote of it, with the text and the evidence that reading gave."""
    note = "Văn bản mẫu, không có giá trị pháp lý"
    # An official letter has no type on its face; its subject stands as "V/v …" under the number.
    title = sample.title if sample.heading else f"Về việc {sample.title}"
    return replace(
        read,
        origin=_origin(sample),
        type=sample.type,
        number=sample.number,
        issued=sample.issued,
        place=sample.place,
        issuer=sample.issuer,
        title=title[:1].upper() + title[1:],
        signer=sample.signer,
        certainty="sure",
        source=SOURCE,
        note=f"{note}. {sample.basis_note}" if sample.basis_note else note,
        draft=False,
        sample=True,
        review=(),
    )


def _file(archive: Archive, sample: Sample, counts: Counts) -> None:
    understood = understand_file(archive.settings, sample.docx)
    new = facts_of(sample, new_document(understood, "", sample.docx.name))
    original = Original(sample.docx, sample.docx.name, _DOCX)
    links = archive.read_links(new, understood.provisions)
    added = archive.add(
        new, understood.provisions, links.resolutions, original, statements=links.statements, link=False
    )
    counts.count(added.status, added.document_id)
    copy = Original(sample.pdf, sample.pdf.name, _PDF)
    archive.add(
        NewDocument(origin=_copy_origin(sample), source=SOURCE, sample=True),
        original=copy,
        copy_of=added.document_id,
        link=False,
    )


def _origin(sample: Sample) -> str:
    return f"sample:{sample.name}"


def _copy_origin(sample: Sample) -> str:
    return f"sample:{sample.name}:pdf"
