"""What is known of an account as numbers and words to learn from; nothing in it came after the instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from cs_engine.metrics.stake import MONTHLY, Contract, decision_date
from cs_engine.records.churn_accounts import HORIZON_DAYS
from cs_engine.records.risk import Decides

LAG_DAYS = 84
"""A quarter earlier: what grew or shrank since then is no passing week."""
PRIOR_WEIGHT = 3
"""The twelve weeks before the last four are three times as long."""
MOST_KINDS = 12
"""Kinds of contacts, and features of a product: rarer ones are habits of a few."""
YEAR_DAYS = 365

NUMBERS = (
    "tenure_days", "mrr", "seats", "term_months", "notice_days",
    "usage_age_days", "active_users", "events_per_user", "worst_product_trend",
    "tickets", "tickets_open", "tickets_open_urgent", "oldest_open_days", "oldest_urgent_days", "tickets_reopened",
    "first_response_hours", "nps_score", "csat_score", "csat_answers", "ces_score",
    "two_way_touches", "surveys_delivered",
    "milestones_due", "milestones_overdue", "milestone_late_days",
    "invoices_overdue", "overdue_days", "payment_habit_days",
)  # fmt: skip
"""Facts that are learned from as they are."""
WORDS = ("plan", "industry", "country", "seat_model")
RATIOS: Mapping[str, tuple[str, str]] = {
    "usage_trend": ("active_users", "active_users_prior"),
    "usage_year": ("active_users", "active_users_last_year"),
    "seat_use": ("active_users", "seats"),
    "seat_use_prior": ("active_users_prior", "seats"),
    "expected_use": ("active_users", "expected_active_users"),
    "active_days_share": ("active_days", "business_days"),
    "breadth": ("features_used", "features_known"),
    "mrr_per_seat": ("mrr", "seats"),
    "tickets_per_user": ("tickets", "active_users_prior"),
    "answered_share": ("surveys_answered", "surveys_delivered"),
    "overdue_share": ("overdue_amount", "mrr"),
}
SINCE: Mapping[str, str] = {
    "nps_days": "nps_at",
    "csat_days": "csat_at",
    "ces_days": "ces_at",
    "ticket_days": "last_ticket_at",
    "touch_days": "last_touch_at",
    "two_way_days": "last_two_way_at",
    "champion_seen_days": "champion_seen_at",
    "champion_since_days": "champion_since",
    "champion_left_days": "champion_left_on",
}
"""Days since something happened."""
GROWTH = ("active_users", "events", "seats", "mrr")
"""Compared with a quarter earlier as a ratio."""
MOVES = ("tickets", "nps_score", "csat_score")
"""Compared with a quarter earlier as a difference."""


@dataclass(frozen=True, eq=False)
class Known:
    """What was known at an instant.

    Attributes:
        as_of: aware.
        facts: the facts frame.
        touches: ``account_id, kind, last_at, recent``.
        used: ``account_id, kind, recent, prior``.
    """

    as_of: datetime
    facts: pd.DataFrame
    touches: pd.DataFrame
    used: pd.DataFrame

    @property
    def day(self) -> pd.Timestamp:
        """The calendar day of the instant."""
        return pd.Timestamp(self.as_of.date())


def account_features(now: Known, earlier: Known | None) -> pd.DataFrame:
    """Return one row per account of the facts frame, in its order; missing is unknown.

    Args:
        now: at the instant.
        earlier: a quarter before; without it nothing is known of changes.
    """
    facts = now.facts
    found = {name: _number(facts, name) for name in NUMBERS}
    found |= {name: _ratio(_number(facts, above), _number(facts, below)) for name, (above, below) in RATIOS.items()}
    found["usage_beside_peers"] = _ratio(found["usage_trend"], _number(facts, "peer_trend"))
    found |= {name: _days_since(facts[column], now.day) for name, column in SINCE.items()}
    found["seat_use_long"] = (found["seat_use"] + PRIOR_WEIGHT * found["seat_use_prior"]) / (1 + PRIOR_WEIGHT)
    found["renewal_days"] = (-_days_since(facts["renewal_date"], now.day)).where(found["term_months"] != MONTHLY, 0.0)
    found["decision_days"] = _decision_days(facts, now.day).where(found["term_months"] != MONTHLY)
    found["days_since_anniversary"] = found["tenure_days"] % YEAR_DAYS
    found |= _changes(facts, None if earlier is None else earlier.facts)
    words = {name: facts[name].astype("object") for name in WORDS}
    words["decides"] = _decides(found["term_months"], found["decision_days"])
    table = pd.DataFrame(found | words, index=facts.index)
    return pd.concat([table, _touched(now), _used(now, found["active_users"])], axis=1)


def _decides(term: pd.Series, days: pd.Series) -> pd.Series:
    """Return when the customer decides next, in words; missing where the contract does not tell."""
    found = pd.Series(None, index=term.index, dtype="object")
    found = found.mask(days > HORIZON_DAYS, Decides.LATER.value).mask(days <= HORIZON_DAYS, Decides.SOON.value)
    return found.mask(term == MONTHLY, Decides.ANY_DAY.value)


def _decision_days(facts: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Return the days until the customer decides; unknown where the contract does not tell."""
    renewal = facts["renewal_date"].dt.date
    terms = (facts[name].to_list() for name in ("term_months", "notice_days", "auto_renew"))
    decided = [
        decision_date(
            Contract(
                arr=None,
                currency=None,
                term_months=None if pd.isna(term) else int(term),
                renewal_date=None if pd.isna(date) else date,
                notice_days=None if pd.isna(notice) else int(notice),
                auto_renew=None if pd.isna(renews) else bool(renews),
            ),
            day.date(),
        )
        for date, term, notice, renews in zip(renewal, *terms, strict=True)
    ]
    days = [np.nan if one is None else float((one - day.date()).days) for one in decided]
    return pd.Series(days, index=facts.index, dtype="float64")


