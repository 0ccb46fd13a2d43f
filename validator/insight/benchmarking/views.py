"""A comparison in words, tables and charts: what the page, the HTML report and the workbook all show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from rules.registry import CATEGORIES, Rule, all_rules

from ...checking.catalogue import CATEGORY_NAMES
from ...returns.cells import table_title
from ...returns.words import count_of, listed
from .chart_parts import Bar, Bars, Column, Entry, Line, Lines, Number, Table, View, ViewPart, day_words
from .comparison import ALL, HIDDEN, Comparison, row_table
from .figures import Advised, CouncilFigures, Figure, LeftOut, Movement, Spread
from .profile import SMALL

# Rates of single rules are small, so they are told for this many children or rows.
PER = 100
# More bars than this are not looked at one by one; the table beside a chart has them all.
MOST_BARS = 30
TOP_TYPES = 10
MOST_NAMES = 4

PER_CHILD = "issues per child in the return"
HIDDEN_WORDS = f"1 to {SMALL}"

T = TypeVar("T")


def views(comparison: Comparison, here: int) -> list[View]:
    """All views with council number `here` as the one in question."""
    return [view(name, comparison, here) for name in VIEWS]


def view(name: str, comparison: Comparison, here: int) -> View:
    """One view by its name, a key of VIEWS."""
    title, make = VIEWS[name]
    return View(name, title, [part for part in make(comparison, here) if part is not None])


def summary(comparison: Comparison, here: int) -> str:
    """What is compared, in one sentence."""
    others = len(comparison.councils) - 1
    who = f" with {count_of(others, 'other council')}" if others else ""
    return (
        f"{comparison.councils[here]}{who}, collection year {comparison.year}, "
        f"on {count_of(len(comparison.rules), 'rule')}{' that all of them ran' if others else ''}."
    )


def cautions(comparison: Comparison) -> list[str]:
    """What to bear in mind with these profiles, a sentence each."""
    found = []
    for first, second in comparison.repeated:
        why = "added last" if first.suppressed == second.suppressed else "which hides no counts"
        found.append(
            f"Two profiles are of {first.council}, {first.year}, as at {day_words(first.as_at)}: {first.file} and "
            f"{second.file}. Only {second.file}, {why}, is compared."
        )
    group = comparison.group
    days = sorted({profile.as_at for profile in group})
    if len(days) > 1:
        early = [f"{p.council} ({day_words(p.as_at)})" for p in group if p.as_at != days[-1]]
        found.append(
            f"Not all are as at the same day: {_some(early)} before {day_words(days[-1])}. "
            "The longer the time, the more there is to go wrong."
        )
    for profile in group:
        if profile.settings:
            found.append(f"{profile.council} was not checked with the usual settings: {', '.join(profile.settings)}.")
    sets = sorted({profile.rule_set for profile in comparison.profiles})
    if len(sets) > 1:
        found.append(
            f"The profiles were made with rules of {listed(sets)}. A rule may have been mended in between, so look at "
            "large differences with care."
        )
    hiding = sum(profile.suppressed for profile in comparison.profiles)
    if hiding:
        found.append(
            f"{count_of(hiding, 'profile')} of {len(comparison.profiles):,} "
            f"{'hides' if hiding == 1 else 'hide'} counts from 1 to {SMALL}, so figures with such counts are "
            "estimates: each is taken as its share of what the profile says they come to, or as "
            f"{HIDDEN} where it does not say. Side by side tells between which numbers the issues of each council lie."
        )
        if exact := [profile.council for profile in group if not profile.suppressed]:
            found.append(
                f"The figures of {_some(exact)} are exact, small counts included. Pass this comparison on only to "
                "those who may see them."
            )
    rounding = sum(profile.rounded for profile in comparison.profiles)
    if rounding:
        found.append(
            f"In {count_of(rounding, 'profile')} the numbers of children and rows are rounded to the nearest 10."
        )
    if comparison.left_out:
        found.append(
            f"{count_of(len(comparison.left_out), 'rule')} {'is' if len(comparison.left_out) == 1 else 'are'} left "
            "out of this comparison because not everybody ran them: see Rules left out."
        )
    return found


# -- the views


def _side_by_side(comparison: Comparison, here: int) -> list[ViewPart | None]:
    each_council = (
        [*comparison.each_council, comparison.overall] if len(comparison.councils) > 1 else comparison.each_council
    )
    ranked = sorted(enumerate(each_council), key=lambda item: -item[1].per_child.value)
    bars = [Bar(found.name, [_per_child(found.per_child)], marked=at == here) for at, found in _readable(ranked, here)]
    mine, everyone = comparison.each_council[here], comparison.overall
    names = [mine.name, everyone.name] if len(comparison.councils) > 1 else [mine.name]
    return [
        "An issue is one row that a rule flags. Rates are issues for each child in the return, on the rules compared.",
        _cut(len(each_council)),
        Bars("Councils by issues per child", PER_CHILD, [PER_CHILD.capitalize()], bars, "Chart per child"),
        Table(
            "Councils side by side",
            [
                Column("Council"), Column("As at"), Column("Children", True), Column("Issues", True),
                Column("Issues lie between", True), Column("Issues per child", True),
                Column("Share of the top three types", True),
                Column("The top three types"), Column("Rules run", True), Column("Issues of all rules run", True),
            ],
            [
                (
                    found.name,
                    day_words(found.as_at) if found.as_at else "",
                    _count(found.children),
                    _count(found.issues),
                    _between(found),
                    _per_child(found.per_child),
                    _share(found.top_share),
                    "; ".join(_title(rule) for rule in found.top),
                    Number(found.rules_run, "count"),
                    _count(found.all_issues),
                )
                for _, found in ranked
            ],
            sheet="Councils",
        ),
        Bars(
            "Issues by kind",
            "share of the issues",
            names,
            [
                Bar(CATEGORY_NAMES[kind], [_part(found, kind) for found in (mine, everyone)[: len(names)]])
                for kind in CATEGORIES
            ],
            "Chart issues by kind",
        ),
        Table(
            "Issues by kind and council",
            [
                Column("Council"),
                *(Column(f"{CATEGORY_NAMES[kind]}{what}", True) for kind in CATEGORIES for what in ("", ", share")),
            ],
            [
                (found.name, *(made(found, kind) for kind in CATEGORIES for made in (_kind, _part)))
                for _, found in ranked
            ],
            sheet="Kinds",
        ),
    ]  # fmt: skip


def _types(comparison: Comparison, here: int) -> list[ViewPart | None]:
    lines = comparison.types(here)
    if not lines:
        return ["No council in this comparison has an issue."]
    name = comparison.councils[here]
    shown = [line for line in lines[:TOP_TYPES] if line.per_child.here.value]
    return [
        f"Each error type that somebody in the group has, those with the most issues in {name} first. “Best” is the "
        "lowest rate in the group. Rates are by children in the return and by rows of the rule’s table.",
        Bars(
            f"The {count_of(len(shown), 'error type')} with the most issues in {name}",
            f"issues per {PER} children",
            [name, "Median of the group", "Best of the group"],
            [
                Bar(
                    _title(line.rule),
                    [_rate(line.per_child.here), _rate(line.per_child.median), _rate(line.per_child.best)],
                    line.rule.code,
                )
                for line in shown
            ],
            "Chart error types",
        )
        if shown
        else None,
        Table(
            "Error types",
            [
                Column("Rule"), Column("Kind"), Column("Issues here", True), Column("Share here", True),
                Column(f"Per {PER} children: here", True), Column("median", True), Column("best", True),
                Column("Who is best"), Column("Table"), Column(f"Per {PER} rows: here", True), Column("median", True),
                Column("best", True), Column("Councils with it", True),
            ],
            [
                (
                    _title(line.rule),
                    CATEGORY_NAMES[line.rule.category],
                    _issues(line.issues),
                    _share(line.share),
                    *_spread(line.per_child),
                    _some(line.per_child.best_at),
                    table_title(row_table(line.rule)),
                    *(_spread(line.per_row) if line.per_row else ("no rows", "", "")),
                    Number(line.had_by, "count"),
                )
                for line in lines
            ],
            [line.rule.code for line in lines],
            "Error types",
        ),
    ]  # fmt: skip


def _overlap(comparison: Comparison, here: int) -> list[ViewPart | None]:
    found = comparison.overlap(here)
    if found is None:
        return ["Overlap needs the profiles of at least two councils for this year."]
    name = comparison.councils[here]
    parts = {
        "All councils have it": found.everyone,
        "Some councils have it": found.some,
        "One council alone has it": found.one,
        f"Only {name} has it": found.only_here,
    }
    shared = list(parts.items())[:3]
    who = {rule.code: label for label, part in parts.items() for rule in part.rules}
    lines = {line.rule.code: line for line in comparison.types(here)}
    return [
        f"{_share_words(found.everyone.share)} of all issues are of types that every council has. "
        f"{_share_words(found.avoided)} are of types that at least one council has none of: somebody avoids them.",
        Bars(
            "Issues by who has the error type",
            "share of the issues",
            ["Share of the issues"],
            [Bar(label, [_share_cell(part.share)]) for label, part in shared],
            "Chart overlap",
        ),
        Table(
            "Overlap",
            [Column("Error types"), Column("Types", True), Column("Issues", True), Column("Share of issues", True)],
            [
                (label, Number(len(part.rules), "count"), _count(part.issues), _share_cell(part.share))
                for label, part in parts.items()
            ],
            sheet="Overlap",
        ),
        Table(
            "Which error types",
            [Column("Rule"), Column("Who has it"), Column("Councils with it", True), Column(f"Issues in {name}", True)],
            [
                (_title(line.rule), who[code], Number(line.had_by, "count"), _issues(line.issues))
                for code, line in lines.items()
            ],
            list(lines),
            "Who has which",
        ),
    ]


def _over_time(comparison: Comparison, here: int) -> list[ViewPart | None]:
    trend = comparison.trend
    name = comparison.councils[here]
    lines: dict[str, list[tuple[dt.date, Number]]] = {}
    for point in trend.points:
        lines.setdefault(point.council, []).append((point.as_at, _per_child(point.per_child)))
    days = {point.as_at for point in trend.points}
    if len(days) < 2:
        return [
            "This view needs profiles of at least two days or years. Save a profile each time you check, and add the "
            "earlier ones here."
        ]
    medians = [(point.as_at, _per_child(point.per_child)) for point in trend.medians]
    drawn = [Line(label, points, "other") for label, points in lines.items() if label != name]
    drawn += [Line("Median of the group", medians, "median")] if medians else []
    drawn += [Line(name, points, "here") for label, points in lines.items() if label == name]
    parts: list[ViewPart | None] = [
        f"The lines are on the {count_of(trend.rules, 'rule')} that ran in every one of the "
        f"{count_of(len(trend.points), 'profile')}. {_codes(trend.left_out, 'did not run in all of them')}".strip(),
        Lines("Issues over time", PER_CHILD, drawn, "Chart over time"),
    ]
    own = comparison.movements(name)
    everyone = comparison.movements() if len(comparison.councils) > 1 else []
    if own or everyone:
        parts.append(
            "Error types are ranked by their issues, 1 for the most. The correlation says how alike the order is in "
            "the two years (Spearman’s, ties sharing their mean rank): 1 is the same order, 0 no likeness, -1 the "
            "reverse. Types that found nothing in either year are left out."
        )
    for whose, movements in ((name, own), (ALL, everyone)):
        parts += [part for movement in movements for part in _moved(whose, movement)]
    return parts


def _moved(whose: str, movement: Movement) -> list[ViewPart]:
    correlation = (
        "too few error types, or too many level, for a correlation"
        if movement.correlation is None
        else f"correlation {Number(movement.correlation.value, 'decimal').shown}"
    )
    counted = f", {count_of(len(movement.councils), 'council')} with both years" if whose == ALL else ""
    return [
        f"{whose}, {movement.earlier} to {movement.later}{counted}: "
        f"{count_of(len(movement.lines), 'error type')}, {correlation}. "
        f"{_codes(movement.left_out, 'did not run in both years')}".strip(),
        Table(
            f"Ranks of error types in {movement.earlier} and {movement.later}: {whose}",
            [
                Column("Rule"), Column(f"Rank in {movement.earlier}", True), Column(f"Rank in {movement.later}", True),
                Column("Moved"), Column(f"Per {PER} children in {movement.earlier}", True),
                Column(f"Per {PER} children in {movement.later}", True), Column("The rule itself"),
            ],
            [
                (
                    _title(line.rule),
                    _rank(line.rank_before),
                    _rank(line.rank_after),
                    _direction(line.rank_before, line.rank_after),
                    _rate(line.before),
                    _rate(line.after),
                    "changed between these years" if line.changed else "",
                )
                for line in movement.lines
            ],
            [line.rule.code for line in movement.lines],
            f"Ranks {movement.earlier} {movement.later} {'all' if whose == ALL else 'here'}",
        ),
    ]  # fmt: skip


def _advice(comparison: Comparison, here: int) -> list[ViewPart | None]:
    name = comparison.councils[here]
    found = comparison.advice(here)
    if not found:
        return [f"{name} has no issue on the rules compared."]
    last = found[-1].after
    parts: list[ViewPart | None] = [
        f"Ending {'this error type' if len(found) == 1 else f'these {len(found)} error types'} would end "
        f"{_share_words(last)} of the issues of {name}.",
        Bars(
            f"What would cut most in {name}",
            "share of the issues",
            ["Share of the issues"],
            [Bar(_title(line.rule), [_share_cell(line.share)], line.rule.code) for line in found],
            "Chart tackle first",
        ),
        Table(
            f"What {name} could tackle first",
            [
                Column("Rule"), Column("Issues", True), Column("Share", True), Column("Share with those above", True),
                Column("What to do"), Column("Who to ask"),
            ],
            [
                (
                    _title(line.rule),
                    _issues(line.issues),
                    _share_cell(line.share),
                    _share_cell(line.after),
                    line.rule.fix,
                    _whom(line, len(comparison.councils)),
                )
                for line in found
            ],
            [line.rule.code for line in found],
            "Tackle first",
        ),
    ]  # fmt: skip
    return parts


def _left_out(comparison: Comparison, here: int) -> list[ViewPart | None]:
    over_time = comparison.trend.left_out if len(comparison.profiles) > len(comparison.group) else ()
    return [
        f"Everybody ran every rule of {comparison.year}, so none is left out."
        if not comparison.left_out
        else "A rule is compared only where everybody in the group ran it. To compare more rules, remove the profile "
        "of whoever did not run them, or ask for a new one made with all files.",
        _reasons_table(f"Rules left out for {comparison.year}", comparison.left_out, "Rules left out"),
        _reasons_table("Rules left out over time", over_time, "Left out over time"),
    ]


def _reasons_table(title: str, left_out: Sequence[LeftOut], sheet: str) -> Table | None:
    if not left_out:
        return None
    return Table(
        title,
        [Column("Rule"), Column("Why, and whose profile")],
        [(f"{found.code} {found.title}".strip(), _reasons(found)) for found in left_out],
        sheet=sheet,
    )


def all_advice(comparison: Comparison) -> Table:
    """What each of the councils could tackle first."""
    number = len(comparison.councils)
    return Table(
        "What each council could tackle first",
        [
            Column("Council"), Column("Rule"), Column("Issues", True), Column("Share", True),
            Column("Share with those above", True), Column("Who to ask"),
        ],
        [
            (
                name,
                _title(line.rule),
                _issues(line.issues),
                _share_cell(line.share),
                _share_cell(line.after),
                _whom(line, number),
            )
            for at, name in enumerate(comparison.councils)
            for line in comparison.advice(at)
        ],
        sheet="Tackle first, all",
    )  # fmt: skip


def all_rates(comparison: Comparison) -> Table:
    """Each rule compared, with its rate in each council."""
    return Table(
        f"Issues per {PER} children, by rule and council",
        [Column("Rule"), Column("Kind"), *(Column(name, True) for name in comparison.councils)],
        [
            (
                _title(rule),
                CATEGORY_NAMES[rule.category],
                *(_rate(rate) for _, _, rate in comparison.rates(rule.code)),
            )
            for rule in comparison.rules
        ],
        sheet="Rates",
    )


VIEWS = {
    "side-by-side": ("Side by side", _side_by_side),
    "types": ("Error types", _types),
    "overlap": ("Overlap", _overlap),
    "over-time": ("Over time", _over_time),
    "advice": ("What to tackle first", _advice),
    "left-out": ("Rules left out", _left_out),
}


def rule_view(comparison: Comparison, here: int, code: str) -> View:
    """One rule in every council, or why it is not compared."""
    if (found := all_rules().get(code)) is None:
        return View(
            "rule", f"Rule {code}", ["The Department has no rule of this code. The error types are listed with theirs."]
        )
    title = f"Rule {code}: {found.title}"
    words = [found.message, f"What to do: {found.fix}"]
    if code not in {rule.code for rule in comparison.rules}:
        left = [left for left in comparison.left_out if left.code == code]
        why = f"This rule is not compared for {comparison.year}: {_reasons(left[0])}." if left else ""
        return View("rule", title, [*words, why or f"No profile of {comparison.year} has this rule."])
    rates = sorted(enumerate(comparison.rates(code)), key=lambda item: -item[1][2].value)
    unit = f"issues per {PER} children"
    cut = _cut(len(rates))
    return View(
        "rule",
        title,
        [
            *words,
            *([cut] if cut else []),
            Bars(
                f"Rule {code} by council",
                unit,
                [unit.capitalize()],
                [Bar(name, [_rate(rate)], marked=at == here) for at, (name, _, rate) in _readable(rates, here)],
                "",
            ),
            Table(
                f"Rule {code} in each council",
                [Column("Council"), Column("Issues", True), Column(unit.capitalize(), True)],
                [(name, _issues(issues), _rate(rate)) for _, (name, issues, rate) in rates],
            ),
        ],
    )


# -- words


def _readable(ranked: Sequence[tuple[int, T]], here: int) -> Sequence[tuple[int, T]]:
    """All, or of very many the first, the last and the council in question."""
    if len(ranked) <= MOST_BARS:
        return ranked
    half = MOST_BARS // 2
    own = [item for item in ranked[half:-half] if item[0] == here]
    return [*ranked[:half], *own, *ranked[-half:]]


def _cut(number: int) -> str | None:
    if number <= MOST_BARS:
        return None
    half = MOST_BARS // 2
    return f"The chart shows the {half} highest and the {half} lowest of {number:,}; the table has all."


def _whom(line: Advised, councils: int) -> str:
    if line.solved_by:
        return f"No issue in {_some(line.solved_by)}"
    if line.best:
        return f"Nobody is without it. Fewest per child: {_some(line.best)}"
    return "Nobody in the group does better" if councils > 1 else "Add other councils’ profiles to see who"


def _reasons(found: LeftOut) -> str:
    return "; ".join(f"{why}: {_some(whose)}" if whose else why for why, whose in found.reasons.items())


def _codes(left_out: Sequence[LeftOut], why: str) -> str:
    if not left_out:
        return ""
    codes = [found.code for found in left_out]
    return f"{count_of(len(codes), 'rule')} that {why} {'is' if len(codes) == 1 else 'are'} left out: {listed(codes)}."


def _some(names: Sequence[str]) -> str:
    """Names as a sentence lists them, of many the first few."""
    if len(names) <= MOST_NAMES + 1:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES:,} others"


def _title(rule: Rule) -> str:
    return f"{rule.code} {rule.title}"


def _count(figure: Figure) -> Number:
    return Number(figure.value, "count")


def _per_child(figure: Figure) -> Number:
    return Number(figure.value, "per_child")


def _rate(figure: Figure) -> Number:
    return Number(PER * figure.value, "rate")


def _spread(spread: Spread) -> tuple[Number, Number, Number]:
    return _rate(spread.here), _rate(spread.median), _rate(spread.best)


def _share_cell(figure: Figure) -> Number:
    return Number(figure.value, "share")


def _share(figure: Figure | None) -> Entry:
    return "" if figure is None else _share_cell(figure)


def _share_words(figure: Figure) -> str:
    return _share_cell(figure).shown


def _between(found: CouncilFigures) -> str:
    least, most = found.between
    return "exact" if least == most else f"{least:,} and {most:,}"


def _kind(found: CouncilFigures, kind: str) -> Number:
    return _count(found.categories[kind])


def _part(found: CouncilFigures, kind: str) -> Number:
    figure = found.categories[kind]
    return Number(figure.value / found.issues.value if found.issues.value else 0.0, "share")


def _issues(number: int | None) -> Entry:
    return HIDDEN_WORDS if number is None else Number(number, "count")


def _rank(rank: float) -> Number:
    return Number(rank, "count" if rank.is_integer() else "rate")


def _direction(before: float, after: float) -> str:
    if before == after:
        return "same"
    return f"{'up' if after < before else 'down'} {abs(before - after):g}"
