"""The relation diagram: nothing lies over anything else, nothing runs out of the drawing, long names are cut."""

from __future__ import annotations

import pytest

from web.presenting.diagram import MOST_IN_GROUP, Drawing, Group, Node, limited, narrow, wide, wrapped

TITLES = ("Văn bản này tác động đến hoặc dựa vào", "Tác động đến hoặc dựa vào văn bản này")
CENTRE = Node("Nghị định số 30/2020/NĐ-CP", "ngày 05/3/2020", "Còn hiệu lực", "good", "check")


def node(number: int, name: str = "Luật Ao làng và việc giữ nước của các thôn") -> Node:
    return Node(
        f"{name} số {number}/2024/QH15", "ngày 03/6/2024", "Còn hiệu lực", "good", "check", f"/documents/{number}"
    )


def group(
    count: int, outgoing: bool, label: str = "Được quy định chi tiết, hướng dẫn bởi", tone: str = "info"
) -> Group:
    return Group(label, outgoing, tone, tuple(map(node, range(1, count + 1))), count, "#quan-he")


SHAPES = (
    [],
    [group(1, True)],
    [group(1, False)],
    [group(3, True), group(2, True, "Thay thế", "bad"), group(40, False), group(1, False, "Bị thay thế bởi", "bad")],
    [group(30, outgoing, f"Loại {kind}") for outgoing in (True, False) for kind in range(9)],
)


@pytest.mark.parametrize("groups", SHAPES, ids=lambda groups: f"{sum(g.count for g in groups)}")
@pytest.mark.parametrize("lay_out", [wide, narrow])
def test_boxes_and_words_keep_apart(groups: list[Group], lay_out) -> None:
    drawing: Drawing = lay_out(CENTRE, limited(groups), TITLES, "và {} văn bản khác")
    boxes = sorted(drawing.boxes, key=lambda box: (box.x, box.y))
    assert sum(box.centre for box in boxes) == 1
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y >= 0
        assert box.y + box.height <= drawing.height
    for one in boxes:
        for other in boxes:
            if one is not other and one.x < other.x + other.width and other.x < one.x + one.width:
                assert one.y + one.height <= other.y or other.y + other.height <= one.y
    for words in drawing.words:
        assert words.y <= drawing.height
        for box in boxes:
            if box.x <= words.x < box.x + box.width:
                assert not box.y < words.y < box.y + box.height, words


@pytest.mark.parametrize("lay_out", [wide, narrow])
def test_every_document_has_its_wire(lay_out) -> None:
    drawing = lay_out(CENTRE, limited([group(4, True), group(3, False)]), TITLES, "và {} văn bản khác")
    for box in drawing.boxes:
        if not box.centre:
            at = f"{box.middle:.1f}".removesuffix(".0")
            assert any(f" {at}" in wire.path for wire in drawing.wires)
    assert any(wire.head for wire in drawing.wires)


def test_what_is_not_shown_is_counted() -> None:
    (shown,) = limited([group(40, False)])
    assert len(shown.nodes) == MOST_IN_GROUP
    assert shown.more == 28
    drawing = wide(CENTRE, [shown], TITLES, "và {} văn bản khác")
    (more,) = [words for words in drawing.words if words.role == "more"]
    assert (more.text, more.href) == ("và 28 văn bản khác", "#quan-he")


def test_a_drawing_stays_one_a_page_can_carry() -> None:
    shown = limited([group(30, True, f"Loại {kind}") for kind in range(15)])
    assert sum(len(each.nodes) for each in shown) <= 72
    assert all(each.count == 30 for each in shown)


WRAPPED = [
    ("Thông tư số 01/2011/TT-BNV", 330, 2, ["Thông tư số 01/2011/TT-BNV"]),
    ("", 330, 2, []),
    ("  Luật \n Ao làng ", 330, 2, ["Luật Ao làng"]),
    ("Luật Tổ chức chính quyền địa phương", 170, 2, ["Luật Tổ chức chính", "quyền địa phương"]),
    ("Luật Tổ chức chính quyền địa phương", 170, 1, ["Luật Tổ chức chính…"]),
]


@pytest.mark.parametrize(("text", "width", "most", "lines"), WRAPPED)
def test_names_are_broken_into_lines(text: str, width: int, most: int, lines: list[str]) -> None:
    assert wrapped(text, width, 14.5, most) == lines


@pytest.mark.parametrize("text", ["W" * 400, "a" * 400, "Đ" * 60 + " " + "ệ" * 60, "một " * 200])
def test_an_endless_name_is_cut(text: str) -> None:
    lines = wrapped(text, 330, 14.5, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
