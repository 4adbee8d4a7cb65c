"""What a team has logged about very many accounts: follow-ups, tasks, pulses, and risk episodes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome, Pulse, Task, TaskState
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

CSM = "ana@ours.example"
EACH, BUSY = 3, 40
"""Follow-ups of most accounts, and of the one that is looked at: a talk a week for most of a year."""
ONE_IN = 20
"""Accounts with an open risk episode."""
OUTCOMES = tuple(FollowUpOutcome)


def write_logbook(store: Store, accounts: Sequence[str], busy: str, now: datetime) -> None:
    """Log something about every account, and a lot about one of them."""
    with store.changing() as memory:
        for number, account in enumerate(accounts):
            _log(memory, account, BUSY if account == busy else EACH, now)
            if number % ONE_IN == 0 or account == busy:
                memory.episodes.add(_episode(account, now))


def _log(memory: Transaction, account: str, talks: int, now: datetime) -> None:
    for number in range(talks):
        at, key = now - timedelta(days=7 * number + 1), f"{account}-{number}"
        outcome = OUTCOMES[number % len(OUTCOMES)]
        memory.logbook.add_follow_up(
            FollowUp(key, account, CSM, at, at, FollowUpKind.CALL, outcome, "They want SSO before they renew."), None
        )
        if number < EACH:
            due_at = now + timedelta(days=number - 2)
            memory.logbook.add_task(Task(key, account, "Send the SSO plan", CSM, due_at, TaskState.OPEN, at, CSM))
    memory.logbook.add_pulse(Pulse(account, CSM, now - timedelta(days=3), 3, "New boss"))


def _episode(account: str, now: datetime) -> Episode:
    opened, evidence = now - timedelta(days=9), Evidence(Family.USAGE_DROP, now.date(), {"before": 40.0, "now": 20.0})
    return Episode(f"E-{account}", account, opened, EpisodeState.OPEN, Band.WATCH, Band.AT_RISK, (evidence,), CSM)
