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


def facts(found: dict[str, Any]) -> list[str]:
    """What there is to say of an `entry` besides its words, in short phrases."""
    years = found["years"]
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
    phrases = [
        CATEGORY_NAMES[found["category"]],
        f"Years {span}" + (f", changed in {' and '.join(found['changed'])}" if found["changed"] else ""),
        f"Tables {', '.join(found['tables'])}" if found["tables"] else "",
        f"Uses {', '.join(found['optional_tables'])} when supplied" if found["optional_tables"] else "",
        f"Fields {', '.join(found['fields'])}",
        f"Needs {', '.join(found['needs'])}" if found["needs"] else "",
        "Only at the end of the collection year" if found["year_end"] else "",
    ]
    return [phrase for phrase in phrases if phrase]


def entries() -> list[dict[str, Any]]:
    """All rules of all years, in the order of their codes."""
    return [entry(rule) for rule in all_rules().values()]


def as_markdown() -> str:
    """The catalogue as one Markdown page, rules grouped by subject."""
    lines = [
        "# Rule catalogue",
        "",
        f"Made from the rules themselves by `python -m validator.catalogue`. Rule set of {RULE_SET}, "
        f"collection years {YEARS[0]} to {YEARS[-1]}, {len(all_rules())} rules.",
        "",
    ]
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for found in entries():
        by_subject.setdefault(found["subject"], []).append(found)
    for subject, rules in by_subject.items():
        lines += [f"## {subject.capitalize()}", ""]
        for found in rules:
            lines += [
                f'### <a id="rule-{found["code"]}"></a>{found["code"]}: {found["title"]}',
                "",
                found["message"],
                "",
                f"*What to do:* {found['fix']}",
                "",
                ". ".join(facts(found)) + ".",
                "",
            ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown(), end="")
