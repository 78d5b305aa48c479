"""`cancu serve`: the web application on this machine."""

from __future__ import annotations

import ipaddress
import logging
import sys
from contextlib import suppress
from dataclasses import replace

import click
from filelock import FileLock, Timeout

from archive.demo import demo_person
from archive.documents import Archive
from archive.errors import CancuError, RefusedInput
from archive.settings import Settings
from indexer.indexing import mend
from web.allocating import keep_together, loading
from web.commands.speaking import bar, note, opened, settings
from web.serving.listening import listen
from web.serving.processes import CAN_FORK, sensible_count
from web.serving.running import in_one, in_several


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Số tiến trình trả lời; mặc định theo máy / processes that answer; by default as the machine carries.",
)
@click.option("--demo", is_flag=True, help="Dùng thử, không cần đăng nhập / try it, without signing in.")
def serve(host: str, port: int, workers: int | None, demo: bool) -> None:
    """Chạy ứng dụng web / serve the web application; on this machine only unless --host says more."""
    if demo and not is_loopback(host):
        raise RefusedInput(
            "demo_loopback",
            "Chế độ dùng thử cho ai cũng vào nên chỉ phục vụ trên chính máy này. Hãy dùng --host 127.0.0.1.",
            "The demo lets anybody in, so it serves this machine only. Use --host 127.0.0.1.",
        )
    from archive.restoring import finish_restore
    from web.accounts.opening import announce_setup
    from web.app import create_app

    # What goes wrong is said where a service manager keeps it, too.
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(process)d %(levelname)s %(message)s"
    )
    now = settings()
    # Held as long as we serve: nobody restores under our feet. A second server of the same archive goes without.
    serving = FileLock(now.home / "serving.lock")
    if now.home.is_dir():
        with suppress(Timeout):
            serving.acquire(timeout=0)
    if serving.is_locked and (restored := finish_restore(now)) is not None:
        note(f"Đã khôi phục bản sao lưu {restored.manifest.created} / restored; kho cũ / the old one: {restored.aside}")
        with opened() as (archive, engine), bar("Chỉ mục / index") as tell:
            mend(archive, engine, tell)
    if not is_loopback(host):
        now = _open_to_others(now, host)
    keep_together()
    with loading():
        application = create_app(now, demo=demo)
    if demo:
        demo_person(application.extensions["cancu"].archive)
    try:
        sockets = listen(host, port)
    except OSError as error:
        raise RefusedInput(
            "port_in_use",
            f"Không mở được cổng {port} ({error.strerror}). Hãy đóng chương trình đang dùng nó hoặc chọn --port khác.",
            f"Port {port} cannot be opened ({error.strerror}). Close the program using it or choose another --port.",
        ) from error
    shown = f"[{host}]" if ":" in host else host
    application.config["ADDRESS"] = f"http://{shown}:{sockets[0].getsockname()[1]}"
    count = workers or now.workers or sensible_count()
    note(f"Căn Cứ: {application.config['ADDRESS']}  (Ctrl+C để dừng / to stop)")
    with suppress(CancuError):
        announce_setup(application)
    if count > 1 and CAN_FORK:
        in_several(application, sockets, count, demo=demo)
    else:
        in_one(application, sockets, demo=demo)
    note("Đã dừng / stopped")


def _open_to_others(now: Settings, host: str) -> Settings:
    """Settings for serving other machines too; nobody's before there is somebody to sign in.

    Raises ArchiveUnavailable, RefusedInput (`no_administrator`).
    """
    with Archive.open(now) as archive:
        if not archive.people.has_administrator():
            raise RefusedInput(
                "no_administrator",
                "Chưa có quản trị viên nên chưa phục vụ máy khác. Hãy chạy `cancu serve` và thiết lập trên máy này, "
                "hoặc `cancu people add TÊN --role administrator`.",
                "There is no administrator yet, so other machines cannot be served. Run `cancu serve` and set it up on "
                "this machine, or `cancu people add NAME --role administrator`.",
            )
    try:
        everywhere = ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        everywhere = False
    if not everywhere:
        now = replace(now, allowed_hosts=(*now.allowed_hosts, host.strip("[]").lower()))
    elif not now.allowed_hosts:
        note(
            "Chưa đặt CANCU_ALLOWED_HOSTS nên máy khác sẽ bị từ chối; hãy ghi tên hoặc địa chỉ mà họ sẽ gõ. /\n"
            "CANCU_ALLOWED_HOSTS is not set, so other machines will be refused; name the addresses that they will type."
        )
    if not now.trusted_proxies:
        note(
            "Không có TLS, mật khẩu đi qua mạng không được mã hóa: hãy đặt proxy TLS ở trước (docs/operations.md). /\n"
            "Without TLS passwords cross the network unencrypted: put a TLS proxy in front (docs/operations.md)."
        )
    return now
