"""One message to Slack: posted or edited, and said more plainly where Slack does not know a block."""

from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.delivery.audience import Audience
from bot.delivery.finder import metadata
from bot.delivery.speaker import Wording, known_already
from bot.delivery.trouble import Trouble, refusal_of
from cs_engine.records.outbox import Intent, Place, Recipient


class Saying:
    """An intent in words for one recipient."""

    def __init__(
        self,
        wording: Wording,
        intent: Intent,
        audience: Audience,
        told: Recipient,
        meet: Callable[[str], None] = known_already,
    ) -> None:
        """Word ``intent`` now, as things are now; ``meet`` looks up whoever it mentions.

        Raises:
            SlackApiError: Slack would not tell now who they are.
        """
        self._wording = wording
        self._intent = intent
        self._audience = audience
        self._told = told
        self._meet = meet
        self._first = self._worded(charts=True)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to say any more."""
        return self._first is None

    def post(self, client: WebClient, channel: str, opaque: str, thread: str | None) -> tuple[str, str]:
        """Post it, and return the channel and timestamp that it has."""
        for parts in self._ways():
            try:
                told = client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    mrkdwn=False,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata=metadata(opaque),
                    **parts,
                )
            except SlackApiError as refused:
                if not (parts["blocks"] and refusal_of(refused).trouble is Trouble.BLOCKS):
                    raise
            else:
                return str(told["channel"]), str(told["ts"])
        raise AssertionError("the last way is text alone, of which Slack refuses no block")

    def edit(self, client: WebClient, place: Place) -> None:
        """Show it in place of what stands there."""
        for parts in self._ways():
            try:
                client.chat_update(channel=place.channel, ts=place.ts, metadata=metadata(place.opaque), **parts)
            except SlackApiError as refused:
                if not (parts["blocks"] and refusal_of(refused).trouble is Trouble.BLOCKS):
                    raise
            else:
                return

    def _ways(self) -> Iterator[dict[str, Any]]:
        """Yield text and blocks, then the same without the newest blocks, then the text alone."""
        first = self._first or {}
        yield first
        plain = self._worded(charts=False)
        if plain is not None and plain["blocks"] != first["blocks"]:
            yield plain
        yield {"text": first["text"], "blocks": []}

    def _worded(self, *, charts: bool) -> dict[str, Any] | None:
        message = self._wording(self._audience.speaker(self._told, charts=charts, meet=self._meet), self._intent)
        return None if message is None else message.parts()
