"""Which accounts were contacted after a day, before they were lost: the one meaning of contacted everywhere."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from cs_engine.churn.folds import Moments

CONTACT_DAYS = 60
"""Two months are time to turn an account around; what is said later has other grounds."""


def contacts_of(known: Iterable[tuple[str, date]]) -> pd.DataFrame:
    """Return contacts, one row per account and day, by day.

    A contact is a talk in which the customer took part, in the book or logged, or a play that somebody started.
    """
    found = pd.DataFrame(known, columns=["account_id", "contact"]).astype({"account_id": "str"})
    found["contact"] = pd.to_datetime(found["contact"]).astype("datetime64[s]")
    return found.dropna().drop_duplicates().sort_values("contact", ignore_index=True)


def contacted(contacts: pd.DataFrame, accounts: pd.Series, days: Moments, losses: Moments) -> np.ndarray:
    """Tell which rows a contact followed: after the day, at most 60 days later, and before the event of a loss.

    Args:
        contacts: as ``contacts_of`` returns them.
        accounts: of each row.
        days: of each row.
        losses: the first loss after each row's day; not a time where there was none.
    """
    asked = pd.DataFrame({"account_id": accounts.to_numpy(), "day": days.astype("datetime64[s]")})
    asked = asked.astype({"account_id": "str"}).reset_index().sort_values("day", kind="stable")
    found = pd.merge_asof(
        asked,
        contacts,
        left_on="day",
        right_on="contact",
        by="account_id",
        direction="forward",
        allow_exact_matches=False,
        tolerance=pd.Timedelta(days=CONTACT_DAYS),
    )
    first = found.set_index("index")["contact"].sort_index().to_numpy("datetime64[D]")
    ends = losses.astype("datetime64[D]")
    return np.asarray(~np.isnat(first) & (np.isnat(ends) | (first < ends)))
