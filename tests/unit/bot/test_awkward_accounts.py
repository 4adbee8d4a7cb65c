"""The first screen of the twelve awkward accounts, word for word, and its eight lines on a phone."""

import math

import pytest

from bot.listeners import messages
from bot.rendering.renderer import Renderer
from cs_engine.records.account import HealthReport
from tests.unit.bot.awkward import AWKWARD, LONGEST

PHONE_LINE = 46
"""Characters that fit a line at 390 px: 322 px of text, about 6.9 px each."""
PHONE_LINES = 8

CONTRACT = "$48K ARR · annual · decides Dec 12 (T-20)"
FELL = "Why: Seats in use 85 → 50% in 28 d, −8.2 pts"
HEARD = "Replied Oct 3 · champion Ana Silva"

EXPECTED: dict[str, tuple[str, ...]] = {
    "trial": (
        "🔹 Trial · Test Drive · since Nov 2 · until Dec 2",
        "No score: a trial is not judged yet.",
        "Replied Oct 3 · no champion known",
    ),
    "paused": (
        "⏸️ Paused · Winter Sleep · since Oct 1 · back Jan 15, 2027",
        "No score while paused.",
        CONTRACT,
        HEARD,
    ),
    "notice": ("⚫ Leaving · Going Away · notice Nov 2 · last day Dec 31", FELL, "$48K ARR · annual", HEARD),
    "left": ("▪️ Left · Gone · since Sep 30", "No score: no longer a customer."),
    "unlimited seats": ("🔴 At risk · All You Can Eat · 41 · −9.2 since Oct 24", FELL, CONTRACT, HEARD),
    "school in July": (
        "🟢 Healthy · Lakeside School · 84",
        "Weakest: NPS answer 8/10, 30.0 of 40 pts",
        CONTRACT,
        HEARD,
    ),
    "parent": (
        "🟡 Watch · Holding · 81 · −9.2 since Oct 24",
        FELL,
        "Worst child 🔴 At risk · Acme GmbH · 45% of ARR",
        CONTRACT,
        HEARD,
    ),
    "two products": (
        "🔴 At risk · Both · 41 · −9.2 since Oct 24",
        "Why: Usage trend 85 → 50% (Mail 40%) in 28 d, −8.2 pts",
        CONTRACT,
        HEARD,
    ),
    "ten days old": (
        "🟡 Watch · Newcomer · 74 · onboarding, day 10",
        "Weakest: NPS answer 3/10, 4.2 of 40 pts",
        "$48K ARR · annual · decides Nov 2 (T-345)",
        HEARD,
        "Trust: 70% known",
    ),
    "always pays late": (
        "🟢 Healthy · Slow Payers Inc · 78",
        "Weakest: Overdue beyond habit 5 d, 9.0 of 9 pts",
        CONTRACT,
        HEARD,
    ),
    "no owner": (
        "🔴 At risk · Nobody's · 41 · −9.2 since Oct 24",
        FELL,
        "Unassigned: no CSM looks after it.",
        CONTRACT,
        HEARD,
    ),
    "CSM on leave": ("🔴 At risk · Covered · 41 · −9.2 since Oct 24", FELL, CONTRACT, HEARD),
}


@pytest.mark.parametrize("awkward", AWKWARD)
def test_the_first_screen_of_an_awkward_account(renderer: Renderer, awkward: str) -> None:
    """Each awkward account says what it is instead of pretending to be an ordinary one."""
    shown = messages.card(renderer, AWKWARD[awkward]).text
    assert tuple(shown.split("\n")) == EXPECTED[awkward]


@pytest.mark.parametrize("account", [*AWKWARD.values(), LONGEST], ids=[*AWKWARD, "longest"])
def test_the_first_screen_fits_a_phone(renderer: Renderer, account: HealthReport) -> None:
    """Eight lines of a phone, even for the longest card."""
    lines = messages.card(renderer, account).text.split("\n")
    assert sum(math.ceil(len(line) / PHONE_LINE) for line in lines) <= PHONE_LINES


def test_a_covered_csm_is_named_with_the_backup_behind_more(renderer: Renderer) -> None:
    """Somebody on leave has a backup, whom *More* names."""
    shown = messages.card(renderer, AWKWARD["CSM on leave"], messages.CardOptions(full=True)).text
    assert "CSM away@steward.test · backup lee@steward.test" in shown


def test_unlimited_seats_are_not_measured_against_a_number(renderer: Renderer) -> None:
    """Without seats there is no share of them."""
    shown = messages.card(renderer, AWKWARD["unlimited seats"], messages.CardOptions(full=True)).text
    assert "310 active users" in shown
    assert "seats used" not in shown
