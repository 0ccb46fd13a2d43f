"""What goes wrong with adoption; beside each the rules that notice."""

from __future__ import annotations

from .errors import Desk, Line, Slip, written
from .settings import ADOPTION
from .slip import ADOPTED, any_row, blank, each, end_of_care, filled, put


def _adoption(d: Desk, x: Line) -> bool:
    return d.has("AD1", x)


ADOPTIONS = [
    Slip("PlacedAdoption", any_row, lambda d, x: x.put(DATE_PLACED=written(d.end + 10))),  # 117
    Slip(
        "PlacedAdoption",
        any_row,
        lambda d, x: x.put(DATE_PLACED_CEASED=written(d.start - 9), REASON_PLACED_CEASED="RD4"),
    ),  # 118, 525, 553
    Slip("PlacedAdoption", any_row, lambda d, x: x.put(DATE_PLACED_CEASED=written(d.end - 9))),  # 119
    Slip("PlacedAdoption", any_row, lambda d, x: x.put(DATE_PLACED=written(d.born(x) - 20))),  # 184
    Slip(
        "PlacedAdoption",
        lambda d, x: d.has("Episodes", x) and d.one("Episodes", x)["RNE"] == "S",
        lambda d, x: x.put(DATE_PLACED=written(d.one("Episodes", x).on("DECOM") - 5)),  # 1003
    ),
    Slip(
        "PlacedAdoption",
        filled("DATE_PLACED"),
        lambda d, x: x.put(DATE_PLACED_CEASED=written(x.on("DATE_PLACED") - 3), REASON_PLACED_CEASED="RD1"),  # 522
    ),
    put(
        "PlacedAdoption",
        any_row,
        DATE_PLACED="",
        DATE_PLACED_CEASED="01/06/2022",
        REASON_PLACED_CEASED="RD2",  # 563
    ),
    Slip(
        "PlacedAdoption", any_row, lambda d, x: d.repeat("PlacedAdoption", x, DATE_PLACED=written(d.end - 40))
    ),  # 579, 583
    Slip("PlacedAdoption", _adoption, lambda d, x: x.move("DATE_PLACED", 1)),  # 523
    Slip(
        "AD1",
        lambda d, x: d.has("PlacedAdoption", x),
        lambda d, x: d.strike("PlacedAdoption", x.child),  # 551, 553
    ),
    Slip(
        "AD1",
        lambda d, x: d.has("PlacedAdoption", x) and d.has("Episodes", x),
        lambda d, x: d.one("PlacedAdoption", x).put(DATE_PLACED=written(end_of_care(d, x) - 10)),  # 552, 554
    ),
    Slip(
        "AD1",
        lambda d, x: len(d.lines("PlacedAdoption", x.child)) == 1,
        each(
            lambda d, x: d.one("PlacedAdoption", x).put(DATE_PLACED_CEASED=written(d.end), REASON_PLACED_CEASED="RD1"),
            lambda d, x: d.repeat("PlacedAdoption", d.one("PlacedAdoption", x)),
        ),  # 558, 525
    ),
    Slip(
        "PlacedAdoption",
        lambda d, x: bool(x["REASON_PLACED_CEASED"]) and not _adoption(d, x),
        lambda d, x: x.put(DATE_PLACED_CEASED="", REASON_PLACED_CEASED=""),  # 557
    ),
    Slip(
        "Episodes",
        lambda d, x: x["REC"] in ADOPTED and _adoption(d, x),
        lambda d, x: d.one("AD1", x).put(DATE_MATCH=written(x.on("DECOM") + 5)),  # 331
    ),
    Slip(
        "Episodes",
        lambda d, x: x["REC"] in ADOPTED and _adoption(d, x),
        lambda d, x: d.one("AD1", x).put(DATE_MATCH=x["DEC"]),  # 582
    ),
    Slip("AD1", any_row, lambda d, x: x.put(DATE_INT=written(x.on("DATE_MATCH") + 4))),  # 333
    blank("AD1", "DATE_INT"),  # 333, 601
    Slip(
        "Episodes",
        lambda d, x: x["RNE"] == "S" and _adoption(d, x),
        lambda d, x: d.one("AD1", x).put(DATE_INT=written(x.on("DECOM") - 9)),  # 334
    ),
    Slip("AD1", any_row, lambda d, x: x.put(FOSTER_CARE="0" if x["FOSTER_CARE"] == "1" else "1")),  # 335
    Slip(
        "Episodes",
        lambda d, x: x["PLACE"] == "A5" and d.previous(x) is not None,
        lambda d, x: (d.previous(x) or x).put(PLACE="K2"),  # 336
    ),
    put("Episodes", lambda d, x: x["PLACE"] == "A5", RNE="P"),  # 217
    put("Episodes", lambda d, x: x["PLACE"] in ("A5", "A6"), LS="C2"),  # 408
    Slip(
        "Episodes",
        lambda d, x: x["PLACE"] in ADOPTION and _adoption(d, x),
        lambda d, x: d.one("AD1", x).put(
            DATE_INT=written(x.on("DECOM") + 9), DATE_MATCH=written(x.on("DECOM") + 10)
        ),  # 521
    ),
    Slip(
        "AD1", lambda d, x: d.has("Episodes", x), lambda d, x: d.lines("Episodes", x.child)[-1].put(REC="E4A")
    ),  # 602, 557
    Slip(
        "OC2",
        lambda d, x: d.age(x, d.end) < 8,
        lambda d, x: d.add(
            "AD1",
            x,
            DATE_INT=written(d.start),
            DATE_MATCH=written(d.start + 60),
            FOSTER_CARE="0",
            NB_ADOPTR="2",
            SEX_ADOPTR="MF",
        ),  # 151, 187, 602
    ),
    Slip("AD1", any_row, lambda d, x: d.add("OC3", x, IN_TOUCH="NO", ACTIV="0", ACCOM="0")),  # 134, 391
    put("AD1", any_row, NB_ADOPTR="2", SEX_ADOPTR="F1", LS_ADOPTR="L0"),  # 511
    *(
        put("AD1", any_row, SEX_ADOPTR=sex, LS_ADOPTR=status)
        for sex, status in (("MF", "L0"), ("MM", "L3"), ("MF", "L4"), ("M1", "L2"), ("MM", "L11"), ("MF", "L12"))
    ),  # 514, 517, 518, 519, 520, 524
]
