"""The rule catalogue: every rule with its words, made from the code so that it cannot drift from it."""

from __future__ import annotations

from typing import Any

from rules.registry import RULE_SET, Rule, all_rules

from .tables import YEARS

COLUMNS = (
    "code", "title", "message", "fix", "category", "subject", "tables", "optional_tables", "fields", "years", "changed",
    "needs", "year_end",
)  # fmt: skip

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


def entry(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, keys COLUMNS."""
    needs = [_NEEDS[need] for need in sorted(rule.needs)] + ["last year’s return"] * rule.uses_last_year
    return {
        "code": rule.code,
        "title": rule.title,
        "message": rule.message,
        "fix": rule.fix,
        "category": rule.category,
        "subject": rule.subject.replace("_", " "),
        "tables": list(rule.tables),
        "optional_tables": list(rule.optional),
        "fields": list(rule.fields),
        "years": list(rule.years),
        "changed": list(rule.changed),
        "needs": needs,
        "year_end": rule.year_end,
    }


def entries() -> list[dict[str, Any]]:
    """All rules of all years, in the order of their codes."""
    return [entry(rule) for rule in all_rules().values()]


def as_markdown() -> str:
    """The catalogue as one Markdown page, rules grouped by subject."""
    lines = [
        "# Rule catalogue",
        "",
        f"Made by `python build.py catalogue` from the rules themselves. Rule set of {RULE_SET}; "
        f"collection years {YEARS[0]} to {YEARS[-1]}; {len(all_rules())} rules.",
        "",
    ]
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for found in entries():
        by_subject.setdefault(found["subject"], []).append(found)
    for subject, rules in by_subject.items():
        lines += [f"## {subject.capitalize()}", ""]
        for found in rules:
            years = found["years"]
            span = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
            facts = [
                CATEGORY_NAMES[found["category"]],
                f"years {span}" + (f" (changed in {', '.join(found['changed'])})" if found["changed"] else ""),
                f"tables {', '.join(found['tables'])}" if found["tables"] else "",
                f"uses {', '.join(found['optional_tables'])} when supplied" if found["optional_tables"] else "",
                f"fields {', '.join(found['fields'])}",
                f"needs {', '.join(found['needs'])}" if found["needs"] else "",
                "only at the end of the year" if found["year_end"] else "",
            ]
            lines += [
                f'### <a id="rule-{found["code"]}"></a>{found["code"]}: {found["title"]}',
                "",
                found["message"],
                "",
                f"*What to do:* {found['fix']}",
                "",
                "; ".join(filter(None, facts)) + ".",
                "",
            ]
    return "\n".join(lines)
