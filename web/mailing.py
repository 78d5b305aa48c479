"""Sending one message by the office's mail server, and where that server is.

From the environment, else from the archive's settings (row `mail`, which no page shows the password of):

| variable | meaning | default |
| --- | --- | --- |
| CANCU_SMTP_SERVER | name of the mail server; without it no mail is sent | |
| CANCU_SMTP_PORT | its port | 587 STARTTLS, 465 TLS, 25 none |
| CANCU_SMTP_SECURITY | starttls, tls or none | starttls |
| CANCU_SMTP_USER, CANCU_SMTP_PASSWORD | where it asks who is sending | |
| CANCU_SMTP_FROM | the sender | |
| CANCU_SMTP_CA | file of the certificates to trust, for a server with one of the office's own | the system's |
| CANCU_BASE_URL | the address people open Căn Cứ at, for links | http://127.0.0.1:8000 |
"""

from __future__ import annotations

import base64
import json
import os
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive import audit
from archive.documents import Archive
from archive.errors import RefusedInput

SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
PATIENCE = 20.0
"""Seconds that the server may take for one step."""
_ROW = "mail"
_SENDER = re.compile(r"(?:[^<>@\"]*<(?=[^<>]+>$))?[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?P<domain>[^<>@\s]+)>?", re.ASCII)
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.(?!-)[A-Za-z0-9_-]{1,63})*\.?")


class MailTrouble(RefusedInput):
    """The mail server did not take a message."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes out; `server` "" where none is set up. `given`: by the environment, so no page may change it."""

    server: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    ca: str = ""
    base: str = ""
    given: bool = False

    @property
    def ready(self) -> bool:
        """Whether mail can be sent."""
        return bool(self.server and self.sender)


def mail_settings(archive: Archive, environ: Mapping[str, str] | None = None) -> MailSettings:
    """The settings that count now. Raises RefusedInput for an environment that makes no sense."""
    environ = os.environ if environ is None else environ
    base = environ.get("CANCU_BASE_URL", "")
    if environ.get("CANCU_SMTP_SERVER"):
        return _checked(
            MailSettings(
                environ["CANCU_SMTP_SERVER"],
                _port(environ.get("CANCU_SMTP_PORT") or "0"),
                environ.get("CANCU_SMTP_SECURITY") or "starttls",
                environ.get("CANCU_SMTP_USER", ""),
                environ.get("CANCU_SMTP_PASSWORD", ""),
                environ.get("CANCU_SMTP_FROM", ""),
                environ.get("CANCU_SMTP_CA", ""),
                base,
                given=True,
            )
        )
    kept = json.loads(archive.recall(_ROW) or "{}")
    known = {each.name for each in fields(MailSettings)}
    found = MailSettings(**{name: value for name, value in kept.items() if name in known})
    return found if not base else MailSettings(**{**asdict(found), "base": base})


def keep_mail_settings(archive: Archive, chosen: MailSettings) -> None:
    """Keep what an administrator chose; an empty password leaves the one that is kept. Raises RefusedInput."""
    kept = _checked(chosen)
    before = json.loads(archive.recall(_ROW) or "{}")
    values = asdict(kept)
    if not values["password"] and kept.user:
        values["password"] = before.get("password", "")
    values.pop("given")
    archive.remember(_ROW, json.dumps(values, ensure_ascii=False))
    changed = sorted(name for name in values if values[name] != before.get(name))
    audit.write(archive, "mail_settings_changed", details={"fields": changed})


