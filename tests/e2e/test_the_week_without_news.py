"""Weeks without news: one in which nothing happened, and one in which usage stopped arriving."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e import still
from tests.e2e.offices import MIA, MONDAY, SUNDAY, TEAM, Company, settings_in
from tests.e2e.page_driver import visitor
from tests.e2e.weeks import LEAD, WEEK_LONG, Weeks, at_work, channel, nine

SCORED_BEFORE = 2
"""Weeks, so that every change has something to be a change from."""
NEXT_SUNDAY, NEXT_MONDAY = SUNDAY + WEEK_LONG, MONDAY + WEEK_LONG
TWO_LINES = 2
LAST_USED = date(2026, 11, 23)
"""The Monday after which nothing arrived."""


@pytest.fixture
def weeks(chromium_is_there: None, tmp_path: Path) -> Iterator[Weeks]:
    """A company in which nothing ever happens, after its first digest."""
    settings = settings_in(tmp_path)
    still.deliver(settings, SUNDAY)
    Company(settings, SUNDAY, MONDAY).score(SCORED_BEFORE)
    with at_work(settings, nine(SUNDAY)) as weeks:
        weeks.cs.preferences.set_channel(LEAD, channel(TEAM, "cs-team", weeks.workspace.clock()))
        weeks.go_to(MONDAY, "09:01")
        yield weeks


def test_a_week_in_which_nothing_happened_is_told_in_two_lines(browser: Browser, weeks: Weeks) -> None:
    """Every score moved by 0.0, nobody is alerted, and the digest says so."""
    with visitor(browser, weeks.workspace.url, MIA) as mia:
        mia.open(TEAM).message("first digest")
        still.deliver(weeks.settings, NEXT_SUNDAY)
        weeks.go_to(NEXT_MONDAY, "09:01")
        digest = mia.message("week 49")
        assert len(lines_of(digest)) == TWO_LINES, digest.inner_text()
        expect(mia.type_command("/health Still 0")).to_contain_text("Weakest:")
        expect(mia.open(weeks.workspace.as_person(MIA).dm).messages).to_have_count(0)


def test_usage_that_no_longer_arrives_is_said_and_alerts_nobody(browser: Browser, weeks: Weeks) -> None:
    """One line in the digest in place of what moved; no score moves, for nobody stopped using anything."""
    with visitor(browser, weeks.workspace.url, MIA) as mia:
        mia.open(TEAM).message("first digest")
        still.deliver(weeks.settings, NEXT_SUNDAY, used_until=LAST_USED)
        weeks.go_to(NEXT_MONDAY, "09:01")
        digest = mia.message("week 49")
        expect(digest).to_contain_text("Usage data is from Monday, Nov 23.")
        expect(digest).to_contain_text("Moved is left out")
        card = mia.type_command("/health Still 0")
        expect(card).to_contain_text("Weakest:")
        expect(card).to_contain_text("Trust: usage until Nov 23")
        expect(mia.open(weeks.workspace.as_person(MIA).dm).messages).to_have_count(0)


def lines_of(digest: Locator) -> list[str]:
    """The lines of a digest's blocks."""
    return [line for line in digest.locator(".blocks").inner_text().split("\n") if line.strip()]
