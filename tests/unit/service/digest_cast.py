"""Accounts, episodes and tasks for tests about digests and lanes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import AccountLine
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.logbook import Task, TaskState
from cs_engine.service.digests.accounts import Account

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TODAY = MONDAY.date()
LAST_WEEK = MONDAY - timedelta(days=7)
ANA = "ana@ours.example"


def line(account_id: str = "A", **changes: object) -> AccountLine:
    """Return how an ordinary account is listed, with some things changed."""
    usual = AccountLine(account_id, f"Customer {account_id}", Band.WATCH, 60.0, 0.0, 12_000.0, "EUR", 12, 100, ANA)
    return replace(usual, **changes)  # type: ignore[arg-type] # any field


def account(account_id: str = "A", **changes: object) -> Account:
    """Return an ordinary account; what a line has may be changed by the same names."""
    of_line = {name: changes.pop(name) for name in list(changes) if name in AccountLine.__slots__}
    shown = line(account_id, **of_line)
    usual = Account(
        line=shown,
        status="active",
        segment="mid",
        backup=None,
        band_before=shown.band,
        known_before=True,
        rank=500.0,
        expected=720.0,
        decision_date=TODAY + timedelta(days=shown.days_to_decision) if shown.days_to_decision is not None else None,
        customer=0.0,
        down=None,
        up=None,
        seats=None,
        touches_known=True,
        last_reply=TODAY - timedelta(days=5),
        last_touch=TODAY - timedelta(days=5),
        milestone=None,
        milestone_late=None,
        usage_ends=TODAY - timedelta(days=1),
        usage_daily=True,
        formula="balanced@0a1b2c3d",
    )
    return replace(usual, **changes)  # type: ignore[arg-type] # any field


def episode(account_id: str = "A", **changes: object) -> Episode:
    """Return an episode that opened three weeks ago and that nobody has taken."""
    usual = Episode(
        id=f"e-{account_id}",
        account_id=account_id,
        opened_at=MONDAY - timedelta(days=20),
        state=EpisodeState.OPEN,
        band_before=Band.WATCH,
        band=Band.AT_RISK,
        evidence=(Evidence(Family.AT_RISK, date(2026, 10, 27)),),
        owner=ANA,
    )
    return replace(usual, **changes)  # type: ignore[arg-type] # any field


def claimed(account_id: str = "A", **changes: object) -> Episode:
    """Return the same, taken by Ana two weeks ago, who promised a step for the end of this week."""
    by_ana = {"state": EpisodeState.CLAIMED, "claimed_by": ANA, "claimed_at": MONDAY - timedelta(days=14)}
    return episode(account_id, **{**by_ana, "next_step_on": TODAY + timedelta(days=4), **changes})


def task(task_id: str = "t1", account_id: str = "A", **changes: object) -> Task:
    """Return Ana's open task, due an hour ago."""
    usual = Task(
        id=task_id,
        account_id=account_id,
        text="Send the plan",
        owner=ANA,
        due_at=MONDAY - timedelta(hours=1),
        state=TaskState.OPEN,
        created_at=LAST_WEEK,
        created_by=ANA,
    )
    return replace(usual, **changes)  # type: ignore[arg-type] # any field
