"""What may be wrong about a child: one value that differs from what the child's other rows or last year's return say.

Nothing is known here of rules. Whether a hypothesis helps is found out by running the rules again with it made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Final, TypeAlias

import numpy as np

from rules.dates import known, unknown
from rules.facts import episodes_in_order, first_episodes, last_years_final_episodes, next_episodes, previous_episodes

from ..returns.cells import column_of, meaning, table_title, value_of
from ..returns.columns import Text, parse_dates
from ..returns.rows import Return, Rows
from ..returns.tables import LAST, THIS, TableRef, tables
from ..returns.words import count_of, listed
from .normalise import legible


@dataclass
class Hypothesis:
    """What may be wrong about one child: `changes` are cells of this year's tables (table, row, field) -> value.

    `reason` is a sentence or two that say what stands against what; `suppose` goes on "Suppose ...".
    `added` are rows that may be missing, by table. What is shown stands at `table`, `row` (None: a row is missing) and
    `field`; `value` is what the file has there, `tried` what it may have to be.
    """

    kind: str
    child: str
    reason: str
    suppose: str
    table: str
    row: int | None
    field: str
    value: str
    tried: str
    changes: Mapping[tuple[str, int, str], str] = with_default(default_factory=dict)
    added: Sequence[tuple[str, Mapping[str, str]]] = ()


_EPISODES: Final = TableRef("Episodes")
_HEADER_THEN: Final = TableRef("Header", LAST)
# This year's or last year's table by name, row, and what it has in DOB.
_Birth: TypeAlias = tuple[str, int, str]
_CARRIED_OVER: Final = ("DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "HOME_POST", "PL_POST", "URN")


def _rows(r: Return, children: set[str]) -> dict[str, dict[TableRef, list[int]]]:
    """Child -> table -> positions of its rows."""
    found: dict[str, dict[TableRef, list[int]]] = {child: {} for child in sorted(children)}
    for table, rows in r.tables.items():
        for row, child in enumerate(rows.CHILD.values.tolist()):
            if child in found:
                found[child].setdefault(table, []).append(row)
    return found


def _missing_headers(r: Return, children: set[str]) -> Iterator[Hypothesis]:
    """The header may be last year's or, without that, what the child's other rows say."""
    if not r.has("Header"):
        return
    there = set(r.Header.CHILD.values.tolist())
    last_years = _this_years(r.Header_last) if r.has("Header", year=LAST) else {}
    for child, rows in _rows(r, children - there).items():
        now = {table: index for table, index in rows.items() if table.year is THIS}
        if not now:
            continue
        header = {"CHILD": child}
        for field_name in ("SEX", "DOB"):
            for table, index in now.items():
                if field_name in tables()[table.name].columns and (value := _value(r, table, index[0], field_name)):
                    header.setdefault(field_name, value)
        source = "what the child’s other rows say"
        if before := rows.get(_HEADER_THEN):
            row = before[0]
            for column in tables()["Header"].columns.values():
                if (word := _word(last_years[column.name], row)) and legible(column, word, r.year):
                    header[column.name] = word
            source = "last year’s"
        yield Hypothesis(
            "missing_header",
            child,
            f"Child {child} is in {listed(list(map(table_title, now)))} but has no row in Header.",
            f"it had one with {source}",
            "Header",
            None,
            "CHILD",
            "",
            child,
            added=[("Header", header)],
        )


def _births(r: Return, children: set[str]) -> Iterator[Hypothesis]:
    """The date that most of the child's tables have this year may be the right one; of equals, last year's."""
    readable = _readable_births(r)
    for child, rows in _rows(r, children & _with_several_births(r)).items():
        now, before = _births_of(r, rows)
        if not now:
            continue
        # Each table speaks once, however many rows it has.
        votes = Counter(value for _, value in {(table, value) for table, _, value in now if value in readable})
        last = Counter(value for _, _, value in before if value in readable).most_common(1)
        last_years = last[0][0] if last else ""
        if not votes:
            continue
        likely = max(votes, key=lambda value: (votes[value], value == last_years))
        wrong = [(table, row, value) for table, row, value in now if value != likely]
        if wrong and votes[likely] * 2 > sum(votes.values()):
            yield _birth("date_of_birth", r, child, wrong, likely, "the child’s other rows have")
        elif wrong and likely == last_years:
            who = "last year’s return and other rows of the child have"
            yield _birth("date_of_birth_last_year", r, child, wrong, likely, who)
        elif not wrong and last_years and last_years != likely:
            yield _birth("date_of_birth_last_year", r, child, now, last_years, "last year’s return had")


def _with_several_births(r: Return) -> set[str]:
    """The children whose rows, of both years, do not all have the same in DOB."""
    of_child = [(rows.child, rows.text("DOB").values) for rows in r.tables.values() if "DOB" in rows._data.columns]
    child = np.concatenate([np.array([], dtype=np.intp), *(child for child, _ in of_child)])
    born = Text.of(np.concatenate([np.array([], dtype=object), *(born for _, born in of_child)])).codes
    known_child = child >= 0
    child, born = child[known_child], born[known_child]
    first = np.zeros(r.children, dtype=np.intp)
    first[child[::-1]] = born[::-1]
    return set(r.child_names[np.unique(child[born != first[child]])].tolist())


def _births_of(r: Return, rows: Mapping[TableRef, Sequence[int]]) -> tuple[list[_Birth], list[_Birth]]:
    """A child's dates of birth as the rules see them: this year's, in the order of the tables, and last year's."""
    found: tuple[list[_Birth], list[_Birth]] = ([], [])
    for table, index in rows.items():
        if "DOB" in tables()[table.name].columns:
            found[table.year].extend((table.name, row, _value(r, table, row, "DOB")) for row in index)
    return found


