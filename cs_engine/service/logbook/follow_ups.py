"""Follow-ups and pulses: logged, changed, taken back."""

from dataclasses import replace
from datetime import date

from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor, Team
from cs_engine.records.episodes import FalseAlarm
from cs_engine.records.logbook import ChampionNews, EpisodeTrace, FollowUp, Pulse, Task
from cs_engine.records.logged import Duplicate, FieldError, Invalid, Logged, NewFollowUp, TooLate, Undone
from cs_engine.service.episodes.linked import joined, unlink
from cs_engine.service.logbook.effects import (
    Filled,
    cancel_task,
    follow_up_from,
    linked,
    linked_again,
    tell_of_wrong_data,
    tell_of_wrong_evidence,
    with_outcome,
    with_pulse,
    with_task,
)
from cs_engine.service.logbook.part import NOBODY, Deed, Doing, new_id
from cs_engine.service.logbook.reading import LogbookReading
from cs_engine.service.logbook.rules import AGAIN, UNDO, Asked, errors_of_follow_up, errors_of_pulse, errors_of_step
from cs_engine.storage.rows import SnapshotRow


class FollowUps(LogbookReading):
    """The part of the desk that changes follow-ups and pulses."""

    def log(
        self, actor: Actor, new: NewFollowUp, *, confirmed: bool = False, team: Team = NOBODY
    ) -> Logged | Duplicate | Invalid | None:
        """Keep a follow-up with what follows from it, all at once: task, pulse, champion, episode.

        Args:
            actor: the author.
            new: what was filled in.
            confirmed: the author was asked about the duplicate and wants both.
            team: whose operators are told where an episode rested on wrong data.
        """
        row = self._store.current(new.account_id, actor.sight)
        if row is None:
            return None
        filled = Filled(new, self._hours_of(new.step_owner or actor.person))
        errors = self._errors(actor, filled)
        if errors:
            return Invalid(errors)
        with self._doing(actor, row) as doing:
            earlier = doing.memory.logbook.logged_since(new.account_id, actor.person, new.kind, doing.at - AGAIN)
            if earlier is not None and not confirmed:
                return Duplicate(earlier, row.name)
            follow_up = follow_up_from(new, doing, new_id())
            trace = linked(doing, follow_up.id, new)
            follow_up = replace(follow_up, episode_id=trace.before.id if trace else None)
            doing.memory.logbook.add_follow_up(follow_up, trace)
            with_pulse(doing, follow_up, new)
            task = with_task(doing, follow_up, filled)
            with_outcome(doing, follow_up, trace)
            tell_of_wrong_evidence(doing, follow_up, trace, team)
            cause = _cause(follow_up, trace)
            if cause is not None:
                follow_up, trace = self._followed(doing, follow_up, trace, cause, team)
            doing.audit(Deed.FOLLOW_UP, follow_up.id)
        return self._logged(follow_up, row, task, trace)

    def edit(
        self, actor: Actor, follow_up_id: str, new: NewFollowUp, *, team: Team = NOBODY
    ) -> Logged | Invalid | None:
        """Change one's own follow-up at any time; its task, pulse and episode follow as far as they still stand."""
        known = self._own(actor, follow_up_id)
        if known is None:
            return None
        before, row = known
        filled = Filled(replace(new, account_id=before.account_id), self._hours_of(new.step_owner or actor.person))
        errors = self._errors(actor, filled, self._step_day(before, filled.hours))
        if errors:
            return Invalid(errors)
        with self._doing(actor, row) as doing:
            earlier = doing.memory.logbook.trace(before.id)
            trace = linked_again(doing, before, filled.new)
            changed = _edited(follow_up_from(filled.new, doing, before.id), before, new)
            doing.memory.logbook.put_follow_up(changed, trace)
            with_pulse(doing, changed, filled.new)
            task = with_task(doing, changed, filled)
            with_outcome(doing, changed, trace)
            if trace != earlier:
                tell_of_wrong_evidence(doing, changed, trace, team)
            changed, trace = self._followed(doing, changed, trace, "follow-up changed", team)
            doing.audit(Deed.FOLLOW_UP_EDITED, before.id)
        return self._logged(changed, row, task, trace)

    def undo(self, actor: Actor, follow_up_id: str, *, team: Team = NOBODY) -> Undone | TooLate | None:
        """Take one's own follow-up back within ten minutes, with everything that followed from it."""
        known = self._own(actor, follow_up_id)
        if known is None:
            return None
        follow_up, row = known
        with self._doing(actor, row) as doing:
            if doing.at > follow_up.logged_at + UNDO:
                return TooLate(follow_up.logged_at + UNDO)
            if not doing.memory.logbook.take_back(follow_up_id, doing.at):
                return None
            doing.memory.logbook.drop_pulse(follow_up_id)
            cancel_task(doing, follow_up_id)
            trace = doing.memory.logbook.trace(follow_up_id)
            restored = trace is None or unlink(doing, follow_up_id, trace)
            with_outcome(doing, follow_up, None)
            self._rescored(doing, "follow-up taken back", follow_up_id, team)
            doing.audit(Deed.FOLLOW_UP_UNDONE, follow_up_id)
        return Undone(replace(follow_up, undone_at=doing.at), row.name, restored)

    def set_pulse(self, actor: Actor, account_id: str, value: int, reason: str = "") -> Pulse | Invalid | None:
        """Keep an opinion of an account, 1 (bad) to 5 (good); never part of the score."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        errors = errors_of_pulse(value, reason)
        if errors:
            return Invalid(errors)
        with self._doing(actor, row) as doing:
            pulse = Pulse(account_id, actor.person, doing.at, value, reason.strip())
            doing.memory.logbook.add_pulse(pulse)
            doing.audit(Deed.PULSE, str(value))
        return pulse

    def report_wrong_data(self, actor: Actor, account_id: str, text: str, team: Team) -> str | None:
        """Tell whoever runs the program what is wrong with an account's data; return the account's name."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._doing(actor, row) as doing:
            tell_of_wrong_data(doing, text, team)
            doing.audit(Deed.WRONG_DATA, text)
        return row.name

    def _followed(
        self, doing: Doing, follow_up: FollowUp, trace: EpisodeTrace | None, cause: str, team: Team
    ) -> tuple[FollowUp, EpisodeTrace | None]:
        """Score the account again; return the follow-up, and with it what all of this did to the episode."""
        both = joined(trace, self._rescored(doing, cause, follow_up.id, team))
        if both == trace:
            return follow_up, trace
        linked_now = replace(follow_up, episode_id=both.before.id if both else None)
        doing.memory.logbook.put_follow_up(linked_now, both)
        return linked_now, both

    def _errors(self, actor: Actor, filled: Filled, allowed: date | None = None) -> tuple[FieldError, ...]:
        """Return what is wrong; ``allowed`` is the day of the step as it was, which may have passed by now."""
        now, new = self._clock(), filled.new
        today = now.astimezone(filled.hours.zone).date()
        due_on = today if allowed is not None and new.due_on == allowed else new.due_on
        asked = Asked(now.astimezone(self._hours_of(actor.person).zone))
        return (*errors_of_follow_up(new, asked), *errors_of_step(new.step, due_on, today))

    def _step_day(self, follow_up: FollowUp, hours: WorkingHours) -> date | None:
        with self._store.viewing() as memory:
            task = memory.logbook.task_of(follow_up.id)
        return task.due_at.astimezone(hours.zone).date() if task else None

    def _logged(self, follow_up: FollowUp, row: SnapshotRow, task: Task | None, trace: EpisodeTrace | None) -> Logged:
        with self._store.viewing() as memory:
            episode = memory.episodes.get(trace.before.id) if trace else None
        return Logged(follow_up, row.name, task, episode, follow_up.logged_at + UNDO)


def _edited(now: FollowUp, before: FollowUp, new: NewFollowUp) -> FollowUp:
    """Return a follow-up as it is now: when it was logged, from where and on what stays."""
    return replace(
        now,
        at=new.at or before.at,
        logged_at=before.logged_at,
        episode_id=before.episode_id,
        permalink=before.permalink,
        source=before.source,
        edited_at=now.logged_at,
    )


def _cause(follow_up: FollowUp, trace: EpisodeTrace | None) -> str | None:
    """Return why an account is scored again after a follow-up, for its snapshot; a touch alone is no reason."""
    if trace is not None and trace.false_alarm is FalseAlarm.CUSTOMER_LEFT:
        return "left"
    return None if follow_up.champion is ChampionNews.UNCHANGED else f"champion {follow_up.champion}"
