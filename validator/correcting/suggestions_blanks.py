"""Values that must be blank because of what stands beside them: proposals to clear them."""

from __future__ import annotations

from typing import NamedTuple

from rules.dates import known
from rules.language import Mask

from ..returns.rows import Rows
from .change_builder import Candidates, Condition, Look, NewCell, always, rules


class Unwanted(NamedTuple):
    """Columns of a table that the rules want blank together, and why; for those of the rows flagged where `when`."""

    rules: tuple[str, ...]
    table: str
    fields: tuple[str, ...]
    why: str
    when: Condition = always


def ends_late(field: str) -> Condition:
    """Where a date lies after the collection year."""
    return lambda look, rows: getattr(rows, field) > look.r.end


def no_earlier_order(look: Look, rows: Rows) -> Mask:
    """Where nothing is said of an earlier permanence order, or that there was none."""
    return rows.PREV_PERM.blank | (rows.PREV_PERM == "Z1")


_TWELVE_MONTHS = (
    "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
)  # fmt: skip
_SDQ = ("SDQ_SCORE", "SDQ_REASON")
_REVERSAL = ("DATE_PLACED_CEASED", "REASON_PLACED_CEASED")

_NOT_ALL_YEAR = "The child was not looked after all year, and only then is this asked."

UNWANTED = (
    Unwanted(rules("158"), "OC2", ("INTERVENTION_OFFERED",), "An intervention was received, so no offer is asked for."),
    Unwanted(
        rules("193"), "OC2", ("INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"), "There is no substance misuse problem."
    ),
    Unwanted(rules("185 190 198"), "OC2", (*_SDQ, *_TWELVE_MONTHS), _NOT_ALL_YEAR),
    Unwanted(rules("185"), "OC2", ("SDQ_SCORE",), _NOT_ALL_YEAR),
    Unwanted(rules("198"), "OC2", ("SDQ_REASON",), _NOT_ALL_YEAR),
    Unwanted(rules("188"), "OC2", _SDQ, "The child is under 4."),
    Unwanted(rules("189"), "OC2", _SDQ, "The young person is over 17."),
    Unwanted(rules("197a"), "OC2", ("SDQ_REASON",), "There is a score, so no reason is needed why there is none."),
    Unwanted(
        rules("180"),
        "OC2",
        ("SDQ_SCORE",),
        "The score is out of range, and there is a reason for having none.",
        lambda look, rows: rows.SDQ_REASON.filled,
    ),
    Unwanted(rules("542"), "OC2", ("CONVICTED",), "The child is under 10."),
    Unwanted(rules("546"), "OC2", ("HEALTH_CHECK",), "The child is 5 or older."),
    Unwanted(rules("178 213"), "Episodes", ("PLACE_PROVIDER",), "A placement of this type has no provider."),
    Unwanted(rules("222"), "Episodes", ("URN",), "A placement of this type is not registered with Ofsted."),
    Unwanted(rules("242"), "Episodes", ("URN",), "The stand-in number is not meant for a placement of this type."),
    Unwanted(rules("243"), "Episodes", ("URN",), "The placement is outside England."),
    Unwanted(
        rules("214 398 420"), "Episodes", ("HOME_POST", "PL_POST", "URN"), "Short breaks are returned without a place."
    ),
    Unwanted(rules("233"), "Episodes", ("REASON_PLACE_CHANGE",), "The episode is still open."),
    Unwanted(rules("234 1009"), "Episodes", ("REASON_PLACE_CHANGE",), "No placement has changed after this episode."),
    Unwanted(rules("406"), "Episodes", ("HOME_POST",), "For an unaccompanied asylum seeker no distance is wanted."),
    Unwanted(rules("165 174"), "Header", ("MOTHER", "MC_DOB"), "The child is male."),
    Unwanted(rules("612"), "Header", ("MC_DOB",), "The child is recorded as not being a mother."),
    Unwanted(
        rules("171"),
        "Header",
        ("MC_DOB",),
        "The date cannot be read, and she is not recorded as a mother.",
        lambda look, rows: rows.MOTHER != "1",
    ),
    Unwanted(rules("628"), "Header", ("MOTHER",), "The young person was not looked after this year."),
    Unwanted(rules("399"), "Header", ("MOTHER",), "The child had short breaks only."),
    Unwanted(rules("104"), "UASC", ("DUC",), "The date cannot be read or lies before this year."),
    Unwanted(rules("205C 303"), "UASC", ("DUC",), "The child is not an asylum seeker this year."),
    Unwanted(rules("116 119 120"), "PlacedAdoption", _REVERSAL, "The reversal is not told completely."),
    Unwanted(rules("525 553 555 558"), "PlacedAdoption", _REVERSAL, "The decision led to an order or an adoption."),
    Unwanted(rules("118"), "PlacedAdoption", _REVERSAL, "The reversal lies before this year or the child’s care."),
    Unwanted(rules("117"), "PlacedAdoption", _REVERSAL, "The reversal lies after this year or the child’s care."),
    Unwanted(
        rules("632 635"),
        "PrevPerm",
        ("LA_PERM", "DATE_PERM"),
        "There was no earlier permanence order.",
        no_earlier_order,
    ),
    Unwanted(
        rules("571"),
        "Missing",
        ("MIS_END",),
        "A period still running on 31 March has no end date.",
        ends_late("MIS_END"),
    ),
    Unwanted(
        rules("704"),
        "DoLo",
        ("DOLO_END",),
        "An order still running on 31 March has no end date.",
        ends_late("DOLO_END"),
    ),
    Unwanted(
        rules("SW07STG2"),
        "SWEpisodes",
        ("SW_DEC",),
        "An episode still running on 31 March has no end date.",
        ends_late("SW_DEC"),
    ),
    Unwanted(rules("SW11bSTG2 SW17STG2"), "SWEpisodes", ("SW_DEC",), "No social worker follows, so this one goes on."),
)


