"""Ratings in relation: against the survey they come from, and across the dimensions of an experience."""

from collections.abc import Mapping

import pandas as pd

from cs_engine.metrics.weighted import weighted_mean


def standardized_rating(ratings: pd.Series, groups: pd.Series) -> pd.Series:
    """Return each group's mean rating in standard deviations above the mean of the whole survey.

    Over the whole survey it is 0 by construction, so it only means something per group: an account or a segment.

    Args:
        ratings: all answers of one survey, one row per answer; missing answers do not count.
        groups: the group of each answer, same index; answers without a group count for the survey only.

    Returns:
        One row per group with answers; empty where all answers of the survey are equal.

    Formula:
        mean over the group of (rating - mean) / standard deviation, both of the survey's whole population
    Source:
        z-score; standard deviation of a population (divided by n).
    """
    given = ratings.dropna()
    deviation = float(given.std(ddof=0)) if len(given) else 0.0
    if deviation == 0:
        deviation = float("nan")
    return ((given - given.mean()) / deviation).groupby(groups.reindex(given.index)).mean()


def weighted_experience(dimensions: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Return the weighted experience score, on the scale of its dimensions; empty without any dimension.

    Args:
        dimensions: one row per account, one column per dimension, such as product, service and experience.
        weights: how much each dimension counts.

    Formula:
        sum of weight x dimension / sum of weight; a missing dimension drops out of both sums
    Source:
        weighted customer satisfaction index, field standard.
    """
    return weighted_mean(dimensions, weights)
