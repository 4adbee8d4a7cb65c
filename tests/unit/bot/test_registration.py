"""What the bot listens to, and what its manifest promises to Slack."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_bolt import App
from slack_sdk import WebClient

from bot import listeners
from bot.errors import UnknownArgumentError
from bot.ids import ActionId
from bot.listeners import ACTIONS, COMMANDS, EVENTS, OPTIONS, register
from tests.shared import shared

MANIFEST: dict[str, Any] = json.loads((Path(listeners.__file__).parents[1] / "manifest.json").read_text())


def test_every_action_id_has_a_listener() -> None:
    """A button that nobody answers spins until Slack gives up."""
    assert set(ACTIONS) == set(ActionId)


def test_the_manifest_promises_what_is_listened_to() -> None:
    """Slack sends exactly the commands and events that have a listener."""
    assert {command["command"] for command in MANIFEST["features"]["slash_commands"]} == set(COMMANDS)
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_the_manifest_fits_slacks_schema() -> None:
    """Slack would take it."""
    schema = json.loads(shared("slack-manifest-schema", "manifest.schema.2.0.0.json").read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(MANIFEST)] == []


def test_a_misspelt_argument_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt would pass None and answer nothing."""

    def misspelt(ack: object, rendrer: object) -> None:
        """Ask for something nobody provides."""

    monkeypatch.setitem(COMMANDS, "/odd", misspelt)
    app = App(client=WebClient(token="xoxb-1"), signing_secret="s", token_verification_enabled=False)
    with pytest.raises(UnknownArgumentError, match="rendrer"):
        register(app)


@pytest.mark.parametrize("listener", [*COMMANDS.values(), *ACTIONS.values(), *OPTIONS.values(), *EVENTS.values()])
def test_every_listener_says_what_it_does(listener: Callable[..., Any]) -> None:
    """The table of contents reads as sentences."""
    assert inspect.getdoc(listener)
