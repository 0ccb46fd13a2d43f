"""Who the child is: sex, date of birth, ethnic origin, pupil number, motherhood."""

from __future__ import annotations

from typing import Any

from .dates import unknown
from .registry import rule


@rule("102", "Date of birth missing or not a real date", table="Header", fields="DOB", category="invalid")
def date_of_birth_unreadable(r: Any) -> Any:
    """The child's date of birth is blank or is not a real date written as dd/mm/yyyy.

    Enter the full date of birth in DOB as dd/mm/yyyy with a four-digit year.
    """
    return unknown(r.Header.DOB)
