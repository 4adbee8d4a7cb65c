"""The desk of plays, plans and wins over a real memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cs_engine.plays.reading import load_plays
from cs_engine.records.acting import Actor, Team
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.outbox import Act
from cs_engine.records.plays import EndReason, Goal, NotStarted, Refusal, RunState, RunView
from cs_engine.records.preferences import Preferences
from cs_engine.records.risk import AccountRisk, ReasonKind, RiskReason, Step
from cs_engine.records.risk_view import KeptRisks
from cs_engine.records.sight import Sight
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from cs_engine.storage.store import Store
from tests.unit.health.accounts import ZONE, days_ago
from tests.unit.plays.standings import PLAY
from tests.unit.service.desk import MONDAY, kept

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=ZONE)
MIA, LEO, ROSA = "mia@ours.example", "leo@ours.example", "rosa@ours.example"
ACTOR = Actor("U1", MIA, "Mia")
BLIND = Actor("U9", "sam@ours.example", "Sam", Sight(owner="sam@ours.example"))
LEADS = Team(leads=(ROSA,))
UNWELL: dict[str, Any] = {
    "csat_score": 1.0,
    "csat_at": days_ago(5),
    "features_used": 1,
    "active_days": 3,
    "nps_score": 7.0,
    "champion_seen_at": days_ago(100),
    "seats": 200,
    "last_two_way_at": days_ago(40),
}
"""In Watch, without anything that makes a play right."""
FALLEN: dict[str, Any] = {"active_users": 10.0, "active_users_prior": 30.0}


@dataclass
class Moved:
    """A clock that stands where it was put."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        """Return where it stands."""
        return self.now


@dataclass
class Room:
    """The desks, their memory and their clock."""

    store: Store
    clock: Moved
    cs: CustomerSuccess

    def score(self, as_of: datetime = MONDAY, account_id: str = "A", **facts: object) -> None:
        """Keep a snapshot of an account."""
        usual: dict[str, object] = {"owner": MIA, "backup": LEO}
        self.store.write_snapshots([kept(account_id, f"Customer {account_id}", as_of, **{**usual, **facts})])

    def start(self, play: str = "usage-drop", account_id: str = "A") -> RunView:
        """Start a play."""
        found = self.cs.plays.start(ACTOR, account_id, play, team=LEADS)
        assert isinstance(found, RunView), found
        return found

    def newest(self, account_id: str = "A") -> RunView:
        """Return the account's newest play."""
        return self.cs.plays.runs(ACTOR, account_id)[0]

    def said(self) -> list[tuple[str, Act, str]]:
        """Return kind, act and subject of everything in the outbox."""
        deliveries = self.cs.outbox.page(1).deliveries
        return [(each.intent.kind, each.intent.act, each.intent.subject) for each in deliveries]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """An empty memory on a Tuesday."""
    with open_memory(f"sqlite:///{tmp_path}/steward.db") as store:
        clock = Moved()
        own = tmp_path / "plays"
        own.mkdir()
        by_rule = PLAY.replace("priority = 50", 'priority = 99\nstart = "by_rule"').replace("calm-down", "by-itself")
        (own / "by-itself.toml").write_text(by_rule.replace("usage_trend = { below = 0.7 }", 'segment = "ruled"'))
        yield Room(store, clock, CustomerSuccess(store, clock, own))


def due(tasks: tuple[Task, ...]) -> list[tuple[str, str]]:
    """Return owner and due time of tasks."""
    return [(task.owner, f"{task.due_at.astimezone(ZONE):%m-%d %H:%M}") for task in tasks]


def test_a_suggestion_names_the_first_step_its_owner_and_day(room: Room) -> None:
    """Of the most urgent play that fits."""
    room.score(**FALLEN)
    found = room.cs.plays.suggestions(["A"]).get("A")
    assert found is not None
    assert (found.play, found.owner, found.due.isoformat()) == ("usage-drop", MIA, "2026-11-17")
    assert found.step == "Find out which team or feature the drop comes from"
    assert room.cs.plays.suggestions(["unknown"]) == {}


