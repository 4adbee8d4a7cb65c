"""Use that ended for good: zero while days are reported, unknown once they no longer are."""

from datetime import timedelta

from cs_engine.records.bands import Band
from tests.unit.health.accounts import MONDAY, an_account, assessed, day_ago


def test_an_account_whose_usage_ended_weeks_ago_is_unknown_there_not_zero() -> None:
    """At most Watch, with less coverage; what goes with the expired days is the data's part, none of it theirs."""
    week = MONDAY - timedelta(days=7)
    last = day_ago(19)  # full for 14 days: it counted a week ago, and does no longer
    before = assessed(an_account(week, usage_last_day=last, active_users=20.0), week)
    now = assessed(an_account(usage_last_day=last, active_users=20.0), earlier=[before])
    assert [veto.key for veto in now.vetoes] == ["usage_unknown"]
    assert now.band is Band.WATCH
    assert now.coverage is not None
    assert before.coverage is not None
    assert now.coverage.share < before.coverage.share
    assert now.split is not None
    assert now.split.customer == 0
    assert now.split.data > 0  # low use no longer pulls the score down: that is no recovery of theirs
