"""`/cs model` and its picture, through real Bolt and the localhost Slack."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
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
from cs_engine.records.risk import Step
from cs_engine.records.risk_view import KeptRisks, ModelCard
from cs_engine.service.churn.keeping import FIRST_MODEL
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.wording import sentence
from tests.bolt import connected
from tests.unit.churn.test_picture import DAY, TESTED
from tests.unit.service.desk import Desk

ROSA, MIA = "U01ROSA", "U02MIA"
"""A lead, and a CSM who sees her own accounts."""
TEAM = "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM}, sees={Role.CSM: Reach.OWN})
NIGHT = datetime(2026, 11, 24, 1, tzinfo=UTC)
ABOUT = KeptRisks(NIGHT.date(), NIGHT, 90, Step.FULL, "xgboost", 42, "ab12", None)
CARD = ModelCard(
    "ab12", NIGHT, Step.FULL, "xgboost", DAY, DAY, 700, 8400, 42, 90, (), (), TESTED, sentence(FIRST_MODEL)
)
PRESS = {"type": "plain_text", "text": "Press"}
PATIENCE_SECONDS = 60.0


@dataclass
class Office:
    """A workspace with the bot, and a memory with chances of a loss."""

    workspace: Workspace
    client: WebClient
    desk: Desk

    def learned(self, card: ModelCard) -> None:
        """Keep what a night finds and learns."""
        with self.desk.store.changing() as memory:
            memory.risks.put_model(card, b"", in_use=True)
            memory.risks.put(ABOUT, [])

    def person(self, who: str = ROSA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def asked(self, who: str = ROSA) -> Message:
        """Ask what the model is good for and return the answer, which is there when the command is."""
        assert self.person(who).command(TEAM, "/cs", "model")["ok"]
        return self.person(who).messages(TEAM)[-1]

    def pressed(self, answer: Message, words: str, who: str = ROSA) -> Message:
        """Ask for the picture, and wait for what is said about it."""
        person = self.person(who)
        person.click(answer, ActionId.MODEL_PICTURE)
        found = person.wait_for(
            lambda: [each for each in person.messages(TEAM) if words in each.text], PATIENCE_SECONDS
        )
        assert found, [each.text for each in person.messages(TEAM)]
        return found[-1]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open an office."""
    with contextlib.ExitStack() as stack:
        workspace = Workspace(demo_seed())
        settings = load_settings(steward_home=tmp_path, access=RULES)
        desk = stack.enter_context(Desk.opened(tmp_path))
        stack.enter_context(workspace)
        cs = stack.enter_context(contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        stack.enter_context(connected(create_app(settings, cs, client, workspace.clock), workspace))
        yield Office(workspace, client, desk)


def test_the_picture_comes_by_direct_message(office: Office) -> None:
    """As PNG with words for who cannot see it; the answer itself is for the asker alone."""
    office.learned(CARD)
    answer = office.asked()
    assert answer.ephemeral
    assert "said 5.6% on average, 5.2% were lost" in answer.text
    assert office.pressed(answer, "The picture is in your direct messages").ephemeral
    rosa = office.person()
    (file,) = rosa.messages(rosa.dm)[-1].files
    about = office.client.files_info(file=file)["file"]
    assert (about["title"], about["mimetype"]) == ("Do chances of a loss come true?", "image/png")
    assert "for 700 accounts on later days" in about["alt_txt"]
    content = httpx.get(about["url_private"], headers={"Authorization": f"Bearer {office.client.token}"}).content
    assert content.startswith(b"\x89PNG")


def test_who_sees_some_accounts_is_told_nothing_of_all(office: Office) -> None:
    """Neither in words nor as a picture, even with a button from a time when she saw everybody."""
    office.learned(CARD)
    answer = office.asked(MIA)
    assert answer.element(ActionId.MODEL_PICTURE) is None
    assert "you see some of them" in answer.text
    button = {"type": "button", "action_id": ActionId.MODEL_PICTURE.value, "value": "model", "text": PRESS}
    office.client.chat_postMessage(channel=TEAM, text="Press", blocks=[{"type": "actions", "elements": [button]}])
    assert office.pressed(office.person(MIA).messages(TEAM)[-1], "There is nothing to draw", MIA).ephemeral


@pytest.mark.parametrize("tested", [None, replace(TESTED, alike=(), caught=())])
def test_without_enough_later_days_there_is_no_button(office: Office, tested: None) -> None:
    """As for a model that was learned before there were pictures."""
    office.learned(replace(CARD, tested=tested))
    assert office.asked().element(ActionId.MODEL_PICTURE) is None
