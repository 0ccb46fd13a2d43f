"""Corrected CSV files: only the cells that were changed differ, whatever the file looks like."""

from __future__ import annotations

import codecs
import csv
import io
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reading.forms import as_xlsx, as_zip
from validator.correcting import write_back
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.correcting.write_back import corrected_files, with_companions
from validator.reading import Reading, read
from validator.reading.blanks import strip
from validator.reading.no_rows import is_no_row
from validator.returns.errors import InputError
from validator.returns.tables import TextTable, tables
from validator.sample import sample

YEAR = "2026-27"

# -- files of every layout, kept as their parts, and the same changes made to the parts

ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
NARROW = st.sampled_from("AB19/ .,;\t\"'\n\r" + "é’\xa0")
# Encoding: its mark, the letters it can hold.
ENCODINGS = {
    "utf-8": (b"", ANY),
    "utf-8-sig": (codecs.BOM_UTF8, ANY),
    "utf-16-le": (codecs.BOM_UTF16_LE, ANY),
    "utf-16-be": (codecs.BOM_UTF16_BE, ANY),
    "utf-16-le without mark": (b"", ANY),
    "utf-16-be without mark": (b"", ANY),
    "cp1252": (b"", NARROW),
}
# What stands above the headings: it shows the encoding to whoever reads the file.
TITLES = {"cp1252": "Größe"} | {f"utf-16-{e}e without mark": "A title that is longer than 32 letters" for e in "lb"}


@dataclass(frozen=True)
class Line:
    """A line of the file: its cells as they are written, its ending, and whether it is a row of the table."""

    cells: tuple[str, ...]
    ending: str
    row: bool = True


