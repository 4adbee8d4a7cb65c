"""chat.postMessage, chat.update, chat.delete and chat.postEphemeral."""

import json
from dataclasses import replace
from typing import Any

from bot.limits import Problem, lint_blocks
from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Channel, Json, Kind, Message
from bot.workspace.scopes import EVERYWHERE
from bot.workspace.slack_json import message_json, with_ids
from bot.workspace.web_api import Args

TEXT_MOST = 40_000
"""Slack refuses or cuts texts beyond 40,000 characters."""
BLOCKS_MOST = 13_000
"""Characters of JSON. Slack names no number; messages whose blocks pass about thirteen thousand come back refused."""


def post_message(backend: Backend, args: Args) -> Json:
    """chat.postMessage: a user id as `channel` means the direct message with that person."""
    channel = writable_channel(backend, args)
    message = composed(backend, args, channel)
    if message.thread_ts is not None and backend.state.get(channel.id, message.thread_ts) is None:
        raise SlackError("cannot_reply_to_message")
    events.post(backend, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message, backend.state)}


def post_ephemeral(backend: Backend, args: Args) -> Json:
    """chat.postEphemeral: only `user`, who must be in the channel, sees it."""
    channel = writable_channel(backend, args)
    user = args.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = backend.post(replace(composed(backend, args, channel), only_for=user, metadata=None))
    return {"message_ts": message.ts}


def update(backend: Backend, args: Args) -> Json:
    """chat.update: blocks that are not given stay as they are; `[]` removes them."""
    old = _own_message(backend, args, "cant_update_message")
    channel = backend.state.channels[old.channel]
    given = composed(backend, Args({"text": old.text, "blocks": _listed(old), **args.values}), channel)
    message = replace(old, text=given.text, blocks=given.blocks, mrkdwn=given.mrkdwn, edited=True)
    events.change(backend, message)
    shown = message_json(message, backend.state)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(backend: Backend, args: Args) -> Json:
    """chat.delete: only the app's own messages."""
    message = _own_message(backend, args, "cant_delete_message")
    events.delete(backend, message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(backend: Backend, args: Args) -> Json:
    """chat.getPermalink: the message's address, on this workspace's page."""
    channel = backend.state.channels.get(args.need("channel"))
    message = backend.state.get(channel.id, args.need("message_ts")) if channel is not None else None
    if channel is None or message is None or message.ephemeral:
        raise SlackError("channel_not_found" if channel is None else "message_not_found")
    address = f"{backend.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": address + thread}


def checked_blocks(backend: Backend, blocks: object) -> tuple[Json, ...] | None:
    """Blocks as they will be stored; None and an empty list mean no blocks.

    Raises:
        SlackError: invalid_blocks_format, invalid_blocks, msg_blocks_too_long.
    """
    if not blocks:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = [*lint_blocks(blocks), *_unknown(backend, blocks)]
    if problems:
        raise SlackError("invalid_blocks", problems)
    if len(json.dumps(blocks, ensure_ascii=False)) > BLOCKS_MOST:
        raise SlackError("msg_blocks_too_long")
    return with_ids(blocks)


def checked_text(text: str | None, blocks: tuple[Json, ...] | None) -> str:
    """The top-level text; may be empty only beside blocks.

    Raises:
        SlackError: no_text, msg_too_long.
    """
    if not (text or "").strip() and blocks is None:
        raise SlackError("no_text")
    if len(text or "") > TEXT_MOST:
        raise SlackError("msg_too_long")
    return text or ""


def writable_channel(backend: Backend, args: Args) -> Channel:
    """The channel the app is about to write to.

    Raises:
        SlackError: channel_not_found, is_archived, not_in_channel.
    """
    key = args.need("channel")
    bot = backend.seed.app.user_id
    channel = backend.state.channel(key) or backend.state.dm_of(key)
    if channel is None or (bot not in channel.members and channel.kind != Kind.CHANNEL):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if bot not in channel.members and EVERYWHERE not in backend.state.granted:
        raise SlackError("not_in_channel")
    return channel


def composed(backend: Backend, args: Args, channel: Channel) -> Message:
    """The app's message as its arguments describe it, not posted yet.

    Raises:
        SlackError: no_text, msg_too_long, invalid_blocks, invalid_metadata_format and the like.
    """
    blocks = checked_blocks(backend, args.structure("blocks", "invalid_blocks_format"))
    metadata = args.structure("metadata", "invalid_metadata_format")
    if not isinstance(metadata, dict | None):
        raise SlackError("invalid_metadata_format")
    return Message(
        ts=backend.state.next_ts(),
        channel=channel.id,
        user=backend.seed.app.user_id,
        text=checked_text(args.text("text"), blocks),
        blocks=blocks,
        bot=True,
        thread_ts=args.text("thread_ts"),
        mrkdwn=args.flag("mrkdwn", default=True),
        metadata=metadata,
    )


def _unknown(backend: Backend, blocks: list[Any]) -> list[Problem]:
    """The blocks whose types this Slack was told not to know."""
    types = [str(block.get("type")) if isinstance(block, dict) else "" for block in blocks]
    refused = backend.faults.refused_blocks
    return [
        Problem(f"/blocks/{at}/type", f"unsupported type: {kind}") for at, kind in enumerate(types) if kind in refused
    ]


def _own_message(backend: Backend, args: Args, not_ours: str) -> Message:
    channel = writable_channel(backend, args)
    message = backend.state.get(channel.id, args.need("ts"))
    if message is None or message.ephemeral:
        raise SlackError("message_not_found")
    if message.user != backend.seed.app.user_id:
        raise SlackError(not_ours)
    return message


def _listed(message: Message) -> list[Json] | None:
    return None if message.blocks is None else list(message.blocks)
