"""Samples of plays, success plans and wins."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.plays import windows, words
from bot.plays.entered import WinEntry
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.plays.reading import load_presets
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.plays import (
    Goal,
    Milestone,
    NotStarted,
    PlanView,
    PlayCard,
    PlayGoal,
    PlayRun,
    Refusal,
    RunState,
    RunView,
    SuccessPlan,
    Win,
    WinDraft,
    WinView,
)
from cs_engine.records.worked import KeptWork
from cs_engine.service.plays.success_plans import plan_metrics
from tests.unit.bot.answers import TODAY
from tests.unit.templates.twists import Twist

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MIA, LEO = "mia@ours.example", "leo@ours.example"
GOALS = (
    PlayGoal("score", "score", rises=True, within_days=60, to=55.0),
    PlayGoal("overdue_days", "days", rises=False, within_days=30, to=0.0),
    PlayGoal("active_users", "users", rises=True, within_days=45, times=1.2),
    PlayGoal("urgent_tickets", "count", rises=False, within_days=45, times=0.5),
    PlayGoal("arr", "money", rises=True, within_days=45, change=12_000.0),
    PlayGoal("seat_use", "share", rises=False, within_days=45, change=-0.1),
    PlayGoal("renewed", "flag", rises=True, within_days=90, to=1.0),
)
"""Every way in which a goal can be said."""
WORKED = {
    play.name: KeptWork(play.name, NOW, 1 + number, *told)
    for number, play in enumerate(load_presets())
    for told in (
        (14, 0.6, 0.4, 0.8, 4.2, 1.1, 7.3, 14, 0) if number % 3 else (1, 1.0, 0.2, 1.0, None, None, None, 9, 1),
    )
} | {"silence": KeptWork("silence", NOW, 3, 0, None, None, None, None, None, None, 0, 10)}
"""What plays have done: told, too few pairs, and no goal judged."""
Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]


def _cards(twist: Twist[Any], *, fits: int = 2) -> tuple[PlayCard, ...]:
    return tuple(
        PlayCard(
            play.name,
            twist(play.title),
            twist(play.purpose),
            tuple(replace(step, text=twist(step.text)) for step in play.steps),
            GOALS[number % len(GOALS)],
            fits=number < fits,
            running=number,
            by_rule=number == 1,
        )
        for number, play in enumerate(load_presets())
    )


def _task(number: int, twist: Twist[Any], state: TaskState = TaskState.OPEN) -> Task:
    due = NOW + timedelta(days=number - 1)
    return Task(f"t-{number}", "acc-1", twist("Call them"), twist(MIA), due, state, NOW, MIA, play_run_id="r-1")


def _run(twist: Twist[Any], goal: PlayGoal, state: RunState = RunState.ACTIVE, now: float | None = 10.0) -> RunView:
    over = state is not RunState.ACTIVE
    run = PlayRun(
        "r-1",
        "acc-1",
        "red-save",
        "1",
        NOW,
        MIA,
        state,
        goal_metric=goal.metric,
        goal_from=None if now is None else twist(8.0),
        goal_to=None if now is None else twist(12.0),
        goal_by=TODAY + timedelta(days=60),
        ended_at=NOW if over else None,
    )
    tasks = (_task(0, twist, TaskState.DONE), *(_task(number, twist) for number in range(1, 4)))
    shown = None if over or now is None else twist(now)
    return RunView(run, twist("Acme"), twist("Red save"), goal.unit, shown, tasks, "EUR")


def _catalogues(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    runs = (
        *(_run(twist, goal) for goal in GOALS),
        _run(twist, GOALS[0], now=None),
        _run(twist, GOALS[1], RunState.MET),
    )
    yield words.catalogue(renderer, (*runs, *runs), _cards(twist), {MIA: twist("Mia Chen")}, WORKED)
    yield words.catalogue(renderer, (), _cards(twist, fits=0), {}, {})


def _started(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for goal in GOALS:
        yield words.started(renderer, _run(twist, goal), {MIA: twist("Mia Chen")})
    yield words.started(renderer, replace(_run(twist, GOALS[0]), tasks=()), {})


def _stopped(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield words.stopped(renderer, _run(twist, GOALS[0], RunState.STOPPED))


def _refusals(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for reason in Refusal:
        yield words.refused(renderer, NotStarted(reason, "red-save", twist("Red save")))


def _start_windows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for fits in (0, 1, 5, 13):
        yield _window(windows.start_window(renderer, twist("Acme"), _cards(twist, fits=fits), "{}"))


def _stop_windows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield _window(windows.stop_window(renderer, _run(twist, GOALS[0]), "{}"))
    yield _window(windows.stop_window(renderer, replace(_run(twist, GOALS[0]), tasks=()), "{}"))


def _plan(twist: Twist[Any]) -> PlanView:
    late = date(2026, 11, 1)
    goals = (
        Goal("g1", twist("Everybody plans with it"), "seat_use", twist(0.4), twist(0.8), TODAY),
        Goal("g2", twist("Fewer fires"), "urgent_tickets", twist(4.0), twist(0.0), late),
        Goal("g3", twist("They tell others"), None, None, None, None, reached_on=late),
        Goal("g4", twist("More of it"), "arr", None, twist(50_000.0), TODAY),
        Goal("g5", twist("How it goes"), "score"),
    )
    steps = (
        Milestone("m1", twist("Single sign-on works"), MIA, TODAY),
        Milestone("m2", twist("All data is in"), None, late),
        Milestone("m3", twist("Kick-off"), None, None, late),
        Milestone("m4", twist("Say hello")),
    )
    plan = SuccessPlan("acc-1", MIA, NOW, NOW, LEO, goals, steps)
    units = {"g1": "share", "g2": "count", "g4": "money", "g5": "score"}
    return PlanView(twist("Acme"), plan, {"g1": twist(0.6), "g2": twist(2.0)}, units, "C1", NOW, "EUR")


def _bare(twist: Twist[Any]) -> PlanView:
    return PlanView(twist("Acme"), SuccessPlan("acc-1", MIA, NOW, NOW, LEO))


def _plans(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    names = {MIA: twist("Mia Chen")}
    for view in (_plan(twist), _bare(twist), None):
        yield words.plan(renderer, ("acc-1", twist("Acme")), view, names, twist("#cs-team"))


def _shared_plans(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for view in (_plan(twist), _bare(twist)):
        yield words.plan_for_all(renderer, view, {MIA: twist("Mia Chen")})


def _plan_windows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for view in (_short(_plan(twist)), None):
        yield _window(windows.plan_window(renderer, twist("Acme"), view, plan_metrics(), {MIA: "U02MIA"}, "{}"))


def _short(view: PlanView) -> PlanView:
    """Return a plan whose texts are as long as its window lets them be."""
    goals = tuple(replace(goal, text=goal.text[:120]) for goal in view.plan.goals)
    steps = tuple(replace(step, text=step.text[:120]) for step in view.plan.milestones)
    return replace(view, plan=replace(view.plan, goals=goals, milestones=steps))


def _win(twist: Twist[Any]) -> WinView:
    credit = tuple(twist(f"p{number}@ours.example") for number in range(10))
    return WinView(Win("w-1", "acc-1", NOW, MIA, twist("We sat with them."), twist("It works."), credit), twist("Acme"))


def _wins(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield words.win(renderer, _win(twist), {MIA: twist("Mia Chen")})
    alone = WinView(Win("w-1", "acc-1", NOW, MIA, twist("We sat with them.")), twist("Acme"))
    yield words.win(renderer, alone, {})


def _told(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield words.on_its_way(renderer, twist("Acme"), twist("#wins"))


def _win_windows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    runs = (_run(twist, GOALS[0], RunState.MET),) * 4
    goals = (Goal("g", twist("Everybody plans with it"), reached_on=TODAY),) * 4
    full = WinDraft("acc-1", twist("Acme"), (MIA,), runs, goals, 40.0, 71.0)
    yield _window(windows.win_window(renderer, full, ["U1", "U2"], "{}"))
    yield _window(windows.win_window(renderer, WinDraft("acc-1", twist("Acme"), (), (), ()), [], "{}"))


def _previews(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    entry = WinEntry("acc-1", "We sat with them.", "", (), "C1")
    yield _window(windows.win_preview(renderer, _win(twist), {MIA: twist("Mia Chen")}, entry, twist("#wins")))


def _window(view: dict[str, Any]) -> Message:
    """A window as a message, so that all are looked at in the same way."""
    said = "\n".join(each["text"] for each in (view["title"], view["submit"], view["close"]))
    return Message(said, tuple(view["blocks"]))


PLAY_WINDOWS = frozenset({"play_window", "play_stop_window", "plan_window", "win_window", "win_preview"})
PLAYS: Mapping[str, Fill] = MappingProxyType(
    {
        "plan": _plans,
        "plan_shared": _shared_plans,
        "plan_window": _plan_windows,
        "play_refused": _refusals,
        "play_started": _started,
        "play_stop_window": _stop_windows,
        "play_stopped": _stopped,
        "play_window": _start_windows,
        "plays": _catalogues,
        "win": _wins,
        "win_preview": _previews,
        "win_told": _told,
        "win_window": _win_windows,
    }
)
