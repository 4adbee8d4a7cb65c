"""Who stayed and what stayed with them: retention of customers and of revenue over a window.

The cohort is always the customers at the window's start. Who came or came back later is not in it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pandas as pd


@dataclass(frozen=True, slots=True)
class RevenueRetention:
    """Revenue kept of a start cohort, as fractions of its revenue at the start; ``None`` for an empty cohort."""

    nrr: float | None
    grr: float | None
    customers: int
    start_cents: int


def retention_rate(start_cohort: Collection[str], remaining: Collection[str]) -> float | None:
    """Return the share of the start cohort that remains, or ``None`` for an empty cohort.

    Args:
        start_cohort: ids of the customers at the start.
        remaining: ids of customers who stayed to the end without leaving; others than the cohort's do not count.

    Formula:
        start-cohort customers who remain / start cohort
    Source:
        logo retention, field standard.
    """
    cohort = set(start_cohort)
    return len(cohort.intersection(remaining)) / len(cohort) if cohort else None


def churn_rate(start_cohort: Collection[str], remaining: Collection[str]) -> float | None:
    """Return the share of the start cohort that was lost, 0-1, or ``None`` for an empty cohort.

    Formula:
        1 - retention rate
    Source:
        logo churn, field standard.
    """
    kept = retention_rate(start_cohort, remaining)
    return None if kept is None else 1 - kept


def retention_sheet(moved: pd.DataFrame) -> pd.DataFrame:
    """Return the start cohort with what counts of each customer: a sheet that can be added up by hand.

    Args:
        moved: ``revenue.movements`` of the window.

    Returns:
        One row per customer with revenue at the start; integer cents at the start's exchange rates: ``start``,
        ``kept`` (revenue at the end; 0 for who left, also if they came back) and ``kept_at_most`` (``kept``, never
        above ``start``); ``left`` (a flag).
    """
    cohort = moved[moved["start"] > 0]
    left = ~cohort["stayed"]
    kept = (cohort["end"] - cohort["fx"]).where(~left, 0)
    return pd.DataFrame(
        {
            "start": cohort["start"],
            "kept": kept,
            "kept_at_most": kept.clip(upper=cohort["start"]),
            "left": left,
        }
    )


def revenue_retention(moved: pd.DataFrame) -> RevenueRetention:
    """Return net and gross revenue retention of a window.

    Args:
        moved: ``revenue.movements`` of the window.

    Formula:
        NRR = sum of end MRR / sum of start MRR; GRR = sum of min(end, start) / sum of start MRR,
        over the customers with MRR > 0 at the start, each netted over its products
    Source:
        field standard; constant currency, never annualised, GRR never above 1.
    """
    sheet = retention_sheet(moved)
    start = int(sheet["start"].sum())
    if not start:
        return RevenueRetention(None, None, 0, 0)
    nrr, grr = (float(sheet[column].sum() / start) for column in ("kept", "kept_at_most"))
    return RevenueRetention(nrr, grr, len(sheet), start)


def net_revenue_retention(moved: pd.DataFrame) -> float | None:
    """Return NRR of a window as a fraction, not negative, above 1 where customers grew; ``None`` for an empty cohort.

    Formula:
        sum of end MRR / sum of start MRR, over the customers with MRR > 0 at the start, at the start's exchange rates
    Source:
        field standard: (start - churned - contraction + expansion) / start.
    """
    return revenue_retention(moved).nrr


def gross_revenue_retention(moved: pd.DataFrame) -> float | None:
    """Return GRR of a window as a fraction 0-1; ``None`` for an empty cohort.

    Formula:
        sum of min(end MRR, start MRR) / sum of start MRR, over the same customers, each netted over its products
    Source:
        field standard: (start - churned - contraction) / start; one customer's growth never hides another's loss.
    """
    return revenue_retention(moved).grr


def revenue_retention_by(moved: pd.DataFrame, groups: pd.Series) -> dict[str, RevenueRetention]:
    """Return revenue retention per group, such as segment, CSM or plan.

    Args:
        moved: ``revenue.movements`` of the window.
        groups: index ``account_id``, the group as it was at the window's start; customers without one are left out.
    """
    group = groups.reindex(moved.index)
    return {str(name): revenue_retention(rows) for name, rows in moved.groupby(group)}


def trailing_year(as_of: datetime) -> tuple[datetime, datetime]:
    """Return the twelve months up to the last closed one as ``[start, end)``, in the zone of ``as_of``.

    A month is closed once the next has begun: at midnight on 1 March, February is the last closed month.
    """
    midnight = as_of.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight.replace(year=midnight.year - 1), midnight
