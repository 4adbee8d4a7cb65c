"""Recurring revenue and its movements."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.revenue import MOVEMENTS, movements, mrr, quick_ratio, waterfall, waterfalls
from tests.unit.metrics.builders import book, line, midnight

JANUARY, FEBRUARY, JULY = midnight("2026-01-01"), midnight("2026-02-01"), midnight("2026-07-01")
RULES = book(
    line("A", 100, "2025-01-01", "2026-02-28"),
    line("A", 80, "2026-03-01", "2026-04-30"),
    line("A", 110, "2026-05-01"),
    line("B", 100, "2025-01-01", "2026-03-31"),
    line("C", 100, "2025-01-01", "2026-03-31"),
    line("C", 90, "2026-04-01"),
    line("D", 70, "2026-02-01"),
    line("E", 40, "2024-01-01", "2025-06-30"),
    line("E", 40, "2026-05-01"),
)
"""Five customers over half a year: up, lost, down, new and back."""


def told(moved: pd.DataFrame, account_id: str) -> dict[str, float]:
    """Return what a customer's row says, without zeros, in whole currency."""
    row = moved.loc[account_id, ["start", *MOVEMENTS, "end"]]
    return {str(name): cents / 100 for name, cents in row.items() if cents}


def test_300_plus_70_new_40_reactivated_10_expansion_minus_10_contraction_minus_100_churned_is_310() -> None:
    """The waterfall of five customers closes."""
    totals = waterfall(movements(RULES, JANUARY, JULY))
    assert totals.to_dict() == {
        "start": 30_000,
        "new": 7_000,
        "reactivated": 4_000,
        "expansion": 1_000,
        "price_increase": 0,
        "contraction": -1_000,
        "churned": -10_000,
        "paused": 0,
        "fx": 0,
        "restated": 0,
        "end": 31_000,
    }


def test_quick_ratio_of_10_new_and_20_expansion_over_5_churned_and_3_contraction_is_3_75() -> None:
    """Catalogue G5: growth per loss; without loss there is no ratio."""
    totals = pd.Series(
        {"new": 1_000, "reactivated": 0, "expansion": 2_000, "price_increase": 0, "churned": -500, "contraction": -300}
    )
    assert quick_ratio(totals) == 3.75
    assert quick_ratio(totals * 0) is None


def test_revenue_is_contracted_and_recurring_only() -> None:
    """Trials, free lines and lines of unknown price are no revenue; lines of one customer add up."""
    lines = book(
        line("A", 10.10, "2025-01-01"),
        line("A", 20.20, "2025-01-01", product="add-on"),
        line("A", 99, "2025-01-01", product="trial", is_trial=True),
        line("B", 0, "2025-01-01"),
        line("C", float("nan"), "2025-01-01"),
        line("D", 5, "2025-01-01", is_trial=False),
    )
    assert mrr(lines, JANUARY)["mrr"].to_dict() == {"A": 3_030, "D": 500}


def test_the_last_day_of_service_belongs_to_its_month_and_the_first_is_new_in_its_own() -> None:
    """Lost on the 31st is lost with the next month; started on the 1st was not there before."""
    lines = book(line("A", 10, "2025-01-01", "2025-12-31"), line("B", 10, "2026-01-01"))
    moved = movements(lines, JANUARY, FEBRUARY)
    assert told(moved, "A") == {"start": 10, "churned": -10}
    assert told(moved, "B") == {"new": 10, "end": 10}


def test_an_instant_within_a_day_counts_that_day() -> None:
    """From its first minute on, in the zone of the instant."""
    lines = book(line("A", 10, "2026-01-01"))
    beijing = timezone(timedelta(hours=8))
    assert mrr(lines, JANUARY).empty
    assert mrr(lines, datetime(2026, 1, 1, 0, 1, tzinfo=beijing))["mrr"].to_dict() == {"A": 1_000}


def test_a_line_handed_over_on_its_last_day_is_not_counted_twice() -> None:
    """The new line of the same product begins, the old one has ended; another product stays."""
    lines = book(
        line("A", 10, "2025-01-01", "2026-01-15"),
        line("A", 12, "2026-01-15"),
        line("A", 5, "2025-01-01", "2026-01-15", product="add-on"),
    )
    assert mrr(lines, midnight("2026-01-15"))["mrr"].to_dict() == {"A": 1_500}
    assert mrr(lines, midnight("2026-01-16"))["mrr"].to_dict() == {"A": 1_700}


