"""Who the child is: sex, date of birth, ethnic origin, pupil number, motherhood."""

from __future__ import annotations

from .dates import day, unknown, years_after
from .facts import episodes_in_year, headers_of_both_years
from .language import Flagged, Mask
from .registry import fact, rule
from .schema import EpisodesRows, Return


def _female(r: Return) -> Mask:
    """Mask over this year's headers."""
    return r.Header.SEX == ("F" if r.year >= "2024-25" else "2")


def _male(r: Return) -> Mask:
    """Mask over this year's headers."""
    return r.Header.SEX == ("M" if r.year >= "2024-25" else "1")


@fact
def _longer_stay(r: Return) -> Mask:
    """Mask over this year's episodes: no short break, whatever the case of the code; a blank legal status counts."""
    return ~r.Episodes.LS.upper().isin(r.group("LS", "short_breaks"))


@fact
def _latest_episodes(r: Return) -> EpisodesRows:
    """The last episode of each child by DECOM (undated first), of equals the one ended last or still open."""
    ordered = r.Episodes.by_child("DECOM", blanks="first")
    return ordered[ordered.ends & (ordered.child >= 0)]


@rule(
    "165",
    "Mother status invalid, missing, or given for a male",
    table="Header Episodes OC3",
    fields="MOTHER SEX ACTIV ACCOM IN_TOUCH DECOM",
    category="inconsistent",
    changed="2024-25",
)
def mother_status_wrong(r: Return) -> Flagged:
    """The mother indicator is not 0 or 1, has been given for a male child, or is missing for a female child who was
    looked after during the year.

    Enter 0 or 1 in MOTHER for a female child, or clear it for a male child; check SEX if it looks wrong.
    """
    header, episodes = r.Header, r.Episodes
    mother = header.MOTHER
    looked_after = header.child_in(episodes[_longer_stay(r)])
    in_year = header.child_in(episodes[_longer_stay(r) & episodes_in_year(r)])
    leaver = header.child_in(r.OC3[r.OC3.filled("IN_TOUCH", "ACTIV", "ACCOM")])
    # A girl with a care leaver's details whose care ended before the year need not say whether she is a mother.
    missing = mother.blank & _female(r) & looked_after & (in_year | ~leaver)
    wrong = (mother.filled & (~mother.isin(r.codes("MOTHER")) | _male(r))) | missing
    return header[wrong], r.OC3[r.OC3.child_in(header[wrong])]


@rule(
    "174",
    "Birth date of own child recorded for a male",
    table="Header",
    fields="SEX MC_DOB",
    category="inconsistent",
    changed="2024-25",
)
def own_child_of_a_male(r: Return) -> Flagged:
    """This young person is recorded as male, yet a date of birth is given for a mother's first child.

    Clear MC_DOB, or correct SEX if the young person is female.
    """
    return _male(r) & r.Header.filled("MC_DOB")


@rule(
    "202",
    "Sex differs from last year's return",
    table="Header Header_last",
    fields="SEX",
    category="cross-year",
)
def sex_differs_from_last_year(r: Return) -> Flagged:
    """The child's sex is not the same as the one in last year's return.

    Check the child's record; correct SEX, or CHILD if the identifier belongs to someone else.
    """
    now, before = headers_of_both_years(r)
    return r.Header.any_of(now, now.SEX.differs(r.as_this_year("SEX", before.SEX)))


@rule(
    "203",
    "Date of birth differs from last year's return",
    table="Header Header_last",
    fields="DOB",
    category="cross-year",
)
def date_of_birth_differs_from_last_year(r: Return) -> Flagged:
    """The child's date of birth is not the same as the one in last year's return.

    Check the child's record; correct DOB, or CHILD if the identifier belongs to someone else.
    """
    now, before = headers_of_both_years(r)
    # An unreadable date counts as none: none now and none then is no difference.
    both_unknown = unknown(now.DOB) & unknown(before.DOB)
    return r.Header.any_of(now, (now.DOB != before.DOB) & ~both_unknown)


@rule(
    "204",
    "Ethnic origin differs from last year's return",
    table="Header Header_last",
    fields="ETHNIC",
    category="cross-year",
)
def ethnic_origin_differs_from_last_year(r: Return) -> Flagged:
    """The ethnic origin given for this child is not the one in last year's return.

    Find out which ethnic origin is right. If this year's is wrong, correct ETHNIC; if last year's was wrong, keep the
    new value and be ready to explain the change.
    """
    now, before = headers_of_both_years(r)
    return r.Header.any_of(now, now.ETHNIC.upper().differs(before.ETHNIC.upper()))


