"""Contract lines: what is open, what the largest line says, and which line ended last."""

import ibis
import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.book.facts_first import is_first

UNKNOWN_SIZE = -1.0
"""Lines of unknown revenue come after those of none."""
LARGEST = ("plan", "currency", "term_months", "renewal_date", "notice_days", "seat_model", "start_date", "terms_from")
LAST = ("end_date", "end_reason", "notice_date", "renewal_date", "start_date", "terms_from", "term_months")


def contract_facts(subscriptions: ir.Table) -> ir.Table:
    """Return one row per account with known contract lines.

    A line is open on the last day begun before the instant when it serves on that day. Revenue is the sum of the
    open lines in the currency of the largest; trials count none.

    Args:
        subscriptions: the as-of view of ``subscriptions``.

    Returns:
        ``first_start``; the open lines added up, by paid lines and trials; how many paid lines were ``given_notice``
        or are ``paused``; what the largest line says (a trial only where nothing is paid); and, prefixed ``last_``,
        the line that ended last.
    """
    lines = _ranked(_sized(_with_open(_with_terms(subscriptions))))
    return lines.group_by("account_id").agg(
        first_start=lines.start_date.min(),
        open_lines=lines.open.sum(),
        **_totals(lines),
        **_largest(lines),
        **_last(lines),
    )


def _with_terms(lines: ir.Table) -> ir.Table:
    """Tell from which day the terms of a line are counted, where no renewal is agreed.

    A line that follows on another of the same product and term within it, such as an upgrade, changes the contract and
    not its renewals: they stay where the first of these lines put them.
    """
    trial = lines.is_trial.fill_null(False)
    by_start = ["account_id", "product", "start_date", "subscription_id"]
    before = ibis.window(order_by=[lines[name].asc() for name in by_start])
    alike = (each.lag().over(before).identical_to(each) for each in (lines.account_id, lines["product"], trial))
    same_term = lines.term_months.lag().over(before) == lines.term_months
    follows = lines.end_date.lag().over(before) + ibis.interval(days=1) >= lines.start_date
    begins = ~ibis.and_(*alike, same_term.fill_null(False), follows.fill_null(False))
    lines = lines.mutate(begins=begins)
    counted = ibis.window(order_by=[lines[name].asc() for name in by_start], preceding=None, following=0)
    lines = lines.mutate(contract=ibis.ifelse(lines.begins, 1, 0).sum().over(counted))
    return lines.mutate(terms_from=lines.start_date.min().over(ibis.window(group_by="contract")))


def _with_open(lines: ir.Table) -> ir.Table:
    """A line serves through its last day; where a line of the same product begins on that day, the newer one does."""
    newest = lines.start_date.max().over(ibis.window(group_by=["account_id", "product"]))
    ends_now = ((lines.end_date >= asof.limit(days_ago=1)) & (newest < lines.end_date)).fill_null(False)
    return lines.mutate(open=lines.end_date.isnull() | ends_now)


def _sized(lines: ir.Table) -> ir.Table:
    trial = lines.is_trial.fill_null(False)
    revenue = ibis.cases((lines.open & trial, 0.0), (lines.open, lines.mrr))
    lines = lines.mutate(trial=trial, paid=lines.open & ~trial, revenue=revenue)
    paused = lines.paused_from.notnull() & (lines.paused_until.isnull() | (lines.paused_until >= asof.limit()))
    return lines.mutate(paused=lines.paid & paused, size=lines.mrr.fill_null(UNKNOWN_SIZE))


def _ranked(lines: ir.Table) -> ir.Table:
    """Mark the largest open line, the line that ended last and the first open line of each product."""
    by_size = [lines.open.desc(), lines.trial.asc(), lines["size"].desc(), lines.subscription_id.asc()]
    by_end = [lines.end_date.isnull().asc(), lines.end_date.desc(), lines["size"].desc(), lines.subscription_id.asc()]
    return lines.mutate(
        largest=lines.open & is_first(lines, ["account_id"], by_size),
        last=lines.end_date.notnull() & is_first(lines, ["account_id"], by_end),
        names_product=lines.open & is_first(lines, ["account_id", "product"], by_size),
        total=lines.revenue.sum().over(ibis.window(group_by=["account_id", "currency"])),
    )


def _totals(lines: ir.Table) -> dict[str, ir.Scalar]:
    trial = lines.open & lines.trial
    return {
        "paid_lines": lines.paid.sum(),
        "given_notice": (lines.paid & lines.notice_date.notnull()).sum(),
        "notice_date": lines.notice_date.max(where=lines.paid),
        "paused": lines.paused.sum(),
        "paused_from": lines.paused_from.min(where=lines.paused),
        "paused_until": lines.paused_until.max(where=lines.paused),
        "paid_seats": lines.seats.sum(where=lines.paid),
        "trial_seats": lines.seats.sum(where=trial),
        "paid_expected": lines.expected_active_users.sum(where=lines.paid),
        "trial_expected": lines.expected_active_users.sum(where=trial),
        "products": lines["product"].group_concat(",", where=lines.names_product, order_by=lines["product"].asc()),
    }


def _largest(lines: ir.Table) -> dict[str, ir.Scalar]:
    said = {name: lines[name].max(where=lines.largest) for name in LARGEST}
    return {
        **said,
        "auto_renew": lines.auto_renew.any(where=lines.largest),
        "mrr": lines.total.max(where=lines.largest),
    }


def _last(lines: ir.Table) -> dict[str, ir.Scalar]:
    return {f"last_{name}": lines[name].max(where=lines["last"]) for name in LAST}
