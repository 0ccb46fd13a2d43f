"""The data dictionary, docs/model.md: `python -m validator.insight.model.dictionary > docs/model.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ..care.code_groups import group_sets
from ..care.log import ALWAYS, REPAIRS
from .declare import PERSONAL_DATA, VERSION, Column, Table
from .schema import model_tables

_INTRODUCTION = f"""\
# The common data model

{PERSONAL_DATA}

Several years’ returns joined into one history of each child, in plain tables with keys. Version {VERSION}. This
document is made from the declaration that also makes `datapackage.json` and the first sheet of the workbook.

```
check903 model this_year --earlier 2023-24 --earlier 2022-23 -o model    # CSV files and datapackage.json
check903 model this_year --last last_year -o model.zip --with-ids --keys kept.csv
check903 model this_year --last last_year --format xlsx -o model.xlsx    # or sqlite
```

One `--earlier` is one year’s return, in any form that is read, in any order; `--last` is the same as one. All other
options are those of `check`. `--without REPAIR` leaves a repair out, `--ids FILE` joins identifiers that changed
(CSV, columns `old` and `new`), `--keys FILE` keeps the children’s numbers from one export to the next (it says who is
who). In Python:

```python
from validator.exporting.model import write_model
from validator.insight import history

h = history([return_of_2024_25, return_of_2025_26])  # validator.checking.check.make_return makes them
files = write_model(h, "csv")  # name -> bytes; "xlsx" and "sqlite" are one file
```

On the page, files of earlier years go into a box of their own, under this and last year’s files; after a check the view
“Several years” shows what there is of each year, the repairs with their rows and a switch for each kind, and saves the
tables in any form, made on that computer alone.

## Which files are one return

What comes together is one year’s return: a folder, a ZIP, a workbook, an XML file. Loose files are put together by a
year in their names (`SSDA903_2024_header.csv` is 2023-24), else with the one return that lacks their table and has
nearly all of their children. What is still open is asked on the page, and refused on the command line. The year of a
return is the one in which most of its dates lie, else the one in a name; on the page it can be changed.

## Forms

- **Data package**, a folder or ZIP: a CSV file a table (UTF-8 with a byte-order mark, dates as 2025-03-31) and
  `datapackage.json` with types, keys, code lists and explanations (Frictionless Data Package 2, Table Schema).
- **Excel**: a sheet a table, with real dates, and a first one that explains tables and columns.
- **SQLite**: a table each, with keys and indexes; `about` and `about_column` explain them.

## The extension

`--extra FILES` adds what councils hold and the 903 does not ask: `placement_cost`, `outcome`, `support`, each optional,
as CSV or Excel, recognised by their headings. `check903 templates FOLDER` writes them empty. Rows about a child that is
in no return, dates and sums that cannot be read are told. Costs join placements by child and dates, a night at a
seventh of the week; `start` and `end` are first day and day after the last night, as DECOM and DEC are.

## Rules

- One row is one fact. Dates are dates; blank means unknown or open. Beside a code stands what it means.
- Every row has `row_id`, `return_year` and `repair`. A code that is in no list is in `source_code`, and its own
  column is blank; without identifiers only what cannot be anything but a code is shown there.
- Without `--with-ids` there is no CHILD, UPN, day of birth, postcode, Ofsted number, worker’s number, file name, line
  or free text. With it there are columns more, and none says something else.
- Of a row that is in several returns the newest counts, whole. Rows are the same by CHILD and what the return knows
  them by (DECOM; MISSING and MIS_START; REVIEW; SW_ID and SW_DECOM; DOLO_START; DATE_PLACED); OC2, OC3 and AD1 by the
  year; of Header, UASC and PrevPerm a child has one row, the newest.
- A year of which there is no return is neither in care nor out of it: nothing is closed, and no figure counts it.
- Returns of years before {{first}} are read by the code lists of that year, with the codes retired since.

## What the figures rest on

- **Period of care**: RNE S begins one, always. Otherwise an episode goes on with the period before it if that row has
  REC X1 or none, or ends on its DECOM; if not, a period begins whose start is not known.
- **Placement**: consecutive episodes in one PLACE. RNE S, P, T, B and U begin another, L alone never does.
  `counted_as` links what counts as one: A3 or A5 after a foster placement; what goes on after a temporary stay (T0 to
  T4) in the same PLACE and at the same postcode or URN; H5 that became K3 and Z1 that became Z11 to Z14 with nothing
  else changed. `same_carer_id` links these and RNE T and U too. Temporary stays and what lasts no night do not count.
- **In care on a day**: begun by then and not ended by then. **In the year**: begun by its last day and not ended
  before its first.
- **Short breaks** (V3, V4) are in no figure.

## Repairs

Returns of different years do not fit without seams. Whatever is changed has a name, is in `repair_log`, and can be
left out.

| repair | what |
| --- | --- |
"""


def to_markdown() -> str:
    """The whole dictionary."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION.rstrip("\n").replace("{first}", "2022-23")
    for name, words in REPAIRS.items():
        yield f"| `{name}` | {words}{' It cannot be left out.' if name in ALWAYS else ''} |"
    yield ""
    yield "## Tables"
    yield ""
    yield "| table | what it holds | key | from |"
    yield "| --- | --- | --- | --- |"
    for table in model_tables().values():
        yield f"| [{table.name}](#{table.name}) | {table.title} | {', '.join(table.key)} | {table.source} |"
    for table in model_tables().values():
        yield from _table(table)
    yield from _groups()


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"### {table.name}"
    yield ""
    yield f"{table.title}. {table.description}"
    yield ""
    yield "| column | type | what it is |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {_TYPES[column.kind]} | {_words(table, column)} |"


_TYPES = {
    "integer": "whole number", "number": "number", "date": "date", "month": "month", "boolean": "true, false",
    "text": "text",
}  # fmt: skip


def _words(table: Table, column: Column) -> str:
    parts = [f"{column.title}."]
    if column.explained != parts[0]:
        parts.append(column.explained)
    if column.name in table.refers:
        to, key = table.refers[column.name]
        parts.append(f"Refers to `{to or table.name}.{key}`.")
    if column.groups:
        parts.append(f"One of the groups of [{column.groups}](#groups).")
    return " ".join(parts)


def _groups() -> Iterator[str]:
    yield ""
    yield "## Groups"
    yield ""
    yield "| set | group | codes |"
    yield "| --- | --- | --- |"
    for name, found in group_sets().items():
        for group in found.groups:
            yield f"| {name} | {group.title} | {', '.join(group.codes)} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(to_markdown())
