"""The first look at two public data sets, loaded with the mappings that are shipped, long after their data ended."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.workspace.server import Workspace
from tests.e2e.offices import ROSA, TEAM
from tests.e2e.page_driver import PageDriver, visitor
from tests.e2e.reading import BANDS, PHONE_LINES, drawn_lines, lines, points, stated_score

ENDS = {"ravenstack": "data ends Dec 31, 2024", "saas_sim": "data ends Jan 4"}
JOINER = "\u2060"
"""Keeps Slack from reading markup in a name; a person copies it along without seeing it."""


@pytest.fixture
def rosa(real: tuple[str, Workspace], browser: Browser) -> Iterator[PageDriver]:
    """Rosa on her phone, in the workspace of a data set."""
    with visitor(browser, real[1].url, ROSA, width=390) as driver:
        yield driver.open(TEAM)


@pytest.fixture
def ends(real: tuple[str, Workspace]) -> str:
    """What has to be said about the age of its data."""
    return ENDS[real[0]]


@pytest.fixture
def worst(rosa: PageDriver) -> str:
    """The name of the account that the list of those at risk begins with, as somebody would copy it."""
    row = rosa.type_command("/health at-risk all").locator(".block-section").first.inner_text()
    return row.split("\n")[0].split(" · ")[0].split(" ", 1)[1]


def answer(rosa: PageDriver, question: str, ending: str) -> Locator:
    """The answer to a question, which has to say that the data ended."""
    told = rosa.type_command(question)
    expect(told).to_contain_text(ending)
    return told


def test_the_card_of_an_account_says_that_the_data_ended(rosa: PageDriver, ends: str, worst: str) -> None:
    """Band, score, reason and money as for any account, within eight lines, and since when nothing is known."""
    card = answer(rosa, f"/health {worst}", ends)
    standing, reason, *rest = lines(card)
    assert worst.replace(JOINER, "") in standing
    assert any(band in standing for band in BANDS)
    assert re.match(r"(Why|Weakest): .+\d", reason)
    assert any("$" in line and "ARR" in line for line in rest)
    assert drawn_lines(card) <= PHONE_LINES


def test_the_receipt_of_an_account_adds_up(rosa: PageDriver, worst: str) -> None:
    """From whatever was loaded: the points printed are the score printed."""
    rosa.click_button("Why?", inside=rosa.type_command(f"/health {worst}"))
    expect(rosa.last_message()).to_contain_text("Back to the card")
    assert sum(points(rosa.last_message())) == stated_score(rosa.last_message())


def test_the_list_of_accounts_at_risk_says_that_the_data_ended(rosa: PageDriver, ends: str) -> None:
    """Ten accounts of several pages, each at risk or leaving, with its money."""
    told = answer(rosa, "/health at-risk all", ends)
    rows = told.locator(".block-section").all_inner_texts()
    assert len(rows) == 10
    assert all(re.search(r"At risk|Leaving", row) and "ARR" in row for row in rows)


def test_nobody_is_called_healthy_without_a_human_signal(rosa: PageDriver, real: tuple[str, Workspace]) -> None:
    """RavenStack knows no conversations and no current answers, so nobody there is green; saas_sim has both."""
    told = rosa.type_command("/health at-risk all").inner_text()
    assert ("Healthy" in told) == (real[0] == "saas_sim")
