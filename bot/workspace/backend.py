"""Everything a handler needs, in one value: the state of the workspace and the ways out of it."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bot.workspace.clock import WorkspaceClock
from bot.workspace.faults import Faults
from bot.workspace.modals import Views
from bot.workspace.model import State
from bot.workspace.notifications import noticed_by, notification
from bot.workspace.pages import Pages, message_card
from bot.workspace.passes import Passes
from bot.workspace.records import Json, Message, View
from bot.workspace.scheduling import Schedule
from bot.workspace.seed import Seed
from bot.workspace.slack_json import view_json
from bot.workspace.wire import Wire


@dataclass(frozen=True, slots=True)
class Patience:
    """How long Slack waits, in real seconds; tests may shorten it."""

    answer: float = 3.0
    """A command, click or submission must be acknowledged within three seconds."""
    trigger: float = 3.0
    """A trigger id opens a view for three seconds."""
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    """An event that was not acknowledged is sent again at once, after a minute and after five minutes."""
    monotonic: Callable[[], float] = time.monotonic
    """What the lives of trigger ids and response URLs are measured by; a test may let half an hour pass."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secrets of the installed app, new for every workspace."""

    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(16)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-A01STEWARD-{secrets.token_hex(16)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))


class Delivery(Protocol):
    """How payloads reach the app: over Socket Mode or as signed HTTP requests."""

    async def ask(self, kind: str, payload: Json) -> Json:
        """Deliver a command or interaction and return what its acknowledgement carried, `{}` for nothing.

        Raises:
            DeliveryError: nobody took it, or nobody answered in time.
        """

    def tell(self, payload: Json) -> None:
        """Start delivering an event; one that is not acknowledged is sent again."""

    def stop(self) -> None:
        """Give up everything still under way."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The workspace as its handlers see it."""

    seed: Seed
    state: State
    views: Views
    passes: Passes
    pages: Pages
    clock: WorkspaceClock
    credentials: Credentials
    patience: Patience
    delivery: Delivery
    url: str
    wire: Wire
    faults: Faults = field(default_factory=Faults)
    schedule: Schedule = field(default_factory=Schedule)

    def post(self, message: Message) -> Message:
        """Add a message and show it to those who may see it."""
        self.state.put(message)
        self._show("message", message)
        for user in noticed_by(message, self.state):
            self.pages.tell((user,), {"type": "notification", "notification": notification(message, user, self.state)})
        return message

    def change(self, message: Message) -> Message:
        """Replace a message and show the change."""
        self.state.put(message)
        self._show("message_changed", message)
        return message

    def delete(self, message: Message) -> None:
        """Remove a message everywhere."""
        self.state.drop(message.channel, message.ts)
        event = {"type": "message_deleted", "channel": message.channel, "ts": message.ts}
        self.pages.tell(self._audience(message), event)

    def show_view(self, event: str, view: View) -> None:
        """Tell the person's pages about a view: `view_open`, `view_push`, `view_update` or `home`."""
        self.pages.tell((view.user,), {"type": event, "view": view_json(view, self.seed)})

    def hide_views(self, views: Iterable[View]) -> None:
        """Tell pages that views are closed."""
        for view in views:
            self.pages.tell((view.user,), {"type": "view_close", "view_id": view.id})

    def _show(self, event: str, message: Message) -> None:
        self.pages.tell(self._audience(message), {"type": event, "message": message_card(message, self.state)})
        root = self.state.get(message.channel, message.thread_ts or "") if message.is_reply else None
        if root is not None:
            changed = {"type": "message_changed", "message": message_card(root, self.state)}
            self.pages.tell(self._audience(root), changed)

    def _audience(self, message: Message) -> frozenset[str]:
        if message.only_for is not None:
            return frozenset({message.only_for})
        return self.state.channels[message.channel].members