@pytest.mark.parametrize(("held_out", "play"), [(False, "usage-drop"), (True, None)])
def test_what_raises_the_chance_of_a_loss_proposes_a_play(room: Room, held_out: bool, play: str | None) -> None:  # noqa: FBT001 - a case
    """Where nothing happened that makes one right; not for an account that is held out."""
    room.score(**UNWELL, renewal_date=MONDAY.date() + timedelta(days=250))
    reasons = (
        RiskReason(ReasonKind.CONTRACT, 3.0, "decides", None, None, changeable=False, word="within 90 days"),
        RiskReason(ReasonKind.SEATS, 2.0, "seat_use", 0.3, 0.6, changeable=True),
        RiskReason(ReasonKind.TOUCH, 0.5, "two_way_days", 9.0, 8.0, changeable=True),
    )
    day = MONDAY.date()
    holdout = HoldOut(0.5, day) if held_out else None
    about = KeptRisks(day, MONDAY, 90, Step.FULL, "xgboost", 120, "ab", None, holdout=holdout)
    risk = AccountRisk("A", day, 90, 0.3, 0.1, 0.5, Step.FULL, "xgboost", 120, reasons)
    with room.store.changing() as memory:
        memory.risks.put(about, [risk])
    found = room.cs.plays.suggestions(["A"]).get("A")
    assert (found and found.play, found and found.by_chance) == (play, play and True)


def test_a_suggestion_for_nobodys_account_has_no_owner(room: Room) -> None:
    """But it is made: somebody has to see it."""
    room.score(**FALLEN, owner=None, backup=None)
    found = room.cs.plays.suggestions(["A"]).get("A")
    assert found is not None
    assert found.owner is None


def test_steps_become_tasks_on_working_days_of_whoever_does_them(room: Room) -> None:
    """Of today two working hours later, of other days in the morning; no weekend, no day off."""
    room.score(**FALLEN)
    free = Preferences(LEO, country="DE", working_days=(0, 1, 2, 3))
    room.cs.preferences.change(Actor("U2", LEO, "Leo"), country=free.country, working_days=free.working_days)
    view = room.start("silence")
    assert due(view.tasks) == [(MIA, "11-18 09:00"), (MIA, "11-23 09:00"), (LEO, "12-01 09:00"), (ROSA, "12-03 09:00")]
    assert due(room.start("usage-drop").tasks)[0] == (MIA, "11-17 12:00")


def test_while_the_csm_is_away_the_backup_stands_in(room: Room) -> None:
    """From the suggestion on."""
    room.score(**FALLEN)
    room.cs.preferences.change(ACTOR, away_from=TUESDAY.date(), away_until=TUESDAY.date() + timedelta(days=20))
    suggested = room.cs.plays.suggestions(["A"]).get("A")
    assert suggested is not None
    assert suggested.owner == LEO
    assert {task.owner for task in room.start().tasks} == {LEO}


def test_without_a_lead_their_steps_are_the_csms(room: Room) -> None:
    """And without anybody, those of whoever starts the play."""
    room.score(account_id="B", owner=None, backup=None)
    found = room.cs.plays.start(ACTOR, "B", "silence")
    assert isinstance(found, RunView)
    assert {task.owner for task in found.tasks} == {MIA}


def test_what_cannot_start_says_why(room: Room) -> None:
    """It runs, it is reached, it stops at once, or there is none; out of sight there is no account."""
    room.score(**FALLEN)
    room.start()
    assert refusal(room, "usage-drop") is Refusal.RUNNING
    assert refusal(room, "gone") is Refusal.UNKNOWN
    assert refusal(room, "at-risk") is Refusal.REACHED
    room.score(account_id="C", status="left")
    assert refusal(room, "silence", "C") is Refusal.NOT_NOW
    assert room.cs.plays.start(BLIND, "A", "silence") is None
    assert room.cs.plays.runs(BLIND, "A") == ()


def refusal(room: Room, play: str, account_id: str = "A") -> Refusal:
    """Return why a play does not start."""
    found = room.cs.plays.start(ACTOR, account_id, play)
    assert isinstance(found, NotStarted), found
    return found.reason


