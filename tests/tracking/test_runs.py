"""Run files: what goes into one, that nothing else can be read as one, and what changed from one to the next."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import random
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from rules.registry import CATEGORIES, ORIGINS, RULE_SET
from tests.json_schema import mistakes
from tests.tracking.samples import FIRST_DAY, child, run_of
from validator.reading.json_files import LARGEST_COUNT
from validator.results.keys import IssueKey, IssueNames, RowName
from validator.returns.errors import InputError
from validator.returns.settings import NAMES
from validator.returns.tables import LAST, TableRef, tables
from validator.tracking import runs
from validator.tracking.comparison import compare_runs
from validator.tracking.notes import LONGEST_NOTE, NO_NOTE, STATES, Note, Noted, Notes, note_of
from validator.tracking.runs import OUTCOMES, RuleRun, Run, file_name, new_salt, read_run, read_run_file, to_json
from validator.version import __version__

SCHEMA = json.loads(files("validator").joinpath("data", "run.schema.json").read_text("utf-8"))

HEADER, EPISODES_THEN = TableRef("Header"), TableRef("Episodes", LAST)
KEY = IssueKey("101", HEADER, "1", "", 1)
OTHER = IssueKey("503A", EPISODES_THEN, "77", "DECOM 01/02/2025", 2)


def noted_run(**more: Any) -> Run:
    """Issues of the rules 101 and 102 in the children 1 and 2, with notes on one of them and on what is not there."""
    noted = Noted(
        issues={KEY: Note("asked", "Jo, 3 May: “wait”\nthen again"), OTHER: Note("", "[{\\")},
        rules={"102": Note("explained", "")},
        looked_at=frozenset({KEY, OTHER}),
        was={OTHER.of_row: RowName(EPISODES_THEN, "7", "DECOM 02/02/2025", 1)},
    )
    return run_of(child("1", sex="X", born="x"), child("2", sex="X"), child("3"), noted=noted, **more)


def test_a_run_tells_what_the_check_found() -> None:
    run = noted_run()
    assert run.issues == [
        KEY,
        IssueKey("101", HEADER, "2", "", 1),
        IssueKey("102", HEADER, "1", "", 1),
    ]
    data = json.loads(to_json(run))
    assert data["counts"] == {
        "issues": 3,
        "children": 3,
        "children_affected": 2,
        "looked_after": 0,
        "rows": {"Header": 3},
        "categories": {"missing": 0, "invalid": 3, "inconsistent": 0, "cross-year": 0},
    }
    assert {code: (rule["outcome"], rule["issues"]) for code, rule in data["rules"].items()} == {
        "101": ("run", 2),
        "102": ("run", 1),
        "103": ("run", 0),
    }
    assert (data["tool"], data["rule_set"], data["year"], data["authority"]) == (
        __version__,
        RULE_SET,
        "2025-26",
        "E08000003",
    )
    assert (data["start"], data["end"], data["as_at"], data["salt"]) == ("2025-04-01", "2026-03-31", None, None)
    assert data["saved"] == "2026-11-22T14:05:09+01:00"
    assert run.label == "22/11/2026 14:05"
    assert file_name(run) == "manchester-2025-26-2026-11-22-140509.903run.json"
    assert file_name(dataclasses.replace(run, saved=run.saved + dt.timedelta(seconds=1))) != file_name(run)
    # One issue, and one note, a line.
    lines = to_json(run).decode().splitlines()
    assert '  ["101", "Header", "2", "", 1],' in lines
    assert '  ["101", "Header", "1", "", 1, "asked", "Jo, 3 May: “wait”\\nthen again"],' in lines


def test_rules_that_were_not_run_are_told_apart() -> None:
    run = run_of(child("1"), only=["101", "503A"])
    assert run.rules["101"].outcome == "run"
    assert run.rules["503A"].outcome == "not_run"
    assert run.ran("101")
    assert not run.ran("503A")
    assert not run.ran("no such")


@pytest.mark.parametrize("with_hashes", [False, True])
def test_what_is_saved_can_be_read_again_and_satisfies_the_schema(with_hashes: bool) -> None:
    run = noted_run().hashed(new_salt()) if with_hashes else noted_run()
    content = to_json(run)
    assert read_run(content, "a.json") == run
    assert read_run(b"\xef\xbb\xbf" + content, "a.json") == run
    assert list(mistakes(json.loads(content), SCHEMA)) == []
    # Written otherwise, as other programs do, it is the same run.
    assert read_run(json.dumps(json.loads(content)).encode(), "a.json") == run


def test_a_run_of_version_1_knows_of_no_corrections_and_is_read_as_before() -> None:
    run = dataclasses.replace(noted_run(), noted=dataclasses.replace(noted_run().noted, was={}))
    data = json.loads(to_json(run)) | {"version": 1}
    del data["was"]
    assert list(mistakes(data, SCHEMA)) == []
    assert read_run(json.dumps(data).encode(), "a.json") == run
    with pytest.raises(InputError, match="“was” is missing"):
        read_run(json.dumps(data | {"version": 2}).encode(), "a.json")
    with pytest.raises(InputError, match="not a field of a run"):
        read_run(json.dumps(data | {"was": []}).encode(), "a.json")


def test_a_hashed_run_tells_no_id_and_no_date_of_a_row() -> None:
    salt = new_salt()
    episodes = [IssueKey("142", TableRef("Episodes"), f"SECRET{at}", f"DECOM 0{at}/02/2025", 1) for at in range(1, 4)]
    run = dataclasses.replace(
        run_of(child("1")),
        issues=episodes,
        rules={"142": RuleRun("Title", "inconsistent", "department", "run")},
        noted=Noted(
            {episodes[0]: Note("todo", "")},
            {},
            frozenset(episodes[1:]),
            was={episodes[0].of_row: RowName(TableRef("Episodes"), "SECRET9", "DECOM 09/02/2025", 1)},
        ),
    )
    hashed = run.hashed(salt)
    text = to_json(hashed).decode()
    assert "SECRET" not in text
    assert "/02/2025" not in text
    assert (hashed.children_affected, hashed.by_rule, hashed.salt) == (3, run.by_rule, salt)
    assert hashed.shown(0) == IssueKey("142", TableRef("Episodes"), "", "", 1)
    assert run.shown(0) == episodes[0]
    assert len(hashed.noted.issues) == 1
    assert len(hashed.noted.looked_at) == 2
    assert new_salt() != salt


# -- files that are not as they should be

Change = Callable[[dict[str, Any]], Any]


def broken(change: Change) -> bytes:
    """A file in the form that is saved, of data that were changed."""
    data = json.loads(to_json(noted_run()))
    change(data)
    lines = [f" {json.dumps(name)}: {runs._block(value)}" for name, value in data.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def inner(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def put(value: Any, *path: str | int) -> Change:
    """Puts a value at a path."""
    return lambda data: inner(data, path[:-1]).__setitem__(path[-1], value)


def drop(*path: str | int) -> Change:
    """Takes out what is at a path."""
    return lambda data: inner(data, path[:-1]).pop(path[-1])


def repeat(name: str, at: int) -> Change:
    """Lists an entry once more."""
    return lambda data: data[name].append(data[name][at])


BAD: dict[str, tuple[Change, str]] = {
    "another format": (put("check903-profile", "format"), "This is not a run of Check 903."),
    "another version": (put(3, "version"), "version: expected 1 to 2"),
    "no version": (drop("version"), "The field “version” is missing."),
    "a version that is no number": (put(True, "version"), "version: expected 1 to 2"),
    "a field missing": (drop("salt"), "The field “salt” is missing."),
    "a field too many": (put(1, "more"), '"more" is not a field of a run.'),
    "no year": (put("2019-20", "year"), "year: expected a collection year from 2022-23"),
    "no authority": (put("E99999999", "authority"), "authority: expected the ONS code"),
    "no date": (put("2025-02-30", "start"), 'start: expected a date such as 2026-03-31, found "2025-02-30".'),
    "no time": (put("2026-99-22T14:05:09+00:00", "saved"), "saved: expected a time such as"),
    "a time without a zone": (put("2026-11-22T14:05:09", "saved"), "saved: expected a time such as"),
    "an end before the start": (put("2024-03-31", "end"), "The period checked ends before it begins"),
    "a version in words": (put("one", "tool"), "tool: expected a version such as 1.0.0"),
    "a short salt": (put("00", "salt"), "salt: expected null, or 64 digits"),
    "plain ids under a salt": (put("0" * 64, "salt"), "expected a hash of 32 digits"),
    "no counts": (put([], "counts"), "counts: expected an object, found a list."),
    "a count missing": (drop("counts", "children"), "The field “counts.children” is missing."),
    "a wrong count": (put(4, "counts", "issues"), "counts, issues: expected 3, as many as are listed, found 4."),
    "wrong children": (put(1, "counts", "children_affected"), "counts, children_affected: expected 2"),
    "a wrong category": (put(1, "counts", "categories", "missing"), "counts, categories: expected"),
    "a count below none": (put(-1, "counts", "children"), "counts, children: expected a number from 0"),
    "a count in words": (put("9", "counts", "looked_after"), "counts, looked_after: expected a whole number"),
    "rows of no table": (put(1, "counts", "rows", "Ships"), "expected the name of a table"),
    "a rule's wrong count": (put(1, "rules", "101", "issues"), "rules, 101, issues: expected 2"),
    "no outcome": (put("maybe", "rules", "101", "outcome"), "rules, 101, outcome: expected one of run, not_run"),
    "no category": (put("odd", "rules", "101", "category"), "rules, 101, category: expected one of missing"),
    "no title": (put("", "rules", "101", "title"), "rules, 101, title: expected a text of 1 to 300"),
    "a title that moves the cursor": (put("a\x1b[2J", "rules", "101", "title"), "300 characters that can be seen"),
    "a rule of no code": (put({}, "rules", "<b>"), "expected the code of a rule, found"),
    "a rule that did not run": (
        put("crashed", "rules", "102", "outcome"),
        "issues, entry 3: expected the code of a rule that was run",
    ),
    "an issue of no rule": (put("9 9", "issues", 1, 0), "issues, entry 2: expected the code of a rule first"),
    "an issue in no table": (put("Ships", "issues", 1, 1), "issues, entry 2: expected the name of a table, found"),
    "an issue of no child": (put(7, "issues", 1, 2), "issues, entry 2: expected texts after it"),
    "an issue of no number": (put(0, "issues", 1, 4), "issues, entry 2: expected a number from 1 on after these"),
    "an issue too short": (drop("issues", 2, 4), "issues, entry 3: expected a list of rule, table, child, row"),
    "an issue twice": (repeat("issues", 0), "issues, entry 4: this issue is listed twice."),
    "no issues": (put(None, "issues"), "issues: expected a list, found null."),
    "a note in no state": (put("done", "notes", 0, 5), "notes, entry 1: expected a state, one of todo"),
    "a note too long": (put("x" * 2001, "notes", 0, 6), "The note has 2,001 characters."),
    "a note that is none": (put(1, "notes", 0, 6), "notes, entry 1: expected a note, which is text"),
    "two notes on one": (repeat("notes", 1), "notes, entry 3: this issue has a note already."),
    "a rule's note without state": (drop("rule_notes", "102", "state"), "“rule_notes.102.state” is missing."),
    "a row that was another, too short": (
        drop("was", 0, 6),
        "was, entry 1: expected a list of table, child, row, number",
    ),
    "a row that was in no table": (put("Ships", "was", 0, 0), "was, entry 1: expected the name of a table"),
    "a row that was no number": (put(0, "was", 0, 6), "was, entry 1: expected a number from 1 on"),
    "a row that was two": (repeat("was", 0), "was, entry 2: this row is listed already."),
    "looked at twice": (repeat("looked_at", 0), "looked_at, entry 3: this issue is listed twice."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_a_run_is_refused_in_words(name: str) -> None:
    change, words = BAD[name]
    content = broken(change)
    with pytest.raises(InputError) as error:
        read_run(content, "x.903run.json")
    assert words in error.value.problem
    assert error.value.file == "x.903run.json"
    assert error.value.remedy


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (drop("issues", 2, 4), '  ["102", "Header", "1", ""]'),
        (put("maybe", "rules", "102", "outcome"), '  "102": {"title"'),
        (put("done", "notes", 1, 5), '  ["503A", "Episodes_last"'),
        (put("9", "counts", "children"), '  "children": "9"'),
        (put("2019-20", "year"), ' "year"'),
        (put(1, "zzz"), ' "zzz"'),
    ],
)
def test_a_problem_is_told_with_its_line(change: Change, line: str) -> None:
    content = broken(change)
    with pytest.raises(InputError) as error:
        read_run(content, "x.json")
    found = content.decode().splitlines()[(error.value.line or 0) - 1]
    assert found.startswith(line)
    assert error.value.place == f"x.json, line {error.value.line}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not whole JSON"),
        (b"{\n,}", "not whole JSON"),
        (b"[]", "not a run of Check 903"),
        (b"null", "not a run of Check 903"),
        (b"\xff\xfe{", "not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"\\\\":' * 100_000, "nested too deeply"),
        (b'["\\"", ' * 9 + b"1", "nested too deeply"),
        (b'{"a": 1, "a": 2}', '"a" is given twice.'),
        (b"9" * 5000, "not whole JSON"),
        (b" " * (runs.LARGEST + 1), "larger than 50 MB"),
        (b'{"format": "\\ud800"}', "half of a character"),
    ],
)
def test_what_is_no_json_of_ours_is_refused_before_it_is_looked_at(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        read_run(content, "x.json")
    assert error.value.file == "x.json"


def test_brackets_in_notes_are_no_nesting() -> None:
    run = dataclasses.replace(noted_run(), noted=Noted({KEY: Note("", '[{"\\' * 300)}))
    assert read_run(to_json(run), "a.json") == run


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_run_file(tmp_path / "none.json")
    path = tmp_path / "a.json"
    path.write_bytes(to_json(noted_run()))
    assert read_run_file(path) == noted_run()


ODD: list[Any] = [None, True, 0, -1, 1e308, float("nan"), "", "x", [], {}, [[]], {"a": 1}, 10**30, "\x00", "\ud800"]


def bent(value: Any, draw: random.Random) -> Any:
    """A value with something in it changed, taken out or put in twice."""
    if not isinstance(value, dict | list) or not value or draw.random() < 0.1:
        return draw.choice(ODD)
    value = copy.copy(value)
    at = draw.choice(list(value)) if isinstance(value, dict) else draw.randrange(len(value))
    if draw.random() < 0.2:
        del value[at]
    else:
        value[at] = bent(value[at], draw)
    return value


def cut(content: bytes, draw: random.Random) -> bytes:
    """A file with a few bytes taken out or put in."""
    at = draw.randrange(len(content))
    return (
        content[:at]
        + draw.choice([b"", b"[", b"{", b'"', b"\\", b"null", b"\xff"])
        + content[at + draw.randint(0, 9) :]
    )


def test_whatever_a_file_holds_it_is_a_run_or_refused_in_words() -> None:
    draw = random.Random(903)
    good = to_json(noted_run())
    refused = 0
    for _ in range(1000):
        for content in (json.dumps(bent(json.loads(good), draw)).encode(), cut(good, draw)):
            try:
                run = read_run(content, "x.json")
            except InputError:
                refused += 1
            else:
                assert read_run(to_json(run), "x.json") == run
    assert 1000 < refused < 2000


# -- the schema says what the code does


def test_the_schema_and_the_code_agree() -> None:
    properties, parts = SCHEMA["properties"], SCHEMA["$defs"]
    # Older files lack them.
    later = ("settings", "was")
    assert [name for name in properties if name not in later] == SCHEMA["required"]
    assert [name for name in properties if name != "settings"] == list(runs._FIELDS)
    assert properties["settings"]["propertyNames"]["enum"] == list(NAMES)
    assert properties["format"]["const"] == runs.FORMAT
    assert properties["version"]["enum"] == list(range(1, runs.VERSION + 1))
    assert properties["tool"]["pattern"] == f"^{runs.TOOL}$"
    assert properties["salt"]["pattern"] == f"^{runs.SALT}$"
    counts = properties["counts"]
    assert list(counts["properties"]) == counts["required"] == list(runs._COUNTS)
    assert list(counts["properties"]["categories"]["properties"]) == list(CATEGORIES)
    rule = properties["rules"]["additionalProperties"]
    assert list(rule["properties"]) == rule["required"] == [*RuleRun._fields, "issues"]
    assert rule["properties"]["title"]["maxLength"] == runs.LONGEST_TITLE
    assert rule["properties"]["category"]["enum"] == list(CATEGORIES)
    assert rule["properties"]["origin"]["enum"] == list(ORIGINS)
    assert rule["properties"]["outcome"]["enum"] == list(OUTCOMES)
    assert properties["rules"]["maxProperties"] == properties["rule_notes"]["maxProperties"] == runs.MOST_RULES
    assert parts["code"]["pattern"] == f"^{runs.CODE}$"
    assert parts["table"]["pattern"] == f"^({'|'.join(tables())})(_last)?$"
    assert parts["state"]["enum"] == ["", *STATES]
    assert parts["note"]["maxLength"] == LONGEST_NOTE
    assert parts["count"]["maximum"] == parts["number"]["maximum"] == LARGEST_COUNT


def test_the_schema_refuses_what_the_code_refuses() -> None:
    # Whether counts agree, issues repeat or a day exists is more than a schema can say.
    beyond = {
        "no year", "no authority", "no date", "no time", "a time without a zone", "an end before the start",
        "plain ids under a salt", "a wrong count", "wrong children", "a wrong category",
        "a rule's wrong count", "a rule that did not run", "two notes on one",
    }  # fmt: skip
    for name in BAD.keys() - beyond:
        assert list(mistakes(json.loads(broken(BAD[name][0])), SCHEMA)), name


# -- from one run to the next


def test_what_is_new_still_there_and_fixed_is_exact() -> None:
    old = run_of(child("1", sex="X", born="x"), child("2", sex="X"), child("3", ethnic="?"))
    new = run_of(child("9", ethnic="?"), child("3", ethnic="?"), child("1", sex="X"), child("2", born="x"), later=1)
    found = compare_runs(old, new)
    status = {key[:3]: status for key, status in zip(new.issues, found.status, strict=True)}
    assert status == {
        ("101", HEADER, "1"): "still",
        ("102", HEADER, "2"): "new",
        ("103", HEADER, "3"): "still",
        ("103", HEADER, "9"): "new",
    }
    assert [old.issues[at][:3] for at in found.fixed] == [("101", HEADER, "2"), ("102", HEADER, "1")]
    assert found.not_checked == []
    assert found.still == 2
    assert [(change.code, change.new, change.still, change.fixed) for change in found.rules] == [
        ("101", 0, 1, 1),
        ("102", 1, 0, 1),
        ("103", 1, 1, 0),
    ]
    assert found.warnings == []
    same = compare_runs(old, old)
    assert (len(same.found_new), same.fixed, same.still) == (0, [], 4)


def test_what_was_not_looked_for_is_not_fixed() -> None:
    old = run_of(child("1", sex="X", born="x"), child("2", sex="X"))
    new = run_of(child("1", born="x", ethnic="?"), child("2"), only=["102", "103"], later=1)
    found = compare_runs(old, new)
    assert found.fixed == []
    assert [old.issues[at].rule for at in found.not_checked] == ["101", "101"]
    assert "2 issues of the earlier run could not be looked for in the later one" in found.warnings[0]
    assert found.warnings[0].endswith("101.")
    # The other way round, what the earlier run could not find counts as new and is said to be perhaps older.
    back = compare_runs(new, old)
    assert [old.issues[at].rule for at in back.found_new] == ["101", "101"]
    assert [new.issues[at].rule for at in back.fixed] == ["103"]
    assert any("2 new issues are of rules that the earlier run did not run" in warning for warning in back.warnings)
    # A table that is missing cannot be looked at either, nor can a rule that failed tell anything.
    without = dataclasses.replace(old, issues=[], rows={TableRef("Episodes"): 1})
    assert len(compare_runs(old, without).not_checked) == 3
    crashed = {code: rule._replace(outcome="crashed") for code, rule in old.rules.items()}
    assert len(compare_runs(old, dataclasses.replace(old, issues=[], rules=crashed)).not_checked) == 3


def test_what_makes_two_runs_hard_to_compare_is_said() -> None:
    old = run_of(child("1", sex="X"))
    own = {"OWN1": RuleRun("Own", "missing", "own", "run")}

    def warned(**changed: Any) -> str:
        return " ".join(compare_runs(old, dataclasses.replace(old, **changed)).warnings)

    assert warned() == ""
    assert "different collection years: 2025-26, then 2026-27." in warned(year="2026-27")
    assert "different authorities: Manchester, then no authority." in warned(authority=None)
    assert "01/04/2025 to 31/03/2026, then 01/04/2025 to 30/09/2025" in warned(as_at=dt.date(2025, 9, 30))
    assert f"rule set of {RULE_SET}, then of 2020-01-01" in warned(rule_set="2020-01-01")
    assert "Check 903’s own checks were asked for only in the later run." in warned(rules={**old.rules, **own})
    assert "saved after the later one" in warned(saved=FIRST_DAY - dt.timedelta(days=1))


def test_hashed_and_plain_runs_are_compared_unless_their_salts_differ() -> None:
    old = run_of(child("1", sex="X", born="x"), child("2", sex="X"))
    new = run_of(child("2", sex="X"), child("1", sex="X", ethnic="?"), later=1)
    plain = compare_runs(old, new)
    salt, other = new_salt(), new_salt()
    for before, after in [(old.hashed(salt), new), (old, new.hashed(salt)), (old.hashed(salt), new.hashed(salt))]:
        found = compare_runs(before, after)
        assert (found.status, found.fixed, found.not_checked) == (plain.status, plain.fixed, plain.not_checked)
        assert found.rules == plain.rules
    with pytest.raises(InputError, match="hashed with different salts"):
        compare_runs(old.hashed(salt), new.hashed(other))


# -- notes


def test_a_note_is_tidied_and_no_longer_than_it_may_be() -> None:
    assert note_of("asked", "  a\tb \r\n\u202e\x00c  \n\n") == Note("asked", "a b\nc")
    assert note_of("", "") == NO_NOTE
    assert note_of("wont_fix", "x" * LONGEST_NOTE).title == "Won’t fix"
    with pytest.raises(InputError, match="2,001 characters"):
        note_of("", "x" * (LONGEST_NOTE + 1))
    with pytest.raises(InputError, match="no state “done”"):
        note_of("done", "")


def test_notes_made_here_stand_above_those_of_a_run() -> None:
    keys = [IssueKey("101", HEADER, str(at), "", 1) for at in range(4)]
    names = IssueNames(keys, keys, {})
    taken = Noted(
        issues={keys[0]: Note("asked", "a"), keys[1]: Note("todo", "b"), OTHER: Note("", "gone")},
        rules={"101": Note("waiting", ""), "102": Note("todo", "")},
        looked_at=frozenset(keys[:2]),
    )
    salt = new_salt()
    for known in (taken, taken.hashed(salt)):
        notes = Notes()
        notes.annotate([keys[1], keys[2]], Note("explained", "mine"))
        notes.annotate_rule("102", NO_NOTE)
        notes.look([keys[1]], False)
        notes.look([keys[3]], True)
        notes.take_over(known)
        assert notes.of_issues(names) == (
            {0: Note("asked", "a"), 1: Note("explained", "mine"), 2: Note("explained", "mine")},
            {0, 3},
        )
        assert notes.rules == {"101": Note("waiting", "")}
        assert notes.rule("102") == NO_NOTE
        assert notes.count == 4
        saved = notes.noted(names, salt)
        assert saved.looked_at == Noted(looked_at=frozenset([keys[0], keys[3]])).hashed(salt).looked_at
        plain = notes.noted(names)
        # What is known by its hash only cannot be told where it is not among the issues.
        assert (OTHER in plain.issues) == (known is taken)
        assert len(saved.issues) == 4
        other = notes.noted(names, new_salt())
        assert len(other.issues) == (4 if known is taken else 3)
        # Without the run, what was made here is left.
        notes.take_over(Noted())
        assert notes.of_issues(names) == ({1: Note("explained", "mine"), 2: Note("explained", "mine")}, {3})
    before = copy.deepcopy(notes.noted(names))
    notes.annotate([keys[1]], NO_NOTE)
    assert set(before.issues) - set(notes.noted(names).issues) == {keys[1]}
