"""Follow-ups from inside Slack, through real Bolt: from wherever somebody asks to log one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ids import ActionId
from tests.contract.logbook_office import LEO, LEOS, MIA, MIAS, ROSA, SAM, TEAM, TUESDAY, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A workspace on a Tuesday, and a bot with two accounts connected to it."""
    with opened(tmp_path) as at_work:
        yield at_work


def test_a_follow_up_is_logged_from_a_card_in_three_interactions(office: Office) -> None:
    """Press the button, fill in and submit: the window closes, the card is renewed, the confirmation stands below."""
    card = office.card()
    office.person().click(card, f"{ActionId.LOG}.card", "A")
    window = office.window()
    inputs = [block["block_id"] for block in window.blocks if block["type"] == "input"]
    assert inputs == ["log.account", "log.kind", "log.outcome", "log.note", "log.step", "log.due"]
    assert office.submit(log__note="They want SSO.", log__step="Send the SSO plan")["ok"]
    confirmation = office.says("✅ Logged: Call with Acme")
    assert "Next step Send the SSO plan, by Nov 19" in confirmation.text
    assert office.person().views == []
    (logged,) = office.follow_ups()
    assert (logged.note, logged.author, logged.source) == ("They want SSO.", MIAS, "card")
    (task,) = office.tasks()
    assert (task.text, task.owner) == ("Send the SSO plan", MIAS)
    renewed = next(each for each in office.person().messages(TEAM) if each.ts == card.ts)
    assert "Send the SSO plan" in renewed.text
    assert "Replied Nov 17" in renewed.text


def test_the_rest_of_the_window_opens_with_what_was_typed(office: Office) -> None:
    """All fields then count."""
    mia = office.person()
    mia.command(TEAM, "/cs", "log acme")
    first = office.window()
    mia.submit(first, {"log.due": "2026-11-01", "log.step": "Call back", "log.note": "Half a thought"})
    mia.click(office.window(), ActionId.LOG_MORE)
    full = mia.wait_for(lambda: next((view for view in mia.views if view.element("log.champion")), None))
    assert full is not None
    assert full.values["log.note"]["log.note"]["value"] == "Half a thought"
    entered = {
        "log.due": "2026-11-20",
        "log.contacts": "Ana Ruiz, Bo Lee",
        "log.reasons": "price,support",
        "log.pulse": "2",
        "log.pulse_reason": "Budget cut",
        "log.champion": "new",
        "log.champion_name": "Bo Lee",
        "log.step_owner": LEO,
        "log.visibility": "restricted",
    }
    assert mia.submit(full, entered)["ok"]
    office.says("Bo Lee is the champion now.")
    (logged,) = office.follow_ups()
    assert logged.contacts == ("Ana Ruiz", "Bo Lee")
    assert logged.reasons == ("price", "support")
    assert logged.visibility == "restricted"
    assert [task.owner for task in office.tasks()] == [LEOS]


