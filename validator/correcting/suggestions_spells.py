"""Ends of missing periods, deprivation of liberty orders and social workers' episodes, by what follows them."""

from __future__ import annotations

from typing import NamedTuple

from rules.dates import known
from rules.facts import periods_of_care

from .change_builder import Candidates, Look, rules, written


class Spells(NamedTuple):
    """A table of spells: their first and last day, the rules on how they follow one another, those on care."""

    table: str
    start: str
    end: str
    in_a_row: tuple[str, ...]
    in_care: tuple[str, ...] = ()


SPELLS = (
    Spells("Missing", "MIS_START", "MIS_END", rules("574 1005"), rules("575 577 1005")),
    Spells("DoLo", "DOLO_START", "DOLO_END", rules("701 705"), rules("701 707")),
    Spells(
        "SWEpisodes",
        "SW_DECOM",
        "SW_DEC",
        rules("SW05STG1 SW08STG2 SW10STG2 SW10aSTG2 SW10bSTG2 SW11aSTG2 SW14STG2 SW17STG2"),
    ),
)


def in_a_row(look: Look) -> Candidates:
    """The end of a spell as the start of the next; the start of one as the end of the one before."""
    for table, start, end, named, _ in SPELLS:
        rows = look.flagged(table, *named)
        if not len(rows):
            continue
        for earlier, later in ((rows, look.next(rows)), (look.previous(rows), rows)):
            both = earlier.exists & later.exists
            begins = written(getattr(later[both], start))
            sentence = "The child’s next one began on {value}."
            yield from look.fill("spell_end", sentence, named, earlier[both], end, begins)
        before = look.previous(rows)
        sentence = "The child’s one before ended on {value}."
        yield from look.fill("spell_end", sentence, named, rows, start, written(getattr(before, end)))


def with_the_placement(look: Look) -> Candidates:
    """The end of a missing period or order as the end of the episode, or of the care, in which it began."""
    r = look.r
    if not r.has("Episodes"):
        return
    _, last = periods_of_care(r)
    for table, start, end, _, named in SPELLS:
        rows = look.flagged(table, *named)
        for what, ends in (("placement", r.Episodes), ("care", last)):
            left, right = rows.pairs(ends)
            within = ~(right.DEC < getattr(left, start)) & known(right.DEC)
            within &= (right.DECOM <= getattr(left, start)) | (what == "care")
            sentence = f"The {what} in which it began ended on {{value}}."
            yield from look.fill("spell_end", sentence, named, left[within], end, written(right[within].DEC))


def social_workers_of_care(look: Look) -> Candidates:
    """The start of care as the start of the first social worker's episode, where that begins too late."""
    rows = look.flagged("Episodes", "SW12STG2")
    if not len(rows) or not look.r.has("SWEpisodes"):
        return
    first = look.r.SWEpisodes.first("SW_DECOM").of(rows)
    sentence = "The child’s care began on {value}."
    there = first.exists & known(rows.DECOM)
    yield from look.fill("spell_end", sentence, ["SW12STG2"], first[there], "SW_DECOM", written(rows[there].DECOM))


GENERATORS = (in_a_row, with_the_placement, social_workers_of_care)
