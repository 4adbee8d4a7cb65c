"""How likely a loss is by one day after another, on the steps of the ladder that have no model."""

from itertools import pairwise

from cs_engine.churn.ladder import BandRisk, band_risk
from cs_engine.churn.survival_curve import ENDS, MONTH
from cs_engine.metrics.stake import NO_HISTORY, OUTCOME_DAYS, BaseRates
from cs_engine.records.bands import Band
from cs_engine.records.risk import CurvePoint

QUARTERS = (0, OUTCOME_DAYS, *(end for end in ENDS if end > OUTCOME_DAYS))


def band_curve(
    band: Band | None, term_months: int | None, days_to_decision: int | None, rates: BaseRates = NO_HISTORY
) -> tuple[CurvePoint, ...]:
    """Return how likely a loss is by one day after another if the band stays what it is; empty without a chance.

    Each quarter has the chance that goes with the band and with whether the customer decides in it. The interval is
    that of every quarter at its end: what is unsure is the same share in all of them. One that is assumed has none.

    Formula:
        1 - product over quarters of (1 - chance)^(days / 90)
    Source:
        survival of a hazard that is constant within each quarter
    """
    found: list[CurvePoint] = []
    kept, most, least = 1.0, 1.0, 1.0
    sure = True
    for start, end in pairwise(QUARTERS):
        risk = band_risk(band, term_months, _ahead(term_months, days_to_decision, start), rates)
        if risk is None:
            return ()
        low, high = _interval(risk)
        sure = sure and risk.low is not None
        for day in (one for one in ENDS if start < one <= end):
            share = (day - start) / OUTCOME_DAYS
            ends = (1 - most * (1 - low) ** share, 1 - least * (1 - high) ** share) if sure else (None, None)
            found.append(CurvePoint(day, 1 - kept * (1 - risk.probability) ** share, *ends))
        share = (end - start) / OUTCOME_DAYS
        kept, most, least = (
            before * (1 - chance) ** share for before, chance in ((kept, risk.probability), (most, low), (least, high))
        )
    return tuple(found)


def _interval(risk: BandRisk) -> tuple[float, float]:
    low, high = risk.low, risk.high
    return (risk.probability if low is None else low), (risk.probability if high is None else high)


def _ahead(term_months: int | None, days_to_decision: int | None, start: int) -> int | None:
    """Return the days from a later day to the decision that is next then; ``None`` is unknown."""
    if days_to_decision is None:
        return None
    ahead = float(days_to_decision)
    while ahead < start and term_months:
        ahead += term_months * MONTH
    return round(ahead - start) if ahead >= start else None
