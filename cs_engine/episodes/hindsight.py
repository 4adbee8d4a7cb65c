"""How good the alerts were, seen from afterwards: what became of accounts with an episode, and of those without.

All of it is arithmetic over days; whoever has episodes and weekly snapshots can ask.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import takewhile
from statistics import median

from cs_engine.records.hindsight import Hindsight, Share

HORIZON = timedelta(days=90)
"""A quarter: time in which trouble that an alert saw coming should have come."""
DECLINE_POINTS = 10.0
"""Ten points of score are a decline: moves of a few points come and go."""
DECLINE_USE = 0.8
"""The same for use: a fifth fewer active users."""
LEVEL = (timedelta(days=112), timedelta(days=28))
"""The level before an alert: the twelve weeks before the last four, in which the trouble grew that it tells."""
LASTING_WEEKS = 4
"""A month: one bad week comes and goes, with an alert or without."""
CONTRACTION = 0.99
"""Revenue below 99 % of what it was is a contraction; less is rounding."""


@dataclass(frozen=True, slots=True)
class Span:
    """One episode: opened on a day, ended on another, ``None`` while it is open."""

    account_id: str
    opened: date
    ended: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the episode was open at the end of a day."""
        return self.opened <= day and (self.ended is None or day < self.ended)


@dataclass(frozen=True, slots=True)
class Week:
    """One account at one weekly snapshot; ``None`` is unknown.

    ``usage``: active users of four weeks per seat, or per active user of the twelve weeks before where seats are
    unknown; only its order among accounts counts.
    """

    day: date
    score: float | None
    mrr: float | None
    active_users: float | None
    usage: float | None


@dataclass(frozen=True, slots=True)
class Life:
    """One account's weeks while it was a customer, oldest first, and the day it was lost, if it was."""

    weeks: tuple[Week, ...]
    lost_on: date | None = None

    def at(self, day: date) -> Week | None:
        """Return the latest week that was known on a day, ``None`` before the first."""
        return max(takewhile(lambda week: week.day <= day, self.weeks), key=lambda week: week.day, default=None)


def hindsight(
    spans: Sequence[Span], lives: Mapping[str, Life], first: date, last: date, before: Sequence[int] = (30, 60)
) -> Hindsight:
    """Compare episodes with what happened.

    Args:
        spans: the episodes.
        lives: every account's life by account.
        first: the first day alerts could be given.
        last: the last day with data; what began in the last 90 days is too young to judge.
        before: days before a loss on which an episode should have been open.
    """
    ripe = last - HORIZON
    alerts = [(lives[span.account_id], span.opened) for span in spans if span.opened <= ripe]
    moments = [(life, week.day) for life in lives.values() for week in life.weeks if first <= week.day <= ripe]

    def troubled(those: Iterable[tuple[Life, date]], since: Since) -> Share:
        usual = cache(lambda day: usual_after(lives.values(), day, since))
        fair = [(life, day) for life, day in those if not _is_lost(life, day) and _earlier(life, day, since)]
        judged = [trouble_after(life, day, usual(day), since) for life, day in fair]
        return Share(sum(judged), len(judged))

    lost = {name: life.lost_on for name, life in lives.items() if life.lost_on and life.lost_on <= last}

    def share(days: int, named: Callable[[str, date], bool]) -> Share:
        then = [(name, on - timedelta(days=days)) for name, on in lost.items()]
        fair = [(name, day) for name, day in then if day >= first and lives[name].at(day)]
        return Share(sum(named(name, day) for name, day in fair), len(fair))

    return Hindsight(
        troubled(alerts, Since.LEVEL),
        troubled(moments, Since.LEVEL),
        troubled(alerts, Since.DAY),
        troubled(moments, Since.DAY),
        {days: share(days, lambda name, day: _open(spans, name, day)) for days in before},
        {days: share(days, lambda name, day: name in _lowest(spans, lives, day)) for days in before},
    )


class Since(StrEnum):
    """What a decline in the 90 days after a day is counted from."""

    DAY = "day"
    """The day itself: what fell before it and stays down is no decline."""
    LEVEL = "level"
    """The usual level before it: what fell before it and stays down is one, what recovered is none."""


@dataclass(frozen=True, slots=True)
class Move:
    """How an account moved in the 90 days after a day: score in points, use as a ratio; ``None`` is unknown."""

    score: float | None
    use: float | None
    paid_less: bool


@dataclass(frozen=True, slots=True)
class Usual:
    """How the median account moved in the same time: a holiday empties every office."""

    score: float = 0.0
    use: float = 1.0


def trouble_after(life: Life, day: date, usual: Usual, since: Since) -> bool:
    """Tell whether an account was lost, paid less or declined in the 90 days after a day.

    A decline is one that lasts and that others did not see: the means of the last four weeks of the 90 days against
    the day itself or the level before it, beside what ``usual`` accounts did in the same time.
    """
    if life.lost_on is not None and day < life.lost_on <= day + HORIZON:
        return True
    move = move_after(life, day, since)
    if move is None:
        return False
    fell = move.score is not None and move.score - usual.score <= -DECLINE_POINTS
    return move.paid_less or fell or (move.use is not None and move.use < DECLINE_USE * usual.use)


def usual_after(lives: Iterable[Life], day: date, since: Since) -> Usual:
    """Return how the median account moved in the 90 days after a day."""
    moves = [move for life in lives if (move := move_after(life, day, since))]
    scores = [move.score for move in moves if move.score is not None]
    uses = [move.use for move in moves if move.use is not None]
    return Usual(median(scores) if scores else 0.0, median(uses) if uses else 1.0)


def move_after(life: Life, day: date, since: Since) -> Move | None:
    """Return how an account moved in the 90 days after a day, ``None`` where nothing is known before or after."""
    start = life.at(day)
    later = [week for week in life.weeks if day < week.day <= day + HORIZON]
    if start is None or not later:
        return None
    earlier = _earlier(life, day, since)
    lasting = later[-LASTING_WEEKS:]
    score, users = _mean(week.score for week in lasting), _mean(week.active_users for week in lasting)
    score_before, users_before = _mean(week.score for week in earlier), _mean(week.active_users for week in earlier)
    return Move(
        score=None if score is None or score_before is None else score - score_before,
        use=users / users_before if users is not None and users_before else None,
        paid_less=any(_below(week.mrr, start.mrr, CONTRACTION) for week in later),
    )


def _earlier(life: Life, day: date, since: Since) -> list[Week]:
    """Return the weeks that a decline is counted from, none where nothing was known so early."""
    if since is Since.DAY:
        return [week for week in [life.at(day)] if week]
    oldest, newest = LEVEL
    return [week for week in life.weeks if day - oldest < week.day <= day - newest]


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _below(now: float | None, then: float | None, share: float) -> bool:
    return now is not None and then is not None and then > 0 and now < then * share


def _open(spans: Iterable[Span], account_id: str, day: date) -> bool:
    return any(span.account_id == account_id and span.covers(day) for span in spans)


def _lowest(spans: Sequence[Span], lives: Mapping[str, Life], day: date) -> set[str]:
    """Return the accounts of lowest use on a day: as many as had an episode open then."""
    known = [
        (week.usage, name) for name, life in lives.items() if (week := _alive(life, day)) and week.usage is not None
    ]
    volume = sum(span.covers(day) for span in spans)
    return {name for _, name in sorted(known)[:volume]}


def _alive(life: Life, day: date) -> Week | None:
    week = life.at(day)
    return None if _is_lost(life, day) else week


def _is_lost(life: Life, day: date) -> bool:
    return life.lost_on is not None and life.lost_on <= day
