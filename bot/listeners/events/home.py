"""The Home page: one's own book, published from what is stored."""

from collections.abc import Mapping
from typing import Any

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.listeners import messages
from bot.listeners.lists import ListState
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.portfolio import Scope


def open_home(event: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, caller: Caller) -> None:
    """Publish the caller's book when the Home tab is opened."""
    if event.get("tab", "home") == "home":
        publish_home(ListState(Scope.MINE), screen, cs, renderer, caller)


def publish_home(state: ListState, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller) -> None:
    """Publish one page of the caller's book; of everybody's, if the caller looks after no account."""
    owner = cs.csm_for(caller.email)
    shown = state if owner else ListState(Scope.TEAM, state.bands, state.page)
    whose = owner if shown.scope is Scope.MINE else None
    portfolio = cs.portfolio(shown.scope, owner=whose, bands=shown.bands, page=shown.page)
    screen.publish(messages.home(renderer, portfolio, shown, caller, mapped=owner is not None), caller)
