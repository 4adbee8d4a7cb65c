"""After a refresh: plays that are over, goals of plans that were reached, plays that start by their rule."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from cs_engine.plays.deciding import suggested, verdict
from cs_engine.plays.play import Play
from cs_engine.records.acting import Team
from cs_engine.records.plays import PlayRun, PlaysChecked, RunState
from cs_engine.service.plays.intents import after_end
from cs_engine.service.plays.runs import PlayRuns
from cs_engine.service.plays.success_plans import SuccessPlans
from cs_engine.storage.rows import SnapshotRow

AT_ONCE = 500
"""Accounts looked at in one transaction, as snapshots are written."""


class PlayChecks(PlayRuns, SuccessPlans):
    """The part of the desk that measures."""

    def check(self, as_of: datetime, team: Team) -> PlaysChecked:
        """End plays whose goal, stop condition or deadline came, measure plans, start what starts by rule.

        Checking an instant again changes nothing. Each play is one short transaction, so no button waits long.

        Args:
            as_of: the instant of the snapshots that a refresh has just written.
            team: who leads, for steps of accounts that nobody looks after.
        """
        ended = Counter(self._ended())
        return PlaysChecked(
            met=ended[RunState.MET],
            missed=ended[RunState.MISSED],
            stopped=ended[RunState.STOPPED],
            goals_reached=self.measure_plans(),
            started=sum(self._start_by_rule(play, as_of, team) for play in self._plays.values() if play.by_rule),
        )

    def _ended(self) -> Iterator[RunState]:
        with self._store.viewing() as memory:
            active = memory.plays.active()
        for run in active:
            state = self._end_if_over(run)
            if state is not None:
                yield state

    def _end_if_over(self, run: PlayRun) -> RunState | None:
        row = self._store.current(run.account_id)
        with self._store.changing() as memory:
            standing = self._during(memory, run, row) if row else None
            found = verdict(self._plays.get(run.play), run, standing)
            now = self._clock()
            ended = memory.plays.end(run.id, found.state, now, None, found.reason) if found else None
            if ended is None:
                return None
            after_end(memory, ended, now)
            return ended.state

    def _start_by_rule(self, play: Play, as_of: datetime, team: Team) -> int:
        """Start one play for every account that it fits best and that somebody looks after; return how many."""
        started = 0
        batch: list[SnapshotRow] = []
        for row in self._store.snapshots_between(as_of, as_of + timedelta.resolution):
            batch.append(row)
            if len(batch) == AT_ONCE:
                started += self._start_for(play, batch, team)
                batch = []
        return started + self._start_for(play, batch, team)

    def _start_for(self, play: Play, rows: list[SnapshotRow], team: Team) -> int:
        started = 0
        with self._store.changing() as memory:
            standings = self._standings(memory, {row.account_id: row for row in rows})
            runs = memory.plays.runs([row.account_id for row in rows])
            for row in rows:
                standing = standings[row.account_id]
                mine = [run for run in runs if run.account_id == row.account_id]
                hands = self._hands(row, team, None, standing.now)
                if hands.of(play.steps[0].owner) and suggested([play], standing, mine) is play:
                    started += self._begin(memory, play, standing, hands, None) is not None
        return started
