"""What a plan for growth comes to: new users, customers kept, and what a program is worth.

An unknown part (NaN) is refused, as a plan needs all of them; an unknown lifetime value makes the worth unknown.
"""

from cs_engine.errors import BadInput


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


def _check_rates(**rates: float) -> None:
    for name, rate in rates.items():
        if not 0 <= rate <= 1:
            raise BadInput(f"{name.replace('_', ' ').capitalize()} is a share between 0 and 1, not {rate:g}.")


def _check_amounts(**amounts: float) -> None:
    for name, amount in amounts.items():
        if not amount >= 0:
            raise BadInput(f"{name.replace('_', ' ').capitalize()} cannot be negative, and is {amount:g}.")
