"""Who is in which Slack user group: asked only if roles are given by group, remembered, refreshed beside the answer."""

import threading
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Executor

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.people import Ticks
from bot.logs import logger, reason

KNOWN_FOR_SECONDS = 600.0
"""Who joins the team's group has its role ten minutes later."""
RETRY_SECONDS = 60.0
"""When Slack does not tell, it is asked again soon, and not at every question."""

Members = Mapping[str, frozenset[str]]
"""User ids by handle."""


class Groups:
    """The members of those user groups that give a role.

    Only the very first question waits for Slack. When Slack does not tell, what was known last still counts; when
    nothing was ever known, nobody is in a group.
    """

    def __init__(self, handles: Collection[str], later: Executor, ticks: Ticks = time.monotonic) -> None:
        """Know no member yet of the groups with these `handles`."""
        self._handles = frozenset(handles)
        self._later = later
        self._ticks = ticks
        self._first = threading.Lock()
        self._members: Members | None = None
        self._ask_again = 0.0

    def of(self, user_id: str | None, client: WebClient) -> frozenset[str]:
        """Return the handles of the groups that somebody is in."""
        if not self._handles or user_id is None:
            return frozenset()
        members = self._known(client)
        return frozenset(handle for handle, users in members.items() if user_id in users)

    def _known(self, client: WebClient) -> Members:
        known = self._members
        if known is None:
            with self._first:
                return self._refresh(client) if self._members is None else self._members
        if self._ask_again <= self._ticks():
            self._ask_again = self._ticks() + RETRY_SECONDS
            self._later.submit(self._refresh, client)
        return known

    def _refresh(self, client: WebClient) -> Members:
        try:
            members, wait = self._asked(client), KNOWN_FOR_SECONDS
        except (SlackApiError, OSError) as failure:
            logger("access").warning("user groups could not be asked about", **reason(failure))
            members, wait = self._members or {}, RETRY_SECONDS
        self._members, self._ask_again = members, self._ticks() + wait
        return members

    def _asked(self, client: WebClient) -> Members:
        listed = client.usergroups_list()["usergroups"]
        ids = {group["handle"].casefold(): group["id"] for group in listed}
        for missing in sorted(self._handles - ids.keys()):
            logger("access").warning("a user group that gives a role does not exist", name=missing)
        return {
            handle: frozenset(client.usergroups_users_list(usergroup=ids[handle])["users"])
            for handle in self._handles & ids.keys()
        }
