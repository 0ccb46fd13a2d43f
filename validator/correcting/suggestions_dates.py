"""Dates that cannot be read, or cannot be right, as they may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from rules.dates import known, unknown

from ..returns.rows import Rows
from ..returns.tables import tables
from .change_builder import Candidates, Look, NewCell
from .change_builder import rules as codes
from .normalise import is_date
from .suggestions_codes import apart

# How long before and after the collection year the dates of a column may plausibly lie, in years.
_BACK, _AHEAD = 26, 1

# Date column -> the rules that find it too early or too late; and the rules that find any out of line with another.
_OUT_OF_RANGE = {
    "DOB": codes("301 302 351 621"),
    "MC_DOB": codes("621 625 626"),
    "DECOM": codes("302 352 353 354 356 562 NoE"),
    "DEC": codes("356 385"),
    "DUC": codes("104 205B 304"),
    "DATE_INT": codes("333 334 521"),
    "DATE_MATCH": codes("331 333 582"),
    "DATE_PLACED": codes("117 184 522 552 554 556 1003"),
    "DATE_PLACED_CEASED": codes("117 118 522"),
    "MIS_START": codes("567 570 578 581 586"),
    "MIS_END": codes("567 571"),
    "DOLO_START": codes("702 703 708"),
    "DOLO_END": codes("702 704"),
    "SW_DECOM": codes("SW06STG2 SW09STG2 SW18STG2"),
    "SW_DEC": codes("SW07STG2 SW09STG2 SW18STG2"),
}
_OUT_OF_LINE = codes(
    "203 388 431 433 501 502 523 560 574 575 576 577 624 705 706 707 SW10STG2 SW10aSTG2 SW10bSTG2 SW11aSTG2 "
    "SW12STG2 SW17STG2"
)

# Dates that may lie decades back, where the wrong digit may be that of the decade.
_LONG_AGO = ("DOB", "MC_DOB", "DECOM")

# Of a year that makes no sense, at most so many that do are tried, so many mistypings away.
_MOST_YEARS = 4
_MOST_MISTYPINGS = 2

_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{1,5})(?:[ T].*)?")
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_RUN_TOGETHER_BACKWARDS = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Day 1 of a spreadsheet's count is 1 January 1900; it takes 1900 for a leap year, so that from March 1900 on the count
# runs from this day. Source: Microsoft, on the 1900 date system.
_DAY_ZERO = np.datetime64("1899-12-30", "D")
_EARLIEST_DAY_NUMBER, _LATEST_DAY_NUMBER = 32_000, 55_000  # 1987 to 2050

# Pairs of dates of one row that must come in this order, and the rules that notice when they do not.
_IN_ORDER = (
    ("Episodes", "DECOM", "DEC", ("355", "356", "501", "433", "388")),
    ("Missing", "MIS_START", "MIS_END", ("567",)),
    ("DoLo", "DOLO_START", "DOLO_END", ("702",)),
    ("SWEpisodes", "SW_DECOM", "SW_DEC", ("SW09STG2", "SW18STG2")),
    ("PlacedAdoption", "DATE_PLACED", "DATE_PLACED_CEASED", ("522",)),
    ("AD1", "DATE_INT", "DATE_MATCH", ("333",)),
    ("Header", "DOB", "MC_DOB", ("621",)),
)  # fmt: skip


def unreadable(look: Look) -> Candidates:
    """Dates of which the form leaves doubt: the century, the order of day and month, a count of days, a mistyping."""
    for table, field, rules, rows in _date_columns(look):
        text = rows.text(field)
        rows = rows[text.filled & unknown(getattr(rows, field))]
        for row, word in zip(rows.index.tolist(), rows.text(field).values.tolist(), strict=True):
            for sentence, new in _readings(word, _years(look)):
                yield from look.put("date_form", sentence, rules, table, row, field, new)


def implausible(look: Look) -> Candidates:
    """Dates that are real but cannot be right: a mistyped year, or day and month the other way round."""
    for table, field, rules, rows in _date_columns(look):
        out_of_range = [rule for rule in rules if rule in _OUT_OF_RANGE.get(field, ())]
        out_of_line = [rule for rule in rules if rule in _OUT_OF_LINE]
        rows = look.flagged(table, *out_of_range, *out_of_line)
        rows = rows[known(getattr(rows, field))]
        mistypings = (-1, 1, -10, 10) if field in _LONG_AGO else (-1, 1)
        suspect = set(look.flagged(table, *out_of_range).index.tolist())
        for row, word in zip(rows.index.tolist(), rows.text(field).values.tolist(), strict=True):
            day, month, year = map(int, word.split("/"))
            for other in _other_years(year, _years(look), mistypings) if row in suspect else ():
                sentence = f"The year {year} may have been meant to be {other}."
                new = f"{day:02}/{month:02}/{other}"
                yield from look.put("date_year", sentence, out_of_range, table, row, field, new)
            if day <= 12 and day != month:
                sentence = "The rules are met when day and month change places."
                new = f"{month:02}/{day:02}/{year}"
                yield from look.put("date_swapped", sentence, [*out_of_range, *out_of_line], table, row, field, new)


def _other_years(year: int, years: range, mistypings: tuple[int, ...]) -> list[str]:
    """Years for which this one may have been typed: of one that is plausible those so many years away."""
    if year in years:
        return [str(year + mistyping) for mistyping in mistypings if year + mistyping in years]
    return _near_years(f"{year:04}", years)


def in_the_wrong_order(look: Look) -> Candidates:
    """Two dates of a row that were entered in each other's place."""
    for table, start, end, rules in _IN_ORDER:
        rows = look.flagged(table, *rules)
        if not len(rows):
            continue
        rows = rows[getattr(rows, start) > getattr(rows, end)]
        for row, first, last in zip(
            rows.index.tolist(), rows.text(start).values.tolist(), rows.text(end).values.tolist(), strict=True
        ):
            cells = [NewCell(table, row, start, last), NewCell(table, row, end, first)]
            yield from look.candidate(
                "date_swapped", "The two dates seem to stand in each other’s place.", rules, cells
            )


