"""Tables of one return that must agree on which children there are, once each, and on who they are."""

from __future__ import annotations

from typing import Final

from .language import AnyRows, Flagged, Mask
from .registry import Row, family, rule
from .schema import Return

LOOKED_AFTER_ONLY: Final = ("PlacedAdoption", "Missing", "Reviews", "AD1", "PrevPerm", "OC2")


def _named_in(rows: AnyRows, *others: AnyRows) -> Mask:
    """Where their CHILD stands in one of the other tables; a blank one where that has a blank one too."""
    found = rows.CHILD.blank & any(other.CHILD.blank.any() for other in others)
    for other in others:
        found |= rows.child_in(other)
    return found


@family(
    "inconsistent",
    [
        Row(
            "INT01",
            "Child in AD1 is not in Header",
            "AD1 Header",
            "CHILD",
            "There is an adoption (AD1) row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this AD1 row if it was mistyped; delete the row if it is "
            "about nobody in this return.",
        ),
        Row(
            "INT02",
            "Child in PlacedAdoption is not in Header",
            "PlacedAdoption Header",
            "CHILD",
            "There is a placed-for-adoption row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this PlacedAdoption row if it was mistyped; delete the row "
            "if it is about nobody in this return.",
        ),
        Row(
            "INT03",
            "Child in Episodes is not in Header",
            "Episodes Header",
            "CHILD",
            "There is an episode row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this Episodes row if it was mistyped; delete the row if it "
            "is about nobody in this return.",
        ),
        Row(
            "INT04",
            "Child in Missing is not in Header",
            "Missing Header",
            "CHILD",
            "There is a missing or away row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this Missing row if it was mistyped; delete the row if it "
            "is about nobody in this return.",
        ),
        Row(
            "INT05",
            "Child in OC2 is not in Header",
            "OC2 Header",
            "CHILD",
            "There is an outcomes (OC2) row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this OC2 row if it was mistyped; delete the row if it is "
            "about nobody in this return.",
        ),
        Row(
            "INT06",
            "Child in OC3 is not in Header",
            "OC3 Header",
            "CHILD",
            "There is a care leaver (OC3) row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this OC3 row if it was mistyped; delete the row if it is "
            "about nobody in this return.",
        ),
        Row(
            "INT07",
            "Child in PrevPerm is not in Header",
            "PrevPerm Header",
            "CHILD",
            "There is an earlier permanence (PrevPerm) row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this PrevPerm row if it was mistyped; delete the row if it "
            "is about nobody in this return.",
        ),
        Row(
            "INT08",
            "Child in Reviews is not in Header",
            "Reviews Header",
            "CHILD",
            "There is a review row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this Reviews row if it was mistyped; delete the row if it "
            "is about nobody in this return.",
        ),
        Row(
            "INT09",
            "Child in UASC is not in Header",
            "UASC Header",
            "CHILD",
            "There is an asylum seeker (UASC) row for this child, but no Header row.",
            "Add the child to Header, or correct CHILD in this UASC row if it was mistyped; delete the row if it is "
            "about nobody in this return.",
        ),
    ],
)
def not_in_header(r: Return, table: str) -> Flagged:
    return ~_named_in(r.this_year[table], r.Header)


@family(
    "inconsistent",
    [
        Row(
            "INT11",
            "DOB in AD1 differs from DOB in Header",
            "AD1 Header",
            "DOB",
            "The date of birth in AD1 is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in AD1 or in Header, so that the two agree.",
        ),
        Row(
            "INT12",
            "DOB in PlacedAdoption differs from DOB in Header",
            "PlacedAdoption Header",
            "DOB",
            "The date of birth in PlacedAdoption is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in PlacedAdoption or in Header, so that the two agree.",
        ),
        Row(
            "INT13",
            "DOB in Missing differs from DOB in Header",
            "Missing Header",
            "DOB",
            "The date of birth in Missing is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in Missing or in Header, so that the two agree.",
        ),
        Row(
            "INT14",
            "DOB in OC2 differs from DOB in Header",
            "OC2 Header",
            "DOB",
            "The date of birth in OC2 is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in OC2 or in Header, so that the two agree.",
        ),
        Row(
            "INT15",
            "DOB in OC3 differs from DOB in Header",
            "OC3 Header",
            "DOB",
            "The date of birth in OC3 is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in OC3 or in Header, so that the two agree.",
        ),
        Row(
            "INT16",
            "DOB in PrevPerm differs from DOB in Header",
            "PrevPerm Header",
            "DOB",
            "The date of birth in PrevPerm is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in PrevPerm or in Header, so that the two agree.",
        ),
        Row(
            "INT17",
            "DOB in Reviews differs from DOB in Header",
            "Reviews Header",
            "DOB",
            "The date of birth in Reviews is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in Reviews or in Header, so that the two agree.",
        ),
        Row(
            "INT18",
            "DOB in UASC differs from DOB in Header",
            "UASC Header",
            "DOB",
            "The date of birth in UASC is not the one that Header gives for the same child.",
            "Find the true date of birth and correct DOB in UASC or in Header, so that the two agree.",
        ),
    ],
)
def date_of_birth_differs(r: Return, table: str) -> Flagged:
    rows = r.this_year[table]
    row, header = rows.pairs(r.Header)
    # Earlier or later rather than "not the same": an unknown date is neither.
    return rows.any_of(row, (row.date("DOB") < header.DOB) | (row.date("DOB") > header.DOB))


