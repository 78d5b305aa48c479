"""What a person is told of: the digest by e-mail, the feed; and for administrators the mail server."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import audit
from archive.errors import RefusedInput
from web.accounts import current_person, permits
from web.digesting import compose
from web.languages import language, pick
from web.mailing import PORTS, SECURITY, MailSettings, keep_mail_settings, mail_settings, recipient, send
from web.pages import service
from web.parameters import whole_number

pages = Blueprint("digest", __name__)


@pages.get("/digest")
@permits("read")
def page() -> str:
    """How a person is told."""
    return _page()


@pages.post("/digest")
@permits("read")
def choose() -> Answer:
    """Choose the rhythm; the language is that of the page."""
    service().archive.subscriptions.choose(
        current_person().id, request.form.get("rhythm", ""), language(), date.today()
    )
    flash(_("Đã lưu lựa chọn."), "good")
    return redirect(url_for("digest.page"), 303)


@pages.post("/digest/feed")
@permits("read")
def make_feed() -> str:
    """Make the secret address of the feeds; it is shown this once."""
    archive = service().archive
    secret = archive.subscriptions.make_feed(current_person().id)
    audit.write(archive, "feed_made", details={"person": current_person().id})
    return _page(secret)


@pages.post("/digest/feed/end")
@permits("read")
def end_feed() -> Answer:
    """Let the address lead nowhere."""
    archive = service().archive
    archive.subscriptions.end_feed(current_person().id)
    audit.write(archive, "feed_ended", details={"person": current_person().id})
    flash(_("Đã thu hồi địa chỉ nguồn tin."), "good")
    return redirect(url_for("digest.page"), 303)


@pages.get("/mail")
@permits("administer")
def mail() -> str:
    """The mail server."""
    return render_template(
        "mail.html", here="admin", mail=mail_settings(service().archive), security=SECURITY, ports=PORTS
    )


@pages.post("/mail")
@permits("administer")
def set_mail() -> Answer | tuple[str, int]:
    """Keep the mail server; with `test` a message is sent to the administrator."""
    archive, form = service().archive, request.form
    try:
        if not mail_settings(archive).given:
            chosen = MailSettings(
                server=form.get("server", "").strip(),
                port=whole_number(form, "port", 1, 65535) or 0,
                security=form.get("security", "starttls"),
                user=form.get("user", "").strip(),
                password=form.get("password", ""),
                sender=form.get("sender", "").strip(),
                ca=form.get("ca", "").strip(),
                base=form.get("base", "").strip(),
            )
            keep_mail_settings(archive, chosen)
        if "test" in form:
            send_test_message()
            flash(_("Đã gửi thư thử đến %(address)s.", address=current_person().email), "good")
        else:
            flash(_("Đã lưu cấu hình máy chủ thư."), "good")
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
    return redirect(url_for("digest.mail"), 303)


def send_test_message() -> None:
    """Send whoever asks a message, to try the mail server. Raises RefusedInput, MailTrouble."""
    person, settings = current_person(), mail_settings(service().archive)
    if not person.email:
        raise RefusedInput(
            "no_address",
            "Tài khoản của bạn chưa có địa chỉ thư nên chưa gửi thử được.",
            "Your account has no e-mail address, so nothing can be sent to try.",
        )
    message = EmailMessage()
    message["Subject"] = _("Thư thử từ Căn Cứ")
    message["From"] = settings.sender
    message["To"] = recipient(person.name, person.email)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2] or "cancu.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_("Máy chủ thư đã hoạt động; Căn Cứ gửi được bản tin."))
    send(settings, message)


def _page(secret: str = "") -> str:
    desk, person = service(), current_person()
    subscription = desk.archive.subscriptions.of(person.id)
    addresses = _addresses(secret) if secret else []
    settings = mail_settings(desk.archive)
    preview = ""
    if request.args.get("preview") == "1":
        preview = digest_preview() or _("Không có gì mới để báo.")
    return render_template(
        "digest.html",
        here="alerts",
        subscription=subscription,
        email=person.email,
        ready=settings.ready,
        addresses=addresses,
        preview=preview,
    )


def digest_preview() -> str | None:
    """The words of the digest that whoever asks would get now, None where nothing is new to tell."""
    desk, person = service(), current_person()
    app, settings = current_app._get_current_object(), mail_settings(desk.archive)  # type: ignore[attr-defined]
    message = compose(app, desk, desk.archive.subscriptions.of(person.id), person, date.today(), settings)
    if message is None:
        return None
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _addresses(secret: str) -> list[tuple[str, str]]:
    def at(endpoint: str, **more: int) -> str:
        return url_for(f"feeds.{endpoint}", secret=secret, _external=True, **more)  # type: ignore[arg-type]

    return [
        (_("Văn bản mới trong kho"), at("new")),
        (_("Cảnh báo căn cứ hết hiệu lực"), at("alerts")),
        (_("Văn bản theo dõi có thay đổi"), at("watched")),
        *(
            (search.name or search.address, at("search", search_id=search.id))
            for search in service().archive.searches.all()
        ),
    ]
