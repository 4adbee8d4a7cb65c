"""``steward growth``: where new customers come from, what they cost, who comes next, and what a plan would bring."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_json, say_table
from bot.cli.health_json import plain
from bot.config import load_settings
from cs_engine.errors import BadInput
from cs_engine.service.growth.answers import Assumed, Growth, Money, Outlook, PlanAnswer, Share, Wanted
from cs_engine.service.growth.telling import growth_of
from cs_engine.service.industries import ways_of
from cs_engine.service.metrics.reading import read_rates

RATES = ("rates.csv", "rates.toml")
"""Where exchange rates are looked for, beside the book."""


def growth(  # noqa: PLR0913 - one argument per option of the command line
    *,
    budget: Annotated[
        float | None, typer.Option(help="Calculate a plan: what can be spent.", show_default=False)
    ] = None,
    contact_cost: Annotated[
        float, typer.Option(help="Plan: cost of one contact; 1 if the budget counts contacts.")
    ] = 1.0,
    response: Annotated[
        float | None, typer.Option(help="Plan: share that answers.", show_default="from the book")
    ] = None,
    conversion: Annotated[
        float | None, typer.Option(help="Plan: share of these that becomes a customer.", show_default="from the book")
    ] = None,
    target: Annotated[float | None, typer.Option(help="Plan: customers aimed at.", show_default=False)] = None,
    lifetime_value: Annotated[
        float | None, typer.Option(help="Plan: lifetime value of one customer.", show_default=False)
    ] = None,
    retention: Annotated[
        float | None, typer.Option(help="Plan: share of customers that stays.", show_default="from the book")
    ] = None,
    satisfied: Annotated[float | None, typer.Option(help="Plan: satisfied customers now.", show_default=False)] = None,
    margin: Annotated[
        float | None, typer.Option(help="Share of revenue left after serving, for the payback.", show_default=False)
    ] = None,
    rates: Annotated[
        Path | None, typer.Option(help="Exchange rates, CSV or TOML.", show_default="rates.csv beside the book")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show what new customers of a year cost, referrals and open prospects; with --budget, calculate a plan."""
    settings = load_settings()
    wanted = None
    if budget is not None:
        wanted = Wanted(budget, contact_cost, response, conversion, target, lifetime_value, retention, satisfied)
    elif any(each is not None for each in (response, conversion, target, lifetime_value, retention, satisfied)):
        raise BadInput("A plan begins with its budget; add --budget, such as --budget 100000.")
    if rates is not None and not rates.exists():
        raise BadInput(f"There is no file {rates}; --rates takes a CSV or TOML file of exchange rates.")
    beside = (settings.steward_home / name for name in RATES)
    table = rates or next((file for file in beside if file.exists()), None)
    money = Money(read_rates(table) if table else None, margin)
    now = datetime.now(settings.timezone)
    rules = ways_of(settings.industry, settings.stages).rules
    found = growth_of(settings.book_url, now, rules, money, wanted)
    if as_json:
        say_json(plain(asdict(found)))
    else:
        _say(found)


def _say(found: Growth) -> None:
    last = found.end - timedelta(days=1)
    say(f"Growth from {found.start} to {last}, as known on {found.as_of:%Y-%m-%d %H:%M}.\n")
    _say_cost(found)
    _say_conversion(found)
    _say_outlook(found.outlook)
    _say_referrals(found)
    if found.plan is not None:
        _say_plan(found.plan)


def _say_cost(found: Growth) -> None:
    won = found.acquisition
    if won is None:
        say("No campaign is in the book, so nobody knows what a customer costs; load campaigns with `steward load`.")
        return
    lag = (
        f"{won.cycle.days:,.0f} days earlier (median sales cycle, n={won.cycle.n})"
        if won.cycle.days
        else "of the same days"
    )
    say(f"Cost of a new customer in {found.currency or 'the campaigns currency'}; cost {lag}; {found.attribution}.\n")
    rows = [
        (each.name, round(each.cost), each.customers, _amount(each.value), _range(each.low, each.high))
        for each in (won.blended, *won.channels)
    ]
    say_table(("channel", "cost", "new customers", "each", "95 % interval"), rows)
    if won.unattributed:
        note(f"\nNote: {won.unattributed} new customers came through no known campaign; they count as blended only.")
    _say_payback(found)


