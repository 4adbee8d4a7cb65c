"""What a person does on the workspace's page, in a real browser, with a small Bolt app behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.e2e.desk import GENERAL, MIA, ROSA, TEAM, Desk
from tests.e2e.page_driver import PageDriver, visitor

SOON = 30
"""Seconds within which a click must have reached the bot."""


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The bot's memory."""
    return Desk()


@pytest.fixture(scope="module")
def workspace(desk: Desk, browser: Browser) -> Iterator[Workspace]:
    """A workspace with the bot; the browser comes first, so that a missing one skips everything."""
    with office(Transport.SOCKET, desk.register) as started:
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa at her laptop, in the team's channel."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield driver.open(TEAM)


def fill_form(rosa: PageDriver, note: str) -> None:
    """Complete every required field."""
    rosa.choose("Account", "Acme Corp", typed="acme")
    rosa.choose("Type", "Meeting")
    rosa.fill("Summary", note)
    rosa.modal.get_by_label("Good").check()


def test_a_command_is_answered_for_this_person_only_and_can_be_dismissed(rosa: PageDriver) -> None:
    """The answer says who sees it and which command it answers."""
    answer = rosa.type_command("/health acme")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("You used /health acme")
    expect(answer.locator("b")).to_have_text("acme")
    before = rosa.messages.count()
    rosa.click_button("Dismiss this message", inside=answer)
    expect(rosa.messages).to_have_count(before - 1)


def test_a_button_changes_the_message_and_keeps_the_focus_in_it(rosa: PageDriver) -> None:
    """After the answer is replaced, the keyboard is still on the button that was pressed."""
    answer = rosa.type_command("/health acme")
    rosa.click_button("More", inside=answer)
    changed = rosa.message("All there is to know")
    expect(changed.get_by_role("button", name="More", exact=True)).to_be_focused()


def test_sharing_asks_first_and_others_see_the_result(browser: Browser, workspace: Workspace, rosa: PageDriver) -> None:
    """Nothing happens after "No"; after the confirmation everyone in the channel has the message."""
    answer = rosa.type_command("/health acme")
    rosa.click_button("Share", inside=answer)
    rosa.confirm("No")
    before = rosa.messages.count()
    rosa.click_button("Share", inside=answer)
    rosa.confirm("Share")
    expect(rosa.messages).to_have_count(before + 1)
    with visitor(browser, workspace.url, MIA) as mia:
        expect(mia.open(TEAM).last_message()).to_contain_text("Shared by Rosa")


def test_menus_and_selects_tell_the_bot_what_was_chosen(desk: Desk, rosa: PageDriver) -> None:
    """An overflow item and an option reach their listeners, chosen with the keyboard alone."""
    rosa.type_command("/health acme")
    more = rosa.last_message().get_by_role("button", name="More actions")
    more.focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        rosa.page.keyboard.press(key)
    assert desk.pressed.get(timeout=SOON) == "rest=Report wrong data"
    rosa.last_message().get_by_role("combobox", name="Snooze").press("ArrowDown")
    expect(rosa.page.get_by_role("option", name="1 d")).to_be_visible()
    rosa.page.keyboard.press("Enter")
    assert desk.pressed.get(timeout=SOON) == "snooze=1 d"


def test_a_form_shows_its_errors_at_the_fields_and_saves_every_kind_of_value(desk: Desk, rosa: PageDriver) -> None:
    """Missing fields are named first, then the bot's own error, and at last everything arrives."""
    rosa.say("/cs log")
    rosa.modal.wait_for()
    rosa.click_button("Save")
    assert rosa.field_errors() == ["Please complete this required field."] * 4
    expect(rosa.modal.get_by_role("combobox", name="Account")).to_be_focused()
    fill_form(rosa, "Hm")
    rosa.choose("With", "Mia Chen")
    rosa.choose("With", "Leo Brandt")
    rosa.modal.get_by_label("Support").check()
    rosa.fill("Pulse", "four")
    rosa.fill("Hour", "09:30")
    rosa.click_button("Save")
    assert rosa.field_errors() == ["Please enter a whole number."]
    rosa.fill("Pulse", "4")
    rosa.click_button("Save")
    expect(rosa.modal.locator(".input-error").filter(has_text="Say what was agreed.")).to_be_visible()
    rosa.fill("Summary", "They renew in May")
    rosa.click_button("Save")
    expect(rosa.modal).to_have_count(0)
    saved = desk.saved[-1]
    assert saved["account"]["selected_option"]["value"] == "Acme Corp"
    assert saved["kind"]["selected_option"]["value"] == "Meeting"
    assert saved["with"]["selected_users"] == ["U02MIA", "U03LEO"]
    assert saved["day"]["selected_date"] == "2026-11-22"
    assert saved["hour"]["selected_time"] == "09:30"
    assert saved["mood"]["selected_option"]["value"] == "Good"
    assert [option["value"] for option in saved["why"]["selected_options"]] == ["Support"]
    assert (saved["pulse"]["value"], saved["mail"]["value"]) == ("4", None)


