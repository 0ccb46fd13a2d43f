"""The XML form: the same return as CSV and XML, and documents that are odd or hostile."""

from __future__ import annotations

import pytest

from tests.reading.forms import as_xml
from validator.reading import Reading, read
from validator.returns.tables import TextTable, tables
from validator.sample import sample


def read_xml(*lines: str, root: str = "EXPSSDA903", year: str = "2025-26", last: bool = False) -> Reading:
    text = "\n".join([f"<{root}>", *lines, f"</{root.split()[0]}>"])
    return read([("return.xml", text.encode())], year, last=last)


def rows(table: TextTable) -> list[dict[str, str]]:
    """The filled cells of each row."""
    columns = list(table.columns)
    cells = zip(*(table.columns[column] for column in columns), strict=True)
    return [{column: cell for column, cell in zip(columns, row, strict=True) if cell} for row in cells]


@pytest.mark.parametrize("last", [False, True])
def test_xml_and_csv_of_one_return_are_the_same_tables(last: bool) -> None:
    made_up = sample(60, seed=10, year="2026-27")
    files = made_up.last_year if last else made_up.this_year
    from_csv = read(list(files.items()), "2026-27", last=last)
    from_xml = read([("return.xml", as_xml(files))], "2026-27", last=last)
    assert from_xml.problems == ()
    assert from_xml.notices == []
    assert from_xml.form == "xml"
    assert set(from_csv.tables) <= set(from_xml.tables)
    for name, table in from_csv.tables.items():
        found = from_xml.tables[name]
        # XML goes child by child; each child's rows keep their order.
        in_xml = sorted(rows(found), key=lambda row: row["CHILD"])
        if name == "Header":
            listed = {row.pop("CHILD") for row in rows(found) if row.pop("UASC") == "1"}
            assert listed == set(from_csv.tables["UASC"].columns["CHILD"])
            in_xml = [{name: value for name, value in row.items() if name != "UASC"} for row in in_xml]
        assert in_xml == sorted(rows(table), key=lambda row: row["CHILD"])


# The tables that the return's own document has, be it without rows.
MAIN = [name for name in tables() if name not in ("SWEpisodes", "DoLo")]


def test_every_table_is_there_with_all_its_columns_and_lines() -> None:
    reading = read_xml(
        "<CHILD>",
        "<EPISODE><DECOM>01/04/2025</DECOM><PL>U1</PL></EPISODE>",
        "<EPISODE/>",
        "<HEADER>",
        "<CHILDID>1</CHILDID><UPN /><SEX>M</SEX><DOB>01/02/2010</DOB>",
        "<AREVIEW>",
        "  <REVIEW_CODE>PN1</REVIEW_CODE>",
        "</AREVIEW>",
        "<AREVIEW></AREVIEW>",
        "<PERMANENCE />",
        "<OC2><SDQ_SCORE>12</SDQ_SCORE></OC2>",
        "</HEADER>",
        "</CHILD>",
    )
    assert reading.problems == ()
    assert list(reading.tables) == MAIN
    for name, table in reading.tables.items():
        extra = ["UASC"] if name == "Header" else []
        assert list(table.columns) == [*tables()[name].columns, *extra]
    child = {"CHILD": "1", "DOB": "01/02/2010"}
    assert rows(reading.tables["Header"]) == [{"CHILD": "1", "SEX": "M", "DOB": "01/02/2010"}]
    assert rows(reading.tables["Episodes"]) == [
        {"CHILD": "1", "DECOM": "01/04/2025", "PLACE": "U1"},
        {"CHILD": "1"},
    ]
    assert rows(reading.tables["Reviews"]) == [child | {"REVIEW_CODE": "PN1"}, child]
    assert rows(reading.tables["PrevPerm"]) == [child]
    assert rows(reading.tables["OC2"]) == [child | {"SDQ_SCORE": "12"}]
    assert {name: table.line.tolist() for name, table in reading.tables.items() if len(table)} == {
        "Header": [5],
        "Episodes": [3, 4],
        "Reviews": [7, 10],
        "PrevPerm": [11],
        "OC2": [12],
    }
    assert reading.files[0].tables[:2] == [("Header", 1), ("Episodes", 2)]


