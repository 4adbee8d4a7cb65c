"""What goals of success plans may be measured on, over a real memory."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.records.acting import Actor
from cs_engine.records.lifetime_value import LifetimeValue, Measure, Method
from cs_engine.records.plays import Goal
from cs_engine.records.value_view import KeptValues
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from cs_engine.service.plays.success_plans import plan_metrics
from cs_engine.storage.store import Store
from cs_engine.wording import phrase, sentence
from tests.unit.health.accounts import ZONE
from tests.unit.service.desk import MONDAY, kept

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=ZONE)
ACTOR = Actor("U1", "mia@ours.example", "Mia")
WHY = sentence(phrase("one chance of {chance}"), chance="90.0%")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty memory."""
    with open_memory(f"sqlite:///{tmp_path / 'steward.db'}") as memory:
        yield memory


def starts(store: Store, metric: str) -> float | None:
    """Return what a goal on a metric starts from."""
    desk = CustomerSuccess(store, lambda: TUESDAY).plays
    view = desk.change_plan(ACTOR, "A", ACTOR.person, (Goal("", "Better", metric, None, 1.0),), ())
    assert view is not None
    return view.plan.goals[0].start


def valued(store: Store, *values: LifetimeValue) -> None:
    """Keep lifetime values."""
    about = KeptValues(MONDAY, MONDAY.date(), Measure.REVENUE, 60, 0.1, None, ())
    with store.changing() as memory:
        memory.values.put(about, values)


def worth(value: float, currency: str) -> LifetimeValue:
    """Return a lifetime value of the account."""
    return LifetimeValue("A", value, currency, None, None, Method.CONSTANT, WHY, ())


def test_every_figure_that_one_account_has_can_be_agreed_on(store: Store) -> None:
    """What changes by itself cannot: nobody is credited with the calendar."""
    store.write_snapshots([kept("A", "Acme")])
    known = {metric for metric in plan_metrics() if starts(store, metric) is not None}
    assert {"score", "usage_score", "satisfaction_score", "confidence", "nps", "csat", "arr"} <= known
    assert {"nrr", "lifetime_value", "ces"} <= set(plan_metrics())
    assert not {"days_to_decision", "nps_days", "renewed"} & set(plan_metrics())


def test_revenue_is_held_against_a_year_ago_in_one_currency(store: Store) -> None:
    """A snapshot within two weeks of a year ago stands for it; another currency cannot be compared."""
    store.write_snapshots([kept("A", "Acme", MONDAY, mrr=1500.0, arr=18_000.0)])
    assert starts(store, "nrr") is None
    store.write_snapshots([kept("A", "Acme", MONDAY - timedelta(days=371), mrr=1000.0, arr=12_000.0)])
    assert starts(store, "nrr") == pytest.approx(1.5)
    store.write_snapshots([kept("A", "Acme", MONDAY - timedelta(days=364), mrr=1000.0, arr=12_000.0, currency="XAF")])
    assert starts(store, "nrr") is None


def test_lifetime_value_is_the_one_that_was_kept_last(store: Store) -> None:
    """In the currency of the account; what is paid in another does not count."""
    store.write_snapshots([kept("A", "Acme")])
    currency = kept("A", "Acme").currency or ""
    valued(store, worth(900.0, currency), worth(5.0, "XAF"))
    assert starts(store, "lifetime_value") == pytest.approx(900.0)
    valued(store, worth(5.0, "XAF"))
    assert starts(store, "lifetime_value") is None
