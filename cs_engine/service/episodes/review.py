"""After a refresh: decide about every account, and keep what was decided with what is to be said of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from cs_engine.episodes.deciding import Decisions, Opening, decide
from cs_engine.episodes.declaration import Alerts, Usual
from cs_engine.episodes.judging import Judged
from cs_engine.episodes.updating import End, Update, is_worse
from cs_engine.records.acting import Team
from cs_engine.records.bands import Band
from cs_engine.records.episode_view import Reviewed, Tripped
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, Family
from cs_engine.records.outbox import Intent, Outcome, Recipient
from cs_engine.service.episodes import intents
from cs_engine.service.episodes.audience import Audience, HoursOf, as_people
from cs_engine.service.episodes.changes import Detail, keep, worst_band
from cs_engine.service.episodes.reading import Reading
from cs_engine.storage.rows import Run
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

REVIEW = "review"
"""The kind of run under which reviews are kept."""
ATTEMPTS = 3
"""Somebody may click between reading and writing."""


def review(store: Store, alerts: Alerts, as_of: datetime, audience: Audience) -> Reviewed:
    """Review all accounts by their snapshots at an instant; one that has been reviewed changes nothing.

    Each episode is one transaction with its history and its intents, a grouped message one with all its episodes;
    the review counts as done at the end. A review that died is done again and finds what it had kept.
    """
    started = datetime.now(UTC)
    last = store.last_run(REVIEW)
    if last is not None and last.as_of is not None and last.as_of >= as_of:
        return Reviewed(as_of)
    before = _recent(last, as_of, alerts)
    found = list(Reading(store, alerts, as_of, before).judged())
    if not found:
        return Reviewed(as_of)

    def routes(one: Judged, family: Family) -> Usual:
        return audience.usual(one.owner, one.segment, family, alerts.rules_of(one.segment)[family].route)

    decisions = decide(found, alerts, as_of, routes, first=before is None)
    writer = Writer(store, alerts, as_of, audience, {one.account_id: one for one in found})
    writer.write(decisions)
    store.record_run(Run(REVIEW, as_of, started, datetime.now(UTC), len(found), None))
    return Reviewed(
        as_of,
        opened=len(decisions.opened),
        changed=sum(1 for update in decisions.updates if update.end is None),
        cleared=sum(1 for update in decisions.updates if update.end is not None),
        woken=sum(1 for update in decisions.updates if update.woken),
        tripped=decisions.tripped,
        first=decisions.picture is not None,
    )


def audience_of(store: Store, team: Team, hours_of: HoursOf, now: datetime) -> Audience:
    """Return everybody who may be told, as they have set it."""
    with store.viewing() as memory:
        return audience_in(memory, team, hours_of, now)


def audience_in(memory: Transaction, team: Team, hours_of: HoursOf, now: datetime) -> Audience:
    """Return the same within a transaction."""
    wishes = {each.person: each for each in memory.wishes.everybody()}
    return Audience(team, cache(hours_of), now, wishes, memory.wishes.channels())


def _recent(last: Run | None, as_of: datetime, alerts: Alerts) -> datetime | None:
    """Return the instant of the review before; ``None`` if there was none, or so long ago that all would be news."""
    if last is None or last.as_of is None or as_of - last.as_of > timedelta(days=alerts.limits.forget_days):
        return None
    return last.as_of.astimezone(as_of.tzinfo)


@dataclass(frozen=True, slots=True)
class Writer:
    """Keeps decisions; ``mark`` goes into the history along with each."""

    store: Store
    alerts: Alerts
    as_of: datetime
    audience: Audience
    judged: Mapping[str, Judged]
    mark: Detail = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The present moment, or that of the snapshots when it is later."""
        return max(self.audience.now, self.as_of)

    def write(self, decisions: Decisions) -> None:
        """Keep what was decided."""
        for update in decisions.updates:
            self._update(update)
        for to, openings in self._by_recipient(decisions.opened).items():
            self._open(to, openings)
        with self.store.changing() as memory:
            memory.outbox.put(self._notes(decisions), self.now)

    def _by_recipient(self, opened: Iterable[Opening]) -> Mapping[tuple[Recipient | None, bool], list[Opening]]:
        """Return what is opened by who is told first; those that end a contract apart, for they do not wait."""
        groups: dict[tuple[Recipient | None, bool], list[Opening]] = defaultdict(list)
        for opening in opened:
            to = self._to(opening)
            groups[(to[0] if to else None, ends_contract(opening.families))].append(opening)
        return groups

    def _to(self, opening: Opening) -> tuple[Recipient, ...]:
        segment = self.judged[opening.episode.account_id].segment
        silent = opening.route is Usual.DIGEST
        return () if silent else self.audience.recipients(opening.episode, segment, opening.route)

    def _open(self, told: tuple[Recipient | None, bool], openings: Sequence[Opening]) -> None:
        """Keep new episodes that one recipient is told of: one by one, or in one message when they are too many."""
        first, urgent = told
        if first is None or len(openings) <= self.alerts.limits.group_above:
            for opening in openings:
                self._open_one(opening, urgent=urgent)
            return
        subject = intents.group_subject(first, self.as_of, urgent=urgent)
        to = self._to(openings[0])
        with self.store.changing() as memory:
            kept = [one for one in openings if self._add(memory, one, subject)]
            if kept:
                due_at = self._due(to, kept[0].episode, urgent=urgent)
                memory.outbox.put(
                    [intents.grouped(subject, [each.episode for each in kept], to, due_at)], self.audience.now
                )

    def _open_one(self, opening: Opening, *, urgent: bool) -> None:
        with self.store.changing() as memory:
            self.open_in(memory, opening, urgent=urgent)

    def open_in(self, memory: Transaction, opening: Opening, *, urgent: bool) -> None:
        """Keep a new episode with its own message within a transaction."""
        to = self._to(opening)
        due_at = self._due(to, opening.episode, urgent=urgent)
        if self._add(memory, opening, None) and to:
            memory.outbox.put([intents.posted(opening.episode, to, due_at)], self.audience.now)

    def _add(self, memory: Transaction, opening: Opening, group: str | None) -> bool:
        episode = replace(opening.episode, opened_at=self.now, group=group)
        if not memory.episodes.add(episode):
            return False
        detail = {**_named(opening.families), **_at_band(episode), **self.mark}
        memory.episodes.note(EpisodeEvent(episode.id, self.now, EpisodeMove.OPENED, None, detail))
        return True

    def _due(self, to: Sequence[Recipient], episode: Episode, *, urgent: bool) -> datetime:
        return self.audience.now if urgent else self.audience.due(to, episode)

    def _update(self, update: Update) -> None:
        """Keep a changed episode; what somebody did to it meanwhile stays."""
        for _ in range(ATTEMPTS):
            with self.store.changing() as memory:
                if self.update_in(memory, update):
                    return

    def update_in(self, memory: Transaction, update: Update) -> bool:
        """Keep a changed episode within a transaction; ``False`` when somebody changes it at the same moment."""
        now = memory.episodes.get(update.episode.id)
        changed = None if now is None or now.state.is_over else _onto(update, now)
        if changed is None or changed == now:
            return True
        worst = worst_band(now, memory.episodes.events(now.id)) if now else None
        kept = keep(memory, changed, _move(update), self.now, None, {**_detail(update), **self.mark})
        if kept is None:
            return False
        news = replace(update, worse=update.worse and is_worse(kept.band, worst))
        memory.outbox.put(self._told(memory, news, kept), self.audience.now)
        return True

    def _told(self, memory: Transaction, update: Update, kept: Episode) -> list[Intent]:
        """Return what an update is told with besides the edit: one reply, or its first message of its own.

        Who left, rests or has gone quiet is told by the edit alone; so is whatever comes before the first message.
        """
        one = self.judged[kept.account_id]
        if update.end is not None:
            return [self._reply(kept, "cleared")] if update.end is End.WELL else []
        if not (update.added or update.worse) or kept.snoozed_until is not None:
            return []
        routes = {
            self.audience.usual(one.owner, one.segment, family, _route(self.alerts, one, family))
            for family in update.added
        }
        route = next((each for each in (Usual.DM, Usual.CHANNEL) if each in routes), Usual.DIGEST)
        first = memory.outbox.get(kept.group or intents.open_key(kept.id))
        waits = first is not None and first.outcome is Outcome.PENDING and first.intent.due_at > self.audience.now
        if waits and not update.is_loud:
            return []
        has_message = bool(memory.outbox.places(kept.subject)) or memory.outbox.get(intents.open_key(kept.id))
        if route is not Usual.DIGEST and not has_message and (kept.group is None or update.is_loud):
            to = self.audience.recipients(kept, one.segment, route)
            due_at = self._due(to, kept, urgent=ends_contract(update.added))
            return [intents.posted(kept, to, due_at)]
        return [self._reply(kept, "worse", update)]

    def _reply(self, kept: Episode, what: str, update: Update | None = None) -> Intent:
        families = update.added if update else ()
        loud = update is not None and update.is_loud
        due_at = self._due(self.audience.concerned(kept), kept, urgent=ends_contract(families))
        worse = update is not None and update.worse
        return intents.news(kept, what, self.audience.now, due_at, intents.News(families, worse=worse, loud=loud))

    def _notes(self, decisions: Decisions) -> list[Intent]:
        """Return what is said about many accounts at once, to whom it concerns."""
        day = f"{self.as_of:%Y-%m-%d}"
        team = as_people((*self.audience.team.leads, *self.audience.team.operators))
        notes = [
            self._note("mass_trip", f"{each.family}:{day}", _tripped(each), who)
            for each in decisions.tripped
            for who in team
        ]
        if decisions.picture is not None:
            with self.store.viewing() as memory:
                about = _bands(memory.digests.bands(self.as_of))
            notes += [self._note("starting_picture", day, about, who) for who in team]
        for owner, accounts in decisions.taken_over.items():
            bands = Counter(one.band for one in accounts if one.band is not None)
            running = [one.open.id for one in accounts if one.open is not None]
            about = {**_bands(bands), "accounts": len(accounts), "episodes": running}
            notes += [self._note("taken_over", day, about, who) for who in as_people((owner,))]
        return notes

    def _note(self, name: str, key: str, about: dict[str, object], who: Recipient) -> Intent:
        return intents.note(name, f"{key}:{who.id}", about, (who,), self.audience.due((who,)))


