"""Everything that the page may ask, at random and in any order: files of any kind and name, views, steps, notes.

`PageWorld` is a state machine of hypothesis. test_page_world.py runs it shortly, `python -m tests.fuzz --page` for as
long as is wanted. Any exception fails, as does an answer that is not of the type declared for it.
"""

from __future__ import annotations

import atexit
import functools
import io
import math
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dev.answers import answer_of
from rules.registry import in_force
from tests.reading.forms import as_xlsx, as_xml, as_zip
from validator.correcting.proposals import State
from validator.insight.care.log import REPAIRS
from validator.page.bridge import ALL_BOXES, BOXES
from validator.page.correcting import Cleaning
from validator.page.questions import Page, fits, questions_of
from validator.returns.tables import YEARS, tables
from validator.sample import sample

CHILDREN = 5
YEAR = "2025-26"
AUTHORITY = "Manchester"
PAGE = 20
# As many bytes of a file are looked at before the whole is asked for.
BEGINNING = 4096

ODD_NAMES = (
    *("", ".csv", "903", "903.zip", "903.zip/header.csv", "return.xlsx [header]", "a\\b.csv", "..\\..\\x.csv"),
    *("../header.csv", "C:\\header.csv", "constructor", "__proto__", "\ud800.csv", "\u202ecsv.exe", "x" * 300 + ".csv"),
    *("header.csv\n", "<img src=x onerror=alert(1)>.csv", "=1+1.csv", "con", "header.CSV", "header"),
)
ODD_TEXTS = (
    "",
    " ",
    "\ud800",
    "\x00",
    "=1+1",
    "<b>",
    "constructor",
    "-1",
    "9" * 40,
    "M1 1AE",
    "1",
    "SEX",
    "%",
    "\u202e",
)
ODD_NUMBERS = (-1, 0, 1, 2, 7, 49, 50, 10**6, 2**31, 2**63, 10**25, -(10**25))

LOCAL_RULES = b"""[[rule]]
code = "L-1"
title = "Placement outside the authority"
message = "The placement is outside the authority."
fix = "Check PL_POST."
table = "Episodes"
category = "inconsistent"
when = "PL_LOCATION = 'OUT'"
"""
NEWER_POSTCODES = b"pcd,laua,oseast1m,osnrth1m\nM1 1AE,E08000003,384600,397900\n"