def _say_payback(found: Growth) -> None:
    if found.margin is None:
        say("\nPayback: no margin is set; give the share of revenue that is left, such as --margin 0.8.")
    elif found.payback is None:
        say("\nPayback: unknown; it needs new customers with monthly revenue and a cost.")
    else:
        paid = "" if found.payback_paid is None else f", {found.payback_paid:,.1f} of the paid channel"
        say(f"\nPayback: {found.payback:,.1f} months{paid} (mean revenue of {found.revenue_customers} new customers).")


def _say_conversion(found: Growth) -> None:
    say(f"\nConversion: {_share(found.conversion)} of the year's prospects.")
    say(f"Response: {_share(found.response)} of the contacts that campaigns reached.")


def _say_outlook(outlook: Outlook) -> None:
    if outlook.expected is None:
        say(f"\nOpen prospects: {outlook.why}")
        return
    known = "by a model" if outlook.basis == "model" else "by the base rate"
    say(f"\nOpen prospects: {outlook.open:,}, of which {outlook.expected:,.1f} are expected to convert, {known}.")
    say(f"  {outlook.why} Base rate {_share(outlook.base)} within {outlook.horizon_days:,.0f} days.")
    if outlook.past:
        say(f"  {outlook.past:,} more have been open for longer than that.")
    for key, name, chance in outlook.likeliest:
        say(f"  {chance:.0%}  {name or key} ({key})")


def _say_referrals(found: Growth) -> None:
    say(f"\nReferrals: {_share(found.referral_rate)} of customers sent somebody.")
    if found.referrers:
        rows = [
            (each.name, each.referred, each.converted, each.downstream, each.generations) for each in found.referrers
        ]
        say_table(("account", "sent", "converted", "customers downstream", "generations"), rows)


def _say_plan(answer: PlanAnswer) -> None:
    result = answer.result
    say("\nPlan\n")
    say_table(
        ("input", "value", "from"), [(_words(each.name), _plain(each.value), _origin(each)) for each in answer.inputs]
    )
    each = "" if result.cost_per_user is None else f", {result.cost_per_user:,.2f} each"
    say(f"\n{result.contacts:,.0f} contacts bring {result.new_users:,.1f} new customers{each}.")
    if result.value is None or result.net is None:
        say("Value: unknown; it needs --lifetime-value, and a retention.")
    else:
        say(f"Value: {result.value:,.0f} (new customers x lifetime value x retention); {result.net:,.0f} after cost.")
    if result.retained is not None:
        say(f"Satisfied customers who stay: {result.retained:,.1f}.")
    if result.comprehensive is not None:
        note(f"Comprehensive model (money x customers, for comparing only): {result.comprehensive:,.0f}.")
    say("\nWhat a fifth less and a fifth more of each input does, others unchanged:\n")
    rows = [
        (
            _words(swing.input),
            round(swing.low.new_users, 1),
            round(swing.high.new_users, 1),
            None if swing.low.value is None else round(swing.low.value),
            None if swing.high.value is None else round(swing.high.value),
        )
        for swing in answer.swings
    ]
    say_table(("input", "customers, less", "customers, more", "value, less", "value, more"), rows)


def _origin(each: Assumed) -> str:
    return "given" if each.share is None else f"the book, {_share(each.share)}"


def _share(share: Share) -> str:
    if share.value is None:
        return "no data"
    return f"{share.value:.1%} ({share.low:.1%}-{share.high:.1%}, n={share.n:,})"


def _range(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{low:,.0f}-{high:,.0f}"


def _amount(value: float | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def _plain(value: float) -> str:
    return f"{value:,.4g}" if value < 1 else f"{value:,.0f}"


def _words(name: str) -> str:
    return name.replace("_", " ")
