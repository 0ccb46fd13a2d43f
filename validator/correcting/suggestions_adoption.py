"""Facts of an adoption that two places tell, or that one of them tells of the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..returns.rows import Rows
from .change_builder import Candidates, Look, NewCell, rules
from .proposals import RETURN

_DECIDED = rules("112 151 333 521 523 525 601")
_PLACED = rules("115 523 551 552 554 556 559 560 563 1003")
_ADOPTERS = rules("151 175 176 177 511 514 517 518 519 520 524 601")
_CARERS = rules("114 151 335 601")


def decision_dates(look: Look) -> Candidates:
    """The day of the decision to place for adoption, which the adoption and the decision both tell."""
    adoptions = look.flagged("AD1", *_DECIDED)
    sentence = "The decision to place the child for adoption has this date."
    dates = look.of_child("PlacedAdoption", adoptions).text("DATE_PLACED")
    yield from look.fill("adoption", sentence, _DECIDED, adoptions, "DATE_INT", dates)
    decisions = look.flagged("PlacedAdoption", *_PLACED)
    placed = look.flagged("Episodes", "551")
    if len(placed) and look.r.has("PlacedAdoption"):
        undated = look.r.PlacedAdoption.of(placed)
        yield from _from_adoption(look, undated[undated.exists & undated.blank("DATE_PLACED")])
    yield from _from_adoption(look, decisions)


def _from_adoption(look: Look, decisions: Rows) -> Candidates:
    sentence = "The child’s adoption details have this date of the decision."
    dates = look.of_child("AD1", decisions).text("DATE_INT")
    yield from look.fill("adoption", sentence, _PLACED, decisions, "DATE_PLACED", dates)


def adopters(look: Look) -> Candidates:
    """How many adopters there are, of which sex and legal status: each as the two others have it."""
    rows = look.flagged("AD1", *_ADOPTERS)
    allowed = look.r.goes_with("LS_ADOPTR")
    single = allowed["L0"]
    for row, number, sex, status in zip(
        rows.index.tolist(),
        *(rows.text(name).values.tolist() for name in ("NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")),
        strict=True,
    ):
        if sex in look.r.codes("SEX_ADOPTR"):
            sentence = f"{sex} stands for {'one adopter' if sex in single else 'two adopters'}."
            new = "1" if sex in single else "2"
            yield from look.put("adoption", sentence, _ADOPTERS, "AD1", row, "NB_ADOPTR", new)
        elif status in allowed:
            sentence = f"{status} stands for {'one adopter' if status == 'L0' else 'two adopters'}."
            new = "1" if status == "L0" else "2"
            yield from look.put("adoption", sentence, _ADOPTERS, "AD1", row, "NB_ADOPTR", new)
        found = {new: (f"The legal status {status} goes with {new}.", RETURN) for new in allowed.get(status, ())}
        yield from look.put_any("adoption", _ADOPTERS, "AD1", row, "SEX_ADOPTR", found)
        fitting = _statuses(allowed, sex, number)
        found = {new: (f"The adopters’ sex, {sex}, goes with {new}.", RETURN) for new in fitting}
        yield from look.put_any("adoption", _ADOPTERS, "AD1", row, "LS_ADOPTR", found)


def _statuses(allowed: Mapping[str, Sequence[str]], sex: str, number: str) -> list[str]:
    """The legal statuses that go with a sex of adopters; of a number that is given, single or not."""
    found = [code for code, sexes in allowed.items() if sex in sexes]
    return [code for code in found if number not in ("1", "2") or (code == "L0") == (number == "1")]


def adopted_by_carers(look: Look) -> Candidates:
    """Whether the adopters were the foster carers, as the placement that ended in adoption says; or the other way."""
    r = look.r
    rows = look.flagged("AD1", *_CARERS)
    if len(rows) and r.has("Episodes"):
        adopted = r.Episodes[r.Episodes.REC.isin(r.group("REC", "adopted"))].of(rows)
        with_carers = adopted.PLACE.isin(r.group("PLACE", "adoption_with_current_carer"))
        placed = adopted.PLACE.isin(r.group("PLACE", "adoption"))
        for where, new in ((with_carers, "1"), (placed & ~with_carers, "0")):
            for row, place in zip(rows[where].index.tolist(), adopted[where].PLACE.values.tolist(), strict=True):
                sentence = f"The placement that ended in adoption is {place}."
                yield from look.put("adoption", sentence, _CARERS, "AD1", row, "FOSTER_CARE", new)
    episodes = look.flagged("Episodes", "335")
    carers = look.of_child("AD1", episodes).FOSTER_CARE
    for given, swap in (("1", {"A4": "A3", "A6": "A5"}), ("0", {"A3": "A4", "A5": "A6"})):
        said = "had been" if given == "1" else "had not been"
        where = episodes[carers == given]
        for row, place in zip(where.index.tolist(), where.PLACE.values.tolist(), strict=True):
            if place in swap:
                sentence = f"The adoption details say that the adopters {said} the foster carers."
                yield from look.put("adoption", sentence, ["335"], "Episodes", row, "PLACE", swap[place])


def reversed_decisions(look: Look) -> Candidates:
    """The end of a decision that was given up: when care ended, or when a newer decision was made."""
    named = rules("557")
    rows = look.flagged("PlacedAdoption", *named)
    codes = look.r.codes("REASON_PLACED_CEASED")
    if look.r.has("Episodes"):
        ended = look.r.Episodes.last("DECOM").of(rows)
        for row, day in zip(rows.index.tolist(), ended.text("DEC").values.tolist(), strict=True):
            sentence = f"The child left care on {day} without being adopted."
            yield from _given_up(look, sentence, named, row, day, codes)
    named = rules("579 583")
    rows = look.flagged("PlacedAdoption", *named)
    if not len(rows):
        return
    for earlier, later in ((rows, look.next(rows)), (look.previous(rows), rows)):
        for row, day in zip(earlier.index.tolist(), later.text("DATE_PLACED").values.tolist(), strict=True):
            if row >= 0:
                sentence = f"A newer decision was made on {day}."
                yield from _given_up(look, sentence, named, row, day, codes)


def _given_up(
    look: Look, sentence: str, named: tuple[str, ...], row: int, day: str, codes: Iterable[str]
) -> Candidates:
    if not day:
        return
    ceased = NewCell("PlacedAdoption", row, "DATE_PLACED_CEASED", day)
    if look.value("PlacedAdoption", row, "REASON_PLACED_CEASED"):
        yield from look.candidate("adoption", sentence, named, [ceased])
    else:
        why = f"{sentence} Nothing says why the decision was given up."
        yield from look.choose("adoption", why, named, ("PlacedAdoption", row, "REASON_PLACED_CEASED"), codes, [ceased])


GENERATORS = (decision_dates, adopters, adopted_by_carers, reversed_decisions)
