"""What is taken out of an answer before anybody words it, so that no template can tell what its reader may not know.

What is taken out is absent and named in `withheld`; a template that shows "unknown" in its place would be lying.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.access.policy import Right
from cs_engine.records.account import HealthReport
from cs_engine.records.home import Overview, RenewalPage
from cs_engine.records.lifetime_value import MONEY_INPUTS, LifetimeValue
from cs_engine.records.metrics_kept import KeptPage
from cs_engine.records.portfolio import Portfolio
from cs_engine.records.risk import AccountRisk
from cs_engine.records.risk_view import AccountChance, RiskLine, RisksView
from cs_engine.records.segment_view import SegmentLine, SegmentsView
from cs_engine.records.sight import Withheld
from cs_engine.records.targets import TargetsView
from cs_engine.records.value_view import AccountValue, CurrencyValue, ValuesView

AMOUNTS = frozenset({"mrr", "mrr_per_seat"})
"""Measures of a reason that are amounts."""
MONEY = frozenset({"mrr", "monetary"})
"""Columns of a segment's profile that hold amounts."""
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


def redacted_metrics(kept: KeptPage, rights: Collection[Right]) -> KeptPage:
    """Return a page of figures as somebody with these rights may see it; shares of money are no amounts."""
    withheld = _withheld(rights)
    shown = replace(kept, withheld=kept.withheld | withheld)
    if Withheld.MONEY not in withheld:
        return shown
    groups = tuple(
        replace(group, waterfalls=(), figures=tuple(each for each in group.figures if each.unit != "money"))
        for group in shown.page.groups
    )
    restated = tuple(each for each in shown.restated if each.unit != "money")
    return replace(shown, page=replace(shown.page, groups=groups), restated=restated)


def redacted_targets(view: TargetsView, rights: Collection[Right]) -> TargetsView:
    """Return where targets stand as somebody with these rights may see it: without money, none that is an amount."""
    withheld = _withheld(rights)
    lines = view.kept.lines
    if Withheld.MONEY in withheld:
        lines = tuple(each for each in lines if each.unit != "money")
    return replace(view, kept=replace(view.kept, lines=lines), withheld=view.withheld | withheld)


def redacted_segments(view: SegmentsView, rights: Collection[Right]) -> SegmentsView:
    """Return segments as somebody with these rights may see them."""
    withheld = _withheld(rights)
    lines = tuple(_without_amounts(line) for line in view.lines) if Withheld.MONEY in withheld else view.lines
    return replace(view, lines=lines, withheld=view.withheld | withheld)


def redacted_values(view: ValuesView, rights: Collection[Right]) -> ValuesView:
    """Return values of accounts as somebody with these rights may see them; without money, how they were made."""
    withheld = _withheld(rights)
    found = view.currencies
    if Withheld.MONEY in withheld:
        found = tuple(_without_sums(each) for each in found)
    return replace(view, currencies=found, withheld=view.withheld | withheld)


def redacted_value(account: AccountValue, rights: Collection[Right]) -> AccountValue:
    """Return the value of one account as somebody with these rights may see it."""
    withheld = _withheld(rights)
    lines = account.lines
    if Withheld.MONEY in withheld:
        lines = tuple(replace(line, value=_without_worth(line.value)) for line in lines)
    return replace(account, lines=lines, withheld=account.withheld | withheld)


def redacted_risks(view: RisksView, rights: Collection[Right]) -> RisksView:
    """Return chances of a loss as somebody with these rights may see them; their order stays."""
    withheld = _withheld(rights)
    lines, early = view.lines, view.early
    if Withheld.MONEY in withheld:
        lines, early = tuple(map(_without_stake, lines)), tuple(map(_without_stake, early))
    return replace(view, lines=lines, early=early, withheld=view.withheld | withheld)


def redacted_chance(chance: AccountChance, rights: Collection[Right]) -> AccountChance:
    """Return how likely one account is lost as somebody with these rights may see it."""
    if chance.risk is None or Withheld.MONEY not in _withheld(rights):
        return chance
    return replace(chance, risk=_without_amount_reasons(chance.risk))


def _without_stake(line: RiskLine) -> RiskLine:
    return replace(line, arr=None, currency=None, expected=None, risk=_without_amount_reasons(line.risk))


def _without_amount_reasons(risk: AccountRisk) -> AccountRisk:
    return replace(risk, reasons=tuple(each for each in risk.reasons if each.measure not in AMOUNTS))


def _without_sums(found: CurrencyValue) -> CurrencyValue:
    methods = tuple(replace(each, value=None) for each in found.methods)
    return replace(found, value=None, low=None, high=None, methods=methods, top=())


def _without_worth(value: LifetimeValue) -> LifetimeValue:
    inputs = tuple(each for each in value.inputs if each[0] not in MONEY_INPUTS)
    return replace(value, value=None, currency=None, low=None, high=None, inputs=inputs)


def _without_amounts(line: SegmentLine) -> SegmentLine:
    traits = tuple(each for each in line.segment.traits if each.column not in MONEY)
    return replace(line, segment=replace(line.segment, traits=traits), arr_share=None, arr=())


def _without_money(report: HealthReport) -> HealthReport:
    stake = replace(report.stake, arr=None, currency=None, expected_revenue_at_risk=None)
    worth = report.value and redacted_value(report.value, ())
    child = report.worst_child and replace(report.worst_child, arr_share=None)
    chance = report.chance and redacted_chance(report.chance, ())
    return replace(report, stake=stake, worst_child=child, value=worth, chance=chance)


def _withheld(rights: Collection[Right]) -> frozenset[Withheld]:
    return frozenset(withheld for right, withheld in _SHOWN_BY.items() if right not in rights)
