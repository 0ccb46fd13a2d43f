"""The tables of the return, one class each, and the return itself. Made by dev/schema.py; do not edit.

`EpisodesRows` are some rows of that table in some order, `EpisodesInOrder` rows sorted by child.
"""

# ruff: noqa: N802

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias, TypeVar

from .language import (
    THIS,
    AnyRows,
    Circumstances,
    Dates,
    Index,
    Mask,
    Numbers,
    Ordered,
    Partners,
    Rows,
    Text,
    Year,
)

Taken = TypeVar("Taken")

HeaderColumn: TypeAlias = Literal[
    "CHILD",
    "SEX",
    "DOB",
    "ETHNIC",
    "UPN",
    "MOTHER",
    "MC_DOB",
    "UASC",
]
HeaderDate: TypeAlias = Literal[
    "DOB",
    "MC_DOB",
]


class HeaderRows(Rows[HeaderColumn, HeaderDate], Protocol):
    """One row per child or care leaver in the return."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def SEX(self) -> Text:
        """Sex."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def ETHNIC(self) -> Text:
        """Ethnic origin."""

    @property
    def UPN(self) -> Text:
        """Unique pupil number."""

    @property
    def MOTHER(self) -> Text:
        """Mother."""

    @property
    def MC_DOB(self) -> Dates:
        """Date of birth of the mother's first child."""

    @property
    def UASC(self) -> Text:
        """Worked out by the engine, where it can be."""

    def __getitem__(self, which: Mask | Index | slice) -> HeaderRows: ...
    def of(self, others: AnyRows) -> HeaderRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[HeaderRows, Taken]: ...
    def by_child(self, *names: HeaderDate | Dates, blanks: str = "last") -> HeaderInOrder: ...
    def first(self, name: HeaderDate) -> HeaderRows: ...
    def last(self, name: HeaderDate) -> HeaderRows: ...


class HeaderInOrder(HeaderRows, Ordered[HeaderColumn, HeaderDate], Protocol):
    @property
    def previous(self) -> HeaderRows: ...
    @property
    def next(self) -> HeaderRows: ...


EpisodesColumn: TypeAlias = Literal[
    "CHILD",
    "DECOM",
    "RNE",
    "LS",
    "CIN",
    "PLACE",
    "PLACE_PROVIDER",
    "DEC",
    "REC",
    "REASON_PLACE_CHANGE",
    "HOME_POST",
    "PL_POST",
    "URN",
    "PL_LA",
    "PL_LOCATION",
    "PL_DISTANCE",
]
EpisodesDate: TypeAlias = Literal[
    "DECOM",
    "DEC",
]


class EpisodesRows(Rows[EpisodesColumn, EpisodesDate], Protocol):
    """Each stretch of care with one legal status and one placement."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DECOM(self) -> Dates:
        """Date episode began."""

    @property
    def RNE(self) -> Text:
        """Reason for new episode."""

    @property
    def LS(self) -> Text:
        """Legal status."""

    @property
    def CIN(self) -> Text:
        """Category of need."""

    @property
    def PLACE(self) -> Text:
        """Placement type."""

    @property
    def PLACE_PROVIDER(self) -> Text:
        """Placement provider."""

    @property
    def DEC(self) -> Dates:
        """Date episode ceased."""

    @property
    def REC(self) -> Text:
        """Reason episode ceased."""

    @property
    def REASON_PLACE_CHANGE(self) -> Text:
        """Reason for placement change."""

    @property
    def HOME_POST(self) -> Text:
        """Home postcode."""

    @property
    def PL_POST(self) -> Text:
        """Placement postcode."""

    @property
    def URN(self) -> Text:
        """Ofsted number of the placement."""

    @property
    def PL_LA(self) -> Text:
        """Worked out by the engine, where it can be."""

    @property
    def PL_LOCATION(self) -> Text:
        """Worked out by the engine, where it can be."""

    @property
    def PL_DISTANCE(self) -> Numbers:
        """Worked out by the engine, where it can be."""

    def __getitem__(self, which: Mask | Index | slice) -> EpisodesRows: ...
    def of(self, others: AnyRows) -> EpisodesRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[EpisodesRows, Taken]: ...
    def by_child(self, *names: EpisodesDate | Dates, blanks: str = "last") -> EpisodesInOrder: ...
    def first(self, name: EpisodesDate) -> EpisodesRows: ...
    def last(self, name: EpisodesDate) -> EpisodesRows: ...


class EpisodesInOrder(EpisodesRows, Ordered[EpisodesColumn, EpisodesDate], Protocol):
    @property
    def previous(self) -> EpisodesRows: ...
    @property
    def next(self) -> EpisodesRows: ...


ReviewsColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "REVIEW",
    "REVIEW_CODE",
]
ReviewsDate: TypeAlias = Literal[
    "DOB",
    "REVIEW",
]


class ReviewsRows(Rows[ReviewsColumn, ReviewsDate], Protocol):
    """Each review of a child's case held in the year."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def REVIEW(self) -> Dates:
        """Date of review."""

    @property
    def REVIEW_CODE(self) -> Text:
        """Participation in the review."""

    def __getitem__(self, which: Mask | Index | slice) -> ReviewsRows: ...
    def of(self, others: AnyRows) -> ReviewsRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[ReviewsRows, Taken]: ...
    def by_child(self, *names: ReviewsDate | Dates, blanks: str = "last") -> ReviewsInOrder: ...
    def first(self, name: ReviewsDate) -> ReviewsRows: ...
    def last(self, name: ReviewsDate) -> ReviewsRows: ...


