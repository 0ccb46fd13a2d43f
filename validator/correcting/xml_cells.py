"""An XML document with some of its values changed and some of its rows deleted; everything else stays byte for byte.

The document goes by the parser that reads it, so that its rows are the same rows in the same order; the parser says at
which byte each element begins and ends.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import numpy as np

from ..reading.blanks import strip
from ..reading.from_xml import IN_HEADER, OF_CHILD, Element, Parser, Row, is_filled, parse
from ..reading.limits import Room
from ..returns.errors import InputError
from ..returns.tables import TextTable, tables
from .csv_cells import changed_since
from .edits import Change

# A cell of a table: the table's name, the row in it, the column.
CellPlace: TypeAlias = tuple[str, int, str]

# A piece of the document, by its first byte and the one after its last, and what is to stand in its place.
_Patch: TypeAlias = tuple[int, int, bytes]

# The Department's names for columns that the CSV form calls otherwise.
_NAMES = {"CHILD": "CHILDID", "PLACE": "PL"}

_START_TAG = re.compile(r"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_NO_CHARACTER_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def write_xml(data: bytes, original: Mapping[str, TextTable], changes: Sequence[Change]) -> bytes:
    """The document with all changes made; `original` are the tables that were read from it, and no others.

    InputError, with the line and column, where the changes are more than the document can say: one of the rows that
    share a value of the child changed without the others, a row deleted whose element holds other rows, a character
    that XML has not.
    """
    document = _Document(data, ((change.table, change.row) for change in changes), original)
    return _Writer(document, original, changes).write()


def companions(data: bytes, cells: Iterable[CellPlace], held: Container[str]) -> dict[CellPlace, list[CellPlace]]:
    """Each cell -> all cells, itself too, that are read from the same place of the document.

    `held` are the names of the tables that were read from it.
    """
    wanted = list(cells)
    rows = _Document(data, ((table, row) for table, row, _ in wanted), held).rows
    found = {}
    for table, row, column in wanted:
        child, place = rows[table, row]
        owner = child.owner(place, column)
        found[table, row, column] = [(p.table, p.row, column) for p in child.sharing(owner, column)]
    return found


# An element: its name as written, the byte where it begins and the one where its end tag does. One without an end tag,
# such as <DEC/>, ends after its only tag.
_Span: TypeAlias = tuple[str, int, int]
_NOWHERE: _Span = ("", 0, 0)


@dataclass(slots=True)
class _Located(Element):
    """An element that holds others, where it stands, and where its values do."""

    span: _Span = _NOWHERE
    cells: dict[str, _Span] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)


class _Place(NamedTuple):
    """A row of a table, and the element that holds it."""

    table: str
    row: int
    element: _Located


@dataclass(frozen=True)
class _Child:
    """All rows that are read together, and the element that says whose they are."""

    places: Sequence[_Place]
    header: _Located | None

    def owner(self, place: _Place, column: str) -> _Located:
        """The element from which a cell is read: its row's own, or the one that speaks for the whole child."""
        if column in OF_CHILD and self.header is not None and not place.element.values.get(column):
            return self.header
        return place.element

    def sharing(self, owner: _Located, column: str) -> list[_Place]:
        """The rows that read this column from this element."""
        return [
            place
            for place in self.places
            if column in tables()[place.table].columns and self.owner(place, column) is owner
        ]


