"""A workspace with the bot and the sender, in which accounts come to be at risk."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.config import load_settings
from bot.delivery.audience import Audience
from bot.delivery.sender import Sender
from bot.jobs.sending import WORDINGS
from bot.rendering.renderer import make_renderer
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message, View, elements_of
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, EpisodeState, Evidence, Family
from cs_engine.records.outbox import Recipient, To
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.episodes.intents import posted
from cs_engine.service.memory import open_memory
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from tests.bolt import UNHURRIED, connected
from tests.unit.service.desk import kept

ROSA, MIA, SAM = "U01ROSA", "U02MIA", "U06SAM"
"""A lead, one who looks after customers, and a viewer."""
TEAM = "#cs-team"
ROSAS, MIAS = "rosa.lind@example.com", "mia.chen@example.com"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM, SAM: Role.VIEWER})
IN_TEAM = Recipient(To.CHANNEL, "C01CSTEAM")
SUNDAY = datetime(2026, 11, 15, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
OPENED = datetime(2026, 11, 17, 7, tzinfo=UTC)
MIA_ACTS = Actor(MIA, MIAS, "Mia Chen")
NAMES = ("Acme", "Bluebird", "Cargo", "Delta", "Ember", "Fjord")


@dataclass
class Office:
    """A workspace with the bot, the sender, and Mia's six accounts."""

    workspace: Workspace
    store: Store
    cs: CustomerSuccess
    sender: Sender

    def person(self, who: str = MIA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def alert(self, number: int = 0, *to: Recipient) -> Message:
        """Open an episode, send its message, and return it."""
        episode = an_episode(number)
        with self.store.changing() as memory:
            assert memory.episodes.add(episode)
            memory.episodes.note(EpisodeEvent(episode.id, OPENED, EpisodeMove.OPENED))
            memory.outbox.put([posted(episode, to or (IN_TEAM,), OPENED)], OPENED)
        self.send()
        return self.says(NAMES[number], TEAM if not to or to[0] == IN_TEAM else self.person().dm)

    def send(self) -> None:
        """Send all that is due."""
        while self.sender.work():
            pass

    def says(self, words: str, channel: str = TEAM, who: str = MIA) -> Message:
        """Wait for a message to hold these words, and return it."""
        person = self.person(who)

        def found() -> Message | None:
            return next((each for each in reversed(person.messages(channel)) if words in each.text), None)

        message = person.wait_for(found)
        assert message is not None, [each.text for each in person.messages(channel)]
        return message

    def window(self, who: str = MIA) -> View:
        """Return the window that is open."""
        person = self.person(who)
        assert person.wait_for(lambda: person.views), "No window opened."
        return person.views[-1]

    def submit(self, entered: dict[str, Any] | None = None, who: str = MIA) -> dict[str, Any]:
        """Fill in and submit the open window."""
        return self.person(who).submit(self.window(who), entered)

    def episode(self, number: int = 0) -> Episode:
        """Return an episode as it is kept."""
        with self.store.viewing() as memory:
            found = memory.episodes.get(f"e-{number}")
        assert found is not None
        return found


def an_episode(number: int) -> Episode:
    """Build an open episode of one of Mia's accounts."""
    drop = Evidence(Family.USAGE_DROP, OPENED.date(), {"before": 41.0, "now": 24.0, "share": 0.585, "weeks": 4.0})
    over = Evidence(
        Family.URGENT_TICKET, OPENED.date(), {"tickets": 1.0, "days": 5.0, "target": 2.0}, struck_on=date(2026, 11, 16)
    )
    account = NAMES[number][0]
    return Episode(f"e-{number}", account, OPENED, EpisodeState.OPEN, Band.WATCH, Band.AT_RISK, (drop, over), MIAS)


def at_risk(name: str) -> SnapshotRow:
    """Build an account of Mia's that is hardly used, silent and unhappy."""
    idle = {"active_users": 5.0, "active_days": 2, "events_per_user": 10.0, "features_used": 1}
    unhappy = {"nps_score": 2.0, "csat_score": 1.0, "surveys_answered": 0}
    return kept(name[0], name, SUNDAY + timedelta(hours=1), owner=MIAS, **idle, **unhappy)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """Open a workspace on a Tuesday, with a bot connected to it, and a sender."""
    settings = load_settings(steward_home=folder / "home", steward_timezone="Europe/Berlin", access=RULES)
    workspace = Workspace(demo_seed(), patience=UNHURRIED)
    workspace.clock.set(TUESDAY)
    with open_memory(settings.database_url) as store:
        store.write_snapshots([kept(name[0], name, SUNDAY, owner=MIAS) for name in NAMES])
    with workspace, contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        cs.preferences.meet(MIA, "Mia Chen", MIAS)
        cs.preferences.meet(ROSA, "Rosa Lind", ROSAS)
        app = create_app(settings, cs, client, workspace.clock)
        renderer = make_renderer(settings.locale, settings.timezone, workspace.clock().date())
        sender = Sender(cs, client, Audience(cs, renderer, workspace.clock), WORDINGS, workspace.clock)
        with connected(app, workspace), open_memory(settings.database_url) as store:
            yield Office(workspace, store, cs, sender)


def actions(message: Message) -> list[str]:
    """Return the ids of a message's buttons."""
    return [each["action_id"] for block in message.blocks or () for each in elements_of(block) if "action_id" in each]


def sent(office: Office, key: str) -> bool:
    """Tell whether a message of the outbox was sent or waits."""
    with office.store.viewing() as memory:
        return memory.outbox.get(key) is not None
