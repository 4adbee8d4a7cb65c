"""The stage of every account on every day, by relationship and in the cycle, from dated facts only."""

import pandas as pd

from cs_engine.journey.life import DAY, LifeRows, growth_days, local_days, notices, served, set_up
from cs_engine.journey.rules import Axis, Stage, StageRules
from cs_engine.journey.spells import overlay
from cs_engine.metrics.service_periods import FOREVER

PROSPECT_ID = "prospect "
"""Stands before the id of a prospect that is no account yet, so that it cannot be taken for one."""
NEITHER = -1.0
"""A lukewarm answer of somebody whose earlier ones are not known or too old."""
INTERVAL = ["account_id", "since", "until", "stage", "rank"]


def stage_history(
    rows: LifeRows, rules: StageRules, today: pd.Timestamp, zone: str = "UTC"
) -> dict[Axis, pd.DataFrame]:
    """Return in which stage every account and prospect was, from the first day it was known.

    By relationship, what holds and stands further down wins: prospect since first seen; former since the end of
    service; long_term while a customer; loyal while a customer for ``loyal_days`` and supported by a promoter's answer
    or a referral of its own, unless somebody's latest answer is a detractor's; new for ``new_days`` of each stretch of
    service, longer while its milestones are open.

    In the cycle: acquisition since first seen; conversion during a trial; churn since the end of service; retention
    while a customer; expansion for ``expansion_days`` after growth; conversion until set up; churn since notice.

    Args:
        rows: what was known.
        rules: how long things take.
        today: the last day that has begun.
        zone: name of the workspace's time zone.

    Returns:
        Per axis one row per account and stretch: ``account_id``, ``stage``, ``since``, ``until`` (exclusive; empty
        while it goes on). Each account's stretches follow each other without gaps.
    """
    customers = served(rows, rules.relationship.lapse_days, zone)
    first = _first_seen(rows, customers, zone)
    known = [_relationship(rows, rules, customers, zone), _cycle(rows, rules, customers)]
    bases = [Stage.PROSPECT, Stage.ACQUISITION]
    return {
        axis: overlay(pd.concat([_held(first, None, base, 0), intervals], ignore_index=True), today)
        for axis, base, intervals in zip(Axis, bases, known, strict=True)
    }


