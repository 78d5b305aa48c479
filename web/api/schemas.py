"""The shapes that the answers of several routes are made of; see `archive.shapes`, `indexer.shapes`, `web.shapes`."""

from __future__ import annotations

from archive.relations import KINDS
from web.api.parts import DAY, FLAG, MOMENT, NUMBER, OBJECT, TEXT, WHOLE, Json, listed, named, one_of, or_null, shape

BOTH: Json = shape({"vi": TEXT, "en": TEXT})
WHOLE_OR_NULL: Json = {"type": ["integer", "null"]}

VALIDITY = named(
    "Validity",
    shape(
        {
            "state": one_of("in_force", "partly_expired", "not_yet", "suspended", "expired", "unknown"),
            "as_of": DAY,
            "certainty": TEXT,
            "source": TEXT,
            "on": DAY,
            "evidence": BOTH,
            "until": DAY,
            "by": listed(TEXT),
        }
    ),
)
_RECORD: Json = {
    "id": WHOLE,
    "type": TEXT,
    "number": TEXT,
    "issued": DAY,
    "issuer": TEXT,
    "title": TEXT,
    "validity": VALIDITY,
    "certainty": one_of("sure", "likely", "doubtful", "unconfirmed"),
    "source": TEXT,
    "held": FLAG,
    "sample": FLAG,
}
RECORD = named("Record", shape(_RECORD))
RECORD_OR_NULL = or_null(RECORD)
PROVISION = named(
    "Provision",
    shape(
        {
            "path": TEXT,
            "kind": TEXT,
            "label": TEXT,
            "heading": TEXT,
            "start": WHOLE,
            "end": WHOLE,
            "unit": FLAG,
            "quoted": FLAG,
        }
    ),
)
_CITED: Json = {
    "text": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "type": TEXT,
    "number": TEXT,
    "issued": DAY,
    "issuer": TEXT,
    "title": TEXT,
    "pinpoint": TEXT,
    "basis": FLAG,
    "status": one_of("resolved", "ambiguous", "not_held"),
}
CITED = named(
    "CitedInDocument",
    shape({**_CITED, "document": WHOLE_OR_NULL, "candidates": listed(WHOLE), "fields": {"type": "array"}}),
)
FIELD = shape({"field": TEXT, "found": TEXT, "expected": TEXT, "start": WHOLE_OR_NULL, "end": WHOLE_OR_NULL})
DOUBT = shape({"field": TEXT, "vi": TEXT, "en": TEXT, "grave": FLAG})
CITATION = named(
    "Citation",
    shape(
        {
            **_CITED,
            "document": RECORD_OR_NULL,
            "candidates": listed(RECORD),
            "nested": FLAG,
            "fields": listed(FIELD),
            "doubts": listed(DOUBT),
        }
    ),
)
FINDING = named(
    "Finding",
    shape(
        {
            "text": TEXT,
            "start": WHOLE,
            "end": WHOLE,
            "kind": TEXT,
            "verdict": TEXT,
            "rule": TEXT,
            "code": TEXT,
            "fields": listed(FIELD),
            "document": RECORD_OR_NULL,
            "suggestion": TEXT,
            "replacement": TEXT,
            "pinpoint": TEXT,
            "basis": FLAG,
            "doubts": listed(DOUBT),
            "validity": or_null(VALIDITY),
            "candidates": listed(RECORD),
            "successors": listed(RECORD),
            "precedents": listed(RECORD),
            "message": BOTH,
        }
    ),
)
CHECK = named("Check", shape({"findings": listed(FINDING), "date": {"type": "string", "format": "date"}}))
FACTS = named(
    "DocumentFacts",
    shape(
        {
            **_RECORD,
            "place": TEXT,
            "signer": TEXT,
            "position": TEXT,
            "recipients": listed(TEXT),
            "effective": DAY,
            "expired": DAY,
            "note": TEXT,
            "draft": FLAG,
            "review": listed(shape({"code": TEXT, **BOTH["properties"]})),
            "evidence": OBJECT,
            "confirmed": listed(TEXT),
            "replaces": listed(TEXT),
            "replaced_by": listed(TEXT),
            "amended_by": listed(TEXT),
            "revision": WHOLE,
        }
    ),
)
FILE = shape({"sha256": TEXT, "name": TEXT, "media_type": TEXT, "size": WHOLE, "role": TEXT})
DOCUMENT = named(
    "Document",
    shape(
        {
            "document": FACTS,
            "provisions": listed(PROVISION),
            "text": TEXT,
            "cites": listed(CITED),
            "cited_by": listed(CITED),
            "files": listed(FILE),
        }
    ),
)
HIT = named(
    "Hit",
    shape(
        {
            "document": RECORD,
            "provision": shape({"path": TEXT, "label": TEXT, "heading": TEXT}),
            "snippet": TEXT,
            "highlights": listed(listed(WHOLE)),
            "score": NUMBER,
            "why": listed(TEXT),
            "why_en": listed(TEXT),
        }
    ),
)
SEARCH_RESULT = named(
    "SearchResult",
    shape(
        {
            "query": TEXT,
            "total": WHOLE,
            "documents": WHOLE,
            "upto": WHOLE,
            "took_ms": NUMBER,
            "hits": listed(HIT),
            "facets": OBJECT,
            "notes": listed(BOTH),
        }
    ),
)
_OUTCOME: Json = {
    "path": TEXT,
    "status": one_of("added", "duplicate", "needs_review"),
    "document": WHOLE,
    "reason": TEXT,
    "reason_en": TEXT,
    "code": TEXT,
}
OUTCOME = named("Outcome", shape(_OUTCOME))
UPLOAD = named(
    "Upload",
    shape(
        {
            **_OUTCOME,
            "status": one_of("waiting", "reading", "recognised", "added", "duplicate", "needs_review", "refused"),
            "document": WHOLE_OR_NULL,
            "ticket": TEXT,
            "done": WHOLE,
            "pages": WHOLE,
        }
    ),
)
RELATION = named(
    "Relation",
    shape(
        {
            "id": WHOLE,
            "kind": one_of(*KINDS),
            "kind_vi": TEXT,
            "source": RECORD_OR_NULL,
            "target": RECORD_OR_NULL,
            "cited": shape({"type": TEXT, "number": TEXT, "issued": DAY, "issuer": TEXT, "title": TEXT}),
            "status": one_of("resolved", "ambiguous", "not_held"),
            "candidates": listed(RECORD),
            "scope": listed(TEXT),
            "own_path": TEXT,
            "effective": DAY,
            "until": DAY,
            "evidence": shape({"text": TEXT, "start": WHOLE_OR_NULL, "end": WHOLE_OR_NULL}),
            "origin": TEXT,
            "stated_by": TEXT,
            "certainty": one_of("sure", "likely", "doubtful"),
            "note": TEXT,
            "decision": one_of("", "confirmed", "rejected"),
            "decided": MOMENT,
        }
    ),
)
EDGE = named(
    "Edge",
    shape(
        {
            "kind": TEXT,
            "outgoing": FLAG,
            "document": RECORD_OR_NULL,
            "named": TEXT,
            "count": WHOLE,
            "pinpoints": listed(TEXT),
            "relations": listed(WHOLE),
            "certainty": TEXT,
            "confirmed": FLAG,
        }
    ),
)
EFFECT = shape(
    {
        "kind": TEXT,
        "document": WHOLE_OR_NULL,
        "named": TEXT,
        "issued": DAY,
        "start": DAY,
        "until": DAY,
        "paths": listed(TEXT),
        "certainty": TEXT,
        "source": TEXT,
        "evidence": TEXT,
        "confirmed": FLAG,
    }
)
INTERVAL = named(
    "Interval",
    shape(
        {
            "state": TEXT,
            "start": DAY,
            "end": DAY,
            "certainty": TEXT,
            "evidence": BOTH,
            "by": listed(TEXT),
            "paths": listed(TEXT),
            "effects": listed(EFFECT),
        }
    ),
)
STANDING = named(
    "Standing",
    shape(
        {
            "document": RECORD,
            "path": TEXT,
            "validity": VALIDITY,
            "paths": listed(TEXT),
            "effects": listed(EFFECT),
            "timeline": listed(INTERVAL),
        }
    ),
)
ALERT = named(
    "Alert",
    shape(
        {
            "document": RECORD_OR_NULL,
            "draft": or_null(shape({"id": WHOLE, "title": TEXT})),
            "target": RECORD,
            "validity": VALIDITY,
            "successors": listed(RECORD),
            "text": TEXT,
            "start": WHOLE_OR_NULL,
            "end": WHOLE_OR_NULL,
        }
    ),
)
WANTED = named(
    "Wanted",
    shape(
        {
            "type": TEXT,
            "number": TEXT,
            "issued": DAY,
            "issuer": TEXT,
            "title": TEXT,
            "citing": WHOLE,
            "count": WHOLE,
            "documents": listed(WHOLE),
        }
    ),
)
