"""Where customers stand in their life with us, how they pass on, and where it hurts: read from the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import data_ends
from cs_engine.book.journeys import known_accounts, usage_errors
from cs_engine.book.known_rows import known_rows
from cs_engine.book.opened import Book
from cs_engine.errors import NothingToShow
from cs_engine.journey.life import LifeRows
from cs_engine.journey.pains import Pain, PainRows, pains
from cs_engine.journey.passage import Pace, pace, transitions
from cs_engine.journey.rules import STAGES, Axis, StageRules
from cs_engine.journey.spells import days_in
from cs_engine.journey.stages import PROSPECT_ID, stage_history
from cs_engine.metrics.satisfaction import Share, wilson
from cs_engine.records.account import Candidate, Candidates
from cs_engine.service.accounts.resolution import match
from cs_engine.service.scoring.instants import end_of, newest_day
from cs_engine.storage.names import fold

PAIN_WINDOW = timedelta(days=365)
"""A year: every season once; what hurt before has been mended or has driven them away."""


@dataclass(frozen=True, slots=True)
class Passage:
    """How often a stage was followed by another: ``share`` of the stretches of the stage that ended, with their n."""

    stage: str
    following: str
    count: int
    share: Share


@dataclass(frozen=True, slots=True)
class AxisAnswer:
    """One way of counting the life of all customers.

    Attributes:
        now: stage to how many are in it, in the order of life.
        passages: those that happened, by stage in the order of life.
        pace: how long each stage lasts and who is stuck, for everybody and by segment.
        pains: what hurts in each stage, what hurts most accounts first.
    """

    axis: Axis
    now: tuple[tuple[str, int], ...]
    passages: tuple[Passage, ...]
    pace: tuple[Pace, ...]
    pains: tuple[Pain, ...]


@dataclass(frozen=True, slots=True)
class BookJourney:
    """The life of all customers and prospects.

    Attributes:
        as_of: everything is told as it was known then.
        accounts: customers of today and before.
        prospects: those that are no account yet.
        pains_since: first day of what hurts.
        features: what a company calls its features, by their key; others are told by their key.
    """

    as_of: datetime
    accounts: int
    prospects: int
    pains_since: date
    axes: tuple[AxisAnswer, ...]
    features: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of an account's life; ``until`` is exclusive and empty while it goes on."""

    stage: str
    since: date
    until: date | None
    days: int


@dataclass(frozen=True, slots=True)
class AccountAxis:
    """One account's life in one way of counting, oldest first; the last stretch goes on.

    ``usual_days`` and ``is_stuck`` are about the present stage; empty for stages that may last.
    """

    axis: Axis
    spells: tuple[Spell, ...]
    usual_days: int | None
    is_stuck: bool | None


@dataclass(frozen=True, slots=True)
class AccountJourney:
    """One account's life, and what hurt it in its present stage by relationship during the last year."""

    account_id: str
    name: str
    segment: str | None
    as_of: datetime
    axes: tuple[AccountAxis, ...]
    pains: tuple[Pain, ...]
    features: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Life:
    """What journeys are told from: rows and stages as known at an instant."""

    as_of: datetime
    today: pd.Timestamp
    zone: str
    rows: LifeRows
    hurt: PainRows
    spells: Mapping[Axis, pd.DataFrame]


def read_life(book: Book, as_of: datetime, rules: StageRules) -> Life:
    """Return the lives of all customers as known at an aware instant."""
    known = {
        name: known_rows(book, name, as_of)
        for name in ("subscriptions", "orders", "prospects", "responses", "milestones", "churn_events", "tickets")
    }
    rows = LifeRows(
        accounts=known_accounts(book, as_of),
        lines=known["subscriptions"],
        orders=known["orders"],
        prospects=known["prospects"],
        responses=known["responses"],
        milestones=known["milestones"],
        losses=known["churn_events"],
    )
    today = pd.Timestamp((as_of - timedelta.resolution).date())
    zone = zone_name(as_of.tzinfo)
    hurt = PainRows(known["tickets"], known["responses"], usage_errors(book, as_of))
    return Life(as_of, today, zone, rows, hurt, stage_history(rows, rules, today, zone))


def journeys_of_all(
    book_url: str, now: datetime, rules: StageRules, features: Mapping[str, str] | None = None
) -> BookJourney:
    """Return the journey of all customers.

    Args:
        book_url: the book; it is only read.
        now: aware, in the workspace's zone.
        rules: when a stage begins and ends.
        features: what features are called.

    Raises:
        NothingToShow: there is no book, or nobody in it.
    """
    with open_book(book_url) as book:
        life = read_life(book, newest_instant(book, now), rules)
    known = life.spells[Axis.RELATIONSHIP]["account_id"].drop_duplicates()
    if known.empty:
        raise NothingToShow("The book holds no dated account or prospect; load accounts with `steward load`.")
    prospects = int(known.str.startswith(PROSPECT_ID).sum())
    since = life.today - PAIN_WINDOW
    axes = tuple(axis_answer(life, axis, rules, since) for axis in Axis)
    return BookJourney(life.as_of, len(known) - prospects, prospects, since.date(), axes, features or {})