@rule(
    "INT21",
    "SEX in UASC differs from SEX in Header",
    table="UASC Header",
    fields="SEX",
    category="inconsistent",
)
def sex_differs(r: Return) -> Flagged:
    """The sex in UASC is not the one that Header gives for the same child.

    Find out which is right and correct SEX in UASC or in Header, so that the two agree.
    """
    row, header = r.UASC.pairs(r.Header)
    return r.UASC.any_of(row, row.SEX.filled & header.SEX.filled & (row.SEX != header.SEX))


@family(
    "inconsistent",
    [
        Row(
            "INT31",
            "Child has more than one row in AD1",
            "AD1",
            "CHILD",
            "AD1 may hold one row for each child, but this child has two or more.",
            "Keep the right AD1 row and delete or merge the others; if two children share an identifier by mistake, "
            "correct CHILD.",
        ),
        Row(
            "INT32",
            "Child has more than one row in Header",
            "Header",
            "CHILD",
            "Header may hold one row for each child, but this child has two or more.",
            "Keep the right Header row and delete or merge the others; if two children share an identifier by "
            "mistake, correct CHILD.",
        ),
        Row(
            "INT33",
            "Child has more than one row in OC2",
            "OC2",
            "CHILD",
            "OC2 may hold one row for each child, but this child has two or more.",
            "Keep the right OC2 row and delete or merge the others; if two children share an identifier by mistake, "
            "correct CHILD.",
        ),
        Row(
            "INT34",
            "Child has more than one row in OC3",
            "OC3",
            "CHILD",
            "OC3 may hold one row for each child, but this child has two or more.",
            "Keep the right OC3 row and delete or merge the others; if two children share an identifier by mistake, "
            "correct CHILD.",
        ),
        Row(
            "INT35",
            "Child has more than one row in PrevPerm",
            "PrevPerm",
            "CHILD",
            "PrevPerm may hold one row for each child, but this child has two or more.",
            "Keep the right PrevPerm row and delete or merge the others; if two children share an identifier by "
            "mistake, correct CHILD.",
        ),
        Row(
            "INT36",
            "Child has more than one row in UASC",
            "UASC",
            "CHILD",
            "UASC may hold one row for each child, but this child has two or more.",
            "Keep the right UASC row and delete or merge the others; if two children share an identifier by mistake, "
            "correct CHILD.",
        ),
    ],
)
def several_rows(r: Return, table: str) -> Flagged:
    rows = r.this_year[table]
    return rows.count_for(rows) > 1


@rule(
    "EPI",
    "Child has neither episodes nor care leaver data",
    table="Header",
    optional=("Episodes", "OC3"),
    fields="CHILD",
    category="missing",
)
def neither_episodes_nor_leaver(r: Return) -> Flagged:
    """The child is in Header, but there is neither an episode nor a care leaver (OC3) row for them, so most checks on
    this child cannot be made.

    Add the child's episodes, or their OC3 row if they are a care leaver; remove the Header row if the child does not
    belong in this return.
    """
    given = [r.this_year[name] for name in ("Episodes", "OC3") if r.has(name)]
    return ~_named_in(r.Header, *given)


@rule(
    "1012",
    "Other tables hold data for a child without episodes",
    table="Episodes",
    optional=LOOKED_AFTER_ONLY,
    fields="CHILD",
    category="inconsistent",
)
def data_without_episodes(r: Return) -> Flagged:
    """This child has no episodes in this year's return, so nothing about them belongs in this table; a care leaver who
    was not looked after this year appears in Header and OC3 only.

    Add the child's missing episodes, or correct CHILD; if the child really had no episodes this year, remove this row.
    """
    given = [r.this_year[name] for name in LOOKED_AFTER_ONLY if r.has(name)]
    return tuple(rows[~_named_in(rows, r.Episodes)] for rows in given)
