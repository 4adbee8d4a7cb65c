"""What a plan for growth comes to: new users, customers kept, what a programme is worth, and who converts."""

from collections.abc import Collection
from datetime import UTC, datetime

import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.metrics.satisfaction import Share, wilson


def expected_new_users(target: float, contacts: float, response_rate: float, conversion_rate: float) -> float:
    """Return the new users to expect, never more than are aimed at.

    Args:
        target: users aimed at.
        contacts: contacts that the budget buys; not money.
        response_rate: 0-1, who answers.
        conversion_rate: 0-1, who becomes a user after answering.

    Raises:
        BadInput: a rate is outside 0-1, or a number is negative.

    Formula:
        min(target, contacts x response rate x conversion rate)
    Source:
        marketing funnel; the budget is counted in contacts bought.
    """
    _check_rates(response_rate=response_rate, conversion_rate=conversion_rate)
    _check_amounts(target=target, contacts=contacts)
    return min(target, contacts * response_rate * conversion_rate)


def expected_retained(satisfied: float, retention_rate: float) -> float:
    """Return how many of the satisfied customers are expected to stay; an expectation, so not rounded.

    Args:
        satisfied: satisfied customers.
        retention_rate: 0-1.

    Raises:
        BadInput: the rate is outside 0-1, or the number is negative.

    Formula:
        satisfied customers x retention rate
    Source:
        expected value of customers each staying with that chance.
    """
    _check_rates(retention_rate=retention_rate)
    _check_amounts(satisfied=satisfied)
    return satisfied * retention_rate


def program_value(new_users: float, lifetime_value: float, retention_rate: float) -> float:
    """Return what a growth programme is worth: money, in the currency of the lifetime value.

    Raises:
        BadInput: the rate is outside 0-1, or the number of users is negative.

    Formula:
        new users x lifetime value x retention rate
    Source:
        expected value of the users who stay.
    """
    _check_rates(retention_rate=retention_rate)
    _check_amounts(new_users=new_users)
    return new_users * lifetime_value * retention_rate


def comprehensive_program_value(new_users: float, lifetime_value: float, retained: float) -> float:
    """Return the "comprehensive model" of a growth programme, an unusual variant: its unit is money x customers.

    It multiplies two numbers of customers, so it compares programmes of the same kind at best and is no amount of
    money. ``program_value`` is.

    Formula:
        new users x lifetime value x retained customers
    Source:
        kept under its own name because plans were made with it.
    """
    return new_users * lifetime_value * retained


def conversion_rate(prospects: Collection[str], converted: Collection[str]) -> Share:
    """Return the share of prospects that became customers.

    Args:
        prospects: ids of all prospects.
        converted: ids of who became customers; others than the prospects do not count.

    Formula:
        converted / prospects
    Source:
        field standard.
    """
    everybody = set(prospects)
    return wilson(len(everybody.intersection(converted)), len(everybody))


def conversion_of_period(prospects: pd.DataFrame, start: datetime, end: datetime) -> Share:
    """Return the share of prospects first seen in ``[start, end)`` that had become customers by ``end``.

    The youngest had little time for it, so compare periods of one length.

    Args:
        prospects: rows of the book's ``prospects``, instants in UTC without zone.
        start: aware.
        end: aware.

    Formula:
        prospects of the period converted before its end / prospects of the period
    Source:
        conversion by start cohort, so that neither sum holds anybody the other lacks.
    """
    first, last = (pd.Timestamp(each.astimezone(UTC).replace(tzinfo=None)) for each in (start, end))
    seen = prospects[(prospects["created_at"] >= first) & (prospects["created_at"] < last)]
    return conversion_rate(seen["prospect_id"], seen.loc[seen["converted_at"] < last, "prospect_id"])


def _check_rates(**rates: float) -> None:
    for name, rate in rates.items():
        if not 0 <= rate <= 1:
            raise BadInput(f"{name.replace('_', ' ').capitalize()} is a share between 0 and 1, not {rate:g}.")


def _check_amounts(**amounts: float) -> None:
    for name, amount in amounts.items():
        if not amount >= 0:
            raise BadInput(f"{name.replace('_', ' ').capitalize()} cannot be negative, and is {amount:g}.")
