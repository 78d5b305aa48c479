"""The language of a query: words, "phrases", fields, AND OR NOT, parentheses; read into what must and must not be.

    loai:"nghị định" nam:2020..2024 -"dự thảo"          (tiếp dân | "tiếp công dân") coquan:"Bộ Y tế"

Operators are symbols (`&` `|` `-` `+`) or words in capitals (AND OR NOT, VÀ HOẶC KHÔNG) in a query that is not all in
capitals. Nothing is refused: what cannot be read is searched as words, and a problem says what was wrong and what to
write instead. A query without any of these marks is plain, and is not looked into here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.dates import parse_date
from archive.document_types import TYPES, type_named
from archive.folding import nfc, squeeze, unaccent, without_unseen
from indexer.clauses import NOTHING, Clause, Node, Problem, Refused, Term, clauses_of
from indexer.fields import FILTERS, LONGEST, field_named, no_value, unknown_fields

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_FIELD = re.compile(r"(?<![\w/])([^\W\d_]{2,12})\s?:\s?(?=[\"\w.])")
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<and>&&?(?=[\s("]))|(?P<or>\|\|?)
    |(?P<not>[-!](?=["(\w])|(?<=\s)−(?=["(\w]))
    |(?P<must>\+(?=["(\w]))
    |(?P<field>[^\W\d_]{2,12}(?::\s?(?=["\w.])))
    |"(?P<phrase>[^"]*)"
    |(?P<word>[^\s()|"]+)""",
    re.VERBOSE,
)
_WORDS = {"AND": "and", "VÀ": "and", "OR": "or", "HOẶC": "or", "NOT": "not", "KHÔNG": "not"}
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<span>\.\.|-|–)?(?P<last>\d{4})?\Z")
_STRESSED = re.compile(r"(?<=\w)\s+KHÔNG(?=\s+\w)")
"""`KHÔNG` between two words stresses more often than it excludes: it is an operator behind another one, at the
beginning, and before quotes or parentheses."""


@dataclass(frozen=True)
class Parsed:
    """What a query says.

    `words`: its words and phrases without marks, for scoring; `clauses`: what must hold, each: phrases, fields of the
    text, what is left out, and plain words where an operator (AND, OR, NOT in words, +) is used;
    filters as typed (`types` full names of types, `years` inclusive), `without_types` and `without_issuers` what is
    shut out. `plain` where the query has no mark of the language and `words` is all of it.
    """

    words: str
    plain: bool = True
    clauses: tuple[Clause, ...] = ()
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    in_force: date | None = None
    without_types: tuple[str, ...] = ()
    without_issuers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def lists(self) -> bool:
        """Whether nothing is looked for: there are filters alone, and what is left out."""
        return not self.words and all(term.excluded for clause in self.clauses for term in clause.terms)


@dataclass
class _Gathered:
    types: list[str] = field(default_factory=list)
    issuers: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    year_from: int | None = None
    year_to: int | None = None
    in_force: date | None = None
    without_types: list[str] = field(default_factory=list)
    without_issuers: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    demanding: bool = False


def has_marks(text: str) -> bool:
    """Whether a query uses the language at all, beyond quotes: fields, operators, parentheses that group."""
    text = text.translate(_QUOTES)
    outside = re.sub(r'"[^"]*"', '""', text)
    if any(field_named(match.group(1)) for match in _FIELD.finditer(outside)):
        return True
    if re.search(r'(?:^|[\s(])-(?:["(]|[^\W\d_])', outside) or re.search(r"(?:^|\s)(?:\|\|?|&&?)\s", outside):
        return True
    if re.search(r'(?:^|\s)\+(?:["(]|[^\W\d_])', outside):
        return True
    shown = _STRESSED.sub(" không", _JOINED.sub(r"\1 NOT", outside))
    return _operators_stand_out(outside) and bool(re.search(r"(?<!\w)(?:AND|OR|NOT|VÀ|HOẶC|KHÔNG)(?!\w)", shown))


