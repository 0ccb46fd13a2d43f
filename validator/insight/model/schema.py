"""The tables of the model. The Table Schema, the workbook's first sheet and docs/model.md are made from this."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ..care.log import REPAIRS
from .declare import CHILD, CHILD_KEY, ROW, SOURCE, SOURCE_CODE, Column, Table, coded

YES_NO_UNSURE = "True or false; blank where the files cannot tell."
_OF_CHILD = ("child", "child_key")


def _start_end(of: str) -> tuple[Column, Column]:
    return (
        Column("start", "date", "First day", f"The day on which the {of} began."),
        Column("end", "date", "Last day", f"The day on which the {of} ended; blank while open or where not known."),
    )


def _spell(of: str) -> tuple[Column, ...]:
    return (
        *_start_end(of),
        Column("known_to", "date", "Known to", "Of one without an end, the last day of the newest return that has it. "
               "Later it may have gone on or ended."),
    )  # fmt: skip


def _id(name: str, title: str, description: str = "") -> Column:
    return Column(name, "integer", title, description or "Its number in this export.")


def _columns(*columns: Column) -> tuple[Column, ...]:
    return (*columns, *ROW, SOURCE_CODE, CHILD, *SOURCE)


_PERIOD_ID = _id("period_id", "Period of care", "The period of care that it is in; blank for none.")
_PLACEMENT_ID = _id("placement_id", "Placement", "The placement that it is in; blank for none.")
_AGE = "Whole years, 28 February standing for the 29th; blank where the date of birth is not known."
_PLACEMENT = coded("placement", "PLACE", "Kind of placement")
_PROVIDER = coded("provider", "PLACE_PROVIDER", "Provider")
_NEED = coded("need", "CIN", "Category of need", "The main reason for being looked after.")
_CHANGE = coded("change_reason", "REASON_PLACE_CHANGE", "Why the placement changed")
_END = (
    Column("end_code", "text", "Why it ended: code", codes="REC"),
    Column("end_reason", "text", "Why it ended", "What end_code means.", label_of="end_code"),
)
_AUTHORITY = (
    Column("in_authority", "boolean", "Inside the authority", "Whether the placement lies inside the authority."),
    Column("placement_authority_code", "text", "Authority of the placement: code", "ONS code.", codes="PL_LA"),
    Column("placement_authority", "text", "Authority of the placement", "", label_of="placement_authority_code"),
    Column(
        "distance_miles", "number", "Miles from home", "From the home address to the placement, in a straight line."
    ),
)
_POSTCODES = (
    Column("home_postcode", "text", "Home postcode", form="with_ids"),
    Column("placement_postcode", "text", "Placement postcode", form="with_ids"),
    Column("ofsted_urn", "text", "Ofsted number (URN)", form="with_ids"),
)


BASES = ("spot", "block", "framework", "in house")
MEETINGS = ("cost and placement", "cost without a placement", "placement without a cost")
_SHARED = "Blank where fewer than three children share the words."


def _extension() -> tuple[Table, ...]:
    """What councils hold and the 903 does not ask; in a package only where it was given."""

    def as_given(name: str, title: str) -> Column:
        return Column(f"{name}_as_given", "text", f"{title}, as given", form="with_ids")

    note = Column("note", "text", "Note", form="with_ids")
    return (
        Table(
            "placement_cost", "Costs", "What placements cost and who pays, as the commissioning team has it.",
            "the extension", ("cost_id",),
            _columns(
                _id("cost_id", "Cost"), CHILD_KEY, *_start_end("cost"),
                Column("weekly_cost", "number", "Weekly cost", "In pounds."),
                Column("social_care", "number", "Of that, social care", "In pounds a week."),
                Column("health", "number", "Of that, health", "In pounds a week."),
                Column("education", "number", "Of that, education", "In pounds a week."),
                Column("basis", "text", "How it is bought", values=BASES),
                Column("nights_placed", "integer", "Nights in a placement", "Those of its nights that fall into one."),
                note, Column("basis_words", "text", "How it is bought, as given", form="with_ids"),
            ),
            {"child_key": _OF_CHILD}, True,
        ),
        Table(
            "cost_of_placement", "Costs of placements",
            "Each cost with each placement on whose nights it falls. Then what stands alone: a cost without a "
            "placement, and a placement without a cost since the first cost.",
            "the extension, Episodes", ("cost_of_placement_id",),
            _columns(
                _id("cost_of_placement_id", "Cost of a placement"),
                _id("cost_id", "Cost", "Blank for a placement without a cost."),
                _id("placement_id", "Placement", "Blank for a cost without a placement."), CHILD_KEY,
                Column("what", "text", "What it is", values=MEETINGS),
                Column("start", "date", "First night"), Column("end", "date", "Day after the last night"),
                Column("nights", "integer", "Nights", "Blank for what stands alone."),
                Column("amount", "number", "What these nights cost", "In pounds: nights times a seventh of the week."),
            ),
            {"child_key": _OF_CHILD, "cost_id": ("placement_cost", "cost_id"),
             "placement_id": ("placement", "placement_id")}, True,
        ),
        Table(
            "outcome", "Further outcomes", "Any outcome that the council measures.", "the extension", ("outcome_id",),
            _columns(
                _id("outcome_id", "Outcome"), CHILD_KEY, Column("date", "date", "Date"),
                Column("measure", "text", "Measure", _SHARED),
                Column("value", "number", "Value", "Blank where it is no number."),
                Column("value_words", "text", "Value in words", _SHARED), Column("unit", "text", "Unit", _SHARED),
                Column("source", "text", "Source", _SHARED), _PLACEMENT_ID,
                as_given("measure", "Measure"), as_given("value", "Value"), as_given("unit", "Unit"),
                as_given("source", "Source"),
            ),
            {"child_key": _OF_CHILD, "placement_id": ("placement", "placement_id")}, True,
        ),
        Table(
            "support", "Support", "Support that was given.", "the extension", ("support_id",),
            _columns(
                _id("support_id", "Support"), CHILD_KEY, *_start_end("support"),
                Column("days", "integer", "Days", "Blank while open."), Column("service", "text", "Service", _SHARED),
                _id("placement_id", "Placement", "The placement in which it began; blank for none."),
                as_given("service", "Service"), note,
            ),
            {"child_key": _OF_CHILD, "placement_id": ("placement", "placement_id")}, True,
        ),
    )  # fmt: skip


def _declared() -> tuple[Table, ...]:
    return (
        Table(
            "child", "Children", "One row a child.", "Header, UASC", ("child_key",),
            (
                CHILD_KEY,
                Column("sex_code", "text", "Sex: code", codes="SEX"),
                Column("sex", "text", "Sex", "What sex_code means.", label_of="sex_code"),
                Column("birth_month", "month", "Month of birth", "As 2010-05. The day is left out."),
                Column("ethnic_code", "text", "Ethnic origin: code", codes="ETHNIC"),
                Column("ethnic", "text", "Ethnic origin", "What ethnic_code means.", label_of="ethnic_code"),
                Column("ethnic_group", "text", "Ethnic group", "One of six.", groups="ethnic_group"),
                Column("upn_known", "boolean", "Has a unique pupil number", "False for a stand-in such as UN1."),
                Column("mother", "boolean", "Is a mother"),
                Column("ever_uasc", "boolean", "Ever an unaccompanied asylum seeker", "In any of the years."),
                Column("first_seen", "text", "First return", "The oldest return in which the child is."),
                Column("last_seen", "text", "Last return", "The newest return in which the child is."),
                *ROW, SOURCE_CODE, CHILD,
                Column("birth_date", "date", "Date of birth", form="with_ids"),
                Column("upn", "text", "Unique pupil number", form="with_ids"),
                Column("first_child_birth_date", "date", "Date of birth of her first child", form="with_ids"),
                *SOURCE,
            ),
        ),
        Table(
            "care_period", "Periods of care",
            "From the day of coming into care to that of leaving it. A series of short breaks has a row of its own.",
            "Episodes", ("period_id",),
            _columns(
                _id("period_id", "Period of care"), CHILD_KEY, *_spell("period of care"),
                Column("start_known", "boolean", "Start known", "Whether the first row is RNE S, so that the first day "
                       "is that of coming into care. If not, it began on that day at the latest."),
                *_END,
                Column("end_group", "text", "Why it ended, grouped", groups="end_group"),
                *_NEED,
                Column("age_start", "integer", "Age at the start", _AGE),
                Column("age_end", "integer", "Age at the end", _AGE),
                Column("days", "integer", "Days", "From first to last day; blank while open."),
                Column("short_breaks", "boolean", "Short breaks", "V3 or V4: in no figure."),
                Column("uasc_at_start", "boolean", "Unaccompanied asylum seeker at the start"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "placement", "Placements",
            "Consecutive episodes in one kind of placement with one carer, changes of legal status not counted.",
            "Episodes, merged over L", ("placement_id",),
            _columns(
                _id("placement_id", "Placement"), _PERIOD_ID, CHILD_KEY, *_spell("placement"),
                *_PLACEMENT,
                Column("placement_group", "text", "Placement, grouped", "Of a temporary stay that of the placement it "
                       "interrupts.", groups="placement_group"),
                *_PROVIDER,
                Column("urn", "boolean", "Has an Ofsted number (URN)"),
                *_AUTHORITY,
                _id("counted_as", "Counted as", "The first of the placements that count as one with this."),
                _id("same_carer_id", "Same carer", "The first of the placements with this carer."),
                *_CHANGE,
                Column("days", "integer", "Days", "From first to last day; blank while open."),
                Column("counted", "boolean", "Counts as a placement", "No temporary stay, no short break, and what "
                       "counts as one lasts at least a night or is open."),
                Column("temporary", "boolean", "Temporary stay", "T0 to T4."),
                *_POSTCODES,
            ),
            {"child_key": _OF_CHILD, "period_id": ("care_period", "period_id"),
             "counted_as": ("", "placement_id"), "same_carer_id": ("", "placement_id")},
        ),
        Table(
            "legal_status", "Legal statuses", "Consecutive episodes under one legal status.",
            "Episodes, merged over P and T", ("legal_id",),
            _columns(
                _id("legal_id", "Legal status"), _PERIOD_ID, CHILD_KEY, *_spell("legal status"),
                Column("code", "text", "Legal status: code", codes="LS"),
                Column("status", "text", "Legal status", "What code means.", label_of="code"),
                Column("family", "text", "Legal status, grouped", groups="legal_family"),
                Column("days", "integer", "Days", "From first to last day; blank while open."),
            ),
            {"child_key": _OF_CHILD, "period_id": ("care_period", "period_id")},
        ),
        Table(
            "episode", "Episodes",
            "Each episode, after the repairs. One whose dates cannot be used is kept, and is in nothing else.",
            "Episodes", ("episode_id",),
            _columns(
                _id("episode_id", "Episode"), _PERIOD_ID, _PLACEMENT_ID,
                _id("legal_id", "Legal status", "The legal status that it is in; blank for none."),
                Column("child_key", "integer", "Child", "The child; blank for a row without CHILD."),
                *_spell("episode"),
                Column("usable", "boolean", "Dates can be used", "Whether the dates can be read and the end is not "
                       "before the start."),
                *coded("new_reason", "RNE", "Why it began"),
                *coded("legal_status", "LS", "Legal status"),
                *_NEED, *_PLACEMENT, *_PROVIDER,
                Column("urn", "boolean", "Has an Ofsted number (URN)"),
                *_AUTHORITY, *_END, *_CHANGE, *_POSTCODES,
            ),
            {"child_key": _OF_CHILD, "period_id": ("care_period", "period_id"),
             "placement_id": ("placement", "placement_id"), "legal_id": ("legal_status", "legal_id")},
        ),
        Table(
            "missing", "Times missing", "Times missing, or away without permission.", "Missing", ("missing_id",),
            _columns(
                _id("missing_id", "Time missing"), CHILD_KEY, *coded("kind", "MISSING", "Missing or away"),
                *_start_end("time missing"),
                Column("nights", "integer", "Nights", "Blank while open."), _PLACEMENT_ID,
            ),
            {"child_key": _OF_CHILD, "placement_id": ("placement", "placement_id")},
        ),
        Table(
            "review", "Reviews", "Each review of a child’s case.", "Reviews", ("review_id",),
            _columns(
                _id("review_id", "Review"), _PERIOD_ID, CHILD_KEY,
                Column("date", "date", "Date"),
                *coded("participation", "REVIEW_CODE", "How the child took part"),
                Column("took_part", "boolean", "Views were given", "PN1 to PN3, PN5, PN6; blank for PN0 (under 4)."),
                Column("due", "date", "Due by", "20 working days after coming into care, then three months, then every "
                       "six; anew from a placement for adoption. Blank where earlier reviews are not in the files."),
                Column("days_late", "integer", "Days late", "0 when in time."),
                Column("on_time", "boolean", "In time", YES_NO_UNSURE),
            ),
            {"child_key": _OF_CHILD, "period_id": ("care_period", "period_id")},
        ),
        Table(
            "social_worker", "Social workers", "Who was the child’s social worker, within the years of the files.",
            "SWEpisodes", ("worker_spell_id",),
            _columns(
                _id("worker_spell_id", "Time with one worker"), CHILD_KEY,
                _id("worker_key", "Social worker", "The worker’s number in this export, which says nothing of SW_ID."),
                *_start_end("time with the worker"), *coded("reason", "SW_REASON", "Why the worker changed"),
                Column("worker", "text", "Social worker’s identifier", form="with_ids"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "liberty_order", "Deprivation of liberty orders", "Court orders.", "DoLo", ("order_id",),
            _columns(
                _id("order_id", "Order"), CHILD_KEY, *_start_end("order"),
                Column("days", "integer", "Days", "Blank while open."),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "adoption", "Adoptions", "One row a decision; the last that was not reversed has what came of it.",
            "AD1, PlacedAdoption, Episodes", ("adoption_id",),
            _columns(
                _id("adoption_id", "Decision"), CHILD_KEY,
                Column("decision", "date", "Decision", "Day of the decision for adoption: of AD1 for the adopted."),
                Column("reversed", "date", "Reversed", "Day on which the decision was reversed."),
                *coded("reversal_reason", "REASON_PLACED_CEASED", "Why it was reversed"),
                Column("placement_order", "date", "Placement order", "First day of one in the period of care."),
                Column("matched", "date", "Matched", "Day of the match with these adopters."),
                Column("placed", "date", "Placed", "First day of the unbroken run of placements for adoption."),
                Column("adopted", "date", "Adopted", "Day of leaving care by adoption."),
                Column("foster_carer", "boolean", "Adopted by foster carers"),
                Column("number_of_adopters", "integer", "Number of adopters"),
                *coded("adopters", "SEX_ADOPTR", "Adopters"),
                *coded("adopters_legal_status", "LS_ADOPTR", "Legal status of the adopters"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "earlier_permanence", "Earlier permanence", "A permanence order before this care.", "PrevPerm",
            ("earlier_id",),
            _columns(
                _id("earlier_id", "Earlier order"), CHILD_KEY, *coded("kind", "PREV_PERM", "Kind of order"),
                Column("date_text", "text", "Date as given", "Unknown parts as ZZ: ZZ/05/2020."),
                Column("precision", "text", "How exact the date is", values=("day", "month", "year", "not known")),
                *coded("council", "LA_PERM", "Council that arranged it"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "health_year", "Health in a year", "What is returned of children looked after for a year.", "OC2",
            ("child_key", "year"),
            _columns(
                CHILD_KEY, Column("year", "text", "Year"),
                Column("in_cohort", "boolean", "Looked after all year", f"On 31 March and the twelve months before. "
                       f"{YES_NO_UNSURE}"),
                Column("age", "integer", "Age on 31 March", _AGE),
                Column("development_check", "boolean", "Development checks up to date"),
                Column("immunised", "boolean", "Immunisations up to date"),
                Column("teeth", "boolean", "Teeth checked"),
                Column("assessment", "boolean", "Health assessment"),
                Column("substance", "boolean", "Substance misuse identified"),
                Column("offered", "boolean", "Help was offered and refused"),
                Column("received", "boolean", "Help was received"),
                Column("convicted", "boolean", "Convicted or cautioned"),
                Column("sdq", "integer", "Strengths and difficulties score", "0 to 40."),
                Column("sdq_band", "text", "Band of the score", "0 to 13, 14 to 16, 17 to 40.",
                       values=("normal", "borderline", "cause for concern")),
                *coded("sdq_reason", "SDQ_REASON", "Why there is no score"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "leaver_year", "Care leavers in a year", "Care leavers about their birthday.", "OC3",
            ("child_key", "year"),
            _columns(
                CHILD_KEY, Column("year", "text", "Year"), Column("age", "integer", "Age on 31 March", _AGE),
                *coded("in_touch", "IN_TOUCH", "In touch"), *coded("activity", "ACTIV", "Main activity"),
                Column("activity_group", "text", "Main activity, grouped", groups="activity_group"),
                Column("eet", "boolean", "In education, employment or training"),
                *coded("accommodation", "ACCOM", "Accommodation"),
                Column("suitable", "boolean", "Accommodation is suitable", "Blank where it is not known or not asked."),
                Column("staying_put", "boolean", "Staying with the former foster carer"),
            ),
            {"child_key": _OF_CHILD},
        ),
        Table(
            "year_status", "Each child in each year",
            "The one table that most questions need: a row for each child and return. Short breaks are left out. "
            "“31 March” is the last day of the return, which may be earlier in the newest.",
            "all tables", ("child_key", "year"),
            _columns(
                CHILD_KEY, Column("year", "text", "Year"),
                Column("at_31_march", "boolean", "Looked after on 31 March"),
                Column("during", "boolean", "Looked after at any time in the year"),
                Column("started", "boolean", "Came into care in the year", YES_NO_UNSURE),
                Column("ceased", "boolean", "Left care in the year"),
                Column("twelve_months", "boolean", "Looked after all year", "On 31 March, in a period of care begun by "
                       f"1 April. {YES_NO_UNSURE}"),
                Column("age", "integer", "Age on 31 March", _AGE),
                Column("placement_group", "text", "Placement on 31 March, grouped", groups="placement_group"),
                Column("provider_code", "text", "Provider on 31 March: code", codes="PLACE_PROVIDER"),
                Column("provider", "text", "Provider on 31 March", "", label_of="provider_code"),
                Column("legal_status", "text", "Legal status on 31 March, grouped", groups="legal_family"),
                Column("in_authority", "boolean", "Placed inside the authority on 31 March"),
                Column("distance_miles", "number", "Miles from home on 31 March"),
                Column("counted_placements", "integer", "Placements in the year", "Those that count."),
                Column("three_placements", "boolean", "Three or more placements in the year"),
                Column("two_years_asked", "boolean", "In the question of two years with one carer", "Under 16 and in "
                       "care for two and a half years."),
                Column("two_years_same_carer", "boolean", "Two years with one carer", "Or placed for adoption, that "
                       f"with the placement before it. {YES_NO_UNSURE}"),
                Column("social_workers", "integer", "Social workers in the year"),
                Column("missing_incidents", "integer", "Times missing in the year", "Not those away."),
                Column("open_issues", "integer", "Open issues", "Issues of the child in this year’s check; blank for a "
                       "year that was not checked."),
            ),
            {"child_key": _OF_CHILD},
        ),
        *_extension(),
        Table(
            "code", "Codes", "What each code means.", "the code lists of the return", ("list", "code"),
            (
                Column("list", "text", "Code list"), Column("code", "text", "Code"), Column("label", "text", "Meaning"),
                Column("group", "text", "Group", "The group that it is in, where its list has groups."),
                Column("first_year", "text", "First year", "Blank: from before the first year covered."),
                Column("last_year", "text", "Last year", "Blank: still in use."), *ROW,
            ),
        ),
        Table(
            "coverage", "What the returns hold", "Each table of each year’s return.", "all tables", ("year", "table"),
            (
                Column("year", "text", "Year"), Column("table", "text", "Table of the return"),
                Column("rows", "integer", "Rows"), Column("children", "integer", "Children"),
                Column("first_date", "date", "First date", "The earliest day on which something began or happened."),
                Column("last_date", "date", "Last date", "The latest one."),
                Column("unusable", "integer", "Rows whose dates cannot be used", "A date that cannot be read, one that "
                       "is needed and blank, or an end before its start."),
                Column("seen_before", "number", "Children seen before, in percent", "Those of its children that are in "
                       "an older return too; blank for the oldest."), *ROW,
            ),
        ),
        Table(
            "repair_log", "Repairs", "What was made to fit, and what differs between returns.", "all tables",
            ("repair_id",),
            (
                _id("repair_id", "Repair"),
                Column("child_key", "integer", "Child", "Blank where there is none."),
                Column("table", "text", "Table of the return"),
                Column("column", "text", "Column", "What was changed, or what differs."),
                Column("old_value", "text", "Before", "Dates as 2025-03-31. Blank, without identifiers, where it would "
                       "identify somebody."),
                Column("new_value", "text", "After"),
                _id("episode_id", "Episode", "The episode that was changed; blank where it was none."),
                Column("row_id", "integer", "Row number"), ROW[1],
                Column("repair", "text", "What was done", values=tuple(REPAIRS)), CHILD, *SOURCE,
            ),
            {"child_key": _OF_CHILD, "episode_id": ("episode", "episode_id")},
        ),
    )  # fmt: skip


@cache
def model_tables() -> Mapping[str, Table]:
    """Name -> table, in the order in which they are written and explained."""
    return MappingProxyType({table.name: table for table in _declared()})