@rule(
    "207",
    "Mother status lost compared with last year",
    table="Header Header_last Episodes",
    fields="MOTHER",
    category="cross-year",
)
def mother_last_year_not_now(r: Return) -> Flagged:
    """Last year's return said that this child is a mother; this year's says otherwise or nothing.

    A child who was a mother last year should stay MOTHER = 1. Set it to 1, or confirm that last year's return was
    wrong.
    """
    header = r.Header
    mothers_then = r.Header_last[r.Header_last.MOTHER == "1"]
    return (header.MOTHER != "1") & header.child_in(mothers_then) & header.child_in(r.Episodes)


@rule(
    "208",
    "UPN differs from last year's UPN",
    table="Header Header_last",
    fields="UPN",
    category="cross-year",
)
def pupil_number_differs_from_last_year(r: Return) -> Flagged:
    """The unique pupil number of this child is not the one in last year's return, and the change is not from an unknown
    number to a known one.

    Check the UPN with the school or in last year's return. Restore last year's UPN or correct it if it was wrong then.
    """
    now, before = headers_of_both_years(r)
    upn_now, upn_before = now.UPN.upper(), before.UPN.upper()
    no_number = r.codes("UPN_UNKNOWN")
    known_before = upn_before.filled & ~upn_before.isin(no_number)
    found = upn_now.filled & ~upn_now.isin(no_number) & ~known_before
    # From UN1, or from a blank, to any of the other reasons is a step forward; between the others it is not.
    reason_found = upn_now.isin(set(no_number) - {"UN1"}) & ((upn_before == "UN1") | upn_before.blank)
    return r.Header.any_of(now, upn_now.differs(upn_before) & ~found & ~reason_found)


@rule(
    "209",
    "School-age child without a pupil number (UN1)",
    table="Header",
    fields="UPN DOB",
    category="inconsistent",
)
def unknown_number_at_school_age(r: Return) -> Flagged:
    """UPN says that the child is not yet of school age (UN1), but by the date of birth the child was 4 or older on 31
    August before the year began.

    Enter the child's unique pupil number, or another UN code if it is unknown for a different reason; check DOB.
    """
    header = r.Header
    school_age_by = day(f"{r.start.astype('M8[Y]') - 1}-08-31")
    return (header.UPN == "UN1") & (years_after(header.DOB, 4) <= school_age_by)


@rule(
    "210",
    "UN4 with an episode that starts before 24 March",
    table="Header Episodes",
    fields="UPN DECOM",
    category="inconsistent",
)
def number_not_found_in_time(r: Return) -> Flagged:
    """UPN code UN4 is for children who started to be looked after in the last week of the year and whose number is not
    known yet, but an episode of this child starts before 24 March.

    Enter the child's unique pupil number or the right UN code; check the start date of the episode.
    """
    header, episodes = r.Header, r.Episodes
    newly = header[header.UPN == "UN4"]
    # Our reading of what UN4 means: the rule as printed has the sign of the comparison the other way round.
    early = episodes[episodes.DECOM < day(f"{r.closes.astype('M8[Y]')}-03-24")]
    return early[early.child_in(newly)], newly[newly.child_in(early)]


@rule(
    "232",
    "Sex reported as unknown",
    years="2024-25..",
    table="Header",
    fields="SEX",
    category="missing",
)
def sex_not_known(r: Return) -> Flagged:
    """The sex of this child or young person is returned as unknown.

    Find out the recorded sex and enter it; leave U only if it really is not known.
    """
    return r.Header.SEX.upper() == "U"


@rule(
    "301",
    "Date of birth after the end of the year",
    table="Header",
    fields="DOB",
    category="invalid",
)
def born_after_the_year(r: Return) -> Flagged:
    """The child's date of birth is later than the end of the collection year.

    Correct DOB, or remove the child if they belong in the next return.
    """
    return r.Header.DOB > r.end


@rule(
    "351",
    "Child older than 25 when the collection year began",
    table="Header",
    fields="DOB",
    category="invalid",
)
def older_than_25(r: Return) -> Flagged:
    """From the date of birth, this person had already passed their 25th birthday before the collection year started.

    Check DOB for a typing error. If it is right, the person is too old for this return: remove them.
    """
    return years_after(r.Header.DOB, 25) < r.start


