"""The validation rules of the return, one small pure function each, grouped by subject.

A rule is a function of `r`, the return, and gives the rows it flags. How to write one: docs/rules.md.
"""

from .language import NotRun
from .registry import RULE_SET, Row, Rule, all_rules, fact, family, in_force, own_checks, rule

__all__ = ["RULE_SET", "NotRun", "Row", "Rule", "all_rules", "fact", "family", "in_force", "own_checks", "rule"]