def unwanted(look: Look) -> Candidates:
    """What is in UNWANTED, for every row flagged."""
    for entry in UNWANTED:
        rows = look.flagged(entry.table, *entry.rules)
        rows = rows[entry.when(look, rows)]
        yield from look.clear("must_be_blank", entry.why, entry.rules, rows, *entry.fields)


def around_temporary_placements(look: Look) -> Candidates:
    """Reasons for a change of placement on a temporary placement and on the episode before it."""
    rows = look.flagged("Episodes", "226")
    for row, before in zip(rows.index.tolist(), look.previous(rows).index.tolist(), strict=True):
        cells = [NewCell("Episodes", at, "REASON_PLACE_CHANGE", "") for at in (row, before) if at >= 0]
        yield from look.candidate(
            "must_be_blank", "Going to a temporary placement and back needs no reason.", ["226"], cells
        )


def still_open(look: Look) -> Candidates:
    """The end of an episode that no other follows: it lies after the year, or is told only in part."""
    end = ("DEC", "REC", "REASON_PLACE_CHANGE")
    rows = look.flagged("Episodes", "148", "385", "388", "147", "149")
    last = rows[~look.next(rows).exists]
    late = last[last.DEC > look.r.end]
    yield from look.clear("must_be_blank", "It ends after the year, so it is still open here.", ["385"], late, *end)
    in_part = last[~known(last.DEC)]
    why = "No date is given for its end and no episode follows, so it may still be open."
    yield from look.clear("must_be_blank", why, ["147", "148", "149"], in_part, *end)
    continues = last[known(last.DEC) & (last.REC == "X1")]
    why = "It is said to go on in another episode, and none follows, so it may still be open."
    yield from look.clear("must_be_blank", why, ["388"], continues, *end)


GENERATORS = (unwanted, around_temporary_placements, still_open)
