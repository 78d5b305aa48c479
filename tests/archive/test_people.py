"""People, their passwords, the browsers they are signed in with, tokens, codes, and guessing made slow."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters

from archive import codes, credentials, lockouts, passwords, sign_ins, tokens
from archive.codes import WrongCode
from archive.demo import demo_person
from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from archive.lockouts import NAME_FREE, LockedOut
from archive.models import now
from archive.passwords import WeakPassword, check_password, hash_password, verify_password
from archive.people import PERMISSIONS, ROLES
from archive.settings import Settings

GOOD = "chuối xanh bay ngang 7 ngõ"
HOME = "127.0.0.1"


class Clock:
    """Time that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        for module in (sign_ins, tokens, codes, lockouts, credentials):
            monkeypatch.setattr(module, "now", lambda: now() + self.ahead)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing as cheap as it goes: these tests are about other things."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_roles_include_one_another(archive: Archive, role: str, permission: str) -> None:
    person = archive.people.add("Ai Đó", "ai.do", role)
    assert person.may(permission) is (ROLES.index(role) >= PERMISSIONS.index(permission))


def test_sign_in_names_are_one_each(archive: Archive) -> None:
    first = archive.people.add("Lê Thị Thư", "Thư.Lê", "clerk", email="thu@xa.gov.vn")
    assert archive.people.named("THƯ.LÊ") == first
    for wrong in ("thư.lê", "a", "có cách", "x" * 81, "<b>"):
        with pytest.raises(RefusedInput):
            archive.people.add("Người Khác", wrong, "clerk")
    for wrong in ("khong phai", "a@b", "@xa.vn"):
        with pytest.raises(RefusedInput):
            archive.people.change(first.id, email=wrong)
    with pytest.raises(RefusedInput):
        archive.people.add("Người Khác", "khac", "king")
    assert archive.people.change(first.id, sign_in="thu").sign_in == "thu"


def test_somebody_can_always_administer(archive: Archive) -> None:
    only = archive.people.add("Quản", "quan", "administrator")
    for change in ({"role": "clerk"}, {"disabled": True}):
        with pytest.raises(RefusedInput) as told:
            archive.people.change(only.id, **change)
        assert told.value.reason == "last_administrator"
    assert archive.people.get(only.id) == only
    other = archive.people.add("Hai", "hai", "administrator")
    archive.people.change(only.id, role="viewer")
    with pytest.raises(RefusedInput):
        archive.people.change(other.id, disabled=True)


def test_departments(archive: Archive) -> None:
    people = archive.people
    one = people.add_department("Văn  phòng")
    assert one.name == "Văn phòng"
    with pytest.raises(RefusedInput):
        people.add_department("văn phòng")
    person = people.add("Thư", "thu", "clerk", departments=[one.id])
    assert person.departments == frozenset({one.id}) == person.viewer.departments
    with pytest.raises(RefusedInput):
        people.remove_department(one.id)
    with pytest.raises(NotFound):
        people.change(person.id, departments=[99])
    people.change(person.id, departments=[])
    people.remove_department(one.id)
    assert people.departments() == ()


WEAK = [
    ("", "password_short"),
    ("ngắn", "password_short"),
    ("x" * 201, "password_long"),
    ("1234567890", "password_common"),
    ("aaaaaaaaaaaa", "password_common"),
    ("MatKhau@123456", "password_common"),
    ("mậtkhẩu2024", "password_common"),
    ("Admin@123456", "password_common"),
    ("vanthu.admin.2026", "password_common"),
    ("nguyenvanthu1", "password_own_name"),
    ("NguyễnVănThư99", "password_own_name"),
    ("thu.nguyen2026", "password_own_name"),
    ("hộp bút của nguyen van thu ở tầng hai", ""),
    (GOOD, ""),
    ("vanthu yêu bầu trời", ""),
    ("x9$kQ2!vbnPe", ""),
]


@pytest.mark.parametrize(("password", "reason"), WEAK)
def test_weak_passwords(password: str, reason: str) -> None:
    try:
        check_password(password, "Nguyễn Văn Thư", "thu.nguyen", "thu.nguyen@xa.gov.vn")
        found = ""
    except WeakPassword as error:
        found = error.reason
    assert found == reason


