"""Error profiles: what goes into one, what is hidden, and that nothing else can be read as one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dev.demo_profiles import DATA, as_lines, demo_profiles, write_profiles
from rules.registry import RULE_SET, in_force
from tests.checking.samples import rule_issues
from validator.checking.issues import Issues
from validator.checking.report import Report
from validator.cli.command import main
from validator.exporting.writing import write_files
from validator.insight.benchmarking import profile as profiles
from validator.insight.benchmarking.profile import (
    Count,
    Profile,
    file_name,
    hidden_range,
    hidden_total,
    make_profile,
    read_profile,
    to_json,
)
from validator.page.bridge import Session
from validator.page.comparing import Comparing
from validator.reading.json_files import LARGEST_COUNT
from validator.returns.collection import Collection
from validator.returns.errors import InputError
from validator.returns.tables import YEARS, TableRef, tables
from validator.sample import sample
from validator.version import __version__

YEAR = "2025-26"
SECRET = TableRef("SECRET")
SCHEMA = json.loads(files("validator").joinpath("data", "profile.schema.json").read_text("utf-8"))


def rows(**numbers: int | None) -> dict[TableRef, int | None]:
    """Numbers of rows by table."""
    return {TableRef.of(name): number for name, number in numbers.items()}


def report(**changed: Any) -> Report:
    """Rule 101 with 7 issues in 6 children, a row without a child among them; 102 with 5 in 5; 104 with none."""
    flagged = {"101": "1 2 3 4 5 6 -", "102": "1 2 3 4 5"}
    issues = [
        rule_issues(
            rule, TableRef("SECRET"), [(0, "" if child == "-" else f"SECRET{child}") for child in children.split()]
        )
        for rule, children in flagged.items()
    ]
    known = in_force(YEAR)
    content: dict[str, Any] = {
        "collection": Collection(YEAR, "Manchester", as_at="2025-09-30"),
        "rule_set": RULE_SET,
        "found": Issues(issues),
        "asked": known,
        "run": {code: known[code] for code in ("101", "102", "104")},
        "not_run": {
            # A rule about the end of the year, before it is over; one that needs last year's tables, which are missing;
            # one whose own table is missing; one that needs the provider list; one with a reason of its own.
            next(code for code, rule in known.items() if rule.year_end): "It is about the end of the collection year.",
            "503A": "It needs last year's Episodes file (such as episodes.csv).",
            "166": "It needs this year's Reviews file (such as reviews.csv).",
            "219": "It needs the Ofsted provider list.",
            "105": "It is about the UASC indicator of SECRET7.",
        },
        "crashed": {"103": "KeyError: SECRET8"},
        "rows": rows(Header=43, Episodes=61, UASC=5, OC2=0),
        "children": 43,
    }
    return Report(**(content | changed))


def test_a_profile_counts_and_hides_small_counts() -> None:
    made = make_profile(report())
    assert made == Profile(
        council="Manchester",
        authority="E08000003",
        year=YEAR,
        as_at=dt.date(2025, 9, 30),
        tool=__version__,
        rule_set=RULE_SET,
        children=43,
        rows=rows(Header=43, Episodes=61, UASC=None, OC2=0),
        rounded=False,
        suppressed=True,
        hidden_issues=None,
        # 5 issues of rule 102 are hidden; the row without a child is an issue of 101 but no child.
        rules={"101": Count(7, 6), "102": Count(None, None), "104": Count(0, 0)},
        not_run=dict(
            zip(report().not_run, ["year_end", "last_year", "table", "providers", "other"], strict=True),
        ),
        crashed=("103",),
    )
    open_ = make_profile(report(), suppressed=False)
    assert open_.rules == {"101": Count(7, 6), "102": Count(5, 5), "104": Count(0, 0)}
    assert open_.rows[TableRef("UASC")] == 5


def test_rounding_is_to_the_nearest_ten_and_never_to_nothing() -> None:
    sizes = rows(Header=44, Episodes=45, Reviews=0, UASC=6, OC2=1)
    made = make_profile(report(rows=sizes, children=4), rounded=True)
    assert made.rows == rows(Header=40, Episodes=50, Reviews=0, UASC=10, OC2=10)
    assert made.children == 10


def test_nothing_of_the_return_gets_into_a_profile() -> None:
    for suppressed in (True, False):
        text = to_json(make_profile(report(), suppressed=suppressed)).decode()
        assert "SECRET" not in text
        # The only date beside the rule set's is the as-at date.
        assert set(re.findall(r"\d{4}-\d{2}-\d{2}", text)) == {"2025-09-30", RULE_SET}
        assert json.loads(text).keys() == set(SCHEMA["required"])


def test_a_nickname_stands_in_for_the_authority() -> None:
    made = make_profile(report(), "  North   3 (unitary)")
    assert (made.council, made.authority) == ("North 3 (unitary)", None)
    assert "Manchester" not in to_json(made).decode()
    assert file_name(made) == "north-3-unitary-2025-26-2025-09-30.903profile.json"


@pytest.mark.parametrize("name", ["x" * 61, "<b>", "a\u202eb", "-x", "a_b", "=1+1", "a:b"])
def test_a_nickname_is_plain_words(name: str) -> None:
    with pytest.raises(InputError, match="cannot be used"):
        make_profile(report(), name)


def test_a_profile_needs_a_name_and_a_child() -> None:
    with pytest.raises(InputError, match="needs a name"):
        make_profile(report(collection=Collection(YEAR)))
    with pytest.raises(InputError, match="no child"):
        make_profile(report(children=0))


def test_what_is_saved_can_be_read_again() -> None:
    for made in [make_profile(report()), make_profile(report(), "Môn a’r Fro", rounded=True, suppressed=False)]:
        assert read_profile(to_json(made), "a.json") == made
    assert read_profile(b"\xef\xbb\xbf" + to_json(made), "a.json") == made


def test_a_file_of_the_first_version_is_read_and_shown_as_it_stands() -> None:
    data = json.loads(changed(hidden(7, 10)))
    del data["hidden_issues"]
    found = read_profile(json.dumps(data | {"version": 1}).encode(), "old.json")
    assert (found.hidden_issues, found.suppressed, len(found.rules)) == (None, True, 7)
    assert json.loads(to_json(found)) == data | {"version": 1}


# -- what hidden counts come to


@pytest.mark.parametrize(
    ("numbers", "total"),
    [
        # Four are too few, and a total of one is that one; what is not hidden does not count.
        ([3], None), ([5, 5, 5, 5, 0, 6, 80], None),
        ([1, 1, 1, 1, 1], 5), ([2, 2, 1, 1, 1], 5), ([2, 2, 2, 1, 1], 10), ([5, 5, 5, 5, 5], 25),
        # The nearest multiple would be 5, which seven counts come to only when each is a one.
        ([1] * 7, 10), ([1] * 6, 10), ([1] * 12, 15), ([1] * 6 + [2, 4, 5], 15),
    ],
)  # fmt: skip
def test_hidden_counts_are_told_in_total_to_the_nearest_five(numbers: list[int], total: int | None) -> None:
    assert hidden_total(numbers) == total
    assert make_profile(counted(numbers)).hidden_issues == total
    assert make_profile(counted(numbers), suppressed=False).hidden_issues is None


def test_no_total_tells_a_count() -> None:
    """Whatever hidden counts come to: of the sums that share a published total, each count can have three values."""
    for counts in range(5, 60):
        sums: dict[int | None, list[int]] = {}
        for total in range(counts, 5 * counts + 1):
            fives, rest = divmod(total - counts, 4)
            numbers = ([5] * fives + [1 + rest] + [1] * counts)[:counts]
            assert sum(numbers) == total
            sums.setdefault(hidden_total(numbers), []).append(total)
        for told, possible in sums.items():
            assert hidden_range(counts, told) == (possible[0], possible[-1])
            values = [v for v in range(1, 6) if any(counts - 1 <= s - v <= 5 * (counts - 1) for s in possible)]
            assert len(values) >= 3, (counts, told)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=14))
@example([1] * 7)
@example([5] * 10)
def test_other_returns_write_the_same_profile_so_that_no_hidden_count_can_be_derived(numbers: list[int]) -> None:
    written = to_json(make_profile(counted(numbers)))
    places = [at for at, number in enumerate(numbers) if 0 < number <= 5]
    for at in places:
        others = [place for place in places if place != at]
        same = set()
        for value in range(1, 6):
            # Every sum that the others can have with this value here, the lowest first.
            for more in range(4 * len(others) + 1):
                trial = dict(zip(others, filled(len(others), more), strict=True)) | {at: value}
                candidate = [trial.get(place, number) for place, number in enumerate(numbers)]
                if hidden_total(candidate) == hidden_total(numbers):
                    same.add(value)
                    assert to_json(make_profile(counted(candidate))) == written
                    break
        assert len(same) >= 3


def filled(counts: int, more: int) -> list[int]:
    """Counts from 1 to 5 that come to as many as there are and `more`."""
    return [1 + min(4, max(0, more - 4 * at)) for at in range(counts)]


def counted(numbers: list[int]) -> Report:
    """A report with so many issues of each of the first rules, each issue a child's of its own."""
    codes = list(in_force(YEAR))[: len(numbers)]
    issues = Issues(
        rule_issues(code, TableRef("Header"), [(at, str(at)) for at in range(number)])
        for code, number in zip(codes, numbers, strict=True)
    )
    return report(found=issues, run={code: in_force(YEAR)[code] for code in codes}, not_run={}, crashed={})


