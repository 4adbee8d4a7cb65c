"""One account at one instant: which scorecard, which score, which band, and why it moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.health.bands import Standing, capped, standing, vetoes
from cs_engine.health.change import Lines, latest_within, score_change, split
from cs_engine.health.drivers import largest, moves, worst_product
from cs_engine.health.facts import Facts, plain_facts, text
from cs_engine.health.moment import Moment
from cs_engine.health.reading import choose
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.scoring import Receipt, receipt
from cs_engine.health.snapshot import Move, Snapshot
from cs_engine.policy import BOTH_SHOWN_DAYS, MONTH_WINDOW, WEEK_WINDOW
from cs_engine.records.bands import Band

NOTICE_GIVEN = "notice_given"
WITHOUT_SCORE = frozenset({"trial", "paused", "left", NOTICE_GIVEN})
"""Statuses that say more than a score could; after notice nothing is scored any more."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an assessment needs to know besides the account.

    Attributes:
        as_of: the aware instant, in the workspace's zone.
        data_ends: last calendar day with any activity in the book.
        connected: tables of the book that hold anything.
        archive: scorecards no longer in use, for the score "as it was counted before".
    """

    as_of: datetime
    data_ends: date
    connected: frozenset[str]
    archive: tuple[Scorecard, ...] = ()


def assess(
    facts: Mapping[str, object],
    scorecards: Sequence[Scorecard],
    context: Context,
    earlier: Sequence[Snapshot] = (),
    restated_earlier_facts: Mapping[str, object] | None = None,
) -> Snapshot:
    """Return the snapshot of one account.

    Args:
        facts: the account's row of the facts frame, or the facts of a stored snapshot.
        scorecards: as arranged by ``load_scorecards``; the first that fits is used.
        context: the instant and what the book covers.
        earlier: the account's earlier snapshots, at least of the last 35 days, in any order; those at or
            after the instant are ignored.
        restated_earlier_facts: the facts of the snapshot that the 7-day change is measured against, as
            today's book knows them; what they changed counts as a correction of data.
    """
    known = plain_facts(facts)
    card = choose(scorecards, known)
    status = text(known, "status") or "active"
    if status in WITHOUT_SCORE:
        return _unscored(known, status, card, context)
    past = tuple(sorted((each for each in earlier if each.as_of < context.as_of), key=lambda each: each.as_of))
    moment = Moment.at(context.as_of, context.data_ends, context.connected)
    case = _Case(known, status, card, context, moment, past)
    restated = None if restated_earlier_facts is None else plain_facts(restated_earlier_facts)
    return _scored(case, restated, (*scorecards, *context.archive))


@dataclass(frozen=True, slots=True)
class _Case:
    """One account under one scorecard; ``past`` ascending."""

    facts: Facts
    status: str
    card: Scorecard
    context: Context
    moment: Moment
    past: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True)
class _Former:
    """The formula version used until less than four weeks ago, and today's score under it."""

    formula_version: str | None = None
    score: int | None = None


def _unscored(known: Facts, status: str, card: Scorecard, context: Context) -> Snapshot:
    """Return a snapshot whose status stands in place of a score."""
    return Snapshot(
        account_id=str(known["account_id"]),
        as_of=context.as_of,
        data_ends=context.data_ends,
        connected=tuple(sorted(context.connected)),
        facts=known,
        status=status,
        scorecard=card.name,
        formula_version=card.formula_version,
        band=Band.LEAVING if status == NOTICE_GIVEN else None,
    )


def _scored(case: _Case, restated: Facts | None, cards: Sequence[Scorecard]) -> Snapshot:
    context, card = case.context, case.card
    week = latest_within(case.past, context.as_of, WEEK_WINDOW)
    month = latest_within(case.past, context.as_of, MONTH_WINDOW)
    now = receipt(card, case.facts, case.moment, _points(week))
    caps = vetoes(card, case.facts, case.moment)
    stands = _standing(case, now)
    rescored = _rescored(week, card)
    corrected = rescored if week is None or restated is None else _corrected(week, case, restated)
    moved = (*_moves(case, now, month, _rescored(month, card)), *_moves(case, now, week, corrected))
    former = _former(case, cards)
    return Snapshot(
        account_id=str(case.facts["account_id"]),
        as_of=context.as_of,
        data_ends=context.data_ends,
        connected=tuple(sorted(context.connected)),
        facts=case.facts,
        status=case.status,
        scorecard=card.name,
        formula_version=card.formula_version,
        band=capped(stands.band, caps) if stands else Band.UNKNOWN,
        score=now.score,
        coverage=now.coverage,
        lines=now.lines,
        score_band=stands.band if stands else None,
        leaving_since=stands.leaving_since if stands else None,
        hold=stands.hold if stands else None,
        vetoes=caps,
        change_7d=score_change(now.score, week),
        change_30d=score_change(now.score, month),
        split=split(now, week.score, rescored, corrected) if week else None,
        drivers_down=largest(moved, down=True),
        drivers_up=largest(moved, down=False),
        scorecard_before=former.formula_version,
        score_before=former.score,
    )


def _standing(case: _Case, now: Receipt) -> Standing | None:
    """Return the band that continues from the latest score under the same scorecard; None without a score."""
    if now.score is None:
        return None
    scores = (each for each in reversed(case.past) if each.scorecard == case.card.name and each.score is not None)
    return standing(now.score, case.moment.today, case.card.bands, next(scores, None))


def _points(before: Snapshot | None) -> dict[str, int]:
    """Return the points of each line of an earlier receipt; nothing where it had no score."""
    if before is None or before.score is None:
        return {}
    return {line.key: line.points or 0 for line in before.lines}


def _rescored(before: Snapshot | None, card: Scorecard) -> Lines:
    """Return the earlier receipt under today's scorecard."""
    if before is None or before.formula_version == card.formula_version:
        return before.lines if before else ()
    return receipt(card, before.facts, before.moment).lines


def _corrected(before: Snapshot, case: _Case, restated: Facts) -> Lines:
    """Return the earlier receipt as today's book and scorecard would have written it."""
    moment = Moment.at(before.as_of, before.data_ends, case.context.connected)
    return receipt(case.card, restated, moment).lines


def _moves(case: _Case, now: Receipt, before: Snapshot | None, lines: Lines) -> tuple[Move, ...]:
    """Return the customer's moves since an earlier snapshot; none unless both have a score."""
    if before is None or before.score is None or now.score is None:
        return ()
    return moves(now.lines, lines, before.days_before(case.context.as_of), worst_product(case.facts))


def _former(case: _Case, cards: Sequence[Scorecard]) -> _Former:
    """Return what stands beside the score for four weeks after a change of the formula."""
    recent = (each for each in reversed(case.past) if each.days_before(case.context.as_of) <= BOTH_SHOWN_DAYS)
    versions = (each.formula_version for each in recent if each.score is not None)
    former = next((version for version in versions if version != case.card.formula_version), None)
    if former is None:
        return _Former()
    card = next((card for card in cards if card.formula_version == former), None)
    return _Former(former, receipt(card, case.facts, case.moment).score if card else None)
