"""What customers answer when asked: ratings, CSAT, CES and NPS, each with how far it can be trusted.

Answers are pandas Series with one row per answer; missing answers (NaN) do not count. No answers, no value.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pandas as pd

Z_95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution: the field's usual interval."""
MIN_ANSWERS = 10
"""Fewer answers than ten give an NPS whose interval spans half the scale: no aggregate is shown."""
WINDOW_DAYS = 90
"""A quarter: an older answer is no longer what the customer thinks."""
POSITIVE_FROM: Mapping[float, float] = MappingProxyType({5: 4, 10: 7, 100: 80})
"""Lowest positive rating by the top of the scale: the usual top boxes."""
EASY_FROM = 5
"""On the 1-7 effort scale, 5 and above agree that it was easy."""
PROMOTER_FROM = 9
DETRACTOR_TO = 6
"""The borders of NPS as defined by its authors."""
ADDED_PROMOTERS, ADDED_PASSIVES, ADDED_DETRACTORS = 0.75, 1.5, 0.75
"""Three imagined answers, spread so that the interval of the adjusted Wald method holds for few answers too."""


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction 0-1 with its 95 % interval and the number of answers; all ``None`` without answers."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Effort:
    """Customer effort: the mean of 1-7 answers and the share that found it easy."""

    mean: float | None
    easy: Share


@dataclass(frozen=True, slots=True)
class NetPromoter:
    """An NPS, -100 to +100, with its 95 % interval.

    ``value`` is ``None`` below ten answers; the interval is there from the first answer on, to show why.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    promoters: int
    passives: int
    detractors: int


def mean_rating(ratings: pd.Series) -> float | None:
    """Return the mean rating on the scale of the answers, or ``None`` without answers.

    Formula:
        sum of ratings / number of ratings
    Source:
        field standard.
    """
    given = ratings.dropna()
    return float(given.mean()) if len(given) else None


def csat(ratings: pd.Series, scale_top: float = 5, positive_from: float | None = None) -> Share:
    """Return the share of positive answers.

    Args:
        ratings: one row per answer.
        scale_top: highest answer possible; 5, 10 and 100 have a usual border.
        positive_from: lowest positive answer; must be given for other scales.

    Raises:
        KeyError: the scale has no usual border and none was given.

    Formula:
        answers >= border / all answers
    Source:
        top-box CSAT, field standard; border 4 of 5, 7 of 10, 80 of 100.
    """
    border = POSITIVE_FROM[scale_top] if positive_from is None else positive_from
    given = ratings.dropna()
    return wilson(int((given >= border).sum()), len(given))


def ces(answers: pd.Series) -> Effort:
    """Return the customer effort score of 1-7 answers; ``mean`` is ``None`` without an answer.

    Formula:
        mean of the answers; answers >= 5 / all answers
    Source:
        field standard (CES 2.0).
    """
    given = answers.dropna()
    return Effort(mean_rating(given), wilson(int((given >= EASY_FROM).sum()), len(given)))


def nps(answers: pd.Series) -> NetPromoter:
    """Return the net promoter score of 0-10 answers, -100 to +100; ``value`` is ``None`` below ten answers.

    Formula:
        (promoters - detractors) / answers x 100; promoters answer 9-10, detractors 0-6.
        Interval: 3/4 promoter, 1 1/2 passives and 3/4 detractor are added, then
        p - d +- 1.96 sqrt((p + d - (p - d)^2) / n), cut at -100 and +100.
    Source:
        adjusted Wald interval for the NPS (Rocks 2016, The American Statistician), which holds for small n too.
    """
    given = answers.dropna()
    promoters, detractors = int((given >= PROMOTER_FROM).sum()), int((given <= DETRACTOR_TO).sum())
    n = len(given)
    low, high = _adjusted_wald(promoters, detractors, n)
    value = 100 * (promoters - detractors) / n if n >= MIN_ANSWERS else None
    return NetPromoter(value, low, high, n, promoters, n - promoters - detractors, detractors)


def promoter_margin(answers: pd.Series) -> float | None:
    """Return promoters minus everybody else, -100 to +100: an unusual variant that some call NPS. ``nps`` is.

    Formula:
        (promoters - answers that are no promoters) / answers x 100
    Source:
        kept under its own name because reports were made with it; a passive counts like a detractor.
    """
    given = answers.dropna()
    promoters = int((given >= PROMOTER_FROM).sum())
    return 100 * (2 * promoters - len(given)) / len(given) if len(given) else None


def latest_answers(responses: pd.DataFrame, as_of: datetime, survey: str, occasion: str | None = None) -> pd.DataFrame:
    """Return the latest answer of each person in the last 90 days: one row per person.

    Args:
        responses: rows of the book's ``responses`` with instants in UTC without zone.
        as_of: aware; answers count in ``[as_of - 90 days, as_of)``.
        survey: ``nps``, ``csat`` or ``ces``.
        occasion: ``relationship`` or ``transactional``, which are never mixed; ``None`` takes the rows that
            do not say. An answer without a contact is a person of its own.
    """
    occasions = responses["occasion"].isna() if occasion is None else responses["occasion"] == occasion
    wanted = (responses["survey"] == survey) & occasions & _within(responses["responded_at"], as_of)
    answers = responses[wanted & responses["score"].notna()].sort_values(["responded_at", "response_id"])
    person = answers["contact_id"].fillna("response " + answers["response_id"])
    return answers[~(answers["account_id"] + "\n" + person).duplicated(keep="last")]


def answer_rate(responses: pd.DataFrame, as_of: datetime, survey: str) -> Share:
    """Return the share of surveys delivered in the last 90 days that were answered before ``as_of``.

    Formula:
        answered / delivered
    Source:
        field standard; surveys that were not delivered cannot be answered and do not count.
    """
    delivered = responses[(responses["survey"] == survey) & _within(responses["delivered_at"], as_of)]
    answered = delivered["responded_at"] < _utc(as_of)
    return wilson(int(answered.sum()), len(delivered))


def wilson(successes: int, n: int) -> Share:
    """Return ``successes / n`` with its 95 % interval.

    Formula:
        (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
    Source:
        Wilson 1927; unlike p +- z s it stays inside 0-1 and is right for few answers.
    """
    if n == 0:
        return Share(None, None, None, 0)
    p, z2 = successes / n, Z_95**2
    middle = p + z2 / (2 * n)
    reach = Z_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return Share(p, max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale), n)


def _adjusted_wald(promoters: int, detractors: int, n: int) -> tuple[float | None, float | None]:
    if n == 0:
        return None, None
    size = n + ADDED_PROMOTERS + ADDED_PASSIVES + ADDED_DETRACTORS
    p, d = (promoters + ADDED_PROMOTERS) / size, (detractors + ADDED_DETRACTORS) / size
    reach = Z_95 * math.sqrt((p + d - (p - d) ** 2) / size)
    return 100 * max(-1.0, p - d - reach), 100 * min(1.0, p - d + reach)


def _within(instants: pd.Series, as_of: datetime) -> pd.Series:
    end = _utc(as_of)
    return (instants >= end - timedelta(days=WINDOW_DAYS)) & (instants < end)


def _utc(as_of: datetime) -> datetime:
    return as_of.astimezone(UTC).replace(tzinfo=None)
