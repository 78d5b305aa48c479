"""Access tokens: what a program shows instead of a person, with a scope and an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.models import now
from archive.people import PERMISSIONS, Person, person_of
from archive.people_names import tidy_words
from archive.people_rows import PersonRow, TokenRow
from archive.pulse import UntilChanged
from archive.secrecy import hash_secret, new_secret

PREFIX = "cancu_"
LONGEST_DAYS = 365
MOST = 50
_NOTED_EVERY = timedelta(minutes=1)
_NOTED_WITHIN = 0.2


@dataclass(frozen=True)
class Token:
    """`hint`: the first letters, by which its owner knows it again; `scope`: the most it may do, of PERMISSIONS."""

    id: int
    person_id: int
    name: str
    hint: str
    scope: str
    created: datetime
    expires: datetime
    used: datetime | None


class Tokens:
    """The access tokens of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found = UntilChanged[tuple[Token, Person] | None](database.pulse)

    def make(self, person_id: int, name: str, scope: str, days: int) -> tuple[Token, str]:
        """A new token and its secret, which is given once and kept nowhere.

        Raises RefusedInput: no name, a scope over the person's role, an end too far.
        """
        tidy = tidy_words(name)[:200]
        if not tidy:
            raise RefusedInput(
                "no_name",
                "Hãy đặt tên cho mã truy cập, ví dụ tên chương trình sẽ dùng nó.",
                "Give the token a name, such as that of the program that will use it.",
            )
        if not 1 <= days <= LONGEST_DAYS:
            raise RefusedInput(
                "wrong_days",
                f"Thời hạn từ 1 đến {LONGEST_DAYS} ngày.",
                f"A token lasts from 1 to {LONGEST_DAYS} days.",
            )
        secret, moment = PREFIX + new_secret(), now()
        with self._database.write() as session:
            person = session.get(PersonRow, person_id)
            if person is None or person.disabled or person.demo:
                raise NotFound("no_person", "Không có người dùng này.", "There is no such person.")
            if scope not in PERMISSIONS or not person_of(session, person).may(scope):
                raise RefusedInput(
                    "wrong_scope",
                    "Phạm vi của mã truy cập không được rộng hơn vai trò của bạn.",
                    "A token's scope cannot be wider than your role.",
                )
            count = session.scalar(select(func.count()).select_from(TokenRow).where(TokenRow.person_id == person_id))
            if (count or 0) >= MOST:
                raise RefusedInput(
                    "too_many_tokens",
                    f"Bạn đã có {MOST} mã truy cập. Hãy thu hồi bớt.",
                    f"You have {MOST} tokens. Revoke some first.",
                )
            row = TokenRow(
                secret_hash=hash_secret(secret),
                person_id=person_id,
                name=tidy,
                hint=secret[:10],
                scope=scope,
                created=moment,
                expires=moment + timedelta(days=days),
            )
            session.add(row)
            session.flush()
            audit.write(session, "token_made", subject=tidy, details={"token": row.id, "scope": scope, "days": days})
            return _token(row), secret

    def find(self, secret: str) -> tuple[Token, Person] | None:
        """Whom a secret stands for; None where it has expired, was revoked, or its person was disabled."""
        moment, hashed = now(), hash_secret(secret)
        found = self._found.get(hashed, lambda: self._read(hashed))
        if found is None:
            return None
        token, person = found
        if token.expires <= moment or person.disabled or person.demo:
            return None
        if token.used is None or moment - token.used >= _NOTED_EVERY:
            with self._database.write_if_free(_NOTED_WITHIN) as session:
                session.execute(update(TokenRow).where(TokenRow.id == token.id).values(used=moment))
        return token, person

    def _read(self, hashed: str) -> tuple[Token, Person] | None:
        with self._database.read() as session:
            found = session.execute(
                select(TokenRow, PersonRow)
                .join(PersonRow, PersonRow.id == TokenRow.person_id)
                .where(TokenRow.secret_hash == hashed)
            ).first()
            return None if found is None else (_token(found[0]), person_of(session, found[1]))

    def of(self, person_id: int) -> tuple[Token, ...]:
        """A person's tokens, the newest first, ended ones too until they are removed."""
        with self._database.read() as session:
            rows = session.scalars(select(TokenRow).where(TokenRow.person_id == person_id).order_by(TokenRow.id.desc()))
            return tuple(map(_token, rows))

    def revoke(self, person_id: int, token_id: int) -> None:
        """End a token at once. Raises NotFound."""
        with self._database.write() as session:
            ended = session.execute(delete(TokenRow).where(TokenRow.id == token_id, TokenRow.person_id == person_id))
            if not ended.rowcount:  # type: ignore[attr-defined]
                raise NotFound("no_token", "Không có mã truy cập này.", "There is no such token.")
            audit.write(session, "token_revoked", details={"token": token_id, "person": person_id})


def _token(row: TokenRow) -> Token:
    return Token(row.id, row.person_id, row.name, row.hint, row.scope, row.created, row.expires, row.used)
