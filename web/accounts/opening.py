"""What is printed where the program runs, while the office has no administrator: the one-time code and its link."""

from __future__ import annotations

import sys

from flask import Flask

from web.service import Service


def announce_setup(app: Flask, *, only_if_none: bool = False) -> None:
    """Print a new code for setting the office up, where it is not. Raises ArchiveUnavailable.

    `only_if_none`: not where a printed one is still good (the archive was made after the start).
    """
    desk: Service = app.extensions["cancu"]
    if app.config["DEMO"] or (only_if_none and desk.archive.codes.setup_waits()):
        return
    code = desk.archive.codes.new_setup()
    if code is None:
        return
    base = app.config.get("ADDRESS", "http://127.0.0.1:8000")
    print(
        f"\nCăn Cứ chưa có quản trị viên. Mở trang sau để thiết lập (mã chỉ dùng một lần):\n"
        f"Căn Cứ has no administrator yet. Open this page to set it up (the code works once):\n\n"
        f"    {base}/setup?code={code}\n\n"
        f"    Mã / code: {code}\n",
        file=sys.stderr,
        flush=True,
    )
