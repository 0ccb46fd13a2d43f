"""Steps of changes, and the tables after them."""

from __future__ import annotations

from collections.abc import Mapping

from validator.correcting.edits import Corrected, Edit, Removal, Step
from validator.reading import read
from validator.returns.tables import TextTable

REVIEWS = (
    b"CHILD,DOB,REVIEW,REVIEW_CODE\n1, 01/02/2015,01/05/2025,pn1\n1,01/02/2015,01/05/2025,PN1\n2,1/2/2016,03/05/2025,\n"
)


def original() -> Mapping[str, TextTable]:
    return read([("reviews.csv", REVIEWS)], "2025-26").tables


def edit(row: int, field: str, new: str, why: str = "") -> Edit:
    return Edit("Reviews", row, field, new, why, "219")


def test_a_change_is_seen_by_the_rules_as_reading_would_see_it() -> None:
    tables = original()
    after = Corrected(tables, [Step("Codes", "by hand", [edit(2, "REVIEW_CODE", " pn3 ")])])
    assert after.tables["Reviews"].raw["REVIEW_CODE"].tolist() == ["pn1", "PN1", " pn3 "]
    assert after.tables["Reviews"].columns["REVIEW_CODE"].tolist() == ["PN1", "PN1", "PN3"]
    assert after.changed == {"Reviews"}
    assert after.tables["Reviews"].columns["DOB"] is tables["Reviews"].columns["DOB"]
    assert tables["Reviews"].raw["REVIEW_CODE"].tolist() == ["pn1", "PN1", ""]


def test_rows_are_named_as_in_the_file_whatever_was_removed() -> None:
    steps = [
        Step("Duplicates", "safe", removals=[Removal("Reviews", 0, "twice", "502")]),
        Step("Code", "by hand", [edit(2, "REVIEW_CODE", "PN4")]),
    ]
    after = Corrected(original(), steps)
    assert after.tables["Reviews"].columns["CHILD"].tolist() == ["1", "2"]
    assert after.tables["Reviews"].columns["REVIEW_CODE"].tolist() == ["PN1", "PN4"]
    assert after.tables["Reviews"].line.tolist() == [3, 4]
    assert after.rows["Reviews"].tolist() == [1, 2]


def test_changes_are_the_difference_that_all_steps_make_together() -> None:
    there = Step("There", "by hand", [edit(0, "DOB", "02/02/2015"), edit(2, "DOB", "01/02/2016", "One form")])
    back = Step("And back", "by hand", [edit(0, "DOB", " 01/02/2015")])
    after = Corrected(original(), [there, back])
    assert [(change.row, change.field, change.old, change.new) for change in after.changes] == [
        (2, "DOB", "1/2/2016", "01/02/2016")
    ]
    assert after.changes[0].why == "One form"
    assert Corrected(original(), [there, back, Step("Again", "by hand", [edit(2, "DOB", "1/2/2016")])]).changed == set()


def test_of_a_row_that_is_gone_its_removal_is_the_only_change() -> None:
    steps = [
        Step("Code", "by hand", [edit(0, "REVIEW_CODE", "PN2")]),
        Step("Duplicates", "safe", removals=[Removal("Reviews", 0, "twice")]),
    ]
    assert [(change.row, change.field, change.kind) for change in Corrected(original(), steps).changes] == [
        (0, "", "safe")
    ]
