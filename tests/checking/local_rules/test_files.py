"""Files of local rules: what becomes of them, and what is said, with its line, of those that are wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.language import YEARS
from rules.registry import all_rules, own_checks
from tests.checking.local_rules.written import SOUND, rule_text
from validator.checking.local_rules import read_local_rules, read_local_rules_file, read_local_rules_files
from validator.checking.local_rules.entries import read_entries
from validator.checking.local_rules.read import LARGEST_FILE
from validator.returns.errors import InputError
from validator.returns.tables import TableRef


def problem(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as found:
        read_local_rules("council.toml", text.encode() if isinstance(text, str) else text)
    assert found.value.file == "council.toml"
    return found.value


def test_a_rule_as_it_runs() -> None:
    text = """
# North team's checks
[[rule]]
code = "N01"                     # ours
title = "Foster placement without URN"
message = '''
A foster placement
has no “URN”.
'''
fix = "Enter it — or \\"XXXXXXX\\"."
table = "episodes"
fields = [
  "urn",   # what is missing
  "PLACE",
]
when = "PLACE in ('U1', 'U2') and URN is blank and DECOM >= 01/04/2025"
years = "2025-26.."
category = "missing"

[[ rule ]]
code = 'n-2'
title = 'T'
message = 'M'
fix = 'F'
table = 'Reviews'
when = 'REVIEW < Header.DOB'
"""
    found = read_local_rules("council.toml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert list(found.rules) == ["N01", "n-2"]
    assert found.files == {"N01": "council.toml", "n-2": "council.toml"}
    rule = found.rules["N01"]
    assert (rule.code, rule.title) == ("N01", "Foster placement without URN")
    assert (rule.message, rule.fix) == ("A foster placement has no “URN”.", 'Enter it — or "XXXXXXX".')
    assert (rule.tables, rule.fields, rule.optional, rule.needs) == (
        (TableRef("Episodes"),),
        ("URN", "PLACE"),
        (),
        frozenset(),
    )
    assert (rule.years, rule.category, rule.origin) == (("2025-26", "2026-27"), "missing", "council")
    other = found.rules["n-2"]
    assert (tuple(map(str, other.tables)), other.fields) == (("Reviews", "Header"), ("REVIEW",))
    assert (other.years, other.category) == (YEARS, "inconsistent")


@pytest.mark.parametrize(
    ("table", "when", "tables", "optional", "needs", "fields"),
    [
        ("Episodes", "PL_DISTANCE > 3", ("Episodes",), (), {"postcodes"}, ("PL_DISTANCE",)),
        ("Episodes", "PL_LA = 'WAL'", ("Episodes",), (), {"postcodes"}, ("PL_LA",)),
        ("Episodes", "PL_LOCATION = 'IN'", ("Episodes",), (), {"postcodes", "local_authority"}, ("PL_LOCATION",)),
        ("Episodes", "Header.UASC = '1'", ("Episodes", "Header"), ("UASC",), set(), ("CHILD",)),
        ("Header", "UASC = '1' and SEX = 'M'", ("Header",), ("UASC",), set(), ("UASC", "SEX")),
        ("UASC", "DUC is blank and Header.UASC = '0'", ("UASC", "Header"), (), set(), ("DUC",)),
        ("Header", "Header.SEX = 'M'", ("Header",), (), set(), ("SEX",)),
    ],
)
def test_what_a_condition_names_is_what_the_rule_needs(
    table: str, when: str, tables: tuple[str, ...], optional: tuple[str, ...], needs: set[str], fields: tuple[str, ...]
) -> None:
    rule = read_local_rules("a.toml", rule_text(table=table, when=when).encode()).rules["N01"]
    assert (tuple(map(str, rule.tables)), tuple(map(str, rule.optional))) == (tables, optional)
    assert (set(rule.needs), rule.fields) == (needs, fields)


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ("2025-26", ("2025-26",)),
        ("2025-26..", ("2025-26", "2026-27")),
        ("..2023-24", ("2022-23", "2023-24")),
        ("2023-24..2024-25", ("2023-24", "2024-25")),
    ],
)
def test_years(years: str, found: tuple[str, ...]) -> None:
    assert read_local_rules("a.toml", rule_text(years=years).encode()).rules["N01"].years == found


# What is changed in a rule that is sound, the key that is named, the problem, and words of the remedy.
WRONG = [
    ({"code": "N 01"}, "code", "“N 01” cannot be a code.", "1 to 12 letters"),
    ({"code": "N01234567890X"}, "code", "“N01234567890X” cannot be a code.", "1 to 12 letters"),
    ({"code": "-1"}, "code", "“-1” cannot be a code.", "beginning with a letter or digit"),
    ({"code": "É1"}, "code", "“É1” cannot be a code.", "1 to 12 letters"),
    ({"code": "503d"}, "code", "The code 503D is a rule of the Department’s.", "Choose another"),
    ({"code": ""}, "code", "The text is empty.", "Write something"),
    ({"title": " \n "}, "title", "The text is empty.", "Write something"),
    ({"title": "x" * 101}, "title", "The text has 101 characters.", "Shorten it to 100."),
    ({"message": "x" * 1001}, "message", "The text has 1,001 characters.", "Shorten it to 1,000."),
    ({"message": "=HYPERLINK(1)"}, "message", "The text begins with =, as a formula does.", "Begin it with a word."),
    ({"fix": " @SUM(A1)"}, "fix", "The text begins with @, as a formula does.", "Begin it with a word."),
    ({"fix": "left \u202e right"}, "fix", "The text holds the hidden character U+202E.", "Type the text again."),
    ({"title": ["a"]}, "title", "A list stands here, where one text is expected.", 'Write title = "…".'),
    ({"table": "Episode"}, "table", "“Episode” is not a table of the return.", "Did you mean Episodes"),
    ({"table": "budget"}, "table", "“budget” is not a table of the return.", "The tables are Header, Episodes"),
    ({"fields": "URN"}, "fields", "A list of columns is expected.", 'fields = ["URN", "PLACE"]'),
    ({"fields": []}, "fields", "A list of columns is expected.", 'fields = ["URN", "PLACE"]'),
    ({"fields": ["URM"]}, "fields", "Episodes has no column “URM”.", "Did you mean URN"),
    ({"fields": ["DOB"]}, "fields", "Episodes has no column “DOB”.", "Header"),
    ({"fields": ["Header.DOB"]}, "fields", "“Header.DOB” is a column of Header, and an issue points to Episodes.", ""),
    ({"years": "2025"}, "years", "“2025” does not say for which years the rule is.", "2025-26.. (from then on)"),
    ({"years": ".."}, "years", "“..” does not say for which years the rule is.", "The collection years are 2022-23"),
    ({"years": "2024-252025-26"}, "years", "“2024-252025-26” does not say for which years the rule is.", ""),
    ({"years": "2031-32.."}, "years", "There is no collection year 2031-32 here.", "2022-23 to 2026-27"),
    ({"years": "2025-26..2024-25"}, "years", "2025-26 comes after 2024-25.", "earlier year first"),
    ({"category": "wrong"}, "category", "“wrong” is not a kind of issue.", "missing, invalid, inconsistent or"),
    ({"when": "PLCE = 'U1'"}, "when", "Episodes has no column “PLCE”.", "Did you mean PLACE"),
    ({"when": "  "}, "when", "The text is empty.", "Write something"),
    ({"massage": "M", "message": None}, "", "The rule has no “message”.", "There is 1 more problem further on"),
    ({"massage": "M"}, "massage", "A rule has no “massage”.", "Did you mean message?"),
    ({"severity": "M"}, "severity", "A rule has no “severity”.", "A rule has code, title"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "key", "words", "remedy"), WRONG, ids=[f"{case[1]}: {case[2][:40]}" for case in WRONG]
)
def test_a_wrong_key_is_named_with_its_line(
    changed: dict[str, str | list[str] | None], key: str, words: str, remedy: str
) -> None:
    quoted = {name: [f"'{one}'" for one in v] if isinstance(v, list) else v for name, v in changed.items()}
    written = {name: f"[{', '.join(v)}]" if isinstance(v, list) else v for name, v in quoted.items()}
    lines = ["# first", "", "[[rule]]"]
    for name, value in {**SOUND, **written}.items():
        if value is not None:
            lines.append(f"{name} = {value if isinstance(changed.get(name), list) else repr_toml(value)}")
    found = problem("\n".join(lines))
    assert found.problem == words
    assert remedy in found.remedy
    assert found.column == key
    expected = next((at for at, line in enumerate(lines, 1) if key and line.startswith(f"{key} =")), 3)
    assert found.line == expected
    assert found.place == f"council.toml, line {expected}" + (f", column {key}" if key else "")


def repr_toml(value: str) -> str:
    """A text on one line."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_a_key_that_is_missing_is_told_at_its_rule() -> None:
    for key in SOUND:
        found = problem(rule_text() + "\n" + rule_text(**{"code": "N02", key: None}))
        assert (found.problem, found.line, found.column) == (f"The rule has no “{key}”.", 9, "")
        assert found.remedy == f'Add a line {key} = "…" below its [[rule]].'


