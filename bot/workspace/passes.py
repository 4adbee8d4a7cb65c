"""Passes with a short life: trigger ids, which open one modal, and response URLs, which post a few messages."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.workspace.errors import SlackError

RESPONSE_URL_USES = 5
"""Slack takes five messages through one response URL."""
RESPONSE_URL_SECONDS = 30 * 60.0
"""Slack closes a response URL half an hour after the interaction."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The right to open one view for `user`; `view_id` is the modal it came from, if it came from one."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """The right to post where an interaction happened; `original` is the message it may replace or delete."""

    user: str
    channel: str
    born: float
    original: str | None = None
    thread_ts: str | None = None
    command: str | None = None
    uses: int = 0


class Passes:
    """All trigger ids and response URLs handed out; their lives are counted in real (monotonic) seconds."""

    def __init__(self, trigger_seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Triggers die `trigger_seconds` after they were handed out, by the given clock."""
        self._trigger_seconds = trigger_seconds
        self._now = monotonic
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """Hand out a trigger id for `user`."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, view_id, self._now())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use up a trigger.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._now() - trigger.born > self._trigger_seconds:
            raise SlackError("expired_trigger_id")
        self._triggers[trigger_id] = replace(trigger, used=True)
        return trigger

    def new_url(
        self,
        user: str,
        channel: str,
        original: str | None = None,
        thread_ts: str | None = None,
        command: str | None = None,
    ) -> str:
        """Hand out a response URL's key for `user` in `channel`."""
        key = secrets.token_urlsafe(18)
        self._urls[key] = ResponseUrl(user, channel, self._now(), original, thread_ts, command)
        return key

    def url(self, key: str) -> ResponseUrl:
        """What a response URL allows, without using it."""
        return self._urls[key]

    def use_url(self, key: str) -> ResponseUrl:
        """Use a response URL once.

        Raises:
            SlackError: expired_url for an unknown or old one, used_url after five uses.
        """
        url = self._urls.get(key)
        if url is None or self._now() - url.born > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        self._urls[key] = replace(url, uses=url.uses + 1)
        return url

    def point_url(self, key: str, original: str | None) -> None:
        """Make `original` the message that the URL may replace from now on."""
        self._urls[key] = replace(self._urls[key], original=original)
