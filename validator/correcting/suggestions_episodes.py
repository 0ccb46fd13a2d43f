"""How episodes follow one another: why one began, when and why it ended, and what it carries on from its neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from rules.dates import known, years_after
from rules.episodes import PLACEMENT
from rules.facts import episodes_in_order, starts_of_care
from rules.language import Mask

from ..returns.rows import Rows
from .change_builder import Candidates, Look, NewCell, rules, written

# -- why an episode began

_BEGAN = rules("143 217 357 380 383 431 432 433 434 435 436 366")


def reasons_for_new_episodes(look: Look) -> Candidates:
    """RNE by what changed from the episode before; S where there is none that this one continues."""
    rows = look.flagged("Episodes", *_BEGAN)
    if not len(rows):
        return
    before = look.previous(rows)
    status, moved = rows.LS.differs(before.LS), _moved(rows, before)
    continues = before.exists & (before.DEC == rows.DECOM)
    same_home = rows.URN.same(before.URN) | (rows.PL_POST == before.PL_POST)
    columns = zip(
        rows.index.tolist(),
        before.index.tolist(),
        continues.tolist(),
        status.tolist(),
        moved.tolist(),
        same_home.tolist(),
        (before.REC == "X1").tolist(),
        strict=True,
    )
    for row, earlier, goes_on, other_status, other_place, same, x1 in columns:
        if not goes_on:
            sentence = "No episode of this child ended on the day on which this one began."
            yield from look.put("reason_new_episode", sentence, _BEGAN, "Episodes", row, "RNE", "S")
            continue
        for code, what in _changed(other_status, other_place, same):
            sentence = f"Compared with the episode before, {what}."
            cell = NewCell("Episodes", row, "RNE", code)
            yield from look.candidate("reason_new_episode", sentence, _BEGAN, [cell])
            if not x1:
                link = NewCell("Episodes", earlier, "REC", "X1")
                sentence = f"It began on the day on which the one before ended; {what}."
                yield from look.candidate("reason_new_episode", sentence, _BEGAN, [cell, link])
                if other_place:
                    sentence = f"{sentence[:-1]}. Nothing says why the placement changed."
                    move, reasons = ("Episodes", earlier, "REASON_PLACE_CHANGE"), look.r.codes("REASON_PLACE_CHANGE")
                    yield from look.choose("reason_new_episode", sentence, _BEGAN, move, reasons, [cell, link])


def _moved(rows: Rows, before: Rows) -> Mask:
    moved: Mask = np.logical_or.reduce([rows.text(name).differs(before.text(name)) for name in PLACEMENT])
    return moved


def _changed(status: bool, place: bool, same: bool) -> Iterator[tuple[str, str]]:
    """The codes that say what has changed, the likelier first, each with it in words."""
    if status and not place:
        yield "L", "only the legal status has changed"
    elif place:
        what = "the legal status and the placement have changed" if status else "only the placement has changed"
        both = ("U", "B") if status else ("T", "P")
        for code in both if same else both[::-1]:
            yield code, what


# -- why and when an episode ended

_ENDED = rules("142 147 148 149 381 386 387 388 389 407 432 433 437 460 501")
_REASONS = rules("142 148 149 386 387 388 389 407 437 460")


def links_to_the_next(look: Look) -> Candidates:
    """The end of an episode and the start of the next: X1 where they meet, one date for both where they do not."""
    named = (*_ENDED, "225", "431")
    rows = _flagged_and_before(look, named)
    after = look.next(rows)
    both = after.exists & known(after.DECOM)
    rows, after = rows[both], after[both]
    meet = rows.DEC == after.DECOM
    sentence = "The next episode began on the day on which this one ended."
    yield from look.fill("reason_ended", sentence, named, rows[meet], "REC", "X1")
    rows, after = rows[~meet], after[~meet]
    starts, ends = written(after.DECOM).tolist(), written(rows.DEC).tolist()
    for row, later, start, end in zip(rows.index.tolist(), after.index.tolist(), starts, ends, strict=True):
        close = NewCell("Episodes", row, "DEC", start)
        sentence = f"The next episode of the child began on {start}."
        yield from look.candidate("end_by_next", sentence, named, [close])
        yield from look.candidate("end_by_next", sentence, named, [close, NewCell("Episodes", row, "REC", "X1")])
        if end:
            sentence = f"The episode before ended on {end}."
            yield from look.put("end_by_next", sentence, named, "Episodes", later, "DECOM", end)


def _flagged_and_before(look: Look, named: Sequence[str]) -> Rows:
    """The episodes flagged and those before them, each once."""
    flagged = look.flagged("Episodes", *named)
    if not len(flagged):
        return flagged
    index = np.unique(np.concatenate([flagged.index, look.previous(flagged).index]))
    return look.r.Episodes[index[index >= 0]]


def reasons_for_leaving(look: Look) -> Candidates:
    """Reasons why care ended, to choose from, where none that fits is given and no episode follows at once."""
    rows = look.flagged("Episodes", *_REASONS)
    if not len(rows):
        return
    rows = rows[known(rows.DEC) & ~(look.next(rows).DECOM == rows.DEC)]
    sentence = "No episode begins when this one ends, so care ended; nothing says why."
    for row in rows.index.tolist():
        yield from look.choose("reason_ended", sentence, _REASONS, ("Episodes", row, "REC"), _leaving_codes(look))


def _leaving_codes(look: Look) -> list[str]:
    """The reasons why care ended: all codes but the one that says it goes on."""
    return [code for code in look.r.codes("REC") if code != "X1"]


def turned_eighteen(look: Look) -> Candidates:
    """The 18th birthday as the end of an episode that goes on past it, with the reasons for leaving care then."""
    ended_later = look.flagged("Episodes", "OWN08")
    birthday = written(years_after(look.of_child("Header", ended_later).DOB, 18))
    yield from look.fill("turned_18", "Care ends on the 18th birthday.", ["OWN08"], ended_later, "DEC", birthday)
    rows = look.flagged("Episodes", "359")
    if not len(rows):
        return
    birthday = written(years_after(look.of_child("Header", rows).DOB, 18))
    for row, day in zip(rows.index.tolist(), birthday.tolist(), strict=True):
        sentence = f"The young person turned 18 on {day}, when care ends unless it is V2 in K2."
        end = [NewCell("Episodes", row, "DEC", day)]
        yield from look.choose("turned_18", sentence, ["359"], ("Episodes", row, "REC"), _leaving_codes(look), end)


# -- what an episode has in common with its neighbours


class Carried(NamedTuple):
    """A column that an episode may have in common with its neighbour: always, or if the later one's RNE or the place
    says that nothing changed in it."""

    rules: tuple[str, ...]
    field: str
    unchanged: Sequence[str] = ()
    same_place: bool = False


CARRIED = (
    Carried(rules("145 504"), "CIN", ("S", "P", "L", "T", "U", "B")),
    Carried(rules("144 434 435 436"), "LS", ("P", "T")),
    Carried(rules("146 434"), "PLACE", ("L",)),
    Carried(rules("178 224 434 526 527 528 529 530 531 550"), "PLACE_PROVIDER", ("L",), same_place=True),
    Carried(rules("169 179 221 392a 392b 392c 392d 434 454"), "PL_POST", ("L",), same_place=True),
    Carried(rules("218 219 230 242 434 1008"), "URN", ("L",), same_place=True),
    Carried(rules("164 392a 392b 392c 392d 454 OWN14"), "HOME_POST", ("S", "P", "L", "T", "U", "B")),
)


def as_the_neighbour(look: Look) -> Candidates:
    """What is in CARRIED, from the episode before and the one after."""
    for named, field, unchanged, same_place in CARRIED:
        rows = look.flagged("Episodes", *named)
        if not len(rows):
            continue
        for which, beside in (("before", look.previous(rows)), ("after", look.next(rows))):
            later = rows if which == "before" else beside
            alike = later.RNE.isin(unchanged)
            if same_place:
                others = [name for name in ("URN", "PL_POST") if name != field]
                same = np.logical_or.reduce([rows.text(name) == beside.text(name) for name in others])
                alike |= same & (rows.PLACE == beside.PLACE)
            alike &= beside.exists
            sentence = f"The episode {which} has {{value}}."
            yield from look.fill("neighbour", sentence, named, rows[alike], field, beside[alike].text(field))


def needs_of_one_period(look: Look) -> Candidates:
    """One category of need for a whole period of care: that of its first episode, or the one that differs from it."""
    rows = look.flagged("Episodes", "504")
    if not len(rows):
        return
    episodes = look.r.Episodes
    follows = dict(zip(range(len(episodes)), look.next(episodes).index.tolist(), strict=True))
    began = dict(zip(episodes_in_order(look.r).index.tolist(), starts_of_care(look.r).index.tolist(), strict=True))
    needs = episodes.CIN.values.tolist()
    for row in rows.index.tolist():
        start = began[row]
        for new, from_row in ((needs[start], row), (needs[row], start)):
            sentence = f"The category of need stays the same all through a period of care; {new} is given in it too."
            cells = [NewCell("Episodes", at, "CIN", new) for at in _run_of(from_row, needs, follows)]
            yield from look.candidate("neighbour", sentence, ["504"], cells)


def _run_of(row: int, needs: Sequence[str], follows: dict[int, int]) -> list[int]:
    """The row and those that follow it with the same category of need."""
    found = [row]
    while (beside := follows[found[-1]]) >= 0 and needs[beside] == needs[row]:
        found.append(beside)
    return found


def back_from_temporary_placements(look: Look) -> Candidates:
    """The placement before a temporary one, as the placement after it."""
    rows = look.flagged("Episodes", "383")
    if not len(rows):
        return
    home = look.previous(look.previous(rows))
    fields = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")
    for row, there in zip(rows.index.tolist(), home.index.tolist(), strict=True):
        if there >= 0:
            cells = [NewCell("Episodes", row, field, look.value("Episodes", there, field)) for field in fields]
            back = NewCell("Episodes", row, "RNE", "P")
            sentence = "After a temporary placement the child goes back to where he or she was before it."
            yield from look.candidate("back_from_temporary", sentence, ["383"], [back])
            yield from look.candidate("back_from_temporary", sentence, ["383"], [*cells[:2], back])
            yield from look.candidate("back_from_temporary", sentence, ["383"], [*cells, back])


def one_kind_of_short_breaks(look: Look) -> Candidates:
    """V3 or V4 for all of a child's short breaks: the one that most of them have."""
    rows = look.flagged("Episodes", "426")
    breaks: dict[int, list[tuple[int, str]]] = {}
    for row, child, status in zip(rows.index.tolist(), rows.child.tolist(), rows.LS.values.tolist(), strict=True):
        breaks.setdefault(child, []).append((row, status))
    for found in breaks.values():
        statuses = [status for _, status in found]
        most = max(("V3", "V4"), key=statuses.count)
        if statuses.count(most) * 2 <= len(found):
            continue
        sentence = f"Of the child’s {len(found)} short breaks {statuses.count(most)} are {most}; all should be alike."
        yield from look.candidate(
            "neighbour", sentence, ["426"], [NewCell("Episodes", row, "LS", most) for row, _ in found]
        )


GENERATORS = (
    links_to_the_next,
    reasons_for_new_episodes,
    as_the_neighbour,
    needs_of_one_period,
    reasons_for_leaving,
    turned_eighteen,
    back_from_temporary_placements,
    one_kind_of_short_breaks,
)
