"""Looks in Slack for a message that may be there: each carries a random key in its metadata."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient

from bot.delivery.trouble import Trouble, refusal_of

EVENT_TYPE = "steward"
SKEW = timedelta(minutes=5)
"""Slack's clock and ours may differ by so much; looking further back costs a page at most."""
PAGE = 200
MOST_PAGES = 25
"""Five thousand messages since the attempt: who has more of them must look for one by hand."""


class NotAllowedToLookError(Exception):
    """Whether the message is there cannot be found out; the text is why."""


def metadata(opaque: str) -> dict[str, Any]:
    """Return what a message carries so that it can be found again. Everybody can read it, so it says nothing."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": opaque}}


class Finder:
    """Reads channels, only to find messages of our own."""

    def __init__(self, client: WebClient) -> None:
        """Read through ``client``."""
        self._client = client

    def find(self, opaque: str, channel: str, thread: str | None, oldest: float) -> str | None:
        """Return the timestamp of the message with this key, ``None`` when it is not there.

        Args:
            opaque: the key in its metadata.
            channel: where it would be.
            thread: the message in whose thread it would be.
            oldest: since when it may be there, in seconds since 1970.

        Raises:
            NotAllowedToLookError: the channel may not be read, or holds too much.
            SlackApiError: Slack would not tell now.
        """
        window = {"channel": channel, "oldest": f"{oldest - SKEW.total_seconds():.6f}", "limit": PAGE}
        if thread is None:
            return self._search(self._client.conversations_history, window, opaque)
        return self._search(self._client.conversations_replies, {**window, "ts": thread}, opaque)

    def _search(self, ask: Callable[..., SlackResponse], window: Mapping[str, Any], opaque: str) -> str | None:
        cursor = ""
        for _ in range(MOST_PAGES):
            try:
                page = ask(**window, include_all_metadata=True, cursor=cursor)
            except SlackApiError as refused:
                raise self._explained(refused) from refused
            for message in page["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == opaque:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise NotAllowedToLookError("too_much_to_read")

    def _explained(self, refused: SlackApiError) -> Exception:
        refusal = refusal_of(refused)
        if refusal.trouble is Trouble.WAIT:
            return refused
        return NotAllowedToLookError(refusal.reason)
