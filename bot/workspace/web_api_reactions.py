"""reactions.add, reactions.remove and reactions.get."""

from bot.workspace import reactions
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json, Message
from bot.workspace.slack_json import message_json
from bot.workspace.web_api import Args
from bot.workspace.web_api_chat import writable_channel


def reactions_add(backend: Backend, args: Args) -> Json:
    """reactions.add: the app reacts to a message."""
    reactions.add(backend, backend.seed.app.user_id, _message(backend, args), args.need("name").strip(":"))
    return {}


def reactions_remove(backend: Backend, args: Args) -> Json:
    """reactions.remove: the app takes its reaction back."""
    reactions.remove(backend, backend.seed.app.user_id, _message(backend, args), args.need("name").strip(":"))
    return {}


def reactions_get(backend: Backend, args: Args) -> Json:
    """reactions.get: a message with its reactions."""
    message = _message(backend, args)
    return {"type": "message", "channel": message.channel, "message": message_json(message, backend.state)}


def _message(backend: Backend, args: Args) -> Message:
    channel = writable_channel(backend, args)
    message = backend.state.get(channel.id, args.need("timestamp"))
    if message is None or message.ephemeral:
        raise SlackError("message_not_found")
    return message
