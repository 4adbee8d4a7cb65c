"""Decision dates, urgency, chances of loss and what is at stake."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cs_engine.metrics.stake import (
    BaseRates,
    Contract,
    Position,
    Seen,
    arr_at_risk,
    assess_stake,
    decision_date,
    expected_revenue_at_risk,
    is_early_warning,
    loss_probability,
    rank,
    urgency,
)
from cs_engine.records.account import Basis
from cs_engine.records.bands import Band

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ANNUAL = Contract(12_000.0, "EUR", 12, TODAY + timedelta(days=110), 90, auto_renew=True)
MONTHLY = replace(ANNUAL, term_months=1, renewal_date=TODAY + timedelta(days=9), notice_days=30)
KNOWN = BaseRates(windows={Band.AT_RISK: Seen(20, 50)}, decisions={Band.AT_RISK: Seen(62, 100)})


def test_an_annual_contract_is_decided_at_its_notice_deadline() -> None:
    """90 days before the renewal, not at the renewal."""
    assert decision_date(ANNUAL, TODAY) == TODAY + timedelta(days=20)


def test_without_a_notice_period_the_renewal_decides() -> None:
    """An unknown notice period is not guessed."""
    assert decision_date(replace(ANNUAL, notice_days=None), TODAY) == ANNUAL.renewal_date


def test_the_last_day_of_notice_is_still_open() -> None:
    """Notice may be given on the deadline itself."""
    assert decision_date(replace(ANNUAL, renewal_date=TODAY + timedelta(days=90)), TODAY) == TODAY


def test_a_deadline_passed_without_notice_moves_the_decision_to_the_next_term() -> None:
    """The contract has renewed itself in all but name."""
    passed = replace(ANNUAL, renewal_date=date(2027, 1, 31), notice_days=90)
    assert decision_date(passed, TODAY) == date(2028, 1, 31) - timedelta(days=90)


def test_terms_that_end_in_short_months_keep_to_the_month() -> None:
    """Six months after 31 August is the last day of February."""
    half_year = replace(ANNUAL, term_months=6, renewal_date=date(2026, 8, 31), notice_days=0)
    assert decision_date(half_year, TODAY) == date(2027, 2, 28)


def test_a_contract_that_must_be_renewed_stays_open_until_its_renewal() -> None:
    """Without automatic renewal a passed deadline settles nothing."""
    manual = replace(ANNUAL, renewal_date=TODAY + timedelta(days=40), auto_renew=False)
    assert decision_date(manual, TODAY) == TODAY + timedelta(days=40)
    assert decision_date(replace(manual, auto_renew=None), TODAY) == TODAY + timedelta(days=40)


def test_a_monthly_contract_is_decided_any_day() -> None:
    """Its decision is today, whatever the renewal date says."""
    assert decision_date(MONTHLY, TODAY) == TODAY


def test_a_contract_that_does_not_tell_has_no_decision_date() -> None:
    """Unknown stays unknown."""
    assert decision_date(replace(ANNUAL, renewal_date=None), TODAY) is None


@pytest.mark.parametrize(
    ("days", "weight"),
    [(-5, 1.0), (0, 1.0), (30, 1.0), (105, 0.625), (180, 0.25), (400, 0.25), (None, None)],
)
def test_urgency_is_full_for_a_month_and_falls_to_a_quarter_at_half_a_year(
    days: int | None, weight: float | None
) -> None:
    """A straight line runs from T-30 to T-180."""
    assert urgency(days) == weight


def test_12000_annual_with_20_days_to_the_deadline_and_p_04_put_4800_at_risk() -> None:
    """Catalogue V10: the chance of not renewing times what is up for renewal."""
    stake = assess_stake(ANNUAL, Band.AT_RISK, NOW, KNOWN)
    assert (stake.days_to_decision, stake.urgency) == (20, 1.0)
    assert expected_revenue_at_risk(0.4, 12_000.0, early_warning=stake.early_warning) == 4_800.0


def test_the_same_contract_at_t_200_is_an_early_warning_and_not_summed() -> None:
    """Far decisions are named, not added up."""
    far = assess_stake(replace(ANNUAL, renewal_date=TODAY + timedelta(days=290)), Band.AT_RISK, NOW, KNOWN)
    assert (far.days_to_decision, far.early_warning, far.expected_revenue_at_risk) == (200, True, None)
    assert rank(far) == 0.0


def test_t_180_is_the_last_day_that_is_summed() -> None:
    """Beyond half a year, not at it; a monthly contract is never far."""
    assert [is_early_warning(12, days) for days in (180, 181, None)] == [False, True, False]
    assert not is_early_warning(1, 400)


def test_before_any_history_the_chance_is_assumed_and_says_so() -> None:
    """2, 6 and 18 % with no observation behind them."""
    chances = [loss_probability(band, 1) for band in (Band.HEALTHY, Band.WATCH, Band.AT_RISK)]
    assert [chance and (chance.value, chance.basis, chance.n) for chance in chances] == [
        (0.02, Basis.ASSUMED, 0),
        (0.06, Basis.ASSUMED, 0),
        (0.18, Basis.ASSUMED, 0),
    ]


def test_history_moves_the_chance_as_far_as_it_weighs() -> None:
    """20 of 50 windows lost, against 50 assumed ones with 9: 29 of 100."""
    chance = loss_probability(Band.AT_RISK, 1, KNOWN)
    assert chance is not None
    assert chance.value == pytest.approx(0.29)
    assert (chance.basis, chance.n) == (Basis.BASE_RATE, 50)


def test_longer_terms_learn_from_their_own_decisions_only() -> None:
    """62 of 100 decisions lost give 71 of 150; monthly losses do not count for them."""
    annual = loss_probability(Band.AT_RISK, 12, KNOWN)
    unseen = loss_probability(Band.AT_RISK, 12, BaseRates(windows=KNOWN.windows))
    assert annual is not None
    assert unseen is not None
    assert annual.value == pytest.approx(71 / 150)
    assert (unseen.value, unseen.basis) == (0.18, Basis.ASSUMED)


@pytest.mark.parametrize("band", [None, Band.UNKNOWN, Band.LEAVING])
def test_what_is_unknown_or_decided_has_no_chance_and_never_zero(band: Band | None) -> None:
    """Unknown accounts are listed apart; a notice given is a fact."""
    stake = assess_stake(ANNUAL, band, NOW, KNOWN)
    assert stake.probability is None
    assert stake.expected_revenue_at_risk is None


def test_monthly_revenue_at_risk_is_the_quarter_s_chance_times_arr() -> None:
    """P(lost within 90 days) x ARR, decided today, fully urgent."""
    stake = assess_stake(MONTHLY, Band.WATCH, NOW)
    assert (stake.expected_revenue_at_risk, stake.urgency, rank(stake)) == (720.0, 1.0, 720.0)


def test_lists_are_ordered_by_revenue_at_risk_times_urgency() -> None:
    """A contract whose decision day is unknown counts as distant, not as nothing."""
    undated = assess_stake(replace(ANNUAL, renewal_date=None), Band.AT_RISK, NOW)
    assert rank(undated) == pytest.approx(12_000 * 0.18 * 0.25)
    assert rank(assess_stake(replace(ANNUAL, arr=None), Band.AT_RISK, NOW)) == 0.0


def test_days_are_counted_in_the_workspace_s_own_zone() -> None:
    """The stake is as of the local day, with the decision date to prove it."""
    stake = assess_stake(MONTHLY, Band.WATCH, NOW)
    assert stake.decision_date == NOW.date()


def test_arr_at_risk_is_the_full_arr_of_weak_accounts_per_currency() -> None:
    """At risk or with an open episode; currencies are not added, unknown ARR is not in it."""
    positions = [
        Position(0.1, "EUR", Band.AT_RISK),
        Position(0.2, "EUR", Band.HEALTHY, open_episode=True),
        Position(5.0, "USD", Band.AT_RISK),
        Position(None, "EUR", Band.AT_RISK),
        Position(9.0, None, Band.AT_RISK),
        Position(7.0, "EUR", Band.WATCH),
    ]
    assert arr_at_risk(positions) == {"EUR": 0.3, "USD": 5.0}
    assert arr_at_risk([]) == {}
