"""Usage: who works with the product, how broadly, and against their own past."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.frames.activity import ALL_FEATURES
from cs_engine.frames.facts import PRIOR_DAYS, RECENT_DAYS, WEEK, YEAR_DAYS

LONGEST_PERIOD_DAYS = 7
OTHER_WEEKS = -1
"""Weeks that no window reads share one bucket: only their first and last day matter."""
WINDOWS: Mapping[str, tuple[int, int]] = {
    "active_users": (0, RECENT_DAYS),
    "active_users_prior": (RECENT_DAYS, RECENT_DAYS + PRIOR_DAYS),
    "active_users_last_year": (YEAR_DAYS, YEAR_DAYS + RECENT_DAYS),
}
"""The windows of weekly active users, in days before the instant: [from, until)."""


def usage_facts(usage: ir.Table) -> ir.Table:
    """Return one row per account with known usage.

    Weeks are aligned on the instant and go backwards, so none is partial; a row belongs to the week in which its
    period ends. A week's users are the highest count of the rows for the whole product, and where an account has
    no such rows the highest of any feature. Products are averaged apart and then added.

    Args:
        usage: the as-of view of ``usage``.

    Returns:
        The columns of ``USAGE_FACTS`` that need no other table, and ``used_days``: one bit per day of the last 28
        (bit 0 is the day before the instant), empty without daily rows.
    """
    products = _products(_weeks(usage))
    accounts = _accounts(products.left_join(_features_known(usage), "product").drop("product_right"))
    recent = _recent(usage)
    return accounts.left_join(recent, "account_id").drop("account_id_right")


def _weeks(usage: ir.Table) -> ir.Table:
    """One row per account, product and week that a window reads; the other weeks are one row."""
    read = ibis.or_(*((usage.age >= start) & (usage.age < end) for start, end in WINDOWS.values()))
    week = ibis.ifelse(read, usage.age // WEEK, OTHER_WEEKS)
    whole = usage.feature == ALL_FEATURES
    return usage.group_by("account_id", product=usage["product"].fill_null(""), week=week).agg(
        whole_users=usage.active_users.max(where=whole),
        any_users=usage.active_users.max(),
        whole_events=usage.events.sum(where=whole),
        any_events=usage.events.sum(),
        first_day=usage.period_start.min(),
        age=usage.age.min(),
    )


def _products(weeks: ir.Table) -> ir.Table:
    """One row per account and product. Where rows of the whole product count something, those of features do not."""
    recent = (weeks.week >= 0) & (weeks.week < RECENT_DAYS // WEEK)
    has_whole = weeks.whole_users.count() > 0
    users = {
        name: ibis.ifelse(has_whole, _mean_week(weeks, "whole_users", name), _mean_week(weeks, "any_users", name))
        for name in WINDOWS
    }
    return weeks.group_by("account_id", "product").agg(
        **users,
        events=ibis.coalesce(weeks.whole_events.sum(where=recent), weeks.any_events.sum(where=recent)),
        first_day=weeks.first_day.min(),
        age=weeks.age.min(),
    )


def _mean_week(weeks: ir.Table, users: str, window: str) -> ir.Value:
    start, end = WINDOWS[window]
    return weeks[users].mean(where=(weeks.week >= start // WEEK) & (weeks.week < end // WEEK))


def _features_known(usage: ir.Table) -> ir.Table:
    """One row per product: how many of its features anybody has used."""
    used = usage.filter(usage.feature != ALL_FEATURES, _used(usage))
    distinct = used.select("feature", product=used["product"].fill_null("")).distinct()
    return distinct.group_by("product").agg(features_known=distinct.count())


def _accounts(products: ir.Table) -> ir.Table:
    """One row per account."""
    trend = products.active_users / products.active_users_prior.nullif(0)
    products = products.mutate(trend=trend)
    products = products.mutate(lowest=products.trend.min().over(ibis.window(group_by="account_id")))
    return products.group_by("account_id").agg(
        **{name: products[name].sum() for name in (*WINDOWS, "events", "features_known")},
        usage_first_day=products.first_day.min(),
        usage_age_days=products.age.min(),
        worst_product=products["product"].min(where=products.trend == products.lowest).nullif(""),
        worst_product_trend=products.trend.min(),
    )


def _recent(usage: ir.Table) -> ir.Table:
    """One row per account with rows in the last 28 days: features used and, from daily rows, the days of use."""
    earliest = asof.today(days_ago=RECENT_DAYS + LONGEST_PERIOD_DAYS)
    rows = usage.filter(usage.period_start >= earliest, usage.age < RECENT_DAYS)
    rows = rows.mutate(used=_used(rows), daily=rows.period_days == 1)
    rows = rows.mutate(day=ibis.ifelse(rows.daily & rows.used, ibis.literal(1) << rows.age.cast("int32"), 0))
    by_feature = rows.group_by("account_id", "product", "feature").agg(
        used=rows.used.any(), daily=rows.daily.any(), days=rows.day.bit_or()
    )
    feature_used = by_feature.used & (by_feature.feature != ALL_FEATURES)
    return by_feature.group_by("account_id").agg(
        features_used=feature_used.sum(),
        used_days=by_feature.days.bit_or(where=by_feature.daily),
    )


def _used(rows: ir.Table) -> ir.BooleanValue:
    return (rows.events.fill_null(0) > 0) | (rows.active_users.fill_null(0) > 0)
