"""Plays at work, plans and wins in the memory."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cs_engine.records.logbook import RenewalRecord, RenewalResult, Task, TaskState
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.records.plays import Goal, Milestone, PlayRun, RunState, SuccessPlan, Win
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store
from tests.unit.storage.builders import snapshot

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
MIA, LEO = "mia@ours.example", "leo@ours.example"


def run(run_id: str = "r1", account_id: str = "A", play: str = "silence", **changes: object) -> PlayRun:
    """Return an active run."""
    usual = PlayRun(run_id, account_id, play, "1", NOW, MIA, RunState.ACTIVE, "score", 40.0, 55.0, NOW.date())
    return replace(usual, **changes)  # type: ignore[arg-type] # fields by their names


def task(task_id: str, run_id: str = "r1", **changes: object) -> Task:
    """Return an open task of a run."""
    usual = Task(task_id, "A", "Call", MIA, NOW, TaskState.OPEN, NOW, MIA, play_run_id=run_id)
    return replace(usual, **changes)  # type: ignore[arg-type] # same


def start(store: Store, one: PlayRun, tasks: Sequence[Task] = ()) -> bool:
    """Keep a run in a transaction of its own."""
    with store.changing() as memory:
        return memory.plays.start(one, tasks)


def end(store: Store, run_id: str, state: RunState = RunState.MET) -> PlayRun | None:
    """End a run in a transaction of its own."""
    with store.changing() as memory:
        return memory.plays.end(run_id, state, NOW, None, None)


def test_a_run_comes_back_as_it_went_in(store: Store) -> None:
    """With its goal and its day."""
    assert start(store, run(), [task("t1")])
    with store.viewing() as memory:
        assert memory.plays.run("r1") == run()
        assert memory.plays.tasks(["r1"]) == [task("t1")]
        assert memory.plays.run("r2") is None


def test_a_play_runs_once_at_a_time_for_an_account(store: Store) -> None:
    """It may again once it has ended, and another play or account may at any time."""
    assert start(store, run())
    assert not start(store, run("r2"), [task("t2", "r2")])
    assert start(store, run("r3", play="at-risk"))
    assert start(store, run("r4", account_id="B"))
    end(store, "r1")
    assert start(store, run("r5"))
    with store.viewing() as memory:
        assert memory.plays.tasks(["r2"]) == []


def test_of_several_who_start_at_once_one_does(store: Store) -> None:
    """The others are told that it runs."""
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda number: start(store, run(f"r{number}"), [task(f"t{number}")]), range(8)))
    assert sorted(told) == [False] * 7 + [True]


def test_ending_a_run_cancels_what_is_still_open(store: Store) -> None:
    """What is done stays done; a second end changes nothing."""
    start(store, run(), [task("t1", state=TaskState.DONE), task("t2")])
    ended = end(store, "r1")
    assert ended is not None
    assert (ended.state, ended.ended_at) == (RunState.MET, NOW)
    assert end(store, "r1", RunState.STOPPED) is None
    with store.viewing() as memory:
        states = {each.id: each.state for each in memory.plays.tasks(["r1"])}
    assert states == {"t1": TaskState.DONE, "t2": TaskState.CANCELLED}


def test_runs_are_found_by_account_state_and_person(store: Store) -> None:
    """Only of accounts that the person looks after and may see."""
    store.write_snapshots([snapshot("A", owner="Mia@ours.example"), snapshot("B", owner=LEO, backup=MIA)])
    start(store, run("old", started_at=NOW - timedelta(days=9)))
    end(store, "old")
    start(store, run("r1"))
    start(store, run("r2", account_id="B"))
    start(store, run("gone", account_id="C"))
    with store.viewing() as memory:
        plays = memory.plays
        assert [each.id for each in plays.runs(["A"])] == ["r1", "old"]
        assert [each.id for each in plays.active()] == ["r1", "r2", "gone"]
        assert [each.id for each in plays.of_person(EVERYTHING, MIA, NOW)] == ["r1", "r2"]
        assert [each.id for each in plays.of_person(EVERYTHING, MIA, NOW - timedelta(days=1))] == ["old", "r1", "r2"]
        assert [each.id for each in plays.of_person(Sight(owner=LEO), MIA, NOW)] == ["r2"]
        assert plays.running(EVERYTHING) == {"silence": 2}
        assert plays.running(Sight(segments=())) == {}


def test_the_latest_renewal_that_counts_is_found(store: Store) -> None:
    """Not one that was taken back, and not a notice."""
    with store.changing() as memory:
        for number, (result, undone) in enumerate(
            [
                (RenewalResult.RENEWED, None),
                (RenewalResult.RENEWED_LOWER, None),
                (RenewalResult.RENEWED, NOW),
                (RenewalResult.NOTICE_GIVEN, None),
            ]
        ):
            at = NOW + timedelta(days=number)
            memory.logbook.add_renewal(RenewalRecord(f"n{number}", "A", result, at.date(), MIA, at, undone_at=undone))
    with store.viewing() as memory:
        assert memory.plays.renewed(["A", "B"]) == {"A": NOW + timedelta(days=1)}


def test_a_plan_changes_only_from_what_its_writer_read(store: Store) -> None:
    """Of two at once the second is told."""
    plan = SuccessPlan("A", MIA, NOW, NOW, MIA, (Goal("g", "More", "score", 40.0, 55.0, NOW.date()),), ())
    with store.changing() as memory:
        assert memory.plays.add_plan(plan)
        assert not memory.plays.add_plan(plan)
        kept = memory.plays.change_plan(replace(plan, milestones=(Milestone("m", "Kick-off", MIA, NOW.date()),)))
        assert kept is not None
        assert memory.plays.change_plan(plan) is None
    with store.viewing() as memory:
        assert memory.plays.plan("A") == kept
        assert memory.plays.plans() == [kept]
        assert memory.plays.plan("B") is None


def test_where_a_subject_was_posted_is_known_from_the_outbox(store: Store) -> None:
    """The newest place; nothing for what nobody ever posted."""
    with store.changing() as memory:
        for number, channel in enumerate(("C1", "C2")):
            at = NOW + timedelta(minutes=number)
            to = (Recipient(To.CHANNEL, channel),)
            memory.outbox.put([Intent(f"k{number}", "plan", Act.POST, "plan:A", to, at)], at)
        memory.outbox.put([Intent("k9", "plan", Act.EDIT, "plan:B", (), NOW)], NOW)
    with store.viewing() as memory:
        assert memory.plays.posted_to("plan:A") == Recipient(To.CHANNEL, "C2")
        assert memory.plays.posted_to("plan:B") is None


def test_wins_are_found_by_time_and_sight(store: Store) -> None:
    """With the names of their accounts, the newest first."""
    store.write_snapshots([snapshot("A", name="Acme", owner=MIA), snapshot("B", name="Bolt", owner=LEO)])
    wins = [Win(f"w{number}", "AB"[number % 2], NOW + timedelta(days=number), MIA, "Story") for number in range(3)]
    with store.changing() as memory:
        for win in wins:
            memory.plays.add_win(win)
    with store.viewing() as memory:
        found = memory.plays.wins(NOW, NOW + timedelta(days=2), EVERYTHING)
        assert found == [(wins[1], "Bolt"), (wins[0], "Acme")]
        assert memory.plays.wins(NOW, NOW + timedelta(days=9), Sight(owner=LEO)) == [(wins[1], "Bolt")]
        assert memory.plays.win("w2") == wins[2]


def test_helpers_are_who_did_something_not_how_much(store: Store) -> None:
    """Each once."""
    done: dict[str, Any] = {"state": TaskState.DONE, "ended_at": NOW}
    tasks = [task("t1", ended_by=MIA, **done), task("t2", ended_by=MIA, **done), task("t3", ended_by=LEO, **done)]
    start(store, run(), tasks)
    with store.viewing() as memory:
        assert memory.plays.helpers("A", NOW) == {MIA, LEO}
        assert memory.plays.helpers("A", NOW + timedelta(days=1)) == set()
