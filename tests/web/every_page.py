"""Every page of the application, found by following its own links: one address for each kind of page.

A page that no link leads to is a fault by itself: nobody working there would find it.
"""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from archive.seeing import viewer

_MOST_FETCHED = 600
_PER_ENDPOINT = 8


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def pages_reached(client: FlaskClient, seeds: tuple[str, ...]) -> dict[str, list[str]]:
    """Addresses by endpoint, the one with most on its page last, reached from `seeds` by links alone.

    An endpoint that answers with something else than a page has no address here, only its name.
    """
    app = client.application
    waiting, seen = deque(seeds), set(seeds)
    taken: dict[str, int] = {}
    reached: dict[str, list[tuple[int, str]]] = {}
    fetched, looking = 0, viewer()
    while waiting and fetched < _MOST_FETCHED:
        address = waiting.popleft()
        endpoint = _endpoint(app, urlsplit(address).path)
        if not endpoint or endpoint == "static" or taken.get(endpoint, 0) >= _PER_ENDPOINT:
            continue
        taken[endpoint] = taken.get(endpoint, 0) + 1
        fetched += 1
        with client.get(address) as answer:
            if answer.status_code >= 400:
                continue
            reached.setdefault(endpoint, [])
            if answer.status_code >= 300:
                links = [answer.headers["Location"]]
            elif answer.mimetype == "text/html":
                reached[endpoint].append((len(answer.data), address))
                reading = _Links()
                reading.feed(answer.get_data(as_text=True))
                links = reading.found
            else:
                continue
        assert viewer() == looking, f"{address} left somebody looking"
        for link in links:
            parts = urlsplit(urljoin(f"http://localhost{address}", link))
            found = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.netloc == "localhost" and found not in seen and "lang=" not in parts.query:
                seen.add(found)
                waiting.append(found)
    return {endpoint: [address for _, address in sorted(found)] for endpoint, found in reached.items()}


def _endpoint(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(path, method="GET")[0])
    except HTTPException:
        return ""
