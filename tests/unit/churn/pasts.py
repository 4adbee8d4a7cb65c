"""Pasts with a score that was right, wrong or of no use."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from cs_engine.churn.past import Day
from cs_engine.health.reading import read_scorecard
from cs_engine.records.bands import Band

START = date(2025, 1, 6)
WEEK = timedelta(weeks=1)
WEEKS = 60
TWO_TOML = """
name = "two"
purpose = "One measure that tells and one that does not." # keep this
default = true

[groups.use]
weight = 20 # little
[[groups.use.factors]]
measure = "usage_trend"
weight = 100
curve = [[0, 0], [1, 100]]

[groups.voice]
weight = 80
[[groups.voice.factors]]
measure = "nps"
weight = 100
curve = [[0, 0], [10, 100]]
"""
TWO = read_scorecard(TWO_TOML, "two.toml")
"""Most of the weight lies on what tells nothing."""


def on(week: int) -> date:
    """Return the day of a week."""
    return START + week * WEEK


def live(account_id: str, week: int, score: float, **changes: object) -> Day:
    """Return a live account; below 50 it is At risk."""
    band = Band.AT_RISK if score < 50 else Band.HEALTHY
    known = {"account_id": account_id, "day": on(week), "score": score, "band": band, "border": 50.0, "arr": 1000.0}
    return Day(**({**known, "currency": "EUR"} | changes))  # type: ignore[arg-type]  # any field may be changed


def gone(account_id: str, week: int, lost: date, **changes: object) -> Day:
    """Return an account that has left."""
    return Day(account_id, on(week), lost, **changes)  # type: ignore[arg-type]  # same


def company(accounts: int = 120, lost: int = 40, seed: int = 0) -> Iterator[Day]:
    """Yield the weeks of a company: use falls in the twelve weeks before a loss, NPS says nothing."""
    chance = np.random.default_rng(seed)
    for number in range(accounts):
        name = f"A{number:03}"
        end = int(chance.integers(14, WEEKS)) if number < lost else WEEKS + 20
        for week in range(WEEKS):
            if week >= end:
                yield gone(name, week, on(end), involuntary=number % 10 == 0)
                continue
            falling = end - week <= 12
            use = float(np.clip(chance.normal(30 if falling else 75, 15), 0, 100))
            nps = float(chance.uniform(0, 100))
            yield live(
                name,
                week,
                0.2 * use + 0.8 * nps,
                version=TWO.formula_version,
                monthly=number % 2 == 0,
                sub_scores={"usage_trend": use, "nps": nps},
                weights={"usage_trend": 2000.0 * 100, "nps": 8000.0 * 100},
            )