def _operators_stand_out(text: str) -> bool:
    """Words in capitals are operators only beside words that are not, or beside quotes (emptied here): a title typed in
    capitals has `VÀ` as a word. Nor are they in a whole sentence, where capitals stress a word (`trường hợp nào KHÔNG
    được …?`)."""
    beside = any(c.islower() for c in text) or '""' in text
    return beside and len(text.split()) <= LONGEST and not text.rstrip().endswith("?")


_JOINED = re.compile(r"(?<!\w)(AND|OR|VÀ|HOẶC)\s+KHÔNG(?!\w)")


def parse(query: str) -> Parsed:
    """Read a query. Never raises: what cannot be read is told in `problems` and searched as words."""
    text = squeeze(nfc(without_unseen(query))).translate(_QUOTES)
    if not has_marks(text):
        return Parsed(text, problems=tuple(_slips(text)))
    gathered = _Gathered()
    if text.count('"') % 2:
        last = text.rfind('"')
        gathered.problems.append(_UNCLOSED)
        text = f"{text[:last]} {text[last + 1 :]}"
    gathered.problems += unknown_fields(text)
    try:
        node = _Reader(list(_tokens(text)), gathered).read()
        clauses = tuple(clause for clause in clauses_of(node) if gathered.demanding or not _optional(clause))
    except Refused as error:
        gathered.problems.append(error.problem)
        plain = squeeze(re.sub(r"[()|&]|(?<!\S)[-+](?=\S)", " ", _FIELD.sub(" ", text)))
        return Parsed(plain, True, problems=tuple(gathered.problems))
    if gathered.year_from and gathered.year_to and gathered.year_from > gathered.year_to:
        gathered.year_from, gathered.year_to = gathered.year_to, gathered.year_from
    return Parsed(
        squeeze(" ".join(gathered.words)),
        False,
        clauses,
        tuple(dict.fromkeys(gathered.types)),
        tuple(dict.fromkeys(gathered.issuers)),
        tuple(dict.fromkeys(gathered.numbers)),
        gathered.year_from,
        gathered.year_to,
        gathered.in_force,
        tuple(dict.fromkeys(gathered.without_types)),
        tuple(dict.fromkeys(gathered.without_issuers)),
        tuple(gathered.problems),
    )


_UNCLOSED = Problem(
    'Thiếu dấu ngoặc kép đóng: phần sau dấu ngoặc cuối được tìm như từ thường. Hãy viết cụm từ giữa hai dấu “"”.',
    "A closing quotation mark is missing: what follows the last one is searched as plain words. "
    'Put a phrase between two “"”.',
)


def _slips(text: str) -> Iterator[Problem]:
    """What looks like the language in a query that has no mark of it."""
    if text.count('"') % 2:
        yield _UNCLOSED
    alone = _ALONE.match(text)
    if alone and (name := field_named(alone.group(1))):
        yield no_value(text, name)
    yield from unknown_fields(text)


_ALONE = re.compile(r"([^\W\d_]{2,12})\s?:\Z")


def _optional(clause: Clause) -> bool:
    """Plain words beside fields only say what is looked for, as in any query."""
    return all(not term.exact and not term.field and not term.excluded for term in clause.terms)


Token = tuple[str, str]


def _tokens(text: str) -> Iterator[Token]:
    stand_out = _operators_stand_out(re.sub(r'"[^"]*"', '""', text))
    text = _STRESSED.sub(" không", _JOINED.sub(r"\1 NOT", text))
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        kind, value = match.lastgroup or "word", match.group(match.lastgroup or 0)
        if kind == "space":
            continue
        if kind == "not":
            kind = "minus" if not match.start() or text[match.start() - 1] in " (" else "word"
        if kind == "field" and not field_named(value.partition(":")[0]):
            kind, value = "word", value.strip()
        if kind == "word" and stand_out and value in _WORDS:
            kind = _WORDS[value]
        if kind == "word" and not any(c.isalnum() for c in value):
            continue
        yield kind, value