def _birth(kind: str, r: Return, child: str, wrong: Sequence[_Birth], likely: str, who: str) -> Hypothesis:
    table, row, _ = wrong[0]
    title, value = table_title(TableRef(table)), value_of(r, TableRef(table), row, "DOB")
    more = f", and {count_of(len(wrong) - 1, 'row')} more" if len(wrong) > 1 else ""
    return Hypothesis(
        kind,
        child,
        f"The date of birth of child {child} is {value or 'blank'} in {title}{more}; {who} {likely}.",
        "that is right",
        table,
        row,
        "DOB",
        value,
        likely,
        changes={(name, at, "DOB"): likely for name, at, _ in wrong},
    )


def _left_open(r: Return, children: set[str]) -> Iterator[Hypothesis]:
    """The episode may have ended when the next one began."""
    if not r.has("Episodes"):
        return
    episodes, after = episodes_in_order(r), next_episodes(r)
    for at in np.flatnonzero(unknown(episodes.DEC) & known(episodes.DECOM) & known(after.DECOM)).tolist():
        row, child, tried = int(episodes.index[at]), episodes.CHILD.values[at], after.text("DECOM").values[at]
        if child not in children:
            continue
        value = value_of(r, _EPISODES, row, "DEC")
        changes = {("Episodes", row, "DEC"): tried}
        if not _value(r, _EPISODES, row, "REC"):
            changes["Episodes", row, "REC"] = "X1"
        yield Hypothesis(
            "left_open",
            child,
            f"The episode of child {child} that began on {value_of(r, _EPISODES, row, 'DECOM')} has "
            f"{'no end' if not value else f'the end “{value}”'}, though another began on {tried}.",
            f"it ended that day{' and was followed at once (X1)' if len(changes) > 1 else ''}",
            "Episodes",
            row,
            "DEC",
            value,
            tried,
            changes,
        )


def _overlaps(r: Return, children: set[str]) -> Iterator[Hypothesis]:
    """The earlier episode may have ended when the later one began."""
    if not r.has("Episodes"):
        return
    episodes, before = episodes_in_order(r), previous_episodes(r)
    for at in np.flatnonzero(episodes.DECOM < before.DEC).tolist():
        row, child, tried = int(before.index[at]), episodes.CHILD.values[at], episodes.text("DECOM").values[at]
        if child not in children:
            continue
        value = value_of(r, _EPISODES, row, "DEC")
        yield Hypothesis(
            "overlap",
            child,
            f"The episode of child {child} that began on {value_of(r, _EPISODES, row, 'DECOM')} ended on {value}, but "
            f"the next one began on {tried}.",
            "it ended that day",
            "Episodes",
            row,
            "DEC",
            value,
            tried,
            {("Episodes", row, "DEC"): tried},
        )


