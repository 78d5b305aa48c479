"""Values of the citation engine: what was found in a text, before and after it is tied to a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Citation:
    """A span of text that names a document or provision.

    `text == source[start:end]`, exactly and always. Everything else is what the span says, in canonical form:
    `type` the full Vietnamese type (`Nghị định`), "" unknown, `SELF` for `Luật này`, `khoản 2 Điều này`;
    `number` canonical (`30/2020/NĐ-CP`), "" where the span has none; `seq` its first part (`30c`, `66.3`);
    `year_in_number` the year the number carries, or the year a law is cited by (`Luật Khiếu nại 2011`);
    `issuer` canonical full name, joint issuers joined by `;`; `issued` the date; `title` as printed;
    `pinpoint` paths as in `dieu:5/khoan:2/diem:a`, alternatives joined by `|`, "" where none;
    `system` NN (State), DANG (Party), MTTQ, DOANTHE;
    `basis` True where it stands in a `Căn cứ …` line of the opening block;
    `nested` True where it stands inside the title of another citation;
    `repaired` True where OCR or typing damage had to be mended to read it;
    `term`, `plenum` Party congress term and plenum in Roman / digits (`XI`, `7`), "" where none;
    `antecedent` for a short form that stands for a document cited elsewhere in the same text (`Nghị định trên`, a form
    defined by `sau đây gọi là`): the `start` of that citation, -1 otherwise;
    `flags` further notes for resolving: `amended_year:2020`, `blank_number`, `alias`, `truncated`, `anaphora`,
    `defined`.
    """

    text: str
    start: int
    end: int
    type: str = ""
    number: str = ""
    seq: str = ""
    year_in_number: str = ""
    issuer: str = ""
    issued: date | None = None
    title: str = ""
    pinpoint: str = ""
    system: str = ""
    basis: bool = False
    nested: bool = False
    repaired: bool = False
    term: str = ""
    plenum: str = ""
    flags: tuple[str, ...] = field(default=())
    number_start: int = -1
    number_end: int = -1
    issued_start: int = -1
    issued_end: int = -1
    title_start: int = -1
    title_end: int = -1
    antecedent: int = -1
