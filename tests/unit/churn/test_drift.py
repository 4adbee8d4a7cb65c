"""A model says by itself when it no longer stands."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.drift import STALE_DAYS, drift, kept_of, spreads
from cs_engine.churn.features import Features
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import Role
from cs_engine.records.churn import Importance
from cs_engine.records.churn_accounts import Freshness, Grounds, Kept
from cs_engine.records.risk import Step

FIRST, STEP = np.datetime64("2025-01-06"), 28
ACCOUNTS, DAYS = 200, 16
ROLES = {"use": Role.NUMBER, "growth": Role.NUMBER, "plan": Role.WORDS, "price": Role.NUMBER}
SELECTED = tuple(Importance(name, loss, 1.0) for name, loss in (("use", 0.04), ("growth", 0.02), ("plan", 0.01)))


def company(days: int = DAYS, seed: int = 0) -> pd.DataFrame:
    """Return accounts on as-of days; growth is unknown of everybody on the first three."""
    chance = np.random.default_rng(seed)
    rows = days * ACCOUNTS
    frame = pd.DataFrame({"use": chance.normal(40, 10, rows), "growth": chance.normal(1, 0.2, rows)})
    frame["plan"] = chance.choice(["basic", "pro"], rows)
    frame["price"] = chance.normal(size=rows)
    frame["day"] = np.repeat(FIRST + STEP * np.arange(days), ACCOUNTS)
    return frame.assign(growth=frame["growth"].where(frame["day"] > FIRST + 2 * STEP))


PAST = company()
PREPARATION = prepare(PAST, ROLES)
DAY_OF = PAST["day"].to_numpy("datetime64[D]")
SPREADS = spreads(PREPARATION.features(PAST), DAY_OF, SELECTED)
GROUNDS = Grounds(Step.SMALL, DAY_OF[0].item(), DAY_OF[-1].item(), ACCOUNTS, 30, 90, None, SPREADS)
LAST = GROUNDS.until + timedelta(days=30)


def now(seed: int = 7, **changes: float | str) -> Features:
    """Return accounts of today."""
    return PREPARATION.features(company(4, seed).tail(ACCOUNTS).assign(**changes))


def test_a_model_whose_accounts_are_as_they_were_holds() -> None:
    """Though few accounts never are exactly as they were; a column that matters nothing is not looked at."""
    found = [drift(GROUNDS, now(seed, price=9.0), LAST) for seed in range(40)]
    assert {one.freshness for one in found} == {Freshness.FRESH}
    assert not any(one.moved for one in found)
    assert "has learned up to" in str(found[0].said)


def test_a_model_that_goes_by_what_has_moved_has_drifted() -> None:
    """At least half of what it goes by: use alone; growth and plan alone are less."""
    found = drift(GROUNDS, now(use=12.0), LAST)
    assert found.freshness is Freshness.DRIFTED
    assert [name for name, _ in found.moved] == ["use"]
    assert "57% of what it goes by has moved" in str(found.said)
    assert drift(GROUNDS, now(growth=3.0), LAST).freshness is Freshness.FRESH


def test_a_source_that_fell_silent_is_drift() -> None:
    """Unknown is a value like others, and so is a plan that was never seen."""
    gone = drift(GROUNDS, now(use=np.nan, plan="trial"), LAST)
    assert gone.freshness is Freshness.DRIFTED
    assert {name for name, _ in gone.moved} == {"use", "plan"}


def test_first_days_without_any_growth_do_not_look_like_drift() -> None:
    """On them it was unknown of everybody; today it is known."""
    early = spreads(PREPARATION.features(PAST), DAY_OF, SELECTED)[1]
    assert early.feature == "growth"
    assert early.shares[-1] < 0.001


def test_old_age_is_told_by_days() -> None:
    """Of losses it never saw."""
    found = drift(GROUNDS, now(), GROUNDS.until + timedelta(days=STALE_DAYS + 1))
    assert (found.freshness, found.days) == (Freshness.STALE, STALE_DAYS + 1)
    assert f"{STALE_DAYS + 1} days" in str(found.said)


def test_forecasts_that_do_not_come_true_are_drift() -> None:
    """Twenty losses were expected and five came."""
    kept = Kept(200, 20.0, 5, 1.1, 14.2)
    found = drift(GROUNDS, now(), LAST, kept)
    assert found.freshness is Freshness.DRIFTED
    assert "20.0 losses were expected, 5 came" in str(found.said)


DAY = date(2026, 1, 5)
WEEK = timedelta(weeks=1)


def test_only_forecasts_whose_outcome_is_due_are_held_against_it() -> None:
    """Weekly ones of one account overlap, so that one in thirteen counts; a loss after the horizon is none."""
    said = [("A", DAY + week * WEEK, 0.2) for week in range(20)] + [("B", DAY, 0.4), ("C", DAY, 0.1)]
    losses = {"B": [DAY + timedelta(days=90)], "C": [DAY + timedelta(days=91)]}
    found = kept_of(said, losses, 90, DAY + timedelta(days=200))
    assert found is not None
    assert (found.accounts, found.observed) == (4, 1)
    assert found.expected == pytest.approx(0.2 + 0.2 + 0.4 + 0.1)
    assert [found.low, found.high] == pytest.approx([0.005, 7.43], abs=0.001)
    assert not found.is_off
    assert kept_of(said, losses, 90, DAY + timedelta(days=89)) is None
