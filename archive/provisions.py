"""Provision: the unit of a document that is found, shown and cited (điều, khoản, điểm; or I., 1., a))."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Provision:
    """One unit of a document's structure.

    `path`     address inside the document, `phan:i/chuong:ii/dieu:5/khoan:2/diem:a` without the levels above Điều
               when there is one: `dieu:5/khoan:2/diem:a`, since articles are numbered through the document.
               Chapters etc. have their own paths: `chuong:II`, `chuong:II/muc:1`. In plans and directives: `la_ma:II`,
               `la_ma:II/so:1`, `la_ma:II/so:1/diem:a`. Annexes and attached regulations prefix everything:
               `phuluc:I/…`, `phuluc:I/mau:05/…`, `kemtheo:quy-che/dieu:3`. Unique in its document (`~2` is appended
               to a repeat).
    `kind`     phan, chuong, muc, tieumuc, dieu, khoan, diem, la_ma, so, phuluc, kemtheo, mau, mo_dau (what stands
               before the first unit) or toan_van (a document without units)
    `label`    as it is cited, with the field's capitals: `Điều 5`, `khoản 2 Điều 5`, `Mục II`, `điểm a khoản 1 Mục II`
    `heading`  the unit's own title, "" where it has none
    `start`, `end`  offsets in characters into the document's repaired text; `text[start:end]` is the whole unit with
               its label and everything below it
    `unit`     True for what the index holds one entry of: articles, else the lowest headed sections; units never
               overlap and together cover all text of the document that can be found
    `quoted`   True where the unit stands inside quoted amended text (not the document's own article)
    """

    path: str
    kind: str
    label: str
    heading: str
    start: int
    end: int
    unit: bool = False
    quoted: bool = False

    @property
    def parent(self) -> str:
        """Path of the unit above, "" at the top."""
        return self.path.rpartition("/")[0]
