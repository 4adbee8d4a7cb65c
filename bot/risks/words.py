"""Messages about chances of a loss, and about what they are good for."""

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.churn_audit import Audit, Before, Verdict
from cs_engine.records.risk_view import ModelView, RisksView

ROWS = ((15, 5), (10, 3), (6, 2), (3, 1))
"""Accounts, and early warnings, of a message: as many of these as fit."""
AHEAD = 60
"""Days before a loss that the headline looks at: time for a plan."""
HORIZON = 90
MEASURES = 8
FEATURES = 5


def risks(renderer: Renderer, view: RisksView, *, mine: bool = False) -> Message:
    """Word who may be lost, by expected revenue at risk and how soon; early warnings apart."""
    return fitting(
        lambda size: renderer.render(
            "risks",
            view=view,
            mine=mine,
            lines=view.lines[: size[0]],
            early=view.early[: size[1]],
            more=view.count - len(view.lines[: size[0]]),
            more_early=view.early_count - len(view.early[: size[1]]),
        ),
        ROWS,
    )


def model(renderer: Renderer, view: ModelView) -> Message:
    """Word whether chances came true, and whether the health score predicts."""
    audit = view.audit
    measures = audit.measures if audit else ()
    return renderer.render(
        "model",
        view=view,
        audit=audit,
        ranked=audit.ranked.get(HORIZON) if audit else None,
        followed=_followed(audit) if audit else (),
        ahead=_ahead(audit) if audit else None,
        lead=audit.leads.get("all") if audit else None,
        signal=[each.key for each in measures if each.verdict is Verdict.SIGNAL][:MEASURES],
        noise=[each.key for each in measures if each.verdict is Verdict.NOISE][:MEASURES],
        against=[each.key for each in measures if each.verdict is Verdict.AGAINST][:MEASURES],
        features=view.model.features[:FEATURES] if view.model else (),
    )


def _followed(audit: Audit) -> list[tuple[Band, float]]:
    """Return what share of each band was lost within the horizon, where that is known."""
    found = ((band, audit.bands[band].get(HORIZON)) for band in Band if band in audit.bands)
    return [(band, one.share.value) for band, one in found if one is not None]


def _ahead(audit: Audit) -> Before | None:
    return next((each for each in audit.before if each.days == AHEAD), None)
