"""Plays at work: which one fits, and starting and stopping it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cs_engine.plays.deciding import fitting, may_start, reached, suggested, suggested_for, target
from cs_engine.plays.play import Play
from cs_engine.plays.standing import Standing
from cs_engine.records.acting import Actor, Team
from cs_engine.records.episodes import EpisodeEvent, EpisodeMove
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.plays import (
    NotStarted,
    PlayCard,
    PlayRun,
    PlayStep,
    Refusal,
    RunState,
    RunView,
    StepOwner,
    Suggestion,
)
from cs_engine.records.risk_view import AccountChance
from cs_engine.records.worked import KeptWork
from cs_engine.service.churn.desk import account_chance
from cs_engine.service.logbook.part import Deed, Doing
from cs_engine.service.plays.intents import after_end, episode_edit
from cs_engine.service.plays.part import HoursOf, PlayPart
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.transaction import Transaction

ID_BYTES = 8
FIRST_STEP_HOURS = 2
"""A step of today is due two working hours after the start: at once it would be overdue the moment it is made."""
PROGRAM = "steward"
"""Who made the tasks of a play that was started by its rule."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the steps of a play: people as the memory names them, None where there is nobody."""

    csm: str | None
    backup: str | None
    lead: str | None
    starter: str | None

    def of(self, owner: StepOwner) -> str | None:
        """Return who does a step: who it is for, else the CSM, the backup, the lead, or whoever started the play."""
        wanted = {StepOwner.CSM: self.csm, StepOwner.BACKUP: self.backup, StepOwner.LEAD: self.lead}[owner]
        return next((person for person in (wanted, self.csm, self.backup, self.lead, self.starter) if person), None)


class PlayRuns(PlayPart):
    """The part of the desk that starts and stops plays."""

    def suggestions(self, account_ids: Iterable[str]) -> Mapping[str, Suggestion]:
        """Return the play that fits each account best now; absent where none does or a better one is running.

        Who asks has made sure that the accounts are in sight.
        """
        rows = self._rows(account_ids)
        with self._store.viewing() as memory:
            standings, runs = self._standings(memory, rows), memory.plays.runs(list(rows))
            chances = {account_id: account_chance(memory, account_id) for account_id in rows}
        found = {}
        for account_id, standing in standings.items():
            mine = [run for run in runs if run.account_id == account_id]
            suggestion = self.suggestion(rows[account_id], standing, mine, chance=chances[account_id])
            if suggestion is not None:
                found[account_id] = suggestion
        return found

    def suggestion(
        self,
        row: SnapshotRow,
        standing: Standing,
        runs: Sequence[PlayRun],
        *,
        begun: bool = False,
        chance: AccountChance | None = None,
    ) -> Suggestion | None:
        """Return the same for an account that has been read already, with the plays that were started for it.

        Where nothing that happened makes a play right, the one that works on its chance's largest reason does.
        Where somebody has ``begun`` to talk with the customer about it, the first step is done and the next is named.
        """
        plays = self._plays.values()
        happened = suggested(plays, standing, runs)
        play = happened or (suggested_for(chance.workable, plays, standing, runs) if chance else None)
        if play is None:
            return None
        step = play.steps[1] if begun and len(play.steps) > 1 else play.steps[0]
        return replace(self._suggestion(play, step, row, standing.now), by_chance=happened is None)

    def catalogue(self, actor: Actor, account_id: str | None = None) -> tuple[PlayCard, ...]:
        """Return every play, those that fit the account first."""
        row = self._store.current(account_id, actor.sight) if account_id else None
        with self._store.viewing() as memory:
            standing = self._standings(memory, {row.account_id: row})[row.account_id] if row else None
            running = memory.plays.running(actor.sight)
        first = [play.name for play in fitting(self._plays.values(), standing)] if standing else []
        ordered = [*first, *(name for name in self._plays if name not in first)]
        return tuple(_card(self._plays[name], running.get(name, 0), fits=name in first) for name in ordered)

    def worked(self) -> dict[str, KeptWork]:
        """Return what each play has done for all customers, as it was found last; those never started are not in it."""
        with self._store.viewing() as memory:
            return memory.worked.all()

    def start(
        self, actor: Actor, account_id: str, play: str, episode_id: str | None = None, team: Team | None = None
    ) -> RunView | NotStarted | None:
        """Start a play: its steps become tasks. ``None`` when the account is not in sight."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        found = self._plays.get(play)
        if found is None:
            return NotStarted(Refusal.UNKNOWN, play, play)
        with self._store.changing() as memory:
            standing = self._standings(memory, {account_id: row})[account_id]
            if not may_start(found, standing):
                return NotStarted(Refusal.NOT_NOW, play, found.title)
            if reached(found.goal, standing):
                return NotStarted(Refusal.REACHED, play, found.title)
            hands = self._hands(row, team or Team(), actor.person, standing.now)
            run = self._begin(memory, found, standing, hands, episode_id)
            if run is not None:
                Doing(memory, actor, row, standing.now).audit(Deed.PLAY_STARTED, f"{run.play} {run.id}")
                return self._views(memory, [run])[0]
            running = [each for each in memory.plays.runs([account_id]) if each.play == play and not each.ended_at]
            return NotStarted(Refusal.RUNNING, play, found.title, next(iter(self._views(memory, running)), None))

    def stop(self, actor: Actor, run_id: str, reason: str) -> RunView | None:
        """Stop a running play and cancel its open tasks. ``None`` when it is over or not in sight."""
        with self._store.changing() as memory:
            run = memory.plays.run(run_id)
            row = self._store.current(run.account_id, actor.sight) if run else None
            if run is None or row is None:
                return None
            ended = memory.plays.end(run_id, RunState.STOPPED, self._clock(), actor.person, reason or None)
            if ended is None:
                return None
            after_end(memory, ended, self._clock())
            Doing(memory, actor, row, self._clock()).audit(Deed.PLAY_STOPPED, f"{run.play} {run.id}")
            return self._views(memory, [ended])[0]

    def run(self, actor: Actor, run_id: str) -> RunView | None:
        """Return a started play, ``None`` when there is none in sight."""
        with self._store.viewing() as memory:
            run = memory.plays.run(run_id)
            if run is None or self._store.current(run.account_id, actor.sight) is None:
                return None
            return self._views(memory, [run])[0]

    def runs(self, actor: Actor, account_id: str) -> tuple[RunView, ...]:
        """Return the account's started plays, newest first; nothing when it is not in sight."""
        if self._store.current(account_id, actor.sight) is None:
            return ()
        with self._store.viewing() as memory:
            return self._views(memory, memory.plays.runs([account_id]))

    def mine(self, actor: Actor, ended: timedelta = timedelta()) -> tuple[RunView, ...]:
        """Return what runs, or ended less than so long ago, for the accounts the actor looks after, by account name."""
        with self._store.viewing() as memory:
            return self._views(memory, memory.plays.of_person(actor.sight, actor.person, self._clock() - ended))

    def _suggestion(self, play: Play, step: PlayStep, row: SnapshotRow, now: datetime) -> Suggestion:
        hands = self._hands(row, Team(), None, now)
        owner = hands.of(step.owner)
        due = due_at(self._hours_of, owner, now, step.after) if owner else None
        day = due.date() if due else self._hours_of(PROGRAM).after_days(now, step.after)
        return Suggestion(row.account_id, play.name, play.title, play.purpose, step.text, day, owner)

    def _hands(self, row: SnapshotRow, team: Team, starter: str | None, now: datetime) -> Hands:
        """Return who acts for an account; while the CSM is out of office, the backup stands in."""
        csm, backup = (person.casefold() if person else None for person in (row.owner, row.backup))
        if csm and backup and self._hours_of(csm).is_away_at(now):
            csm = backup
        return Hands(csm, backup, next(iter(team.leads), None), starter)

    def _begin(
        self, memory: Transaction, play: Play, standing: Standing, hands: Hands, episode_id: str | None
    ) -> PlayRun | None:
        """Keep a started play, its tasks and the line of its episode; ``None`` when it is running already."""
        run = new_run(play, standing, hands.starter, self._episode(memory, standing, episode_id))
        tasks = steps_as_tasks(play, run, hands, self._hours_of)
        if not memory.plays.start(run, tasks):
            return None
        if run.episode_id is not None:
            detail: dict[str, float | int | str | None] = {"play": play.title, "run": run.id}
            event = EpisodeEvent(run.episode_id, run.started_at, EpisodeMove.PLAY_STARTED, run.started_by, detail)
            memory.episodes.note(event)
            memory.outbox.put([episode_edit(run.episode_id, f"play:{run.id}", run.started_at)], run.started_at)
        return run

    def _episode(self, memory: Transaction, standing: Standing, episode_id: str | None) -> str | None:
        """Return the episode that a play belongs to: where it was started, if that fits, else the open one."""
        account_id = standing.snapshot.account_id
        named = memory.episodes.get(episode_id) if episode_id else None
        found = named if named and named.account_id == account_id else memory.episodes.open_of(account_id)
        return found.id if found else None


