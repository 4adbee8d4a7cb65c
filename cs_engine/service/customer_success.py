"""One method per question a person may ask; every answer comes from the memory alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from cs_engine.health.snapshot import Snapshot
from cs_engine.records.account import Candidate, Candidates, HealthReport, History
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Portfolio, Scope
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.accounts.caring import Doings, care_of, cared
from cs_engine.service.accounts.portfolio import Wanted, list_accounts, newest_or_refuse
from cs_engine.service.accounts.reporting import TREND_WEEKS, report_of, weekly
from cs_engine.service.accounts.resolution import match, starting_with
from cs_engine.service.churn.desk import RiskDesk, account_chance
from cs_engine.service.digests.desk import DigestDesk
from cs_engine.service.episodes.desk import EpisodeDesk
from cs_engine.service.growth.desk import GrowthDesk
from cs_engine.service.home import HomeDesk
from cs_engine.service.industries import plays_of
from cs_engine.service.intake.inbox import Inbox
from cs_engine.service.journeys.desk import JourneyDesk
from cs_engine.service.logbook.desk import LogbookDesk
from cs_engine.service.metrics.desk import MetricsDesk
from cs_engine.service.outbox import OutboxDesk
from cs_engine.service.plays.desk import PlayDesk
from cs_engine.service.plays.part import standing
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.service.scoring.parents import deciding_child
from cs_engine.service.scoring.stakes import stake_of
from cs_engine.service.segments.desk import SegmentDesk
from cs_engine.service.values.desk import ValueDesk, account_value
from cs_engine.storage.names import fold
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

HISTORY = timedelta(weeks=TREND_WEEKS, days=-1)
"""Twelve weekly points, the newest included."""


class CustomerSuccess:
    """Answers questions about customers. Safe to share between threads.

    Every question takes the ``sight`` of whoever asks: an account out of sight is answered like one that does not
    exist, and is in no list, count or suggestion.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        own_plays: Path | None = None,
        own_alerts: Path | None = None,
        industry: str | None = None,
    ) -> None:
        """Answer from ``store``.

        Args:
            store: the memory.
            clock: returns the present moment, aware.
            own_plays: folder of the company's own plays, if it has one; they replace shipped ones of the same name.
            own_alerts: the company's own ``alerts.toml``, if it has one.
            industry: whose plays stand for those that ship, if one is set.

        Raises:
            BadInput: there is no such industry.
            BadAlerts: that file is malformed.
            BadPlay: one of those files is malformed.
        """
        self._store = store
        self._clock = clock
        self.outbox = OutboxDesk(store, clock)
        """What is said unasked, and what became of it."""
        self.inbox = Inbox(store, clock)
        """Files that somebody sent to be loaded."""
        self.episodes = EpisodeDesk(store, clock, self.report, PreferenceDesk(store, clock).hours_of, own_alerts)
        """What people do with risk episodes."""
        self.logbook = LogbookDesk(store, clock, PreferenceDesk(store, clock).hours_of, self.episodes.alerts)
        """What people log: follow-ups, tasks, pulses, renewals and forecasts."""
        self.plays = PlayDesk(store, clock, PreferenceDesk(store, clock).hours_of, plays_of(own_plays, industry))
        """Plays, success plans and wins, as people start and change them."""
        self.preferences = PreferenceDesk(store, clock)
        """What people and channels set."""
        self.home = HomeDesk(store, clock, self.episodes.alerts)
        """What Home shows."""
        self.journeys = JourneyDesk(store)
        """Lives of customers, as they were told last."""
        self.growth = GrowthDesk(store)
        """Growth plans, and what they can begin with."""
        self.segments = SegmentDesk(store, plays_of(own_plays, industry))
        """Segments of customers, as they were found last."""
        self.values = ValueDesk(store)
        """What accounts are still worth, as it was found last."""
        self.metrics = MetricsDesk(store, clock)
        """Pages of figures, as they were told."""
        self.digests = DigestDesk(store, clock, self.preferences, self.plays, self.episodes.alerts)
        """The weekly digest and the daily message."""

    @classmethod
    def open(
        cls,
        database_url: str,
        clock: Callable[[], datetime],
        own_plays: Path | None = None,
        own_alerts: Path | None = None,
        industry: str | None = None,
    ) -> Self:
        """Open the memory at ``database_url`` and bring its tables up to date.

        Raises:
            StoreUnavailable: the database cannot be used.
        """
        store = Store.open(database_url)
        store.migrate()
        return cls(store, clock, own_plays, own_alerts, industry)

    @property
    def risks(self) -> RiskDesk:
        """Chances of a loss, as they were found last."""
        return RiskDesk(self._store)

    def close(self) -> None:
        """Close the memory."""
        self._store.close()

    def check(self) -> None:
        """Read the memory once.

        Raises:
            StoreUnavailable: it cannot be read.
        """
        self._store.newest()

    def account_health(self, query: str, sight: Sight = EVERYTHING) -> HealthReport | Candidates:
        """Find the account that a person means: by id, name, domain, then by words and sound.

        Raises:
            NothingToShow: no account has been scored yet.
        """
        found = self._store.find(query, sight)
        if len(found) == 1:
            return self._known(found[0][0], sight)
        if found:
            return Candidates(query, exact=True, candidates=tuple(Candidate(*account) for account in found))
        newest_or_refuse(self._store)
        matched = match(query, fold(query), self._names(sight))
        return self._known(matched.account_id, sight) if isinstance(matched, Candidate) else matched

    def report(self, account_id: str, sight: Sight = EVERYTHING) -> HealthReport | None:
        """Return one account's health, or ``None`` when it is not known."""
        row = self._store.current(account_id, sight)
        return self._report(row, sight) if row else None

    def history(self, account_id: str, sight: Sight = EVERYTHING) -> History | None:
        """Return the account's last twelve weekly points, or ``None`` when it is not known."""
        row = self._store.current(account_id, sight)
        if row is None:
            return None
        zone = self._clock().tzinfo
        points = tuple(weekly(self._recent(row), zone))
        return History(row.account_id, row.name, row.data_ends, points)

    def portfolio(
        self,
        scope: Scope,
        *,
        owner: str | None,
        bands: tuple[Band, ...] = (),
        segment: str | None = None,
        page: int = 1,
        sight: Sight = EVERYTHING,
    ) -> Portfolio:
        """Return one page of accounts, worst first by expected revenue at risk x urgency.

        Raises:
            NothingToShow: no account has been scored yet.
        """
        wanted = Wanted(scope, owner, bands, segment, page, sight)
        return list_accounts(self._store, wanted, self._clock().date())

    def suggest(self, prefix: str, limit: int = 20, sight: Sight = EVERYTHING) -> tuple[Candidate, ...]:
        """Return accounts whose words begin with what was typed so far, by name."""
        return starting_with(fold(prefix), self._names(sight), limit)

    def csm_for(self, email: str | None) -> str | None:
        """Return the owner that this address stands for, or ``None`` when it looks after no account."""
        return self._store.csm(email) if email else None

    def seen_event(self, event_id: str) -> bool:
        """Claim an event; ``True`` when it had been claimed before."""
        return self._store.seen_event(event_id, self._clock())

    def _known(self, account_id: str, sight: Sight) -> HealthReport:
        report = self.report(account_id, sight)
        if report is None:  # it was found a moment ago; only a concurrent erase can take it away
            raise LookupError(account_id)
        return report

    def _report(self, row: SnapshotRow, sight: Sight) -> HealthReport:
        snapshot = Snapshot.from_document(row.document)
        child = deciding_child(self._store, row)
        stake, now = stake_of(snapshot, row), self._clock()
        with self._store.viewing() as memory:
            doings, value = Doings.read(memory, row.account_id, now), account_value(memory, row.account_id)
            chance = account_chance(memory, row.account_id)
        stands = standing(row, now, doings.episode, snapshot)
        suggestion = self.plays.suggestion(row, stands, doings.runs, begun=doings.has_begun, chance=chance)
        care = care_of(doings, stake.decision_date, now, suggestion)
        report = cared(report_of(snapshot, stake, self._recent(row), child, now.date()), care)
        report = replace(report, value=value, chance=chance)
        if child is None or sight == EVERYTHING or self._store.current(child.account_id, sight):
            return report
        return replace(report, worst_child=None)  # it decides the band all the same; its name is not told

    def _recent(self, row: SnapshotRow) -> list[SnapshotRow]:
        return self._store.snapshots(row.account_id, since=row.as_of - HISTORY)

    def _names(self, sight: Sight) -> list[tuple[str, str, str]]:
        return [(account_id, name, fold(name)) for account_id, name in self._store.names(sight)]
