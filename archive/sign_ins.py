"""Browsers that are signed in: begun, looked up at every request, ended at once wherever somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from archive import audit
from archive.database import Database
from archive.models import now
from archive.people import Person, person_of
from archive.people_rows import PersonRow, SignInRow
from archive.pulse import UntilChanged
from archive.secrecy import hash_secret, new_secret
from archive.seeing import Viewer, seeing

_NOTED_EVERY = timedelta(minutes=1)
_NOTED_WITHIN = 0.2  # seconds that a request waits so that its time may be noted


@dataclass(frozen=True)
class SignIn:
    """`way`: password, code or provider; `used` the last request, to a minute; `expires` the latest end."""

    id: int
    person_id: int
    way: str
    address: str
    agent: str
    created: datetime
    used: datetime
    expires: datetime


class SignIns:
    """The signed-in browsers of an archive. `idle` and `longest` are how long one lasts unused, and at most."""

    def __init__(self, database: Database, idle: timedelta, longest: timedelta) -> None:
        self._database = database
        self._idle = idle
        self._longest = longest
        self._found = UntilChanged[tuple[SignIn, Person] | None](database.pulse)

    def begin(self, person_id: int, way: str, address: str = "", agent: str = "") -> str:
        """Sign a browser in; its secret is given once and kept nowhere."""
        secret, moment = new_secret(), now()
        with self._database.write() as session:
            session.execute(
                delete(SignInRow).where(or_(SignInRow.expires <= moment, SignInRow.used <= moment - self._idle))
            )
            session.execute(update(PersonRow).where(PersonRow.id == person_id).values(signed_in=moment))
            session.add(
                SignInRow(
                    secret_hash=hash_secret(secret),
                    person_id=person_id,
                    way=way,
                    address=address[:60],
                    agent=agent[:300],
                    created=moment,
                    used=moment,
                    expires=moment + self._longest,
                )
            )
            row = session.get_one(PersonRow, person_id)
            # Nobody looks yet: it is the one who comes in that the entry names.
            with seeing(Viewer(person_id, row.name, row.role)):
                audit.write(session, "signed_in", details={"person": person_id, "way": way, "address": address[:60]})
        return secret

    def find(self, secret: str) -> tuple[SignIn, Person] | None:
        """Who a browser's secret stands for; None once it has expired or was ended, or its person was disabled."""
        moment, hashed = now(), hash_secret(secret)
        found = self._found.get(hashed, lambda: self._read(hashed))
        if found is None:
            return None
        sign_in, person = found
        if sign_in.expires <= moment or sign_in.used <= moment - self._idle or person.disabled:
            return None
        if moment - sign_in.used >= _NOTED_EVERY:
            with self._database.write_if_free(_NOTED_WITHIN) as session:
                session.execute(update(SignInRow).where(SignInRow.id == sign_in.id).values(used=moment))
        return sign_in, person

    def _read(self, hashed: str) -> tuple[SignIn, Person] | None:
        with self._database.read() as session:
            found = session.execute(
                select(SignInRow, PersonRow)
                .join(PersonRow, PersonRow.id == SignInRow.person_id)
                .where(SignInRow.secret_hash == hashed)
            ).first()
            return None if found is None else (_sign_in(found[0]), person_of(session, found[1]))

    def of(self, person_id: int) -> tuple[SignIn, ...]:
        """The browsers a person is signed in with, the last used first."""
        moment = now()
        with self._database.read() as session:
            rows = session.scalars(
                select(SignInRow)
                .where(
                    SignInRow.person_id == person_id,
                    SignInRow.expires > moment,
                    SignInRow.used > moment - self._idle,
                )
                .order_by(SignInRow.used.desc(), SignInRow.id.desc())
            )
            return tuple(map(_sign_in, rows))

    def end(self, person_id: int, sign_in_id: int) -> bool:
        """Sign one browser of a person out; False where it was not signed in."""
        with self._database.write() as session:
            ended = session.execute(
                delete(SignInRow).where(SignInRow.id == sign_in_id, SignInRow.person_id == person_id)
            )
            gone = bool(ended.rowcount)  # type: ignore[attr-defined]
            if gone:
                audit.write(session, "signed_out", details={"person": person_id})
            return gone

    def end_all(self, person_id: int, *, but: int | None = None) -> int:
        """Sign a person out everywhere, or everywhere but here; gives how many browsers that were."""
        with self._database.write() as session:
            ended = session.execute(
                delete(SignInRow).where(SignInRow.person_id == person_id, SignInRow.id != (but if but else 0))
            )
            count = int(ended.rowcount)  # type: ignore[attr-defined]
            if count:
                audit.write(session, "signed_out", details={"person": person_id, "browsers": count})
            return count


def _sign_in(row: SignInRow) -> SignIn:
    return SignIn(row.id, row.person_id, row.way, row.address, row.agent, row.created, row.used, row.expires)
