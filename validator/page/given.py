"""What the page gives with its questions, where that is more than a word, a number or a file."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict, final

# The boxes that files are chosen into, and those of them that hold a return, and whose files are checked.
ReturnBox: TypeAlias = Literal["this_year", "last_year"]
CheckedBox: TypeAlias = Literal["this_year", "last_year", "providers"]
Box: TypeAlias = Literal["this_year", "last_year", "providers", "earlier", "extra"]


@final
class ChosenRules(TypedDict):
    """A choice of rules by their codes."""

    name: str
    rules: list[str]


@final
class CheckSettings(TypedDict):
    """What is to be checked: `authority` is a name, a code or "", `as_at` DD/MM/YYYY or "".

    `own_checks` says whether our own checks are to be run too; `rules` which of the Department's, where not all.
    """

    year: str
    authority: str
    as_at: str
    own_checks: NotRequired[bool]
    rules: NotRequired[ChosenRules | None]


@final
class LookedFor(TypedDict, total=False):
    """Which issues are asked for, and in which order: see `results.find.Query`.

    `file` is a place in the summary's `files`; `cause`, a number that `causes` gave, asks for the issues that would go
    with it; `unseen` for those not marked as looked at; `status` for those that are "new" or "still" there; `state` for
    those in a state, their rule's counting where they have none of their own, or with "none" in no state.
    """

    text: str
    category: str
    table: str
    rule: str
    file: int
    fewer_than: int
    cause: int
    unseen: bool
    status: str
    state: str
    sort: str
    descending: bool


@final
class RowsOfRule(TypedDict):
    """The rows that a rule flagged in a table."""

    rule: str
    table: str


@final
class RowsFound(TypedDict):
    """The rows of a table that have the issues looked for."""

    find: LookedFor
    table: str


@final
class ManyRows(TypedDict):
    """One column to be changed in many rows, of those only at `positions` where they are given.

    `action` is "set" to `value`, "clear", or "replace" where the cell says `find` by `value`.
    """

    rows: RowsOfRule | RowsFound
    positions: NotRequired[list[int] | None]
    field: str
    action: str
    value: str
    find: str


@final
class SafeWanted(TypedDict):
    """Safe changes of these kinds."""

    safe: list[str]


@final
class SuggestionsWanted(TypedDict):
    """Suggestions by their numbers, and the values chosen in place of those that were suggested."""

    proposals: list[int]
    values: NotRequired[dict[str | int, str]]


@final
class ManyRowsWanted(TypedDict):
    """One column changed in many rows."""

    bulk: ManyRows


Wanted: TypeAlias = SafeWanted | SuggestionsWanted | ManyRowsWanted


@final
class IssuesNoted(TypedDict):
    """The issues that a note is on."""

    positions: list[int]


@final
class RuleNoted(TypedDict):
    """The rule that a note is on."""

    rule: str


@final
class NoteGiven(TypedDict):
    """A note: a state or "", and words; both blank take it away."""

    state: str
    note: str


@final
class ProfileOptions(TypedDict):
    """How a profile is made: a nickname of the council or "", figures rounded, small ones suppressed."""

    council: str
    rounded: bool
    suppressed: bool
