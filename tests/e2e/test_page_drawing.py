"""What the workspace's page shows, in a real browser, without any bot."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from slack_sdk import WebClient

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.e2e.page_driver import PageDriver, chromium, visitor

ROSA, MIA = "U01ROSA", "U02MIA"
TEAM, GENERAL, WINS = "C01CSTEAM", "C02GENERAL", "C03WINS"
HOSTILE = "<!channel> *bold* <script>boom</script> \u202eevil"
GENEROUS_MS = 3000
"""A second is the aim on an idle machine; tests share theirs."""
Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def rich(*elements: Json) -> Json:
    """A rich text block of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def button(text: str, **more: str) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": text, **more}


def points(*values: float) -> list[Json]:
    """A series of weeks."""
    return [{"label": f"W{week}", "value": value} for week, value in enumerate(values)]


WEEKS = {"categories": ["W0", "W1", "W2"]}
ORDINARY: list[Json] = [
    {"type": "header", "text": plain("Build passed :tada:")},
    {"type": "section", "text": mrkdwn("*Health* 42 _down_ ~old~ `code` <https://example.com|board>\n> quoted")},
    {"type": "section", "fields": [mrkdwn("*ARR*\n€84k"), mrkdwn("*Term*\nannual")]},
    {"type": "section", "text": mrkdwn("Row"), "accessory": button("Open")},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("source: usage.csv")]},
    {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "Elsewhere", "title": plain("A picture")},
    {
        "type": "actions",
        "elements": [
            button("Save", style="primary"),
            button("Drop", style="danger"),
            {"type": "overflow", "action_id": "rest", "options": [{"text": plain("A"), "value": "a"}]},
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Snooze"),
                "options": [{"text": plain("One day"), "value": "1"}],
            },
            {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-22"},
        ],
    },
    {"type": "markdown", "text": "## Plan\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
]
BOXES: list[Json] = [
    {"type": "card", "title": mrkdwn("Card title"), "body": mrkdwn("Card body"), "actions": [button("Go")]},
    {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn(f"Result {n}")} for n in range(3)]},
    {"type": "container", "title": plain("Box"), "child_blocks": [{"type": "section", "text": mrkdwn("Inside")}]},
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Factor"}, {"type": "raw_text", "text": "Points"}],
            [rich({"type": "text", "text": "Usage"}), {"type": "raw_number", "value": -8.2, "text": "-8.2"}],
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "opinion",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            }
        ],
    },
    {"type": "plan", "title": "Not drawn", "tasks": [{"task_id": "1", "title": "x", "status": "complete"}]},
]
CHARTS: list[Json] = [
    {
        "type": "data_visualization",
        "title": "Shares",
        "chart": {"type": "pie", "segments": [{"label": "High", "value": 20}, {"label": "Low", "value": 80}]},
    },
    {
        "type": "data_visualization",
        "title": "Logins",
        "chart": {"type": "line", "series": [{"name": "Acme", "data": points(98, 60, 12)}], "axis_config": WEEKS},
    },
    {
        "type": "data_table",
        "caption": "Scores",
        "page_size": 2,
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Score"}],
            *[
                [{"type": "raw_text", "text": name}, {"type": "raw_number", "value": score, "text": str(score)}]
                for name, score in (("Alice", 42), ("Bob", 7), ("Chen", 100))
            ],
        ],
    },
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot, with a message of every kind."""
    with Workspace(default_seed()) as started:
        client = client_of(started)
        started.as_person(MIA).say(WINS, "Signed by *Blue Ridge* :tada:")
        started.as_person(MIA).say(WINS, "Two more years")
        root = client.chat_postMessage(channel=WINS, text="What happened?")
        client.chat_postMessage(channel=WINS, text="A lot", thread_ts=str(root["ts"]))
        for blocks in (ORDINARY, BOXES, CHARTS):
            client.chat_postMessage(channel=GENERAL, text="Every block", blocks=blocks)
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa at her laptop."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield driver


def client_of(workspace: Workspace) -> WebClient:
    """The bot's own client."""
    return WebClient(token=workspace.bot_token, base_url=workspace.api_url)


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
    expect(rosa.page.get_by_role("link", name="cs-team")).to_contain_text("unread")


def test_a_message_taller_than_the_window_is_shown_from_its_beginning(workspace: Workspace, rosa: PageDriver) -> None:
    """One reads a long answer from its first line, and the next short one is scrolled to."""
    rosa.open("G04LEADERS")
    author = workspace.as_person(ROSA)
    author.say("G04LEADERS", "First line\n" + "and on\n" * 60)
    expect(rosa.page.get_by_text("First line")).to_be_in_viewport()
    author.say("G04LEADERS", "Short again")
    expect(rosa.page.get_by_text("Short again")).to_be_in_viewport()


