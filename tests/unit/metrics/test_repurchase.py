"""Repurchase and referral."""

from datetime import UTC, datetime

import pandas as pd

from cs_engine.metrics.repurchase import referral_rate, repurchase_rate

START, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)


def orders(*rows: tuple[str, str]) -> pd.DataFrame:
    """Return purchases of accounts at instants."""
    return pd.DataFrame({"account_id": [who for who, _ in rows], "ordered_at": pd.to_datetime([at for _, at in rows])})


def test_300_of_1000_buyers_who_bought_again_are_30_percent() -> None:
    """Catalogue L3: with the Wilson interval of a share."""
    rows = [(str(buyer), "2026-07-05") for buyer in range(1_000)] + [(str(buyer), "2026-08-05") for buyer in range(300)]
    share = repurchase_rate(orders(*rows), START, END)
    assert (share.value, share.n) == (0.30, 1_000)


def test_only_purchases_of_the_period_count() -> None:
    """Its first instant is in it, its end is not; nobody bought is no rate."""
    edge = orders(("A", "2026-07-01"), ("A", "2026-10-01"), ("B", "2026-06-30"))
    assert (repurchase_rate(edge, START, END).value, repurchase_rate(edge, START, END).n) == (0.0, 1)
    assert repurchase_rate(edge[:0], START, END).value is None


def test_200_of_1000_customers_who_referred_are_20_percent() -> None:
    """Catalogue L4: a referrer who is no customer does not count."""
    customers = [str(number) for number in range(1_000)]
    assert referral_rate(customers, [*customers[:200], "a friend"]).value == 0.20
    assert referral_rate([], []).value is None
