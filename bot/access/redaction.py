"""What is taken out of an answer before anybody words it, so that no template can tell what its reader may not know.

What is taken out is absent and named in `withheld`; a template that shows "unknown" in its place would be lying.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.access.policy import Right
from cs_engine.records.account import HealthReport
from cs_engine.records.home import Overview, RenewalPage
from cs_engine.records.portfolio import Portfolio
from cs_engine.records.sight import Withheld

_SHOWN_BY = {Right.SEE_MONEY: Withheld.MONEY, Right.SEE_COMMENTS: Withheld.COMMENTS}


def redacted(report: HealthReport, rights: Collection[Right]) -> HealthReport:
    """Return the report as somebody with these rights may see it."""
    withheld = _withheld(rights)
    shown = replace(report, withheld=report.withheld | withheld)
    if Withheld.MONEY in withheld:
        shown = _without_money(shown)
    if Withheld.COMMENTS in withheld:
        shown = replace(shown, opinions=tuple(replace(opinion, comment=None) for opinion in shown.opinions))
    return shown


def redacted_list(portfolio: Portfolio, rights: Collection[Right]) -> Portfolio:
    """Return the list as somebody with these rights may see it; its order stays."""
    withheld = _withheld(rights)
    shown = replace(portfolio, withheld=portfolio.withheld | withheld)
    if Withheld.MONEY not in withheld:
        return shown
    rows = tuple(replace(row, arr=None, currency=None, expected_revenue_at_risk=None) for row in shown.rows)
    return replace(shown, rows=rows, totals=tuple(replace(total, arr=()) for total in shown.totals))


def redacted_overview(overview: Overview, rights: Collection[Right]) -> Overview:
    """Return the figures of Home as somebody with these rights may see them."""
    withheld = _withheld(rights)
    shown = replace(overview, withheld=overview.withheld | withheld)
    if Withheld.MONEY not in withheld:
        return shown
    before = shown.before and replace(shown.before, arr_at_risk=())
    return replace(shown, now=replace(shown.now, arr_at_risk=()), before=before, unassigned_arr=())


def redacted_renewals(page: RenewalPage, rights: Collection[Right]) -> RenewalPage:
    """Return decisions as somebody with these rights may see them; their order stays."""
    withheld = _withheld(rights)
    rows = page.rows
    if Withheld.MONEY in withheld:
        rows = tuple(replace(row, arr=None, currency=None, recorded=None) for row in rows)
    return replace(page, rows=rows, withheld=page.withheld | withheld)


def _without_money(report: HealthReport) -> HealthReport:
    stake = replace(report.stake, arr=None, currency=None, expected_revenue_at_risk=None)
    child = report.worst_child and replace(report.worst_child, arr_share=None)
    return replace(report, stake=stake, worst_child=child)


def _withheld(rights: Collection[Right]) -> frozenset[Withheld]:
    return frozenset(withheld for right, withheld in _SHOWN_BY.items() if right not in rights)
