"""Nothing of a hidden document gets out by any route, for any role: not a word, not a number, not that it is there.

The routes are those of the application itself. A GET is asked of an archive that has hidden documents and of its twin
in which they never were: both answers are the same. A route that names a thing is asked for the hidden one and for one
that never was: the two cannot be told apart. A new argument in an address needs a line in ARGUMENTS.
"""

from __future__ import annotations

import difflib
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from archive.people import PERMISSIONS, ROLES
from archive.seeing import seeing_bin
from tests.web.seen_office import MARKS, NEVER, SeenOffice, marks_in, two_offices
from web.accounts.declaring import OPEN, needed

pytestmark = pytest.mark.slow

NO_HASH = "0" * 64
ARGUMENTS: dict[str, object] = {
    "document_id": NEVER,
    "draft_id": NEVER,
    "relation_id": NEVER,
    "search_id": NEVER,
    "note_id": NEVER,
    "entry_id": NEVER,
    "correction_id": NEVER,
    "merge_id": NEVER,
    "sha256": NO_HASH,
}
"""Arguments that name something that can be hidden, each with a value that names nothing."""
PLAIN: dict[str, object] = {
    "number": 1,
    "left": 0,
    "top": 0,
    "right": 5000,
    "bottom": 5000,
    "kind": "csv",
    "form": "docx",
    "filename": "css/base.css",
    "person_id": 1,
    "department_id": 1,
    "token_id": NEVER,
    "sign_in_id": NEVER,
    "version_id": NEVER,
    "ticket": "none",
    "secret": "x" * 40,
    "name": "none.cancu",
    "key": "none",
}
"""Arguments that name nothing of the kind."""
SEEN = {"document_id": "plan", "dossier_id": "dossier", "book_id": "book", "draft_id": "draft_seen",
        "search_id": "search_seen"}  # fmt: skip
"""Things that everybody sees, and that hang together with what is hidden."""

QUERIES: dict[str, tuple[str, ...]] = {
    "search.home": (
        "q=bến đò", f"q={MARKS[0]}", "q=xekongrim", "q=xekongrin", "q=77/2021/NĐ-CP", "q=thử việc", f"q={MARKS[2]} bến",
        "q=Điều 1 Nghị định 77/2021/NĐ-CP", "q=nghị định&in_force=today", "type=Nghị định", "q=bến&sort=newest",
        "q=bến&mode=meaning", "q=bến&held=held&level=central", f"q=số:77/2021 {MARKS[0]}", f"q=-{MARKS[0]} bến",
    ),
    "api.search": ("q=bến đò", f"q={MARKS[0]}", "q=xekongrim", "q=77/2021/NĐ-CP", "q=thử việc", "q=hợp đồng&limit=1"),
    "api.search_table": ("q=bến&format=csv", "q=thử việc&format=json", f"q={MARKS[1]}&format=docx"),
    "api_registers.printed": ("", "format=csv"),
    "api_dossiers.printed": ("", "format=csv"),
    "api_dossiers.printed_year": ("year=2026",),
    "searches.export": ("q=bến&format=csv", "q=thử việc&format=json", f"q={MARKS[1]}&format=docx"),
    "api_searching.suggestions": ("q=bến", "q=phạm vi", f"q={MARKS[0][:5]}", "q=77", "q=nghị định", "q=Về bến"),
    "api_suggesting.by_facts": ("title=bến thuyền&type=Kế hoạch", f"title={MARKS[0]} bến&type=Nghị định"),
    "api_linking.of_document": ("", "on=2023-01-01"),
    "api_citing.find": (
        "q=bến", "q=77/2021", "q=đ1 nđ 77", f"q={MARKS[0]}", "q=thử việc&more=true", f"q={MARKS[2]}&more=true", "q=nd",
    ),
    "documents.index": ("", "q=bến", f"q={MARKS[0]}", "q=77/2021", "issuer=Ban " + MARKS[0], "review=1", "sort=oldest"),
    "api.documents": ("", "q=bến", f"q={MARKS[0]}", "number=77/2021/NĐ-CP", "type=Nghị định"),
    "alerts.index": ("", "all=1", "all=1&on=2023-01-01"),
    "api_relations.alerts": ("", "all=1"),
    "exports.ask": (f"document={NEVER}", "q=bến", "document=#document_id"),
    "exports.file": ("q=bến", "document=#document_id&document=%plan"),
    "registers.show": ("", f"q={MARKS[0]}"),
    "comparing.show": ("", "with=#document_id", "other=#document_id"),
    "api_reading.comparison": ("", "with=#document_id", "other=#document_id"),
    "documents.show": ("", "p=dieu:1"),
    "searches.similar": ("", "p=dieu:25"),
    "api_searching.similar": ("", "p=dieu:25"),
    "reading.excerpt": ("", "p=dieu:1"),
}  # fmt: skip
"""Queries of a route beside none; `#name` is the hidden thing of that name, `%name` the seen one."""

