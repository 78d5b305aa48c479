"""What an assistant may ask: search, read, cite, check, and how a document stands. Nothing here changes anything.

Every answer carries ids and links, and no sentence that is not in the archive or made by its rules.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from archive import audit
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.shapes import citation_json, finding_json, record_json
from archive.validity import validity_at
from archive.wording import basis_line, full_citation, short_citation
from indexer.search import SearchRequest
from web.api.parts import ID, ON, Json, listed, shape, text, whole
from web.api.validating import as_day, expect, validator
from web.assisting.protocol import Tool
from web.service import Service
from web.shapes import relation_ids, relation_json, standing_json

LONGEST_TEXT = 40_000
"""Characters of a document given at once: more is no help to an assistant. `from` goes on."""

INSTRUCTIONS = (
    "Căn Cứ holds the Vietnamese official documents of this office. Search first; quote only text that `read` gave; "
    "take the wording of a citation from `cite`, never from memory; check a draft with `check`. "
    "A `validity.state` of unknown means that it is not known whether a document is in force: say so, do not guess. "
    "A document's `certainty` may be doubtful: pass the doubt on. What is not found is not held here, which does not "
    "mean that it does not exist. Answer in the language you are asked in; official names stay Vietnamese."
)

_DOCUMENT = {**ID, "description": "id of a document, from another tool's answer"}
_PATH = {**text(200), "description": "path of a provision, such as dieu:5/khoan:2, from another tool's answer"}
_ON = {**ON, "description": "a day: 2024-06-03, 03/6/2024 or today"}


class Assistance:
    """The tools over one archive. `looking` gives, for each call, the block in which the archive is asked as one
    person; `base` is the address people open the application at, "" unknown: links are then without a host.
    """

    def __init__(self, desk: Service, looking: Callable[[], AbstractContextManager[object]], base: str = "") -> None:
        self._desk = desk
        self._looking = looking
        self._base = base.rstrip("/")

    def tools(self) -> tuple[Tool, ...]:
        """All of them."""
        return (
            self._tool(
                "search",
                "Tìm trong kho văn bản",
                "Find provisions and documents by words, by meaning or by number. Each hit has a snippet, the wording "
                "of its citation, its validity and a link.",
                shape(
                    {
                        "query": {**text(1000, 1), "description": "Vietnamese words, a question, or a number"},
                        "types": {**listed(text(100), 20), "description": "document types, e.g. Nghị định"},
                        "issuers": listed(text(300), 20),
                        "year_from": whole(1945, 2100),
                        "year_to": whole(1945, 2100),
                        "in_force_on": _ON,
                        "limit": whole(1, 50),
                        "offset": whole(0, 10_000),
                    },
                    ("types", "issuers", "year_from", "year_to", "in_force_on", "limit", "offset"),
                ),
                self._search,
            ),
            self._tool(
                "read",
                "Đọc văn bản, điều, khoản",
                "The text of one provision (`path`), or of a document from character `from` on, with its outline.",
                shape(
                    {"document": _DOCUMENT, "path": _PATH, "from": whole(0, 100_000_000)},
                    ("path", "from"),
                ),
                self._read,
            ),
            self._tool(
                "cite",
                "Cách viện dẫn",
                "How a document or a provision is cited: in full the first time, short afterwards, and as a line of "
                "the legal bases (căn cứ), worded after Nghị định 30/2020/NĐ-CP.",
                shape({"document": _DOCUMENT, "path": _PATH}, ("path",)),
                self._cite,
            ),
            self._tool(
                "document",
                "Một văn bản: thông tin, hiệu lực, quan hệ",
                "The facts of a document, its validity on a day with the ground of it, its timeline, and the relations "
                "in which it amends, replaces, … or is amended, replaced, …",
                shape({"document": _DOCUMENT, "on": _ON, "path": _PATH}, ("on", "path")),
                self._document,
            ),
            self._tool(
                "find_citations",
                "Viện dẫn trong một đoạn văn",
                "Every citation of a text, tied to the document it means: resolved, ambiguous or not held.",
                shape({"text": text(200_000, 1)}),
                self._citations,
            ),
            self._tool(
                "check",
                "Kiểm tra dự thảo",
                "Check every citation of a draft: number, date, issuer, title, still in force on the day of signing; "
                "with a correction where one is certain.",
                shape({"text": text(200_000, 1), "date": _ON}, ("date",)),
                self._check,
            ),
        )

    def _tool(self, name: str, title: str, about: str, schema: Json, call: Callable[[Json], Json]) -> Tool:
        against = validator(schema)

        def checked(arguments: Json) -> Json:
            expect(arguments, against)
            with self._looking():
                return call(arguments)

        return Tool(name, title, about, schema, checked)

    def _search(self, asked: Json) -> Json:
        on = as_day(asked["in_force_on"]) if "in_force_on" in asked else None
        result = self._desk.search(
            SearchRequest(
                query=asked["query"].replace("\0", " ").strip(),
                types=tuple(asked.get("types", ())),
                issuers=tuple(asked.get("issuers", ())),
                year_from=asked.get("year_from"),
                year_to=asked.get("year_to"),
                in_force=on,
                limit=asked.get("limit", 10),
                offset=asked.get("offset", 0),
            )
        )
        return {
            "query": result.query,
            "understood_as": result.restored or result.query,
            "total": result.total,
            "hits": [
                {
                    **self._named(hit.record, hit.validity.on),
                    "path": hit.path,
                    "label": hit.label,
                    "heading": hit.heading,
                    "snippet": hit.snippet.text,
                    "cite_as": full_citation(hit.record, hit.path),
                    "link": self._link(hit.record.id, hit.path),
                }
                for hit in result.hits
            ],
            "notes": list(result.notes_en),
        }

    def _read(self, asked: Json) -> Json:
        archive = self._desk.archive
        record = archive.record(asked["document"])
        audit.saw(archive, record.id, {"by": "mcp"})
        words, path = archive.text(record.id), asked.get("path", "")
        units = archive.provisions(record.id)
        if path:
            unit = archive.provision(record.id, path)
            start, end = unit.start, unit.end
            units = [each for each in units if each.path.startswith(f"{path}/")]
        else:
            start, end = min(asked.get("from", 0), len(words)), len(words)
        shown = words[start : min(end, start + LONGEST_TEXT)]
        return {
            **self._named(record),
            "held": record.held,
            "path": path,
            "cite_as": full_citation(record, path),
            "link": self._link(record.id, path),
            "text": shown,
            "from": start,
            "to": start + len(shown),
            "more": start + len(shown) < end,
            "outline": [
                {"path": each.path, "label": each.label, "heading": each.heading, "from": each.start}
                for each in units
                if each.path.count("/") <= path.count("/") + 1 or not path
            ][:500],
        }

    def _cite(self, asked: Json) -> Json:
        archive = self._desk.archive
        record, path = archive.record(asked["document"]), asked.get("path", "")
        if path:
            archive.provision(record.id, path)
        return {
            **self._named(record),
            "path": path,
            "pinpoint": pinpoint_wording(path) if path else "",
            "full": full_citation(record, path),
            "short": short_citation(record, path),
            "basis": basis_line(record),
            "link": self._link(record.id, path),
        }

    def _document(self, asked: Json) -> Json:
        archive = self._desk.archive
        on = as_day(asked.get("on", "today")) or date.today()
        record = archive.record(asked["document"])
        audit.saw(archive, record.id, {"by": "mcp"})
        relations = archive.relations.of(record.id)
        records = archive.records({id_ for each in relations for id_ in relation_ids(each)})
        return {
            **standing_json(record, validity_at(record, on, asked.get("path", ""))),
            "link": self._link(record.id, asked.get("path", "")),
            "relations": [relation_json(each, records, on) for each in relations],
        }

    def _citations(self, asked: Json) -> Json:
        return {"citations": [self._linked(citation_json(each)) for each in self._desk.citations(asked["text"])]}

    def _check(self, asked: Json) -> Json:
        on = as_day(asked.get("date", "today")) or date.today()
        found = [self._linked(finding_json(each)) for each in self._desk.check(asked["text"], on)]
        return {"date": on.isoformat(), "findings": found}

    def _linked(self, value: Json) -> Json:
        document = value.get("document")
        return {**value, "link": self._link(document["id"]) if document else None}

    def _named(self, record: Record, on: date | None = None) -> dict[str, Any]:
        return {"document": record_json(record, on)}

    def _link(self, document: int, path: str = "") -> str:
        return f"{self._base}/documents/{document}" + (f"?p={path}#{path}" if path else "")
