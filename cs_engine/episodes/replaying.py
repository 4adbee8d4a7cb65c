"""The past as it would have been told: reviews one after another, without a memory and without people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cs_engine.episodes.deciding import Decisions, decide
from cs_engine.episodes.declaration import Alerts
from cs_engine.episodes.judging import Case, Judged, judge
from cs_engine.health.change import latest_within
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import WEEK_WINDOW
from cs_engine.records.episodes import Episode

KEPT = timedelta(days=35)
"""As far back as a review looks: last week's snapshot of the review before."""


@dataclass(frozen=True, slots=True)
class Day:
    """One replayed review: when, what was decided, and every episode open after it by account."""

    as_of: datetime
    decisions: Decisions
    open: Mapping[str, Episode]


def replay(
    days: Iterable[tuple[datetime, Sequence[Snapshot]]],
    alerts: Alerts,
    ranks: Mapping[tuple[str, datetime], float] | None = None,
) -> Iterator[Day]:
    """Review the snapshots of one instant after another, and yield what each review comes to.

    The first is the first picture: nothing is opened. Nobody claims, snoozes or resolves, so episodes end only by
    themselves; whoever wants people in it drives ``judge`` and ``decide`` with episodes of their own.

    Args:
        days: instants ascending, each with the snapshots of all accounts; read one by one.
        alerts: the rules.
        ranks: expected revenue at risk x urgency by account and instant, for the order; 0 where not given.
    """
    past = _Past()
    for as_of, snapshots in days:
        judged = [judge(past.case(now, (ranks or {}).get((now.account_id, as_of), 0.0)), alerts) for now in snapshots]
        decisions = decide(judged, alerts, as_of, first=past.reviewed is None)
        past.keep(as_of, snapshots, judged, decisions)
        yield Day(as_of, decisions, {each.account_id: each for each in past.open()})


@dataclass(slots=True)
class _Past:
    """What the next review looks back to."""

    reviewed: datetime | None = None
    snapshots: dict[str, list[Snapshot]] = field(default_factory=lambda: defaultdict(list))
    episodes: dict[str, list[Episode]] = field(default_factory=lambda: defaultdict(list))

    def case(self, now: Snapshot, rank: float) -> Case:
        """Return an account with everything that its judgment needs."""
        earlier = self.snapshots[now.account_id]
        before = earlier[-1] if earlier and earlier[-1].as_of == self.reviewed else None
        return Case(
            now,
            week=latest_within(earlier, now.as_of, WEEK_WINDOW),
            before=before,
            before_week=None if before is None else latest_within(earlier, before.as_of, WEEK_WINDOW),
            episodes=tuple(self.episodes[now.account_id]),
            rank=rank,
        )

    def keep(
        self, as_of: datetime, snapshots: Iterable[Snapshot], judged: Iterable[Judged], decisions: Decisions
    ) -> None:
        """Remember what was decided, and forget what no later review looks back to."""
        for one in judged:
            self.episodes[one.account_id] = [each for each in one.episodes if _matters(each, as_of)]
        for opening in decisions.opened:
            self.episodes[opening.episode.account_id].append(opening.episode)
        for update in decisions.updates:
            kept = [each for each in self.episodes[update.episode.account_id] if each.id != update.episode.id]
            self.episodes[update.episode.account_id] = [*kept, update.episode]
        for snapshot in snapshots:
            recent = [each for each in self.snapshots[snapshot.account_id] if as_of - each.as_of <= KEPT]
            self.snapshots[snapshot.account_id] = [*recent, snapshot]
        self.reviewed = as_of

    def open(self) -> Iterator[Episode]:
        """Yield the open episodes."""
        return (each for episodes in self.episodes.values() for each in episodes if not each.state.is_over)


def _matters(episode: Episode, as_of: datetime) -> bool:
    return not episode.state.is_over or (episode.muted_until is not None and episode.muted_until > as_of.date())