DIFFERS = {
    "static": "files of the program",
    "registers.show": "numbers in a register run on: a number without a word stays",
    "registers.printed": "as registers.show",
    "registers.table": "as registers.show",
    "registers.index": "as registers.show",
    "registers.new": "the next number of a register",
    "api_registers.books": "as registers.show",
    "api_registers.book": "as registers.show",
    "api_registers.printed": "as registers.show",
    "api_entering.entries": "as registers.show",
    "access.restricted": "that there are documents of named access, and nothing of them",
    "api_access.restricted": "as access.restricted",
    "condition.index": "how the whole archive and its machine are",
    "trail.index": "that something was done, and by whom; not to what",
    "trail.export": "as trail.index",
    "api_overseeing.table": "as trail.index",
    "statistics.index": "drawn from the trail: how much was done",
    "statistics.table": "as statistics.index",
    "api_overseeing.statistics": "as statistics.index",
    "keeping.index": "where the archive lies on the disk",
    "bin.index": "what lies in the bin",
    "api_binning.lying": "as bin.index",
    "api_overseeing.trail": "as trail.index",
    "api_overseeing.state": "as condition.index",
    "api_keeping.backups": "as keeping.index",
}
"""Routes whose answers may differ from those of the twin, and why; no word is let through by them either."""


_OF_THE_BIN = (
    "bin.index",
    "trail.index",
    "trail.export",
    "api_overseeing.trail",
    "api_overseeing.table",
    "api_binning.lying",
)
OPEN_TO = {route: {MARKS[2]} for route in _OF_THE_BIN}
"""What lies in the bin is shown on the bin's own page, and told of in the trail: to administrators."""


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeenOffice]:
    with two_offices(tmp_path_factory.mktemp("seen")) as offices:
        yield offices


def rules(offices: SeenOffice, method: str) -> list[Rule]:
    found = [rule for rule in offices.app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: rule.rule)


def role_for(offices: SeenOffice, rule: Rule) -> str:
    """The least role that gets to a route."""
    need = needed(offices.app.view_functions[rule.endpoint])
    return ROLES[PERMISSIONS.index(need)] if need in PERMISSIONS else "viewer"


def address(rule: Rule, values: dict[str, object]) -> str:
    return re.sub(r"<(?:[^:<>]*:)?(\w+)>", lambda found: quote(str(values[found[1]]), safe="/"), rule.rule)


def seen_values(offices: SeenOffice, rule: Rule) -> dict[str, object]:
    values = {**ARGUMENTS, **PLAIN, **{name: offices.ids[key] for name, key in SEEN.items()}}
    values["secret"] = offices.feed
    return values


def test_every_argument_of_every_address_is_known_here(offices: SeenOffice) -> None:
    known = {*ARGUMENTS, *PLAIN, *SEEN}
    unknown = {(rule.rule, name) for rule in offices.app.url_map.iter_rules() for name in rule.arguments - known}
    assert not unknown, "say in ARGUMENTS or PLAIN what these arguments name"


def body_of(response: TestResponse) -> str:
    """All that an answer says: headers, text, what is packed in it."""
    data = response.get_data()
    response.close()
    text = data.decode("utf-8", "replace")
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            text = "\n".join(f"{name}\n{packed.read(name).decode('utf-8', 'replace')}" for name in packed.namelist())
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in response.headers.items())
    return f"{headers}\n\n{html.unescape(text)}\n{_unescaped(text)}"


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