@rule(
    "393",
    "Mother field blank for a looked-after girl",
    table="Header Episodes",
    fields="MOTHER",
    category="missing",
    changed="2024-25",
)
def mother_field_blank(r: Return) -> Flagged:
    """This girl was looked after this year, but the field that says whether she is a mother is blank.

    Fill in MOTHER (1 if she is a mother, 0 if not), or check SEX if it is wrong.
    """
    header = r.Header
    return _female(r) & header.MOTHER.blank & header.child_in(r.Episodes[_longer_stay(r)])


@rule(
    "399",
    "Mother or review details given for a child on short breaks only",
    table="Episodes Header Reviews",
    fields="MOTHER LS REVIEW REVIEW_CODE",
    category="inconsistent",
)
def details_given_for_short_breaks(r: Return) -> Flagged:
    """The child had only short breaks (V3 or V4) this year, yet the mother field, a review date or a participation code
    is filled in; these are not collected for short breaks.

    Clear MOTHER, REVIEW and REVIEW_CODE for this child, or correct LS if an episode is not a short break.
    """
    header, episodes, reviews = r.Header, r.Episodes, r.Reviews
    short_break = episodes.LS.isin(r.group("LS", "short_breaks"))
    other_care = episodes[~short_break]
    only_short_breaks = episodes[short_break & ~episodes.child_in(other_care)]
    mothers = header[header.MOTHER.filled]
    reviewed = reviews[reviews.filled("REVIEW", "REVIEW_CODE")]
    # Each part of the child's record stands with the details that are given: MOTHER, a filled review, or both.
    header_hits = header[header.MOTHER.filled | header.child_in(reviewed)]
    review_hits = reviews[reviews.filled("REVIEW", "REVIEW_CODE") | reviews.child_in(mothers)]
    given = only_short_breaks.child_in(mothers) | only_short_breaks.child_in(reviewed)
    return (
        only_short_breaks[given],
        header_hits[header_hits.child_in(only_short_breaks)],
        review_hits[review_hits.child_in(only_short_breaks)],
    )


@rule(
    "442",
    "Unique pupil number missing",
    table="Header Episodes",
    fields="UPN",
    category="missing",
)
def pupil_number_missing(r: Return) -> Flagged:
    """The unique pupil number is blank although the child has an episode that is not a short break (V3 or V4).

    Enter the child's UPN, or the applicable no-UPN code (UN1 to UN5) if the child has none.
    """
    header, episodes = r.Header, r.Episodes
    other_care = episodes[~episodes.LS.isin(r.group("LS", "short_breaks"))]
    return header.UPN.blank & header.child_in(other_care)


@rule(
    "444",
    "Same pupil number reported more than once",
    years="2025-26..",
    table="Header",
    fields="UPN",
    category="inconsistent",
)
def pupil_number_of_several_children(r: Return) -> Flagged:
    """This unique pupil number stands in more than one row of the return; it can belong to one child only.

    Find the right UPN of each child listed with this number and correct the wrong ones; check also whether one child
    was entered twice.
    """
    upn = r.Header.UPN
    return upn.repeated() & ~upn.isin(r.codes("UPN_UNKNOWN"))


@rule(
    "607",
    "Girl left care this year, mother field blank",
    table="Episodes Header",
    fields="DEC REC MOTHER LS SEX",
    category="missing",
    changed="2024-25",
)
def girl_left_care_mother_field_blank(r: Return) -> Flagged:
    """This female child stopped being looked after during the year, but it has not been recorded whether she is a
    mother.

    Enter 1 (is a mother) or 0 (is not) in MOTHER, or correct SEX, DEC, REC or LS if one of them is wrong.
    """
    header, episodes = r.Header, r.Episodes
    girls = header[_female(r) & header.MOTHER.blank]
    left_care = episodes[
        (episodes.DEC >= r.start)
        & (episodes.DEC <= r.end)
        & episodes.REC.filled
        & ~episodes.REC.isin(r.group("REC", "still_looked_after"))
        & ~episodes.LS.isin(r.group("LS", "short_breaks"))
    ]
    return left_care[left_care.child_in(girls)], girls[girls.child_in(left_care)]


