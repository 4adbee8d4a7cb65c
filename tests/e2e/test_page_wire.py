"""The panel with what goes over the wire: read like a story, down to the JSON, without any secret."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.e2e.desk import MIA, ROSA, TEAM, Desk
from tests.e2e.gallery import client_of
from tests.e2e.page_driver import PageDriver, visitor


@pytest.fixture(scope="module", params=list(Transport))
def workspace(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Workspace]:
    """A workspace with the bot, connected either way."""
    with office(request.param, Desk().register) as started:
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa with an empty wire panel below the conversation."""
    with visitor(browser, workspace.url, ROSA) as driver:
        driver.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        driver.open(TEAM).page.get_by_role("button", name="What goes over the wire").click()
        clear = driver.page.get_by_role("button", name="Clear")
        expect(rows(driver).first).to_be_visible()
        clear.click()
        yield driver


def rows(driver: PageDriver) -> Locator:
    """The requests, in the order in which they are shown."""
    return driver.page.get_by_role("list", name="Requests").get_by_role("button")


def copied(driver: PageDriver, button: str) -> str:
    """Press a copy button and read what it copied."""
    driver.page.get_by_role("button", name=button, exact=True).click()
    return str(driver.page.evaluate("navigator.clipboard.readText()"))


def test_a_round_trip_is_read_at_a_glance(rosa: PageDriver) -> None:
    """A command stands with its acknowledgement, a click with the answer it caused below it."""
    rosa.type_command("/health acme")
    expect(rows(rosa)).to_have_count(1)
    for part in ("Slack to the app", "command", "/health acme", "message · 2 blocks", "Rosa", "ok", "ms"):
        expect(rows(rosa).first).to_contain_text(part)
    rosa.click_button("More", inside=rosa.last_message())
    rosa.message("All there is to know")
    expect(rows(rosa)).to_have_count(3)
    expect(rows(rosa).nth(1)).to_contain_text("action")
    answer = rosa.page.locator(".wire-rows li.inside")
    expect(answer).to_contain_text("The app to Slack")
    expect(answer).to_contain_text("replace original · 2 blocks")


def test_a_modal_joins_the_command_that_opened_it(rosa: PageDriver) -> None:
    """The call that exchanges the trigger belongs to the command, by name and number of blocks."""
    rosa.say("/cs log")
    rosa.modal.wait_for()
    inside = rosa.page.locator(".wire-rows li.inside")
    expect(inside).to_contain_text("views.open")
    expect(inside).to_contain_text("modal · 13 blocks")


def test_request_and_answer_stand_side_by_side_and_can_be_copied(rosa: PageDriver) -> None:
    """Both are whole and valid JSON, and no trigger, token or signature is in them."""
    rosa.type_command("/health acme")
    rows(rosa).first.click()
    sides = rosa.page.locator(".wire-side")
    expect(sides.nth(0)).to_contain_text('"/health"')
    expect(sides.nth(1)).to_contain_text('"acme: 41"')
    sent = json.loads(copied(rosa, "Copy: Sent to the app"))
    payload = sent.get("payload") or sent["body"]
    assert payload["text"] == "acme"
    assert payload["trigger_id"].endswith("…")
    assert "xoxb-" not in json.dumps(sent)
    rosa.page.keyboard.press("Escape")
    expect(sides).to_have_count(0)
    expect(rows(rosa).first).to_be_focused()


def test_a_call_is_copied_as_a_line_for_the_shell(workspace: Workspace, rosa: PageDriver) -> None:
    """The token is a variable, and quotes survive the shell."""
    client_of(workspace).chat_postMessage(channel=TEAM, text="It's Acme's")
    rows(rosa).filter(has_text="chat.postMessage").click()
    line = copied(rosa, "Copy as curl")
    assert line.startswith(f"curl -X POST '{workspace.api_url}chat.postMessage'")
    assert '-H "Authorization: Bearer $SLACK_BOT_TOKEN"' in line
    assert "'text=It'\\''s Acme'\\''s'" in line
    assert workspace.bot_token not in line


