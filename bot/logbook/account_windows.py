"""Windows about one account: what became of its renewal, a forecast, a pulse, a champion who left, wrong data."""

from dataclasses import replace
from typing import Any

from bot.ids import WindowId
from bot.logbook.about import About
from bot.logbook.windows import NAME
from bot.rendering.markup import clean
from bot.rendering.renderer import Renderer
from cs_engine.records.logbook import ForecastCall, Reason, RenewalResult
from cs_engine.records.logged import Draft, RenewalDraft, TaskView

View = dict[str, Any]


def renewal_window(renderer: Renderer, draft: RenewalDraft, about: About) -> View:
    """Word the window that records what became of a renewal."""
    return renderer.window(
        "renewal_window",
        callback_id=WindowId.RECORD_RENEWAL,
        about=about.code,
        draft=draft,
        day=draft.renewal_date.isoformat() if draft.renewal_date else None,
        results=list(RenewalResult),
        reasons=list(Reason),
    )


def forecast_window(renderer: Renderer, draft: RenewalDraft, about: About) -> View:
    """Word the window that takes a call on the open renewal."""
    calls = list(ForecastCall)
    return renderer.window("forecast_window", callback_id=WindowId.FORECAST, about=about.code, draft=draft, calls=calls)


def pulse_window(renderer: Renderer, draft: Draft, about: About) -> View:
    """Word the window that takes an opinion."""
    return renderer.window("pulse_window", callback_id=WindowId.PULSE, about=about.code, name=draft.account)


def champion_window(renderer: Renderer, draft: Draft, about: About) -> View:
    """Word the window that takes note of a champion who left."""
    return renderer.window(
        "champion_window",
        callback_id=WindowId.CHAMPION_LEFT,
        about=about.code,
        name=draft.account,
        gone=clean(draft.champion or "", NAME),
    )


def wrong_data_window(renderer: Renderer, draft: Draft, about: About) -> View:
    """Word the window that reports wrong data."""
    return renderer.window("wrong_data_window", callback_id=WindowId.WRONG_DATA, about=about.code, name=draft.account)


def reassign_window(renderer: Renderer, view: TaskView, about: About) -> View:
    """Word the window that gives a task to somebody else."""
    known = replace(about, task=view.task.id)
    return renderer.window(
        "task_window", callback_id=WindowId.TASK_REASSIGN, about=known.code, name=view.account, task=view.task
    )
