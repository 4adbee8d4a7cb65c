"""Curves of a loss on later days than all they were learned from: the sample company and a simulated one."""

from datetime import UTC, date
from pathlib import Path

import numpy as np
import pytest

from cs_engine.churn.curve_tried import tried_curve
from cs_engine.churn.out_of_time import forecast
from cs_engine.records.churn import Model, Wanted
from cs_engine.records.curve_tried import TriedCurve
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.churn.past import read_training_set
from cs_engine.service.intake.loading import load
from cs_engine.service.intake.sampling import load_sample
from tests.shared import shared

EXAMPLES = Path(__file__).parents[2] / "examples"
UNTIL = date(2026, 10, 31)
MOST_APART = 0.02
"""Between the curve and the chance within the quarter, mean over accounts."""


def tried(folder: Path) -> TriedCurve:
    """Return how true curves of a book were on the latest two fifths of its days; no time is counted."""
    found = read_training_set(_url(folder), UTC)
    forecasts = forecast(found.customers, Wanted(lambda: 0.0, Model.MONOTONE))
    assert forecasts is not None
    curve = tried_curve(forecasts, np.datetime64(found.last))
    assert curve is not None
    return curve


def _url(folder: Path) -> str:
    return f"duckdb://{folder}/book.duckdb"


def test_on_the_sample_company_the_curve_agrees_with_the_chance_and_with_what_came(tmp_path: Path) -> None:
    """At 90 days it is near the chance; half a year and a year ahead as many are lost as it says, within chance."""
    load_sample(SampleSpec(accounts=300, months=39, until=UNTIL), book_url=_url(tmp_path), workdir=tmp_path)
    curve = tried(tmp_path)
    assert curve.apart <= MOST_APART
    days = {one.days: one for one in curve.days}
    assert days[180].said == pytest.approx(days[180].happened, rel=0.25)
    assert days[365].low <= days[365].said <= days[365].high


def test_on_the_simulated_company_the_curve_agrees_with_the_chance_and_with_what_came(tmp_path: Path) -> None:
    """More losses, and so more to hold it to."""
    load([shared("data", "saas_sim")], EXAMPLES / "saas_sim.toml", book_url=_url(tmp_path), workdir=tmp_path)
    curve = tried(tmp_path)
    assert curve.apart <= MOST_APART
    days = {one.days: one for one in curve.days}
    assert days[180].said == pytest.approx(days[180].happened, rel=0.15)
    assert days[365].said == pytest.approx(days[365].happened, rel=0.15)
