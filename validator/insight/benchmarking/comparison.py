"""What error profiles say when they are laid side by side: rates, shares, overlap, movement, trend, advice.

Every count of issues is of flagged rows. Rules are compared only where everybody compared ran them. Counts from 1 to 5
that a profile hides are taken as their share of what the profile says they come to. Figures that hold one are
estimates, and of each council's issues it is told between which numbers they lie.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.language import TableRef
from rules.registry import CATEGORIES, Rule, all_rules, order

from ...returns.errors import InputError
from ...returns.words import listed
from .figures import (
    Advised,
    CouncilFigures,
    Figure,
    LeftOut,
    Moved,
    Movement,
    Overlap,
    OverlapPart,
    Point,
    Spread,
    Trend,
    TypeLine,
)  # fmt: skip
from .profile import REASONS, SMALL, Profile, hidden_range

# What a hidden count of issues is taken as where the profile does not say what they come to: about the mean in made-up
# returns, since ones are the most frequent by far.
HIDDEN = 1.6
# What a hidden number of children or rows is taken as: the middle.
HIDDEN_SIZE = (1 + SMALL) // 2
# The types that make up "a few error types".
TOP = 3
# How many types the advice names for a council.
ADVISED = 5
# What all councils together are called.
ALL = "All councils"
# Fewer ranks than this say nothing about how alike two orders are.
FEWEST_RANKS = 3

Numbers = NDArray[Any]


class Comparison:
    """Profiles compared: one a council for the collection year `year`, all of them over time.

    `year` "" means the latest that a profile is of. Of a council's several profiles of one year the one of the latest
    day counts. Raises InputError when there is no profile, or none of the year asked for.
    """

    def __init__(self, profiles: Iterable[Profile], year: str = "") -> None:
        self.profiles, self.repeated = _one_a_day(profiles)
        if not self.profiles:
            raise InputError("There is no error profile to compare.", "Give at least one.")
        self.years = sorted({profile.year for profile in self.profiles})
        self.year = year or self.years[-1]
        if self.year not in self.years:
            raise InputError(f"No profile is of {self.year}.", f"There are profiles of {', '.join(self.years)}.")
        self.latest = {year: _latest(self.profiles, year) for year in self.years}
        group = self.group = self.latest[self.year]
        self.councils = [profile.council for profile in group]
        self.rules, self.left_out = _common(group)
        self._issues, self._hidden = _counts(group, self.rules)
        self._children = np.array([_taken(profile.children) for profile in group])
        self._children_hidden = np.array([profile.children is None for profile in group])
        self._per_child = self._issues / self._children[:, None]

    def find(self, council: str) -> int:
        """The place of a council in the group. Raises InputError when it has no profile of the year."""
        keys = [_key(name) for name in self.councils]
        if _key(council) not in keys:
            raise InputError(
                f"There is no profile of “{council}” for {self.year}.",
                f"There are profiles of {listed([*self.councils[:10], *(['others'] if len(keys) > 10 else [])])}.",
            )
        return keys.index(_key(council))

    # -- side by side

    @cached_property
    def each_council(self) -> list[CouncilFigures]:
        """Each council, in the order of `councils`."""
        return [self._council(profile.council, [at]) for at, profile in enumerate(self.group)]

    @cached_property
    def overall(self) -> CouncilFigures:
        """All councils together: their issues over their children, not a mean of their rates."""
        return self._council(ALL, range(len(self.group)))

    def _council(self, name: str, at: Sequence[int]) -> CouncilFigures:
        by_rule = self._issues[at].sum(axis=0)
        hidden = np.asarray(self._hidden[at].any(axis=0))
        children = Figure(int(self._children[at].sum()), bool(self._children_hidden[at].any()))
        issues = Figure(float(by_rule.sum()), bool(hidden.any()))
        least, most = zip(*(_between(self.group[where], self.rules) for where in at), strict=True)
        top = [int(rule) for rule in np.argsort(-by_rule, kind="stable")[:TOP] if by_rule[rule]]
        categories = np.array([rule.category for rule in self.rules])
        return CouncilFigures(
            name=name,
            as_at=self.group[at[0]].as_at if len(at) == 1 else None,
            children=children,
            issues=issues,
            between=(sum(least), sum(most)),
            per_child=_over(issues, children),
            top=[self.rules[rule] for rule in top],
            top_share=_share(by_rule[top].sum(), issues) if top else None,
            categories={
                name: Figure(float(by_rule[categories == name].sum()), bool(hidden[categories == name].any()))
                for name in CATEGORIES
            },
            rules_run=len(self.group[at[0]].rules) if len(at) == 1 else len(self.rules),
            all_issues=Figure(
                sum(self._all_issues[where].value for where in at),
                any(self._all_issues[where].estimated for where in at),
            ),
        )

    @cached_property
    def _all_issues(self) -> list[Figure]:
        """Each council's issues on all rules that it ran."""
        found = []
        for profile in self.group:
            known = [count.issues for count in profile.rules.values() if count.issues is not None]
            hidden = len(profile.rules) - len(known)
            found.append(Figure(sum(known) + hidden * each_hidden(profile), hidden > 0))
        return found

    # -- error types

    def types(self, here: int, *, all_rules: bool = False) -> list[TypeLine]:
        """The error types that somebody in the group has, those with the most issues at council number `here` first.

        With `all_rules` every rule compared, whether anybody has issues of it or not.
        """
        had_by = (self._issues > 0).sum(axis=0)
        shown = [int(at) for at in np.argsort(-self._issues[here], kind="stable") if all_rules or had_by[at]]
        total = self.each_council[here].issues
        rows, rows_hidden = self._rows
        by_child, by_row = self._rates
        return [
            TypeLine(
                rule=self.rules[at],
                issues=None if self._hidden[here, at] else int(self._issues[here, at]),
                share=_share(self._issues[here, at], total, bool(self._hidden[here, at])) if total.value else None,
                rows=_figure(rows[here, at], rows_hidden[here, at]),
                per_child=by_child.spread(at, here),
                per_row=by_row.spread(at, here) if rows[here, at] else None,
                had_by=int(had_by[at]),
            )
            for at in shown
        ]

    def rates(self, code: str) -> list[tuple[str, int | None, Figure]]:
        """Of one rule compared: each council's issues (None: hidden) and issues per child."""
        at = [rule.code for rule in self.rules].index(code)
        hidden = self._hidden[:, at]
        return [
            (
                name,
                None if hidden[council] else int(self._issues[council, at]),
                _figure(self._per_child[council, at], hidden[council] or self._children_hidden[council]),
            )
            for council, name in enumerate(self.councils)
        ]

    @cached_property
    def _rows(self) -> tuple[Numbers, NDArray[np.bool_]]:
        """Rows of each rule's table (the one its issues are counted against), by council and rule; which are hidden."""
        names = [row_table(rule) for rule in self.rules]
        found = [[profile.rows.get(name, 0) for name in names] for profile in self.group]
        rows = np.array([[_taken(number) for number in line] for line in found], dtype=np.int64)
        hidden = np.array([[number is None for number in line] for line in found], dtype=bool)
        shape = (len(self.group), len(names))
        return rows.reshape(shape), hidden.reshape(shape)

    @cached_property
    def _rates(self) -> tuple[_Rates, _Rates]:
        """Issues per child and per row, by council and rule."""
        rows, rows_hidden = self._rows
        by_row = np.divide(self._issues, rows, where=rows > 0, out=np.full(rows.shape, np.nan))
        children_hidden = np.broadcast_to(self._children_hidden[:, None], self._hidden.shape)
        return (
            _Rates(self.councils, self._per_child, self._hidden | children_hidden),
            _Rates(self.councils, by_row, self._hidden | rows_hidden),
        )

    # -- overlap

    def overlap(self, here: int) -> Overlap | None:
        """Who shares which error types; None for fewer than two councils."""
        if len(self.group) < 2:
            return None
        had_by = (self._issues > 0).sum(axis=0)
        everyone = had_by == len(self.group)
        one = had_by == 1

        def part(chosen: NDArray[np.bool_]) -> OverlapPart:
            issues = Figure(float(self._issues[:, chosen].sum()), bool(self._hidden[:, chosen].any()))
            rules = [self.rules[at] for at in np.flatnonzero(chosen)]
            return OverlapPart(rules, issues, _share(issues.value, self.overall.issues))

        return Overlap(
            everyone=part(everyone),
            some=part((had_by > 0) & ~everyone & ~one),
            one=part(one),
            only_here=part(one & (self._issues[here] > 0)),
            avoided=part((had_by > 0) & ~everyone).share,
        )

    # -- over time

    def movements(self, council: str | None = None) -> list[Movement]:
        """From each year to the next that there are profiles of: a council's ranks, or those of all with both years."""
        found = []
        for earlier, later in zip(self.years, self.years[1:], strict=False):
            before = {_key(profile.council): profile for profile in self.latest[earlier]}
            both = [
                (before[_key(after.council)], after)
                for after in self.latest[later]
                if _key(after.council) in before and (council is None or _key(after.council) == _key(council))
            ]
            if both:
                found.append(_movement([pair[0] for pair in both], [pair[1] for pair in both]))
        return found

    @cached_property
    def trend(self) -> Trend:
        """Issues per child of every profile, by day, on the rules that all of them ran."""
        rules, left_out = _common(self.profiles)
        issues, hidden = _counts(self.profiles, rules)
        points = [
            Point(
                profile.council,
                profile.as_at,
                _over(
                    Figure(float(issues[at].sum()), bool(hidden[at].any())),
                    Figure(_taken(profile.children), profile.children is None),
                ),
            )
            for at, profile in enumerate(self.profiles)
        ]
        days: dict[dt.date, list[Figure]] = {}
        for point in points:
            days.setdefault(point.as_at, []).append(point.per_child)
        medians = [
            Point("", day, _figure(np.median([found.value for found in figures]), any(f.estimated for f in figures)))
            for day, figures in sorted(days.items())
            if len(figures) > 1
        ]
        return Trend(len(rules), points, medians, left_out)

    # -- advice

    def advice(self, here: int) -> list[Advised]:
        """The few error types whose end would cut most of the issues of council number `here`, most first."""
        total = self.each_council[here].issues
        gone, gone_hidden = 0.0, False
        found = []
        for at in np.argsort(-self._issues[here], kind="stable")[:ADVISED]:
            if not self._issues[here, at]:
                break
            hidden = bool(self._hidden[here, at])
            gone += float(self._issues[here, at])
            gone_hidden |= hidden
            solved = np.flatnonzero(self._issues[:, at] == 0)
            best = np.array([], dtype=np.intp) if len(solved) else self._best_tenth(int(at), here)
            found.append(
                Advised(
                    rule=self.rules[at],
                    issues=None if hidden else int(self._issues[here, at]),
                    share=_share(self._issues[here, at], total, hidden),
                    after=_share(gone, total, gone_hidden),
                    solved_by=[self.councils[other] for other in solved],
                    best=[self.councils[other] for other in best],
                )
            )
        return found

    def _best_tenth(self, rule: int, here: int) -> NDArray[np.intp]:
        """The tenth of the councils (rounded up, ties included) with the lowest rate, of those below the rate here."""
        rates = self._per_child[:, rule]
        tenth = -(-len(rates) // 10)
        return np.flatnonzero((rates <= np.sort(rates)[tenth - 1]) & (rates < rates[here]))


class _Rates:
    """Rates by council and rule, NaN for a council that has no row to have an issue in, and which are estimated."""

    def __init__(self, councils: Sequence[str], rates: Numbers, hidden: Numbers) -> None:
        self._rates = rates
        self._hidden = hidden
        self._some_hidden = np.asarray(hidden.any(axis=0))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="All-NaN")
            self._median = np.nanmedian(rates, axis=0)
            self._best = np.nanmin(rates, axis=0)
        self._best_at = [
            [councils[at] for at in np.flatnonzero(best).tolist()] for best in np.equal(rates, self._best[None, :]).T
        ]

    def spread(self, rule: int, here: int) -> Spread:
        hidden = self._some_hidden[rule]
        return Spread(
            here=_figure(self._rates[here, rule], self._hidden[here, rule]),
            median=_figure(self._median[rule], hidden),
            best=_figure(self._best[rule], hidden),
            best_at=self._best_at[rule],
        )


