"""Does a model still stand? How long ago it learned, whether customers are still alike, and whether it came true."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from scipy.special import chdtri, gammaincinv

from cs_engine.churn.features import MISSING, Features, Floats, Rows
from cs_engine.churn.folds import Moments
from cs_engine.records.churn import Importance
from cs_engine.records.churn_accounts import Drift, Freshness, Grounds, Kept, Spread
from cs_engine.wording import Sentence, phrase, sentence

STALE_DAYS = 180
"""Two quarters of losses it has not seen: prices, products and competitors have changed by then."""
SPREAD_DAYS = 13
"""As-of days that spreads are taken from, the latest: a year, so that no season looks like drift."""
MOST_BINS = 10
MOVED = 0.25
"""Of the stability index: the border that credit scoring has long used for "learn again" (Siddiqi 2006)."""
BEYOND_CHANCE = 0.001
"""Few accounts are never spread as they were; so rarely one feature of a hundred is called moved by chance."""
MOVED_WEIGHT = 0.5
"""Of what the model goes by: with half of it elsewhere, it is asked what it has not learned. In sample companies where
nothing changes, holidays and the beginning of the data alone moved up to 0.45."""
TAILS = (0.005, 0.995)
"""Looked at every month: at 95 % a model that holds would be called off every second year."""

HOLDS = phrase("The model holds: it has learned up to {day}, and accounts are like those it learned from.")
STALE = phrase("The model is stale: it has learned from nothing after {day}, {days} days before the last data.")
UNLIKE = phrase("Accounts are no longer like those the model learned from: {share} of what it goes by has moved.")
OFF = phrase(
    "The model no longer comes true: of {accounts} forecasts, {expected} losses were expected, {observed} came."
)


def spreads(features: Features, days: Moments, selected: Sequence[Importance]) -> tuple[Spread, ...]:
    """Return how the features that a model goes by are spread on the latest as-of days.

    Days on which a feature is known of nobody do not count: growth is unknown in the first quarter of a past.

    Args:
        features: of the rows learned from.
        days: as-of day of each row.
        selected: how much each matters; of what matters nothing no spread is kept.
    """
    latest = np.flatnonzero(days >= np.unique(days)[-SPREAD_DAYS:][0])
    weights = {one.column: max(0.0, one.loss) for one in selected}
    total = sum(weights.values()) or 1.0
    found = []
    for name, column, is_number in _columns(features):
        rows = latest[np.isin(days[latest], days[latest][~np.isnan(column[latest])])]
        if weights.get(name, 0.0) > 0 and len(rows):
            edges = _edges(column[rows]) if is_number else ()
            bins = len(edges) + 1 if is_number else int(np.nanmax(column[rows])) + 1
            found.append(Spread(name, weights[name] / total, edges, tuple(_shares(column[rows], edges, bins))))
    return tuple(found)


def drift(grounds: Grounds, features: Features, last: date, kept: Kept | None = None) -> Drift:
    """Return whether a model still stands.

    Args:
        grounds: what it stands on.
        features: of the live accounts now.
        last: the last day with data.
        kept: forecasts whose outcome is due.
    """
    days = (last - grounds.until).days
    columns = {name: column for name, column, _ in _columns(features)}
    moved = {
        one.feature: index
        for one in grounds.spreads
        if one.feature in columns and (index := _index(one, columns[one.feature], grounds.accounts)) is not None
    }
    weight = sum(one.weight for one in grounds.spreads if one.feature in moved)
    freshness, said = _verdict(grounds, days, weight, kept)
    return Drift(freshness, said, days, tuple(sorted(moved.items(), key=lambda one: -one[1])), kept)


def kept_of(
    said: Iterable[tuple[str, date, float]], losses: Mapping[str, Sequence[date]], horizon: int, last: date
) -> Kept | None:
    """Return forecasts whose outcome is due, held against what came; ``None`` where none is.

    Who was contacted may have been saved by it: give those that were not, where that is known.

    Args:
        said: account, as-of day and probability of each forecast.
        losses: event dates by account.
        horizon: days.
        last: the last day with data.

    Formula:
        sum of the probabilities against the interval of a Poisson mean given the losses observed
    Source:
        Garwood (1936)
    """
    due = sorted((one for one in said if one[1] + timedelta(days=horizon) <= last), key=lambda one: one[1])
    expected, observed, accounts = 0.0, 0, 0
    free: dict[str, date] = {}
    for account, day, probability in due:
        if day < free.get(account, day):
            continue
        free[account] = end = day + timedelta(days=horizon)
        expected, accounts = expected + probability, accounts + 1
        observed += any(day < lost <= end for lost in losses.get(account, ()))
    if not accounts:
        return None
    low = float(gammaincinv(observed, TAILS[0])) if observed else 0.0
    return Kept(accounts, expected, observed, low, float(gammaincinv(observed + 1, TAILS[1])))


def _verdict(grounds: Grounds, days: int, weight: float, kept: Kept | None) -> tuple[Freshness, Sentence]:
    if days > STALE_DAYS:
        return Freshness.STALE, sentence(STALE, day=grounds.until, days=days)
    if kept is not None and kept.is_off:
        told = sentence(OFF, accounts=kept.accounts, expected=f"{kept.expected:.1f}", observed=kept.observed)
        return Freshness.DRIFTED, told
    if weight >= MOVED_WEIGHT:
        return Freshness.DRIFTED, sentence(UNLIKE, share=f"{weight:.0%}")
    return Freshness.FRESH, sentence(HOLDS, day=grounds.until)


def _columns(features: Features) -> list[tuple[str, Floats, bool]]:
    """Return name, values and whether it is a number, of every feature; an unknown word is missing."""
    numbers = [(name, features.numbers[:, place], True) for place, name in enumerate(features.number_names)]
    codes = features.codes.astype("float64")
    words = [
        (one.name, np.where(codes[:, place] == MISSING, np.nan, codes[:, place]), False)
        for place, one in enumerate(features.words)
    ]
    return [*numbers, *words]


def _edges(values: Floats) -> tuple[float, ...]:
    inner = np.nanquantile(values, np.arange(1, MOST_BINS) / MOST_BINS)
    return tuple(float(edge) for edge in np.unique(inner))


def _places(values: Floats, edges: Sequence[float], bins: int) -> Rows:
    """Return the bin of each value; the one after the last is for what is unknown."""
    places = np.searchsorted(edges, values, side="right") if len(edges) else np.nan_to_num(values)
    return np.where(np.isnan(values), bins, np.minimum(places, bins - 1)).astype(np.int64)


def _shares(values: Floats, edges: Sequence[float], bins: int) -> list[float]:
    """Return shares that are never nothing: half an account stands in every bin."""
    counts = np.bincount(_places(values, edges, bins), minlength=bins + 1) + 0.5
    return [float(share) for share in counts / counts.sum()]


def _index(one: Spread, values: Floats, accounts: int) -> float | None:
    """Return the stability index of a feature where it has moved.

    Formula:
        sum over bins (now - then) ln(now / then)
    Source:
        population stability index; without any change (1 / then + 1 / now) chi-square (Yurdakul 2018), so that with
        few accounts the border is where chance hardly comes
    """
    then = np.array(one.shares)
    bins = len(then) - 1
    now = np.array(_shares(values, one.edges, bins))
    index = float(((now - then) * np.log(now / then)).sum())
    chance = float(chdtri(bins, BEYOND_CHANCE)) * (1 / accounts + 1 / max(1, len(values)))
    return index if index > max(MOVED, chance) else None
