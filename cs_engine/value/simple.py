"""Lifetime value by hand: the one-line formulas, for single numbers and for one row per account.

Shares and rates are 0-1. A missing figure (NaN) makes the result missing, and so does nothing to divide by: never 0.
"""

from typing import TypeVar

import numpy as np
import pandas as pd

from cs_engine.errors import BadInput

Amount = TypeVar("Amount", float, pd.Series)
"""A number, or one row per account; results have the index of what was given."""


def customer_value(direct: Amount, indirect: Amount, potential: Amount) -> Amount:
    """Return what a customer brings: money of one period, empty where a part is unknown.

    Formula:
        direct + indirect + potential income
    Source:
        customer-equity bookkeeping: purchases, referrals and influence, and what may still be sold.
    """
    return direct + indirect + potential


def simple_lifetime_value(value: Amount, retention: Amount) -> Amount:
    """Return a customer's value weighted with the chance to keep the customer: money, empty where either is unknown.

    Raises:
        BadInput: a retention rate is outside 0-1.

    Formula:
        customer value x retention rate
    Source:
        the shortest form in use; it counts one period.
    """
    _check_share("The retention rate", retention)
    return value * retention


def margin_lifetime_value(annual_revenue: Amount, years: Amount, margin: Amount) -> Amount:
    """Return the profit of a customer's whole lifetime, undiscounted: money, empty where a part is unknown.

    Args:
        annual_revenue: per year.
        years: how long the customer stays.
        margin: share of revenue that is profit.

    Raises:
        BadInput: a margin is above 1, or years are below 0.

    Formula:
        annual revenue x lifetime in years x profit margin
    Source:
        margin form of the field's textbooks.
    """
    _check_positive("A lifetime", years)
    if np.any(np.asarray(margin) > 1):
        raise BadInput("The margin is a share of at most 1.")
    return annual_revenue * years * margin


def activity_lifetime_value(amount: Amount, frequency: Amount, retention: Amount) -> Amount:
    """Return a period's purchases weighted with the chance to keep the customer: money, empty where a part is unknown.

    Args:
        amount: per purchase.
        frequency: purchases per period.
        retention: chance to stay.

    Raises:
        BadInput: a retention rate is outside 0-1, or a frequency is below 0.

    Formula:
        purchase amount x frequency x retention rate
    Source:
        activity form of the field's textbooks.
    """
    _check_share("The retention rate", retention)
    _check_positive("A frequency", frequency)
    return amount * frequency * retention


def retention_divided_value(
    revenue: Amount, retention: Amount, discount: float, years: Amount, marketing_cost: Amount | None = None
) -> Amount:
    """Return an unusual lifetime value that falls as retention rises; offered under this name, never as a default.

    Args:
        revenue: of the lifetime.
        retention: 0-1; at 0 there is no value.
        discount: per year, 0.1 for 10 %.
        years: lifetime over which all of it is discounted.
        marketing_cost: divides the result where given, which makes it a ratio; at 0 there is no value.

    Raises:
        BadInput: a retention rate is outside 0-1.

    Formula:
        revenue x 1/retention x 1/(1 + discount)^years [/ marketing cost]
    Source:
        a variant in circulation; kept because plans were made with it. ``discounted_lifetime_value`` is meant instead.
    """
    _check_share("The retention rate", retention)
    value: Amount = _ratio(revenue, retention) / (1 + discount) ** years
    return value if marketing_cost is None else _ratio(value, marketing_cost)


def acquisition_cost(cost: float, new_customers: int) -> float | None:
    """Return what one new customer cost (CAC): money; ``None`` without new customers.

    Args:
        cost: fully loaded cost of sales and marketing, without customer success, one median sales cycle earlier.
        new_customers: new logos of the period; neither reactivated nor expanded ones.

    Raises:
        BadInput: one of them is below 0.

    Formula:
        acquisition cost / new customers
    Source:
        field standard.
    """
    _check_positive("The cost", cost)
    _check_positive("The number of new customers", float(new_customers))
    return cost / new_customers if new_customers else None


def value_to_cost(lifetime_value: Amount, cost: Amount) -> Amount:
    """Return LTV:CAC: how many times a customer earns back what winning the customer cost; above 3 is usual.

    Empty where a part is unknown or winning the customer cost nothing.

    Formula:
        lifetime value / acquisition cost
    Source:
        field standard.
    """
    return _ratio(lifetime_value, cost)


def payback_months(cost: Amount, monthly_revenue: Amount, margin: Amount) -> Amount:
    """Return after how many months a customer has earned back what winning the customer cost; empty where a part is.

    Formula:
        acquisition cost / (monthly revenue x margin)
    Source:
        field standard; without a positive margin it is never earned back, so there is no value.
    """
    return _ratio(cost, monthly_revenue * margin)


def _ratio(above: Amount, below: Amount) -> Amount:
    """Divide; nothing (or less) to divide by is no value."""
    if isinstance(below, pd.Series):
        return above / below.where(below > 0)
    return above / below if below > 0 else float("nan")


def _check_share(name: str, shares: float | pd.Series) -> None:
    values = np.asarray(shares)
    if np.any((values < 0) | (values > 1)):
        raise BadInput(f"{name} is a share between 0 and 1.")


def _check_positive(name: str, numbers: float | pd.Series) -> None:
    if np.any(np.asarray(numbers) < 0):
        raise BadInput(f"{name} cannot be below 0.")
