"""A CSV file with some of its cells changed and some of its rows deleted; everything else stays byte for byte.

The file is looked at as text in which every delimiter, quotation mark and line ending is one letter. In UTF-16 that
is the text itself. In UTF-8 and Windows-1252 it is one letter for each byte: none of these marks is ever part of
another letter there, and bytes that stand for no letter are kept as they are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..reading.blanks import strip
from ..reading.from_csv import Layout
from ..returns.errors import InputError
from ..returns.tables import TextTable
from .edits import Change

_ONE_FOR_EACH_BYTE = "latin-1"
_LINE_ENDS = ("\r\n", "\n", "\r")


def changed_since(file: str) -> InputError:
    """The error for a file whose content is no longer what was read."""
    return InputError("This file is not as it was when it was checked.", "Check it again, then correct it.", file=file)


def write_csv(data: bytes, layout: Layout, original: TextTable, changes: Sequence[Change]) -> bytes:
    """The file with the changes of its table made; `original` is the table that was read from it.

    A cell keeps its quotation marks and gets them when its new value needs them; a row that is deleted goes with its
    line ending. InputError, with the line and column, for a value that the file's encoding cannot write, a row that
    would be left blank, and a file that was changed since it was read.
    """
    file = _File(data, layout, original)
    waiting: dict[int, list[Change]] = {}
    for change in changes:
        waiting.setdefault(int(original.line[change.row]), []).append(change)
    patches: list[tuple[int, int, str]] = []
    for line, (start, end, after) in enumerate(file.records(), 1):
        if found := waiting.pop(line, None):
            if found[0].field:
                patches += file.edited(start, end, line, found)
            else:
                patches.append((start, after, ""))
        if not waiting:
            break
    if waiting:
        raise changed_since(original.file)
    return file.with_patches(patches)


class _File:
    """The file as text, and where its records and cells stand in it."""

    def __init__(self, data: bytes, layout: Layout, original: TextTable) -> None:
        self._positions: Mapping[str, int] = layout.headings.positions
        self._delimiter = layout.delimiter
        self._spaced = layout.spaced
        self._errors = layout.errors
        self._name = original.file
        self._start = 0
        self._encoding = layout.encoding
        self._as_text = _ONE_FOR_EACH_BYTE
        if layout.encoding == "utf-8-sig":
            self._encoding = "utf-8"
            self._start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        elif layout.encoding != "cp1252":
            if layout.encoding == "utf-16":
                self._encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
                self._start = 1
            self._as_text = self._encoding
        self._text = data.decode(self._as_text)

    def records(self) -> Iterator[tuple[int, int, int]]:
        """Each record as csv.reader has them, blank lines too: its start, its end, and where the next begins."""
        at = self._start
        match = _patterns(self._delimiter, self._spaced)[1].match
        while at < len(self._text):
            found = match(self._text, at)
            if found is None:
                raise changed_since(self._name)
            yield at, found.start(1), found.end()
            at = found.end()

    def edited(self, start: int, end: int, line: int, changes: Sequence[Change]) -> Iterator[tuple[int, int, str]]:
        """The patches that make changes to the cells of one record."""
        spans = list(self._cells(start, end))
        values = [self._value(self._text[a:b]) for a, b in spans]
        missing = 0
        for change in sorted(changes, key=lambda change: self._positions[change.field]):
            position = self._positions[change.field]
            if (values[position] if position < len(spans) else "") != change.old:
                raise changed_since(self._name)
            new = self._letters(change, line)
            if position < len(spans):
                a, b = spans[position]
                yield a, b, self._cell(new, quoted=self._text.startswith('"', a, b))
                values[position] = change.new
            else:
                yield end, end, self._delimiter * (position - len(spans) - missing + 1) + self._cell(new, quoted=False)
                missing = position - len(spans) + 1
                values.append(change.new)
        if not strip("".join(values)):
            raise InputError(
                "Nothing would be left in this row, and a blank row is not read as one.",
                "Take the row out instead.",
                file=self._name,
                line=line,
                column=changes[0].field,
            )

    def with_patches(self, patches: Sequence[tuple[int, int, str]]) -> bytes:
        """The file's bytes with pieces of the text, in their order, replaced."""
        parts, at = [], 0
        for start, end, new in patches:
            parts += [self._text[at:start], new]
            at = end
        text = "".join([*parts, self._text[at:]])
        if not self._text.endswith(_LINE_ENDS):
            # The last record had no line ending; when it is deleted, the one before it is the last and has none.
            ending = next(filter(text.endswith, _LINE_ENDS), "")
            text = text.removesuffix(ending)
        return text.encode(self._as_text)

    def _cells(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        match = _patterns(self._delimiter, self._spaced)[0].match
        at = start
        while True:
            found = match(self._text, at, end)
            assert found is not None
            yield found.span(1)
            if found.end() == end:
                return
            at = found.end() + 1

    def _value(self, cell: str) -> str:
        """A cell's value as it was read."""
        if cell.startswith('"'):
            cell = cell[1:-1].replace('""', '"')
        if self._as_text == _ONE_FOR_EACH_BYTE:
            return cell.encode(_ONE_FOR_EACH_BYTE).decode(self._encoding, self._errors)
        return cell

    def _letters(self, change: Change, line: int) -> str:
        """A new value in the letters of the text."""
        new = change.new
        try:
            written = new.encode(self._encoding)
            bad = "\0" if "\0" in new else ""
        except UnicodeEncodeError as error:
            bad = new[error.start]
        if bad:
            shown = f"“{bad}”" if bad.isprintable() else f"U+{ord(bad):04X}"
            encoding = "Windows-1252" if self._encoding == "cp1252" else self._encoding[:6].upper()
            raise InputError(
                f"The character {shown} cannot be written into this file, which is in {encoding}.",
                "Use another character, or save the file as “CSV UTF-8”, check that and correct it."
                if self._encoding == "cp1252"
                else "Use another character.",
                file=self._name,
                line=line,
                column=change.field,
            )
        return written.decode(self._as_text)

    def _cell(self, new: str, *, quoted: bool) -> str:
        if quoted or any(mark in new for mark in (self._delimiter, '"', "\r", "\n")):
            return '"' + new.replace('"', '""') + '"'
        return new


@cache
def _patterns(delimiter: str, spaced: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a cell is and what a record is, as csv.reader has them when it is strict.

    Group 1 is the cell without the spaces before it, and the line ending of a record.
    """
    d = re.escape(delimiter)
    spaces = " *+" if spaced else ""
    value = rf'"[^"]*+(?:""[^"]*+)*+"|[^"{d}\r\n][^{d}\r\n]*+|'
    cell = f"{spaces}(?:{value})"
    return re.compile(f"{spaces}({value})"), re.compile(rf"{cell}(?:{d}{cell})*+(\r\n|\r|\n|\Z)")