@dataclass(frozen=True)
class Layout:
    """A file in its parts."""

    table: str
    places: dict[str, int]
    delimiter: str
    encoding: str
    lines: tuple[Line, ...]

    def file(self) -> bytes:
        """The bytes of the file."""
        mark, _ = ENCODINGS[self.encoding]
        text = "".join(self.delimiter.join(line.cells) + line.ending for line in self.lines)
        return mark + text.encode(self.encoding.split()[0].removesuffix("-sig"))

    def changed(self, edits: Sequence[Edit], removals: Sequence[Removal]) -> Layout:
        """The parts with changes made to them."""
        rows = [at for at, line in enumerate(self.lines) if line.row]
        lines: list[Line | None] = list(self.lines)
        for edit in edits:
            line = lines[rows[edit.row]]
            assert line is not None
            place = self.places[edit.field]
            cells = [*line.cells, *[""] * (place + 1 - len(line.cells))]
            if value(cells[place]) == edit.new:
                continue
            plain = not any(mark in edit.new for mark in (self.delimiter, '"', "\r", "\n"))
            cells[place] = edit.new if plain and not cells[place].startswith('"') else quoted(edit.new)
            lines[rows[edit.row]] = replace(line, cells=tuple(cells))
        for removal in removals:
            lines[rows[removal.row]] = None
        kept = [line for line in lines if line is not None]
        if not self.lines[-1].ending:
            kept[-1] = replace(kept[-1], ending="")
        return replace(self, lines=tuple(kept))


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def value(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    table = tables()[draw(st.sampled_from(sorted(tables())))]
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    delimiter = draw(st.sampled_from(",;\t|"))
    text = st.text(ENCODINGS[encoding][1], max_size=6)
    ending = st.sampled_from(["\n", "\r\n", "\r"])
    more = draw(st.sampled_from([[], ["MADE_UP"], [""], ["MADE_UP", ""]]))
    headings = draw(st.permutations([*table.columns, *more]))

    def written(cell: str) -> str:
        needs = cell.startswith('"') or any(mark in cell for mark in (delimiter, "\r", "\n"))
        return quoted(cell) if needs or draw(st.booleans()) else cell

    lines = [Line((title,), draw(ending), False) for title in (TITLES.get(encoding),) if title]
    lines += [Line(("sep=",), draw(ending), False)] * draw(st.integers(0, 1))
    lines.append(Line(tuple(map(written, headings)), draw(ending), False))
    for _ in range(draw(st.integers(0, 5))):
        # After a line that ends in CR, LF alone would be no line but the end of that one.
        lines += [Line(("",), draw(st.sampled_from(["\r", "\r\n"])), False)] * draw(st.integers(0, 1))
        lines += [Line(("", " ", ""), draw(ending), False)] * draw(st.integers(0, 1))
        cells = [draw(text.filter(strip)), *(draw(text) for _ in headings[1:])]
        length = draw(st.sampled_from([len(cells), draw(st.integers(1, len(cells))), len(cells) + 1]))
        lines.append(Line(tuple(map(written, [*cells, ""][:length])), draw(ending)))
    if draw(st.booleans()):
        lines[-1] = replace(lines[-1], ending="")
    places = {column: headings.index(column) for column in table.columns}
    return Layout(table.name, places, delimiter, encoding, tuple(lines))


@st.composite
def steps(draw: st.DrawFn, layout: Layout) -> tuple[list[Edit], list[Removal]]:
    """Changes of which none leaves a row blank."""
    rows = sum(line.row for line in layout.lines)
    letters = ENCODINGS[layout.encoding][1]
    edits, removals = {}, []
    first = min(layout.places, key=layout.places.__getitem__)
    for row in range(rows):
        if draw(st.integers(0, 4)) == 0:
            removals.append(Removal(layout.table, row, ""))
            continue
        for column in draw(st.lists(st.sampled_from(sorted(layout.places)), max_size=3)):
            new = draw(st.text(letters, min_size=int(column == first), max_size=6))
            assume(column != first or strip(new))
            edits[row, column] = Edit(layout.table, row, column, new, "")
    return list(edits.values()), removals


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_only_the_cells_that_were_changed_differ(data: st.DataObject) -> None:
    layout = data.draw(layouts())
    # A filled cell under no heading would be a row's only one.
    assume(min(layout.places.values()) == 0)
    edits, removals = data.draw(steps(layout))
    for lines in (layout.lines, layout.changed(edits, removals).lines):
        rows = [[value(cell) for cell in line.cells] for line in lines if line.row]
        at = layout.places["CHILD"]
        assume(not any(is_no_row(row, row[at] if at < len(row) else "") for row in rows))
    given_file = layout.file()
    reading = read([("x.csv", given_file)], YEAR)
    assert reading.problems == ()
    corrected = Corrected(reading.tables, [Step("Some", "by hand", edits, removals)])
    files = corrected_files([("x.csv", given_file)], corrected)
    assert files == {"x.csv": layout.changed(edits, removals).file()}
    same_again(files, corrected)
    assert corrected_files([("x.csv", given_file)], Corrected(reading.tables)) == {"x.csv": given_file}


def same_again(files: dict[str, bytes], corrected: Corrected) -> None:
    """What is read from corrected files are the corrected tables."""
    again = read(list(files.items()), YEAR)
    assert again.problems == ()
    assert set(again.tables) == set(corrected.tables)
    for name, table in again.tables.items():
        assert same(table, corrected.tables[name])


def same(one: TextTable, other: TextTable) -> bool:
    return all(np.array_equal(one.raw[column], other.raw[column]) for column in other.raw)


# -- one file, one change


REVIEWS = b'CHILD,DOB,REVIEW,REVIEW_CODE\r\n1,01/02/2015,01/05/2025,"PN1"\r\n2,01/02/2016\r\n3,,02/05/2025,PN2'


def reviews(data: bytes, *parts: Edit | Removal, name: str = "reviews.csv") -> bytes:
    sources = [(name, data)]
    reading = read(sources, YEAR)
    assert reading.problems == ()
    edits = [part for part in parts if isinstance(part, Edit)]
    removals = [part for part in parts if isinstance(part, Removal)]
    corrected = Corrected(reading.tables, [Step("A step", "by hand", edits, removals)])
    return corrected_files(sources, corrected)[name]


def edit(row: int, field: str, new: str) -> Edit:
    return Edit("Reviews", row, field, new, "Because.")


@pytest.mark.parametrize(
    ("parts", "before", "after"),
    [
        ([edit(0, "REVIEW_CODE", "PN3")], b'"PN1"', b'"PN3"'),
        ([edit(0, "REVIEW_CODE", "")], b'"PN1"', b'""'),
        ([edit(0, "DOB", "a,b")], b"1,01/02/2015", b'1,"a,b"'),
        ([edit(0, "DOB", 'a"b')], b"1,01/02/2015", b'1,"a""b"'),
        ([edit(0, "DOB", "a\nb")], b"1,01/02/2015", b'1,"a\nb"'),
        ([edit(0, "DOB", " 1/2/2015")], b"1,01/02/2015", b"1, 1/2/2015"),
        ([edit(0, "DOB", "é")], b"1,01/02/2015", "1,é".encode()),
        ([edit(1, "REVIEW_CODE", "PN4")], b"2,01/02/2016", b"2,01/02/2016,,PN4"),
        ([edit(1, "REVIEW_CODE", "PN4"), edit(1, "REVIEW", "x")], b"2,01/02/2016", b"2,01/02/2016,x,PN4"),
        ([edit(2, "DOB", "x")], b"3,,", b"3,x,"),
        ([Removal("Reviews", 0, "")], b'1,01/02/2015,01/05/2025,"PN1"\r\n', b""),
        ([Removal("Reviews", 2, "")], b"\r\n3,,02/05/2025,PN2", b""),
        ([Removal("Reviews", row, "") for row in (1, 2)], b"\r\n2,01/02/2016\r\n3,,02/05/2025,PN2", b""),
        ([Removal("Reviews", row, "") for row in (0, 1, 2)], REVIEWS[REVIEWS.index(b"\r\n") :], b""),
    ],
)
def test_what_is_written(parts: list[Edit | Removal], before: bytes, after: bytes) -> None:
    assert REVIEWS.count(before) == 1
    assert reviews(REVIEWS, *parts) == REVIEWS.replace(before, after)


REFUSED = [
    (
        "CHILD,DOB,REVIEW,REVIEW_CODE\n1,é,,\n".encode("cp1252"),
        edit(0, "REVIEW", "Łódź"),
        "reviews.csv, line 2, column REVIEW: The character “Ł” cannot be written into this file, which is in "
        "Windows-1252. Use another character, or save the file as “CSV UTF-8”, check that and correct it.",
    ),
    (REVIEWS, edit(1, "DOB", "a\0"), "line 3, column DOB: The character U+0000 cannot be written into this file"),
    (REVIEWS, edit(1, "DOB", "a\ud800"), "line 3, column DOB: The character U+D800 cannot be written into this file"),
    (
        "\ufeffCHILD,DOB,REVIEW,REVIEW_CODE\n1,,,\n".encode("utf-16-le"),
        edit(0, "DOB", "\ud800"),
        "reviews.csv, line 2, column DOB: The character U+D800 cannot be written into this file, which is in UTF-16.",
    ),
    (
        b"CHILD,DOB,REVIEW,REVIEW_CODE\n\n1,,,\n",
        edit(0, "CHILD", " "),
        "reviews.csv, line 3, column CHILD: Nothing would be left in this row, and a blank row is not read as one. "
        "Take the row out instead.",
    ),
    (
        # Without the first é, what is left is what UTF-8 has for another letter.
        b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,\xe9,\xc3\xa9,\n",
        edit(0, "DOB", "e"),
        "reviews.csv: With these changes the file would be taken for another encoding, and read otherwise.",
    ),
    (REVIEWS, edit(0, "DOB", "x" * 100_000), "With these changes the file could not be read again. A line of the"),
]


@pytest.mark.parametrize(("data", "change", "words"), REFUSED)
def test_changes_that_a_file_cannot_hold(data: bytes, change: Edit, words: str) -> None:
    with pytest.raises(InputError) as caught:
        reviews(data, change)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "now",
    [
        REVIEWS.replace(b"01/02/2015", b"02/02/2015"),
        REVIEWS.replace(b"PN2", b"PN3"),
        REVIEWS[:40],
        REVIEWS.replace(b"REVIEW_CODE", b"CODE"),
        b"",
        b'CHILD,DOB,REVIEW,REVIEW_CODE\r\n1,01/02/2015,01/05/2025,"PN1"x\r\n',
    ],
)
def test_files_that_were_changed_since_they_were_read(now: bytes, tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_bytes(REVIEWS)
    corrected = Corrected(read([path], YEAR).tables, [Step("A step", "by hand", [edit(0, "DOB", "03/03/2015")])])
    path.write_bytes(now)
    with pytest.raises(InputError, match=r"reviews\.csv: This file is not as it was when it was checked\."):
        corrected_files([path], corrected)
    path.unlink()
    with pytest.raises(InputError, match=r"reviews\.csv: This file is not as it was when it was checked\."):
        corrected_files([path], corrected)


def test_a_file_that_was_written_wrongly_is_never_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "write_csv", lambda data, *_: data.replace(b"PN2", b"PN9"))
    with pytest.raises(InputError, match="would say something else"):
        reviews(REVIEWS, edit(0, "DOB", "03/03/2015"))


