"""`cancu mcp`: driven by the client of the `mcp` package over a real process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from tests.web.conftest import Office
from tests.web.office import DRAFT, WRONG_DATE
from tests.web.signing_in import person
from web.assisting.protocol import Server, Tool
from web.assisting.tools import Assistance


def _ask(office: Office, asking: Callable[[ClientSession], Awaitable[Any]], *more: str, token: str = "") -> Any:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CANCU_")},
        "CANCU_HOME": str(office.settings.home),
        "CANCU_TOKEN": token,
        "PYTHONIOENCODING": "utf-8",
    }
    server = StdioServerParameters(
        command=sys.executable, args=["-W", "ignore", "-m", "web.cli", "mcp", *more], env=environment
    )

    async def run() -> Any:
        with open(os.devnull, "w") as nowhere:
            async with stdio_client(server, errlog=nowhere) as streams, ClientSession(*streams) as session:
                await session.initialize()
                return await asking(session)

    return asyncio.run(asyncio.wait_for(run(), 60))


def _said(result: Any) -> dict[str, Any]:
    """The answer of a tool; what is structured and what is text are the same."""
    told = json.loads(result.content[0].text)
    structured = getattr(result, "structured_content", None) or getattr(result, "structuredContent", None)
    assert structured is None or structured == told
    return told


@pytest.mark.slow
def test_an_assistant_searches_reads_cites_and_checks(office: Office) -> None:
    person(office.app.extensions["cancu"].archive, "viewer")

    async def asking(session: ClientSession) -> list[Any]:
        tools = await session.list_tools()
        found = await session.call_tool("search", {"query": "thời gian thử việc tối đa", "limit": 3})
        hit = _said(found)["hits"][0]
        where = {"document": hit["document"]["id"], "path": hit["path"]}
        return [
            [tool.name for tool in tools.tools],
            hit,
            _said(await session.call_tool("read", where)),
            _said(await session.call_tool("cite", where)),
            _said(await session.call_tool("document", {"document": office.ids["pl34"]})),
            _said(await session.call_tool("check", {"text": DRAFT, "date": "2026-01-05"})),
            _said(await session.call_tool("find_citations", {"text": "Căn cứ 25-NQ/TW;"})),
            await session.call_tool("cite", {"document": 424242}),
            await session.call_tool("search", {"query": ""}),
        ]

    names, hit, read, cite, document, check, cited, unknown, wrong = _ask(office, asking, "--as", "viewer")
    assert names == ["search", "read", "cite", "document", "find_citations", "check"]
    assert hit["path"] == "dieu:25"
    assert hit["link"] == f"/documents/{office.ids['labour']}?p=dieu:25#dieu:25"
    assert hit["cite_as"].startswith("Điều 25")
    assert read["text"].startswith("Điều 25. Thời gian thử việc")
    assert not read["more"]
    assert [each["path"] for each in read["outline"]] == ["dieu:25/khoan:1", "dieu:25/khoan:2"]
    assert (cite["pinpoint"], cite["full"]) == ("Điều 25", hit["cite_as"])
    assert cite["basis"].startswith("Căn cứ")
    assert document["validity"]["state"] == "expired"
    assert check["findings"][0]["verdict"] == "mismatch"
    assert check["findings"][0]["text"] == WRONG_DATE
    assert check["findings"][0]["link"] == f"/documents/{office.ids['nd30']}"
    assert [(c["status"], len(c["candidates"]), c["link"]) for c in cited["citations"]] == [("ambiguous", 2, None)]
    for refused, reason in ((unknown, "no_such_document"), (wrong, "wrong_query")):
        assert getattr(refused, "is_error", None) or getattr(refused, "isError", False)
        assert json.loads(refused.content[0].text)["reason"] == reason


@pytest.mark.slow
def test_nobody_asks_on_nobodys_behalf(office: Office) -> None:
    async def asking(session: ClientSession) -> None:
        raise AssertionError("let in")

    for more in (("--as", "nobody"), ()):
        with pytest.raises(BaseException) as caught:
            _ask(office, asking, *more, token="cancu_wrong")
        assert not isinstance(caught.value, AssertionError)


def _answers(*lines: bytes) -> list[dict[str, Any] | None]:
    def fail(_: dict[str, Any]) -> dict[str, Any]:
        raise OSError("disk")

    server = Server("1", "how", (Tool("t", "T", "t", {"type": "object"}, fail),))
    return [server.answer(line) for line in lines]


MESSAGES = [
    (b"{", -32700),
    (b"[]", -32600),
    (b'{"jsonrpc":"2.0","id":1}', -32600),
    (b'{"jsonrpc":"2.0","id":1,"method":"nothing"}', -32601),
    (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t"}}', -32603),
]


@pytest.mark.parametrize(("line", "code"), MESSAGES)
def test_messages_that_are_wrong(line: bytes, code: int) -> None:
    (answer,) = _answers(line)
    assert answer is not None
    assert answer["error"]["code"] == code


def test_messages_that_want_no_answer() -> None:
    assert _answers(
        b'{"jsonrpc":"2.0","method":"notifications/initialized"}', b'{"jsonrpc":"2.0","id":1,"result":{}}'
    ) == [None, None]


@pytest.mark.parametrize(("asked", "answered"), [("2025-03-26", "2025-03-26"), ("2099-01-01", "2025-11-25")])
def test_the_revision_both_speak(asked: str, answered: str) -> None:
    line = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": asked}}
    (answer,) = _answers(json.dumps(line).encode())
    assert answer is not None
    assert answer["result"]["protocolVersion"] == answered
    assert answer["result"]["instructions"] == "how"


def test_a_long_document_is_read_in_parts(office: Office) -> None:
    from archive.seeing import SYSTEM, seeing

    desk = office.app.extensions["cancu"]
    read = {tool.name: tool for tool in Assistance(desk, lambda: seeing(SYSTEM)).tools()}["read"].call
    whole, start, parts = desk.archive.text(office.ids["long"]), 0, []
    while True:
        part = read({"document": office.ids["long"], "from": start})
        parts.append(part["text"])
        start = part["to"]
        if not part["more"]:
            break
    assert len(parts) > 1
    assert "".join(parts) == whole
