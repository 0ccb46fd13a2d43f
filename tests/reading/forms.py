"""The CSV files of a made-up return in the other forms in which councils have them: XML, Excel, ZIP."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

import xlsxwriter

from validator.returns.tables import tables

_DATE = re.compile(r"\d\d/\d\d/\d{4}")
_ELEMENTS = {
    "Reviews": "AREVIEW",
    "Missing": "AMISSING",
    "PrevPerm": "PERMANENCE",
    "OC2": "OC2",
    "PlacedAdoption": "AD_PLACED",
    "SWEpisodes": "SOCIAL_WORKER",
    "DoLo": "DEPRIVATION",
}
_XML_NAMES = {"CHILD": "CHILDID", "PLACE": "PL"}


def rows_of(files: Mapping[str, bytes]) -> dict[str, list[dict[str, str]]]:
    """Table -> its rows, from CSV files with their usual names."""
    names = {table.usual_file_name: table.name for table in tables().values()}
    return {names[name]: list(csv.DictReader(io.StringIO(data.decode()))) for name, data in files.items()}


def as_xml(files: Mapping[str, bytes]) -> bytes:
    """The return as XML, an element to a line. Children without a Header row are left out."""
    by_child: dict[str, dict[str, list[dict[str, str]]]] = {}
    for table, rows in rows_of(files).items():
        for row in rows:
            by_child.setdefault(row["CHILD"], {}).setdefault(table, []).append(row)
    lines = ['<?xml version="1.0" encoding="us-ascii"?>', "<EXPSSDA903>"]
    for found in by_child.values():
        if "Header" not in found:
            continue
        lines += ["<CHILD>", "<HEADER>", *_leaves(found["Header"][0])]
        lines.append(f"<UASC>{int('UASC' in found)}</UASC>")
        for table in ("UASC", "AD1", "OC3"):
            for row in found.get(table, [])[:1]:
                lines += _leaves({name: value for name, value in row.items() if name not in ("CHILD", "DOB", "SEX")})
        for table, element in _ELEMENTS.items():
            for row in found.get(table, []):
                own = {name: value for name, value in row.items() if name not in ("CHILD", "DOB")}
                lines += [f"<{element}>", *_leaves(own), f"</{element}>"]
        lines.append("</HEADER>")
        for row in found.get("Episodes", []):
            own = {name: value for name, value in row.items() if name != "CHILD"}
            lines += ["<EPISODE>", *_leaves(own), "</EPISODE>"]
        lines.append("</CHILD>")
    return "\n".join([*lines, "</EXPSSDA903>", ""]).encode("ascii", "xmlcharrefreplace")


def _leaves(row: Mapping[str, str]) -> Iterable[str]:
    for name, value in row.items():
        element = _XML_NAMES.get(name, name)
        yield f"<{element}>{escape(value)}</{element}>" if value else f"<{element} />"


def as_xlsx(files: Mapping[str, bytes], real_dates: bool = True) -> bytes:
    """The return as a workbook with a sheet for each file; dates are date cells, everything else is text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, data in files.items():
            sheet = book.add_worksheet(name.removesuffix(".csv"))
            for row, cells in enumerate(csv.reader(io.StringIO(data.decode()))):
                for column, cell in enumerate(cells):
                    if real_dates and _DATE.fullmatch(cell):
                        try:
                            date = dt.datetime.strptime(cell, "%d/%m/%Y")
                        except ValueError:
                            sheet.write_string(row, column, cell)
                        else:
                            sheet.write_datetime(row, column, date, as_date)
                    elif cell:
                        sheet.write_string(row, column, cell)
    return target.getvalue()


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """The files packed in a ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
