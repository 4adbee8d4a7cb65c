"""What Slack sends, read and checked before anything acts on it.

A payload that passes has every field that Bolt and the listeners rely on, of the right type. Other fields stay as they
came; nobody reads them.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

JSON = "application/json"
Id = Annotated[str, StringConstraints(min_length=1, max_length=255)]
"""Slack's ids, and ours: longer ones cannot have come from a message that Slack took."""
Text = Annotated[str, StringConstraints(max_length=40_000)]
Moment = Annotated[str, StringConstraints(max_length=32)]


class NotUnderstood(ValueError):
    """A request that is no payload of Slack's, or one with fields missing or of another type."""


class Part(BaseModel):
    """A piece of a payload: declared fields are checked, others allowed."""

    model_config = ConfigDict(extra="allow", strict=True)


class Known(Part):
    """Something with an id: a person, a workspace, a channel."""

    id: Id
    name: Text | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None


class Installation(Part):
    """For whom the app was installed."""

    team_id: Id | None = None
    enterprise_id: Id | None = None
    user_id: Id | None = None
    team: Known | None = None
    enterprise: Known | None = None
    view: None = None
    event: None = None
    user: None = None
    authorizations: None = None
    is_enterprise_install: bool | None = None


class Option(Part):
    """What was chosen in a menu."""

    value: Id


class Action(Part):
    """What was clicked; a menu from which nothing is chosen has neither a value nor an option."""

    action_id: Id
    block_id: Id
    type: Id
    value: Annotated[str, StringConstraints(max_length=3000)] | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None


class State(Part):
    """What was entered: by block, by element."""

    values: dict[Id, dict[Id, dict[str, Any]]] = {}


class View(Part):
    """A window or a Home page."""

    id: Id
    type: Id
    callback_id: Annotated[str, StringConstraints(max_length=255)] = ""
    private_metadata: Annotated[str, StringConstraints(max_length=3000)] = ""
    state: State | None = None
    app_installed_team_id: Id | None = None
    team_id: Id | None = None


class Posted(Part):
    """A message, as far as anybody here reads it."""

    ts: Moment | None = None
    thread_ts: Moment | None = None
    user: Id | None = None
    text: Text | None = None
    user_id: Id | None = None
    event: None = None
    message: None = None
    assistant_thread: None = None
    previous_message: None = None


class ResponseUrl(Part):
    """Where a window's submission may be answered."""

    response_url: Text


class Event(Part):
    """What happened."""

    type: Id
    user: Id | Known | None = None
    user_id: Id | None = None
    channel: Id | Known | None = None
    channel_id: Id | None = None
    channel_type: Id | None = None
    team: Id | Known | None = None
    team_id: Id | None = None
    enterprise: None = None
    enterprise_id: Id | None = None
    authorizations: None = None
    user_team: Id | None = None
    tab: Id | None = None
    subtype: Id | None = None
    bot_id: Id | None = None
    text: Text | None = None
    ts: Moment | None = None
    thread_ts: Moment | None = None
    files: list[Known] | None = None
    file_id: Id | None = None
    reaction: Id | None = None
    item: dict[str, Any] | None = None
    message: Posted | None = None
    previous_message: Posted | None = None
    view: View | None = None
    event: None = None
    assistant_thread: None = None
    function_execution_id: None = None


class Envelope(Part):
    """What every payload may say about where it comes from."""

    team_id: Id | None = None
    enterprise_id: Id | None = None
    enterprise: Known | None = None
    authorizations: list[Installation] | None = None
    is_enterprise_install: bool | Text | None = None
    is_ext_shared_channel: bool | None = None
    response_url: Text | None = None
    response_urls: list[ResponseUrl] = []
    trigger_id: Text | None = None
    thread_ts: Moment | None = None
    item: None = None
    assistant_thread: None = None
    previous_message: None = None
    function_data: None = None
    function_execution_id: None = None
    user: Id | Known | None = None
    team: Id | Known | None = None
    channel: Id | Known | None = None
    view: View | None = None
    message: Posted | None = None
    event: Event | None = None


class Command(Envelope):
    """Something typed after a slash."""

    command: Id
    text: Text = ""
    user_id: Id
    channel_id: Id
    team_id: Id
    enterprise: None = None
    authorizations: None = None
    view: None = None
    event: None = None


class Interaction(Envelope):
    """Somebody did something with a message or a window."""

    user: Known
    team: Known | None = None
    channel: Known | None = None
    view: View | None = None
    message: Posted | None = None
    event: None = None


class Clicked(Interaction):
    """`block_actions`."""

    actions: Annotated[list[Action], Field(min_length=1)]


class Typed(Interaction):
    """`block_suggestion`: letters in a menu that searches."""

    action_id: Id
    block_id: Id
    value: Text = ""


class OfWindow(Interaction):
    """`view_submission` and `view_closed`."""

    view: View


class Shortcut(Interaction):
    """`shortcut` and `message_action`."""

    callback_id: Id


class Happened(Envelope):
    """`event_callback`."""

    event_id: Id
    team_id: Id
    event: Event


class Challenge(Part):
    """`url_verification`: Slack asks whether anybody is there."""

    challenge: Text


KINDS: Mapping[str, type[Part]] = MappingProxyType(
    {
        "block_actions": Clicked,
        "block_suggestion": Typed,
        "view_submission": OfWindow,
        "view_closed": OfWindow,
        "shortcut": Shortcut,
        "message_action": Shortcut,
        "event_callback": Happened,
        "url_verification": Challenge,
    }
)
"""What is read, by the payload's type; a slash command has none."""


def read_payload(body: str, content_type: str) -> dict[str, Any]:
    """Read one request of Slack's.

    Args:
        body: as it came.
        content_type: JSON for events; a form for commands, and for interactions, whose form carries JSON.

    Raises:
        NotUnderstood: this is nothing that Slack sends.
    """
    payload = _parsed(body, content_type)
    if not isinstance(payload, dict):
        raise NotUnderstood("a payload is an object")
    _check(payload)
    return payload


def _parsed(body: str, content_type: str) -> object:
    try:
        if content_type.partition(";")[0].strip().lower() == JSON:
            return json.loads(body)
        form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=100))
        return json.loads(form["payload"]) if "payload" in form and "command" not in form else form
    except (ValueError, RecursionError) as unreadable:
        raise NotUnderstood("the body cannot be read") from unreadable


def _check(payload: Mapping[str, Any]) -> None:
    if "ssl_check" in payload:
        return
    kind = payload.get("type")
    model = Command if "command" in payload else KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise NotUnderstood("payloads of this type are not read here")
    try:
        model.model_validate(payload)
    except (ValidationError, RecursionError) as misfit:
        raise NotUnderstood(f"{model.__name__} does not fit") from misfit