def _first_seen(rows: LifeRows, customers: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Return the first day on which each account or prospect is known."""
    created = local_days(rows.prospects["created_at"], zone)
    own = PROSPECT_ID + rows.prospects["prospect_id"].astype("object")
    names = rows.prospects["account_id"].astype("object")
    seen = [
        pd.DataFrame({"account_id": names.where(names.notna(), own), "since": created}),
        rows.lines[["account_id"]].assign(since=pd.to_datetime(rows.lines["start_date"])),
        rows.accounts[["account_id"]].assign(since=pd.to_datetime(rows.accounts["signup_date"])),
        customers[["account_id", "since"]],
    ]
    days = pd.concat([each.dropna().astype({"since": "datetime64[us]"}) for each in seen])
    return days.groupby("account_id")["since"].min().reset_index()


def _relationship(rows: LifeRows, rules: StageRules, customers: pd.DataFrame, zone: str) -> pd.DataFrame:
    says = rules.relationship
    ready = set_up(customers, rows.milestones, says.new_at_most_days) + DAY
    usual, latest = customers["since"] + says.new_days * DAY, customers["since"] + says.new_at_most_days * DAY
    settled = ready.where(ready > usual, usual).clip(upper=latest)
    return pd.concat(
        [
            _held(_first_service(customers), None, Stage.FORMER, 1),
            _held(customers, customers["until"], Stage.LONG_TERM, 2),
            _loyal(rows, rules, customers, zone),
            _held(customers, _sooner(settled, customers["until"]), Stage.NEW, 5),
        ],
        ignore_index=True,
    )


def _cycle(rows: LifeRows, rules: StageRules, customers: pd.DataFrame) -> pd.DataFrame:
    says = rules.cycle
    trials = rows.lines[rows.lines["is_trial"].astype("boolean").fillna(value=False)]
    trials = trials.assign(since=pd.to_datetime(trials["start_date"]))
    ready = set_up(customers, rows.milestones, says.conversion_at_most_days) + DAY
    usual = customers["since"] + says.conversion_days * DAY
    latest = customers["since"] + says.conversion_at_most_days * DAY
    converted = ready.fillna(usual).clip(upper=latest)
    grown = growth_days(rows.lines, says.expansion_share).rename(columns={"day": "since"})
    grown = grown.assign(until=grown["since"] + says.expansion_days * DAY)
    said = notices(rows.lines)
    return pd.concat(
        [
            _held(trials, pd.to_datetime(trials["end_date"]) + DAY, Stage.CONVERSION, 1),
            _held(_first_service(customers), None, Stage.CHURN, 2),
            _held(customers, customers["until"], Stage.RETENTION, 3),
            _within(grown, customers, Stage.EXPANSION, 4),
            _held(customers, _sooner(converted, customers["until"]), Stage.CONVERSION, 5),
            _held(said, said["until"], Stage.CHURN, 6),
        ],
        ignore_index=True,
    )


def _loyal(rows: LifeRows, rules: StageRules, customers: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Return while somebody speaks for us or sends us others, and while somebody's answer says that it is not so."""
    says = rules.relationship
    answers = _answers(rows.responses, rules, zone)
    praise, blame = answers[answers["speaks"] == 1], answers[answers["speaks"] == 0]
    supported = pd.concat([praise, _referrals(rows.prospects, says.support_days, zone)])
    settled = customers.assign(since=customers["since"] + says.loyal_days * DAY)
    loyal = _within(supported, settled, Stage.LOYAL, 3)
    return pd.concat([loyal, _within(blame, customers, Stage.LONG_TERM, 4)], ignore_index=True)


def _answers(responses: pd.DataFrame, rules: StageRules, zone: str) -> pd.DataFrame:
    """Return for how long each NPS answer stands, and whether the person speaks for us (1), against us (0) or neither.

    It stands until the same person's next one or until it is old; a lukewarm answer leaves what it was before. Of one
    person's answers of a day the lowest counts.
    """
    says = rules.relationship
    nps = responses[(responses["survey"] == "nps") & responses["score"].notna() & responses["responded_at"].notna()]
    answers = pd.DataFrame(
        {
            "account_id": nps["account_id"],
            "who": nps["contact_id"].astype("object").fillna(""),
            "since": local_days(nps["responded_at"], zone),
            "score": nps["score"],
        }
    )
    lowest = answers.groupby(["account_id", "who", "since"])["score"].min().reset_index()
    people = lowest.groupby(["account_id", "who"])
    stale = ~(people["since"].diff() <= says.support_days * DAY)
    speaks = pd.Series(float("nan"), lowest.index).mask(stale, NEITHER)
    speaks = speaks.mask(lowest["score"] < says.keep_answer, 0.0).mask(lowest["score"] >= says.loyal_answer, 1.0)
    lasting = speaks.groupby([lowest["account_id"], lowest["who"]]).ffill()
    until = _sooner(lowest["since"] + says.support_days * DAY, people["since"].shift(-1))
    return lowest.assign(until=until, speaks=lasting)


def _referrals(prospects: pd.DataFrame, days: int, zone: str) -> pd.DataFrame:
    sent = prospects[prospects["referred_by"].notna()]
    since = local_days(sent["created_at"], zone)
    return pd.DataFrame({"account_id": sent["referred_by"], "since": since, "until": since + days * DAY})


def _within(what: pd.DataFrame, customers: pd.DataFrame, stage: Stage, rank: int) -> pd.DataFrame:
    """Return the part of each interval that lies in a stretch of the same account."""
    both = what.merge(customers, on="account_id", suffixes=("", "_served"))
    since = both["since"].where(both["since"] > both["since_served"], both["since_served"])
    until = _sooner(both["until"], both["until_served"])
    inside = both.assign(since=since)[since < until.fillna(FOREVER)]
    return _held(inside, until[inside.index], stage, rank)


def _first_service(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.groupby("account_id")["since"].min().reset_index()


def _sooner(one: pd.Series, other: pd.Series) -> pd.Series:
    return one.where(~(other < one), other).fillna(other)


def _held(what: pd.DataFrame, until: pd.Series | None, stage: Stage, rank: int) -> pd.DataFrame:
    ends = pd.Series(pd.NaT, what.index) if until is None else until
    held = what[["account_id", "since"]].assign(until=ends, stage=str(stage), rank=rank)
    return held.astype({"account_id": "object", "since": "datetime64[us]", "until": "datetime64[us]"})[INTERVAL]
