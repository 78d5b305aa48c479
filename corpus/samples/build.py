"""Build the DOCX and PDF files of the samples from their sources: `python -m corpus.samples.build [NAME…]`.

PDF needs LibreOffice (`soffice` or `libreoffice` on the path); without it only DOCX files are built, and this says so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from archive.dates import format_short
from corpus.samples.layout import lay_out
from corpus.samples.source import BUILT, Sample, load_samples

CATALOGUE = Path(__file__).parent / "README.md"
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def docx_bytes(sample: Sample) -> bytes:
    """The sample's DOCX. The same source gives the same bytes with the same python-docx."""
    raw = BytesIO()
    lay_out(sample).save(raw)
    steady = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            # The template's thumbnail is a picture of another document.
            if name == "docProps/thumbnail.jpeg":
                continue
            content = source.read(name)
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def build(samples: list[Sample], folder: Path = BUILT) -> list[Path]:
    """Write DOCX and, where LibreOffice is there, PDF of each sample that has changed; gives the files written.

    A PDF holds the moment of its making, so that one whose DOCX is the same is left as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sample in samples:
        path = folder / f"{sample.name}.docx"
        content = docx_bytes(sample)
        if path.is_file() and path.read_bytes() == content and path.with_suffix(".pdf").is_file():
            continue
        path.write_bytes(content)
        written.append(path)
    if not written:
        return []
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is not installed: only the DOCX files were built.", file=sys.stderr)
        return written
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, written)], check=True, stdout=subprocess.DEVNULL, timeout=600
        )
    return written + [path.with_suffix(".pdf") for path in written]


def catalogue(samples: tuple[Sample, ...]) -> str:
    """The list of the samples, in Markdown (Vietnamese): what each is, and what is wrong in it on purpose."""
    lines = [
        "# Văn bản mẫu / sample documents",
        "",
        "Xã Hòa Lạc Sơn, xã Hòa Lạc, huyện Sơn Bình, tỉnh An Bình và mọi tên người đều do chương trình đặt ra. Các văn "
        "bản này không có giá trị pháp lý; số, ngày và tên của văn bản được viện dẫn là thật.",
        "",
        "The communes, the district, the province and all persons are invented; the documents that are cited are real.",
        "Written in `sources/`, built into `built/` by `python -m corpus.samples.build`.",
        "",
        "| tệp | loại | số | ngày | trích yếu | cố ý sai |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for sample in samples:
        wrong = sample.basis_note or "–"
        cells = (f"`{sample.name}`", sample.type, sample.number, format_short(sample.issued), sample.title, wrong)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Build the named samples, all without names."""
    samples = [sample for sample in load_samples() if not arguments or sample.name in arguments]
    unknown = set(arguments) - {sample.name for sample in samples}
    if unknown:
        raise SystemExit(f"no such sample: {', '.join(sorted(unknown))}")
    for path in build(samples):
        print(path.name)
    CATALOGUE.write_text(catalogue(load_samples()), encoding="utf-8")


def _without_thumbnail(relationships: bytes) -> bytes:
    start = relationships.find(b"thumbnail")
    if start < 0:
        return relationships
    begin = relationships.rfind(b"<Relationship ", 0, start)
    end = relationships.find(b"/>", start) + 2
    return relationships[:begin] + relationships[end:]


if __name__ == "__main__":
    main(sys.argv[1:])
