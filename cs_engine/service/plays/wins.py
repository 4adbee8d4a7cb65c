"""Wins: short stories of something that went well, with credit to the people, never with counts of what they did."""

import secrets
from datetime import datetime, timedelta

from cs_engine.records.acting import Actor
from cs_engine.records.plays import RunState, Win, WinDraft, WinView
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.plays.intents import win_post
from cs_engine.service.plays.part import PlayPart
from cs_engine.storage.rows import SnapshotRow

ID_BYTES = 8
LOOK_BACK = timedelta(days=60)
"""What is told as a win happened within two months; older news is history."""
HUNDREDTHS = 100


class Wins(PlayPart):
    """The part of the desk that wins belong to."""

    def draft_win(self, actor: Actor, account_id: str) -> WinDraft | None:
        """Return what a win about the account could tell, ``None`` when it is not in sight."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        since = self._clock() - LOOK_BACK
        with self._store.viewing() as memory:
            ended = [run for run in memory.plays.runs([account_id]) if run.ended_at is not None]
            met = [run for run in ended if run.state is RunState.MET and run.ended_at and run.ended_at >= since]
            plan = memory.plays.plan(account_id)
            helpers = memory.plays.helpers(account_id, since)
            runs = self._views(memory, met)
        goals = tuple(
            goal for goal in (plan.goals if plan else ()) if goal.reached_on and goal.reached_on >= since.date()
        )
        return WinDraft(
            account_id=account_id,
            account_name=row.name,
            people=_people(row, helpers | {actor.person}),
            runs=runs,
            goals=goals,
            score_before=self._score_before(account_id, since),
            score_now=None if row.score is None else row.score / HUNDREDTHS,
        )

    def compose_win(
        self, actor: Actor, account_id: str, story: str, effect: str, credit: tuple[str, ...]
    ) -> WinView | None:
        """Return a win as it would be told, which nothing keeps yet. ``None`` when the account is not in sight."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        win = Win(secrets.token_hex(ID_BYTES), account_id, self._clock(), actor.person, story, effect, credit)
        return WinView(win, row.name)

    def tell_win(self, composed: WinView, channel: str) -> None:
        """Keep a win and have it posted in a channel."""
        with self._store.changing() as memory:
            memory.plays.add_win(composed.win)
            memory.outbox.put([win_post(composed.win, channel, composed.win.at)], composed.win.at)

    def win(self, win_id: str) -> WinView | None:
        """Return a win for its message."""
        with self._store.viewing() as memory:
            win = memory.plays.win(win_id)
        row = self._store.current(win.account_id) if win else None
        return WinView(win, row.name) if win and row else None

    def wins(self, since: datetime, until: datetime, sight: Sight = EVERYTHING) -> tuple[WinView, ...]:
        """Return the wins told in ``[since, until)``, newest first; the digest picks one."""
        with self._store.viewing() as memory:
            return tuple(WinView(win, name) for win, name in memory.plays.wins(since, until, sight))

    def _score_before(self, account_id: str, since: datetime) -> float | None:
        """Return the score at the beginning of what a win may tell of."""
        found = self._store.snapshots(account_id, since=since)
        return None if not found or found[0].score is None else found[0].score / HUNDREDTHS


def _people(row: SnapshotRow, helpers: set[str]) -> tuple[str, ...]:
    """Return owner, backup and who helped, by name and not by merit."""
    owners = {person.casefold() for person in (row.owner, row.backup) if person}
    return tuple(sorted(owners | helpers))
