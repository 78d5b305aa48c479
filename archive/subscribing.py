"""What each person wants to be told of: a digest by e-mail, a feed; and since when a person has been away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.models import now
from archive.secrecy import hash_secret, new_secret
from archive.subscription_rows import SubscriptionRow

RHYTHMS = ("", "daily", "weekly")
LANGUAGES = ("vi", "en")
AWAY = timedelta(minutes=30)
"""A person who has asked for nothing so long comes to a new visit."""
_NOTED = timedelta(minutes=1)


@dataclass(frozen=True)
class Subscription:
    """`rhythm`: "" (no digest), daily or weekly. `since`: the end of the visit before this one, in UTC.

    `sent`: when the last digest went out; `trouble`: why the last one did not. `feed_made`: when the feed's secret
    address was made, None where there is none.
    """

    person: int
    rhythm: str
    language: str
    sent_for: str
    sent: datetime | None
    trouble: str
    feed_made: datetime | None
    since: datetime


def period_of(rhythm: str, day: date) -> str:
    """The period a digest is sent once in: the day, or the week (ISO 8601)."""
    if rhythm == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.isoformat()


class Subscriptions:
    """The subscriptions of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, person: int) -> Subscription:
        """What a person wants; nothing where nothing was ever chosen."""
        with self._database.read() as session:
            row = session.get(SubscriptionRow, person)
            return _value(row) if row is not None else Subscription(person, "", "vi", "", None, "", None, now())

    def choose(self, person: int, rhythm: str, language: str, today: date) -> Subscription:
        """Choose the digest. The first one comes in the next period. Raises RefusedInput."""
        if rhythm not in RHYTHMS or language not in LANGUAGES:
            raise RefusedInput(
                "wrong_rhythm",
                "Bản tin chỉ có thể gửi hằng ngày, hằng tuần hoặc không gửi.",
                "A digest is sent daily, weekly or not at all.",
            )
        with self._database.write() as session:
            row = _row(session, person)
            if rhythm and rhythm != row.rhythm:
                row.sent_for = period_of(rhythm, today)
                row.sent = row.sent or now()
            row.rhythm, row.language, row.trouble = rhythm, language, ""
            return _value(row)

    def visit(self, person: int, moment: datetime | None = None) -> datetime:
        """Note that a person is here; gives the end of the visit before, which what is new is counted from."""
        moment = moment or now()
        with self._database.read() as session:
            row = session.get(SubscriptionRow, person)
            if row is not None and moment - row.asked < _NOTED:
                return row.since
        with self._database.write() as session:
            row = _row(session, person)
            if moment - row.asked >= AWAY:
                row.since, row.came = row.asked, moment
            row.asked = moment
            return row.since

    def due(self, today: date) -> list[Subscription]:
        """Those whose digest of this period has not been sent."""
        with self._database.read() as session:
            rows = session.scalars(select(SubscriptionRow).where(SubscriptionRow.rhythm != ""))
            return [_value(row) for row in rows if row.sent_for != period_of(row.rhythm, today)]

    def take(self, subscription: Subscription, today: date) -> bool:
        """Take on the sending of a period's digest; False where another process has taken it."""
        period = period_of(subscription.rhythm, today)
        with self._database.write() as session:
            taken = session.scalar(
                update(SubscriptionRow)
                .where(
                    SubscriptionRow.person_id == subscription.person,
                    SubscriptionRow.rhythm == subscription.rhythm,
                    SubscriptionRow.sent_for != period,
                )
                .values(sent_for=period)
                .returning(SubscriptionRow.person_id)
            )
            return taken is not None

    def sent(self, person: int, moment: datetime) -> None:
        """Note that a digest went out with what there was to say up to a moment."""
        with self._database.write() as session:
            row = _row(session, person)
            row.sent, row.trouble = moment, ""

    def failed(self, subscription: Subscription, trouble: str) -> None:
        """Note that a digest did not go out, and give its period back, so that it is tried again."""
        with self._database.write() as session:
            row = _row(session, subscription.person)
            row.trouble, row.sent_for = trouble[:1000], subscription.sent_for

    def make_feed(self, person: int) -> str:
        """A new secret for a person's feed; the one before leads nowhere from now on."""
        secret = new_secret()
        with self._database.write() as session:
            row = _row(session, person)
            row.feed_hash, row.feed_made = hash_secret(secret), now()
        return secret

    def end_feed(self, person: int) -> None:
        """Let the feed's address lead nowhere."""
        with self._database.write() as session:
            row = _row(session, person)
            row.feed_hash = row.feed_made = None

    def feed_of(self, secret: str) -> int:
        """Whose feed an address is. Raises NotFound."""
        with self._database.read() as session:
            person = session.scalar(
                select(SubscriptionRow.person_id).where(SubscriptionRow.feed_hash == hash_secret(secret))
            )
        if person is None:
            raise NotFound(
                "no_feed",
                "Địa chỉ nguồn tin này không còn dùng được. Hãy tạo địa chỉ mới ở trang Bản tin và nguồn tin.",
                "This feed address is no longer in use. Make a new one on the page of digests and feeds.",
            )
        return person


def _row(session: Session, person: int) -> SubscriptionRow:
    row = session.get(SubscriptionRow, person)
    if row is None:
        moment = now()
        row = SubscriptionRow(
            person_id=person,
            rhythm="",
            language="vi",
            sent_for="",
            trouble="",
            came=moment,
            asked=moment,
            since=moment,
        )
        session.add(row)
        session.flush()
    return row


def _value(row: SubscriptionRow) -> Subscription:
    return Subscription(
        row.person_id, row.rhythm, row.language, row.sent_for, row.sent, row.trouble, row.feed_made, row.since
    )
