"""`cancu people`: accounts without a browser, for whoever looks after the machine.

A password is never an argument, where every user of the machine could read it: it is asked for, or read from standard
input.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from archive.codes import RESET_HOURS
from archive.documents import Archive
from archive.errors import NotFound
from archive.passwords import check_password
from archive.people import ROLE_NAMES, ROLES, Person
from web.commands.speaking import as_json, say_json, settings

password_from = click.option(
    "--password",
    "with_password",
    is_flag=True,
    help="Hỏi mật khẩu hoặc đọc từ stdin, không cấp mã / ask for a password or read it from stdin, give no code.",
)


@click.group()
def people() -> None:
    """Tài khoản người dùng / accounts."""


@people.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Mọi tài khoản / every account."""
    with Archive.open(settings()) as archive:
        everybody = archive.people.all()
    if as_json:
        say_json([_shape(person) for person in everybody])
        return
    for person in everybody:
        state = "  (đã khóa / disabled)" if person.disabled else ""
        click.echo(f"{person.sign_in:24} {ROLE_NAMES[person.role][0]:24} {person.name}{state}")


@people.command()
@click.argument("sign_in")
@click.option("--name", default="", help="Họ và tên / the person's name.")
@click.option("--role", type=click.Choice(ROLES), default="viewer", show_default=True)
@click.option("--email", default="")
@click.option("--department", "departments", multiple=True, help="Phòng, ban; lặp lại được / may be repeated.")
@password_from
@as_json
def add(
    sign_in: str,
    name: str,
    role: str,
    email: str,
    departments: tuple[str, ...],
    with_password: bool,
    as_json: bool,
) -> None:
    """Thêm người dùng / add somebody."""
    with Archive.open(settings()) as archive:
        known = {each.name.casefold(): each.id for each in archive.people.departments()}
        for department in departments:
            if department.casefold() not in known:
                known[department.casefold()] = archive.people.add_department(department).id
        password = _password() if with_password else ""
        if with_password:
            check_password(password, name, sign_in, email)
        person = archive.people.add(
            name or sign_in, sign_in, role, email=email, departments=[known[each.casefold()] for each in departments]
        )
        _open(archive, person, password, as_json)


@people.command()
@click.argument("sign_in")
@password_from
@as_json
def reset(sign_in: str, with_password: bool, as_json: bool) -> None:
    """Đặt lại mật khẩu / give somebody a code for a new password, or a password."""
    with Archive.open(settings()) as archive:
        person = _named(archive, sign_in)
        password = _password() if with_password else ""
        if with_password:
            check_password(password, person.name, person.sign_in, person.email)
        archive.credentials.lockouts.forgive(person.sign_in)
        _open(archive, person, password, as_json)


@people.command()
@click.argument("sign_in")
@as_json
def disable(sign_in: str, as_json: bool) -> None:
    """Khóa tài khoản / disable an account: signed out everywhere at once."""
    _switch(sign_in, True, as_json)


@people.command()
@click.argument("sign_in")
@as_json
def enable(sign_in: str, as_json: bool) -> None:
    """Mở lại tài khoản / enable an account again."""
    _switch(sign_in, False, as_json)


def _switch(sign_in: str, disabled: bool, as_json: bool) -> None:
    with Archive.open(settings()) as archive:
        person = archive.people.change(_named(archive, sign_in).id, disabled=disabled)
    if as_json:
        say_json(_shape(person))
    else:
        click.echo(f"{person.sign_in}: {'đã khóa / disabled' if disabled else 'đã mở / enabled'}")


def _open(archive: Archive, person: Person, password: str, as_json: bool) -> None:
    """Give a password that was typed, or a code; say which."""
    code = ""
    if password:
        archive.credentials.give(person.id, password)
    else:
        code = archive.codes.new_reset(person.id)
    person = archive.people.get(person.id)
    if as_json:
        say_json({**_shape(person), **({"code": code} if code else {})})
    elif code:
        click.echo(
            f"{person.sign_in}: mã đặt mật khẩu, dùng một lần trong {RESET_HOURS} giờ tại trang /reset / one-time code "
            f"for the page /reset, good for {RESET_HOURS} hours:\n\n    {code}\n"
        )
    else:
        click.echo(f"{person.sign_in}: phải đổi mật khẩu khi đăng nhập lần đầu / has to change it at the first sign-in")


def _password() -> str:
    if sys.stdin.isatty():
        typed = click.prompt("Mật khẩu / password", hide_input=True, confirmation_prompt=True)
        return str(typed)
    return sys.stdin.readline().rstrip("\r\n")


def _named(archive: Archive, sign_in: str) -> Person:
    person = archive.people.named(sign_in)
    if person is None:
        raise NotFound("no_person", f"Không có người dùng “{sign_in}”.", f"There is nobody called “{sign_in}”.")
    return person


def _shape(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "sign_in": person.sign_in,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "departments": sorted(person.departments),
        "disabled": person.disabled,
        "has_password": person.has_password,
    }
