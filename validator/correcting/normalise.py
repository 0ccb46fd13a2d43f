"""How a value is written, as against what it says: dates, postcodes, codes, and what spreadsheets put around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from rules.dates import known

from ..reading.blanks import BLANKS, strip
from ..reading.marks import NULLS, unmarked
from ..reading.tidy import tidy_value
from ..returns.codes import codes, old_to_new
from ..returns.columns import parse_dates
from ..returns.tables import Column


class Form(NamedTuple):
    """A value that says the same, the kind of difference (one of `safe.KINDS`) and a sentence about it."""

    value: str
    kind: str
    why: str


def spelling(raw: str, read: str) -> Form:
    """How a cell that says `raw` is to be written in order to say what the rules read in it anyway."""
    trimmed = strip(raw)
    if unmarked(trimmed) != trimmed and read != trimmed.upper():
        return Form(read, "spreadsheet_marks", _MARKS_LEFT_OUT)
    if trimmed.upper() != read:
        return Form(read, "point_zero", "The “.0” that a spreadsheet added is left out.")
    if trimmed != read:
        return Form(read, "capitals", "Written in capitals, as it is read.")
    return Form(read, "blanks", "Blanks around the value are left out.")


def forms(column: Column, words: Collection[str], year: str) -> dict[str, Form]:
    """Word -> how it is to be written, of those words of a column that can be written in a better way.

    `words` are all the values of the column as the rules read them in a return of `year`. A word that may say several
    things is left out, and so are one that no rule could read even then and every identifier of a child: it is whatever
    the case-management system says it is.
    """
    if column.name == "CHILD":
        return {}
    bare = {word: form for word in words if (form := _bare(column, word, year)) is not None}
    plain = {word: bare[word].value if word in bare else word for word in words}
    of_type = _of_type(column, set(plain.values()) - {""}, year)
    found = bare | {word: of_type[value] for word, value in plain.items() if value in of_type}
    return {word: form for word, form in found.items() if legible(column, form.value, year)}


def legible(column: Column, value: str, year: str) -> bool:
    """Whether the rules can read a value of a column in a return of `year`: a blank, a real date, an accepted code.

    A postcode, pupil number or registration has to look like one, whether or not there is such a one. Whatever stands
    in another column of text can be read.
    """
    if not value or column.name == "CHILD":
        return True
    if column.type in ("date", "date_zz"):
        plain = _UNKNOWN.sub(lambda part: _STAND_INS[part[0]], value)
        return is_date(plain)
    if column.type == "integer":
        return value.isascii() and value.isdigit()
    if column.name in _POSTCODES:
        return _POSTCODE.fullmatch(_BLANK.sub("", value)) is not None
    well_formed = _IDENTIFIERS.get(column.name)
    if well_formed and well_formed.fullmatch(value):
        return True
    return value in _accepted(column, year) if column.codes or well_formed else True


@lru_cache(maxsize=20_000)
def is_date(text: str) -> bool:
    """Whether it is a real date, as the rules read one. The days of a return are few, and each is asked for often."""
    return bool(known(parse_dates(np.array([text], dtype=object)))[0])


def _of_type(column: Column, words: Collection[str], year: str) -> dict[str, Form]:
    if column.type in ("date", "date_zz"):
        return _dates(words)
    if column.name in _POSTCODES:
        return {word: form for word in words if (form := _postcode(word)) is not None}
    well_formed = _IDENTIFIERS.get(column.name)
    if not column.codes and well_formed is None:
        return {}
    accepted = _accepted(column, year)
    odd = [word for word in words if word not in accepted and not (well_formed and well_formed.fullmatch(word))]
    return {word: form for word in odd if (form := _code(column, word, year)) is not None}


# -- what spreadsheets and databases put around a value, or in its place

_MARKS_LEFT_OUT = "The marks that a spreadsheet put around the value are left out."


def _bare(column: Column, word: str, year: str) -> Form | None:
    """The value inside ="…", quotes or behind an apostrophe, as spreadsheets mark text, and nothing for NULL."""
    inner = word
    while (without := unmarked(inner)) != inner:
        inner = tidy_value(column, without)
    if inner in NULLS and inner not in _accepted(column, year):
        return Form("", "null", f"{inner} is how a database says that there is nothing.")
    if inner == word:
        return None
    return Form(inner, "spreadsheet_marks", _MARKS_LEFT_OUT)


# -- dates

# What stands for an unknown day, month or year where the Department takes that, and a real one in its place.
_UNKNOWN = re.compile("ZZZZ|ZZ")
_STAND_INS = {"ZZ": "01", "ZZZZ": "2000"}
_USUAL = re.compile(r"[0-3][0-9]/[01][0-9]/[0-9]{4}")
_MIDNIGHT = r"(?:[ T]{1,2}(?:0?0:00(?::00(?:[.:]0+)?)?|12:00(?::00(?:[.:]0+)?)? ?AM)(?:Z|\+00:?00)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _MIDNIGHT, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + _MIDNIGHT, re.ASCII)
_MONTH_IN_WORDS = re.compile(
    r"(\d{1,2})(?:ST|ND|RD|TH)?[ /.-]{0,2}([A-Z]{3,9})[ /.,-]{0,2}(\d{4})" + _MIDNIGHT, re.ASCII
)
_MONTH_IN_WORDS_FIRST = re.compile(
    r"([A-Z]{3,9})[ .]{1,2}(\d{1,2})(?:ST|ND|RD|TH)?,?[ ]{1,2}(\d{4})" + _MIDNIGHT, re.ASCII
)
# A year of this or the last century at the start: what begins with a day would be of the first centuries.
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_WEEKDAY_FIRST = re.compile(r"([A-Z]{3,9}),?[ ]{1,2}(.+)")
_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"),
    *("AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_MONTH: Mapping[str, int] = {word: number for number, name in enumerate(_MONTHS, 1) for word in (name, name[:3])} | {
    "SEPT": 9
}


def _dates(words: Collection[str]) -> dict[str, Form]:
    """Dates with a year of four digits in any form that does not put the month first, as DD/MM/YYYY."""
    month_first = _separators_with_the_month_first(words)
    written = {}
    for word in words:
        if _USUAL.fullmatch(word):
            continue
        if (parts := _day_month_year(_BLANK.sub(" ", word), month_first)) is not None:
            day, month, year = parts
            written[word] = f"{day:0>2}/{month:0>2}/{year}"
    real = known(parse_dates(np.array([*written.values(), ""], dtype=object)))[:-1]
    why = "The same date, written DD/MM/YYYY."
    return {
        word: Form(new, "date_form", why) for (word, new), is_real in zip(written.items(), real, strict=True) if is_real
    }


def _day_month_year(word: str, month_first: Collection[str]) -> tuple[str | int, str | int, str] | None:
    if match := _DAY_FIRST.fullmatch(word):
        return None if match[2] in month_first else (match[1], match[3], match[4])
    if match := _YEAR_FIRST.fullmatch(word):
        return match[4], match[3], match[1]
    if match := _RUN_TOGETHER.fullmatch(word):
        return match[3], match[2], match[1]
    if (match := _MONTH_IN_WORDS.fullmatch(word)) and match[2] in _MONTH:
        return match[1], _MONTH[match[2]], match[3]
    if (match := _MONTH_IN_WORDS_FIRST.fullmatch(word)) and match[1] in _MONTH:
        return match[2], _MONTH[match[1]], match[3]
    if (match := _WEEKDAY_FIRST.fullmatch(word)) and (parts := _day_month_year(match[2], month_first)):
        day, month, year = map(int, parts)
        return parts if _is_weekday(match[1], day, month, year) else None
    return None


def _is_weekday(name: str, day: int, month: int, year: int) -> bool:
    """Whether a day is on that day of the week, be it shortened."""
    try:
        return _WEEKDAYS[dt.date(year, month, day).weekday()].startswith(name)
    except ValueError:
        return False


def _separators_with_the_month_first(words: Collection[str]) -> set[str]:
    """The separators (/, . or -) of dates that can only have the month first.

    Where one of a column's dates does, another that reads as day first may not be.
    """
    found: set[str] = set()
    for word in words:
        if (match := _DAY_FIRST.fullmatch(word)) and int(match[1]) <= 12 < int(match[3]) <= 31:
            found.add(match[2])
    return found


# -- postcodes, codes and identifiers

_POSTCODES = ("HOME_POST", "PL_POST")
_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_IDENTIFIERS: Mapping[str, re.Pattern[str]] = {
    "UPN": re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-Z]"),
    "URN": re.compile(r"SC[0-9]{6}|[0-9]{6,7}|X{7}"),
    "SW_ID": re.compile(r"SW[0-9]{2,}|XX[0-9A-Z]{2,}"),
}
_BLANK = re.compile(f"[{BLANKS}]")
_BLANK_OR_HYPHEN = re.compile(f"[{BLANKS}\\-\u00ad\u2010-\u2015\u2212]")
_WITH_WORDS = re.compile(r"([A-Z0-9]{1,7})(?: *[-:=\u2013\u2014] *| +)\(?([A-Z][^?]*[A-Z])\)?")
_YES_NO = {"Y": "1", "YES": "1", "TRUE": "1", "N": "0", "NO": "0", "FALSE": "0"}


def _accepted(column: Column, year: str) -> Mapping[str, str]:
    return codes(column.codes, year) if column.codes else {}


def _postcode(word: str) -> Form | None:
    """A postcode as the Royal Mail writes it, with one space before the last three characters."""
    match = _POSTCODE.fullmatch(_BLANK.sub("", word))
    if match is None or (new := f"{match[1]} {match[2]}") == word:
        return None
    return Form(new, "postcode_form", "The same postcode, with one space before its last three characters.")


def _code(column: Column, word: str, year: str) -> Form | None:
    """What a word that is no accepted code was meant to be, where there is no doubt."""
    accepted = _accepted(column, year)
    well_formed = _IDENTIFIERS.get(column.name)
    closed = _BLANK_OR_HYPHEN.sub("", word)
    if closed != word and (closed in accepted or (well_formed and well_formed.fullmatch(closed))):
        return Form(closed, "code_form", "The same without the blanks or hyphens inside it.")
    for old, new in old_to_new(column.codes).items() if column.codes else ():
        # Both ways: a system that has the new codes already says them of an earlier year too.
        for here, there in ((old, new), (new, old)):
            if word == here and there in accepted:
                return Form(there, "renamed_code", f"{here} is called {there} in {year}: {accepted[there]}.")
    if code := _spelt_out(column, word, accepted):
        why = f"{code} is the code for these words: {accepted[code]}."
        return Form(code, "code_words", why)
    match = _WITH_WORDS.fullmatch(word)
    if match and match[1] in accepted and _is_about(column, match[1], match[2], accepted):
        return Form(match[1], "code_words", f"The code alone, without the words after it: {accepted[match[1]]}.")
    return None


def _spelt_out(column: Column, words: str, accepted: Mapping[str, str]) -> str:
    """The one code that these words mean; "" if there is none."""
    if set(accepted) == {"0", "1"} and words in _YES_NO:
        return _YES_NO[words]
    meant = [code for code, meant in accepted.items() if meant.upper() == words]
    return meant[0] if len(meant) == 1 else ""


def _is_about(column: Column, code: str, words: str, accepted: Mapping[str, str]) -> bool:
    """Whether the words after a code are its own: they mean it, or some of them do and none is another code."""
    if meant := _spelt_out(column, words, accepted):
        return meant == code
    among, own = (set(re.split(r"[^A-Z0-9]+", text)) for text in (words, accepted[code].upper()))
    # Short words (or, not, with) say nothing about what is meant.
    return not (among & set(accepted)) - {code} and any(len(word) >= 5 for word in among & own)
