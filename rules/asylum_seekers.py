"""Unaccompanied asylum-seeking children (UASC): who has the status, and the day on which it ceased (DUC).

A child's status is Header's UASC: as submitted in XML, 1 for a child listed in the UASC file otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

from .dates import known, years_after
from .language import LAST, THIS, AnyRows, Flagged, Mask, NotRun, Year
from .registry import fact, rule
from .schema import HeaderRows, Return, UASCRows

_WHOSE = {THIS: "this year's", LAST: "last year's"}


class Status(NamedTuple):
    """The rows that tell whether children are UASC, with a mask where they are and one where 0 or nothing is said."""

    rows: AnyRows
    uasc: Mask
    none: Mask


@fact
def status_now(r: Return) -> Status:
    """This year's status of each child."""
    return _status(r, THIS)


@fact
def status_last(r: Return) -> Status:
    """Last year's status of each child."""
    return _status(r, LAST)


def _status(r: Return, year: Year) -> Status:
    if r.has("Header", year=year):
        header = header_with_status(r, year)
        return Status(header, header.UASC == "1", header.UASC.blank | (header.UASC == "0"))
    if r.has("UASC", year=year):
        listed = r.UASC_last if year is LAST else r.UASC
        # Without Header a row counts only if it says more than who the child is.
        uasc = listed.filled("SEX", "DUC")
        return Status(listed, uasc, ~uasc)
    whose = _WHOSE[year]
    raise NotRun(f"It needs {whose} Header file (such as header.csv) or {whose} UASC file (such as uasc.csv).")


def header_with_status(r: Return, year: Year = THIS) -> HeaderRows:
    """The Header rows; the rule is not run when nothing is known of the status."""
    header = r.Header_last if year is LAST else r.Header
    if not hasattr(header, "UASC"):
        raise NotRun(f"It needs {_WHOSE[year]} UASC file (such as uasc.csv).")
    return header


# -- against last year's return


def with_headers(r: Return, failing: UASCRows, of_status: AnyRows) -> Flagged:
    """UASC rows that fail and, where Header was supplied, those of its rows by whose status they do."""
    return (failing, of_status[of_status.child_in(failing)]) if r.has("Header") else (failing,)


@rule(
    "205A",
    "UASC last year, not this year, unsupported by cease dates",
    table="UASC UASC_last",
    optional=("Header", "Header_last"),
    fields="CHILD UASC",
    category="cross-year",
)
def gave_up_status(r: Return) -> Flagged:
    """Last year this child was returned as an unaccompanied asylum-seeking child, this year not, and the dates on
    which the status ceased in the two returns do not explain that.

    If the status ended, last year's DUC should lie inside last year's collection period and DUC should be empty this
    year. Otherwise restore the UASC status for this year, or correct the dates.
    """
    listed, before = r.UASC, r.UASC_last
    now, last = status_now(r), status_last(r)
    without = now.rows[~now.uasc]
    is_not = listed.child_in(without) | ~listed.child_in(now.rows)
    was = listed.child_in(before) & listed.child_in(last.rows[last.uasc])
    in_last_year = (years_after(r.start, -1) <= before.DUC) & (before.DUC < r.start)
    unexplained = listed.filled("DUC") | listed.child_in(before[~in_last_year])
    return with_headers(r, listed[is_not & was & unexplained], without)


@rule(
    "205B",
    "UASC in both years but cease dates do not fit",
    table="UASC UASC_last",
    optional=("Header", "Header_last"),
    fields="DUC UASC",
    category="cross-year",
)
def kept_status(r: Return) -> Flagged:
    """The child is returned as an unaccompanied asylum-seeking child this year and was one last year as well, but the
    dates on which the status ceased do not fit a status that ran on into this year.

    Last year's DUC should be the child's 18th birthday, and this year's DUC should either be unchanged or fall in this
    collection year. Correct DUC or the UASC status.
    """
    now, last = status_now(r), status_last(r)
    current = now.rows[now.uasc]
    listed, before = r.UASC.pairs(r.UASC_last)
    in_year = (r.start <= listed.DUC) & (listed.DUC <= r.end)
    # An unknown date differs from every other, so a status without any end is flagged too.
    turned_18 = years_after(before.DOB, 18)
    misfit = (~in_year & (listed.DUC != before.DUC)) | (known(turned_18) & (before.DUC != turned_18))
    failing = listed[misfit & listed.child_in(current) & listed.child_in(last.rows[last.uasc])]
    return with_headers(r, failing, current)


