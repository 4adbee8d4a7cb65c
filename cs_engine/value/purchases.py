"""What customers who buy without a contract are still worth, with the interval of that expectation."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import roots_legendre

from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.lifetime_value import Assumptions
from cs_engine.value.amounts import Amounts
from cs_engine.value.bgnbd_future import expected_purchases, probability_alive
from cs_engine.value.choosing_purchases import PurchaseModel
from cs_engine.value.discounted import MONTHS
from cs_engine.value.histories import DAYS
from cs_engine.value.likelihood import Fit, Numbers

WEEKS_PER_MONTH = 365.25 / 12 / DAYS
NODES = 8
"""Discounting bends little over five years: eight points give the sum to five digits."""
STEP = 1e-3
"""Step of the derivative of a forecast by a parameter's logarithm."""
Forecast = Callable[[tuple[float, ...]], pd.Series]


@dataclass(frozen=True, slots=True, eq=False)
class ValuedPurchases:
    """One row per customer, most expected purchases first, and the sum of all values with its 95 % interval.

    ``customers``: ``purchases`` expected up to the cap, undiscounted; ``amount`` of each; ``value``, discounted money,
    with ``low`` and ``high``; ``alive``, the chance 0-1 to buy again at all (missing without BG/NBD). The chance to
    be alive does not order them: it is 1 for everybody who bought once. Values are missing where nothing tells who
    goes on buying, and so is their sum then.
    """

    customers: pd.DataFrame
    total: float
    low: float
    high: float


def value_purchases(model: PurchaseModel, histories: pd.DataFrame, assumptions: Assumptions) -> ValuedPurchases:
    """Return what customers are still worth.

    Args:
        model: learned from these customers or others.
        histories: ``purchase_histories`` in weeks.
        assumptions: discount, margin and cap.

    Missing:
        the value of a customer whose purchases or amounts to come nothing tells; the total where none is known.
    Formula:
        margin x amount x sum of expected purchases, each discounted to the as-of day
    Source:
        Fader, Hardie and Lee 2005, RFM and CLV; interval by the delta method on the parameters' logarithms, by the
        ends of the interval of the share that goes on where there is no BG/NBD.
    """
    horizon = assumptions.months * WEEKS_PER_MONTH
    force = float(np.log1p(assumptions.discount)) / (MONTHS * WEEKS_PER_MONTH)
    money = model.amounts.of(histories)
    if model.fit is None:
        found = _by_activity(model, histories, (horizon, force), money * assumptions.share)
    else:
        found = _by_bgnbd((model.fit, model.amounts), histories, (horizon, force), money * assumptions.share)
    customers = found.customers.assign(amount=money).sort_values("purchases", ascending=False, kind="stable")
    return replace(found, customers=customers)


def _by_activity(
    model: PurchaseModel, histories: pd.DataFrame, future: tuple[float, float], money: pd.Series
) -> ValuedPurchases:
    horizon, force = future
    repeat = model.activity.repeat
    value, low, high = (
        money * model.activity.expected_purchases(histories, horizon, force, share)
        for share in (model.activity.goes_on, repeat.low, repeat.high)
    )
    purchases = model.activity.expected_purchases(histories, horizon)
    table = {"purchases": purchases, "value": value, "low": low, "high": high, "alive": np.nan}
    sums = [float(each.sum(min_count=1)) for each in (value, low, high)]
    return ValuedPurchases(pd.DataFrame(table, index=histories.index), *sums)


def _by_bgnbd(
    fits: tuple[Fit, Amounts], histories: pd.DataFrame, future: tuple[float, float], money: pd.Series
) -> ValuedPurchases:
    horizon = future[0]
    parameters = fits[0].parameters
    purchases = expected_purchases(parameters, histories, horizon)
    value = money * _discounted(lambda time: expected_purchases(parameters, histories, time), purchases, future)
    slopes = _slopes(fits, histories, horizon)
    factor = np.exp(Z_95 * np.sqrt(_variance(slopes)))
    table = {
        "purchases": purchases,
        "value": value,
        "low": value / factor,
        "high": value * factor,
        "alive": probability_alive(parameters, histories),
    }
    total = float(value.sum())
    weight = (value / total if total > 0 else value * 0.0).fillna(0).to_numpy()
    common = [((weight @ slope)[None, :], cover) for slope, cover in slopes]
    reach = float(np.exp(Z_95 * np.sqrt(_variance(common)[0])))
    return ValuedPurchases(pd.DataFrame(table), total, total / reach, total * reach)


def _discounted(expected: Callable[[float], pd.Series], at_end: pd.Series, future: tuple[float, float]) -> pd.Series:
    """Discount purchases, by parts: e^-dh E(h) + d x integral of e^-du E(u) du."""
    horizon, force = future
    places, weights = roots_legendre(NODES)
    discounted: pd.Series = np.exp(-force * horizon) * at_end
    for place, weight in zip(places, weights, strict=True) if force else ():
        time = float(horizon * (place + 1) / 2)
        discounted = discounted + force * horizon / 2 * weight * np.exp(-force * time) * expected(time)
    return discounted


def _slopes(fits: tuple[Fit, Amounts], histories: pd.DataFrame, horizon: float) -> list[tuple[Numbers, Numbers]]:
    """Return, per fit, how each customer's log value moves with each log parameter, and their covariance."""
    buying, amounts = fits

    def bought(values: tuple[float, ...]) -> pd.Series:
        return expected_purchases(values, histories, horizon)

    found = [(_slope(buying.parameters, bought), buying.log_covariance)]
    spending = amounts.fit
    if spending is not None:

        def spent(values: tuple[float, ...]) -> pd.Series:
            return Amounts(replace(spending, parameters=values)).of(histories)

        found.append((_slope(spending.parameters, spent), spending.log_covariance))
    return found


def _slope(parameters: tuple[float, ...], forecast: Forecast) -> Numbers:
    """Return central differences of the log forecast: one row per customer, one column per parameter."""
    logs = np.log(np.array(parameters))
    columns = []
    for step in STEP * np.eye(len(logs)):
        above, below = (forecast(tuple(np.exp(logs + side * step))) for side in (1, -1))
        columns.append(np.log(above / below).to_numpy() / (2 * STEP))
    return np.asarray(np.nan_to_num(np.column_stack(columns)), dtype="float64")


def _variance(slopes: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Return the variance of a log value: fits of different data add up."""
    parts = [np.sum((slope @ cover) * slope, axis=1) for slope, cover in slopes]
    return np.asarray(sum(parts, np.zeros(1)), dtype="float64")
