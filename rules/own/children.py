"""Who the child is: two identifiers for one child, pupil numbers that cannot be right, improbable dates of birth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..dates import known, unknown, years_after
from ..facts import asylum_seeking_episodes, first_episodes, known_asylum_seekers
from ..language import Flagged, Mask, NotRun, Strings, Text
from ..location import UASC_TABLES
from ..schema import Return
from .alike import children_in, groups, without_spaces
from .declare import own_check

# Source: DfE, Unique pupil numbers (UPNs), a guide for schools and local authorities, annex A. The letters I, O and S
# are not used; characters 2 to 13 are multiplied by their place, and the sum's remainder by 23 is the letter's place.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_LENGTH = 13

# Later than any day, as a number of days: care that goes on.
_NEVER = np.iinfo(np.int64).max

# Somebody younger at the birth of her own child is an error far more often than a fact.
YOUNGEST_MOTHER = 12


def _has_pupil_number(r: Return, upn: Text) -> Mask:
    """Where there is a number, not a blank or the code of a reason for having none."""
    return upn.filled & ~upn.isin(r.codes("UPN_UNKNOWN"))


@own_check(
    "OWN01",
    "Same child under two identifiers",
    why="A child who comes back into care is often opened anew in the case system. Each identifier then tells half of "
    "the story: last year's episode seems to be missing, and the child counts as two. Merging records takes weeks, so "
    "it is best found before the return opens.",
    takes="Date of birth, sex and ethnic origin are the same. Then either both have the same pupil number; or one of "
    "them has none, and the home postcode is the same and the one's time in care ended before the other's began. Twins "
    "without pupil numbers who are in care one after the other cannot be told from one child.",
    table="Header",
    optional=("Episodes",),
    fields="CHILD DOB SEX ETHNIC UPN",
    category="inconsistent",
)
def same_child_twice(r: Return) -> Flagged:
    """This child and another with a different identifier seem to be the same person: date of birth, sex and ethnic
    origin are the same, and the pupil number, or else the home postcode, is the same too.

    Look for the child under both identifiers. If it is one child, merge the records and report all episodes under one
    identifier. If they are two children (twins, for example), nothing needs to be done.
    """
    header = r.Header[known(r.Header.DOB) & r.Header.SEX.filled & r.Header.ETHNIC.filled & (r.Header.child >= 0)]
    numbered = header[_has_pupil_number(r, header.UPN)]
    same = groups(numbered.DOB, numbered.SEX, numbered.ETHNIC, numbered.UPN)
    found = numbered[children_in(same, numbered.child) > 1]
    if not r.has("Episodes"):
        return found

    # Of the others, one record must have been taken up from the same home after the other had ended.
    first, last = first_episodes(r).of(header), r.Episodes.last("DECOM").of(header)
    sane = first.HOME_POST.filled & (last.blank("DEC") | (first.DECOM < last.DEC))
    header, first, last = header[sane], first[sane], last[sane]
    same = groups(header.DOB, header.SEX, header.ETHNIC, without_spaces(first.HOME_POST))
    began = first.DECOM.astype(np.int64)
    ended = np.where(unknown(last.DEC), _NEVER, last.DEC.astype(np.int64))
    has_number = _has_pupil_number(r, header.UPN)
    follows, is_followed = np.zeros(len(header), dtype=bool), np.zeros(len(header), dtype=bool)
    # Two with numbers are not one child, or they would have been found above; one without may be either.
    for mine, theirs in ((~has_number, np.ones_like(has_number)), (has_number, ~has_number)):
        earliest_end = np.full(len(header), _NEVER, dtype=np.int64)
        np.minimum.at(earliest_end, same[theirs], ended[theirs])
        latest_start = np.full(len(header), -_NEVER, dtype=np.int64)
        np.maximum.at(latest_start, same[theirs], began[theirs])
        follows |= mine & (earliest_end[same] <= began)
        is_followed |= mine & (ended <= latest_start[same])
    return found, header[follows | is_followed]


def _wrong_letter(words: Strings) -> Mask:
    """Whether each word is a pupil number in form whose first letter does not fit what follows it."""
    wrong = np.zeros(len(words), dtype=bool)
    length = np.fromiter((len(word) for word in words), dtype=np.int64, count=len(words))
    whole = np.flatnonzero(length == UPN_LENGTH)
    if not len(whole):
        return wrong
    letters = np.array(words[whole], dtype=f"U{UPN_LENGTH}").view(np.uint32).reshape(len(whole), UPN_LENGTH)
    digit = letters.astype(np.int64) - ord("0")
    place = np.full(128, -1, dtype=np.int64)
    place[[ord(letter) for letter in UPN_LETTERS]] = np.arange(len(UPN_LETTERS))
    letter = place[np.minimum(letters, 127)]
    is_digit = (digit >= 0) & (digit <= 9)
    capital = (letters[:, -1] >= ord("A")) & (letters[:, -1] <= ord("Z"))
    formed = (letter[:, 0] >= 0) & is_digit[:, 1:-1].all(axis=1) & (is_digit[:, -1] | capital)
    # The last of a temporary number is a letter, which counts by its place as the first does.
    value = np.where(is_digit, digit, letter)[:, 1:]
    expected = (value @ np.arange(2, UPN_LENGTH + 1)) % len(UPN_LETTERS)
    wrong[whole] = formed & ((value[:, -1] < 0) | (letter[:, 0] != expected))
    return wrong


@own_check(
    "OWN02",
    "Unique pupil number has the wrong check letter",
    why="The Department checks the form of a pupil number (rule 168), not its check letter. A number with a digit "
    "mistyped passes, and then the child is matched to no school record or to another pupil's.",
    takes="The check letter is worked out as DfE's guide to unique pupil numbers says: characters 2 to 13 are "
    "multiplied by 2 to 13 and added up, and the remainder of the sum divided by 23 gives the letter (A to Z without "
    "I, O and S). Numbers of the wrong form are left to rule 168.",
    table="Header",
    fields="UPN",
    category="invalid",
)
def pupil_number_mistyped(r: Return) -> Flagged:
    """The first letter of the unique pupil number does not fit its digits, so one of its characters is wrong.

    Ask the school or the virtual school for the number and correct UPN.
    """
    upn = r.Header.UPN
    return _wrong_letter(upn.words.values)[upn.codes]


@own_check(
    "OWN03",
    "Pupil number was another child's last year",
    why="A child who was given a new identifier since last year seems to have vanished and another to have appeared, "
    "which sets off errors about missing episodes in both. The pupil number shows that it may be one child.",
    takes="Last year's return has the number for one or more children, none of them with this identifier. Reasons for "
    "having no number (UN1 to UN5) do not count.",
    table="Header Header_last",
    fields="CHILD UPN",
    category="cross-year",
)
def pupil_number_of_another_child_last_year(r: Return) -> Flagged:
    """Last year's return has this unique pupil number under another child identifier.

    Find out whether the child was given a new identifier; if so, report the child under last year's. If they are two
    children, correct the number of one of them.
    """
    now, before = r.Header, r.Header_last[r.Header_last.child >= 0]
    number = pd.factorize(np.concatenate([now.UPN.values, before.UPN.values]))[0]
    mine, theirs = np.split(number, [len(now)])
    was_somebodys = np.isin(mine, theirs)
    child = np.concatenate([now.child, before.child])
    mine_with_child, theirs_with_child = np.split(groups(number, child), [len(now)])
    return _has_pupil_number(r, now.UPN) & was_somebodys & ~np.isin(mine_with_child, theirs_with_child)


@own_check(
    "OWN04",
    "Improbably many children born on 1 January",
    why="1 January stands in for a birthday that was not known when the record was opened. Ages, and whatever hangs on "
    "a birthday (outcomes, care leaving), are wrong until the true date is entered.",
    takes="Of n children, n / 365 are expected to be born on that day. All of them are listed when there are more than "
    "that by 3 and by four times its square root, which chance alone brings about in fewer than one return in a "
    "thousand. Children known as unaccompanied asylum seekers are left out: their dates are often assessed.",
    table="Header",
    optional=("UASC", "Header_last", "UASC_last"),
    fields="DOB",
    category="inconsistent",
)
def born_on_new_years_day(r: Return) -> Flagged:
    """The child is recorded as born on 1 January, and so are far more children of this return than chance would have.

    Check DOB against the birth certificate, and correct it if 1 January was entered because the day was not known.
    """
    header = r.Header
    considered = known(header.DOB) & (header.child >= 0)
    for seekers in known_asylum_seekers(r):
        considered &= ~header.child_in(seekers)
    new_years_day = considered & (header.DOB == header.DOB.astype("M8[Y]").astype("M8[D]"))
    expected = considered.sum() / 365.25
    return new_years_day & (new_years_day.sum() > expected + 4 * np.sqrt(expected) + 3)


@own_check(
    "OWN05",
    "Mother was improbably young when her child was born",
    why="The Department's rules look at a mother's age now (rule 620), not at her age when her child was born; a "
    "mistyped year in either date goes unseen.",
    takes=f"She was under {YOUNGEST_MOTHER} on the date in MC_DOB.",
    table="Header",
    fields="DOB MC_DOB",
    category="inconsistent",
)
def mother_very_young(r: Return) -> Flagged:
    """By the dates given, this young person was under 12 when her first child was born.

    Check DOB and MC_DOB, the year above all, and correct whichever is wrong.
    """
    header = r.Header
    # That she is not older than her child at all is rule 621's.
    return (header.MC_DOB > header.DOB) & (header.MC_DOB < years_after(header.DOB, YOUNGEST_MOTHER))


@own_check(
    "OWN06",
    "Asylum-seeking child whose need is not absent parenting",
    why="A category of need cannot be changed within a period of care (rule 504). Put right in the child's first year, "
    "it is one change; later it contradicts every return before.",
    takes="The child is known as an unaccompanied asylum seeker this year or last. Absent parenting (N8) is what the "
    "guide's categories have for a child without parents here; another need may be right if it was the main reason.",
    table="Episodes",
    optional=UASC_TABLES,
    fields="CIN",
    category="inconsistent",
)
def need_of_an_asylum_seeker(r: Return) -> Flagged:
    """The child is an unaccompanied asylum seeker, but the category of need is not absent parenting (N8).

    Check why the child came into care. Set CIN to N8 if it was because no parent or carer was in the country; if there
    was another main reason, leave it. Check too that the child is rightly in the UASC table.
    """
    if not known_asylum_seekers(r):
        raise NotRun("It needs to know who is an unaccompanied asylum-seeking child: add the UASC file.")
    return asylum_seeking_episodes(r) & r.Episodes.CIN.filled & (r.Episodes.CIN != "N8")
