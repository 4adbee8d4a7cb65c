"""Shortcuts: an app's entries in the search field and in the menu of a message."""

from bot.workspace import payloads
from bot.workspace.backend import Backend
from bot.workspace.errors import DeliveryError, SlackError
from bot.workspace.interactions import person_of, placed
from bot.workspace.records import Json, Message
from bot.workspace.seed import ShortcutKind
from bot.workspace.slack_json import message_json


async def run(backend: Backend, user: str, callback_id: str, container: Json | None = None) -> Json:
    """Run a shortcut; one of a message needs the `container` that names the message.

    Raises:
        SlackError: no_such_shortcut, message_not_found, channel_not_found, user_not_found.
    """
    kind = ShortcutKind.GLOBAL if container is None else ShortcutKind.MESSAGE
    if all((one.callback_id, one.kind) != (callback_id, kind) for one in backend.seed.shortcuts):
        raise SlackError("no_such_shortcut")
    payload = payloads.interaction(backend, "shortcut", person_of(backend, user))
    payload |= {"callback_id": callback_id, "action_ts": backend.state.next_ts()}
    if container is not None:
        payload |= _about(backend, user, container)
    payload |= {"trigger_id": backend.passes.new_trigger(user)}
    try:
        await backend.delivery.ask("interactive", payload)
    except DeliveryError as failure:
        return {"ok": False, "error": failure.code, "message": f"That did not work: {failure.code}."}
    return {"ok": True}


def _about(backend: Backend, user: str, container: Json) -> Json:
    message = placed(backend, user, {**container, "type": "message"})
    if not isinstance(message, Message) or message.ephemeral:
        raise SlackError("message_not_found")
    channel = backend.state.channels[message.channel]
    key = backend.passes.new_url(user, channel.id, None, message.thread_ts)
    return {
        "type": "message_action",
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": payloads.channel_name(channel)},
        "message": message_json(message, backend.state),
        "response_url": f"{backend.url}/actions/{key}",
    }
