"""Whatever happens to accounts: at most one open episode each, every one ends, and nothing is said twice."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.episodes.stories import LOW_USE, RUIN, Changes, replayed, snapshots
from tests.unit.health.accounts import MONDAY, days_ago

BEGIN: tuple[Changes, ...] = (
    {},
    LOW_USE,
    RUIN,
    {"overdue_days": 40, "overdue_amount": 900.0},
    {"tickets": 1, "tickets_open": 1, "tickets_open_urgent": 1, "oldest_urgent_days": 3.0},
    {"status": "notice_given", "notice_date": MONDAY.date() + timedelta(days=10)},
    {"status": "paused"},
    {"status": "onboarding", "milestone_late_days": 9, "milestone_late": "Go live"},
    {"champion_left_on": MONDAY.date() + timedelta(days=5)},
    {"usage_last_day": None, "active_users": None},
    {"nps_score": 2.0, "nps_role": "sponsor", "nps_at": days_ago(-8)},
    {"renewal_date": MONDAY.date() + timedelta(days=75)},
)
"""Weeks as they may come, in any order."""
WEEKS = st.lists(st.sampled_from(BEGIN), min_size=6, max_size=14)
CALM_WEEKS = 30
"""Longer than half a year: what nobody adds to has ended by then, even At risk."""


@settings(max_examples=25, deadline=None)
@given(stories=st.lists(WEEKS, min_size=1, max_size=3))
def test_episodes_are_few_and_finite(stories: list[list[Changes]]) -> None:
    """Random weeks, then an unchanged half year: all are over, none ran beside another, nothing is told twice."""
    length = max(len(story) for story in stories) + CALM_WEEKS
    lasting = [[*story, *[story[-1]] * (length - len(story))] for story in stories]
    days = replayed(*(snapshots(f"a{number}", story) for number, story in enumerate(lasting)))
    running: set[str] = set()
    said: Counter[tuple[str, str]] = Counter()
    for day in days:
        for update in day.decisions.updates:
            assert update.episode.account_id in running
            said.update((update.episode.id, family) for family in update.added)
            running -= {update.episode.account_id} if update.end else set()
        for opening in day.decisions.opened:
            assert opening.episode.account_id not in running
            said.update((opening.episode.id, family) for family in opening.families)
            running.add(opening.episode.account_id)
        assert set(day.open) == running
    assert not running
    assert all(times == 1 for times in said.values())