def test_each_check_measures_and_the_first_that_reaches_the_goal_ends_it(room: Room) -> None:
    """A second check of the same instant changes nothing."""
    room.score(**FALLEN)
    room.start()
    assert room.cs.plays.check(MONDAY, LEADS).met == 0
    assert room.newest().goal_now == 10.0
    room.score(MONDAY + timedelta(days=7), active_users=12.0, active_users_prior=30.0)
    assert room.cs.plays.check(MONDAY, LEADS).met == 1
    assert room.cs.plays.check(MONDAY, LEADS).met == 0
    ended = room.newest()
    assert (ended.run.state, ended.run.ended_by) == (RunState.MET, None)
    assert {task.state for task in ended.tasks} == {TaskState.CANCELLED}
    assert room.cs.plays.suggestions(["A"]).get("A") is None


def test_a_play_that_nothing_came_of_is_missed(room: Room) -> None:
    """The day after its deadline."""
    room.score(**FALLEN)
    room.start()
    room.clock.now += timedelta(days=60)
    assert room.cs.plays.check(MONDAY, LEADS).missed == 0
    room.clock.now += timedelta(days=1)
    assert room.cs.plays.check(MONDAY, LEADS).missed == 1


def test_a_play_of_a_customer_who_left_is_stopped(room: Room) -> None:
    """With the reason."""
    room.score(**FALLEN)
    room.start()
    room.score(MONDAY + timedelta(days=7), status="left")
    assert room.cs.plays.check(MONDAY, LEADS).stopped == 1
    assert room.newest().run.reason == EndReason.ACCOUNT_GONE


def test_a_renewal_play_is_met_by_the_next_decision_date(room: Room) -> None:
    """As the book tells it, without anybody recording it."""
    room.score(renewal_date=TUESDAY.date() + timedelta(days=50), auto_renew=False)
    room.start("renewal-60")
    room.score(MONDAY + timedelta(days=7), renewal_date=TUESDAY.date() + timedelta(days=415), auto_renew=False)
    assert room.cs.plays.check(MONDAY, LEADS).met == 1


def test_only_what_says_so_starts_by_rule_and_only_once(room: Room) -> None:
    """For accounts that somebody does the first step for."""
    room.score(segment="ruled")
    room.score(account_id="B", segment="mid", **FALLEN)
    assert room.cs.plays.check(MONDAY, LEADS).started == 1
    assert room.cs.plays.check(MONDAY, LEADS).started == 0
    assert room.newest().run.started_by is None
    assert room.cs.plays.runs(ACTOR, "B") == ()
    room.score(account_id="D", segment="ruled", owner=None, backup=None)
    assert room.cs.plays.check(MONDAY, Team()).started == 0


def test_stopping_keeps_what_somebody_wrote_and_takes_the_steps_off_the_lists(room: Room) -> None:
    """Out of sight there is nothing to stop."""
    room.score(**FALLEN)
    run_id = room.start().run.id
    assert room.cs.plays.stop(BLIND, run_id, "x") is None
    stopped = room.cs.plays.stop(ACTOR, run_id, "They were bought")
    assert stopped is not None
    assert (stopped.run.reason, stopped.run.ended_by) == ("They were bought", MIA)
    assert room.cs.plays.stop(ACTOR, run_id, "again") is None
    assert room.cs.plays.mine(ACTOR) == ()
    assert [view.run.id for view in room.cs.plays.mine(ACTOR, ended=timedelta(days=1))] == [run_id]


def test_the_catalogue_begins_with_what_fits(room: Room) -> None:
    """And counts what runs."""
    room.score(**FALLEN)
    room.start("silence")
    first, *others = room.cs.plays.catalogue(ACTOR, "A")
    assert (first.play, first.fits, first.running) == ("usage-drop", True, 0)
    assert {card.play: card.running for card in others}["silence"] == 1
    assert not any(card.fits for card in room.cs.plays.catalogue(ACTOR))
    assert len(others) + 1 == len(load_plays()) + 1


