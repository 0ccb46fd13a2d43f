"""Safe changes: what is written otherwise and means the same, and that no issue is brought by it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rules.language import Dates
from tests.reading.forms import as_xml
from validator import Collection
from validator.checking.check import make_return
from validator.checking.run import run
from validator.correcting import normalise as forms_module
from validator.correcting.edits import Corrected, Edit, Step
from validator.correcting.normalise import forms, is_date, legible
from validator.correcting.proposals import Effect, State, effect
from validator.correcting.safe import KINDS, Safe, safe_changes
from validator.correcting.to_light import brought_to_light
from validator.correcting.write_back import corrected_files
from validator.reading import read
from validator.reading.provider_list import read_providers
from validator.returns.codes import codes
from validator.returns.columns import parse_dates
from validator.returns.tables import YEARS, Column, TableRef, tables
from validator.sample import Sample, sample

YEAR = "2025-26"
AUTHORITY = "E08000003"
# The kinds after which the rules read the very same values.
AS_READ = {"blanks", "capitals", "point_zero"}


def state_of(
    files: Mapping[str, bytes], last: Mapping[str, bytes] | None = None, providers: bytes = b"", year: str = YEAR
) -> State:
    """The state of a return that has just been read and checked."""
    now = read(list(files.items()), year).tables
    before = read(list(last.items()), year, last=True).tables if last else None
    listed = read_providers([("providers.xlsx", providers)]) if providers else None
    r = make_return(Collection(year, AUTHORITY), now, before, listed)
    return State(Corrected(now), r, run(r))


def csv_of(text: str) -> bytes:
    """A file from lines that are indented here."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode()


def told(found: Safe) -> dict[str, set[tuple[str, int, str, str]]]:
    """Kind -> (table, row, field, new value) of each change; field and value are "" for a row that is deleted."""
    return {
        kind: {
            (part.table, part.row, part.field, part.new) if isinstance(part, Edit) else (part.table, part.row, "", "")
            for part in step.parts
        }
        for kind, step in found.steps.items()
    }


def steps_of(found: Safe) -> list[Step]:
    return list(found.steps.values())


# -- how a value is written

