"""Whether acting on forecasts helps: those held out by chance beside those that were acted on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import hypot

from cs_engine.churn.measuring import share_interval
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_contacts import Arm, HoldOut, HoldOutTried

FEWEST_FORECASTS = 50
"""In each of the two: the interval of fewer spans everything that acting could do."""
FEWEST_LOSSES = 10
"""In both together."""


def held_out(
    out: HoldOut,
    said: Iterable[tuple[str, date, float]],
    losses: Mapping[str, Sequence[date]],
    horizon: int,
    last: date,
) -> HoldOutTried:
    """Return what became of forecasts made since a share was held out.

    Args:
        out: what is held out, and since when.
        said: account, as-of day and probability of each forecast of a model.
        losses: event dates by account.
        horizon: days.
        last: the last day of which it is known who was lost.

    Formula:
        difference = share lost of the others - share lost of those held out, with Newcombe's interval
    Source:
        Newcombe (1998), method 10
    """
    due = sorted((one for one in said if one[1] >= out.since), key=lambda one: one[1])
    found: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    free: dict[str, date] = {}
    for account, day, probability in due:
        end = day + timedelta(days=horizon)
        if end > last or day < free.get(account, day):
            continue
        free[account] = end
        lost = any(day < each <= end for each in losses.get(account, ()))
        found[out.holds(account)].append((probability, lost))
    held, others = _arm(found[True]), _arm(found[False])
    return HoldOutTried(out, held, others, _difference(held, others))


def _arm(found: Sequence[tuple[float, bool]]) -> Arm:
    count, losses = len(found), sum(lost for _, lost in found)
    if not count:
        return Arm(0, 0, None, None)
    happened = Estimate(losses / count, *share_interval(losses, count))
    return Arm(count, losses, sum(probability for probability, _ in found) / count, happened)


def _difference(held: Arm, others: Arm) -> Estimate | None:
    few = min(held.forecasts, others.forecasts) < FEWEST_FORECASTS or held.losses + others.losses < FEWEST_LOSSES
    if few or held.happened is None or others.happened is None:
        return None
    value = others.happened.value - held.happened.value
    low = hypot(*(_reach(others.happened, down=True), _reach(held.happened, down=False)))
    high = hypot(*(_reach(others.happened, down=False), _reach(held.happened, down=True)))
    return Estimate(value, value - low, value + high)


def _reach(one: Estimate, *, down: bool) -> float:
    """Return how far the interval of a share reaches to one side."""
    end = one.low if down else one.high
    return 0.0 if end is None else abs(one.value - end)