_VARYING = (
    (re.compile(r'name=\\?"csrf_token\\?" value=\\?"[^"]*"|data-csrf="[^"]*"|nonce-[\w+/=-]+'), ""),
    (re.compile(r"(?m)^(?:Set-Cookie|Content-Length|ETag|Last-Modified|X-RateLimit\S*|RateLimit\S*|Date): .*\n"), ""),
    (re.compile(r"cancu_disk_free_bytes \d+"), ""),
    (re.compile(r'"took_ms": ?[\d.]+|"score": ?[\d.]+|"likeness": ?[\d.]+|\b[\d.,]+ (?:ms|giây)\b'), ""),
    (re.compile(r'<meter[^>]*value="[^"]*"|title="[\d.,]+"|\d{4}-\d\d-\d\dT[\d:.]+\S*|\d\d:\d\d(?::\d\d)?'), ""),
    (re.compile(r"urn:uuid:[\w-]+|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), ""),
    # These two say when they were made.
    (re.compile(r'(?m)^[0-9a-f]{64} +(?:manifest\.json|DOC-TRUOC\.txt)|"DOC-TRUOC\.txt",\s*"sha256": "\w+"'), ""),
)


def plain(response: TestResponse) -> tuple[int, str]:
    text = body_of(response)
    for varying, instead in _VARYING:
        text = varying.sub(instead, text)
    return response.status_code, text


def queries(offices: SeenOffice, rule: Rule) -> Iterator[str]:
    for query in QUERIES.get(rule.endpoint, ("",)):
        for hidden in offices.hidden["document_id"] if "#document_id" in query else (0,):
            yield query.replace("#document_id", str(hidden)).replace("%plan", str(offices.ids["plan"]))


def unlike(one: tuple[int, str], other: tuple[int, str]) -> tuple[object, ...]:
    """What differs between two answers."""
    lines = difflib.unified_diff(one[1].splitlines(), other[1].splitlines(), n=0, lineterm="")
    return one[0], other[0], "\n".join(line[:300] for line in lines)[:1500]


@pytest.mark.parametrize("as_", ["least", "administrator"])
def test_every_page_is_as_if_the_hidden_had_never_been(offices: SeenOffice, as_: str) -> None:
    browsers: dict[str, tuple[FlaskClient, FlaskClient]] = {}
    leaks, differences = [], []
    for rule in rules(offices, "GET"):
        role = role_for(offices, rule) if as_ == "least" else "administrator"
        if role == "administrator" and as_ == "least":
            continue  # asked the second time
        if role not in browsers:
            browsers[role] = (offices.browser(offices.app, role), offices.browser(offices.never, role))
        first, second = browsers[role]
        where = address(rule, seen_values(offices, rule))
        for query in queries(offices, rule) if as_ == "least" or role_for(offices, rule) == as_ else ("",):
            asked = f"{where}?{query}" if query else where
            answer = first.get(asked)
            assert answer.status_code < 500, asked
            told = body_of(answer)
            # A word that was asked for, now or before, is in the answer of the twin as well.
            if rule.endpoint != "static" and not marks_in(unquote(query)):
                found = []
                if set(marks_in(told)) - OPEN_TO.get(rule.endpoint, set()):
                    lines = [line for line in told.splitlines() if "recent__one" not in line]
                    found = [line for line in lines if set(marks_in(line)) - OPEN_TO.get(rule.endpoint, set())]
                leaks += [(role, asked, *found[:3])] if found else []
                kept = answer.headers.get("Cache-Control", "")
                assert kept, asked
                assert "public" not in kept, asked
            if rule.endpoint in DIFFERS:
                continue
            mine, never = plain(answer), plain(second.get(asked))
            if mine != never:
                differences.append((role, asked, *unlike(mine, never)))
    assert not leaks, told_of(leaks)
    assert not differences, told_of(differences)


def told_of(differences: list[tuple[object, ...]]) -> str:
    """Differences as somebody reads them."""
    return "\n".join("\n".join(str(part) for part in each) for each in differences)[:12_000]


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_a_hidden_thing_cannot_be_told_from_one_that_never_was(offices: SeenOffice, name: str) -> None:
    differences = []
    for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        for rule in rules(offices, method):
            if name not in rule.arguments:
                continue
            for role in {role_for(offices, rule), "administrator"}:
                if method != "GET" and role != role_for(offices, rule):
                    continue
                client = offices.browser(offices.app, role)  # a new one: what a page said to the last is said to it
                base = seen_values(offices, rule)
                for hidden in offices.hidden[name]:
                    if rule.endpoint.startswith(("bin.", "api_binning.")) and hidden == offices.hidden[name][-1]:
                        continue  # the bin's own
                    answers = []
                    for value in (hidden, ARGUMENTS[name]):
                        values = {**base, name: value}
                        if name == "sha256" and "document_id" in rule.arguments:
                            values["document_id"] = offices.ids["plan"]
                        asked = address(rule, values)
                        answer = client.open(asked, method=method, **sent(method, asked))
                        assert answer.status_code < 500, (method, asked)
                        status, text = plain(answer)
                        answers.append((status, text.replace(str(ARGUMENTS[name]), str(hidden))))
                    assert not marks_in(answers[0][1]), (role, method, asked)
                    if answers[0] != answers[1]:
                        differences.append((role, method, rule.rule, hidden, *unlike(*answers)))
    assert not differences, told_of(differences)


def sent(method: str, asked: str) -> dict[str, object]:
    """What goes with a changing request: enough to get past the first look at it."""
    if method == "GET":
        return {}
    if asked.startswith("/api/"):
        return {"json": {"kind": "amends", "target": 1, "decision": "confirmed"}}
    return {"data": {"kind": "amends", "target": "1", "decision": "confirmed", "title": "x", "text": "x",
                     "version": "1", "name": "x", "decided": "copy", "level": "office", "reason": ""}}  # fmt: skip


def test_nothing_that_was_tried_has_changed_what_is_hidden(offices: SeenOffice) -> None:
    """Runs behind the tries above."""
    archive = offices.app.extensions["cancu"].archive
    with seeing_bin():
        for mark, id_ in zip(MARKS, offices.hidden["document_id"], strict=True):
            assert archive.record(id_).title == f"Về bến đò {mark}"
            assert len(archive.files_of(id_)) == 1


@pytest.mark.parametrize("role", ["visitor", *ROLES[:-1]])
def test_every_changing_route_refuses_a_role_that_may_not(offices: SeenOffice, role: str) -> None:
    client = offices.app.test_client() if role == "visitor" else offices.browser(offices.app, role)
    for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        for rule in rules(offices, method):
            need = needed(offices.app.view_functions[rule.endpoint])
            if need == OPEN or (role != "visitor" and ROLES.index(role) >= PERMISSIONS.index(str(need))):
                continue
            asked = address(rule, seen_values(offices, rule))
            answer = client.open(asked, method=method, **sent(method, asked))
            if role == "visitor":
                assert answer.status_code in (303, 401), (method, asked)
                assert answer.status_code == 401 or answer.location.startswith("/sign-in"), (method, asked)
            else:
                assert answer.status_code == 403, (role, method, asked)
            assert not marks_in(body_of(answer))


def test_nobody_learns_by_the_door_what_is_behind_it(offices: SeenOffice) -> None:
    client = offices.app.test_client()
    for rule in rules(offices, "GET"):
        name = next((each for each in rule.arguments if each in ARGUMENTS), None)
        if name is None or needed(offices.app.view_functions[rule.endpoint]) == OPEN:
            continue
        base = seen_values(offices, rule)
        told = []
        for value in (offices.hidden[name][0], ARGUMENTS[name]):
            status, text = plain(client.get(address(rule, {**base, name: value})))
            told.append((status, text.replace(str(ARGUMENTS[name]), str(offices.hidden[name][0]))))
        assert told[0] == told[1], rule.rule


def test_who_may_see_it_does(offices: SeenOffice) -> None:
    """The other side: the words are there to be found, by those who may."""
    for name, index in (("owner", 0), ("named", 0), ("member", 1), ("owner", 1)):
        client = offices.browser(offices.app, name)
        page = client.get(f"/documents/{offices.hidden['document_id'][index]}")
        assert page.status_code == 200
        assert MARKS[index] in html.unescape(page.text)
        found = client.get(f"/api/v1/search?q={MARKS[index]}").get_json()
        assert found["total"] > 0
        # What lies in the bin is nobody's.
        assert client.get(f"/documents/{offices.hidden['document_id'][2]}").status_code == 404


def test_the_json_of_a_document_that_cites_it_says_not_held(offices: SeenOffice) -> None:
    client = offices.browser(offices.app, "viewer")
    told = json.dumps(client.get(f"/api/v1/documents/{offices.ids['plan']}").get_json(), ensure_ascii=False)
    assert "not_held" in told
    asked = {"text": "Căn cứ Nghị định số 77/2021/NĐ-CP ngày 15/01/2021;"}
    assert client.post("/api/v1/citations", json=asked).get_json()[0]["status"] == "not_held"
