"""Damages files of every form at random and reads them: `python -m tests.fuzz [--tries N] [--seed S]`.

With `--page` it asks what the page may ask, at random and in any order, `--tries` questions at least (page_world.py).

Nothing but a report or an InputError may come out, the memory taken stays within 300 MB and 4 times the input, and
the tables that are read are whole. The outcome is printed; the exit status is 1 when a try failed.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from tests.page.page_world import PageWorld, ask_at_random
from tests.reading.forms import as_xlsx, as_xml, as_zip
from validator import Collection, validate
from validator.reading import Reading, read
from validator.reading.as_csv import as_csv_files
from validator.reading.proposal import propose
from validator.returns.errors import InputError
from validator.returns.tables import YEARS, tables
from validator.sample import sample

XLS = Path(__file__).parent / "reading" / "data" / "return.xls"
MOST_MEMORY = 300_000_000
# One try in so many goes through the whole check, which takes far longer than reading.
CHECK_EVERY = 20
# So many pages are tried from one seed on.
PAGES_AT_ONCE = 50

Mutation = Callable[[bytes, Random], bytes]


def _truncate(data: bytes, draw: Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _random_bytes(data: bytes, draw: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 2, 5, 50))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _insert(data: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    odd = (
        b'"',
        b"\0",
        b"\r",
        b"\n",
        b"\r\r\n",
        b",",
        b";",
        b"\t",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1a",
        b"<",
        b"&x;",
        b">",
    )
    return data[:at] + draw.choice((*odd, draw.randbytes(20), b"," * 5000, b'"' * 5000, b"<a>" * 200)) + data[at:]


def _cut_out(data: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + data[at + draw.choice((1, 10, 1000)) :]


def _repeat(data: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    piece = data[at : at + draw.choice((1, 10, 1000))]
    return data[:at] + piece * draw.choice((2, 3, 100)) + data[at:]


def _swap_columns(data: bytes, draw: Random) -> bytes:
    lines = [line.split(b",") for line in data.split(b"\n")]
    one, other = draw.randrange(len(lines[0])), draw.randrange(len(lines[0]))
    for line in lines[draw.randrange(2) :]:
        if max(one, other) < len(line):
            line[one], line[other] = line[other], line[one]
    return b"\n".join(b",".join(line) for line in lines)


def _swap_lines(data: bytes, draw: Random) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def _other_delimiter(data: bytes, draw: Random) -> bytes:
    return data.replace(b",", draw.choice((b";", b"\t", b"|", b",,", b", ")))


def _other_encoding(data: bytes, draw: Random) -> bytes:
    text = data.decode("latin-1").replace("1", draw.choice(("1", "\u2019", "\xa0", "\U0001f600")))
    return text.encode(draw.choice(("utf-16", "utf-8-sig", "cp1252", "utf-32", "utf-16-le")), errors="replace")


def _inside(data: bytes, draw: Random) -> bytes:
    """Damage one file inside a workbook or ZIP, and pack it again with a right checksum."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        hit = draw.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, draw.choice(ANYWHERE)(content, draw) if name == hit else content)
    return target.getvalue()


ANYWHERE: tuple[Mutation, ...] = (_truncate, _random_bytes, _insert, _cut_out, _repeat, _swap_lines)
OF_TEXT: tuple[Mutation, ...] = (*ANYWHERE, _swap_columns, _other_delimiter, _other_encoding)


class Corpus:
    """Files of every form, from made-up data, to be damaged."""

    def __init__(self, children: int = 12) -> None:
        made_up = sample(children, seed=1, error_rate=0.2)
        files = made_up.this_year
        self.files: Mapping[str, bytes] = {
            **files,
            "return.xml": as_xml(files),
            "return.xlsx": as_xlsx(files),
            "return.zip": as_zip(files),
            "return.xls": XLS.read_bytes(),
        }

    def draw(self, draw: Random) -> list[tuple[str, bytes]]:
        """One to three files, most of them damaged once or more, some under another's name."""
        chosen = []
        for name in draw.choices(list(self.files), k=draw.choice((1, 1, 2, 3))):
            data = self.files[name]
            zipped = name.endswith((".xlsx", ".zip"))
            for _ in range(draw.choice((0, 1, 1, 1, 2, 5))):
                if zipped and draw.random() < 0.6:
                    try:
                        data = _inside(data, draw)
                    except Exception:  # damaged already, as it should be
                        zipped = False
                else:
                    data = draw.choice(ANYWHERE if name.endswith((".xls", ".xlsx", ".zip")) else OF_TEXT)(data, draw)
            chosen.append((draw.choice((name, name, draw.choice(list(self.files)))), data))
        return chosen


