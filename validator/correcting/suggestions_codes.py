"""Values that are no accepted code, pupil number, registration or postcode, but look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..returns import codes
from ..returns.tables import YEARS, tables
from .change_builder import Candidates, Look
from .normalise import forms
from .proposals import CHOICE, FORM

# Signs that are taken for one another when they are typed or read by a machine, as the digit of each pair.
_FOLDED = str.maketrans("OQILSBZG", "00115826")
_TWINS: Mapping[str, str] = {"O": "0", "Q": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"} | {
    "0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"
}  # fmt: skip
_YES_AND_NO = {"Y": "1", "YES": "1", "T": "1", "TRUE": "1", "N": "0", "NO": "0", "F": "0", "FALSE": "0"}
_CODE_AND_MORE = re.compile(r"([A-Z0-9]+)\s*[-–:(,./=]")

# More than so many other codes are no help.
_MOST_OTHERS = 5


def near_codes(look: Look) -> Candidates:
    """Codes that are not accepted, where one that is accepted is close."""
    for table in look.r.this_year:
        for column in tables()[table].columns.values():
            rules = look.rules_on(table, column.name) if column.codes else ()
            if not rules:
                continue
            accepted = codes.codes(column.codes, look.r.year)
            rows = look.flagged(table, *rules)
            words = rows.text(column.name)
            rows = rows[words.filled & ~words.isin(accepted)]
            wrong = rows.text(column.name).values.tolist()
            candidates = {word: list(_candidates(column.codes, word, accepted, look.r.year)) for word in set(wrong)}
            meant = forms(column, wrong, look.r.year)
            renamed = old_codes(column.codes)
            for row, word in zip(rows.index.tolist(), wrong, strict=True):
                cell = (table, row, column.name)
                if (form := meant.get(word)) is not None:
                    for candidate in look.put("near_code", form.why, rules, *cell, form.value):
                        yield replace(candidate, only_form=True)
                if word in renamed:
                    sentence = f"{word} is a code of other years."
                    yield from look.choose("near_code", sentence, rules, cell, renamed & set(accepted))
                for new, (sentence, ground) in candidates[word]:
                    yield from look.put("near_code", sentence, rules, *cell, new, ground)


def old_codes(name: str) -> set[str]:
    """The codes of a list that are called otherwise in other years, under all their names."""
    return {*codes.old_to_new(name), *codes.old_to_new(name).values()}


def _candidates(name: str, word: str, accepted: Mapping[str, str], year: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Accepted codes that the word may stand for, each with what suggests it and the ground of that.

    Where several are just as likely nothing decides between them.
    """
    likely = dict(_alike(name, word, accepted, year))
    near = [
        code
        for code in accepted
        if code not in likely and len(code) > 1 and abs(len(word) - len(code)) < 2 and apart(word, code) == 1
    ]
    if likely or len(near) == 1:
        for code, sentence in likely.items():
            yield code, (sentence, FORM if len(likely) == 1 else CHOICE)
        for code in near[:_MOST_OTHERS]:
            ground = CHOICE if likely else FORM
            yield code, (f"{word} is no accepted code; {code} differs from it by one character.", ground)


def _alike(name: str, word: str, accepted: Mapping[str, str], year: str) -> Iterator[tuple[str, str]]:
    folded = word.translate(_FOLDED)
    for code, words in accepted.items():
        if words.upper() == word:
            yield code, f"“{word}” is what {code} means."
        elif code.translate(_FOLDED) == folded:
            yield code, f"{word} is no accepted code; {code} looks the same."
        elif len(code) > 1 and sorted(code) == sorted(word):
            yield code, f"{word} is no accepted code; {code} has the same characters in another order."
    if (match := _CODE_AND_MORE.match(word)) and match[1] in accepted:
        yield match[1], f"The cell holds the code {match[1]} and more."
    if word in _YES_AND_NO and set(accepted) == {"0", "1"}:
        yield _YES_AND_NO[word], f"{word} is given where 1 (yes) or 0 (no) is expected."
    for changed in YEARS[: YEARS.index(year) + 1]:
        for code in codes.year_pairs(name, changed).get(word, ()):
            if code in accepted:
                yield code, f"{word} is no longer accepted since {changed}, where {code} may take its place."