def test_the_made_up_profiles_are_profiles_and_the_same_each_time(tmp_path: Path) -> None:
    made = demo_profiles()
    assert len(made) == 30
    assert len({profile.council for profile in made}) == 10
    assert made == demo_profiles()
    write_profiles(tmp_path)
    found = [read_profile(path.read_bytes(), path.name) for path in sorted(tmp_path.iterdir())]
    assert sorted(found, key=str) == sorted(made, key=str)


def test_the_page_has_the_made_up_profiles_as_they_are_made() -> None:
    assert DATA.read_text(encoding="utf-8") == as_lines(), "run: python -m dev.demo_profiles"
    assert Comparing(Session()).demo() == [(file_name(profile), to_json(profile)) for profile in demo_profiles()]


# -- files that are not as they should be

Change = Callable[[dict[str, Any]], Any]


def changed(change: Change) -> bytes:
    data = json.loads(to_json(make_profile(report())))
    change(data)
    return json.dumps(data).encode()


def entry(code: str, issues: Any, children: Any) -> Change:
    return lambda data: data["rules"].update({code: {"issues": issues, "children": children}})


def hidden(counts: int, total: int | None) -> Change:
    """So many hidden counts of issues, said to come to `total`."""
    rules = {str(at): {"issues": None, "children": None} for at in range(900, 900 + counts)}
    return lambda data: data.update(rules=rules, hidden_issues=total)


