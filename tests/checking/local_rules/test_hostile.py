"""Whatever a file holds, it gives rules or one sentence, soon, and nothing in it is run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checking.local_rules.written import rule_text, table_of
from validator import Collection
from validator.checking.check import from_frame, make_return
from validator.checking.local_rules import read_local_rules
from validator.checking.local_rules.evaluate import flagged
from validator.checking.local_rules.language import FUNCTIONS, KEYWORDS, UNITS, read_condition
from validator.checking.local_rules.read import LARGEST_FILE
from validator.checking.local_rules.tokens import Mistake
from validator.returns.errors import InputError
from validator.returns.tables import tables

_words = [
    *KEYWORDS, *FUNCTIONS, *(unit + "s" for unit in UNITS), "PLACE", "URN", "DEC", "DECOM", "PL_DISTANCE", "Header.DOB",
    "Header.SEX", "'U1'", "'M'", "''", '"x"', "3", "0.5", "-", "+", "30 days", "1 month", "100 years", "01/04/2025",
    "2025-04-01", "31/02/2025", "(", ")", ",", "=", "!=", "<>", "<", "<=", ">", ">=", "\n", "__class__", "lambda", ".",
]  # fmt: skip
_soup = st.lists(st.sampled_from(_words), max_size=25).map(" ".join)

# Conditions that are right, put together from smaller ones, so that what is worked out is tried too.
_text = st.sampled_from(["PLACE", "URN", "Header.SEX", "PL_POST"])
_date = st.sampled_from(["DECOM", "DEC", "Header.DOB", "01/04/2025", "year_end"])
_moved = st.builds("{} {} {}".format, _date, st.sampled_from("+-"), st.sampled_from(["1 day", "7 months", "100 years"]))
_number = st.sampled_from(["PL_DISTANCE", "days(DECOM, DEC)", "age(Header.DOB, DEC)", "number(URN)", "length(URN)"])
_sign = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_simple = (
    st.builds("{} is {}".format, _text, st.sampled_from(["blank", "filled", "not blank"]))
    | st.builds("{} {} {}".format, _moved, _sign, _date)
    | st.builds("{} {} {}".format, _number, _sign, _number)
    | st.builds("{} between {} and {}".format, _number, _number, st.just("12"))
    | st.builds("DEC not between {} and {}".format, _moved, _date)
    | st.builds("URN {} PL_POST".format, st.sampled_from(["=", "!="]))
    | st.just("PLACE in ('U1', 'K2')")
)
_right = st.recursive(
    _simple,
    lambda some: st.builds("({} {} {})".format, some, st.sampled_from(["and", "or"]), some) | some.map("not {}".format),
    max_leaves=6,
)

HEADER = "CHILD|SEX|DOB\n1|M|29/02/2012\n2||x"
EPISODES = """
    CHILD | DECOM      | DEC        | PLACE | URN     | PL_POST | PL_DISTANCE | PL_LA | PL_LOCATION
    1     | 01/04/2025 | 28/02/2026 | U1    | 1234567 | M1      | 3           |       |
    2     | 31/12/2261 | 01/01/1678 | K2    | XXXXXXX | XXXXXXX | NAN         |       |
    3     |            | ZZ/ZZ/2020 |       |         |         |             |       |
"""


@pytest.fixture(scope="module")
def small_return() -> object:
    frames = {"Header": table_of(HEADER)[0], "Episodes": table_of(EPISODES)[0]}
    return make_return(Collection("2025-26"), {name: from_frame(name, frame) for name, frame in frames.items()})


@given(st.text(max_size=80) | _soup, st.sampled_from(list(tables())))
@settings(max_examples=500)
def test_any_text_is_a_condition_or_a_mistake_in_it(text: str, table: str) -> None:
    mistake = None
    try:
        assert read_condition(text, table).cells
    except Mistake as found:
        mistake = found
    if mistake is not None:
        assert 0 <= mistake.at <= len(text)
        assert mistake.problem.endswith(".")
        assert mistake.remedy.endswith((".", "?"))


@given(_right.map("URN is blank or {}".format))
@settings(max_examples=300)
def test_a_condition_that_is_right_can_be_worked_out(small_return: object, text: str) -> None:
    mask = flagged(read_condition(text, "Episodes"), small_return)
    assert mask.dtype == np.bool_
    assert mask.shape == (3,)
    # Denied, it is true of exactly the other rows.
    assert (flagged(read_condition(f"not ({text})", "Episodes"), small_return) == ~mask).all()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=300)
def test_any_file_is_rules_or_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as found:
        read_local_rules("any.toml", b"[[rule]]\n" + data)
    assert found.value.file == "any.toml"


@given(st.sampled_from(["code", "title", "message", "fix", "table", "when", "fields", "years", "category"]), st.text())
@settings(max_examples=300)
def test_any_text_at_any_key_is_a_rule_or_one_sentence(key: str, text: str) -> None:
    escaped = "".join(f"\\U{ord(sign):08X}" for sign in text)
    file = rule_text(**{key: None}) + f'{key} = "{escaped}"\n'
    rules, line = [], None
    try:
        rules = list(read_local_rules("any.toml", file.encode()).rules.values())
    except InputError as error:
        line = error.line
    assert rules or line
    for rule in rules:
        assert (rule.code + rule.title + rule.message + rule.fix).isprintable()


def _large(beginning: str, again: str, end: str = "") -> str:
    return beginning + again * ((LARGEST_FILE - len(beginning) - len(end)) // len(again.encode())) + end


LARGE = {
    "one key of many parts": _large("[[rule]]\n", "a.", "a = 'x'"),
    "brackets": _large("[[rule]]\nfields = ", "["),
    "a list that goes on": _large("[[rule]]\nfields = [", "'U',"),
    "columns that do not exist": _large(rule_text() + "fields = [", "'PLCE',", "]"),
    "keys that do not exist": "[[rule]]\n" + "".join(f"a{number} = ''\n" for number in range(70_000)),
    "rules without anything": _large("", "[[rule]]\n"),
    "rules with mistakes": "".join(rule_text(code=f"N{n}", when=f"PLCE is {'x' * 1700}") for n in range(500)),
    "a text that does not end": _large("[[rule]]\ncode = '''", "''\n"),
    "quotation marks": _large("[[rule]]\ncode = ", '"'),
    "backslashes": _large('[[rule]]\ncode = "', "\\"),
    "a very long text": _large("[[rule]]\ncode = '", "x", "'"),
    "a very long condition": _large("[[rule]]\nwhen = '", "(", "'"),
    "empty lines": _large("[[rule]]\n", "\n", "x"),
    "remarks": _large("[[rule]]\n", "#\n", "x"),
}  # fmt: skip


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_a_large_file_made_to_take_long_is_refused(text: str) -> None:
    with pytest.raises(InputError) as found:
        read_local_rules("large.toml", text.encode())
    assert len(str(found.value)) < 1000


def test_a_hundred_rules_of_the_greatest_length_are_read() -> None:
    condition = "URN is blank" + " or DEC + 1 day < DECOM" * 80
    text = "".join(rule_text(code=f"N{number}", when=condition) for number in range(100))
    assert len(read_local_rules("large.toml", text.encode()).rules) == 100
