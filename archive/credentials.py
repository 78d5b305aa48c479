"""Passwords of people: checked, changed, given."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.lockouts import Lockouts
from archive.models import now
from archive.passwords import check_password, hash_password, needs_rehash, verify_password
from archive.people import Person, person_of
from archive.people_names import sign_in_key
from archive.people_rows import CodeRow, PersonRow, SignInRow


class Credentials:
    """The passwords of an archive's people."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.lockouts = Lockouts(database)

    def check(self, sign_in: str, password: str, address: str) -> Person | None:
        """Who signs in with a name and a password from an address; None for an unknown name, a wrong password or a
        disabled account, each in the same time. A hash made at an older cost is made anew. Raises LockedOut."""
        self.lockouts.attempt(sign_in, address)
        with self._database.read() as session:
            row = session.scalar(
                select(PersonRow).where(PersonRow.sign_in_key == sign_in_key(sign_in[:400]), PersonRow.demo.is_(False))
            )
            kept = row.password if row is not None else ""
            person = person_of(session, row) if row is not None else None
        good = verify_password(kept, password)
        if not good or person is None or person.disabled:
            # Told of unknown names too (not which: it may be a password): otherwise the time taken would tell them.
            told = {"address": address[:60], **({"person": person.id} if person is not None else {})}
            with self._database.write() as session:
                audit.write(session, "sign_in_failed", details=told)
            return None
        self.lockouts.succeeded(sign_in, address)
        if needs_rehash(kept):
            with self._database.write() as session:
                session.execute(
                    update(PersonRow)
                    .where(PersonRow.id == person.id, PersonRow.password == kept)
                    .values(password=hash_password(password))
                )
        return person

    def change(self, person_id: int, old: str, new: str, address: str, *, stays: int | None = None) -> None:
        """Change one's own password; every other browser is signed out. `stays`: the sign-in that goes on.

        Somebody without a password (who comes by OpenID Connect) chooses a first one; `old` is not looked at then.
        Raises RefusedInput (`wrong_password`, WeakPassword), LockedOut: a browser left open is no way to guess.
        """
        with self._database.read() as session:
            row = _row(session.get(PersonRow, person_id), person_id)
        if row.password:
            self.lockouts.attempt(row.sign_in, address)
        if row.password and not verify_password(row.password, old):
            raise RefusedInput(
                "wrong_password",
                "Mật khẩu hiện tại chưa đúng. Hãy nhập lại.",
                "The present password is not right. Enter it again.",
            )
        if row.password:
            self.lockouts.succeeded(row.sign_in, address)
        if old == new:
            raise RefusedInput(
                "password_same",
                "Mật khẩu mới giống mật khẩu cũ. Hãy chọn mật khẩu khác.",
                "The new password is the old one. Choose another.",
            )
        self._set(row, new, must_change=False, stays=stays)

    def give(self, person_id: int, password: str) -> None:
        """Give somebody a password that has to be changed at the first sign-in. Raises NotFound, WeakPassword."""
        with self._database.read() as session:
            row = _row(session.get(PersonRow, person_id), person_id)
        self._set(row, password, must_change=True)

    def _set(self, row: PersonRow, password: str, *, must_change: bool, stays: int | None = None) -> None:
        check_password(password, row.name, row.sign_in, row.email)
        made = hash_password(password)
        with self._database.write() as session:
            session.execute(
                update(PersonRow)
                .where(PersonRow.id == row.id)
                .values(password=made, password_changed=now(), must_change=must_change)
            )
            session.execute(delete(SignInRow).where(SignInRow.person_id == row.id, SignInRow.id != (stays or 0)))
            session.execute(delete(CodeRow).where(CodeRow.purpose == "reset", CodeRow.person_id == row.id))
            audit.write(session, "password_changed", subject=row.sign_in, details={"person": row.id})


def _row(row: PersonRow | None, person_id: int) -> PersonRow:
    if row is None or row.demo:
        raise NotFound("no_person", f"Không có người dùng số {person_id}.", f"There is no person number {person_id}.")
    return row