# -- whole boxes


def changed(reading: Reading, names: Sequence[str] = ("Episodes", "Header")) -> Corrected:
    edits = [Edit(name, 1, list(tables()[name].columns)[3], "X", "Because.") for name in names]
    return Corrected(reading.tables, [Step("A step", "by hand", edits, [Removal("Reviews", 2, "Twice.")])])


def test_every_file_of_a_box_is_there_and_only_those_with_changes_differ() -> None:
    box = [*sample(40, seed=3, year=YEAR).this_year.items(), ("letter.pdf", b"%PDF-1.4\0")]
    corrected = changed(read(box, YEAR))
    files = corrected_files(box, corrected)
    assert list(files) == [name for name, _ in box]
    assert {name for name, data in box if files[name] != data} == {"episodes.csv", "header.csv", "reviews.csv"}
    del files["letter.pdf"]
    same_again(files, corrected)


def test_folders_and_zips(tmp_path: Path) -> None:
    made = sample(40, seed=3, year=YEAR).this_year
    inside = {name: made.pop(name) for name in ("episodes.csv", "reviews.csv")}
    (tmp_path / "box").mkdir()
    for name, data in (made | {"return.zip": as_zip(inside | {"__MACOSX/x": b"1"}), "notes.docx": b"1"}).items():
        (tmp_path / "box" / name).write_bytes(data)
    for sources in ([tmp_path / "box"], [str(tmp_path / "box")], sorted((tmp_path / "box").iterdir())):
        reading = read(sources, YEAR)
        corrected = changed(reading)
        files = corrected_files(sources, corrected)
        files.pop("notes.docx", None)
        assert set(files) == {*made, "return.zip/episodes.csv", "return.zip/reviews.csv"}
        assert {files[name] == data for name, data in made.items()} == {True, False}
        same_again(files, corrected)


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    for folder, names in (("a", ["episodes.csv", "header.csv"]), ("b", ["episodes.csv"])):
        (tmp_path / folder).mkdir()
        for name in names:
            made = sample(20, seed=3, year=YEAR).this_year[name]
            (tmp_path / folder / name).write_bytes(made)
    sources = [tmp_path / "a" / "episodes.csv", tmp_path / "a" / "header.csv", tmp_path / "b" / "episodes.csv"]
    files = corrected_files(sources, Corrected(read(sources, YEAR).tables))
    inside = (tmp_path / "a" / "episodes.csv").as_posix().lstrip("/")
    assert list(files) == [inside, "header.csv", inside.replace("/a/", "/b/")]
    pairs = [("C:\\data\\..\\header.csv", b"1"), ("../header.csv", b"2"), ("data/header.csv", b"3"), ("..", b"4")]
    files = corrected_files(pairs, Corrected({}))
    assert files == {"data/header.csv": b"1", "header.csv": b"2", "data/header (2).csv": b"3", "file": b"4"}
    assert not any(os.path.isabs(name) or ".." in name for name in files)