DATE = ("Episodes", "DECOM")
WRITTEN = [
    (DATE, "1/2/2015", "date_form", "01/02/2015"),
    (DATE, "01/2/2015", "date_form", "01/02/2015"),
    (DATE, "2015-02-01", "date_form", "01/02/2015"),
    (DATE, "2015-2-1", "date_form", "01/02/2015"),
    (DATE, "2015/02/01", "date_form", "01/02/2015"),
    (DATE, "2015.02.01", "date_form", "01/02/2015"),
    (DATE, "01-02-2015", "date_form", "01/02/2015"),
    (DATE, "1.2.2015", "date_form", "01/02/2015"),
    (DATE, "2015-02-01 00:00", "date_form", "01/02/2015"),
    (DATE, "2015-02-01T00:00:00", "date_form", "01/02/2015"),
    (DATE, "2015-02-01 00:00:00.000", "date_form", "01/02/2015"),
    (DATE, "01/02/2015 0:00", "date_form", "01/02/2015"),
    (DATE, "1 FEB 2015", "date_form", "01/02/2015"),
    (DATE, "01-FEB-2015", "date_form", "01/02/2015"),
    (DATE, "1ST FEBRUARY 2015", "date_form", "01/02/2015"),
    (DATE, "01\u00a0FEB\u00a02015", "date_form", "01/02/2015"),
    (DATE, "12 SEPT 2015", "date_form", "12/09/2015"),
    (DATE, "20150201", "date_form", "01/02/2015"),
    (DATE, "FEB 01 2015 12:00AM", "date_form", "01/02/2015"),
    (DATE, "FEB  1 2015 12:00:00:000AM", "date_form", "01/02/2015"),
    (DATE, "SUNDAY, 01 FEBRUARY 2015", "date_form", "01/02/2015"),
    (DATE, "SUN 1 FEB 2015", "date_form", "01/02/2015"),
    (DATE, "2015-02-01T00:00:00.000Z", "date_form", "01/02/2015"),
    (DATE, '="2015-02-01"', "date_form", "01/02/2015"),
    (("PrevPerm", "DATE_PERM"), "2012-05-01", "date_form", "01/05/2012"),
    (DATE, "'01/02/2015", "spreadsheet_marks", "01/02/2015"),
    (("Episodes", "URN"), '="SC123456"', "spreadsheet_marks", "SC123456"),
    (("Episodes", "DEC"), "NULL", "null", ""),
    (("Episodes", "URN"), "(NULL)", "null", ""),
    (("Episodes", "HOME_POST"), "M11AE", "postcode_form", "M1 1AE"),
    (("Episodes", "PL_POST"), "SW1A  1AA", "postcode_form", "SW1A 1AA"),
    (("Episodes", "PL_POST"), "S W1A1AA", "postcode_form", "SW1A 1AA"),
    (("Reviews", "REVIEW_CODE"), "PN 1", "code_form", "PN1"),
    (("Reviews", "REVIEW_CODE"), "PN-1", "code_form", "PN1"),
    (("Episodes", "URN"), "SC-123456", "code_form", "SC123456"),
    (("Episodes", "URN"), "123 4567", "code_form", "1234567"),
    (("Header", "UPN"), "A123 456 789 012", "code_form", "A123456789012"),
    (("Header", "UPN"), "UN 1", "code_form", "UN1"),
    (("SWEpisodes", "SW_ID"), "SW 12345", "code_form", "SW12345"),
    (("Header", "SEX"), "1", "renamed_code", "M"),
    (("UASC", "SEX"), "2", "renamed_code", "F"),
    (("Header", "SEX"), "FEMALE", "code_words", "F"),
    (("OC2", "CONVICTED"), "YES", "code_words", "1"),
    (("Header", "MOTHER"), "N", "code_words", "0"),
    (("OC2", "CONVICTED"), "1 - YES", "code_words", "1"),
    (("Episodes", "CIN"), "N1 - ABUSE OR NEGLECT", "code_words", "N1"),
    (("Episodes", "LS"), "C2 (FULL CARE ORDER)", "code_words", "C2"),
    (("PrevPerm", "LA_PERM"), "MANCHESTER", "code_words", "352"),
]
LEFT_ALONE = [
    *((DATE, word) for word in ("01/02/2015", "01/02/15", "02/13/2015", "42036", "31/02/2015", "2015-13-01")),
    *(
        (DATE, word)
        for word in (
            "MONDAY, 01 FEBRUARY 2015",
            "20151301",
            "01022015",
            "FEB 01 2015 12:00PM",
            "01/02/2015 14:30",
            "2015-02-01T09:00:00",
            "FEB 2015",
            "1 FEB 15",
            "ZZ/02/2015",
            "SOON",
        )
    ),
    (("PrevPerm", "DATE_PERM"), "ZZ/5/2012"),
    *((("Episodes", "HOME_POST"), word) for word in ("M1 1AE", "M1 1A", "MANCHESTER", "M1-1AE", "NO FIXED ABODE")),
    *((("Reviews", "REVIEW_CODE"), word) for word in ("PN1", "PN9", "PN 9", "PN1 PN2", "PN1 - ?", "PN1 - NOT SURE")),
    *((("Episodes", "CIN"), word) for word in ("N1 - N2", "N1 OR N2 NEGLECT", "N1 - LOW INCOME")),
    *((("Episodes", "URN"), word) for word in ("SC123456", "SC-12", "12 34", "XXXXXXX")),
    *((("Header", "UPN"), word) for word in ("A12345678901", "A123-456")),
    *((("OC2", "CONVICTED"), word) for word in ("2", "MAYBE", "1 - NO")),
    *((("Header", "CHILD"), word) for word in ("1 2", "'12", "NULL", "A-1")),
    (("SWEpisodes", "SW_ID"), "JO SMITH"),
    (("OC2", "SDQ_SCORE"), "1 2"),
]


@pytest.mark.parametrize(("column", "word", "kind", "value"), WRITTEN)
def test_a_value_written_otherwise(column: tuple[str, str], word: str, kind: str, value: str) -> None:
    table, field = column
    found = forms(tables()[table].columns[field], [word, "", "SOMETHING"], YEAR)
    assert {old: (new.kind, new.value) for old, new in found.items()} == {word: (kind, value)}
    assert found[word].why.endswith(".")
    assert forms(tables()[table].columns[field], [value], YEAR) == {}


@pytest.mark.parametrize(("column", "word"), LEFT_ALONE)
def test_a_value_that_may_mean_something_else_is_left_alone(column: tuple[str, str], word: str) -> None:
    table, field = column
    assert forms(tables()[table].columns[field], [word], YEAR) == {}


