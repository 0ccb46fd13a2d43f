"""What goes wrong with placements and their Ofsted numbers; beside each the rules that notice."""

from __future__ import annotations

from .errors import Desk, Line, Slip, written
from .settings import FOSTER
from .slip import AWAY, SHORT, Where, left, number_of, other_place, over, put, settled, still_open, wrong


def _away(place: str, days: int, times: int = 1) -> Slip:
    """Absences of a kind, each too long or too many, in the middle of a long episode."""

    def where(d: Desk, x: Line) -> bool:
        long = x["DEC"] != "" and x.on("DEC") - x.on("DECOM") > (days + 12) * times
        return long and settled(d, x) and x["REC"] != "X1" and x["HOME_POST"] != ""

    def spoil(d: Desk, x: Line) -> None:
        ended = {name: x[name] for name in ("DEC", "REC")}
        at = x.on("DECOM") + 5
        x.put(DEC=written(at), REC="X1")
        for _ in range(times):
            gone = {"PLACE": place, "PLACE_PROVIDER": "", "URN": "", "PL_POST": other_place(d, x), "RNE": "P"}
            d.repeat("Episodes", x, **gone, DECOM=written(at), DEC=written(at + days))
            at += days
            d.repeat("Episodes", x, RNE="P", DECOM=written(at), DEC=written(at + 5), REC="X1")
            at += 5
        d.lines("Episodes", x.child)[-1].put(**ended)

    return Slip("Episodes", where, spoil)


def _is_away(d: Desk, x: Line) -> bool:
    return x["PLACE"] in AWAY


def _with_number(*places: str) -> Where:
    return lambda d, x: x["PLACE"] in places and x["URN"] not in ("", "XXXXXXX")


def _closed_before(d: Desk, x: Line) -> None:
    """The number of a home that had closed before the child came."""
    x.put(URN=number_of("K2", closed=True)(d, x))


def _closed_since(d: Desk, x: Line) -> None:
    """The number of a home that closed while the child was there."""
    closed = [p for p in d.settings.providers if p.closed is not None]
    home = d.draws.pick(closed)
    assert home.closed is not None
    x.put(URN=home.urn, PL_POST=home.spot.postcode, DECOM=written(home.closed - 90))


PLACEMENTS = [
    _away("T1", 50),  # 375
    _away("T3", 25),  # 376
    _away("T4", 9),  # 379
    _away("T3", 10, times=3),  # 377
    put("Episodes", _is_away, RNE="L"),  # 380
    put("Episodes", _is_away, PLACE_PROVIDER="PR1"),  # 178, 213
    put("Episodes", _is_away, REASON_PLACE_CHANGE="CARPL"),  # 226
    Slip("Episodes", _is_away, lambda d, x: (d.next(x) or x).put(PLACE="U2")),  # 383
    put("Episodes", lambda d, x: left(d, x) and x["PLACE"] != "P1", PLACE="T0", PLACE_PROVIDER="", URN=""),  # 381
    Slip("Episodes", still_open, lambda d, x: x.put(REASON_PLACE_CHANGE="CARPL"), first="2025-26", often=2),  # 233
    Slip(
        "Episodes",
        lambda d, x: x["REC"] == "X1" and d.age(x, x.on("DEC") or d.end) < 9,
        lambda d, x: x.put(REASON_PLACE_CHANGE="CUSTOD"),
        first="2025-26",  # 234
    ),
    put(
        "Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 9, PLACE="R5", URN="", PLACE_PROVIDER="PR3"
    ),  # 372
    put("Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 3, PLACE="S1"),  # 373
    put("Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 13, PLACE="P3", URN=""),  # 374
    put("Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 13, first="2024-25", PLACE="K3"),  # 371
    put("Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 13, last="2023-24", PLACE="H5"),  # 371
    put("Episodes", lambda d, x: over(d, x) and d.age(x, x.on("DECOM")) < 13, last="2023-24", PLACE="P2"),  # 370
    put("Episodes", still_open, first="2023-24", last="2023-24", PLACE="P2", URN=""),  # 217t
    put("Episodes", lambda d, x: x["PLACE"] == "P1", LS="V2"),  # 378
    *(put("Episodes", lambda d, x: x["PLACE"] == "P1", PLACE_PROVIDER=f"PR{n}") for n in range(1, 6)),  # 527 to 531
    put("Episodes", lambda d, x: x["PLACE"] in FOSTER, PLACE_PROVIDER="PR3"),  # 529
    put("Episodes", lambda d, x: x["PLACE"] in FOSTER, PLACE_PROVIDER="PR0"),  # 550
    Slip(
        "Episodes", lambda d, x: bool(x["HOME_POST"]) and x["PLACE"] != "P1", lambda d, x: x.put(PL_POST=x["HOME_POST"])
    ),  # 392d
    Slip("Episodes", lambda d, x: bool(x["HOME_POST"]), lambda d, x: x.put(PL_POST="ZE1 0AA"), first="2025-26"),  # 454
    # Ofsted numbers.
    wrong("Episodes", "URN", "9999999", often=3),  # 1008, 219, 224
    Slip("Episodes", _with_number("K2"), lambda d, x: x.put(URN=number_of("U4")(d, x)), often=2),  # 219
    Slip("Episodes", _with_number("K2", "K3", "S1"), lambda d, x: x.put(PL_POST=other_place(d, x)), often=2),  # 221
    Slip("Episodes", lambda d, x: x["PLACE"] == "P1", lambda d, x: x.put(URN=number_of("U4")(d, x))),  # 222
    put(
        "Episodes", lambda d, x: _with_number(*FOSTER)(d, x) and x["PLACE_PROVIDER"] == "PR4", PLACE_PROVIDER="PR5"
    ),  # 224
    Slip("Episodes", _with_number("K2"), _closed_before),  # 227, 228
    Slip("Episodes", _with_number("K2"), _closed_since),  # 228
    put(
        "Episodes", lambda d, x: _with_number("K2")(d, x) and x["PLACE_PROVIDER"] == "PR4", PLACE_PROVIDER="PR1"
    ),  # 229
    put(
        "Episodes", lambda d, x: _with_number("K2")(d, x) and x["PLACE_PROVIDER"] == "PR4", PLACE_PROVIDER="PR2"
    ),  # 229
    Slip(
        "Episodes",
        lambda d, x: x["PLACE"] in ("K2", "R1") and x["LS"] not in SHORT,
        lambda d, x: x.put(PLACE_PROVIDER="PR1", PL_POST=other_place(d, x)),  # 1015
    ),
    Slip(
        "Episodes", _with_number("K3"), lambda d, x: x.put(PL_POST=d.settings.near[-1].postcode), first="2025-26"
    ),  # 241
    put("Episodes", _with_number("K2"), first="2025-26", URN="XXXXXXX"),  # 242
    Slip(
        "Episodes",
        lambda d, x: x["URN"] != "",
        lambda d, x: x.put(PL_POST=d.settings.abroad[0].postcode),
        first="2025-26",  # 243
    ),
]
