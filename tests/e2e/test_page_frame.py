"""What stands around the messages: person, clock, theme, drawer; and what holds for the page as a whole."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.workspace.server import Workspace
from tests.e2e.gallery import GENERAL, MIA, ROSA, WINS, gallery
from tests.e2e.page_driver import PageDriver, visitor

GENEROUS_MS = 3000
"""A second is the aim on an idle machine; tests share theirs."""


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
