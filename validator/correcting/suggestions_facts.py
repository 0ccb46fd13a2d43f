"""Facts that follow from what else is known of the child; codes to choose from where nothing tells which is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rules.dates import years_after
from rules.language import Mask

from ..returns.rows import Rows
from .change_builder import Candidates, Condition, Look, NewCell, always, rules, written
from .proposals import ELSEWHERE


class Only(NamedTuple):
    """The values that columns must have by the rules, and why; for those of the rows flagged where `when`."""

    rules: tuple[str, ...]
    table: str
    values: Mapping[str, str]
    why: str
    when: Condition = always
    ground: str = ""


def has(field: str, code: str) -> Condition:
    """Where a column has this code."""
    return lambda look, rows: getattr(rows, field) == code


def blank(field: str) -> Condition:
    """Where a column is empty."""
    return lambda look, rows: rows.blank(field)


def under_four(look: Look, rows: Rows) -> Mask:
    """Where the child was not yet 4 on the day of the review."""
    young: Mask = rows.REVIEW < years_after(rows.DOB, 4)
    return young


def not_in_touch(look: Look, rows: Rows) -> Mask:
    """Where the authority was not in touch with the care leaver."""
    apart: Mask = rows.IN_TOUCH.filled & (rows.IN_TOUCH != "YES")
    return apart


_NO_CHILD = "No child of hers is recorded."
_NO_ACTIVITY = "The authority is not in touch; 0 says that nothing applies or is known."
_NOTHING_ASKED = "Of a young person who died or went home nothing is asked."
_NOT_LONG = "A short break is not long term."
_NO_CARERS = "The child was not placed with foster carers."

ONLY = (
    Only(rules("165 393 607"), "Header", {"MOTHER": "0"}, _NO_CHILD, blank("MC_DOB")),
    Only(rules("165 393 607 612"), "Header", {"MOTHER": "1"}, "The date of birth of a child of hers is recorded."),
    Only(rules("611"), "Header", {"MOTHER": "0"}, _NO_CHILD, blank("MC_DOB")),
    Only(rules("620"), "Header", {"MOTHER": "0", "MC_DOB": ""}, "She is too young to be a mother."),
    Only(
        rules("626"),
        "Header",
        {"MOTHER": "0", "MC_DOB": ""},
        "Last year’s return said that she was not a mother.",
        ground=ELSEWHERE,
    ),
    Only(rules("167 441"), "Reviews", {"REVIEW_CODE": "PN0"}, "The child was under 4 at the review.", under_four),
    Only(rules("344"), "OC3", {"ACTIV": "0", "ACCOM": "0"}, _NOTHING_ASKED),
    Only(rules("132 133 153"), "OC3", {"ACTIV": "0", "ACCOM": "0"}, _NO_ACTIVITY, not_in_touch),
    Only(rules("132 153"), "OC3", {"ACTIV": "0"}, _NO_ACTIVITY, not_in_touch),
    Only(rules("133 153"), "OC3", {"ACCOM": "0"}, _NO_ACTIVITY, not_in_touch),
    Only(rules("366"), "Episodes", {"RNE": "S"}, "Each short break is an episode that starts with S."),
    Only(rules("384"), "Episodes", {"PLACE": "U3"}, _NOT_LONG, has("PLACE", "U1")),
    Only(rules("384"), "Episodes", {"PLACE": "U6"}, _NOT_LONG, has("PLACE", "U4")),
    Only(rules("516"), "Episodes", {"REC": "E47"}, _NO_CARERS, has("REC", "E45")),
    Only(rules("516"), "Episodes", {"REC": "E48"}, _NO_CARERS, has("REC", "E46")),
    Only(rules("OWN06"), "Episodes", {"CIN": "N8"}, "An unaccompanied asylum seeker has no parent here."),
    Only(rules("580"), "Episodes", {"REC": "E8"}, "The child was missing up to the 18th birthday, when care ended."),
)


def only_values(look: Look) -> Candidates:
    """What is in ONLY, for every row flagged."""
    for entry in ONLY:
        rows = look.flagged(entry.table, *entry.rules)
        for row in rows[entry.when(look, rows)].index.tolist():
            cells = [NewCell(entry.table, row, field, new) for field, new in entry.values.items()]
            yield from look.candidate("only_value", entry.why, entry.rules, cells, ground=entry.ground)


def sex_in_two_tables(look: Look) -> Candidates:
    """Sex as the child's other table has it."""
    named = rules("101 202 232 INT21")
    for table, other in (("UASC", "Header"), ("Header", "UASC")):
        rows = look.flagged(table, *named)
        sentence = f"The child’s row in {other} has {{value}}."
        yield from look.fill("other_rows", sentence, named, rows, "SEX", look.of_child(other, rows).SEX)


