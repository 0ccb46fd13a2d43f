"""Reads a whole return from its XML form, keeping the line of each row's element."""

from __future__ import annotations

import re
import xml.sax
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.handler import ContentHandler

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from numpy.typing import NDArray

from ..returns.errors import InputError, Notice
from ..returns.tables import DERIVED, TextTable, tables
from .blanks import strip
from .headings import aliases, owners
from .limits import Room
from .tidy import tidy

_ROOT = "EXPSSDA903"
_CHILD = "CHILD"
_HEADER = "HEADER"
# The elements that hold a row of one table; any other element is known by what stands in it.
_WRAPPERS = {
    _HEADER: "Header",
    "EPISODE": "Episodes",
    "AREVIEW": "Reviews",
    "AMISSING": "Missing",
    "PERMANENCE": "PrevPerm",
    "OC2": "OC2",
    "AD_PLACED": "PlacedAdoption",
}
# These have no element of their own: their values stand in HEADER, and there is a row when one of them is filled.
IN_HEADER = ("UASC", "OC3", "AD1")
# The Department has a schema of its own for social workers, so they have a file of their own; liberty orders may. A
# document without a row of them says nothing about them.
_OWN_FILE = ("SWEpisodes", "DoLo")
# Stated once for each child, in HEADER, and copied to all its rows.
OF_CHILD = ("CHILD", "DOB", "SEX")
# UASC is a value of XML alone, so the tables' columns do not have it, nor its other name.
_ALIASES = {"UASC_STATUS": "UASC"}

_DEEPEST = 50
_LONGEST_VALUE = 100_000
_MOST_ROWS_OF_A_CHILD = 10_000
_MOST_NAMES = 1_000
_ROWS_AT_ONCE = 2048
_PIECE = 1 << 16
# What some systems write above the declaration, which must be the first thing in the document.
_ABOVE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]+(?=<\?xml)")

_OTHER_REMEDY = "Export the return again as XML, or choose its CSV files instead."


def read_xml(data: bytes, file: str, room: Room) -> tuple[list[TextTable], list[Notice]]:
    """All tables of the return in an XML document and what was read as what.

    Every table is there, with no rows if the document has none, but those that come in a file of their own: these are
    there when they have rows, and alone when the document has nothing else. Header has its UASC column. A row's line is
    that of the start of its element. Raises InputError for XML that is not well formed, has a DOCTYPE or is no return.
    """
    parser = Parser(room)
    parse(parser, data)
    return parser.result(file)


