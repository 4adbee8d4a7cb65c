"""What is said unasked: which words each kind of intent has, and the threads that send it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread
from types import MappingProxyType

from slack_sdk.web import WebClient

from bot.clock import Clock
from bot.config import Settings
from bot.delivery.audience import Audience
from bot.delivery.sender import Sender
from bot.delivery.speaker import Wording
from bot.delivery.words import channel_gone
from bot.digests import words as digests
from bot.episodes import wordings
from bot.figures import words as figures
from bot.jobs.runner import attempt
from bot.logbook.reminders import reminder
from bot.plays import words as plays
from bot.rendering.renderer import Renderer, make_renderer
from bot.slack_client import sending_client
from cs_engine.service.customer_success import CustomerSuccess

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "episode": wordings.episode,
        "episode_reply": wordings.episode_reply,
        "episode_group": wordings.episode_group,
        "escalation": wordings.escalation,
        "note": wordings.note,
        "reminder": reminder,
        "digest": digests.digest,
        "digest_part": digests.digest_part,
        "digest_personal": digests.digest_personal,
        "daily": digests.daily,
        "plan": plays.shared_plan,
        "win": plays.told_win,
        "target": figures.told_target,
        "channel_gone": channel_gone,
    }
)
"""The wording of each kind of intent, from the room of its feature; who adds a kind adds its line here."""
LOOK_SECONDS = 1.0
"""A glance at the outbox is one query; what was just clicked is told to everybody else about this fast."""
SENDERS = 2
"""A Slack that hangs in one conversation then does not hold up the others."""


@contextmanager
def sending(
    settings: Settings, clock: Clock, cs: CustomerSuccess, client: WebClient | None, renderer: Renderer
) -> Iterator[None]:
    """Send what is due while the block runs; nothing without a Slack."""
    if client is None:
        yield
        return
    over = Event()
    senders = [sender_for(settings, clock, cs, client, renderer) for _ in range(SENDERS)]
    threads = [
        Thread(target=_go_on, args=(sender, over), name=f"steward-sender-{number}")
        for number, sender in enumerate(senders)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def renderer_for(settings: Settings, clock: Clock) -> Renderer:
    """Return the renderer of the workspace's own language and zone."""
    return make_renderer(settings.locale, settings.timezone, clock().astimezone(settings.timezone).date())


def sender_for(
    settings: Settings, clock: Clock, cs: CustomerSuccess, client: WebClient, renderer: Renderer | None = None
) -> Sender:
    """Return what sends; ``client`` says which Slack, ``renderer`` is made unless somebody has one."""
    renderer = renderer or renderer_for(settings, clock)
    unsleeping = sending_client(client.token, client.base_url)
    return Sender(cs, unsleeping, Audience(cs, renderer, clock), WORDINGS, clock)


def _go_on(sender: Sender, over: Event) -> None:
    def send_all() -> bool:
        while not over.is_set() and sender.work():
            pass
        return False  # each message has its own line in the log

    while not over.wait(LOOK_SECONDS):
        attempt("sending", datetime.now(UTC), send_all)
