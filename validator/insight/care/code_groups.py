"""The groups into which codes are put for figures, from data/insight_groups.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from ...returns.columns import Text
from ...returns.tables import load_data


class Group(NamedTuple):
    """One group: its name in files, what stands on screens, and the codes in it."""

    name: str
    title: str
    codes: tuple[str, ...]


class GroupSet(NamedTuple):
    """One way to group the codes of one list."""

    title: str
    list: str
    groups: tuple[Group, ...]

    @property
    def of_code(self) -> Mapping[str, str]:
        """Code -> the title of its group."""
        return {code: group.title for group in self.groups for code in group.codes}

    def named(self, name: str) -> Group:
        """The group of a name."""
        return next(group for group in self.groups if group.name == name)


@cache
def group_sets() -> Mapping[str, GroupSet]:
    """Name of a set, such as "placement_group" -> the set."""
    return MappingProxyType(
        {
            name: GroupSet(
                entry["title"],
                entry["list"],
                tuple(Group(group["name"], group["title"], tuple(group["codes"])) for group in entry["groups"]),
            )
            for name, entry in load_data("insight_groups.toml").items()
        }
    )


def titles(name: str, column: Text) -> Text:
    """A column of codes as the titles of their groups, blank for a code that is in none."""
    known = group_sets()[name].of_code
    return column.respelt(lambda code: known.get(code, ""))


def codes_of(name: str, group: str) -> tuple[str, ...]:
    """The codes of a group, such as ("placement_group", "foster")."""
    return group_sets()[name].named(group).codes
