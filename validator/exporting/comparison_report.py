"""A comparison written out: one HTML file, an Excel workbook, a CSV file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from ..insight.benchmarking.chart_parts import Bars, Column, Entry, Lines, Table, chart_table
from ..insight.benchmarking.comparison import Comparison, each_hidden, row_table
from ..insight.benchmarking.figures import Figure
from ..insight.benchmarking.profile import Profile
from ..insight.benchmarking.views import all_advice, all_rates, cautions, summary, views
from ..returns.csv_files import for_people
from ..returns.sheets import Book, CellValue, Sheet
from ..version import __version__
from .comparison_svg import COLOURS, MARKED, svg

TITLE = "How error profiles compare"

_STYLE = """
body{font:16px/1.4 Arial,sans-serif;color:#0b0c0c;max-width:1100px;margin:30px auto;padding:0 15px}
h1{font-size:32px}h2{font-size:24px;margin-top:50px;border-top:2px solid #1d70b8;padding-top:15px}h3{font-size:19px}
table{border-collapse:collapse;margin:10px 0 30px;width:100%}caption{text-align:left;font-weight:bold;padding:5px 0}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid #b1b4b6;font-size:14px}
.number{text-align:right}svg{max-width:100%;height:auto}figure{margin:20px 0}figcaption{font-weight:bold}
.scroll{overflow-x:auto}summary{cursor:pointer;color:#1d70b8}
@media print{body{max-width:none}h2{break-before:page}.scroll{overflow:visible}}
"""


def to_html(comparison: Comparison, here: int) -> bytes:
    """The whole comparison as one page: no script, nothing fetched, every word escaped."""
    allowed = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    parts = [
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{TITLE} - Check 903</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{TITLE}</h1><p>{escape(summary(comparison, here))}</p>",
    ]
    if remarks := cautions(comparison):
        parts.append(f"<ul>{''.join(f'<li>{escape(remark)}</li>' for remark in remarks)}</ul>")
    for view in views(comparison, here):
        parts.append(f'<section aria-labelledby="{view.name}"><h2 id="{view.name}">{escape(view.title)}</h2>')
        for part in view.parts:
            if isinstance(part, str):
                parts.append(f"<p>{escape(part)}</p>")
            elif isinstance(part, Table):
                parts.append(_html_table(part))
            else:
                parts.append(
                    f"<figure><figcaption>{escape(part.title)} ({escape(part.unit)})</figcaption>{svg(part)}"
                    f"<details><summary>{escape(part.title)}: as a table</summary>{_html_table(chart_table(part))}"
                    "</details></figure>"
                )
        if view.name == "advice" and len(comparison.councils) > 1:
            parts.append(_html_table(all_advice(comparison)))
        parts.append("</section>")
    parts.append(f"<p>Made with Check 903 {__version__}.</p></main></body></html>\n")
    return "\n".join(parts).encode()


def _html_table(table: Table) -> str:
    number = [' class="number"' if column.numeric else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column.title)}</th>' for column, kind in zip(table.columns, number, strict=True)
    )
    body = []
    for row in table.rows:
        cells = [f"<td{kind}>{escape(words(entry))}</td>" for entry, kind in zip(row, number, strict=True)]
        body.append(f'<tr><th scope="row">{escape(words(row[0]))}</th>{"".join(cells[1:])}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title)}"><table>'
        f"<caption>{escape(table.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def words(entry: Entry) -> str:
    """An entry of a table as it is read."""
    return entry if isinstance(entry, str) else entry.shown


_LINE_COLOURS = {"here": MARKED, "median": "#0B0C0C", "other": "#B1B4B6"}
# Excel draws no more lines than this in one chart; and reads best with fewer columns than it has.
_MOST_LINES = 255
_WIDEST, _NARROWEST = 70, 12


def to_workbook(comparison: Comparison, here: int) -> bytes:
    """A sheet for every table, with its filters, and for every chart, with the figures it draws."""
    book = Book(TITLE, "")
    shown = views(comparison, here)
    notes = [summary(comparison, here), *cautions(comparison)]
    notes += [f"{view.title}: {part}" for view in shown for part in view.parts if isinstance(part, str)]
    notes.append(f"Made with Check 903 {__version__}.")
    _table(book, Table("", [Column(TITLE)], [(note,) for note in notes], sheet="About"))
    for view in shown:
        for part in view.parts:
            if isinstance(part, Table):
                _table(book, part)
            elif isinstance(part, Bars):
                _bars(book, part)
            elif isinstance(part, Lines):
                _lines(book, part)
    _table(book, all_advice(comparison))
    _table(book, all_rates(comparison))
    return book.close()


def _table(book: Book, table: Table) -> Sheet:
    """Write a table on a sheet of its own."""
    columns = range(len(table.columns))
    longest = [max((len(words(row[column])) for row in table.rows), default=0) for column in columns]
    page = book.add(
        table.sheet,
        [column.title for column in table.columns],
        [min(_WIDEST, max(_NARROWEST, length + 2)) for length in longest],
        [_kind(row[column] for row in table.rows) for column in columns],
        wrap=columns,
        frozen=1 if len(table.columns) > 1 else 0,
    )
    page.fill([*map(_value, row)] for row in table.rows)
    return page


def _value(entry: Entry) -> CellValue:
    return entry if isinstance(entry, str) else entry.value


def _kind(entries: Iterable[Entry]) -> str:
    """What a column holds: numbers of one form, numbers of several, or words."""
    forms = {entry.form for entry in entries if not isinstance(entry, str)}
    return "words" if not forms else forms.pop() if len(forms) == 1 else "number"


def _bars(book: Book, chart: Bars) -> None:
    """Write a bar chart beside its figures."""
    twin = chart_table(chart)
    page = _table(book, Table(twin.title, twin.columns, twin.rows, sheet=chart.sheet))
    last = len(chart.bars)
    # What a preview draws, which works nothing out; Excel reads the cells.
    columns = list(zip(*(map(_value, row) for row in twin.rows), strict=True)) or [()] * len(twin.columns)
    drawn = book.chart("bar")
    for at, name in enumerate(chart.series, 1):
        marked = [{"fill": {"color": MARKED}} if bar.marked else None for bar in chart.bars]
        drawn.add_series(
            {
                "name": name,
                "categories": [chart.sheet, 1, 0, last, 0],
                "values": [chart.sheet, 1, at, last, at],
                "categories_data": columns[0],
                "values_data": columns[at],
                "fill": {"color": COLOURS[at - 1]},
                "points": marked,
            }
        )
    # Excel begins at the bottom.
    drawn.set_y_axis({"reverse": True})
    height = 120 + 26 * last * len(chart.series)
    _place(page, drawn, chart, len(twin.columns), height, legend=len(chart.series) > 1)


def _lines(book: Book, chart: Lines) -> None:
    """Write a line chart beside its figures: days down, lines across, the council in question first."""
    days = sorted({day for line in chart.lines for day, _ in line.points})
    ordered = list(reversed(chart.lines))
    values = [dict(line.points) for line in ordered]
    page = book.add(
        chart.sheet,
        ["As at", *(line.label for line in ordered)],
        [_NARROWEST, *[_NARROWEST + 4] * len(ordered)],
        ["date", *(_kind(line.values()) for line in values)],
        frozen=1,
    )
    rows = [[Book.day(day), *(_value(line.get(day, "")) for line in values)] for day in days]
    page.fill(rows)
    columns = list(zip(*rows, strict=True))
    drawn = book.chart("line")
    for column, line in enumerate(ordered[:_MOST_LINES], 1):
        look = {"color": _LINE_COLOURS[line.kind], "width": 1 if line.kind == "other" else 2.5}
        drawn.add_series(
            {
                "name": line.label,
                "categories": [chart.sheet, 1, 0, len(days), 0],
                "values": [chart.sheet, 1, column, len(days), column],
                "categories_data": columns[0],
                "values_data": columns[column],
                "line": look,
                "marker": {"type": "circle", "fill": {"color": look["color"]}, "border": {"none": True}},
            }
        )
    drawn.set_x_axis({"date_axis": True, "num_format": "dd/mm/yyyy"})
    drawn.show_blanks_as("span")
    _place(page, drawn, chart, 0, 420, legend=True, row=len(days) + 2)


def _place(
    page: Sheet, drawn: Any, chart: Bars | Lines, column: int, height: int, *, legend: bool, row: int = 1
) -> None:
    drawn.set_title({"name": f"{chart.title} ({chart.unit})", "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"} if legend else {"none": True})
    drawn.set_size({"width": 820, "height": height})
    page.insert_chart(row, column + 1 if column else 0, drawn, {"description": f"{chart.title}: figures on this sheet"})


CSV_COLUMNS = (
    "year", "council", "as_at", "rule", "title", "category", "issues", "estimated", "children", "issues_per_child",
    "table", "rows", "issues_per_row", "median_per_child", "best_per_child",
)  # fmt: skip


def to_csv(comparison: Comparison, here: int) -> bytes:
    """One line for each council and rule compared, the council in question first.

    `issues` is an estimate for a hidden count, from 1 to 5; `estimated` says whether any figure of the line holds one.
    """
    return for_people(CSV_COLUMNS, _csv_lines(comparison, here))


def _csv_lines(comparison: Comparison, here: int) -> Iterator[Sequence[object]]:
    for at in sorted(range(len(comparison.councils)), key=lambda at: at != here):
        profile = comparison.group[at]
        children = comparison.each_council[at].children
        for line in comparison.types(at, all_rules=True):
            rates = [line.per_child, *([line.per_row] if line.per_row else [])]
            estimated = (
                line.issues is None,
                children.estimated,
                line.rows.estimated,
                *(f.estimated for r in rates for f in r[:3]),
            )
            yield (
                comparison.year, comparison.councils[at], profile.as_at.isoformat(), line.rule.code,
                line.rule.title, line.rule.category, _issues_in_words(line.issues, profile),
                "yes" if any(estimated) else "no", int(children.value), _six_digits(line.per_child.here),
                str(row_table(line.rule)), int(line.rows.value), _six_digits(line.per_row.here) if line.per_row else "",
                _six_digits(line.per_child.median), _six_digits(line.per_child.best),
            )  # fmt: skip


def _issues_in_words(issues: int | None, profile: Profile) -> str:
    return f"{each_hidden(profile):.6g}" if issues is None else str(issues)


def _six_digits(figure: Figure) -> str:
    return f"{figure.value:.6g}"


FORMATS: Mapping[str, Callable[[Comparison, int], bytes]] = {".html": to_html, ".xlsx": to_workbook, ".csv": to_csv}
