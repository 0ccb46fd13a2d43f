"""How `python build.py mutants` spoils a function."""

from __future__ import annotations

import ast

from dev.mutants import mutants

SOUND = """
def late(r):
    last = r.Episodes.last("DECOM")
    return last[(last.DECOM > r.end) & ~last.filled("DEC") | (last.n in (1, 2))]
"""


def test_every_place_is_spoilt_once() -> None:
    (function,) = ast.parse(SOUND).body
    assert isinstance(function, ast.FunctionDef)
    spoilt = sorted((mutant.line, mutant.now) for mutant in mutants(function))
    assert spoilt == sorted(
        [
            (3, "r.Episodes.first"),
            (4, "(last.DECOM > r.end) & ~last.filled('DEC') & (last.n in (1, 2))"),
            (4, "(last.DECOM > r.end) | ~last.filled('DEC')"),
            (4, "last.DECOM >= r.end"),
            (4, "r.start"),
            (4, "~~last.filled('DEC')"),
            (4, "last.blank"),
            (4, "last.n not in (1, 2)"),
            (4, "2"),
            (4, "3"),
        ]
    )
    assert ast.unparse(function) == ast.unparse(ast.parse(SOUND))
