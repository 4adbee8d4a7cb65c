"""What the workspace's page shows, in a real browser, without any bot."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.workspace.server import Workspace
from tests.e2e.gallery import (
    BOXES,
    CHARTS,
    GENERAL,
    MIA,
    ORDINARY,
    ROSA,
    TEAM,
    WINS,
    button,
    client_of,
    gallery,
    mrkdwn,
    plain,
    rich,
)
from tests.e2e.page_driver import PageDriver, visitor

HOSTILE = "<!channel> *bold* <script>boom</script> \u202eevil"


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot, with a message of every kind."""
    with gallery() as started:
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa at her laptop."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield driver


def test_history_is_drawn_with_authors_days_and_the_app_badge(rosa: PageDriver) -> None:
    """A channel shows its messages oldest first, consecutive ones of one author under one name."""
    rosa.open(WINS)
    page = rosa.page
    expect(rosa.messages).to_have_count(3)
    expect(page.locator(".day")).to_have_text("Today")
    expect(rosa.messages.nth(0).locator(".author")).to_have_text("Mia Chen")
    expect(rosa.messages.nth(0).locator("b")).to_have_text("Blue Ridge")
    expect(rosa.messages.nth(1).locator(".author")).to_have_count(0)
    expect(rosa.messages.nth(2).locator(".app-badge")).to_have_text("APP")


def test_a_thread_opens_beside_the_channel_and_takes_replies(rosa: PageDriver) -> None:
    """The reply count opens the thread; a reply typed there appears in it, and Escape closes it."""
    rosa.open(WINS)
    rosa.messages.nth(2).get_by_role("link", name="1 reply").click()
    panel = rosa.page.get_by_role("complementary", name="Thread")
    expect(panel.locator(".message")).to_have_count(2)
    panel.get_by_label("Reply…").fill("Thank you")
    panel.get_by_label("Reply…").press("Enter")
    expect(panel.locator(".message").last).to_contain_text("Thank you")
    expect(rosa.messages.nth(2)).to_contain_text("2 replies")
    rosa.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_hostile_name_is_inert_wherever_it_stands(workspace: Workspace, rosa: PageDriver) -> None:
    """Markup, group calls and right-to-left marks in a name come out as plain characters."""
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace("*", "\u2060*\u2060")
    blocks = [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": {**mrkdwn(escaped), "verbatim": True}},
        rich({"type": "text", "text": HOSTILE}, {"type": "text", "text": " 42"}),
        {"type": "actions", "elements": [button(HOSTILE)]},
        {"type": "section", "text": mrkdwn("<javascript:alert(1)|click>")},
    ]
    client_of(workspace).chat_postMessage(channel=TEAM, text=escaped, blocks=blocks)
    message = rosa.open(TEAM).message("boom")
    for inert in (".block-header", ".block-section >> nth=0", ".block-rich_text", "button.button"):
        expect(message.locator(inert)).to_contain_text("<!channel>")
        expect(message.locator(inert)).to_contain_text("<script>boom</script>")
    for live in ("script", ".mention", "b", "a[href^='javascript']"):
        expect(message.locator(f".message-content {live}")).to_have_count(0)
    isolated = message.locator(".block-rich_text bdi").first
    assert isolated.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"


def test_every_block_type_is_drawn_and_an_unknown_one_says_so(rosa: PageDriver) -> None:
    """No block disappears: what the page cannot draw becomes a visible box."""
    rosa.open(GENERAL)
    expect(rosa.messages).to_have_count(3)
    for block in (*ORDINARY, *BOXES, *CHARTS):
        expect(rosa.page.locator(f".block-{block['type']}").first).to_be_visible()
    expect(rosa.page.locator(".unsupported")).to_have_text("Unsupported block: plan")
    expect(rosa.page.get_by_role("img", name="Logins. Acme: W0: 98, W1: 60, W2: 12")).to_be_visible()


def test_a_data_table_searches_sorts_and_turns_pages(rosa: PageDriver) -> None:
    """Sorting goes by number, pages hold what the block says, a search narrows the rows."""
    rosa.open(GENERAL)
    table = rosa.page.locator(".data-table")
    names = table.locator("tbody th")
    expect(names).to_have_text(["Alice", "Bob"])
    table.get_by_role("button", name="Next page").click()
    expect(names).to_have_text(["Chen"])
    table.get_by_role("button", name="Previous page").click()
    table.get_by_role("button", name="Score").click()
    expect(names).to_have_text(["Bob", "Alice"])
    table.get_by_role("button", name="Search this table").click()
    table.get_by_label("Search Scores").fill("che")
    expect(names).to_have_text(["Chen"])


def test_typing_a_slash_offers_commands_and_keys_choose_one(rosa: PageDriver) -> None:
    """The list shows usage and description; arrows move, Enter fills in, and the usage stays until one types on."""
    rosa.open(WINS)
    rosa.composer.press_sequentially("/")
    rows = rosa.page.get_by_role("option")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("[account | mine | at-risk]")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    rosa.composer.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    rosa.composer.press("ArrowUp")
    rosa.composer.press("Enter")
    expect(rosa.composer).to_have_value("/health ")
    expect(rosa.page.locator("#conversation .completion-usage")).to_contain_text("/health [account | mine | at-risk]")


def test_an_empty_channel_suggests_what_to_try(rosa: PageDriver) -> None:
    """A chip puts its command into the composer, ready for Enter."""
    rosa.open("C05SHARED")
    rosa.page.get_by_role("button", name="/health acme").click()
    expect(rosa.composer).to_have_value("/health acme")
    expect(rosa.composer).to_be_focused()


def test_a_command_without_a_bot_fails_in_slacks_words_and_is_not_lost(rosa: PageDriver) -> None:
    """The failure is said aloud, and the command stands in the composer again."""
    rosa.open("G04LEADERS")
    rosa.say("/health acme")
    expect(rosa.page.get_by_role("alert")).to_contain_text('/health failed with the error "dispatch_failed"')
    expect(rosa.composer).to_have_value("/health acme")


def test_new_messages_arrive_by_themselves_and_are_announced(workspace: Workspace, rosa: PageDriver) -> None:
    """A message in the open channel appears and is read out; one elsewhere counts as unread."""
    rosa.open("C05SHARED")
    client_of(workspace).chat_postMessage(channel="C05SHARED", text="Usage is *down*")
    expect(rosa.last_message()).to_contain_text("Usage is down")
    expect(rosa.page.locator("#live")).to_contain_text("Steward: Usage is down")
    workspace.as_person(MIA).say(TEAM, "Seen?")
    expect(rosa.page.locator("#sidebar").get_by_role("link", name="cs-team")).to_contain_text("unread")


def test_a_message_taller_than_the_window_is_shown_from_its_beginning(workspace: Workspace, rosa: PageDriver) -> None:
    """One reads a long answer from its first line, and the next short one is scrolled to."""
    rosa.open("G04LEADERS")
    author = workspace.as_person(ROSA)
    author.say("G04LEADERS", "First line\n" + "and on\n" * 60)
    expect(rosa.page.get_by_text("First line")).to_be_in_viewport()
    author.say("G04LEADERS", "Short again")
    expect(rosa.page.get_by_text("Short again")).to_be_in_viewport()
