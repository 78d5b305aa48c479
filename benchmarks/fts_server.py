"""The peer of `benchmarks.hybrid`: SQLite FTS5 behind Flask and waitress. Started by it, with FTS_FILE."""

from __future__ import annotations

import argparse
import os
import sqlite3
import threading

from flask import Flask, Response, jsonify, request
from waitress import serve

from indexer.analysis import syllables

app = Flask(__name__)
_LOCAL = threading.local()


def _database() -> sqlite3.Connection:
    if not hasattr(_LOCAL, "database"):
        _LOCAL.database = sqlite3.connect(f"file:{os.environ['FTS_FILE']}?mode=ro", uri=True)
    return _LOCAL.database


@app.get("/api/v1/search")
def search() -> Response:
    """Ten hits with a window of their text."""
    terms = " OR ".join(f'"{term}"' for term in dict.fromkeys(syllables(request.args["q"])))
    rows = _database().execute(
        "select rowid, bm25(unit), substr(shown, 1, 240) from unit where unit match ? order by rank limit 10", (terms,)
    )
    return jsonify(hits=[{"unit": unit, "score": -score, "snippet": shown} for unit, score, shown in rows])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    serve(app, host="127.0.0.1", port=parser.parse_args().port, threads=8)