def test_of_two_files_of_one_name_the_one_with_the_table_is_changed() -> None:
    made = sample(20, seed=3, year=YEAR).this_year
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.csv", made["header.csv"])
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("data.csv", made["episodes.csv"])
    box = [("return.zip", packed.getvalue())]
    corrected = Corrected(
        read(box, YEAR).tables, [Step("A step", "by hand", [Edit("Episodes", 0, "LS", "X", "Because.")])]
    )
    files = corrected_files(box, corrected)
    assert files["return.zip/data.csv"] == made["header.csv"]
    assert files["return.zip/data (2).csv"] != made["episodes.csv"]
    same_again(files, corrected)


def test_a_workbook_comes_as_it_was_with_its_tables_as_csv_files_beside_it() -> None:
    made = sample(40, seed=3, year=YEAR).this_year
    alone = {"missing.csv": made.pop("missing.csv")}
    book = as_xlsx(made)
    box = [("data/return.xlsx", book), *alone.items()]
    reading = read(box, YEAR)
    assert reading.form == "excel"
    unchanged = corrected_files(box, Corrected(reading.tables))
    assert unchanged == dict(box)
    corrected = changed(reading)
    files = corrected_files(box, corrected)
    assert files.pop("data/return.xlsx") == book
    assert files["missing.csv"] == alone["missing.csv"]
    assert set(files) == {"missing.csv", *(f"data/{name}" for name in made)}
    same_again(files, corrected)
    first = next(csv.DictReader(io.StringIO(files["data/episodes.csv"].decode())))
    blank = [Edit("Episodes", 0, column, "", "") for column, cell in first.items() if cell]
    with pytest.raises(InputError, match=r"return\.xlsx \[episodes\], line 2: Nothing would be left in this row"):
        corrected_files(box, Corrected(reading.tables, [Step("Blank", "by hand", blank)]))


