"""Messages about the life of customers."""

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.journey_view import JourneysView, LifeView

HURTS = (2, 1, 0)
"""Things that hurt of each stage: as many of these as fit."""
BEFORE = 6
"""Earlier stretches of a life that are named; `steward journey acme` has all."""


def journeys(renderer: Renderer, view: JourneysView | None) -> Message:
    """Word how many accounts are in each stage, how long it lasts, what follows, who is stuck and what hurts."""
    axes = view.axes if view else ()
    passed = {
        (axis.axis, line.fact.stage): tuple(
            sorted((each for each in axis.passed if each.stage == line.fact.stage), key=lambda each: -each.count)
        )
        for axis in axes
        for line in axis.lines
    }
    told = {"view": view, "axes": axes, "passed": passed, "through": view and renderer.reader.through(view.as_of)}
    return fitting(lambda most: renderer.render("journey", most=most, **told), HURTS)


def life(renderer: Renderer, account: tuple[str, str], view: LifeView | None) -> Message:
    """Word one account's life; ``account`` is its id and name, which stand there also when nothing is known."""
    account_id, name = account
    through = view and renderer.reader.through(view.as_of)
    told = {"account_id": account_id, "name": name, "view": view, "through": through}
    return renderer.render("journey_account", lines=view.axes if view else (), before=BEFORE, **told)
