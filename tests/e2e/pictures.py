"""The pictures in the documentation, taken from the real thing: `python -m tests.e2e.pictures`."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, FloatRect, Locator

from bot.workspace.server import Workspace
from tests.e2e.awkward import AWKWARD, Awkward
from tests.e2e.offices import MIA, TEAM, in_july, simulated
from tests.e2e.page_driver import PageDriver, chromium

DOCS = Path(__file__).parents[2] / "docs"
PICTURES, PAGE = DOCS / "pictures", DOCS / "awkward.md"
SHARP = 2
"""Device pixels per pixel: what a good screen has, so that the pictures are not blurred on it."""
LAPTOP, PHONE = (1280, 560), (390, 844)
BELOW_THE_BAR: FloatRect = {"x": 0, "y": 44, "width": 1280, "height": 516}
"""The clock that was moved stands in the bar; nobody's first picture should ask what it means."""
AT_NINE = """times => times.forEach(time => { time.textContent = "9:00 AM"; })"""
"""Messages bear the real time, which differs from picture to picture."""

HEAD = """# Twelve awkward accounts

Health scores tend to be wrong about the same kinds of customers. Here is the first screen for one of each, on a phone
390 pixels wide, beside what it has to say. The same list is tested in a browser with every change;
`python -m tests.e2e.pictures` takes the pictures.
"""


def main() -> None:
    """Take all pictures and write the page about the awkward accounts."""
    with TemporaryDirectory() as home, chromium() as browser:
        company = simulated(Path(home))
        with company.office() as workspace:
            _acme(browser, workspace)
            _awkward(browser, workspace, [one for one in AWKWARD if not one.in_july])
        with in_july(company).office() as workspace:
            _awkward(browser, workspace, [one for one in AWKWARD if one.in_july])
    PAGE.write_text(awkward_page(), encoding="utf-8")


def awkward_page() -> str:
    """Return docs/awkward.md: for each account what it has to say, beside its picture."""
    return "\n".join([HEAD, *(_chapter(awkward) for awkward in AWKWARD)])


def _chapter(awkward: Awkward) -> str:
    expected = [
        *awkward.says,
        *(f"*More:* {said}" for said in awkward.more),
        *(f"*The receipt leaves out:* {factor}" for factor in awkward.not_judged),
        *([f"*Never:* {', '.join(awkward.silent)}"] if awkward.silent else []),
    ]
    picture = f'<img src="pictures/awkward/{awkward.slug}.png" width="{PHONE[0]}" alt="The card of {awkward.account}">'
    return (
        f"## {awkward.title}\n\n{awkward.because}\n\n| what it has to say | what it says |\n|---|---|\n"
        f"| {'<br>'.join(expected)} | {picture} |\n"
    )


def _acme(browser: Browser, workspace: Workspace) -> None:
    """The README's picture: the whole page, as low as the answer allows."""
    with _window(browser, workspace, LAPTOP) as mia:
        mia.type_command("/health acme")
        _at_nine(mia)
        mia.composer.blur()
        mia.page.screenshot(path=PICTURES / "health-acme.png", clip=BELOW_THE_BAR)


def _awkward(browser: Browser, workspace: Workspace, accounts: list[Awkward]) -> None:
    (PICTURES / "awkward").mkdir(parents=True, exist_ok=True)
    with _window(browser, workspace, PHONE) as mia:
        for awkward in accounts:
            card = mia.type_command(f"/health {awkward.account}")
            _at_nine(mia)
            _still(card).screenshot(path=PICTURES / "awkward" / f"{awkward.slug}.png")


@contextlib.contextmanager
def _window(browser: Browser, workspace: Workspace, size: tuple[int, int]) -> Iterator[PageDriver]:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=SHARP, color_scheme="light"
    )
    yield PageDriver(context.new_page(), workspace.url, MIA).open(TEAM)
    context.close()


def _at_nine(driver: PageDriver) -> None:
    driver.page.locator("time.message-time").evaluate_all(AT_NINE)


def _still(card: Locator) -> Locator:
    """The message with nothing hovering over it."""
    card.page.mouse.move(0, 0)
    return card


if __name__ == "__main__":
    main()