PAIRS = (  # a way to write a date
    "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d-%B-%Y", "%Y/%m/%d 00:00:00", '="%d/%m/%Y"',
)  # fmt: skip


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(PAIRS))
def test_a_date_is_the_same_day_whatever_form_it_had(day: dt.date, form: str) -> None:
    word = day.strftime(form).upper()
    column = tables()["Episodes"].columns["DECOM"]
    assert {word: f"{day:%d/%m/%Y}"} == {word: f.value for word, f in forms(column, [word], YEAR).items()} or (
        word == f"{day:%d/%m/%Y}"
    )


CODED = [
    column for table in tables().values() for column in table.columns.values() if column.codes and column.type != "text"
]
SPELT = ("{0}", '="{0}"', "'{0}", "{1}", "{0} - {1}", "{0} ({1})")


@given(st.data())
def test_a_code_is_the_same_code_whatever_form_it_had(draw: st.DataObject) -> None:
    column, year = draw.draw(st.sampled_from(CODED)), draw.draw(st.sampled_from(YEARS))
    accepted = codes(column.codes, year)
    code = draw.draw(st.sampled_from(sorted(accepted)))
    word = draw.draw(st.sampled_from(SPELT)).format(code, accepted[code].upper())
    found = forms(column, [word], year)
    # One that is not seen to mean the code is left alone; none is taken for another.
    assert {form.value for form in found.values()} <= {code}
    assert found or word == code or word not in (f'="{code}"', f"'{code}")


def test_marks_around_an_identifier_are_taken_off_though_it_is_read_without_them() -> None:
    state = state_of({"uasc.csv": b'CHILD,SEX,DOB,DUC\n="12",M,01/02/2012,\n'})
    assert told(safe_changes(state, [])) == {"spreadsheet_marks": {("UASC", 0, "CHILD", "12")}}


def test_codes_are_those_of_the_year() -> None:
    sex = tables()["Header"].columns["SEX"]
    found = {year: forms(sex, ["1", "M", "MALE"], year) for year in ("2023-24", "2024-25")}
    assert {word: form.value for word, form in found["2023-24"].items()} == {"M": "1", "MALE": "1"}
    assert {word: form.value for word, form in found["2024-25"].items()} == {"1": "M", "MALE": "M"}


def test_where_one_date_has_the_month_first_others_of_its_kind_may_have_too() -> None:
    dob = tables()["Header"].columns["DOB"]
    found = forms(dob, ["02-13-2015", "03-02-2015", "3/2/2015", "2015-02-13"], YEAR)
    assert {word: form.value for word, form in found.items()} == {"3/2/2015": "03/02/2015", "2015-02-13": "13/02/2015"}


def test_spelling_is_corrected_everywhere_as_the_rules_read_it() -> None:
    files = {
        "header.csv": b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n 7a,f, 01/02/2012 ,wbri,un1,0.0,\n",
        "oc3.csv": b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n7A,01/02/2012,Yes , f2,b1\n",
    }
    assert told(safe_changes(state_of(files), [])) == {
        "blanks": {("Header", 0, "DOB", "01/02/2012")},
        "capitals": {
            *(("Header", 0, field, new) for field, new in (("CHILD", "7A"), ("SEX", "F"), ("ETHNIC", "WBRI"))),
            *(("OC3", 0, field, new) for field, new in (("IN_TOUCH", "YES"), ("ACTIV", "F2"), ("ACCOM", "B1"))),
            ("Header", 0, "UPN", "UN1"),
        },
        "point_zero": {("Header", 0, "MOTHER", "0")},
    }