def test_the_list_is_narrowed_to_a_person_a_kind_or_errors(workspace: Workspace, rosa: PageDriver) -> None:
    """Filters work on what stands there and on what comes."""
    workspace.as_person(MIA).command(TEAM, "/health", "blue")
    rosa.type_command("/health acme")
    client_of(workspace).api_call("api.test", http_verb="GET")
    with pytest.raises(Exception, match="channel_not_found"):
        client_of(workspace).chat_postMessage(channel="C99NOWHERE", text="Lost")
    expect(rows(rosa)).to_have_count(4)
    rosa.page.get_by_label("Errors only").check()
    expect(rows(rosa)).to_have_count(1)
    expect(rows(rosa)).to_contain_text("channel_not_found")
    rosa.page.get_by_label("Errors only").uncheck()
    rosa.page.get_by_label("Person", exact=True).select_option("Mia Chen")
    expect(rows(rosa)).to_have_count(1)
    expect(rows(rosa)).to_contain_text("/health blue")
    rosa.page.get_by_label("Person", exact=True).select_option("Everyone")
    rosa.page.get_by_label("Kind", exact=True).select_option("command")
    expect(rows(rosa)).to_have_count(2)


def test_a_paused_list_waits_and_then_catches_up(workspace: Workspace, rosa: PageDriver) -> None:
    """Nothing moves under the reader's eyes; how much is new stands beside it."""
    rosa.page.get_by_role("button", name="Pause").click()
    client_of(workspace).chat_postMessage(channel=TEAM, text="Meanwhile")
    expect(rosa.page.locator(".wire-held")).to_have_text("1 new")
    expect(rows(rosa)).to_have_count(0)
    rosa.page.get_by_role("button", name="Pause").click()
    expect(rows(rosa)).to_have_count(1)


def test_the_panel_is_used_with_the_keyboard_alone(workspace: Workspace, rosa: PageDriver) -> None:
    """Arrows walk through the list, Enter opens, Escape closes one thing at a time, arrows move the edge."""
    for text in ("One", "Two"):
        client_of(workspace).chat_postMessage(channel=TEAM, text=text)
    expect(rows(rosa)).to_have_count(2)
    rows(rosa).first.focus()
    rosa.page.keyboard.press("ArrowDown")
    expect(rows(rosa).nth(1)).to_be_focused()
    rosa.page.keyboard.press("Enter")
    expect(rosa.page.get_by_role("region", name="Request and answer")).to_be_visible()
    edge = rosa.page.get_by_role("separator", name="Height of the wire panel")
    height = int(edge.get_attribute("aria-valuenow") or 0)
    edge.press("ArrowUp")
    expect(edge).to_have_attribute("aria-valuenow", str(height + 24))
    rosa.page.keyboard.press("Escape")
    rosa.page.keyboard.press("Escape")
    expect(rosa.page.get_by_role("region", name="Wire")).to_be_hidden()
    expect(rosa.page.get_by_role("button", name="What goes over the wire")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing_serious_in_the_panel(
    browser: Browser, workspace: Workspace, width: int, scheme: str
) -> None:
    """The list and an opened request, on both screens and in both themes."""
    with visitor(browser, workspace.url, ROSA, width=width, scheme=scheme) as rosa:
        rosa.open(TEAM).type_command("/health acme")
        if width < 768:
            rosa.choose_in_menu("More tools", "What goes over the wire")
        else:
            rosa.page.get_by_role("button", name="What goes over the wire").click()
        rows(rosa).filter(has_text="/health acme").last.click()
        rosa.page.locator(".wire-side").first.wait_for()
        assert rosa.grave_findings() == []
        assert rosa.page.evaluate("document.documentElement.scrollWidth") == width
