"""The message of an import: posted once, edited from then on, its rows in the thread."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel import Locale
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.clock import Clock
from bot.logs import logger, reason
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.imports import Import, Sender

QUIET_SECONDS = 30.0
"""How long nothing is edited after Slack asked for patience without saying for how long."""


class Board:
    """Posts and edits messages of imports. What Slack does not take is logged: an import never fails for it."""

    def __init__(self, client: WebClient, renderer: Renderer, clock: Clock) -> None:
        """Speak through `client`; `renderer` words for everybody."""
        self._client = client
        self._renderer = renderer
        self._clock = clock

    def for_sender(self, sender: Sender) -> Renderer:
        """Return the renderer that words for whoever sent the files."""
        zone = ZoneInfo(sender.timezone)
        return self._renderer.reading(Locale.parse(sender.locale), zone, self._clock().astimezone(zone).date())

    def show(self, one: Import, message: Message) -> tuple[str, str] | None:
        """Show `message` as the import's message, and return where it stands; ``None`` when Slack did not take it."""
        try:
            if one.channel is not None and one.ts is not None:
                self._client.chat_update(channel=one.channel, ts=one.ts, **message.parts())
                return one.channel, one.ts
            posted = self._client.chat_postMessage(
                channel=one.channel or one.sender.user_id, mrkdwn=False, unfurl_links=False, **message.parts()
            )
        except (SlackApiError, OSError) as failure:
            logger("imports").warning("an import could not be told", user=one.sender.user_id, **reason(failure))
            return None
        return str(posted["channel"]), str(posted["ts"])

    def glance(self, one: Import, message: Message) -> float:
        """Show `message` if Slack takes it at once, and return for how many seconds to leave it alone."""
        try:
            self._client.chat_update(channel=one.channel or "", ts=one.ts or "", **message.parts())
        except SlackApiError as refused:
            return float(refused.response.headers.get("Retry-After", QUIET_SECONDS))
        except OSError:
            return QUIET_SECONDS
        return 0.0

    def reply(self, one: Import, messages: Sequence[Message]) -> tuple[str, ...]:
        """Show `messages` as the replies of the import's message, and return where they stand; others are removed."""
        shown: list[str] = []
        try:
            for ts, message in zip(one.thread, messages, strict=False):
                self._client.chat_update(channel=one.channel or "", ts=ts, **message.parts())
                shown.append(ts)
            for message in messages[len(one.thread) :]:
                told = self._client.chat_postMessage(
                    channel=one.channel or "", thread_ts=one.ts, mrkdwn=False, unfurl_links=False, **message.parts()
                )
                shown.append(str(told["ts"]))
            for ts in one.thread[len(messages) :]:
                self._client.chat_delete(channel=one.channel or "", ts=ts)
        except (SlackApiError, OSError) as failure:
            logger("imports").warning("rows could not be shown", user=one.sender.user_id, **reason(failure))
        return tuple(shown)
