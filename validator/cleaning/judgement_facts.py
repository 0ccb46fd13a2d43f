"""Facts that follow from what else is known of the child: the one value that a rule leaves, or the most usual one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rules.dates import Mask, years_after

from ..returns import Rows
from .drafts import Cell, Condition, Drafts, Look, always, rules, written


class Only(NamedTuple):
    """The values that columns must have by the rules, and why; for those of the rows flagged where `when`."""

    rules: tuple[str, ...]
    table: str
    values: Mapping[str, str]
    why: str
    when: Condition = always


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


_NOT_OBTAINED = "No ethnic origin is recorded; NOBT says that it was not obtained."
_REFUSED = "No ethnic origin is recorded; REFU says that it was refused."
_NO_CHILD = "No child of hers is recorded."
_NO_ACTIVITY = "The authority is not in touch; 0 says that nothing applies or is known."
_NOTHING_ASKED = "Of a young person who died or went home nothing is asked."
_NOT_LONG = "A short break is not long term."
_NO_CARERS = "The child was not placed with foster carers."

ONLY = (
    Only(rules("103"), "Header", {"ETHNIC": "NOBT"}, _NOT_OBTAINED, blank("ETHNIC")),
    Only(rules("103"), "Header", {"ETHNIC": "REFU"}, _REFUSED, blank("ETHNIC")),
    Only(rules("165 393 607"), "Header", {"MOTHER": "0"}, _NO_CHILD, blank("MC_DOB")),
    Only(rules("165 393 607 612"), "Header", {"MOTHER": "1"}, "The date of birth of a child of hers is recorded."),
    Only(rules("611"), "Header", {"MOTHER": "0"}, _NO_CHILD, blank("MC_DOB")),
    Only(rules("620"), "Header", {"MOTHER": "0", "MC_DOB": ""}, "She is too young to be a mother."),
    Only(rules("626"), "Header", {"MOTHER": "0", "MC_DOB": ""}, "Last year’s return said that she was not a mother."),
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


def only_values(look: Look) -> Drafts:
    """What is in ONLY, for every row flagged."""
    for entry in ONLY:
        rows = look.flagged(entry.table, *entry.rules)
        for row in rows[entry.when(look, rows)].index.tolist():
            cells = [Cell(entry.table, row, field, new) for field, new in entry.values.items()]
            yield from look.draft("only_value", entry.why, entry.rules, cells)


def sex_in_two_tables(look: Look) -> Drafts:
    """Sex as the child's other table has it."""
    named = rules("101 202 232 INT21")
    for table, other in (("UASC", "Header"), ("Header", "UASC")):
        rows = look.flagged(table, *named)
        sentence = f"The child’s row in {other} has {{value}}."
        yield from look.fill("other_rows", sentence, named, rows, "SEX", look.of_child(other, rows).SEX)


def end_of_asylum_seeking(look: Look) -> Drafts:
    """The 18th birthday, on which the status ends at the latest."""
    named = rules("104 205B 304")
    rows = look.flagged("UASC", *named)
    birthday = written(years_after(rows.DOB, 18))
    yield from look.fill("only_value", "The status ends on the 18th birthday.", named, rows, "DUC", birthday)


def no_pupil_number(look: Look) -> Drafts:
    """A code for an unknown pupil number, in the order in which this return uses them."""
    named = rules("209 210 442")
    rows = look.flagged("Header", *named)
    used = look.most_used("Header", "UPN", "UPN_UNKNOWN") if len(rows) else []
    for code in [*used, *(code for code in look.r.codes("UPN_UNKNOWN") if code not in used)]:
        sentence = f"No number is given. {code} is one of the codes that say why, those most used here first."
        yield from look.fill("most_used", sentence, named, rows, "UPN", code)


class Usual(NamedTuple):
    """A column whose most used codes may be tried where nothing better is known."""

    rules: tuple[str, ...]
    table: str
    field: str
    when: Condition = always


def not_first_worker(look: Look, rows: Rows) -> Mask:
    """Where another social worker was there before."""
    return look.previous(rows).exists