def apart(word: str, other: str) -> int:
    """How many mistypings make one word into the other, no character being changed twice.

    A mistyping is a character put in, left out or exchanged, or two neighbours that change places.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, character in enumerate(word, 1):
        earlier, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (character != wanted))
            if earlier and to > 1 and character == other[to - 2] and word[at - 2] == wanted:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
    return row[-1]


# -- pupil numbers and registrations

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# Letters that no pupil number holds, so that a digit is meant.
_NEVER_LAST = str.maketrans("IOS", "105")


def pupil_numbers(look: Look) -> Candidates:
    """Pupil numbers of which a letter and a digit were mistaken, or whose first letter is missing or wrong."""
    rules = ("168", "OWN02")
    rows = look.flagged("Header", *rules)
    for row, word in zip(rows.index.tolist(), rows.UPN.values.tolist(), strict=True):
        plain = re.sub(r"[^A-Z0-9]", "", word)
        rest = plain[-12:-1].translate(_FOLDED) + plain[-1:].translate(_NEVER_LAST)
        if len(plain) not in (12, 13) or not re.fullmatch(r"[0-9]{11}[0-9A-Z]", rest):
            continue
        if len(plain) == 13:
            sentence = "Letters and digits that look alike were mistaken."
            yield from look.put("near_code", sentence, rules, "Header", row, "UPN", plain[0] + rest)
        if letter := _check_letter(rest):
            sentence = f"{letter} is the first letter that these digits need."
            yield from look.put("near_code", sentence, rules, "Header", row, "UPN", letter + rest)


def _check_letter(rest: str) -> str:
    """The letter that begins a pupil number, from the 12 characters after it; "" where they cannot be part of one.

    Source: DfE, guide to unique pupil numbers: each character times its place (2 to 13), summed, modulo 23. A letter at
    the end, of a temporary number, counts by its place among the letters used.
    """
    values = [_UPN_LETTERS.find(character) if character.isalpha() else int(character) for character in rest]
    if min(values) < 0:
        return ""
    return _UPN_LETTERS[sum(place * value for place, value in enumerate(values, 2)) % 23]


def social_workers(look: Look) -> Candidates:
    """Registrations of social workers without their SW, or with letters among the digits."""
    rows = look.flagged("SWEpisodes", "SW02STG1")
    for row, word in zip(rows.index.tolist(), rows.SW_ID.values.tolist(), strict=True):
        digits = re.sub(r"[^A-Z0-9]", "", word).removeprefix("SW").removeprefix("E").translate(_FOLDED)
        if digits.isascii() and digits.isdigit():
            sentence = "A registration number begins with SW."
            yield from look.put("near_code", sentence, ["SW02STG1"], "SWEpisodes", row, "SW_ID", f"SW{digits}")


# -- postcodes

_MOST_POSTCODES = 4


def postcodes(look: Look) -> Candidates:
    """Postcodes that do not exist, where a letter and a digit that look alike may have been mistaken."""
    reference = look.r.postcodes
    rules = ("169", "179", "392a", "392c")
    rows = look.flagged("Episodes", *rules)
    if reference is None or not len(rows):
        return
    for field in ("HOME_POST", "PL_POST"):
        words = rows.text(field)
        wrong = rows[words.filled & ~look.r.known_postcode(words)]
        values = wrong.text(field).values.tolist()
        variants = {word: _variants(word) for word in set(values)}
        every = np.array([new for found in variants.values() for new in found], dtype=object)
        real = set(every[reference.look_up(every).found].tolist()) if len(every) else set()
        for row, word in zip(wrong.index.tolist(), values, strict=True):
            found = [new for new in variants[word] if new in real][:_MOST_POSTCODES]
            values = {new: (f"{word} does not exist; {new} does, and looks much the same.", FORM) for new in found}
            yield from look.put_any("near_code", rules, "Episodes", row, field, values)


def _variants(word: str) -> Sequence[str]:
    """Postcodes that look like this one: one character exchanged for its twin, or two neighbouring ones."""
    plain = re.sub(r"[^A-Z0-9]", "", word)
    if not 5 <= len(plain) <= 7:
        return ()
    found = [plain] if plain != re.sub(r"\s", "", word) else []
    places = [at for at, character in enumerate(plain) if character in _TWINS]
    for some in [*((at,) for at in places), *pairwise(places)]:
        found.append("".join(_TWINS[character] if at in some else character for at, character in enumerate(plain)))
    return [f"{new[:-3]} {new[-3:]}" for new in found]


GENERATORS = (near_codes, pupil_numbers, social_workers, postcodes)