class ReviewsInOrder(ReviewsRows, Ordered[ReviewsColumn, ReviewsDate], Protocol):
    @property
    def previous(self) -> ReviewsRows: ...
    @property
    def next(self) -> ReviewsRows: ...


UASCColumn: TypeAlias = Literal[
    "CHILD",
    "SEX",
    "DOB",
    "DUC",
]
UASCDate: TypeAlias = Literal[
    "DOB",
    "DUC",
]


class UASCRows(Rows[UASCColumn, UASCDate], Protocol):
    """Children who are, or in the year stopped being, unaccompanied asylum seekers."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def SEX(self) -> Text:
        """Sex."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def DUC(self) -> Dates:
        """Date asylum-seeking status ceased."""

    def __getitem__(self, which: Mask | Index | slice) -> UASCRows: ...
    def of(self, others: AnyRows) -> UASCRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[UASCRows, Taken]: ...
    def by_child(self, *names: UASCDate | Dates, blanks: str = "last") -> UASCInOrder: ...
    def first(self, name: UASCDate) -> UASCRows: ...
    def last(self, name: UASCDate) -> UASCRows: ...


class UASCInOrder(UASCRows, Ordered[UASCColumn, UASCDate], Protocol):
    @property
    def previous(self) -> UASCRows: ...
    @property
    def next(self) -> UASCRows: ...


OC2Column: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "SDQ_SCORE",
    "SDQ_REASON",
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED",
]
OC2Date: TypeAlias = Literal["DOB"]