REFUSED: dict[str, tuple[Change, str]] = {
    "other JSON": (lambda d: d.update(format="x"), "This is not an error profile."),
    "a later version": (lambda d: d.update(version=3), "version: expected 1 or 2, which this version of Check 903 can"),
    "true for 1": (lambda d: d.update(version=True), "version: expected 1"),
    "a total in the first version": (lambda d: d.update(version=1), '"hidden_issues" is not a field of a profile.'),
    "a total of one": (lambda d: d.update(hidden_issues=5), "hidden_issues: expected null, since fewer than 5 counts"),
    "no total": (hidden(7, None), "hidden_issues: expected a multiple of 5 from 10 to 35, which 7 hidden counts can"),
    "a total below the counts": (hidden(7, 5), "hidden_issues: expected a multiple of 5 from 10 to 35"),
    "a total above the counts": (hidden(7, 40), "hidden_issues: expected a multiple of 5 from 10 to 35"),
    "a total to the letter": (hidden(7, 11), "hidden_issues: expected a multiple of 5 from 10 to 35"),
    "a field too few": (lambda d: d.pop("rows"), "The field “rows” is missing."),
    "a field too many": (lambda d: d.update(notes="child 7"), '"notes" is not a field of a profile.'),
    "markup as a name": (lambda d: d.update(council="<img src=x>"), 'council: expected a name of at most 60 letters'),
    "no name": (lambda d: d.update(council=""), "council: expected a name"),
    "a long name": (lambda d: d.update(council="x" * 61), "council: expected a name"),
    "an authority's name": (lambda d: d.update(authority="Manchester"), 'authority: expected the ONS code'),
    "a year unknown": (lambda d: d.update(year="1999-00"), f"year: expected a collection year from {YEARS[0]}"),
    "a year of another kind": (lambda d: d.update(year=[2025]), "year: expected a collection year"),
    "no date": (lambda d: d.update(as_at="30/09/2025"), 'as_at: expected a date such as 2026-03-31, found "30/'),
    "a day that is none": (lambda d: d.update(as_at="2025-02-30"), "as_at: expected a date"),
    "a day of another year": (lambda d: d.update(as_at="2024-09-30"), "as_at: expected a day of 2025-26"),
    "words for a version": (lambda d: d.update(tool="my own"), "tool: expected a version such as 1.0.0"),
    "words for a day": (lambda d: d.update(rule_set="today"), "rule_set: expected a date"),
    "a count as text": (entry("101", "12", 3), 'rules.101.issues: expected a whole number or null, found "12".'),
    "half an issue": (entry("101", 7.5, 3), "rules.101.issues: expected a whole number or null, found 7.5."),
    "infinity": (entry("101", float("inf"), 3), "rules.101.issues: expected a whole number or null, found Infinity."),
    "true as a count": (entry("101", True, 0), "rules.101.issues: expected a whole number or null, found true."),
    "less than nothing": (entry("101", -1, 0), "rules.101.issues: expected a number from 0 to 100,000,000, found -1."),
    "too many": (entry("101", 10**9, 7), "rules.101.issues: expected a number from 0"),
    "beyond all counting": (entry("101", 10**4000, 7), "found a huge number."),
    "a small count not hidden": (entry("101", 9, 4), "rules.101.children: expected null, since the file says"),
    "more children than issues": (entry("101", 8, 9), "rules.101: there cannot be more children (9) than issues (8)"),
    "hidden children of no issue": (entry("101", 0, None), "more children (1 to 5) than issues (0)."),
    "children of hidden issues": (entry("101", None, 6), "more children (6) than issues (1 to 5)."),
    "a hidden count unsaid": (lambda d: d.update(suppressed=False), "expected a whole number, found null."),
    "a yes": (lambda d: d.update(suppressed="yes"), 'suppressed: expected true or false, found "yes".'),
    "no counts": (lambda d: d["rules"].update({"101": 5}), "rules.101: expected an object with issues and children"),
    "a third count": (
        lambda d: d["rules"]["101"].update(note=1), "rules.101: expected the fields issues and children, found",
    ),
    "a list of rules": (lambda d: d.update(rules=[]), "rules: expected an object, found a list."),
    "a code that is none": (entry("<b>", 7, 7), 'rules: expected the code of a rule, found "<b>".'),
    "too many rules": (
        lambda d: d["rules"].update({str(at): {"issues": 0, "children": 0} for at in range(2001)}),
        "rules: expected at most 2,000 entries, found 2,0",
    ),
    "a table unknown": (lambda d: d["rows"].update(Names=9), 'rows: expected names of tables, found "Names".'),
    "rows as text": (lambda d: d["rows"].update(Header="9"), "rows.Header: expected a whole number or null"),
    "no child": (lambda d: d.update(children=0), "children: expected at least 1, found 0."),
    "a reason in words": (lambda d: d["not_run"].update({"219": "child 7"}), 'not_run.219: expected one of table'),
    "a rule with two outcomes": (lambda d: d["not_run"].update({"101": "table"}), "Rule 101 is listed twice"),
    "crashed and not run": (lambda d: d.update(crashed=["219"]), "Rule 219 is listed twice"),
    "crashed twice": (lambda d: d.update(crashed=["103", "103"]), "crashed: a rule is listed twice."),
    "crashed as text": (lambda d: d.update(crashed="103"), "crashed: expected a list of codes of rules"),
    "a crash told": (lambda d: d.update(crashed=["103: KeyError"]), "crashed: expected the code of a rule"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_a_profile_is_refused_by_field(what: str) -> None:
    change, words = REFUSED[what]
    with pytest.raises(InputError) as refused:
        read_profile(changed(change), "theirs.json")
    assert words in refused.value.problem
    assert refused.value.remedy
    assert refused.value.file == "theirs.json"
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not whole JSON"),
        (b"\xff\xfe{", "not text in UTF-8"),
        (b'{"format":\n "check903-profile",\n', "not whole JSON"),
        (b"[1, 2]", "not an error profile"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 50_000, "nested too deeply"),
        (b" " * (256 * 1024 + 1), "larger than 262,144 bytes"),
        (b'{"format": "check903-profile", "version": ' + b"9" * 5000 + b"}", "not whole JSON"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_before_it_does_harm(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read_profile(content, "theirs.json")
    assert words in refused.value.problem
    assert len(str(refused.value)) < 300


def test_the_line_of_broken_json_is_told() -> None:
    with pytest.raises(InputError) as refused:
        read_profile(b'{"format":\n "check903-profile",\n x}', "theirs.json")
    assert refused.value.line == 3


def test_a_rule_given_twice_is_refused() -> None:
    text = to_json(make_profile(report())).decode()
    twice = text.replace('  "102":', '  "101": {"issues": 9, "children": 9},\n  "102":')
    with pytest.raises(InputError, match='"101" is given twice'):
        read_profile(twice.encode(), "theirs.json")
    with pytest.raises(InputError, match='"version" is given twice'):
        read_profile(text.replace('"version": 2', '"version": 1, "version": 2').encode(), "theirs.json")


# -- the schema says what the code does


def test_the_schema_and_the_code_agree() -> None:
    properties = SCHEMA["properties"]
    fields = ["format", "version", *(field.name for field in dataclasses.fields(Profile) if field.compare)]
    assert list(properties) == fields
    assert SCHEMA["required"] == [name for name in fields if name != "settings"]
    assert properties["format"]["const"] == profiles.FORMAT
    assert properties["version"]["const"] == profiles.VERSION
    assert properties["tool"]["pattern"] == f"^{profiles.TOOL}$"
    letters = profiles.NAME.replace(r"[^\W_](?:[^\W_]|[", r"[\p{L}\p{N}][\p{L}\p{N}").replace("])", "]")
    assert properties["council"]["pattern"] == f"^{letters}$"
    assert SCHEMA["$defs"]["code"]["pattern"] == f"^{profiles.CODE}$"
    assert SCHEMA["$defs"]["count"]["maximum"] == LARGEST_COUNT
    total = properties["hidden_issues"]
    assert (total["minimum"], total["multipleOf"]) == (profiles.FEWEST, profiles.STEP)
    assert total["maximum"] == profiles.SMALL * profiles.MOST_RULES
    assert properties["not_run"]["additionalProperties"]["enum"] == list(profiles.REASONS)
    assert properties["rules"]["maxProperties"] == properties["crashed"]["maxItems"] == profiles.MOST_RULES
    assert properties["rows"]["propertyNames"]["pattern"] == f"^({'|'.join(tables())})(_last)?$"
    assert list(properties["rules"]["additionalProperties"]["properties"]) == list(Count._fields)


# -- the command


def test_the_command_saves_what_the_check_finds(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    made = sample(30, seed=4, year=YEAR, error_rate=0.2)
    write_files(tmp_path, made.this_year)
    options = [str(tmp_path), "--year", YEAR, "--authority", "Manchester"]
    out = tmp_path / "out" / "mine.903profile.json"
    out.parent.mkdir()
    assert main(["profile", *options, "--council", "North 3", "--round", "--no-suppress", "-o", str(out)]) == 0
    saved = read_profile(out.read_bytes(), out.name)
    assert (saved.council, saved.rounded, saved.suppressed, saved.children) == ("North 3", True, False, 30)

    main(["check", *options, "--format", "json"])
    checked = json.loads(capsysbinary.readouterr().out)
    assert list(saved.rules) == checked["run"]
    assert saved.not_run.keys() == checked["not_run"].keys()
    assert saved.not_run["503A"] == "last_year"
    for code, found in saved.rules.items():
        issues = [issue for issue in checked["issues"] if issue["rule"] == code]
        assert found == (len(issues), len({issue["child"] for issue in issues} - {""})), code

    assert main(["profile", *options]) == 0
    printed = read_profile(capsysbinary.readouterr().out, "printed")
    assert (printed.council, printed.authority, printed.suppressed) == ("Manchester", "E08000003", True)
