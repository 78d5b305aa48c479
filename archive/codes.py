"""One-time codes: the one that sets an office up, and those with which somebody chooses a new password."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.models import now
from archive.passwords import check_password, hash_password
from archive.people import Person, add_row, person_of
from archive.people_rows import CodeRow, PersonRow, SignInRow, TokenRow
from archive.secrecy import hash_secret, new_code, tidy_code

SETUP_DAYS = 7
RESET_HOURS = 72


class WrongCode(RefusedInput):
    """The code is not (or no longer) good."""

    def __init__(self) -> None:
        super().__init__(
            "wrong_code",
            "Mã này không đúng, đã dùng hoặc đã hết hạn. Hãy xin mã mới.",
            "This code is wrong, used or expired. Ask for a new one.",
        )

    def __reduce__(self) -> tuple[type[WrongCode], tuple[()]]:  # type: ignore[override]
        return type(self), ()


class Codes:
    """The one-time codes of an archive. A new one makes those before it worthless."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def new_setup(self) -> str | None:
        """A code for setting the office up; None where there is an administrator already."""
        code = new_code()
        with self._database.write() as session:
            if _has_administrator(session):
                return None
            session.execute(delete(CodeRow).where(CodeRow.purpose == "setup"))
            session.add(CodeRow(purpose="setup", secret_hash=hash_secret(code), expires=now() + timedelta(SETUP_DAYS)))
        return code

    def setup_waits(self) -> bool:
        """Whether a code for setting the office up is good at this moment."""
        with self._database.read() as session:
            return (
                session.scalar(select(CodeRow.id).where(CodeRow.purpose == "setup", CodeRow.expires > now()))
                is not None
            )

    def set_up(self, code: str, name: str, sign_in: str, password: str, email: str = "") -> Person:
        """Make the first administrator. Raises WrongCode, RefusedInput (`already_set_up`, and what `add_row` says)."""
        with self._database.write() as session:
            if _has_administrator(session):
                raise RefusedInput(
                    "already_set_up",
                    "Căn Cứ đã có quản trị viên. Hãy đăng nhập.",
                    "Căn Cứ has an administrator already. Sign in.",
                )
            session.delete(_good(session, "setup", code))
            row = add_row(session, name, sign_in, "administrator", email=email)
            check_password(password, row.name, row.sign_in, row.email)
            row.password, row.password_changed = hash_password(password), now()
            audit.write(session, "office_set_up", subject=row.sign_in, details={"person": row.id})
            return person_of(session, row)

    def new_reset(self, person_id: int) -> str:
        """A code with which somebody chooses a password. The old one and all tokens stop working at once, all browsers
        are signed out. Raises NotFound.
        """
        code = new_code()
        with self._database.write() as session:
            row = session.get(PersonRow, person_id)
            if row is None or row.demo:
                raise NotFound(
                    "no_person", f"Không có người dùng số {person_id}.", f"There is no person number {person_id}."
                )
            row.password, row.password_changed = "", now()
            session.execute(delete(SignInRow).where(SignInRow.person_id == person_id))
            session.execute(delete(TokenRow).where(TokenRow.person_id == person_id))
            session.execute(delete(CodeRow).where(CodeRow.purpose == "reset", CodeRow.person_id == person_id))
            session.add(
                CodeRow(
                    purpose="reset",
                    person_id=person_id,
                    secret_hash=hash_secret(code),
                    expires=now() + timedelta(hours=RESET_HOURS),
                )
            )
            audit.write(session, "password_code_given", subject=row.sign_in, details={"person": person_id})
        return code

    def whose(self, code: str) -> Person:
        """Whose password a code resets. Raises WrongCode."""
        with self._database.read() as session:
            row = session.get(PersonRow, _good(session, "reset", code).person_id)
            if row is None or row.disabled:
                raise WrongCode
            return person_of(session, row)

    def reset(self, code: str, password: str) -> Person:
        """Take a new password for a code, which is used up. Raises WrongCode, WeakPassword."""
        with self._database.write() as session:
            kept = _good(session, "reset", code)
            row = session.get(PersonRow, kept.person_id)
            if row is None or row.disabled:
                raise WrongCode
            check_password(password, row.name, row.sign_in, row.email)
            row.password, row.password_changed, row.must_change = hash_password(password), now(), False
            session.delete(kept)
            session.execute(delete(SignInRow).where(SignInRow.person_id == row.id))
            audit.write(session, "password_changed", subject=row.sign_in, details={"person": row.id, "way": "code"})
            return person_of(session, row)


def _good(session: Session, purpose: str, typed: str) -> CodeRow:
    row = session.scalar(
        select(CodeRow).where(CodeRow.purpose == purpose, CodeRow.secret_hash == hash_secret(tidy_code(typed)))
    )
    if row is None or row.expires <= now():
        raise WrongCode
    return row


def _has_administrator(session: Session) -> bool:
    return (
        session.scalar(
            select(PersonRow.id)
            .where(PersonRow.role == "administrator", PersonRow.disabled.is_(False), PersonRow.demo.is_(False))
            .limit(1)
        )
        is not None
    )
