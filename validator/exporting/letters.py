"""Letters to the people who can put records right: one page for each social worker or team, in plain language.

A letter says of each child what is wrong, what the record says now, with codes spelt out, and how it can be put right.
Issues that nobody is asked to put right any more (`notes.SETTLED`) are left out, and the letter says how many.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from rules.registry import Rule

from ..checking.issues import Issue, Issues
from ..checking.report import Report
from ..results.groups import Grouping, groups
from ..returns.cells import column_of, meaning, table_title, value_of
from ..returns.codes import codes
from ..returns.rows import Return
from ..returns.settings import settings_in_words
from ..returns.tables import tables
from ..returns.words import count_of, listed, plain
from ..tracking.notes import SETTLED, STATES, IssueNotes, Note, no_notes

_ENDINGS = {"html": ".html", "text": ".txt"}
FORMATS = tuple(_ENDINGS)


@dataclass(frozen=True)
class Record:
    """One row in question: where it is, what it says now as (title of the field, value, code spelt out or ""), and what
    was noted about it, line by line."""

    where: str
    says: Sequence[tuple[str, str, str]]
    noted: Sequence[str]


@dataclass(frozen=True)
class Matter:
    """What one rule says about one child: its title, what is wrong, how to put it right, codes named, the records, and
    what was noted about the rule, line by line."""

    rule: str
    title: str
    wrong: str
    options: str
    codes: Sequence[tuple[str, str]]
    records: Sequence[Record]
    noted: Sequence[str]


@dataclass(frozen=True)
class Letter:
    """One letter: to whom, a sentence of introduction, (name of the child, what is the matter) for each child, and a
    sentence on what was left out or "", and one on settings of the check that are not the usual ones or ""."""

    to: str
    introduction: str
    children: Sequence[tuple[str, Sequence[Matter]]]
    left_out: str
    settings: str


def letters(
    r: Return, report: Report, grouping: Grouping, form: str = "html", notes: IssueNotes | None = None
) -> dict[str, bytes]:
    """File name -> letter, one for each group that has issues to put right, the one for those without group last.

    `form` is "html" (a page that stands by itself: no script, nothing fetched) or "text" (to paste into an e-mail or
    document). Names hold letters, digits, "-" and "_" only, and differ by more than their case.
    """
    notes = notes or no_notes([issue.rule for issue in report.found])
    write = {"html": _as_html, "text": _as_text}[form]
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    for group in groups(report, grouping):
        letter = _letter(r, report, group, notes)
        if not letter.children:
            continue
        stem = unique = _file_stem(group["name"])
        number = 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{stem}-{number}"
        taken.add(unique.casefold())
        files[unique + _ENDINGS[form]] = write(letter)
    return files


# -- what a letter says


def _letter(r: Return, report: Report, group: Mapping[str, Any], notes: IssueNotes) -> Letter:
    children = []
    to_correct = 0
    settled: Counter[str] = Counter()
    for entry in group["children"]:
        by_rule: dict[str, list[int]] = {}
        for position in entry["issues"]:
            if (state := notes.state(position)) in SETTLED:
                settled[state] += 1
            else:
                by_rule.setdefault(report.found[position].rule, []).append(position)
                to_correct += 1
        if by_rule:
            name = f"Child {plain(entry['child'])}" if entry["child"] else "Rows without a child identifier"
            matters = [_matter(r, report.run[code], report.found, found, notes) for code, found in by_rule.items()]
            children.append((name, matters))
    opening = int(report.collection.year[:4])
    authority = report.collection.authority_name
    of_whom = f" of {authority}" if authority else ""
    return Letter(
        to=plain(group["name"]),
        introduction=(
            f"The checks of the return on looked-after children (SSDA903){of_whom} for {opening} to {opening + 1} "
            f"found {count_of(to_correct, 'issue')} in the records of {count_of(len(children), 'child', 'children')}. "
            "Please correct what is wrong in the case-management system, or say why it is right as it is."
        ),
        children=children,
        left_out=_left_out(settled),
        settings=f"How the return was checked: {words}." if (words := settings_in_words(report.settings)) else "",
    )


def _left_out(settled: Counter[str]) -> str:
    if not settled:
        return ""
    total = settled.total()
    why = [f"{settled[state]:,} marked “{STATES[state]}”" for state in SETTLED if settled[state]]
    return f"Left out of this letter: {count_of(total, 'more issue')}, {listed(why)}."


def _matter(r: Return, rule: Rule, issues: Issues, found: Sequence[int], notes: IssueNotes) -> Matter:
    named = _codes_named(rule, r.year)
    return Matter(
        rule=rule.code,
        title=rule.title,
        wrong=_in_plain_words(rule, rule.message),
        options=_in_plain_words(rule, rule.fix),
        codes=named,
        records=[_record(r, issues[position], notes.note(position)) for position in found],
        noted=_noted(notes.rule(rule.code)),
    )


def _record(r: Return, issue: Issue, note: Note) -> Record:
    """The row's key, so that it can be found in the case-management system, then what the rule points to."""
    key = tables()[issue.table.name].row_key
    says = []
    shown = list(dict.fromkeys((*key, *issue.fields)))
    # The child is named at the head of its part of the letter.
    for field in [field for field in shown if field != "CHILD"] or shown:
        value = value_of(r, issue.table, issue.row, field)
        words = meaning(issue.table.name, field, value.strip().upper())
        says.append((column_of(issue.table.name, field).title, plain(value) or "(blank)", words))
    return Record(f"{table_title(issue.table)} ({plain(issue.file)}, line {issue.line})", says, _noted(note))


