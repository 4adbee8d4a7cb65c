"""Samples of growth plans."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.growth.entered import BLANKS
from bot.growth.windows import growth_window
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.journey.planning import PlanInputs, plan, sensitivity
from cs_engine.records.growth_view import ChannelCost, KeptGrowth, Known
from cs_engine.service.growth.desk import Basis, Calculated
from tests.unit.bot.answers import AS_OF
from tests.unit.templates.twists import Twist, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
SHARE = Known(0.12, 0.1, 0.15, 1234)
COSTS = (
    ChannelCost("blended", 51200.0, 100, 512.0, 400.0, 640.0),
    ChannelCost("events", 9000.0, 1, 9000.0, 1600.0, None),
    ChannelCost("paid", 4000.0, 0, None, None, None),
)
KNOWN = KeptGrowth(date(2025, 11, 1), date(2026, 11, 1), "USD", COSTS, 2.5, 40000, SHARE, SHARE, SHARE, 400.0, 31)
BARE = replace(KNOWN, currency=None, costs=(), contact_cost=None, response=None, conversion=None, retention=None)
FULL = PlanInputs(100000.0, 0.1, 0.2, 2.5, 5000.0, 6000.0, 0.7)
SPARE = PlanInputs(0.0, 0.1, 0.2)
TYPED = {each.name: "12.5" for each in BLANKS}


def _done(inputs: PlanInputs, margin: float | None, payback: float | None) -> Calculated:
    return Calculated(inputs, margin, plan(inputs), sensitivity(inputs), payback, payback)


def _windows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    told = Basis(AS_OF, twisted(KNOWN, twist))
    yield _window(growth_window(renderer, told))
    yield _window(growth_window(renderer, told, TYPED, twisted(_done(FULL, 0.8, 7.5), twist)))
    yield _window(growth_window(renderer, told, TYPED, _done(SPARE, 0.8, None)))
    yield _window(growth_window(renderer, Basis(AS_OF, BARE), {}, _done(SPARE, None, None)))
    yield _window(growth_window(renderer, Basis(AS_OF, None, narrow=True)))
    yield _window(growth_window(renderer, Basis()))


def _window(view: dict[str, Any]) -> Message:
    """A window as a message, so that all are looked at in the same way."""
    said = "\n".join(each["text"] for each in (view["title"], view["submit"], view["close"]))
    return Message(said, tuple(view["blocks"]))


GROWTH_WINDOWS = frozenset({"growth_window"})
GROWTH: dict[str, Fill] = {"growth_window": _windows}
