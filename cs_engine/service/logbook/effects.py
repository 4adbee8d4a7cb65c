"""What follows from a follow-up, within the transaction that keeps it: its episode, pulse, task, and the champion."""

from dataclasses import dataclass, replace
from datetime import UTC

from cs_engine.health.facts import text
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Team
from cs_engine.records.episodes import Episode, FalseAlarm
from cs_engine.records.logbook import (
    ChampionNews,
    EpisodeTrace,
    FollowUp,
    Pulse,
    RenewalRecord,
    RenewalResult,
    Task,
    TaskState,
)
from cs_engine.records.logged import NewFollowUp, NewTask
from cs_engine.service.episodes.audience import as_people
from cs_engine.service.episodes.intents import note
from cs_engine.service.episodes.linked import follow_up_linked, unlink
from cs_engine.service.logbook.part import Doing, edit_of, facts_of
from cs_engine.service.logbook.rules import due_moment
from cs_engine.service.logbook.tasks import keep_task, task_from


@dataclass(frozen=True, slots=True)
class Filled:
    """A follow-up as it was filled in, and when the owner of its next step works."""

    new: NewFollowUp
    hours: WorkingHours


def follow_up_from(new: NewFollowUp, doing: Doing, follow_up_id: str) -> FollowUp:
    """Return the follow-up that somebody logs now; a champion who left is the one that we know of."""
    name = (new.champion_name or "").strip() or None
    if new.champion is ChampionNews.LEFT and name is None:
        name = text(facts_of(doing.account), "champion")
    return FollowUp(
        id=follow_up_id,
        account_id=new.account_id,
        author=doing.actor.person,
        at=new.at or doing.at,
        logged_at=doing.at,
        kind=new.kind,
        outcome=new.outcome,
        note=new.note.strip(),
        contacts=tuple(dict.fromkeys(name for each in new.contacts if (name := each.strip()))),
        reasons=tuple(dict.fromkeys(new.reasons)),
        champion=new.champion,
        champion_name=None if new.champion is ChampionNews.UNCHANGED else name,
        visibility=new.visibility,
        permalink=new.permalink,
        source=new.source,
    )


def linked(doing: Doing, follow_up_id: str, new: NewFollowUp) -> EpisodeTrace | None:
    """Link a follow-up to the episode that it names, or to the account's open one."""
    open_one = doing.memory.episodes.open_of(new.account_id)
    episode_id = new.episode_id or (open_one.id if open_one else None)
    return None if episode_id is None else follow_up_linked(doing, follow_up_id, new, episode_id)


def linked_again(doing: Doing, before: FollowUp, new: NewFollowUp) -> EpisodeTrace | None:
    """Change what a follow-up did to its episode where that differs and nobody has moved the episode since."""
    trace = doing.memory.logbook.trace(before.id)
    same_end = trace is None or (trace.ending is new.ending and trace.false_alarm is new.false_alarm)
    if trace is None or (same_end and before.champion is new.champion):
        return trace
    if not unlink(doing, before.id, trace):
        return trace
    return follow_up_linked(doing, before.id, new, trace.before.id)


def with_outcome(doing: Doing, follow_up: FollowUp, trace: EpisodeTrace | None) -> None:
    """Record that the customer left, where that is why an episode was a false alarm."""
    if trace is None or trace.false_alarm is not FalseAlarm.CUSTOMER_LEFT:
        doing.memory.logbook.take_back_renewal(_left(follow_up.id), doing.at)
    elif doing.memory.logbook.renewal(_left(follow_up.id)) is None:
        by, on = doing.actor.person, doing.at.date()
        record = RenewalRecord(_left(follow_up.id), follow_up.account_id, RenewalResult.LEFT, on, by, doing.at)
        doing.memory.logbook.add_renewal(record)


def tell_of_wrong_data(doing: Doing, text: str, team: Team, episode: Episode | None = None) -> None:
    """Tell whoever runs the program what is wrong with an account's data."""
    families = [family.value for family in sorted(episode.families)] if episode else []
    account = doing.account
    about: dict[str, object] = {"account": account.account_id, "name": account.name, "by": doing.actor.person}
    about |= {"text": text, "families": families} | ({"episode": episode.id} if episode else {})
    key = f"{account.account_id}:{doing.at.astimezone(UTC).isoformat()}"
    doing.tell(*(note("wrong_data", f"{key}:{who.id}", about, (who,), doing.at) for who in as_people(team.operators)))


def tell_of_wrong_evidence(doing: Doing, follow_up: FollowUp, trace: EpisodeTrace | None, team: Team) -> None:
    """Tell whoever runs the program of an episode that a follow-up ended because it rested on wrong data."""
    if trace is not None and trace.false_alarm is FalseAlarm.WRONG_DATA:
        tell_of_wrong_data(doing, follow_up.note, team, trace.before)


def with_pulse(doing: Doing, follow_up: FollowUp, new: NewFollowUp) -> None:
    """Keep the pulse that was given with a follow-up, in place of an earlier one."""
    before = doing.memory.logbook.pulse_of(follow_up.id)
    doing.memory.logbook.drop_pulse(follow_up.id)
    if new.pulse is not None:
        at = before.at if before and before.value == new.pulse else doing.at
        pulse = Pulse(new.account_id, doing.actor.person, at, new.pulse, new.pulse_reason.strip())
        doing.memory.logbook.add_pulse(pulse, follow_up.id)


def with_task(doing: Doing, follow_up: FollowUp, filled: Filled) -> Task | None:
    """Keep the next step as a task, or change the task that it is already; no step cancels it."""
    new = filled.new
    if new.due_on is None:
        cancel_task(doing, follow_up.id)
        return None
    known = doing.memory.logbook.task_of(follow_up.id)
    owner, due_at = new.step_owner or doing.actor.person, due_moment(new.due_on, filled.hours)
    if known is not None:
        return _changed_task(doing, known, replace(known, text=new.step.strip(), owner=owner, due_at=due_at))
    made = task_from(NewTask(new.account_id, new.step, owner, new.due_on), doing.actor, doing.at, due_at)
    task = replace(made, follow_up_id=follow_up.id, episode_id=follow_up.episode_id)
    keep_task(doing, task, filled.hours)
    return task


def cancel_task(doing: Doing, follow_up_id: str) -> None:
    """Cancel the task that a follow-up's next step became, if it is open."""
    task = doing.memory.logbook.task_of(follow_up_id)
    if task is not None:
        cancelled = replace(task, state=TaskState.CANCELLED, ended_at=doing.at, ended_by=doing.actor.person)
        _changed_task(doing, task, cancelled)


def _left(follow_up_id: str) -> str:
    """Return the id of the renewal record that a follow-up brought about."""
    return f"left-{follow_up_id}"


def _changed_task(doing: Doing, known: Task, changed: Task) -> Task:
    if changed == known or not doing.memory.logbook.change_task(changed):
        return known
    doing.tell(edit_of(known.subject, "reminder", {"task": known.id}, doing.at))
    return changed
