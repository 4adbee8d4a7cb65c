"""Where recipients are in Slack: a person's user id and direct message."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.people import standing_of
from bot.access.policy import Standing
from bot.delivery.readers import others_read
from bot.delivery.trouble import Trouble, refusal_of
from cs_engine.records.outbox import Recipient, To
from cs_engine.service.preferences.desk import PreferenceDesk

KNOWN_FOR_SECONDS = 3600.0
"""Who left since then is found out by Slack's refusal."""


@dataclass(frozen=True, slots=True)
class _Known:
    channel: str | None
    since: float


class Directory:
    """Channels of recipients, asked of Slack once an hour. What Slack refuses for now is raised."""

    def __init__(
        self, client: WebClient, preferences: PreferenceDesk, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Ask ``client``; ``preferences`` knows people who were met, and is told of those who are met now."""
        self._client = client
        self._preferences = preferences
        self._ticks = ticks
        self._workspace: str | None = None
        self._known: dict[str, _Known] = {}
        self._sought: dict[str, float] = {}

    def channel_of(self, recipient: Recipient) -> str | None:
        """Return the channel a recipient is told in; ``None`` for a person who left, is no member, or is not known.

        Raises:
            SlackApiError: Slack would not tell now.
        """
        if recipient.kind is To.CHANNEL:
            return recipient.id
        known = self._known.get(recipient.id)
        if known is None or self._ticks() - known.since >= KNOWN_FOR_SECONDS:
            known = self._known[recipient.id] = _Known(self._direct_message(recipient.id), self._ticks())
        return known.channel

    def is_shared(self, recipient: Recipient) -> bool:
        """Tell whether people of another company read in a channel, as Slack says now: that changes without notice.

        Raises:
            SlackApiError: Slack would not tell now.
        """
        if recipient.kind is not To.CHANNEL:
            return False
        try:
            channel: Mapping[str, Any] = self._client.conversations_info(channel=recipient.id)["channel"]
        except SlackApiError as refused:
            if refusal_of(refused).trouble is Trouble.WAIT:
                raise
            return False  # what cannot be seen is refused when it is posted
        return others_read(channel)

    def meet(self, person: str) -> None:
        """Find out who somebody is in Slack, so that they can be mentioned; asked once an hour.

        Raises:
            SlackApiError: Slack would not tell now.
        """
        since = self._sought.get(person)
        if since is not None and self._ticks() - since < KNOWN_FOR_SECONDS:
            return
        try:
            self._user(person)
        except SlackApiError as refused:
            if refusal_of(refused).trouble is Trouble.WAIT:
                raise
        self._sought[person] = self._ticks()  # who cannot be found is called by their address

    def forget(self, recipient: Recipient) -> None:
        """Ask again about a recipient the next time."""
        self._known.pop(recipient.id, None)

    def _direct_message(self, person: str) -> str | None:
        user = self._user(person)
        if user is None:
            return None
        try:
            return str(self._client.conversations_open(users=user)["channel"]["id"])
        except SlackApiError as refused:
            trouble = refusal_of(refused).trouble
            if trouble is Trouble.UNREACHABLE:
                return None
            if trouble is Trouble.BLIND:
                return user  # Slack posts to a person as well; only a lost message cannot be looked for then
            raise

    def _user(self, person: str) -> str | None:
        """Return the user id of a member of this workspace, and take note of their language and zone."""
        known = self._preferences.user_id_of(person) or (None if "@" in person else person)
        user = self._asked(known) if known else None
        if user is None and "@" in person:
            found = self._found(person)
            user = self._asked(found) if found else None
        if user is None or standing_of(user, self._own_workspace()) is not Standing.MEMBER:
            return None
        self._meet(user)
        return str(user["id"])

    def _asked(self, user_id: str) -> Mapping[str, Any] | None:
        try:
            user: Mapping[str, Any] = self._client.users_info(user=user_id, include_locale=True)["user"]
        except SlackApiError as refused:
            if refusal_of(refused).trouble is Trouble.UNREACHABLE:
                return None
            raise
        return None if user.get("deleted") else user

    def _found(self, email: str) -> str | None:
        try:
            return str(self._client.users_lookupByEmail(email=email)["user"]["id"])
        except SlackApiError as refused:
            if refusal_of(refused).trouble is Trouble.UNREACHABLE:
                return None
            raise

    def _meet(self, user: Mapping[str, Any]) -> None:
        profile: Mapping[str, Any] = user.get("profile", {})
        name = profile.get("real_name") or user.get("real_name") or user.get("name") or user["id"]
        self._preferences.meet(user["id"], name, profile.get("email"), user.get("tz"), user.get("locale"))

    def _own_workspace(self) -> str:
        if self._workspace is None:
            self._workspace = str(self._client.auth_test()["team_id"])
        return self._workspace