def _changes(facts: pd.DataFrame, earlier: pd.DataFrame | None) -> dict[str, pd.Series]:
    before = facts.iloc[:0] if earlier is None else earlier
    before = before.reindex(facts.index)
    grown = {f"{name}_growth": _ratio(_number(facts, name), _number(before, name)) for name in GROWTH}
    return grown | {f"{name}_change": _number(facts, name) - _number(before, name) for name in MOVES}


def _touched(now: Known) -> pd.DataFrame:
    kinds = now.touches[now.touches["account_id"].isin(now.facts.index)]
    last = _wide(kinds, "last_at", now)
    days = {f"touch {kind}: days since": _days_since(last[kind], now.day) for kind in last}
    recent = _wide(kinds, "recent", now).fillna(0.0)
    return pd.DataFrame(
        days | {f"touch {kind}: in 90 days": recent[kind].astype("float64") for kind in recent}, index=now.facts.index
    )


def _used(now: Known, users: pd.Series) -> pd.DataFrame:
    recent, prior = (_wide(now.used, name, now).astype("float64") for name in ("recent", "prior"))
    each = {f"feature {kind}: per user": _ratio(recent[kind], users) for kind in recent}
    trend = {f"feature {kind}: trend": _ratio(recent[kind], prior[kind]) for kind in recent}
    return pd.DataFrame(each | trend, index=now.facts.index)


def _wide(rows: pd.DataFrame, value: str, now: Known) -> pd.DataFrame:
    """Return one column per kind, the kinds of most accounts first and equal ones by name."""
    counts = rows["kind"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = rows[rows["kind"].isin(counts.index[:MOST_KINDS])]
    wide = kept.pivot(index="account_id", columns="kind", values=value)  # noqa: PD010 - one row per account and kind
    return wide.reindex(now.facts.index)


def _number(facts: pd.DataFrame, name: str) -> pd.Series:
    return facts[name].astype("float64")


def _ratio(above: pd.Series, below: pd.Series) -> pd.Series:
    return (above / below).replace([np.inf, -np.inf], np.nan)


def _days_since(moments: pd.Series, day: pd.Timestamp) -> pd.Series:
    return (day - pd.to_datetime(moments).dt.normalize()).dt.days.astype("float64")
