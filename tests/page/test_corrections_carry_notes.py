"""Notes, states, marks and the comparison with an earlier run, whatever is corrected and taken back in between."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.page.answered import done, results_of
from validator.correcting.edits import Edit, Removal, Step
from validator.page.bridge import Session
from validator.page.correcting import Cleaning
from validator.page.given import CheckSettings, ChosenRules
from validator.page.tracking import Runs
from validator.tracking.comparison import compare_runs
from validator.tracking.runs import read_run

YEAR = "2025-26"
# Wrong codes, dates that are out of order, rows that are there twice: each row for itself and among others.
RULES: ChosenRules = {
    "name": "Some",
    "rules": ["101", "102", "103", "142", "143", "144", "205A", "501", "502", "503A", "1015"],
}

HEADER = """CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB
="1001",X,x,?,UN1,,
1002,X,2012-02-01,?,UN1,,
1002,9,01/02/2012,WBRI,UN1,,
1002,9,01/02/2012,WBRI,UN1,,
"""
EPISODES = """CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN
="1001",2025-07-09,S,zz,N1,u4,PR1,,,,,,
1001,9/7/2025,S,C2,N9,U4,PR1,,,,,,
1001,09/07/2025,S,C2,N9,U4,PR1,,,,,,
1001,10/07/2025,S,C9,N1,Q9,PR1,01/02/2025,E3,,,,
1002,09/07/2025,S,C2,N1,U4,PR9,01/08/2025,X1,,,,
1002,10/07/2025,Z,C2,N1,U4,PR1,,,,,,
"""
FILES = {"header.csv": HEADER.encode(), "episodes.csv": EPISODES.encode()}
ROWS = {"Header": 4, "Episodes": 6}
VALUES = {
    ("Header", "CHILD"): ("1001", "1002", "1003", '="1003"', ""),
    ("Header", "SEX"): ("M", "X"),
    ("Header", "DOB"): ("01/02/2012", "2013-02-01", "x"),
    ("Episodes", "CHILD"): ("1001", "1002", "1003", ""),
    ("Episodes", "DECOM"): ("09/07/2025", "10/07/2025", "2025-07-10", "11/07/2025", "x", ""),
    ("Episodes", "CIN"): ("N1", "N9"),
    ("Episodes", "PLACE"): ("U4", "Q9"),
    ("Episodes", "REC"): ("", "X1", "E3"),
}

# Rule, table and row of the file: that is what an issue stays, whatever is corrected.
Place = tuple[str, str, int]


OF_RUN = "of a run"


class Page:
    """A page with a return, and what is noted on it."""

    def __init__(self, files: Mapping[str, bytes] = FILES, session: Session | None = None) -> None:
        self.session = session or Session()
        self.runs = Runs(self.session)
        self.cleaning = Cleaning(self.session)
        self.load(files)

    def load(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            self.session.add("this_year", name, len(content), content)
        self.check()

    def check(self) -> None:
        asked: CheckSettings = {"year": YEAR, "authority": "Manchester", "as_at": "", "rules": RULES}
        assert "errors" not in self.session.check(asked)

    def places(self) -> list[Place]:
        """The issues by their rows in the files."""
        state = self.session.state
        assert state is not None
        columns = [state.report.issues[name].tolist() for name in ("rule", "table", "row")]
        return [(code, table, int(state.corrected.rows[table][row])) for code, table, row in zip(*columns, strict=True)]

    def go_to(self, steps: Sequence[Step]) -> None:
        state = self.session.state
        assert state is not None
        self.session.take(steps, state.after(steps))

    def do(self, *parts: Edit | Removal) -> None:
        edits = [part for part in parts if isinstance(part, Edit)]
        removals = [part for part in parts if isinstance(part, Removal)]
        self.go_to([*self.session.steps, Step("By hand", "by hand", edits, removals)])

    def put(self, place: Place, words: str) -> None:
        self.runs.annotate({"positions": [self.places().index(place)]}, {"state": "asked", "note": words})

    def noted(self) -> dict[Place, str]:
        assert self.session.results is not None
        notes = results_of(self.session).statuses.notes
        return {place: notes.note(at).text for at, place in enumerate(self.places()) if notes.note(at).text}

    def marked(self) -> set[Place]:
        assert self.session.results is not None
        places = self.places()
        return {places[at] for at in results_of(self.session).looked_at}

    def saved(self, hashed: bool = False) -> bytes:
        content: bytes = done(self.runs.save(hashed))["content"]
        return content

    def hold(self, content: bytes) -> None:
        self.runs.add("run.json", len(content), content)

    def since(self, content: bytes) -> tuple[int, int]:
        """How many issues are new and how many fixed since a run."""
        assert self.session.results is not None
        found = compare_runs(read_run(content, "run.json"), results_of(self.session).statuses.run)
        return len(found.found_new), len(found.fixed)

    def corrected(self) -> dict[str, bytes]:
        return unpacked(done(self.cleaning.corrected()))


def unpacked(download: Mapping[str, Any]) -> dict[str, bytes]:
    if not download["name"].endswith(".zip"):
        return {download["name"]: download["content"]}
    with zipfile.ZipFile(io.BytesIO(download["content"])) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def edit(table: str, row: int, field: str, new: str) -> Edit:
    return Edit(table, row, field, new, "")


class Corrections(RuleBasedStateMachine):
    """What is done to a return in any order; `noted` and `marked` say what was noted about which issue."""

    @initialize(held=st.booleans(), hashed=st.booleans())
    def start(self, held: bool, hashed: bool) -> None:
        self.page = Page()
        self.first = set(self.page.places())
        self.undone: list[Step] = []
        self.noted: dict[Place, str] = {}
        self.marked: set[Place] = set()
        self.held = held
        if held:
            at = self.page.places()
            self.page.put(at[0], OF_RUN)
            run = self.page.saved(hashed)
            self.page = Page()
            self.page.hold(run)
            self.noted[at[0]] = OF_RUN
            self.of_run = at[0]

    @rule(at=st.integers(0, 60), words=st.sampled_from(["", "one", "two"]))
    def put(self, at: int, words: str) -> None:
        if places := self.page.places():
            place = places[at % len(places)]
            self.page.runs.annotate({"positions": [places.index(place)]}, {"state": "", "note": words})
            self.noted[place] = words

    @rule(at=st.integers(0, 60), looked=st.booleans())
    def mark(self, at: int, looked: bool) -> None:
        if places := self.page.places():
            place = places[at % len(places)]
            results_of(self.page.session).mark([places.index(place)], looked)
            (self.marked.add if looked else self.marked.discard)(place)

    @rule(cell=st.sampled_from(sorted(VALUES)), row=st.integers(0, 5), value=st.integers(0, 5))
    def by_hand(self, cell: tuple[str, str], row: int, value: int) -> None:
        table, field = cell
        values = VALUES[cell]
        self.page.do(edit(table, row % ROWS[table], field, values[value % len(values)]))

    @rule(table=st.sampled_from(sorted(ROWS)), row=st.integers(0, 5))
    def take_out(self, table: str, row: int) -> None:
        self.page.do(Removal(table, row % ROWS[table], ""))

    @rule()
    def safe(self) -> None:
        found = done(self.page.cleaning.safe())["kinds"]
        if found:
            self.page.cleaning.apply({"safe": [kind["kind"] for kind in found]})

    @precondition(lambda self: self.page.session.steps)
    @rule()
    def undo(self) -> None:
        self.undone = self.page.session.steps
        self.page.cleaning.undo()

    @precondition(lambda self: self.page.session.steps)
    @rule()
    def undo_all(self) -> None:
        self.undone = self.page.session.steps
        self.page.go_to([])
        assert set(self.page.places()) == self.first

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.page.go_to(self.undone)

    @rule()
    def check(self) -> None:
        self.page.check()

    @rule(hashed=st.booleans())
    def save(self, hashed: bool) -> None:
        """Since the moment at which it was saved nothing has changed."""
        assert self.page.since(self.page.saved(hashed)) == (0, 0)

    @invariant()
    def as_put_down(self) -> None:
        places = self.page.places()
        there = set(places)
        noted = {place: words for place, words in self.noted.items() if words and place in there}
        found = self.page.noted()
        if self.held and self.of_run not in there:
            # Another row that is called as that one was, with the same issue, may have its note.
            found = {place: words for place, words in found.items() if words != OF_RUN}
        assert found == noted
        assert self.page.marked() == self.marked & there
        if self.held:
            assert self.page.session.results is not None
            told = results_of(self.page.session).statuses.comparison
            assert told is not None
            status = dict(zip(places, told.status, strict=True))
            assert {status[place] for place in there & self.first} <= {"still"}
            assert len(told.fixed) <= len(self.first - there)


Corrections.TestCase.settings = settings(
    max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCorrections = Corrections.TestCase


# -- one by one

# Codes that there are none of, in two rows of one child and in two of another that are the same.
SOME = {
    "header.csv": b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,M,01/02/2012,WBRI,UN1,,\n2,M,01/02/2012,WBRI,UN1,,\n",
    "episodes.csv": b"""CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN
