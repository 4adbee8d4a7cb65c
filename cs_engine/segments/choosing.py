"""How many clusters there are, if any: by separation, repeatability, size and use together, never by eye."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # it comes without types

from cs_engine.records.segments import Candidate
from cs_engine.segments.clustering import Clustering, Labels, Matrix, centers, lots
from cs_engine.segments.reference import Shape, without_clusters
from cs_engine.segments.sorting_columns import percent
from cs_engine.wording import Sentence, phrase, sentence

MOST = 8
"""Nobody treats more groups of customers differently than fingers on two hands less two."""
THREADS = 1
"""Sums come out the same on every machine then, and on a busy one threads wait for each other longer than they work."""
USEFUL = 3
"""Two clusters mostly say *big* and *small*, which value tiers say better; a team can treat three apart."""
KEEP = 0.75
"""A finer split may cost a quarter of what separates beyond data without clusters; what costs more cuts groups in
pieces."""
STABLE = 0.75
"""Adjusted Rand index from which a clustering counts as repeatable (Hennig 2007)."""
SMALLEST = 0.05
"""A smaller group is a list of exceptions, not a way to work."""
FEWEST = 5
"""In every cluster; below, its profile is an anecdote."""
MARGIN = 0.05
"""Less separation beyond data without clusters cannot be seen in a picture."""
DEVIATIONS = 2.0
"""And it has to be beyond chance."""
DRAWS = 4
"""Of each kind of data without clusters, and of resamples: enough to tell 0.05 of separation from chance."""
RESAMPLED = 0.8
"""Share of customers in a resample."""
JUDGED = 2_000
"""Customers that separation and stability are measured on: their errors are below 0.01 then."""
SEED = 1
"""Any number: the same customers must give the same segments."""

CHOSEN = phrase("chosen: clear, repeatable and fine enough to act on")
ASKED = phrase("as asked for")
SOUND = phrase("sound, but another number separates better")
NO_BETTER = phrase("separates no better than data without groups")
UNSTABLE = phrase("comes out differently on other samples")
SMALL = phrase("its smallest group has {share} of customers")
CUTS = phrase("cuts groups in pieces")
COARSE = phrase("sound, but says little more than big and small")
FOUND = phrase("{k} groups: separation {silhouette} (without groups {null}), repeatability {stability}.")
NOTHING = phrase(
    "No groups are to be found: the best split, in {k}, separates customers by {silhouette}; data without any groups "
    "reach {null}. Segments would be made up; use value tiers or rules."
)
TOO_FEW = phrase("There are too few different customers for groups; use value tiers or rules.")
NOT_SOUND = phrase(
    "There is some structure, but no split that is both repeatable and made of large enough groups; use value tiers or "
    "rules."
)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What was chosen, from what; ``labels`` are by customer and None where there is nothing to be found."""

    labels: pd.Series | None
    candidates: tuple[Candidate, ...]
    structure: bool
    why: Sentence


def choose(matrix: pd.DataFrame, clustering: Clustering, asked: int | None = None) -> Choice:
    """Return the clusters of customers, or say that there are none.

    A number is *sound* when it separates beyond data without clusters, comes out again on resamples, and has no tiny
    cluster. Of the sound ones from ``USEFUL`` on that keep ``KEEP`` of the best separation, the one with the largest
    separation x stability is taken; two clusters only when nothing finer is sound. Separation is the silhouette minus
    that of data without clusters, because the silhouette alone prefers two.

    Args:
        matrix: index customer, sorted; standardized columns.
        clustering: which way.
        asked: take this number whatever its quality, which is told.
    """
    with threadpool_limits(THREADS):
        return _choose(matrix, clustering, asked)


def _choose(matrix: pd.DataFrame, clustering: Clustering, asked: int | None) -> Choice:
    counts = range(2, _most(matrix) + 1) if asked is None else (asked,)
    values = matrix.to_numpy()
    labels = clustering(values, counts, SEED)
    measured = _measured(matrix, labels, clustering) if labels else []
    if asked is not None:
        return _as_asked(measured[0], labels[asked], matrix)
    taken = _best(measured, len(matrix))
    candidates = tuple(_judged(each, taken, measured, len(matrix)) for each in measured)
    if taken is None:
        return Choice(None, candidates, structure=False, why=_refusal(measured))
    found = pd.Series(labels[taken.k], index=matrix.index)
    return Choice(found, candidates, structure=True, why=_found(taken))


