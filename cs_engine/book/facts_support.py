"""Support: what customers need and how long it takes us."""

import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.frames.facts import TICKET_DAYS

SECONDS_PER_DAY = 86_400


def support_facts(tickets: ir.Table) -> ir.Table:
    """Return one row per account with known tickets: the columns of ``SUPPORT_FACTS``.

    A ticket is open until it is closed, and again when it was reopened after that.

    Args:
        tickets: the as-of view of ``tickets``.
    """
    is_open = tickets.closed_at.isnull() | (tickets.reopened_at > tickets.closed_at).fill_null(False)
    is_urgent = is_open & (tickets.priority == "urgent")
    recent = tickets.opened_at >= asof.instant(days_ago=TICKET_DAYS)
    age = asof.instant().epoch_seconds() - tickets.opened_at.epoch_seconds()
    return tickets.group_by("account_id").agg(
        tickets=recent.sum(),
        tickets_open=is_open.sum(),
        tickets_open_urgent=is_urgent.sum(),
        oldest_open_days=age.max(where=is_open) / SECONDS_PER_DAY,
        oldest_urgent_days=age.max(where=is_urgent) / SECONDS_PER_DAY,
        tickets_reopened=(tickets.reopened_at >= asof.instant(days_ago=TICKET_DAYS)).sum(),
        first_response_hours=tickets.first_response_hours.median(where=recent),
        last_ticket_at=tickets.opened_at.max(),
    )
