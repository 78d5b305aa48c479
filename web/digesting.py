"""The digest by e-mail: for each person who wants one, once a day or a week, what there is to tell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from flask import Flask, g, render_template, url_for
from flask_babel import gettext as _

from archive import audit
from archive.errors import CancuError, RefusedInput
from archive.models import now
from archive.people import Person
from archive.seeing import seeing
from archive.subscribing import Subscription
from web.mailing import MailSettings, mail_settings, recipient, send
from web.news import News, news_for
from web.service import Service

log = logging.getLogger("cancu.digest")

HOUR = 7
"""From this hour of the office's clock on a day's digest is sent; a week's from Monday on."""
FEW = 15
_LONGEST_BACK = timedelta(days=31)
_LOCAL = "http://127.0.0.1:8000"

Send = Callable[[MailSettings, EmailMessage], None]


@dataclass(frozen=True)
class Delivered:
    """What became of one person's digest: sent, nothing (to tell), no_address, failed, or would_send (a dry run)."""

    person: str
    status: str
    address: str = ""
    subject: str = ""
    reason: str = ""
    reason_en: str = ""
    text: str = ""


def deliver(
    app: Flask, *, at: datetime | None = None, dry: bool = False, send_by: Send = send, only: int | None = None
) -> list[Delivered]:
    """Send every digest that is due at a moment of the office's clock. One that fails keeps no other from going out."""
    at = at or datetime.now()
    desk: Service = app.extensions["cancu"]
    subscriptions = desk.archive.subscriptions
    found = []
    if not dry and at.hour < HOUR:
        return []
    for subscription in subscriptions.due(at.date()):
        if only is not None and subscription.person != only:
            continue
        try:
            person = desk.archive.people.get(subscription.person)
        except CancuError:
            continue
        if person.disabled or person.demo:
            continue
        found.append(_one(app, desk, subscription, person, at.date(), dry, send_by))
    return found


def _one(
    app: Flask, desk: Service, subscription: Subscription, person: Person, today: date, dry: bool, send_by: Send
) -> Delivered:
    if not person.email:
        return Delivered(person.sign_in, "no_address")
    settings, subscriptions = mail_settings(desk.archive), desk.archive.subscriptions
    if not dry and not settings.ready:
        return Delivered(
            person.sign_in, "failed", person.email, reason="Chưa cấu hình máy chủ thư.", reason_en="No mail."
        )
    until = now()
    if not dry and not subscriptions.take(subscription, today):
        return Delivered(person.sign_in, "nothing", person.email)
    try:
        message = compose(app, desk, subscription, person, today, settings)
        if message is None:
            if not dry:
                subscriptions.sent(person.id, until)
            return Delivered(person.sign_in, "nothing", person.email)
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        told = Delivered(person.sign_in, "would_send" if dry else "sent", person.email, message["Subject"], text=text)
        if not dry:
            send_by(settings, message)
            subscriptions.sent(person.id, until)
            audit.write(desk.archive, "digest_sent", details={"person": person.id})
        return told
    except RefusedInput as error:
        log.warning("digest for person %d: %s", person.id, error.reason)
        if not dry:
            subscriptions.failed(subscription, error.vi)
        return Delivered(person.sign_in, "failed", person.email, reason=error.vi, reason_en=error.en)
    except Exception:
        if not dry:
            subscriptions.failed(subscription, "Lỗi ngoài dự kiến khi soạn bản tin.")
        raise


def compose(
    app: Flask, desk: Service, subscription: Subscription, person: Person, today: date, settings: MailSettings
) -> EmailMessage | None:
    """The message for one person, text and HTML; None where there is nothing to tell."""
    since = max(subscription.sent or subscription.since, now() - _LONGEST_BACK)
    with (
        # A context of its own: the end of a request within another one's would end the other's looking.
        app.app_context(),
        app.test_request_context("/digest", base_url=settings.base or _LOCAL),
        seeing(person.viewer),
    ):
        g.language = subscription.language
        news = news_for(desk, person, since, today, few=FEW)
        if not news.worth_telling:
            return None
        told = {"news": news, "person": person, "rhythm": subscription.rhythm, "today": today}
        message = EmailMessage()
        message["Subject"] = _subject(news)
        # For a preview neither a sender nor an address need be known yet.
        message["From"] = _from(settings.sender or "cancu@cancu.invalid")
        if person.email:
            message["To"] = recipient(person.name, person.email)
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = make_msgid(domain=parseaddr(settings.sender)[1].rpartition("@")[2] or "cancu.invalid")
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{url_for('digest.page', _external=True)}>"
        message["Content-Language"] = subscription.language
        message.set_content(render_template("digest_mail_text.html", **told))
        message.add_alternative(render_template("digest_mail.html", **told), subtype="html")
        return message


def _subject(news: News) -> str:
    parts = []
    if news.resting:
        parts.append(_("%(count)d văn bản có căn cứ hết hiệu lực", count=len(news.resting)))
    if news.deadlines:
        parts.append(_("%(count)d việc đến hạn", count=len(news.deadlines)))
    if news.changes:
        parts.append(_("%(count)d thay đổi", count=len(news.changes)))
    if news.documents.count:
        parts.append(_("%(count)d văn bản mới", count=news.documents.count))
    return f"Căn Cứ: {', '.join(parts)}" if parts else _("Căn Cứ: kết quả mới của tìm kiếm đã lưu")


def _from(sender: str) -> Address:
    name, address = parseaddr(sender)
    return Address(name or "Căn Cứ", addr_spec=address)