def test_outside_xml_no_rows_share_a_cell() -> None:
    made = sample(20, seed=3, year=YEAR).this_year
    corrected = Corrected(read(list(made.items()), YEAR).tables)
    edits = [Edit("Header", 0, "DOB", "01/01/2015", "Because.")]
    assert with_companions(list(made.items()), corrected, "csv", edits) == edits


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"CHILD", "SEX", "DOB", "DUC"\n"1",  "M", 3,\n', '"CHILD", "SEX", "DOB", "DUC"\n"1",  "F", x,y\n'),
        ("Child ID|SEX|DOB|DUC\n-|-|-|-\n1|M|3|\n(1 row)\n", "Child ID|SEX|DOB|DUC\n-|-|-|-\n1|F|x|y\n(1 row)\n"),
        ('CHILD,SEX,DOB,DUC\n="1",M,3\n', 'CHILD,SEX,DOB,DUC\n="1",F,x,y\n'),
    ],
)
def test_what_was_read_otherwise_stays_as_it_is(before: str, after: str) -> None:
    sources = [("x.csv", before.encode())]
    edits = [Edit("UASC", 0, column, new, "") for column, new in (("SEX", "F"), ("DOB", "x"), ("DUC", "y"))]
    corrected = Corrected(read(sources, YEAR).tables, [Step("Some", "by hand", edits)])
    assert corrected_files(sources, corrected) == {"x.csv": after.encode()}
