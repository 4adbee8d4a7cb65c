"""The first hour of an installation that holds nothing: from an empty Home to a digest, by clicks alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.e2e import still
from tests.e2e.offices import MONDAY, ROSA, SUNDAY, settings_in
from tests.e2e.page_driver import PageDriver, visitor
from tests.e2e.weeks import Weeks, at_work, nine

LOADED_MS = 120_000
"""Loading and scoring are the jobs' work, and other tests may be at it as well."""


@pytest.fixture
def weeks(chromium_is_there: None, tmp_path: Path) -> Iterator[Weeks]:
    """A bot without book and memory, on a Monday at nine."""
    with at_work(settings_in(tmp_path), nine(MONDAY)) as weeks:
        yield weeks


def test_home_walks_from_nothing_to_the_first_digest(browser: Browser, weeks: Weeks) -> None:
    """Files, owners, channel, test digest: each step ticks itself off once it is true."""
    dm = weeks.workspace.as_person(ROSA).dm
    with visitor(browser, weeks.workspace.url, ROSA) as rosa:
        home = rosa.open("home").page.locator("#home")
        expect(home).to_contain_text("⬜ 1. Load your customers")
        load_files(rosa, home, dm)
        home = rosa.open("home").page.locator("#home")
        expect(home).to_contain_text("✅ 1. Load your customers", timeout=LOADED_MS)
        expect(home).to_contain_text("✅ 2. Owners — done · 2 people look after accounts")
        choose_the_channel(rosa, home)
        expect(home).to_contain_text("✅ 3. A channel — 1 is told")
        rosa.click_button("Send me a test", inside=home)
        expect(home).not_to_contain_text("From here to the first digest")
        digest = rosa.open(dm).message("Customer health, week 48")
        expect(digest).to_contain_text("10 accounts")


def load_files(rosa: PageDriver, home: Locator, dm: str) -> None:
    """Give files through the window, see what would become of them, and load them."""
    rosa.click_button("Load files…", inside=home)
    rosa.modal.locator("input[type=file]").set_input_files(FILES)
    rosa.modal.get_by_role("button").last.click()
    expect(rosa.modal).to_have_count(0)
    preview = rosa.open(dm).message("Nothing is loaded until you press Load.")
    rosa.click_button("Load", inside=preview)
    expect(rosa.messages.filter(has_text="✅ Loaded")).to_have_count(1, timeout=LOADED_MS)


def choose_the_channel(rosa: PageDriver, home: Locator) -> None:
    """Everything is filled in but the channel itself."""
    rosa.click_button("Choose…", inside=home)
    rosa.page.get_by_role("combobox", name="Channel").fill("cs-team")
    rosa.page.get_by_role("option").filter(has_text="cs-team").click()
    rosa.click_button("Save")
    expect(rosa.modal).to_have_count(0)


FILES: list[FilePayload] = [
    {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    for name, text in still.files(SUNDAY).items()
]
