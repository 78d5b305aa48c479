"""Version 1: what is new for whoever asks, the digest, the feeds."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from archive import audit
from archive.shapes import record_json
from archive.subscribing import LANGUAGES, RHYTHMS, Subscription
from web.accounts import current_person, permits
from web.accounts.gate import own_browser
from web.api.answering import moment
from web.api.declaring import operation
from web.api.parts import MOMENT, OBJECT, TEXT, WHOLE, Json, listed, named, one_of, or_null, shape
from web.api.schemas import ALERT, RECORD
from web.news import news_for
from web.pages import service
from web.pages.digest import digest_preview
from web.shapes import resting_json

telling = Blueprint("api_telling", __name__, url_prefix="/api/v1")

_CHANGE = shape({"document": RECORD, "kind": TEXT, "details": OBJECT, "at": MOMENT, "other": or_null(RECORD)})
_FOUND = shape({"id": WHOLE, "name": TEXT, "address": TEXT, "documents": listed(RECORD)})
_DUE = shape({"entry": WHOLE, "number": TEXT, "document": {"type": ["integer", "null"]}, "subject": TEXT, "due": TEXT})
NEWS = named(
    "News",
    shape(
        {
            "since": MOMENT,
            "new": WHOLE,
            "documents": listed(RECORD),
            "changes": listed(_CHANGE),
            "searches": listed(_FOUND),
            "alerts": listed(ALERT),
            "due": listed(_DUE),
            "reviews": WHOLE,
            "relations": WHOLE,
            "drafts": listed(shape({"id": WHOLE, "title": TEXT, "problems": WHOLE})),
        }
    ),
)
SUBSCRIPTION = named(
    "Subscription",
    shape(
        {
            "digest": one_of(*RHYTHMS),
            "language": one_of(*LANGUAGES),
            "email": TEXT,
            "sent": MOMENT,
            "trouble": TEXT,
            "feed_made": MOMENT,
        }
    ),
)
FEEDS = named("Feeds", shape({"new": TEXT, "alerts": TEXT, "watched": TEXT, "search": TEXT}))


@telling.get("/news")
@permits("read")
@operation(
    "getNews",
    "Điều mới, việc chờ, cảnh báo cho người hỏi / what is new, what waits and what alerts for whoever asks",
    NEWS,
)
def news() -> Response:
    """What the front page shows; asking is no visit, so it stays new."""
    person, desk = current_person(), service()
    found = news_for(desk, person, desk.archive.subscriptions.of(person.id).since, date.today(), few=20)
    return jsonify(
        since=moment(found.since),
        new=found.documents.count,
        documents=[record_json(record) for record in found.documents.latest],
        changes=[
            {
                "document": record_json(each.document),
                "kind": each.kind,
                "details": each.details,
                "at": moment(each.at),
                "other": record_json(each.other) if each.other else None,
            }
            for each in found.changes
        ],
        searches=[
            {
                "id": search.id,
                "name": search.name,
                "address": search.address,
                "documents": [record_json(record) for record in records],
            }
            for search, records in found.searches
        ],
        alerts=[resting_json(each) for each in found.resting],
        due=[
            {
                "entry": entry.id,
                "number": entry.shown,
                "document": entry.document_id,
                "subject": entry.facts.subject,
                "due": entry.facts.due.isoformat() if entry.facts.due else "",
            }
            for _, entry in found.deadlines
        ],
        reviews=found.reviews,
        relations=found.relations,
        drafts=[{"id": each.draft.id, "title": each.draft.title, "problems": each.problems} for each in found.drafts],
    )


@telling.get("/me/subscription")
@permits("read")
@operation("getSubscription", "Bản tin và nguồn tin của tôi / my digest and feeds", SUBSCRIPTION)
def subscription() -> Response:
    """What whoever asks is told of."""
    return jsonify(_shape(service().archive.subscriptions.of(current_person().id)))


@telling.put("/me/subscription")
@permits("read")
@operation(
    "chooseSubscription",
    "Chọn bản tin: hằng ngày, hằng tuần, không / choose the digest: daily, weekly, none",
    SUBSCRIPTION,
    body=shape({"digest": one_of(*RHYTHMS), "language": one_of(*LANGUAGES)}, ("language",)),
    current=subscription,
)
def choose(body: Json) -> Response:
    """Choose the digest."""
    person, subscriptions = current_person(), service().archive.subscriptions
    language = body.get("language", subscriptions.of(person.id).language)
    return jsonify(_shape(subscriptions.choose(person.id, body["digest"], language, date.today())))


@telling.get("/me/digest")
@permits("read")
@operation(
    "previewDigest",
    "Xem trước bản tin, không gửi / the digest as it would be sent now; nothing is sent",
    shape({"text": or_null(TEXT)}),
    volatile=True,
)
def preview() -> Response:
    """Its words, null where nothing is new."""
    return jsonify(text=digest_preview())


@telling.post("/me/feeds")
@permits("read")
@operation(
    "makeFeeds",
    "Tạo địa chỉ bí mật của nguồn tin, địa chỉ cũ hết dùng / make the secret addresses of the feeds; old ones end",
    None,
    answers={201: FEEDS},
)
def make_feeds() -> tuple[Response, int]:
    """New addresses, given this once; in `search` put the id of a kept search for {search_id}."""
    # A feed's address outlives the token that asks: only the owner's own browser makes one.
    archive, person = service().archive, own_browser().person
    secret = archive.subscriptions.make_feed(person.id)
    audit.write(archive, "feed_made", details={"person": person.id})
    addresses = {name: url_for(f"feeds.{name}", secret=secret, _external=True) for name in ("new", "alerts", "watched")}
    search = url_for("feeds.search", secret=secret, search_id=0, _external=True).replace("/0.atom", "/{search_id}.atom")
    return jsonify(**addresses, search=search), 201


@telling.delete("/me/feeds")
@permits("read")
@operation("endFeeds", "Thu hồi địa chỉ nguồn tin / end the addresses of the feeds", None, answers={204: None})
def end_feeds() -> tuple[str, int]:
    """Let the addresses lead nowhere."""
    archive, person = service().archive, current_person()
    archive.subscriptions.end_feed(person.id)
    audit.write(archive, "feed_ended", details={"person": person.id})
    return "", 204


def _shape(found: Subscription) -> dict[str, Any]:
    return {
        "digest": found.rhythm,
        "language": found.language,
        "email": current_person().email,
        "sent": moment(found.sent),
        "trouble": found.trouble,
        "feed_made": moment(found.feed_made),
    }
