"""The page's questions about correcting a return, asked natively on a made-up return with errors."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

import pytest

from tests.page.answered import done, refused, results_of
from validator.correcting.change_builder import Candidate
from validator.correcting.edits import Edit, Removal
from validator.correcting.proposals import GROUNDS, Proposal
from validator.correcting.what_if import Outcome
from validator.page.bridge import Session
from validator.page.correcting import KINDS, Cleaning
from validator.page.given import (
    Box,
    CheckSettings,
    ManyRowsWanted,
    RowsFound,
    RowsOfRule,
    SafeWanted,
    SuggestionsWanted,
    Wanted,
)
from validator.sample import sample

YEAR = "2025-26"
SETTINGS: CheckSettings = {"year": YEAR, "authority": "Manchester", "as_at": ""}
MADE = sample(120, 8, YEAR, 0.15)
# Spelt as spreadsheets and people do; what the rules read stays the same.
SPOILT = {
    **MADE.this_year,
    "reviews.csv": b"\xef\xbb\xbf" + MADE.this_year["reviews.csv"].replace(b",PN1", b", pn1 "),
}


def given(session: Session, box: Box, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        session.add(box, name, len(content), content)


def checked(this_year: Mapping[str, bytes]) -> Session:
    session = Session()
    given(session, "this_year", this_year)
    given(session, "last_year", MADE.last_year)
    given(session, "providers", {"providers.xlsx": MADE.providers})
    assert "errors" not in session.check(SETTINGS)
    return session


@pytest.fixture
def session() -> Session:
    return checked(SPOILT)


@pytest.fixture
def cleaning(session: Session) -> Cleaning:
    return Cleaning(session)


def found(session: Session) -> list[tuple[str, str, int, str]]:
    """The issues, whatever line they are on: deleting rows moves the lines of those below them."""
    columns = results_of(session).report.issues[["rule", "table", "row", "child"]]
    return sorted(columns.itertuples(index=False, name=None))


def unpacked(download: Mapping[str, Any]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(download["content"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_safe(cleaning: Cleaning) -> SafeWanted:
    return {"safe": [kind["kind"] for kind in done(cleaning.safe())["kinds"]]}


def log(cleaning: Cleaning) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done(cleaning.log("csv", False))["content"].decode("utf-8-sig"))))


def test_safe_changes_are_previewed_made_and_taken_back(session: Session, cleaning: Cleaning) -> None:
    before = found(session)
    offered = done(cleaning.safe())
    assert {kind["kind"] for kind in offered["kinds"]} >= {"capitals", "repeated_row"}
    assert found(session) == before
    preview = done(cleaning.preview(all_safe(cleaning), 0, 1_000_000))
    assert (preview["changes"], preview["rows_removed"]) == (offered["changes"], offered["rows_removed"])
    assert preview["total"] == len(preview["shown"]) == preview["changes"] + preview["rows_removed"]
    assert preview["added"] == 0
    assert preview["resolved"] == sum(rule["issues"] for rule in preview["resolves"]) > 0

    made = done(cleaning.apply(all_safe(cleaning)))
    assert made["summary"]["issues"] == len(before) - preview["resolved"]
    assert made["state"]["changes"] == offered["changes"]
    assert done(cleaning.safe())["kinds"] == []

    back = done(cleaning.undo())
    assert back["state"]["steps"] == []
    assert found(session) == before
    assert unpacked(done(cleaning.corrected())) == SPOILT


def test_every_answer_is_plain(cleaning: Cleaning) -> None:
    asked = all_safe(cleaning)
    answers = [
        cleaning.state(), cleaning.safe(), cleaning.suggestions("", "", "", 0, 20), cleaning.columns("Episodes"),
        cleaning.preview(asked, 0, 20), cleaning.apply(asked), cleaning.changes(0, 20),
    ]  # fmt: skip
    for answer in answers:
        assert json.loads(json.dumps(answer)) == answer


def test_corrected_files_give_the_same_result_when_they_are_read_again(session: Session, cleaning: Cleaning) -> None:
    cleaning.apply(all_safe(cleaning))
    numbers = [
        proposal["number"] for proposal in done(cleaning.suggestions("date_of_birth", "", "", 0, 50))["proposals"]
    ]
    assert numbers
    cleaning.apply({"proposals": numbers, "values": {}})
    again = checked(unpacked(done(cleaning.corrected())))
    assert found(again) == found(session)


def test_every_difference_of_the_files_is_a_line_of_the_log_and_nothing_else_is(cleaning: Cleaning) -> None:
    cleaning.apply(all_safe(cleaning))
    after = unpacked(done(cleaning.corrected()))
    lines = Counter(line["File"] for line in log(cleaning))
    assert {name for name, content in SPOILT.items() if after[name] != content} == set(lines)
    assert sum(lines.values()) == done(cleaning.changes(0, 1))["total"]
    for line in log(cleaning):
        if line["Field"] != "(row deleted)":
            assert line["Old value"] != line["New value"]
            assert line["Why"]


def test_a_check_of_the_same_files_keeps_the_changes_and_another_file_drops_them(
    session: Session, cleaning: Cleaning
) -> None:
    cleaning.apply(all_safe(cleaning))
    after = found(session)
    assert done(session.check(SETTINGS))["issues"] == len(after)
    assert found(session) == after

    steps = done(cleaning.state())["steps"][0]
    assert sum(done(cleaning.state())["files"].values()) == len(log(cleaning))
    in_reviews = done(cleaning.state())["files"]["reviews.csv"]
    other = MADE.this_year["reviews.csv"]
    assert (session.holds("reviews.csv", len(other), other), session.at_stake()) == (False, 0)
    assert session.holds("reviews.csv", len(SPOILT["reviews.csv"]), SPOILT["reviews.csv"])
    given(session, "this_year", {"reviews.csv": other})
    session.inputs()
    assert session.at_stake() == in_reviews
    summary = done(session.check(SETTINGS))
    were = "was" if in_reviews == 1 else "were"
    assert any(f"Reviews here {were} dropped" in notice["message"] for notice in summary["notices"])
    assert 0 < done(cleaning.state())["changes"] < steps["changes"]
    assert not any(change["table_title"] == "Reviews" for change in done(cleaning.changes(0, 10_000))["changes"])


def test_another_year_or_authority_keeps_the_changes(session: Session, cleaning: Cleaning) -> None:
    cleaning.apply(all_safe(cleaning))
    changes = log(cleaning)
    chosen: list[tuple[Literal["year", "authority"], str, CheckSettings]] = [
        ("year", "2024-25", {**SETTINGS, "year": "2024-25"}),
        ("authority", "Leeds", {**SETTINGS, "authority": "Leeds"}),
        ("year", YEAR, SETTINGS),
    ]
    for name, value, settings in chosen:
        session.choose(name, value)
        assert session.at_stake() == 0
        assert "errors" not in session.check(settings)
        assert log(cleaning) == changes


def bulk(
    rows: RowsOfRule | RowsFound,
    field: str,
    action: str,
    value: str = "",
    find: str = "",
    positions: list[int] | None = None,
) -> ManyRowsWanted:
    return {
        "bulk": {
            "rows": rows, "positions": positions, "field": field, "action": action, "value": value, "find": find,
        }
    }  # fmt: skip


def rows_of_rule(session: Session, table: str) -> str:
    issues = results_of(session).report.issues
    return str(issues.loc[issues["table"] == table, "rule"].value_counts().index[0])


def test_a_column_of_the_rows_of_a_rule_is_set_and_taken_back(session: Session, cleaning: Cleaning) -> None:
    rule = rows_of_rule(session, "Episodes")
    issues = results_of(session).report.issues
    rows = issues.loc[(issues["rule"] == rule) & (issues["table"] == "Episodes"), "row"].tolist()
    asked = bulk(rows={"rule": rule, "table": "Episodes"}, field="CIN", action="set", value="N3")
    made = done(cleaning.apply(asked))
    assert session.state is not None
    values = session.state.corrected.tables["Episodes"].raw["CIN"]
    assert {values[row] for row in rows} == {"N3"}
    assert made["state"]["steps"][0]["kind"] == "by hand"
    assert made["state"]["changes"] <= len(rows)
    assert unpacked(done(cleaning.corrected()))["header.csv"] == SPOILT["header.csv"]
    cleaning.undo_all()
    assert unpacked(done(cleaning.corrected())) == SPOILT


def test_only_the_rows_ticked_are_changed_and_replacing_looks_at_the_value(
    session: Session, cleaning: Cleaning
) -> None:
    rule = rows_of_rule(session, "Reviews")
    positions = results_of(session).positions_of({"rule": rule, "table": "Reviews"})[:3]
    rows: RowsOfRule = {"rule": rule, "table": "Reviews"}
    cleaning.apply(bulk(rows=rows, positions=positions, field="REVIEW_CODE", action="clear"))
    assert 0 < done(cleaning.state())["changes"] <= len(positions)
    before = done(cleaning.state())["changes"]
    cleaning.apply(bulk(rows=rows, field="REVIEW_CODE", action="replace", find="pn1", value="PN2"))
    changed = done(cleaning.changes(0, 10_000))["changes"][before:]
    assert all(change["before"].strip().upper() == "PN1" for change in changed if change["after"] == "PN2")


def test_rows_that_are_found_are_changed(session: Session, cleaning: Cleaning) -> None:
    asked = bulk(rows={"find": {"category": "missing"}, "table": "Header"}, field="ETHNIC", action="set", value="WBRI")
    preview = done(cleaning.preview(asked, 0, 10))
    assert preview["changes"] > 0
    assert {shown["field"] for shown in preview["shown"]} == {"ETHNIC"}


def test_rows_found_by_their_marks_are_found_anew_at_the_next_preview(session: Session, cleaning: Cleaning) -> None:
    rows: RowsFound = {"find": {"unseen": True}, "table": "Header"}
    asked = bulk(rows=rows, field="ETHNIC", action="set", value="WIRT")
    before = done(cleaning.preview(asked, 0, 10_000))["shown"]
    positions = results_of(session).positions_of(rows)
    of_line = [at for at in positions if results_of(session).issues[at].line == before[0]["line"]]
    results_of(session).mark(of_line, True)
    assert done(cleaning.preview(asked, 0, 10_000))["shown"] == before[1:]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (bulk(rows={"rule": "x", "table": "Episodes_last"}, positions=[], field="CIN", action="clear"), "sent already"),
        (bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="PL_LA", action="clear"), "no column"),
        (bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="CIN", action="set"), "value is missing"),
        (bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="CIN", action="set", value="a\nb"), "break"),
        (
            bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="CIN", action="set", value="x" * 999),
            "200",
        ),
        (bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="CIN", action="clear"), "Nothing would"),
        (bulk(rows={"rule": "x", "table": "Episodes"}, positions=[], field="CIN", action="replace"), "the same"),
    ],
)
def test_what_cannot_be_done_is_said(cleaning: Cleaning, asked: Wanted, words: str) -> None:
    assert words in refused(cleaning.preview(asked, 0, 10))
    assert words in refused(cleaning.apply(asked))
    assert done(cleaning.state())["steps"] == []


def test_a_proposal_is_applied_with_the_value_that_was_chosen(session: Session, cleaning: Cleaning) -> None:
    every = done(cleaning.suggestions("", "", "", 0, 10_000))
    assert every["total"] == len(every["proposals"]) == sum(kind["proposals"] for kind in every["kinds"])
    chosen = next(found for found in every["proposals"] if found["alternatives"] and not found["open"])
    other = chosen["alternatives"][-1]["value"]
    cleaning.apply({"proposals": [chosen["number"]], "values": {str(chosen["number"]): other}})
    first = chosen["changes"][0]
    changes = done(cleaning.changes(0, 100))["changes"]
    (changed,) = [
        c for c in changes if (c["field"], c["line"], c["file"]) == (first["field"], first["line"], first["file"])
    ]
    assert changed["after"] == other
    assert f"was chosen in place of {first['after'] or 'blank'}, which was proposed." in changed["why"]
    assert {change["kind"] for change in changes} == {"suggestion"}


def test_where_nothing_decides_a_value_must_be_chosen(cleaning: Cleaning) -> None:
    every = done(cleaning.suggestions("", "", "", 0, 10_000))
    left_open = next(found for found in every["proposals"] if found["open"])
    number = left_open["number"]
    assert left_open["changes"][0]["after"] == ""
    assert "Chosen by you" in left_open["ground"]
    assert number not in every["numbers"]
    unfit: list[dict[str | int, str]] = [{}, {number: ""}, {number: "no such code"}]
    for values in unfit:
        assert "No value is chosen" in refused(cleaning.preview({"proposals": [number], "values": values}, 0, 10))
    code = left_open["alternatives"][0]["value"]
    assert code
    cleaning.apply({"proposals": [number], "values": {str(number): code}})
    (told,) = [line for line in log(cleaning) if line["Field"] == left_open["changes"][0]["field"]]
    assert (told["New value"], told["Ground"]) == (code, left_open["ground"])
    assert told["Why"] == f"{code} was chosen. {left_open['sentence']}"


def test_rows_are_taken_out_all_at_once_for_one_reason_only(
    cleaning: Cleaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = next(iter(KINDS))
    made = [Proposal(kind, "1", why, (), [], [Removal("Reviews", row, why)]) for row, why in enumerate("AAB")]
    made.append(Proposal(kind, "1", "C", (), [Edit("Reviews", 3, "REVIEW", "01/06/2025", "")]))
    monkeypatch.setattr(cleaning, "_every_proposal", lambda: made)
    every = done(cleaning.suggestions("", "", "", 0, 10))
    assert every["reasons"] == [{"reason": "A", "proposals": 2}, {"reason": "B", "proposals": 1}]
    assert every["numbers"] == [3]
    one = done(cleaning.suggestions("", "", "A", 0, 10))
    assert (one["total"], one["numbers"], one["reasons"]) == (2, [0, 1], every["reasons"])


def test_every_proposal_and_change_says_what_it_rests_on(cleaning: Cleaning) -> None:
    every = done(cleaning.suggestions("", "", "", 0, 10_000))["proposals"]
    assert {found["ground"] for found in every} <= set(GROUNDS.values())
    cleaning.apply(all_safe(cleaning))
    assert {line["Ground"] for line in log(cleaning)} == {GROUNDS["form"], GROUNDS["return"]}
    assert {change["ground"] for change in done(cleaning.changes(0, 10_000))["changes"]} == {
        GROUNDS["form"],
        GROUNDS["return"],
    }


def test_proposals_that_contradict_each_other_are_refused(cleaning: Cleaning, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit("Episodes", 0, "CIN", "N3", "")
    two = [Proposal("near_code", "1", "", (), [edit._replace(new=value)]) for value in ("N3", "N4")]
    monkeypatch.setattr("validator.page.correcting.suggestions", lambda _: two)
    assert "change the same cell differently" in refused(cleaning.preview({"proposals": [0, 1], "values": {}}, 0, 10))
    same: SuggestionsWanted = {"proposals": [0, 1], "values": {"1": "N3"}}
    assert done(cleaning.preview(same, 0, 10))["changes"] == 1


XML = b"""<?xml version="1.0"?>
<EXPSSDA903>
 <CHILD>
  <HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>01/02/2015</DOB><ETHNIC>WBRI</ETHNIC><UPN>UN1</UPN><IN_TOUCH>YES</IN_TOUCH></HEADER>
  <EPISODE><DECOM>01/04/2025</DECOM><RNE>S</RNE><LS>C2</LS><CIN>n1</CIN><PL>U1</PL></EPISODE>
  <AREVIEW><REVIEW>05/06/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
 </CHILD>
