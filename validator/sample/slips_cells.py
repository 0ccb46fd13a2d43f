"""What goes wrong with single cells; beside each the rules that notice."""

from __future__ import annotations

from .errors import Slip
from .slip import NO_DATE, any_row, blank, filled, left, wrong

INVALID = [
    wrong("Header", "SEX", "9"),  # 101
    wrong("Header", "DOB", NO_DATE),  # 102
    wrong("Header", "ETHNIC", "WHIT", often=2),  # 103
    wrong("Header", "UPN", "A12345", often=2),  # 168
    wrong("Header", "MOTHER", "2"),  # 165
    wrong("Header", "MC_DOB", "2023"),  # 171
    wrong("UASC", "DUC", NO_DATE),  # 104
    wrong("AD1", "DATE_INT", NO_DATE),  # 112
    wrong("AD1", "DATE_MATCH", NO_DATE),  # 113
    wrong("AD1", "FOSTER_CARE", "2"),  # 114
    wrong("AD1", "NB_ADOPTR", "3"),  # 175
    wrong("AD1", "SEX_ADOPTR", "FM"),  # 176
    wrong("AD1", "LS_ADOPTR", "L9"),  # 177
    wrong("PlacedAdoption", "DATE_PLACED", NO_DATE),  # 115
    wrong("PlacedAdoption", "DATE_PLACED_CEASED", NO_DATE, any_row),  # 116, 119
    wrong("PlacedAdoption", "REASON_PLACED_CEASED", "XXX", any_row),  # 119, 120
    wrong("OC3", "IN_TOUCH", "MAYBE"),  # 131
    wrong("OC3", "ACTIV", "F3"),  # 132
    wrong("OC3", "ACCOM", "S1"),  # 133
    wrong("Episodes", "DECOM", NO_DATE),  # 141
    wrong("Episodes", "RNE", "X"),  # 143
    wrong("Episodes", "LS", "C9"),  # 144
    wrong("Episodes", "CIN", "N9"),  # 145
    wrong("Episodes", "PLACE", "U9"),  # 146
    wrong("Episodes", "PLACE_PROVIDER", "PR9", often=3),  # 178
    wrong("Episodes", "DEC", NO_DATE),  # 147
    wrong("Episodes", "REC", "E43"),  # 149
    wrong("Episodes", "REASON_PLACE_CHANGE", "MOVED"),  # 1009
    wrong("Episodes", "PL_POST", "ZZ99 3VZ", often=2),  # 169, 179, 392a, 392c
    wrong("Episodes", "HOME_POST", "ZZ99 3VZ"),  # 392a, 392c
    wrong("Reviews", "REVIEW", NO_DATE),  # 166
    wrong("Reviews", "REVIEW_CODE", "PN9"),  # 167
    wrong("OC2", "SDQ_SCORE", "41"),  # 180
    wrong("OC2", "CONVICTED", "Y"),  # 181
    wrong("OC2", "SDQ_REASON", "SDQ9"),  # 196
    wrong("PrevPerm", "PREV_PERM", "P9"),  # 631
    wrong("PrevPerm", "LA_PERM", "123"),  # 633
    wrong("PrevPerm", "DATE_PERM", "ZZ/13/2010"),  # 632
    wrong("Missing", "MISSING", "X"),  # 1006
    wrong("Missing", "MIS_START", NO_DATE),  # 1004
    wrong("Missing", "MIS_END", NO_DATE),  # 1005
    wrong("SWEpisodes", "SW_ID", "12345"),  # SW02STG1
    wrong("SWEpisodes", "SW_DECOM", "31/02"),  # SW04STG1
    wrong("SWEpisodes", "SW_DEC", "31/02"),  # SW05STG1
    wrong("SWEpisodes", "SW_REASON", "HOLDAY"),  # SW13STG1
    wrong("DoLo", "DOLO_START", NO_DATE),  # 700
    wrong("DoLo", "DOLO_END", NO_DATE),  # 701
]

