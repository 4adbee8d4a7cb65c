"""What time does to episodes between refreshes: they wake, go back to nobody, and go on to somebody else."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from cs_engine.episodes import life
from cs_engine.episodes.declaration import Alerts
from cs_engine.metrics.ordering import comparable
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, EpisodeState, Family
from cs_engine.records.outbox import Recipient
from cs_engine.service.episodes import intents
from cs_engine.service.episodes.audience import Audience, as_people
from cs_engine.service.episodes.changes import keep
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

ENDING, UNCLAIMED, AWAY = "ending", "unclaimed", "away"
"""Why an episode goes on to somebody else."""


def tick(store: Store, alerts: Alerts, audience: Audience) -> int:
    """Do what is due at the audience's moment, and return how many episodes changed; asked twice, nothing happens."""
    clock = _Clock(store, alerts, audience)
    with store.viewing() as memory:
        found = memory.episodes.open()
    changed = sum(clock.wake_or_return(episode) for episode in found)
    return changed + clock.escalate([each for each in found if _waits(each)])


@dataclass(frozen=True, slots=True)
class _Clock:
    store: Store
    alerts: Alerts
    audience: Audience

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.audience.now

    def wake_or_return(self, episode: Episode) -> bool:
        """Wake what has rested long enough, and give back what was taken and left lying."""
        if episode.state is EpisodeState.SNOOZED and self._today(episode.claimed_by or episode.owner) >= (
            episode.snoozed_until or episode.opened_at.date()
        ):
            return self._change(life.woken(episode), EpisodeMove.WOKEN, "woken")
        if episode.state is EpisodeState.CLAIMED and episode.returned_at is None and self._was_left_lying(episode):
            return self._change(life.returned(episode, self.now), EpisodeMove.RETURNED, "returned")
        return False

    def escalate(self, waiting: list[Episode]) -> int:
        """Tell backups and leads of what nobody took: at once what ends a contract, the rest in one message a day."""
        told = [episode for episode in waiting if self._was_told(episode)]
        alone = {episode.id: why for episode in told if (why := self._why_at_once(episode))}
        done = sum(self._escalate_one(episode, alone[episode.id]) for episode in told if episode.id in alone)
        late = [episode for episode in told if episode.id not in alone and self._is_late(episode)]
        large = self._above_median(late)
        return done + self._roll_up([episode for episode in late if episode.id in large])

    def _change(self, changed: Episode, move: EpisodeMove, news: str) -> bool:
        people = self.audience.concerned(changed)
        with self.store.changing() as memory:
            kept = keep(memory, changed, move, self.now, None)
            if kept is not None:
                reply = intents.news(kept, news, self.now, self.audience.due(people, kept))
                memory.outbox.put([reply], self.now)
        return kept is not None

    def _was_left_lying(self, episode: Episode) -> bool:
        since = episode.claimed_at
        if since is None or episode.claimed_by is None:
            return False
        hours = self.audience.hours_of(episode.claimed_by)
        if self._today(episode.claimed_by) < hours.after_days(since, self.alerts.escalation.returns_after_days):
            return False
        with self.store.viewing() as memory:
            return not memory.episodes.was_logged(episode.account_id, since)

    def _was_told(self, episode: Episode) -> bool:
        """Tell whether there was a message that somebody could have reacted to."""
        with self.store.viewing() as memory:
            key = episode.group or intents.open_key(episode.id)
            return memory.outbox.get(key) is not None

    def _why_at_once(self, episode: Episode) -> str | None:
        """Return why an episode goes on now by itself, None when it does not."""
        owner = episode.owner
        if Family.NOTICE_GIVEN in episode.families:
            hours = self.audience.hours_of(owner or episode.backup or "")
            noticed = self._since(episode, Family.NOTICE_GIVEN)
            return ENDING if hours.after_hours(noticed, self.alerts.escalation.ending_hours) <= self.now else None
        gone = owner is not None and self.audience.is_away(owner)
        return AWAY if gone and episode.backup and not self._backup_was_told(episode) else None

    def _is_late(self, episode: Episode) -> bool:
        owner = episode.owner
        hours = self.audience.hours_of(owner or "")
        since = max(episode.opened_at, episode.returned_at or episode.opened_at)
        due = hours.after_days(since, self.alerts.escalation.unclaimed_days)
        return owner is not None and self._today(owner) >= due

    def _escalate_one(self, episode: Episode, why: str) -> bool:
        to = self.audience.above(episode)
        due_at = self.now if why == ENDING else self.audience.due(to)
        with self.store.changing() as memory:
            if not to or not self._mark(memory, episode, why, to):
                return False
            memory.outbox.put([intents.escalation(f"{episode.id}:{why}", why, [episode], to, due_at)], self.now)
        return True

    def _roll_up(self, episodes: list[Episode]) -> int:
        """Tell every lead of all of them in one message on the day they next work; what comes later waits a day."""
        leads = as_people(self.audience.team.leads or self.audience.team.operators)
        if not leads or not episodes:
            return 0
        keys = {who: f"{who.id}:{self.audience.due((who,)):%Y-%m-%d}" for who in leads}
        with self.store.changing() as memory:
            if any(memory.outbox.get(f"escalation:{key}") for key in keys.values()):
                return 0
            marked = [each for each in episodes if self._mark(memory, each, UNCLAIMED, leads)]
            rolled = [
                intents.escalation(key, UNCLAIMED, marked, (who,), self.audience.due((who,)))
                for who, key in keys.items()
            ]
            memory.outbox.put(rolled if marked else [], self.now)
        return len(marked)

    def _mark(self, memory: Transaction, episode: Episode, why: str, to: tuple[Recipient, ...]) -> bool:
        marked = replace(episode, escalated_at=self.now)
        told = ",".join(who.id for who in to)
        return keep(memory, marked, EpisodeMove.ESCALATED, self.now, None, {"why": why, "to": told}) is not None

    def _above_median(self, late: list[Episode]) -> frozenset[str]:
        """Return those about accounts above the team's median ARR, whatever the currency."""
        if not late:
            return frozenset()
        with self.store.viewing() as memory:
            sizes = {name: comparable(arr, currency) for name, arr, currency in memory.episodes.sizes()}
        middle = median(sizes.values()) if sizes else 0.0
        return frozenset(each.id for each in late if sizes.get(each.account_id, 0.0) > middle)

    def _backup_was_told(self, episode: Episode) -> bool:
        """Tell whether the owner was away when the episode was told, so that the backup has it already."""
        return episode.owner is not None and self.audience.hours_of(episode.owner).is_away_at(episode.opened_at)

    def _since(self, episode: Episode, family: Family) -> datetime:
        """Return when a family came into an episode."""
        with self.store.viewing() as memory:
            events = memory.episodes.events(episode.id)
        return max((event.at for event in events if _names(event, family)), default=episode.opened_at)

    def _today(self, person: str | None) -> date:
        return self.now.astimezone(self.audience.hours_of(person or "").zone).date()


def _waits(episode: Episode) -> bool:
    return episode.state is EpisodeState.OPEN and episode.escalated_at is None


def _names(event: EpisodeEvent, family: Family) -> bool:
    return family.value in str(event.detail.get("families") or "").split(",")
