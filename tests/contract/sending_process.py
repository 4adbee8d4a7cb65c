"""A process that sends, to be killed: it has everything imported and forks for each run."""

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import Locale
from slack_sdk.web import SlackResponse, WebClient

from bot.delivery.audience import Audience
from bot.delivery.sender import Sender
from bot.delivery.speaker import Speaker, Wording
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer, make_renderer
from cs_engine.records.outbox import Intent, Outcome
from cs_engine.service.customer_success import CustomerSuccess

CHART = {"type": "data_visualization", "title": "Trend"}
LEASE = timedelta(seconds=0.7)
"""Long enough for a call to a Slack on localhost, short enough to wait for fifty times."""
ANSWER_SECONDS = 0.03
TO_DO = (Outcome.PENDING, Outcome.SENDING)


def section(text: str) -> dict[str, Any]:
    """Return a block of plain words."""
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


def told(speaker: Speaker, intent: Intent) -> Message | None:
    """Word an intent as its ``about`` says, and name the language and zone of whoever is told."""
    words = intent.about.get("words", intent.key)
    if words is None:
        return None
    reader = speaker.renderer.reader
    text = f"{words} · {reader.locale} · {reader.timezone}"
    return Message(text, (section(text), *([CHART] if intent.about.get("chart") and speaker.charts else ())))


def broken(_speaker: Speaker, _intent: Intent) -> Message:
    """Fail, as a template with a fault does."""
    raise ZeroDivisionError


TOLD: Mapping[str, Wording] = {"told": told, "broken": broken}


class Far(WebClient):
    """A Slack whose answers take their time: most kills then come after it took a message, before that is known."""

    def api_call(self, *what: Any, **more: Any) -> SlackResponse:  # noqa: ANN401 - the SDK's
        """Ask, and wait for the answer."""
        answer = super().api_call(*what, **more)
        time.sleep(ANSWER_SECONDS)
        return answer


def send_everything(url: str, api_url: str, token: str, renderer: Renderer) -> None:
    """Send until nothing is left to send."""

    def clock() -> datetime:
        return datetime.now(UTC)

    cs = CustomerSuccess.open(url, clock)
    sender = Sender(cs, Far(token, api_url, retry_handlers=[]), Audience(cs, renderer, clock), TOLD, clock, lease=LEASE)
    while sender.work() or cs.outbox.page(outcomes=TO_DO).total:
        time.sleep(0.005)
    cs.close()


def main() -> None:
    """Run once for each line of standard input: a database, Slack's address and a token."""
    renderer = make_renderer(Locale("en", "US"), UTC, datetime.now(UTC).date(), ())
    for line in sys.stdin:
        if os.fork() == 0:
            print(os.getpid(), flush=True)  # noqa: T201 - told to the test
            url, api_url, token = line.split()
            send_everything(url, api_url, token, renderer)
            print("done", flush=True)  # noqa: T201 - same
            os._exit(0)
        os.wait()
        print("ended", flush=True)  # noqa: T201 - same


if __name__ == "__main__":
    main()
