"""A stretch of the past lived again: the same jobs on a moved clock, in a memory of its own, and nobody is told.

Nobody answers either: what is told are the messages of a team that clicks nothing, which are at least as many as those
of one that does.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.config import Settings
from bot.delivery.audience import Audience
from bot.errors import REFERENCE_BYTES
from bot.jobs import timetable
from bot.jobs.runner import tick
from bot.jobs.sending import WORDINGS
from bot.jobs.shift import Shift
from bot.rendering.message import Message
from bot.rendering.renderer import make_renderer
from cs_engine.errors import NothingToShow
from cs_engine.records.acting import Actor
from cs_engine.records.outbox import Act, Delivery, Outcome, Recipient
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.job_runs import JobDesk
from cs_engine.service.memory import Memory
from cs_engine.service.outbox import OutboxDesk
from cs_engine.service.scoring.instants import end_of
from cs_engine.service.scoring.refresh import Refreshed, Scorer, Scoring, open_scorer
from cs_engine.service.scoring.scorecards import scorecards_in

WARM_UP_WEEKS = 6
"""Changes and held bands look back five weeks; a past that begins in the middle needs them before its first day."""
HOURS = tuple(range(24))
"""A day is lived hour by hour: what is due in between is found at the next full hour."""
LEASE = timedelta(minutes=1)
CHANNEL = "CREPLAY"
"""Stands for the team's channel where none has been set."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that would have been said: when, to whom, and the words; without words it was muted."""

    at: datetime
    delivery: Delivery
    to: Recipient | None
    message: Message | None

    @property
    def is_new(self) -> bool:
        """Whether it is a message of its own: neither an edit nor a reply in a thread."""
        return self.message is not None and self.delivery.intent.act is Act.POST


class MovedClock:
    """A clock that stands where it was put."""

    def __init__(self, now: datetime) -> None:
        """Stand at ``now``."""
        self.now = now

    def __call__(self) -> datetime:
        """Return where it stands."""
        return self.now


class Past:
    """The past between two days. The book is only read; ``memory`` is written as the real one would have been."""

    def __init__(self, settings: Settings, memory: Memory, first: date, last: date) -> None:
        """Live from the start of ``first`` to the end of ``last`` in an empty ``memory``."""
        self._settings = settings
        self._memory = memory
        self._first, self._last = first, last
        self._clock = MovedClock(datetime.combine(first, time(), settings.timezone))
        self.cs = CustomerSuccess(memory, self._clock, settings.plays, settings.alerts, settings.industry)
        self._outbox = OutboxDesk(memory, self._clock, self._clock)

    def live(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Iterator[Said]:
        """Yield everything that would have been said, in order.

        Raises:
            NothingToShow: the book holds no dated facts, or knows of nobody before the first day.
        """
        scoring = Scoring(scorecards_in(self._settings.scorecards, self._settings.industry), as_then=True)
        with open_scorer(self._memory, self._settings.book_url, scoring) as scorer:
            self._remember(scorer)
            yield from self._days(self._shift(scorer), progress)

    def _days(self, shift: Shift, progress: Callable[[int, int], None]) -> Iterator[Said]:
        jobs, audience = timetable(shift), self._audience()
        days = (self._last - self._first).days + 1
        last = self._clock()
        for number in range(days):
            progress(number, days)
            for moment in _moments(self._first + timedelta(days=number), self._settings.timezone):
                self._clock.now = moment
                last = tick(jobs, last, self._clock, shift.runs)
                yield from self._said(audience)
        progress(days, days)

    def _remember(self, scorer: Scorer) -> None:
        """Score the weeks before the first day, and have the team's channel told if no channel has been set."""
        zone, eve = self._settings.timezone, self._first - timedelta(days=1)
        weeks = [end_of(eve - timedelta(weeks=back), zone) for back in range(WARM_UP_WEEKS, -1, -1)]
        if not scorer.refresh(weeks).accounts:
            raise NothingToShow(f"On {self._first} no account is known yet: choose a later --from.")
        self.cs.episodes.review(weeks[-1], self._settings.who_may_ask.team)
        team = ChannelSettings(CHANNEL, "team", ChannelScope.TEAM, None, "", self._clock(), timezone=str(zone))
        self.cs.preferences.set_channel(Actor("", None, None), team)

    def _shift(self, scorer: Scorer) -> Shift:
        settings = self._settings
        runs = JobDesk(self._memory, self._clock, secrets.token_hex(REFERENCE_BYTES))

        def yesterday(at: datetime) -> Refreshed:
            zone = settings.timezone
            return scorer.refresh([end_of(at.astimezone(zone).date() - timedelta(days=1), zone)])

        return Shift(self.cs, self._clock, settings.who_may_ask.team, settings, runs, yesterday)

    def _audience(self) -> Audience:
        settings = self._settings
        renderer = make_renderer(settings.locale, settings.timezone, self._first)
        return Audience(self.cs, renderer, self._clock)

    def _said(self, audience: Audience) -> Iterator[Said]:
        while (one := self._outbox.claim("replay", LEASE)) is not None:
            yield self._say(one, audience)

    def _say(self, one: Delivery, audience: Audience) -> Said:
        """Word what is due, and have it count as sent."""
        to = self._told(one)
        wording = WORDINGS.get(one.intent.kind)
        message = wording(audience.speaker(to), one.intent) if wording and to else None
        if message is None or to is None:
            self._outbox.unsent(one, Outcome.MUTED, "over")
        else:
            self._outbox.trying(one, to, to.id, LEASE)
            self._outbox.sent(one, (to.id, one.opaque))
        return Said(self._clock(), one, to, message)

    def _told(self, one: Delivery) -> Recipient | None:
        root = one.intent.within if one.intent.act is Act.POST else one.intent.subject
        places = [] if root is None else self._outbox.places(root)
        return places[0].told if places else next(iter(one.intent.to), None)


def _moments(day: date, zone: tzinfo) -> Iterator[datetime]:
    return (datetime.combine(day, time(hour), zone) for hour in HOURS)
