"""A comparison written out: one HTML file, an Excel workbook, a CSV file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import xlsxwriter

from ..insight.benchmarking.chart_parts import Bars, Column, Entry, Lines, Table, chart_table
from ..insight.benchmarking.comparison import Comparison, each_hidden, row_table
from ..insight.benchmarking.figures import Figure
from ..insight.benchmarking.profile import Profile
from ..insight.benchmarking.views import all_advice, all_rates, cautions, summary, views
from ..returns.csv_files import for_people
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


# A number's forms in Excel.
_FORMS = {"count": "#,##0", "per_child": "#,##0.00", "rate": "#,##0.0", "share": "0%", "decimal": "0.00"}
_LINE_COLOURS = {"here": MARKED, "median": "#0B0C0C", "other": "#B1B4B6"}
# Excel draws no more lines than this in one chart; and reads best with fewer columns than it has.
_MOST_LINES = 255
_WIDEST, _NARROWEST = 70, 12


def to_workbook(comparison: Comparison, here: int) -> bytes:
    """A sheet for every table, with its filters, and for every chart, with the figures it draws."""
    book = _Book()
    shown = views(comparison, here)
    notes = [summary(comparison, here), *cautions(comparison)]
    notes += [f"{view.title}: {part}" for view in shown for part in view.parts if isinstance(part, str)]
    notes.append(f"Made with Check 903 {__version__}.")
    book.table(Table("", [Column(TITLE)], [(note,) for note in notes], sheet="About"))
    for view in shown:
        for part in view.parts:
            if isinstance(part, Table):
                book.table(part)
            elif isinstance(part, Bars):
                book.bars(part)
            elif isinstance(part, Lines):
                book.lines(part)
    book.table(all_advice(comparison))
    book.table(all_rates(comparison))
    return book.close()


class _Book:
    """The workbook being written. Text is written as text, never as a formula or an address."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True})
        self._book.set_properties({"title": TITLE})
        wrap = {"text_wrap": True, "valign": "top"}
        self._heading = self._book.add_format({"bold": True, "bottom": 1} | wrap)
        self._text = self._book.add_format(wrap)
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy", "align": "left"} | wrap)
        self._numbers = {form: self._book.add_format({"num_format": code} | wrap) for form, code in _FORMS.items()}

    def close(self) -> bytes:
        self._book.close()
        return self._out.getvalue()

    def table(self, table: Table) -> Any:
        """Write a table on a sheet of its own."""
        page = self._book.add_worksheet(table.sheet)
        for column, heading in enumerate(table.columns):
            page.write_string(0, column, heading.title, self._heading)
            longest = max((len(words(row[column])) for row in table.rows), default=0)
            page.set_column(column, column, min(_WIDEST, max(_NARROWEST, longest + 2)))
        for at, row in enumerate(table.rows, 1):
            for column, entry in enumerate(row):
                self._write(page, at, column, entry)
        page.freeze_panes(1, 1 if len(table.columns) > 1 else 0)
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        return page

    def _write(self, page: Any, row: int, column: int, entry: Entry) -> None:
        if isinstance(entry, str):
            page.write_string(row, column, entry, self._text)
        else:
            page.write_number(row, column, entry.value, self._numbers[entry.form])

    def bars(self, chart: Bars) -> None:
        """Write a bar chart beside its figures."""
        twin = chart_table(chart)
        page = self.table(Table(twin.title, twin.columns, twin.rows, sheet=chart.sheet))
        last = len(chart.bars)
        drawn = self._book.add_chart({"type": "bar"})
        for at, name in enumerate(chart.series, 1):
            marked = [{"fill": {"color": MARKED}} if bar.marked else None for bar in chart.bars]
            drawn.add_series(
                {
                    "name": name,
                    "categories": [chart.sheet, 1, 0, last, 0],
                    "values": [chart.sheet, 1, at, last, at],
                    "fill": {"color": COLOURS[at - 1]},
                    "points": marked,
                }
            )
        # Excel begins at the bottom.
        drawn.set_y_axis({"reverse": True})
        height = 120 + 26 * last * len(chart.series)
        self._place(page, drawn, chart, len(twin.columns), height, legend=len(chart.series) > 1)

    def lines(self, chart: Lines) -> None:
        """Write a line chart beside its figures: days down, lines across, the council in question first."""
        page = self._book.add_worksheet(chart.sheet)
        days = sorted({day for line in chart.lines for day, _ in line.points})
        page.write_string(0, 0, "As at", self._heading)
        page.set_column(0, 0, _NARROWEST)
        for row, day in enumerate(days, 1):
            page.write_datetime(row, 0, dt.datetime.combine(day, dt.time()), self._day)
        drawn = self._book.add_chart({"type": "line"})
        ordered = list(reversed(chart.lines))
        for column, line in enumerate(ordered, 1):
            page.write_string(0, column, line.label, self._heading)
            for day, cell in line.points:
                self._write(page, days.index(day) + 1, column, cell)
            if column <= _MOST_LINES:
                look = {"color": _LINE_COLOURS[line.kind], "width": 1 if line.kind == "other" else 2.5}
                drawn.add_series(
                    {
                        "name": line.label,
                        "categories": [chart.sheet, 1, 0, len(days), 0],
                        "values": [chart.sheet, 1, column, len(days), column],
                        "line": look,
                        "marker": {"type": "circle", "fill": {"color": look["color"]}, "border": {"none": True}},
                    }
                )
        page.set_column(1, len(ordered), _NARROWEST + 4)
        page.freeze_panes(1, 1)
        drawn.set_x_axis({"date_axis": True, "num_format": "dd/mm/yyyy"})
        drawn.show_blanks_as("span")
        self._place(page, drawn, chart, 0, 420, legend=True, row=len(days) + 2)

    @staticmethod
    def _place(
        page: Any, drawn: Any, chart: Bars | Lines, column: int, height: int, *, legend: bool, row: int = 1
    ) -> None:
        drawn.set_title({"name": f"{chart.title} ({chart.unit})", "name_font": {"size": 12}})
        drawn.set_legend({"position": "bottom"} if legend else {"none": True})
        drawn.set_size({"width": 820, "height": height})
        page.insert_chart(
            row, column + 1 if column else 0, drawn, {"description": f"{chart.title}: figures on this sheet"}
        )


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
        children = comparison.standings[at].children
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
                line.rule.title, line.rule.category, _told(line.issues, profile),
                "yes" if any(estimated) else "no", int(children.value), _plain(line.per_child.here),
                str(row_table(line.rule)), int(line.rows.value), _plain(line.per_row.here) if line.per_row else "",
                _plain(line.per_child.median), _plain(line.per_child.best),
            )  # fmt: skip


def _told(issues: int | None, profile: Profile) -> str:
    return f"{each_hidden(profile):.6g}" if issues is None else str(issues)


def _plain(figure: Figure) -> str:
    return f"{figure.value:.6g}"


FORMATS: Mapping[str, Callable[[Comparison, int], bytes]] = {".html": to_html, ".xlsx": to_workbook, ".csv": to_csv}