def test_passwords_are_hashed_and_composed() -> None:
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    import unicodedata

    assert verify_password(kept, unicodedata.normalize("NFD", GOOD))
    assert not verify_password(kept, GOOD.upper())
    assert not verify_password("", "")
    assert not verify_password("", "nobody's")
    assert not verify_password("broken", GOOD)


def _with_password(archive: Archive, name: str = "thu", role: str = "clerk") -> int:
    person = archive.people.add("Lê Thị Thư", name, role)
    archive.codes.reset(archive.codes.new_reset(person.id), GOOD)
    return person.id


def test_a_hash_is_made_anew_when_the_cost_rises(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = _with_password(archive)
    before = _column(archive, "SELECT password FROM people")
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert archive.credentials.check("thu", GOOD, HOME).id == id_
    after = _column(archive, "SELECT password FROM people")
    assert after != before
    assert "t=2" in after[0]
    assert archive.credentials.check("thu", GOOD, HOME).id == id_


def test_an_unknown_name_takes_as_long(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each refusal, the first as well, is one comparison at the same cost, and nothing is hashed beside it."""
    monkeypatch.setattr(lockouts, "NAME_FREE", 1000)
    _with_password(archive)
    done: list[tuple[str, object]] = []

    class Watched(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            done.append(("hash", None))
            return super().hash(password, salt=salt)

        def verify(self, kept: str | bytes, password: str | bytes) -> Literal[True]:
            done.append(("verify", extract_parameters(str(kept))))
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Watched(time_cost=1, memory_cost=8, parallelism=1))
    refused = [archive.credentials.check(name, "sai mật khẩu", HOME) for name in ("khong.co", "thu", "khong.co")]
    assert refused == [None, None, None]
    assert [what for what, _ in done] == ["verify", "verify", "verify"]
    assert done[0] == done[1] == done[2]


def test_a_browser_is_signed_out_in_time(archive: Archive, clock: Clock) -> None:
    id_ = _with_password(archive)
    secret = archive.sign_ins.begin(id_, "password", HOME, "Firefox")
    assert archive.sign_ins.find(secret)[1].id == id_
    for _ in range(2):
        clock.ahead += timedelta(hours=7)
        assert archive.sign_ins.find(secret) is not None  # used again within the idle time
    clock.ahead += timedelta(hours=8)
    assert archive.sign_ins.find(secret) is None
    assert archive.sign_ins.of(id_) == ()
    fresh = archive.sign_ins.begin(id_, "password")
    for _ in range(6 * 24 // 7):
        clock.ahead += timedelta(hours=7)
        assert archive.sign_ins.find(fresh) is not None
    clock.ahead += timedelta(days=1, hours=7)
    assert archive.sign_ins.find(fresh) is None


def test_sign_ins_end_at_once(archive: Archive) -> None:
    id_ = _with_password(archive)
    here, there = (archive.sign_ins.begin(id_, "password") for _ in range(2))
    mine = archive.sign_ins.find(here)[0].id
    archive.credentials.change(id_, GOOD, "mưa rào trên mái tôn cũ", HOME, stays=mine)
    assert archive.sign_ins.find(here) is not None
    assert archive.sign_ins.find(there) is None
    _, token = archive.tokens.make(id_, "máy quét", "read", 30)
    archive.people.add("Quản", "quan", "administrator")
    archive.people.change(id_, disabled=True)
    assert archive.sign_ins.find(here) is None
    assert archive.tokens.find(token) is None
    assert archive.credentials.check("thu", "mưa rào trên mái tôn cũ", HOME) is None
    archive.people.change(id_, disabled=False)
    assert archive.sign_ins.find(here) is None


def test_secrets_are_not_kept(archive: Archive) -> None:
    id_ = _with_password(archive)
    secret = archive.sign_ins.begin(id_, "password")
    _, token = archive.tokens.make(id_, "máy quét", "read", 30)
    code = archive.codes.new_reset(id_)
    archive.database.engine.dispose()
    for path in archive.settings.home.glob("cancu.sqlite*"):
        kept = path.read_bytes()
        for word in (GOOD, secret, token, code):
            assert word.encode() not in kept


def test_codes_work_once_and_end(archive: Archive, clock: Clock) -> None:
    id_ = _with_password(archive)
    first = archive.codes.new_reset(id_)
    assert archive.credentials.check("thu", GOOD, HOME) is None  # the old password has gone
    code = archive.codes.new_reset(id_)
    with pytest.raises(WrongCode):
        archive.codes.whose(first)
    with pytest.raises(WeakPassword):
        archive.codes.reset(code, "ngắn")
    assert archive.codes.reset(code.lower().replace("-", " "), GOOD).id == id_
    with pytest.raises(WrongCode):
        archive.codes.reset(code, GOOD)
    late = archive.codes.new_reset(id_)
    clock.ahead = timedelta(hours=73)
    with pytest.raises(WrongCode):
        archive.codes.reset(late, GOOD)
    for nothing in ("", "-", "é" * 20, "\ud800"):
        with pytest.raises(WrongCode):
            archive.codes.whose(nothing)


def test_only_one_of_two_sets_the_office_up(archive: Archive) -> None:
    assert archive.codes.new_setup()
    code = archive.codes.new_setup()
    done: list[str] = []

    def set_up(name: str) -> None:
        try:
            archive.codes.set_up(code, "Quản", name, GOOD)
            done.append(name)
        except RefusedInput as error:
            done.append(error.reason)

    threads = [threading.Thread(target=set_up, args=(name,)) for name in ("mot", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done)[0] == "already_set_up"
    assert len(archive.people.all()) == 1
    assert archive.codes.new_setup() is None


def test_a_token_does_no_more_than_its_owner(archive: Archive, clock: Clock) -> None:
    id_ = _with_password(archive)
    for scope, days in (("administer", 30), ("everything", 30), ("read", 0), ("read", 366)):
        with pytest.raises(RefusedInput):
            archive.tokens.make(id_, "máy", scope, days)
    token, secret = archive.tokens.make(id_, "máy", "register", 30)
    assert secret.startswith(token.hint)
    found, person = archive.tokens.find(secret)
    assert (found.scope, person.id) == ("register", id_)
    assert archive.tokens.of(id_)[0].used is not None
    with pytest.raises(NotFound):
        archive.tokens.revoke(id_ + 1, token.id)
    clock.ahead = timedelta(days=31)
    assert archive.tokens.find(secret) is None
    archive.tokens.revoke(id_, token.id)
    assert archive.tokens.of(id_) == ()


def test_guessing_becomes_slow(archive: Archive, clock: Clock, settings: Settings) -> None:
    _with_password(archive)
    waits: dict[str, list[int]] = {}
    for name in ("thu", "khong.co"):
        waits[name] = []
        for _ in range(NAME_FREE + 4):
            try:
                assert archive.credentials.check(name, "sai", f"10.0.0.{len(waits)}") is None
            except LockedOut as error:
                waits[name].append(error.seconds)
                clock.ahead += timedelta(seconds=error.seconds)
                assert archive.credentials.check(name, "sai", f"10.0.0.{len(waits)}") is None
    assert waits["thu"] == waits["khong.co"]  # waiting does not tell whether a name exists
    assert waits["thu"] == sorted(waits["thu"])
    assert waits["thu"][-1] > waits["thu"][0] >= 30
    with Archive.open(settings) as after_a_restart, pytest.raises(LockedOut):
        after_a_restart.credentials.check("THU", GOOD, "10.9.9.9")  # the right password waits too
    clock.ahead += timedelta(minutes=16)
    assert archive.credentials.check("thu", GOOD, HOME) is not None
    assert archive.credentials.check("thu", "sai", HOME) is None  # the count has begun anew


def test_an_address_that_guesses_at_many_names_waits(
    archive: Archive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_password(archive)
    assert lockouts.ADDRESS_FREE > 10 * NAME_FREE - 1  # a whole office may share an address
    monkeypatch.setattr(lockouts, "ADDRESS_FREE", 10)
    for number in range(11):
        assert archive.credentials.check(f"ten{number}", "sai", "2001:db8::1") is None
    with pytest.raises(LockedOut):
        archive.credentials.check("thu", GOOD, "2001:db8::2")  # of the same network
    assert archive.credentials.check("thu", GOOD, "10.0.0.1") is not None
    clock.ahead = timedelta(minutes=1)
    assert archive.credentials.check("thu", GOOD, "2001:db8::2") is not None
    assert archive.credentials.check("ten1", "sai", "2001:db8::2") is None
    with pytest.raises(LockedOut):  # signing in has not washed the guesses off
        archive.credentials.check("ten2", "sai", "2001:db8::2")


def test_many_guesses_at_once_are_counted_each(archive: Archive) -> None:
    _with_password(archive)
    looked: list[bool] = []

    def guess() -> None:
        try:
            archive.credentials.check("thu", "sai", HOME)
            looked.append(True)
        except LockedOut:
            looked.append(False)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(looked) == NAME_FREE + 1


def test_noting_the_time_waits_for_no_writer(archive: Archive, clock: Clock) -> None:
    id_ = _with_password(archive)
    secret = archive.sign_ins.begin(id_, "password")
    clock.ahead = timedelta(minutes=5)
    with archive.database.write() as session:
        session.connection()
        begun = time.perf_counter()
        assert archive.sign_ins.find(secret) is not None
        assert time.perf_counter() - begun < 30  # a writer waits for a minute
    assert archive.sign_ins.find(secret) is not None
    assert archive.sign_ins.of(id_)[0].used > now() + timedelta(minutes=4)


def test_demo_people_are_nobody_elsewhere(archive: Archive) -> None:
    made = demo_person(archive, "administrator")
    assert demo_person(archive, "administrator") == made
    assert demo_person(archive).role == demo_person(archive, "king").role == "clerk"
    assert archive.people.all() == ()
    assert not archive.people.has_administrator()
    assert archive.codes.new_setup() is not None
    assert archive.credentials.check("demo-administrator", "", HOME) is None
    with pytest.raises(NotFound):
        archive.codes.new_reset(made.id)
    with pytest.raises(NotFound):
        archive.tokens.make(made.id, "x", "read", 1)
    archive.people.add("Thật", "that", "viewer")
    with pytest.raises(RefusedInput):
        demo_person(archive)


def test_what_is_done_to_accounts_is_told(archive: Archive) -> None:
    id_ = _with_password(archive)
    archive.people.change(id_, role="drafter", email="thu@xa.gov.vn")
    archive.sign_ins.begin(id_, "password", HOME)
    archive.credentials.check("thu", "đây là mật khẩu gõ nhầm", HOME)
    archive.credentials.check("mật khẩu gõ nhầm chỗ", "x", HOME)
    actions = _column(archive, "SELECT action FROM audit ORDER BY id")
    assert [a for a in actions if a != "init"] == [
        "person_added",
        "password_code_given",
        "password_changed",
        "person_changed",
        "signed_in",
        "sign_in_failed",
        "sign_in_failed",
    ]
    told = " ".join(map(str, _column(archive, "SELECT coalesce(subject, '') || coalesce(details, '') FROM audit")))
    assert "nhầm" not in told
    assert "thu@xa" not in told


def _column(archive: Archive, sql: str) -> list[str]:
    path = Path(archive.settings.database_url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute(sql)]
    finally:
        connection.close()


def test_expiry_is_a_setting(settings: Settings) -> None:
    short = replace(settings, session_idle=60.0, session_longest=120.0)
    with Archive.create(short) as archive:
        id_ = _with_password(archive)
        secret = archive.sign_ins.begin(id_, "password")
        found = archive.sign_ins.find(secret)[0]
        assert found.expires - found.created == timedelta(minutes=2)
    read = Settings.from_environment(
        {
            "CANCU_HOME": str(settings.home),
            "CANCU_SESSION_IDLE_MINUTES": "15",
            "CANCU_SESSION_DAYS": "0.5",
            "CANCU_RATE_PER_MINUTE": "0",
            "CANCU_ALLOWED_HOSTS": "Cancu.Xa.gov.vn, 192.168.1.5",
        }
    )
    assert (read.session_idle, read.session_longest, read.rate, read.sign_in_rate) == (900, 43200, 0, 30)
    assert read.allowed_hosts == ("cancu.xa.gov.vn", "192.168.1.5")
