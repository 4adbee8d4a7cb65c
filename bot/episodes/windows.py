"""The windows in which people decide about an episode."""

from datetime import date
from typing import Any

from bot.ids import WindowId
from bot.rendering.markup import clean
from bot.rendering.renderer import Renderer
from cs_engine.records.episode_view import EpisodeView
from cs_engine.records.episodes import FalseAlarm

STEP = 200
"""Characters of a next step."""


def claim_window(renderer: Renderer, view: EpisodeView, about: str, day: date) -> dict[str, Any]:
    """Word the window that takes an episode; `day` is proposed for the next step, and what a play says to do."""
    task, suggestion = view.report.care.next_task, view.report.care.suggestion
    step = suggestion.step if suggestion and not task else ""
    return _window(renderer, WindowId.EPISODE_CLAIM, view, about, day=day.isoformat(), step=clean(step, STEP))


def hand_window(renderer: Renderer, view: EpisodeView, about: str) -> dict[str, Any]:
    """Word the window that gives an episode to somebody else."""
    return _window(renderer, WindowId.EPISODE_HAND, view, about)


def snooze_window(renderer: Renderer, view: EpisodeView, about: str, day: date) -> dict[str, Any]:
    """Word the window that asks until when an episode rests; `day` is proposed."""
    return _window(renderer, WindowId.EPISODE_SNOOZE, view, about, day=day.isoformat())


def false_window(renderer: Renderer, view: EpisodeView, about: str) -> dict[str, Any]:
    """Word the window that asks why an episode is a false alarm."""
    return _window(renderer, WindowId.EPISODE_FALSE, view, about, reasons=list(FalseAlarm))


def resolve_window(renderer: Renderer, view: EpisodeView, about: str) -> dict[str, Any]:
    """Word the window that ends an episode."""
    return _window(renderer, WindowId.EPISODE_RESOLVE, view, about)


def _window(renderer: Renderer, window: WindowId, view: EpisodeView, about: str, **more: object) -> dict[str, Any]:
    name = f"{window.value.replace('.', '_')}_window"
    return renderer.window(name, callback_id=window, about=about, name=view.report.name, **more)
