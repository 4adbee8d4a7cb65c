"""A Slack on localhost, a memory, and what sends: for tests of the delivery."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale
from slack_sdk.web import SlackResponse, WebClient
from sqlalchemy import create_engine, update

from bot.delivery.audience import Audience
from bot.delivery.sender import LEASE, Sender
from bot.delivery.speaker import Wording
from bot.delivery.words import channel_gone
from bot.rendering.renderer import Renderer, make_renderer
from bot.slack_client import sending_client
from bot.workspace.records import Message as Shown
from bot.workspace.server import Workspace
from cs_engine.records.outbox import Act, Delivery, Intent, Outcome, Recipient, To
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.storage.tables_outbox import OUTBOX
from tests.contract.sending_process import TOLD

TEAM, GENERAL, ARCHIVED = (Recipient(To.CHANNEL, each) for each in ("C01CSTEAM", "C02GENERAL", "C06LAUNCH"))
ROSA, MIA, GIL, DANA = "U01ROSA", "U02MIA", "U09GIL", "U08DANA"
AGES_AGO = datetime(2026, 1, 1, tzinfo=UTC)


WORDINGS: Mapping[str, Wording] = {**TOLD, "channel_gone": channel_gone}


def intent(key: str, to: tuple[Recipient, ...] = (TEAM,), act: Act = Act.POST, **changes: object) -> Intent:
    """Return something to say; replies and edits are about the subject ``changes`` name."""
    plain = Intent(key, "told", act, subject=key, to=to, due_at=AGES_AGO)
    return replace(plain, **changes)  # type: ignore[arg-type] # fields of an intent, by name


def person(who: str) -> Recipient:
    """Return somebody as a recipient."""
    return Recipient(To.PERSON, who)


@cache
def renderer() -> Renderer:
    """Return the renderer of a workspace that speaks English."""
    return make_renderer(Locale("en", "US"), UTC, AGES_AGO.date())


class Dying(WebClient):
    """A process that dies when Slack has taken its message, before it hears so."""

    def chat_postMessage(self, **message: Any) -> SlackResponse:  # noqa: ANN401, N802 - the SDK's
        """Post, and die."""
        super().chat_postMessage(**message)
        raise SystemExit


@dataclass
class Post:
    """The post office: the workspace, the memory, and senders as processes would be."""

    workspace: Workspace
    cs: CustomerSuccess
    url: str

    def sender(self, lease: timedelta = LEASE, client: WebClient | None = None) -> Sender:
        """Return what another process would send with."""
        clock = self.workspace.clock
        slack = client or sending_client(self.workspace.bot_token, self.workspace.api_url)
        return Sender(self.cs, slack, Audience(self.cs, renderer(), clock), WORDINGS, clock, lease=lease)

    def die(self) -> None:
        """Send one message as a process that dies over it, and whose lease is over."""
        dying = Dying(self.workspace.bot_token, self.workspace.api_url)
        with suppress(SystemExit):
            self.sender(timedelta(seconds=-1), dying).work()

    def wait(self) -> None:
        """Let the pause after a failed attempt be over."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            connection.execute(update(OUTBOX).values(retry_at=None))
        engine.dispose()

    def put(self, *intents: Intent) -> None:
        """Write intents."""
        self.cs.outbox.put(intents)

    def send(self, *intents: Intent) -> None:
        """Write intents, and send all that can be sent now."""
        self.put(*intents)
        sender = self.sender()
        while sender.work():
            pass

    def log(self) -> dict[str, Delivery]:
        """Return what became of everything."""
        return {one.intent.key: one for one in self.cs.outbox.page(lines=1000).deliveries}

    def outcome(self, key: str) -> tuple[Outcome, str | None]:
        """Return what became of one intent, and why."""
        one = self.log()[key]
        return one.outcome, one.reason

    def in_channel(self, channel: str = TEAM.id) -> list[Shown]:
        """Return what stands in a channel, oldest first."""
        return self.workspace.as_person(ROSA).messages(channel)

    def in_dm(self, who: str) -> list[Shown]:
        """Return what the bot told somebody."""
        reader = self.workspace.as_person(who)
        return reader.messages(reader.dm)

    def client(self) -> WebClient:
        """Return Slack as the bot sees it."""
        return WebClient(self.workspace.bot_token, self.workspace.api_url)