def _last_years_open(r: Return, children: set[str]) -> Iterator[Hypothesis]:
    """Last year's open episode may have to come first this year: in place of a first that differs, or before it."""
    if not (r.has("Episodes") and r.has("Episodes", year=LAST)):
        return
    first = first_episodes(r)
    final = last_years_final_episodes(r).of(first)
    last_years = _this_years(r.Episodes_last)
    differs = np.logical_or.reduce(
        [first.text(name).differs(last_years[name].take(final.index)) for name in _CARRIED_OVER]
    )
    columns = tables()["Episodes"].columns
    for at in np.flatnonzero(final.exists & final.blank("DEC") & known(final.DECOM) & differs).tolist():
        child = first.CHILD.values[at]
        if child not in children:
            continue
        row, last_row = int(first.index[at]), int(final.index[at])
        # A value that last year's return had not, or had wrong, is nothing to go by.
        words = {name: _word(last_years[name], last_row) for name in _CARRIED_OVER}
        then = {name: word for name, word in words.items() if word and legible(columns[name], word, r.year)}
        differ = [name for name in then if _value(r, _EPISODES, row, name) != then[name]]
        began = value_of(r, _EPISODES, row, "DECOM")
        same_otherwise = differ == ["DECOM"]
        if first.DECOM[at] > final.DECOM[at] and not same_otherwise:
            yield Hypothesis(
                "left_out",
                child,
                f"Last year’s return left an episode of child {child} open that began on {then['DECOM']}; the first "
                f"one this year began on {began}.",
                "last year’s was left out: it went on and ended that day",
                "Episodes",
                None,
                "DECOM",
                "",
                then["DECOM"],
                added=[("Episodes", {"CHILD": child, **then, "DEC": first.text("DECOM").values[at], "REC": "X1"})],
            )
        elif differ:
            titles = listed([column_of("Episodes", name).title for name in differ])
            yield Hypothesis(
                "carried_over",
                child,
                f"The first episode of child {child}, begun on {began}, differs from the one that last year’s return "
                f"left open: {titles}.",
                "last year’s values are right",
                "Episodes",
                row,
                ", ".join(differ),
                ", ".join(_with_meaning(name, value_of(r, _EPISODES, row, name)) for name in differ),
                ", ".join(_with_meaning(name, then[name]) for name in differ),
                {("Episodes", row, name): then[name] for name in differ},
            )


def _with_meaning(name: str, value: str) -> str:
    words = meaning("Episodes", name, value.strip().upper())
    return f"{value or '(blank)'}{f' ({words})' if words else ''}"


def _this_years(last_years: Rows) -> dict[str, Text]:
    """Last year's columns, codes that have been renamed for this year under their new names."""
    r, columns = last_years._return, last_years._data.columns
    lists = {name: column_of(last_years.ref.name, name).codes for name in columns}
    return {name: r.as_this_year(lists[name], text) if lists[name] else text for name, text in columns.items()}


def _word(text: Text, row: int) -> str:
    return str(text.words.values[text.codes[row]])


def _value(r: Return, table: TableRef, row: int, name: str) -> str:
    """A cell as the rules see it."""
    return str(r.tables[table]._data.source.columns[name][row])


def _readable_births(r: Return) -> set[str]:
    """The texts in the DOB columns of both years that are dates."""
    columns = [rows._data.columns["DOB"] for rows in r.tables.values() if "DOB" in rows._data.columns]
    words = np.unique(np.concatenate([np.array([""], dtype=object), *(column.words.values for column in columns)]))
    return set(words[known(parse_dates(words))].tolist())


# In the order in which a child's hypotheses are tried: what most else hangs on comes first.
HYPOTHESES: Sequence[Callable[[Return, set[str]], Iterator[Hypothesis]]] = (
    _missing_headers,
    _births,
    _last_years_open,
    _left_open,
    _overlaps,
)
