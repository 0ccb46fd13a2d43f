"""The rule catalogue: every rule with its words, made from the code so that it cannot drift from it.

`python -m validator.checking.catalogue` prints the Department's rules, and with `own` behind it our own checks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rules.own.declare import Reason, reason
from rules.registry import RULE_SET, Rule, all_rules, own_checks

from ..returns.tables import YEARS
from ..returns.words import listed

if TYPE_CHECKING:
    from .answers import CatalogueEntry

COLUMNS = (
    "code", "title", "message", "fix", "category", "subject", "tables", "optional_tables", "fields", "years", "changed",
    "needs", "year_end", "stage", "origin", "why", "takes",
)  # fmt: skip

# What the stages of some rules are.
STAGES = (
    "The Department’s system reaches stage 2 only for records that pass stage 1. Here both are run at once. Only the "
    "social worker rules say their stage; that of the others is not published with them."
)

# A category as it is called on screen.
CATEGORY_NAMES = {
    "missing": "Missing information",
    "invalid": "Invalid information",
    "inconsistent": "Inconsistent information",
    "cross-year": "Contradicts last year’s return",
}
_NEEDS = {
    "postcodes": "the postcode reference",
    "providers": "the Ofsted provider list",
    "local_authority": "the local authority",
}


def entry(rule: Rule) -> CatalogueEntry:
    """A rule as the catalogue has it, keys COLUMNS."""
    about = reason(rule.code) if rule.origin == "own" else Reason("", "")
    needs = [_NEEDS[need] for need in sorted(rule.needs)] + ["last year’s return"] * rule.uses_last_year
    return {
        "code": rule.code,
        "title": rule.title,
        "message": rule.message,
        "fix": rule.fix,
        "category": rule.category,
        "subject": rule.subject.replace("_", " "),
        "tables": list(map(str, rule.tables)),
        "optional_tables": list(map(str, rule.optional)),
        "fields": list(rule.fields),
        "years": list(rule.years),
        "changed": list(rule.changed),
        "needs": needs,
        "year_end": rule.year_end,
        "stage": rule.stage,
        "origin": rule.origin,
        "why": about.why,
        "takes": about.takes,
    }


def facts(found: CatalogueEntry) -> list[str]:
    """What there is to say of an `entry` besides its words, in short phrases."""
    years = found["years"]
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
    phrases = [
        CATEGORY_NAMES[found["category"]],
        f"Stage {found['stage']} of the Department’s check" if found["stage"] else "",
        f"Years {span}" + (f", changed in {listed(found['changed'])}" if found["changed"] else ""),
        f"Tables {', '.join(found['tables'])}" if found["tables"] else "",
        f"Uses {', '.join(found['optional_tables'])} when supplied" if found["optional_tables"] else "",
        f"Fields {', '.join(found['fields'])}",
        f"Needs {', '.join(found['needs'])}" if found["needs"] else "",
        "Only at the end of the collection year" if found["year_end"] else "",
    ]
    return [phrase for phrase in phrases if phrase]


def entries() -> list[CatalogueEntry]:
    """All rules of all years in the order of their codes, then all our own checks."""
    return [entry(rule) for rule in (*all_rules().values(), *own_checks().values())]


def as_markdown() -> str:
    """The Department's rules as one Markdown page, grouped by subject."""
    lines = [
        "# Rule catalogue",
        "",
        f"Made from the rules themselves by `python -m validator.checking.catalogue`. Rule set of {RULE_SET}, "
        f"collection years {YEARS[0]} to {YEARS[-1]}, {len(all_rules())} rules. "
        "Our own checks beyond them are [on a page of their own](own-checks.md). Where sources disagree, "
        "[Doubts](doubts.md) says which reading is taken.",
        "",
        STAGES,
        "",
        *_by_subject(all_rules().values()),
    ]
    return "\n".join(lines)


_OWN = """\
# Our own checks

Made from the checks themselves by `python -m validator.checking.catalogue own`. {count} checks that go beyond the
Department's rules. They are ours: the Department does not ask for them, a return may be sent whatever they find, and
error profiles leave them out. They point to what an analyst wants to know while somebody can still put it right, so
each says why, from where on it takes something for improbable, and what it cannot know. With some of them the record
may be right as it is; they say so.

They run only when asked for:

- **On the page**: tick “Run our additional checks too” before you check.
- **On the command line**: `check903 check FILES... --own-checks`, or one of them by its code, as in `--rule OWN18`;
  `check903 letters` takes the same, and `check903 rules --own` lists them.
- **In Python**: `validate(collection, files, beyond=rules.own_checks())`.

In lists and exports they stand beside the rules, under codes that begin with OWN. They are in `rules/own/`, written as
[rules](rules.md) are; `@own_check` in place of `@rule` asks for the reason and the threshold as well. Their cases are
in `tests/rules/cases/own_*.txt`.
"""


def own_as_markdown() -> str:
    """Our own checks as one Markdown page, grouped by subject."""
    checks = own_checks()
    return "\n".join([_OWN.format(count=len(checks)), *_by_subject(checks.values())])


def _by_subject(rules: Iterable[Rule]) -> list[str]:
    """A section of lines for each subject, in the order of the rules' codes."""
    by_subject: dict[str, list[CatalogueEntry]] = {}
    for rule in rules:
        found = entry(rule)
        by_subject.setdefault(found["subject"], []).append(found)
    lines = []
    for subject, of_subject in by_subject.items():
        lines += [f"## {subject.capitalize()}", ""]
        for found in of_subject:
            lines += [
                f'### <a id="rule-{found["code"]}"></a>{found["code"]}: {found["title"]}',
                "",
                found["message"],
                "",
                f"*What to do:* {found['fix']}",
                "",
            ]
            if found["why"]:
                lines += [f"*Why early:* {found['why']}", "", f"*What it takes:* {found['takes']}", ""]
            lines += [". ".join(facts(found)) + ".", ""]
    return lines


if __name__ == "__main__":
    print(own_as_markdown() if sys.argv[1:] == ["own"] else as_markdown(), end="")
