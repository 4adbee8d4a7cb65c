"""Where new customers come from, what they cost, who comes next, and what a plan would bring: read from the book."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.known_rows import known_rows
from cs_engine.errors import BadInput
from cs_engine.journey.conversion import Basis, Chances, conversion_chances
from cs_engine.journey.life import served
from cs_engine.journey.planning import PlanInputs, payback_months, plan, sensitivity
from cs_engine.journey.rules import StageRules
from cs_engine.metrics.acquisition import (
    ATTRIBUTION,
    acquisition,
    in_one_currency,
    referral_tree,
    sales_cycle,
)
from cs_engine.metrics.conversion import conversion_of_period
from cs_engine.metrics.loyalty import trailing_year
from cs_engine.metrics.repurchase import referral_rate
from cs_engine.service.growth.answers import Assumed, Growth, Money, Outlook, PlanAnswer, Referrer, Share, Wanted
from cs_engine.service.growth.known import kept_share, monthly_revenue, reporting_currency, response_share
from cs_engine.service.journeys.telling import Life, newest_instant, read_life

TOP = 10
"""Names one looks at next; the list has them all."""


def growth_of(book_url: str, now: datetime, rules: StageRules, money: Money, wanted: Wanted | None = None) -> Growth:
    """Return what the book tells about growth, and a plan if one is wanted.

    Args:
        book_url: the book; it is only read.
        now: aware, in the workspace's zone.
        rules: of the stages; they say who is a customer where there are no contracts.
        money: rates and margin.
        wanted: the plan.

    Raises:
        NothingToShow: there is no book.
        BadInput: an amount or a share cannot be, or a currency has no rate.
    """
    with open_book(book_url) as book:
        as_of = newest_instant(book, now)
        life = read_life(book, as_of, rules)
        campaigns = known_rows(book, "campaigns", as_of)
    known = served(life.rows, rules.relationship.lapse_days, life.zone)
    told = _told(life, campaigns, known, money)
    return told if wanted is None else replace(told, plan=_planned(told, known, life, wanted))


def _told(life: Life, campaigns: pd.DataFrame, customers: pd.DataFrame, money: Money) -> Growth:
    start, end = trailing_year(life.as_of)
    prospects = life.rows.prospects
    currency = reporting_currency(campaigns, life.rows.lines, money.rates)
    newcomers = customers.groupby("account_id")["since"].min()
    won = None
    if len(campaigns):
        rates = money.rates.at(end.date()) if money.rates else {}
        costs = in_one_currency(campaigns, rates, currency or "")
        won = acquisition(costs, prospects, newcomers, start.date(), end.date(), sales_cycle(prospects))
    revenue, of = monthly_revenue(life.rows.lines, newcomers, (start, end), currency)
    tree = referral_tree(prospects)
    return Growth(
        as_of=life.as_of,
        start=start.date(),
        end=end.date(),
        acquisition=won,
        currency=currency,
        attribution=ATTRIBUTION,
        response=response_share(campaigns, prospects, start, end),
        conversion=conversion_of_period(prospects, start, end),
        monthly_revenue=revenue,
        revenue_customers=of,
        margin=money.margin,
        payback=payback_months(won.blended.value if won else None, revenue, money.margin),
        payback_paid=payback_months(won.paid.value if won else None, revenue, money.margin),
        outlook=_outlook(prospects, conversion_chances(prospects, campaigns, _utc(life.as_of))),
        referral_rate=referral_rate(list(newcomers.index), list(tree.index)),
        referrers=_referrers(tree, life.rows.accounts),
    )


def _outlook(prospects: pd.DataFrame, chances: Chances) -> Outlook:
    known = chances.chance.dropna()
    names = prospects.set_index("prospect_id")["name"]
    best = (
        known.sort_values(ascending=False, kind="stable").head(TOP) if chances.basis is Basis.MODEL else known.head(0)
    )
    return Outlook(
        basis=chances.basis,
        why=chances.why,
        base=chances.base,
        horizon_days=chances.horizon_days,
        skill=chances.skill,
        auc=chances.auc,
        open=len(known),
        past=int(chances.chance.isna().sum()) if chances.horizon_days is not None else 0,
        expected=float(known.sum()) if chances.horizon_days is not None else None,
        likeliest=tuple((str(key), _text(names[str(key)]), float(chance)) for key, chance in best.items()),
    )


def _referrers(tree: pd.DataFrame, accounts: pd.DataFrame) -> tuple[Referrer, ...]:
    names = accounts.set_index("account_id")["name"]
    return tuple(
        Referrer(str(key), _text(names.get(key)) or str(key), *(int(row[name]) for name in tree.columns))
        for key, row in tree.head(TOP).iterrows()
    )


def _planned(told: Growth, customers: pd.DataFrame, life: Life, wanted: Wanted) -> PlanAnswer:
    """Return the plan, with what the book tells where somebody assumes nothing.

    Raises:
        BadInput: an input is neither given nor told by the book, or cannot be.
    """
    kept = kept_share(customers, life.today)
    response = _assumed("response_rate", wanted.response_rate, told.response)
    converted = _assumed("conversion_rate", wanted.conversion_rate, told.conversion)
    if response is None or converted is None:
        missing = "response rate" if response is None else "conversion rate"
        raise BadInput(f"The book does not tell the {missing}; give one, such as 0.1.")
    retention = _assumed("retention_rate", wanted.retention_rate, kept)
    inputs = PlanInputs(
        budget=wanted.budget,
        response_rate=response.value,
        conversion_rate=converted.value,
        contact_cost=wanted.contact_cost,
        target=wanted.target,
        lifetime_value=wanted.lifetime_value,
        retention_rate=retention.value if retention else None,
        satisfied=wanted.satisfied,
    )
    names = ("budget", "contact_cost", "target", "lifetime_value", "satisfied")
    typed = [Assumed(name, value) for name in names if (value := getattr(wanted, name)) is not None]
    from_book = [each for each in (response, converted, retention) if each is not None]
    return PlanAnswer((*typed, *from_book), plan(inputs), sensitivity(inputs))


def _assumed(name: str, given: float | None, told: Share) -> Assumed | None:
    if given is not None:
        return Assumed(name, given)
    return None if told.value is None else Assumed(name, told.value, told)


def _utc(moment: datetime) -> pd.Timestamp:
    return pd.Timestamp(moment.astimezone(UTC).replace(tzinfo=None))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