def test_a_code_may_not_be_that_of_an_own_check() -> None:
    taken = next(iter(own_checks()))
    assert problem(rule_text(code=taken)).problem == f"The code {taken} is a check of this tool’s."
    assert not set(own_checks()) & set(all_rules())


def test_a_code_may_not_be_given_twice(tmp_path: Path) -> None:
    found = problem(rule_text() + rule_text(code="n01"))
    assert (found.problem, found.line) == ("The code N01 is a rule further up in this file.", 9)
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(rule_text(), encoding="utf-8")
    with pytest.raises(InputError) as again:
        read_local_rules_files([tmp_path / "a.toml", tmp_path / "b.toml"])
    assert (again.value.problem, again.value.place) == (
        "The code N01 is a rule in a.toml.",
        "b.toml, line 2, column code",
    )
    (tmp_path / "b.toml").write_text(rule_text(code="N02"), encoding="utf-8")
    both = read_local_rules_files([tmp_path / "a.toml", tmp_path / "b.toml"])
    assert both.files == {"N01": "a.toml", "N02": "b.toml"}


def test_the_first_problem_in_the_file_is_told_with_how_many_more() -> None:
    text = rule_text(years="x", code="A B") + rule_text(table="x") + rule_text(code="N03") + rule_text(when="x")
    found = problem(text)
    assert (found.line, found.column) == (2, "code")
    # The years; the table; a code that is taken and the condition.
    assert found.remedy.endswith("There are 4 more problems further on in the file.")
    many = problem("".join(rule_text(code="A B") for _ in range(150)))
    assert many.remedy.endswith("There are at least 100 more problems further on in the file.")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("\"PLACE = 'U9'\"", 7),
        ("'PLACE = \"U9\"'", 7),
        ('"""PLACE = \'U9\'"""', 7),
        ('"""\nPLACE is filled\n\nand PLACE = \'U9\'\n"""', 10),
        ("'''PLACE is filled\nand PLACE = \"U9\"'''", 8),
        ('"""\nPLACE is filled \\\n  and PLACE = \'U9\'"""', 7),
    ],
)
def test_a_mistake_in_a_condition_over_several_lines_is_told_with_its_line(value: str, line: int) -> None:
    text = rule_text(when=None) + f"when = {value}\n" + rule_text(code="N02")
    found = problem(text)
    assert "is not a code of PLACE" in found.problem
    assert (found.line, found.column) == (line, "when")


