"""People of a test's office, one a role, and browsers that are signed in as them without a password being typed."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.people import Person

NAMES = {
    "viewer": "Đỗ Văn Đọc",
    "drafter": "Hoàng Thị Soạn",
    "clerk": "Lý Thị Thư",
    "administrator": "Vũ Văn Quản",
}


def person(archive: Archive, role: str) -> Person:
    """The test's person of a role, made where there is none. There is an administrator whoever is asked for."""
    if role != "administrator":
        person(archive, "administrator")
    return archive.people.named(role) or archive.people.add(NAMES[role], role, role)


def sign_in(client: FlaskClient, role: str = "administrator") -> FlaskClient:
    """Sign a test client in as somebody of a role."""
    with client.session_transaction() as session:
        session.update(content(client.application, role))
    return client


def content(app: Flask, role: str) -> dict[str, str]:
    """What the session of somebody signed in holds."""
    archive = app.extensions["cancu"].archive
    return {"sign_in": archive.sign_ins.begin(person(archive, role).id, "password", "127.0.0.1", "test")}


def cookie(app: Flask, role: str = "administrator") -> str:
    """The value of the session cookie of somebody signed in, for a real browser."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert serializer is not None
    return str(serializer.dumps(content(app, role)))
