"""OpenDocument spreadsheets and slides: order, numbers, fonts, and what is left out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.errors import RefusedInput
from indexer.reading.base import Limits, Reading
from indexer.reading.odf import read_odf

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)


def read(tmp_path: Path, body: str, *, kind: str = "spreadsheet", styles: str = "", automatic: str = "") -> Reading:
    path = tmp_path / "a.ods"
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", content)
        package.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
    return read_odf(path, "a.ods", Limits(), "odp" if kind == "presentation" else "ods")


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def table(*rows: str) -> str:
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


NOTE = "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
CELLS = [
    (cell("Tên") + cell() + cell("Số"), "Tên\tSố"),
    (cell("103.660.200", 'office:value-type="float" office:value="103660200"'), "103660200"),
    (cell("119,6", 'office:value-type="float" office:value="119.61722491"'), "119.6172249"),
    (cell("12,5%", 'office:value-type="percentage" office:value="0.125"'), "12,5%"),
    (cell("05/3/2004", 'office:value-type="date" office:date-value="2004-03-05"'), "05/3/2004"),
    (cell("x", 'table:number-columns-repeated="3"'), "x\tx\tx"),
    (cell("x", 'table:number-columns-repeated="16000"'), "x"),
    (cell("một<text:s text:c='2'/>hai<text:line-break/>ba<text:span>bốn</text:span>"), "một hai babốn"),
    ("<table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>", "a b"),
    (f"<table:table-cell>{NOTE}<text:p>a</text:p></table:table-cell>", "a"),
    (cell("nan", 'office:value-type="float" office:value="x"'), "nan"),
]


@pytest.mark.parametrize(("cells", "line"), CELLS)
def test_cells(tmp_path: Path, cells: str, line: str) -> None:
    assert read(tmp_path, table(row(cells))).text == line


def test_rows_and_sheets_in_order(tmp_path: Path) -> None:
    empty = row(cell(), more='table:number-rows-repeated="1048000"')
    grouped = f"<table:table-row-group>{row(cell('nhóm'))}</table:table-row-group>"
    body = table(row(cell("một")), empty, grouped, row(cell("hai"))) + table(row(cell("ba")))
    assert read(tmp_path, body).text == "một\nnhóm\nhai\n\nba"


def cell_style(name: str, font: str) -> str:
    properties = f"<style:text-properties {font}/>"
    return f'<style:style style:name="{name}" style:family="table-cell">{properties}</style:style>'


FONTS = (
    '<style:font-face style:name="F" svg:font-family="\'.VnTimeH\'"/>'
    + cell_style("Default", 'style:font-name="F"')
    + cell_style("A", 'fo:font-family=".VnTime"')
)


def test_fonts_of_cells(tmp_path: Path) -> None:
    child = '<style:style style:name="B" style:family="table-cell" style:parent-style-name="A"/>'
    span = '<style:style style:name="T" style:family="text"><style:text-properties style:font-name="F"/></style:style>'
    body = table(
        row(cell("quyÕt ®Þnh"), cell("cña ñy ban", 'table:style-name="B"')),
        row(cell("vÒ <text:span text:style-name='T'>c«ng</text:span> t¸c", 'table:style-name="A"')),
    )
    reading = read(tmp_path, body, styles=FONTS, automatic=child + span)
    assert reading.text == "QUYẾT ĐỊNH\tcủa ủy ban\nvề CÔNG tác"
    assert reading.encoding == "tcvn3"
    assert reading.raw_text.startswith("quyÕt ®Þnh\tcña ñy ban")


def test_slides(tmp_path: Path) -> None:
    def shape(text: str, more: str = "") -> str:
        return f"<draw:frame {more}><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"

    notes = f"<presentation:notes>{shape('ghi chú của người nói')}</presentation:notes>"
    data = f"<draw:frame>{table(row(cell('STT'), cell('Tên')))}</draw:frame>"
    points = "<draw:frame><draw:text-box><text:list><text:list-item><text:p>ý</text:p></text:list-item></text:list>"
    first = shape("nội dung") + shape("tiêu đề", 'presentation:class="title"') + notes
    second = f"<draw:g>{shape('nhóm')}</draw:g>{data}{points}</draw:text-box></draw:frame>"
    body = f"<draw:page>{first}</draw:page><draw:page>{second}</draw:page>"
    text = read(tmp_path, body, kind="presentation").text
    assert text == "tiêu đề\nnội dung\n\nnhóm\nSTT\tTên\ný"


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput) as caught:
        read(tmp_path, table(row(cell())))
    assert caught.value.reason == "no_text"
    deep = "<draw:g>" * 2000 + "</draw:g>" * 2000
    with pytest.raises(RefusedInput):
        read(tmp_path, f"<draw:page>{deep}</draw:page>", kind="presentation")