def test_a_change_has_its_reason_and_the_rule_whose_issue_goes() -> None:
    files = {"header.csv": b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,1,2012-02-01, WBRI,UN2,,\n"}
    steps = safe_changes(state_of(files), []).steps
    edits = {edit.field: edit for step in steps.values() for edit in step.edits}
    assert {field: edit.rule for field, edit in edits.items()} == {"SEX": "101", "DOB": "102", "ETHNIC": ""}
    assert edits["SEX"].why == "1 is called M in 2025-26: Male."
    assert [(step.kind, step.title) for step in steps.values()] == [("safe", KINDS[kind].title) for kind in steps]


# -- what is said elsewhere

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"


def births(header: str, reviews: str, oc3: str, missing: str = "", last: str = "") -> State:
    """A child with these dates of birth in its tables ("" for no row; several reviews with a comma)."""
    files = {"header.csv": f"{HEADER}1,M,{header},WBRI,UN2,,\n".encode()}
    rows = "".join(f"1,{dob},0{day}/05/2025,PN1\n" for day, dob in enumerate(reviews.split(","), 1))
    files["reviews.csv"] = f"CHILD,DOB,REVIEW,REVIEW_CODE\n{rows}".encode()
    files["oc3.csv"] = f"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n1,{oc3},YES,F2,B1\n".encode()
    if missing:
        files["missing.csv"] = f"CHILD,DOB,MISSING,MIS_START,MIS_END\n1,{missing},M,01/06/2025,02/06/2025\n".encode()
    return state_of(files, {"header.csv": f"{HEADER}1,M,{last},WBRI,UN2,,\n".encode()} if last else None)


A, B, C = "01/02/2008", "01/02/2009", "01/02/2010"


@pytest.mark.parametrize(
    ("state", "changed"),
    [
        (births(A, B, A), {("Reviews", 0)}),
        (births(A, f"{A},{B},{B}", A), {("Reviews", 1), ("Reviews", 2)}),
        (births(A, "", A), {("Reviews", 0)}),
        (births(A, "31/02/2008", A), {("Reviews", 0)}),
        (births(A, B, A, last=A), {("Reviews", 0)}),
        (births(A, B, A, missing=A), {("Reviews", 0)}),
        (births("2008-02-01", B, A), {("Reviews", 0)}),
        # Nobody agrees with Header, or another does not; the table says two things, or what last year's return said.
        (births(A, B, B), set()),
        (births(A, B, ""), set()),
        (births(A, B, A, missing=C), set()),
        (births(A, f"{B},{C}", A), set()),
        (births(A, B, A, last=B), set()),
        (births("31/02/2008", A, A), set()),
        (births(A, A, A), set()),
    ],
)
def test_a_date_of_birth_is_copied_where_the_other_tables_agree_with_header(
    state: State, changed: set[tuple[str, int]]
) -> None:
    found = told(safe_changes(state, [])).get("dob_copied", set())
    assert found == {(table, row, "DOB", A) for table, row in changed}


def episodes(*lines: str, reason: str = "L") -> State:
    head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    rows = []
    for line in lines:
        child, decom, dec, rec = line.split()
        blank = {"-": ""}
        status = "C1" if "/04/" in decom else "C2"
        rows.append(
            f"{child},{decom},{reason},{status},N1,U6,PR1,{blank.get(dec, dec)},{blank.get(rec, rec)},,M1 1AE,M1 1AF,"
        )
    return state_of({"episodes.csv": "\n".join([head, *rows, ""]).encode()})


@pytest.mark.parametrize(
    ("state", "rows"),
    [
        (episodes("1 01/04/2025 01/06/2025 -", "1 01/06/2025 - -"), {0}),
        (episodes("1 01/06/2025 - -", "1 01/04/2025 01/06/2025 -"), {1}),
        (episodes("1 01/04/2025 2025-06-01 -", "1 1/6/2025 - -"), {0}),
        (episodes("1 01/04/2025 01/06/2025 -", "1 02/06/2025 - -"), set()),
        (episodes("1 01/04/2025 01/06/2025 -", "2 01/06/2025 - -"), set()),
        (episodes("1 01/04/2025 01/06/2025 E8", "1 01/06/2025 - -"), set()),
        (episodes("1 01/04/2025 01/06/2025 -", "1 01/06/2025 - -", "1 01/06/2025 05/06/2025 X1"), set()),
        (episodes("1 01/04/2025 01/06/2025 -", "1 02/04/2025 01/06/2025 -", "1 01/06/2025 - -"), set()),
        (episodes("1 01/04/2025 01/06/2025 -", "1 01/05/2025 09/06/2025 X1", "1 01/06/2025 - -"), set()),
        (episodes("1 01/06/2025 01/06/2025 -"), set()),
    ],
)
def test_a_blank_reason_is_x1_where_the_next_episode_begins_that_day(state: State, rows: set[int]) -> None:
    found = told(safe_changes(state, [])).get("followed_at_once", set())
    assert found == {("Episodes", row, "REC", "X1") for row in rows}


def test_of_rows_that_say_the_same_the_first_stays() -> None:
    reviews = csv_of("""
        CHILD,DOB,REVIEW,REVIEW_CODE
        1,01/02/2008,01/05/2025,PN1
        2,01/02/2009,01/05/2025,PN1
        1, 2008-02-01,01/05/2025,pn1
        1,01/02/2008,01/05/2025,PN2
        1,01/02/2008,,PN1
        1,01/02/2008,,PN1
        ,01/02/2008,01/05/2025,PN1
        ,01/02/2008,01/05/2025,PN1
        1,01/02/2008,01/05/2025,PN1
    """)
    found = safe_changes(state_of({"reviews.csv": reviews}), [])
    assert told(found) == {"repeated_row": {("Reviews", 2, "", ""), ("Reviews", 8, "", "")}}
    assert found.steps["repeated_row"].removals[0].why == "It says the same in every column as line 2 of the file."


def test_rows_that_become_the_same_once_others_are_gone() -> None:
    """Of two equal next episodes one goes, and then there is only one that can have followed at once."""
    state = episodes("1 01/04/2025 01/06/2025 -", "1 01/06/2025 - -", "1 01/06/2025 - -")
    assert told(safe_changes(state, [])) == {
        "repeated_row": {("Episodes", 2, "", "")},
        "followed_at_once": {("Episodes", 0, "REC", "X1")},
    }


# -- what is not done


def test_a_change_by_which_an_issue_comes_to_light_is_made() -> None:
    """That an episode begins after the year is seen only once its date can be read; it was wrong all along."""
    state = episodes("1 2030-06-01 - -", "2 2025-06-01 - -", reason="S")
    found = check_all(state)
    assert told(found) == {
        "date_form": {("Episodes", row, "DECOM", f"01/06/{year}") for row, year in enumerate((2030, 2025))}
    }
    assert found.held_back == []
    would = effect(state, steps_of(found))
    assert {(flag.rule, flag.row) for flag in would.added} == {("354", 0)}
    assert brought_to_light(state, found.steps["date_form"], would.added) == would.added


def test_sex_of_earlier_years_is_renamed_for_all_whatever_comes_to_light() -> None:
    """No rule on boys or girls could read 1 and 2; what they find then was so before."""
    made = sample(60, 5, YEAR, 0.0, AUTHORITY)
    header = made.this_year["header.csv"].decode()
    wrong = re.sub(r"(?m)^(\w+),F,", r"\1,1,", header).replace(",M,", ",2,").encode()
    found = check_all(state_of({**made.this_year, "header.csv": wrong}, made.last_year, made.providers))
    assert {edit.row for edit in found.steps["renamed_code"].edits if edit.table == "Header"} == set(range(60))
    assert not found.held_back


def as_last_year(status: str) -> tuple[State, State]:
    """An open episode with a legal status as in last year's return; and the same with its child 1 become child 3."""
    head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    row = f"01/09/2024,S,{status},N1,U6,PR1,,,,M1 1AE,M1 1AF,\n"
    state = state_of({"episodes.csv": f"{head}1,{row}".encode()}, {"episodes.csv": f"{head}1,{row}3,{row}".encode()})
    return state, effect(state, [GIVEN_AWAY]).state


GIVEN_AWAY = Step("By hand", "by hand", [Edit("Episodes", 0, "CHILD", "3", "")])


def test_a_change_that_brings_an_issue_of_a_rule_that_read_the_value_becomes_a_suggestion() -> None:
    """Letter by letter the status is that of last year's return, until it is written as it should be."""
    state, _ = as_last_year("C 2")
    found = check_all(state)
    assert found.steps == {}
    (held,) = found.held_back
    assert (held.kind, held.child, held.rules) == ("code_form", "1", ["144"])
    assert [(edit.row, edit.field, edit.new) for edit in held.edits] == [(0, "LS", "C2")]
    assert held.sentence.startswith(
        "The same without the blanks or hyphens inside it. Only the form changes, but then rule 503B finds something: "
    )


def test_what_becomes_a_suggestion_is_the_childs_that_the_row_is_about_now() -> None:
    _, given_away = as_last_year("C 2")
    assert [held.child for held in safe_changes(given_away, [GIVEN_AWAY]).held_back] == ["3"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("LS", '="C99"'),
        ("LS", " c99 "),
        ("DECOM", "'31/02/2025"),
        ("URN", '"12"'),
        ("PL_POST", "'Manchester"),
        ("CIN", "x"),
    ],
)
def test_a_value_that_stays_invalid_is_left_as_it_is(field: str, value: str) -> None:
    cells = {"CHILD": "1", "DECOM": "01/05/2025", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6", field: value}
    written = ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells.values())
    state = state_of({"episodes.csv": f"{','.join(cells)}\n{written}\n".encode()})
    assert safe_changes(state, []) == Safe({}, [])


