"""A mail server on a free port of this machine: with sign-in, TLS, refusals, and slowness, as a test wants it."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "cancu", "mật-khẩu-thử"


@dataclass
class Mailbox:
    """What arrived, and where to send to."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: bool = False
    delay: float = 0.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Refuse recipients where the test says so."""
        if self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, slowly where the test says so."""
        await asyncio.sleep(self.delay)
        self.messages.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 OK"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    at, secret = folder / "mail.pem", folder / "mail.key"
    at.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return at, secret


class _Controller(Controller):
    def __init__(self, box: Mailbox, security: str, context: ssl.SSLContext | None, auth: bool) -> None:
        self._security, self._context, self._auth = security, context, auth
        super().__init__(
            box, hostname="127.0.0.1", port=0, ssl_context=context if security == "tls" else None, ready_timeout=20
        )

    def factory(self) -> SMTP:
        """One server for each connection."""
        with warnings.catch_warnings():
            # Behind TLS from the first byte it takes the line for a plain one.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(
                self.handler,
                enable_SMTPUTF8=True,
                tls_context=self._context if self._security == "starttls" else None,
                authenticator=_authenticate if self._auth else None,
                auth_required=self._auth,
                auth_require_tls=self._security == "starttls",
            )

    def _trigger_server(self) -> None:
        # The port is chosen by the system, so the one to knock at is known only now.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


@contextmanager
def mail_server(
    security: str = "none", files: tuple[Path, Path] | None = None, auth: bool = False
) -> Iterator[Mailbox]:
    """A running server."""
    context = None
    if files is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
    box = Mailbox()
    controller = _Controller(box, security, context, auth)
    controller.start()
    box.port = controller.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    try:
        yield box
    finally:
        controller.stop()
