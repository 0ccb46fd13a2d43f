"""Which return is being checked: year, authority, period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .authorities import find_authority
from .errors import InputError
from .tables import YEARS


@dataclass(frozen=True)
class Collection:
    """The settings of one check.

    `year` is a collection year such as "2025-26" and picks the rule set; `authority` a code or name (None: unknown,
    rules that need it are not run). `start` and `end` default to 1 April and 31 March; `as_at`, a date inside the
    year, ends the period early. Dates are `datetime.date` or text as YYYY-MM-DD or DD/MM/YYYY.

    Raises InputError for a year or authority that is not covered, or dates that do not fit together.
    """

    year: str = YEARS[-1]
    authority: str | None = None
    as_at: dt.date | str | None = None
    start: dt.date | str | None = None
    end: dt.date | str | None = None

    def __post_init__(self) -> None:
        if self.year not in YEARS:
            raise InputError(f"The collection year “{self.year}” is not covered.", f"Choose one of {', '.join(YEARS)}.")
        opening = int(self.year[:4])
        if self.authority is not None:
            self._set("authority", find_authority(self.authority).code)
        start = _date(self.start, "start") or dt.date(opening, 4, 1)
        end = _date(self.end, "end") or dt.date(opening + 1, 3, 31)
        as_at = _date(self.as_at, "as-at date")
        if end < start:
            raise InputError(f"The collection ends ({end:%d/%m/%Y}) before it starts ({start:%d/%m/%Y}).")
        if as_at is not None and not start <= as_at <= end:
            raise InputError(
                f"The as-at date {as_at:%d/%m/%Y} is outside the collection year.",
                f"Choose a date from {start:%d/%m/%Y} to {end:%d/%m/%Y}.",
            )
        for name, value in (("start", start), ("end", end), ("as_at", as_at)):
            self._set(name, value)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def authority_name(self) -> str:
        """The authority in words; "" when none is given."""
        return find_authority(self.authority).name if self.authority else ""

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """First and last day of the period that is checked, both included; `as_at` ends it early."""
        assert isinstance(self.start, dt.date)
        assert isinstance(self.end, dt.date)
        return self.start, self.as_at if isinstance(self.as_at, dt.date) else self.end

    @property
    def whole_year(self) -> bool:
        """Whether the collection starts and ends with the year, from 1 April to 31 March."""
        opening = int(self.year[:4])
        return (self.start, self.end) == (dt.date(opening, 4, 1), dt.date(opening + 1, 3, 31))

    @property
    def ends_early(self) -> bool:
        """Whether the period checked stops before the end of the collection year."""
        return self.as_at is not None and self.as_at != self.end


def _date(value: dt.date | str | None, what: str) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(value, form).date()
        except ValueError:
            pass
    raise InputError(
        f"The {what} “{value}” is not a date.", "Give the day, the month and the year, such as 30/09/2025."
    )