def _port(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
        raise _wrong("port", "phải từ 1 đến 65535", "must be from 1 to 65535")
    return int(typed)


def _checked(chosen: MailSettings) -> MailSettings:
    if chosen.security not in SECURITY:
        raise _wrong("security", f"phải là {', '.join(SECURITY)}", f"must be {', '.join(SECURITY)}")
    if not 0 <= chosen.port <= 65535:
        raise _wrong("port", "phải từ 1 đến 65535", "must be from 1 to 65535")
    if chosen.server and not _is_host(chosen.server):
        raise _wrong("server", "phải là tên hoặc địa chỉ máy chủ", "must be a host name or address")
    if chosen.sender and not _is_sender(chosen.sender):
        raise _wrong("from", "phải là một địa chỉ thư", "must be an e-mail address")
    if not f"{chosen.user}{chosen.ca}".replace(" ", "x").isprintable():
        raise _wrong("user, ca", "có ký tự điều khiển", "hold a control character")
    if chosen.base and urlsplit(chosen.base).scheme not in ("http", "https"):
        raise _wrong("base", "phải bắt đầu bằng http:// hoặc https://", "must begin with http:// or https://")
    port = chosen.port or PORTS[chosen.security]
    return MailSettings(**{**asdict(chosen), "port": port, "base": chosen.base.rstrip("/")})


def _is_host(name: str) -> bool:
    """A host name, or an address of four or six parts, in brackets or not. Whether it is there shows when mail is
    sent."""
    inside = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    try:
        ip_address(inside)
    except ValueError:
        return _is_domain(name)
    return True


def _is_domain(name: str) -> bool:
    try:
        plain = name.encode("idna").decode()
    except UnicodeError:
        return False
    return _DOMAIN.fullmatch(plain) is not None


def _is_sender(typed: str) -> bool:
    """One address, with a name before it or not."""
    found = _SENDER.fullmatch(typed) if typed.isprintable() else None
    return found is not None and _is_domain(found["domain"])


def recipient(name: str, email: str) -> Address:
    """Somebody as a header names him. Raises MailTrouble for an address that no mail goes to."""
    try:
        return Address(name, addr_spec=email)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise MailTrouble(
            "mail_recipient",
            f"Địa chỉ thư {email} không gửi thư đến được. Hãy sửa ở trang tài khoản, ghi không dấu: ten@coquan.gov.vn.",
            f"No mail can be sent to {email}. Change it on the account page: plain letters, like name@office.gov.vn.",
        ) from error


def send(settings: MailSettings, message: EmailMessage, patience: float = PATIENCE) -> None:
    """Hand one message to the mail server. Raises MailTrouble, which says what went wrong and what to do."""
    if not settings.ready:
        raise MailTrouble(
            "mail_not_set_up",
            "Chưa cấu hình máy chủ thư. Quản trị viên đặt ở trang Máy chủ thư.",
            "No mail server is set up. The administrator does so on the page of the mail server.",
        )
    try:
        with _connected(settings, patience) as server:
            if settings.user:
                _sign_in(server, settings)
            server.send_message(message)
    except (OSError, smtplib.SMTPException, ssl.SSLError, ValueError) as error:
        raise _trouble(settings, error) from error


def _sign_in(server: smtplib.SMTP, settings: MailSettings) -> None:
    if f"{settings.user}{settings.password}".isascii():
        server.login(settings.user, settings.password)
        return
    # smtplib knows ASCII only; RFC 4616 has names and passwords in UTF-8.
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("auth"):
        raise smtplib.SMTPNotSupportedError("no AUTH")
    plain = base64.b64encode(f"\0{settings.user}\0{settings.password}".encode()).decode()
    code, said = server.docmd("AUTH", f"PLAIN {plain}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _connected(settings: MailSettings, patience: float) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=settings.ca or None) if settings.security != "none" else None
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=patience, context=context)
    server = smtplib.SMTP(settings.server, settings.port, timeout=patience)
    if settings.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _trouble(settings: MailSettings, error: Exception) -> MailTrouble:
    at = f"{settings.server}:{settings.port}"
    code = "mail_failed"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        code, vi, en = "mail_sign_in", "không nhận tên và mật khẩu", "did not accept user and password"
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        code, vi, en = "mail_recipient", "không nhận địa chỉ người nhận", "refused the recipient"
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        code, vi, en = "mail_security", "không có STARTTLS hoặc đăng nhập", "offers no STARTTLS or no sign-in"
    elif isinstance(error, ssl.SSLError):
        code, vi, en = "mail_certificate", "có chứng thư không tin được", "has a certificate that is not trusted"
    elif isinstance(error, TimeoutError) or "timed out" in str(error):
        code, vi, en = "mail_slow", "không trả lời kịp", "did not answer in time"
    elif isinstance(error, (ConnectionError, socket.gaierror)):
        code, vi, en = "mail_unreachable", "không kết nối được", "cannot be reached"
    else:
        vi, en = "không nhận thư", "did not take the message"
    said = str(error)[:200]
    return MailTrouble(
        code,
        f"Máy chủ thư {at} {vi} ({said}). Hãy kiểm tra cấu hình ở trang Máy chủ thư.",
        f"The mail server {at} {en} ({said}). Check the settings on the page of the mail server.",
    )


def _wrong(name: str, vi: str, en: str) -> RefusedInput:
    return RefusedInput(f"wrong_mail_{name}", f"Máy chủ thư: “{name}” {vi}.", f"Mail server: “{name}” {en}.")
