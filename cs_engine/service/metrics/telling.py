"""The page of figures: what a period was like, beside the one before, for the book or by group."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.errors import BadInput, NothingToShow
from cs_engine.metrics.catalogue import METRICS, Direction, Unit
from cs_engine.metrics.contracts_held import Contracts
from cs_engine.metrics.exchange import RateTable
from cs_engine.metrics.intervals import is_small
from cs_engine.metrics.revenue import MOVEMENTS, mrr, waterfall
from cs_engine.metrics.service_periods import last_day
from cs_engine.metrics.windows import Period, period_named, trailing
from cs_engine.records.metrics import Figure, Group, MetricsPage, Waterfall
from cs_engine.service.memory import Memory
from cs_engine.service.metrics.figures import Course, Reading, Stretch, readings, without_money
from cs_engine.service.metrics.notes import NO_SCORES, NOT_COMPARED, NOT_THEN, TOLD_APART
from cs_engine.service.metrics.reading import COLUMN, Grouping, Material, Moments, Source, grouped, moments, read_rates

BASIS: Mapping[str, str] = {
    "S1": "answers",
    "S2": "answers",
    "S6": "answers",
    "S7": "answers",
    "L3": "buyers",
    "G4": "prospects",
    **dict.fromkeys(("H1", "H2", "H3", "H4", "H5"), "accounts"),
}
"""What a figure stands on; customers unless said."""
UNGROUPED = "(none)"
"""Accounts without a segment, CSM or plan."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see: a period by its name (the trailing twelve months without), told by a dimension."""

    period: str | None = None
    by: str | None = None


def metrics_page(
    book_url: str, question: Question, now: datetime, rates: Path | None = None, memory: Memory | None = None
) -> MetricsPage:
    """Return the figures of a period, with those of the period of the same length before.

    Args:
        book_url: the book.
        question: what is asked.
        now: aware, in the workspace's zone; only months that are over by then are told.
        rates: a file of exchange rates; without one, money is told currency by currency.
        memory: where scores are; without one, health figures that need them are left out.

    Raises:
        BadInput: there is no such period or dimension, or a rate is missing.
        NothingToShow: there is no book yet.
        StoreUnavailable: someone else holds it.
    """
    period, table = period_asked(question.period, now), rates and read_rates(rates)
    if question.by is not None and question.by not in COLUMN:
        raise BadInput(f"Figures can be told by {', '.join(COLUMN)}, not by {question.by!r}.")
    with open_book(book_url) as book:
        read = period_read(Source(book, now, memory), period, (question.by,), moments(period, now))
    (page,) = pages(read, table or None)
    return page


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """Everything that the pages of a period are made of; the book may be closed."""

    period: Period
    at: Moments
    material: Material
    groupings: tuple[tuple[str | None, Grouping | None], ...]
    """By dimension, None for the whole book alone."""


def period_read(source: Source, period: Period, told_by: Sequence[str | None], at: Moments) -> PeriodRead:
    """Read what the pages of a period need, told by each of some dimensions, ``None`` for the whole book alone."""
    material = source.material(at)
    groupings = tuple((by, None if by is None else grouped(source.book, material.lines, by, at)) for by in told_by)
    return PeriodRead(period, at, material, groupings)


def pages(read: PeriodRead, rates: RateTable | None) -> tuple[MetricsPage, ...]:
    """Return the pages of a period, one for each dimension.

    Raises:
        BadInput: a rate is missing.
        NothingToShow: the book holds nothing that figures are made of.
    """
    period, at, material = read.period, read.at, read.material
    notes = (*_notes(material, rates), *_unrated(material, at, rates))
    now, before = stretch_of(at.start, at.end, rates), stretch_of(at.before, at.start, rates)
    contracts = Contracts(material.lines)
    compare = partial(_group, now=Course(now, contracts), before=Course(before, contracts))
    told = (period.name, period.start, period.end, period.before().name)
    whole, found = compare(None, material), []
    for by, known in read.groupings:
        parts = () if known is None else tuple(compare(name, part) for name, part in _parts(material, known.of))
        today = (NOT_THEN.format(by=by, n=known.today, day=period.start),) if known and known.today else ()
        found.append(MetricsPage(*told, by, (whole, *parts), (*notes, *today)))
    return tuple(found)


