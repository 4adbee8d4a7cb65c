"""What a follow-up, a record or a changed task does to the account's risk episode, within the same transaction."""

from dataclasses import replace
from datetime import date, timedelta

from cs_engine.episodes.life import ended, false_alarm
from cs_engine.hours import WorkingHours
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, EpisodeState, FalseAlarm
from cs_engine.records.logbook import Ending, EpisodeTrace, Task, TaskState
from cs_engine.records.logged import NewFollowUp
from cs_engine.service.episodes.changes import Detail, keep
from cs_engine.service.logbook.part import Doing

TRIES = 3
"""Two people who change one episode at the same moment both succeed: what follows from a follow-up holds either way."""

_MOVES = {Ending.RESOLVE: EpisodeMove.RESOLVED, Ending.FALSE_ALARM: EpisodeMove.FALSE_ALARM}


def follow_up_linked(doing: Doing, follow_up_id: str, new: NewFollowUp, episode_id: str) -> EpisodeTrace | None:
    """Note a follow-up on an open episode, set its next step, and end it where the author says so.

    Returns:
        What was done, to take it back; ``None`` when the episode is over.
    """
    detail: dict[str, float | int | str | None] = {"follow_up": follow_up_id}
    for _ in range(TRIES):
        before = doing.memory.episodes.get(episode_id)
        if before is None or before.state.is_over or before.account_id != new.account_id:
            return None
        after = _keep(doing, _with(before, new, doing), EpisodeMove.FOLLOWED_UP, detail)
        if after is not None:
            _note_ending(doing, after, new, detail)
            return EpisodeTrace(before, after.version, new.ending, new.false_alarm)
    return None


def unlink(doing: Doing, by: str, trace: EpisodeTrace) -> bool:
    """Put an episode back to what it was before a follow-up or a record; one that it opened is over.

    Returns:
        ``False`` where others have moved it on since, or a newer one is open: then it stays as it is.
    """
    doing.memory.logbook.forget_events(trace.before.id, by)
    now = doing.memory.episodes.get(trace.before.id)
    if now is None:
        return False
    newer = doing.memory.episodes.open_of(now.account_id)
    moved = now.version != trace.version or (newer is not None and newer.id != now.id)
    if moved:
        _keep(doing, now, None)  # its message tells of the follow-up no more
        return False
    if trace.opened:
        return _keep(doing, _taken_back(now, doing), EpisodeMove.CLEARED) is not None
    return _keep(doing, replace(trace.before, version=now.version), None) is not None


def joined(trace: EpisodeTrace | None, also: EpisodeTrace | None) -> EpisodeTrace | None:
    """Return as one what a follow-up did to an episode, and what its review did then."""
    if trace is None or also is None:
        return trace or also
    return replace(trace, version=also.version) if trace.before.id == also.before.id else trace


def replan(doing: Doing, before: Task, after: Task, hours: WorkingHours) -> None:
    """Let a taken episode's next step follow the task that it is: put off with it, over once it is done."""
    episode = doing.memory.episodes.get(before.episode_id) if before.episode_id else None
    if episode is None or episode.state is not EpisodeState.CLAIMED:
        return
    if episode.next_step_on != before.due_at.astimezone(hours.zone).date():
        return
    planned = after.due_at.astimezone(hours.zone).date() if after.state is TaskState.OPEN else None
    if planned != episode.next_step_on:
        _keep(doing, replace(episode, next_step_on=planned), None)


def _taken_back(episode: Episode, doing: Doing) -> Episode:
    """Return an episode that was opened by mistake: the same evidence is news whenever it comes again."""
    return ended(episode, EpisodeState.CLEARED, doing.at, doing.actor.person, doing.at.date())


def _keep(doing: Doing, changed: Episode, move: EpisodeMove | None, detail: Detail | None = None) -> Episode | None:
    return keep(doing.memory, changed, move, doing.at, doing.actor.person, detail)


def _note_ending(doing: Doing, after: Episode, new: NewFollowUp, detail: Detail) -> None:
    if new.ending is Ending.KEEP_OPEN:
        return
    reason = {"reason": str(new.false_alarm)} if new.false_alarm else {}
    event = EpisodeEvent(after.id, doing.at, _MOVES[new.ending], doing.actor.person, {**detail, **reason})
    doing.memory.episodes.note(event)


def _with(episode: Episode, new: NewFollowUp, doing: Doing) -> Episode:
    planned = episode if new.due_on is None else replace(episode, next_step_on=new.due_on)
    by, muted = doing.actor.person, doing.at.date() + timedelta(days=doing.mute_days)
    if new.ending is Ending.RESOLVE:
        return ended(planned, EpisodeState.RESOLVED, doing.at, by, muted)
    if new.ending is Ending.FALSE_ALARM and new.false_alarm is not None:
        return false_alarm(planned, new.false_alarm, doing.at, by, _until(new, muted), doing.mute_days)
    return planned


def _until(new: NewFollowUp, muted: date) -> date | None:
    return (new.muted_until or muted) if new.false_alarm is FalseAlarm.EXPECTED else None
