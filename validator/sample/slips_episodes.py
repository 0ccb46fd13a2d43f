"""What goes wrong with the dates, order, legal status and ends of episodes; beside each the rules that notice."""

from __future__ import annotations

from collections.abc import Callable

from .errors import Desk, Line, Slip, written
from .settings import ADOPTION, FOSTER
from .slip import ADOPTED, AWAY, FEMALE, SHORT, carried, each, left, other_place, over, put, settled, still_open


def _after_leaving(d: Desk, x: Line) -> None:
    """An episode more, two weeks after care ended, as if it had gone on."""
    d.repeat("Episodes", x, DECOM=written(x.on("DEC") + 14), DEC="", REC="", RNE="P")


def _longer(days: int) -> Callable[[Desk, Line], None]:
    return lambda d, x: x.put(DEC=written(x.on("DECOM") + days))


EPISODES = [
    put("Episodes", lambda d, x: d.previous(x) is None, DECOM="01/05/1990"),  # 353
    Slip("Episodes", lambda d, x: not x["DEC"], lambda d, x: x.put(DECOM=written(d.end + 12))),  # 354
    Slip("Episodes", over, lambda d, x: x.put(DEC=x["DECOM"])),  # 355
    Slip("Episodes", over, lambda d, x: x.put(DEC=written(x.on("DECOM") - 5))),  # 356
    Slip("Episodes", lambda d, x: x["RNE"] == "S" and x.on("DECOM") >= d.start, lambda d, x: x.put(RNE="P")),  # 357
    Slip("Episodes", left, lambda d, x: x.put(DEC=written(d.end + 9))),  # 385
    Slip(
        "Episodes", lambda d, x: over(d, x) and d.next(x) is not None, lambda d, x: x.move("DEC", 9), often=2
    ),  # 501, 388
    Slip("Episodes", lambda d, x: over(d, x) and d.next(x) is not None, lambda d, x: x.move("DEC", -3), often=2),  # 433
    Slip("Episodes", lambda d, x: x["REC"] == "X1", lambda d, x: x.put(REC="E4A")),  # 388, 432
    put("Episodes", left, REC="X1"),  # 388
    Slip("Episodes", lambda d, x: x["REC"] == "X1", lambda d, x: x.put(REC="E2", REASON_PLACE_CHANGE="")),  # 437, 388
    Slip("Episodes", lambda d, x: left(d, x) and x["REC"] not in ADOPTED, _after_leaving),  # 432
    Slip("Episodes", lambda d, x: x["REC"] in ADOPTED, lambda d, x: _after_leaving(d, x)),  # 199
    Slip(
        "Episodes",
        lambda d, x: x["RNE"] == "S" and x["LS"] not in SHORT and d.previous(x) is not None,
        lambda d, x: x.put(DECOM=(d.previous(x) or x)["DEC"]),  # 431
    ),
    Slip("Episodes", lambda d, x: x["REC"] == "X1", lambda d, x: (d.next(x) or x).put(CIN="N7"), often=2),  # 504
    Slip("Episodes", lambda d, x: x["RNE"] == "L", lambda d, x: x.put(LS=(d.previous(x) or x)["LS"])),  # 434
    Slip("Episodes", lambda d, x: x["RNE"] == "L", lambda d, x: x.put(PL_POST=other_place(d, x))),  # 434
    put("Episodes", lambda d, x: x["RNE"] == "P" and x["LS"] == "C1" and x["PLACE"] not in AWAY, LS="V2"),  # 435
    Slip("Episodes", lambda d, x: x["RNE"] in ("B", "U"), lambda d, x: x.put(LS=(d.previous(x) or x)["LS"])),  # 436
    put("Episodes", lambda d, x: x["RNE"] == "L", RNE="B"),  # 436
    # An ordinary move of a child who is still looked after: noticed by SW12STG2 alone.
    Slip(
        "Episodes",
        lambda d, x: still_open(d, x) and x["RNE"] == "S" and x["URN"] != "" and x.on("DECOM") < d.end - 90,
        each(
            lambda d, x: d.repeat(
                "Episodes", x, DECOM=written(d.end - 60), RNE="L", LS="C2" if x["LS"] == "C1" else "C1"
            ),
            lambda d, x: x.put(DEC=written(d.end - 60), REC="X1"),
        ),
        often=3,
        first="2023-24",
    ),
    # Legal status.
    Slip("Episodes", lambda d, x: settled(d, x) and d.age(x, x.on("DECOM")) < 9, lambda d, x: x.put(LS="J1")),  # 358
    *(
        put("Episodes", lambda d, x: still_open(d, x) and x.on("DECOM") < d.end - 60, LS=status)  # 361 to 364
        for status in ("L1", "L2", "L3", "J2")
    ),
    Slip("Episodes", lambda d, x: x["LS"] == "V3", _longer(18)),  # 365
    put("Episodes", lambda d, x: x["LS"] == "V3", RNE="P"),  # 366
    Slip(
        "Episodes",
        lambda d, x: x["LS"] == "V3" and len(d.lines("Episodes", x.child)) > 7,
        lambda d, x: [_longer(16)(d, line) for line in d.lines("Episodes", x.child)],  # 367
    ),
    put("Episodes", lambda d, x: x["LS"] == "V3", PLACE="T3", PLACE_PROVIDER=""),  # 382
    put("Episodes", lambda d, x: x["LS"] == "V3", PLACE="U4", PLACE_PROVIDER="PR1"),  # 384
    Slip("Episodes", lambda d, x: x["LS"] == "V3", lambda d, x: x.put(PL_POST=d.settings.home())),  # 214, 398, 420
    put("Episodes", lambda d, x: x["LS"] == "V3" and d.previous(x) is not None, LS="V4"),  # 426
    Slip(
        "Episodes",
        lambda d, x: x["LS"] in SHORT,
        lambda d, x: d.add("Reviews", x, REVIEW=written(d.end - 50), REVIEW_CODE="PN1"),  # 399
    ),
    Slip(
        "Episodes",
        lambda d, x: x["LS"] in SHORT and d.has("Header", x) and d.one("Header", x)["SEX"] in FEMALE,
        lambda d, x: d.one("Header", x).put(MOTHER="0"),  # 399
    ),
    put("Episodes", carried, last="2023-24", LS="D1"),  # 445, 451, 555
    Slip(
        "Episodes",
        lambda d, x: x["LS"] != "E1" and d.has("PlacedAdoption", x),
        each(
            lambda d, x: x.put(LS="D1"),
            lambda d, x: d.one("PlacedAdoption", x).put(DATE_PLACED=written(x.on("DECOM") + 5)),
        ),
        last="2023-24",  # 556
    ),
    put("Episodes", lambda d, x: x["LS"] == "E1", DECOM="01/11/2005"),  # 446
    # Why care ended.
    put("Episodes", lambda d, x: left(d, x) and d.age(x, x.on("DEC")) < 13, REC="E5"),  # 387
    put("Episodes", lambda d, x: left(d, x) and d.age(x, x.on("DEC")) < 15, REC="E7"),  # 389
    put("Episodes", lambda d, x: left(d, x) and x["PLACE"] not in ADOPTION, REC="E11"),  # 390
    put("Episodes", lambda d, x: left(d, x) and d.age(x, x.on("DEC")) >= 18, REC="E12"),  # 386, 390
    put("Episodes", lambda d, x: left(d, x) and d.age(x, x.on("DEC")) >= 18, REC="E47"),  # 407
    put("Episodes", lambda d, x: left(d, x) and d.age(x, x.on("DEC")) < 18, REC="E17"),  # 460
    put("Episodes", lambda d, x: left(d, x) and x["PLACE"] not in FOSTER, REC="E45"),  # 516
]
