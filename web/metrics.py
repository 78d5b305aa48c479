"""Numbers for a monitor (Prometheus text format 0.0.4): counts and sizes, nothing of any document or person."""

from __future__ import annotations

import shutil

from web.caretaking import last_backup
from web.condition import existing
from web.service import Service

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_GOING = ("waiting", "reading", "recognised")


def metrics(service: Service) -> str:
    """All numbers, of what whoever asks may see: nobody learns here that a document of few has come."""
    told = _told(service)
    return "".join(f"# HELP {name} {text}\n# TYPE {name} gauge\n{name} {value}\n" for name, text, value in told)


def _told(service: Service) -> list[tuple[str, str, int]]:
    state = service.health()
    free = shutil.disk_usage(existing(service.settings.home)).free
    told = [
        ("cancu_up", "1 where the archive can be used", int(state["status"] != "unavailable")),
        ("cancu_disk_free_bytes", "Free space on the disk of the archive", free),
    ]
    if state["status"] == "unavailable":
        return told
    index, counts, last = state["index"], service.queue.entries.counts(), last_backup(service.archive)
    behind = index["missing"] + index["stale"] + index["surplus"]
    return [
        *told,
        ("cancu_documents", "Documents in the archive", state["documents"]),
        ("cancu_index_units", "Units in the search index", index["units"]),
        ("cancu_index_behind", "Documents that the index holds otherwise", behind),
        ("cancu_queue_waiting", "Files on their way in", sum(counts.get(each, 0) for each in _GOING)),
        ("cancu_review_waiting", "Documents that wait for a person", service.archive.reviews.count()),
        (
            "cancu_backup_timestamp_seconds",
            "When the last good backup was made, 0 for never",
            int(last.moment.timestamp()) if last.moment else 0,
        ),
    ]
