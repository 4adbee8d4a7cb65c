"""The weekly digest and the daily message: composed from the memory, written as intents, once each."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cs_engine.episodes.declaration import Alerts
from cs_engine.episodes.reading import load_alerts
from cs_engine.records.acting import Actor, Team
from cs_engine.records.digest import Digest, DigestPart, Week
from cs_engine.records.digest_lines import Retention, Schedule
from cs_engine.records.lanes import LANES, Lanes
from cs_engine.records.outbox import Delivery, Intent, Outcome
from cs_engine.records.plays import Win
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Preferences
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.digests import schedule
from cs_engine.service.digests.composing import Errand, compose, parts, with_plays
from cs_engine.service.digests.daily import TOLD_DAYS, worth_telling
from cs_engine.service.digests.gathering import gather
from cs_engine.service.digests.intents import (
    daily_intent,
    daily_key,
    digest_intents,
    digest_key,
    once_more,
    personal_intent,
)
from cs_engine.service.plays.desk import PlayDesk
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.service.scoring.lanes import lanes
from cs_engine.storage.store import Store

LOST = frozenset({Outcome.CHANNEL_GONE, Outcome.FAILED, Outcome.MUTED})
"""Outcomes of digests that nobody has read: changes are told since the one before."""
REMEMBERED_WEEKS = 12
"""Who got no digest for a quarter begins anew."""
RetentionOf = Callable[[ChannelScope, str | None, datetime], tuple[Retention, ...]]
"""Tells how much revenue was kept, per currency; nothing without revenue history."""


def no_retention(_scope: ChannelScope, _value: str | None, _at: datetime) -> tuple[Retention, ...]:
    """Return nothing: where the book is not at hand, nobody knows."""
    return ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest as it would be sent: the main message, and the table in its thread."""

    digest: Digest
    parts: tuple[DigestPart, ...]


