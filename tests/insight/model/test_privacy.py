"""Nothing that identifies is in what is written without identifiers: not in any byte of it, unpacked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from tests.insight.care.case_files import Rows, a_return
from validator.exporting.downloads import packed
from validator.exporting.model import FORMATS, write_model
from validator.insight import History, history
from validator.insight.model.declare import PERSONAL_DATA
from validator.returns.tables import tables

# Words that nothing else is, and days of birth that no other date is.
CHILD = ("QUOKKA", "AXOLOTL")
SECRET = {
    "UPN": "PANGOLIN", "SW_ID": "NARWHAL", "HOME_POST": "M1 1AE", "PL_POST": "S1 2HH", "URN": "TAPIR77",
    "DATE_PERM": "WOMBAT", "LS": "OKAPI", "PLACE": "CAPYBARA", "SEX": "KAKAPO", "ACCOM": "GECKO99", "SDQ_SCORE": "IBEX",
    "LA_PERM": "LEMUR", "RNE": "BADGER", "MISSING": "OCELOT", "REVIEW_CODE": "MARMOT", "SW_REASON": "JACKAL",
    "REC": "ERMINE", "MOTHER": "STOAT", "CIN": "PUFFIN", "ETHNIC": "HERON", "PREV_PERM": "LINNET", "DEC": "DUNLIN",
}  # fmt: skip
BORN = {"QUOKKA": ("17/05/2011", "18/05/2011"), "AXOLOTL": ("23/11/2009", "24/11/2009")}
FILE = "PLATYPUS"


def _rows(name: str, year: int) -> Rows:
    """Two rows of a table for each child, one with words in every code and date."""
    found = []
    for child in CHILD:
        row = dict.fromkeys(tables()[name].columns, "")
        row |= {
            column.name: f"01/0{3 + number}/{year}"
            for number, column in enumerate(tables()[name].columns.values(), 1)
            if column.type == "date" and number < 7
        }
        row |= {"CHILD": child}
        if "DOB" in row:
            # The header of another year has another day of birth, which the log tells of.
            row["DOB"] = BORN[child][year % 2]
        odd = {column: word for column, word in SECRET.items() if column in row}
        usual = {"RNE": "S", "LS": "C2", "PLACE": "U6", "MISSING": "M", "DEC": "", "REC": ""}
        found += [{**row, **odd}, {**row, **odd, **{c: word for c, word in usual.items() if c in row}}]
    return found


@pytest.fixture(scope="module")
def made() -> History:
    returns = []
    for year in (2023, 2024):
        given = a_return(f"{year}-{year % 100 + 1}", {name: _rows(name, year) for name in tables()})
        for rows in given.tables.values():
            rows._data.source.file = f"{FILE}.csv"
        returns.append(given)
    return history(returns)


def secrets() -> list[str]:
    days = [dt.datetime.strptime(day, "%d/%m/%Y") for both in BORN.values() for day in both]
    numbers = [str((day - dt.datetime(1899, 12, 30)).days) for day in days]
    spelt = [day.strftime(form) for day in days for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")]
    posts = [SECRET[name].replace(" ", "") for name in ("HOME_POST", "PL_POST")]
    return [*CHILD, FILE, *SECRET.values(), *posts, *spelt, *numbers]


def unpacked(name: str, content: bytes) -> bytes:
    """All bytes of a file, and of what is packed in it, names too."""
    if not content.startswith(b"PK"):
        return name.encode() + content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return name.encode() + b"".join(member.encode() + archive.read(member) for member in archive.namelist())


@pytest.mark.parametrize("form", [*FORMATS, "zip"])
def test_no_byte_identifies(made: History, form: str) -> None:
    files = write_model(made, "csv" if form == "zip" else form)
    if form == "zip":
        files = {"model.zip": packed("model.zip", files).content}
    written = b"\n".join(unpacked(name, content) for name, content in files.items())
    assert PERSONAL_DATA.encode() in written
    found = {word for word in secrets() if word.encode() in written or word.encode("utf-16-le") in written}
    assert not found
    # The test can find something: with identifiers, they are there.
    with_ids = b"\n".join(unpacked(*file) for file in write_model(made, "csv", with_ids=True).items())
    assert {"QUOKKA", "PANGOLIN", "NARWHAL", "M1 1AE", "TAPIR77", FILE, "2011-05-17", "OKAPI"} <= {
        word for word in secrets() if word.encode() in with_ids
    }