def period_asked(said: str | None, now: datetime) -> Period:
    """Return the period that somebody names, or the twelve months to the last closed one.

    Raises:
        BadInput: it is none, or not over yet.
    """
    return trailing(now.date()) if said is None else period_named(said, now.date())


def stretch_of(start: datetime, end: datetime, table: RateTable | None) -> Stretch:
    """Return two instants with the rates of their last days."""
    if table is None:
        return Stretch(start, end, None, None)
    return Stretch(start, end, lambda at: table.at(last_day(at).date()), table.reporting)


def _group(name: str | None, material: Material, *, now: Course, before: Course) -> Group:
    then = {(each.id, each.of): each.value for each in _compared(material, before)}
    falls = tuple(_waterfall(currency, moved) for currency, moved in now.moved(material.accounts) if len(moved))
    figures = sorted((_figure(each, then.get((each.id, each.of))) for each in readings(material, now)), key=_place)
    return Group(name, tuple(figures), falls)


def _compared(material: Material, course: Course) -> list[Reading]:
    """Return the figures of the period before; without money where rates do not reach that far back."""
    try:
        return list(readings(material, course))
    except BadInput:
        return list(without_money(material, course))


def _figure(one: Reading, before: float | None) -> Figure:
    metric = METRICS.get(one.id)
    no_data = "no data" if one.value is None and one.note is None else one.note
    return Figure(
        id=one.id,
        key=metric.key if metric else one.id,
        name=metric.name if metric else "Monthly recurring revenue at the end",
        of=one.of,
        unit=(metric.unit if metric else Unit.MONEY).value,
        direction=(metric.direction if metric else Direction.UP).value,
        value=one.value,
        low=one.low,
        high=one.high,
        method=one.method,
        n=one.n,
        basis=BASIS.get(one.id, "customers"),
        before=before,
        small=one.value is not None and one.id != "MRR" and is_small(one.n),
        answer_rate=one.answer_rate,
        note=no_data,
    )


def _place(figure: Figure) -> tuple[int, str]:
    order = ["MRR", *METRICS]
    return order.index(figure.id), figure.of or ""


def _waterfall(currency: str, moved: pd.DataFrame) -> Waterfall:
    totals = waterfall(moved) / 100
    return Waterfall(
        currency=currency,
        start=float(totals["start"]),
        moves=tuple((name, float(totals[name])) for name in MOVEMENTS),
        end=float(totals["end"]),
        customers=int((moved["start"] > 0).sum()),
        joined_and_left=int(moved["joined_and_left"].sum()),
    )


def _parts(material: Material, groups: pd.Series) -> Iterator[tuple[str, Material]]:
    """Yield what belongs to each group, and at last what belongs to none."""
    everybody = pd.Index(pd.concat([material.lines["account_id"], material.names.index.to_series()]).unique())
    named = groups.reindex(everybody)
    for name in sorted(named.dropna().unique()):
        yield str(name), material.of(pd.Index(named.index[named == name]))
    nobody = pd.Index(named.index[named.isna()])
    if len(nobody):
        yield UNGROUPED, material.of(nobody)


def _unrated(material: Material, at: Moments, table: RateTable | None) -> Iterator[str]:
    """Say when money cannot be compared, because rates do not reach back to the period before."""
    if table is not None:
        try:
            mrr(material.lines, at.before, table.at(last_day(at.before).date()))
        except BadInput as missing:
            yield NOT_COMPARED.format(day=f"{at.before:%Y-%m-%d}", why=missing)


def _notes(material: Material, table: RateTable | None) -> Iterable[str]:
    if material.lines.empty and material.responses.empty and material.orders.empty:
        raise NothingToShow("The book holds no contracts, answers or orders by now; load some with `steward load`.")
    currencies = sorted(material.lines["currency"].dropna().unique())
    if table is None and len(currencies) > 1:
        yield TOLD_APART.format(currencies=", ".join(currencies))
    if not material.scores or all(table.empty for table in material.scores.values()):
        yield NO_SCORES
