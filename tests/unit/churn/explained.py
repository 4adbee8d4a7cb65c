"""Accounts that are lost for reasons that somebody could change, and a machine that learned them."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from cs_engine.churn.account_features import Known
from cs_engine.churn.customers import Customers
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.topics import kind_of
from cs_engine.churn.training_set import current_features
from cs_engine.records.churn import Model, Wanted
from tests.unit.churn.knowns import day, known

ACCOUNTS = 300
NOW, EARLIER = 3, 0
"""As-of days four weeks apart: a quarter lies between these."""
USED = pd.DataFrame({"account_id": ["A000"], "kind": ["export"], "recent": [20.0], "prior": [40.0]})

Facts = dict[str, object]


def facts(number: int) -> tuple[Facts, Facts]:
    """Return what is known of an account now and was known a quarter before."""
    chance = np.random.default_rng(number)
    seats = int(chance.integers(10, 60))
    before = max(1, round(seats * float(chance.uniform(0.4, 0.9))))
    users = max(1, round(before * float(chance.uniform(0.4, 1.1))))
    urgent, overdue = (int(chance.random() < share) * int(chance.integers(1, 4)) for share in (0.25, 0.2))
    same: Facts = {
        "seats": seats,
        "seat_model": "named",
        "term_months": 12,
        "mrr": 40.0 * seats,
        "tenure_days": int(chance.integers(100, 900)),
        "country": str(chance.choice(["DE", "CN", "US"])),
        "features_known": 6,
        "features_used": 3,
    }
    now: Facts = {
        "active_users": float(users),
        "active_users_prior": float(before),
        "events": users * 10,
        "events_per_user": 10.0,
        "tickets_open": urgent + 1,
        "tickets_open_urgent": urgent,
        "oldest_open_days": 9.0,
        "oldest_urgent_days": 4.0 if urgent else None,
        "invoices_overdue": int(overdue > 0),
        "overdue_amount": 100.0 * overdue,
        "overdue_days": 20 * overdue,
        "last_two_way_at": pd.Timestamp(day(NOW)) - pd.Timedelta(days=int(chance.integers(2, 120))),
        "last_touch_at": pd.Timestamp(day(NOW)) - pd.Timedelta(days=2),
        "two_way_touches": 1,
    }
    return same | now, same | {"active_users": float(before), "tickets_open_urgent": 0, "overdue_days": 0}


@cache
def company(accounts: int = ACCOUNTS) -> tuple[Known, Known]:
    """Return what is known of all accounts now, and what was known a quarter before."""
    both = {f"A{number:03}": facts(number) for number in range(accounts)}
    return (
        known(NOW, {name: pair[0] for name, pair in both.items()}, used=USED),
        known(EARLIER, {name: pair[1] for name, pair in both.items()}),
    )


def now_with(account: str, **changes: object) -> Known:
    """Return the same company with other facts of one account."""
    both = {f"A{number:03}": facts(number)[0] for number in range(ACCOUNTS)}
    return known(NOW, both | {account: both[account] | changes}, used=USED)


@cache
def machine(model: Model = Model.LOGISTIC) -> Machine:
    """Return a machine that learned it: few seats in use, urgent tickets and unpaid invoices go with a loss."""
    frame = features()
    log_odds = 1.5 - 5 * frame["seat_use"] + 1.2 * frame["tickets_open_urgent"] + 0.04 * frame["overdue_days"]
    label = np.random.default_rng(1).random(len(frame)) < 1 / (1 + np.exp(-log_odds.to_numpy()))
    return learn(Customers(frame, label.astype(np.int8)), Wanted(lambda: 0.0, model), kind_of)


def features(one: Known | None = None) -> pd.DataFrame:
    """Return all features of the accounts."""
    now, earlier = company()
    return current_features(one or now, earlier)


def probability(one: Known, account: str) -> float:
    """Return what the machine says of an account."""
    frame = features(one).reindex(columns=list(machine().preparation.columns)).loc[[account]]
    return float(machine().probability(frame)[0])


def effects(values: Mapping[str, float], told_from: float = 0.14) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return what features add, and from where on each of their kinds is told."""
    return values, {kind_of(name): told_from for name in values}
