"""Contract lines for the metrics' tests."""

from datetime import UTC, date, datetime

import pandas as pd


def line(account_id: str, mrr: float, start: str, end: str | None = None, **changes: object) -> dict[str, object]:
    """Return an ordinary contract line, a row of the book's subscriptions, with some fields changed."""
    row: dict[str, object] = {
        "subscription_id": f"{account_id} {start} {mrr}",
        "account_id": account_id,
        "product": None,
        "plan": "pro",
        "start_date": start,
        "end_date": end,
        "paused_from": None,
        "paused_until": None,
        "seats": None,
        "mrr": mrr,
        "currency": "EUR",
        "is_trial": None,
        "known_at": None,
    }
    return row | changes


def book(*lines: dict[str, object]) -> pd.DataFrame:
    """Return the lines as the frame that the book gives out."""
    frame = pd.DataFrame(lines)
    for column in ("start_date", "end_date", "paused_from", "paused_until", "known_at"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"seats": "float64", "mrr": "float64"})


def midnight(day: str) -> datetime:
    """Return the start of a day."""
    moment = date.fromisoformat(day)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