class _Locator(Parser):
    """Goes through the document as reading does, and keeps where the wanted rows are, with the rest of their child."""

    element = _Located

    def __init__(self, wanted: Iterable[tuple[str, int]], held: Container[str]) -> None:
        super().__init__(Room())
        self._held = held
        self.rows: dict[tuple[str, int], tuple[_Child, _Place]] = {}
        self.encoding = "utf-8"
        self._wanted = set(wanted)
        self._count: Counter[str] = Counter()
        self._starts: list[int] = []
        # The element that has just ended.
        self._span = _NOWHERE

    @property
    def names(self) -> Iterable[tuple[str, str]]:
        """Every name in the document, and what it is called in the return."""
        return self._names.items()

    def reset(self) -> None:
        super().reset()
        self._parser.XmlDeclHandler = self._declared

    def start_element(self, name: str, attrs: dict[str, str]) -> None:
        self._starts.append(self._at)
        super().start_element(name, attrs)

    def end_element(self, name: str) -> None:
        self._span = (name, self._starts.pop(), self._at)
        super().end_element(name)

    @property
    def _at(self) -> int:
        """The byte of the document that the parser is at."""
        return int(self._parser.CurrentByteIndex) + self.bytes_above

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = encoding or self.encoding

    def _pass_over(self) -> None:
        if self._open and not _names_a_child(self._span[0]):
            self._located(self._open[-1]).cells.setdefault("CHILD", self._span)

    def _take(self, element: Element, name: str, text: str, line: int) -> None:
        located = self._located(element)
        if (known := element.values.get(name)) and strip(known):
            located.twice.add(name)
        else:
            located.cells[name] = self._span
        super()._take(element, name, text, line)

    def _close(self, element: Element) -> None:
        self._located(element).span = self._span
        super()._close(element)

    def _complete(self, element: Element) -> None:
        places = [self._place(row) for row in element.rows if row.table in self._held]
        header = None if element.child is None else self._located(element.child)
        child = _Child(places, header)
        for place in places:
            if (place.table, place.row) in self._wanted:
                self.rows[place.table, place.row] = child, place

    def _place(self, row: Row) -> _Place:
        number = self._count[row.table]
        self._count[row.table] += 1
        return _Place(row.table, number, self._located(row.element))

    @staticmethod
    def _located(element: Element) -> _Located:
        assert isinstance(element, _Located)
        return element


class _Document:
    """The bytes of a document, the wanted rows in it, and how text is written into it."""

    def __init__(self, data: bytes, wanted: Iterable[tuple[str, int]], held: Container[str]) -> None:
        parser = _Locator(wanted, held)
        parse(parser, data)
        self.data = data
        self.rows = parser.rows
        self._names = parser.names
        # Bytes to a letter of markup, as the XML parser finds out too.
        self._unit = 2 if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:2] else 1
        self._encoding = parser.encoding
        if self._unit == 2:
            big = data.startswith(codecs.BOM_UTF16_BE) or data[:1] == b"\0"
            self._encoding = "utf-16-be" if big else "utf-16-le"
        self._blanks = {blank.encode(self._encoding) for blank in " \t\r\n"}

    def encoded(self, markup: str) -> bytes:
        """Markup as bytes of the document; a letter that its encoding has not becomes a reference."""
        return markup.encode(self._encoding, "xmlcharrefreplace")

    def start_tag(self, span: _Span) -> tuple[int, bool]:
        """Where the start tag of an element ends, and whether it is the whole element, such as <DEC/>."""
        _, start, end = span
        tag = _START_TAG.match(self._letters(start, end))
        assert tag is not None
        return start + self._unit * tag.end(), tag[0].endswith("/>")

    def opened(self, span: _Span, inside: bytes) -> _Patch:
        """What makes of an element that is a single tag one with something inside."""
        end, _ = self.start_tag(span)
        start = self.before_blanks(end - 2 * self._unit)
        return start, end, self.encoded(">") + inside + self.encoded(f"</{span[0]}>")

    def after(self, span: _Span) -> int:
        """The first byte after an element."""
        _, _, at = span
        if self.start_tag(span)[1]:
            return at
        closing = self.encoded(">")
        while self.data[at : at + self._unit] != closing:
            at += self._unit
        return at + self._unit

    def before_blanks(self, at: int) -> int:
        """The first byte of the white space that ends here."""
        while self.data[at - self._unit : at] in self._blanks:
            at -= self._unit
        return at

    def blanks_before(self, span: _Span) -> bytes:
        """The white space before an element, which puts it on its line."""
        _, start, _ = span
        return self.data[self.before_blanks(start) : start]

    def name(self, column: str, beside: _Span) -> str:
        """What a column's element is called in this document, next to another element."""
        prefix, colon, local = beside[0].rpartition(":")
        for name, known in self._names:
            if known == column and name.rpartition(":")[0] == prefix and not _names_a_child(name):
                return name
        own = _NAMES.get(column, column)
        return prefix + colon + (own.lower() if local.islower() else own)

    def _letters(self, start: int, end: int) -> str:
        """A piece of the document with one letter for each unit of its encoding, markup as it is."""
        piece = self.data[start:end]
        if self._unit == 1:
            return piece.decode("latin-1")
        units = np.frombuffer(piece, ">u2" if self._encoding == "utf-16-be" else "<u2")
        return units.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _names_a_child(tag: str) -> bool:
    """Whether it is the name of the element that holds a whole child."""
    return tag.rpartition(":")[2].upper() == "CHILD"