def spearman(before: Sequence[int] | Numbers, after: Sequence[int] | Numbers) -> float | None:
    """How alike two orders are: 1 the same, 0 unrelated, -1 reversed; None where that cannot be said.

    Pearson's correlation of the ranks, values that are level sharing the mean of their ranks. Source: C. Spearman, “The
    proof and measurement of association between two things”, American Journal of Psychology 15 (1904), pages 72 to 101;
    for ties M. G. Kendall, “Rank Correlation Methods” (1948), chapter 3.
    """
    if len(before) < FEWEST_RANKS:
        return None
    x, y = (ranks(values) - (len(values) + 1) / 2 for values in (before, after))
    spread = float(np.sqrt((x**2).sum() * (y**2).sum()))
    return float((x * y).sum()) / spread if spread else None


def ranks(values: Sequence[int] | Numbers) -> NDArray[np.float64]:
    """Ranks from 1 for the largest; values that are level share the mean of their ranks."""
    _, place, counts = np.unique(-np.asarray(values), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + 1 + last) / 2)[place]


def row_table(rule: Rule) -> TableRef:
    """The table against whose rows a rule's issues are counted: the first that it needs or, needing none, uses."""
    return rule.looks_at[0]


def _movement(before: Sequence[Profile], after: Sequence[Profile]) -> Movement:
    rules, left_out = _common([*before, *after])
    (issues_before, hidden_before), (issues_after, hidden_after) = _totals(before, rules), _totals(after, rules)
    children = [
        Figure(sum(_taken(p.children) for p in profiles), any(p.children is None for p in profiles))
        for profiles in (before, after)
    ]
    # A rule that found nothing in either year has no place among the error types.
    shown = np.flatnonzero((issues_before > 0) | (issues_after > 0))
    rank_before, rank_after = ranks(issues_before[shown]), ranks(issues_after[shown])
    years = (before[0].year, after[0].year)
    lines = [
        Moved(
            rule=rules[at],
            before=_over(Figure(float(issues_before[at]), bool(hidden_before[at])), children[0]),
            after=_over(Figure(float(issues_after[at]), bool(hidden_after[at])), children[1]),
            rank_before=float(rank_before[place]),
            rank_after=float(rank_after[place]),
            changed=any(years[0] < year <= years[1] for year in rules[at].changed),
        )
        for place, at in enumerate(shown)
    ]
    correlation = spearman(issues_before[shown], issues_after[shown])
    estimated = bool(hidden_before.any() or hidden_after.any())
    return Movement(
        earlier=years[0],
        later=years[1],
        councils=[profile.council for profile in after],
        lines=sorted(lines, key=lambda line: (line.rank_after, line.rank_before)),
        correlation=None if correlation is None else Figure(correlation, estimated),
        left_out=left_out,
    )


