"""Payments and recorded losses."""

import ibis
import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.book.facts_first import is_first

HABIT_DAYS = 365
HABIT_INVOICES = 3
"""Two late payments may be chance; three are a habit."""


def payment_facts(invoices: ir.Table) -> ir.Table:
    """Return one row per account with known invoices: the columns of ``PAYMENT_FACTS``.

    Args:
        invoices: the as-of view of ``invoices``.
    """
    overdue = ~invoices.disputed.fill_null(False) & invoices.paid_date.isnull() & (invoices.due_date < asof.today())
    late = asof.today().delta(invoices.due_date, unit="day")
    waited = invoices.paid_date.delta(invoices.due_date, unit="day")
    waited = ibis.ifelse(waited < 0, 0, waited)
    recent = invoices.paid_date >= asof.today(days_ago=HABIT_DAYS)
    return invoices.group_by("account_id").agg(
        invoices_overdue=overdue.sum(),
        overdue_amount=invoices.amount.sum(where=overdue),
        overdue_days=late.max(where=overdue),
        payment_habit_days=ibis.ifelse(
            recent.sum() >= HABIT_INVOICES, waited.cast("float64").median(where=recent), ibis.null()
        ),
        last_invoice_on=invoices.due_date.max(),
    )


def loss_facts(churn_events: ir.Table) -> ir.Table:
    """Return one row per account with recorded losses: the latest loss, and the latest return.

    Args:
        churn_events: the as-of view of ``churn_events``.
    """
    back = churn_events.is_reactivation.fill_null(False)
    rows = churn_events.mutate(back=back)
    newest = is_first(rows, ["account_id", "back"], [rows.churn_date.desc(), rows.churn_event_id.desc()])
    latest = rows.mutate(newest=newest).filter(ibis._.newest)
    lost = ~latest.back
    return latest.group_by("account_id").agg(
        churned_on=latest.churn_date.max(where=lost),
        churn_reason=latest.reason.max(where=lost),
        unpaid=latest.involuntary.any(where=lost),
        returned_on=latest.churn_date.max(where=latest.back),
    )
