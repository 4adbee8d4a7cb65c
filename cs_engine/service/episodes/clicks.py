"""What people do with an episode by a click: one of several at once wins, the others are told who."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from cs_engine.episodes import life
from cs_engine.episodes.declaration import Alerts
from cs_engine.records.acting import Actor, Team
from cs_engine.records.episode_view import Done, Overtaken
from cs_engine.records.episodes import Episode, EpisodeMove, EpisodeState, FalseAlarm
from cs_engine.records.logbook import RenewalRecord, RenewalResult
from cs_engine.records.logged import FieldError, Invalid, NewTask
from cs_engine.service.episodes.audience import HoursOf, as_people
from cs_engine.service.episodes.changes import Detail, keep
from cs_engine.service.episodes.intents import handed, note, posted
from cs_engine.service.episodes.views import Views
from cs_engine.service.logbook.part import Deed, Doing
from cs_engine.service.logbook.rules import due_moment, errors_of_due, errors_of_step
from cs_engine.service.logbook.tasks import keep_task, task_from
from cs_engine.service.scoring.rescoring import rescore
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

Answer = Done | Overtaken | None
Also = Callable[[Transaction, Episode], object]
"""What goes along with a change, in its transaction."""
ATTEMPTS = 3
"""Somebody else may be first between reading and writing; who is beaten three times is told to look again."""


@dataclass(frozen=True, slots=True)
class Click:
    """What somebody wants: which move, what it makes of an episode, and what goes along in the same transaction.

    ``taken``: it is refused while somebody else has the episode.
    """

    move: EpisodeMove
    step: Callable[[Episode], Episode]
    detail: Detail | None = None
    taken: bool = False
    also: Also = lambda _memory, _episode: None


class Clicks:
    """Applies what people want to the episodes of accounts in their sight."""

    def __init__(self, store: Store, views: Views, alerts: Alerts, hours_of: HoursOf) -> None:
        """Write to ``store``."""
        self._store = store
        self._views = views
        self._alerts = alerts
        self._hours_of = hours_of

    def claim(self, actor: Actor, episode_id: str, next_step_on: date | None, at: datetime) -> Answer:
        """Take an episode that nobody else has."""
        return self._apply(actor, episode_id, at, _claim(actor, next_step_on, at))

    def take_on(self, actor: Actor, episode_id: str, step: "NextStep", at: datetime) -> Answer | Invalid:
        """Take an episode with its next step, which becomes a task in the same transaction if it was named."""
        hours = self._hours_of(actor.person)
        errors = step.errors(at.astimezone(hours.zone).date())
        if errors:
            return Invalid(errors)

        def plan(memory: Transaction, kept: Episode) -> None:
            row = self._store.current(kept.account_id, actor.sight)
            if row is not None and step.text:
                doing = Doing(memory, actor, row, at)
                task = task_from(step.task(actor, kept), actor, at, due_moment(step.due_on, hours))
                keep_task(doing, task, hours)
                doing.audit(Deed.TASK, task.id)

        return self._apply(actor, episode_id, at, _claim(actor, step.due_on, at, plan))

    def hand_over(self, actor: Actor, episode_id: str, to_person: str, at: datetime) -> Answer:
        """Give an episode to somebody, who is told when they are next at work."""
        person = to_person.casefold() if "@" in to_person else to_person
        due_at = self._hours_of(person).next_open(at)

        def tell(memory: Transaction, kept: Episode) -> None:
            memory.outbox.put([handed(kept, as_people((person,)), due_at)], at)

        click = Click(
            EpisodeMove.HANDED_OVER, lambda one: life.claimed(one, person, at, None), {"to": person}, True, tell
        )
        return self._apply(actor, episode_id, at, click)

    def snooze(self, actor: Actor, episode_id: str, until: date, at: datetime) -> Answer:
        """Let an episode rest."""
        click = Click(EpisodeMove.SNOOZED, lambda one: life.snoozed(one, until), {"until": until.isoformat()})
        return self._apply(actor, episode_id, at, click)

    def resolve(self, actor: Actor, episode_id: str, text: str, at: datetime) -> Answer:
        """End an episode."""
        muted = self._today(actor, at, self._alerts.limits.mute_days)
        click = Click(
            EpisodeMove.RESOLVED,
            lambda one: life.ended(one, EpisodeState.RESOLVED, at, actor.person, muted),
            {"note": text or None},
        )
        return self._apply(actor, episode_id, at, click)

    def false_alarm(self, actor: Actor, episode_id: str, why: "Why", at: datetime, team: Team) -> Answer:
        """End an episode that was none, and send its reason where it belongs."""
        days = self._alerts.limits.mute_days
        detail = {"reason": why.reason.value, "note": why.text or None}
        click = Click(
            EpisodeMove.FALSE_ALARM,
            lambda one: life.false_alarm(one, why.reason, at, actor.person, why.until, days),
            detail,
            also=lambda memory, kept: self._route(memory, kept, why, actor, (at, team)),
        )
        return self._apply(actor, episode_id, at, click)

    def unfold(self, actor: Actor, episode_id: str, at: datetime) -> bool:
        """Have an episode of a grouped message posted in the thread below; ``False`` when it stands in no group.

        Asked twice, it is posted once.
        """
        with self._store.changing() as memory:
            found = memory.episodes.get(episode_id)
            grouped = memory.outbox.get(found.group) if found is not None and found.group else None
            if found is None or grouped is None or self._store.current(found.account_id, actor.sight) is None:
                return False
            to = (grouped.told,) if grouped.told else grouped.intent.to
            memory.outbox.put([replace(posted(found, to, at), within=found.group)], at)
        return True

    def _apply(self, actor: Actor, episode_id: str, at: datetime, click: Click) -> Answer:
        with self._store.viewing() as memory:
            found = memory.episodes.get(episode_id)
        if found is None or self._store.current(found.account_id, actor.sight) is None:
            return None
        for _ in range(ATTEMPTS):
            with self._store.changing() as memory:
                found = memory.episodes.get(episode_id) or found
                first = _who_was_first(found, actor, click)
                kept = None
                if first is None:
                    kept = keep(memory, click.step(found), click.move, at, actor.person, click.detail)
                if kept is not None:
                    click.also(memory, kept)
            if kept is not None or first is not None:
                break
        view = self._views.of(actor.sight, kept or found)
        if view is None:
            return None
        return Done(view) if kept is not None else Overtaken(view, first.by if first else None)

    def _route(
        self, memory: Transaction, kept: Episode, why: "Why", actor: Actor, moment: tuple[datetime, Team]
    ) -> None:
        """Send the reason of a false alarm where it belongs: wrong data to operators, a loss to the labels."""
        at, team = moment
        if why.reason is FalseAlarm.CUSTOMER_LEFT:
            record = RenewalRecord(f"left-{kept.id}", kept.account_id, RenewalResult.LEFT, at.date(), actor.person, at)
            memory.logbook.add_renewal(record)
            rescore(self._store, memory, kept.account_id, at, "left")
        if why.reason is FalseAlarm.WRONG_DATA:
            families = [family.value for family in sorted(kept.families)]
            about = {"episode": kept.id, "account": kept.account_id, "by": actor.person}
            more: dict[str, object] = {**about, "families": families, "text": why.text}
            notes = [note("wrong_data", f"{kept.id}:{who.id}", more, (who,), at) for who in as_people(team.operators)]
            memory.outbox.put(notes, at)

    def _today(self, actor: Actor, at: datetime, days_later: int) -> date:
        today = at.astimezone(self._hours_of(actor.person).zone).date()
        return date.fromordinal(today.toordinal() + days_later)


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody calls an episode a false alarm."""

    reason: FalseAlarm
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What somebody who takes an episode does next; without a text there is only the day."""

    due_on: date
    text: str = ""

    def task(self, actor: Actor, episode: Episode) -> NewTask:
        """Return the step as a task of whoever takes the episode."""
        return NewTask(episode.account_id, self.text, actor.person, self.due_on, episode_id=episode.id)

    def errors(self, today: date) -> tuple[FieldError, ...]:
        """Return what is wrong with it, where whoever takes the episode is."""
        return errors_of_step(self.text, self.due_on, today) if self.text else errors_of_due(self.due_on, today)


@dataclass(frozen=True, slots=True)
class _First:
    """That somebody was first; ``by`` is None where the program was."""

    by: str | None


def _claim(actor: Actor, next_step_on: date | None, at: datetime, also: Also | None = None) -> Click:
    detail = {"next_step_on": next_step_on.isoformat() if next_step_on else None}
    click = Click(
        EpisodeMove.CLAIMED, lambda one: life.claimed(one, actor.person, at, next_step_on), detail, taken=True
    )
    return click if also is None else replace(click, also=also)


def _who_was_first(episode: Episode, actor: Actor, click: Click) -> _First | None:
    if episode.state.is_over:
        return _First(episode.ended_by)
    somebody_else = episode.claimed_by is not None and episode.claimed_by != actor.person
    if click.move is EpisodeMove.HANDED_OVER and (actor.leads or actor.person == episode.owner):
        return None  # who is responsible may hand over what somebody else has
    return _First(episode.claimed_by) if click.taken and somebody_else else None
