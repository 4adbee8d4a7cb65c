"""A book in which customers are of three kinds."""

from datetime import timedelta

import numpy as np

from tests.builders import Row
from tests.unit.service.desk import SUNDAY, WEEK

ANA, LEO = "ana@ours.example", "leo@ours.example"
"""Owners by turns."""
KINDS = ((5_000.0, 300.0, 200.0, 30.0), (900.0, 40.0, 30.0, 300.0), (300.0, 10.0, 3.0, 6.0))
"""Monthly revenue, seats, users and events per user: large customers, busy ones, and those who are neither."""
EACH = 12
NAMES = [f"A{number:02}" for number in range(3 * EACH)]


def tables(*, shrunk: str | None = None, currency: str = "EUR", owner: str = LEO) -> dict[str, list[Row]]:
    """Return the book; one account may have shrunk to the last kind, the last one pays in a currency."""
    spread = np.exp(np.random.default_rng(5).normal(0, 0.1, (len(NAMES), 4)))
    kinds = [KINDS[2 if name == shrunk else number % 3] for number, name in enumerate(NAMES)]
    figures = dict(zip(NAMES, (np.array(kinds) * spread).tolist(), strict=True))
    money = dict.fromkeys(NAMES, "EUR") | {NAMES[-1]: currency}
    return {
        "accounts": [
            {
                "account_id": name,
                "name": f"Customer {name}",
                "status": "active",
                "valid_from": "2024-01-01",
                "signup_date": "2024-01-01",
                "owner": ANA if number % 2 else owner,
                "currency": money[name],
            }
            for number, name in enumerate(NAMES)
        ],
        "subscriptions": [
            {
                "subscription_id": f"S{name}",
                "account_id": name,
                "start_date": "2024-02-01",
                "renewal_date": "2027-02-01",
                "term_months": 12,
                "seats": round(seats),
                "seat_model": "named",
                "mrr": round(mrr, 2),
                "currency": money[name],
            }
            for name, (mrr, seats, _, _) in figures.items()
        ],
        "usage": [
            {
                "account_id": name,
                "feature": "*",
                "period_start": (SUNDAY - week * WEEK - timedelta(days=6)).isoformat(),
                "period_days": 7,
                "events": round(users * events),
                "active_users": round(users),
            }
            for name, (_, _, users, events) in figures.items()
            for week in range(12)
        ],
    }