class _Reader:
    """or := and (OR and)*;  and := not+;  not := NOT not | ( or ) | field:value | "phrase" | word."""

    def __init__(self, tokens: Sequence[Token], gathered: _Gathered) -> None:
        self._tokens = tokens
        self._place = 0
        self._gathered = gathered
        self._depth = 0
        self._not = False
        self._in_or = False

    def _peek(self) -> str:
        return self._tokens[self._place][0] if self._place < len(self._tokens) else ""

    def _take(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def read(self) -> Node:
        node = self._or()
        if self._peek() == "close":
            raise Refused(
                "Thừa dấu “)”: mỗi dấu đóng cần một dấu “(” trước nó. Câu đã được tìm như từ thường.",
                "There is a “)” without its “(”. The query was searched as plain words.",
            )
        return node

    def _or(self) -> Node:
        began, before = self._place, self._in_or
        parts = [self._and()]
        while self._peek() == "or":
            empty = self._place == began
            self._take()
            if empty or self._peek() in ("", "close", "or"):
                raise Refused(
                    "Trước và sau HOẶC (OR, |) phải có từ. Câu đã được tìm như từ thường.",
                    "There must be words before and after OR (HOẶC, |). The query was searched as plain words.",
                )
            self._gathered.demanding = True
            self._in_or = True
            began = self._place
            parts.append(self._and())
        self._in_or = before
        if len({part.kind == "nothing" for part in parts}) > 1:
            raise Refused(
                "Bộ lọc (loai:, coquan:, nam:, …) lọc cả câu, không đặt được trong HOẶC cùng với từ. "
                "Câu đã được tìm như từ thường.",
                "Filters (loai:, coquan:, nam:, …) hold for the whole query and cannot stand in an OR with words. "
                "The query was searched as plain words.",
            )
        return parts[0] if len(parts) == 1 or parts[0].kind == "nothing" else Node("or", parts=tuple(parts))

    def _and(self) -> Node:
        parts = []
        began = self._place
        while self._peek() not in ("", "close", "or"):
            if self._peek() in ("and", "must"):
                joins, empty = self._take()[0] == "and", self._place - 1 == began
                if joins and (empty or self._peek() in ("", "close", "or", "and")):
                    raise Refused(
                        "Trước và sau VÀ (AND, &) phải có từ. Câu đã được tìm như từ thường.",
                        "There must be words before and after AND (VÀ, &). The query was searched as plain words.",
                    )
                self._gathered.demanding = True
                continue
            node = self._one()
            if node.kind != "nothing":
                parts.append(node)
        return parts[0] if len(parts) == 1 else Node("and", parts=tuple(parts)) if parts else NOTHING

    def _one(self) -> Node:
        kind, value = self._take()
        if kind in ("not", "minus"):
            if self._peek() in ("", "close", "or", "and"):
                raise Refused(
                    "Sau KHÔNG (NOT, -) phải có từ hoặc cụm từ cần loại ra. Câu đã được tìm như từ thường.",
                    "After NOT (KHÔNG, -) there must be what to leave out. The query was searched as plain words.",
                )
            self._gathered.demanding |= kind == "not"
            before, self._not = self._not, not self._not
            # A minus leaves out the one word behind it, NOT all words behind it.
            node = self._one() if kind == "not" or self._peek() != "word" else self._term(Term(self._take()[1]))
            self._not = before
            return node if node.kind == "nothing" else Node("not", parts=(node,))
        if kind == "open":
            self._depth += 1
            if self._depth > 8:
                raise Refused("Quá nhiều lớp ngoặc; hãy viết gọn lại.", "Too many nested parentheses; simplify.")
            node = self._or()
            if self._peek() != "close":
                raise Refused(
                    "Thiếu dấu “)”. Câu đã được tìm như từ thường.",
                    "A “)” is missing. The query was searched as plain words.",
                )
            self._take()
            self._depth -= 1
            return node
        if kind == "field":
            return self._field(field_named(value.partition(":")[0]), value)
        if kind == "phrase":
            return self._term(Term(squeeze(value), exact=True)) if value.strip() else NOTHING
        words = [value]
        while self._peek() == "word":
            words.append(self._take()[1])
        return self._term(Term(" ".join(words)))

    def _term(self, term: Term) -> Node:
        if not self._not:
            self._gathered.words.append(term.text)
        return Node("term", term)

    def _field(self, name: str, typed: str) -> Node:
        if self._peek() not in ("phrase", "word"):
            problem = no_value(typed, name)
            raise Refused(problem.vi, problem.en)
        kind, value = self._take()
        value = squeeze(value)
        if name == "type" and kind == "word" and not type_known(value):
            # `loai:nghị định` without quotes: words as far as they are a type together.
            behind = [text for other, text in self._tokens[self._place : self._place + 4] if other == "word"]
            for size in range(len(behind), 0, -1):
                if type_known(" ".join([value, *behind[:size]])):
                    value = " ".join([value, *behind[:size]])
                    self._place += size
                    break
        if name not in FILTERS:
            return self._term(Term(value, name, kind == "phrase"))
        if self._in_or and name not in ("type", "issuer"):
            raise Refused(
                f"“{typed.strip()}” là bộ lọc của cả câu, không đặt được trong HOẶC. Câu đã được tìm như từ thường.",
                f"“{typed.strip()}” filters the whole query and cannot stand in an OR. "
                "The query was searched as plain words.",
            )
        getattr(self, f"_{name}")(value, typed)
        return NOTHING

    def _type(self, value: str, typed: str) -> None:
        for part in value.split(","):
            named = type_known(part.strip())
            if named:
                (self._gathered.without_types if self._not else self._gathered.types).append(named)
            elif part.strip():
                self._gathered.problems.append(
                    Problem(
                        f"Không có loại văn bản “{part.strip()}”. Viết tên loại hoặc chữ viết tắt, ví dụ "
                        'loai:"nghị định", loai:NĐ, loai:luật.',
                        f"There is no document type “{part.strip()}”. Write a type or its code, such as "
                        'loai:"nghị định", loai:NĐ, loai:luật.',
                    )
                )

    def _issuer(self, value: str, typed: str) -> None:
        (self._gathered.without_issuers if self._not else self._gathered.issuers).append(value)

    def _number(self, value: str, typed: str) -> None:
        self._no_negation("so")
        self._gathered.numbers.append(value)

    def _year(self, value: str, typed: str) -> None:
        self._no_negation("nam")
        match = _YEARS.match(value.replace(" ", ""))
        first, last = (match["first"], match["last"]) if match else (None, None)
        if match is None or not (first or last):
            self._gathered.problems.append(
                Problem(
                    f"“{value}” không phải năm. Viết nam:2020, nam:2020..2024, nam:2020.. hoặc nam:..2024.",
                    f"“{value}” is no year. Write nam:2020, nam:2020..2024, nam:2020.. or nam:..2024.",
                )
            )
            return
        spans = bool(match["span"])
        self._gathered.year_from = int(first) if first else None
        self._gathered.year_to = int(last) if last else int(first) if first and not spans else None

    def _in_force(self, value: str, typed: str) -> None:
        self._no_negation("hieuluc")
        if unaccent(value).lower() in ("con", "homnay", "hom nay", "today", "now", "yes"):
            self._gathered.in_force = date.today()
            return
        found = _day(value)
        if found is None:
            self._gathered.problems.append(
                Problem(
                    f"“{value}” không phải ngày. Viết hieuluc:con hoặc hieuluc:01/7/2024.",
                    f"“{value}” is no date. Write hieuluc:con or hieuluc:01/7/2024.",
                )
            )
            return
        self._gathered.in_force = found

    def _no_negation(self, name: str) -> None:
        if self._not:
            raise Refused(
                f"Không loại trừ được bằng “{name}:”; hãy viết khoảng cần tìm. Câu đã được tìm như từ thường.",
                f"“{name}:” cannot be negated; write what is wanted. The query was searched as plain words.",
            )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return parse_date(value)


def type_known(typed: str) -> str:
    """The full name of a document type typed with or without tones, or by its code; "" for none."""
    named = type_named(typed) or type_named(typed.lower())
    if named:
        return named
    plain = unaccent(typed).lower()
    for known in TYPES:
        if unaccent(known.name).lower() == plain:
            return known.name
    for known in TYPES:
        if known.code and unaccent(known.code).lower() == plain:
            return known.name
    return ""
