"""Who is notified of a message, and what the notification says: the message's top-level text, nothing of its blocks."""

import re
from itertools import chain

from bot.workspace.model import State
from bot.workspace.records import Json, Kind, Message

RECENT_MOST = 30
"""As many as a person reads back."""
EVERYBODY = re.compile(r"<!(?:channel|here|everyone)\b")


def noticed_by(message: Message, state: State) -> frozenset[str]:
    """The people who are notified: in a thread only those who take part in it or are named; never of ephemerals."""
    if message.ephemeral:
        return frozenset()
    others = state.channels[message.channel].members - {message.user, state.seed.app.user_id}
    if not message.is_reply:
        return others
    part_of_it = {one.user for one in state.thread(message.channel, message.thread_ts or "")}
    return frozenset(user for user in others if user in part_of_it or is_for(message, user, state))


def is_for(message: Message, user: str, state: State) -> bool:
    """Whether a message is addressed to `user`: a direct message, or one that names them."""
    named = f"<@{user}" in message.text or EVERYBODY.search(message.text) is not None
    return named or state.channels[message.channel].kind == Kind.IM


def notification(message: Message, user: str, state: State) -> Json:
    """What the page of `user` shows of a message in a notification."""
    return {
        "ts": message.ts,
        "channel": message.channel,
        "thread_ts": message.thread_ts if message.is_reply else None,
        "user": message.user,
        "text": message.text,
        "mrkdwn": message.mrkdwn,
        "files": [{"name": file.name} for file in map(state.files.named, message.files) if file is not None],
        "for_me": is_for(message, user, state),
    }


def recent(user: str, state: State) -> list[Json]:
    """The last notifications of `user`, newest first."""
    channels = [channel.id for channel in state.channels_of(user)]
    roots = list(chain.from_iterable(state.top_level(channel) for channel in channels))
    replied = [root for root in roots if state.reply_count(root)]
    replies = chain.from_iterable(state.thread(root.channel, root.ts)[1:] for root in replied)
    noticed = [message for message in chain(roots, replies) if user in noticed_by(message, state)]
    latest = sorted(noticed, key=lambda message: message.ts, reverse=True)[:RECENT_MOST]
    return [notification(message, user, state) for message in latest]
