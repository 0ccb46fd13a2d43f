"""Runs of small returns made by hand, for the tests of run files and of what compares them."""

from __future__ import annotations

import datetime as dt

from tests.results.samples import Frames, checked
from validator.results.keys import issue_keys
from validator.tracking.notes import Noted
from validator.tracking.runs import Run, make_run

FIRST_DAY = dt.datetime(2026, 11, 22, 14, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))

# The rules that these runs are about: sex, date of birth and ethnicity that cannot be.
RULES = ["101", "102", "103"]


def child(number: str, sex: str = "M", born: str = "01/02/2012", ethnic: str = "WBRI") -> dict[str, str]:
    """A header; sex "X", a date of birth "x" and ethnicity "?" are issues of the rules 101, 102 and 103."""
    return {"CHILD": number, "SEX": sex, "DOB": born, "ETHNIC": ethnic, "UPN": "UN1", "MOTHER": "", "MC_DOB": ""}


def run_of(*children: dict[str, str], only: list[str] | None = None, later: int = 0, noted: Noted | None = None) -> Run:
    """The run of the RULES, or of `only`, on children, saved so many days after FIRST_DAY."""
    frames: Frames = {"Header": list(children)}
    r, report = checked(frames, only=RULES if only is None else only)
    return make_run(r, report, issue_keys(r, report), noted, FIRST_DAY + dt.timedelta(days=later))
