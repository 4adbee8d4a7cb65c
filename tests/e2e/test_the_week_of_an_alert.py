"""An account turns bad and recovers: what the team sees of it, two people side by side, day by day."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.offices import MIA, MONDAY, ROSA, TEAM, Company
from tests.e2e.page_driver import PageDriver, visitor
from tests.e2e.reading import buttons
from tests.e2e.weeks import LEAD, Weeks, at_work, channel, copy_of, in_the_same_moment, nine

ACCOUNT = "Harrowdale Software"
"""One of Mia's, with $82K a year, healthy until this week."""
TICKET = (
    "ticket_id,account_id,opened_at,closed_at,priority,category\n"
    "T-OUT,ACC-00041,2026-11-22T08:00:00Z,{closed_at},urgent,outage\n"
)
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
"""When the ticket is past its target of two days, and the day after."""
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
NEXT_SUNDAY, MONDAY_AFTER = date(2026, 12, 6), date(2026, 12, 7)


@pytest.fixture
def weeks(running: Company, tmp_path: Path) -> Iterator[Weeks]:
    """A company that was reviewed first on Tuesday; its channel is told about alerts."""
    with at_work(copy_of(running, tmp_path), nine(MONDAY)) as weeks:
        weeks.cs.preferences.set_channel(LEAD, channel(TEAM, "cs-team", weeks.workspace.clock(), alerts=True))
        weeks.live_until(MONDAY)
        weeks.go_to(TUESDAY)
        yield weeks


def test_an_alert_is_claimed_worked_on_and_over_by_itself(browser: Browser, weeks: Weeks) -> None:
    """One message lives from the first word to the last; whoever clicks second learns who was first."""
    with visitor(browser, weeks.workspace.url, MIA) as mia, visitor(browser, weeks.workspace.url, ROSA) as rosa:
        mia.open(TEAM)
        rosa.open(TEAM)
        it_arrives(weeks, mia)
        both_claim(mia, rosa)
        it_is_worked_on(mia, rosa)
        it_stands_on_home(mia)
        the_reminder_is_done(weeks, mia)
        it_is_over(weeks, mia, rosa)


def alert_in(driver: PageDriver) -> Locator:
    """The alert in the team's channel."""
    return driver.messages.filter(has_text="Urgent ticket").last


def it_arrives(weeks: Weeks, mia: PageDriver) -> None:
    """The ticket is loaded on Tuesday; on Wednesday morning it is past its target."""
    weeks.live_until(TUESDAY)
    weeks.load("tickets", TICKET.format(closed_at=""))
    weeks.go_to(WEDNESDAY)
    alert = mia.message("Urgent ticket just past its target of 2 d")
    expect(alert).to_contain_text(ACCOUNT)
    expect(alert).to_contain_text("nobody has it yet")
    assert buttons(alert)[:2] == ["Claim", "Log follow-up"]


def both_claim(mia: PageDriver, rosa: PageDriver) -> None:
    """They press in the same moment: one has it, and the other alone is told who."""
    with in_the_same_moment(mia, rosa):
        for each in (mia, rosa):
            each.click_button("Claim", inside=alert_in(each))
    expect(alert_in(mia)).to_contain_text(re.compile("✋ (Mia Chen|Rosa Lind) has it"))
    first, second = (mia, rosa) if "Mia Chen has it" in alert_in(mia).inner_text() else (rosa, mia)
    expect(second.message("was first")).to_contain_text("Only visible to you")
    expect(first.messages.filter(has_text="was first")).to_have_count(0)


def it_is_worked_on(mia: PageDriver, rosa: PageDriver) -> None:
    """What is logged from the alert stands on it for everybody, and on the account's timeline."""
    mia.click_button("Log follow-up", inside=alert_in(mia))
    mia.fill("Note", "The fix is being tested.")
    mia.fill("Next step", "Ask whether it works again")
    mia.modal.get_by_label("By when").fill(FRIDAY.isoformat())
    mia.click_button("Save")
    expect(mia.modal).to_have_count(0)
    expect(mia.message("Undo")).to_contain_text("Only visible to you")
    expect(alert_in(rosa)).to_contain_text("next step Nov 27 · last follow-up Nov 25")
    past = mia.type_command(f"/health {ACCOUNT} history")
    expect(past).to_contain_text("The fix is being tested.")
    expect(past).to_contain_text("Followed up on the alert · mia.chen")


def it_stands_on_home(mia: PageDriver) -> None:
    """The next step is among what Mia has to do, and the call among what was logged last."""
    home = mia.open("home").page.locator("#home")
    mia.click_button("Follow-ups", inside=home)
    expect(home).to_contain_text("Ask whether it works again")
    expect(home).to_contain_text("The fix is being tested.")


def the_reminder_is_done(weeks: Weeks, mia: PageDriver) -> None:
    """On the day and hour it is due it comes to Mia alone, and is done with one click."""
    weeks.go_to(FRIDAY)
    dm = weeks.workspace.as_person(MIA).dm
    reminder = mia.open(dm).message("Ask whether it works again")
    mia.click_button("Done", inside=reminder)
    expect(mia.messages.filter(has_text="Ask whether it works again").last).to_contain_text("✅")


def it_is_over(weeks: Weeks, mia: PageDriver, rosa: PageDriver) -> None:
    """The ticket is closed: the line is struck the day after, and a week later all of it is over."""
    weeks.live_until(FRIDAY)
    weeks.load("tickets", TICKET.format(closed_at="2026-11-27T15:00:00Z"))
    weeks.go_to(SATURDAY)
    expect(alert_in(rosa)).to_contain_text("over since Nov 28")
    weeks.live_until(NEXT_SUNDAY)
    weeks.go_to(MONDAY_AFTER)
    expect(alert_in(rosa)).to_contain_text("Over by itself")
    assert buttons(alert_in(rosa)) == ["Open card"]
    mia.open(TEAM)
    expect(mia.type_command(f"/health {ACCOUNT} history")).to_contain_text("by itself")