def _most(matrix: pd.DataFrame) -> int:
    """Return how many clusters are tried: as many as there are different customers for."""
    return min(MOST, len(matrix) // FEWEST, len(matrix.drop_duplicates()) - 1)


def _measured(matrix: pd.DataFrame, labels: Mapping[int, Labels], clustering: Clustering) -> list[Candidate]:
    rows = _judged_rows(matrix.index)
    values = matrix.to_numpy()[rows]
    judged = {k: found[rows] for k, found in labels.items()}
    stability = _stability(matrix.index[rows], values, judged, clustering)
    own, null = _separations(values, judged), _without(values, clustering, labels)
    return [
        Candidate(
            k=k,
            silhouette=own[k],
            null=null[k][0],
            noise=null[k][1],
            stability=stability[k],
            smallest=float(np.bincount(labels[k]).min() / len(matrix)),
            within=_within(matrix.to_numpy(), labels[k]),
            chosen=False,
            verdict=sentence(NO_BETTER),
        )
        for k in labels
    ]


def _judged_rows(customers: pd.Index) -> NDArray[np.int64]:
    """Return the places of those who are measured: everybody, or those with the smallest lots."""
    order = np.argsort(lots(customers, SEED), kind="stable")[:JUDGED]
    return np.sort(order)


def _without(values: Matrix, clustering: Clustering, counts: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Return mean and deviation of the silhouette on the kind of data without clusters that reaches more."""
    kinds = []
    for shape in Shape:
        drawn = (without_clusters(values, shape, SEED + draw) for draw in range(DRAWS))
        kinds.append([_separations(each, clustering(each, counts, SEED)) for each in drawn])
    reached = {k: [[each[k] for each in kind] for kind in kinds] for k in counts}
    return {k: max((float(np.mean(each)), float(np.std(each))) for each in kinds) for k, kinds in reached.items()}


def _separations(values: Matrix, labels: Mapping[int, Labels]) -> dict[int, float]:
    return {k: _silhouette(values, found) for k, found in labels.items()}


def _silhouette(values: Matrix, labels: Labels) -> float:
    """Return the mean silhouette (Rousseeuw 1987), 0 where only one cluster is among the rows."""
    several = 1 < len(np.unique(labels)) < len(labels)
    return float(silhouette_score(values, labels)) if several else 0.0


def _within(values: Matrix, labels: Labels) -> float:
    """Return the squared distance to the centers of the clusters over that to the common center."""
    middles = centers(values, labels)[np.unique(labels, return_inverse=True)[1]]
    whole = float(((values - values.mean(axis=0)) ** 2).sum())
    return float(((values - middles) ** 2).sum()) / whole if whole else 0.0


def _stability(
    customers: pd.Index, values: Matrix, labels: Mapping[int, Labels], clustering: Clustering
) -> dict[int, float]:
    agreed: dict[int, list[float]] = {k: [] for k in labels}
    for draw in range(DRAWS):
        drawn = lots(customers, SEED + 1 + draw) < RESAMPLED
        again = clustering(values[drawn], labels, SEED) if drawn.sum() > max(labels) else {}
        for k, found in again.items():
            agreed[k].append(float(adjusted_rand_score(labels[k][drawn], found)))
    return {k: float(np.mean(each)) if each else 0.0 for k, each in agreed.items()}


def _beyond(one: Candidate) -> float:
    return one.silhouette - one.null


def _is_structured(one: Candidate) -> bool:
    return _beyond(one) > max(MARGIN, DEVIATIONS * one.noise)


def _is_sound(one: Candidate, customers: int) -> bool:
    return _is_structured(one) and one.stability >= STABLE and not _is_small(one, customers)


def _is_small(one: Candidate, customers: int) -> bool:
    return one.smallest < SMALLEST or round(one.smallest * customers) < FEWEST


def _best(measured: Sequence[Candidate], customers: int) -> Candidate | None:
    sound = [each for each in measured if _is_sound(each, customers)]
    clearest = max((_beyond(each) for each in sound), default=0.0)
    useful = [each for each in sound if each.k >= USEFUL and _beyond(each) >= KEEP * clearest]
    return max(useful or sound, key=lambda each: (_beyond(each) * each.stability, -each.k), default=None)


def _judged(one: Candidate, taken: Candidate | None, measured: Sequence[Candidate], customers: int) -> Candidate:
    if taken is not None and one.k == taken.k:
        return replace(one, chosen=True, verdict=sentence(CHOSEN))
    return replace(one, verdict=_verdict(one, measured, customers))


def _verdict(one: Candidate, measured: Sequence[Candidate], customers: int) -> Sentence:
    if not _is_structured(one):
        return sentence(NO_BETTER)
    if one.stability < STABLE:
        return sentence(UNSTABLE)
    if _is_small(one, customers):
        return sentence(SMALL, share=percent(one.smallest))
    if one.k < USEFUL:
        return sentence(COARSE)
    clearest = max(_beyond(each) for each in measured if _is_sound(each, customers))
    return sentence(CUTS if _beyond(one) < KEEP * clearest else SOUND)


def _as_asked(one: Candidate, labels: Labels, matrix: pd.DataFrame) -> Choice:
    found = pd.Series(labels, index=matrix.index)
    candidate = replace(one, chosen=True, verdict=sentence(ASKED if _is_structured(one) else NO_BETTER))
    return Choice(found, (candidate,), structure=_is_structured(one), why=_found(one))


def _found(one: Candidate) -> Sentence:
    return sentence(FOUND, k=one.k, silhouette=_two(one.silhouette), null=_two(one.null), stability=_two(one.stability))


def _refusal(measured: Sequence[Candidate]) -> Sentence:
    if any(_is_structured(each) for each in measured):
        return sentence(NOT_SOUND)
    if not measured:
        return sentence(TOO_FEW)
    best = max(measured, key=_beyond)
    return sentence(NOTHING, k=best.k, silhouette=_two(best.silhouette), null=_two(best.null))


def _two(value: float) -> str:
    return f"{value:.2f}"
