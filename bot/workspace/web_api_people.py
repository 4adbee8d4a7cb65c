"""auth.test, api.test, users.* and conversations.*: who and what is there, as far as the app may see it."""

from typing import Any

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Channel, Json, Kind, Message
from bot.workspace.slack_json import channel_json, message_json, user_json
from bot.workspace.web_api import TYPES, Args, page_of

GROUP_MOST = 8
"""Slack's group messages hold eight people beside the one who opens them."""


def api_test(_backend: Backend, args: Args) -> Json:
    """api.test: gives back what it got; `error` makes it fail."""
    if args.text("error"):
        raise SlackError(args.need("error"))
    return {"args": {name: value for name, value in args.values.items() if name != "token"}}


def auth_test(backend: Backend, _args: Args) -> Json:
    """auth.test: whose token this is."""
    seed = backend.seed
    return {
        "url": f"{backend.url}/",
        "team": seed.team_name,
        "user": seed.app.name.lower(),
        "team_id": seed.team_id,
        "user_id": seed.app.user_id,
        "bot_id": seed.app.bot_id,
        "is_enterprise_install": False,
    }


def users_info(backend: Backend, args: Args) -> Json:
    """users.info: the e-mail address only with `users:read.email`."""
    person = backend.state.people.get(args.text("user") or "")
    if person is None:
        raise SlackError("user_not_found")
    return {"user": user_json(person, backend.state, locale=args.flag("include_locale"))}


def users_list(backend: Backend, args: Args) -> Json:
    """users.list: everyone, people who left included."""
    people, more = page_of(list(backend.state.people.values()), args)
    locale = args.flag("include_locale")
    return {"members": [user_json(person, backend.state, locale=locale) for person in people], "cache_ts": 0} | more


def users_lookup_by_email(backend: Backend, args: Args) -> Json:
    """users.lookupByEmail: people who left are not found."""
    email = args.need("email").casefold()
    for person in backend.state.people.values():
        if (person.email or "").casefold() == email and not person.deleted:
            return {"user": user_json(person, backend.state)}
    raise SlackError("users_not_found")


def conversations_open(backend: Backend, args: Args) -> Json:
    """conversations.open: the direct message with one person, or the group message with several."""
    users = [user for user in (args.text("users") or "").split(",") if user]
    if args.text("channel"):
        channel = visible_channel(backend, args.need("channel"))
    elif not users:
        raise SlackError("users_list_not_supplied")
    elif len(users) > 1:
        return _group_message(backend, users)
    else:
        channel = _direct_message(backend, users[0])
    whole = channel_json(channel, backend.seed) if args.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": whole}


def conversations_list(backend: Backend, args: Args) -> Json:
    """conversations.list: public channels, and those private ones and direct messages the app is in."""
    kinds = {TYPES.get(one.strip()) for one in (args.text("types") or "public_channel").split(",")}
    bot = backend.seed.app.user_id
    seen = [
        channel_json(channel, backend.seed)
        for channel in backend.state.channels.values()
        if channel.kind in kinds and (channel.kind == Kind.CHANNEL or bot in channel.members)
        if not (channel.is_archived and args.flag("exclude_archived"))
    ]
    rows, more = page_of(seen, args)
    return {"channels": rows} | more


def conversations_info(backend: Backend, args: Args) -> Json:
    """conversations.info: also whether the channel is shared, archived, and the app in it."""
    about = channel_json(visible_channel(backend, args.need("channel")), backend.seed)
    if not args.flag("include_num_members"):
        about.pop("num_members", None)
    return {"channel": about}


def conversations_join(backend: Backend, args: Args) -> Json:
    """conversations.join: the app enters a public channel."""
    channel = visible_channel(backend, args.need("channel"))
    bot = backend.seed.app.user_id
    if channel.kind != Kind.CHANNEL:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if bot in channel.members:
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_json(channel, backend.seed), **warned}
    return {"channel": channel_json(events.join(backend, channel, bot), backend.seed)}


def conversations_members(backend: Backend, args: Args) -> Json:
    """conversations.members: everyone in it, people of other companies included."""
    members, more = page_of(sorted(visible_channel(backend, args.need("channel")).members), args)
    return {"members": members} | more


def conversations_history(backend: Backend, args: Args) -> Json:
    """conversations.history: newest first, threads and ephemeral messages left out."""
    channel = _joined_channel(backend, args)
    messages = list(reversed(backend.state.top_level(channel.id)))
    rows, more = page_of(_between(messages, args), args)
    return _messages(backend, args, rows, more)


def conversations_replies(backend: Backend, args: Args) -> Json:
    """conversations.replies: the message and its replies, oldest first."""
    channel = _joined_channel(backend, args)
    thread = backend.state.thread(channel.id, args.need("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    rows, more = page_of(thread, args)
    return _messages(backend, args, rows, more)


def visible_channel(backend: Backend, key: str) -> Channel:
    """A conversation the app may know of.

    Raises:
        SlackError: channel_not_found, also for private channels without the app.
    """
    channel = backend.state.channels.get(key)
    if channel is None or (channel.kind != Kind.CHANNEL and backend.seed.app.user_id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def _joined_channel(backend: Backend, args: Args) -> Channel:
    channel = visible_channel(backend, args.need("channel"))
    if backend.seed.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(messages: list[Message], args: Args) -> list[Message]:
    try:
        oldest, latest = float(args.text("oldest") or 0), float(args.text("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_latest") from None
    edges = (oldest, latest) if args.flag("inclusive") else ()
    return [one for one in messages if oldest < float(one.ts) < latest or float(one.ts) in edges]


def _direct_message(backend: Backend, user: str) -> Channel:
    person, channel = backend.state.people.get(user), backend.state.dm_of(user)
    if channel is not None and person is not None and not person.deleted:
        return channel
    if person is None or person.is_foreign:
        raise SlackError("user_not_found")
    raise SlackError("user_disabled" if person.deleted else "cannot_dm_bot")


def _group_message(backend: Backend, users: list[str]) -> Json:
    if len(users) > GROUP_MOST:
        raise SlackError("too_many_users")
    channel, is_new = backend.state.group_of(frozenset(users))
    known = {} if is_new else {"no_op": True, "already_open": True}
    return {**known, "channel": channel_json(channel, backend.seed)}


def _messages(backend: Backend, args: Args, rows: list[Any], more: Json) -> Json:
    whole = args.flag("include_all_metadata")
    shown = [
        message_json(one, backend.state) | ({"metadata": one.metadata} if whole and one.metadata else {})
        for one in rows
    ]
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"])} | more