def test_a_goal_of_a_plan_is_measured_from_the_day_it_is_agreed(room: Room) -> None:
    """Reached it stays, also when the number falls again; less is better where less is better."""
    room.score(**FALLEN, tickets_open_urgent=3)
    by = TUESDAY.date() + timedelta(days=60)
    more, fewer = Goal("", "More", "active_users", None, 20.0, by), Goal("", "Fewer", "urgent_tickets", None, 0.0, by)
    view = room.cs.plays.change_plan(ACTOR, "A", MIA, (more, fewer), ())
    assert view is not None
    assert [(goal.start, goal.reached_on) for goal in view.plan.goals] == [(10.0, None), (3.0, None)]
    room.score(MONDAY + timedelta(days=7), active_users=25.0, tickets_open_urgent=2)
    assert room.cs.plays.check(MONDAY, LEADS).goals_reached == 1
    room.score(MONDAY + timedelta(days=14), active_users=5.0, tickets_open_urgent=0)
    assert room.cs.plays.check(MONDAY, LEADS).goals_reached == 1
    after = room.cs.plays.plan(ACTOR, "A")
    assert after is not None
    assert all(goal.reached_on == TUESDAY.date() for goal in after.plan.goals)
    assert after.now[after.plan.goals[0].id] == 5.0


def test_a_shared_plan_is_edited_and_one_that_nobody_shared_is_not(room: Room) -> None:
    """Nothing is said that nobody asked for."""
    room.score(**FALLEN)
    goal = Goal("", "More", "active_users", None, 20.0)
    room.cs.plays.change_plan(ACTOR, "A", MIA, (goal,), ())
    room.cs.plays.check(MONDAY, LEADS)
    assert room.said() == []
    room.cs.plays.share_plan(ACTOR, "A", "C1")
    room.cs.plays.change_plan(ACTOR, "A", MIA, (replace(goal, text="Even more"),), ())
    room.cs.plays.check(MONDAY, LEADS)
    assert sorted(act for _, act, _ in room.said()) == [Act.EDIT, Act.EDIT, Act.POST]
    assert {subject for _, _, subject in room.said()} == {"plan:A"}


def test_out_of_sight_there_is_no_plan_and_no_win(room: Room) -> None:
    """Neither to read nor to write."""
    room.score(**FALLEN)
    room.cs.plays.change_plan(ACTOR, "A", MIA, (), ())
    assert room.cs.plays.plan(BLIND, "A") is None
    assert room.cs.plays.change_plan(BLIND, "A", MIA, (), ()) is None
    assert room.cs.plays.share_plan(BLIND, "A", "C1") is None
    assert room.cs.plays.draft_win(BLIND, "A") is None
    assert room.cs.plays.compose_win(BLIND, "A", "s", "e", ()) is None


def test_a_win_starts_from_what_was_met_and_who_took_part(room: Room) -> None:
    """People are named, not counted."""
    room.score(**FALLEN)
    task = room.start().tasks[0]
    room.cs.logbook.finish(Actor("U3", ROSA, "Rosa"), task.id)
    room.score(MONDAY + timedelta(days=7), active_users=40.0)
    room.cs.plays.check(MONDAY, LEADS)
    draft = room.cs.plays.draft_win(ACTOR, "A")
    assert draft is not None
    assert [view.run.play for view in draft.runs] == ["usage-drop"]
    assert draft.people == (LEO, MIA, ROSA)
    composed = room.cs.plays.compose_win(ACTOR, "A", "We sat with them", "", draft.people)
    assert composed is not None
    assert room.cs.plays.wins(MONDAY, MONDAY + timedelta(days=9)) == ()
    room.cs.plays.tell_win(composed, "C1")
    assert room.cs.plays.wins(MONDAY, MONDAY + timedelta(days=9)) == (composed,)
    assert ("win", Act.POST, f"win:{composed.win.id}") in room.said()


def test_starting_and_stopping_stands_in_the_audit_log(room: Room) -> None:
    """Who did it, to which account, and which play."""
    room.score(**FALLEN)
    run = room.start().run
    room.cs.plays.stop(ACTOR, run.id, "Not now")
    lines = [(each.by, each.what, each.about, each.detail) for each in room.cs.preferences.audit().lines]
    assert sorted(lines) == [(MIA, what, "A", f"usage-drop {run.id}") for what in ("play_started", "play_stopped")]
