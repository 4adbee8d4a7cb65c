"""Which play fits an account."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cs_engine.plays.deciding import fitting, may_start, reached, suggested, suggested_for, target
from cs_engine.plays.reading import load_presets
from cs_engine.plays.standing import METRICS, Standing
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family
from cs_engine.records.plays import PlayRun, RunState
from cs_engine.records.risk import ReasonKind
from tests.unit.health.accounts import day_ago, days_ago
from tests.unit.plays.standings import NOW, PLAY, naive, play, running, standing

PRESETS = load_presets()
FALLEN: dict[str, Any] = {"active_users": 20.0}
AT_RISK: dict[str, Any] = {
    "active_users": 5.0,
    "active_days": 2,
    "events_per_user": 10.0,
    "features_used": 1,
    "last_two_way_at": days_ago(50),
    "champion_seen_at": days_ago(150),
    "surveys_answered": 0,
    "nps_score": 9.0,
    "csat_score": 1.0,
}
OF_WELL: dict[str, Any] = {"decision_date": NOW.date() + timedelta(days=200)}


def names(at: Standing) -> list[str]:
    """Return the presets that fit, the most urgent first."""
    return [found.name for found in fitting(PRESETS, at)]


def test_nothing_fits_an_account_that_is_well() -> None:
    """Far from its decision, with a champion, with everything paid."""
    assert names(standing(**OF_WELL)) == []


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"champion_left_on": day_ago(3)}, "champion-left"),
        ({"nps_score": 3.0, "nps_role": "champion", "nps_at": days_ago(4)}, "detractor-response"),
        ({"status": "onboarding", "milestones_overdue": 1, "milestone_late_days": 9}, "onboarding-stalled"),
        (FALLEN, "usage-drop"),
        ({"invoices_overdue": 1, "overdue_days": 31}, "payment-overdue"),
        (AT_RISK, "usage-drop"),
        ({"last_two_way_at": days_ago(70)}, "silence"),
        ({"active_users": 45.0}, "expansion"),
        ({"status": "onboarding", "tenure_days": 3}, "welcome"),
    ],
)
def test_the_most_urgent_play_comes_first(facts: dict[str, Any], first: str) -> None:
    """For each kind of trouble, by facts alone."""
    assert names(standing(**OF_WELL, **facts))[0] == first


@pytest.mark.parametrize(
    ("days", "first"), [(90, "renewal-90"), (60, "renewal-60"), (30, "renewal-30"), (0, "renewal-30")]
)
def test_renewals_have_a_play_for_each_month(days: int, first: str) -> None:
    """By the days that are left until the customer decides."""
    assert names(standing(decision_date=NOW.date() + timedelta(days=days)))[0] == first


def test_at_risk_near_its_decision_is_a_red_save() -> None:
    """Far from it, the rescue is enough."""
    near = standing(decision_date=NOW.date() + timedelta(days=40), **AT_RISK)
    assert names(near)[0] == "red-save"
    assert "at-risk" in names(standing(**OF_WELL, **AT_RISK))
    assert "red-save" not in names(standing(**OF_WELL, **AT_RISK))


def test_an_open_episode_makes_its_play_fit() -> None:
    """Also where the facts are not bad enough by themselves."""
    well = standing(**OF_WELL)
    told = Standing(well.snapshot, NOW, well.decision_date, frozenset({Family.USAGE_DROP}))
    assert names(told) == ["usage-drop"]


def test_an_urgent_ticket_gets_the_play_about_it_and_not_that_about_silence() -> None:
    """They wait for us: what is missing is an answer, not their word."""
    waiting = standing(**OF_WELL, last_two_way_at=days_ago(70), tickets_open_urgent=1.0)
    told = Standing(waiting.snapshot, NOW, waiting.decision_date, frozenset({Family.URGENT_TICKET}))
    assert names(told)[0] == "urgent-ticket"


@pytest.mark.parametrize("status", ["trial", "paused", "left"])
def test_who_is_not_served_gets_no_play(status: str) -> None:
    """Whatever else is wrong."""
    assert names(standing(status=status, champion_left_on=day_ago(3), **AT_RISK)) == []


def test_notice_given_is_a_red_save_and_nothing_else() -> None:
    """No renewal, no rescue: it is decided, unless somebody turns it."""
    gone = standing(status="notice_given", notice_date=day_ago(1), leaves_on=NOW.date() + timedelta(days=30))
    told = Standing(gone.snapshot, NOW, gone.decision_date, frozenset({Family.NOTICE_GIVEN, Family.AT_RISK}))
    assert names(told) == ["red-save"]


def test_an_unknown_number_triggers_nothing() -> None:
    """Unknown is not zero."""
    assert "silence" not in names(standing(**OF_WELL, last_two_way_at=None))
    assert "usage-drop" not in names(standing(**OF_WELL, active_users=None))


def test_a_play_whose_goal_holds_already_does_not_fit() -> None:
    """There is nothing left for it to do."""
    late = PLAY.replace("rises_times = 1.2", "rises_to = 15")
    assert fitting([play(late)], standing(**FALLEN)) == []
    assert reached(play(late).goal, standing(**FALLEN))


def test_what_runs_or_just_ended_is_not_suggested_again() -> None:
    """For a month; afterwards it may be."""
    fallen, plays = standing(**OF_WELL, **FALLEN), [play()]
    assert suggested(plays, fallen, []) is plays[0]
    assert suggested(plays, fallen, [running()]) is None
    for state in (RunState.MET, RunState.MISSED, RunState.STOPPED):
        ended = running(state=state, ended_at=NOW - timedelta(days=29))
        assert suggested(plays, fallen, [ended]) is None
        assert suggested(plays, fallen, [running(state=state, ended_at=NOW - timedelta(days=31))]) is plays[0]


def test_while_a_play_runs_only_a_more_urgent_one_is_suggested() -> None:
    """Two rescues at once are none."""
    fallen = standing(decision_date=NOW.date() + timedelta(days=80), **FALLEN)
    assert suggested(PRESETS, fallen, [running("renewal-90")]).name == "usage-drop"  # type: ignore[union-attr] # it is
    assert suggested(PRESETS, fallen, [running("usage-drop")]) is None


def test_any_play_may_be_started_by_hand_unless_it_stops_at_once() -> None:
    """What somebody knows and the data does not is reason enough."""
    calm = PLAY + '[stop]\nband = "healthy"\n'
    assert may_start(play(), standing())
    assert not may_start(play(calm), standing())
    assert not may_start(play(), standing(status="left"))


@pytest.mark.parametrize(
    ("line", "to"),
    [
        ("rises_to = 50", 50),
        ("rises_by = 5", 45),
        ("rises_times = 1.5", 60),
        ("falls_to = 3", 3),
        ("falls_by = 10", 30),
    ],
)
def test_a_goal_starts_from_where_the_account_is(line: str, to: float) -> None:
    """Absolute, by an amount, or times what it was."""
    found = target(play(PLAY.replace("rises_times = 1.2", line)).goal, standing())
    assert (found.start, found.to, found.by) == (40, to, NOW.date() + timedelta(days=30))


def test_a_goal_from_an_unknown_start_has_no_target() -> None:
    """Unless it is absolute."""
    assert target(play().goal, standing(active_users=None)).to is None


def test_every_metric_of_every_preset_can_be_read() -> None:
    """Of an account of which everything is known."""
    known = standing(
        **OF_WELL, invoices_overdue=0, milestones_overdue=0, two_way_touches=3, ces_score=6, ces_at=naive(NOW)
    )
    assert [metric.key for metric in METRICS.values() if metric.read(known) is None] == []


def banded(band: Band) -> Standing:
    """Return an account far from its decision that no play fits, in a band."""
    well = standing(**OF_WELL)
    return replace(well, snapshot=replace(well.snapshot, band=band))


def by_chance(*reasons: ReasonKind, at: Standing | None = None, runs: tuple[PlayRun, ...] = ()) -> str | None:
    """Return the preset that is proposed for some reasons of a loss."""
    found = suggested_for(reasons, PRESETS, at or banded(Band.WATCH), runs)
    return found.name if found else None


def test_the_largest_reason_that_a_play_touches_decides() -> None:
    """A reason that no play works on is passed over; none at all proposes nothing."""
    assert by_chance(ReasonKind.SEATS, ReasonKind.TOUCH) == "usage-drop"
    assert by_chance(ReasonKind.TOUCH, ReasonKind.SEATS) == "silence"
    assert by_chance(ReasonKind.CONTRACT, ReasonKind.TOUCH) == "silence"
    assert by_chance(ReasonKind.CONTRACT) is None
    assert by_chance() is None


@pytest.mark.parametrize("band", [Band.HEALTHY, Band.UNKNOWN, Band.LEAVING])
def test_who_is_well_unknown_or_leaving_gets_no_play_for_a_chance(band: Band) -> None:
    """A healthy account needs no rescue, and nobody knows what an unknown one needs."""
    assert by_chance(ReasonKind.SEATS, at=banded(band)) is None


def test_a_play_for_a_chance_rests_like_any_other() -> None:
    """What runs, or ended this month, is not the next idea; what is reached already is none."""
    assert by_chance(ReasonKind.SEATS, runs=(running("usage-drop"),)) is None
    ended = running("usage-drop", ended_at=NOW - timedelta(days=3), state=RunState.MISSED)
    assert by_chance(ReasonKind.SEATS, ReasonKind.TOUCH, runs=(ended,)) == "silence"
    assert by_chance(ReasonKind.SUPPORT, at=banded(Band.WATCH)) is None
