"""People, channels, messages and views as Slack's Web API and payloads show them to an app."""

import secrets
from copy import deepcopy
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.workspace.model import State
from bot.workspace.records import Channel, File, Json, Kind, Message, View, elements_of
from bot.workspace.scopes import EMAIL
from bot.workspace.seed import Person, Seed

EPOCH = 1_700_000_000
"""A fixed `created` time for everything the seed brings."""

RICH_TEXT_PARTS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
ACTIONLESS = {"image", "mrkdwn", "plain_text", "card"} | RICH_TEXT_PARTS
"""What stands among a block's elements without ever carrying an action id."""


def user_json(person: Person, state: State, *, locale: bool = False) -> Json:
    """A user object as `users.info` returns it; `email` only where there is one and the app may see it.

    Someone of another company has that company's `team_id`; `is_stranger` says that no channel is shared with them.
    """
    team = person.team_id or state.seed.team_id
    profile = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "title": person.title,
        "team": team,
        **({"email": person.email} if person.email and EMAIL in state.granted else {}),
    }
    offset = datetime.now(ZoneInfo(person.tz)).utcoffset()
    about: Json = {
        "id": person.id,
        "team_id": team,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": profile,
    }
    about |= dict.fromkeys(("is_admin", "is_owner", "is_primary_owner"), False)
    about |= {"is_restricted": person.is_guest, "is_ultra_restricted": person.is_ultra_restricted}
    about |= {"is_bot": person.is_bot, "is_app_user": False, "updated": EPOCH}
    about |= {"is_stranger": not state.shares_channel(person.id)} if person.is_foreign else {}
    return about | ({"locale": person.locale} if locale else {})


def channel_json(channel: Channel, seed: Seed) -> Json:
    """A conversation object as `conversations.info` returns it."""
    common: Json = {
        "id": channel.id,
        "created": EPOCH,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == Kind.IM,
        "is_mpim": channel.kind == Kind.MPIM,
        "is_org_shared": False,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_pending_ext_shared": bool(channel.pending),
        "pending_shared": list(channel.pending),
        "pending_connected_team_ids": list(channel.pending),
        "context_team_id": seed.team_id,
    }
    if channel.is_shared:
        common |= {"shared_team_ids": [seed.team_id, *channel.connected], "connected_team_ids": list(channel.connected)}
    if channel.kind == Kind.IM:
        return common | {"user": channel.peer, "is_user_deleted": False}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == Kind.CHANNEL,
        "is_group": channel.kind == Kind.PRIVATE,
        "is_private": channel.kind != Kind.CHANNEL,
        "is_general": channel.name == "general",
        "is_member": seed.app.user_id in channel.members,
        "creator": seed.people[0].id,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.topic, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def message_json(message: Message, state: State) -> Json:
    """A message object as `conversations.history` and `block_actions` show it."""
    app = state.seed.app
    about: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    about["team"] = _team_of(message.user, state)
    if message.bot:
        profile = {"id": app.bot_id, "app_id": app.app_id, "name": app.name, "team_id": state.seed.team_id}
        about |= {"bot_id": app.bot_id, "app_id": app.app_id, "bot_profile": profile}
    if message.blocks is not None:
        about["blocks"] = list(message.blocks)
    if message.edited:
        about["edited"] = {"user": message.user, "ts": message.ts}
    if message.files:
        about["files"] = [file_json(state.files.named(one), state) for one in message.files]
    if message.reactions:
        about["reactions"] = reactions_json(message)
    replies = state.reply_count(message)
    if replies or message.thread_ts:
        about["thread_ts"] = message.thread_ts or message.ts
    return about | ({"reply_count": replies} if replies else {})


def reactions_json(message: Message) -> list[Json]:
    """A message's reactions, in the order they came."""
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions]


def file_json(file: File | None, state: State) -> Json:
    """A file object as `files.info` and messages show it; None is a file that was deleted."""
    if file is None:
        return {"mode": "tombstone"}
    shared = [channel for channel, _ in file.shares]
    kinds = {kind: [one for one in shared if state.channels[one].kind == kind] for kind in Kind}
    about: Json = {"id": file.id, "created": file.created, "timestamp": file.created, "name": file.name}
    about |= {"title": file.title, "mimetype": file.mimetype, "filetype": file.name.rpartition(".")[2].lower()}
    about |= {"user": file.user, "size": file.size, "mode": "hosted", "is_external": False, "editable": False}
    about |= {"file_access": "visible", "is_public": bool(kinds[Kind.CHANNEL]), "alt_txt": file.alt_text}
    about |= {"url_private": file.url_private, "url_private_download": file.url_private}
    about |= {"channels": kinds[Kind.CHANNEL], "groups": [*kinds[Kind.PRIVATE], *kinds[Kind.MPIM]]}
    return about | {"ims": kinds[Kind.IM], "user_team": _team_of(file.user, state)}


def view_json(view: View, seed: Seed) -> Json:
    """A view object as `views.*` and interaction payloads show it."""
    defaults: Json = {
        "title": None,
        "submit": None,
        "close": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return (
        defaults
        | view.body
        | {
            "id": view.id,
            "team_id": seed.team_id,
            "app_id": seed.app.app_id,
            "bot_id": seed.app.bot_id,
            "app_installed_team_id": seed.team_id,
            "hash": view.hash,
            "state": {"values": view.values},
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
        }
    )


def with_ids(blocks: list[Json]) -> tuple[Json, ...]:
    """The blocks as Slack stores them: every block has a block id, every interactive element an action id."""
    return tuple(_named({"block_id": secrets.token_hex(3), **block}) for block in deepcopy(blocks))


def _team_of(user: str, state: State) -> str:
    person = state.people.get(user)
    return state.seed.team_id if person is None or person.team_id is None else person.team_id


def _named(block: Json) -> Json:
    for element in elements_of(block):
        if element.get("type") not in ACTIONLESS:
            element.setdefault("action_id", secrets.token_hex(3))
    return block
