"""What a payload of Slack's asks for, in the names of the policy."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.access.policy import Entry, Kind
from bot.ids import ActionId
from bot.listeners.commands.cs_grammar import CS, Request, read_request
from bot.listeners.commands.grammar import HEALTH, Question, read

Body = Mapping[str, Any]
MESSAGE, FILE_SHARE = "message", "file_share"


def asked(body: Body) -> tuple[Entry, ...]:
    """Return what a payload asks for, nothing when it is nothing that we could answer.

    What was typed may be understood in two ways, and then asks for both.
    """
    if "command" in body:
        return tuple(_typed(str(body["command"]), str(body.get("text") or "")))
    reader = _READERS.get(str(body.get("type")))
    entry = reader(body) if reader else None
    return (entry,) if entry else ()


def entries_of_command(command: str) -> tuple[Entry, ...]:
    """Return everything that can be asked with a command."""
    if command == HEALTH:
        return tuple(_question(command, question) for question in Question)
    if command == CS:
        return tuple(_question(command, request) for request in Request)
    return (Entry(Kind.COMMAND, command),)


def _typed(command: str, text: str) -> Iterator[Entry]:
    if command == CS:
        yield _question(command, read_request(text))
        return
    if command != HEALTH:
        yield Entry(Kind.COMMAND, command)
        return
    for reading in read(text):
        yield _question(command, reading.question)


def _question(command: str, question: Question | Request) -> Entry:
    return Entry(Kind.COMMAND, f"{command} {question}")


def _clicked(body: Body) -> Entry | None:
    return _of_element(Kind.ACTION, body["actions"][0])


def _searched(body: Body) -> Entry | None:
    return _of_element(Kind.OPTIONS, body)


def _of_element(kind: Kind, element: Body) -> Entry | None:
    action = ActionId.of(str(element.get("action_id")))
    return Entry(kind, action.value) if action else None


def _happened(body: Body) -> Entry:
    """Name an event as Slack's settings do: messages by the kind of conversation they stand in."""
    event = body["event"]
    name = str(event.get("type"))
    return Entry(Kind.EVENT, f"{name}.{event.get('channel_type')}" if name == MESSAGE else name)


def is_chatter(body: Body) -> bool:
    """Tell whether something was said that is not for us: only files that people drop in a direct message are."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("type") != MESSAGE:
        return False
    dropped = event.get("subtype") == FILE_SHARE and event.get("channel_type") == "im" and not event.get("bot_id")
    return not (dropped and event.get("files"))


def _in_window(body: Body) -> Entry:
    return Entry(Kind.VIEW, str(body["view"].get("callback_id")))


def _by_shortcut(body: Body) -> Entry:
    return Entry(Kind.SHORTCUT, str(body.get("callback_id")))


_READERS: Mapping[str, Callable[[Body], Entry | None]] = MappingProxyType(
    {
        "block_actions": _clicked,
        "block_suggestion": _searched,
        "event_callback": _happened,
        "view_submission": _in_window,
        "view_closed": _in_window,
        "shortcut": _by_shortcut,
        "message_action": _by_shortcut,
    }
)