def test_a_reason_that_brings_an_issue_to_light_becomes_a_suggestion() -> None:
    """A move has a reason, and that it is missing is seen only once the episode ends in X1."""
    found = safe_changes(episodes("1 01/04/2025 01/06/2025 -", "1 01/06/2025 - -", reason="P"), [])
    assert found.steps == {}
    (held,) = found.held_back
    assert (held.kind, [edit.new for edit in held.edits]) == ("followed_at_once", ["X1"])
    assert "Nothing new is said, but then rule 225 finds something: Reason for placement" in held.sentence


def test_what_somebody_has_decided_on_is_left_as_it_is() -> None:
    state = births(A, B, A)
    step = Step("By hand", "by hand", [Edit("Reviews", 0, "DOB", C, "")])
    after = effect(state, [step]).state
    assert told(safe_changes(after, [])) == {"dob_copied": {("Reviews", 0, "DOB", A)}}
    assert safe_changes(after, [step]).steps == {}


# -- XML

RETURN = """<?xml version="1.0"?>
<EXPSSDA903>
 <CHILD>
  <HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>{dob}</DOB><ETHNIC>wbri</ETHNIC><UPN>UN2</UPN><DUC>NULL</DUC></HEADER>
  <AREVIEW><REVIEW>2025-05-01</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
  <AREVIEW><REVIEW>01/05/2025</REVIEW><REVIEW_CODE>PN 1</REVIEW_CODE></AREVIEW>
  <AMISSING><DOB>{missing}</DOB><MISSING>M</MISSING><MIS_START>01/06/2025</MIS_START></AMISSING>
 </CHILD>
</EXPSSDA903>
"""


