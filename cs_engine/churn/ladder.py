"""From how many past losses on which step of the ladder stands, and what the two lowest steps say."""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import betaincinv

from cs_engine.metrics.stake import ASSUMED, MONTHLY, NO_HISTORY, OUTCOME_DAYS, PRIOR_EXPOSURES, BaseRates, Seen
from cs_engine.records.bands import Band
from cs_engine.records.risk import Step
from cs_engine.wording import Sentence, phrase, sentence

FEWEST_SMALL = 15
"""Past losses from which a small model is less wrong out of time than the bands: docs/churn_accounts.md has curves."""
FEWEST_FULL = 100
"""Past losses from which the best of all ways is less wrong than the small model; the same curves."""
TAILS = (0.025, 0.975)
"""Ends of a 95 % interval."""

NOBODY_LOST = phrase(
    "No past loss is known, so chances are assumed by band; from {small} losses on a small model of few measures is "
    "learned, from {full} on the best of all ways."
)
FEW_LOST = phrase(
    "Past losses that are known: {losses}. From {small} on a small model of few measures is learned, from {full} on "
    "the best of all ways; until then chances are what followed the bands."
)
SOME_LOST = phrase(
    "Past losses that are known: {losses}. They allow a small model of few measures; from {full} on the best of all "
    "ways is learned."
)


@dataclass(frozen=True, slots=True)
class BandRisk:
    """How likely a loss within 90 days is in a band.

    Attributes:
        probability: in [0, 1].
        low: of its 95 % interval; ``None`` where it is assumed.
        high: of its 95 % interval.
        step: assumed, or seen in the bands.
        n: losses seen in the band.
    """

    probability: float
    low: float | None
    high: float | None
    step: Step
    n: int


def step_for(losses: int) -> Step:
    """Return the highest step that so many past losses allow."""
    if losses >= FEWEST_FULL:
        return Step.FULL
    if losses >= FEWEST_SMALL:
        return Step.SMALL
    return Step.BANDS if losses else Step.ASSUMED


def why_no_higher(losses: int) -> Sentence | None:
    """Return why a higher step of the ladder cannot be reached with so many past losses; ``None`` on the highest."""
    said = {Step.ASSUMED: NOBODY_LOST, Step.BANDS: FEW_LOST, Step.SMALL: SOME_LOST}.get(step_for(losses))
    return None if said is None else sentence(said, losses=losses, small=FEWEST_SMALL, full=FEWEST_FULL)


def band_risk(
    band: Band | None, term_months: int | None, days_to_decision: int | None, rates: BaseRates = NO_HISTORY
) -> BandRisk | None:
    """Return what followed a band, ``None`` for Unknown and Leaving.

    Monthly contracts, longer ones that decide within 90 days, and longer ones that do not are three populations.
    Where nothing was seen yet it is the assumed table, without an interval: nobody knows how true that is.

    Formula:
        beta(losses + 50 x assumed, exposures - losses + 50 x (1 - assumed)): its mean, and its 2.5 and 97.5 %
    Source:
        posterior of a binomial share under a conjugate prior; its mean is the shrunken base rate of the money at stake.
    """
    assumed = None if band is None else ASSUMED.get(band)
    if band is None or assumed is None:
        return None
    seen = _population(term_months, days_to_decision, rates).get(band)
    if seen is None or seen.exposures == 0:
        return BandRisk(assumed, None, None, Step.ASSUMED, 0)
    lost = seen.losses + PRIOR_EXPOSURES * assumed
    kept = seen.exposures - seen.losses + PRIOR_EXPOSURES * (1 - assumed)
    low, high = (float(betaincinv(lost, kept, tail)) for tail in TAILS)
    return BandRisk(lost / (lost + kept), low, high, Step.BANDS, seen.losses)


def _population(term_months: int | None, days_to_decision: int | None, rates: BaseRates) -> Mapping[Band, Seen]:
    if term_months == MONTHLY:
        return rates.windows
    decides = days_to_decision is not None and days_to_decision <= OUTCOME_DAYS
    return rates.decisions if decides else rates.waiting
