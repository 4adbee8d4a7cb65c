"""The payloads an app receives, built from what happened; nothing here sends anything."""

import secrets
import time

from bot.workspace.backend import Backend
from bot.workspace.records import Channel, Json, Kind, Message
from bot.workspace.seed import Person
from bot.workspace.slack_json import message_json

VERIFICATION_TOKEN = "legacy-verification-token"  # noqa: S105 - a deprecated field that grants nothing
CHANNEL_NAMES = {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup", Kind.MPIM: "privategroup"}
"""What Slack calls conversations whose name it does not tell."""


def channel_name(channel: Channel) -> str:
    """The channel's name as payloads show it."""
    return CHANNEL_NAMES.get(channel.kind, channel.name)


def command(backend: Backend, person: Person, channel: Channel, typed: tuple[str, str], url_key: str) -> Json:
    """A slash command; `typed` is the command and the text after it."""
    seed = backend.seed
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": seed.team_id,
        "team_domain": seed.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": typed[0],
        "text": typed[1],
        "api_app_id": seed.app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{backend.url}/commands/{url_key}",
        "trigger_id": backend.passes.new_trigger(person.id),
    }


def interaction(backend: Backend, kind: str, person: Person) -> Json:
    """What every interaction carries, whatever it is about."""
    seed = backend.seed
    return {
        "type": kind,
        "team": {"id": seed.team_id, "domain": seed.team_domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id or seed.team_id,
        },
        "api_app_id": seed.app.app_id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def event(backend: Backend, happened: Json) -> Json:
    """An Events API callback around an event, with a new `event_id`."""
    seed = backend.seed
    about: Json = happened.get("item") or happened
    channel = backend.state.channels.get(str(about.get("channel") or about.get("channel_id")))
    authorization = {
        "enterprise_id": None,
        "team_id": seed.team_id,
        "user_id": seed.app.user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": seed.team_id,
        "api_app_id": seed.app.app_id,
        "event": happened,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(time.time()),
        "authorizations": [authorization],
        "is_ext_shared_channel": channel is not None and channel.is_shared,
        "event_context": secrets.token_hex(12),
    }


def message(backend: Backend, written: Message) -> Json:
    """A message as `message` events show it; what a person typed comes as rich text too."""
    happened = message_json(written, backend.state) | {"channel": written.channel}
    if written.bot:
        return happened
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": written.text}]}
    happened |= {"client_msg_id": secrets.token_hex(8)}
    happened |= {"blocks": [{"type": "rich_text", "block_id": secrets.token_hex(3), "elements": [section]}]}
    happened |= {"subtype": "file_share"} if written.files else {}
    own = happened["team"] == backend.seed.team_id
    return happened | ({} if own else {"user_team": happened["team"], "source_team": happened["team"]})
