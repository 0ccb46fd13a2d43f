"""Size and memory: large files are read or refused, and never take the computer's memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from validator.reading import read

ROOT = Path(__file__).parents[2]
# Prints the bytes by which reading made the process grow, the problems and the numbers of rows.
MEASURE = """
import resource, sys
from validator.reading import read
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
read([("x.csv", b"CHILD,SEX,DOB,DUC\\n1,M,,\\n")], "2025-26")
before = peak()
data = {expression}
reading = read([("x.csv", data)], "2025-26")
print(peak() - before, len(data), sum(map(len, reading.tables.values())))
for problem in reading.problems:
    print(problem)
"""

HEADING = 'b"CHILD,SEX,DOB,DUC\\n"'
TOO_LARGE = (
    "x.csv: The file is too large to be part of a return: {} MB. At most 100 MB can be read, enough for 100,000 "
    "children. Check what was exported."
)
TOO_MUCH = (
    "x.csv: The file holds more values than can be read. There is room for a return of 100,000 children. Check what "
    "was exported."
)
CASES = {
    "1 GB of one quotation mark": ("b'\"' * 10**9", 0, TOO_LARGE.format("1,000")),
    "200 MB": (HEADING + " + b'1,M,01/02/2010,\\n' * 12_500_000", 0, TOO_LARGE.format("200")),
    "90 MB of one quotation mark": (
        "b'\"' * 90_000_000",
        0,
        "x.csv: A line of the file has more than 100,000 characters or 1,000 cells. This is not a table of the return. "
        "Check what was exported.",
    ),
    "an open quotation mark before 60 MB": (
        HEADING + " + b'1,\"M,01/02/2010,\\n' + b'1,M,01/02/2010,\\n' * 4_000_000",
        0,
        "x.csv, line 2: A quotation mark opens a value here and is never closed. Delete it, or save the file again "
        "from a spreadsheet.",
    ),
    "a million children": (HEADING + " + b'123456,M,01/02/2010,\\n' * 1_000_000", 1_000_000, ""),
    "4 MB of commas": (HEADING + " + b',,,\\n' * 1_000_000", 0, ""),
    "20 MB of values that are all different": (
        HEADING + " + b''.join(b'%x,%x,%x,\\n' % (n, n + 10**9, n + 2 * 10**9) for n in range(800_000))",
        0,
        TOO_MUCH,
    ),
    "8 MB of small rows": (HEADING + " + b'1,,,\\n' * 1_600_000", 1_600_000, ""),
    "5 MB of small elements": (
        "b'<EXPSSDA903>' + b'<CHILD><EPISODE/></CHILD>' * 200_000 + b'</EXPSSDA903>'",
        200_000,
        "",
    ),
    "60 MB inside each other": (
        "b'<a>' * 20_000_000",
        0,
        "x.csv, line 1: The XML has too many elements inside each other. Export the return again as XML, or choose its "
        "CSV files instead.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_memory_stays_within_four_times_the_input_and_300_mb(case: str) -> None:
    expression, rows, problem = CASES[case]
    script = MEASURE.replace("{expression}", expression)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    first, *problems = done.stdout.splitlines()
    grown, size, found = map(int, first.split())
    assert problems == ([problem] if problem else [])
    assert found == rows
    assert grown <= 4 * size + 300_000_000


def test_a_file_far_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    reading = read([path], "2025-26")
    assert [str(problem) for problem in reading.problems] == [TOO_LARGE.format("20,000")]
