"""What every part of the desk of plays works with."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from cs_engine.health.snapshot import Snapshot
from cs_engine.hours import WorkingHours
from cs_engine.plays.play import Play
from cs_engine.plays.standing import METRICS, Standing
from cs_engine.records.episodes import Episode
from cs_engine.records.plays import PlayRun, RunView
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

HoursOf = Callable[[str], WorkingHours]
MONTHLY = 1
"""Term in months of a contract that can end on any day, so it has no decision date that nears."""
AROUND_START = timedelta(days=35)
"""Snapshots are weekly at the least; a month back there is one that tells how an account stood."""


class PlayPart:
    """A part of the desk of plays."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        hours_of: HoursOf,
        plays: Sequence[Play],
    ) -> None:
        """Work on ``store``.

        Args:
            store: the memory.
            clock: returns the present moment, aware, in the workspace's zone.
            hours_of: tells when a person works.
            plays: all there are.
        """
        self._store = store
        self._clock = clock
        self._hours_of = hours_of
        self._plays: Mapping[str, Play] = {play.name: play for play in plays}

    def _rows(self, accounts: Iterable[str]) -> dict[str, SnapshotRow]:
        found = ((account_id, self._store.current(account_id)) for account_id in dict.fromkeys(accounts))
        return {account_id: row for account_id, row in found if row is not None}

    def _standings(self, memory: Transaction, rows: Mapping[str, SnapshotRow]) -> dict[str, Standing]:
        """Return how some accounts stand, before any play."""
        now = self._clock()
        episodes = _open_episodes(memory, list(rows), now)
        return {account_id: standing(row, now, episodes.get(account_id)) for account_id, row in rows.items()}

    def _during(self, memory: Transaction, run: PlayRun, row: SnapshotRow) -> Standing:
        """Return how an account stands as seen from a play that was started for it."""
        now = self._clock()
        episode = _open_episodes(memory, [row.account_id], now).get(row.account_id)
        before = self._store.snapshots(
            row.account_id, since=run.started_at - AROUND_START, until=run.started_at + timedelta.resolution
        )
        return replace(
            standing(row, now, episode),
            since=run.started_at,
            decision_before=decision(before[-1]) if before else None,
            renewed_at=memory.plays.renewed([row.account_id]).get(row.account_id),
        )

    def _views(self, memory: Transaction, runs: Sequence[PlayRun]) -> tuple[RunView, ...]:
        rows = self._rows(run.account_id for run in runs)
        tasks = memory.plays.tasks([run.id for run in runs])
        found = []
        for run in runs:
            row, play = rows.get(run.account_id), self._plays.get(run.play)
            metric = METRICS.get(run.goal_metric or "")
            measured = row is not None and metric is not None and run.ended_at is None
            found.append(
                RunView(
                    run=run,
                    account_name=row.name if row else run.account_id,
                    name=play.title if play else run.play,
                    goal_unit=metric.unit if metric else None,
                    goal_now=metric.read(self._during(memory, run, row)) if measured and row and metric else None,
                    tasks=tuple(task for task in tasks if task.play_run_id == run.id),
                    currency=row.currency if row else None,
                )
            )
        return tuple(found)


def standing(
    row: SnapshotRow, now: datetime, episode: Episode | None = None, snapshot: Snapshot | None = None
) -> Standing:
    """Return how the account of a stored snapshot, perhaps read already, stands before any play."""
    families = episode.families if episode else frozenset()
    return Standing(snapshot or Snapshot.from_document(row.document), now, decision(row), families)


def decision(row: SnapshotRow) -> date | None:
    """Return the day by which the customer decides; None when unknown, and for contracts that may end any day."""
    return None if row.term_months == MONTHLY else row.decision_date


def _open_episodes(memory: Transaction, accounts: Collection[str], now: datetime) -> dict[str, Episode]:
    found = memory.episodes.of_accounts(list(accounts), ended_after=now)
    return {episode.account_id: episode for episode in found if episode.ended_at is None}
