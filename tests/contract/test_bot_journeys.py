"""`/cs journey` for the book and for one account, through real Bolt and the localhost Slack."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Reach, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.config import load_settings
from bot.ids import ActionId
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message
from bot.workspace.server import Workspace
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.industries import ways_of
from cs_engine.service.journeys.keeping import keep_journeys
from tests.bolt import connected
from tests.unit.service.desk import MONDAY, ZONE, Desk, account, contract, small_book

ROSA, MIA = "U01ROSA", "U02MIA"
"""A lead, and a CSM who sees her own accounts."""
MIAS, TEAM = "mia.chen@example.com", "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM}, sees={Role.CSM: Reach.OWN})
NOW = datetime(2026, 11, 16, 9, tzinfo=ZONE)
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
TICKETS = [
    {"ticket_id": f"t{each}", "account_id": "A", "opened_at": "2026-10-01T09:00:00", "category": "billing"}
    for each in range(3)
]


@dataclass
class Office:
    """A workspace with the bot, and a scored book of three customers of which one is long in a trial."""

    workspace: Workspace
    desk: Desk

    def person(self, who: str = ROSA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def asked(self, about: str = "", who: str = ROSA) -> Message:
        """Ask, and return the answer, which is there when the command is."""
        assert self.person(who).command(TEAM, "/cs", f"journey {about}".strip())["ok"]
        return self.person(who).messages(TEAM)[-1]

    def read(self) -> None:
        """Do what a refresh does, and take the book away."""
        keep_journeys(self.desk.store, self.desk.book_url, NOW, ways_of(None))
        (self.desk.folder / "book.duckdb").unlink()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open the office."""
    with contextlib.ExitStack() as stack:
        workspace = Workspace(demo_seed())
        workspace.clock.set(TUESDAY)
        settings = load_settings(steward_home=tmp_path, steward_timezone="Europe/Berlin", access=RULES)
        desk = stack.enter_context(Desk.opened(tmp_path))
        accounts = [
            account(),
            account("B", owner=MIAS, signup_date="2026-03-01"),
            account("T", status="trial", signup_date="2026-03-01"),
        ]
        lines = [contract(), contract("B", start_date="2026-03-01")]
        lines.append(contract("T", start_date="2026-03-01", is_trial=True))
        desk.put(small_book(accounts=accounts, subscriptions=lines, tickets=TICKETS))
        desk.refresh(MONDAY)
        stack.enter_context(workspace)
        cs = stack.enter_context(contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        stack.enter_context(connected(create_app(settings, cs, client, workspace.clock), workspace))
        yield Office(workspace, desk)


def test_before_the_first_refresh_it_is_said_when_there_will_be_journeys(office: Office) -> None:
    """Of all and of one."""
    assert "Nothing has been read yet" in office.asked().text
    assert "no journey is known yet" in office.asked("Customer B").text


def test_all_stages_are_told_from_what_was_stored(office: Office) -> None:
    """In one answer that only the asker sees: numbers, time, what follows, who is stuck, what hurts."""
    office.read()
    answer = office.asked()
    assert answer.ephemeral
    assert answer.text.startswith("Journeys · 3 accounts · as of Nov 15")
    assert "Prospect 1 · fewer than half have left" in answer.text
    assert "⚠️ 1 longer than the usual " in answer.text
    assert "→ of 2 that left: Long-term 100% (34% to 100%)" in answer.text
    assert "Stuck longest: Customer T (Prospect, " in answer.text
    assert "▸ hurts: 3 tickets “billing” (1 of 2 accounts)" in answer.text


def test_one_account_is_told_with_its_past_and_what_is_next(office: Office) -> None:
    """Since when it is where it is, and for how long that usually goes on."""
    office.read()
    answer = office.asked("Customer B")
    assert answer.ephemeral
    assert "Journey of Customer B · as of Nov 15" in answer.text
    assert "By relationship · Long-term since " in answer.text
    assert "Before: New customer from Mar 1 (" in answer.text
    assert "What is next, by all customers" in answer.text
    assert answer.element(ActionId.OPEN) is not None


def test_who_is_meant_is_asked_and_then_shown(office: Office) -> None:
    """Picking one shows its journey in place of the question."""
    office.read()
    question = office.asked("Customr")
    assert "The closest:" in question.text
    office.person().click(question, f"{ActionId.JOURNEY_OPEN}.1")
    shown = office.person().wait_for(
        lambda: [each for each in office.person().messages(TEAM) if "Journey of Customer" in each.text], 60.0
    )
    assert shown


def test_who_sees_only_their_own_accounts_is_told_of_these(office: Office) -> None:
    """Numbers and names; another's account does not exist."""
    office.read()
    mine = office.asked(who=MIA).text
    assert mine.startswith("Journeys · 1 account · as of")
    assert "Customer T" not in mine
    assert "Customer T" not in office.asked("Customer T", MIA).text