def _noted(note: Note) -> list[str]:
    lines = [f"State: {note.title}"] if note.state else []
    if note.text:
        first, *others = map(plain, note.text.splitlines())
        lines += [f"Note: {first}", *others]
    return lines


@cache
def _titles(rule: Rule) -> Mapping[str, str]:
    """Column -> title, for the columns that the rule's words may name."""
    named = [table.name for table in rule.looks_at]
    columns = {name: column for table in named for name, column in tables()[table].columns.items()}
    found = {name: column.title for name, column in columns.items()}
    for table in named:
        for field in rule.fields:
            if table == "Episodes" and field.startswith("PL_") and field not in found:
                found[field] = column_of(table, field).title
    return found


def _in_plain_words(rule: Rule, text: str) -> str:
    """The rule's words with the titles of fields in place of the names of columns."""
    titles = _titles(rule)
    names = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    # The titles of URN and CHILD hold the words that stand around them in "Ofsted URN" and "CHILD identifier".
    whole = rf"\b(?:Ofsted )?({names})\b(?: identifier)?"
    return re.sub(whole, lambda match: f"“{titles[match[1]]}”", text) if names else text


@cache
def _codes_named(rule: Rule, year: str) -> Sequence[tuple[str, str]]:
    """The codes that the rule's words name, with their meaning: those of the columns that it points to or names."""
    text = f"{rule.message} {rule.fix}"
    lists = {}
    for table in rule.looks_at:
        for column in tables()[table.name].columns.values():
            if column.codes and (column.name in rule.fields or re.search(rf"\b{column.name}\b", text)):
                lists[column.codes] = codes(column.codes, year)
    words = set(re.findall(r"\b[A-Z0-9]+\b", text)) - _NO_CODES
    named: dict[str, str] = {}
    for accepted in lists.values():
        order = list(accepted)
        found = {code for code in accepted if code in words and not code.isdigit()}
        for first, last in re.findall(r"\b([A-Z0-9]+) to ([A-Z0-9]+)\b", text):
            if first in found and last in found:
                found.update(order[order.index(first) : order.index(last) + 1])
        named |= {code: accepted[code] for code in order if code in found}
    return list(named.items())


# Words that may begin a sentence, and codes that are numbers, would be taken for codes too easily.
_NO_CODES = frozenset({"A", "I"})


def _file_stem(name: str) -> str:
    """A file name that every system takes, whatever stands in `name`: never a path, nor a name of Windows' own."""
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:60].rstrip("-")
    return f"letter-{stem}" if stem else "letter"


# -- as a page