class OC2Rows(Rows[OC2Column, OC2Date], Protocol):
    """Health, offending and substance-use outcomes of children looked after continuously for 12 months at 31 March."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def SDQ_SCORE(self) -> Text:
        """Strengths and difficulties score."""

    @property
    def SDQ_REASON(self) -> Text:
        """Reason there is no score."""

    @property
    def CONVICTED(self) -> Text:
        """Convicted or cautioned in the year."""

    @property
    def HEALTH_CHECK(self) -> Text:
        """Development checks up to date."""

    @property
    def IMMUNISATIONS(self) -> Text:
        """Immunisations up to date."""

    @property
    def TEETH_CHECK(self) -> Text:
        """Teeth checked in the year."""

    @property
    def HEALTH_ASSESSMENT(self) -> Text:
        """Health assessment in the year."""

    @property
    def SUBSTANCE_MISUSE(self) -> Text:
        """Substance misuse problem."""

    @property
    def INTERVENTION_RECEIVED(self) -> Text:
        """Received help for substance misuse."""

    @property
    def INTERVENTION_OFFERED(self) -> Text:
        """Offered help for substance misuse."""

    def __getitem__(self, which: Mask | Index | slice) -> OC2Rows: ...
    def of(self, others: AnyRows) -> OC2Rows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[OC2Rows, Taken]: ...
    def by_child(self, *names: OC2Date | Dates, blanks: str = "last") -> OC2InOrder: ...
    def first(self, name: OC2Date) -> OC2Rows: ...
    def last(self, name: OC2Date) -> OC2Rows: ...


class OC2InOrder(OC2Rows, Ordered[OC2Column, OC2Date], Protocol):
    @property
    def previous(self) -> OC2Rows: ...
    @property
    def next(self) -> OC2Rows: ...


OC3Column: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "IN_TOUCH",
    "ACTIV",
    "ACCOM",
]
OC3Date: TypeAlias = Literal["DOB"]


class OC3Rows(Rows[OC3Column, OC3Date], Protocol):
    """Care leavers: contact, main activity, accommodation around the birthday."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def IN_TOUCH(self) -> Text:
        """In touch with the authority."""

    @property
    def ACTIV(self) -> Text:
        """Main activity."""

    @property
    def ACCOM(self) -> Text:
        """Accommodation."""

    def __getitem__(self, which: Mask | Index | slice) -> OC3Rows: ...
    def of(self, others: AnyRows) -> OC3Rows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[OC3Rows, Taken]: ...
    def by_child(self, *names: OC3Date | Dates, blanks: str = "last") -> OC3InOrder: ...
    def first(self, name: OC3Date) -> OC3Rows: ...
    def last(self, name: OC3Date) -> OC3Rows: ...


class OC3InOrder(OC3Rows, Ordered[OC3Column, OC3Date], Protocol):
    @property
    def previous(self) -> OC3Rows: ...
    @property
    def next(self) -> OC3Rows: ...


AD1Column: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "DATE_INT",
    "DATE_MATCH",
    "FOSTER_CARE",
    "NB_ADOPTR",
    "SEX_ADOPTR",
    "LS_ADOPTR",
]
AD1Date: TypeAlias = Literal[
    "DOB",
    "DATE_INT",
    "DATE_MATCH",
]


class AD1Rows(Rows[AD1Column, AD1Date], Protocol):
    """Facts about an adoption made in the year."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def DATE_INT(self) -> Dates:
        """Date of decision to place for adoption."""

    @property
    def DATE_MATCH(self) -> Dates:
        """Date matched with adopters."""

    @property
    def FOSTER_CARE(self) -> Text:
        """Adopted by former foster carers."""

    @property
    def NB_ADOPTR(self) -> Text:
        """Number of adopters."""

    @property
    def SEX_ADOPTR(self) -> Text:
        """Sex of adopters."""

    @property
    def LS_ADOPTR(self) -> Text:
        """Legal status of adopters."""

    def __getitem__(self, which: Mask | Index | slice) -> AD1Rows: ...
    def of(self, others: AnyRows) -> AD1Rows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[AD1Rows, Taken]: ...
    def by_child(self, *names: AD1Date | Dates, blanks: str = "last") -> AD1InOrder: ...
    def first(self, name: AD1Date) -> AD1Rows: ...
    def last(self, name: AD1Date) -> AD1Rows: ...


class AD1InOrder(AD1Rows, Ordered[AD1Column, AD1Date], Protocol):
    @property
    def previous(self) -> AD1Rows: ...
    @property
    def next(self) -> AD1Rows: ...


PlacedAdoptionColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "DATE_PLACED",
    "DATE_PLACED_CEASED",
    "REASON_PLACED_CEASED",
]
PlacedAdoptionDate: TypeAlias = Literal[
    "DOB",
    "DATE_PLACED",
    "DATE_PLACED_CEASED",
]


class PlacedAdoptionRows(Rows[PlacedAdoptionColumn, PlacedAdoptionDate], Protocol):
    """Decisions that a child should be, or should no longer be, placed for adoption."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def DATE_PLACED(self) -> Dates:
        """Date of decision to place for adoption."""

    @property
    def DATE_PLACED_CEASED(self) -> Dates:
        """Date the decision was reversed."""

    @property
    def REASON_PLACED_CEASED(self) -> Text:
        """Reason the decision was reversed."""

    def __getitem__(self, which: Mask | Index | slice) -> PlacedAdoptionRows: ...
    def of(self, others: AnyRows) -> PlacedAdoptionRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[PlacedAdoptionRows, Taken]: ...
    def by_child(self, *names: PlacedAdoptionDate | Dates, blanks: str = "last") -> PlacedAdoptionInOrder: ...
    def first(self, name: PlacedAdoptionDate) -> PlacedAdoptionRows: ...
    def last(self, name: PlacedAdoptionDate) -> PlacedAdoptionRows: ...


