"""What last year's return, or the child's other rows, say against this year's: proposals to follow them."""

from __future__ import annotations

from rules.facts import last_years_final_episodes

from ..returns.cells import column_of
from ..returns.columns import Text
from ..returns.rows import Return, Rows
from ..returns.tables import LAST
from .change_builder import Candidates, Look, NewCell
from .hypotheses import HYPOTHESES

_LAST = "Last year’s return had {value} here."

# Column -> the rules on whose sake last year's value may be carried over.
_CHILD = {
    "SEX": ("101", "165", "174", "202", "232", "INT21"),
    "ETHNIC": ("103", "204"),
    "UPN": ("168", "208", "209", "210", "442", "444"),
    "MOTHER": ("165", "207", "393", "607"),
    "MC_DOB": ("171", "611", "624"),
}
_EPISODE = {
    "DECOM": ("141", "502", "562"),
    "RNE": ("143", "503A"),
    "LS": ("144", "503B"),
    "CIN": ("145", "503C"),
    "PLACE": ("146", "503D"),
    "PLACE_PROVIDER": ("178", "503E", "526"),
    "URN": ("218", "503F", "1008"),
}
_WHERE = ("169", "179", "392a", "392b", "392c", "452", "453", "503G", "503H", "503J")
_DECISIONS = ("115", "551", "552", "559", "560", "563")
_CEASED = ("104", "205B", "304")
# Spells that go on from year to year: table -> its first and last day, and the rules that miss last year's open one.
_SPELLS = {"Missing": ("MIS_START", "MIS_END", ("576", "1004")), "DoLo": ("DOLO_START", "DOLO_END", ("700", "706"))}


def likely_causes(look: Look) -> Candidates:
    """What is tried when looking for likely causes, as far as it changes rows that are there."""
    children = look.report.found.by_child.keys() - {""}
    for hypotheses_of in HYPOTHESES:
        for found in hypotheses_of(look.r, children):
            if not found.added:
                cells = [NewCell(*place, value) for place, value in found.changes.items()]
                yield from look.candidate(found.kind, found.reason, (), cells)


def facts_of_the_child(look: Look) -> Candidates:
    """Sex, ethnic origin, pupil number and motherhood from last year's header."""
    if not (look.r.has("Header") and look.r.has("Header", year=LAST)):
        return
    for field, rules in _CHILD.items():
        rows = look.flagged("Header", *rules)
        yield from look.fill(
            "last_years_fact", _LAST, rules, rows, field, _as_this_year(look, look.r.Header_last.of(rows), field)
        )
    mothers = look.flagged("Header", "207")
    for row, born in zip(mothers.index.tolist(), look.r.Header_last.of(mothers).text("MC_DOB").values, strict=True):
        if born and not look.value("Header", row, "MC_DOB"):
            yield from look.candidate(
                "last_years_fact",
                f"Last year’s return had her as a mother, of a child born on {born}.",
                ("207",),
                [NewCell("Header", row, "MOTHER", "1"), NewCell("Header", row, "MC_DOB", born)],
            )


def _as_this_year(look: Look, rows: Rows, field: str) -> Text:
    codes = column_of(rows.ref.name, field).codes
    return look.r.as_this_year(codes, rows.text(field)) if codes else rows.text(field)


def open_episodes(look: Look) -> Candidates:
    """Single values of the episode that last year's return left open."""
    r = look.r
    if not (r.has("Episodes") and r.has("Episodes", year=LAST)):
        return
    for field, rules in _EPISODE.items():
        rows, then = _left_open(r, look.flagged("Episodes", *rules))
        # Only the start itself may tell that an episode is the same one.
        same = (rows.DECOM == then.DECOM) if field != "DECOM" else rows.DECOM != then.DECOM
        rows, then = rows[same], then[same]
        yield from look.fill("carried_over", _LAST, rules, rows, field, _as_this_year(look, then, field))
    rows, then = _left_open(r, look.flagged("Episodes", *_WHERE))
    homes, places = then.HOME_POST.values, then.PL_POST.values
    for row, home, place in zip(rows.index.tolist(), homes, places, strict=True):
        cells = [NewCell("Episodes", row, "HOME_POST", home), NewCell("Episodes", row, "PL_POST", place)]
        for some in (cells, cells[:1], cells[1:]):
            if all(cell.new for cell in some):
                yield from look.candidate(
                    "carried_over",
                    "Last year’s return had "
                    + " and ".join(f"{cell.new} as {_POSTCODE[cell.field]}" for cell in some)
                    + " for this episode.",
                    _WHERE,
                    some,
                )


_POSTCODE = {"HOME_POST": "home postcode", "PL_POST": "placement postcode"}


def _left_open(r: Return, rows: Rows) -> tuple[Rows, Rows]:
    """The rows whose child's episode was left open last year, and that one."""
    then = r.Episodes_last[last_years_final_episodes(r).of(rows).index]
    carried = then.exists & then.blank("DEC")
    return rows[carried], then[carried]


def spells_and_decisions(look: Look) -> Candidates:
    """Missing periods, orders, adoption decisions and asylum seekers' dates that last year's return tells otherwise."""
    r = look.r
    for table, (start, end, rules) in _SPELLS.items():
        if r.has(table) and (last := r.last_year.get(table)) is not None:
            rows = look.flagged(table, *rules)
            then = last[last.blank(end)].of(rows)
            sentence = "Last year’s return left one open that began on {value}."
            yield from look.fill("last_years_spell", sentence, rules, rows, start, then.text(start))
    if r.has("PlacedAdoption") and r.has("PlacedAdoption", year=LAST):
        rows = look.flagged("PlacedAdoption", *_DECISIONS)
        last = r.PlacedAdoption_last
        decided = last[last.blank("DATE_PLACED_CEASED")].of(rows).text("DATE_PLACED")
        sentence = "Last year’s return had a decision of {value}, still in force."
        yield from look.fill("last_years_spell", sentence, _DECISIONS, rows, "DATE_PLACED", decided)
    if r.has("UASC") and r.has("UASC", year=LAST):
        rows = look.flagged("UASC", *_CEASED)
        yield from look.fill("last_years_fact", _LAST, _CEASED, rows, "DUC", r.UASC_last.of(rows).text("DUC"))


def died(look: Look) -> Candidates:
    """A care leaver whom last year's return gave as dead."""
    rows = look.flagged("OC3", "348")
    for row in rows.index.tolist():
        cells = [
            NewCell("OC3", row, field, new) for field, new in (("IN_TOUCH", "DIED"), ("ACTIV", "0"), ("ACCOM", "0"))
        ]
        yield from look.candidate(
            "last_years_fact", "Last year’s return said that this care leaver had died.", ["348"], cells
        )


GENERATORS = (likely_causes, facts_of_the_child, open_episodes, spells_and_decisions, died)