@pytest.mark.parametrize(
    ("entered", "field", "said"),
    [
        ({"log__step": "Call", "log__due": "2026-11-01"}, "log.due", "This day is over."),
        ({"account__find": "nobody"}, "log.account", "I do not know this account."),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    office: Office, entered: dict[str, str], field: str, said: str
) -> None:
    """The window stays, and nothing is kept."""
    answer = office.log(**entered)
    assert answer["response_action"] == "errors"
    assert said in answer["errors"][field]
    assert office.follow_ups() == []


def test_errors_are_in_the_readers_language_settings(office: Office) -> None:
    """A guest cannot be given the next step."""
    mia = office.person()
    mia.command(TEAM, "/cs", "log acme")
    mia.click(office.window(), ActionId.LOG_MORE)
    mia.wait_for(lambda: office.window().element("log.step_owner"))
    answer = office.submit(log__step="Call", log__step_owner="U09GIL")
    assert "full member" in answer["errors"]["log.step_owner"]


def test_logging_the_same_again_is_asked_about(office: Office) -> None:
    """Within minutes; only a second press keeps it."""
    assert office.log(log__note="One")["ok"]
    office.says("✅ Logged")
    answer = office.log(log__note="Two")
    assert answer["response_action"] == "update"
    window = office.window()
    assert window.body["submit"]["text"] == "Log it again"
    assert window.values["log.note"]["log.note"]["value"] == "Two"
    assert len(office.follow_ups()) == 1
    assert office.submit()["ok"]
    assert office.person().wait_for(lambda: len(office.follow_ups()) == 2)


def test_a_follow_up_is_taken_back_within_ten_minutes(office: Office) -> None:
    """With its task; after that it stays."""
    office.log(log__note="Wrong account", log__step="Nothing")
    confirmation = office.says("✅ Logged")
    office.person().click(confirmation, ActionId.LOG_UNDO)
    office.says("↩️ Undone: Call with Acme")
    assert (office.follow_ups(), office.tasks()) == ([], [])
    office.log(log__note="Right account")
    confirmation = office.says("✅ Logged")
    office.workspace.clock.set(TUESDAY + timedelta(minutes=11))
    office.person().click(confirmation, ActionId.LOG_UNDO)
    office.says("more than ten minutes ago")
    assert len(office.follow_ups()) == 1


def test_a_follow_up_is_changed(office: Office) -> None:
    """The window shows what was kept; the confirmation becomes the new one."""
    office.log(log__note="They want SOS.", log__outcome="negative")
    confirmation = office.says("✅ Logged")
    office.person().click(confirmation, ActionId.LOG_EDIT)
    window = office.window()
    assert window.values["log.note"]["log.note"]["value"] == "They want SOS."
    assert window.element("account.find") is None
    assert office.submit(log__note="They want SSO.")["ok"]
    changed = office.says("✅ Changed: Call with Acme · Negative")
    assert changed.ts == confirmation.ts
    assert [each.note for each in office.follow_ups()] == ["They want SSO."]


@pytest.mark.parametrize(("quote", "note"), [({}, ""), ({"log__quote": "quote"}, "We will *renew* <!channel>")])
def test_a_message_is_logged_by_its_link(office: Office, quote: dict[str, str], note: str) -> None:
    """Its text stays where it is, unless somebody ticks the box."""
    leo, mia = office.person(LEO), office.person()
    leo.say(TEAM, "We will *renew* <!channel>")
    message = mia.messages(TEAM)[-1]
    assert mia.shortcut("log.message", message)["ok"]
    assert "A link to the message is kept" in str(office.window().blocks)
    assert office.submit(account__find="A", **quote)["ok"]
    office.says("✅ Logged: Slack with Acme")
    (logged,) = office.follow_ups()
    assert logged.permalink is not None
    assert message.ts.replace(".", "") in logged.permalink
    assert logged.note == note
    assert logged.source == "shortcut"


def test_a_reaction_offers_to_log_the_message(office: Office) -> None:
    """Only to whoever reacted and may log; the offer becomes the confirmation."""
    office.person(LEO).say(TEAM, "Acme asked for a review")
    mia, sam = office.person(), office.person(SAM)
    message = mia.messages(TEAM)[-1]
    mia.react(message, "tada")
    sam.react(message, "memo")
    mia.react(message, "memo")
    offer = office.says("Shall I log that message")
    assert offer.only_for == MIA
    mia.click(offer, ActionId.LOG_MESSAGE)
    assert office.submit(account__find="A")["ok"]
    assert office.says("✅ Logged: Slack with Acme").ts == offer.ts
    (logged,) = office.follow_ups()
    assert logged.source == "reaction"
    assert message.ts.replace(".", "") in str(logged.permalink)
    assert not [each for each in sam.messages(TEAM) if each.only_for == SAM]
    assert len(sam.messages(sam.dm)) == 0


def test_a_private_message_that_the_bot_does_not_see_is_logged_without_its_link(office: Office) -> None:
    """And the window says so."""
    rosa = office.person(ROSA)
    rosa.say("#leadership", "Acme renews")
    rosa.shortcut("log.message", rosa.messages("#leadership")[-1])
    window = office.window(ROSA)
    assert window.element("account.find") is not None
