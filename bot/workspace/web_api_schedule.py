"""chat.scheduleMessage, chat.scheduledMessages.list and chat.deleteScheduledMessage."""

from dataclasses import replace

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json
from bot.workspace.scheduling import Scheduled
from bot.workspace.slack_json import message_json
from bot.workspace.web_api import Args, page_of
from bot.workspace.web_api_chat import composed, writable_channel

FARTHEST_SECONDS = 120 * 86_400
"""Slack schedules at most 120 days ahead."""


def schedule_message(backend: Backend, args: Args) -> Json:
    """chat.scheduleMessage: `post_at` is read on the workspace's clock."""
    channel = writable_channel(backend, args)
    message = composed(backend, args, channel)
    post_at, now = _time(args), backend.clock().timestamp()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + FARTHEST_SECONDS:
        raise SlackError("time_too_far")
    one = backend.schedule.add(message, post_at, now)
    shown = message_json(message, backend.state) | {"type": "delayed_message"}
    return {"channel": channel.id, "scheduled_message_id": one.id, "post_at": one.post_at, "message": shown}


def scheduled_list(backend: Backend, args: Args) -> Json:
    """chat.scheduledMessages.list: what waits, all channels or one, the next one first."""
    waiting = backend.schedule.waiting
    if args.text("channel"):
        channel = writable_channel(backend, args).id
        waiting = [one for one in waiting if one.message.channel == channel]
    rows, more = page_of(waiting, args)
    return {"scheduled_messages": [_listed(one) for one in rows]} | more


def delete_scheduled(backend: Backend, args: Args) -> Json:
    """chat.deleteScheduledMessage: it never comes."""
    channel = writable_channel(backend, args)
    if not backend.schedule.cancel(args.need("scheduled_message_id"), channel.id):
        raise SlackError("invalid_scheduled_message_id")
    return {}


async def keep_schedule(backend: Backend) -> None:
    """Post what becomes due, for as long as the workspace runs; what an archived channel awaits is dropped."""
    while True:
        for one in backend.schedule.take_due(backend.clock().timestamp()):
            if not backend.state.channels[one.message.channel].is_archived:
                events.post(backend, replace(one.message, ts=backend.state.next_ts()))
        await backend.schedule.sleep(backend.clock().timestamp())


def _time(args: Args) -> int:
    try:
        return int(float(args.need("post_at")))
    except (ValueError, OverflowError):
        raise SlackError("invalid_time") from None


def _listed(one: Scheduled) -> Json:
    message = one.message
    about = {"id": one.id, "channel_id": message.channel, "post_at": one.post_at, "date_created": one.created}
    return {**about, "text": message.text}
