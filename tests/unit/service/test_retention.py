"""The retention line: per currency, and only where it says something."""

from datetime import UTC, datetime
from pathlib import Path

from cs_engine.records.preferences import ChannelScope
from cs_engine.service.scoring.retention import FEWEST_CUSTOMERS, retention_in
from tests.unit.service.desk import Desk, account, contract

NOVEMBER = datetime(2026, 11, 16, 9, tzinfo=UTC)


def lines(count: int, currency: str, **changes: object) -> list[dict[str, object]]:
    """Return as many contracts of the same kind, each of a customer of its own."""
    names = [f"{currency}{number}" for number in range(count)]
    return [contract(name, currency=currency, **changes) for name in names]


def test_revenue_kept_is_told_per_currency_of_the_last_closed_month(desk: Desk) -> None:
    """Six of euros, one of which left; four of dollars are too few to be a share."""
    euros = [*lines(FEWEST_CUSTOMERS, "EUR"), contract("gone", currency="EUR", end_date="2026-03-31")]
    desk.put({"accounts": [account()], "subscriptions": [*euros, *lines(FEWEST_CUSTOMERS - 1, "USD")]})
    (kept,) = retention_in(desk.book_url)(ChannelScope.TEAM, None, NOVEMBER)
    assert (kept.currency, kept.ends.isoformat(), kept.customers, kept.lost) == ("EUR", "2026-11-01", 6, 1)
    assert (round(kept.nrr, 3), round(kept.grr, 3)) == (0.833, 0.833)


def test_segments_and_csms_get_none(desk: Desk) -> None:
    """Who belonged to them a year ago is not known."""
    desk.put({"accounts": [account()], "subscriptions": lines(FEWEST_CUSTOMERS, "EUR")})
    assert retention_in(desk.book_url)(ChannelScope.SEGMENT, "mid", NOVEMBER) == ()


def test_without_a_book_none_is_told(tmp_path: Path) -> None:
    """The digest comes all the same."""
    assert retention_in(f"duckdb://{tmp_path}/none.duckdb")(ChannelScope.TEAM, None, NOVEMBER) == ()