def _date_columns(look: Look) -> Iterator[tuple[str, str, tuple[str, ...], Rows]]:
    """Each date column of this year: table, column, the rules that flag it and the rows that they flag."""
    for table in look.r.this_year:
        for column in tables()[table].columns.values():
            rules = look.rules_on(table, column.name) if column.type == "date" else ()
            if rules:
                yield table, column.name, rules, look.flagged(table, *rules)


def _years(look: Look) -> range:
    year = int(look.r.year[:4]) + 1
    return range(year - _BACK, year + _AHEAD + 1)


def _readings(word: str, years: range) -> Iterator[tuple[str, str]]:
    """What an unreadable date may have been meant to be, each with what suggests it, as DD/MM/YYYY."""
    if match := _DAY_NUMBER.fullmatch(word):
        number = int(match[1])
        if _EARLIEST_DAY_NUMBER <= number <= _LATEST_DAY_NUMBER:
            meant = (_DAY_ZERO + number).item()
            yield f"{number} is how a spreadsheet counts the days to this date.", f"{meant:%d/%m/%Y}"
    for pattern, order in ((_RUN_TOGETHER, (1, 2, 3)), (_RUN_TOGETHER_BACKWARDS, (3, 2, 1))):
        if (match := pattern.fullmatch(word)) and int(match[order[2]]) in years:
            new = "/".join(match[part] for part in order)
            if is_date(new):
                yield "The cell holds the digits of this date without what parts them.", new
    if match := _PARTS.fullmatch(word):
        yield from _from_parts(int(match[1]), int(match[2]), match[3], years)


def _from_parts(day: int, month: int, year: str, years: range) -> Iterator[tuple[str, str]]:
    meant = [year] if len(year) == 4 and int(year) in years else _near_years(year, years)
    if len(year) == 2:
        meant = [str(other) for other in reversed(years) if other % 100 == int(year)]
        why = "The year has two digits; {} is the nearest that is plausible."
    else:
        why = "The year {} is the nearest that is plausible."
    for number, other in enumerate(meant):
        reason = why.format(other) if other != year else ""
        for first, second, swapped in ((day, month, ""), (month, day, "The month seems to stand before the day.")):
            if is_date(new := f"{first:02}/{second:02}/{other}"):
                yield " ".join(filter(None, (reason, swapped))), new
                break
        else:
            if number == 0 and 1 <= month <= 12 and 29 <= day <= 31:
                last = (np.datetime64(f"{int(other):04}-{month:02}", "M") + 1).astype("M8[D]") - 1
                yield "There is no such day; this is the last one of that month.", f"{last.item():%d/%m/%Y}"


def _near_years(year: str, years: range) -> list[str]:
    """The plausible years from which this one differs least (0205 or 2925 for 2025), the latest first."""
    mistypings = {other: apart(year, other) for other in map(str, reversed(years)) if other != year}
    near = sorted((other for other in mistypings if mistypings[other] <= _MOST_MISTYPINGS), key=mistypings.__getitem__)
    return near[:_MOST_YEARS]


GENERATORS = (unreadable, implausible, in_the_wrong_order)
