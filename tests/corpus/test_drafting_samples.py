"""The samples' files read into the parts of a draft."""

from __future__ import annotations

import pytest

from archive.drafting import composed, parts_of
from corpus.samples.source import Sample, load_samples
from indexer.reading import read_file

SAMPLES = {sample.name: sample for sample in load_samples()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_into_its_parts(name: str) -> None:
    sample: Sample = SAMPLES[name]
    parts = parts_of(read_file(sample.docx, sample.docx.name).text)
    assert parts.full_number == sample.number
    assert parts.date == sample.issued
    assert parts.place == sample.place
    assert parts.party == (sample.layout == "party")
    assert parts.issuer.split("\n") == list(sample.issuer_lines)
    assert parts.parent.split("\n") == (list(sample.parent_lines) or [""])
    assert parts.type == sample.heading
    assert parts.title.split("\n") == (list(sample.title_lines) if sample.heading else [f"V/v {sample.title}"])
    assert len(parts.addressees) == len(sample.addressees)
    assert parts.acting == sample.authority
    told = [*parts.bases, *parts.lead_out.split("\n")]
    assert [text.lstrip("- ") for text in told][: len(sample.bases)] == list(sample.bases)
    assert len(parts.recipients) == len(sample.recipients)
    assert f"{parts.authority}\n{parts.position}".strip().split("\n") == list(sample.position_lines)
    assert parts.signer == sample.signer
    assert len(parts.annexes) == (sample.annex is not None) + (sample.attached is not None)
    assert parts_of(composed(parts).text) == parts
