"""Columns as the rules see them: text as integers into a short list of distinct words, dates as datetime64[D]."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules import language
from rules.language import Dates, Mask

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# Outside these years a date counts as unreadable: it can only be mistyped.
_FIRST, _LAST = np.datetime64("1678-01-01"), np.datetime64("2261-12-31")


class Words:
    """The distinct values of a column, the blank "" first, and the way from a value back to its place."""

    def __init__(self, values: NDArray[np.object_]) -> None:
        self.values = values

    @cached_property
    def code_of(self) -> dict[str, int]:
        """Word -> its place among the values."""
        return {word: code for code, word in enumerate(self.values)}


class Text:
    """A column of text. A blank cell is ""; it equals nothing, not even another blank (see `same` for that).

    Kept as the distinct `words` and one integer per row into them (`codes`, 0 for a blank): a test is made once per
    word and then spread over the rows.
    """

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("codes", "words")

    def __init__(self, codes: NDArray[np.intp], words: Words) -> None:
        self.codes = codes
        self.words = words

    @classmethod
    def of(cls, values: NDArray[np.object_]) -> Text:
        """From an object array of str, blank as ""."""
        codes, words = pd.factorize(values)
        blank = np.flatnonzero(words == "")
        if len(blank):
            # Bring the blank to the front by swapping it with the word that is there.
            at = blank[0]
            if at:
                swap = np.arange(len(words))
                swap[[0, at]] = [at, 0]
                codes, words = swap[codes], words[swap]
        else:
            codes, words = codes + 1, np.concatenate([np.array([""], dtype=object), words])
        return cls(codes, Words(words))

    @property
    def values(self) -> NDArray[np.object_]:
        """The text of each row, blank as ""."""
        return self.words.values[self.codes]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: NDArray[np.intp]) -> Text:
        """The rows at `index`, sharing the words."""
        return Text(self.codes[index], self.words)

    def take_or_blank(self, index: NDArray[np.intp]) -> Text:
        """The rows at `index`, blank where it is -1."""
        return Text(np.append(self.codes, 0)[index], self.words)

    def each(self, test: Callable[[str], bool]) -> Mask:
        """Where a filled cell passes `test`; a blank never does."""
        passes = np.fromiter(map(test, self.words.values), dtype=bool, count=len(self.words.values))
        passes[0] = False
        return passes[self.codes]

    @property
    def filled(self) -> Mask:
        """Where there is any text."""
        return self.codes != 0

    @property
    def blank(self) -> Mask:
        """Where there is no text."""
        return self.codes == 0

    def isin(self, accepted: Iterable[str]) -> Mask:
        """Where the text is one of `accepted`, exactly; false for a blank."""
        wanted = np.zeros(len(self.words.values), dtype=bool)
        for word in accepted:
            if word and (code := self.words.code_of.get(word)) is not None:
                wanted[code] = True
        return wanted[self.codes]

    def startswith(self, *prefixes: str) -> Mask:
        """Where the text begins with one of the prefixes."""
        return self.each(lambda word: word.startswith(prefixes))

    def matches(self, pattern: str) -> Mask:
        """Where the whole text fits the regular expression."""
        fits = re.compile(pattern).fullmatch
        return self.each(lambda word: fits(word) is not None)

    def upper(self) -> Text:
        """The same in upper case."""
        return self.respelt(str.upper)

    def respelt(self, spell: Callable[[str], str]) -> Text:
        """The text of each cell as `spell` writes it; it is asked once for each distinct word."""
        return self._respelt([spell(word) for word in self.words.values])

    def repeated(self) -> Mask:
        """Where another row has the same text; never for a blank."""
        return (np.bincount(self.codes, minlength=1)[self.codes] > 1) & self.filled

    def _respelt(self, words: list[str]) -> Text:
        merged = Text.of(np.array(words, dtype=object))
        return Text(merged.codes[self.codes], merged.words)

    def numbers(self) -> NDArray[np.float64]:
        """The text read as numbers; NaN where it is blank or no number."""
        return pd.to_numeric(pd.Series(self.words.values), errors="coerce").to_numpy(dtype=np.float64)[self.codes]

    def dates(self) -> Dates:
        """The text read as DD/MM/YYYY (a one-digit day or month will do); NaT where it is blank or no such date."""
        return parse_dates(self.words.values)[self.codes]

    def spelt_alike(self) -> Text:
        """Dates as text that is the same for the same day, however it is written; what is no date stays as it is."""
        return self._respelt(spelt_alike(self.words.values).tolist())

    def _codes_in(self, other: language.Text) -> NDArray[np.intp]:
        """This column's rows as codes of the other's words; -1 where the other does not know the word."""
        if self.words is other.words:
            return self.codes
        found = np.fromiter(
            (other.words.code_of.get(word, -1) for word in self.words.values),
            dtype=np.intp,
            count=len(self.words.values),
        )
        return found[self.codes]

    def __eq__(self, other: str | language.Text) -> Mask:  # type: ignore[override]
        """Where the text is exactly `other`; never for a blank."""
        if isinstance(other, str):
            code = self.words.code_of.get(other, -1) if other else -1
            return self.codes == code
        return (self._codes_in(other) == other.codes) & (other.codes != 0)

    def __ne__(self, other: str | language.Text) -> Mask:  # type: ignore[override]
        """The opposite of `==`: true for blanks, two blanks included."""
        return ~(self == other)

    def same(self, other: language.Text) -> Mask:
        """Where both are the same text, two blanks counting as the same."""
        return self._codes_in(other) == other.codes

    def differs(self, other: language.Text) -> Mask:
        """Where they are not the same text: two blanks are the same, a blank and a value differ."""
        return ~self.same(other)


def spelt_alike(words: NDArray[np.object_]) -> NDArray[np.object_]:
    """The words of a column of dates, each day spelt in one way only (DD/MM/YYYY); what is no date stays as it is."""
    alike = words.copy()
    days = parse_dates(words)
    dated = np.flatnonzero(~np.isnat(days))
    iso = np.datetime_as_string(days[dated]).tolist()
    alike[dated] = [f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in iso]
    return alike


def parse_dates(words: NDArray[np.object_]) -> Dates:
    """DD/MM/YYYY as datetime64[D]; NaT for any other text, a day that does not exist, a year outside 1678 to 2261."""
    parts = np.zeros((len(words), 3), dtype=np.int64)
    width = np.fromiter((len(word) for word in words), dtype=np.int64, count=len(words))
    usual = np.flatnonzero(width == 10)
    if len(usual):
        letters = np.array(words[usual], dtype="U10").view(np.uint32).reshape(len(usual), 10).astype(np.int64)
        digits = letters - ord("0")
        number = digits[:, [0, 1, 3, 4, 6, 7, 8, 9]]
        good = (letters[:, 2] == ord("/")) & (letters[:, 5] == ord("/")) & ((number >= 0) & (number <= 9)).all(axis=1)
        parts[usual[good], 0] = digits[good, 0] * 10 + digits[good, 1]
        parts[usual[good], 1] = digits[good, 3] * 10 + digits[good, 4]
        parts[usual[good], 2] = digits[good, 6:] @ np.array([1000, 100, 10, 1])
    for at in np.flatnonzero((width == 8) | (width == 9)):
        if (match := _DATE.fullmatch(words[at])) and words[at].isascii():
            parts[at] = [int(part) for part in match.groups()]
    day, month, year = parts.T
    plausible = (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12) & (year >= 1678) & (year <= 2261)
    first = ((np.where(plausible, year, 1970) - 1970) * 12 + np.where(plausible, month, 1) - 1).astype("M8[M]")
    dates = first.astype("M8[D]") + (np.where(plausible, day, 1) - 1)
    dates[~plausible | (dates.astype("M8[M]") != first) | (dates < _FIRST) | (dates > _LAST)] = np.datetime64("NaT")
    return dates


def as_text(values: Any) -> NDArray[np.object_]:
    """A column of a frame as an object array of str: missing values as "", whole numbers without a decimal point."""
    series = values if isinstance(values, pd.Series) else pd.Series(values)
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return np.asarray(series.dt.strftime("%d/%m/%Y").astype(object).where(series.notna(), ""), dtype=object)
    return np.array([_cell(value) for value in series.astype(object)], dtype=object)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
