"""What goes wrong with missing periods, deprivation of liberty and social workers; beside each the rules."""

from __future__ import annotations

from .errors import Desk, Line, Slip, written
from .slip import Where, any_row, each, end_of_care, filled, left, still_open

# -- missing periods, deprivation of liberty


def _periods(table: str, start: str, end: str) -> list[Slip]:
    """What goes wrong with periods of any kind that lie within care."""
    out_of_care: Where = lambda d, x: bool(end_of_care(d, x)) if d.has("Episodes", x) else False  # noqa: E731
    return [
        Slip(table, filled(end), lambda d, x: x.put(**{start: x[end], end: written(x.on(start) - 2)})),  # 567, 702
        Slip(table, filled(start), lambda d, x: x.put(**{start: written(d.end + 6), end: ""})),  # 570, 703
        Slip(table, filled(end), lambda d, x: x.put(**{end: written(d.end + 6)})),  # 571, 704
        Slip(table, filled(end), lambda d, x: x.put(**{end: written(d.start - 6)})),  # 571, 704
        Slip(table, filled(end), lambda d, x: d.repeat(table, x, **{start: written(x.on(start) + 1)})),  # 574, 705
        Slip(table, filled(start), lambda d, x: x.put(**{"DOB": x[start]})),  # 586, 708
        Slip(table, out_of_care, lambda d, x: x.put(**{end: written(end_of_care(d, x) + 5)})),  # 577, 707
        Slip(table, out_of_care, lambda d, x: x.put(**{end: ""})),  # 575, 577, 707
        Slip(
            table,
            out_of_care,
            lambda d, x: x.put(**{start: written(end_of_care(d, x) + 2), end: written(end_of_care(d, x) + 4)}),
        ),
    ]  # 578, 581


PERIODS = [
    *_periods("Missing", "MIS_START", "MIS_END"),
    Slip(
        "Episodes",
        lambda d, x: left(d, x) and x.on("DEC") == d.turns(x, 18) and x["REC"] != "E8",
        lambda d, x: d.add("Missing", x, MISSING="M", MIS_START=written(x.on("DEC") - 3), MIS_END=x["DEC"]),  # 580
    ),
    *_periods("DoLo", "DOLO_START", "DOLO_END"),
    *(
        Slip(
            "DoLo",
            filled("DOLO_END"),
            lambda d, x, place=place: [  # type: ignore[misc]
                line.put(PLACE=place) for line in d.lines("Episodes", x.child)
            ],
        )
        for place in ("R1", "K1")
    ),  # 709, 710
]


# -- social workers


def _not_last(d: Desk, x: Line) -> bool:
    return d.lines("SWEpisodes", x.child)[-1].row is not x.row


def _is_last(d: Desk, x: Line) -> bool:
    return not _not_last(d, x)


def _following(d: Desk, x: Line) -> bool:
    return d.lines("SWEpisodes", x.child)[0].row is not x.row


SOCIAL_WORKERS = [
    Slip(
        "Episodes",
        lambda d, x: still_open(d, x) and d.has("SWEpisodes", x),
        lambda d, x: d.strike("SWEpisodes", x.child),
        often=2,
    ),
    Slip("SWEpisodes", _is_last, lambda d, x: x.put(SW_DECOM=written(d.end + 3))),  # SW06STG2
    Slip("SWEpisodes", _is_last, lambda d, x: x.put(SW_DEC=written(d.end + 3))),  # SW07STG2, SW17STG2
    Slip("SWEpisodes", _not_last, lambda d, x: x.put(SW_DEC=""), often=3),  # SW08STG2, SW14STG2
    Slip("SWEpisodes", filled("SW_DEC"), lambda d, x: x.put(SW_DEC=x["SW_DECOM"]), often=2),  # SW09STG2, SW18STG2
    Slip("SWEpisodes", _not_last, lambda d, x: x.move("SW_DEC", -12), often=3),  # SW10STG2, SW10aSTG2, SW11aSTG2
    Slip(
        "SWEpisodes", _following, each(lambda d, x: x.move("SW_DECOM", -4), lambda d, x: x.put(SW_REASON="FCONTA"))
    ),  # SW10bSTG2
    Slip("SWEpisodes", _is_last, lambda d, x: x.put(SW_DEC=written(d.end - 2)), often=2),  # SW11bSTG2, SW17STG2
    Slip("SWEpisodes", any_row, lambda d, x: d.repeat("SWEpisodes", x)),  # SW19STG2
    Slip("SWEpisodes", _is_last, lambda d, x: d.add("SWEpisodes", x, SW_ID="SW900001", SW_REASON="OTHERS")),  # SW14STG2
    Slip("SWEpisodes", any_row, lambda d, x: x.put(SW_ID=x["SW_ID"][2:])),  # SW02STG1
]