def _key(council: str) -> str:
    return " ".join(council.split()).casefold()


def _one_a_day(profiles: Iterable[Profile]) -> tuple[list[Profile], list[tuple[Profile, Profile]]]:
    """The profiles by council and day, and of two of one council and day the one left out with the one that counts.

    That is the one that hides nothing or, where both are alike in that, the last given.
    """
    kept: dict[tuple[str, str, dt.date], Profile] = {}
    repeated = []
    for profile in profiles:
        key = (_key(profile.council), profile.year, profile.as_at)
        if key in kept:
            out, profile = sorted((kept[key], profile), key=lambda found: not found.suppressed)
            repeated.append((out, profile))
        kept[key] = profile
    return [kept[key] for key in sorted(kept)], repeated


def _latest(profiles: Iterable[Profile], year: str) -> list[Profile]:
    """Of each council the profile of the latest day in the year; `profiles` are in the order of council and day."""
    return list({_key(profile.council): profile for profile in profiles if profile.year == year}.values())


def _common(profiles: Sequence[Profile]) -> tuple[list[Rule], list[LeftOut]]:
    """The rules that every profile ran, in the order of their codes, and the others with whose fault it is."""
    known = all_rules()
    everywhere = set.intersection(*(set(profile.rules) for profile in profiles)) & set(known)
    anywhere = set().union(*(_outcomes(profile) for profile in profiles))
    left_out = []
    for code in sorted(anywhere - everywhere, key=order):
        if code not in known:
            left_out.append(LeftOut(code, "", {"this version of Check 903 does not know it": ()}))
            continue
        reasons: dict[str, list[str]] = {}
        for profile in profiles:
            if code not in profile.rules:
                whose = reasons.setdefault(_why(profile, code), [])
                if profile.council not in whose:
                    whose.append(profile.council)
        left_out.append(LeftOut(code, known[code].title, reasons))
    return [known[code] for code in sorted(everywhere, key=order)], left_out


