"""A workspace with the bot in which people log what they do."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.config import Settings, load_settings
from bot.ids import ActionId
from bot.jobs.sending import sender_for
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message, View
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.logbook import FollowUp, Task
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.episodes.review import REVIEW
from cs_engine.service.memory import open_memory
from cs_engine.storage.rows import Run, ScorecardVersion
from tests.bolt import UNHURRIED, connected
from tests.unit.health.accounts import BALANCED
from tests.unit.service.desk import kept

ROSA, MIA, LEO, SAM = "U01ROSA", "U02MIA", "U03LEO", "U06SAM"
"""A lead who runs the program as well, two who look after customers, and a viewer."""
TEAM = "#cs-team"
MIAS, LEOS = "mia.chen@example.com", "leo.brandt@example.com"
RULES = AccessRules(people={ROSA: Role.ADMIN, MIA: Role.CSM, LEO: Role.CSM, SAM: Role.VIEWER})
REFUSAL = "Sorry, I may not do that for you."
SUNDAY = datetime(2026, 11, 15, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
MONDAY_AFTER = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - same


@dataclass
class Office:
    """A workspace with the bot, and two accounts of Mia's."""

    workspace: Workspace
    settings: Settings
    cs: CustomerSuccess

    def work(self) -> None:
        """Remind whom there is to remind, and send what is due."""
        client = WebClient(self.workspace.bot_token, base_url=self.workspace.api_url)
        sender = sender_for(self.settings, self.workspace.clock, self.cs, client)
        self.cs.logbook.remind(self.workspace.clock())
        while sender.work():
            pass

    def reviewed(self) -> None:
        """Say that all accounts were reviewed on Sunday night."""
        with open_memory(self.settings.database_url) as store:
            store.record_run(Run(REVIEW, SUNDAY, SUNDAY, SUNDAY, 2, None))

    def person(self, who: str = MIA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def card(self, name: str = "Acme") -> Message:
        """Ask for an account's card as Mia, and return it."""
        self.person().command(TEAM, "/health", name)
        return self.person().messages(TEAM)[-1]

    def window(self, who: str = MIA) -> View:
        """Return the window that is open."""
        person = self.person(who)
        assert person.wait_for(lambda: person.views), "No window opened."
        return person.views[-1]

    def log(self, text: str = "acme", **entered: str) -> dict[str, Any]:
        """Log a follow-up by command, and return what Slack was answered."""
        self.person().command(TEAM, "/cs", f"log {text}".strip())
        return self.submit(**entered)

    def submit(self, who: str = MIA, **entered: str) -> dict[str, Any]:
        """Submit the open window; fields are named with underscores for dots."""
        person = self.person(who)
        filled = {name.replace("__", "."): value for name, value in entered.items()}
        return person.submit(self.window(who), filled)

    def says(self, words: str, who: str = MIA, channel: str = TEAM) -> Message:
        """Wait for the newest message to hold these words, and return it."""
        person = self.person(who)
        place = channel or person.dm

        def found() -> Message | None:
            return next((each for each in reversed(person.messages(place)) if words in each.text), None)

        message = person.wait_for(found)
        assert message is not None, [each.text for each in person.messages(place)]
        return message

    def follow_ups(self) -> list[FollowUp]:
        """Return what counts, newest first."""
        timeline = self.cs.logbook.timeline(Actor(MIA, MIAS, "Mia"), "A")
        return [entry.what for entry in timeline or () if isinstance(entry.what, FollowUp)]

    def tasks(self) -> list[Task]:
        """Return what is still to be done."""
        return [view.task for view in self.cs.logbook.tasks()]


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """Open a workspace on a Tuesday, with a bot and two accounts connected to it."""
    settings = load_settings(steward_home=folder / "home", steward_timezone="Europe/Berlin", access=RULES)
    workspace = Workspace(demo_seed(), patience=UNHURRIED)
    workspace.clock.set(TUESDAY)
    with open_memory(settings.database_url) as store:
        rows = [
            kept(each, name, SUNDAY, owner=MIAS, champion="Ana Ruiz") for each, name in (("A", "Acme"), ("B", "Bolt"))
        ]
        store.write_snapshots(rows)
        store.put_scorecards([ScorecardVersion(BALANCED.formula_version, BALANCED.name, BALANCED.text, SUNDAY)])
    with workspace, contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(settings, cs, client, workspace.clock)
        with connected(app, workspace):
            yield Office(workspace, settings, cs)


def show(office: Office, action: ActionId, account: str = "A") -> None:
    """Press a button about an account under a message in Mia's direct message, as a card has one."""
    mia = office.person()
    client = WebClient(office.workspace.bot_token, base_url=office.workspace.api_url)
    button = {
        "type": "button",
        "action_id": action.value,
        "value": account,
        "text": {"type": "plain_text", "text": "x"},
    }
    posted = client.chat_postMessage(
        channel=TEAM.removeprefix("#") and "C01CSTEAM", text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    message = next(each for each in mia.messages(TEAM) if each.ts == posted["ts"])
    mia.click(message, action)