USUAL = (
    Usual(rules("225 1009"), "Episodes", "REASON_PLACE_CHANGE"),
    Usual(rules("565 566 1006"), "Missing", "MISSING"),
    Usual(rules("119 120"), "PlacedAdoption", "REASON_PLACED_CEASED"),
    Usual(rules("SW01bSTG1 SW03STG1 SW13STG1"), "SWEpisodes", "SW_REASON", not_first_worker),
)
_MOST = 5


def usual_codes(look: Look) -> Drafts:
    """What is in USUAL, for every row flagged; where the child's other rows agree on a code, that one first."""
    for table, field, named, rows in _usual_rows(look):
        codes = look.most_used(table, field)[:_MOST] if len(rows) else []
        for row, own in zip(rows.index.tolist(), _of_child(look, rows, field), strict=True):
            if own:
                sentence = f"All of the child’s other rows have {own}."
                yield from look.put("other_rows", sentence, named, table, row, field, own)
            for code in codes:
                sentence = f"No accepted code is given. {code} is one of those that this return gives most often."
                yield from look.put("most_used", sentence, named, table, row, field, code)


def _usual_rows(look: Look) -> list[tuple[str, str, tuple[str, ...], Rows]]:
    found = []
    for entry in USUAL:
        rows = look.flagged(entry.table, *entry.rules)
        if len(rows):
            found.append((entry.table, entry.field, entry.rules, rows[entry.when(look, rows)]))
    return found


def _of_child(look: Look, rows: Rows, field: str) -> Sequence[str]:
    """For each row: the accepted code that all other rows of its child have, "" where they do not agree."""
    accepted = set(look.r.codes(field))
    left, right = rows.pairs(look.r.tables[rows.name])
    seen: dict[int, set[str]] = {}
    for row, other, code in zip(left.index.tolist(), right.index.tolist(), right.text(field).values, strict=True):
        if other != row and code in accepted:
            seen.setdefault(row, set()).add(code)
    return [next(iter(codes)) if len(codes := seen.get(row, set())) == 1 else "" for row in rows.index.tolist()]


def first_social_worker(look: Look) -> Drafts:
    """The reason for a change of social worker, where the child had none before."""
    named = rules("SW01bSTG1 SW03STG1 SW13STG1")
    rows = look.flagged("SWEpisodes", *named)
    if len(rows):
        first = rows[~look.previous(rows).exists]
        sentence = "It is the child’s first social worker, so it is a first contact."
        yield from look.fill("only_value", sentence, named, first, "SW_REASON", "FCONTA")


def earlier_permanence(look: Look) -> Drafts:
    """The kind of earlier permanence order, where the row that should say it is there without it."""
    named = rules("630 631 635")
    rows = look.flagged("PrevPerm", *named)
    started = look.flagged("Episodes", "630")
    if len(started) and look.r.has("PrevPerm"):
        empty = look.r.PrevPerm.of(started)
        yield from _kind_of_order(look, named, empty[empty.exists & empty.blank("PREV_PERM")])
    yield from _kind_of_order(look, named, rows[rows.blank("PREV_PERM")])


def _kind_of_order(look: Look, named: tuple[str, ...], rows: Rows) -> Drafts:
    told = rows.filled("LA_PERM", "DATE_PERM")
    sentence = "Neither a date nor an authority of an earlier order is given."
    yield from look.fill("only_value", sentence, named, rows[~told], "PREV_PERM", "Z1")
    used = look.most_used("PrevPerm", "PREV_PERM") if told.any() else []
    for code in (code for code in used if code != "Z1"):
        sentence = f"An earlier order is told of. {code} is one of the kinds that this return gives most often."
        yield from look.fill("most_used", sentence, named, rows[told], "PREV_PERM", code)


GENERATORS = (
    only_values,
    sex_in_two_tables,
    end_of_asylum_seeking,
    no_pupil_number,
    first_social_worker,
    usual_codes,
    earlier_permanence,
)
