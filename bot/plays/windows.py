"""Windows about plays, success plans and wins."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.ids import WindowId
from bot.plays.entered import GOALS, MILESTONES, WinEntry
from bot.rendering.renderer import Renderer
from cs_engine.records.plays import Goal, Milestone, PlanView, PlayCard, RunView, WinDraft, WinView

View = dict[str, Any]
EXPLAINED = 3
"""Plays that fit are explained in the window; of more than three nobody reads the fourth."""


def start_window(renderer: Renderer, name: str, cards: Sequence[PlayCard], about: str) -> View:
    """Word the window that starts a play, those that fit first."""
    fitting = [card for card in cards if card.fits]
    return renderer.window(
        "play_window",
        callback_id=WindowId.PLAY_START,
        about=about,
        name=name,
        fitting=fitting,
        explained=fitting[:EXPLAINED],
        others=[card for card in cards if not card.fits],
    )


def stop_window(renderer: Renderer, view: RunView, about: str) -> View:
    """Word the window that stops a play."""
    open_tasks = sum(1 for task in view.tasks if task.state == "open")
    return renderer.window(
        "play_stop_window", callback_id=WindowId.PLAY_STOP, about=about, view=view, open_tasks=open_tasks
    )


def plan_window(
    renderer: Renderer,
    name: str,
    view: PlanView | None,
    metrics: Sequence[str],
    users: Mapping[str, str],
    about: str,
) -> View:
    """Word the window that writes a plan: what is there, and room for more; ``users`` are Slack users by person."""
    goals = [*(view.plan.goals if view else ()), *[Goal("", "")] * GOALS][:GOALS]
    milestones = [*(view.plan.milestones if view else ()), *[Milestone("", "")] * MILESTONES][:MILESTONES]
    return renderer.window(
        "plan_window",
        callback_id=WindowId.PLAN,
        about=about,
        name=name,
        goals=goals,
        milestones=milestones,
        metrics=metrics,
        days=[goal.by.isoformat() if goal.by else None for goal in goals],
        step_days=[step.by.isoformat() if step.by else None for step in milestones],
        owners=[users.get(step.owner or "") for step in milestones],
        targets=[_typed(goal.target) for goal in goals],
    )


def win_window(renderer: Renderer, draft: WinDraft, users: Sequence[str], about: str) -> View:
    """Word the window in which a win is told; what is known of its effect stands there already."""
    return renderer.window("win_window", callback_id=WindowId.WIN, about=about, draft=draft, users=users)


def win_preview(renderer: Renderer, view: WinView, names: dict[str, str], entry: WinEntry, channel: str) -> View:
    """Word the window that shows a win as others will read it."""
    return renderer.window(
        "win_preview", callback_id=WindowId.WIN_PREVIEW, about=entry.code, view=view, names=names, channel=channel
    )


def _typed(value: float | None) -> str | None:
    """Return a number as a number input takes it."""
    return None if value is None else f"{value:g}"
