"""The questions that the bot asks: what it knows of the engine, and all of it."""

from typing import Protocol

from cs_engine.records.account import Candidate, Candidates, HealthReport, History
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Portfolio, Scope
from cs_engine.records.sight import Sight
from cs_engine.service.churn.desk import RiskDesk
from cs_engine.service.digests.desk import DigestDesk
from cs_engine.service.episodes.desk import EpisodeDesk
from cs_engine.service.growth.desk import GrowthDesk
from cs_engine.service.home import HomeDesk
from cs_engine.service.intake.inbox import Inbox
from cs_engine.service.journeys.desk import JourneyDesk
from cs_engine.service.logbook.desk import LogbookDesk
from cs_engine.service.metrics.desk import MetricsDesk
from cs_engine.service.plays.desk import PlayDesk
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.service.segments.desk import SegmentDesk
from cs_engine.service.values.desk import ValueDesk


class Engine(Protocol):
    """The questions that the bot asks the engine; `CustomerSuccess` answers them from the memory alone."""

    def account_health(self, query: str, sight: Sight) -> HealthReport | Candidates:
        """Find the account that a person means, or who it could be."""

    def report(self, account_id: str, sight: Sight) -> HealthReport | None:
        """Return one account's health, None when it is not known."""

    def history(self, account_id: str, sight: Sight) -> History | None:
        """Return one account's weekly points, None when it is not known."""

    def portfolio(
        self,
        scope: Scope,
        *,
        owner: str | None,
        bands: tuple[Band, ...] = (),
        segment: str | None = None,
        page: int = 1,
        sight: Sight,
    ) -> Portfolio:
        """Return one page of accounts, worst first."""

    def suggest(self, prefix: str, limit: int = 20, *, sight: Sight) -> tuple[Candidate, ...]:
        """Return accounts whose name fits what has been typed so far."""

    def csm_for(self, email: str | None) -> str | None:
        """Return the owner that this email stands for, None when it looks after no account."""

    def seen_event(self, event_id: str) -> bool:
        """Claim an event; True when it had been claimed before."""

    @property
    def inbox(self) -> Inbox:
        """Files that somebody sent to be loaded."""

    @property
    def episodes(self) -> EpisodeDesk:
        """What people do with risk episodes."""

    @property
    def logbook(self) -> LogbookDesk:
        """What people log: follow-ups, tasks, pulses, renewals and forecasts."""

    @property
    def plays(self) -> PlayDesk:
        """Plays, success plans and wins, as people start and change them."""

    @property
    def segments(self) -> SegmentDesk:
        """Segments of customers, as they were found last."""

    @property
    def values(self) -> ValueDesk:
        """What accounts are still worth, as it was found last."""

    @property
    def risks(self) -> RiskDesk:
        """Chances of a loss, as they were found last."""

    @property
    def metrics(self) -> MetricsDesk:
        """Pages of figures, as they were told."""

    @property
    def journeys(self) -> JourneyDesk:
        """Lives of customers, as they were told last."""

    @property
    def growth(self) -> GrowthDesk:
        """Growth plans, and what they can begin with."""

    @property
    def preferences(self) -> PreferenceDesk:
        """What people and channels set."""

    @property
    def digests(self) -> DigestDesk:
        """The weekly digest and the daily message."""

    @property
    def home(self) -> HomeDesk:
        """What Home shows."""
