"""One person's day in three lanes: what they owe, what they may bring news of, whom to stay close to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cs_engine.policy import DIGITAL_SEGMENT
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState
from cs_engine.records.lanes import LaneReason, LaneRow, Lanes
from cs_engine.records.logbook import Task
from cs_engine.records.plays import SuccessPlan
from cs_engine.service.digests.accounts import Account, glimpsed, with_talks
from cs_engine.storage.store import Store

MOST_ROWS = 9
"""More than nine is a list, not a day."""
DECISION_DAYS = 30
"""The last month before a decision: who has not talked about it by then is late."""
RECENT_TOUCH_DAYS = 14
"""Who was in touch in the last two weeks has talked about the decision already."""
SILENT_DAYS = 60
"""Two months: two monthly calls in a row did not happen."""
AHEAD_DAYS = 7
"""Steps of plays and milestones of the week are worth preparing."""
IMPROVED_POINTS = 8.0
"""A rise that a customer notices too; smaller ones come and go."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on one person's desk at a moment in their zone, whose day is today."""

    person: str
    now: datetime
    accounts: tuple[Account, ...] = ()
    names: tuple[tuple[str, str, Band | None], ...] = ()
    """Account, name and band of everything that tasks and episodes are about."""
    tasks: tuple[Task, ...] = ()
    """Their open tasks due within the next week or overdue, longest due first."""
    episodes: tuple[Episode, ...] = ()
    """Open episodes that they own or claimed."""
    plans: tuple[SuccessPlan, ...] = ()

    @property
    def day(self) -> date:
        """Today."""
        return self.now.date()


def lanes(store: Store, who: Actor | str, now: datetime) -> Lanes:
    """Return somebody's lanes for today.

    Args:
        store: the memory.
        who: the actor, or the person as the memory calls them.
        now: the present moment in that person's zone; its day is today.
    """
    person = who if isinstance(who, str) else who.person
    with store.viewing() as memory:
        digests = memory.digests
        tasks = tuple(digests.tasks_due(_end_of(now, AHEAD_DAYS), person))
        episodes = tuple(digests.open_episodes(person))
        named = digests.names({*(each.account_id for each in tasks), *(each.account_id for each in episodes)})
        rows = digests.glimpses(person)
        plans = tuple(digests.plans(person))
        logged = digests.follow_ups(now - timedelta(days=SILENT_DAYS), now)
    mine = tuple(with_talks(glimpsed(rows, now), logged, now.tzinfo))
    known = tuple((account_id, name, band) for account_id, (name, band) in named.items())
    return lanes_of(Desk(person, now, mine, known, tasks, episodes, plans))


def lanes_of(desk: Desk) -> Lanes:
    """Choose the rows: every account once, where it is needed most."""
    owe = list(_owed(desk))
    taken = {row.account_id for row in owe}
    bring = _one_each(_news(desk), taken)
    taken |= {row.account_id for row in bring}
    close = _one_each(_quiet(desk), taken)
    more = max(len(owe) - MOST_ROWS, 0)
    return Lanes(desk.day, tuple(owe[:MOST_ROWS]), tuple(bring[:MOST_ROWS]), tuple(close[:MOST_ROWS]), more)


def _owed(desk: Desk) -> Iterator[LaneRow]:
    """Yield tasks overdue or due today, promised steps that are late, and own episodes that nobody has taken."""
    names = _names(desk)
    for task in desk.tasks:
        due = _day_of(task, desk)
        if due <= desk.day:
            reason = LaneReason.TASK_OVERDUE if due < desk.day else LaneReason.TASK_DUE
            yield _row(names, task.account_id, reason, due=due, text=task.text, task_id=task.id)
    with_task = {task.account_id for task in desk.tasks if _day_of(task, desk) <= desk.day}
    for episode in sorted(desk.episodes, key=lambda each: (each.next_step_on or desk.day, each.id)):
        if episode.account_id not in with_task and (row := _promise(names, episode, desk)):
            yield row


def _promise(names: dict[str, tuple[str, Band | None]], episode: Episode, desk: Desk) -> LaneRow | None:
    if episode.state is EpisodeState.OPEN and episode.owner == desk.person:
        return _row(names, episode.account_id, LaneReason.UNCLAIMED, episode_id=episode.id)
    mine = episode.state is EpisodeState.CLAIMED and episode.claimed_by == desk.person
    if mine and episode.next_step_on is not None and episode.next_step_on <= desk.day:
        return _row(names, episode.account_id, LaneReason.STEP_OVERDUE, due=episode.next_step_on, episode_id=episode.id)
    return None


