"""`/cs value` for the book and for one account, and its line on the card, through real Bolt and the localhost Slack."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Reach, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.cli.working import working
from bot.config import Settings, load_settings
from bot.ids import ActionId
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message
from bot.workspace.server import Workspace
from cs_engine.records.lifetime_value import Assumptions
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.values.keeping import keep_values
from tests.bolt import connected
from tests.contract.cli_home import Terminal
from tests.unit.service.desk import MONDAY, ZONE, Desk, account, contract, small_book

ROSA, MIA, SAM = "U01ROSA", "U02MIA", "U06SAM"
"""A lead, a CSM who sees her own accounts, and a viewer."""
MIAS, TEAM = "mia.chen@example.com", "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM, SAM: Role.VIEWER}, sees={Role.CSM: Reach.OWN})
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
PATIENCE_SECONDS = 120.0


@dataclass
class Office:
    """A workspace with the bot, and a scored book: two contracts in euros, one in dollars, one account without any."""

    workspace: Workspace
    desk: Desk
    settings: Settings

    def person(self, who: str = ROSA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def asked(self, about: str = "", who: str = ROSA) -> Message:
        """Ask, and return the answer, which is there when the command is."""
        assert self.person(who).command(TEAM, "/cs", f"value {about}".strip())["ok"]
        return self.person(who).messages(TEAM)[-1]

    def more(self, name: str, who: str = ROSA) -> str:
        """Open the whole card of an account and return what it says."""
        person = self.person(who)
        assert person.command(TEAM, "/health", name)["ok"]
        card = person.messages(TEAM)[-1]
        assert "Lifetime" not in card.text
        person.click(card, ActionId.MORE)
        whole = person.wait_for(
            lambda: [each for each in person.messages(TEAM) if "Served as" in each.text], PATIENCE_SECONDS
        )
        return whole[-1].text

    def valued(self, margin: float | None = None) -> None:
        """Do what the nightly job does."""
        keep_values(self.desk.store, self.desk.book_url, ZONE, Assumptions(margin=margin))

    def is_valued(self) -> bool:
        """Tell whether that was done."""
        with self.desk.store.viewing() as memory:
            return memory.values.kept() is not None

    def closed(self) -> None:
        """Take the book away: answers come from the memory alone."""
        (self.desk.folder / "book.duckdb").unlink()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open the office."""
    with contextlib.ExitStack() as stack:
        workspace = Workspace(demo_seed())
        workspace.clock.set(TUESDAY)
        settings = load_settings(steward_home=tmp_path, steward_timezone="Europe/Berlin", access=RULES)
        desk = stack.enter_context(Desk.opened(tmp_path))
        accounts = [account(), account("B", owner=MIAS), account("C"), account("N", owner=MIAS)]
        lines = [
            contract(),
            contract("B", mrr=333.33),
            contract("C", currency="USD", notice_date="2026-10-01", end_date="2027-06-30"),
        ]
        desk.put(small_book(accounts=accounts, subscriptions=lines))
        desk.refresh(MONDAY)
        stack.enter_context(workspace)
        cs = stack.enter_context(contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        stack.enter_context(connected(create_app(settings, cs, client, workspace.clock), workspace))
        yield Office(workspace, desk, settings)


def test_before_the_first_night_it_is_said_when_there_will_be_values(office: Office) -> None:
    """Of all and of one; the card says nothing of it."""
    assert "Nothing has been valued yet" in office.asked().text
    assert "no value is known yet" in office.asked("Customer B").text
    assert "Lifetime" not in office.more("Customer B")


def test_the_nightly_job_values_and_keeps(office: Office) -> None:
    """At one o'clock, after everybody was scored; whoever asks then gets the answer, by the margin that is set."""
    clock, settings = office.workspace.clock, office.settings.model_copy(update={"steward_margin": 0.8})
    with working(settings, clock, None, look_back=timedelta(0), on_moved=clock.on_moved):
        clock.set(clock() + timedelta(days=1))
        until = time.monotonic() + PATIENCE_SECONDS
        while not office.is_valued():
            assert time.monotonic() < until
            time.sleep(0.2)
    answer = office.asked()
    assert answer.text.startswith("Lifetime value of the book")
    assert "80% of revenue counts" in answer.text


def test_the_book_is_told_by_currency_and_method_from_what_was_stored(office: Office) -> None:
    """In one answer that only the asker sees: sums, methods, who is worth most, who has no value, and the cap."""
    office.valued()
    office.closed()
    answer = office.asked()
    assert answer.ephemeral
    assert answer.text.startswith("Lifetime revenue of the book · from Nov 16 on")
    assert "2 accounts" in answer.text
    assert "▸ one renewal chance for all · 2 accounts · €" in answer.text
    assert "▸ what is under contract · 1 account · $" in answer.text
    assert " to $" not in answer.text
    assert "Worth most: Customer A €" in answer.text
    assert "1 account has no value: no contract with revenue and no purchase." in answer.text
    assert "at most 60 months" in answer.text
    assert "No margin is set, so this is revenue" in answer.text


def test_one_account_is_told_with_method_reason_and_inputs(office: Office) -> None:
    """A margin turns revenue into value; who gave notice is worth what is under contract, without an interval."""
    office.valued(margin=0.8)
    office.closed()
    said = office.asked("Customer B").text
    assert said.startswith("Lifetime value of Customer B")
    assert "Why in this way: renewals lost in terms of 12 months" in said
    assert "MRR €333.33" in said
    assert "so one chance of 92.9% to renew" in said
    assert "chance of the next renewal 92.9%" in said
    assert "80% of revenue counts" in said
    assert "one renewal chance for all · from Nov 16 on" in said
    left = office.asked("Customer C")
    assert "what is under contract" in left.text
    assert "notice is given" in left.text
    assert " to $" not in left.text
    assert left.element(ActionId.OPEN) is not None


def test_an_account_without_anything_to_value_is_said_to_be_so(office: Office) -> None:
    """Never as if it were worth nothing."""
    office.valued()
    said = office.asked("Customer N").text
    assert "Not valued: there is no contract with revenue and no purchase" in said
    assert "€" not in said
    assert "Lifetime revenue not known: no contract with revenue and no purchase" in office.more("Customer N")


def test_the_whole_card_has_a_line_of_it_and_its_face_none(office: Office) -> None:
    """With the cap; who may not see money does not see it."""
    office.valued()
    assert "at most 60 months · from Nov 16 on" in office.more("Customer B")
    assert "Lifetime" not in office.more("Customer B", SAM)


def test_terminal_and_slack_agree_to_the_cent(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Value and interval, because both go by the newest scores."""
    office.valued()
    monkeypatch.setenv("STEWARD_HOME", str(office.desk.folder))
    monkeypatch.setenv("STEWARD_TIMEZONE", "Europe/Berlin")
    for name in ("Customer A", "Customer B"):
        (found,) = Terminal(capsys)("value", *name.split(), "--json").json["values"]
        (one,) = found["accounts"]
        ends = f"€{one['value']:,.2f} (€{one['low']:,.2f} to €{one['high']:,.2f})"
        assert ends in office.asked(name).text
    (found,) = Terminal(capsys)("value", "Customer", "C", "--json").json["values"]
    assert f"${found['accounts'][0]['value']:,.2f} · " in office.asked("Customer C").text


def test_who_sees_only_their_own_accounts_is_told_of_these(office: Office) -> None:
    """Sums and names; a viewer is told how accounts were valued, and no amount."""
    office.valued()
    mine = office.asked(who=MIA).text
    assert "Customer A" not in mine
    assert "Worth most: Customer B €" in mine
    assert "$" not in mine
    for seen in (office.asked(who=SAM).text, office.asked("Customer B", SAM).text):
        assert "one renewal chance for all" in seen
        assert "Money is not shown for your role" in seen
        assert ("€" in seen, "333" in seen, "$" in seen) == (False, False, False)


def test_who_is_meant_is_asked_and_then_shown(office: Office) -> None:
    """Picking one shows its value in place of the question."""
    office.valued()
    question = office.asked("Customr")
    assert "The closest:" in question.text
    rosa = office.person()
    rosa.click(question, f"{ActionId.VALUE_OPEN}.1")
    assert rosa.wait_for(
        lambda: [each for each in rosa.messages(TEAM) if "Lifetime revenue of Customer" in each.text], PATIENCE_SECONDS
    )
