"""How a started play ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cs_engine.plays.deciding import Verdict, verdict
from cs_engine.plays.reading import load_presets
from cs_engine.plays.standing import METRICS
from cs_engine.records.plays import EndReason, RunState
from tests.unit.health.accounts import day_ago, days_ago
from tests.unit.plays.standings import NOW, PLAY, play, running, standing

STOPPING = play(PLAY + '[stop]\nstatus = ["notice_given"]\n')
BEFORE = NOW - timedelta(days=10)


def test_a_play_goes_on_until_something_happens() -> None:
    """On its last day as well."""
    assert verdict(play(), running(), standing(active_users=35.0)) is None


def test_a_goal_that_is_reached_ends_it_as_met() -> None:
    """Exactly reached is reached, also on the last day."""
    assert verdict(play(), running(), standing(active_users=36.0)) == Verdict(RunState.MET)


def test_a_deadline_that_passes_ends_it_as_missed() -> None:
    """The day after."""
    late = running(goal_by=NOW.date() - timedelta(days=1))
    assert verdict(play(), late, standing(active_users=35.0)) == Verdict(RunState.MISSED)


@pytest.mark.parametrize("changes", [{"goal_to": None}, {"goal_metric": "gone"}])
def test_what_nobody_could_measure_is_not_missed(changes: dict[str, Any]) -> None:
    """Unknown is no failure of anybody's."""
    late = running(goal_by=NOW.date() - timedelta(days=1), **changes)
    unmeasured = Verdict(RunState.STOPPED, EndReason.NOT_MEASURED)
    assert verdict(play(), late, standing()) == unmeasured
    assert verdict(play(), running(goal_by=late.goal_by), standing(active_users=None)) == unmeasured


def test_a_stop_condition_ends_it() -> None:
    """But who reached the goal is credited with it."""
    left = standing(status="notice_given", active_users=20.0)
    assert verdict(STOPPING, running(), left) == Verdict(RunState.STOPPED, EndReason.STOP_RULE)
    assert verdict(STOPPING, running(), standing(status="notice_given", active_users=40.0)) == Verdict(RunState.MET)


def test_a_lost_account_ends_everything() -> None:
    """Whether it left or was erased, whatever its numbers were."""
    gone = Verdict(RunState.STOPPED, EndReason.ACCOUNT_GONE)
    assert verdict(play(), running(), standing(status="left", active_users=99.0)) == gone
    assert verdict(play(), running(), None) == gone


def test_a_play_whose_file_is_gone_ends() -> None:
    """Nobody knows any more what it was for."""
    removed = Verdict(RunState.STOPPED, EndReason.PLAY_REMOVED)
    assert verdict(None, running(), standing()) == removed


def test_a_reply_counts_from_the_start_on() -> None:
    """One of the day before does not."""
    since = replace(standing(last_two_way_at=days_ago(8)), since=BEFORE)
    earlier = replace(standing(last_two_way_at=days_ago(12)), since=BEFORE)
    assert METRICS["contact_since"].read(since) == 1.0
    assert METRICS["contact_since"].read(earlier) == 0.0
    assert METRICS["contact_since"].read(standing()) == 0.0


def test_a_renewal_counts_when_it_is_recorded_or_the_book_shows_the_next_term() -> None:
    """A decision date that was corrected by some days is no renewal."""
    renewed = METRICS["renewed"].read
    today = NOW.date()
    at = replace(standing(decision_date=today + timedelta(days=30)), since=BEFORE, decision_before=today)
    assert renewed(at) == 1.0
    assert renewed(replace(at, decision_date=today + timedelta(days=27))) == 0.0
    assert renewed(replace(at, decision_date=today, renewed_at=NOW)) == 1.0
    assert renewed(replace(at, decision_date=today, renewed_at=BEFORE - timedelta(days=1))) == 0.0


def test_a_champion_who_left_is_out_of_place_until_a_successor_is_named() -> None:
    """Nobody known is unknown, not gone."""
    in_place = METRICS["champion_in_place"].read
    assert in_place(standing(champion_left_on=day_ago(3))) == 0.0
    assert in_place(standing()) == 1.0
    assert in_place(standing(champion=None)) is None


def test_every_preset_ends_for_who_has_left() -> None:
    """None of them keeps tasks open for nobody."""
    left = standing(status="left")
    for preset in load_presets():
        run = running(preset.name, goal_metric=preset.goal.metric, goal_to=preset.goal.to)
        assert verdict(preset, run, left) is not None
