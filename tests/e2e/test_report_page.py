"""The report in a real Chromium: on a screen, on a phone, in the dark, and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bot.rendering.report import report_page, write_report
from tests.unit.bot.report_samples import EMPTY, FULL

OVERLAPS = """() => [...document.querySelectorAll('svg')].flatMap((svg) => {
    const boxes = [...svg.querySelectorAll('text')].map((each) => [each.textContent, each.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
        .map(([other]) => `${one} / ${other}`));
})"""
"""Words of a picture that stand on each other; a line's own leading does not count."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report that has everything."""
    to = tmp_path_factory.mktemp("report") / "report.html"
    write_report(report_page(FULL), to)
    return to.as_uri()


@pytest.fixture(params=[(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, report: str) -> Iterator[Page]:
    """The report on a laptop and on a phone; anything on the console fails the test."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda line: said.append(line.text))
    opened.on("request", lambda one: asked.append(one.url))
    opened.goto(report)
    yield opened
    context.close()
    assert (said, asked) == ([], [report])


def test_nothing_is_cut_off_or_in_the_way(page: Page) -> None:
    """Wide tables scroll by themselves and not the page, and words of pictures do not touch."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OVERLAPS) == []


def test_everybody_can_read_it(page: Page) -> None:
    """What axe finds: contrast, names of regions and pictures, order of headings."""
    page.locator("summary").first.click()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_paper_shows_what_is_folded_away_on_the_screen(browser: Browser, report: str) -> None:
    """Every row of the curve's table, in dark ink also where the screen is dark."""
    context = browser.new_context(color_scheme="dark")
    opened = context.new_page()
    opened.goto(report)
    row = opened.get_by_role("row", name="50.0%")
    assert not row.is_visible()
    opened.emulate_media(media="print", color_scheme="dark")
    assert row.bounding_box() is not None
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.evaluate("[...document.querySelectorAll('.wide')].every((one) => one.scrollWidth <= one.clientWidth)")
    assert opened.pdf(format="A4").startswith(b"%PDF")
    context.close()


def test_an_empty_company_has_a_page_too(browser: Browser, tmp_path: Path) -> None:
    """Six headings, a sentence below each."""
    write_report(report_page(EMPTY), tmp_path / "report.html")
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((tmp_path / "report.html").as_uri())
    assert opened.locator("h2").count() == opened.locator("h2 + p").count() == 6
    context.close()
