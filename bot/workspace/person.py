"""A person at the keyboard, for tests: does what the page does, from any thread, and reads what the person sees."""

import time
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from bot.workspace import interactions, shortcuts, uploads, view_interactions
from bot.workspace.answers import answer
from bot.workspace.backend import Backend
from bot.workspace.records import Json, Message, View

WAIT_SECONDS = 20.0
"""How long a test waits for something to appear, unless it says otherwise."""
LOOK_SECONDS = 0.2
"""What is waited for need not happen in the workspace."""


Seen = TypeVar("Seen")


class Runner(Protocol):
    """Runs a coroutine on the server's loop and returns its result in the calling thread."""

    def __call__(self, work: Coroutine[Any, Any, Json]) -> Json:
        """Run `work` and wait for it."""


class PersonDriver:
    """One person of the workspace; answers are what the page would get."""

    def __init__(self, backend: Backend, user: str, run: Runner) -> None:
        """Act as `user`."""
        self._backend = backend
        self._run = run
        self.id = interactions.person_of(backend, user).id
        backend.state.active.add(self.id)

    @property
    def dm(self) -> str:
        """The id of the direct message with the app."""
        channel = self._backend.state.dm_of(self.id)
        return "" if channel is None else channel.id

    @property
    def views(self) -> list[View]:
        """The modals that are open, the one on top last."""
        return self._backend.views.stack(self.id)

    @property
    def home(self) -> View | None:
        """The app's Home tab as it was last published."""
        return self._backend.views.home(self.id)

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """What the person sees in a channel (id or `#name`) or in one thread of it, oldest first."""
        found = interactions.joined(self._backend, self.id, channel)
        if thread_ts is not None:
            return self._backend.state.thread(found.id, thread_ts, self.id)
        return self._backend.state.top_level(found.id, self.id)

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Post a message."""
        return self._run(interactions.say(self._backend, self.id, channel, text, thread_ts))

    def command(self, channel: str, command: str, text: str = "") -> Json:
        """Run a slash command and wait until the app has acknowledged it."""
        return self._run(interactions.run_command(self._backend, self.id, channel, command, text))

    def click(self, place: Message | View, action_id: str, value: str = "") -> Json:
        """Press a button, or choose `value` in a list, a menu or a date picker."""
        element = place.element(action_id) or {"type": "missing", "block_id": ""}
        action = {"action_id": action_id, "block_id": element["block_id"], **answer(element, value)}
        return self._run(interactions.act(self._backend, self.id, _container(place), action, {}))

    def suggest(self, place: Message | View, action_id: str, typed: str) -> Json:
        """Type into an external list; returns its options or option groups."""
        element = place.element(action_id) or {"block_id": ""}
        ids = (element["block_id"], action_id)
        return self._run(interactions.suggest(self._backend, self.id, _container(place), ids, typed))

    def upload(self, channel: str, name: str, content: bytes, text: str = "") -> Json:
        """Share a file in a conversation, with a message beside it; the answer names the file and the timestamp."""
        return self._run(uploads.upload(self._backend, self.id, channel, (name, content), text))

    def attach(self, name: str, content: bytes) -> str:
        """Upload a file into a modal; returns the id that `submit` takes."""
        return str(self._run(uploads.attach(self._backend, self.id, name, content))["file"])

    def react(self, message: Message, name: str) -> Json:
        """React to a message with an emoji, named without colons."""
        return self._run(interactions.react(self._backend, self.id, _container(message), name))

    def unreact(self, message: Message, name: str) -> Json:
        """Take a reaction back."""
        return self._run(interactions.react(self._backend, self.id, _container(message), name, remove=True))

    def shortcut(self, callback_id: str, message: Message | None = None) -> Json:
        """Run a global shortcut, or the one in the menu of `message`."""
        container = None if message is None else _container(message)
        return self._run(shortcuts.run(self._backend, self.id, callback_id, container))

    def invite(self, channel: str, user: str) -> Json:
        """Add a person or the app to a channel."""
        return self._run(interactions.invite(self._backend, self.id, channel, user))

    def submit(self, view: View, entered: dict[str, str] | None = None) -> Json:
        """Fill a modal and submit it; `entered` is `{action_id: text, date or option value}`."""
        state: Json = {}
        for action_id, value in (entered or {}).items():
            element = view.element(action_id)
            if element is None:
                message = f"The view has no element with the action id {action_id!r}."
                raise LookupError(message)
            state.setdefault(element["block_id"], {})[action_id] = answer(element, value)
        return self._run(view_interactions.submit(self._backend, self.id, view.id, state))

    def close(self, view: View, *, cleared: bool = False) -> Json:
        """Close a modal, or with `cleared` all of them."""
        return self._run(view_interactions.close(self._backend, self.id, view.id, cleared=cleared))

    def open_home(self, timeout: float = WAIT_SECONDS) -> View | None:
        """Open the app's Home tab and wait until the app has published one; None when it does not."""
        before = self.home
        self._run(view_interactions.open_home(self._backend, self.id))
        self.wait_for(lambda: self.home != before, timeout)
        return self.home

    def wait_for(self, predicate: Callable[[], Seen], timeout: float = WAIT_SECONDS) -> Seen:
        """Wait until `predicate()` is true, looking again after every change and now and then; returns it."""
        changes = self._backend.state.changes
        deadline = time.monotonic() + timeout
        while True:
            count = changes.count
            seen = predicate()
            left = deadline - time.monotonic()
            if seen or left <= 0:
                return seen
            changes.wait(count, min(left, LOOK_SECONDS))


def _container(place: Message | View) -> Json:
    if isinstance(place, View):
        return {"type": "view", "view_id": place.id}
    return {"type": "message", "channel": place.channel, "ts": place.ts, "ephemeral": place.ephemeral}