@pytest.mark.parametrize(
    ("back", "row"),
    [
        ("2026-01-31", {"start": 10, "expansion": 2, "end": 12}),
        ("2026-02-01", {"start": 10, "churned": -10, "reactivated": 12, "end": 12}),
    ],
)
def test_a_gap_of_30_days_is_a_late_renewal_and_of_31_a_loss_and_a_return(back: str, row: dict[str, float]) -> None:
    """A month without contract is paperwork."""
    lines = book(line("A", 10, "2025-01-01", "2025-12-31"), line("A", 12, back))
    assert told(movements(lines, JANUARY, JULY), "A") == row


def test_during_a_late_renewal_revenue_runs_on() -> None:
    """Neither the month of the gap nor the next shows a loss or a newcomer."""
    lines = book(line("A", 10, "2025-01-01", "2026-01-20"), line("A", 10, "2026-02-10"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 10, "end": 10}
    assert told(movements(lines, FEBRUARY, JULY), "A") == {"start": 10, "end": 10}


def test_a_line_that_ends_while_another_goes_on_is_a_contraction() -> None:
    """A customer is netted over all products."""
    lines = book(line("A", 10, "2025-01-01"), line("A", 4, "2025-01-01", "2026-01-10", product="add-on"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 14, "contraction": -4, "end": 10}


def test_swapping_one_product_for_another_is_neither_loss_nor_gain() -> None:
    """Only the difference moves."""
    lines = book(line("A", 10, "2025-01-01", "2026-01-10", product="old"), line("A", 11, "2026-01-11", product="new"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 10, "expansion": 1, "end": 11}


def test_a_pause_is_its_own_movement_down_and_up() -> None:
    """The customer is neither lost nor new."""
    lines = book(line("A", 10, "2025-01-01", paused_from="2026-01-10", paused_until="2026-02-10"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 10, "paused": -10}
    assert told(movements(lines, FEBRUARY, JULY), "A") == {"paused": 10, "end": 10}
    assert told(movements(lines, JANUARY, JULY), "A") == {"start": 10, "end": 10}


def test_a_pause_becomes_churn_after_90_days() -> None:
    """On the 91st day, whether the customer returns later or not."""
    lines = book(line("A", 10, "2025-01-01", paused_from="2026-01-10", paused_until="2026-06-01"))
    day_90, day_91 = midnight("2026-04-10"), midnight("2026-04-11")
    assert told(movements(lines, JANUARY, day_90), "A") == {"start": 10, "paused": -10}
    assert told(movements(lines, day_90, day_91), "A") == {"churned": -10, "paused": 10}
    assert told(movements(lines, day_91, JULY), "A") == {"reactivated": 10, "end": 10}
    assert told(movements(lines, JANUARY, JULY), "A") == {"start": 10, "churned": -10, "reactivated": 10, "end": 10}


def test_a_pause_without_an_end_becomes_churn_for_good() -> None:
    """An open pause is not kept as revenue for ever."""
    lines = book(line("A", 10, "2025-01-01", paused_from="2025-12-01"))
    assert told(movements(lines, JANUARY, JULY), "A") == {"churned": -10, "paused": 10}


def test_a_higher_price_per_seat_is_told_apart_from_more_seats() -> None:
    """10 seats at 10 become 12 seats at 11: 20 from seats, 12 from the price."""
    lines = book(line("A", 100, "2025-01-01", "2026-01-10", seats=10), line("A", 132, "2026-01-11", seats=12))
    row = {"start": 100, "expansion": 20, "price_increase": 12, "end": 132}
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == row


def test_fewer_seats_at_a_higher_price_are_both_shown() -> None:
    """A price increase does not hide that the customer uses less."""
    lines = book(line("A", 100, "2025-01-01", "2026-01-10", seats=10), line("A", 88, "2026-01-11", seats=8))
    row = {"start": 100, "price_increase": 8, "contraction": -20, "end": 88}
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == row


@pytest.mark.parametrize("changes", [{"seats": None}, {"seats": 10, "plan": "enterprise"}])
def test_without_known_seats_or_with_another_plan_a_rise_is_expansion(changes: dict[str, object]) -> None:
    """What cannot be split is not guessed; another plan is another product, not a price."""
    lines = book(line("A", 100, "2025-01-01", "2026-01-10", seats=10), line("A", 110, "2026-01-11") | changes)
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 100, "expansion": 10, "end": 110}


def test_exchange_rates_are_their_own_movement() -> None:
    """A dollar customer who grows by 10 dollars grows by 9 euros; the rest is the rate."""
    lines = book(
        line("A", 100, "2025-01-01", "2026-01-10", currency="USD"),
        line("A", 110, "2026-01-11", currency="USD"),
        line("B", 50, "2025-01-01"),
    )
    moved = movements(lines, JANUARY, FEBRUARY, {"EUR": 1.0, "USD": 0.9}, {"EUR": 1.0, "USD": 0.8})
    assert told(moved, "A") == {"start": 90, "expansion": 9, "fx": -11, "end": 88}
    assert told(moved, "B") == {"start": 50, "end": 50}


def test_currencies_are_never_added_without_rates() -> None:
    """The sentence names what is missing."""
    lines = book(line("A", 100, "2025-01-01"), line("B", 50, "2025-01-01", currency="USD"))
    with pytest.raises(BadInput, match="none for EUR, USD"):
        mrr(lines, JANUARY)
    with pytest.raises(BadInput, match="none for USD"):
        mrr(lines, JANUARY, {"EUR": 1.0})


def test_who_joins_and_leaves_within_the_window_is_a_figure_of_its_own() -> None:
    """Neither new nor churned revenue; a customer who merely came back and left is not one of them."""
    lines = book(
        line("A", 10, "2026-02-01", "2026-03-31"),
        line("B", 10, "2024-01-01", "2024-12-31"),
        line("B", 10, "2026-02-01", "2026-03-31"),
    )
    moved = movements(lines, JANUARY, JULY)
    assert told(moved, "A") == {}
    assert moved["joined_and_left"].to_dict() == {"A": True}


def test_no_lines_are_no_customers() -> None:
    """An empty book has an empty waterfall, not an error."""
    empty = RULES.iloc[:0]
    assert movements(empty, JANUARY, JULY).empty
    assert waterfall(movements(empty, JANUARY, JULY))["end"] == 0


DOWNGRADED = book(
    line("A", 300, "2025-01-01", "2025-11-30"),
    line("A", 240, "2025-12-01", known_at="2026-03-15"),
)
"""In March we learn that since December it is less."""


def test_a_closed_month_stays_as_it_was_and_what_we_learn_is_restated() -> None:
    """January began with the 300 that were published; the first quarter posts the difference."""
    assert told(movements(DOWNGRADED, JANUARY, FEBRUARY), "A") == {"start": 300, "end": 300}
    assert told(movements(DOWNGRADED, JANUARY, JULY), "A") == {"start": 300, "restated": -60, "end": 240}
    assert told(movements(DOWNGRADED, midnight("2026-04-01"), JULY), "A") == {"start": 240, "end": 240}


def test_a_customer_entered_late_is_restated_and_neither_new_nor_retained() -> None:
    """What began before the window is not new in it."""
    lines = book(line("A", 70, "2025-06-01", known_at="2026-02-10"))
    moved = movements(lines, JANUARY, JULY)
    assert told(moved, "A") == {"restated": 70, "end": 70}


def test_a_loss_entered_late_leaves_the_cohort_in_the_window_in_which_it_is_learned() -> None:
    """A line of nothing takes over, backdated: published as kept, then restated to nothing and lost."""
    lines = book(line("A", 50, "2025-01-01", "2025-12-15"), line("A", 0, "2025-12-16", known_at="2026-02-01T10:00"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 50, "end": 50}
    moved = movements(lines, JANUARY, JULY)
    assert told(moved, "A") == {"start": 50, "restated": -50}
    assert not moved.loc["A", "stayed"]


def test_a_line_that_begins_after_the_close_is_not_backdated() -> None:
    """A late renewal shows in the month it closes, whenever it was written down."""
    lines = book(line("A", 10, "2025-01-01", "2025-12-20"), line("A", 10, "2026-01-10", known_at="2026-01-11"))
    assert told(movements(lines, JANUARY, FEBRUARY), "A") == {"start": 10, "end": 10}


def test_a_currency_needs_a_rate_only_while_it_is_held() -> None:
    """A dollar customer of next year does not ask for a rate of today."""
    lines = book(line("A", 10, "2025-01-01"), line("B", 10, "2026-03-01", currency="USD"))
    assert mrr(lines, JANUARY, {"EUR": 1.0})["mrr"].to_dict() == {"A": 1_000}


def test_many_windows_at_once_are_the_windows_one_by_one() -> None:
    """Months of the first half of the year, a backdated line among them."""
    lines = pd.concat([RULES, DOWNGRADED.assign(account_id="Z")], ignore_index=True)
    months = [midnight(f"2026-{month:02}-01") for month in range(1, 8)]
    at_once = waterfalls(lines, months)
    alone = [waterfall(movements(lines, *window)) for window in pairwise(months)]
    assert at_once.to_numpy().tolist() == [row.tolist() for row in alone]
    assert at_once["end"].iloc[-1] == 31_000 + 24_000