def new_run(play: Play, standing: Standing, starter: str | None, episode_id: str | None) -> PlayRun:
    """Return a run that begins now."""
    goal = target(play.goal, standing)
    return PlayRun(
        id=secrets.token_hex(ID_BYTES),
        account_id=standing.snapshot.account_id,
        play=play.name,
        version=play.version,
        started_at=standing.now,
        started_by=starter,
        state=RunState.ACTIVE,
        goal_metric=play.goal.metric,
        goal_from=goal.start,
        goal_to=goal.to,
        goal_by=goal.by,
        episode_id=episode_id,
    )


def steps_as_tasks(play: Play, run: PlayRun, hands: Hands, hours_of: HoursOf) -> Sequence[Task]:
    """Return the tasks that the steps of a play become; a step that nobody can do becomes none."""
    owners = [(step, hands.of(step.owner)) for step in play.steps]
    return [
        Task(
            id=secrets.token_hex(ID_BYTES),
            account_id=run.account_id,
            text=step.text,
            owner=owner,
            due_at=due_at(hours_of, owner, run.started_at, step.after),
            state=TaskState.OPEN,
            created_at=run.started_at,
            created_by=run.started_by or PROGRAM,
            episode_id=run.episode_id,
            play_run_id=run.id,
        )
        for step, owner in owners
        if owner is not None
    ]


def due_at(hours_of: HoursOf, owner: str, start: datetime, after: int) -> datetime:
    """Return when a step is due: in the morning of the owner's so-and-so-many-th working day, never at the start."""
    hours = hours_of(owner)
    begins = hours.next_open(start)
    due = hours.starts(hours.after_days(begins, after))
    return due if due > start else hours.after_hours(start, FIRST_STEP_HOURS)


def _card(play: Play, running: int, *, fits: bool) -> PlayCard:
    return PlayCard(
        play.name, play.title, play.purpose, play.steps, play.goal, fits, running, by_rule=play.by_rule, own=play.own
    )
