"""The year after a chance is learned from what became of earlier ones, and ends where the past does."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.features import Floats
from cs_engine.churn.survival_curve import ENDS, FEWEST_SEEN, Seen, learn_curve, points, probabilities
from cs_engine.records.loss_curve import Situation

ACCOUNTS, MONTHS, STEP = 600, 20, 28
DAY, NEVER = np.timedelta64(1, "D"), np.datetime64("NaT")
FIRST = np.datetime64("2024-01-01")
LAST = FIRST + MONTHS * STEP * DAY
AT_90, AT_180, AT_YEAR = (ENDS.index(days) for days in (90, 180, 365))


def monthly(*, seed: int = 0, until: np.datetime64 = LAST) -> Seen:
    """Return accounts that may be lost on any day, each with a hazard of its own that is told truly."""
    chance = np.random.default_rng(seed)
    hazard = chance.lognormal(np.log(0.05 / 90), 0.8, ACCOUNTS)
    lost = FIRST + np.ceil(chance.exponential(1 / hazard)).astype("int64") * DAY
    return _seen(lost, 1 - np.exp(-90 * hazard), until, [1.0] * ACCOUNTS, np.full(ACCOUNTS, NEVER, "datetime64[D]"))


def yearly(*, seed: int = 0) -> Seen:
    """Return accounts of which every fifth leaves on the day its year ends, and none on another."""
    chance = np.random.default_rng(seed)
    decides = FIRST + chance.integers(1, 365, ACCOUNTS) * DAY
    lost = np.where(chance.uniform(size=ACCOUNTS) < 0.2, decides, decides + 365 * DAY)
    lost = np.where(chance.uniform(size=ACCOUNTS) < 0.36, lost, LAST + 400 * DAY)
    return _seen(lost, np.full(ACCOUNTS, 0.05), LAST, [12.0] * ACCOUNTS, decides)


def _seen(lost: np.ndarray, said: Floats, until: np.datetime64, term: list[float], decides: np.ndarray) -> Seen:
    days = np.repeat(FIRST + STEP * np.arange(MONTHS) * DAY, ACCOUNTS)
    names = np.tile(np.arange(ACCOUNTS), MONTHS)
    ahead = (decides[names] - days).astype("float64")
    ahead[np.isnat(decides[names])] = np.nan
    frame = pd.DataFrame(
        {"term_months": np.array(term)[names], "decision_days": np.where(ahead < 0, ahead + 365, ahead)}
    )
    alive = np.flatnonzero((lost[names] > days) & (days <= until))
    known = np.where(lost[names] <= until, lost[names], NEVER)
    return Seen(said[names][alive], frame.iloc[alive], days[alive], known[alive], names[alive], until)


def test_the_curve_agrees_with_the_chance_where_they_overlap() -> None:
    """It is learned, not copied, and yet told of other accounts it is nowhere far off."""
    curve, others = learn_curve(monthly()), monthly(seed=1)
    said = probabilities(curve, others.said, others.frame)
    assert np.abs(said[:, AT_90] - others.said).mean() < 0.01


def test_a_year_ahead_as_many_are_lost_as_it_says() -> None:
    """With a hazard that stays the same the truth is known, for every account."""
    curve, others = learn_curve(monthly()), monthly(seed=1)
    said = probabilities(curve, others.said, others.frame)
    for place in (AT_180, AT_YEAR):
        true = 1 - (1 - others.said) ** (ENDS[place] / 90)
        assert said[:, place].mean() == pytest.approx(true.mean(), rel=0.15)
        assert np.abs(said[:, place] - true).mean() < 0.05


def test_chances_that_are_too_high_are_brought_down() -> None:
    """What became of accounts speaks, not what was said of them."""
    seen = monthly()
    doubled = replace(seen, said=np.minimum(2 * seen.said, 0.99))
    said = probabilities(learn_curve(doubled), doubled.said, doubled.frame)
    assert said[:, AT_90].mean() == pytest.approx(seen.said.mean(), rel=0.15)


def test_it_never_falls_and_a_higher_chance_is_never_lower() -> None:
    """In time, and from account to account."""
    curve = learn_curve(monthly())
    frame = pd.DataFrame({"term_months": np.ones(50), "decision_days": np.full(50, np.nan)})
    said = probabilities(curve, np.linspace(0, 1, 50), frame)
    assert (np.diff(said, axis=1) >= 0).all()
    assert (np.diff(said, axis=0) >= -1e-12).all()


def test_annual_customers_are_lost_about_the_day_they_decide() -> None:
    """One decides in 150 days, one in 240: between those days only the first one's curve has risen."""
    curve = learn_curve(yearly())
    frame = pd.DataFrame({"term_months": [12.0, 12.0], "decision_days": [150.0, 240.0]})
    sooner, later = probabilities(curve, np.array([0.05, 0.05]), frame)
    assert sooner[AT_180] - sooner[AT_90] > 5 * (later[AT_180] - later[AT_90])
    assert later[AT_180 + 1] - later[AT_180] > 5 * (sooner[AT_180 + 1] - sooner[AT_180])
    assert {one.situation for one in curve.stretches} >= {Situation.FAR_DECIDES, Situation.FAR_WAITS}


def test_what_came_after_the_last_day_is_not_known() -> None:
    """Losses of later days, and their absence, change nothing."""
    cut = FIRST + 8 * STEP * DAY
    short, whole = monthly(until=cut), monthly()
    rows = np.flatnonzero(whole.days <= cut)
    told = replace(whole, until=cut, losses=np.where(whole.losses > cut, cut + DAY, whole.losses))
    assert len(rows) == len(short.said)
    assert learn_curve(told).stretches == learn_curve(short).stretches


def test_beyond_what_was_seen_nothing_is_said() -> None:
    """Eight months of past know nothing of a year ahead."""
    seen = monthly(until=FIRST + 8 * STEP * DAY)
    (found, *_) = points(learn_curve(seen), seen.said, seen.frame)
    assert [one.days for one in found] == [30, 60, 90, 180]
    assert np.isnan(probabilities(learn_curve(seen), seen.said, seen.frame)[:, AT_YEAR]).all()


def test_too_few_accounts_and_models_without_a_curve_say_nothing() -> None:
    """Fewer than thirty, or a model of before there were any."""
    seen = monthly()
    few = np.flatnonzero(seen.groups < FEWEST_SEEN - 1)
    less = Seen(seen.said[few], seen.frame.iloc[few], seen.days[few], seen.losses[few], seen.groups[few], seen.until)
    for curve in (learn_curve(less), None):
        assert list(points(curve, less.said[:2], less.frame[:2])) == [(), ()]


def test_a_situation_that_was_not_seen_ends_the_curve_of_those_in_it_alone() -> None:
    """A company of monthly contracts has seen no decision."""
    frame = pd.DataFrame({"term_months": [1.0, 12.0], "decision_days": [np.nan, 200.0]})
    one, other = points(learn_curve(monthly()), np.array([0.1, 0.1]), frame)
    assert (len(one), other) == (len(ENDS), ())


def test_the_interval_holds_the_probability_and_tells_how_many_were_alike() -> None:
    """What became of accounts of about the same probability by that day."""
    seen = monthly()
    curve = learn_curve(seen)
    for found in points(curve, seen.said[:100], seen.frame[:100]):
        assert all((one.low or 0) <= one.probability <= (one.high or 1) for one in found)
        assert found[-1].high is not None
        assert found[-1].low is not None
        assert 0.02 < found[-1].high - found[-1].low < 0.6
    assert min(group.accounts for group in curve.alike[365]) > FEWEST_SEEN