@rule(
    "611",
    "Mother, but the birth date of her child is blank",
    table="Header",
    fields="MOTHER MC_DOB",
    category="missing",
)
def birth_of_own_child_blank(r: Return) -> Flagged:
    """The child is recorded as a mother, but the date of birth of her first child is missing.

    Enter the first child's date of birth in MC_DOB, or correct MOTHER if she is not a mother.
    """
    return (r.Header.MOTHER == "1") & r.Header.blank("MC_DOB")


@rule(
    "612",
    "Birth date of own child given, but not a mother",
    table="Header",
    fields="SEX MOTHER MC_DOB",
    category="inconsistent",
    changed="2024-25",
)
def birth_of_own_child_but_no_mother(r: Return) -> Flagged:
    """A date of birth for this girl's own child is recorded, but the mother field says she is not a mother or is blank.

    Set MOTHER to 1 if she is a mother, otherwise clear MC_DOB.
    """
    header = r.Header
    not_a_mother = (header.MOTHER == "0") | header.MOTHER.blank
    return _female(r) & not_a_mother & header.filled("MC_DOB")


@rule(
    "620",
    "Mother is under 11 years old",
    table="Header",
    fields="DOB MOTHER",
    category="inconsistent",
)
def mother_under_11(r: Return) -> Flagged:
    """The child is recorded as a mother, but according to the date of birth she was under 11 at the start of the year.

    Check DOB and MOTHER and correct whichever is wrong.
    """
    return (r.Header.MOTHER == "1") & (years_after(r.Header.DOB, 11) > r.start)


@rule(
    "621",
    "Mother not older than her own child",
    table="Header",
    fields="DOB MC_DOB",
    category="inconsistent",
)
def not_older_than_own_child(r: Return) -> Flagged:
    """The date of birth of this young person's own child is not later than her own.

    Check DOB and MC_DOB; the two may have been swapped or one mistyped.
    """
    return r.Header.MC_DOB <= r.Header.DOB


@rule(
    "624",
    "Birth date of own child differs from last year",
    table="Header Header_last",
    fields="MC_DOB",
    category="cross-year",
)
def birth_of_own_child_differs_from_last_year(r: Return) -> Flagged:
    """Last year's return gave a date of birth for this child's own first child, and this year's is different or blank.

    Check which date is right; repeat last year's date in MC_DOB or amend last year's record.
    """
    now, before = headers_of_both_years(r)
    given_then = before.spelt("MC_DOB")
    return r.Header.any_of(now, given_then.filled & now.spelt("MC_DOB").differs(given_then))


@rule(
    "625",
    "Own child born after the year end or after care ended",
    table="Header Episodes",
    fields="MC_DOB DEC",
    category="inconsistent",
)
def own_child_born_after_care(r: Return) -> Flagged:
    """The date of birth of this young person's own first child is later than the end of the year, or than the day she
    stopped being looked after.

    Check MC_DOB, and DEC of the latest episode; a birth after care ended is not recorded here.
    """
    header, latest = r.Header, _latest_episodes(r)
    # Only the end of the latest episode counts: while the child is in care, an earlier episode's end says nothing.
    late = (header.MC_DOB > r.end) | (header.MC_DOB > latest.of(header).DEC)
    return header[late], latest[latest.child_in(header[late])]


@rule(
    "626",
    "Own child born before the year, yet not a mother last year",
    table="Header Header_last",
    fields="MOTHER MC_DOB",
    category="cross-year",
)
def own_child_born_earlier_but_no_mother_last_year(r: Return) -> Flagged:
    """This young person is recorded as the mother of a child born before this year began, yet last year's return said
    that she was not a mother.

    Check MC_DOB and MOTHER; correct this year's data, or last year's if she was already a mother then.
    """
    now, before = headers_of_both_years(r)
    mother_now, mother_then = now.MOTHER.numbers(), before.MOTHER.numbers()
    return r.Header.any_of(now, (now.MC_DOB < r.start) & (mother_now == 1) & (mother_then == 0))


@rule(
    "628",
    "Mother field filled for care leaver without episodes",
    table="Header Episodes OC3",
    fields="MOTHER",
    category="inconsistent",
)
def mother_field_of_a_care_leaver(r: Return) -> Flagged:
    """This young person is a care leaver who was not looked after in the year, so whether she is a mother should not be
    reported.

    Clear MOTHER for this young person, or add the missing episode if she was looked after during the year.
    """
    header = r.Header
    leavers = r.OC3[r.OC3.filled("IN_TOUCH", "ACTIV", "ACCOM")]
    return header.MOTHER.filled & header.child_in(leavers) & ~header.child_in(r.Episodes)
