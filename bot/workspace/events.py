"""What happens in the workspace, told to the app when it subscribed to it, and shown to the open pages."""

from dataclasses import replace

from bot.workspace import payloads
from bot.workspace.backend import Backend
from bot.workspace.records import Channel, File, Json, Kind, Message

CHANNEL_TYPES = {Kind.CHANNEL: "channel", Kind.PRIVATE: "group", Kind.IM: "im", Kind.MPIM: "mpim"}
SUBSCRIPTIONS = {
    Kind.CHANNEL: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}
"""Messages are subscribed to by the kind of conversation they stand in."""


def tell(backend: Backend, name: str, happened: Json) -> None:
    """Deliver an event to the app if it subscribed to `name`."""
    if name in backend.seed.app.events:
        backend.delivery.tell(payloads.event(backend, {"event_ts": backend.state.next_ts(), **happened}))


def post(backend: Backend, message: Message) -> Message:
    """Add a message, show it, and tell the app; the app hears its own messages too, as in Slack."""
    backend.post(message)
    channel = _heard(backend, message)
    if channel is not None:
        happened = payloads.message(backend, message) | {"event_ts": message.ts}
        tell(backend, SUBSCRIPTIONS[channel.kind], happened | {"channel_type": CHANNEL_TYPES[channel.kind]})
        if f"<@{backend.seed.app.user_id}>" in message.text and channel.kind != Kind.IM and not message.bot:
            tell(backend, "app_mention", happened | {"type": "app_mention"})
    return message


def change(backend: Backend, message: Message) -> Message:
    """Replace a message, show it, and tell the app."""
    old = backend.state.get(message.channel, message.ts)
    backend.change(message)
    before = {} if old is None else {"previous_message": payloads.message(backend, old)}
    _rewritten(
        backend, message, {"subtype": "message_changed", "message": payloads.message(backend, message), **before}
    )
    return message


def delete(backend: Backend, message: Message) -> None:
    """Remove a message everywhere and tell the app."""
    backend.delete(message)
    gone = {"subtype": "message_deleted", "deleted_ts": message.ts}
    _rewritten(backend, message, {**gone, "previous_message": payloads.message(backend, message)})


def share(backend: Backend, files: list[File], message: Message) -> Message:
    """Post a message that carries files."""
    for file in files:
        backend.state.files.keep(replace(file, shares=(*file.shares, (message.channel, message.ts))))
    posted = post(backend, replace(message, files=tuple(file.id for file in files)))
    if _heard(backend, posted) is not None:
        for file in files:
            about = {"type": "file_shared", "file_id": file.id, "user_id": message.user, "file": {"id": file.id}}
            tell(backend, "file_shared", {**about, "channel_id": message.channel})
    return posted


def join(backend: Backend, channel: Channel, user: str, inviter: str | None = None) -> Channel:
    """Add someone to a channel and tell the app, which hears also of itself."""
    joined = backend.state.keep_channel(replace(channel, members=channel.members | {user}))
    if backend.seed.app.user_id in joined.members:
        happened: Json = {"type": "member_joined_channel", "user": user, "channel": channel.id}
        happened |= {"channel_type": "C" if channel.kind == Kind.CHANNEL else "G", "team": backend.seed.team_id}
        tell(backend, "member_joined_channel", happened | ({"inviter": inviter} if inviter else {}))
    return joined


def _heard(backend: Backend, message: Message) -> Channel | None:
    """The conversation, when the app is in it and the message is not for one person only."""
    channel = backend.state.channels[message.channel]
    return channel if backend.seed.app.user_id in channel.members and not message.ephemeral else None


def _rewritten(backend: Backend, message: Message, what: Json) -> None:
    channel = _heard(backend, message)
    if channel is None:
        return
    about = {"type": "message", "hidden": True, "channel": channel.id, "ts": backend.state.next_ts()}
    tell(backend, SUBSCRIPTIONS[channel.kind], {**about, "channel_type": CHANNEL_TYPES[channel.kind], **what})