def test_switching_the_person_shows_the_page_as_someone_else(rosa: PageDriver) -> None:
    """The switch changes the address and what can be seen: Mia is not in the private channel."""
    rosa.open(WINS)
    expect(rosa.page.get_by_role("link", name="leadership")).to_be_visible()
    mia = rosa.become("Mia Chen")
    assert mia.user == MIA
    expect(mia.page.get_by_role("link", name="leadership")).to_have_count(0)
    expect(mia.page.get_by_role("heading", name="customer-wins", exact=True)).to_be_visible()


def test_the_clock_moves_to_next_monday_and_back(workspace: Workspace, rosa: PageDriver) -> None:
    """The chip says that the clock was moved; "Now" brings it back."""
    rosa.open(WINS)
    chip = rosa.page.get_by_role("button", name="Workspace clock")
    chip.click()
    rosa.page.get_by_role("button", name="Monday 09:00").click()
    expect(chip).to_contain_text("9:00 AM")
    moved = workspace.clock()
    assert (moved.isoweekday(), moved.hour, moved.minute) == (1, 9, 0)
    chip.click()
    rosa.page.get_by_role("button", name="Now the real time").click()
    expect(chip).to_have_attribute("title", re.compile("^The workspace"))
    assert not workspace.clock.moved


def test_dark_mode_follows_the_system_and_the_toggle(browser: Browser, workspace: Workspace) -> None:
    """A dark system gives a dark page; the toggle overrules it and is remembered."""
    with visitor(browser, workspace.url, ROSA, scheme="dark") as rosa:
        rosa.open(WINS)
        background = "getComputedStyle(document.querySelector('main')).backgroundColor"
        assert rosa.page.evaluate(background) == "rgb(26, 29, 33)"
        rosa.choose_in_menu("Theme", "Light")
        assert rosa.page.evaluate(background) == "rgb(255, 255, 255)"
        rosa.page.reload()
        rosa.page.wait_for_selector("html[data-ready]")
        assert rosa.page.evaluate(background) == "rgb(255, 255, 255)"


def test_on_a_phone_the_sidebar_is_a_drawer_and_nothing_overflows(browser: Browser, workspace: Workspace) -> None:
    """At 390 px the list of channels slides in, Escape and a choice close it."""
    with visitor(browser, workspace.url, ROSA, width=390) as rosa:
        rosa.open(GENERAL)
        sidebar = rosa.page.get_by_role("navigation", name="Channels and apps")
        expect(sidebar).to_be_hidden()
        drawer = rosa.page.get_by_role("button", name="Channels")
        drawer.click()
        expect(sidebar).to_be_visible()
        rosa.page.keyboard.press("Escape")
        expect(sidebar).to_be_hidden()
        expect(drawer).to_be_focused()
        drawer.click()
        sidebar.get_by_role("link", name="customer-wins").click()
        expect(rosa.page.get_by_role("heading", name="customer-wins", exact=True)).to_be_visible()
        expect(sidebar).to_be_hidden()
        widths = rosa.open(GENERAL).page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths == [390, 390]
        assert rosa.page.evaluate("document.querySelector('.scroller').scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_a_channel_with_every_block(
    browser: Browser, workspace: Workspace, scheme: str
) -> None:
    """Contrast, names, roles and focus hold in both themes."""
    with visitor(browser, workspace.url, ROSA, scheme=scheme) as rosa:
        assert rosa.open(GENERAL).grave_findings() == []


def test_axe_finds_nothing_serious_on_a_phone_with_the_completion_open(browser: Browser, workspace: Workspace) -> None:
    """The same holds at 390 px and while the list of commands is shown."""
    with visitor(browser, workspace.url, ROSA, width=390) as rosa:
        rosa.open(WINS).composer.press_sequentially("/")
        assert rosa.grave_findings() == []


def test_the_page_asks_no_other_host(browser: Browser, workspace: Workspace) -> None:
    """Pictures on other hosts are described, not fetched; fonts and scripts are local."""
    with visitor(browser, workspace.url, ROSA) as rosa:
        asked: list[str] = []
        rosa.page.on("request", lambda request: asked.append(request.url))
        rosa.open(GENERAL)
        assert [address for address in asked if not address.startswith((workspace.url, "data:"))] == []


def test_the_page_can_be_used_soon_after_its_load_starts(rosa: PageDriver) -> None:
    """From the start of the load to a usable page."""
    assert rosa.open(WINS).milliseconds_until_interactive() < GENEROUS_MS