# A file, the line that is named, the problem, and words of the remedy.
UNREADABLE = [
    ("", None, "The file holds no rule.", "[[rule]]"),
    ("# nothing\n\n", None, "The file holds no rule.", "[[rule]]"),
    ('code = "N01"\n', 1, "“code” stands before the first rule.", "[[rule]]"),
    ("\n[rule]\n", 2, "“[rule]” does not begin a rule.", "Begin each rule with a line [[rule]]."),
    ("[[rules]]\n", 1, "“[[rules]]” does not begin a rule.", "Begin each rule with a line [[rule]]."),
    ("[[rule]] code = 'x'\n", 1, "“ code = 'x'” stands after [[rule]].", "alone on its line"),
    ("[[rule]]\ncode 'N01'\n", 2, "“code 'N01'” is not understood.", 'as in code = "N01"'),
    ("[[rule]]\ncode: N01\n", 2, "“code: N01” is not understood.", 'as in code = "N01"'),
    ("[[rule]]\na.b = 'N01'\n", 2, "“a.b = 'N01'” is not understood.", 'as in code = "N01"'),
    ("[[rule]]\ncode = N01\n", 2, "After “code =” a text in quotation marks is expected.", "There is N01 instead."),
    ("[[rule]]\ncode = 101\n", 2, "After “code =” a text in quotation marks is expected.", "There is 101 instead."),
    ("[[rule]]\ncode =\n", 2, "After “code =” a text in quotation marks is expected.", "There is nothing."),
    ("[[rule]]\ncode = {a = 1}\n", 2, "After “code =” a text in quotation marks is expected.", "There is {a = 1}"),
    ("[[rule]]\ncode = “N01”\n", 2, "The quotation marks at “code” are not straight ones.", "plain text editor"),
    ('[[rule]]\n\ncode = "N01\n', 3, "The text at “code” has no closing quotation mark.", "Add it."),
    ("[[rule]]\ncode = '''N01\n'\n", 2, "The text at “code” has no closing quotation mark.", "Add it."),
    ('[[rule]]\nfix = "a "URN"."\n', 2, "After the value of “fix” there is more on the line: “URN\".\"”.", "other"),
    ('[[rule]]\nfix = "C:\\Users"\n', 2, "A backslash in the text at “fix” is not understood.", "Write two"),
    ('[[rule]]\ncode = "a"\ncode = "b"\n', 3, "“code” is given twice in one rule.", "[[rule]]"),
    ("[[rule]]\n" + "".join(f"k{n} = 'x'\n" for n in range(51)), 52, "One rule has more than 50 keys.", "[[rule]]"),
    (f"[[rule]]\nfields = {['URN'] * 51}\n", 2, "The list at “fields” has more than 50 texts.", "Shorten it."),
    ("[[rule]]\nfields = [URN]\n", 2, "The list at “fields” is not understood.", 'fields = ["URN", "PLACE"]'),
    ("[[rule]]\nfields = ['URN'\n'PLACE']\n", 3, "The list at “fields” is not understood.", 'as in fields = ["URN"'),
    ("[[rule]]\nfields = ['URN', [", 2, "The list at “fields” is not understood.", 'as in fields = ["URN"'),
    ("[[rule]]\nfields = ['URN',", 2, "The list at “fields” is not understood.", 'as in fields = ["URN"'),
    ("[[rule]]\n\ncode = 'a\x07b'\n", 3, "The character U+0007 has no place in a text file.", "plain text (UTF-8)"),
    ("[[rule]]\ncode = 'a'\rtitle = 'b'", 2, "The character U+000D has no place in a text file.", "plain text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words", "remedy"), UNREADABLE, ids=[case[0][:30] for case in UNREADABLE])
