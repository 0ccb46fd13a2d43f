"""The tables about the child and where it lives: child, care_period, placement, legal_status, episode."""

from __future__ import annotations

import numpy as np

from rules.language import Index

from ...returns.columns import Text
from ..care.code_groups import titles
from ..care.cohorts import ages
from ..care.history import History
from ..care.join import days
from ..care.spells import NO_ROW, Runs
from .made import UNSURE, Made, days_from, flag, inside, miles, names_of_years, of_episodes, whole


def child(h: History) -> Made:
    """One row a child, what is known of it from its newest header."""
    number = len(h.names)
    rows = h.rows("Header")
    at = h.header[:-1]
    made = Made(
        "child",
        np.arange(number, dtype=np.intp),
        table="Header",
        year=np.append(rows.year, NO_ROW)[at],
        row=np.append(rows.row, NO_ROW)[at],
    )
    sex, raw = h.sex, h.of_child("Header", "SEX")
    made.add_codes("sex_code", sex)
    now = sex.values
    old = np.where((raw.values != now) & (now != ""), raw.values, made.unlisted["sex_code"].values)
    made.unlisted["sex_code"] = Text.of(old)
    made.repair = np.where((raw.values != now) & raw.filled, "code_renamed", "").astype(object)
    ethnic, upn = h.of_child("Header", "ETHNIC"), h.of_child("Header", "UPN")
    made.add_codes("ethnic_code", ethnic)
    known_upn = upn.filled & ~upn.startswith("UN")
    seen = h.seen
    years = len(h.years)
    made.values |= {
        "birth_month": h.birth,
        "ethnic_group": titles("ethnic_group", ethnic),
        "upn_known": np.where(at < 0, UNSURE, known_upn).astype(np.int8),
        "mother": flag(h.of_child("Header", "MOTHER")),
        "ever_uasc": h.asylum_seeker,
        "first_seen": names_of_years(h, seen.argmax(axis=1)),
        "last_seen": names_of_years(h, years - 1 - seen[:, ::-1].argmax(axis=1)),
        "birth_date": h.birth,
        "upn": upn,
        "first_child_birth_date": h.date_of_child("Header", "MC_DOB"),
    }
    return made


def _spell(h: History, name: str, runs: Runs) -> Made:
    """A table of runs with the columns that they share."""
    made = of_episodes(name, h.episodes, runs.first, (days(runs.start), runs.first))
    # A run is of the newest return that has any of it.
    made.repair = runs.repair
    made.values |= {
        "start": runs.start,
        "end": runs.end,
        "known_to": runs.known_to,
        "days": days_from(runs.start, runs.end),
    }
    return made


def care_period(h: History) -> Made:
    """The periods of care."""
    periods = h.periods
    made = _spell(h, "care_period", periods)
    reason = periods.at_end("REC").respelt(lambda code: "" if code == "X1" else code)
    ended = ~np.isnat(periods.end) & ~h.episodes.gone[periods.last]
    reason = Text(np.where(ended, reason.codes, 0), reason.words)
    made.add_codes("end_code", reason, "end_reason")
    made.add_codes("need_code", periods.at_start("CIN"))
    birth = np.append(h.birth, np.datetime64("NaT"))[periods.child]
    age_start, age_end = ages(birth, periods.start), ages(birth, periods.end)
    ceased = np.append(h.date_of_child("UASC", "DUC"), np.datetime64("NaT"))[periods.child]
    made.values |= {
        "start_known": h.start_known,
        "end_group": titles("end_group", reason),
        "age_start": whole(age_start, age_start >= 0),
        "age_end": whole(age_end, age_end >= 0),
        "short_breaks": periods.short,
        "uasc_at_start": np.append(h.asylum_seeker, False)[periods.child] & ~(ceased <= periods.start),
    }
    return made


def _where(made: Made, h: History, at: Index) -> None:
    """The columns of an episode's placement: authority, distance, provider, postcodes, URN."""
    e = h.episodes
    text = {
        name: e.text(name).take(at)
        for name in ("PL_LA", "PL_LOCATION", "PL_DISTANCE", "URN", "HOME_POST", "PL_POST", "PLACE_PROVIDER")
    }
    made.add_codes("provider_code", text["PLACE_PROVIDER"])
    made.add_codes("placement_authority_code", text["PL_LA"])
    made.values |= {
        "urn": text["URN"].filled & (text["URN"] != "XXXXXXX"),
        "in_authority": inside(text["PL_LOCATION"]),
        "distance_miles": miles(text["PL_DISTANCE"]),
        "home_postcode": text["HOME_POST"],
        "placement_postcode": text["PL_POST"],
        "ofsted_urn": text["URN"],
    }


def placement_groups(h: History) -> Text:
    """The group of each placement; of a temporary stay that of what it interrupts, "other" where there is nothing."""
    runs = h.placements
    place = runs.at_start("PLACE")
    own = titles("placement_group", place)
    codes = own.codes.copy()
    stays = runs.temporary
    codes[stays] = np.append(own.codes, -1)[runs.base[stays]]
    words = np.append(own.words.values, "Other placement")
    return Text(np.where(codes < 0, len(words) - 1, codes), type(own.words)(words))


def placement(h: History) -> Made:
    """The placements."""
    runs = h.placements
    made = _spell(h, "placement", runs)
    made.add_codes("placement_code", runs.at_start("PLACE"))
    made.add_codes("change_reason_code", runs.at_end("REASON_PLACE_CHANGE"))
    _where(made, h, runs.first)
    made.values |= {"placement_group": placement_groups(h), "counted": runs.counted, "temporary": runs.temporary}
    made.links |= {
        "period_id": h.periods.of_episode[runs.first],
        "counted_as": runs.counted_as,
        "same_carer_id": runs.same_carer,
    }
    return made


def legal_status(h: History) -> Made:
    """The legal statuses."""
    runs = h.legal_statuses
    made = _spell(h, "legal_status", runs)
    status = runs.at_start("LS")
    made.add_codes("code", status, "status")
    made.values["family"] = titles("legal_family", status)
    made.links["period_id"] = h.periods.of_episode[runs.first]
    return made


def episode(h: History) -> Made:
    """Every episode, those with dates that cannot be used too."""
    e = h.episodes
    number = np.arange(len(e), dtype=np.intp)
    made = of_episodes("episode", e, number, (days(e.start), number))
    made.repair = e.repair
    usable = number < e.placed
    made.values |= {"start": e.start, "end": e.end, "known_to": e.known_to, "usable": usable}
    for name, column in (
        ("new_reason_code", e.text("RNE")),
        ("legal_status_code", e.text("LS")),
        ("need_code", e.text("CIN")),
        ("placement_code", e.text("PLACE")),
        ("change_reason_code", e.text("REASON_PLACE_CHANGE")),
    ):
        made.add_codes(name, column)
    made.add_codes("end_code", e.reason, "end_reason")
    _where(made, h, number)
    beyond = np.full(len(e) - e.placed, NO_ROW, dtype=np.intp)
    made.links |= {
        "period_id": np.concatenate([h.periods.of_episode, beyond]),
        "placement_id": np.concatenate([h.placements.of_episode, beyond]),
        "legal_id": np.concatenate([h.legal_statuses.of_episode, beyond]),
    }
    return made
