"""What hurts customers in each stage: tickets by category, bad answers by survey, errors by feature."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import pandas as pd

from cs_engine.frames.activity import ALL_FEATURES
from cs_engine.journey.life import local_days
from cs_engine.journey.spells import DAY, stage_on

MONTH_DAYS = 365.25 / 12
BAD_ANSWERS: Mapping[str, float] = MappingProxyType({"nps": 6, "csat": 2, "ces": 3})
"""Answers up to here are bad: a detractor of 0-10, the lower two of 1-5, the lower three of 1-7."""
UNNAMED = "(no category)"


class Origin(StrEnum):
    """Where a pain shows itself."""

    TICKETS = "tickets"
    ANSWERS = "answers"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class Pain:
    """One thing that hurts in one stage.

    Attributes:
        what: a category of tickets, a survey, or a feature.
        events: tickets, bad answers, or errors.
        accounts: how many accounts it happened to.
        of_accounts: how many accounts were in the stage at all during the window.
        per_month: events per account-month in the stage; a stage that lasts longer collects more.
        asked: answers given, for surveys.
    """

    stage: str
    origin: Origin
    what: str
    events: int
    accounts: int
    of_accounts: int
    per_month: float | None
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class PainRows:
    """Rows of the book as known at one instant.

    Attributes:
        tickets: ``account_id``, ``opened_at``, ``category``.
        responses: ``account_id``, ``survey``, ``score``, ``responded_at``.
        errors: ``account_id``, ``feature``, ``period_start``, ``errors`` (above zero).
    """

    tickets: pd.DataFrame
    responses: pd.DataFrame
    errors: pd.DataFrame


def pains(
    spells: pd.DataFrame, rows: PainRows, since: pd.Timestamp, today: pd.Timestamp, zone: str = "UTC"
) -> tuple[Pain, ...]:
    """Return what hurt in each stage, what hurt most accounts first.

    Args:
        spells: stretches of one axis.
        rows: what happened.
        since: first day of the window.
        today: its last day.
        zone: name of the workspace's time zone.

    Formula:
        per month: events / (days that accounts were in the stage during the window / 30.4)
    Source:
        incidence rate, as of any event in a population that comes and goes.
    """
    exposed = _exposure(spells, since, today)
    found = [pain for origin, events in _events(rows, zone) for pain in _by_stage(origin, events, spells, exposed)]
    return tuple(sorted(found, key=lambda pain: (pain.stage, -pain.accounts, -pain.events, pain.origin, pain.what)))


def _events(rows: PainRows, zone: str) -> Iterator[tuple[Origin, pd.DataFrame]]:
    tickets = rows.tickets
    yield Origin.TICKETS, _frame(tickets, local_days(tickets["opened_at"], zone), tickets["category"].fillna(UNNAMED))
    answers = rows.responses[rows.responses["score"].notna() & rows.responses["responded_at"].notna()]
    bad = answers["score"] <= answers["survey"].map(BAD_ANSWERS).astype("float64")
    told = _frame(answers, local_days(answers["responded_at"], zone), answers["survey"])
    yield Origin.ANSWERS, told.assign(events=bad.astype("int64"), asked=1)
    errors = rows.errors
    if (errors["feature"] != ALL_FEATURES).any():  # the rows of the whole product would count them twice
        errors = errors[errors["feature"] != ALL_FEATURES]
    yield Origin.ERRORS, _frame(errors, errors["period_start"], errors["feature"]).assign(events=errors["errors"])


def _frame(rows: pd.DataFrame, day: pd.Series, what: pd.Series) -> pd.DataFrame:
    named = {"account_id": rows["account_id"], "day": day.astype("datetime64[us]"), "what": what.astype("object")}
    return pd.DataFrame(named).assign(events=1, asked=0)


def _exposure(spells: pd.DataFrame, since: pd.Timestamp, today: pd.Timestamp) -> pd.DataFrame:
    """Return per stage the days that accounts were in it during the window, and how many accounts."""
    first = spells["since"].where(spells["since"] > since, since)
    end = spells["until"].where(spells["until"] <= today, today + DAY)
    days = (end - first).dt.days
    inside = spells.assign(days=days)[days > 0]
    by_stage = inside.groupby("stage")
    exposed = pd.DataFrame({"days": by_stage["days"].sum(), "accounts": by_stage["account_id"].nunique()})
    return exposed.assign(since=since, today=today)


def _by_stage(origin: Origin, events: pd.DataFrame, spells: pd.DataFrame, exposed: pd.DataFrame) -> Iterator[Pain]:
    if exposed.empty or events.empty:
        return
    since, today = exposed["since"].iloc[0], exposed["today"].iloc[0]
    inside = events[(events["day"] >= since) & (events["day"] <= today)]
    staged = inside.assign(stage=stage_on(spells, inside)).dropna(subset="stage")
    for (stage, what), those in staged.groupby(["stage", "what"]):
        happened = those[those["events"] > 0]
        if happened.empty:
            continue
        months = float(exposed["days"][stage]) / MONTH_DAYS
        present = int(exposed["accounts"][stage])
        count = int(happened["events"].sum())
        asked = int(those["asked"].sum()) or None
        reached = int(happened["account_id"].nunique())
        yield Pain(stage, origin, what, count, reached, present, count / months, asked)
