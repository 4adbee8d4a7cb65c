"""The value figures as the catalogue of metrics lists them."""

from cs_engine.metrics.catalogue import INFINITE, Direction, Metric, Unit

UP, DOWN = Direction.UP, Direction.DOWN
MONEY = (Unit.MONEY, UP)
ANY = (-INFINITE, INFINITE)
VALUE = (
    Metric("V1", "CUSTOMERVALUE", "Customer value", *MONEY, "value.simple.customer_value", (), *ANY),
    Metric("V2", "SIMPLECLV", "Simple lifetime value", *MONEY, "value.simple.simple_lifetime_value", (), *ANY),
    Metric("V3", "MARGINCLV", "Margin lifetime value", *MONEY, "value.simple.margin_lifetime_value", (), *ANY),
    Metric("V4", "ACTIVITYCLV", "Activity lifetime value", *MONEY, "value.simple.activity_lifetime_value", (), *ANY),
    Metric(
        "V5",
        "RETENTIONDIVIDED",
        "Lifetime value divided by retention",
        *MONEY,
        "value.simple.retention_divided_value",
        (),
        *ANY,
        unusual=True,
    ),
    Metric("V6", "CLV", "Discounted lifetime value", *MONEY, "value.discounted.discounted_lifetime_value", (), *ANY),
    Metric(
        "V6-contracts",
        "CONTRACTCLV",
        "Discounted lifetime value of contracts",
        *MONEY,
        "value.contracts.value_contracts",
        ("subscriptions",),
        *ANY,
    ),
    Metric(
        "V7", "PURCHASECLV", "Lifetime value of purchases", *MONEY, "value.purchases.value_purchases", ("orders",), *ANY
    ),
    Metric("V8", "CAC", "Customer acquisition cost", Unit.MONEY, DOWN, "value.simple.acquisition_cost", high=INFINITE),
    Metric(
        "V9", "LTVCAC", "Lifetime value to acquisition cost", Unit.RATIO, UP, "value.simple.value_to_cost", (), *ANY
    ),
    Metric(
        "V9-payback",
        "PAYBACK",
        "Payback of acquisition cost, months",
        Unit.COUNT,
        DOWN,
        "value.simple.payback_months",
        high=INFINITE,
    ),
    Metric(
        "V10",
        "R1",
        "Expected revenue at risk",
        Unit.MONEY,
        DOWN,
        "metrics.stake.expected_revenue_at_risk",
        ("subscriptions",),
        high=INFINITE,
    ),
)
"""V1 to V10, in the order of the catalogue."""