class PlacedAdoptionInOrder(PlacedAdoptionRows, Ordered[PlacedAdoptionColumn, PlacedAdoptionDate], Protocol):
    @property
    def previous(self) -> PlacedAdoptionRows: ...
    @property
    def next(self) -> PlacedAdoptionRows: ...


PrevPermColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "PREV_PERM",
    "LA_PERM",
    "DATE_PERM",
]
PrevPermDate: TypeAlias = Literal["DOB"]


class PrevPermRows(Rows[PrevPermColumn, PrevPermDate], Protocol):
    """Earlier permanence order of a child who starts to be looked after."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def PREV_PERM(self) -> Text:
        """Earlier permanence order."""

    @property
    def LA_PERM(self) -> Text:
        """Authority that arranged the earlier order."""

    @property
    def DATE_PERM(self) -> Text:
        """Date of the earlier order."""

    def __getitem__(self, which: Mask | Index | slice) -> PrevPermRows: ...
    def of(self, others: AnyRows) -> PrevPermRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[PrevPermRows, Taken]: ...
    def by_child(self, *names: PrevPermDate | Dates, blanks: str = "last") -> PrevPermInOrder: ...
    def first(self, name: PrevPermDate) -> PrevPermRows: ...
    def last(self, name: PrevPermDate) -> PrevPermRows: ...


class PrevPermInOrder(PrevPermRows, Ordered[PrevPermColumn, PrevPermDate], Protocol):
    @property
    def previous(self) -> PrevPermRows: ...
    @property
    def next(self) -> PrevPermRows: ...


MissingColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "MISSING",
    "MIS_START",
    "MIS_END",
]
MissingDate: TypeAlias = Literal[
    "DOB",
    "MIS_START",
    "MIS_END",
]


class MissingRows(Rows[MissingColumn, MissingDate], Protocol):
    """Times a child was missing, or away from the placement without authorisation."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def MISSING(self) -> Text:
        """Missing or away."""

    @property
    def MIS_START(self) -> Dates:
        """Date missing or away began."""

    @property
    def MIS_END(self) -> Dates:
        """Date missing or away ended."""

    def __getitem__(self, which: Mask | Index | slice) -> MissingRows: ...
    def of(self, others: AnyRows) -> MissingRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[MissingRows, Taken]: ...
    def by_child(self, *names: MissingDate | Dates, blanks: str = "last") -> MissingInOrder: ...
    def first(self, name: MissingDate) -> MissingRows: ...
    def last(self, name: MissingDate) -> MissingRows: ...


class MissingInOrder(MissingRows, Ordered[MissingColumn, MissingDate], Protocol):
    @property
    def previous(self) -> MissingRows: ...
    @property
    def next(self) -> MissingRows: ...


SWEpisodesColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "SW_ID",
    "SW_DECOM",
    "SW_DEC",
    "SW_REASON",
]
SWEpisodesDate: TypeAlias = Literal[
    "DOB",
    "SW_DECOM",
    "SW_DEC",
]