def parse(parser: Parser, data: bytes) -> None:
    """Let the document go by the parser; InputError for XML that is not well formed, has a DOCTYPE or is no return."""
    try:
        if above := _ABOVE.match(data):
            parser.bytes_above = above.end()
            parser.lines_above = len((above[0] + b"<").splitlines()) - 1
        for start in range(parser.bytes_above, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except xml.sax.SAXParseException as error:
        raise InputError(
            f"The XML is not well formed: {error.getMessage()}.",
            f"The file may be cut off or edited. {_OTHER_REMEDY}",
            line=error.getLineNumber(),
        ) from None
    except DefusedXmlException:
        raise InputError(
            "The XML has a DOCTYPE or entities, which a return never has, so it was not read.",
            _OTHER_REMEDY,
            line=parser.getLineNumber(),
        ) from None
    except (ValueError, LookupError):
        raise InputError("The XML is in an encoding that cannot be read.", "Save it as UTF-8.", line=1) from None


@dataclass(slots=True)
class Row:
    """A row of a table and the element that holds its values."""

    table: str
    element: Element


@dataclass(slots=True)
class Element:
    """An open element that holds others: its own values by column, and the rows and the child's header found inside."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    child: Element | None = None


class Parser(DefusedExpatParser):  # type: ignore[misc]  # defusedxml has no types
    """Gathers rows while the document goes by; nothing but the child being read is kept as elements."""

    element: type[Element] = Element
    # What was left out above the document.
    bytes_above = 0
    lines_above = 0

    def __init__(self, room: Room) -> None:
        super().__init__(forbid_dtd=True)
        self._room = room
        self._store = {name: _Store(name, room) for name in tables()}
        self._columns = frozenset((*owners(), *OF_CHILD, "UASC"))
        self._names: dict[str, str] = {}
        self._open: list[Element] = []
        # An element whose start was seen last: it holds a value, unless another element starts inside it.
        self._started: tuple[str, int] | None = None
        self._text: list[str] = []
        self._root = ""
        self._unknown: dict[str, int] = {}
        self._repeated: dict[str, int] = {}
        self._orphans: list[int] = []
        # Whether there is more than rows of _OWN_FILE and whose they are.
        self._is_main = False
        handler = ContentHandler()
        handler.characters = self._text.append  # type: ignore[method-assign,assignment]  # called often
        self.setContentHandler(handler)

    def getLineNumber(self) -> int:  # noqa: N802  # its name in xml.sax
        return int(super().getLineNumber()) + self.lines_above

    def start_element(self, name: str, attrs: dict[str, str]) -> None:
        if self._started is not None:
            self._open.append(self.element(*self._started))
            if len(self._open) > _DEEPEST:
                raise InputError("The XML has too many elements inside each other.", _OTHER_REMEDY, line=self._line())
        self._text.clear()
        for attribute in attrs:
            self._local(attribute)
        self._started = (self._names.get(name) or self._local(name), self.getLineNumber())

    def end_element(self, name: str) -> None:
        if self._started is not None:
            name, line = self._started
            self._started = None
            self._value(name, "".join(self._text), line)
        else:
            self._close(self._open.pop())
        self._text.clear()

    def result(self, file: str) -> tuple[list[TextTable], list[Notice]]:
        """The tables and notices, once the document has ended."""
        if self._root != _ROOT and not any(self._store.values()):
            raise InputError(
                f"This XML is not an SSDA903 return: its outermost element is {self._root[:50]}, not {_ROOT}.",
                _OTHER_REMEDY,
                line=1,
            )
        found, notices = [], list(self._notices(file))
        alone = not self._is_main and any(self._store[name] for name in _OWN_FILE)
        for name, store in self._store.items():
            if (not store) if name in _OWN_FILE else alone:
                continue
            table, changes = tidy(tables()[name], *store.take(), file, self._room)
            found.append(table)
            notices += changes
        return found, notices

    def _line(self) -> int:
        return int(self.getLineNumber())

    def _local(self, name: str) -> str:
        """The name without its prefix, in capitals, and as the CSV form calls it."""
        known = self._names.get(name)
        if known is None:
            local = name.rpartition(":")[2].upper()
            known = aliases().get(local) or _ALIASES.get(local, local)
            self._names[name] = known
            if len(self._names) > _MOST_NAMES:
                raise InputError("The XML has too many different elements.", _OTHER_REMEDY, line=self._line())
        return known

    def _value(self, name: str, text: str, line: int) -> None:
        """An element that holds no other has ended."""
        if len(text) > _LONGEST_VALUE:
            raise InputError(
                f"A value in the XML has more than {_LONGEST_VALUE:,} characters.", _OTHER_REMEDY, line=line
            )
        if not self._open:
            self._root = name
        elif name in _WRAPPERS and not strip(text):
            self._close(self.element(name, line))
        elif name == _CHILD and not strip(text):
            self._pass_over()
        elif len(self._open) == 1 or name not in self._columns:
            self._unknown.setdefault(name, line)
        else:
            self._take(self._open[-1], name, text, line)

    def _pass_over(self) -> None:
        """A child without anything in it, or a blank identifier, has nothing to tell."""

    def _take(self, element: Element, name: str, text: str, line: int) -> None:
        """An open element has a value: it counts unless there is one already that is not blank."""
        if name in element.values and strip(element.values[name]):
            self._repeated.setdefault(name, line)
        else:
            element.values[name] = text

    def _close(self, element: Element) -> None:
        """An element that holds others has ended: make its rows, and hand all rows on until the child is complete."""
        if not self._open:
            self._root = element.name
            return
        is_header, always, if_filled = _plan(element.name, tuple(element.values))
        element.rows += [Row(table, element) for table in always]
        element.rows += [Row(table, element) for table in if_filled if is_filled(table, element.values)]
        if len(element.rows) > _MOST_ROWS_OF_A_CHILD:
            raise InputError(
                f"The XML has more than {_MOST_ROWS_OF_A_CHILD:,} rows for one child.", _OTHER_REMEDY, line=element.line
            )
        if is_header:
            self._give_child(element, element, element.line)
        if element.name == _CHILD or len(self._open) == 1:
            self._complete(element)
            return
        outer = self._open[-1]
        outer.rows += element.rows
        if element.child is not None:
            self._give_child(outer, element.child, element.line)

    @staticmethod
    def _give_child(element: Element, child: Element, line: int) -> None:
        if element.child is not None:
            raise InputError(
                "The XML describes two children inside one element, so their rows cannot be told apart.",
                _OTHER_REMEDY,
                line=line,
            )
        element.child = child

    def _complete(self, element: Element) -> None:
        """All that there is about a child has gone by."""
        child = element.child.values if element.child is not None else {}
        if element.child is None and not all(strip(row.element.values.get("CHILD", "")) for row in element.rows):
            self._orphans.append(element.line)
        for row in element.rows:
            if row.table not in _OWN_FILE and (row.table != "Header" or row.element.values.keys() - OF_CHILD):
                self._is_main = True
            self._store[row.table].add(row, child)

    def _notices(self, file: str) -> Iterator[Notice]:
        if self._root != _ROOT:
            words = f"The outermost element is {self._root[:50]} and not {_ROOT}; it was read all the same."
            yield Notice(file, self.lines_above + 1, words)
        if self.bytes_above:
            words = "What stands above the XML declaration, which must come first, was left out: blanks or blank lines."
            yield Notice(file, 1, words)
        if self._unknown:
            names = [name[:50] for name in self._unknown]
            words = (
                f"Ignored elements that are not part of the return: {', '.join(names[:20])}{', …' * (len(names) > 20)}."
            )
            yield Notice(file, min(self._unknown.values()), words)
        for name, line in self._repeated.items():
            yield Notice(file, line, f"{name} is given twice in one element; the first one was used.")
        if self._orphans:
            words = f"{len(self._orphans):,} of the children have no {_HEADER}, so their rows have no child identifier."
            yield Notice(file, self._orphans[0], words)


class _Store:
    """The rows of one table so far, as columns; false while there are none."""

    def __init__(self, name: str, room: Room) -> None:
        self._room = room
        self._columns = (*tables()[name].columns, *(("UASC",) if "UASC" in DERIVED.get(name, ()) else ()))
        self._of_child = [(n, column) for n, column in enumerate(self._columns) if column in OF_CHILD]
        self._values: dict[str, list[str]] = {column: [] for column in self._columns}
        self._waiting: list[list[str]] = []
        self._lines: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, row: Row, child: dict[str, str]) -> None:
        """A row whose child is now known."""
        values = row.element.values
        cells = [values.get(column, "") for column in self._columns]
        if child is not values:
            for position, column in self._of_child:
                cells[position] = cells[position] or child.get(column, "")
        self._waiting.append(cells)
        self._lines.append(row.element.line)
        if len(self._waiting) == _ROWS_AT_ONCE:
            self._settle()

    def take(self) -> tuple[dict[str, NDArray[np.object_]], NDArray[np.int64]]:
        """The columns and the lines; they are given away, not kept."""
        self._settle()
        raw = {column: np.array(self._values.pop(column), dtype=object) for column in self._columns}
        return raw, np.array(self._lines, dtype=np.int64)

    def _settle(self) -> None:
        for column, cells in zip(self._columns, zip(*self._waiting, strict=True), strict=bool(self._waiting)):
            self._values[column] += self._room.share(cells)
        self._room.take(40 * len(self._waiting))
        self._waiting.clear()


@lru_cache(maxsize=1000)
def _plan(name: str, columns: tuple[str, ...]) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """What an element of this name with these values is: the child's header or not, and the tables it has a row in.

    First those that it always has a row in, then those where it depends on whether a value is filled.
    """
    owning = dict.fromkeys(owners()[column] for column in columns if column in owners())
    if "UASC" in columns:
        owning["UASC"] = None
    own = _WRAPPERS.get(name)
    if own is None and ("Header" in owning or ("CHILD" in columns and owning.keys() <= set(IN_HEADER))):
        own = "Header"
    if own == "Header":
        if not columns:
            # A HEADER without any value of the return is that of the message which the return was sent in.
            return False, (), ()
        return True, ("Header",), tuple(table for table in owning if table != "Header")
    always = dict.fromkeys([own] if own else []) | dict.fromkeys(table for table in owning if table not in IN_HEADER)
    return False, tuple(always), tuple(table for table in owning if table in IN_HEADER)


def is_filled(table: str, values: Mapping[str, str]) -> bool:
    """Whether the values in HEADER make a row of one of the tables IN_HEADER."""
    if table == "UASC" and strip(values.get("UASC", "")) in ("1", "1.0"):
        return True
    return any(strip(text) for column, text in values.items() if owners().get(column) == table)