@rule(
    "205C",
    "UASC cease date given, child not UASC in either year",
    table="UASC UASC_last",
    optional=("Header", "Header_last"),
    fields="DUC UASC",
    category="cross-year",
)
def never_had_status(r: Return) -> Flagged:
    """A date on which UASC status ceased is recorded, yet the child is not an unaccompanied asylum-seeking child in
    this year's or in last year's return.

    Remove DUC if the child never had UASC status; otherwise set the UASC status for the years in which it applied.
    """
    listed, before = r.UASC, r.UASC_last
    now, last = status_now(r), status_last(r)
    without = now.rows[now.none]
    is_not = listed.child_in(without) | ~listed.child_in(now.rows)
    # Last year's status is asked only of children in last year's UASC table.
    was_not = ~listed.child_in(before) | ~listed.child_in(last.rows) | listed.child_in(last.rows[last.none])
    ceased = known(listed.DUC) | listed.child_in(before[known(before.DUC)])
    return with_headers(r, listed[is_not & was_not & ceased], without)


@rule(
    "205D",
    "UASC this year but not UASC last year",
    table=(),
    optional=("Header", "UASC", "Header_last", "UASC_last"),
    fields="UASC CHILD",
    category="cross-year",
)
def new_status(r: Return) -> Flagged:
    """The child is returned as an unaccompanied asylum-seeking child this year, but was in last year's return without
    that status.

    Check whether the child really is UASC. If last year's return was wrong, keep the value and explain; otherwise
    remove the UASC status for this year.
    """
    now, last = status_now(r), status_last(r)
    return now.rows[now.uasc & now.rows.child_in(last.rows[~last.uasc])]


# -- within the year


@rule(
    "231",
    "Unaccompanied asylum-seeking child under 11 at year end",
    years="2024-25..",
    table="Header",
    optional=("UASC",),
    fields="DOB UASC",
    category="inconsistent",
    year_end=True,
)
def under_11(r: Return) -> Flagged:
    """This unaccompanied asylum-seeking child is under 11 at the end of the year. That is unusual, so the date of
    birth may be wrong.

    Check DOB and the UASC status. If both are right, leave them and explain the case to the Department when you submit.
    """
    header = header_with_status(r)
    return (header.UASC == "1") & (header.DOB > years_after(r.end, -11))


@rule(
    "303",
    "UASC cease date given but UASC status is not 1",
    table="UASC Header",
    fields="DUC UASC",
    category="inconsistent",
)
def ceased_without_status(r: Return) -> Flagged:
    """A date on which UASC status ceased is recorded, but the child is not marked as an unaccompanied asylum-seeking
    child.

    Set the UASC status to 1 if the child was UASC during the year, otherwise remove DUC.
    """
    header = header_with_status(r)
    # The status is read as a number here, so 01 is a 1.
    without = header[header.UASC.numbers() != 1]
    ceased = r.UASC[r.UASC.filled("DUC")]
    return ceased[ceased.child_in(without)], without[without.child_in(ceased)]


@rule("304", "UASC status ceased after the 18th birthday", table="UASC", fields="DUC", category="inconsistent")
def ceased_after_18(r: Return) -> Flagged:
    """The date on which UASC status ceased is later than the young person's 18th birthday.

    DUC can be the 18th birthday at the latest; correct DUC, or DOB if that is wrong.
    """
    return r.UASC.DUC > years_after(r.UASC.DOB, 18)
