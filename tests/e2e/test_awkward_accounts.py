"""The twelve awkward accounts on a phone: each first screen says what it has to, and fits."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.workspace.server import Workspace
from tests.e2e.awkward import AWKWARD, Awkward
from tests.e2e.offices import MIA, TEAM
from tests.e2e.page_driver import PageDriver, visitor
from tests.e2e.pictures import PAGE, awkward_page
from tests.e2e.reading import PHONE_LINES, column, drawn_lines, first_screen, lines

EACH = pytest.mark.parametrize("awkward", AWKWARD, ids=[awkward.slug for awkward in AWKWARD])
BEHIND_MORE = pytest.mark.parametrize(
    "awkward", [one for one in AWKWARD if one.more or one.more_silent], ids=lambda awkward: awkward.slug
)
JUDGED_OTHERWISE = pytest.mark.parametrize(
    "awkward", [one for one in AWKWARD if one.not_judged], ids=lambda awkward: awkward.slug
)
FALLEN = 70
"""Percent: in the story insight is at about half of what it was, and the account as a whole at four fifths."""
Phone = Callable[[Awkward], PageDriver]


@pytest.fixture(scope="module")
def phone(browser: Browser, monday: Workspace, july: Workspace) -> Iterator[Phone]:
    """Return Mia's phone, on the morning on which an account is looked at."""
    with visitor(browser, monday.url, MIA, width=390) as now, visitor(browser, july.url, MIA, width=390) as then:
        now.open(TEAM)
        then.open(TEAM)
        yield lambda awkward: then if awkward.in_july else now


@EACH
def test_the_first_screen_of_an_awkward_account(phone: Phone, awkward: Awkward, tmp_path: Path) -> None:
    """It says what it must, keeps quiet about what would mislead, and is at most eight lines on a phone."""
    mia = phone(awkward)
    card = mia.type_command(f"/health {awkward.account}")
    card.screenshot(path=tmp_path / f"{awkward.slug}.png")
    words = first_screen(card).inner_text()
    assert [said for said in awkward.says if said not in words] == [], words
    assert [said for said in awkward.silent if said in words] == [], words
    assert drawn_lines(card) <= PHONE_LINES


@BEHIND_MORE
def test_what_stands_behind_more_of_an_awkward_account(phone: Phone, awkward: Awkward) -> None:
    """The rest of the card keeps to the same truth."""
    mia = phone(awkward)
    mia.click_button("More", inside=mia.type_command(f"/health {awkward.account}"))
    rest = mia.last_message()
    expect(rest.get_by_role("button", name="Less")).to_be_visible()
    words = rest.inner_text()
    assert [said for said in awkward.more if said not in words] == [], words
    assert [said for said in awkward.more_silent if said in words] == [], words


@JUDGED_OTHERWISE
def test_what_cannot_be_judged_of_an_awkward_account_costs_no_points(phone: Phone, awkward: Awkward) -> None:
    """The receipt does not count it."""
    receipt = phone(awkward).type_command(f"/health {awkward.account} why")
    assert set(column(receipt, "Factor")).isdisjoint(awkward.not_judged)


def test_the_number_beside_a_product_is_that_products(phone: Phone) -> None:
    """Of insight a third of the use is left while desk is fine: a figure between the two may not bear its name."""
    awkward = next(one for one in AWKWARD if one.title == "Two products")
    card = phone(awkward).type_command(f"/health {awkward.account}")
    reason = next(line for line in lines(card) if "insight" in line)
    assert min(int(share) for share in re.findall(r"(\d+)%", reason)) <= FALLEN, reason


def test_the_page_about_them_is_up_to_date() -> None:
    """docs/awkward.md says what these tests expect; `python -m tests.e2e.pictures` writes it."""
    assert PAGE.read_text(encoding="utf-8") == awkward_page()