def test_a_file_that_cannot_be_read_is_told_with_its_line(text: str, line: int, words: str, remedy: str) -> None:
    found = problem(text)
    assert (found.problem, found.line) == (words, line)
    assert remedy in found.remedy


def test_a_file_in_another_encoding_too_large_or_with_too_many_rules() -> None:
    assert problem("[[rule]]\ntitle = 'ä'".encode("cp1252")).place == "council.toml, line 2"
    assert problem("[[rule]]".encode("utf-16")).problem == "The file is not text in UTF-8."
    assert problem(b"#" * (LARGEST_FILE + 1)).problem == "The file is too large to be a file of local rules."
    found = problem("[[rule]]\n" * 501)
    assert (found.problem, found.line) == ("The file holds 501 rules.", 501)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^none\.toml: The file cannot be opened: .+\. Check its name\.$"):
        read_local_rules_file(tmp_path / "none.toml")


def test_rules_for_other_years_are_told() -> None:
    text = rule_text() + rule_text(code="N02", years="..2023-24") + rule_text(code="N03", years="2022-23")
    rules = read_local_rules("council.toml", text.encode())
    found, notices = rules.of_year("2025-26")
    assert list(found) == ["N01"]
    assert [str(notice) for notice in notices] == [
        "council.toml: 2 local rules not run, not being for 2025-26: N02 and N03."
    ]
    found, notices = rules.of_year("2022-23")
    assert list(found) == ["N01", "N02", "N03"]
    assert notices == []


# -- as TOML is read elsewhere

_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"'\\#[]="), max_size=30)
_shapes = st.sampled_from(["basic", "literal", "basic lines", "literal lines"])


def _as_toml(text: str, shape: str) -> str:
    if shape == "literal" and "'" not in text and "\n" not in text:
        return f"'{text}'"
    if shape == "literal lines" and "''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""' if shape == "basic lines" else '"' + escaped.replace("\n", "\\n") + '"'


_value = st.builds(_as_toml, _texts, _shapes)
_listing = st.lists(_value, max_size=3).map(lambda some: "[ # begins\n" + ",\n ".join(some) + "\n]")
_entry = st.dictionaries(st.sampled_from(["code", "title", "when", "x-1"]), _value | _listing, max_size=4)
_gap = st.sampled_from(["", "\n", "  # a remark with \" and '\n\n", "\t\n"])


@given(st.lists(st.tuples(_entry, _gap), min_size=1, max_size=4))
def test_what_is_read_is_what_toml_says(given_entries: list[tuple[dict[str, str], str]]) -> None:
    text, lines = "", []
    for entry, gap in given_entries:
        text += gap
        lines.append({"": text.count("\n") + 1})
        text += "[[rule]]\n"
        for key, value in entry.items():
            lines[-1][key] = text.count("\n") + 1
            text += f" {key} = {value} # end\n"
    found = read_entries(text)
    assert [{key: value.text for key, value in entry.values.items()} for entry in found] == tomllib.loads(text)["rule"]
    assert [{"": entry.line, **{key: value.line for key, value in entry.values.items()}} for entry in found] == lines