def _onto(update: Update, now: Episode) -> Episode:
    """Return what a review found, on top of what an episode has become since it was read."""
    found = update.episode
    fresh = replace(now, evidence=found.evidence, band=found.band, owner=found.owner, backup=found.backup)
    if update.end is not None:
        return replace(
            fresh, state=found.state, ended_at=found.ended_at, muted_until=found.muted_until, snoozed_until=None
        )
    return replace(fresh, state=found.state, snoozed_until=None) if update.woken else fresh


def _move(update: Update) -> EpisodeMove | None:
    if update.end is not None:
        return EpisodeMove.CLEARED
    if update.woken:
        return EpisodeMove.WOKEN
    if update.added or update.worse:
        return EpisodeMove.WORSENED
    if update.new_owner:
        return EpisodeMove.HANDED_OVER
    return EpisodeMove.EASED if update.struck or update.eased else None


def _detail(update: Update) -> Detail:
    if update.end is not None:
        return {"why": update.end.value}
    detail: dict[str, float | int | str | None] = {}
    if update.added:
        detail |= _named(update.added)
    if update.struck:
        detail["struck"] = ",".join(family.value for family in update.struck)
    if update.worse or update.eased:
        detail |= _at_band(update.episode)
    if update.new_owner:
        detail["owner"] = update.episode.owner
    return detail


def _named(families: Iterable[Family]) -> dict[str, float | int | str | None]:
    return {"families": ",".join(family.value for family in families)}


def _at_band(episode: Episode) -> dict[str, float | int | str | None]:
    return {"band": episode.band.value if episode.band else None}


def _route(alerts: Alerts, one: Judged, family: Family) -> Usual:
    return alerts.rules_of(one.segment)[family].route


def ends_contract(families: Iterable[Family]) -> bool:
    """Tell whether anything among some families ends a contract: only that is told outside working hours."""
    return Family.NOTICE_GIVEN in families


def _tripped(each: Tripped) -> dict[str, object]:
    return {"family": each.family.value, "accounts": each.accounts, "of": each.of}


def _bands(bands: Mapping[Band, int]) -> dict[str, object]:
    return {"bands": {band.value: count for band, count in bands.items()}, "accounts": sum(bands.values())}