def one_try(files: list[tuple[str, bytes]], draw: Random, check: bool) -> str:
    """Read (and check) the files; returns what came of it in a word. Raises whatever must not come out."""
    year = draw.choice(YEARS)
    reading = read(files, year, last=draw.random() < 0.3)
    _assert_whole(reading)
    as_csv_files(reading)
    proposal = propose(reading.tables, None, None)
    proposal.warnings(Collection(year))
    if check and not reading.problems:
        report = validate(Collection(year), files)
        assert not report.crashed, report.crashed
    return "problem" if reading.problems else "report"


def _assert_whole(reading: Reading) -> None:
    for problem in reading.problems:
        assert isinstance(problem, InputError)
        assert problem.problem
    for name, table in reading.tables.items():
        assert set(tables()[name].columns) <= set(table.columns)
        for values in (*table.columns.values(), *table.raw.values()):
            assert len(values) == len(table.line)
            assert all(type(value) is str for value in values)
    assert len(reading.files) > 0
    for file in reading.files:
        assert file.tables or file.problem or file.notices or file.kind in ("ZIP", "XML"), file


def fuzz(tries: int, seed: int, check_every: int = CHECK_EVERY) -> tuple[Counter[str], list[str], int]:
    """Outcomes counted, what failed, and the bytes of memory by which the process grew at most."""
    corpus = Corpus()
    outcomes: Counter[str] = Counter()
    failures = []
    validate(Collection(YEARS[-1]), list(sample(12).this_year.items()))
    start = _memory()
    for number in range(tries):
        draw = Random(f"{seed}/{number}")
        files = corpus.draw(draw)
        try:
            outcomes[one_try(files, draw, check=bool(check_every) and number % check_every == 0)] += 1
        except Exception:
            outcomes["failed"] += 1
            failures.append(f"try {number} of seed {seed}:\n{traceback.format_exc()}")
    return outcomes, failures, _memory() - start


def _memory() -> int:
    """The most memory that the process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def fuzz_page(tries: int, seed: int) -> int:
    """Ask questions of one page after another until there were so many; 1 when one failed, which is then shown."""
    start, pages = time.perf_counter(), 0
    while PageWorld.asked.total() < tries:
        try:
            ask_at_random(PAGES_AT_ONCE, seed + pages)
        except Exception:
            traceback.print_exc()
            print(f"Failed among the pages from seed {seed + pages} on.", file=sys.stderr)
            return 1
        pages += PAGES_AT_ONCE
    spent = time.perf_counter() - start
    asked = PageWorld.asked
    print(f"{asked.total():,} questions of {pages:,} pages in {spent:,.0f} s: no failure. The most asked were:")
    for question, count in asked.most_common(12):
        print(f"{count:>10,}  {question}")
    return 0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=903)
    parser.add_argument(
        "--page", action="store_true", help="ask the page's questions in place of reading damaged files"
    )
    chosen = parser.parse_args()
    if chosen.page:
        return fuzz_page(chosen.tries, chosen.seed)
    start = time.perf_counter()
    outcomes, failures, grown = fuzz(chosen.tries, chosen.seed)
    for failure in failures[:10]:
        print(failure, file=sys.stderr)
    print(
        f"{chosen.tries:,} tries in {time.perf_counter() - start:,.0f} s: {outcomes['report']:,} reports, "
        f"{outcomes['problem']:,} input errors, {outcomes['failed']:,} failures; memory grew by {grown / 1e6:,.0f} MB"
    )
    return int(bool(failures) or grown > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
