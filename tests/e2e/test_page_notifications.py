"""What the page notifies a person of: the text alone, where it belongs, and only what concerns them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.e2e.gallery import GENERAL, MIA, ORDINARY, ROSA, TEAM, WINS, client_of
from tests.e2e.page_driver import PageDriver, visitor

HOSTILE = "<img src=x onerror=alert(1)> \u202eevil"


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A workspace of its own for every test: what waits is part of the question."""
    with Workspace(default_seed()) as started:
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa at her laptop, in the team's channel."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield driver.open(TEAM)


def notices(driver: PageDriver) -> Locator:
    """What stands in the corner, oldest first."""
    return driver.page.get_by_role("region", name="New notifications").get_by_role("listitem")


def bell(driver: PageDriver) -> Locator:
    """The button with what waits."""
    return driver.page.get_by_role("button", name="Notifications")


def test_a_message_elsewhere_notifies_with_its_text_and_none_of_its_blocks(
    workspace: Workspace, rosa: PageDriver
) -> None:
    """Sender, channel and the text without marks, links drawn as their words; the blocks are not told."""
    text = f"*Renewal* at <https://example.com|Acme> :tada: <@{ROSA}> owns it"
    client_of(workspace).chat_postMessage(channel=WINS, text=text, blocks=ORDINARY)
    notice = notices(rosa)
    expect(notice).to_contain_text("Steward")
    expect(notice).to_contain_text("in #customer-wins")
    expect(notice.locator(".notice-text")).to_have_text("Renewal at Acme 🎉 @Rosa Lind owns it")
    expect(rosa.page.locator("#live")).to_contain_text("Steward in #customer-wins: Renewal at Acme")


def test_blocks_without_a_text_are_nothing_a_phone_could_show(workspace: Workspace, rosa: PageDriver) -> None:
    """Slack's own words stand in, so that one sees what is missing."""
    client_of(workspace).api_call("chat.postMessage", json={"channel": WINS, "blocks": ORDINARY})
    expect(notices(rosa)).to_contain_text("This content can’t be displayed.")


def test_a_notification_leads_to_its_message(workspace: Workspace, rosa: PageDriver) -> None:
    """One click shows the channel with the message pointed out, and nothing waits any more."""
    client = client_of(workspace)
    for number in range(40):
        client.chat_postMessage(channel=WINS, text=f"Line {number}")
    expect(notices(rosa)).to_have_count(3)
    notices(rosa).filter(has_text="Line 38").get_by_role("link").click()
    expect(rosa.message("Line 38")).to_be_focused()
    expect(rosa.page.get_by_role("heading", name="customer-wins")).to_be_visible()
    expect(notices(rosa)).to_have_count(0)
    expect(bell(rosa)).to_have_accessible_name("Notifications")


def test_nothing_notifies_of_what_is_seen_said_or_for_one_person_only(workspace: Workspace, rosa: PageDriver) -> None:
    """Messages in view, one's own, ephemerals, and threads of others stay silent."""
    client = client_of(workspace)
    client.chat_postMessage(channel=TEAM, text="In view")
    workspace.as_person(ROSA).say(GENERAL, "My own")
    client.chat_postEphemeral(channel=WINS, user=ROSA, text="Only for you")
    root = workspace.as_person(MIA).say(TEAM, "A question")
    client.chat_postMessage(channel=TEAM, text="An answer", thread_ts=root["ts"])
    rosa.message("A question")
    expect(rosa.page.get_by_text("1 reply")).to_be_visible()
    expect(notices(rosa)).to_have_count(0)
    client.chat_postMessage(channel=TEAM, text=f"Ask <@{ROSA}>", thread_ts=root["ts"])
    expect(notices(rosa)).to_contain_text("in a thread in #cs-team")
    notices(rosa).get_by_role("link").click()
    expect(rosa.page.get_by_role("complementary", name="Thread").get_by_text("Ask @Rosa Lind")).to_be_visible()


def test_the_bell_counts_and_lists_what_arrived_also_before_the_page_was_opened(
    workspace: Workspace, rosa: PageDriver
) -> None:
    """Newest first, what is new marked; opening it is enough to have seen it, the channel stays unread."""
    client = client_of(workspace)
    client.chat_postMessage(channel=WINS, text="First")
    client.chat_postMessage(channel=GENERAL, text=f"Second <@{ROSA}>")
    expect(bell(rosa)).to_have_accessible_name("Notifications, 2 new")
    rosa.page.reload()
    expect(bell(rosa)).to_have_accessible_name("Notifications, 2 new")
    expect(rosa.page.locator(".side-link .badge.mentions")).to_have_count(1)
    bell(rosa).click()
    rows = rosa.page.get_by_role("dialog", name="Notifications").get_by_role("listitem")
    expect(rows.locator(".notice-text")).to_have_text(["Second @Rosa Lind", "First"])
    expect(rows.first).to_have_class("new")
    assert rosa.grave_findings() == []
    rosa.page.keyboard.press("Escape")
    expect(bell(rosa)).to_be_focused()
    expect(bell(rosa)).to_have_accessible_name("Notifications")
    expect(rosa.page.locator("#sidebar").get_by_role("link", name="customer-wins")).to_contain_text("unread")


def test_a_hostile_text_is_inert_in_a_notification(workspace: Workspace, rosa: PageDriver) -> None:
    """Markup is shown as it was written, and the marks of a right-to-left text stay inside."""
    client_of(workspace).chat_postMessage(channel=WINS, text=HOSTILE.replace("<", "&lt;").replace(">", "&gt;"))
    expect(notices(rosa).locator(".notice-text")).to_have_text(HOSTILE)
    expect(notices(rosa).locator("img")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_serious_in_notices(browser: Browser, workspace: Workspace, width: int, scheme: str) -> None:
    """On both screens and in both themes, and nothing runs over the edge."""
    with visitor(browser, workspace.url, ROSA, width=width, scheme=scheme) as rosa:
        rosa.open(TEAM)
        client_of(workspace).chat_postMessage(channel=WINS, text="The weekly digest: twelve accounts need you " * 5)
        notices(rosa).wait_for()
        assert rosa.grave_findings() == []
        assert rosa.page.evaluate("document.documentElement.scrollWidth") == width
