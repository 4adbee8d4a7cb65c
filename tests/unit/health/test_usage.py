"""Use is compared with the customer's own normal."""

from datetime import datetime

import pytest

from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import EVERYTHING, ZONE, an_account, assessed, line


def test_with_56_weeks_of_history_use_is_compared_with_last_year() -> None:
    """Half of the autumn before, and exactly what last November was: nothing happened."""
    facts = an_account(usage_history_weeks=56, active_users=20.0, active_users_last_year=20.0, active_users_prior=40.0)
    assert line(assessed(facts), "usage_trend").raw == 1.0


def test_with_less_history_use_is_compared_with_the_segments_median_move() -> None:
    """Everybody halved over the holidays, so did this customer."""
    facts = an_account(usage_history_weeks=55, active_users=20.0, active_users_last_year=20.0, peer_trend=0.5)
    assert line(assessed(facts), "usage_trend").raw == 1.0


def test_without_peers_use_is_compared_with_the_quarter_before() -> None:
    """Nothing to correct by, and the ratio stands."""
    assert line(assessed(an_account(active_users=30.0)), "usage_trend").raw == 0.75


def test_a_year_ago_nobody_was_active_falls_back_to_the_quarter() -> None:
    """Zero last year is nothing to divide by."""
    facts = an_account(usage_history_weeks=60, active_users=30.0, active_users_last_year=0.0)
    assert line(assessed(facts), "usage_trend").raw == 0.75


def test_nobody_active_in_the_quarter_before_has_no_trend() -> None:
    """From nothing to something is no ratio."""
    snapshot = assessed(an_account(active_users_prior=0.0))
    assert line(snapshot, "usage_trend").state is FactorState.NOT_APPLICABLE


@pytest.mark.parametrize("young", [{"tenure_days": 55}, {"usage_history_weeks": 7}])
def test_there_is_no_usage_trend_before_eight_weeks(young: dict[str, object]) -> None:
    """A ramp-up is no rise."""
    assert line(assessed(an_account(**young)), "usage_trend").state is FactorState.NOT_APPLICABLE


def test_a_usage_trend_starts_at_eight_weeks() -> None:
    """56 days with the customer, eight weeks of data; an unknown age is no youth."""
    for facts in ({"tenure_days": 56, "usage_history_weeks": 8}, {"tenure_days": None, "usage_history_weeks": None}):
        assert line(assessed(an_account(**facts)), "usage_trend").raw == 1.0


@pytest.mark.parametrize(("days", "state"), [(59, FactorState.NOT_APPLICABLE), (60, FactorState.SCORED)])
def test_there_is_no_seat_judgment_before_60_days(days: int, state: FactorState) -> None:
    """Roll-outs take their time."""
    assert line(assessed(an_account(tenure_days=days)), "seat_utilization").state is state


@pytest.mark.parametrize("model", ["unlimited", "consumption"])
def test_contracts_without_seats_have_no_seat_utilization(model: str) -> None:
    """Nothing was bought by the seat."""
    found = line(assessed(an_account(seat_model=model)), "seat_utilization")
    assert found.state is FactorState.NOT_APPLICABLE


def test_concurrent_seats_are_judged_by_the_people_expected() -> None:
    """Ten shared seats may serve forty people."""
    expected = an_account(seat_model="concurrent", seats=10, expected_active_users=80)
    assert line(assessed(expected), "seat_utilization").raw == 0.5
    unknown = an_account(seat_model="concurrent", seats=10)
    assert line(assessed(unknown), "seat_utilization").state is FactorState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (datetime(2026, 6, 30, tzinfo=ZONE), FactorState.SCORED),
        (datetime(2026, 7, 10, tzinfo=ZONE), FactorState.NOT_APPLICABLE),
        (datetime(2026, 8, 20, tzinfo=ZONE), FactorState.NOT_APPLICABLE),
        (datetime(2026, 9, 10, tzinfo=ZONE), FactorState.NOT_APPLICABLE),
        (datetime(2026, 10, 1, tzinfo=ZONE), FactorState.SCORED),
    ],
)
def test_a_school_in_its_quiet_months_is_not_judged_by_its_use(as_of: datetime, state: FactorState) -> None:
    """As long as the four weeks touch July or August, empty rooms mean nothing."""
    snapshot = assessed(an_account(as_of, quiet_months="7, 8", active_users=1.0, active_days=0), as_of)
    usage = {each.state for each in snapshot.lines if each.group == "usage"}
    assert usage == {state}


def test_the_quiet_month_of_a_school_does_not_move_its_band() -> None:
    """The other groups carry the score alone."""
    as_of = datetime(2026, 7, 30, tzinfo=ZONE)
    assert assessed(an_account(as_of, quiet_months="7", active_users=1.0, active_days=0), as_of).score == 10_000


def test_weekly_rows_cannot_tell_active_days() -> None:
    """They could not, so they are not missing."""
    found = line(assessed(an_account(active_days=None)), "active_days_share")
    assert found.state is FactorState.NOT_APPLICABLE


def test_usage_that_names_no_feature_has_no_breadth() -> None:
    """One total a day says nothing about features."""
    for known in (None, 0):
        found = line(assessed(an_account(features_used=None, features_known=known)), "breadth")
        assert found.state is FactorState.NOT_APPLICABLE


def test_nobody_active_has_no_depth() -> None:
    """Nothing to divide by is no value."""
    assert line(assessed(an_account(active_users=0.0)), "depth").state is FactorState.NOT_APPLICABLE


def test_every_measure_of_use_is_missing_without_usage_of_the_account() -> None:
    """Others have usage, so this account should."""
    facts = an_account() | dict.fromkeys(
        ("usage_last_day", "active_users", "active_users_prior", "active_days", "features_known", "events_per_user")
    )
    snapshot = assessed(facts)
    assert {each.state for each in snapshot.lines if each.group == "usage"} == {FactorState.MISSING}


def test_every_measure_of_use_is_not_applicable_when_usage_was_never_connected() -> None:
    """No usage source, no judgment of use."""
    snapshot = assessed(an_account(usage_last_day=None), connected=EVERYTHING - {"usage"})
    assert {each.state for each in snapshot.lines if each.group == "usage"} == {FactorState.NOT_APPLICABLE}


def test_a_raw_value_is_rounded_to_six_digits() -> None:
    """Two runs agree to the last digit."""
    assert line(assessed(an_account(active_users=40.0, active_users_prior=30.0)), "usage_trend").raw == 1.33333
