"""Checks that a council writes itself: rules in a TOML file, their conditions in a small language of their own.

What the file and the language are: docs/local-rules.md. A condition is read into a tree of a few kinds of node, its
types checked, and then worked out over columns; nothing in a file is ever run as a program.
"""

from .read import LocalRules, read_local_rules, read_local_rules_file, read_local_rules_files

__all__ = ["LocalRules", "read_local_rules", "read_local_rules_file", "read_local_rules_files"]
