"""Old data weighs less; it is not rated lower."""

import pytest

from cs_engine.health.change import latest_within
from cs_engine.policy import WEEK_WINDOW
from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import MONDAY, an_account, assessed, day_ago, days_ago, line, weeks_on

FULL_NPS_WEIGHT = 15 * 50 * 100


@pytest.mark.parametrize(
    ("days", "weight"),
    [(0, FULL_NPS_WEIGHT), (179, FULL_NPS_WEIGHT), (180, FULL_NPS_WEIGHT / 2), (364, FULL_NPS_WEIGHT / 2)],
)
def test_an_nps_answer_weighs_half_at_180_days(days: int, weight: float) -> None:
    """The sub-score stays as the person gave it."""
    found = line(assessed(an_account(nps_at=days_ago(days), nps_score=8.0)), "nps")
    assert (found.weight, found.sub_score, found.state) == (weight, 7_500, FactorState.SCORED)


def test_an_nps_answer_is_out_at_365_days() -> None:
    """It is expired: known, shown, and not counted."""
    snapshot = assessed(an_account(nps_at=days_ago(365)))
    found = line(snapshot, "nps")
    assert (found.state, found.raw, found.sub_score, found.weight) == (FactorState.EXPIRED, 10.0, None, 0)
    assert snapshot.coverage is not None
    assert (snapshot.coverage.stalest, snapshot.coverage.share < 1) == ("nps", True)


@pytest.mark.parametrize(("days", "state"), [(119, FactorState.SCORED), (120, FactorState.EXPIRED)])
def test_a_csat_answer_is_out_at_120_days(days: int, state: FactorState) -> None:
    """It was about one case, soon forgotten."""
    assert line(assessed(an_account(csat_at=days_ago(days))), "csat").state is state


@pytest.mark.parametrize(("days", "state"), [(14, FactorState.SCORED), (15, FactorState.EXPIRED)])
def test_usage_counts_in_full_for_fourteen_days_and_then_not_at_all(days: int, state: FactorState) -> None:
    """Days are counted from the end of the last day covered."""
    found = line(assessed(an_account(usage_last_day=day_ago(days + 1))), "usage_trend")
    assert (found.state, found.weight) == (state, 35 * 40 * 100 if state is FactorState.SCORED else 0)


def test_the_stalest_signal_is_named_with_its_day() -> None:
    """Among what fades with age, not among what happens to be long ago."""
    coverage = assessed(an_account(nps_at=days_ago(170), last_two_way_at=days_ago(300))).coverage
    assert coverage is not None
    assert (coverage.stalest, coverage.stalest_on) == ("nps", day_ago(170))


def test_a_quiet_week_changes_every_score_by_nothing() -> None:
    """A week later, with use as before and nothing else: every line stands still."""
    facts = an_account(
        tickets=3, tickets_open=1, oldest_open_days=16.0, first_response_hours=30.0, overdue_days=20, active_users=31.0
    )
    before = assessed(facts)
    later = weeks_on(1)
    aged = {"oldest_open_days": 23.0, "overdue_days": 27, "usage_last_day": day_ago(1, later), "tenure_days": 707}
    now = assessed(facts | aged, later, earlier=[before])
    assert now.change_7d is not None
    assert now.change_7d.points == 0
    assert {each.change_7d for each in now.lines} == {0}
    assert (now.drivers_down, now.drivers_up) == ((), ())


def test_the_change_is_against_the_latest_snapshot_seven_to_thirteen_days_before() -> None:
    """Six days are too few, fourteen too many."""
    snapshots = [assessed(an_account(), days) for days in (MONDAY, weeks_on(1 / 7), weeks_on(1), weeks_on(8 / 7))]
    assert latest_within(snapshots, weeks_on(2), WEEK_WINDOW) is snapshots[2]
    assert latest_within(snapshots[:1], weeks_on(2), WEEK_WINDOW) is None
    assert latest_within(snapshots[:2], weeks_on(2), WEEK_WINDOW) is snapshots[1]
