"""Corrected XML returns: only the values that were changed differ, whatever the document looks like."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.forms import as_xml
from validator.correcting import write_back
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.correcting.write_back import corrected_files, with_companions
from validator.reading import read
from validator.returns.errors import InputError
from validator.returns.tables import TextTable, tables
from validator.sample import sample

YEAR = "2025-26"


def written(document: bytes, *parts: Edit | Removal) -> bytes:
    """The document after one step, checked to read as the corrected tables and to be as it was without the step."""
    sources = [("return.xml", document)]
    reading = read(sources, YEAR)
    assert reading.problems == ()
    edits = [part for part in parts if isinstance(part, Edit)]
    removals = [part for part in parts if isinstance(part, Removal)]
    corrected = Corrected(reading.tables, [Step("A step", "by hand", edits, removals)])
    files = corrected_files(sources, corrected)
    # The corrected file is told from the original by its name.
    assert list(files) == ["return-corrected.xml" if corrected.changed else "return.xml"]
    again = read(list(files.items()), YEAR)
    for name, table in corrected.tables.items():
        assert same(again.tables[name], table) if name in again.tables else not len(table)
    assert corrected_files(sources, Corrected(reading.tables)) == dict(sources)
    return next(iter(files.values()))


def test_a_file_that_is_corrected_once_more_has_a_name_of_its_own_again() -> None:
    names = ("return.xml", "a/b\\return-corrected.xml", "return-corrected-2.xml", "903", "..")
    step = Step("A step", "by hand", [edit("Reviews", 1, "REVIEW", "x")])
    found = [
        list(corrected_files([(name, FAMILY)], Corrected(read([(name, FAMILY)], YEAR).tables, [step])))
        for name in names
    ]
    assert found == [
        ["return-corrected.xml"], ["a/b/return-corrected-2.xml"], ["return-corrected-3.xml"], ["903-corrected"],
        ["file-corrected"],
    ]  # fmt: skip


def same(one: TextTable, other: TextTable) -> bool:
    return all(np.array_equal(one.raw[column], other.raw[column]) for column in other.raw)


def edit(table: str, row: int, column: str, new: str) -> Edit:
    return Edit(table, row, column, new, "Because.")


# -- documents of every layout, kept as their parts, and the same changes made to the parts

TEXT = st.text(st.sampled_from("AB1 <>&'\"é€Ł😀\t\n\r]"), max_size=5)
# Encoding as the document names it, its mark, and Python's name for it.
ENCODINGS = (
    ("", b"", "utf-8"),
    ("UTF-8", codecs.BOM_UTF8, "utf-8"),
    ("utf-16", codecs.BOM_UTF16_LE, "utf-16-le"),
    ("UTF-16", codecs.BOM_UTF16_BE, "utf-16-be"),
    ("", codecs.BOM_UTF16_LE, "utf-16-le"),
    ("utf-16", b"", "utf-16-le"),
    ("us-ascii", b"", "ascii"),
    ("ISO-8859-1", b"", "latin-1"),
    ("windows-1252", b"", "cp1252"),
    ("iso-8859-15", b"", "iso-8859-15"),
)
_NAMES = {"CHILD": "CHILDID", "PLACE": "PL"}
_WRAPPERS = {"Episodes": "EPISODE", "Reviews": "AREVIEW", "OC2": "OC2", "SWEpisodes": "SOCIAL_WORKER"}


@dataclass
class Node:
    """An element: the white space before it, its tag, and what is in it, a text or other elements."""

    blanks: str
    name: str
    attributes: str
    # A comment or the like that goes before the value and with it.
    aside: str = ""
    text: str | None = None
    inside: list[Node] = field(default_factory=list)
    column: str = ""

    def pieces(self) -> Iterator[str]:
        """The markup."""
        yield f"{self.blanks}<{self.name}{self.attributes}"
        if not self.inside and not self.aside and self.text is None:
            yield " />"
            return
        yield f">{self.aside}{escape(self.text or '', {chr(13): '&#13;'})}"
        for node in self.inside:
            yield from node.pieces()
        yield f"{self.blanks if self.inside else ''}</{self.name}>"


@dataclass
class Document:
    """A document in its parts; `rows` are the elements that hold the rows of each table, in their order."""

    encoding: tuple[str, bytes, str]
    root: Node
    rows: dict[str, list[Node]]
    headers: list[Node]

    def file(self) -> bytes:
        """The bytes of the document."""
        name, mark, codec = self.encoding
        declared = f'<?xml version="1.0" encoding="{name}"?>\n' if name else ""
        return mark + (declared + "".join(self.root.pieces())).encode(codec, "xmlcharrefreplace")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    blanks = draw(st.sampled_from(["", "\n", "\r\n  ", "\t"]))
    encoding = draw(st.sampled_from(ENCODINGS))
    prefix = draw(st.sampled_from(["", "x:"] if encoding[2] == "ascii" else ["", "x:", "é:"]))
    small = draw(st.booleans())
    asides = st.sampled_from(["", "", "", "<!-- a < b -->", "<?do it?>"])

    def node(name: str, at: str = blanks, aside: str = "", text: str | None = None, column: str = "") -> Node:
        attributes = draw(st.sampled_from(["", "", ' a="/>"', " b='<\"&gt;'".replace("<", "&lt;"), "\n c = '>'"]))
        return Node(at, prefix + (name.lower() if small else name), attributes, aside, text, [], column)

    def leaf(column: str, text: str | None) -> Node:
        return node(_NAMES.get(column, column), blanks, draw(asides) if text else "", text, column)

    def leaves(columns: Sequence[str], filled: str = "") -> list[Node]:
        chosen = [column for column in draw(st.permutations(columns)) if column == filled or draw(st.booleans())]
        return [
            leaf(column, draw(TEXT.filter(str.strip) if column == filled else st.none() | TEXT)) for column in chosen
        ]

    root = node("EXPSSDA903", "")
    root.attributes += "".join(f' xmlns:{name}="urn:x"' for name in prefix[:-1])
    rows: dict[str, list[Node]] = {name: [] for name in _WRAPPERS}
    headers = []
    for number in range(draw(st.integers(0, 3))):
        child, header = node("CHILD"), node("HEADER")
        own = [
            leaf("CHILD", f"C{number}"),
            leaf("DOB", f"{number}/D"),
            *leaves(["ETHNIC", "UPN", "MOTHER", "MC_DOB"], "ETHNIC"),
        ]
        header.inside = list(draw(st.permutations(own)))
        for table in draw(st.lists(st.sampled_from(["Reviews", "OC2", "SWEpisodes"]), max_size=3)):
            columns = [column for column in tables()[table].columns if column not in ("CHILD", "DOB")]
            row = node(_WRAPPERS[table])
            # Rows of tables whose element has another name are known by what is in it.
            row.inside = leaves(columns, columns[0] if table == "SWEpisodes" else "")
            if draw(st.integers(0, 4)) == 0:
                row.inside.append(leaf("DOB", "own"))
            header.inside.append(row)
            rows[table].append(row)
        episodes = [node("EPISODE") for _ in range(draw(st.integers(0, 2)))]
        for episode in episodes:
            episode.inside = leaves([column for column in tables()["Episodes"].columns if column != "CHILD"])
        rows["Episodes"] += episodes
        headers.append(header)
        child.inside = draw(st.permutations([header, *episodes]))
        # Rows are counted as their elements come; these may have changed places.
        rows["Episodes"] = [e for e in rows["Episodes"] if not any(e is o for o in episodes)] + [
            n for n in child.inside if n is not header
        ]
        root.inside.append(child)
    return Document(encoding, root, rows, headers)


def decided(data: st.DataObject, node: Node, table: str, row: int) -> Iterator[tuple[Node, Edit]]:
    """Some of the values that stand in an element, and what they are to be."""
    for part in node.inside:
        if part.column in tables()[table].columns and part.column not in ("CHILD", "DOB") and data.draw(st.booleans()):
            yield part, edit(table, row, part.column, data.draw(TEXT))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_only_the_values_that_were_changed_differ(data: st.DataObject) -> None:
    document = data.draw(documents())
    given_file = document.file()
    parts: list[Edit | Removal] = []
    changes: list[tuple[Node, str]] = []
    gone: list[Node] = []
    for table, elements in document.rows.items():
        for row, element in enumerate(elements):
            if data.draw(st.integers(0, 4)) == 0:
                parts.append(Removal(table, row, ""))
                gone.append(element)
                continue
            for part, change in decided(data, element, table, row):
                parts.append(change)
                changes.append((part, change.new))
    for row, element in enumerate(document.headers):
        for part, change in decided(data, element, "Header", row):
            parts.append(change)
            changes.append((part, change.new))
    found = written(given_file, *parts)
    for part, new in changes:
        if (part.text or "") != new:
            part.text, part.aside = new, ""
    for parent in (document.root, *document.root.inside, *document.headers):
        parent.inside = [node for node in parent.inside if not any(node is taken for taken in gone)]
    assert found == document.file()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_values_that_are_missing_are_put_in_and_nothing_else_changes(data: st.DataObject) -> None:
    document = data.draw(documents())
    given_file = document.file()
    parts = []
    for table, elements in (("Header", document.headers), *document.rows.items()):
        for row, element in enumerate(elements):
            missing = (
                tables()[table].columns.keys() - {part.column for part in element.inside} - {"CHILD", "DOB", "SEX"}
            )
            for column in sorted(missing):
                if data.draw(st.booleans()):
                    parts.append(edit(table, row, column, data.draw(TEXT.filter(bool))))
    found = written(given_file, *parts)
    rest = iter(found)
    # An empty element had a stroke in its only tag.
    assert all(byte in rest for byte in given_file if byte not in b" /")
    assert len(found) > len(given_file) or not parts


# -- a return as councils have it


def test_a_whole_return_with_changes_in_every_table_and_back() -> None:
    document = as_xml(sample(80, seed=4, year="2026-27").this_year)
    now = read([("return.xml", document)], YEAR).tables
    parts: list[Edit | Removal] = []
    for name, table in now.items():
        column = list(tables()[name].columns)[3 if name != "UASC" else -1]
        parts += [edit(name, row, column, f"new {row} & é") for row in range(0, len(table), 3)]
    parts += [Removal("Episodes", row, "") for row in range(1, len(now["Episodes"]), 6)]
    found = written(document, *parts)
    assert found.count(b"new 0 &amp; &#233;") == sum(len(table) > 0 for table in now.values())
    lines, before = found.splitlines(), document.splitlines()
    assert sum(line not in set(before) for line in lines) == sum(isinstance(part, Edit) for part in parts)
    edits = [part for part in parts if isinstance(part, Edit)]
    back = [part._replace(new=str(now[part.table].raw[part.field][part.row])) for part in edits]
    again = written(written(document, *edits), *back)
    # What was <DEC /> may have an end tag now.
    assert with_end_tags(again) == with_end_tags(document)


def with_end_tags(data: bytes) -> bytes:
    return re.sub(rb"<(\w+) />", rb"<\1></\1>", data)


# -- one document, one change

HEADER = "<CHILDID>1</CHILDID><SEX>F</SEX><DOB>01/02/2010</DOB>"


def document(*lines: str) -> bytes:
    return "\n".join(["<EXPSSDA903>", "<CHILD>", *lines, "</CHILD>", "</EXPSSDA903>"]).encode()


WRITTEN = [
    # A single tag becomes two.
    ("<EPISODE><DEC/></EPISODE>", [("DEC", "x")], "<EPISODE><DEC>x</DEC></EPISODE>"),
    ("<EPISODE><DEC a='1' /></EPISODE>", [("DEC", "x")], "<EPISODE><DEC a='1'>x</DEC></EPISODE>"),
    ("<EPISODE/>", [("DEC", "x"), ("LS", "y")], "<EPISODE><LS>y</LS><DEC>x</DEC></EPISODE>"),
    ("<EPISODE></EPISODE>", [("DEC", "x")], "<EPISODE><DEC>x</DEC></EPISODE>"),
    # A text that ends as a single tag does is none.
    ("<EPISODE><DEC>/></DEC></EPISODE>", [("DEC", "x")], "<EPISODE><DEC>x</DEC></EPISODE>"),
    # Clearing leaves the element.
    ("<EPISODE><DEC>x</DEC></EPISODE>", [("DEC", "")], "<EPISODE><DEC></DEC></EPISODE>"),
    # What belongs to the value goes with it.
    ("<EPISODE><DEC>1<!-- ? --><![CDATA[2]]></DEC></EPISODE>", [("DEC", "3")], "<EPISODE><DEC>3</DEC></EPISODE>"),
    # Missing values stand where the table has them, on a line of their own where the others do.
    (
        "<EPISODE>\n  <DECOM>a</DECOM>\n  <DEC>b</DEC>\n</EPISODE>",
        [("LS", "x"), ("CIN", "y"), ("URN", "z")],
        "<EPISODE>\n  <DECOM>a</DECOM>\n  <LS>x</LS>\n  <CIN>y</CIN>\n  <DEC>b</DEC>\n  <URN>z</URN>\n</EPISODE>",
    ),
    ("<EPISODE><DEC/></EPISODE>", [("REC", "x"), ("DEC", "y")], "<EPISODE><DEC>y</DEC><REC>x</REC></EPISODE>"),
    ("<EPISODE><DEC/></EPISODE>", [("LS", "x"), ("DEC", "y")], "<EPISODE><LS>x</LS><DEC>y</DEC></EPISODE>"),
    # They are called as elsewhere in the document, or as the Department does.
    ("<EPISODE><LS/></EPISODE><EPISODE><PLACE/></EPISODE>", [("PLACE", "x")],
     "<EPISODE><LS/><PLACE>x</PLACE></EPISODE><EPISODE><PLACE/></EPISODE>"),
    ("<EPISODE><LS/></EPISODE>", [("PLACE", "x")], "<EPISODE><LS/><PL>x</PL></EPISODE>"),
    ("<episode><LS/></episode>", [("PLACE", "x")], "<episode><LS/><pl>x</pl></episode>"),
    # Of two the one that counts is changed.
    ("<EPISODE><LS> </LS><LS>a</LS><LS>b</LS></EPISODE>", [("LS", "x")],
     "<EPISODE><LS> </LS><LS>x</LS><LS>b</LS></EPISODE>"),
    ("<EPISODE><DEC/></EPISODE>", [("DEC", "<&>\r\n")], "<EPISODE><DEC>&lt;&amp;&gt;&#13;\n</DEC></EPISODE>"),
    # A value of the row's own.
    ("<EPISODE><CHILDID>2</CHILDID></EPISODE>", [("CHILD", "x")], "<EPISODE><CHILDID>x</CHILDID></EPISODE>"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "changes", "after"), WRITTEN)
def test_what_is_written(before: str, changes: list[tuple[str, str]], after: str) -> None:
    header = f"<HEADER>{HEADER}</HEADER>"
    edits = [edit("Episodes", 0, column, new) for column, new in changes]
    assert written(document(header, before), *edits) == document(header, after)


def test_a_child_without_an_identifier_is_given_one() -> None:
    before = document("<HEADER><CHILDID/><DOB>01/02/2010</DOB></HEADER>", "<EPISODE><LS>C2</LS></EPISODE>")
    edits = expanded(before, edit("Episodes", 0, "CHILD", "7"))
    assert written(before, *edits) == before.replace(b"<CHILDID/>", b"<CHILDID>7</CHILDID>")
    without = document("<EPISODE>\n<LS>C2</LS></EPISODE>")
    assert written(without, edit("Episodes", 0, "CHILD", "7")) == document(
        "<EPISODE>\n<CHILDID>7</CHILDID>\n<LS>C2</LS></EPISODE>"
    )


def test_values_in_header_of_other_tables() -> None:
    before = document(f"<HEADER>{HEADER}<UASC>1</UASC><ACCOM>B1</ACCOM><AREVIEW/></HEADER>")
    edits = [edit("UASC", 0, "DUC", "x"), edit("OC3", 0, "ACTIV", "y"), edit("Header", 0, "UPN", "z")]
    after = before.replace(b"<ACCOM>", b"<UPN>z</UPN><DUC>x</DUC><ACTIV>y</ACTIV><ACCOM>")
    assert written(before, *edits) == after


# -- values that are stated once for a child

FAMILY = document(
    f"<HEADER>{HEADER}<UASC>1</UASC><AREVIEW><REVIEW>a</REVIEW></AREVIEW>"
    "<AREVIEW><DOB>02/02/2010</DOB></AREVIEW></HEADER>",
    "<EPISODE><LS>C2</LS></EPISODE>",
)


def expanded(data: bytes, *edits: Edit) -> Sequence[Edit]:
    sources = [("return.xml", data)]
    return with_companions(sources, Corrected(read(sources, YEAR).tables), "xml", edits)


def cells(edits: Sequence[Edit]) -> set[tuple[str, int, str]]:
    return {(found.table, found.row, found.new) for found in edits}


def test_rows_that_share_a_value_are_changed_together() -> None:
    for table, row in (("Header", 0), ("Reviews", 0), ("UASC", 0)):
        edits = expanded(FAMILY, edit(table, row, "DOB", "x"), edit("Episodes", 0, "LS", "y"))
        assert cells(edits) == {("Header", 0, "x"), ("Reviews", 0, "x"), ("UASC", 0, "x"), ("Episodes", 0, "y")}
        assert {found.why for found in edits} == {"Because."}
        after = FAMILY.replace(b"01/02/2010", b"x").replace(b"C2", b"y")
        assert written(FAMILY, *edits) == after
    assert cells(expanded(FAMILY, edit("Reviews", 1, "DOB", "x"))) == {("Reviews", 1, "x")}
    assert written(FAMILY, edit("Reviews", 1, "DOB", "x")) == FAMILY.replace(b"02/02/2010", b"x")
    assert cells(expanded(FAMILY, edit("Episodes", 0, "CHILD", "2"))) == {
        ("Header", 0, "2"), ("Reviews", 0, "2"), ("Reviews", 1, "2"), ("UASC", 0, "2"), ("Episodes", 0, "2"),
    }  # fmt: skip
    # A row that is deleted has no say.
    edits = [edit("Header", 0, "DOB", "x"), edit("UASC", 0, "DOB", "x")]
    assert b"REVIEW>a" not in written(FAMILY, *edits, Removal("Reviews", 0, ""))


def test_two_values_for_one_place_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        expanded(FAMILY, edit("Header", 0, "DOB", "x"), edit("Reviews", 0, "DOB", "y"))
    assert str(caught.value) == (
        "return.xml, line 3, column DOB: DOB of child 1 is stated once in the XML for 3 rows, so these cannot have "
        "different values. Give all of them the same one."
    )


REFUSED = [
    (
        FAMILY,
        [edit("Reviews", 0, "DOB", "x")],
        "return.xml, line 3, column DOB: DOB of child 1 is stated once in the XML for 3 rows, so it cannot be changed "
        "in one of them alone. Change it in all rows of the child, or in none.",
    ),
    (
        FAMILY,
        [edit("Reviews", 0, "DOB", "x"), edit("Header", 0, "DOB", "y"), edit("UASC", 0, "DOB", "x")],
        "return.xml, line 3, column DOB: DOB of child 1 is stated once",
    ),
    (
        FAMILY,
        [edit("Reviews", 1, "DOB", "")],
        "line 3, column DOB: Left blank, DOB would be read from the child’s HEADER, which says “01/02/2010”.",
    ),
    (
        document(f"<HEADER>{HEADER}<ACCOM>B1</ACCOM></HEADER>"),
        [edit("OC3", 0, "ACCOM", "")],
        "return.xml, line 3, column ACCOM: In XML a child has a row in the OC3 table only while one of its values is "
        "filled, and this is the last one.",
    ),
    (
        document(f"<HEADER>{HEADER}</HEADER>", "<EPISODE><LS>C2</LS>", "<LS>E1</LS></EPISODE>"),
        [edit("Episodes", 0, "LS", " ")],
        "line 4, column LS: LS is given twice in this element, and without the first the second one counts.",
    ),
    (FAMILY, [edit("Episodes", 0, "LS", "a\x01")], "line 4, column LS: The character U+0001 cannot be written in XML."),
    (FAMILY, [edit("Episodes", 0, "LS", "\ud800")], "The character U+D800 cannot be written in XML."),
    (FAMILY, [Removal("UASC", 0, "")], "line 3: This row cannot be deleted: its element in the XML holds other rows"),
    (FAMILY, [Removal("Header", 0, "")], "line 3: This row cannot be deleted: its element in the XML holds other"),
    (
        document(f"<HEADER>{HEADER}</HEADER>", "<EPISODE/>"),
        [Removal("Header", 0, "")],
        "line 3: This row cannot be deleted: its element says whose the child’s other rows are.",
    ),
    (
        FAMILY,
        [edit("Episodes", 0, "LS", "x" * 100_001)],
        "return.xml, line 4: With these changes the file could not be read again. A value in the XML has more than",
    ),
]


@pytest.mark.parametrize(("before", "parts", "words"), REFUSED)
def test_changes_that_a_document_cannot_hold(before: bytes, parts: list[Edit | Removal], words: str) -> None:
    with pytest.raises(InputError) as caught:
        written(before, *parts)
    assert words in str(caught.value)


def test_a_value_in_header_may_be_cleared_while_another_is_filled() -> None:
    before = document(f"<HEADER>{HEADER}<ACCOM>B1</ACCOM></HEADER>")
    found = written(before, edit("OC3", 0, "ACCOM", ""), edit("OC3", 0, "ACTIV", "F1"))
    assert found == before.replace(b"<ACCOM>B1", b"<ACTIV>F1</ACTIV><ACCOM>")


def test_rows_go_with_the_white_space_before_them() -> None:
    before = document(f"<HEADER>{HEADER}", "  <AREVIEW><REVIEW>a</REVIEW></AREVIEW>", "</HEADER>", "  <EPISODE/>")
    parts = [Removal("Reviews", 0, ""), Removal("Episodes", 0, "")]
    assert written(before, *parts) == document(f"<HEADER>{HEADER}", "</HEADER>")
    # With all its rows a child's header may go too, and what is inside goes with it.
    assert written(before, *parts, Removal("Header", 0, "")) == b"<EXPSSDA903>\n<CHILD>\n</CHILD>\n</EXPSSDA903>"


WORKERS = document(
    "<HEADER><CHILDID>1</CHILDID><DOB>01/02/2010</DOB></HEADER>",
    "<SW><SW_ID>SW1</SW_ID></SW>",
    "<SW><SW_ID>SW2</SW_ID></SW>",
)


def test_social_workers_in_a_document_of_their_own() -> None:
    changed = WORKERS.replace(b"SW2", b"SW3").replace(b"<CHILDID>1", b"<CHILDID>9")
    ids = [edit("SWEpisodes", row, "CHILD", "9") for row in (0, 1)]
    assert written(WORKERS, edit("SWEpisodes", 1, "SW_ID", "SW3"), *ids) == changed
    assert b"SW1" not in written(WORKERS, Removal("SWEpisodes", 0, ""))
    # With none of them left it would be read as a return with a child in it.
    with pytest.raises(InputError, match="cannot hold these changes"):
        written(WORKERS, Removal("SWEpisodes", 0, ""), Removal("SWEpisodes", 1, ""))


def test_a_return_in_several_files_is_changed_in_each() -> None:
    leavers = b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n1,01/02/2010,,,\n"
    sources = [("main.xml", FAMILY.replace(b"<UASC>", b"<ETHNIC/><UASC>")), ("sw.xml", WORKERS), ("oc3.csv", leavers)]
    reading = read(sources, YEAR)
    assert reading.problems == ()
    edits = [edit("SWEpisodes", 0, "CHILD", "9"), edit("OC3", 0, "CHILD", "9"), edit("Header", 0, "CHILD", "9")]
    every = with_companions(sources, Corrected(reading.tables), reading.form, edits)
    assert {(e.table, e.row) for e in every} == {
        *(("SWEpisodes", row) for row in (0, 1)),
        *(("Reviews", row) for row in (0, 1)),
        *((table, 0) for table in ("Header", "UASC", "Episodes", "OC3")),
    }
    files = corrected_files(sources, Corrected(reading.tables, [Step("A step", "by hand", every)]))
    assert files == {
        name.replace(".xml", "-corrected.xml"): data.replace(b"<CHILDID>1", b"<CHILDID>9").replace(b"\n1,", b"\n9,")
        for name, data in sources
    }


def test_values_below_blank_lines_above_the_declaration() -> None:
    before = b'\r\n<?xml version="1.0"?>' + FAMILY
    assert written(before, edit("Episodes", 0, "LS", "E1")) == before.replace(b"C2", b"E1")


@pytest.mark.parametrize("now", [FAMILY.replace(b"a<", b"b<"), FAMILY.replace(b"REVIEW>", b"X>")])
def test_documents_that_were_changed_since_they_were_read(now: bytes) -> None:
    corrected = Corrected(
        read([("return.xml", FAMILY)], YEAR).tables, [Step("A step", "by hand", [edit("Reviews", 1, "REVIEW", "x")])]
    )
    with pytest.raises(InputError, match=r"return\.xml: This file is not as it was when it was checked\."):
        corrected_files([("return.xml", now)], corrected)
    with pytest.raises(InputError, match=r"return\.xml: This file is not as it was when it was checked\."):
        with_companions([("other.xml", now)], corrected, "xml", [edit("Header", 0, "DOB", "x")])


def test_a_document_that_was_written_wrongly_is_never_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "write_xml", lambda data, *_: data.replace(b"C2", b"C1"))
    with pytest.raises(InputError, match="would say something else"):
        written(FAMILY, edit("Reviews", 0, "REVIEW", "x"))
