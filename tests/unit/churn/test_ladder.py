"""Few past losses do not pretend to be many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_engine.churn.ladder import FEWEST_FULL, FEWEST_SMALL, band_risk, step_for
from cs_engine.metrics.stake import ASSUMED, BaseRates, Seen, loss_probability
from cs_engine.records.bands import Band
from cs_engine.records.risk import Step


@pytest.mark.parametrize(
    ("losses", "step"),
    [
        (0, Step.ASSUMED),
        (1, Step.BANDS),
        (FEWEST_SMALL - 1, Step.BANDS),
        (FEWEST_SMALL, Step.SMALL),
        (FEWEST_FULL - 1, Step.SMALL),
        (FEWEST_FULL, Step.FULL),
    ],
)
def test_each_step_needs_more_losses_than_the_one_before(losses: int, step: Step) -> None:
    """Nothing was lost, a few were, enough for a few measures, enough for all."""
    assert step_for(losses) is step


def test_before_anything_was_seen_the_table_is_assumed_without_an_interval() -> None:
    """A number that nobody measured has no margin of error."""
    found = band_risk(Band.AT_RISK, 1, 0)
    assert found is not None
    assert (found.probability, found.low, found.high, found.step, found.n) == (0.18, None, None, Step.ASSUMED, 0)


def test_what_followed_the_band_is_told_with_its_interval() -> None:
    """12 losses of 100: (12 + 50 x 0.18) / 150 = 14 %, from 9 to 20 %."""
    found = band_risk(Band.AT_RISK, 1, 0, BaseRates(windows={Band.AT_RISK: Seen(12, 100)}))
    assert found is not None
    assert found.probability == pytest.approx(0.14)
    assert [found.low, found.high] == pytest.approx([0.0894, 0.1997], abs=1e-4)
    assert (found.step, found.n) == (Step.BANDS, 12)


def test_a_contract_is_judged_by_its_like() -> None:
    """Monthly ones, those that decide within the quarter, and those that do not; a far decision is no near one."""
    rates = BaseRates(
        windows={Band.WATCH: Seen(5, 100)},
        decisions={Band.WATCH: Seen(20, 100)},
        waiting={Band.WATCH: Seen(0, 300)},
    )
    asked = [(1, 0), (12, 30), (12, 90), (12, 91), (None, None)]
    losses = [found.n for term, days in asked if (found := band_risk(Band.WATCH, term, days, rates))]
    assert losses == [5, 20, 20, 0, 0]


@pytest.mark.parametrize("band", [None, Band.UNKNOWN, Band.LEAVING])
def test_of_unknown_and_leaving_nothing_is_said(band: Band | None) -> None:
    """One is not known, the other is decided."""
    assert band_risk(band, 1, 0) is None


@given(losses=st.integers(0, 300), others=st.integers(0, 3000), band=st.sampled_from(list(ASSUMED)))
def test_it_is_the_base_rate_of_the_money_at_stake_and_lies_in_its_interval(
    losses: int, others: int, band: Band
) -> None:
    """One company does not hear two base rates of one band."""
    rates = BaseRates(windows={band: Seen(losses, losses + others)})
    found, stake = band_risk(band, 1, 0, rates), loss_probability(band, 1, rates)
    assert found is not None
    assert stake is not None
    assert found.probability == pytest.approx(stake.value)
    if found.low is not None and found.high is not None:
        assert 0 <= found.low < found.probability < found.high <= 1
