"""What the bot listens to."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.errors import UnknownArgumentError
from bot.ids import ActionId
from bot.listeners import ACTIONS, COMMANDS, EVENTS, OPTIONS, register


def test_every_action_id_has_a_listener() -> None:
    """A button that nobody answers spins until Slack gives up."""
    assert set(ACTIONS) | set(OPTIONS) == set(ActionId)


def test_a_misspelt_argument_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt would pass None and answer nothing."""

    def misspelt(ack: object, rendrer: object) -> None:
        """Ask for something nobody provides."""

    monkeypatch.setitem(COMMANDS, "/health", misspelt)
    app = App(client=WebClient(token="xoxb-1"), signing_secret="s", token_verification_enabled=False)
    with pytest.raises(UnknownArgumentError, match="rendrer"):
        register(app)


@pytest.mark.parametrize("listener", [*COMMANDS.values(), *ACTIONS.values(), *OPTIONS.values(), *EVENTS.values()])
def test_every_listener_says_what_it_does(listener: Callable[..., Any]) -> None:
    """The table of contents reads as sentences."""
    assert inspect.getdoc(listener)
