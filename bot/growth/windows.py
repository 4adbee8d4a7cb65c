"""The window that calculates growth plans."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.growth.entered import BLANKS, known_first
from bot.ids import WindowId
from bot.rendering.renderer import Renderer
from cs_engine.service.growth.desk import Basis, Calculated

View = dict[str, Any]
CHANNELS = 6
"""Channels whose cost is told; `steward growth` has all."""
A_CONTACT = "1"
"""What a contact costs where nobody knows: then the budget counts contacts."""


def growth_window(
    renderer: Renderer, basis: Basis, typed: Mapping[str, str] | None = None, done: Calculated | None = None
) -> View:
    """Word the window: what the plan comes to, once it was calculated, above the numbers that can be changed."""
    first, known = known_first(basis.known), basis.known
    shown = {"contact_cost": A_CONTACT, **first} if typed is None else typed
    return renderer.window(
        "growth_window",
        callback_id=WindowId.GROWTH,
        blanks=BLANKS,
        typed=shown,
        known=known,
        basis=basis,
        last=known.end - timedelta(days=1) if known else None,
        costs=known.costs[: CHANNELS + 1] if known else (),
        done=done,
        booked=[each.name for each in BLANKS if shown.get(each.name) and shown[each.name] == first.get(each.name)],
        given=[each.name for each in BLANKS if shown.get(each.name) and shown[each.name] != first.get(each.name)],
    )
