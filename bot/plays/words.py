"""Messages about plays, success plans and wins."""

from collections.abc import Mapping, Sequence

from bot.delivery.speaker import Speaker
from bot.plays.people import names_of
from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.outbox import Intent
from cs_engine.records.plays import NotStarted, PlanView, PlayCard, RunState, RunView, WinView
from cs_engine.records.worked import KeptWork

Names = Mapping[str, str]
MOST_RUNS = 5
"""Plays at work shown with a button each; who has more at once has none under control."""
CARDS = (15, 12, 9, 6)
"""What ships, and some of the company's own: as many of these as fit a message."""
MOST_MET = 3
"""Met plays that offer to tell the win."""


def catalogue(
    renderer: Renderer,
    runs: Sequence[RunView],
    cards: Sequence[PlayCard],
    names: Names,
    worked: Mapping[str, KeptWork],
) -> Message:
    """Word what is running for somebody's accounts, and all plays there are with what they have done."""
    active = [view for view in runs if view.run.state is RunState.ACTIVE]
    met = [view for view in runs if view.run.state is RunState.MET]
    today = renderer.reader.today
    told = {
        "active": active[:MOST_RUNS],
        "more": max(len(active) - MOST_RUNS, 0),
        "met": met[:MOST_MET],
        "names": names,
        "worked": worked,
        "late": [view.run.id for view in active if view.next_task and view.next_task.due_at.date() < today],
    }
    return fitting(
        lambda most: renderer.render("plays", cards=cards[:most], others=max(len(cards) - most, 0), **told), CARDS
    )


def started(renderer: Renderer, view: RunView, names: Names) -> Message:
    """Confirm that a play was started, with its steps."""
    return renderer.render("play_started", view=view, names=names)


def stopped(renderer: Renderer, view: RunView) -> Message:
    """Confirm that a play was stopped."""
    return renderer.render("play_stopped", view=view)


def refused(renderer: Renderer, refusal: NotStarted) -> Message:
    """Say why a play was not started."""
    return renderer.render("play_refused", refusal=refusal)


def plan(
    renderer: Renderer, account: tuple[str, str], view: PlanView | None, names: Names, shared_in: str = ""
) -> Message:
    """Word a plan for who may change it; ``account`` is its id and name, which stand there also without a plan."""
    account_id, name = account
    return renderer.render(
        "plan", account_id=account_id, name=name, view=view, names=names, shared_in=shared_in, **_dates(renderer, view)
    )


def shared_plan(speaker: Speaker, intent: Intent) -> Message | None:
    """Word a plan's message in a channel from what was agreed and measured by now."""
    view = speaker.cs.plays.plan_view(str(intent.about.get("account")))
    if view is None:
        return None
    return plan_for_all(speaker.renderer, view, names_of(speaker.cs.preferences))


def plan_for_all(renderer: Renderer, view: PlanView, names: Names) -> Message:
    """Word a plan for everybody in a channel."""
    return renderer.render("plan_shared", view=view, names=names, **_dates(renderer, view))


def win(renderer: Renderer, view: WinView, names: Names) -> Message:
    """Word a win."""
    return renderer.render("win", view=view, names=names)


def on_its_way(renderer: Renderer, name: str, channel: str) -> Message:
    """Confirm that a win will be posted."""
    return renderer.render("win_told", name=name, channel=channel)


def told_win(speaker: Speaker, intent: Intent) -> Message | None:
    """Word a win's message in a channel."""
    view = speaker.cs.plays.win(str(intent.about.get("win")))
    return None if view is None else win(speaker.renderer, view, names_of(speaker.cs.preferences))


def _dates(renderer: Renderer, view: PlanView | None) -> dict[str, object]:
    """Return the reader's day, and the last day that the numbers are about."""
    as_of = view.as_of if view else None
    return {"today": renderer.reader.today, "through": renderer.reader.through(as_of) if as_of else None}