def _news(desk: Desk) -> Iterator[LaneRow]:
    """Yield decisions within a month without recent contact, steps and milestones of the week, and improvements."""
    names = _names(desk)
    near = [each for each in desk.accounts if _decides_soon(each, desk.day)]
    for account in sorted(near, key=lambda each: (each.decision_date or desk.day, each.id)):
        yield _row(names, account.id, LaneReason.DECISION, due=account.decision_date)
    for task in desk.tasks:
        due = _day_of(task, desk)
        if task.play_run_id is not None and due > desk.day:
            yield _row(names, task.account_id, LaneReason.PLAY, due=due, text=task.text, task_id=task.id)
    yield from _milestones(desk, names)
    better = [each for each in desk.accounts if each.band is not None and (each.customer or 0.0) >= IMPROVED_POINTS]
    for account in sorted(better, key=lambda each: (-(each.customer or 0.0), each.id)):
        yield _row(names, account.id, LaneReason.IMPROVED, number=account.customer)


def _milestones(desk: Desk, names: dict[str, tuple[str, Band | None]]) -> Iterator[LaneRow]:
    last = desk.day + timedelta(days=AHEAD_DAYS)
    for plan in desk.plans:
        due = [each for each in plan.milestones if each.done_on is None and each.by is not None and each.by <= last]
        for milestone in sorted(due, key=lambda each: (each.by or last, each.id))[:1]:
            yield _row(names, plan.account_id, LaneReason.MILESTONE, due=milestone.by, text=milestone.text)


def _quiet(desk: Desk) -> Iterator[LaneRow]:
    """Yield accounts that have not replied for two months, or of which nothing is on record; the dearest first."""
    names = _names(desk)
    for account, days in silent(desk.accounts, desk.day):
        reason = LaneReason.UNTOUCHED if days is None else LaneReason.SILENT
        yield _row(names, account.id, reason, number=days)


def silent(accounts: Iterable[Account], today: date) -> list[tuple[Account, int | None]]:
    """Return accounts without a two-way contact for two months with the days since, the dearest first.

    Only where contacts are recorded at all, only accounts with a band, and only where a person looks after them.
    """
    found = []
    for account in accounts:
        judged = account.touches_known and account.band is not None and account.segment != DIGITAL_SEGMENT
        days = None if account.last_reply is None else (today - account.last_reply).days
        if judged and (days is None or days > SILENT_DAYS):
            found.append((account, days))
    return sorted(found, key=lambda pair: (-(pair[0].line.arr or 0.0), pair[0].id))


def _decides_soon(account: Account, today: date) -> bool:
    """Tell whether a longer contract is decided within a month and nobody was in touch for two weeks."""
    line = account.line
    if account.band in {None, Band.LEAVING} or line.term_months == 1 or account.decision_date is None:
        return False
    days = (account.decision_date - today).days
    touched = account.last_touch is not None and (today - account.last_touch).days <= RECENT_TOUCH_DAYS
    return 0 <= days <= DECISION_DAYS and not touched


def _one_each(rows: Iterable[LaneRow], taken: set[str]) -> list[LaneRow]:
    found: dict[str, LaneRow] = {}
    for row in rows:
        if row.account_id not in taken:
            found.setdefault(row.account_id, row)
    return list(found.values())


def _names(desk: Desk) -> dict[str, tuple[str, Band | None]]:
    known = {account_id: (name, band) for account_id, name, band in desk.names}
    return known | {each.id: (each.line.name, each.band) for each in desk.accounts}


def _row(names: dict[str, tuple[str, Band | None]], account_id: str, reason: LaneReason, **details: object) -> LaneRow:
    name, band = names.get(account_id, (account_id, None))
    return LaneRow(account_id, name, band, reason, **details)  # type: ignore[arg-type] # fields of a row, by name


def _day_of(task: Task, desk: Desk) -> date:
    return task.due_at.astimezone(desk.now.tzinfo).date()


def _end_of(now: datetime, days: int) -> datetime:
    """Return the first moment of the day that follows so many days after today."""
    return datetime.combine(now.date() + timedelta(days=days + 1), datetime.min.time(), now.tzinfo)
