"""The year and authority that files propose, and the warnings when a choice contradicts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from validator import Collection
from validator.places.postcodes import Postcodes
from validator.reading import read
from validator.reading.proposal import Contradiction, Cure, Proposal, propose
from validator.returns.authorities import find_authority
from validator.returns.tables import TextTable
from validator.sample import sample

HOMES = ["M1 1AA", "M1 1AB", "LS1 1AA", "CF1 1AA"]
REFERENCE = Postcodes.from_columns(
    HOMES,
    np.array(["E08000003", "E08000003", "E08000035", "W06000015"]),
    np.zeros(4),
    np.zeros(4),
)
MANCHESTER = "E08000003"


def box(year: str, **tables: str) -> Mapping[str, TextTable]:
    """A box of CSV files from table=text, with / between lines."""
    return read([(f"{name}.csv", text.replace("/ ", "\n").encode()) for name, text in tables.items()], year).tables


def reviews(*dates: str) -> str:
    return "\n".join(["CHILD,DOB,REVIEW,REVIEW_CODE", *(f"{n},01/01/2010,{d},PN1" for n, d in enumerate(dates))])


def episodes(*rows: tuple[str, str, str]) -> str:
    """Rows of DECOM, DEC, HOME_POST."""
    heading = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    return "\n".join([heading, *(f"1,{began},S,C2,N1,U1,PR1,{ended},,,{home},," for began, ended, home in rows)])


YEARS_FOUND = [
    (reviews("01/04/2024", "31/03/2025", "01/04/2025"), "", "2024-25"),
    (reviews("1/4/2025", "31/3/2026"), "", "2025-26"),
    (reviews("nonsense", "2024-05-01", ""), "", ""),
    # What stands for nothing tells of no year.
    (reviews("01/01/0001", "01/01/1900", "01/01/1900"), "", ""),
    # What began long ago says nothing while something ended.
    ("", episodes(("01/05/2012", "", ""), ("01/05/2012", "", ""), ("01/05/2019", "01/05/2024", "")), "2024-25"),
    # Nothing ended: the latest year in which episodes began, but not a single slip of the pen.
    ("", episodes(("01/05/2012", "", ""), ("01/05/2023", "", "")), "2023-24"),
    ("", episodes(*[("01/05/2023", "", "")] * 30, ("01/05/2032", "", "")), "2023-24"),
    ("", "", ""),
]


@pytest.mark.parametrize(("review_text", "episode_text", "expected"), YEARS_FOUND)
def test_the_year_is_that_of_most_dates(review_text: str, episode_text: str, expected: str) -> None:
    files = [(name, text.encode()) for name, text in (("r.csv", review_text), ("e.csv", episode_text)) if text]
    proposal = propose(read(files, "2026-27").tables, None, None)
    assert proposal.this_year == expected
    assert proposal.year == (expected or None)
    assert proposal.authority is None


def test_a_year_that_is_not_covered_is_not_proposed_but_warned_of() -> None:
    proposal = propose(read([("r.csv", reviews("01/05/2019").encode())], "2025-26").tables, None, None)
    assert proposal.year is None
    assert proposal.warnings(Collection("2025-26")) == [
        Contradiction(
            "Most dates in this year’s files are in 2019-20, but the check is for 2025-26. Choose the other year, or "
            "the files of this one."
        )
    ]


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        (["M1 1AA", "m11ab ", "LS1 1AA"], (MANCHESTER, (2, 3))),
        (["M1 1AA", "LS1 1AA"], (None, (1, 2))),
        (["CF1 1AA", "CF1 1AA"], (None, (2, 2))),
        (["ZZ1 1ZZ", ""], (None, (0, 0))),
        (["M1 1AA", "ZZ1 1ZZ", ""], (MANCHESTER, (1, 1))),
        ([], (None, (0, 0))),
    ],
)
def test_the_authority_is_that_of_most_homes(homes: list[str], expected: tuple[str | None, tuple[int, int]]) -> None:
    text = episodes(*[("01/05/2025", "", home) for home in homes])
    proposal = propose(read([("e.csv", text.encode())], "2025-26").tables, None, REFERENCE)
    assert (proposal.authority, proposal.homes) == expected


NOTHING = Proposal(year=None, authority=None, this_year="", last_year="", homes=(0, 0), same=(), children=(0, 0, 0))
LEEDS = find_authority("Leeds").code
THIS = (
    "Most dates in this year’s files are in 2024-25, but the check is for 2025-26. Choose the other year, or the files "
    "of this one."
)
LAST = (
    "Most dates in last year’s files are in 2023-24, but the year before 2025-26 is 2024-25. Choose the files of that "
    "year."
)
WARNINGS = {
    "nothing known": (NOTHING, Collection("2025-26", LEEDS), []),
    "all is well": (
        replace(NOTHING, this_year="2025-26", last_year="2024-25", authority=LEEDS, homes=(9, 10)),
        Collection("2025-26", LEEDS),
        [],
    ),
    "another year": (replace(NOTHING, this_year="2024-25"), Collection("2025-26"), [THIS]),
    # One move cures both.
    "both years": (replace(NOTHING, this_year="2024-25", last_year="2023-24"), Collection("2025-26"), [THIS]),
    "last year": (replace(NOTHING, this_year="2025-26", last_year="2023-24"), Collection("2025-26"), [LAST]),
    "other children": (
        replace(NOTHING, children=(1_500, 1_400, 0)),
        Collection("2025-26"),
        [
            "None of the 1,500 children in this year’s files is among the 1,400 in last year’s. Check that both years "
            "have the same kind of identifier in CHILD, and are of the same authority."
        ],
    ),
    "hardly a child is the same": (
        replace(NOTHING, children=(1_500, 1_400, 13)),
        Collection("2025-26"),
        [
            "Only 13 of the 1,500 children in this year’s files are among the 1,400 in last year’s. Check that both "
            "years have the same kind of identifier in CHILD, and are of the same authority."
        ],
    ),
    "few children": (replace(NOTHING, children=(9, 1_400, 0)), Collection("2025-26"), []),
    "some stay": (replace(NOTHING, children=(1_500, 1_400, 14)), Collection("2025-26"), []),
    "swapped": (
        replace(NOTHING, this_year="2024-25", last_year="2025-26"),
        Collection("2025-26"),
        [
            "The two years look swapped: most dates in this year’s files are in 2024-25 and most in last year’s are in "
            "2025-26. Swap the files of the two years."
        ],
    ),
    "one year in both": (
        replace(NOTHING, this_year="2025-26", last_year="2025-26"),
        Collection("2025-26"),
        [
            "Most dates in last year’s files are in 2025-26, but the year before 2025-26 is 2024-25. Choose the files "
            "of that year."
        ],
    ),
    "another authority": (
        replace(NOTHING, authority=MANCHESTER, homes=(812, 900)),
        Collection("2025-26", LEEDS),
        [
            "812 of 900 home postcodes are in Manchester, but the check is for Leeds. Choose the authority whose "
            "return this is."
        ],
    ),
    "no authority chosen": (replace(NOTHING, authority=MANCHESTER, homes=(812, 900)), Collection("2025-26"), []),
    "Cumbria for one of its successors": (
        replace(NOTHING, authority="E06000063", homes=(5, 6)),
        Collection("2022-23", "E06000064"),
        [],
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_warnings(case: str) -> None:
    proposal, chosen, sentences = WARNINGS[case]
    assert [warning.words for warning in proposal.warnings(chosen)] == sentences


CURES = {
    "another year": Cure("year", "2024-25", "Use 2024-25"),
    "both years": Cure("year", "2024-25", "Use 2024-25"),
    "swapped": Cure("swap", "", "Swap the two years"),
    "another authority": Cure("authority", MANCHESTER, "Use Manchester"),
    "last year": None,
    "other children": None,
}


@pytest.mark.parametrize("case", CURES)
def test_where_one_move_cures_it_the_warning_has_it(case: str) -> None:
    proposal, chosen, _ = WARNINGS[case]
    proposal = replace(proposal, year=proposal.this_year or None)
    assert [warning.cure for warning in proposal.warnings(chosen)] == [CURES[case]]


def test_made_up_returns_propose_their_own_year_and_are_told_apart() -> None:
    made_up = sample(60, seed=2, year="2024-25")
    this_year = read(list(made_up.this_year.items()), "2024-25").tables
    last_year = read(list(made_up.last_year.items()), "2024-25", last=True).tables
    proposal = propose(this_year, last_year, None)
    assert (proposal.year, proposal.last_year, proposal.same) == ("2024-25", "2023-24", ())
    assert proposal.warnings(Collection("2024-25")) == []
    assert "look swapped" in propose(last_year, this_year, None).warnings(Collection("2024-25"))[0].words


def test_one_file_in_both_boxes_is_warned_of_unless_it_has_no_rows() -> None:
    both = [("oc3.csv", b"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n1,,,,\n"), ("uasc.csv", b"CHILD,SEX,DOB,DUC\n")]
    last_year = read([*both[1:], ("x.csv", both[0][1])], "2025-26", last=True)
    proposal = propose(read(both, "2025-26").tables, last_year.tables, None)
    assert proposal.same == (("oc3.csv", "x.csv"),)
    assert proposal.warnings(Collection("2025-26")) == [
        Contradiction(
            "This year’s and last year’s files hold the same data (oc3.csv and x.csv). Choose the files of each year."
        )
    ]


def test_one_table_in_both_boxes_is_found_however_it_is_written() -> None:
    text = reviews(*["01/05/2025"] * 12)
    this_year = read([("a.csv", text.encode())], "2025-26").tables
    last_year = read(
        [("b.csv", text.replace("\n", "\r\n").replace("PN1", " pn1").encode())], "2025-26", last=True
    ).tables
    assert propose(this_year, last_year, None).same == (("a.csv", "b.csv"),)
    other = episodes(*[("01/05/2025", "", "")] * 12).encode()
    few = read([("a.csv", reviews("01/05/2025").encode()), ("e.csv", other)], "2025-26").tables
    again = read([("b.csv", reviews("01/05/2025 ").encode())], "2025-26", last=True).tables
    assert propose(few, again, None).same == ()


def test_few_rows_alike_in_one_of_several_files_are_chance() -> None:
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB/ {},M,01/01/2010,WBRI,UN1,,"
    uasc = "CHILD,SEX,DOB,DUC/ 1,M,01/01/2010,"
    this_year = box("2025-26", header=header.format(1), uasc=uasc)
    last_year = box("2025-26", header=header.format(2), uasc=uasc)
    assert propose(this_year, last_year, None).same == ()
    assert propose(this_year, this_year, None).same == (("header.csv", "header.csv"), ("uasc.csv", "uasc.csv"))


def header(children: int) -> str:
    rows = "".join(f"{n},M,01/01/2010,WBRI,,,\n" for n in range(children))
    return "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n" + rows


@pytest.mark.parametrize(
    ("children", "listed", "until", "warned"),
    [(10, 10, 0, True), (10, 5, 0, False), (10, 10, 5, False), (4, 4, 0, False)],
)
def test_a_list_of_asylum_seekers_that_is_one_of_all_children(
    children: int, listed: int, until: int, warned: bool
) -> None:
    uasc = "".join(f"{n},M,01/01/2010,{'01/01/2028' * (n < until)}\n" for n in range(listed))
    reading = box("2025-26", header=header(children), uasc="CHILD,SEX,DOB,DUC\n" + uasc)
    warnings = propose(reading, None, None).warnings(Collection("2025-26"))
    found = [warning.words for warning in warnings if "UASC file" in warning.words]
    assert len(found) == warned
    assert all(warning.startswith(f"{listed} of {children} children are in the UASC file") for warning in found)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["SSDA903_2025_header.csv"], "2024-25"),
        (["x/ssda903_2025_header.csv", "SSDA903_2025_uasc.csv"], "2024-25"),
        (["SSDA903_2025_header.csv", "SSDA903_2024_uasc.csv"], None),
        (["header 2025.csv"], None),
    ],
)
def test_without_dates_the_names_of_the_files_may_tell_the_year(names: list[str], expected: str | None) -> None:
    texts = [header(1), "CHILD,SEX,DOB,DUC\n"]
    reading = read([(name, text.encode()) for name, text in zip(names, texts, strict=False)], "2026-27")
    assert propose(reading.tables, None, None).year == expected
