"""The manifest promises what the code does, and asks for what it needs, no more."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator
from slack_sdk import WebClient

from bot import listeners
from bot.listeners import COMMANDS, EVENTS
from bot.manifest import manifest, slash_commands
from bot.scopes import EVENTS as EVENT_SCOPES
from bot.scopes import METHODS, REASONS, bot_scopes
from bot.workspace.scopes import EMAIL, METHOD_SCOPES
from cs_engine.errors import BadInput
from tests.shared import shared

BOT = Path(listeners.__file__).parents[1]
SLACK_ITSELF = BOT / "workspace"
ADDRESS = "https://steward.example"
UPLOADS = {"files.upload.v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}
"""The SDK's own methods that stand for several of Slack's."""


def called() -> Iterator[str]:
    """Yield every method of the Web API that is named in the code outside the localhost Slack."""
    for file in BOT.rglob("*.py"):
        if SLACK_ITSELF not in file.parents:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and is_method(node.attr):
                    name = node.attr.replace("_", ".")
                    yield from UPLOADS.get(name, (name,))


def is_method(name: str) -> bool:
    """Tell whether the SDK's client has a method of this name that calls the Web API."""
    return "_" in name.strip("_") and name != "api_call" and callable(getattr(WebClient, name, None))


def test_every_method_that_can_be_called_has_its_scopes_and_no_other() -> None:
    """Each line of the table is a call in the code, each call a line of the table."""
    assert set(METHODS) == set(called())


def test_the_scopes_are_among_those_that_slack_asks_for() -> None:
    """The localhost Slack has a table of its own, made from Slack's reference, and refuses whoever lacks one."""
    for method, scopes in METHODS.items():
        asked_for = {*METHOD_SCOPES.get(method, ()), *((EMAIL,) if method.startswith("users.") else ())}
        assert set(scopes) <= asked_for, method
        assert bool(scopes) == bool(asked_for), method


def test_every_event_that_is_listened_to_has_its_scopes_and_no_other() -> None:
    """Slack sends an event only to those who may read what it is about."""
    assert set(EVENT_SCOPES) == set(EVENTS)


def test_every_scope_has_a_reason_and_no_reason_is_left_over() -> None:
    """Every scope is a promise."""
    assert set(REASONS) == set(bot_scopes())
    assert all(reason.why.endswith(".") and reason.without for reason in REASONS.values())


def test_the_manifest_asks_for_exactly_the_scopes_in_use() -> None:
    """Nothing for later, and what can be done without may be kept back."""
    asked = {
        "bot": list(bot_scopes()),
        "bot_optional": ["channels:history", "files:write", "groups:history", "mpim:history"],
    }
    assert manifest()["oauth_config"] == {"scopes": asked}


def test_the_manifest_promises_what_is_listened_to() -> None:
    """Slack sends exactly the commands and events that have a listener."""
    told = manifest()
    assert {command["command"] for command in told["features"]["slash_commands"]} == set(COMMANDS)
    assert set(told["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_what_may_follow_a_command_comes_from_its_grammar() -> None:
    """Completion offers what is understood."""
    health = next(command for command in slash_commands() if command.command == "/health")
    assert "acme why" in health.usage
    assert "at-risk" in health.usage


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_the_manifest_fits_slacks_schema(address: str | None) -> None:
    """Slack would take it, for Socket Mode and for HTTP."""
    schema = json.loads(shared("slack-manifest-schema", "manifest.schema.2.0.0.json").read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(manifest(address))] == []


def test_over_http_every_request_comes_to_the_one_address() -> None:
    """With or without the path in what is given."""
    told = manifest(ADDRESS)
    assert told["settings"]["socket_mode_enabled"] is False
    assert set(urls(told)) == {f"{ADDRESS}/slack/events"}
    assert manifest(f"{ADDRESS}/slack/events") == told
    assert list(urls(manifest())) == []


def urls(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield every address in the manifest."""
    if isinstance(node, dict):
        for value in node.values():
            yield from urls(value)
    elif isinstance(node, list):
        for value in node:
            yield from urls(value)
    elif isinstance(node, str) and node.startswith("http"):
        yield node


@pytest.mark.parametrize("address", ["http://steward.example", "steward.example", "https://"])
def test_an_address_slack_would_not_call_is_refused(address: str) -> None:
    """Slack calls only https."""
    with pytest.raises(BadInput, match="https://"):
        manifest(address)