class DigestDesk:
    """The weekly digest and the daily message. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        preferences: PreferenceDesk,
        plays: PlayDesk,
        alerts: Alerts | None = None,
    ) -> None:
        """Work on ``store``; ``clock`` returns the present moment, aware; without ``alerts`` the preset's hold."""
        self._store = store
        self._clock = clock
        self._preferences = preferences
        self._plays = plays
        self._alerts = alerts or load_alerts()

    def compose(
        self,
        settings: ChannelSettings,
        at: datetime | None = None,
        since: datetime | None = None,
        retention: RetentionOf = no_retention,
    ) -> Composed:
        """Return a channel's digest as of a moment, without sending anything.

        Args:
            settings: whose accounts, and when the digest comes.
            at: the moment; ``None`` is now.
            since: the last digest; ``None`` is the one that the channel got last before ``at``.
            retention: tells the first digest of a month how much revenue was kept.

        Raises:
            NothingToShow: no account has been scored by then.
        """
        moment = (at or self._clock()).astimezone(schedule.zone_of(settings))
        last = self._last_digest(settings.channel, moment)
        return self._composed(_errand(settings, moment, moment, since or last, last=last), retention)

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock()

    def preview(self, actor: Actor, settings: ChannelSettings) -> Composed | None:
        """Return what a channel would be told now; ``None`` for who may not see all accounts that it is about.

        Raises:
            NothingToShow: no account has been scored yet.
        """
        return self.compose(settings) if actor.sight == EVERYTHING else None

    def due(self, now: datetime, team: Team, retention: RetentionOf = no_retention) -> int:
        """Write what is due and was not written yet: digests of channels and people, and daily messages.

        Asking again, at the same moment or in another process, writes nothing more.

        Returns:
            How many messages were written, threads not counted.
        """
        if self._store.newest() is None:
            return 0
        written = sum(self._see_to(settings, now, retention) for settings in self._preferences.channels())
        with self._store.viewing() as memory:
            people = [each for each in memory.wishes.everybody() if each.digest_dm or each.daily_dm]
        return written + sum(self._tell(wishes, now, team) for wishes in people)

    def send(self, settings: ChannelSettings, now: datetime, retention: RetentionOf = no_retention) -> str:
        """Write a digest that somebody wants at once; the one that is due by schedule comes all the same.

        Returns:
            Its key in the outbox.

        Raises:
            NothingToShow: no account has been scored yet.
        """
        composed = self.compose(settings, now, retention=retention)
        key = f"{digest_key(settings.channel, composed.digest.week.code)}:by-hand:{now:%Y%m%dT%H%M}"
        self._write(digest_intents(key, settings.channel, composed.digest, composed.parts, now), now)
        return key

    def personal(self, person: str, at: datetime, team: Team) -> Digest | None:
        """Return somebody's own digest: a CSM's accounts, or for a lead everybody's; ``None`` for who has neither.

        Raises:
            NothingToShow: no account has been scored by then.
        """
        hours = self._preferences.hours_of(person)
        wishes = self._preferences.of(person)
        moment = at.astimezone(hours.zone)
        return self._personal(wishes, moment, moment, team)

    def daily(self, person: str, now: datetime) -> Lanes:
        """Return somebody's day."""
        return lanes(self._store, person, now.astimezone(self._preferences.hours_of(person).zone))

    def _see_to(self, settings: ChannelSettings, now: datetime, retention: RetentionOf) -> int:
        """Write a channel's digest if it is due, or once more what it missed while it was gone."""
        due = schedule.last_due(settings, now)
        key = digest_key(settings.channel, Week.of(due.date()).code)
        if schedule.is_due(settings, due, now) and self._delivery(key) is None:
            last = self._last_digest(settings.channel, now)
            moment = now.astimezone(due.tzinfo) if schedule.is_late(due, now) else due
            composed = self._composed(_errand(settings, moment, due, last, last=last), retention)
            return self._write(digest_intents(key, settings.channel, composed.digest, composed.parts, moment), now)
        return self._write(self._missed(settings, now), now) if settings.digest and settings.gone_at is None else 0

    def _missed(self, settings: ChannelSettings, now: datetime) -> list[Intent]:
        """Return the newest digest that this channel, or a lost one about the same accounts, could not be told."""
        for source in (settings, *self._lost_alike(settings)):
            week = Week.of(schedule.last_due(source, now).date()).code
            lost = self._delivery(digest_key(source.channel, week))
            if lost is not None and lost.outcome is Outcome.CHANNEL_GONE:
                key = digest_key(settings.channel, week)
                again = f"{key}:again:{settings.set_at:%Y%m%dT%H%M%S}" if source is settings else key
                with self._store.viewing() as memory:
                    thread = memory.digests.parts(lost.intent.subject)
                return once_more(lost, thread, again, settings.channel, now)
        return []

    def _lost_alike(self, settings: ChannelSettings) -> list[ChannelSettings]:
        """Return channels about the same accounts that were gone before this one was set up."""
        same = (settings.scope, settings.value)
        return [
            each
            for each in self._preferences.channels()
            if each.gone_at is not None and (each.scope, each.value) == same and each.gone_at <= settings.set_at
        ]

    def _tell(self, wishes: Preferences, now: datetime, team: Team) -> int:
        """Write what one person wanted and is due."""
        hours = self._preferences.hours_of(wishes.person)
        intents: list[Intent] = []
        week = schedule.week_due(hours, wishes.digest_at, now, wishes.digest_weekday) if wishes.digest_dm else None
        if week is not None and week <= now < week + schedule.CATCH_UP:
            intents += self._weekly(wishes, week, now, team)
        day = schedule.day_due(hours, wishes.daily_at, now) if wishes.daily_dm else None
        if day is not None and day <= now < day + schedule.DAILY_CATCH_UP:
            intents += self._today(wishes.person, day, now)
        return self._write(intents, now)

    def _today(self, person: str, due: datetime, now: datetime) -> Iterable[Intent]:
        """Return somebody's daily message, nothing when it was written or there is nothing in it."""
        if self._delivery(daily_key(person, due.date())) is not None:
            return ()
        found = worth_telling(lanes(self._store, person, now.astimezone(due.tzinfo)), self._told_lately(person, due))
        return (daily_intent(person, found, now, schedule.end_of_day(due)),) if found.rows else ()

    def _told_lately(self, person: str, due: datetime) -> Iterator[Lanes]:
        """Yield what somebody's daily messages of the last days told, those that nobody has read left out."""
        for back in range(1, TOLD_DAYS + 1):
            sent = self._delivery(daily_key(person, due.date() - timedelta(days=back)))
            if sent is not None and sent.outcome not in LOST:
                yield LANES.validate_python(sent.intent.about["lanes"])

    def _weekly(self, wishes: Preferences, due: datetime, now: datetime, team: Team) -> Iterable[Intent]:
        key = digest_key(wishes.person, Week.of(due.date()).code)
        if self._delivery(key) is not None:
            return ()
        moment = now.astimezone(due.tzinfo) if schedule.is_late(due, now) else due
        digest = self._personal(wishes, moment, due, team)
        return (personal_intent(key, wishes.person, digest, moment),) if digest else ()

    def _personal(self, wishes: Preferences, at: datetime, due: datetime, team: Team) -> Digest | None:
        person = wishes.person
        leads = person in team.leads
        owner = self._store.csm(person)
        if owner is None and not leads:
            return None
        last = self._last_digest(person, at)
        errand = Errand(
            scope=ChannelScope.TEAM if leads else ChannelScope.OWNER,
            value=None if leads else owner,
            at=at,
            due=due,
            since=last,
            schedule=Schedule(due.weekday(), wishes.digest_at, str(due.tzinfo), due + timedelta(days=7)),
            late=schedule.is_late(due, at),
            person=person,
            for_lead=leads,
        )
        return self._composed(errand, no_retention).digest

    def _composed(self, errand: Errand, retention: RetentionOf) -> Composed:
        with self._store.viewing() as memory:
            found = gather(memory, errand, self._alerts, self._clock().tzinfo)
        found = replace(found, wins=self._wins(errand, {each.id for each in found.accounts}))
        if errand.is_first_of_month:
            found = replace(found, retention=retention(errand.scope, errand.value, errand.at))
        digest = compose(errand, found)
        newest = self._store.newest()
        is_past = newest is not None and newest.as_of > errand.at  # what fitted then, nobody knows any more
        suggested = {} if is_past else self._plays.suggestions([each.account.account_id for each in digest.needs])
        thread = () if digest.is_quiet else parts(found)
        return Composed(with_plays(digest, suggested), thread)

    def _wins(self, errand: Errand, members: Collection[str]) -> tuple[Win, ...]:
        told = self._plays.wins(errand.since or errand.at - schedule.WEEK, errand.at)
        return tuple(each.win for each in told if each.win.account_id in members)

    def _last_digest(self, recipient: str, before: datetime) -> datetime | None:
        """Return the moment of the last digest by schedule that a channel or person got before an instant."""
        for back in range(REMEMBERED_WEEKS):
            week = Week.of((before - back * schedule.WEEK).date())
            found = self._delivery(digest_key(recipient, week.code))
            if found is not None and found.outcome not in LOST and found.intent.due_at < before:
                return found.intent.due_at
        return None

    def _delivery(self, key: str) -> Delivery | None:
        with self._store.viewing() as memory:
            return memory.outbox.get(key)

    def _write(self, intents: Iterable[Intent], now: datetime) -> int:
        """Write messages that nobody has written yet, and threads of those; return how many messages that is."""
        wanted = list(intents)
        with self._store.changing() as memory:
            added = memory.outbox.put((each for each in wanted if each.after is None), now)
            memory.outbox.put((each for each in wanted if each.after is not None and each.subject in added), now)
        return len(added)


def _errand(
    settings: ChannelSettings, at: datetime, due: datetime, since: datetime | None, *, last: datetime | None
) -> Errand:
    return Errand(
        scope=settings.scope,
        value=settings.value,
        at=at,
        due=due,
        since=since,
        schedule=schedule.schedule_of(settings, at),
        late=schedule.is_late(due, at),
        is_first_of_month=last is None or (last.year, last.month) != (at.year, at.month),
    )
