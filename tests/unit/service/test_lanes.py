"""One person's day in three lanes."""

from dataclasses import replace
from datetime import timedelta

from cs_engine.records.bands import Band
from cs_engine.records.lanes import LaneReason, LaneRow, Lanes
from cs_engine.records.plays import Milestone, SuccessPlan
from cs_engine.service.digests.daily import worth_telling
from cs_engine.service.scoring.lanes import MOST_ROWS, Desk, lanes_of
from tests.unit.service.digest_cast import ANA, MONDAY, TODAY, account, claimed, episode, task


def lanes(**desk: object) -> Lanes:
    """Return Ana's lanes on a Monday at nine."""
    return lanes_of(Desk(ANA, MONDAY, **desk))  # type: ignore[arg-type] # parts of the desk, by name


def told(rows: tuple[LaneRow, ...]) -> list[tuple[str, LaneReason]]:
    """Return accounts and reasons."""
    return [(each.account_id, each.reason) for each in rows]


def test_a_quiet_day_is_empty() -> None:
    """Nothing is owed, nothing is new, everybody was in touch."""
    assert lanes(accounts=(account(),)).rows == 0


def test_owed_is_what_is_overdue_or_due_today_but_not_what_is_due_tomorrow() -> None:
    """The oldest promise first."""
    due = {"t1": -3, "t2": 0, "t3": 1}
    tasks = tuple(task(name, f"A{name}", due_at=MONDAY + timedelta(days=days)) for name, days in due.items())
    assert told(lanes(tasks=tasks).owe) == [("At1", LaneReason.TASK_OVERDUE), ("At2", LaneReason.TASK_DUE)]


def test_owed_are_promised_steps_and_own_episodes_that_nobody_took() -> None:
    """An episode with a task due today is one thing, not two."""
    episodes = (claimed("A", next_step_on=TODAY), episode("B"), claimed("C"), episode("D", owner="lee@ours.example"))
    assert told(lanes(episodes=episodes).owe) == [("A", LaneReason.STEP_OVERDUE), ("B", LaneReason.UNCLAIMED)]
    assert told(lanes(episodes=episodes[:1], tasks=(task(),)).owe) == [("A", LaneReason.TASK_DUE)]


def test_a_decision_within_a_month_is_news_unless_somebody_was_just_in_touch() -> None:
    """The nearest first; monthly contracts decide every day, so their decision is no news."""
    stale = {"last_touch": TODAY - timedelta(days=15)}
    accounts = (
        account("A", days_to_decision=30, **stale),
        account("B", days_to_decision=10, **stale),
        account("C", days_to_decision=10),
        account("D", days_to_decision=0, term_months=1, **stale),
        account("E", days_to_decision=31, **stale),
    )
    assert told(lanes(accounts=accounts).bring) == [("B", LaneReason.DECISION), ("A", LaneReason.DECISION)]


def test_steps_of_plays_milestones_and_improvements_are_news() -> None:
    """Whatever gives a reason to be in touch this week."""
    step = task("t1", "A", play_run_id="r1", due_at=MONDAY + timedelta(days=2))
    plan = SuccessPlan("B", ANA, MONDAY, MONDAY, ANA, milestones=(Milestone("m1", "Roll-out", by=TODAY),))
    better = account("C", customer=8.0, band=Band.HEALTHY)
    assert told(lanes(tasks=(step,), plans=(plan,), accounts=(better,)).bring) == [
        ("A", LaneReason.PLAY),
        ("B", LaneReason.MILESTONE),
        ("C", LaneReason.IMPROVED),
    ]


def test_to_stay_close_to_are_the_silent_the_dearest_first() -> None:
    """And those of whom nothing is on record."""
    silent = account("A", last_reply=TODAY - timedelta(days=70))
    dear = account("B", last_reply=None, arr=90_000.0)
    rows = lanes(accounts=(silent, dear)).close
    assert told(rows) == [("B", LaneReason.UNTOUCHED), ("A", LaneReason.SILENT)]
    assert rows[1].number == 70


def test_an_account_is_in_one_lane_only() -> None:
    """What is owed comes before everything else."""
    silent = account("A", last_reply=TODAY - timedelta(days=70))
    day = lanes(accounts=(silent,), tasks=(task(),))
    assert (told(day.owe), day.bring, day.close) == ([("A", LaneReason.TASK_DUE)], (), ())


def test_a_lane_has_nine_rows_at_most_and_tells_how_many_more_are_owed() -> None:
    """More is a list, not a day."""
    tasks = tuple(task(f"t{n}", f"A{n}") for n in range(12))
    day = lanes(tasks=tasks)
    assert (len(day.owe), day.more) == (MOST_ROWS, 3)


def test_a_daily_message_tells_the_same_once_a_week() -> None:
    """Debts come back until they are paid; the rest only when something about it has changed."""
    monday = lanes(
        tasks=(task(),),
        accounts=(
            account("B", days_to_decision=10, last_touch=None),
            account("C", last_reply=TODAY - timedelta(days=70)),
            account("D", last_reply=None),
        ),
    )
    longer = replace(monday.close[1], number=71.0)
    worse = replace(monday.close[0], band=Band.AT_RISK)
    tuesday = replace(monday, day=TODAY + timedelta(days=1), close=(worse, longer))
    told = worth_telling(tuesday, [monday])
    assert (told.owe, told.bring, told.close) == (monday.owe, (), (worse,))
    assert worth_telling(tuesday, []) == tuesday
