"""Who stays how long, as pictures need it: the cohort triangle, and survival by group."""

from collections.abc import Iterator
from datetime import date, datetime, time

import numpy as np
import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import subscription_lines
from cs_engine.errors import NothingToShow
from cs_engine.metrics.cohorts import cohort_triangle
from cs_engine.metrics.survival import lifetimes, median_days, survival_curve
from cs_engine.metrics.windows import months_after, trailing
from cs_engine.records.metrics import CohortView, CurvePoint, SurvivalView
from cs_engine.service.metrics.reading import grouped, moments

NO_CONTRACTS = "The book holds no contracts yet; load some with `steward load`."


def cohort_view(book_url: str, now: datetime, months: int = 24, end: date | None = None) -> CohortView:
    """Return the triangle of customers who started in closed months.

    Args:
        book_url: the book.
        now: aware, in the workspace's zone.
        months: how many closed months to look back.
        end: the day after the last one that counts, the first of a month; the last closed one unless given.

    Raises:
        NothingToShow: there is no book, or no contract in it.
    """
    end = end or now.date().replace(day=1)
    with open_book(book_url) as book:
        lines = subscription_lines(book, now)
    if lines.empty:
        raise NothingToShow(NO_CONTRACTS)
    triangle = cohort_triangle(lines, months_after(end, -months), end)
    rows = (tuple(_known(share) for share in row) for row in triangle.shares.to_numpy())
    return CohortView(tuple(triangle.sizes.index), tuple(int(size) for size in triangle.sizes), tuple(rows))


def survival_views(
    book_url: str, now: datetime, by: str | None = None, end: date | None = None
) -> tuple[SurvivalView, ...]:
    """Return the survival curve of everybody up to a day, and of each group.

    Args:
        book_url: the book.
        now: aware, in the workspace's zone.
        by: segment, csm, plan, industry or country, as at the start of the last twelve closed months.
        end: the day after the last one that counts; the end of the last closed month unless given.

    Raises:
        NothingToShow: there is no book, or no contract in it.
    """
    period = trailing(now.date())
    with open_book(book_url) as book:
        lines = subscription_lines(book, now)
        groups = None if by is None else grouped(book, lines, by, moments(period, now)).of
    lasted = lifetimes(lines, datetime.combine(end or period.end, time(), now.tzinfo))
    if lasted.empty:
        raise NothingToShow(NO_CONTRACTS)
    return (_view(None, lasted), *_by_group(lasted, groups))


def _by_group(lasted: pd.DataFrame, groups: pd.Series | None) -> Iterator[SurvivalView]:
    if groups is not None:
        for name, rows in lasted.groupby(groups.reindex(lasted.index)):
            yield _view(str(name), rows)


def _view(name: str | None, lasted: pd.DataFrame) -> SurvivalView:
    curve = survival_curve(lasted["days"], lasted["lost"])
    columns = (curve[column].to_numpy() for column in ("survival", "low", "high", "at_risk"))
    points = (
        CurvePoint(int(day), float(share), _known(low), _known(high), int(at_risk))
        for day, share, low, high, at_risk in zip(curve.index, *columns, strict=True)
    )
    return SurvivalView(name, len(lasted), int(lasted["lost"].sum()), median_days(curve), tuple(points))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
