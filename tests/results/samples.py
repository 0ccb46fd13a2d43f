"""A small return made by hand for the tests of what is shown and exported, hostile values in it."""

from __future__ import annotations

from collections.abc import Collection as CollectionOf

import pandas as pd

from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.checking.report import Report
from validator.checking.run import run
from validator.returns.rows import Return

IMAGE = "<img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"
LINK = "javascript:alert(1)"
MARKUP = "<r><t>hidden</t></r>"

Frames = dict[str, list[dict[str, str]]]

THIS_YEAR: Frames = {
    "Header": [
        {"CHILD": "1", "SEX": "M", "DOB": "01/02/2012", "ETHNIC": "WBRI", "UPN": FORMULA, "MOTHER": "", "MC_DOB": ""},
        {"CHILD": "2", "SEX": "X", "DOB": "31/02/2012", "ETHNIC": IMAGE, "UPN": "UN1", "MOTHER": "", "MC_DOB": ""},
        {"CHILD": "3", "SEX": "F", "DOB": "05/06/1899", "ETHNIC": MARKUP, "UPN": "UN4", "MOTHER": "", "MC_DOB": ""},
    ],
    "Episodes": [
        {"CHILD": "1", "DECOM": "01/05/2025", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4"},
        {"CHILD": "1", "DECOM": "01/07/2025", "RNE": "P", "LS": "C2", "CIN": "N1", "PLACE": "K2"},
        {"CHILD": "2", "DECOM": "01/06/2025", "RNE": "S", "LS": "V3", "CIN": "N2", "PLACE": "ZZ"},
        {"CHILD": "", "DECOM": "01/06/2025", "RNE": "S", "LS": "C1", "CIN": "N2", "PLACE": "U4"},
    ],
    "SWEpisodes": [
        {"CHILD": "1", "SW_ID": "AB1", "SW_DECOM": "01/05/2025", "SW_DEC": "01/06/2025", "SW_REASON": "FCONTA"},
        {"CHILD": "1", "SW_ID": "AB2", "SW_DECOM": "01/06/2025", "SW_DEC": "", "SW_REASON": "OTHER"},
        {"CHILD": "2", "SW_ID": IMAGE, "SW_DECOM": "01/06/2025", "SW_DEC": "", "SW_REASON": "FCONTA"},
        {"CHILD": "3", "SW_ID": "AB9", "SW_DECOM": "", "SW_DEC": "", "SW_REASON": ""},
    ],
}


def return_of(this_year: Frames, last_year: Frames | None = None) -> Return:
    """A return of 2025-26 from rows of text; columns that are not named are blank."""
    now, before = (
        {name: from_frame(name, pd.DataFrame(rows, dtype=object)) for name, rows in (frames or {}).items()}
        for frames in (this_year, last_year)
    )
    return make_return(Collection("2025-26", "E08000003"), now, before if last_year else None)


def checked(
    this_year: Frames = THIS_YEAR, last_year: Frames | None = None, only: CollectionOf[str] | None = None
) -> tuple[Return, Report]:
    """The return and what the rules (or those in `only`) find in it."""
    r = return_of(this_year, last_year)
    return r, run(r, only)
