"""The page to read and try the API."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office
from web.api.parts import SCHEMAS
from web.api.validating import misfit, validator
from web.pages.developing import example, said


def test_every_operation_is_there(client: FlaskClient) -> None:
    whole = client.get("/developers").text
    described = client.get("/api/v1/openapi.json").json
    pages = {each["name"]: client.get(f"/developers?group={each['name']}").text for each in described["tags"]}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            group, name = operation["tags"][0], operation["operationId"]
            assert f'href="/developers?group={group}#{name}"' in whole
            assert f'id="{name}"' in pages[group]
            assert f'data-try="{path}" data-method="{method.upper()}"' in pages[group]
    for page in (whole, *pages.values()):
        assert len(page.encode()) < 120_000
        assert not re.search(r"<script(?![^>]* src=)|<style| style=|https?://", page)
    assert client.get("/developers?group=none").text.count("#addDocument") == whole.count("#addDocument") == 1


def test_examples_fit_their_schemas(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert bodies
    for schema in bodies:
        assert list(example(schema)) == list(schema["properties"])
    assert misfit(json.loads(json.dumps(example(SCHEMAS["Problem"]))), validator(SCHEMAS["Problem"])) == ""


@pytest.mark.parametrize(("about", "told"), [("Một / one", "Một"), ("Một", "Một")])
def test_said_in_vietnamese(office: Office, about: str, told: str) -> None:
    with office.app.test_request_context("/"):
        assert said(about) == told


def test_said_in_english(client: FlaskClient) -> None:
    assert "one document" in client.get("/developers?lang=en").text


def test_nobody_reads_it_without_signing_in(office: Office) -> None:
    assert office.visitor().get("/developers").status_code == 303
    assert office.visitor().get("/api/v1/openapi.json").status_code == 401
