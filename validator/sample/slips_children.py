"""What goes wrong with the facts about a child; beside each the rules that notice."""

from __future__ import annotations

from .draws import YEAR
from .errors import Desk, Line, Slip, written
from .slip import FEMALE, MALE, any_row, born, each, filled, put, still_open


def _someone_else(d: Desk, x: Line) -> None:
    """The header is not there: every other table's rows have nobody to belong to."""
    d.strike("Header", x.child)


def _other_birthday(d: Desk, x: Line) -> None:
    x.move("DOB", d.draws.pick((-365, -30, -1, 1, 30, 365)))


def _number_of_another(d: Desk, x: Line) -> None:
    """The unique pupil number of another child, if there is one with a number."""
    numbers = (row[4] for row in d.now["Header"] if row and row[0] != x.child and len(row[4]) == 13)
    x.put(UPN=next(numbers, x["UPN"]))


CHILDREN = [
    *(
        Slip(table, lambda d, x: d.has("Header", x), _someone_else)  # INT01 to INT09; 205A, 205C
        for table in ("AD1", "PlacedAdoption", "Episodes", "Missing", "OC2", "OC3", "PrevPerm", "Reviews")
    ),
    Slip("UASC", lambda d, x: d.has("UASC", x, last=True) and d.has("Header", x), _someone_else),  # 205A
    Slip("UASC", lambda d, x: not d.has("UASC", x, last=True) and d.has("Header", x), _someone_else),  # 205C
    *(
        Slip(table, filled("DOB"), _other_birthday)  # INT11 to INT18
        for table in ("AD1", "PlacedAdoption", "Missing", "OC2", "OC3", "PrevPerm", "Reviews", "UASC")
    ),
    Slip("Header", lambda d, x: d.has("Header", x, last=True), _other_birthday, often=2),  # 203
    *(
        Slip(table, any_row, lambda d, x, table=table: d.repeat(table, x))  # type: ignore[misc] # INT31 to INT36
        for table in ("AD1", "Header", "OC2", "OC3", "PrevPerm", "UASC")
    ),
    Slip("Header", any_row, lambda d, x: d.repeat("Header", x, CHILD=x.child + "X", UPN="UN2")),  # EPI
    Slip("UASC", any_row, lambda d, x: x.put(SEX={"1": "2", "2": "1", "M": "F", "F": "M"}[x["SEX"]])),  # INT21
    Slip(
        "Header",
        lambda d, x: d.has("Header", x, last=True) and x["MOTHER"] == "",
        lambda d, x: x.put(SEX={"1": "2", "2": "1", "M": "F", "F": "M"}.get(x["SEX"], "U")),  # 202, 165
    ),
    put("Header", any_row, first="2024-25", SEX="U"),  # 232
    Slip("Header", lambda d, x: d.has("Header", x, True), lambda d, x: x.put(ETHNIC="NOBT"), often=3),  # 204
    Slip(
        "Header", lambda d, x: d.has("Header", x, True), lambda d, x: x.put(UPN="H" + x["UPN"][1:]), often=2
    ),  # 208, 168
    put("Header", lambda d, x: d.age(x, d.start) > 6, UPN="UN1"),  # 209, 208
    Slip(
        "Episodes",
        lambda d, x: x.on("DECOM") >= d.end - 7 and d.has("Header", x),
        lambda d, x: d.one("Header", x).put(UPN="UN4"),  # 210
    ),
    Slip(
        "Header",
        lambda d, x: len(x["UPN"]) == 13,
        _number_of_another,
        first="2025-26",  # 444
    ),
    put("Header", lambda d, x: x["SEX"] in MALE, MOTHER="0"),  # 165
    put("Header", lambda d, x: x["SEX"] in MALE, MC_DOB="01/02/2020"),  # 174
    put("Header", lambda d, x: x["SEX"] in FEMALE and x["MOTHER"] == "0", MC_DOB="01/02/2021"),  # 612
    Slip(
        "Header",
        lambda d, x: x["SEX"] in FEMALE and d.age(x, d.start) < 10 and x["MOTHER"] == "0",
        lambda d, x: x.put(MOTHER="1", MC_DOB=written(d.end - 30)),  # 620
    ),
    Slip("Header", filled("MC_DOB"), lambda d, x: x.put(MC_DOB=written(d.born(x)))),  # 621
    Slip("Header", filled("MC_DOB"), lambda d, x: x.put(MC_DOB=written(d.end + 20))),  # 625
    Slip(
        "Header", lambda d, x: bool(x["MC_DOB"]) and d.has("Header", x, True), lambda d, x: x.move("MC_DOB", 3)
    ),  # 624
    Slip(
        "Header",
        lambda d, x: x["MOTHER"] == "0" and d.age(x, d.start) > 14 and d.has("Header", x, True),
        lambda d, x: x.put(MOTHER="1", MC_DOB=written(d.start - 40)),  # 626
    ),
    Slip(
        "Header",
        lambda d, x: any(line["MOTHER"] == "1" for line in d.lines("Header", x.child, True)),
        lambda d, x: x.put(MOTHER="0", MC_DOB=""),  # 207
    ),
    Slip(
        "OC3",
        lambda d, x: not d.has("Episodes", x) and d.one("Header", x)["SEX"] in FEMALE if d.has("Header", x) else False,
        lambda d, x: d.one("Header", x).put(MOTHER="0"),  # 628
    ),
    Slip("Header", lambda d, x: d.has("Episodes", x), born(lambda d, x: d.end + 20)),  # 301, 302
    Slip("Header", lambda d, x: d.has("OC3", x), born(lambda d, x: d.start - 26 * YEAR)),  # 351
    Slip(
        "Episodes",
        lambda d, x: x["RNE"] == "S" and x.on("DECOM") >= d.start and d.age(x, d.start) > 12,
        lambda d, x: born(lambda d, y: x.on("DECOM") - 18 * YEAR - 40)(d, x),  # 352
    ),
    Slip("Episodes", still_open, born(lambda d, x: d.end - 18 * YEAR - 60)),  # 359
    Slip("UASC", any_row, born(lambda d, x: d.end - 10 * YEAR), first="2024-25"),  # 231
    Slip("UASC", any_row, lambda d, x: x.put(DUC=written(d.start - 20))),  # 104, 205B
    Slip("UASC", any_row, lambda d, x: x.move("DUC", 10)),  # 304
    Slip("UASC", lambda d, x: d.has("UASC", x, last=True), lambda d, x: d.strike("UASC", x.child, last=True)),  # 205D
    Slip(
        "UASC",
        lambda d, x: d.has("Episodes", x),
        lambda d, x: d.one("Episodes", x).put(HOME_POST=d.settings.home()),  # 406
    ),
    Slip(
        "OC3",
        lambda d, x: not d.has("Episodes", x),
        each(
            lambda d, x: d.add("Episodes", x, DECOM=written(d.start - 400), RNE="S", LS="V2", CIN="N8", PLACE="R1"),
            lambda d, x: d.one("Episodes", x).put(PLACE_PROVIDER="PR5", DEC=written(d.start - 20), REC="E8"),
            lambda d, x: d.add("UASC", x, SEX="1", DUC=written(d.start + 20)),  # 1014
        ),
    ),
]
