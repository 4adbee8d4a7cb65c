"""Lists of accounts: one page of rows with the totals of the whole list, from stored snapshots only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import ceil

from cs_engine.errors import NothingToShow
from cs_engine.health.facts import instant
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode
from cs_engine.records.portfolio import Portfolio, PortfolioRow, Scope
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.accounts.reporting import driver_of, points
from cs_engine.service.scoring.instants import data_is_old
from cs_engine.storage.portfolio import Newest
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

PAGE_ROWS = 10
"""Ten lines fit a phone's screen twice over; more is a report, not an answer."""
LAST_PAGE = 1_000_000
"""Ten million accounts; what is asked for beyond cannot be a page of any list."""
NO_SNAPSHOT = phrase("No account has been scored yet: load data with `steward load`, then run `steward refresh`.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a list is about, and which of them the reader may see.

    ``owner`` is the CSM whose accounts they are; ``None`` is everybody's.
    """

    scope: Scope
    owner: str | None
    bands: tuple[Band, ...] = ()
    segment: str | None = None
    page: int = 1
    sight: Sight = EVERYTHING


def newest_or_refuse(store: Store) -> Newest:
    """Return what the memory was last about.

    Raises:
        NothingToShow: no account has been scored yet.
    """
    newest = store.newest()
    if newest is None:
        raise NothingToShow(NO_SNAPSHOT)
    return newest


def list_accounts(store: Store, wanted: Wanted, today: date) -> Portfolio:
    """Return one page; a page beyond the last is the last.

    Raises:
        NothingToShow: no account has been scored yet.
    """
    newest = newest_or_refuse(store)
    rows, total = _page(store, wanted, wanted.page)
    pages = max(ceil(total / PAGE_ROWS), 1)
    page = min(max(wanted.page, 1), pages)
    if page != wanted.page:
        rows, _ = _page(store, wanted, page)
    return Portfolio(
        scope=wanted.scope,
        owner=wanted.owner,
        bands=wanted.bands,
        as_of=newest.as_of,
        data_ends=newest.data_ends,
        data_is_old=data_is_old(newest.data_ends, today),
        basis=_basis(rows),
        totals=store.band_totals(wanted.owner, wanted.sight),
        without_score=store.status_counts(wanted.owner, wanted.sight),
        unassigned=store.unassigned(wanted.sight),
        rows=_with_steps(store, tuple(map(_row, rows)), today),
        page=page,
        pages=pages,
    )


def _basis(rows: Sequence[SnapshotRow]) -> Basis:
    """Return where the list's probabilities come from: assumed as long as one of them is."""
    judged = {row.probability_basis for row in rows if row.probability_basis}
    return Basis.BASE_RATE if judged == {Basis.BASE_RATE} else Basis.ASSUMED


def _page(store: Store, wanted: Wanted, page: int) -> tuple[list[SnapshotRow], int]:
    offset = (min(max(page, 1), LAST_PAGE) - 1) * PAGE_ROWS
    filters = (wanted.owner, wanted.bands, wanted.segment)
    return store.portfolio(*filters, sight=wanted.sight, offset=offset, limit=PAGE_ROWS)


def _row(row: SnapshotRow) -> PortfolioRow:
    """Return one line; only the ten documents of a page are opened, never a whole list's."""
    snapshot = Snapshot.from_document(row.document)
    falls = snapshot.drivers_down
    return PortfolioRow(
        account_id=row.account_id,
        name=row.name,
        status=row.status,
        band=row.band,
        score=points(row.score),
        change_7d=points(row.change_7d),
        change_30d=points(row.change_30d),
        arr=row.arr,
        currency=row.currency,
        term_months=row.term_months,
        decision_date=row.decision_date,
        days_to_decision=(row.decision_date - snapshot.as_of.date()).days if row.decision_date else None,
        early_warning=row.early_warning,
        expected_revenue_at_risk=row.expected_revenue_at_risk,
        owner=row.owner,
        driver=driver_of(falls[0], snapshot.facts) if falls else None,
        last_touch_at=_in_utc(instant(snapshot.facts, "last_touch_at")),
    )


def _with_steps(store: Store, rows: tuple[PortfolioRow, ...], today: date) -> tuple[PortfolioRow, ...]:
    """Return the lines of a page with what is to be done next: one question about tasks and one about episodes."""
    names = [row.account_id for row in rows]
    with store.viewing() as memory:
        tasks = memory.logbook.open_tasks(names)
        episodes = {each.account_id: each for each in memory.episodes.running(names)}
    return tuple(
        replace(
            row,
            next_task=next(iter(tasks.get(row.account_id, ())), None),
            episode_week=_week(episodes[row.account_id], today) if row.account_id in episodes else None,
        )
        for row in rows
    )


def _week(episode: Episode, today: date) -> int:
    return (today - episode.opened_at.date()).days // 7 + 1


def _in_utc(moment: datetime | None) -> datetime | None:
    """Return an instant of the book, which keeps them in UTC without saying so."""
    return moment and moment.replace(tzinfo=UTC)
