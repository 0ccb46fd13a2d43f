"""Writes sheets of text, numbers and dates into an Excel workbook: never a formula, within Excel's limits, and fast."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

CellValue: TypeAlias = str | int | float

# The beginning of a column's cells up to the row's number, then what follows in a cell of text and in any other.
_Opening: TypeAlias = tuple[str, str, str]

# Excel's own limits.
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767

# Excel counts days from here and takes 1900 for a leap year, so that only dates from 1 March 1900 on are the same.
DAY_0, FIRST_DAY = dt.date(1899, 12, 30), dt.date(1900, 3, 1)
_SHORTENED = " … (shortened)"
_FILL = "#FFD966"

# What a column holds -> Excel's number format; 49 is that of text. A cell in the form of text stays text even when
# somebody edits it. Sentences, which may be long, are not, because old versions of Excel show #### for long ones.
_FORMS: Mapping[str, str | int] = {"text": 49, "words": "General", "date": "dd/mm/yyyy", "number": "General"}
# Numbers of which it is known how exact they are.
_NUMBERS: Mapping[str, str] = {
    "count": "#,##0", "per_child": "#,##0.00", "rate": "#,##0.0", "share": "0%", "decimal": "0.00",
}  # fmt: skip


class Book:
    """A workbook being written, and the few ways in which its cells look; `created` when, now if that is not given."""

    def __init__(
        self,
        title: str = "Check 903",
        comments: str = "Holds data on children: keep it safe.",
        created: dt.datetime | None = None,
    ) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True})
        # Sheet -> how many rows it was given that found no room in it.
        self.left_out: dict[str, int] = {}
        self._book.set_properties({"title": title, "comments": comments} | ({"created": created} if created else {}))
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats: dict[tuple[str, bool, bool], Any] = {}
        for kind in _FORMS:
            for wrapped in (False, True):
                for marked in (False, True):
                    self._format(kind, wrapped, marked)

    def _format(self, kind: str, wrapped: bool, marked: bool) -> Any:
        found = self._formats.get((kind, wrapped, marked))
        if not found:
            form = _FORMS[kind] if kind in _FORMS else _NUMBERS[kind]
            look = {"num_format": form, "valign": "top", "text_wrap": wrapped} | ({"bg_color": _FILL} if marked else {})
            found = self._formats[kind, wrapped, marked] = self._book.add_format(look)
        return found

    def add(
        self,
        name: str,
        headings: Sequence[str],
        widths: Sequence[int],
        kinds: Sequence[str],
        wrap: Sequence[int] = (),
        frozen: int = 0,
    ) -> Sheet:
        """A sheet with its headings; `widths` in characters, `kinds` of the columns: text, words, date, number, or of
        numbers count, per_child, rate, share, decimal.

        Text in a column of dates or numbers is written as text. `wrap` names the columns whose text is broken into
        lines, `frozen` how many columns stay when one scrolls.
        """
        page = self._book.add_worksheet(name, worksheet_class=Sheet)
        for at, (width, kind) in enumerate(zip(widths, kinds, strict=True)):
            page.set_column(at, at, width, self._format(kind, at in wrap, False))
        page.freeze_panes(1, frozen)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})

        def looks(marked: bool) -> list[tuple[Any, Any]]:
            texts = ["words" if kind == "words" else "text" for kind in kinds]
            return [
                tuple(self._format(form, at in wrap, marked) for form in pair)
                for at, pair in enumerate(zip(texts, kinds, strict=True))
            ]

        page.begin(headings, self._heading, looks(False), looks(True), self.left_out)
        return page

    @staticmethod
    def day(day: dt.date) -> int | str:
        """A day as a cell of a column of dates holds it; as text where Excel cannot count it."""
        return (day - DAY_0).days if day >= FIRST_DAY else day.isoformat()

    def chart(self, kind: str) -> Any:
        """A chart of one of xlsxwriter's kinds, to be filled and put on a sheet with its `insert_chart`."""
        return self._book.add_chart({"type": kind})

    def close(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._out.getvalue()


class Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """One sheet. Its rows are turned into XML as they are given, several times as fast as cell by cell.

    All text goes through the workbook's table of strings, so that nothing in it can be taken for a formula or markup.
    """

    def begin(
        self,
        headings: Sequence[str],
        look: Any,
        plain: Sequence[tuple[Any, Any]],
        marked: Sequence[tuple[Any, Any]],
        left_out: dict[str, int],
    ) -> None:
        """Write the headings; `plain` and `marked` are how each column's cells look, those of text and any others.

        `left_out` is the book's, to be told of rows without room.
        """
        self._left_out = left_out
        self._rows: list[str] = []
        self._add(headings, self._openings([(look, look)] * len(headings)), {})
        self._plain = self._openings(plain)
        self._marked = self._openings(marked)

    def fill(self, rows: Iterable[Sequence[CellValue]], marks: Mapping[int, Iterable[int]] | None = None) -> None:
        """Write the rows below the headings; those that find no room are counted in `Book.left_out`.

        Blank cells take no room in the file.

        `marks`: row, counted from 0 below the headings -> the columns of its cells that are coloured.
        """
        marks = marks or {}
        rows = iter(rows)
        for at, row in enumerate(islice(rows, MOST_ROWS - 1)):
            self._add(row, self._plain, {column: self._marked[column] for column in marks[at]} if at in marks else {})
        last_column = len(self._plain) - 1
        self._check_dimensions(len(self._rows) - 1, last_column)
        self.autofilter(0, 0, len(self._rows) - 1, last_column)
        if number := sum(1 for _ in rows):
            self._left_out[self.name] = number

    def comment(self, row: int, column: int, text: str) -> None:
        """Comment on a cell; `row` counts from 0 below the headings."""
        if row + 1 < MOST_ROWS:
            lines = 1 + len(text) // 45 + text.count("\n")
            size = {"width": 300, "height": min(400, 24 + 16 * lines)}
            self.write_comment(row + 1, column, _shortened(text), size)

    @staticmethod
    def _openings(looks: Sequence[tuple[Any, Any]]) -> list[_Opening]:
        names = map(xl_col_to_name, range(len(looks)))
        return [
            (f'<c r="{name}', f'" s="{text._get_xf_index()}"', f'" s="{other._get_xf_index()}"')
            for name, (text, other) in zip(names, looks, strict=True)
        ]

    def _add(self, row: Sequence[CellValue], plain: Sequence[_Opening], marked: Mapping[int, _Opening]) -> None:
        number = len(self._rows) + 1
        string = self.str_table._get_shared_string_index
        parts = [f'<row r="{number}">']
        for column, value in enumerate(row):
            if value == "" and column not in marked:
                continue
            start, of_text, of_other = marked.get(column) or plain[column]
            if value == "":
                parts.append(f"{start}{number}{of_other}/>")
            elif isinstance(value, str):
                parts.append(f'{start}{number}{of_text} t="s"><v>{string(_storable(value))}</v></c>')
            else:
                parts.append(f"{start}{number}{of_other}><v>{value}</v></c>")
        parts.append("</row>")
        self._rows.append("".join(parts))

    def _write_rows(self) -> None:
        self.fh.write("".join(self._rows))


def _storable(text: str) -> str:
    """The text as the table of strings takes it."""
    text = _shortened(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes this for markup of its own and writes it as it stands: give it such markup.
        return f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    return text


def _shortened(text: str) -> str:
    """The text, or as much of it as a cell or comment can hold, which says so."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_SHORTENED)] + _SHORTENED