def test_what_was_typed_survives_a_redraw_and_a_modal_on_top(rosa: PageDriver) -> None:
    """An update keeps the fields, a pushed modal goes back to them, and "clear" closes both."""
    rosa.say("/cs log")
    rosa.modal.wait_for()
    rosa.fill("Summary", "Half a thought")
    rosa.click_button("Redraw")
    expect(rosa.modal.get_by_role("heading", name="Second")).to_be_visible()
    expect(rosa.modal.get_by_label("Summary")).to_have_value("Half a thought")
    rosa.click_button("Another")
    expect(rosa.modal.get_by_label("Name")).to_be_focused()
    rosa.page.keyboard.press("Escape")
    expect(rosa.modal.get_by_label("Summary")).to_have_value("Half a thought")
    rosa.click_button("Another")
    rosa.modal.get_by_label("Name").fill("Ada")
    rosa.page.keyboard.press("Enter")
    expect(rosa.modal).to_have_count(0)
    expect(rosa.composer).to_be_focused()


def test_typing_into_a_closed_list_opens_and_narrows_it(rosa: PageDriver) -> None:
    """No click is needed: type, Enter, and the choice stands in the field."""
    rosa.say("/cs log")
    rosa.modal.wait_for()
    kind = rosa.modal.get_by_role("combobox", name="Type")
    kind.press_sequentially("mee")
    expect(rosa.page.get_by_role("option")).to_have_text(["Meeting"])
    kind.press("Enter")
    expect(kind).to_have_value("Meeting")


def test_escape_closes_the_list_first_and_then_the_modal(rosa: PageDriver) -> None:
    """One press for each layer."""
    rosa.say("/cs log")
    rosa.modal.wait_for()
    rosa.modal.get_by_role("combobox", name="Type").press("ArrowDown")
    expect(rosa.page.get_by_role("option")).to_have_count(2)
    rosa.page.keyboard.press("Escape")
    expect(rosa.page.get_by_role("option")).to_have_count(0)
    expect(rosa.modal).to_be_visible()
    rosa.page.keyboard.press("Escape")
    expect(rosa.modal).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious_in_a_modal(browser: Browser, workspace: Workspace, width: int, scheme: str) -> None:
    """With errors shown and a list open, on both screens and in both themes."""
    with visitor(browser, workspace.url, ROSA, width=width, scheme=scheme) as rosa:
        rosa.open(GENERAL).say("/cs log")
        rosa.modal.wait_for()
        rosa.click_button("Save")
        rosa.modal.get_by_role("combobox", name="Type").press("ArrowDown")
        expect(rosa.page.get_by_role("option")).to_have_count(2)
        assert rosa.grave_findings() == []


def test_home_is_published_when_opened_and_redrawn_by_its_buttons(desk: Desk, rosa: PageDriver) -> None:
    """The Home tab asks the bot, its buttons and its filter reach it, and Messages is one click away."""
    rosa.page.get_by_role("link", name="Steward", exact=True).click()
    expect(rosa.page.get_by_role("heading", name="Good morning")).to_be_visible()
    assert rosa.grave_findings() == []
    rosa.page.get_by_label("Filter").fill("acme")
    rosa.page.keyboard.press("Enter")
    assert desk.pressed.get(timeout=SOON) == "find=acme"
    rosa.click_button("Renewals")
    expect(rosa.page.get_by_role("heading", name="Your renewals")).to_be_visible()
    expect(rosa.page.get_by_role("button", name="Renewals")).to_be_focused()
    rosa.page.get_by_role("link", name="Messages", exact=True).click()
    expect(rosa.composer).to_have_attribute("placeholder", "Message Steward")
