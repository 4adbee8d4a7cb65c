"""What is read of the logbook: what a window starts from, one follow-up, an account's timeline and signals."""

from dataclasses import replace
from datetime import timedelta

from cs_engine.health.facts import text
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor
from cs_engine.records.logbook import ChampionNews, Ending, EpisodeTrace, FollowUp, Pulse, Task
from cs_engine.records.logged import AccountSignals, Draft, NewFollowUp, TimelineEntry
from cs_engine.service.accounts.timeline import entries, readable
from cs_engine.service.logbook.part import LogbookPart, facts_of
from cs_engine.service.logbook.rules import STEP_DAYS
from cs_engine.storage.rows import SnapshotRow

INSTANT = timedelta(microseconds=1)
KNOWN_PEOPLE = ("champion", "sponsor", "nps_contact")
"""Facts that name people at the customer."""
MENU = 20
"""Names in the menu of contacts."""


class LogbookReading(LogbookPart):
    """The part of the desk that answers without changing anything."""

    def draft(self, actor: Actor, account_id: str) -> Draft | None:
        """Return what a follow-up's window starts from."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        now = self._clock()
        with self._store.viewing() as memory:
            signals = memory.logbook.signals([account_id], now + INSTANT)[account_id]
            met = [name for names in memory.logbook.contacts(account_id, MENU) for name in names]
            episode = memory.episodes.open_of(account_id)
        return Draft(
            account_id=account_id,
            account=row.name,
            owner=row.owner,
            backup=row.backup,
            champion=_champion(row, signals),
            contacts=_people(row, met),
            episode_id=episode.id if episode else None,
            episode_state=episode.state if episode else None,
            pulse=signals.pulse,
            next_task=signals.next_task,
            due_on=self._hours_of(actor.person).after_days(now, STEP_DAYS),
        )

    def follow_up(self, actor: Actor, follow_up_id: str) -> FollowUp | None:
        """Return a follow-up that was not taken back; a restricted note is empty for those it is not for."""
        known = self._standing(actor, follow_up_id)
        return None if known is None else readable(known[0], actor, known[1])

    def filled_in(self, actor: Actor, follow_up_id: str) -> NewFollowUp | None:
        """Return one's own follow-up as it was filled in, for the window that changes it."""
        known = self._own(actor, follow_up_id)
        if known is None:
            return None
        with self._store.viewing() as memory:
            trace, task = memory.logbook.trace(follow_up_id), memory.logbook.task_of(follow_up_id)
            pulse = memory.logbook.pulse_of(follow_up_id)
        found = _with_pulse(_with_trace(_filled_in(known[0]), trace), pulse)
        return found if task is None else _with_step(found, task, self._hours_of(task.owner))

    def timeline(self, actor: Actor, account_id: str, limit: int = 20) -> tuple[TimelineEntry, ...] | None:
        """Return what happened with an account, newest first."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._store.viewing() as memory:
            happened = memory.logbook.happened(account_id, limit)
            events = memory.logbook.episode_events(account_id, limit)
            moves = memory.segments.moves_of(account_id, limit)
        return entries([*happened, *events, *moves], actor, row)[:limit]

    def signals(self, actor: Actor, account_id: str) -> AccountSignals | None:
        """Return what people have logged about an account, as of now; what is restricted is not told."""
        if self._store.current(account_id, actor.sight) is None:
            return None
        with self._store.viewing() as memory:
            return memory.logbook.signals([account_id], self._clock() + INSTANT)[account_id]

    def _standing(self, actor: Actor, follow_up_id: str) -> tuple[FollowUp, SnapshotRow] | None:
        """Return a follow-up that was not taken back, with its account."""
        with self._store.viewing() as memory:
            found = memory.logbook.follow_up(follow_up_id)
        row = self._store.current(found.account_id, actor.sight) if found else None
        return None if found is None or row is None or found.undone_at is not None else (found, row)

    def _own(self, actor: Actor, follow_up_id: str) -> tuple[FollowUp, SnapshotRow] | None:
        known = self._standing(actor, follow_up_id)
        return known if known and known[0].author == actor.person else None


def _champion(row: SnapshotRow, signals: AccountSignals) -> str | None:
    """Return the present champion's name: as logged last, else as the book says; none after one who left."""
    facts, logged = facts_of(row), signals.champion
    if logged is not None and logged.news is ChampionNews.NEW:
        return logged.name
    return None if "champion_left_on" in facts else text(facts, "champion")


def _people(row: SnapshotRow, met: list[str]) -> tuple[str, ...]:
    facts = facts_of(row)
    known = [who for name in KNOWN_PEOPLE if (who := text(facts, name))]
    return tuple(dict.fromkeys([*known, *met]))[:MENU]


def _filled_in(found: FollowUp) -> NewFollowUp:
    return NewFollowUp(
        account_id=found.account_id,
        kind=found.kind,
        outcome=found.outcome,
        at=found.at,
        note=found.note,
        contacts=found.contacts,
        reasons=found.reasons,
        champion=found.champion,
        champion_name=found.champion_name,
        visibility=found.visibility,
        episode_id=found.episode_id,
        permalink=found.permalink,
        source=found.source,
    )


def _with_trace(filled: NewFollowUp, trace: EpisodeTrace | None) -> NewFollowUp:
    if trace is None or trace.ending is Ending.KEEP_OPEN:
        return filled
    return replace(filled, ending=trace.ending, false_alarm=trace.false_alarm)


def _with_pulse(filled: NewFollowUp, pulse: Pulse | None) -> NewFollowUp:
    return filled if pulse is None else replace(filled, pulse=pulse.value, pulse_reason=pulse.reason)


def _with_step(filled: NewFollowUp, task: Task, hours: WorkingHours) -> NewFollowUp:
    due_on = task.due_at.astimezone(hours.zone).date()
    return replace(filled, step=task.text, due_on=due_on, step_owner=task.owner)
