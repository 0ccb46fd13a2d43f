"""The layouts in which Ofsted issues its provider list, as rows of cells found by the names of their columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from python_calamine import CalamineWorkbook

from ..places.postcodes import Postcodes
from ..places.providers import Entry, Providers, providers_of
from ..returns.errors import InputError
from .from_csv import find_layout
from .kinds import find_kind
from .result import Source
from .sources import items
from .workbook import compiled_reader, look_through


def read_providers(sources: Iterable[Source], postcodes: Postcodes | None = None) -> Providers:
    """The provider list from Ofsted's workbooks: one combined workbook, or the older pair of two.

    `postcodes` places the providers; the installed reference unless another is given, and without any `la_code` stays
    blank. Raises InputError for a file that is no such workbook, or one of a pair without the other.
    """
    return providers_of(read_workbooks(_files(sources)), postcodes)


def _files(sources: Iterable[Source]) -> Iterator[tuple[str, bytes]]:
    for item in items(sources):
        if item.problem is not None:
            raise item.problem
        if not item.ignored:
            yield item.name, item.data


class Sheet:
    """A sheet with a heading row that has a URN column; other sheets are of no use here."""

    def __init__(self, file: str, name: str, rows: list[list[Any]]) -> None:
        self.file = file
        self.name = name
        # Above the headings there may be a title.
        self.top = next((at for at, row in enumerate(rows[:20]) if any(plain(cell) == "urn" for cell in row)), None)
        self.heading = [] if self.top is None else [plain(cell) for cell in rows[self.top]]
        self.rows = [] if self.top is None else rows[self.top + 1 :]

    def has(self, *columns: str) -> bool:
        """Whether there are all these columns."""
        return all(column in self.heading for column in columns)

    def column(self, *names: str) -> list[Any]:
        """The cells of the first of these columns that is there; blank throughout when there is none."""
        at = next((self.heading.index(name) for name in names if name in self.heading), None)
        return [""] * len(self.rows) if at is None else [row[at] for row in self.rows]

    def entries(self, codes: Sequence[str], ended: Sequence[str], postcode: Sequence[str]) -> Iterator[Entry]:
        """The rows; `codes` are the columns with codes, `ended` and `postcode` names that those columns may have."""
        assert self.top is not None
        code_cells = zip(*(self.column(name) for name in codes), strict=True)
        columns = (
            self.column("urn"),
            self.column(*_AUTHORITY),
            code_cells,
            self.column(*ended),
            self.column(*postcode),
        )
        for line, (urn, name, cells, end, post) in enumerate(zip(*columns, strict=True), start=self.top + 2):
            yield Entry(urn, name, cells, end, post, self.file, self.name, line)


_AUTHORITY = ("local authority", "provider local authority", "setting local authority")
_CODES = ("placement code", "placement provider code")
_SETTING_POSTCODE = ("setting address postcode", "setting postcode", "provider postcode")

_KNOWN = (
    "Use the list as Ofsted sends it: one workbook whose sheets Providers and SA providers have the columns URN, "
    "Provider type, Placement code, Placement provider code, Setting address postcode and Deregistration date; or the "
    "two older workbooks, children’s homes (sheet Provider information) and social care providers (Provision type, "
    "Placement code, Placement provider code)."
)


def plain(cell: Any) -> str:
    """A heading or sheet name for comparing: no capitals, single blanks, straight apostrophes."""
    return " ".join(str(cell).replace("’", "'").split()).casefold()


def read_workbooks(files: Iterable[tuple[str, bytes]]) -> list[Entry]:
    """The rows of all the workbooks; InputError for an unknown layout, or half of the older pair."""
    rows: list[Entry] = []
    halves: dict[str, str] = {}
    for name, content in files:
        layout, found = _read(name, content)
        rows += found
        halves.setdefault(layout, name)
    for here, other, words in (
        (
            "homes",
            "social care",
            "the children’s homes list; the social care providers list that goes with it is not there",
        ),
        (
            "social care",
            "homes",
            "the social care providers list; the children’s homes list that goes with it is not there",
        ),
    ):
        if here in halves and other not in halves and "combined" not in halves:
            raise InputError(f"This is {words}.", "Add the other workbook of the two.", file=halves[here])
    return rows


def _read(file: str, content: bytes) -> tuple[str, list[Entry]]:
    """The layout ("combined", "homes" or "social care") and rows of one workbook."""
    sheets = _sheets(file, content)
    named = {plain(sheet.name): sheet for sheet in sheets}
    useful = [sheet for sheet in sheets if sheet.top is not None]
    if (supported := named.get("sa providers")) in useful and (main := named.get("providers")) in useful:
        assert supported is not None
        assert main is not None
        _check(file, sheets, main, *_CODES)
        return "combined", [
            *main.entries(_CODES, ("deregistration date",), _SETTING_POSTCODE),
            *map(_supported, supported.entries(_CODES, ("closed date", "deregistration date"), _SETTING_POSTCODE)),
        ]
    if (homes := named.get("provider information")) in useful:
        assert homes is not None
        _check(file, sheets, homes, *_HOMES_CODES)
        return "homes", list(homes.entries(_HOMES_CODES, ("closed date",), _SETTING_POSTCODE))
    settings, addresses = named.get("settings and inspection info"), named.get("address details")
    if settings in useful and addresses in useful:
        assert settings is not None
        assert addresses is not None
        _check(file, sheets, settings, *_HOMES_CODES)
        return "homes", list(_joined(settings, addresses))
    if useful and useful[0] is sheets[0] and useful[0].has("provision type", *_CODES):
        return "social care", [
            entry
            for sheet in useful
            if sheet.has(*_CODES)
            for entry in sheet.entries(_CODES, ("deregistration date",), _SETTING_POSTCODE)
        ]
    if len(useful) == 1 and "children's home" in map(plain, useful[0].column("provider type")):
        _check(file, sheets, useful[0], *_CODES)
        return "combined", list(useful[0].entries(_CODES, ("deregistration date",), _SETTING_POSTCODE))
    raise _unknown(file, sheets)


_HOMES_CODES = ("provider code", "provider placement code")


def _sheets(file: str, content: bytes) -> list[Sheet]:
    try:
        if (kind := find_kind(file, content)) != "Excel":
            if kind == "CSV" and (table := _table_of_return(file, content)):
                raise InputError(
                    f"This is the {table} table of a return, not a provider list.",
                    "Choose it among this year’s or last year’s files.",
                )
            raise InputError("This is not an Excel workbook.", "Save the provider list as .xlsx and try again.")
        look_through(content)
        with compiled_reader():
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            return [
                Sheet(file, name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names
            ]
    except InputError as problem:
        problem.file = file
        raise


def _table_of_return(file: str, content: bytes) -> str:
    """The table of the return that a CSV file holds; "" when it is none."""
    try:
        layout, _ = find_layout(content, file)
    except InputError:
        return ""
    return layout.headings.table.name


def _supported(entry: Entry) -> Entry:
    """Supported accommodation is always K3, and private unless the row says otherwise."""
    private = () if any("PR" in str(cell).upper() for cell in entry.codes) else ("PR4",)
    return entry._replace(codes=(*entry.codes, "K3", *private))


def _joined(settings: Sheet, addresses: Sheet) -> Iterator[Entry]:
    """The older children's homes list: the postcodes are on a sheet of their own."""
    places: Mapping[str, Any] = dict(
        zip(map(plain, addresses.column("urn")), addresses.column(*_SETTING_POSTCODE), strict=True)
    )
    for entry in settings.entries(_HOMES_CODES, ("closed date",), ()):
        yield entry._replace(postcode=places.get(plain(entry.urn), ""))


def _check(file: str, sheets: Sequence[Sheet], sheet: Sheet, *columns: str) -> None:
    if not sheet.has(*columns):
        raise _unknown(file, sheets)


def _unknown(file: str, sheets: Sequence[Sheet]) -> InputError:
    described = []
    for sheet in sheets[:8]:
        heading = [cell for cell in sheet.heading if cell]
        columns = ", ".join(heading[:12]) + (" and others" if len(heading) > 12 else "")
        described.append(f"“{sheet.name}” ({columns or 'no column URN'})")
    found = "; ".join(described) or "none"
    return InputError(
        f"This workbook is not laid out as an Ofsted provider list is. Its sheets and their columns are: {found}.",
        _KNOWN,
        file=file,
    )
