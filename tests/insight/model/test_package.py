"""The data package holds what its description says: the public validator finds so, and every planted fault."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.insight.care.case_files import a_return
from tests.insight.model.makers import a_history, faults, only
from validator.exporting.downloads import packed
from validator.exporting.model import FORMATS, write_model
from validator.insight import History, history
from validator.insight.model.declare import PERSONAL_DATA, WITH_IDENTIFIERS
from validator.insight.model.schema import model_tables
from validator.returns.tables import tables


def core() -> list[str]:
    """The tables of a package without the extension."""
    return [name for name, table in model_tables().items() if not table.extension]


def no_rows() -> History:
    return history(a_return("2025-26", {name: [] for name in tables()}))


def header_alone() -> History:
    rows = [{"CHILD": "1", "SEX": "M", "DOB": "01/06/2015", "ETHNIC": "WBRI"}]
    return history(a_return("2025-26", {"Header": rows}))


@pytest.mark.parametrize(
    ("made", "with_ids"),
    [
        (lambda: a_history(error_rate=0), False),
        (lambda: a_history(), False),
        (lambda: a_history(), True),
        (header_alone, False),
        (no_rows, True),
    ],
    ids=["clean", "with errors", "with identifiers", "header alone", "twelve tables without rows"],
)
def test_nothing_is_wrong_with_a_package(made: Callable[[], History], with_ids: bool, tmp_path: Path) -> None:
    files = write_model(made(), with_ids=with_ids)
    assert set(files) == {"datapackage.json", *(f"{name}.csv" for name in core())}
    assert faults(tmp_path, files) == []


Lines = list[dict[str, str]]


def _first(rows: Lines, column: str) -> dict[str, str]:
    return next(row for row in rows if row[column])


PLANTED: dict[str, tuple[str, Callable[[Lines], Any], str]] = {
    "wrong type": ("placement", lambda rows: _first(rows, "start").update(start="soon"), "type-error"),
    "code not in its list": (
        "placement",
        lambda rows: _first(rows, "placement_code").update(placement_code="U9"),
        "constraint-error",
    ),
    "double key": ("review", lambda rows: rows[1].update(review_id=rows[0]["review_id"]), "primary-key"),
    "blank key": ("review", lambda rows: rows[0].update(review_id=""), "primary-key"),
    "orphan": ("review", lambda rows: rows[0].update(child_key="9999"), "foreign-key"),
    "orphan in its own table": ("placement", lambda rows: rows[0].update(counted_as="9999"), "foreign-key"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_each_planted_fault_is_found_once(what: str, tmp_path: Path) -> None:
    name, plant, kind = PLANTED[what]
    files = only(write_model(a_history(8, 0)), "child", "care_period", "placement", "review")
    rows = list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))
    plant(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    assert [found[:2] for found in faults(tmp_path, {**files, f"{name}.csv": text.getvalue().encode("utf-8-sig")})] == [
        (name, kind)
    ]


def test_the_sentence_about_personal_data_begins_the_package() -> None:
    for with_ids, sentence in ((False, PERSONAL_DATA), (True, WITH_IDENTIFIERS)):
        text = write_model(header_alone(), with_ids=with_ids)["datapackage.json"].decode()
        assert text.replace("\n", "").lstrip("{ ").startswith(f'"description": "{sentence}')


def test_every_field_is_explained_and_every_code_list_is_there_twice() -> None:
    described = json.loads(write_model(header_alone())["datapackage.json"])
    fields = [field for resource in described["resources"] for field in resource["schema"]["fields"]]
    assert all(field["title"] and field["description"] for field in fields)
    listed = [field for field in fields if "categories" in field]
    assert len(listed) > 20
    for field in listed:
        assert field["constraints"]["enum"] == [entry["value"] for entry in field["categories"]]


def test_numbers_of_children_say_nothing_of_the_order_of_files() -> None:
    made = a_history(60, 0)
    orders = set()
    for _ in range(3):
        lines = csv.DictReader(io.StringIO(write_model(made, with_ids=True)["child.csv"].decode("utf-8-sig")))
        orders.add(tuple(line["child"] for line in lines))
    assert len(orders) == 3


def test_a_zip_of_the_package_holds_the_same_files() -> None:
    files = write_model(header_alone())
    with zipfile.ZipFile(io.BytesIO(packed("model.zip", files).content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.parametrize("form", FORMATS)
def test_progress_is_told_and_can_end_the_work(form: str) -> None:
    told: list[tuple[int, int, str]] = []
    write_model(header_alone(), form, progress=lambda *step: told.append(step))
    assert [what for _, _, what in told][1:] == [model_tables()[name].title for name in core()]
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert {total for _, total, _ in told} == {len(told)}

    def cancel(done: int, total: int, what: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_model(header_alone(), form, progress=cancel)