def _outcomes(profile: Profile) -> set[str]:
    return {*profile.rules, *profile.not_run, *profile.crashed}


def _why(profile: Profile, code: str) -> str:
    if code in profile.crashed:
        return "it failed"
    reason = profile.not_run.get(code)
    return REASONS[reason] if reason else f"it was not in force in {profile.year} (rules of {profile.rule_set})"


def _counts(profiles: Sequence[Profile], rules: Sequence[Rule]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Issues by profile and rule, hidden ones as `each_hidden`, and which are hidden."""
    codes = [rule.code for rule in rules]
    found = [[profile.rules[code].issues for code in codes] for profile in profiles]
    shape = (len(profiles), len(codes))
    # None becomes NaN.
    counts = np.array(found, dtype=np.float64).reshape(shape)
    hidden = np.isnan(counts)
    each = np.array([each_hidden(profile) for profile in profiles])
    return np.where(hidden, each[:, None], counts), hidden


def _hidden_counts(profile: Profile) -> int:
    return sum(count.issues is None for count in profile.rules.values())


def each_hidden(profile: Profile) -> float:
    """What each hidden count of issues is taken as: its share of the middle of what all of them can come to."""
    if profile.hidden_issues is None:
        return HIDDEN
    hidden = _hidden_counts(profile)
    return sum(hidden_range(hidden, profile.hidden_issues)) / 2 / hidden


def _between(profile: Profile, rules: Sequence[Rule]) -> tuple[int, int]:
    """The least and the most that the issues of these rules can be, of what the profile hides and says."""
    counts = [profile.rules[rule.code].issues for rule in rules]
    known = sum(number for number in counts if number is not None)
    here = counts.count(None)
    elsewhere = _hidden_counts(profile) - here
    least, most = hidden_range(here + elsewhere, profile.hidden_issues)
    # Those of other rules come to at least one each, and at most five.
    return known + max(here, least - SMALL * elsewhere), known + min(SMALL * here, most - elsewhere)


def _totals(profiles: Sequence[Profile], rules: Sequence[Rule]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    issues, hidden = _counts(profiles, rules)
    return np.asarray(issues.sum(axis=0)), np.asarray(hidden.any(axis=0))


def _taken(size: int | None) -> int:
    return HIDDEN_SIZE if size is None else size


def _figure(value: Any, estimated: Any) -> Figure:
    # Where nothing was found nothing was hidden: a hidden count is at least 1.
    return Figure(float(value), bool(estimated and value))


def _over(number: Figure, divisor: Figure) -> Figure:
    return _figure(number.value / divisor.value, number.estimated or divisor.estimated)


def _share(number: Any, total: Figure, hidden: bool = False) -> Figure:
    """A part of a total; estimated when either holds a hidden count, which the total does when the part does."""
    return _figure(number / total.value if total.value else 0.0, hidden or total.estimated)
