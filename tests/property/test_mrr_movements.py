"""Whatever happens to contracts, the movements of revenue close to the cent."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.metrics.loyalty import retention_sheet
from cs_engine.metrics.revenue import COLUMNS, MOVEMENTS, movements, mrr, waterfall, waterfalls
from tests.unit.metrics.builders import book, line, midnight

START = midnight("2025-01-01")
DAYS = st.integers(0, 700)
RATES = st.fixed_dictionaries({"EUR": st.just(1.0), "USD": st.floats(0.5, 1.5), "CNY": st.floats(0.1, 0.2)})
CUSTOMERS = "ABCDEFGH"
UPWARD = ["new", "reactivated", "expansion", "price_increase"]
DOWNWARD = ["churned", "contraction"]
LARGE_BOOKS = settings(max_examples=25, deadline=None)
"""Each example is a book of up to thirty lines, so few of them try many histories; a first call may load pandas."""


class Window(NamedTuple):
    """Two instants, the first not after the second."""

    start: datetime
    end: datetime


def day(number: int) -> str:
    """Return the day that many days after the first."""
    return (START + timedelta(days=number)).date().isoformat()


@st.composite
def contract_lines(draw: st.DrawFn) -> dict[str, object]:
    """Draw one line of one of a few customers: any price, any length, perhaps paused, perhaps a trial."""
    first, length, paused, pause_length = draw(DAYS), draw(st.none() | st.integers(0, 400)), draw(DAYS), draw(DAYS)
    is_paused = draw(st.booleans())
    return line(
        draw(st.sampled_from(CUSTOMERS)),
        draw(st.integers(0, 1_000_000)) / 100,
        day(first),
        None if length is None else day(first + length),
        subscription_id=str(draw(st.uuids())),
        product=draw(st.sampled_from([None, "add-on"])),
        seats=draw(st.none() | st.integers(0, 50)),
        currency=draw(st.sampled_from(["EUR", "USD", "CNY"])),
        is_trial=draw(st.sampled_from([None, False, False, True])),
        known_at=draw(st.none() | DAYS.map(lambda later: day(first + later))),
        paused_from=day(first + paused) if is_paused else None,
        paused_until=draw(st.sampled_from([None, day(first + paused + pause_length)])) if is_paused else None,
    )


BOOKS = st.lists(contract_lines(), min_size=1, max_size=30).map(lambda lines: book(*lines))
WINDOWS = st.tuples(DAYS, DAYS).map(lambda days: Window(*(START + timedelta(days=number) for number in sorted(days))))


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, start_rates=RATES, end_rates=RATES)
def test_start_plus_movements_is_end_to_the_cent(
    lines: pd.DataFrame, window: Window, start_rates: dict[str, float], end_rates: dict[str, float]
) -> None:
    """For every customer, and both ends are what revenue at that instant says."""
    moved = movements(lines, window.start, window.end, start_rates, end_rates)
    assert (moved["start"] + moved[list(MOVEMENTS)].sum(axis=1)).tolist() == moved["end"].tolist()
    for column, instant, rates in (("start", window.start, start_rates), ("end", window.end, end_rates)):
        held = mrr(lines, instant, rates)["mrr"]
        assert held.reindex(moved.index, fill_value=0).tolist() == moved[column].tolist()
        assert set(held.index) <= set(moved.index)


@LARGE_BOOKS
@given(
    lines=BOOKS, days=st.lists(DAYS, min_size=3, max_size=6, unique=True), table=st.lists(RATES, min_size=6, max_size=6)
)
def test_what_one_window_ends_with_the_next_starts_with(
    lines: pd.DataFrame, days: list[int], table: list[dict[str, float]]
) -> None:
    """Whatever was backdated in between; and many windows at once say what each says alone."""
    instants = [START + timedelta(days=number) for number in sorted(days)]
    rates = table[: len(instants)]
    alone = [
        waterfall(movements(lines, *pair, *two)) for pair, two in zip(pairwise(instants), pairwise(rates), strict=True)
    ]
    at_once = waterfalls(lines, instants, rates)
    assert [row["end"] for row in alone[:-1]] == [row["start"] for row in alone[1:]]
    assert at_once.index.tolist() == instants[1:]
    assert at_once[list(COLUMNS)].to_numpy().tolist() == [row[list(COLUMNS)].tolist() for row in alone]


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, rates=RATES)
def test_nothing_is_restated_unless_something_was_backdated(
    lines: pd.DataFrame, window: Window, rates: dict[str, float]
) -> None:
    """A book whose lines were all known on their day restates nothing."""
    in_time = lines.assign(known_at=lines["start_date"])
    assert not movements(in_time, window.start, window.end, rates, rates)["restated"].any()


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, rates=RATES)
def test_an_idle_account_changes_nobody_else(lines: pd.DataFrame, window: Window, rates: dict[str, float]) -> None:
    """A free account beside the others has no row and moves none."""
    idle = pd.concat([lines, book(line("idle", 0, day(0)))], ignore_index=True)
    alone, beside = (movements(rows, window.start, window.end, rates, rates) for rows in (lines, idle))
    pd.testing.assert_frame_equal(alone, beside)


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, rates=RATES)
def test_movements_point_in_their_direction(lines: pd.DataFrame, window: Window, rates: dict[str, float]) -> None:
    """Gains are never negative, losses never positive, and steady rates move nothing."""
    moved = movements(lines, window.start, window.end, rates, rates)
    assert (moved[UPWARD] >= 0).all(axis=None)
    assert (moved[DOWNWARD] <= 0).all(axis=None)
    assert not moved["fx"].any()
    assert not (moved["new"].ne(0) & moved["reactivated"].ne(0)).any()


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, rates=RATES)
def test_what_is_kept_lies_between_nothing_and_what_can_be_shown(
    lines: pd.DataFrame, window: Window, rates: dict[str, float]
) -> None:
    """Gross retention is never above one nor above net; neither is negative."""
    sheet = retention_sheet(movements(lines, window.start, window.end, rates, rates))
    assert (sheet["kept_at_most"] >= 0).all()
    assert (sheet["kept_at_most"] <= sheet["kept"]).all()
    assert (sheet["kept_at_most"] <= sheet["start"]).all()


@LARGE_BOOKS
@given(lines=BOOKS, window=WINDOWS, rates=RATES)
def test_the_order_of_rows_changes_nothing(lines: pd.DataFrame, window: Window, rates: dict[str, float]) -> None:
    """A book read in another order has the same waterfall."""
    forwards, backwards = (
        movements(rows.reset_index(drop=True), window.start, window.end, rates, rates) for rows in (lines, lines[::-1])
    )
    pd.testing.assert_frame_equal(forwards, backwards)
