"""What people do with messages: say something, run a command, press a button, search an option list."""

from typing import Any

from bot.workspace import events, payloads, reactions
from bot.workspace.answering import answer, failure_notice
from bot.workspace.backend import Backend
from bot.workspace.errors import DeliveryError, SlackError
from bot.workspace.records import Channel, Json, Kind, Message, View
from bot.workspace.seed import Person
from bot.workspace.slack_json import message_json, view_json

OPTIONS_MOST = 100
"""Slack shows nothing when an option list answers with more than a hundred options."""


Place = Message | View
"""Where a click happens."""


async def say(backend: Backend, user: str, channel_id: str, text: str, thread_ts: str | None = None) -> Json:
    """Post a person's message.

    Raises:
        SlackError: no_text, channel_not_found, is_archived.
    """
    channel = joined(backend, user, channel_id)
    if not text.strip():
        raise SlackError("no_text")
    message = events.post(backend, Message(backend.state.next_ts(), channel.id, user, text, thread_ts=thread_ts))
    backend.state.mark_read(user, channel.id)
    return {"ok": True, "ts": message.ts}


async def run_command(backend: Backend, user: str, channel_id: str, command: str, text: str) -> Json:
    """Run a slash command; its answer is posted, and Slackbot tells the person when there is none.

    Raises:
        SlackError: channel_not_found, is_archived.
    """
    channel = joined(backend, user, channel_id)
    if all(known.command != command for known in backend.seed.commands):
        return _failed(backend, user, channel, "unknown_command", f"{command} is not a valid command.")
    typed = f"{command} {text}".strip()
    key = backend.passes.new_url(user, channel.id, command=typed)
    payload = payloads.command(backend, person_of(backend, user), channel, (command, text), key)
    try:
        given = await backend.delivery.ask("slash_commands", payload)
        if given:
            answer(backend, key, given)
    except (DeliveryError, SlackError) as failure:
        return _failed(backend, user, channel, failure.code, f'{command} failed with the error "{failure.code}"')
    return {"ok": True}


async def act(backend: Backend, user: str, container: Json, action: Json, state: Json) -> Json:
    """Send a click or choice to the app and wait for its acknowledgement.

    Raises:
        SlackError: no_such_action when the message or view no longer has that element.
    """
    place = placed(backend, user, container)
    element = place.element(str(action.get("action_id")), str(action.get("block_id")))
    if element is None:
        raise SlackError("no_such_action")
    payload = payloads.interaction(backend, "block_actions", person_of(backend, user))
    payload |= _about(backend, user, place, state) | {"actions": [_action(backend, element, action)]}
    try:
        await backend.delivery.ask("interactive", payload)
    except DeliveryError as failure:
        return {"ok": False, "error": failure.code, "message": f"That did not work: {failure.code}."}
    return {"ok": True}


async def suggest(backend: Backend, user: str, container: Json, ids: tuple[str, str], value: str) -> Json:
    """Ask the app for the options of an external list; `ids` are the block's and the element's.

    Raises:
        SlackError: no_such_action when the message or view no longer has that element.
    """
    place = placed(backend, user, container)
    if place.element(ids[1], ids[0]) is None:
        raise SlackError("no_such_action")
    payload = payloads.interaction(backend, "block_suggestion", person_of(backend, user))
    payload |= {"block_id": ids[0], "action_id": ids[1], "value": value} | _container(backend, place)
    try:
        given = await backend.delivery.ask("interactive", payload)
    except DeliveryError as failure:
        return {"options": [], "error": failure.code}
    if given.get("option_groups"):
        return {"option_groups": given["option_groups"]}
    options = given.get("options") or []
    return {"options": options if len(options) <= OPTIONS_MOST else []}


async def react(backend: Backend, user: str, container: Json, name: str, *, remove: bool = False) -> Json:
    """React to a message, or take the reaction back.

    Raises:
        SlackError: message_not_found, invalid_name, already_reacted, no_reaction.
    """
    message = placed(backend, user, {**container, "type": "message"})
    if not isinstance(message, Message) or message.ephemeral:
        raise SlackError("message_not_found")
    (reactions.remove if remove else reactions.add)(backend, user, message, name)
    return {"ok": True}


async def invite(backend: Backend, user: str, channel_id: str, invited: str) -> Json:
    """Add someone to a channel the person is in.

    Raises:
        SlackError: channel_not_found, is_archived, user_not_found, already_in_channel, cant_invite.
    """
    channel = joined(backend, user, channel_id)
    person = backend.state.people.get(invited)
    if person is None or person.deleted:
        raise SlackError("user_not_found")
    if invited in channel.members:
        raise SlackError("already_in_channel")
    if channel.kind not in (Kind.CHANNEL, Kind.PRIVATE) or (person.is_foreign and not channel.is_shared):
        raise SlackError("cant_invite")
    events.join(backend, channel, invited, inviter=user)
    return {"ok": True}


def joined(backend: Backend, user: str, channel_id: str) -> Channel:
    """A channel the person is in.

    Raises:
        SlackError: channel_not_found, is_archived.
    """
    channel = backend.state.channel(channel_id)
    if channel is None or user not in channel.members:
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def person_of(backend: Backend, user: str) -> Person:
    """The person with this id.

    Raises:
        SlackError: user_not_found.
    """
    person = backend.state.people.get(user)
    if person is None or person.is_bot or person.deleted:
        raise SlackError("user_not_found")
    return person


def placed(backend: Backend, user: str, container: Json) -> Place:
    """The message or view a container names, when the person can see it.

    Raises:
        SlackError: view_not_found, message_not_found, channel_not_found.
    """
    if container.get("type") == "view":
        view = backend.views.find(str(container.get("view_id")))
        if view is None or view.user != user:
            raise SlackError("view_not_found")
        return view
    channel = joined(backend, user, str(container.get("channel")))
    message = backend.state.get(channel.id, str(container.get("ts")))
    if message is None or message.only_for not in (None, user):
        raise SlackError("message_not_found")
    return message


def _failed(backend: Backend, user: str, channel: Channel, code: str, text: str) -> Json:
    failure_notice(backend, user, channel.id, text)
    return {"ok": False, "error": code, "message": text}


def _about(backend: Backend, user: str, place: Place, state: Json) -> Json:
    if isinstance(place, View):
        view = backend.views.remember(place, state)
        trigger_id = backend.passes.new_trigger(user, view.id if view.type == "modal" else None)
        return _container(backend, view) | {"trigger_id": trigger_id, "state": {"values": view.values}}
    url_key = backend.passes.new_url(user, place.channel, place.ts, place.thread_ts, place.command)
    return _container(backend, place) | {
        "trigger_id": backend.passes.new_trigger(user),
        "response_url": f"{backend.url}/actions/{url_key}",
        "state": {"values": state},
    }


def _container(backend: Backend, place: Place) -> Json:
    if isinstance(place, View):
        return {"container": {"type": "view", "view_id": place.id}, "view": view_json(place, backend.seed)}
    container: Json = {"type": "message", "message_ts": place.ts, "channel_id": place.channel}
    container["is_ephemeral"] = place.ephemeral
    if place.thread_ts:
        container["thread_ts"] = place.thread_ts
    channel = backend.state.channels[place.channel]
    about: Json = {"container": container, "channel": {"id": channel.id, "name": payloads.channel_name(channel)}}
    return about if place.ephemeral else about | {"message": message_json(place, backend.state)}


def _action(backend: Backend, element: Json, action: Json) -> Json:
    given: dict[str, Any] = {**action, "type": element["type"], "action_ts": backend.state.next_ts()}
    if element["type"] == "button":
        given |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    return given
