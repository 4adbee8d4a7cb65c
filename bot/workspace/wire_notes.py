"""What people call the requests on the wire: a kind, a name, and a few words about what a request or answer carries."""

import json
from collections.abc import Mapping
from typing import Any

from bot.workspace.records import Json

KINDS = {
    "block_actions": "action",
    "block_suggestion": "options",
    "event_callback": "event",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "view_closed": "closed",
    "view_submission": "submission",
}
"""A payload's type → what people call it; a payload without a type is a command."""
BETWEEN = " · "


def called(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The kind and the name of a payload for the app: a command with its text, an action id, an event's type."""
    if "command" in payload:
        return "command", f"{payload['command']} {payload.get('text', '')}".strip()
    kind = str(payload.get("type", ""))
    inner: Mapping[str, Any] = payload.get("view") or payload.get("event") or {}
    actions = [action.get("action_id") for action in payload.get("actions", ())]
    names = (
        *actions,
        payload.get("action_id"),
        payload.get("callback_id"),
        inner.get("callback_id"),
        inner.get("type"),
    )
    return KINDS.get(kind, kind), next((str(name) for name in names if name), kind)


def asks_for(args: Mapping[str, Any]) -> str:
    """Where a call or an answer of the app goes and what it carries, by ids: `C01CSTEAM · 5 blocks`."""
    view = _read(args.get("view"))
    carried = view if isinstance(view, Mapping) else args
    place = next((str(args[name]) for name in ("channel", "user_id", "user", "email") if args.get(name)), None)
    kind = view.get("type") if isinstance(view, Mapping) else None
    does = [name.replace("_", " ") for name in ("replace_original", "delete_original") if args.get(name) is True]
    return BETWEEN.join(part for part in (place, kind, *does, _blocks(carried)) if part)


def acknowledged_with(body: Json) -> str:
    """What an acknowledgement carries: nothing, a message, options, or what should happen to a view."""
    payload = _read(body.get("payload", body.get("body")))
    if not isinstance(payload, Mapping) or not payload:
        return "acknowledged"
    if payload.get("response_action"):
        return f"response_action {payload['response_action']}"
    if "options" in payload or "option_groups" in payload:
        groups = payload.get("option_groups") or [payload]
        return f"{sum(len(group.get('options', ())) for group in groups)} options"
    return BETWEEN.join(part for part in ("message", _blocks(payload)) if part)


def _blocks(body: Mapping[str, Any]) -> str | None:
    blocks = _read(body.get("blocks"))
    if not isinstance(blocks, list) or not blocks:
        return None
    return f"{len(blocks)} block{'s' if len(blocks) > 1 else ''}"


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
