"""The administrator's page of numbers, with charts drawn here, and the same as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from archive.agency_levels import level_of
from archive.errors import NotFound
from archive.validity import STATE_NAMES
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import service
from web.pages.search import level_names
from web.presenting.charts import Chart
from web.presenting.copying import name_of
from web.presenting.names import review_reason
from web.presenting.trail import action_words

pages = Blueprint("statistics", __name__, url_prefix="/admin/statistics")

_DAYS = 30


@pages.get("/")
@permits("administer")
def index() -> str:
    """All charts."""
    return render_template("statistics.html", here="admin", part="statistics", charts=charts())


@pages.get("/<key>.csv")
@permits("administer")
def table(key: str) -> Response:
    """The numbers of one chart."""
    for chart in charts():
        if chart.key == key:
            out = io.StringIO()
            writer = csv.writer(out)
            writer.writerow([chart.column, _("Số lượng")])
            writer.writerows([f"'{name}" if name[:1] in "=+-@" else name, count] for name, count in chart.rows)
            response = Response("\ufeff" + out.getvalue(), mimetype="text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = f'attachment; filename="{key}.csv"'
            return response
    raise NotFound("no_such_chart", "Không có biểu đồ này.", "There is no such chart.")


def charts() -> list[Chart]:
    """Every chart with its numbers, as of today and as far as the viewer may see."""
    desk = service()
    archive = desk.archive
    numbers = archive.statistics.look(date.today(), lambda record: level_of(record.issuer))
    levels = {"": _("chưa rõ"), **level_names()}
    reasons = [(review_reason(word), count) for word, count in archive.reviews.reasons().items()]
    outcomes = [(action_words_of_status(each), count) for each, count in desk.queue.entries.counts().items()]
    days = [date.today() - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
    searched = archive.counting.per_day("searches")
    acts = archive.trail.per_day(("saw", "exported", "added", "confirmed"), days[0])
    made = [
        Chart("added", _("Văn bản vào kho theo tháng"), _("Tháng đưa vào kho, 24 tháng gần nhất."), _("Tháng"),
              numbers.added, lying=False),
        Chart("issued", _("Văn bản theo năm ban hành"), _("40 năm gần nhất có văn bản trong kho."), _("Năm"),
              numbers.issued, lying=False),
        Chart("types", _("Theo tên loại"), _("Các tên loại nhiều văn bản nhất."), _("Tên loại"), _named(numbers.types)),
        Chart("issuers", _("Theo cơ quan ban hành"), _("Các cơ quan nhiều văn bản nhất."), _("Cơ quan"),
              _named(numbers.issuers)),
        Chart("levels", _("Theo cấp ban hành"), _("Cấp của cơ quan ban hành."), _("Cấp"),
              tuple((levels.get(level, level), count) for level, count in numbers.levels)),
        Chart("reading", _("Kết quả đọc tệp"), _("Các tệp nạp trong bảy ngày qua và đang chờ."), _("Kết quả"),
              tuple(outcomes)),
        Chart("review", _("Văn bản chờ xem lại"), _("Theo lý do phải xem."), _("Lý do"), tuple(reasons)),
        Chart("cited", _("Được viện dẫn nhiều nhất"), _("Số văn bản trong kho viện dẫn đến."), _("Văn bản"),
              tuple((name_of(record), count) for record, count in numbers.cited)),
        Chart("validity", _("Hiệu lực của các căn cứ"),
              _("Những văn bản mà văn bản trong kho lấy làm căn cứ, tính đến hôm nay."), _("Hiệu lực"),
              tuple((pick(*STATE_NAMES[state]), count) for state, count in numbers.states)),
        Chart("searches", _("Lượt tìm kiếm theo ngày"),
              _("Chỉ đếm số lượt, không giữ câu tìm hay người tìm; 30 ngày gần nhất."), _("Ngày"),
              tuple((f"{day:%d/%m}", searched.get(day, 0)) for day in days), lying=False),
    ]  # fmt: skip
    for act in ("saw", "exported", "added", "confirmed"):
        rows = tuple((f"{day:%d/%m}", acts.get((day.isoformat(), act), 0)) for day in days)
        title = _("Theo ngày: %(act)s", act=action_words(act))
        made.append(Chart(act + "-days", title, _("Theo nhật ký, 30 ngày gần nhất."), _("Ngày"), rows, lying=False))
    return [chart for chart in made if any(count for _name, count in chart.rows)]


def action_words_of_status(status: str) -> str:
    """What became of a file, in words."""
    return pick(*_STATUSES.get(status, (status, status)))


def _named(rows: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name or _("chưa rõ"), count) for name, count in rows)


_STATUSES = {
    "waiting": ("đang chờ", "waiting"),
    "reading": ("đang đọc", "being read"),
    "recognised": ("đã đọc xong", "read"),
    "added": ("đã nạp", "filed"),
    "needs_review": ("đã nạp, cần xem lại", "filed, to be looked at"),
    "duplicate": ("trùng tệp đã có", "held already"),
    "refused": ("từ chối", "refused"),
}
