"""Values that must come from a list of codes, and dates that must be real: rules that look at one cell alone."""

from __future__ import annotations

from typing import Any

from .dates import unknown
from .registry import Row, family


@family(
    "invalid",
    [
        Row(
            "101",
            "Sex code missing or not recognised",
            "Header",
            "SEX",
            "The child's sex is blank or holds a code that this year's return does not accept.",
            "Enter M, F or U in SEX (1 or 2 for returns before 2024-25). "
            "Check the case system's export mapping if every child is flagged.",
            {"codes": "SEX", "required": True},
            changed="2024-25",
        ),
        Row(
            "114",
            "Former foster carer indicator not 0 or 1",
            "AD1",
            "FOSTER_CARE",
            "The field saying whether the adopters had been the child's foster carers holds a value other than 0 or 1.",
            "Set FOSTER_CARE to 1 if the child was adopted by their former foster carer(s), 0 if not, "
            "or leave it blank if there was no adoption.",
            {"codes": "FOSTER_CARE"},
        ),
    ],
)
def not_an_accepted_code(r: Any, table: str, field: str, codes: str, required: bool = False) -> Any:
    column = getattr(r.tables[table], field)
    wrong = column.filled & ~column.isin(r.codes(codes))
    return wrong | column.blank if required else wrong


@family(
    "invalid",
    [
        Row(
            "112",
            "Adoption placement-decision date (DATE_INT) not a real date",
            "AD1",
            "DATE_INT",
            "DATE_INT, the date recorded in the adoption table for the decision that the child should be placed for "
            "adoption, is not a real date.",
            "Re-enter DATE_INT as dd/mm/yyyy, or leave it blank if it does not apply.",
        ),
    ],
)
def not_a_date(r: Any, table: str, field: str) -> Any:
    rows = r.tables[table]
    return rows.filled(field) & unknown(getattr(rows, field))
