"""The authorities of England, with the codes they had before reorganisations."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .errors import InputError


@dataclass(frozen=True)
class Authority:
    """`code` is the ONS code, `dfe_code` the Department's three-digit number, `replaces` the ONS codes it succeeds."""

    code: str
    name: str
    valid_from: str
    dfe_code: str
    replaces: tuple[str, ...]


@cache
def authorities() -> tuple[Authority, ...]:
    """All 153 authorities of 2026. Source: Office for National Statistics (Open Government Licence v3.0)."""
    text = files("validator").joinpath("data", "local_authorities.csv").read_text(encoding="utf-8")
    return tuple(
        Authority(r["code"], r["name"], r["valid_from"], r["dfe_code"], tuple(filter(None, r["replaces"].split(";"))))
        for r in csv.DictReader(text.splitlines())
    )


def find_authority(text: str) -> Authority:
    """The authority meant by a code (ONS, present or abolished, or DfE) or by a name; InputError when there is none."""
    wanted = " ".join(text.split()).casefold()
    for found in authorities():
        if wanted in (found.code.casefold(), found.dfe_code, found.name.casefold()):
            return found
    successors = [a for a in authorities() if wanted in {code.casefold() for code in a.replaces}]
    if successors:
        return successors[0]
    part = [a for a in authorities() if wanted and wanted in a.name.casefold()]
    hint = (
        f"Did you mean {' or '.join(a.name for a in part[:3])}?"
        if part
        else "Give its name or its ONS code, such as E08000003."
    )
    raise InputError(f"There is no authority “{text}”.", hint)
