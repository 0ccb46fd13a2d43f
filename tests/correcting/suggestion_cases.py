"""Small returns with one fault each, and the proposal that is wanted for it: data for test_suggestions.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.results.samples import Frames

NewCell = tuple[str, int, str, str]

BORN = "01/02/2012"
HEADER = {"CHILD": "1", "SEX": "M", "DOB": BORN, "ETHNIC": "WBRI", "UPN": "UN2", "MOTHER": "", "MC_DOB": ""}
GIRL = {**HEADER, "SEX": "F", "DOB": "01/02/2010", "MOTHER": "0"}
# An episode that began last year and is still open, and one that began this year.
OLD = {
    "CHILD": "1", "DECOM": "01/09/2024", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4", "PLACE_PROVIDER": "PR1",
    "HOME_POST": "M1 1AE", "PL_POST": "M2 5DB", "URN": "1234567",
}  # fmt: skip
NEW = {**OLD, "DECOM": "01/05/2025"}
NEXT = {**OLD, "DECOM": "01/07/2025", "RNE": "L", "LS": "C1"}
IN_HOSPITAL = {**OLD, "DECOM": "01/06/2025", "RNE": "P", "PLACE": "T1", "PLACE_PROVIDER": "", "URN": ""}
REVIEW = {"CHILD": "1", "DOB": BORN, "REVIEW": "01/06/2025", "REVIEW_CODE": "PN1"}
MISSING = {"CHILD": "1", "DOB": BORN, "MISSING": "M", "MIS_START": "01/06/2025", "MIS_END": "03/06/2025"}
WORKER = {"CHILD": "1", "DOB": BORN, "SW_ID": "SW1234", "SW_DECOM": "01/05/2025", "SW_DEC": "", "SW_REASON": "FCONTA"}
ADOPTED = {
    "CHILD": "1", "DOB": BORN, "DATE_INT": "01/05/2025", "DATE_MATCH": "01/06/2025", "FOSTER_CARE": "0",
    "NB_ADOPTR": "2", "SEX_ADOPTR": "MF", "LS_ADOPTR": "L11",
}  # fmt: skip
DECIDED = {
    "CHILD": "1", "DOB": BORN, "DATE_PLACED": "01/05/2025", "DATE_PLACED_CEASED": "", "REASON_PLACED_CEASED": "",
}  # fmt: skip
LEAVER = {"CHILD": "1", "DOB": "01/02/2006", "IN_TOUCH": "YES", "ACTIV": "F2", "ACCOM": "U1"}
HEALTH = {
    "CHILD": "1", "DOB": BORN, "SDQ_SCORE": "12", "SDQ_REASON": "", "CONVICTED": "0", "HEALTH_CHECK": "",
    "IMMUNISATIONS": "1", "TEETH_CHECK": "1", "HEALTH_ASSESSMENT": "1", "SUBSTANCE_MISUSE": "0",
    "INTERVENTION_RECEIVED": "", "INTERVENTION_OFFERED": "",
}  # fmt: skip
ASYLUM = {"CHILD": "1", "SEX": "M", "DOB": BORN, "DUC": ""}
# Ofsted's list: a children's home and a fostering agency.
LISTED = [
    {"URN": "2000001", "PLACE_CODES": "K2", "PROVIDER_CODES": "PR4", "POSTCODE": "M4 4BF"},
    {"URN": "2000002", "PLACE_CODES": "U4,U6", "PROVIDER_CODES": "PR1", "POSTCODE": "M2 5DB"},
]
HOME = {**NEW, "PLACE": "K2", "PLACE_PROVIDER": "PR4", "PL_POST": "M4 4BF", "URN": "2000001"}


@dataclass(frozen=True)
class Case:
    """A return and one proposal for it: what it changes ((table, row, field, new)) and deletes ((table, row)).

    `says` is part of its sentence, `rules` some of those it resolves, `others` some of its alternatives,
    `ground` what it rests on ("": as all of its kind do). Where a value has to be chosen the first is "".
    """

    name: str
    kind: str
    this_year: Frames
    changes: list[NewCell] = field(default_factory=list)
    removes: list[tuple[str, int]] = field(default_factory=list)
    rules: str = ""
    says: str = ""
    others: str = ""
    last_year: Frames | None = None
    year: str = "2025-26"
    ground: str = ""


def changed(row: Mapping[str, str], **values: str) -> dict[str, str]:
    """A row with some columns otherwise."""
    return {**row, **values}


def header(**values: str) -> Frames:
    """A header alone."""
    return {"Header": [changed(HEADER, **values)]}


def episodes(*rows: Mapping[str, str]) -> Frames:
    """Episodes of a child with a header."""
    return {"Header": [HEADER], "Episodes": [dict(row) for row in rows]}


CASES = [
    # -- what other rows and last year's return say
    Case(
        "most of the child's rows have another date of birth",
        "date_of_birth",
        {**header(DOB="01/02/2021"), "Reviews": [REVIEW], "Missing": [MISSING]},
        [("Header", 0, "DOB", BORN)],
        rules="INT13 INT17",
        says="the child’s other rows have 01/02/2012",
    ),
    Case(
        "last year's header had another date of birth",
        "date_of_birth_last_year",
        {**header(DOB="01/02/2021"), "Reviews": [changed(REVIEW, DOB="01/02/2021")]},
        [("Header", 0, "DOB", BORN), ("Reviews", 0, "DOB", BORN)],
        last_year=header(),
        rules="203",
    ),
    *(
        Case(
            f"last year's {name}",
            "last_years_fact",
            {**header(**{name: now}), "Episodes": [NEW]},
            [("Header", 0, name, then)],
            last_year=header(**{name: then}),
            rules=rule,
            says=f"Last year’s return had {then}",
            others=others,
        )
        for name, now, then, rule, others in (
            ("SEX", "", "F", "101 202", ""),
            ("ETHNIC", "", "BAFR", "103 204", "NOBT REFU"),
            ("ETHNIC", "NOBT", "BAFR", "204", ""),
            ("UPN", "", "A123456789012", "208 442", ""),
            ("UPN", "H999999999999", "A123456789012", "208", ""),
        )
    ),
    Case(
        "last year's codes under their new names",
        "last_years_fact",
        header(SEX="X"),
        [("Header", 0, "SEX", "F")],
        last_year=header(SEX="2"),
        year="2024-25",
        rules="101",
    ),
    Case(
        "a mother last year",
        "last_years_fact",
        {"Header": [changed(GIRL, MOTHER="")], "Episodes": [NEW]},
        [("Header", 0, "MOTHER", "1"), ("Header", 0, "MC_DOB", "01/03/2024")],
        last_year={"Header": [changed(GIRL, MOTHER="1", MC_DOB="01/03/2024")]},
        rules="207 393",
    ),
    Case(
        "a care leaver who had died",
        "last_years_fact",
        {"OC3": [changed(LEAVER, IN_TOUCH="NO")]},
        [("OC3", 0, "IN_TOUCH", "DIED"), ("OC3", 0, "ACTIV", "0"), ("OC3", 0, "ACCOM", "0")],
        last_year={"OC3": [changed(LEAVER, IN_TOUCH="DIED", ACTIV="0", ACCOM="0")]},
        rules="348",
    ),
    Case(
        "the open episode told otherwise in several columns",
        "carried_over",
        episodes(changed(OLD, LS="C1", PLACE="U6")),
        [("Episodes", 0, "LS", "C2"), ("Episodes", 0, "PLACE", "U4")],
        last_year=episodes(OLD),
        rules="503B 503D",
        says="Legal status and Placement type",
    ),
    Case(
        "the open episode with another start",
        "carried_over",
        episodes(changed(OLD, DECOM="02/09/2024")),
        [("Episodes", 0, "DECOM", "01/09/2024")],
        last_year=episodes(OLD),
        rules="502 562",
    ),
    Case(
        "the open episode at another postcode",
        "carried_over",
        episodes(changed(OLD, PL_POST="ZE1 0AA")),
        [("Episodes", 0, "PL_POST", "M2 5DB")],
        last_year=episodes(OLD),
        rules="452 503H 503J",
    ),
    Case(
        "a missing period left open last year",
        "last_years_spell",
        {"Missing": [changed(MISSING, MIS_START="02/04/2025")]},
        [("Missing", 0, "MIS_START", "30/03/2025")],
        last_year={"Missing": [changed(MISSING, MIS_START="30/03/2025", MIS_END="")]},
        rules="576",
    ),
    Case(
        "a decision that still stood last year",
        "last_years_spell",
        {"PlacedAdoption": [DECIDED]},
        [("PlacedAdoption", 0, "DATE_PLACED", "01/03/2025")],
        last_year={"PlacedAdoption": [changed(DECIDED, DATE_PLACED="01/03/2025")]},
        rules="560",
    ),
    # -- episodes
    Case(
        "an earlier episode left open",
        "left_open",
        episodes(NEW, NEXT),
        [("Episodes", 0, "DEC", "01/07/2025"), ("Episodes", 0, "REC", "X1")],
        rules="142 433",
        says="has no end, though another began on 01/07/2025",
    ),
    Case(
        "episodes that overlap",
        "overlap",
        episodes(changed(NEW, DEC="09/07/2025", REC="X1"), NEXT),
        [("Episodes", 0, "DEC", "01/07/2025")],
        rules="388 433 501",
    ),
    Case(
        "or the later one began when the earlier ended",
        "end_by_next",
        episodes(changed(NEW, DEC="09/07/2025", REC="X1"), NEXT),
        [("Episodes", 1, "DECOM", "09/07/2025")],
        rules="388 433 501",
        says="The episode before ended on 09/07/2025",
    ),
    Case(
        "care had not stopped",
        "end_by_next",
        episodes(changed(NEW, DEC="29/06/2025", REC="E4A"), NEXT),
        [("Episodes", 0, "DEC", "01/07/2025"), ("Episodes", 0, "REC", "X1")],
        rules="432 433",
    ),
    Case(
        "the next episode begins the same day",
        "reason_ended",
        episodes(changed(NEW, DEC="01/07/2025", REC="E4A"), NEXT),
        [("Episodes", 0, "REC", "X1")],
        rules="388 432",
    ),
    Case(
        "X1, and no episode follows",
        "reason_ended",
        {
            "Header": [HEADER, changed(HEADER, CHILD="2"), changed(HEADER, CHILD="3")],
            "Episodes": [
                changed(NEW, DEC="01/07/2025", REC="X1"),
                changed(NEW, CHILD="2", DEC="01/07/2025", REC="E13"),
                changed(NEW, CHILD="3", DEC="01/07/2025", REC="E4B"),
            ],
        },
        [("Episodes", 0, "REC", "")],
        rules="388",
        others="E13 E4A E4B E8",
        says="nothing says why",
        ground="choice",
    ),
    *(
        Case(
            f"what changed: {code}",
            "reason_new_episode",
            episodes(changed(NEW, DEC="01/07/2025", REC="X1", REASON_PLACE_CHANGE="CARPL"), changed(OLD, **later)),
            [("Episodes", 1, "RNE", code)],
            rules=rule,
            others=other,
        )
        for code, other, rule, later in (
            ("L", "", "435", {"DECOM": "01/07/2025", "RNE": "P", "LS": "C1"}),
            ("P", "T", "434", {"DECOM": "01/07/2025", "RNE": "L", "PL_POST": "M4 4BF", "URN": "7654321"}),
            ("T", "P", "436", {"DECOM": "01/07/2025", "RNE": "B", "PLACE": "U6"}),
            ("B", "U", "435", {"DECOM": "01/07/2025", "RNE": "P", "LS": "C1", "PL_POST": "M4 4BF", "URN": "1"}),
            ("U", "B", "435", {"DECOM": "01/07/2025", "RNE": "P", "LS": "C1", "PLACE": "U6"}),
        )
    ),
    Case(
        "care began again, and did not go on",
        "reason_new_episode",
        episodes(changed(NEW, DEC="29/05/2025", REC="E4A"), changed(NEXT, LS="C2")),
        [("Episodes", 1, "RNE", "S")],
        rules="432 433",
    ),
    Case(
        "care went on, and did not begin again",
        "reason_new_episode",
        episodes(changed(NEW, DEC="01/07/2025", REC="E4A"), changed(NEXT, RNE="S")),
        [("Episodes", 1, "RNE", "L"), ("Episodes", 0, "REC", "X1")],
        rules="388 431",
        says="only the legal status has changed",
    ),
    Case(
        "18 in the year",
        "turned_18",
        {
            "Header": [changed(HEADER, DOB="01/06/2007"), changed(HEADER, CHILD="2", DOB="01/05/2007")],
            "Episodes": [OLD, changed(OLD, CHILD="2", DEC="01/05/2025", REC="E5")],
        },
        [("Episodes", 0, "REC", ""), ("Episodes", 0, "DEC", "01/06/2025")],
        rules="359",
        others="E17 E5",
        ground="choice",
        says="turned 18 on 01/06/2025",
    ),
    Case(
        "back from hospital",
        "back_from_temporary",
        episodes(
            changed(NEW, DEC="01/06/2025", REC="X1"),
            changed(IN_HOSPITAL, DEC="05/06/2025", REC="X1"),
            changed(NEW, DECOM="05/06/2025", RNE="P", PLACE="U6"),
        ),
        [("Episodes", 2, "PLACE", "U4")],
        rules="383",
    ),
    # -- what the neighbour has
    *(
        Case(
            f"the {name} of the episode before",
            "neighbour",
            episodes(changed(NEW, DEC="01/07/2025", REC="X1"), changed(NEXT, **{name: ""})),
            [("Episodes", 1, name, NEW[name])],
            rules=rule,
            says=f"The episode before has {NEW[name]}",
        )
        for name, rule in (
            ("PLACE_PROVIDER", "434 526"),
            ("HOME_POST", "392b"),
            ("PL_POST", "392b 434"),
            ("URN", "434"),
        )
    ),
    Case(
        "the home postcode of the episode after",
        "neighbour",
        episodes(changed(NEW, DEC="01/07/2025", REC="X1", HOME_POST=""), NEXT),
        [("Episodes", 0, "HOME_POST", "M1 1AE")],
        rules="392b",
        says="The episode after has M1 1AE",
    ),
    Case(
        "one category of need in a period of care",
        "neighbour",
        episodes(
            changed(NEW, DEC="01/07/2025", REC="X1"),
            changed(NEXT, CIN="N2", DEC="01/08/2025", REC="X1"),
            changed(NEXT, DECOM="01/08/2025", LS="C2", CIN="N2"),
        ),
        [("Episodes", 1, "CIN", "N1"), ("Episodes", 2, "CIN", "N1")],
        rules="504",
    ),
    Case(
        "one kind of short breaks",
        "neighbour",
        episodes(
            *(
                changed(NEW, DECOM=f"01/0{n}/2025", DEC=f"03/0{n}/2025", REC="E8", LS=status, HOME_POST="", PL_POST="",
                        URN="")
                for n, status in ((5, "V3"), (6, "V3"), (7, "V4"))
            )
        ),
        [("Episodes", 2, "LS", "V3")],
        rules="426",
    ),
    # -- placements
    Case(
        "the number that is used there",
        "urn",
        {"Episodes": [changed(NEW, URN=""), changed(NEW, CHILD="2"), changed(NEW, CHILD="3")]},
        [("Episodes", 0, "URN", "1234567")],
        rules="218",
        says="that of other placements of type U4 at M2 5DB",
    ),
    Case(
        "two numbers that are used there, one more often",
        "urn",
        {"Episodes": [changed(NEW, URN=""), changed(NEW, CHILD="2"), changed(NEW, CHILD="3"),
                      changed(NEW, CHILD="4", URN="7654321")]},
        [("Episodes", 0, "URN", "")],
        rules="218",
        others="1234567 7654321",
        ground="choice",
    ),
    Case(
        "the number at that postcode in the list",
        "urn",
        {"Episodes": [changed(HOME, URN="")]},
        [("Episodes", 0, "URN", "2000001")],
        rules="218",
        says="The provider list has this number at M4 4BF",
        ground="elsewhere",
    ),
    Case(
        "a number with a mistyping",
        "urn",
        {"Episodes": [changed(HOME, URN="2000010", PL_POST="M1 1AE")]},
        [("Episodes", 0, "URN", "2000001")],
        rules="219 1008",
        says="differs by one character",
        ground="elsewhere",
    ),
    Case(
        "the provider in the list",
        "provider",
        {"Episodes": [changed(HOME, PLACE_PROVIDER="PR5")]},
        [("Episodes", 0, "PLACE_PROVIDER", "PR4")],
        rules="224",
        says="The provider list has this provider for the number 2000001",
        ground="elsewhere",
    ),
    Case(
        "parents provide for a child with parents",
        "provider",
        {"Episodes": [changed(NEW, PLACE="P1", PLACE_PROVIDER="PR4", URN="")]},
        [("Episodes", 0, "PLACE_PROVIDER", "PR0")],
        rules="530",
    ),
    Case(
        "providers that fit the type of placement",
        "provider",
        {"Episodes": [changed(NEW, PLACE_PROVIDER=code, CHILD=child, URN="")
                      for child, code in (("1", "PR3"), ("2", "PR5"), ("3", "PR5"), ("4", "PR4"))]},
        [("Episodes", 0, "PLACE_PROVIDER", "")],
        rules="529",
        others="PR4 PR5",
        ground="choice",
    ),
    Case(
        "the type of placement that the list has",
        "place",
        {"Episodes": [changed(HOME, PLACE="U4")]},
        [("Episodes", 0, "PLACE", "K2")],
        rules="219",
        ground="elsewhere",
    ),
    Case(
        "an adoptive placement by the order",
        "place",
        {"Episodes": [changed(NEW, LS="E1", DEC="01/09/2025", REC="E11")]},
        [("Episodes", 0, "PLACE", "")],
        rules="390",
        others="A5 A6",
        ground="choice",
    ),
    Case(
        "with the parents' consent",
        "place",
        {"Episodes": [changed(NEW, PLACE="A6")]},
        [("Episodes", 0, "PLACE", "A4")],
        rules="408",
    ),
    Case(
        "the postcode of the home",
        "placement_postcode",
        {"Episodes": [changed(HOME, PL_POST="M1 1AD")]},
        [("Episodes", 0, "PL_POST", "M4 4BF")],
        rules="221",
        says="The provider list has 2000001 at this postcode",
    ),
    # -- adoption, spells
    Case(
        "the decision as the other table has it",
        "adoption",
        {"AD1": [changed(ADOPTED, DATE_INT="02/05/2025")], "PlacedAdoption": [DECIDED]},
        [("AD1", 0, "DATE_INT", "01/05/2025")],
        rules="523",
    ),
    Case(
        "adopters' sex by their legal status",
        "adoption",
        {"AD1": [changed(ADOPTED, SEX_ADOPTR="MM", LS_ADOPTR="L3")]},
        [("AD1", 0, "SEX_ADOPTR", "MF")],
        rules="517",
    ),
    Case(
        "adopters' legal status by their sex",
        "adoption",
        {"AD1": [changed(ADOPTED, LS_ADOPTR="L9")]},
        [("AD1", 0, "LS_ADOPTR", "")],
        rules="177",
        others="L11 L2 L3",
        ground="choice",
    ),
    Case(
        "adopted by the foster carers",
        "adoption",
        {"AD1": [ADOPTED], "Episodes": [changed(NEW, PLACE="A3", DEC="01/09/2025", REC="E11")]},
        [("AD1", 0, "FOSTER_CARE", "1")],
        rules="335",
        says="ended in adoption is A3",
    ),
    Case(
        "a social worker until the next",
        "spell_end",
        {"SWEpisodes": [WORKER, changed(WORKER, SW_ID="SW99", SW_DECOM="01/07/2025", SW_REASON="MANAGE")]},
        [("SWEpisodes", 0, "SW_DEC", "01/07/2025")],
        rules="SW08STG2",
    ),
    Case(
        "missing until care ended",
        "spell_end",
        {"Missing": [changed(MISSING, MIS_END="")], "Episodes": [changed(NEW, DEC="09/06/2025", REC="E8")]},
        [("Missing", 0, "MIS_END", "09/06/2025")],
        rules="575 577",
        says="ended on 09/06/2025",
    ),
    # -- facts
    Case(
        "sex as in the header",
        "other_rows",
        {**header(), "UASC": [changed(ASYLUM, SEX="F")]},
        [("UASC", 0, "SEX", "M")],
        rules="INT21",
    ),
    Case(
        "what a missing period was, whatever the others were",
        "choice",
        {"Missing": [changed(MISSING, MISSING=""), changed(MISSING, MISSING="A", MIS_START="01/09/2025", MIS_END="")]},
        [("Missing", 0, "MISSING", "")],
        rules="565 566",
        others="A M",
        ground="choice",
    ),
    *(
        Case(name, "only_value", frames, changes, rules=rule)
        for name, rule, frames, changes in (
            (
                "under four",
                "167",
                {"Reviews": [changed(REVIEW, DOB="01/02/2022", REVIEW_CODE="")]},
                [("Reviews", 0, "REVIEW_CODE", "PN0")],
            ),
            (
                "under four, with another code",
                "441",
                {"Reviews": [changed(REVIEW, DOB="01/02/2022")]},
                [("Reviews", 0, "REVIEW_CODE", "PN0")],
            ),
            (
                "no child of hers",
                "393",
                {"Header": [changed(GIRL, MOTHER="")], "Episodes": [NEW]},
                [("Header", 0, "MOTHER", "0")],
            ),
            (
                "a child of hers",
                "612",
                {"Header": [changed(GIRL, MC_DOB="01/05/2025")], "Episodes": [NEW]},
                [("Header", 0, "MOTHER", "1")],
            ),
            (
                "nothing asked of the dead",
                "344",
                {"OC3": [changed(LEAVER, IN_TOUCH="DIED")]},
                [("OC3", 0, "ACTIV", "0"), ("OC3", 0, "ACCOM", "0")],
            ),
            (
                "nothing known of who is not in touch",
                "132 153",
                {"OC3": [changed(LEAVER, IN_TOUCH="NO", ACTIV="")]},
                [("OC3", 0, "ACTIV", "0")],
            ),
            (
                "asylum seeking ends at 18",
                "304",
                {"UASC": [changed(ASYLUM, DOB="01/06/2007", DUC="09/06/2025")]},
                [("UASC", 0, "DUC", "01/06/2025")],
            ),
            (
                "a first contact",
                "SW13STG1",
                {"SWEpisodes": [changed(WORKER, SW_REASON="")]},
                [("SWEpisodes", 0, "SW_REASON", "FCONTA")],
            ),
            (
                "a short break in long-term fostering",
                "384",
                {"Episodes": [changed(NEW, LS="V4", DEC="04/05/2025", REC="E8")]},
                [("Episodes", 0, "PLACE", "U6")],
            ),
            (
                "no earlier order",
                "630",
                {**episodes(NEW), "PrevPerm": [{"CHILD": "1", "PREV_PERM": "", "LA_PERM": "", "DATE_PERM": ""}]},
                [("PrevPerm", 0, "PREV_PERM", "Z1")],
            ),
        )
    ),
    Case(
        "no pupil number: the codes that say why, however often they are used",
        "choice",
        {
            "Header": [changed(HEADER, UPN=""), *(changed(HEADER, CHILD=n, UPN="UN5") for n in "23")],
            "Episodes": [NEW],
        },
        [("Header", 0, "UPN", "")],
        rules="442",
        others="UN2 UN3",
        ground="choice",
    ),
    Case(
        "reasons for a move, however often they are used",
        "choice",
        episodes(
            changed(NEW, DEC="01/07/2025", REC="X1"),
            changed(NEXT, LS="C2", RNE="P", PL_POST="M1 1AD"),
            *(
                changed(NEW, CHILD=child, DEC="01/07/2025", REC="X1", REASON_PLACE_CHANGE=code)
                for child, code in (("2", "LAREQ"), ("3", "CREQB"), ("4", "CREQB"))
            ),
        ),
        [("Episodes", 0, "REASON_PLACE_CHANGE", "")],
        rules="225",
        others="CREQB LAREQ CARPL",
        ground="choice",
    ),
    # -- codes that look alike
    *(
        Case(f"{before} for {after}", "near_code", frames, [(table, 0, name, after)], rules=rule)
        for before, after, rule, table, name, frames in (
            ("PRO", "PR0", "178", "Episodes", "PLACE_PROVIDER", {"Episodes": [
                changed(NEW, PLACE="P1", PLACE_PROVIDER="PRO", URN="")]}),
            ("RDI", "RD1", "120", "PlacedAdoption", "REASON_PLACED_CEASED", {"PlacedAdoption": [
                changed(DECIDED, DATE_PLACED_CEASED="01/06/2025", REASON_PLACED_CEASED="RDI")]}),
            ("Y", "1", "181", "OC2", "CONVICTED", {"OC2": [changed(HEALTH, CONVICTED="Y")]}),
            ("FM", "MF", "176", "AD1", "SEX_ADOPTR", {"AD1": [changed(ADOPTED, SEX_ADOPTR="FM", LS_ADOPTR="")]}),
            ("WHITE BRITISH", "WBRI", "103", "Header", "ETHNIC", header(ETHNIC="WHITE BRITISH")),
            ("WBRII", "WBRI", "103", "Header", "ETHNIC", header(ETHNIC="WBRII")),
            ("N1 - ABUSE", "N1", "145", "Episodes", "CIN", {"Episodes": [changed(NEW, CIN="N1 - ABUSE")]}),
            ("H5", "K3", "146", "Episodes", "PLACE", {"Episodes": [changed(NEW, PLACE="H5")]}),
            ("A1234567890IO", "A123456789010", "168", "Header", "UPN", header(UPN="A1234567890IO")),
            ("12345", "SW12345", "SW02STG1", "SWEpisodes", "SW_ID", {"SWEpisodes": [changed(WORKER, SW_ID="12345")]}),
            ("MI IAE", "M1 1AE", "392c", "Episodes", "HOME_POST", {"Episodes": [changed(NEW, HOME_POST="MI IAE")]}),
        )
    ),
    # -- dates
    *(
        Case(f"{before} for {after}", "date_form", {"Reviews": [changed(REVIEW, REVIEW=before)]},
             [("Reviews", 0, "REVIEW", after)], rules="166", says=says)
        for before, after, says in (
            ("01/06/25", "01/06/2025", "two digits"),
            ("06/13/2025", "13/06/2025", "month seems to stand before the day"),
            ("45809", "01/06/2025", "spreadsheet counts the days"),
            ("01062025", "01/06/2025", "without what parts them"),
            ("31/06/2025", "30/06/2025", "no such day"),
            ("01/06/0205", "01/06/2025", "plausible"),
            ("01/06/20225", "01/06/2025", "plausible"),
            ("01/06/2925", "01/06/2025", "plausible"),
        )
    ),
    Case(
        "a year too late",
        "date_year",
        episodes(changed(NEW, DECOM="01/05/2026")),
        [("Episodes", 0, "DECOM", "01/05/2025")],
        rules="354",
        says="The year 2026 may have been meant to be 2025",
    ),
    Case(
        "a century too early",
        "date_year",
        {"Header": [changed(HEADER, DOB="01/02/1915")]},
        [("Header", 0, "DOB", "01/02/2015")],
        rules="351",
    ),
    Case(
        "day and month in each other's place",
        "date_swapped",
        {"Missing": [changed(MISSING, MIS_END="03/04/2026")]},
        [("Missing", 0, "MIS_END", "04/03/2026")],
        rules="571",
        says="day and month change places",
    ),
    Case(
        "start and end in each other's place",
        "date_swapped",
        {"Missing": [changed(MISSING, MIS_START="13/06/2025", MIS_END="03/05/2025")]},
        [("Missing", 0, "MIS_START", "03/05/2025"), ("Missing", 0, "MIS_END", "13/06/2025")],
        rules="567",
    ),
    # -- what should be blank or not there
    *(
        Case(name, "must_be_blank", frames, [(*place, "") for place in places], rules=rule)
        for name, rule, frames, places in (
            (
                "a boy is no mother",
                "165",
                {"Header": [changed(HEADER, MOTHER="0")], "Episodes": [NEW], "OC3": []},
                [("Header", 0, "MOTHER")],
            ),
            (
                "a score and a reason for having none",
                "197a",
                {"OC2": [changed(HEALTH, SDQ_REASON="SDQ2")]},
                [("OC2", 0, "SDQ_REASON")],
            ),
            (
                "an offer after help was received",
                "158",
                {"OC2": [changed(HEALTH, SUBSTANCE_MISUSE="1", INTERVENTION_RECEIVED="1", INTERVENTION_OFFERED="1")]},
                [("OC2", 0, "INTERVENTION_OFFERED")],
            ),
            (
                "a provider of a temporary placement",
                "178 213",
                {"Episodes": [changed(NEW, PLACE="T1", URN="")]},
                [("Episodes", 0, "PLACE_PROVIDER")],
            ),
            (
                "a number of parents",
                "222",
                {"Episodes": [changed(NEW, PLACE="P1", PLACE_PROVIDER="PR0")]},
                [("Episodes", 0, "URN")],
            ),
            (
                "the place of a short break",
                "214 398",
                {"Episodes": [changed(NEW, LS="V4", PLACE="U6", DEC="04/05/2025", REC="E8")]},
                [("Episodes", 0, "HOME_POST"), ("Episodes", 0, "PL_POST"), ("Episodes", 0, "URN")],
            ),
            (
                "the reason for a move from an open episode",
                "233",
                {"Episodes": [changed(NEW, REASON_PLACE_CHANGE="CARPL")]},
                [("Episodes", 0, "REASON_PLACE_CHANGE")],
            ),
            (
                "reasons for going to hospital and back",
                "226",
                episodes(
                    changed(NEW, DEC="01/06/2025", REC="X1", REASON_PLACE_CHANGE="CARPL"),
                    IN_HOSPITAL,
                ),
                [("Episodes", 0, "REASON_PLACE_CHANGE")],
            ),
            (
                "an end after the year",
                "385",
                episodes(changed(NEW, DEC="01/05/2026", REC="E8")),
                [("Episodes", 0, "DEC"), ("Episodes", 0, "REC")],
            ),
            ("a reason without an end", "148", episodes(changed(NEW, REC="X1")), [("Episodes", 0, "REC")]),
            (
                "answers of a child not in care all year",
                "185 190",
                {**episodes(NEW), "OC2": [HEALTH]},
                [("OC2", 0, name) for name in ("SDQ_SCORE", "CONVICTED", "IMMUNISATIONS", "TEETH_CHECK",
                                               "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")],
            ),
            (
                "a period still running",
                "571",
                {"Missing": [changed(MISSING, MIS_END="13/04/2026")]},
                [("Missing", 0, "MIS_END")],
            ),
        )
    ),
    *(
        Case(name, "not_wanted", frames, removes=rows, rules=rule)
        for name, rule, frames, rows in (
            ("a review without a date", "166 167", {"Reviews": [changed(REVIEW, REVIEW="")]}, [("Reviews", 0)]),
            (
                "details of an adoption that was none",
                "602",
                {"AD1": [ADOPTED], "Episodes": [NEW]},
                [("AD1", 0)],
            ),
            (
                "a care leaver under 17",
                "391",
                {"OC3": [changed(LEAVER, DOB="01/02/2012")]},
                [("OC3", 0)],
            ),
            (
                "an episode of next year",
                "354",
                episodes(OLD, changed(NEW, DECOM="13/04/2026", RNE="S")),
                [("Episodes", 1)],
            ),
            (
                "reviews of a child on short breaks",
                "399",
                {
                    "Header": [changed(GIRL, MOTHER="")],
                    "Episodes": [changed(NEW, LS="V4", PLACE="U6", DEC="04/05/2025", REC="E8")],
                    "Reviews": [REVIEW],
                },
                [("Reviews", 0)],
            ),
        )
    ),
    Case(
        "a row that says less",
        "repeated",
        {"Missing": [changed(MISSING, MIS_END=""), MISSING]},
        removes=[("Missing", 0)],
        rules="574",
        says="says nothing that the other does not",
    ),
    Case(
        "reviews of one day",
        "repeated",
        {"Reviews": [REVIEW, changed(REVIEW, REVIEW_CODE="PNX")]},
        removes=[("Reviews", 1)],
        rules="167",
        says="differs in participation in the review",
    ),
    Case(
        "two headers of a child",
        "repeated",
        {"Header": [changed(HEADER, ETHNIC=""), HEADER]},
        removes=[("Header", 0)],
        rules="103 INT32",
    ),
    Case("a header alone", "of_nobody", {**episodes(NEW), "Header": [HEADER, changed(HEADER, CHILD="9")], "OC3": []},
         removes=[("Header", 1)], rules="EPI"),
    Case("a review of nobody", "of_nobody", {**episodes(NEW), "Reviews": [changed(REVIEW, CHILD="9")]},
         removes=[("Reviews", 0)], rules="INT08"),
]  # fmt: skip
