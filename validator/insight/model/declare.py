"""How a table of the model is declared: columns with types, plain words and code lists, its key, what it refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ...returns import codes
from ..care.code_groups import group_sets

Kind: TypeAlias = Literal["integer", "number", "date", "month", "boolean", "text"]
# Without identifiers, with them, or in both forms of a package.
Form: TypeAlias = Literal["both", "with_ids"]

VERSION = "1.0"

PERSONAL_DATA = (
    "Without identifiers, but not without children: dates of placements, month of birth, ethnic group and rare events "
    "single out a child to anyone who knows the family. This is personal data, to be kept like the return. To share "
    "figures use a figures file."
)
WITH_IDENTIFIERS = (
    "With identifiers: children, dates of birth, postcodes, workers, files and lines are in it. This is personal data, "
    "to be kept like the return."
)


@dataclass(frozen=True)
class Column:
    """One column. `codes` names the code list its values are from, `groups` the set of groups, `values` the words.

    `label_of` names the column whose code is spelt out here, and `form` says in which form of a package it is.
    """

    name: str
    kind: Kind
    title: str
    description: str = ""
    codes: str = ""
    groups: str = ""
    values: tuple[str, ...] = ()
    label_of: str = ""
    form: Form = "both"

    @property
    def accepted(self) -> Mapping[str, str]:
        """Every value that may stand in it -> what it means; none where any may."""
        if self.codes:
            return {code: entry.meaning for code, entry in codes.every_code(self.codes).items()}
        if self.groups:
            return {group.title: group.title for group in group_sets()[self.groups].groups}
        return {value: value for value in self.values}

    @property
    def explained(self) -> str:
        """Whatever there is to say of it beside its title; of one whose title says all, that."""
        parts = [self.description]
        if self.codes:
            parts.append(f"Codes of {self.codes} ({codes.list_title(self.codes).lower()}).")
        if self.values:
            parts.append(f"One of: {', '.join(self.values)}.")
        if self.form == "with_ids":
            parts.append("Only with identifiers.")
        return " ".join(filter(None, parts)) or f"{self.title}."


@dataclass(frozen=True)
class Table:
    """One table. `key` names the columns that single out a row, `refers` column -> (table, column) it points to.

    `source` says in words which tables of the return it is from.
    """

    name: str
    title: str
    description: str
    source: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    extension: bool = False

    def in_form(self, with_ids: bool) -> Sequence[Column]:
        """The columns of a package with or without identifiers."""
        return [column for column in self.columns if column.form == "both" or with_ids]


def coded(name: str, kind: str, title: str, description: str = "") -> tuple[Column, Column]:
    """A column `name_code` with codes of the list `kind`, and beside it `name` with the code spelt out."""
    code = Column(f"{name}_code", "text", f"{title}: code", description, codes=kind)
    return code, Column(name, "text", title, f"What {name}_code means.", label_of=f"{name}_code")


# What every row has: first its number in the package, where it comes from, and what was done to it.
ROW = (
    Column("row_id", "integer", "Row number", "Singles out the row among those of all tables of this export."),
    Column("return_year", "text", "Return", "The newest return that has the row, as 2024-25."),
    Column("repair", "text", "Repair", "Blank, or the name of the repair that touched the row (see repair_log)."),
)
SOURCE_CODE = Column(
    "source_code", "text", "Codes not in any list", "What stood in a code column that is blank here, as PLACE=X9."
)
SOURCE = (
    Column("source_file", "text", "File", "The file that the row is from.", form="with_ids"),
    Column("source_line", "integer", "Line", "Its line in the file, as a spreadsheet numbers it.", form="with_ids"),
)
CHILD_KEY = Column("child_key", "integer", "Child", "The child’s number in this export, which says nothing of CHILD.")
CHILD = Column("child", "text", "Child identifier", "CHILD of the return.", form="with_ids")
