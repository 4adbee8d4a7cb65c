"""The views people have open: a stack of modals per person, and their Home tab."""

import secrets
import time
from dataclasses import replace

from bot.workspace.answers import initial_values, merged
from bot.workspace.changes import Changes
from bot.workspace.errors import SlackError
from bot.workspace.records import Json, View

STACK_LIMIT = 3
"""Slack shows at most three modals on top of each other."""


class Views:
    """Open modals and published Home tabs; guarded by the workspace's one lock."""

    def __init__(self, changes: Changes) -> None:
        """Share the workspace's lock."""
        self._changes = changes
        self._views: dict[str, View] = {}
        self._stacks: dict[str, tuple[str, ...]] = {}
        self._homes: dict[str, str] = {}

    def open(self, user: str, body: Json) -> View:
        """Open a modal as the only one `user` sees."""
        return self._add(user, body, ())

    def push(self, user: str, body: Json) -> View:
        """Put a modal on top of the ones `user` has open.

        Raises:
            SlackError: push_limit_reached with three open; invalid_trigger_id with none.
        """
        stack = self._stacks.get(user, ())
        if not stack:
            raise SlackError("invalid_trigger_id")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        return self._add(user, body, stack)

    def update(self, view: View, body: Json) -> View:
        """Replace what a view shows; entries under unchanged block and action ids are kept."""
        shown = replace(view, body=body, hash=_new_hash(), values=merged(initial_values(body["blocks"]), view.values))
        self._keep(shown)
        return shown

    def publish(self, user: str, body: Json) -> View:
        """Set the Home tab of `user`, keeping its view id."""
        old = self.home(user)
        view_id = old.id if old is not None else _new_id()
        view = View(view_id, user, body, _new_hash(), view_id, values=initial_values(body["blocks"]))
        with self._changes:
            self._homes[user] = view.id
            self._keep(view)
        return view

    def remember(self, view: View, entered: Json) -> View:
        """Keep what the person has entered so far."""
        filled = replace(view, values=merged(view.values, entered))
        self._keep(filled)
        return filled

    def close(self, view: View, *, cleared: bool) -> list[View]:
        """Close a modal and those above it, or with `cleared` the whole stack; returns the closed ones, top first."""
        with self._changes:
            stack = self._stacks.get(view.user, ())
            cut = 0 if cleared else stack.index(view.id) if view.id in stack else len(stack)
            self._stacks[view.user] = stack[:cut]
            self._changes.tell()
            return [self._views.pop(view_id) for view_id in reversed(stack[cut:])]

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """The view with this id or external id, or None."""
        with self._changes:
            if view_id is not None:
                return self._views.get(view_id)
            return next((one for one in self._views.values() if one.body.get("external_id") == external_id), None)

    def stack(self, user: str) -> list[View]:
        """The modals `user` has open, the one on top last."""
        with self._changes:
            return [self._views[view_id] for view_id in self._stacks.get(user, ())]

    def home(self, user: str) -> View | None:
        """The Home tab the app published for `user`, or None."""
        with self._changes:
            return self._views.get(self._homes.get(user, ""))

    def _add(self, user: str, body: Json, below: tuple[str, ...]) -> View:
        external_id = body.get("external_id")
        if external_id and self.find(None, external_id) is not None:
            raise SlackError("duplicate_external_id")
        view_id = _new_id()
        values = initial_values(body["blocks"])
        root, previous = (below[0], below[-1]) if below else (view_id, None)
        view = View(view_id, user, body, _new_hash(), root, previous, values)
        with self._changes:
            for gone in set(self._stacks.get(user, ())) - set(below):
                self._views.pop(gone, None)
            self._stacks[user] = (*below, view_id)
            self._keep(view)
        return view

    def _keep(self, view: View) -> None:
        with self._changes:
            self._views[view.id] = view
            self._changes.tell()


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"


def _new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"