def test_in_xml_what_stands_once_is_changed_in_all_rows_and_can_be_written_back() -> None:
    files = {"return.xml": RETURN.format(dob="2008-02-01", missing="1/2/2008").encode()}
    state = state_of(files)
    found = safe_changes(state, [], "xml")
    assert told(found)["date_form"] == {
        *((table, 0, "DOB", "01/02/2008") for table in ("Header", "Reviews", "UASC", "Missing")),
        ("Reviews", 0, "REVIEW", "01/05/2025"),
    }
    assert told(found)["repeated_row"] == {("Reviews", 1, "", "")}
    # Without its only value the child's row in UASC would be none.
    assert "null" not in found.steps
    after = effect(state, steps_of(found)).state.corrected
    written = corrected_files(list(files.items()), after)["return-corrected.xml"].decode()
    assert written.count("<AREVIEW>") == 1
    assert "<SEX>M</SEX><DOB>01/02/2008</DOB><ETHNIC>WBRI</ETHNIC>" in written
    assert "<AMISSING><DOB>01/02/2008</DOB>" in written


def test_in_xml_last_years_header_is_the_witness_for_a_date_of_birth() -> None:
    files = {"return.xml": RETURN.format(dob="01/02/2008", missing="01/02/2009").encode()}
    # That the other rows agree with HEADER says nothing, as they repeat it.
    assert "dob_copied" not in safe_changes(state_of(files), [], "xml").steps
    last = {"header.csv": f"{HEADER}1,M,01/02/2008,WBRI,UN2,,\n".encode()}
    found = safe_changes(state_of(files, last), [], "xml")
    assert told(found)["dob_copied"] == {("Missing", 0, "DOB", "01/02/2008")}


# -- no issue is brought, nothing else is touched, twice is once


def check_all(state: State, form: str = "csv") -> Safe:
    """Every property that safe changes have, whatever the return."""
    found = safe_changes(state, [], form)
    steps = steps_of(found)
    would = effect(state, steps)
    _only_what_was_so_before(state, steps, would)
    _only_what_is_listed(state, found, would.state.corrected)
    again = safe_changes(would.state, steps, form)
    assert again.steps == {}
    assert _held(again) == _held(found)
    return found


