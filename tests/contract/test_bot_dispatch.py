"""The bot's answers through real Bolt: signed requests in, acknowledgements out, and no other round trip."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.account import Candidate, Candidates, HealthReport
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Scope
from cs_engine.records.sight import Sight
from tests.contract.bot_requests import Slack, app_of, command, dispatch, event, interaction, slack_on_localhost
from tests.unit.bot.answers import StandIn, report


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A Slack on a free port."""
    with slack_on_localhost() as served:
        yield served


def test_the_answer_travels_in_the_acknowledgement(slack: Slack) -> None:
    """One round trip, visible to nobody else."""
    answer = command(app_of(StandIn(), slack), "acme")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith("🔴 At risk · Acme · 41")
    assert answer["blocks"][0]["type"] == "rich_text"


def test_a_known_person_is_answered_without_any_call_to_slack(slack: Slack) -> None:
    """Only the first question of somebody new asks Slack who that is, and the very first which workspace is ours."""
    app = app_of(StandIn(), slack)
    assert slack.calls == []
    for text in ("acme", "mine", "acme why", "help"):
        command(app, text)
    assert slack.methods() == ["auth.test", "users.info"]


def test_a_request_with_a_wrong_signature_is_not_answered(slack: Slack) -> None:
    """Somebody who does not know our secret learns nothing."""
    response = dispatch(app_of(StandIn(), slack), "command=%2Fhealth&text=acme", secret="guessed")
    assert (response.status, slack.calls) == (401, [])


def test_each_question_has_its_answer(slack: Slack) -> None:
    """What is typed decides what is shown."""
    app = app_of(StandIn(), slack)
    first = {text: command(app, text)["text"].split("\n")[0] for text in ("acme why", "acme history", "", "help")}
    assert first == {
        "acme why": "Acme: why 41.87 points",
        "acme history": "Acme: the last 12 weeks, newest first",
        "": "Your accounts",
        "help": "What you can ask",
    }


def test_lists_ask_for_the_right_accounts(slack: Slack) -> None:
    """Mine are those of the email, at-risk includes those who gave notice, all is everybody's."""
    cs = StandIn()
    app = app_of(cs, slack)
    for text in ("mine", "at-risk", "at-risk all"):
        command(app, text)
    at_risk = (Band.AT_RISK, Band.LEAVING)
    assert cs.asked == [
        ("portfolio", Scope.MINE, "dana@steward.test", (), None, 1),
        ("portfolio", Scope.MINE, "dana@steward.test", at_risk, None, 1),
        ("portfolio", Scope.TEAM, None, at_risk, None, 1),
    ]


def test_an_account_whose_name_ends_in_why_is_found(slack: Slack) -> None:
    """An exact name wins over a keyword; quotes and the keyword give its receipt."""
    app = app_of(StandIn(reports={"a": report(account_id="a", name="Tell me why")}), slack)
    assert "Tell me why" in command(app, "tell me why")["text"].split("\n")[0]
    assert command(app, '"tell me why" why')["text"].startswith("Tell me why: why 41.87 points")


def test_an_ambiguous_name_is_asked_about(slack: Slack) -> None:
    """Never a guess."""
    choice = Candidates("acm", exact=True, candidates=(Candidate("acc-1", "Acme"), Candidate("acc-2", "Acme Corp")))
    answer = command(app_of(StandIn(found={"acm": choice}), slack), "acm")
    buttons = answer["blocks"][-1]["elements"]
    assert [(button["text"]["text"], button["value"]) for button in buttons] == [
        ("Acme", "acc-1"),
        ("Acme Corp", "acc-2"),
    ]


def test_somebody_without_accounts_gets_an_explanation(slack: Slack) -> None:
    """Instead of an empty list."""
    answer = command(app_of(StandIn(owners=frozenset()), slack), "mine")
    assert "No account has dana@steward.test as its CSM" in answer["text"]
    assert "email address" in command(app_of(StandIn(), slack), "mine", user="U2")["text"]


class Empty(StandIn):
    """A memory without a snapshot."""

    def account_health(self, query: str, sight: Sight) -> HealthReport | Candidates:
        """Have nothing to show."""
        self.sights.append(sight)
        raise NothingToShow(f"Nothing is known about {query} yet: run `steward refresh` first.")


class Broken(StandIn):
    """An engine with a mistake in it."""

    def account_health(self, query: str, sight: Sight) -> HealthReport | Candidates:
        """Fail."""
        raise ZeroDivisionError(query, sight)

    def report(self, account_id: str, sight: Sight) -> HealthReport | None:
        """Fail."""
        raise ZeroDivisionError(account_id, sight)

    def suggest(self, prefix: str, limit: int = 20, *, sight: Sight) -> tuple[Candidate, ...]:
        """Fail."""
        raise ZeroDivisionError(prefix, limit, sight)


def test_an_error_we_can_explain_is_explained(slack: Slack) -> None:
    """The engine's own sentence, with a mention in it made inert."""
    answer = command(app_of(Empty(), slack), "&lt;!channel&gt;")
    assert answer["text"].startswith("Nothing is known about &lt;!channel&gt; yet")
    assert answer["response_type"] == "ephemeral"


def test_an_error_we_cannot_explain_has_a_reference_that_is_in_the_log(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever runs the app finds by eight characters what failed and where; the person sees none of it."""
    with caplog.at_level(logging.ERROR):
        answer = command(app_of(Broken(), slack), "acme")
    reference = answer["text"].rpartition("reference ")[2].rstrip(".")
    assert len(reference) == 8
    assert f"'reference': '{reference}'" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in answer["text"]


def test_an_error_on_home_is_told_by_direct_message(slack: Slack) -> None:
    """A click on Home has no message to answer beside."""
    click = {"type": "block_actions", "view": {"type": "home"}, "actions": [open_button("acc-1")]}
    assert interaction(app_of(Broken(), slack), click).status == 200
    method, sent = slack.calls[-1]
    assert (method, sent["channel"]) == ("chat.postMessage", "U1")
    assert "reference" in sent["text"]


def test_an_error_while_typing_offers_nothing(slack: Slack) -> None:
    """A menu has no place for a sentence."""
    typed = {"type": "block_suggestion", "action_id": "account.find", "block_id": "b", "value": "ac"}
    assert json.loads(interaction(app_of(Broken(), slack), typed).body) == {"options": []}


def test_a_menu_offers_accounts_while_somebody_types(slack: Slack) -> None:
    """The answer is the acknowledgement, too."""
    typed = {"type": "block_suggestion", "action_id": "account.find", "block_id": "b", "value": "ac"}
    (offered,) = json.loads(interaction(app_of(StandIn(), slack), typed).body)["options"]
    assert (offered["text"]["text"], offered["value"]) == ("Acme", "acc-1")


def test_a_redelivered_event_runs_once(slack: Slack) -> None:
    """Slack sends an event again when our answer was late."""
    app = app_of(StandIn(), slack)
    assert [event(app, "Ev1").status for _ in range(3)] == [200, 200, 200]
    assert event(app, "Ev2").status == 200
    assert [method for method, _ in slack.calls].count("views.publish") == 2


def test_many_at_once_are_all_answered(slack: Slack) -> None:
    """Twenty people ask in the same moment."""
    app = app_of(StandIn(), slack)
    answers: list[str] = []
    ask = [threading.Thread(target=lambda: answers.append(command(app, "acme")["text"])) for _ in range(20)]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert len(answers) == 20


def open_button(account_id: str) -> dict[str, Any]:
    """Build what a press on *Open* sends."""
    return {"type": "button", "action_id": "account.open", "block_id": "b", "value": account_id}