def end_of_asylum_seeking(look: Look) -> Candidates:
    """The 18th birthday, on which the status ends at the latest."""
    named = rules("104 205B 304")
    rows = look.flagged("UASC", *named)
    birthday = written(years_after(rows.DOB, 18))
    yield from look.fill("only_value", "The status ends on the 18th birthday.", named, rows, "DUC", birthday)


class Choice(NamedTuple):
    """A column for which nothing tells the code: all of its list (or of another) are offered; for rows where `when`."""

    rules: tuple[str, ...]
    table: str
    field: str
    why: str
    when: Condition = always
    list_name: str = ""


def not_first_worker(look: Look, rows: Rows) -> Mask:
    """Where another social worker was there before."""
    return look.previous(rows).exists


def earlier_order(look: Look, rows: Rows) -> Mask:
    """Where an earlier permanence order is told of, but not its kind."""
    return rows.PREV_PERM.blank & rows.filled("LA_PERM", "DATE_PERM")


_NO_CODE = "No accepted code is given, and nothing says which is right."

CHOICES = (
    Choice(rules("103"), "Header", "ETHNIC", "No ethnic origin is recorded.", blank("ETHNIC")),
    Choice(
        rules("209 210 442"),
        "Header",
        "UPN",
        "No number is given; there is a code for each reason why.",
        list_name="UPN_UNKNOWN",
    ),
    Choice(rules("225 1009"), "Episodes", "REASON_PLACE_CHANGE", _NO_CODE),
    Choice(rules("565 566 1006"), "Missing", "MISSING", _NO_CODE),
    Choice(rules("119 120"), "PlacedAdoption", "REASON_PLACED_CEASED", _NO_CODE),
    Choice(rules("SW01bSTG1 SW03STG1 SW13STG1"), "SWEpisodes", "SW_REASON", _NO_CODE, not_first_worker),
    Choice(
        rules("630 631 635"), "PrevPerm", "PREV_PERM", "An earlier order is told of without its kind.", earlier_order
    ),
)


def choices(look: Look) -> Candidates:
    """What is in CHOICES, for every row flagged."""
    for entry in CHOICES:
        rows = look.flagged(entry.table, *entry.rules)
        accepted = look.r.codes(entry.list_name or entry.field)
        for row in rows[entry.when(look, rows)].index.tolist() if len(rows) else ():
            yield from look.choose("choice", entry.why, entry.rules, (entry.table, row, entry.field), accepted)


def first_social_worker(look: Look) -> Candidates:
    """The reason for a change of social worker, where none is given and the child had no social worker before."""
    named = rules("SW01bSTG1 SW03STG1 SW13STG1")
    rows = look.flagged("SWEpisodes", *named)
    if len(rows):
        first = rows[~look.previous(rows).exists]
        sentence = "It is the child’s first social worker, so it is a first contact."
        yield from look.fill("only_value", sentence, named, first[first.blank("SW_REASON")], "SW_REASON", "FCONTA")
        for row in first[first.filled("SW_REASON")].index.tolist():
            codes = look.r.codes("SW_REASON")
            yield from look.choose("choice", _NO_CODE, named, ("SWEpisodes", row, "SW_REASON"), codes)


def earlier_permanence(look: Look) -> Candidates:
    """The kind of earlier permanence order, where the row that should say it is there without it."""
    named = rules("630 631 635")
    rows = look.flagged("PrevPerm", *named)
    started = look.flagged("Episodes", "630")
    if len(started) and look.r.has("PrevPerm"):
        empty = look.r.PrevPerm.of(started)
        yield from _kind_of_order(look, named, empty[empty.exists & empty.blank("PREV_PERM")])
    yield from _kind_of_order(look, named, rows[rows.blank("PREV_PERM")])


def _kind_of_order(look: Look, named: tuple[str, ...], rows: Rows) -> Candidates:
    untold = rows[~rows.filled("LA_PERM", "DATE_PERM")]
    sentence = "Neither a date nor an authority of an earlier order is given."
    yield from look.fill("only_value", sentence, named, untold, "PREV_PERM", "Z1")


GENERATORS = (
    only_values,
    sex_in_two_tables,
    end_of_asylum_seeking,
    choices,
    first_social_worker,
    earlier_permanence,
)
