"""The made-up people of `cancu serve --demo`: one a role. They have no password and act in that mode only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import RefusedInput
from archive.people import ROLES, Person

if TYPE_CHECKING:
    from archive.documents import Archive

USUAL_ROLE = "clerk"
"""As whom somebody acts who has not chosen."""

_NAMES = {
    "viewer": "Nguyễn Thị Xem (dùng thử)",
    "drafter": "Trần Văn Thảo (dùng thử)",
    "clerk": "Lê Thị Văn Thư (dùng thử)",
    "administrator": "Phạm Văn Quản (dùng thử)",
}


def refuse_demo_of_real_office(archive: Archive) -> None:
    """Raise RefusedInput (`real_office`) where anybody real has an account: the demo lets everybody in."""
    if archive.people.any():
        raise RefusedInput(
            "real_office",
            "Kho này đã có người dùng thật nên không chạy chế độ dùng thử được: ai cũng vào được, không cần mật khẩu. "
            "Hãy chạy `cancu serve`, hoặc dùng thử với kho khác (CANCU_HOME).",
            "This archive has real people, so it cannot be served as a demo: anybody would get in without a password. "
            "Run `cancu serve`, or try the demo with another archive (CANCU_HOME).",
        )


def demo_person(archive: Archive, role: str = "") -> Person:
    """The made-up person of a role, made where it is missing. Raises RefusedInput (`real_office`)."""
    refuse_demo_of_real_office(archive)
    wanted = role if role in ROLES else USUAL_ROLE
    found = archive.people.named(f"demo-{wanted}", demo=True)
    return found or archive.people.add(_NAMES[wanted], f"demo-{wanted}", wanted, demo=True)
