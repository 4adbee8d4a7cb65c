"""What a review reads: the snapshots of an instant piece by piece, and of the few that matter what came before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice

from cs_engine.episodes.declaration import Alerts
from cs_engine.episodes.judging import Case, Judged, is_quiet, judge
from cs_engine.health.change import latest_within
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import ModelChance
from cs_engine.policy import WEEK_WINDOW
from cs_engine.records.episodes import Episode
from cs_engine.service.scoring.model_chances import model_chance, model_chances
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

PIECE = 500
"""Accounts judged at once: a few megabytes of snapshots."""
INSTANT = timedelta(microseconds=1)
ANY = timedelta(days=366)
"""Longer than any evidence is muted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a review sees the memory: at one instant, against the review before."""

    store: Store
    alerts: Alerts
    as_of: datetime
    before: datetime | None
    """The review before; ``None`` for the first picture."""

    def judged(self) -> Iterator[Judged]:
        """Judge every account that has a snapshot at the instant."""
        rows = self.store.snapshots_between(self.as_of, self.as_of + INSTANT)
        chances = model_chances(self.store, self.as_of)
        while piece := list(islice(rows, PIECE)):
            yield from self._piece(piece, chances)

    def judged_one(self, row: SnapshotRow, was: SnapshotRow, episodes: tuple[Episode, ...]) -> Judged:
        """Judge one account by a snapshot that is not kept yet, against the one before it."""
        now, before = Snapshot.from_document(row.document), Snapshot.from_document(was.document)
        chance = model_chance(self.store, row.account_id, row.as_of)
        return self._judge(row, (now, before, chance), episodes, self._past([row.account_id]).get(row.account_id, []))

    def _piece(self, rows: Sequence[SnapshotRow], chances: Mapping[str, ModelChance]) -> Iterator[Judged]:
        names = [row.account_id for row in rows]
        episodes, earlier = self._episodes(names), self._before(names)
        taken = {row.account_id: Snapshot.from_document(row.document) for row in rows}
        close = {
            row.account_id
            for row in rows
            if row.account_id in episodes
            or not is_quiet(taken[row.account_id], self.alerts)
            or _has_moved(row, earlier.get(row.account_id))
        }
        past = self._past(sorted(close))
        for row in rows:
            now = taken[row.account_id]
            was = earlier.get(row.account_id) if row.account_id in close else None
            before = None if was is None else Snapshot.from_document(was.document)
            seen = (now, before, chances.get(row.account_id))
            yield self._judge(row, seen, episodes.get(row.account_id, ()), past.get(row.account_id, []))

    def _judge(
        self,
        row: SnapshotRow,
        seen: tuple[Snapshot, Snapshot | None, ModelChance | None],
        episodes: tuple[Episode, ...],
        past: Sequence[Snapshot],
    ) -> Judged:
        now, before, chance = seen
        week = latest_within(past, now.as_of, WEEK_WINDOW)
        before_week = None if before is None else latest_within(past, before.as_of, WEEK_WINDOW)
        probability = None if chance is None else chance.value
        return judge(Case(now, week, before, before_week, episodes, row.rank, probability), self.alerts)

    def _episodes(self, accounts: Sequence[str]) -> Mapping[str, tuple[Episode, ...]]:
        """Return the open episodes, and those whose evidence may still be muted, by account."""
        found: dict[str, list[Episode]] = defaultdict(list)
        with self.store.viewing() as memory:
            for episode in memory.episodes.of_accounts(accounts, ended_after=self.as_of - ANY):
                found[episode.account_id].append(episode)
        return {name: tuple(each) for name, each in found.items()}

    def _before(self, accounts: Sequence[str]) -> Mapping[str, SnapshotRow]:
        """Return the rows of the review before by account."""
        if self.before is None:
            return {}
        return {row.account_id: row for row in self.store.snapshots_at(self.before, accounts)}

    def _past(self, accounts: Sequence[str]) -> Mapping[str, list[Snapshot]]:
        """Return last week's snapshots of some accounts, as seen from this review and from the one before."""
        if not accounts:
            return {}
        seen_from = [self.as_of] if self.before is None else [self.as_of, self.before]
        oldest = min(seen_from) - timedelta(days=WEEK_WINDOW[1] + 1)
        wanted: dict[datetime, list[str]] = defaultdict(list)
        marks = self.store.marks(accounts, oldest, self.as_of)
        for name, own in groupby(marks, key=lambda mark: mark.account_id):
            mine = list(own)
            chosen = (latest_within(mine, instant, WEEK_WINDOW) for instant in seen_from)
            for instant in {mark.as_of for mark in chosen if mark is not None}:
                wanted[instant].append(name)
        found: dict[str, list[Snapshot]] = defaultdict(list)
        for instant in sorted(wanted):
            for row in self.store.snapshots_at(instant, wanted[instant]):
                found[row.account_id].append(Snapshot.from_document(row.document))
        return found


def _has_moved(row: SnapshotRow, before: SnapshotRow | None) -> bool:
    return before is not None and row.owner != before.owner