_STYLE = """
body { font: 1rem/1.5 Arial, sans-serif; color: #0b0c0c; background: #fff; max-width: 45rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { border-top: 2px solid #0b0c0c; padding-top: 0.5rem; margin-top: 2rem; font-size: 1.4rem; }
h3 { font-size: 1.1rem; margin-bottom: 0.25rem; }
h4 { font-size: 1rem; margin: 0.75rem 0 0.25rem; }
p { margin: 0.25rem 0; }
table { border-collapse: collapse; width: 100%; margin: 0.25rem 0 0.5rem; }
caption { text-align: left; font-weight: bold; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem 0.25rem 0; border-bottom: 1px solid #b1b4b6;
  overflow-wrap: anywhere; }
th { width: 40%; font-weight: normal; }
ul { margin: 0.25rem 0; padding-left: 1.25rem; }
footer { margin-top: 2rem; border-top: 1px solid #b1b4b6; padding-top: 0.5rem; }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; }
  h2, h3, h4, caption { break-after: avoid; }
  article, table, tr { break-inside: avoid; }
}
"""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
)
_CARE = "This letter holds data on children. Pass it on only in the ways your authority allows."


def _as_html(letter: Letter) -> bytes:
    return ("\n".join(_page(letter)) + "\n").encode()


def _page(letter: Letter) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Records to check. {escape(letter.to)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield f"<h1>Records to check<br>{escape(letter.to)}</h1>"
    yield f"<p>{escape(letter.introduction)}</p>"
    for child, matters in letter.children:
        yield f"<section>\n<h2>{escape(child)}</h2>"
        for matter in matters:
            yield from _article(matter)
        yield "</section>"
    if letter.left_out:
        yield f"<p>{escape(letter.left_out)}</p>"
    yield "</main>"
    settings = f"<p>{escape(letter.settings)}</p>" if letter.settings else ""
    yield f"<footer>{settings}<p>{_CARE}</p></footer>"
    yield "</body>"
    yield "</html>"


def _article(matter: Matter) -> Iterator[str]:
    yield f"<article>\n<h3>{escape(matter.title)} (rule {escape(matter.rule)})</h3>"
    yield f"<p>{escape(matter.wrong)}</p>"
    yield from _paragraph(matter.noted)
    for record in matter.records:
        yield f"<table>\n<caption>What the record says now: {escape(record.where)}</caption>"
        for title, value, words in record.says:
            spelt_out = f"{value}: {words}" if words else value
            yield f'<tr><th scope="row">{escape(title)}</th><td>{escape(spelt_out)}</td></tr>'
        yield "</table>"
        yield from _paragraph(record.noted)
    yield f"<h4>What to do</h4>\n<p>{escape(matter.options)}</p>"
    if matter.codes:
        yield "<h4>The codes named here</h4>\n<ul>"
        yield from (f"<li>{escape(code)}: {escape(words)}</li>" for code, words in matter.codes)
        yield "</ul>"
    yield "</article>"


def _paragraph(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<p>{'<br>'.join(map(escape, lines))}</p>"


# -- as text


def _as_text(letter: Letter) -> bytes:
    # With a byte-order mark, by which Word and old editors know the encoding; paragraphs are left to wrap themselves.
    return ("\r\n".join(_lines(letter)) + "\r\n").encode("utf-8-sig")


def _lines(letter: Letter) -> Iterator[str]:
    yield from (f"Records to check. {letter.to}", "", letter.introduction)
    for child, matters in letter.children:
        yield from ("", "", child, "=" * len(child))
        for matter in matters:
            yield from ("", f"{matter.title} (rule {matter.rule})", matter.wrong, *matter.noted)
            for record in matter.records:
                yield f"What the record says now: {record.where}"
                yield from (
                    f"  - {title}: {value}{f' ({words})' if words else ''}" for title, value, words in record.says
                )
                yield from (f"  {line}" for line in record.noted)
            yield f"What to do: {matter.options}"
            if matter.codes:
                yield f"The codes named here: {'; '.join(f'{code}: {words}' for code, words in matter.codes)}."
    if letter.left_out:
        yield from ("", "", letter.left_out)
    yield from ("", "", *([letter.settings] if letter.settings else []), _CARE)
