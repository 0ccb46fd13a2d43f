"""What goes wrong with the return beside that of the year before; beside each the rules that notice."""

from __future__ import annotations

from .errors import Slip, written
from .slip import carried, each, number_of, other_place

LAST_YEAR = [
    Slip("Episodes", carried, lambda d, x: x.move("DECOM", 1), often=4),  # 502, 562
    Slip("Episodes", carried, lambda d, x: x.put(RNE="S" if x["RNE"] != "S" else "P"), often=2),  # 503A
    Slip("Episodes", carried, lambda d, x: x.put(LS="C2" if x["LS"] != "C2" else "C1"), often=4),  # 503B
    Slip("Episodes", carried, lambda d, x: x.put(CIN="N2" if x["CIN"] != "N2" else "N1"), often=2),  # 503C
    Slip("Episodes", carried, lambda d, x: x.put(PLACE="U6" if x["PLACE"] != "U6" else "U4"), often=4),  # 503D
    Slip(
        "Episodes",
        carried,
        lambda d, x: x.put(PLACE_PROVIDER="PR4" if x["PLACE_PROVIDER"] == "PR1" else "PR1"),
        often=3,
    ),
    Slip(
        "Episodes",
        lambda d, x: carried(d, x) and bool(x["URN"]),
        lambda d, x: x.put(URN=number_of("U6")(d, x)),
        often=4,
    ),
    Slip("Episodes", carried, lambda d, x: x.put(PL_POST=other_place(d, x)), often=4),  # 452, 453, 503G to 503J
    Slip(
        "Episodes",
        lambda d, x: x.on("DECOM") < d.start and d.has("Episodes", x, last=True),
        lambda d, x: d.strike("Episodes", x.child, last=True),  # NoE, 562
    ),
    Slip(
        "Missing",
        lambda d, x: any(not line["MIS_END"] for line in d.lines("Missing", x.child, True)),
        lambda d, x: x.move("MIS_START", 1),  # 576
    ),
    Slip(
        "PlacedAdoption",
        lambda d, x: x.on("DATE_PLACED") < d.start and d.has("PlacedAdoption", x, last=True),
        lambda d, x: d.strike("PlacedAdoption", x.child, last=True),  # 559
    ),
    Slip("PlacedAdoption", lambda d, x: d.has("PlacedAdoption", x, True), lambda d, x: x.move("DATE_PLACED", 2)),  # 560
    Slip(
        "PlacedAdoption",
        lambda d, x: d.has("PlacedAdoption", x, True),
        lambda d, x: d.one("PlacedAdoption", x, True).put(
            DATE_PLACED_CEASED=written(d.start - 9), REASON_PLACED_CEASED="RD3"
        ),
    ),  # 561, 584
    Slip("OC3", lambda d, x: d.has("OC3", x, True), lambda d, x: d.one("OC3", x, True).put(IN_TOUCH="DIED")),  # 348
    Slip(
        "Header",
        lambda d, x: d.has("Episodes", x) and d.carried(d.one("Episodes", x)) and d.age(x, d.end) == 17,
        each(
            lambda d, x: d.strike("Episodes", x.child),
            lambda d, x: d.add("OC3", x, IN_TOUCH="YES", ACTIV="F2", ACCOM="U1"),
        ),  # 1010, 1012
    ),
    Slip("Reviews", lambda d, x: d.has("Episodes", x), lambda d, x: d.strike("Episodes", x.child)),  # 1012, EPI
    Slip(
        "OC3",
        lambda d, x: d.has("Episodes", x, last=True),
        each(
            lambda d, x: d.strike("Episodes", x.child),
            lambda d, x: d.strike("Episodes", x.child, last=True),
        ),  # 1001, 1002
    ),
]
