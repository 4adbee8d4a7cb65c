"""What a new scorecard would change, told before anything is changed."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from cs_engine.health.assess import Context, assess
from cs_engine.health.portfolio import Distribution, distribution
from cs_engine.health.reading import load_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.service.accounts.portfolio import newest_or_refuse
from cs_engine.service.accounts.reporting import points
from cs_engine.service.scoring.memories import LOOK_BACK
from cs_engine.service.scoring.scorecards import with_candidate
from cs_engine.storage.store import Store


@dataclass(frozen=True, slots=True)
class Switch:
    """One account whose band would change, at once or when the two weeks that a band is held are over."""

    account_id: str
    name: str
    before: Band | None
    after: Band | None
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a scorecard would do to the accounts of the newest snapshots; nothing was written."""

    formula_version: str
    accounts: int
    scored_by_it: int
    switches: tuple[Switch, ...]
    before: Distribution
    after: Distribution


def simulate(store: Store, file: Path, scorecards: tuple[Scorecard, ...], zone: tzinfo) -> Simulation:
    """Rescore the newest snapshots from their stored facts as if ``file`` were in use.

    Args:
        store: the memory; nothing is written.
        file: the new scorecard.
        scorecards: those in use.
        zone: the workspace's zone.

    Raises:
        BadScorecard: the file is malformed or does not fit the other scorecards.
        NothingToShow: no account has been scored yet.
    """
    candidate = load_scorecard(file)
    cards = with_candidate(scorecards, candidate)
    pairs = [(before, _rescored(store, before, cards, zone)) for before in _newest(store)]
    switches = [
        Switch(before.account_id, before.name, before.band, band, points(before.score), points(after.score))
        for before, after in pairs
        if (band := _settled(after, cards)) is not _settled(before, scorecards)
    ]
    return Simulation(
        formula_version=candidate.formula_version,
        accounts=len(pairs),
        scored_by_it=sum(1 for _, after in pairs if after.formula_version == candidate.formula_version),
        switches=tuple(sorted(switches, key=lambda switch: (switch.name.casefold(), switch.account_id))),
        before=distribution([before for before, _ in pairs]),
        after=distribution([after for _, after in pairs]),
    )


def _newest(store: Store) -> list[Snapshot]:
    newest_or_refuse(store)
    rows = (store.current(account_id) for account_id, _ in store.names())
    return [Snapshot.from_document(row.document) for row in rows if row is not None]


def _rescored(store: Store, before: Snapshot, cards: tuple[Scorecard, ...], zone: tzinfo) -> Snapshot:
    context = Context(before.as_of.astimezone(zone), before.data_ends, frozenset(before.connected))
    past = store.snapshots(before.account_id, since=before.as_of - LOOK_BACK, until=before.as_of)
    return assess(before.facts, cards, context, [Snapshot.from_document(row.document) for row in past])


def _settled(snapshot: Snapshot, cards: tuple[Scorecard, ...]) -> Band | None:
    """Return the band an account ends up in if its score stays: the shown one, or the one behind a hold."""
    if snapshot.hold is None:
        return snapshot.band
    context = Context(snapshot.as_of, snapshot.data_ends, frozenset(snapshot.connected))
    return assess(snapshot.facts, cards, context).band
