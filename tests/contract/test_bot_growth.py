"""`/cs growth`: a plan calculated in its window, through real Bolt and the localhost Slack."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Reach, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.config import load_settings
from bot.ids import Field
from bot.workspace.person import PersonDriver
from bot.workspace.records import View
from bot.workspace.server import Workspace
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.industries import ways_of
from cs_engine.service.journeys.keeping import keep_journeys
from tests.bolt import connected
from tests.unit.service.desk import MONDAY, ZONE, Desk, account, contract, small_book

ROSA, MIA, TOM = "U01ROSA", "U02MIA", "U03TOM"
"""A lead, a CSM who sees her own accounts, and somebody who only looks."""
TEAM = "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM, TOM: Role.VIEWER}, sees={Role.CSM: Reach.OWN})
NOW = datetime(2026, 11, 16, 9, tzinfo=ZONE)
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
SPRING = {"campaign_id": "c1", "channel": "events", "start_date": "2026-03-01", "end_date": "2026-03-31"}
CAMPAIGNS = [SPRING | {"cost": 1000.0, "currency": "EUR", "contacts": 100}]
PROSPECTS = [
    {"prospect_id": f"p{each}", "created_at": "2026-03-10T09:00:00", "campaign_id": "c1"}
    | ({"converted_at": "2026-04-01T09:00:00", "account_id": "B"} if each == 0 else {})
    for each in range(10)
]


@dataclass
class Office:
    """A workspace with the bot, and a book with one campaign: 100 contacts, 10 prospects, one customer."""

    workspace: Workspace
    desk: Desk

    def person(self, who: str = ROSA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def opened(self, who: str = ROSA) -> View:
        """Ask for the window, which is there when the command is answered."""
        assert self.person(who).command(TEAM, "/cs", "growth")["ok"]
        return self.person(who).views[-1]

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
        lines = [contract(), contract("B", start_date="2026-04-01")]
        accounts = [account(), account("B", signup_date="2026-04-01")]
        desk.put(small_book(accounts=accounts, subscriptions=lines, campaigns=CAMPAIGNS, prospects=PROSPECTS))
        desk.refresh(MONDAY)
        stack.enter_context(workspace)
        cs = stack.enter_context(contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        stack.enter_context(connected(create_app(settings, cs, client, workspace.clock), workspace))
        yield Office(workspace, desk)


def first(view: View) -> dict[str, str]:
    """Return what stands in the inputs."""
    inputs = [block for block in _blocks(view) if block["type"] == "input"]
    return {block["block_id"]: str(block["element"].get("initial_value", "")) for block in inputs}


def said(view: View) -> str:
    """Return everything that can be read in a window, without how it looks."""
    return "".join(_texts(_blocks(view)))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)


def _blocks(view: View) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = view.body["blocks"]
    return found


def test_before_the_first_refresh_everything_is_the_asker_s_own(office: Office) -> None:
    """The window says why nothing is filled in, and calculates all the same."""
    view = office.opened()
    assert "Nothing has been read from the book yet" in said(view)
    assert {name: value for name, value in first(view).items() if value} == {Field.GROWTH_CONTACT: "1"}
    office.person().submit(
        view, {Field.GROWTH_BUDGET: "1000", Field.GROWTH_RESPONSE: "10", Field.GROWTH_CONVERSION: "20"}
    )
    told = said(office.person().views[-1])
    assert "20 new customers" in told
    assert "Value unknown" in told


def test_what_the_book_knows_stands_there_with_its_basis(office: Office) -> None:
    """One customer of ten prospects of a hundred contacts for 1,000; nothing is read from the book when asked."""
    office.read()
    view = office.opened()
    told = said(view)
    assert first(view)[Field.GROWTH_CONTACT] == "10"
    assert first(view)[Field.GROWTH_RESPONSE] == "10"
    assert first(view)[Field.GROWTH_CONVERSION] == "10"
    assert "The book: €10 each of 100 contacts." in told
    assert "n = 100." in told
    assert "events: €1K" in told


def test_a_plan_is_shown_with_what_matters_most_and_where_its_numbers_are_from(office: Office) -> None:
    """100,000 at 10 a contact: 10,000 contacts, 100 customers, and a value of 100 x 6,000 x 0.7."""
    office.read()
    office.person().submit(
        office.opened(),
        {Field.GROWTH_BUDGET: "100000", Field.GROWTH_LIFETIME: "6000", Field.GROWTH_RETENTION: "70"},
    )
    told = said(office.person().views[-1])
    assert "100 new customers" in told
    assert "Value €420K" in told
    assert "Conversion 8.0% → 12.0%: 80 → 120 customers, value €336K → €504K" in told
    assert "From the book, unchanged: Cost of one contact" in told
    assert "Assumed by you: Budget" in told


def test_the_payback_follows_from_a_margin(office: Office) -> None:
    """With the monthly revenue of the new customers, beside that of the customers so far."""
    office.read()
    office.person().submit(office.opened(), {Field.GROWTH_BUDGET: "1000", Field.GROWTH_MARGIN: "80"})
    told = said(office.person().views[-1])
    assert "Payback " in told
    assert "So far it was " in told


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        (Field.GROWTH_BUDGET, "-1", "This cannot be less than zero."),
        (Field.GROWTH_BUDGET, "1e15", "at most a trillion"),
        (Field.GROWTH_BUDGET, "nan", "This is no number"),
        (Field.GROWTH_BUDGET, "lots", "This is no number"),
        (Field.GROWTH_CONTACT, "0", "This has to be more than zero."),
        (Field.GROWTH_RESPONSE, "120", "from 0 to 100"),
    ],
)
def test_what_cannot_be_calculated_with_is_said_at_its_number(
    office: Office, field: Field, typed: str, problem: str
) -> None:
    """And nothing is calculated."""
    fine: dict[str, str] = {Field.GROWTH_BUDGET: "1000", Field.GROWTH_RESPONSE: "10", Field.GROWTH_CONVERSION: "20"}
    answer = office.person().submit(office.opened(), {**fine, field: typed})
    assert problem in str(answer)


def test_who_sees_some_accounts_is_told_nothing_of_the_whole_book(office: Office) -> None:
    """The window says why, and calculates all the same."""
    office.read()
    view = office.opened(MIA)
    assert "You see some accounts" in said(view)
    assert first(view)[Field.GROWTH_RESPONSE] == ""
    assert "€" not in said(view)
