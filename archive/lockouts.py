"""Guessing made slow: after a few failed sign-ins a name, and an address, have to wait, each time longer.

An unknown name waits as a known one does, so that waiting tells nothing. An attempt is counted before the password is
looked at: a hundred sent at once are a hundred. What is counted is kept in the database, so a restart forgives nothing.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.database import Database
from archive.errors import RefusedInput
from archive.models import now
from archive.people_names import sign_in_key
from archive.people_rows import LockoutRow

NAME_FREE = 5
"""Failures under one name before it waits."""

ADDRESS_FREE = 50
"""Failures from one address before it waits: a whole office may share one."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=12)


class LockedOut(RefusedInput):
    """Too many failed sign-ins: HTTP 429. `seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            "locked_out",
            f"Đã thử sai nhiều lần. Hãy đợi {minutes} phút rồi thử lại, hoặc nhờ quản trị viên cấp mã đặt lại.",
            f"Too many failed attempts. Wait {minutes} min and try again, or ask the administrator for a code.",
        )
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[LockedOut], tuple[int]]:  # type: ignore[override]
        return type(self), (self.seconds,)


class Lockouts:
    """The failed sign-ins of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def attempt(self, sign_in: str, address: str) -> None:
        """Count an attempt as failed until `succeeded` says otherwise. Raises LockedOut, and counts nothing then."""
        with self._database.write() as session:
            session.connection()  # the turn to write comes first: what others set until then is over
            moment = now()
            rows = [
                (_row(session, key, moment), free)
                for key, free in ((_name(sign_in), NAME_FREE), (_address(address), ADDRESS_FREE))
            ]
            waiting = max((row.until - moment for row, _ in rows), default=timedelta())
            if waiting > timedelta():
                raise LockedOut(int(waiting.total_seconds()) + 1)
            for row, free in rows:
                row.failures += 1
                row.last = moment
                row.until = moment + _wait(row.failures - free)

    def succeeded(self, sign_in: str, address: str) -> None:
        """The attempt was right: the name starts over, the address is not charged for it.

        The address' other failures stay: somebody with an account of his own must not wash off guesses at others'.
        """
        with self._database.write() as session:
            session.execute(delete(LockoutRow).where(LockoutRow.key == _name(sign_in)))
            row = session.get(LockoutRow, _address(address))
            if row is not None:
                row.failures = max(0, row.failures - 1)
                row.until = min(row.until, now())

    def forgive(self, sign_in: str) -> None:
        """Let a name be tried again at once: an administrator said so."""
        with self._database.write() as session:
            session.execute(delete(LockoutRow).where(LockoutRow.key == _name(sign_in)))


def _row(session: Session, key: str, moment: datetime) -> LockoutRow:
    row = session.get(LockoutRow, key)
    if row is None:
        # Rows of names that nobody tries any more go when somebody tries a new one.
        session.execute(delete(LockoutRow).where(LockoutRow.last < moment - FORGOTTEN))
        row = LockoutRow(key=key, failures=0, last=moment, until=moment)
        session.add(row)
    elif row.last < moment - FORGOTTEN:
        row.failures, row.until = 0, moment
    return row


def _wait(over: int) -> timedelta:
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10) / 2) if over > 0 else timedelta()


def _name(sign_in: str) -> str:
    return _hashed(f"name:{sign_in_key(sign_in[:400])}")


def _address(address: str) -> str:
    """One home has a /64 of IPv6 addresses to come from."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return _hashed(f"address:{address}")
    if isinstance(parsed, ipaddress.IPv6Address):
        address = str(ipaddress.ip_network((parsed.ipv4_mapped or parsed, 64 if not parsed.ipv4_mapped else 32), False))
    return _hashed(f"address:{address}")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