def _only_what_was_so_before(state: State, steps: list[Step], would: Effect) -> None:
    """What is added is found by rules that could not read a value before: neither as it stood nor another like it.

    An issue of a row that is deleted, as another says the same, may have moved to that one.
    """
    made_legible = [
        edit
        for step in steps
        for edit in step.edits
        if not legible(tables()[edit.table].columns[edit.field], state.read(*edit[:3]), YEAR)
    ]
    gone = {(TableRef(removal.table), removal.row) for step in steps for removal in step.removals}
    was = {(flag.rule, flag.table, flag.child) for flag in would.resolved if (flag.table, flag.row) in gone}
    brought = {flag for flag in would.added if (flag.rule, flag.table, flag.child) not in was}
    for veiled in ("", "?"):
        again = [edit._replace(new=veiled + state.read(*edit[:3])) for edit in made_legible]
        without = effect(state, [*steps, Step("As it stood", "by hand", again)])
        assert brought.isdisjoint(without.added)


def _held(found: Safe) -> set[tuple[object, ...]]:
    return {part[:3] for proposal in found.held_back for part in proposal.parts}


def _only_what_is_listed(state: State, found: Safe, after: Corrected) -> None:
    cells = {
        (edit.table, edit.row, edit.field): (kind, edit) for kind, step in found.steps.items() for edit in step.edits
    }
    assert len(cells) == sum(len(step.edits) for step in found.steps.values()), "a cell is changed twice"
    gone = {(removal.table, removal.row) for step in found.steps.values() for removal in step.removals}
    for name, before in state.corrected.tables.items():
        now = after.tables[name]
        kept = [row for row in range(len(before)) if (name, row) not in gone]
        assert after.rows[name].tolist() == kept
        for field in tables()[name].columns:
            different = np.flatnonzero(before.raw[field][kept] != now.raw[field]).tolist()
            assert {kept[at] for at in different} == {row for table, row, of in cells if (table, of) == (name, field)}
            for at in different:
                kind, edit = cells[name, kept[at], field]
                assert now.raw[field][at] == now.columns[field][at] == edit.new
                if kind in AS_READ:
                    assert before.columns[field][kept[at]] == edit.new


def spoilt(made: Sample, how: str) -> dict[str, bytes]:
    """A made-up return with its values written in another way, in every second line or in all."""
    every = 1 if how.endswith("everywhere") else 2
    files = {}
    for name, content in made.this_year.items():
        head, *lines = content.decode().splitlines()
        files[name] = "\n".join(
            [head, *(_spoil(name, line, how) if n % every == 0 else line for n, line in enumerate(lines))]
        )
    return {name: text.encode() for name, text in files.items()}


def _spoil(name: str, line: str, how: str) -> str:
    if how.startswith("dates"):
        return re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\3-\2-\1", line)
    if how.startswith("spelling"):
        return line.replace(",", " , ").lower()
    line = re.sub(r"\b([A-Z]{1,2}\d{1,2}) (\d[A-Z]{2})\b", r"\1\2", line)
    if name not in ("header.csv", "uasc.csv"):
        return line
    return re.sub(r",([MF]),", lambda match: f",{'MF'.index(match[1]) + 1},", line)


@pytest.mark.parametrize("how", ["", "dates", "dates everywhere", "spelling", "codes"])
def test_a_made_up_return_in_xml(how: str) -> None:
    made = sample(60, 7, YEAR, 0.1, AUTHORITY)
    files = {"return.xml": as_xml(spoilt(made, how) if how else made.this_year)}
    state = state_of(files, made.last_year, made.providers)
    found = check_all(state, "xml")
    after = effect(state, steps_of(found)).state.corrected
    again = read(list(corrected_files(list(files.items()), after).items()), YEAR).tables
    for name, table in after.tables.items():
        for field, values in table.raw.items():
            np.testing.assert_array_equal(again[name].raw[field], values)


@pytest.mark.parametrize("how", ["", "dates", "dates everywhere", "spelling everywhere", "codes", "codes everywhere"])
def test_a_made_up_return_with_errors(how: str) -> None:
    made = sample(120, 11, YEAR, 0.1, AUTHORITY)
    files = spoilt(made, how) if how else made.this_year
    state = state_of(files, made.last_year, made.providers)
    found = check_all(state)
    assert found.steps