HEADER = "<CHILDID>1</CHILDID><SEX>F</SEX><DOB>01/02/2010</DOB>"
# What stands in HEADER, and the tables that get a row from it beside Header.
IN_HEADER = [
    ("<UASC>0</UASC>", []),
    ("<UASC> 1 </UASC>", ["UASC"]),
    ("<UASC>1.0</UASC>", ["UASC"]),
    ("<UASC_STATUS>1</UASC_STATUS>", ["UASC"]),
    ("<UASC>0</UASC><DUC>01/01/2026</DUC>", ["UASC"]),
    ("<UASC/><DUC/>", []),
    ("<DATE_MATCH>01/01/2026</DATE_MATCH>", ["AD1"]),
    ("<DATE_INT/><LS_ADOPTR> </LS_ADOPTR>", []),
    ("<ACCOM>B1</ACCOM>", ["OC3"]),
    ("<IN_TOUCH/><ACTIV/><ACCOM/>", []),
    ("<SDQ_SCORE>3</SDQ_SCORE>", ["OC2"]),
    ("<OTHER><SW_ID>SW1</SW_ID></OTHER>", ["SWEpisodes"]),
    ("<OTHER><SW_DECOM/></OTHER>", ["SWEpisodes"]),
    ("<OTHER><DOLO_START>01/01/2026</DOLO_START></OTHER>", ["DoLo"]),
    ("<LIST><ITEM><REVIEW>01/01/2026</REVIEW></ITEM><ITEM><REVIEW/></ITEM></LIST>", ["Reviews", "Reviews"]),
    ("<WENT><MIS_START/></WENT>", ["Missing"]),
]


@pytest.mark.parametrize(("inside", "expected"), IN_HEADER)
def test_rows_from_header(inside: str, expected: list[str]) -> None:
    reading = read_xml(f"<CHILD><HEADER>{HEADER}{inside}</HEADER></CHILD>")
    assert reading.problems == ()
    found = [name for name, table in reading.tables.items() for _ in range(len(table)) if name != "Header"]
    assert found == expected
    for name in expected:
        assert rows(reading.tables[name])[0].items() >= {"CHILD": "1", "DOB": "01/02/2010"}.items()
    if expected == ["UASC"]:
        assert rows(reading.tables["UASC"])[0]["SEX"] == "F"


