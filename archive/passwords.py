"""Passwords: what is taken as one, and how it is kept and compared.

Rules after NIST SP 800-63B: length, not mixtures of kinds of characters; not the person's own names, nothing
that everybody tries first. argon2id with the library's recommended cost (RFC 9106, low-memory profile).
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from base64 import b64encode
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from archive.errors import RefusedInput
from archive.folding import unaccent

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher()

_AT_ONCE = threading.BoundedSemaphore(2)
"""An office that signs in at eight o'clock: more at a time take 64 MiB each and are done no sooner."""

# Of these and their repetitions, ends with digits cut off, most guessed passwords of Vietnamese offices are made.
_COMMON = frozenset(Path(__file__).with_name("common_passwords.csv").read_text("utf-8").split()[1:])


class WeakPassword(RefusedInput):
    """The password is too short, or one that is tried first."""


def hash_password(password: str) -> str:
    """What is kept of a password. About 50 ms of a core and 64 MiB."""
    with _AT_ONCE:
        return _HASHER.hash(_composed(password))


def verify_password(kept: str, password: str) -> bool:
    """Whether a password is the one kept. Takes as long where nothing is kept, so that time tells nothing."""
    if len(password) > LONGEST:
        return False
    try:
        expected = kept or _nobodys()
        with _AT_ONCE:
            return _HASHER.verify(expected, _composed(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(kept: str) -> bool:
    """Whether a hash was made at another cost than today's."""
    return _HASHER.check_needs_rehash(kept)


def check_password(password: str, *own: str) -> None:
    """Raise WeakPassword for one that should not be taken; `own` are the person's names and addresses."""
    if len(password) < SHORTEST:
        raise WeakPassword(
            "password_short",
            f"Mật khẩu phải có ít nhất {SHORTEST} ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
            f"A password needs at least {SHORTEST} characters. A short sentence is best.",
        )
    if len(password) > LONGEST:
        raise WeakPassword(
            "password_long",
            f"Mật khẩu dài quá {LONGEST} ký tự.",
            f"The password is longer than {LONGEST} characters.",
        )
    plain = _plain(password)
    core = plain.strip("0123456789")
    if not core or len(set(plain)) < 5 or _made_of(core):
        raise WeakPassword(
            "password_common",
            "Mật khẩu này quá dễ đoán: ai cũng thử nó đầu tiên. Hãy chọn mật khẩu khác, ví dụ vài từ không liên quan.",
            "This password is among the first that anybody tries. Choose another, say a few unrelated words.",
        )
    for name in own:
        if any(len(part) >= 4 and len(core) - len(part) < 6 and part in core for part in _parts(name)):
            raise WeakPassword(
                "password_own_name",
                "Mật khẩu không được lấy từ họ tên, tên đăng nhập hay thư điện tử. Hãy chọn mật khẩu khác.",
                "The password must not be made of the name, sign-in name or e-mail address. Choose another.",
            )


def _nobodys() -> str:
    """What no password gives, at the cost of all others. Nothing is hashed for it: the first unknown name would take
    twice as long as the next."""
    salt, digest = (b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, _HASHER.hash_len))
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _composed(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    # Not through the function's cache: a password stays nowhere.
    folded = unaccent.__wrapped__(_composed(text).casefold())
    return "".join(c for c in folded if c.isalnum())


def _parts(name: str) -> list[str]:
    return [_plain(name), _plain(name.split("@")[0]), *map(_plain, name.split())]


def _made_of(core: str) -> bool:
    """Whether a core is one of the common words, or is put together of them and digits alone."""
    reached = {0}
    for end in range(1, len(core) + 1):
        if any(start in reached and (core[start:end] in _COMMON or core[start:end].isdigit()) for start in range(end)):
            reached.add(end)
    return len(core) in reached
