"""What the page may ask about error profiles: hold and compare them, write the comparison, make one of a check.

The shapes of the answers are in answers/comparing.py.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from ..exporting.comparison_report import FORMATS
from ..insight.benchmarking.chart_parts import Bars, Lines, Number, Table, ViewPart, day_words
from ..insight.benchmarking.comparison import Comparison
from ..insight.benchmarking.profile import Profile, file_name, make_profile, read_profile, to_json
from ..insight.benchmarking.views import VIEWS, cautions, rule_view, summary, view
from ..returns.errors import InputError
from .bridge import Session
from .parts import Questions, of_results

if TYPE_CHECKING:
    from .answers.comparing import (
        BarsPart,
        ComparisonView,
        HeldProfile,
        LinesPart,
        Listing,
        NoProfile,
        NothingToCompare,
        NumberShown,
        ProfilePreview,
        TablePart,
        UnusableProfile,
        WordsPart,
    )
    from .given import ProfileOptions


class Comparing:
    """The profiles that the page holds; `session` is asked for the last check's report."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[str, Profile | InputError] = {}
        self._made: dict[str, Comparison] = {}

    # -- profiles

    def add(self, given: list[tuple[str, bytes | None]]) -> Listing:
        """Hold files, each (name, content), in place of those of the same names. Returns `listing()`.

        Of a file that is too large its beginning will do, and None stands for one that the disk did not give.
        """
        for name, content in given:
            self._held.pop(name, None)
            try:
                if content is None:
                    raise InputError("The file cannot be read from the disk.", "Choose it again.", file=name)
                self._held[name] = read_profile(bytes(content), name)
            except InputError as problem:
                self._held[name] = problem
        self._made.clear()
        return self.listing()

    def remove(self, name: str) -> Listing:
        """Let go of a file. Returns `listing()`."""
        self._held.pop(name, None)
        self._made.clear()
        return self.listing()

    def clear(self) -> Listing:
        """Let go of every file. Returns `listing()`."""
        self._held.clear()
        self._made.clear()
        return self.listing()

    def demo(self) -> list[tuple[str, bytes]]:
        """The profiles of made-up councils as files: (name, content)."""
        lines = files("validator").joinpath("data", "demo_profiles.jsonl").read_bytes().splitlines()
        return [(file_name(profile), to_json(profile)) for profile in (read_profile(line, "") for line in lines)]

    def listing(self) -> Listing:
        """The files held, problems first, and what may be chosen among."""
        profiles = self._profiles()
        problems: list[UnusableProfile] = [
            {"name": name, "problem": f"{held.problem} {held.remedy}"}
            for name, held in self._held.items()
            if isinstance(held, InputError)
        ]
        return {
            "files": [*problems, *map(_described, profiles)],
            "years": {
                year: list(dict.fromkeys(profile.council for profile in profiles if profile.year == year))
                for year in sorted({profile.year for profile in profiles}, reverse=True)
            },
            "views": [{"name": name, "title": title} for name, (title, _) in VIEWS.items()],
        }

    def content(self, name: str) -> str | None:
        """All that a profile says, as it is written in a file; None when it is not held."""
        held = self._held.get(name)
        return to_json(held).decode() if isinstance(held, Profile) else None

    # -- comparison

    def view(self, name: str, year: str, council: str, code: str = "") -> ComparisonView | NothingToCompare:
        """One view; of the view "rule" `code` says which rule."""
        try:
            comparison, here = self._chosen(year, council)
        except InputError as problem:
            return {"error": str(problem)}
        found = rule_view(comparison, here, code) if name == "rule" else view(name, comparison, here)
        return {
            "title": found.title,
            "parts": [_part(part) for part in found.parts],
            "summary": summary(comparison, here),
            "cautions": cautions(comparison),
        }

    def export(self, suffix: Literal[".html", ".xlsx", ".csv"], year: str, council: str) -> bytes | None:
        """The whole comparison as a file: suffix ".html", ".xlsx" or ".csv"; None when there is nothing to compare."""
        try:
            return FORMATS[suffix](*self._chosen(year, council))
        except InputError:
            return None

    def _chosen(self, year: str, council: str) -> tuple[Comparison, int]:
        if year not in self._made:
            self._made[year] = Comparison(self._profiles(), year)
        return self._made[year], self._made[year].find(council)

    def _profiles(self) -> list[Profile]:
        return [held for held in self._held.values() if isinstance(held, Profile)]

    # -- the last check

    @property
    def has_results(self) -> bool:
        """Whether there is a last check, of which a profile can be made."""
        return self._session.has_results

    @of_results
    def profile_preview(self, options: ProfileOptions) -> ProfilePreview | NoProfile:
        """The profile of the last check, exactly as it would be saved."""
        assert self._session.report is not None
        try:
            profile = make_profile(
                self._session.report,
                options["council"],
                rounded=options["rounded"],
                suppressed=options["suppressed"],
            )
        except InputError as problem:
            return {"problem": problem.problem, "remedy": problem.remedy}
        return {"name": file_name(profile), "text": to_json(profile).decode()}


def _described(profile: Profile) -> HeldProfile:
    return {
        "name": profile.file,
        "problem": "",
        "council": profile.council,
        "year": profile.year,
        "as_at": day_words(profile.as_at),
        "children": "1 to 5" if profile.children is None else f"{profile.children:,}",
        "rules": len(profile.rules),
        "not_run": len(profile.not_run) + len(profile.crashed),
    }


def _part(part: ViewPart) -> WordsPart | TablePart | BarsPart | LinesPart:
    if isinstance(part, str):
        return {"kind": "words", "words": part}
    if isinstance(part, Table):
        return {
            "kind": "table",
            "title": part.title,
            "columns": [{"title": column.title, "numeric": column.numeric} for column in part.columns],
            "rows": [[entry if isinstance(entry, str) else entry.shown for entry in row] for row in part.rows],
            "links": list(part.links) or [""] * len(part.rows),
        }
    if isinstance(part, Bars):
        return {
            "kind": "bars",
            "title": part.title,
            "unit": part.unit,
            "series": list(part.series),
            "bars": [
                {
                    "label": bar.label,
                    "values": [None if cell is None else _number(cell) for cell in bar.values],
                    "link": bar.link,
                    "marked": bar.marked,
                }
                for bar in part.bars
            ],
        }
    return _lines(part)


def _lines(part: Lines) -> LinesPart:
    return {
        "kind": "lines",
        "title": part.title,
        "unit": part.unit,
        "lines": [
            {
                "label": line.label,
                "kind": line.kind,
                "points": [
                    {"at": day.toordinal(), "day": day_words(day), **_number(cell)} for day, cell in line.points
                ],
            }
            for line in part.lines
        ],
    }


def _number(cell: Number) -> NumberShown:
    return {"value": float(cell.value), "shown": cell.shown}


# What the page may ask, see questions.py.
QUESTIONS: Questions = {
    "add": Comparing.add,
    "remove": Comparing.remove,
    "clear": Comparing.clear,
    "demo": Comparing.demo,
    "listing": Comparing.listing,
    "content": Comparing.content,
    "view": Comparing.view,
    "export": Comparing.export,
    "profile_preview": Comparing.profile_preview,
}