</EXPSSDA903>
"""


def test_a_cell_of_a_row_that_is_taken_out_is_not_counted_as_changed(
    cleaning: Cleaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = next(iter(KINDS))
    change = Proposal(kind, "1", "", (), [Edit("Reviews", 0, "REVIEW", "01/06/2025", "")])
    both = [change, Proposal(kind, "1", "", (), [], [Removal("Reviews", 0, "")])]
    monkeypatch.setattr(cleaning, "_every_proposal", lambda: both)
    preview = done(cleaning.preview({"proposals": [0, 1], "values": {}}, 0, 10))
    assert (preview["changes"], preview["rows_removed"], preview["total"]) == (0, 1, 1)


def test_what_an_xml_return_states_once_is_changed_everywhere_and_what_it_needs_stays() -> None:
    session = checked({"return.xml": XML})
    cleaning = Cleaning(session)
    cleaning.apply(all_safe(cleaning))
    assert unpacked_xml(cleaning) == XML.replace(b"<SEX>1<", b"<SEX>M<").replace(b">n1<", b">N1<")

    asked = bulk(rows={"find": {}, "table": "OC3"}, field="IN_TOUCH", action="clear")
    problem = refused(cleaning.preview(asked, 0, 10))
    assert "return.xml" in problem
    assert refused(cleaning.apply(asked)) == problem
    assert len(done(cleaning.state())["steps"]) == 1

    asked = bulk(rows={"find": {}, "table": "Header"}, field="DOB", action="set", value="02/02/2015")
    cleaning.apply(asked)
    assert session.state is not None
    births = {
        table.columns["DOB"][0]
        for table in session.state.corrected.tables.values()
        if len(table) and "DOB" in table.columns
    }
    assert births == {"02/02/2015"}
    assert unpacked_xml(cleaning).count(b"02/02/2015") == 1


def unpacked_xml(cleaning: Cleaning) -> bytes:
    download = done(cleaning.corrected())
    assert download["name"] == "return-corrected.xml"
    return bytes(download["content"])


def test_what_comes_to_light_is_not_called_new() -> None:
    header = MADE.this_year["header.csv"].decode()
    files = {**MADE.this_year, "header.csv": header.replace(",M,", ",1,").replace(",F,", ",2,").encode()}
    session = checked(files)
    cleaning = Cleaning(session)
    assert done(cleaning.safe())["held_back"] == 0
    preview = done(cleaning.preview(all_safe(cleaning), 0, 10))
    assert preview["added"] == 0
    assert preview["adds"] == []
    assert preview["to_light"] == sum(rule["issues"] for rule in preview["lights"]) > 0
    # The same value given by hand says the same; another one is news.
    asked = [bulk({"find": {}, "table": "Header"}, "SEX", "replace", value, find="2") for value in "FM"]
    same, other = (done(cleaning.preview(wanted, 0, 1)) for wanted in asked)
    assert same["to_light"] > 0
    assert other["to_light"] == 0


TWICE = XML.replace(
    b"</AREVIEW>\n", b"</AREVIEW>\n<AREVIEW><REVIEW>05/06/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>\n"
)


@pytest.mark.parametrize(("field", "value"), [("DOB", "02/02/2015"), ("CHILD", "2")])
def test_what_an_xml_return_states_once_is_changed_after_a_row_of_the_child_was_taken_out(
    field: str, value: str
) -> None:
    session = checked({"return.xml": TWICE})
    cleaning = Cleaning(session)
    cleaning.apply({"safe": ["repeated_row"]})
    made = done(cleaning.apply(bulk(rows={"find": {}, "table": "Header"}, field=field, action="set", value=value)))
    assert made["state"]["rows_removed"] == 1
    assert session.state is not None
    for table in session.state.corrected.tables.values():
        assert set(table.columns.get(field, [value])) <= {value}
    assert unpacked_xml(cleaning).count(f">{value}<".encode()) == 1


def test_nothing_is_proposed_for_a_child_with_more_rows_than_a_child_can_have(
    session: Session, cleaning: Cleaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert done(cleaning.suggestions("", "", "", 0, 1))["crowded"] == []
    assert session.state is not None
    rows = Counter(child for table in session.state.corrected.tables.values() for child in table.columns["CHILD"])
    ((child, most),) = rows.most_common(1)
    monkeypatch.setattr("validator.correcting.change_builder.MOST_OF_A_CHILD", most - 1)
    tried: set[str] = set()
    again = Cleaning(session)

    def trial(r: object, report: object, candidates: list[Candidate]) -> list[Outcome]:
        tried.update(candidate.child for candidate in candidates)
        return [Outcome((), 0, 0) for _ in candidates]

    monkeypatch.setattr("validator.correcting.suggestions.trial", trial)
    told = done(again.suggestions("", "", "", 0, 1))
    assert tried
    assert child not in tried
    assert any(sentence.startswith(f"Child {child} has {most} rows of one year") for sentence in told["crowded"])


def test_what_a_csv_file_cannot_hold_is_refused_before_it_is_changed() -> None:
    header = MADE.this_year["header.csv"].replace(b"100001", "10000\xe9".encode("cp1252"), 1)
    cleaning = Cleaning(checked({"header.csv": header, "reviews.csv": MADE.this_year["reviews.csv"]}))
    asked = bulk(rows={"find": {}, "table": "Header"}, field="UPN", action="set", value="\u0141")
    assert "header.csv" in refused(cleaning.preview(asked, 0, 10))
    assert refused(cleaning.apply(asked))
    asked = bulk(rows={"find": {}, "table": "Header"}, field="UPN", action="set", value="\xe9")
    assert done(cleaning.preview(asked, 0, 10))["changes"] > 0
