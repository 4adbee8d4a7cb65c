"""The hand-computed files of the value tests, and customers drawn from a known model."""

from pathlib import Path

import numpy as np
import pandas as pd

FILES = Path(__file__).parents[2] / "data" / "value"
DAYS = ("start_date", "end_date", "renewal_date", "notice_date")


def contracts() -> pd.DataFrame:
    """Return the contract lines as the frame that the book gives out."""
    frame = pd.read_csv(FILES / "contracts.csv", comment="#", parse_dates=list(DAYS))
    frame = frame.assign(product=None, plan=None, seats=np.nan, is_trial=None)
    frame["term_months"] = frame["term_months"].astype("Int64")
    for column in ("paused_from", "paused_until", "known_at"):
        frame[column] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")
    for column in DAYS:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def orders() -> pd.DataFrame:
    """Return the orders as ``customer``, ``date``, ``amount``."""
    frame = pd.read_csv(FILES / "orders.csv", comment="#", parse_dates=["when"])
    return frame.rename(columns={"who": "customer", "when": "date", "paid": "amount"})


def drawn(customers: int, seed: int, stop: tuple[float, float] | None = (0.8, 2.5), weeks: int = 52) -> pd.DataFrame:
    """Return histories of customers who buy at gamma(0.5, 6 weeks) rates and stop with beta chances, or never."""
    chance = np.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        age = float(chance.integers(7, weeks * 7 + 1)) / 7
        rate, leaves = chance.gamma(0.5, 1 / 6), chance.beta(*stop) if stop else 0.0
        time, times = chance.exponential(1 / rate), 0
        last = 0.0
        while time < age:
            times, last = times + 1, time
            if chance.random() < leaves:
                break
            time += chance.exponential(1 / rate)
        spend = chance.gamma(6, 1 / chance.gamma(4, 1 / 15)) if times else np.nan
        rows.append((times, last, age, spend, 20.0 + (spend * times if times else 0.0)))
    return pd.DataFrame(rows, columns=["frequency", "recency", "age", "spend", "total"])