def journey_of(
    book_url: str, now: datetime, query: str, rules: StageRules, features: Mapping[str, str] | None = None
) -> AccountJourney | Candidates:
    """Return the journey of the account that a person means, or those that may have been meant.

    Raises:
        NothingToShow: there is no book, or nothing dated is known of the account.
    """
    with open_book(book_url) as book:
        life = read_life(book, newest_instant(book, now), rules)
    accounts = life.rows.accounts
    names = [
        (str(key), str(name), fold(str(name)))
        for key, name in zip(accounts["account_id"], accounts["name"], strict=True)
    ]
    exact = [each for each in names if query in each[:2] or fold(query) == each[2]]
    if len(exact) > 1:
        return Candidates(query, exact=True, candidates=tuple(Candidate(key, name) for key, name, _ in exact))
    found = Candidate(*exact[0][:2]) if exact else match(query, fold(query), names)
    return found if isinstance(found, Candidates) else _account(life, found, rules, features or {})


def newest_instant(book: Book, now: datetime) -> datetime:
    """Return the end of yesterday, or of the last day with data when that has ended."""
    ends = data_ends(book)
    day = now.date() - timedelta(days=1) if ends is None else newest_day(ends, now.date())
    return end_of(day, now.tzinfo or UTC)


def zone_name(zone: tzinfo | None) -> str:
    """Return a zone's name as pandas takes it."""
    return str(zone) if zone is not None else "UTC"


def axis_answer(life: Life, axis: Axis, rules: StageRules, since: pd.Timestamp) -> AxisAnswer:
    """Return one way of counting the life of all customers; what hurt is told since a day."""
    spells = life.spells[axis]
    stages = [str(stage) for stage in STAGES[axis]]
    moved = transitions(spells, stages)
    passages = tuple(
        Passage(stage, following, count, wilson(count, int(moved.n[stage])))
        for stage in stages
        for following in stages
        if (count := int(moved.counts[following][stage]))
    )
    segments = dict(zip(life.rows.accounts["account_id"], life.rows.accounts["segment"].fillna(""), strict=True))
    named = {key: segment for key, segment in segments.items() if segment}
    told = pace(spells, named, {str(stage): days for stage, days in rules.usual_days.items()}, life.today)
    now = tuple((stage, int(moved.still[stage])) for stage in stages)
    order = {stage: place for place, stage in enumerate(stages)}
    hurts = pains(spells, life.hurt, since, life.today, life.zone)
    return AxisAnswer(
        axis=axis,
        now=now,
        passages=passages,
        pace=tuple(sorted(told, key=lambda each: order[each.stage])),
        pains=tuple(sorted(hurts, key=lambda each: order[each.stage])),
    )


def _account(life: Life, found: Candidate, rules: StageRules, features: Mapping[str, str]) -> AccountJourney:
    axes = tuple(_lived(life, axis, found.account_id, rules) for axis in Axis)
    if not axes[0].spells:
        raise NothingToShow(f"Of {found.name} nothing dated is known; load its sign-up date or its contracts.")
    own = life.spells[Axis.RELATIONSHIP]
    own = own[own["account_id"] == found.account_id]
    hurts = pains(own, life.hurt, life.today - PAIN_WINDOW, life.today, life.zone)
    present = axes[0].spells[-1].stage
    segment = life.rows.accounts.set_index("account_id")["segment"].get(found.account_id)
    return AccountJourney(
        account_id=found.account_id,
        name=found.name,
        segment=segment if isinstance(segment, str) else None,
        as_of=life.as_of,
        axes=axes,
        pains=tuple(each for each in hurts if each.stage == present),
        features=features,
    )


def _lived(life: Life, axis: Axis, account_id: str, rules: StageRules) -> AccountAxis:
    own = life.spells[axis]
    own = own[own["account_id"] == account_id]
    days = days_in(own, life.today)
    spells = tuple(
        Spell(stage, since.date(), None if pd.isna(until) else until.date(), int(length))
        for stage, since, until, length in zip(own["stage"], own["since"], own["until"], days, strict=True)
    )
    usual = {str(stage): limit for stage, limit in rules.usual_days.items()}.get(spells[-1].stage) if spells else None
    return AccountAxis(axis, spells, usual, None if usual is None else spells[-1].days > usual)