MISSING = [
    blank("Header", "DOB"),  # 102, 184
    blank("Header", "ETHNIC"),  # 103
    blank("Header", "UPN", often=2),  # 442
    blank("Header", "MOTHER", where=lambda d, x: x["MOTHER"] == "0"),  # 165, 393, 607
    Slip(
        "Episodes",
        lambda d, x: left(d, x) and any(line["MOTHER"] == "0" for line in d.lines("Header", x.child)),
        lambda d, x: d.one("Header", x).put(MOTHER=""),  # 607
    ),
    blank("Header", "MC_DOB"),  # 611
    blank("Episodes", "DECOM", where=lambda d, x: d.next(x) is not None),
    blank("Episodes", "RNE"),
    blank("Episodes", "PLACE_PROVIDER", often=3),  # 526
    blank("Episodes", "URN", often=6),  # 218
    blank("Episodes", "URN", where=lambda d, x: x["PLACE"] == "H5" and x["URN"] != "" and not x["DEC"]),  # 230
    blank("Episodes", "HOME_POST", often=2),  # 392b
    blank("Episodes", "PL_POST", often=4),  # 169, 179, 392b
    blank("Episodes", "DEC", "REC", where=lambda d, x: d.next(x) is not None, often=2),  # 142
    blank("Episodes", "DEC"),  # 148
    blank("Episodes", "REC", often=2),  # 148
    blank("Episodes", "REASON_PLACE_CHANGE", often=4),  # 225
    blank("Reviews", "REVIEW_CODE", often=2),  # 167
    blank("UASC", "DUC"),  # 205B
    blank("OC2", "IMMUNISATIONS"),  # 182, 191
    blank("OC2", "SDQ_SCORE", where=lambda d, x: x["SDQ_SCORE"] != "" and 5 < d.age(x, d.end) < 16, often=3),  # 186
    blank("OC2", "SDQ_SCORE", "SDQ_REASON", where=lambda d, x: d.start <= d.turns(x, 17) <= d.end),  # 197B
    blank("OC2", "CONVICTED"),  # 543
    blank("OC2", "HEALTH_CHECK"),  # 545
    blank("OC2", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED", where=filled("INTERVENTION_RECEIVED")),  # 192
    blank("OC2", "INTERVENTION_OFFERED"),  # 159
    Slip("OC2", lambda d, x: x["CONVICTED"] != "", lambda d, x: x.put(CONVICTED="1", TEETH_CHECK="")),  # 544
    Slip("OC2", lambda d, x: x["HEALTH_CHECK"] != "", lambda d, x: x.put(HEALTH_CHECK="1", TEETH_CHECK="")),  # 547
    Slip("OC2", any_row, lambda d, x: d.strike("OC2", x.child)),  # 191
    blank("OC3", "ACTIV"),  # 132, 153
    blank("OC3", "ACCOM"),  # 133, 153
    blank("AD1", "DATE_MATCH", "NB_ADOPTR"),  # 151, 601
    blank("PlacedAdoption", "DATE_PLACED"),  # 551
    blank("PrevPerm", "PREV_PERM", often=2),  # 630
    blank("PrevPerm", "PREV_PERM", where=filled("LA_PERM")),  # 635
    blank("Missing", "MISSING"),  # 565, 566
    blank("Missing", "MIS_START"),  # 564, 1004
    blank("SWEpisodes", "SW_ID"),  # SW01aSTG1, SW01bSTG1, SW02STG1, SW03STG1
    blank("SWEpisodes", "SW_ID", where=lambda d, x: 0 < x.on("SW_DECOM") < 738_611),  # SW01aSTG1: before April 2023
    blank("SWEpisodes", "SW_DECOM"),
    blank("SWEpisodes", "SW_REASON", where=lambda d, x: x.on("SW_DECOM") >= 738_611, often=2),  # SW13STG1
]