EPISODE = "<EPISODE><DECOM>01/04/2025</DECOM></EPISODE>"
SHAPES = {
    "default namespace": ('EXPSSDA903 xmlns="urn:x"', f"<CHILD><HEADER>{HEADER}</HEADER>{EPISODE}</CHILD>"),
    "prefix": (
        'x:EXPSSDA903 xmlns:x="urn:x"',
        f"<x:CHILD><x:HEADER>{HEADER}</x:HEADER>{EPISODE.replace('DECOM>', 'x:DECOM>')}</x:CHILD>",
    ),
    "small letters": (
        "expssda903",
        f"<child><header>{HEADER.lower().replace('>f<', '>F<')}</header>{EPISODE.lower()}</child>",
    ),
    "header last": ("EXPSSDA903", f"<CHILD>{EPISODE}<HEADER>{HEADER}</HEADER></CHILD>"),
    "episode inside header": ("EXPSSDA903", f"<CHILD><HEADER>{HEADER}{EPISODE}</HEADER></CHILD>"),
    "no header element": ("EXPSSDA903", f"<CHILD>{HEADER}{EPISODE}</CHILD>"),
    "other wrappers": ("EXPSSDA903", f"<KID><FACTS>{HEADER}</FACTS><E><DECOM>01/04/2025</DECOM></E></KID>"),
    "one wrapper more": ("EXPSSDA903", f"<ALL><CHILD><HEADER>{HEADER}</HEADER>{EPISODE}</CHILD><CHILD/></ALL>"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    root, inside = SHAPES[shape]
    reading = read_xml(inside, root=root)
    assert reading.problems == ()
    assert reading.notices == []
    assert rows(reading.tables["Header"]) == [{"CHILD": "1", "SEX": "F", "DOB": "01/02/2010"}]
    assert rows(reading.tables["Episodes"]) == [{"CHILD": "1", "DECOM": "01/04/2025"}]


NOTED = {
    "unknown elements": (
        f"<CHILD><HEADER>{HEADER}<AGE>3</AGE><SHOE><SIZE>4</SIZE></SHOE></HEADER></CHILD>\n<DATE>x</DATE>",
        [(2, "Ignored elements that are not part of the return: AGE, SIZE, DATE.")],
    ),
    "a value twice": (
        f"<CHILD><HEADER>{HEADER}\n<DOB>02/02/2010</DOB></HEADER></CHILD>",
        [(3, "DOB is given twice in one element; the first one was used.")],
    ),
    "no header": (
        f"<CHILD>{EPISODE}</CHILD>",
        [(2, "1 of the children have no HEADER, so their rows have no child identifier.")],
    ),
    "blanks": (
        "<CHILD><HEADER><CHILDID> 1 </CHILDID></HEADER></CHILD>",
        [(2, "Blanks around 1 value were left out (Header: CHILD 1).")],
    ),
}


@pytest.mark.parametrize("case", NOTED)
def test_what_is_ignored_is_said(case: str) -> None:
    inside, notices = NOTED[case]
    reading = read_xml(inside)
    assert reading.problems == ()
    assert [(notice.line, notice.message) for notice in reading.notices] == notices


def test_another_root_is_read_with_a_notice() -> None:
    reading = read_xml(f"<CHILD><HEADER>{HEADER}</HEADER></CHILD>", root="RETURN")
    assert [notice.message for notice in reading.notices] == [
        "The outermost element is RETURN and not EXPSSDA903; it was read all the same."
    ]


AGAIN = " Export the return again as XML, or choose its CSV files instead."
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BAD = {
    "billion laughs": (
        f'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><EXPSSDA903>&l11;</EXPSSDA903>',
        ", line 2: The XML has a DOCTYPE or entities, which a return never has, so it was not read." + AGAIN,
    ),
    "a file from outside": (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><EXPSSDA903>&f;</EXPSSDA903>',
        ", line 1: The XML has a DOCTYPE or entities, which a return never has, so it was not read." + AGAIN,
    ),
    "cut off": (
        "<EXPSSDA903>\n<CHILD>\n",
        ", line 3: The XML is not well formed: no element found. The file may be cut off or edited." + AGAIN,
    ),
    "mismatched": (
        "<EXPSSDA903>\n<CHILD>\n</EXPSSDA903>",
        ", line 3: The XML is not well formed: mismatched tag. The file may be cut off or edited." + AGAIN,
    ),
    "another document": (
        "<Workbook><Sheet>x</Sheet></Workbook>",
        ", line 1: This XML is not an SSDA903 return: its outermost element is WORKBOOK, not EXPSSDA903." + AGAIN,
    ),
    "too deep": (
        "<EXPSSDA903>" + "<a>" * 100,
        ", line 1: The XML has too many elements inside each other." + AGAIN,
    ),
    "too many names": (
        "<EXPSSDA903>" + "".join(f"<a{n}/>" for n in range(2000)),
        ", line 1: The XML has too many different elements." + AGAIN,
    ),
    "too long a value": (
        f"<EXPSSDA903><CHILD><DOB>{'x' * 200_000}</DOB></CHILD></EXPSSDA903>",
        ", line 1: A value in the XML has more than 100,000 characters." + AGAIN,
    ),
    "too many rows of a child": (
        f"<EXPSSDA903><CHILD>{'<EPISODE/>' * 10_001}</CHILD></EXPSSDA903>",
        ", line 1: The XML has more than 10,000 rows for one child." + AGAIN,
    ),
    "two children in one": (
        f"<EXPSSDA903>\n<CHILD><HEADER>{HEADER}</HEADER>\n<HEADER>{HEADER}</HEADER></CHILD></EXPSSDA903>",
        ", line 3: The XML describes two children inside one element, so their rows cannot be told apart." + AGAIN,
    ),
    "an encoding of several bytes": (
        '<?xml version="1.0" encoding="big5"?><EXPSSDA903/>',
        ", line 1: The XML is in an encoding that cannot be read. Save it as UTF-8.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_documents_are_refused_with_a_sentence(case: str) -> None:
    text, sentence = BAD[case]
    reading = read([("return.xml", text.encode())], "2025-26")
    assert [str(problem) for problem in reading.problems] == ["return.xml" + sentence]
    assert reading.tables == {}


@pytest.mark.parametrize("encoding", ["us-ascii", "utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    child = "1" if encoding == "us-ascii" else "É"
    text = f'<?xml version="1.0" encoding="{name}"?><EXPSSDA903><CHILD><CHILDID>{child}</CHILDID></CHILD></EXPSSDA903>'
    reading = read([("return.xml", text.encode(encoding))], "2025-26")
    assert reading.problems == ()
    assert reading.tables["Header"].columns["CHILD"].tolist() == [child]


def test_a_return_without_children_is_a_return() -> None:
    reading = read_xml()
    assert reading.problems == ()
    assert sum(map(len, reading.tables.values())) == 0
    assert list(reading.tables) == MAIN


WORKERS = "<SW_EPISODE><SW_ID>SW123456</SW_ID><SW_DECOM>14/05/2022</SW_DECOM></SW_EPISODE>"
ORDERS = "<ORDER><DOLO_START>01/05/2026</DOLO_START></ORDER>"
# What stands in a document, and the tables it has.
OWN_FILES = {
    "the return": ("<CHILD><HEADER>{}<ETHNIC/></HEADER>{}</CHILD>", "", MAIN),
    "the return with social workers": ("<CHILD><HEADER>{}<ETHNIC/></HEADER>{}</CHILD>", WORKERS, [*MAIN, "SWEpisodes"]),
    "social workers alone": ("<CHILD><HEADER>{}</HEADER>{}</CHILD>", WORKERS, ["SWEpisodes"]),
    "social workers beside their child": ("<CHILD>{}{}</CHILD>", WORKERS, ["SWEpisodes"]),
    "social workers in one element with their child": (
        "<CHILD>{}{}</CHILD>",
        WORKERS.removeprefix("<SW_EPISODE>").removesuffix("</SW_EPISODE>"),
        ["SWEpisodes"],
    ),
    "social workers not inside a child": ("<SW_EPISODE>{}{}</SW_EPISODE>", "<SW_ID>SW1</SW_ID>", ["SWEpisodes"]),
    "liberty orders alone": ("<CHILD><HEADER>{}</HEADER>{}</CHILD>", ORDERS, ["DoLo"]),
    "social workers and an episode": ("<CHILD><HEADER>{}</HEADER>{}</CHILD>", WORKERS + EPISODE, [*MAIN, "SWEpisodes"]),
}


@pytest.mark.parametrize("case", OWN_FILES)
@pytest.mark.parametrize("year", ["2022-23", "2026-27"])
def test_a_table_with_a_file_of_its_own_is_there_only_with_rows(case: str, year: str) -> None:
    frame, inside, expected = OWN_FILES[case]
    reading = read_xml(frame.format("<CHILDID>1</CHILDID><DOB>01/02/2010</DOB>", inside), year=year)
    assert reading.problems == ()
    assert list(reading.tables) == expected
    assert not any("HEADER" in notice.message for notice in reading.notices)
    for name in {"SWEpisodes", "DoLo"} & set(expected):
        assert rows(reading.tables[name])[0].items() >= {"CHILD": "1", "DOB": "01/02/2010"}.items()


def test_the_message_that_the_return_was_sent_in_is_no_child() -> None:
    message = "<Header><Collection>CLA</Collection><LEA>352</LEA></Header>"
    reading = read_xml(f"{message}<EXPSSDA903><CHILD><HEADER>{HEADER}</HEADER></CHILD></EXPSSDA903>", root="Message")
    assert rows(reading.tables["Header"]) == [{"CHILD": "1", "SEX": "F", "DOB": "01/02/2010"}]


@pytest.mark.parametrize("above", ["\r\n", "\n\n ", "\ufeff\r\n"])
def test_blanks_above_the_declaration_are_left_out_and_lines_are_those_of_the_file(above: str) -> None:
    text = f'{above}<?xml version="1.0"?><EXPSSDA903>\n<CHILD><HEADER>{HEADER}</HEADER></CHILD></EXPSSDA903>'
    reading = read([("return.xml", text.encode())], "2025-26")
    assert reading.problems == ()
    assert reading.tables["Header"].line.tolist() == [text[: text.index("<CHILD>")].count("\n") + 1]
    assert [(notice.line, notice.message) for notice in reading.notices] == [
        (1, "What stands above the XML declaration, which must come first, was left out: blanks or blank lines.")
    ]
    cut = read([("return.xml", text.encode()[:-5])], "2025-26")
    assert cut.problems[0].line == text.count("\n") + 1


LEAVER = ("oc3.csv", b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n1,,,,\n")
SW = ("sw.csv", b"CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n1,,SW1,,,\n")
MAIN_XML = ("a.xml", f"<EXPSSDA903><CHILD><HEADER>{HEADER}<ACCOM>B1</ACCOM></HEADER></CHILD></EXPSSDA903>".encode())
EMPTY_XML = ("e.xml", b"<EXPSSDA903/>")
SW_XML = ("sw.xml", f"<SW><CHILD><HEADER>{HEADER}</HEADER>{WORKERS}</CHILD></SW>".encode())
SECOND = (
    "{}: This is the second XML file with {} rows: {} was read before it. Keep the one that belongs to this return."
)
# Files of one box, what is said of them, and the tables with rows.
MIXED: list[tuple[list[tuple[str, bytes]], list[str], set[str]]] = [
    ([MAIN_XML, SW_XML], [], {"Header", "OC3", "SWEpisodes"}),
    ([SW_XML, MAIN_XML], [], {"Header", "OC3", "SWEpisodes"}),
    ([MAIN_XML, SW], [], {"Header", "OC3", "SWEpisodes"}),
    ([SW, MAIN_XML], [], {"Header", "OC3", "SWEpisodes"}),
    ([EMPTY_XML, LEAVER], [], {"OC3"}),
    ([LEAVER, EMPTY_XML], [], {"OC3"}),
    ([EMPTY_XML, ("b.xml", EMPTY_XML[1])], [], set()),
    (
        [MAIN_XML, LEAVER],
        [
            "The OC3 table is there twice: in a.xml and oc3.csv. Keep the one that belongs to this return and remove "
            "the other; neither was used."
        ],
        {"Header"},
    ),
    ([MAIN_XML, ("b.xml", MAIN_XML[1])], [SECOND.format("b.xml", "Header", "a.xml")], {"Header", "OC3"}),
    ([SW_XML, ("b.xml", SW_XML[1])], [SECOND.format("b.xml", "SWEpisodes", "sw.xml")], {"SWEpisodes"}),
]


@pytest.mark.parametrize(("files", "problems", "filled"), MIXED)
def test_a_return_may_be_in_several_files_but_no_table_in_two(
    files: list[tuple[str, bytes]], problems: list[str], filled: set[str]
) -> None:
    reading = read(files, "2025-26")
    assert [str(problem) for problem in reading.problems] == problems
    assert {name for name, table in reading.tables.items() if len(table)} == filled
    assert reading.form == "xml"
