"""Several people side by side: each pane is a page of its own, and all of them are live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.e2e.desk import MIA, ROSA, TEAM, Desk
from tests.e2e.page_driver import PageDriver, visitor

LEO = "U03LEO"


@pytest.fixture(scope="module")
def workspace(browser: Browser) -> Iterator[Workspace]:
    """A workspace with the bot."""
    with office(Transport.SOCKET, Desk().register) as started:
        yield started


@pytest.fixture
def both(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa and Mia next to each other, both in the team's channel."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield beside(driver, f"{ROSA}@{TEAM}", f"{MIA}@{TEAM}")


def beside(driver: PageDriver, *panes: str) -> PageDriver:
    """Open the panes and wait until each can be used."""
    driver.page.goto(f"{driver.url}together?{'&'.join(f'pane={pane}' for pane in panes)}")
    for number in range(len(panes)):
        pane(driver, number).locator("html[data-ready]").wait_for(state="attached")
    return driver


def pane(driver: PageDriver, number: int) -> FrameLocator:
    """What the person in one of the panes sees."""
    return driver.page.frame_locator("iframe").nth(number)


def run(at: FrameLocator, command: str) -> None:
    """Type a command in a pane."""
    at.locator("#conversation textarea").fill(command)
    at.locator("#conversation textarea").press("Enter")


def test_what_one_person_does_the_other_sees_at_once(both: PageDriver) -> None:
    """An answer for Rosa alone stands only in her pane; what she shares stands in both."""
    rosa, mia = pane(both, 0), pane(both, 1)
    run(rosa, "/health acme")
    expect(rosa.get_by_text("You used /health acme")).to_be_visible()
    rosa.get_by_role("button", name="Share", exact=True).click()
    rosa.get_by_role("alertdialog").get_by_role("button", name="Share").click()
    expect(rosa.get_by_text("Shared by Rosa")).to_be_visible()
    expect(mia.get_by_text("Shared by Rosa")).to_be_visible()
    expect(mia.get_by_text("You used /health acme")).to_have_count(0)


def test_the_address_says_who_sits_where(both: PageDriver, browser: Browser, workspace: Workspace) -> None:
    """Another channel, another person and another layout are all in the address, and a link shows the same again."""
    pane(both, 0).get_by_role("button", name="Channels").click()
    pane(both, 0).get_by_role("link", name="customer-wins").click()
    both.page.wait_for_url("**pane=U01ROSA@C03WINS**")
    pane(both, 1).get_by_role("button", name="Switch person").click()
    pane(both, 1).get_by_role("menuitemradio", name="Leo Brandt").click()
    both.page.wait_for_url("**pane=U03LEO@C01CSTEAM**")
    both.page.get_by_role("button", name="Show in a grid").click()
    with visitor(browser, workspace.url, ROSA) as again:
        again.page.goto(both.page.url)
        expect(pane(again, 0).get_by_role("heading", name="customer-wins", exact=True)).to_be_visible()
        expect(pane(again, 1).get_by_role("button", name="You are Leo Brandt")).to_be_visible()
        expect(again.page.get_by_role("button", name="Show in columns")).to_be_visible()


def test_up_to_four_people_come_and_go(both: PageDriver) -> None:
    """People are added by name and closed again; two always stay."""
    seats = both.page.get_by_role("list", name="People").get_by_role("listitem")
    for name in ("Leo Brandt", "Ana Silva"):
        both.page.get_by_role("button", name="Add a person").click()
        both.page.get_by_role("menuitem", name=name).click()
    expect(both.page.locator("iframe")).to_have_count(4)
    expect(both.page.get_by_role("button", name="Add a person")).to_have_count(0)
    both.page.get_by_role("button", name="Close Leo Brandt").click()
    both.page.get_by_role("button", name="Close Ana Silva").click()
    expect(both.page.locator("iframe")).to_have_count(2)
    expect(seats.get_by_role("button", name="Close")).to_have_count(0)


def test_people_who_are_looked_through_are_marked_as_active(both: PageDriver) -> None:
    """The list of people says who has a page open right now."""
    pane(both, 0).get_by_role("button", name="Switch person").click()
    menu = pane(both, 0).get_by_role("menu", name="Be someone else")
    expect(menu.get_by_role("menuitemradio", name="Mia Chen").locator(".presence")).to_have_text("active")
    expect(menu.get_by_role("menuitemradio", name="Sam Patel").locator(".presence")).to_have_text("away")


def test_one_leads_to_side_by_side_and_back(browser: Browser, workspace: Workspace) -> None:
    """The top bar opens it with the person and the channel one was at; the brand leads back."""
    with visitor(browser, workspace.url, LEO) as leo:
        leo.open(TEAM).page.get_by_role("link", name="Several people side by side").click()
        expect(pane(leo, 0).get_by_role("button", name="You are Leo Brandt")).to_be_visible()
        leo.page.get_by_role("link", name="Side by side").click()
        expect(leo.page.get_by_role("button", name="You are Leo Brandt")).to_be_visible()


def test_on_a_phone_the_people_are_tabs(browser: Browser, workspace: Workspace) -> None:
    """One pane at a time fills the screen; nothing runs over the edge."""
    with visitor(browser, workspace.url, ROSA, width=390) as driver:
        beside(driver, f"{ROSA}@{TEAM}", f"{MIA}@{TEAM}")
        panes = driver.page.locator(".pane")
        expect(panes.nth(1)).to_be_hidden()
        driver.page.get_by_role("button", name="Mia Chen").first.click()
        expect(panes.nth(0)).to_be_hidden()
        expect(panes.nth(1)).to_be_visible()
        assert driver.page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_side_by_side(browser: Browser, workspace: Workspace, scheme: str) -> None:
    """Frames have titles, people have names, in both themes."""
    with visitor(browser, workspace.url, ROSA, scheme=scheme) as driver:
        beside(driver, f"{ROSA}@{TEAM}", f"{MIA}@{TEAM}", f"{LEO}@{TEAM}")
        assert driver.grave_findings() == []
