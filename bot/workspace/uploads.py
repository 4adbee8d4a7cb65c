"""Files that people share in conversations."""

from dataclasses import replace

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.interactions import joined, person_of
from bot.workspace.records import Json, Message
from bot.workspace.slack_json import file_json


async def upload(
    backend: Backend,
    user: str,
    channel_id: str,
    file: tuple[str, bytes],
    text: str = "",
    thread_ts: str | None = None,
) -> Json:
    """Share a file, a name and its bytes, in a conversation or a thread of it; the app is told as of any message there.

    Raises:
        SlackError: channel_not_found, is_archived, invalid_arguments for an empty file.
    """
    channel = joined(backend, user, channel_id)
    name, content = file
    ticket, _ = backend.state.files.promise(name, len(content), user, backend.url)
    kept = backend.state.files.receive(ticket, content)
    message = events.share(
        backend, [kept], Message(backend.state.next_ts(), channel.id, user, text, thread_ts=thread_ts)
    )
    backend.state.mark_read(user, channel.id)
    return {"ok": True, "ts": message.ts, "file": kept.id}


async def attach(backend: Backend, user: str, name: str, content: bytes) -> Json:
    """Upload a file into a modal; the app hears of it when the modal is submitted.

    Raises:
        SlackError: user_not_found, invalid_arguments for an empty file.
    """
    person = person_of(backend, user)
    ticket, _ = backend.state.files.promise(name, len(content), person.id, backend.url)
    return {"ok": True, "file": backend.state.files.receive(ticket, content).id}


def hand_over(backend: Backend, user: str, values: Json) -> Json:
    """Return what was entered in a modal with the person's files as the app is shown them, which it may read then."""
    return {
        block_id: {action_id: _handed(backend, user, entry) for action_id, entry in row.items()}
        for block_id, row in values.items()
    }


def _handed(backend: Backend, user: str, entry: Json) -> Json:
    if entry.get("type") != "file_input":
        return entry
    named = [backend.state.files.named(str(one.get("id"))) for one in entry.get("files") or ()]
    own = [backend.state.files.keep(replace(file, given=True)) for file in named if file and file.user == user]
    return {**entry, "files": [file_json(file, backend.state) for file in own]}