class SWEpisodesRows(Rows[SWEpisodesColumn, SWEpisodesDate], Protocol):
    """Which social worker was allocated to the child, and when it changed."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def SW_ID(self) -> Text:
        """Social worker."""

    @property
    def SW_DECOM(self) -> Dates:
        """Date the social worker began."""

    @property
    def SW_DEC(self) -> Dates:
        """Date the social worker ceased."""

    @property
    def SW_REASON(self) -> Text:
        """Reason for the change of social worker."""

    def __getitem__(self, which: Mask | Index | slice) -> SWEpisodesRows: ...
    def of(self, others: AnyRows) -> SWEpisodesRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[SWEpisodesRows, Taken]: ...
    def by_child(self, *names: SWEpisodesDate | Dates, blanks: str = "last") -> SWEpisodesInOrder: ...
    def first(self, name: SWEpisodesDate) -> SWEpisodesRows: ...
    def last(self, name: SWEpisodesDate) -> SWEpisodesRows: ...


class SWEpisodesInOrder(SWEpisodesRows, Ordered[SWEpisodesColumn, SWEpisodesDate], Protocol):
    @property
    def previous(self) -> SWEpisodesRows: ...
    @property
    def next(self) -> SWEpisodesRows: ...


DoLoColumn: TypeAlias = Literal[
    "CHILD",
    "DOB",
    "DOLO_START",
    "DOLO_END",
]
DoLoDate: TypeAlias = Literal[
    "DOB",
    "DOLO_START",
    "DOLO_END",
]


class DoLoRows(Rows[DoLoColumn, DoLoDate], Protocol):
    """Court orders authorising deprivation of a child's liberty."""

    @property
    def CHILD(self) -> Text:
        """Child identifier."""

    @property
    def DOB(self) -> Dates:
        """Date of birth."""

    @property
    def DOLO_START(self) -> Dates:
        """Date the order began."""

    @property
    def DOLO_END(self) -> Dates:
        """Date the order ended."""

    def __getitem__(self, which: Mask | Index | slice) -> DoLoRows: ...
    def of(self, others: AnyRows) -> DoLoRows: ...
    def pairs(self, others: Partners[Taken], *, keep_single: bool = False) -> tuple[DoLoRows, Taken]: ...
    def by_child(self, *names: DoLoDate | Dates, blanks: str = "last") -> DoLoInOrder: ...
    def first(self, name: DoLoDate) -> DoLoRows: ...
    def last(self, name: DoLoDate) -> DoLoRows: ...


class DoLoInOrder(DoLoRows, Ordered[DoLoColumn, DoLoDate], Protocol):
    @property
    def previous(self) -> DoLoRows: ...
    @property
    def next(self) -> DoLoRows: ...


TableName: TypeAlias = Literal[
    "Header",
    "Episodes",
    "Reviews",
    "UASC",
    "OC2",
    "OC3",
    "AD1",
    "PlacedAdoption",
    "PrevPerm",
    "Missing",
    "SWEpisodes",
    "DoLo",
]


class Return(Circumstances, Protocol):
    """This year's return and, where supplied, last year's; `has` says which tables there are."""

    def has(self, *names: TableName, year: Year = THIS) -> bool:
        """Whether all of these tables of a year were supplied, be it without rows."""

    @property
    def Header(self) -> HeaderRows: ...
    @property
    def Header_last(self) -> HeaderRows: ...
    @property
    def Episodes(self) -> EpisodesRows: ...
    @property
    def Episodes_last(self) -> EpisodesRows: ...
    @property
    def Reviews(self) -> ReviewsRows: ...
    @property
    def Reviews_last(self) -> ReviewsRows: ...
    @property
    def UASC(self) -> UASCRows: ...
    @property
    def UASC_last(self) -> UASCRows: ...
    @property
    def OC2(self) -> OC2Rows: ...
    @property
    def OC2_last(self) -> OC2Rows: ...
    @property
    def OC3(self) -> OC3Rows: ...
    @property
    def OC3_last(self) -> OC3Rows: ...
    @property
    def AD1(self) -> AD1Rows: ...
    @property
    def AD1_last(self) -> AD1Rows: ...
    @property
    def PlacedAdoption(self) -> PlacedAdoptionRows: ...
    @property
    def PlacedAdoption_last(self) -> PlacedAdoptionRows: ...
    @property
    def PrevPerm(self) -> PrevPermRows: ...
    @property
    def PrevPerm_last(self) -> PrevPermRows: ...
    @property
    def Missing(self) -> MissingRows: ...
    @property
    def Missing_last(self) -> MissingRows: ...
    @property
    def SWEpisodes(self) -> SWEpisodesRows: ...
    @property
    def SWEpisodes_last(self) -> SWEpisodesRows: ...
    @property
    def DoLo(self) -> DoLoRows: ...
    @property
    def DoLo_last(self) -> DoLoRows: ...