1,01/07/2025,Z,C2,N9,U4,PR1,,,,,,
1,02/07/2025,Z,C2,N9,U4,PR1,,,,,,
2,01/07/2025,Z,C2,N9,U4,PR1,,,,,,
2,01/07/2025,Z,C2,N9,U4,PR1,,,,,,
""",
}
CHANGES: dict[str, list[Edit | Removal]] = {
    "a start date": [edit("Episodes", 0, "DECOM", "09/07/2025")],
    "start dates, each to that of the next": [
        edit("Episodes", 0, "DECOM", "02/07/2025"),
        edit("Episodes", 1, "DECOM", "03/07/2025"),
    ],
    "start dates that change places": [
        edit("Episodes", 0, "DECOM", "02/07/2025"),
        edit("Episodes", 1, "DECOM", "01/07/2025"),
    ],
    "a child": [edit("Episodes", 0, "CHILD", "7"), edit("Episodes", 1, "CHILD", "7")],
    "a child to one that there is": [edit("Episodes", 0, "CHILD", "2")],
    "a row deleted": [Removal("Episodes", 0, "")],
    "the first of two that are the same deleted": [Removal("Episodes", 2, "")],
    "the first of two that are the same resolved": [edit("Episodes", 2, "CIN", "N1")],
    "the first of two that are the same moved": [edit("Episodes", 2, "DECOM", "05/07/2025")],
}


# What is called as another was before, with an issue that the other had, is taken for that other where
# nothing but names can tell, as in a run. What was noted here is never moved.
SWAPPED = ("start dates that change places", "the first of two that are the same moved")


def noted_page() -> tuple[Page, dict[Place, str]]:
    page = Page(SOME)
    places = page.places()
    assert {table for _, table, _ in places} == {"Episodes"}
    for place in places:
        page.put(place, " ".join(map(str, place)))
    results_of(page.session).mark(list(range(0, len(places), 2)), True)
    return page, page.noted()


@pytest.mark.parametrize("what", CHANGES)
def test_a_correction_leaves_notes_and_marks_with_their_issues(what: str) -> None:
    page, before = noted_page()
    marked, first = page.marked(), page.saved()
    assert len(before) == 6
    if what not in SWAPPED:
        page.hold(first)
    page.do(*CHANGES[what])
    still = {place: words for place, words in before.items() if place in page.places()}
    assert page.noted() == still
    assert page.marked() == marked & still.keys()
    new, fixed = len(set(page.places()) - before.keys()), len(before.keys() - set(page.places()))
    assert page.since(first) == ((new, fixed) if what not in SWAPPED[1:] else (0, 0))
    page.check()
    assert page.noted() == still
    page.cleaning.undo_all()
    assert (page.noted(), page.marked(), page.since(first)) == (before, marked, (0, 0))


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("what", CHANGES)
def test_a_run_that_was_saved_after_it_knows_the_corrected_files_and_the_first_ones(what: str, hashed: bool) -> None:
    page, before = noted_page()
    page.do(*CHANGES[what])
    saved, files, noted = page.saved(hashed), unpacked(done(page.cleaning.corrected())), sorted(page.noted().values())
    gone = before.keys() - set(page.places())
    corrected = Page({**SOME, **files})
    assert corrected.since(saved) == (0, 0)
    corrected.hold(saved)
    assert sorted(corrected.noted().values()) == noted
    # Again saved and read, it has lost nothing.
    corrected.hold(corrected.saved(hashed))
    assert sorted(corrected.noted().values()) == noted

    if what in SWAPPED:
        return
    first = Page(SOME)
    new, fixed = first.since(saved)
    assert fixed == len(set(page.places()) - before.keys())
    assert new == len(gone)
    first.hold(saved)
    assert {place: words for place, words in first.noted().items() if place not in gone} == {
        place: words for place, words in before.items() if place not in gone
    }


@pytest.mark.parametrize("cleared", [False, True])
@pytest.mark.parametrize("what", [what for what in CHANGES if what != SWAPPED[0]])
def test_notes_go_along_from_the_first_files_to_the_corrected_ones(what: str, cleared: bool) -> None:
    """Chosen in the place of the first ones, or after all files were taken off."""
    page, _ = noted_page()
    page.do(*CHANGES[what])
    files, noted, marks = unpacked(done(page.cleaning.corrected())), sorted(page.noted().values()), len(page.marked())
    if cleared:
        page.session.clear()
    page.load({**SOME, **files})
    assert not page.session.steps
    assert sorted(page.noted().values()) == noted
    assert len(page.marked()) == marks


def test_notes_stay_when_the_first_files_are_loaded_again() -> None:
    page, before = noted_page()
    page.do(*CHANGES["a start date"])
    page.session.clear()
    page.load(SOME)
    assert page.noted() == before


def test_safe_changes_and_others_make_nothing_new_and_fixed_at_once() -> None:
    """From a run saved before to a check of the corrected files by themselves, as on the command line."""
    page = Page()
    before, issues = page.saved(), len(page.places())
    page.cleaning.apply({"safe": [kind["kind"] for kind in done(page.cleaning.safe())["kinds"]]})
    page.do(edit("Episodes", 4, "REC", "E3"), edit("Header", 0, "SEX", "M"))
    resolved = issues - len(set(page.places()))
    assert resolved > 0
    assert Page({**FILES, **unpacked(done(page.cleaning.corrected()))}).since(before) == page.since(before)
    assert page.since(before)[1] - page.since(before)[0] == resolved


def test_a_child_written_as_a_formula_is_the_same_child() -> None:
    page, before = noted_page()
    saved = page.saved()
    for sign in (b'="%s"', b"'%s", b'"=""%s"""'):
        written = {
            name: b"\n".join(
                [head, *(sign % line.split(b",", 1)[0] + b"," + line.split(b",", 1)[1] for line in lines if line)]
            )
            for name, (head, *lines) in ((name, content.split(b"\n")) for name, content in SOME.items())
        }
        page.load(written)
        assert page.noted() == before
        assert Page(written).since(saved) == (0, 0)
