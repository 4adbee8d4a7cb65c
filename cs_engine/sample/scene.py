"""Everything known about a block of accounts before tables are written from it, and how rows are named and arrive."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cs_engine.sample.days import DAY_SECONDS, NEVER, Span, second_text
from cs_engine.sample.draws import BoolArray, Draws, FloatArray, IntArray, Keys, TextArray, between, uniform
from cs_engine.sample.life import Block, Course, Departures, course, departures
from cs_engine.sample.losses import Losses, losses

Columns = Mapping[str, TextArray | IntArray | FloatArray | BoolArray]
"""Columns of one table, all of one length; canonical columns that are left out stay empty."""
ONBOARDING_DAYS = 60
TOUCH_HOURS = (8, 17)
"""People write, call and answer within these hours (UTC)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A block of accounts with its hidden course, its losses and its departures."""

    block: Block
    away: Departures
    path: Course
    losses: Losses

    @property
    def span(self) -> Span:
        """The days of the sample."""
        return self.block.span

    @property
    def draws(self) -> Draws:
        """The random numbers of the block."""
        return self.block.draws

    @property
    def served_until(self) -> IntArray:
        """Last day on which each account may use the product; a trial that was not taken up ends itself."""
        block = self.block
        trial_end = block.ints("signup") + block.ints("trial_days") - 1
        return np.where(block.flags("converts"), self.losses.end, trial_end)

    def here(self, days: IntArray) -> BoolArray:
        """Return for every account and day of a shared list whether the account is a customer or on trial then."""
        return (days >= self.block.ints("signup")[:, None]) & (days <= self.served_until[:, None])

    def away_on(self, days: IntArray) -> BoolArray:
        """Return for every account and day of a shared list whether the account has paused."""
        return (days >= self.away.pause_from[:, None]) & (days < self.away.pause_until[:, None])


def scene_of(block: Block) -> Scene:
    """Return what happens to the accounts of a block."""
    away = departures(block)
    path = course(block, away)
    return Scene(block, away, path, losses(block, away, path))


def row_ids(account_ids: TextArray, letter: str, *parts: IntArray) -> TextArray:
    """Name rows by account, kind and their own counters: a name depends on nothing else, so it never changes."""
    joined = zip(account_ids.tolist(), *(part.tolist() for part in parts), strict=True)
    return np.array([f"{account}-{letter}{'-'.join(map(str, rest))}" for account, *rest in joined], dtype=object)


def moments(days: IntArray, keys: Keys) -> IntArray:
    """Return a second within office hours of each day."""
    return days * DAY_SECONDS + between(keys, TOUCH_HOURS[0] * 3600, TOUCH_HOURS[1] * 3600)


def arrivals(day: IntArray, keys: Keys, share: float, most_days: int) -> IntArray:
    """Return the second at which late rows became known, 0 for the others that were known in time.

    Most rows arrive when their own date says; a share comes one to ``most_days`` days later.
    """
    late = uniform(keys) < share
    delay = between(keys, 0, 10**6) % most_days + 1
    return np.where(late & (day < NEVER), (day + delay) * DAY_SECONDS + 6 * 3600, 0)


def known_text(known: IntArray, span: Span) -> TextArray:
    """Write ``known_at`` for rows that arrived late, nothing for the others."""
    return np.where(known > 0, second_text(known, span.end_second), "")


def run_starts(values: IntArray, *others: IntArray) -> BoolArray:
    """Return where a run of equal values begins in sorted columns."""
    starts = np.ones(len(values), dtype=bool)
    starts[1:] = np.any([column[1:] != column[:-1] for column in (values, *others)], axis=0)
    return starts


def kept(columns: Columns, rows: BoolArray) -> Columns:
    """Return only the marked rows of a table."""
    return {name: values[rows] for name, values in columns.items()}
