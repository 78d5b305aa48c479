"""A small edition of a national code, written for these tests in the markup of the official one."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

_PAGE = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="
_HEAD = """\ufeff<link href='../lib/css/style.css' rel='stylesheet' type='text/css' />
<h3 style='text-transform: uppercase; text-align: center; font-weight: bold'>
    Đề mục {number}
    <br />
    {name}
</h3>
<p style='display: none'>(Xem: <a class='viewDSVB' href='#'><img src='view.png' alt='' /></a>)</p>"""

LAW = "Luật số 12/2018/QH14"
DECREE = "Nghị định số 45/2019/NĐ-CP"
FROM = ", có hiệu lực thi hành kể từ ngày 01/01/2019"
DECREE_FROM = ", có hiệu lực thi hành kể từ ngày 15/06/2019"

CRAFTS = [
    ("chapter", "Chương I", ""),
    ("chapter", "QUY ĐỊNH CHUNG", ""),
    (
        "90.1.LQ.1",
        "Phạm vi điều chỉnh",
        f"(Điều 1 {LAW} Luật Làng nghề ngày 20/11/2018 của Quốc hội{FROM})",
        "<p>Luật này quy định về làng nghề, nghệ nhân và sản phẩm thủ công.</p>",
        "11111",
    ),
    (
        "90.1.NĐ.1.2",
        "Hồ sơ công nhận làng nghề",
        f"(Điều 2 {DECREE}{DECREE_FROM})",
        "<p>1. Hồ sơ gồm:</p>\n\n<p>a) Đơn đề nghị;</p>\n\n<p>b) Danh sách hộ làm nghề với tỷ lệ < 20%.</p>"
        "<p>2. Ủy ban nhân dân cấp xã xác nhận hồ sơ theo Điều 2 Luật số 12/2018/QH14.</p>",
        "22222",
    ),
    ("related", "(Điều này có nội dung liên quan đến Điều 90.1.LQ.2. Giải thích từ ngữ)", ""),
    ("chapter", "Chương II", ""),
    ("chapter", "NGHỆ NHÂN", ""),
    (
        "90.1.LQ.3",
        "Quyền của nghệ nhân",
        f"(Điều 3 {LAW}{FROM}, có nội dung được sửa đổi bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực thi hành kể từ "
        "ngày 01/07/2023)",
        "<p>1. Được truyền nghề.</p><table><tr><td>Bậc</td><td>Mức</td></tr><tr><td>I</td><td>5</td></tr></table>",
        "11111",
    ),
    (
        "90.1.LQ.2",
        "Giải thích từ ngữ",
        f"(Điều 2 {LAW}{FROM})",
        "<p>Làng nghề là <i>điểm dân cư</i> có hộ làm nghề.</p>",
        "11111",
    ),
]
HERITAGE = [
    (
        "91.2.NĐ.4.1",
        "Phạm vi điều chỉnh",
        f"(Điều 1 {DECREE} Quy định chi tiết Luật Làng nghề ngày 26/04/2019 của Chính phủ{DECREE_FROM})",
        "<p>Nghị định này quy định việc công nhận làng nghề.</p>",
        "22222",
    ),
    # The same article codified a second time.
    ("91.2.LQ.2", "Giải thích từ ngữ", f"(Điều 2 {LAW}{FROM})", "<p>Làng nghề là điểm dân cư có hộ làm nghề.</p>", ""),
    ("91.2.LQ.4", "(được bãi bỏ)", f"(Điều 4 {LAW}{FROM}, bị bãi bỏ bởi Điều 2 Luật số 20/2022/QH15)", "", "11111"),
    ("91.2.TT.7.3", "Hiệu lực", "", "<p>Thông tư này có hiệu lực từ ngày ký.</p>", ""),
    (
        "91.2.TT.7.1",
        "",
        "(Điều 1 Thông tư số 03/2020/TT-BVHTTDL, có hiệu lực thi hành kể từ ngày 01/03/2020)",
        "<p>Ban hành kèm theo Thông tư này danh mục nghề cần bảo vệ.</p>",
        "33333",
    ),
]
ARTICLES = 9
"""Articles in the edition: of which one is codified twice and one has no body."""


def html(number: str, name: str, rows: list[tuple[str, ...]]) -> str:
    """One subject as the edition's HTML file."""
    out = [_HEAD.format(number=number, name=name), "<div class='_content'>"]
    for row in rows:
        if row[0] == "chapter":
            out.append(f"<p class='pChuong'>{row[1]}</p>")
        elif row[0] == "related":
            out.append(f"<p class='pChiDan'>{row[1]}</p>")
        else:
            code, heading, note, body, item = row
            out.append(f"<p class='pDieu'><a name='{anchor(code)}'></a>Điều {code}. {heading}</p>")
            link = f"<a href='{_PAGE}{item}#Dieu_1' target='_blank'>" if item else "<a>"
            out.append(f"<p class='pGhiChu'>{link}{note}</a></p><p class='pNoiDung'>{body}</p>")
    return "".join([*out, "</div>"])


def anchor(code: str) -> str:
    """As the edition names articles: a circular's anchor holds its day as days since 02/9/1945."""
    # 11/02/2020, number 3, article 1.
    return "9100200000000000100000280271900003000010" if code == "91.2.TT.7.1" else f"90000000{code}"


def write_folder(folder: Path) -> Path:
    """The edition as a folder of HTML files; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.html").write_text(html("90.1", "Làng nghề", CRAFTS), encoding="utf-8")
    (folder / "b.html").write_text(html("91.2", "Di sản", HERITAGE), encoding="utf-8")
    (folder / "c.html").write_text(html("92.1", "Chưa pháp điển", []), encoding="utf-8")
    return folder


def write_zip(path: Path, folder: Path) -> Path:
    """The edition as a zip of the folder's files."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"demuc/{file.name}")
    return path


def write_jsonl(path: Path, folder: Path) -> Path:
    """The edition as JSONL, made from the folder."""
    from corpus.loaders.codified import read_edition

    with path.open("w", encoding="utf-8") as stream:
        for article in read_edition(folder):
            row = {
                "id": article.anchor,
                "demuc": f"Đề mục {article.subject}",
                "demuc_name": article.subject_name,
                "chuong": article.chapter,
                "heading": f"Điều {article.code}. {article.heading}".strip(),
                "source_note": article.note,
                "vbpl_item": article.item or None,
                "text": article.text,
                "related": article.related,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path
