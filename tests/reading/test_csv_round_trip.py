"""Any table written as CSV, in whatever dialect, reads back as it was, every row with its line."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from validator.reading import read
from validator.reading.blanks import BLANKS
from validator.returns.tables import tables

# Any text but surrogates, which no file holds, and zero characters, which no text file holds.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
PLAIN_TEXT = st.text(st.sampled_from("AB19/ .,;\t\"'\n\r" + "é’\xa0"), max_size=8)

IDENTIFIERS = st.from_regex("[A-Za-z]{0,4}[0-9][A-Za-z0-9]{0,6}", fullmatch=True)


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]], list[int], bytes]:
    """Table name, order of columns, rows, their lines, and the file."""
    table = tables()[draw(st.sampled_from(sorted(tables())))]
    columns = draw(st.permutations(list(table.columns)))
    encoding, text = draw(
        st.sampled_from([("utf-8", ANY_TEXT), ("utf-8-sig", ANY_TEXT), ("utf-16", ANY_TEXT), ("cp1252", PLAIN_TEXT)])
    )
    # With an identifier it is a row of the table, whatever else it holds.
    cells = [IDENTIFIERS if column == "CHILD" else text for column in columns]
    rows = draw(st.lists(st.tuples(*cells).map(list), max_size=5))
    blank_lines = draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows)))
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    all_quoted = draw(st.booleans())
    text_lines = [_line(columns, delimiter, all_quoted)]
    lines = []
    for row, blank in zip(rows, blank_lines, strict=True):
        text_lines += [""] * blank + [_line(row, delimiter, all_quoted)]
        lines.append(len(text_lines))
    return table.name, columns, rows, lines, (end.join(text_lines) + end).encode(encoding)


def _line(cells: list[str], delimiter: str, all_quoted: bool) -> str:
    special = set(f'{delimiter}"\r\n')
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if all_quoted or special & set(cell) else cell for cell in cells
    )


@settings(max_examples=300, deadline=None)
@given(written_tables())
def test_round_trip(written: tuple[str, list[str], list[list[str]], list[int], bytes]) -> None:
    name, columns, rows, lines, data = written
    reading = read([("x.csv", data)], "2026-27")
    assert reading.problems == ()
    table = reading.tables[name]
    assert table.line.tolist() == lines
    for position, column in enumerate(columns):
        assert table.raw[column].tolist() == [row[position] for row in rows]


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_values_are_trimmed_and_in_capitals(values: list[str]) -> None:
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["CHILD", "DOB", "DOLO_START", "DOLO_END"], *(["1", "", "", v] for v in values)])
    table = read([("x.csv", target.getvalue().encode())], "2026-27").tables["DoLo"]
    assert table.columns["DOLO_END"].tolist() == [value.strip(BLANKS).upper() for value in values]
    assert table.raw["DOLO_END"].tolist() == values


def test_blanks_are_what_unicode_calls_white_space_and_characters_without_width() -> None:
    spaces = {c for c in map(chr, range(0x110000)) if c.isspace()}
    assert spaces <= set(BLANKS)
    assert set(BLANKS) - spaces == set("\ufeff\u200b\u200c\u200d\u2060")
