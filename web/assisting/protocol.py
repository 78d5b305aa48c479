"""The Model Context Protocol over standard input and output, as far as a server of tools needs it: JSON-RPC 2.0, a
message a line (modelcontextprotocol.io, revisions 2024-11-05 to 2025-11-25).

The `mcp` package is not used: it would bring twelve more packages into every office (a web server among them) for what
is a loop over lines here. Its client drives the tests.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from archive.errors import CancuError

log = logging.getLogger("cancu.mcp")

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
LONGEST = 8 * 1024 * 1024
"""Bytes of one message; a longer one is refused."""

_PARSE, _REQUEST, _METHOD, _PARAMS, _INTERNAL = -32700, -32600, -32601, -32602, -32603

Json = dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """What an assistant may call: `schema` of its arguments (JSON Schema), `call` gives the answer as a JSON object."""

    name: str
    title: str
    about: str
    schema: Json
    call: Callable[[Json], Json]


class Refused(Exception):
    """A request that is answered with an error of the protocol."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Server:
    """Answers messages one after another. `instructions` tell the assistant how to use the tools."""

    def __init__(self, version: str, instructions: str, tools: tuple[Tool, ...]) -> None:
        self._version = version
        self._instructions = instructions
        self._tools: Mapping[str, Tool] = {tool.name: tool for tool in tools}

    def run(self, reading: BinaryIO, writing: BinaryIO) -> None:
        """Answer until the other side closes."""
        while line := reading.readline(LONGEST + 1):
            if len(line) > LONGEST and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = reading.readline(LONGEST)
                answer: Json | None = _error(None, _REQUEST, f"a message has at most {LONGEST} bytes")
            elif not line.strip():
                continue
            else:
                answer = self.answer(line)
            if answer is not None:
                writing.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
                writing.flush()

    def answer(self, line: bytes) -> Json | None:
        """The answer to one message, None for a notification or an answer."""
        try:
            message = json.loads(line)
        except ValueError:
            return _error(None, _PARSE, "not JSON")
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            return _error(None, _REQUEST, "not a JSON-RPC 2.0 request")
        name, asked = message.get("method"), message.get("id")
        if not isinstance(name, str):
            return None if "result" in message or "error" in message else _error(asked, _REQUEST, "no method")
        if "id" not in message:
            return None
        params = message.get("params") or {}
        try:
            if not isinstance(params, dict):
                raise Refused(_PARAMS, "params must be an object")
            return {"jsonrpc": "2.0", "id": asked, "result": self._result(name, params)}
        except Refused as refused:
            return _error(asked, refused.code, str(refused))
        except Exception:
            log.exception("unexpected error in %s", name)
            return _error(asked, _INTERNAL, "internal error; see the log of cancu mcp")

    def _result(self, name: str, params: Json) -> Json:
        if name == "initialize":
            wanted = params.get("protocolVersion")
            return {
                "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
                "capabilities": {"tools": {"listChanged": False}},
                "serverInfo": {"name": "cancu", "title": "Căn Cứ", "version": self._version},
                "instructions": self._instructions,
            }
        if name == "ping":
            return {}
        if name == "tools/list":
            return {"tools": [_shown(tool) for tool in self._tools.values()]}
        if name == "tools/call":
            return self._called(params)
        raise Refused(_METHOD, f"no such method: {name[:80]}")

    def _called(self, params: Json) -> Json:
        tool = self._tools.get(str(params.get("name")))
        if tool is None:
            raise Refused(_PARAMS, f"no such tool: {str(params.get('name'))[:80]}")
        arguments = params.get("arguments") or {}
        try:
            found = tool.call(arguments)
        except CancuError as error:
            # For the assistant to read, not an error of the protocol: it can ask better.
            told = {"reason": error.reason, "detail": error.vi, "detail_en": error.en}
            return {"content": [_text(told)], "isError": True}
        return {"content": [_text(found)], "structuredContent": found, "isError": False}


def _shown(tool: Tool) -> Json:
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.about,
        "inputSchema": tool.schema,
        "annotations": {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False},
    }


def _text(value: Json) -> Json:
    return {"type": "text", "text": json.dumps(value, ensure_ascii=False, indent=1)}


def _error(asked: Any, code: int, message: str) -> Json:
    return {"jsonrpc": "2.0", "id": asked, "error": {"code": code, "message": message}}