@functools.cache
def pieces() -> Mapping[str, Mapping[str, bytes]]:
    """Files by what they are good for: name -> content."""
    made = sample(CHILDREN, 7, YEAR, 0.6)
    clean = sample(3, 8, YEAR, 0.0)
    now, last = dict(made.this_year), dict(made.last_year)
    swapped = {name: data for name, data in now.items() if name in ("header.csv", "episodes.csv")}
    header = now["header.csv"]
    alike = header.splitlines(keepends=True)
    returns = {
        **now,
        "return.xlsx": as_xlsx(now),
        "some.xlsx": as_xlsx(swapped, real_dates=False),
        "return.xml": as_xml(now),
        "clean.xml": as_xml(clean.this_year),
        "903.zip": as_zip(now),
        "books.zip": as_zip({"return.xlsx": as_xlsx(now)}),
        "xml.zip": as_zip({"in/return.xml": as_xml(now)}),
        "mixed.zip": as_zip({"episodes.csv": now["episodes.csv"], "some.xlsx": as_xlsx({"header.csv": header})}),
        "twice.csv": b"".join([alike[0], *alike[1:2] * 2]),
        "one_child.csv": alike[0] + b"".join(b"1," + line.split(b",", 1)[1] for line in alike[1:]),
        "nobody.csv": alike[0] + b"".join(b"," + line.split(b",", 1)[1] for line in alike[1:]),
        "no_rows.csv": alike[0],
    }
    older = sample(CHILDREN, 9, "2023-24", 0.3).this_year
    earlier = {
        **{f"SSDA903_2024_{name}": data for name, data in older.items()},
        **{f"2022-23/{name}": data for name, data in sample(CHILDREN, 9, "2022-23", 0.3).this_year.items()},
        "2023-24.zip": as_zip(older),
        "old.xlsx": as_xlsx(older),
        "header.csv": older["header.csv"],
        "2021-22.zip": as_zip(sample(CHILDREN, 9, "2023-24", 0.3).last_year),
    }
    broken = {
        "cut.csv": header[: len(header) // 2],
        "cut.xlsx": returns["return.xlsx"][:999],
        "cut.xml": returns["return.xml"][:-99],
        "cut.zip": returns["903.zip"][:-50],
        "empty.csv": b"",
        "zeros.csv": bytes(99),
        "utf16.csv": header.decode().encode("utf-16"),
        "other.csv": b"COST,AMOUNT\n1,2\n",
        "returns.csv": header.replace(b"\r\n", b"\r").replace(b"\n", b"\r"),
        "quotes.csv": header + b'"' * 50,
        "report.pdf": b"%PDF-1.4\n%\xe2\xe3\n",
    }
    return {
        "this_year": returns,
        "last_year": {**last, "last.xlsx": as_xlsx(last), "last.xml": as_xml(last), "last.zip": as_zip(last)},
        "providers": {"providers.xlsx": made.providers, "two.zip": as_zip({"a.xlsx": made.providers})},
        "earlier": earlier,
        "broken": broken,
        "other": {
            "rules.toml": LOCAL_RULES,
            "no_rules.toml": b"[[rule]]\ncode = 'constructor'\n",
            "ids.csv": b"old,new\n1,2\n3,99\n",
            "keys.csv": b"kind,identifier,key\nchild,1,7\n",
            "costs.csv": b"child,start,end,weekly_cost\n1,01/05/2025,,700\n99,01/05/2025,x,y\n",
            "list.csv": b"CHILD,TEAM\n" + b"".join(b"%d,Team %d\n" % (at, at % 2) for at in range(1, 50)),
        },
    }


@functools.cache
def postcode_lists() -> list[str | None]:
    """Where lists of postcodes are on the disk, and files that are none; None for the built-in list."""
    folder = Path(tempfile.mkdtemp(prefix="check903-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = {**pieces()["broken"], "newer.csv": NEWER_POSTCODES, "header.csv": pieces()["this_year"]["header.csv"]}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [None, str(folder / "newer.csv"), *(str(folder / name) for name in files)]


class File(NamedTuple):
    """One of the pieces, by group and name, so that what failed can be read."""

    group: str
    name: str

    @property
    def content(self) -> bytes:
        return pieces()[self.group][self.name]


Given = tuple[str, File]


def file_for(group: str) -> st.SearchStrategy[Given]:
    """A file of a group under its own name."""
    return st.sampled_from([(name, File(group, name)) for name in pieces()[group]])


def any_file() -> st.SearchStrategy[Given]:
    """A file that may belong elsewhere or nowhere, under its own name or an odd one."""
    own = st.one_of(*map(file_for, pieces()))
    return st.one_of(own, own, st.tuples(st.sampled_from(ODD_NAMES), own.map(lambda drawn: drawn[1])))


numbers = st.one_of(st.integers(0, 60), st.sampled_from(ODD_NUMBERS))
offsets = st.one_of(st.just(0), st.integers(0, 60), st.sampled_from([number for number in ODD_NUMBERS if number >= 0]))
texts = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=5))
real_codes = st.sampled_from([*in_force(YEAR)])
codes = st.one_of(real_codes, st.sampled_from(ODD_TEXTS))
table_names = st.one_of(
    st.sampled_from([*tables(), *(f"{name}_last" for name in tables())]), st.sampled_from(ODD_TEXTS)
)
columns = st.one_of(
    st.sampled_from(sorted({column for table in tables().values() for column in table.columns})),
    st.sampled_from(ODD_TEXTS),
)


class PageWorld(RuleBasedStateMachine):
    """One page: its session and what else answers the page's questions. `asked` counts all questions of all pages."""

    asked: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.session = self.page.session
        self.saved: dict[str, bytes] = {}
        self.settings: dict[str, Any] = {"year": YEAR, "authority": AUTHORITY, "as_at": "", "own_checks": False}
        # What the last check found, before any step.
        self.found: list[tuple[object, ...]] | None = None

    def teardown(self) -> None:
        self.session.use_postcodes(None)

    def ask(self, question: str, *given: Any) -> Any:
        """Ask as the worker does; `look` asks the results."""
        if question == "look":
            question, given = f"results.{given[0]}", given[1:]
        PageWorld.asked[question] += 1
        answer = self.page.answer(question, *given)
        assert_plain(answer)
        subject, _, name = question.rpartition(".")
        assert fits(answer, answer_of(subject, questions_of(subject)[name])), question
        return answer

    # -- files

    @initialize(
        this_year=st.lists(file_for("this_year"), max_size=3), last_year=st.lists(file_for("last_year"), max_size=1)
    )
    def begin_with_a_check(self, this_year: list[Given], last_year: list[Given]) -> None:
        """Most pages start with a check, since most questions are about its results; without files, some do not."""
        self.ask("start")
        self.ask("inputs")
        for file in this_year:
            self.put("this_year", file)
        for file in last_year:
            self.put("last_year", file)
        self.check()

    def put(self, box: str, file: Given) -> None:
        self.ask("wanted", file[0], len(file[1].content), file[1].content[:BEGINNING])
        self.give("add", file, box)
        self.ask("inputs")

    def give(self, question: str, file: Given, *before: str) -> Any:
        """Give a file to a question, with what stands before it."""
        content = file[1].content
        return self.ask(question, *before, file[0], len(content), content)

    @rule(file=file_for("this_year"))
    def add_this_year(self, file: Given) -> None:
        self.put("this_year", file)

    @rule(file=file_for("last_year"))
    def add_last_year(self, file: Given) -> None:
        self.put("last_year", file)

    @rule(file=file_for("providers"))
    def add_providers(self, file: Given) -> None:
        self.put("providers", file)

    @rule(file=file_for("earlier"))
    def add_earlier(self, file: Given) -> None:
        self.put("earlier", file)

    @rule(box=st.sampled_from(ALL_BOXES), file=any_file())
    def add_anything(self, box: str, file: Given) -> None:
        self.put(box, file)

    @rule(box=st.sampled_from(ALL_BOXES), file=any_file(), gone=st.booleans())
    def add_what_the_disk_does_not_give(self, box: str, file: Given, gone: bool) -> None:
        self.ask("add", box, file[0], 10**9, None if gone else file[1].content[:BEGINNING])
        self.ask("inputs")

    @rule(box=st.sampled_from(ALL_BOXES), at=st.integers(0, 20), odd=st.sampled_from(ODD_NAMES))
    def remove(self, box: str, at: int, odd: str) -> None:
        held = [report["name"] for report in self.ask("inputs")["files"][box]]
        self.ask("remove", box, held[at] if at < len(held) else odd)

    @rule()
    def clear(self) -> None:
        self.ask("clear")

    @rule(box=st.sampled_from(BOXES[:2]))
    def save_as_csvs(self, box: str) -> None:
        self.ask("as_csvs", box)

    # -- several years

    @rule(
        at=st.integers(0, 20),
        odd=st.sampled_from(ODD_NAMES),
        year=st.sampled_from(["2023-24", "2022-23", "2024-25", "", "1899-00", "2023-25", "constructor"]),
    )
    def choose_year(self, at: int, odd: str, year: str) -> None:
        held = [report["name"] for report in self.ask("inputs")["files"]["earlier"]]
        self.ask("choose_year", held[at : at + 3] or [odd], year)

    @rule(without=st.lists(st.sampled_from([*REPAIRS, "constructor"]), max_size=3))
    def switch_repairs(self, without: list[str]) -> None:
        self.ask("years.switch", without)

    @rule(what=st.sampled_from(["ids", "keys"]), file=any_file(), good=st.booleans(), drop=st.booleans())
    def use_lists(self, what: str, file: Given, good: bool, drop: bool) -> None:
        self.give(f"years.use_{what}", (f"{what}.csv", File("other", f"{what}.csv")) if good else file)
        if drop:
            self.ask(f"years.drop_{what}")

    @rule(name=st.sampled_from([*REPAIRS, "constructor"]), offset=offsets, costs=st.booleans())
    def look_at_several_years(self, name: str, offset: int, costs: bool) -> None:
        if costs:
            self.put("extra", ("costs.csv", File("other", "costs.csv")))
        shown = self.ask("years.shown")
        answer = self.ask("years.repaired", name, offset, PAGE)
        assert (answer is None) == (shown is None)
        if shown is not None and "repairs" in shown:
            count = sum(kind["count"] for kind in shown["repairs"] if kind["name"] == name)
            assert answer["total"] == count
            assert len(answer["rows"]) == max(0, min(PAGE, count - offset))
            for row in answer["rows"]:
                assert row["number"] is None or self.ask("results.child", row["number"])["child"] == row["child"]

    @precondition(lambda self: self.results)
    @rule(form=st.sampled_from(["csv", "xlsx", "sqlite"]), ids=st.booleans(), keep=st.booleans())
    def write_the_model(self, form: str, ids: bool, keep: bool) -> None:
        written = self.ask("years.write", form, ids, keep, lambda done, total, words: None)
        assert ("problem" in written) == ("problem" in self.ask("years.shown"))
        self.ask("years.templates")

    # -- settings and check

    @rule(
        year=st.one_of(st.just(YEAR), st.sampled_from([*YEARS, "", "1999-00", "\ud800"])),
        authority=st.sampled_from([AUTHORITY, "", "E09000033", "Atlantis"]),
        as_at=st.sampled_from(["", "", "", "31/12/2025", "01/04/2025", "1/1/1", "99/99/9999", "x"]),
        own=st.booleans(),
        some=st.one_of(st.none(), st.lists(codes, max_size=5)),
    )
    def choose(self, year: str, authority: str, as_at: str, own: bool, some: list[str] | None) -> None:
        self.ask("choose", "year", year)
        self.ask("choose", "authority", authority)
        self.settings = {"year": year, "authority": authority, "as_at": as_at, "own_checks": own}
        if some is not None:
            self.settings["rules"] = {"name": "Some", "rules": some}
        self.ask("settings", self.settings)

    @rule()
    def swap_years(self) -> None:
        self.ask("swap_years")

    @rule()
    def check(self) -> None:
        summary = self.ask("check", self.settings, lambda done, total, words: None)
        if "errors" in summary:
            assert summary["errors"]
        else:
            self.found = None if self.session.steps else self.issues()

    @precondition(lambda self: not self.results)
    @rule()
    def check_as_proposed(self) -> None:
        self.settings = {"year": YEAR, "authority": AUTHORITY, "as_at": "", "own_checks": False}
        self.check()

    @property
    def results(self) -> bool:
        return self.session.results is not None

    def issues(self) -> list[tuple[object, ...]]:
        assert self.session.report is not None
        return list(self.session.report.issues.itertuples(index=False, name=None))

    def notes(self) -> list[tuple[object, ...]]:
        results = self.session.results
        assert results is not None
        return [(results.statuses.notes.note(at), at in results.looked_at) for at in range(len(results.issues))]

    # -- other files

    @rule(at=st.integers(0, 30))
    def use_postcodes(self, at: int) -> None:
        lists = postcode_lists()
        self.ask("use_postcodes", lists[at % len(lists)])

    @rule(file=any_file(), good=st.booleans())
    def use_local_rules(self, file: Given, good: bool) -> None:
        self.give("use_local_rules", ("rules.toml", File("other", "rules.toml")) if good else file)

    @rule()
    def drop_local_rules(self) -> None:
        self.ask("drop_local_rules")

    @rule(name=texts, chosen=st.lists(real_codes, max_size=3))
    def write_choice(self, name: str, chosen: list[str]) -> None:
        written = self.ask("write_choice", name, chosen)
        self.ask("read_choice", written["name"], len(written["content"]), written["content"])

    @rule(file=any_file())
    def read_choice(self, file: Given) -> None:
        self.give("read_choice", file)

    @rule(file=any_file(), listed=st.booleans())
    def group_by(self, file: Given, listed: bool) -> None:
        self.give("group_by", ("list.csv", File("other", "list.csv")) if listed else file)

    # -- views

    @rule(rule_code=codes, table=table_names, offset=offsets)
    def look_at_a_rule(self, rule_code: str, table: str, offset: int) -> None:
        self.ask("look", "rule_rows", rule_code, table, offset, PAGE)
        self.ask("look", "rule_note", rule_code)

    @precondition(lambda self: self.results)
    @rule(at=st.integers(0, 200), offset=offsets)
    def look_at_a_rule_with_issues(self, at: int, offset: int) -> None:
        rules = self.ask("look", "summary")["rules"]
        if rules:
            found = rules[at % len(rules)]
            for table in found["tables"]:
                rows = self.ask("look", "rule_rows", found["code"], table["name"], offset, PAGE)["rows"]
                assert len(rows) == max(0, min(PAGE, table["issues"] - offset))

    @rule(position=numbers, number=numbers, offset=offsets, text=texts)
    def look_at_children(self, position: int, number: int, offset: int, text: str) -> None:
        self.ask("look", "context", position)
        self.ask("look", "children", text, offset, PAGE)
        self.ask("look", "child", number)

    @rule(kind=st.sampled_from(["worker", "list", "constructor", ""]), number=numbers, offset=offsets)
    def look_at_groups(self, kind: str, number: int, offset: int) -> None:
        self.ask("look", "groups", kind, offset, PAGE)
        self.ask("look", "group", kind, number, offset, PAGE)
        self.ask("look", "grouped_by")

    @rule(name=table_names, flagged=st.booleans(), offset=offsets)
    def look_at_tables(self, name: str, flagged: bool, offset: int) -> None:
        self.ask("look", "tables")
        self.ask("look", "table_rows", name, flagged, offset, PAGE)

    @rule(
        asked=st.fixed_dictionaries(
            {},
            optional={
                "text": texts,
                "category": st.sampled_from(["invalid", "missing", "x"]),
                "table": table_names,
                "rule": codes,
                "file": numbers,
                "fewer_than": numbers,
                "cause": numbers,
                "unseen": st.booleans(),
                "status": st.sampled_from(["new", "still", "x"]),
                "state": st.sampled_from(["todo", "none", "x"]),
                "sort": st.sampled_from(["report", "child", "line", "constructor"]),
                "descending": st.booleans(),
            },
        ),
        offset=offsets,
    )
    def find(self, asked: dict[str, Any], offset: int) -> None:
        self.ask("look", "find", asked, offset, PAGE)

    @rule(kind=st.sampled_from(["", "x", "date_of_birth"]), offset=offsets)
    def look_for_causes(self, kind: str, offset: int) -> None:
        self.ask("look", "causes", kind, offset, PAGE)

    @rule(positions=st.lists(numbers, max_size=4), code=codes, seen=st.booleans())
    def mark(self, positions: list[int], code: str, seen: bool) -> None:
        self.ask("look", "mark", positions, seen)
        self.ask("look", "mark_rule", code, seen)
        self.ask("look", "looked")

    @rule(kind=st.sampled_from(["worker", "list", "x"]), form=st.sampled_from(["html", "text"]))
    def letters(self, kind: str, form: str) -> None:
        self.ask("look", "letters", kind, form)

    @rule()
    def export(self) -> None:
        self.ask("look", "workbook")
        self.ask("look", "issue_list")
        self.ask("issues_csv")

    # -- steps

    @rule(kind=st.sampled_from(["", "x", "date_of_birth", "repeated"]), code=codes, offset=offsets)
    def look_at_changes(self, kind: str, code: str, offset: int) -> None:
        self.ask("cleaning.state")
        self.ask("cleaning.safe")
        self.ask("cleaning.suggestions", kind, code, "", offset, PAGE)
        self.ask("cleaning.changes", offset, PAGE)

    @rule(table=table_names)
    def look_at_columns(self, table: str) -> None:
        self.ask("cleaning.columns", table)

    @precondition(lambda self: self.results)
    @rule(at=st.integers(0, 20), odd=texts, apply=st.booleans())
    def make_safe_changes(self, at: int, odd: str, apply: bool) -> None:
        found = self.ask("cleaning.safe")
        kinds = [kind["kind"] for kind in found["kinds"]] if found else []
        self.step({"safe": kinds[: at + 1] if kinds else [odd]}, apply)

    @precondition(lambda self: self.results)
    @rule(chosen=st.lists(numbers, max_size=5), value=st.one_of(st.none(), texts), apply=st.booleans())
    def make_proposals(self, chosen: list[int], value: str | None, apply: bool) -> None:
        found = self.ask("cleaning.suggestions", "", "", "", 0, PAGE)
        if found and found["numbers"]:
            chosen = [found["numbers"][number % len(found["numbers"])] for number in chosen] or chosen
        values = {} if value is None else dict.fromkeys(chosen, value)
        self.step({"proposals": chosen, "values": values}, apply)

    @precondition(lambda self: self.results)
    @rule(
        at=st.integers(0, 200),
        table=table_names,
        field=columns,
        action=st.sampled_from(["set", "clear", "replace", "x"]),
        value=texts,
        find=texts,
        positions=st.one_of(st.none(), st.lists(numbers, max_size=3)),
        apply=st.booleans(),
    )
    def change_many(
        self,
        at: int,
        table: str,
        field: str,
        action: str,
        value: str,
        find: str,
        positions: list[int] | None,
        apply: bool,
    ) -> None:
        summary = self.ask("look", "summary")
        rows: dict[str, Any] = {"find": {"text": find}, "table": table}
        if summary and summary["rules"] and at % 3:
            found = summary["rules"][at % len(summary["rules"])]
            rows = {"rule": found["code"], "table": found["tables"][0]["name"]}
            if at % 2 and (known := tables().get(rows["table"])):
                field = list(known.columns)[at % len(known.columns)]
        bulk: dict[str, Any] = {"rows": rows, "field": field, "action": action, "value": value, "find": find}
        if positions is not None:
            bulk["positions"] = positions
        self.step({"bulk": bulk}, apply)

    def step(self, asked: dict[str, Any], apply: bool) -> None:
        preview = self.ask("cleaning.preview", asked, 0, PAGE)
        if not apply or preview is None:
            return
        done = self.ask("cleaning.apply", asked)
        assert ("problem" in done) == ("problem" in preview)

    @rule()
    def undo(self) -> None:
        self.ask("cleaning.undo")

    @precondition(lambda self: self.session.steps)
    @rule()
    def undo_all(self) -> None:
        """The issues are then those found before, and the corrected files are those that were given."""
        self.ask("cleaning.undo_all")
        assert self.found in (None, self.issues())
        corrected, originals = self.ask("cleaning.corrected"), self.ask("cleaning.originals")
        assert contents(corrected) == contents(originals)

    @precondition(lambda self: self.session.steps)
    @rule()
    def undo_and_do_again(self) -> None:
        """The same issues, notes and marks come back."""
        steps, before = self.session.steps, (self.issues(), self.notes())
        self.ask("cleaning.undo")
        redone = Cleaning(self.session)._go_to(steps)
        assert_plain(redone)
        assert (self.issues(), self.notes()) == before

    @precondition(lambda self: self.results)
    @rule(grouped=st.booleans(), form=st.sampled_from(["csv", "xlsx"]))
    def save_changes(self, grouped: bool, form: str) -> None:
        self.ask("cleaning.corrected")
        self.ask("cleaning.originals")
        self.ask("cleaning.log", form, grouped)

    # -- runs and notes

    @rule(hashed=st.booleans())
    def save_run(self, hashed: bool) -> None:
        saved = self.ask("runs.save", hashed)
        if saved:
            self.saved[saved["name"]] = saved["content"]

    @precondition(lambda self: self.saved)
    @rule(at=st.integers(0, 9))
    def load_run(self, at: int) -> None:
        name, content = list(self.saved.items())[at % len(self.saved)]
        self.ask("runs.add", name, len(content), content)

    @rule(file=any_file())
    def load_no_run(self, file: Given) -> None:
        self.give("runs.add", file)

    @rule(number=numbers)
    def runs(self, number: int) -> None:
        self.ask("runs.compare_with", number)
        self.ask("runs.state")
        self.ask("runs.progress")
        self.ask("runs.fixed", 0, PAGE)
        self.ask("runs.over_time")
        self.ask("runs.states")

    @rule(number=numbers)
    def remove_run(self, number: int) -> None:
        self.ask("runs.remove", number)

    @rule(positions=st.lists(numbers, max_size=3), state=st.sampled_from(["todo", "", "x"]), note=texts)
    def annotate(self, positions: list[int], state: str, note: str) -> None:
        self.ask("runs.annotate", {"positions": positions}, {"state": state, "note": note})

    @rule(code=codes, state=st.sampled_from(["wont_fix", ""]), note=texts)
    def annotate_rule(self, code: str, state: str, note: str) -> None:
        self.ask("runs.annotate", {"rule": code}, {"state": state, "note": note})

    # -- profiles

    @rule(council=texts, rounded=st.booleans(), suppressed=st.booleans())
    def profile(self, council: str, rounded: bool, suppressed: bool) -> None:
        options = {"council": council, "rounded": rounded, "suppressed": suppressed}
        made = self.ask("comparison.profile_preview", options)
        if made and "text" in made:
            self.ask("comparison.add", [(made["name"], made["text"].encode())])

    @rule(file=any_file(), gone=st.booleans())
    def add_no_profile(self, file: Given, gone: bool) -> None:
        self.ask("comparison.add", [(file[0], None if gone else file[1].content)])

    @rule(
        name=st.sampled_from(["rules", "rule", "side-by-side", "constructor", ""]),
        year=st.sampled_from([YEAR, "x"]),
        council=st.one_of(st.just(AUTHORITY), texts),
        code=codes,
    )
    def compare(self, name: str, year: str, council: str, code: str) -> None:
        listing = self.ask("comparison.listing")
        names = [view["name"] for view in listing["views"]]
        for view in [name, *names]:
            self.ask("comparison.view", view, year, council, code)
        for suffix in (".html", ".xlsx", ".csv"):
            self.ask("comparison.export", suffix, year, council)
        self.ask("comparison.content", name)

    @rule(name=texts)
    def drop_profiles(self, name: str) -> None:
        self.ask("comparison.remove", name)
        self.ask("comparison.clear")

    # -- what always holds

    @invariant()
    def results_and_steps_go_together(self) -> None:
        """There are no results without a state; without steps the results are those of the files."""
        assert (self.session.state is not None) == self.results
        state = self.session.state
        if state is not None:
            assert isinstance(state, State)
            assert not state.report.crashed
            if not self.session.steps and self.found is not None:
                assert not state.corrected.changes


def ask_at_random(pages: int, start: int, questions: int = 25) -> None:
    """Try so many pages, with up to so many kinds of question each; `start` is the seed of what is drawn."""
    how = settings(
        max_examples=pages,
        stateful_step_count=questions,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(start)(type("Pages", (PageWorld,), {})), settings=how)


def contents(saved: Mapping[str, Any]) -> list[bytes]:
    """The files in a download, in the order of their names, those in archives among them in their place."""
    return [*_members(saved["content"])] if saved["type"] == "application/zip" else [saved["content"]]


def _members(archive: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in sorted(name for name in opened.namelist() if not name.endswith("/")):
            content = opened.read(name)
            yield from _members(content) if name.endswith(".zip") else [content]


def assert_plain(answer: Any) -> None:
    """What comes is what may cross to JavaScript: None, numbers, text, bytes, and lists and dicts of these."""
    if isinstance(answer, dict):
        assert all(isinstance(key, str) for key in answer), answer
        for value in answer.values():
            assert_plain(value)
    elif isinstance(answer, list | tuple):
        for value in answer:
            assert_plain(value)
    elif isinstance(answer, float):
        assert math.isfinite(answer)
    else:
        assert answer is None or type(answer) in (bool, int, str, bytes), type(answer)