class _Writer:
    """Turns changes of cells and rows into changes of the document."""

    def __init__(self, document: _Document, original: Mapping[str, TextTable], changes: Sequence[Change]) -> None:
        self._document = document
        self._original = original
        self._gone = {(change.table, change.row) for change in changes if not change.field}
        self._new = {(change.table, change.row, change.field): change.new for change in changes if change.field}
        # Element -> column -> its new value and one of the rows that read it.
        self._values: dict[int, tuple[_Located, dict[str, tuple[str, _Place]]]] = {}

    def write(self) -> bytes:
        """The document with the changes."""
        for table, row, column in self._new:
            self._take(*self._find(table, row), column)
        for table, row, column in self._new:
            self._check(*self._find(table, row), column)
        patches: list[_Patch] = []
        for element, values in self._values.values():
            patches += self._patches(element, values)
        patches = _in_order(patches, [self._removal(*self._find(*row)) for row in self._gone])
        parts, at = [], 0
        for start, end, new in patches:
            parts += [self._document.data[at:start], new]
            at = end
        return b"".join([*parts, self._document.data[at:]])

    def _find(self, table: str, row: int) -> tuple[_Child, _Place]:
        found = self._document.rows.get((table, row))
        if found is None:
            raise changed_since(self._original[table].file)
        return found

    def _take(self, child: _Child, place: _Place, column: str) -> None:
        """Note what the element of a cell is to say, once all rows that read it agree."""
        cell = (place.table, place.row, column)
        new = self._new[cell]
        owner = child.owner(place, column)
        sharing = child.sharing(owner, column)
        for other in sharing:
            if (other.table, other.row) not in self._gone and self._new.get((*other[:2], column)) != new:
                raise self._error(
                    *cell,
                    f"{column} of child {self._child_of(place)} is stated once in the XML for {len(sharing)} rows, "
                    "so it cannot be changed in one of them alone.",
                    "Change it in all rows of the child, or in none.",
                )
        if bad := _NO_CHARACTER_OF_XML.search(new):
            raise self._error(
                *cell, f"The character U+{ord(bad[0]):04X} cannot be written in XML.", "Use another character."
            )
        self._values.setdefault(id(owner), (owner, {}))[1][column] = new, place

    def _check(self, child: _Child, place: _Place, column: str) -> None:
        """See to it that a cell that is cleared reads as blank, and that its row is still one."""
        new = self._new[place.table, place.row, column]
        if strip(new):
            return
        cell = (place.table, place.row, column)
        owner = child.owner(place, column)
        if column in owner.twice:
            raise self._error(
                *cell,
                f"{column} is given twice in this element, and without the first the second one counts.",
                "Delete one of them from the XML and check that.",
            )
        if not new and column in OF_CHILD and child.header is not None and owner is not child.header:
            stated = self._now(child.header, column)
            if stated:
                raise self._error(
                    *cell,
                    f"Left blank, {column} would be read from the child’s HEADER, which says “{stated}”.",
                    "Change it to the value that is right.",
                )
        if place.table in IN_HEADER:
            names = {*place.element.values, *self._values[id(place.element)][1]}
            now = {name: self._now(place.element, name) for name in names}
            if not is_filled(place.table, now):
                raise self._error(
                    *cell,
                    f"In XML a child has a row in the {place.table} table only while one of its values is filled, and "
                    "this is the last one.",
                    "Keep it here, correct it in the case-management system and export the return again.",
                )

    def _now(self, element: _Located, column: str) -> str:
        _, values = self._values.get(id(element), (element, {}))
        return values[column][0] if column in values else element.values.get(column, "")

    def _patches(self, element: _Located, values: Mapping[str, tuple[str, _Place]]) -> Iterator[_Patch]:
        """What is to change in an element so that it says these values."""
        document = self._document
        missing = []
        for column in sorted(values, key=_order().__getitem__):
            new = document.encoded(values[column][0].translate(_ESCAPED))
            if (span := element.cells.get(column)) is None:
                name = document.name(column, element.span)
                missing.append((column, document.encoded(f"<{name}>") + new + document.encoded(f"</{name}>")))
                continue
            end, whole = document.start_tag(span)
            yield document.opened(span, new) if whole else (end, span[2], new)
        if missing and not element.cells:
            together = b"".join(written for _, written in missing)
            end, whole = document.start_tag(element.span)
            yield document.opened(element.span, together) if whole else (end, end, together)
            return
        for column, written in missing:
            following = [name for name in element.cells if _order().get(name, -1) > _order()[column]]
            if following:
                before = element.cells[min(following, key=_order().__getitem__)]
                yield before[1], before[1], written + document.blanks_before(before)
            else:
                last = max(element.cells.values(), key=itemgetter(1))
                yield document.after(last), document.after(last), document.blanks_before(last) + written

    def _removal(self, child: _Child, place: _Place) -> _Patch:
        """The element of a row with the white space before it."""
        span = place.element.span
        kept = [other for other in child.places if (other.table, other.row) not in self._gone]
        _, start, end = span
        if any(start <= other.element.span[1] < end for other in kept):
            raise self._error(
                place.table,
                place.row,
                "",
                "This row cannot be deleted: its element in the XML holds other rows too.",
                "Correct it in the case-management system and export the return again.",
            )
        if kept and place.element is child.header:
            raise self._error(
                place.table,
                place.row,
                "",
                "This row cannot be deleted: its element says whose the child’s other rows are.",
                "Take the other rows out too, or none.",
            )
        return self._document.before_blanks(start), self._document.after(span), b""

    def _child_of(self, place: _Place) -> str:
        return str(self._original[place.table].columns["CHILD"][place.row]) or "(no identifier)"

    def _error(self, table: str, row: int, column: str, problem: str, remedy: str) -> InputError:
        source = self._original[table]
        return InputError(problem, remedy, file=source.file, line=int(source.line[row]), column=column)


def _in_order(patches: Sequence[_Patch], removals: Iterable[_Patch]) -> list[_Patch]:
    """The patches as they follow each other; a removal inside another is left out, as one for both is enough."""
    kept: list[_Patch] = []
    for removal in sorted(set(removals), key=lambda patch: (patch[0], -patch[1])):
        if not kept or removal[1] > kept[-1][1]:
            kept.append(removal)
    return sorted([*patches, *kept], key=lambda patch: patch[:2])


@cache
def _order() -> Mapping[str, int]:
    """Column -> its place among all columns of all tables, those that several have where the first has them."""
    columns = dict.fromkeys(column for table in tables().values() for column in table.columns)
    return {column: at for at, column in enumerate(columns)}
