"""Opening a DOCX package: a ZIP that may be cut short, booby-trapped or not a document at all.

Only the parts that hold text are unpacked, each with a limit on what comes out, whatever the directory declares.
XML is parsed without entities and without network; a DTD, which Word never writes, is a refusal.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from lxml import etree

from indexer.reading.base import Limits
from indexer.reading.refusals import refusal

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CHUNK = 1 << 20


class Package:
    """A DOCX file opened for reading. Context manager. Raises UnreadableFile or TooLarge."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(path)
        # NotImplementedError is what zipfile raises where it does not know a way of packing.
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
            raise refusal("damaged_docx", name) from None
        try:
            self._check_directory()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def _check_directory(self) -> None:
        members = self._zip.infolist()
        if len(members) > self._limits.max_entries:
            raise refusal("unpacks_too_large", self._name)
        if sum(member.file_size for member in members) > self._limits.max_unpacked:
            raise refusal("unpacks_too_large", self._name)
        self._members = {member.filename.lower().lstrip("/"): member for member in members}

    def encrypted(self) -> bool:
        """Whether a member needs a password, by the ZIP's own flag or by an OpenDocument manifest."""
        if any(member.flag_bits & 1 for member in self._members.values()):
            return True
        return "meta-inf/manifest.xml" in self._members and b"encryption-data" in self.content("META-INF/manifest.xml")

    def check_ratios(self) -> None:
        """Raise TooLarge where a member says that it unpacks to far more than a document does."""
        for member in self._members.values():
            if member.file_size > max(_CHUNK, member.compress_size * self._limits.max_ratio):
                raise refusal("unpacks_too_large", self._name)

    def has(self, part: str) -> bool:
        """Whether the package holds a part of this name."""
        return part.lower() in self._members

    def member(self, part: str) -> str:
        """The name that a part has in the ZIP. Raises KeyError where there is none."""
        return self._members[part.lower().lstrip("/")].filename

    def main_part(self) -> str:
        """Name of the part that holds the document."""
        for kind, target in self._relations("_rels/.rels", ""):
            if kind.endswith("/officeDocument"):
                return target
        if "word/document.xml" in self._members:
            return "word/document.xml"
        raise refusal("damaged_docx", self._name)

    def related(self, part: str, kind: str) -> str | None:
        """Name of the part that `part` refers to by a relation whose type ends in `kind`, if there is one."""
        folder, base = posixpath.split(part)
        for found, target in self._relations(f"{folder}/_rels/{base}.rels", folder):
            if found.endswith(f"/{kind}") and target.lower() in self._members:
                return target
        return None

    def related_by_id(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, name) of every part that `part` refers to, by the id of the relation."""
        folder, base = posixpath.split(part)
        found = self._identified(f"{folder}/_rels/{base}.rels", folder)
        return {
            key: (kind.rsplit("/", 1)[-1], target) for key, kind, target in found if target.lower() in self._members
        }

    def _relations(self, part: str, folder: str) -> list[tuple[str, str]]:
        return [(kind, target) for _, kind, target in self._identified(part, folder)]

    def _identified(self, part: str, folder: str) -> list[tuple[str, str, str]]:
        if part.lower().lstrip("/") not in self._members:
            return []
        found: list[tuple[str, str, str]] = []
        for item in self.xml(part).iter(f"{_RELATIONS}Relationship"):
            target = item.get("Target", "")
            if item.get("TargetMode") == "External" or not target:
                continue
            joined = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((item.get("Id", ""), item.get("Type", ""), joined))
        return found

    def xml(self, part: str) -> Any:
        """The root element of an XML part."""
        content = self.content(part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            said = str(error).lower()
            # libxml2 may only say `unknown error` when an allocation fails.
            if "memory" in said or ("unknown error" in said and len(content) > 8 * _CHUNK):
                raise MemoryError from None
            if "ntity" in str(error) or b"<!DOCTYPE" in content[:4096]:
                raise refusal("hostile_xml", self._name) from None
            raise refusal("damaged_docx", self._name) from None
        if root is None:
            raise refusal("damaged_docx", self._name)
        if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
            raise refusal("hostile_xml", self._name)
        return root

    def content(self, part: str) -> bytes:
        """A part, unpacked. Raises UnreadableFile (damaged_docx, encrypted_docx) or TooLarge."""
        member = self._members.get(part.lower().lstrip("/"))
        if member is None:
            raise refusal("damaged_docx", self._name)
        if member.flag_bits & 1:
            raise refusal("encrypted_docx", self._name)
        if member.file_size > self._limits.max_part:
            raise refusal("unpacks_too_large", self._name)
        allowed = min(self._limits.max_part, max(_CHUNK, member.compress_size * self._limits.max_ratio))
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > allowed:
                        raise refusal("unpacks_too_large", self._name)
                    chunks.append(chunk)
        # NotImplementedError is what zipfile raises where it does not know a way of packing.
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise refusal("damaged_docx", self._name) from None
        return b"".join(chunks)
