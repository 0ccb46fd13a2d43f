"""Cells that were changed say what their file says."""

from __future__ import annotations

import numpy as np

from validator.checking.check import make_return
from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.reading import read
from validator.returns.cells import Cells, row_cells
from validator.returns.collection import Collection
from validator.returns.tables import TableRef

REVIEWS = b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2015,01/05/2025,PN1\n2,1/2/2016,03/05/2025,\n"


def test_only_changed_cells_say_what_their_file_says_also_when_rows_before_them_are_gone() -> None:
    tables = read([("reviews.csv", REVIEWS)], "2025-26").tables
    step = Step(
        "By hand",
        "by hand",
        [Edit("Reviews", 1, "DOB", "01/02/2016", "One form"), Edit("Reviews", 1, "REVIEW_CODE", "PN3", "Filled")],
        [Removal("Reviews", 0, "Not ours")],
    )
    r = make_return(Collection(year="2025-26"), Corrected(tables, [step]).tables)
    shown = {cell["field"]: cell for cell in row_cells(r, TableRef("Reviews"), 0)}
    assert {field: cell["before"] for field, cell in shown.items() if "before" in cell} == {
        "DOB": "1/2/2016",
        "REVIEW_CODE": "",
    }
    assert shown["DOB"]["value"] == "01/02/2016"
    rows = r.Reviews[np.array([0], dtype=np.intp)]
    assert Cells(rows, "DOB")[0]["before"] == "1/2/2016"
    assert "before" not in Cells(rows, "REVIEW")[0]


def test_a_cell_changed_back_says_nothing() -> None:
    tables = read([("reviews.csv", REVIEWS)], "2025-26").tables
    there = Step("There", "by hand", [Edit("Reviews", 1, "DOB", "01/02/2016", "")])
    back = Step("Back", "by hand", [Edit("Reviews", 1, "DOB", "1/2/2016", "")])
    r = make_return(Collection(year="2025-26"), Corrected(tables, [there, back]).tables)
    assert not any("before" in cell for row in (0, 1) for cell in row_cells(r, TableRef("Reviews"), row))