def test_a_made_up_return_without_errors_is_what_it_was_once_its_forms_are_corrected() -> None:
    made = sample(100, 3, YEAR, 0.0, AUTHORITY)
    assert safe_changes(state_of(made.this_year, made.last_year, made.providers), []) == Safe({}, [])
    for how in ("dates everywhere", "spelling everywhere", "codes everywhere"):
        state = state_of(spoilt(made, how), made.last_year, made.providers)
        found = check_all(state)
        assert found.held_back == []
        after = effect(state, steps_of(found)).state
        assert len(after.report.issues) == 0
        for name, table in read(list(made.this_year.items()), YEAR).tables.items():
            for field, values in table.raw.items():
                np.testing.assert_array_equal(after.corrected.tables[name].raw[field], values)


DAYS = (
    "01/04/2025",
    "1/6/2025",
    "2025-06-01",
    "01-06-2025",
    "1 Jun 2025",
    "01/06/2025 00:00",
    "31/03/2026",
    "06/13/2025",
)
BORN = (A, "1/2/2008", "2008-02-01", B, "31/02/2008", "")
POOLS: Mapping[str, tuple[str, ...]] = {
    "CHILD": ("1", "1 ", "2", "2.0", ""),
    "DOB": BORN,
    "MC_DOB": ("", "2024-05-01", "NULL"),
    "SEX": ("1", "F", "female", "U", "M "),
    "UPN": ("UN1", "un 1", "A123456789012", "A123-456789012", "'UN2"),
    "MOTHER": ("", "0", "1.0", "Yes"),
    "RNE": ("S", "P", "l", ""),
    "LS": ("C2", "c 2", "V3", "C2 - Full care order"),
    "PLACE": ("U6", "U 6", "K2", "T1", "Z1"),
    "PLACE_PROVIDER": ("PR1", "PR 1", ""),
    "REC": ("X1", "", "NULL", "E4A"),
    "HOME_POST": ("M1 1AE", "M11AE", ""),
    "PL_POST": ("M1 1AE", "m14 0pb", "GU11AA"),
    "URN": ("SC123456", "SC-123456", "", "NULL"),
    "SW_ID": ("SW 123", "SW123", ""),
}
PLACES = ("Header", "Episodes", "Reviews", "UASC", "OC3", "Missing", "SWEpisodes")


@st.composite
def odd_files(draw: st.DrawFn, names: tuple[str, ...] = PLACES) -> dict[str, bytes]:
    """Some tables of a few children, many of their values written otherwise, rows repeated."""
    files = {}
    for name in draw(st.sets(st.sampled_from(names), min_size=1)):
        table = tables()[name]

        def cell(field: str, known: Mapping[str, Column] = table.columns) -> st.SearchStrategy[str]:
            if field in POOLS:
                return st.sampled_from(POOLS[field])
            return st.sampled_from((*DAYS, "", "NULL")) if known[field].type == "date" else st.sampled_from(("", "x"))

        rows = draw(st.lists(st.tuples(*map(cell, table.columns)), min_size=1, max_size=4))
        rows += draw(st.lists(st.sampled_from(rows), max_size=2))
        lines = [",".join(table.columns), *(",".join(row) for row in rows)]
        files[table.usual_file_name] = ("\n".join(lines) + "\n").encode()
    return files


@settings(max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(odd_files(), st.none() | odd_files(("Header", "Episodes")))
@example(
    {
        "sw_episodes.csv": b"CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n"
        + b"1,01/02/2008,SW 123,01/04/2025,2025-06-01,\n" * 2
    },
    None,
)
def test_an_odd_return(files: dict[str, bytes], last: dict[str, bytes] | None) -> None:
    state = state_of(files, last)
    found = check_all(state)
    after = effect(state, steps_of(found)).state.corrected
    written = corrected_files(list(files.items()), after)
    again = read(list(written.items()), YEAR).tables
    for name, table in after.tables.items():
        for field, values in table.raw.items():
            np.testing.assert_array_equal(again[name].raw[field], values)


def test_a_day_is_read_once_however_often_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read_so_far: list[str] = []

    def noted(words: NDArray[np.object_]) -> Dates:
        read_so_far.extend(words)
        return parse_dates(words)

    monkeypatch.setattr(forms_module, "parse_dates", noted)
    is_date.cache_clear()
    column = tables()["Episodes"].columns["DECOM"]
    assert [legible(column, day, YEAR) for day in ["01/04/2025", "31/04/2025"] * 100] == [True, False] * 100
    assert read_so_far == ["01/04/2025", "31/04/2025"]
