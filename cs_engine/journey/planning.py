"""A growth plan calculated: what a budget brings in users and value, and which input matters most."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cs_engine.errors import BadInput
from cs_engine.metrics.growth import (
    comprehensive_program_value,
    expected_new_users,
    expected_retained,
    program_value,
)

SWING = 0.2
"""A fifth up and down: about how far plans miss."""


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What a plan assumes.

    Attributes:
        budget: money.
        contact_cost: money per contact; a budget counted in contacts already costs 1 each.
        response_rate: 0-1, who answers.
        conversion_rate: 0-1, who becomes a customer after answering.
        target: customers aimed at; nothing more is counted. None: no such limit.
        lifetime_value: of one customer; None where nobody knows.
        retention_rate: 0-1; None where nobody knows.
        satisfied: customers who are satisfied now; None where nobody knows.
    """

    budget: float
    response_rate: float
    conversion_rate: float
    contact_cost: float = 1.0
    target: float | None = None
    lifetime_value: float | None = None
    retention_rate: float | None = None
    satisfied: float | None = None


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What a plan comes to; empty where an input is unknown.

    Attributes:
        contacts: what the budget buys.
        new_users: expected.
        cost_per_user: budget / new users.
        retained: satisfied customers expected to stay.
        value: of the program, in the currency of the lifetime value.
        net: value less the budget.
        comprehensive: the model that multiplies customers with customers; compares programs, is no money.
    """

    contacts: float
    new_users: float
    cost_per_user: float | None
    retained: float | None
    value: float | None
    net: float | None
    comprehensive: float | None


@dataclass(frozen=True, slots=True)
class Swing:
    """What a fifth less and a fifth more of one input does to users and value.

    A rate ends at 1, so ``high_input`` may be nearer than a fifth.
    """

    input: str
    low_input: float
    high_input: float
    low: PlanResult
    high: PlanResult

    @property
    def users(self) -> float:
        """How far apart the new users of both are."""
        return abs(self.high.new_users - self.low.new_users)

    @property
    def value(self) -> float | None:
        """How far apart the values of both are; empty where there is none."""
        if self.high.value is None or self.low.value is None:
            return None
        return abs(self.high.value - self.low.value)


RATES = ("response_rate", "conversion_rate", "retention_rate")
INPUTS = ("budget", "contact_cost", "target", *RATES, "lifetime_value", "satisfied")


def plan(inputs: PlanInputs) -> PlanResult:
    """Return what a plan comes to.

    Raises:
        BadInput: a rate is outside 0-1, an amount is negative, or a contact costs nothing.

    Formula:
        contacts = budget / cost per contact; new users = min(target, contacts x response x conversion);
        value = new users x lifetime value x retention
    Source:
        marketing funnel; expected value of the customers who stay.
    """
    if not inputs.budget >= 0:
        raise BadInput(f"The budget cannot be negative, and is {inputs.budget:g}.")
    if not inputs.contact_cost > 0:
        raise BadInput(f"The cost per contact must be above zero, and is {inputs.contact_cost:g}.")
    contacts = inputs.budget / inputs.contact_cost
    target = float("inf") if inputs.target is None else inputs.target
    users = expected_new_users(target, contacts, inputs.response_rate, inputs.conversion_rate)
    retention, lifetime = inputs.retention_rate, inputs.lifetime_value
    retained = _both(inputs.satisfied, retention, expected_retained)
    value = _both(lifetime, retention, lambda worth, rate: program_value(users, worth, rate))
    return PlanResult(
        contacts=contacts,
        new_users=users,
        cost_per_user=inputs.budget / users if users else None,
        retained=retained,
        value=value,
        net=None if value is None else value - inputs.budget,
        comprehensive=_both(lifetime, retained, lambda worth, kept: comprehensive_program_value(users, worth, kept)),
    )


def sensitivity(inputs: PlanInputs, swing: float = SWING) -> tuple[Swing, ...]:
    """Return what a fifth less and more of each known input does, what moves value (or users) most first.

    Raises:
        BadInput: as ``plan``.

    Formula:
        the plan with one input x (1 - swing) and x (1 + swing), all others unchanged
    Source:
        one-at-a-time sensitivity, drawn as a tornado.
    """
    found = [_swing(inputs, name, swing) for name in INPUTS if getattr(inputs, name) is not None]
    return tuple(sorted(found, key=lambda each: (-(each.value or 0.0), -each.users, each.input)))


def _swing(inputs: PlanInputs, name: str, swing: float) -> Swing:
    now = float(getattr(inputs, name))
    low, high = now * (1 - swing), now * (1 + swing)
    high = min(high, 1.0) if name in RATES else high
    return Swing(name, low, high, plan(_changed(inputs, name, low)), plan(_changed(inputs, name, high)))


def _changed(inputs: PlanInputs, name: str, value: float) -> PlanInputs:
    return replace(inputs, **{name: value})


def _both(one: float | None, other: float | None, of: Callable[[float, float], float]) -> float | None:
    return None if one is None or other is None else of(one, other)


def payback_months(cost: float | None, monthly_revenue: float | None, margin: float | None) -> float | None:
    """Return after how many months a customer has earned back what it cost; empty where a part is unknown or zero.

    Raises:
        BadInput: the margin is not a share.

    Formula:
        CAC / (monthly revenue of a new customer x margin)
    Source:
        field standard.
    """
    if margin is not None and not 0 <= margin <= 1:
        raise BadInput(f"The margin is a share between 0 and 1, not {margin:g}.")
    if cost is None or not monthly_revenue or not margin:
        return None
    return cost / (monthly_revenue * margin)
