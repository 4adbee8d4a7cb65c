"""What Slack sends: real payloads pass whatever else they carry, others are refused before anything acts on them."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.incoming import NotUnderstood, read_payload

FORM = "application/x-www-form-urlencoded"
COMMAND = {"command": "/health", "text": "payload cms", "user_id": "U1", "channel_id": "C1", "team_id": "T1"}
CLICK: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1", "username": "mia"},
    "team": {"id": "T1", "domain": "acme"},
    "enterprise": None,
    "is_enterprise_install": False,
    "channel": {"id": "C1", "name": "cs"},
    "container": {"type": "message", "message_ts": "1.0"},
    "message": {"ts": "1.0", "text": "Acme", "user": "UBOT", "blocks": []},
    "actions": [{"action_id": "account.why", "block_id": "b", "type": "button", "value": "acc-1", "action_ts": "1.0"}],
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T1",
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "user_id": "UBOT", "is_bot": True}],
    "event": {"type": "reaction_added", "user": "U1", "item": {"type": "message", "channel": "C1", "ts": "1.0"}},
}


def form(payload: object) -> str:
    """Return an interaction as Slack posts it."""
    return urlencode({"payload": json.dumps(payload)})


def test_a_command_whose_text_says_payload_is_a_command() -> None:
    """There are customers called Payload."""
    assert read_payload(urlencode(COMMAND), FORM)["text"] == "payload cms"


def test_real_payloads_pass_with_everything_they_carry() -> None:
    """Fields that nobody here reads neither disturb nor get lost."""
    assert read_payload(form(CLICK), FORM) == CLICK
    assert read_payload(json.dumps(EVENT), "application/json; charset=utf-8") == EVENT


@pytest.mark.parametrize(
    "payload",
    [
        CLICK | {"user": "U1"},
        CLICK | {"user": {"id": ""}},
        CLICK | {"actions": []},
        CLICK | {"actions": [{"action_id": ["account.why"], "block_id": "b", "type": "button"}]},
        CLICK | {"type": "of another kind"},
        CLICK | {"type": ["block_actions"]},
        CLICK | {"response_url": {"to": "me"}},
        CLICK | {"response_urls": None},
        [],
        None,
        "text",
    ],
)
def test_fields_of_another_type_are_refused(payload: object) -> None:
    """A click without a person, without an action or of no known kind is nothing to act on."""
    body = form(payload)
    with pytest.raises(NotUnderstood):
        read_payload(body, FORM)


@pytest.mark.parametrize("body", ["", "{", "payload=%7B", "payload=" + "[" * 100_000, "a=1"])
def test_what_cannot_be_read_is_refused(body: str) -> None:
    """Half a document is no document."""
    with pytest.raises(NotUnderstood):
        read_payload(body, FORM)
