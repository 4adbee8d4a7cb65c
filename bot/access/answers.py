"""The engine as one person may ask it: listeners hold nothing else, so none can forget who asks."""

from typing import TypeVar

from bot.access.engine import Engine
from bot.access.growth_answers import GrowthAnswers
from bot.access.home_answers import HomeAnswers
from bot.access.journey_answers import JourneyAnswers
from bot.access.policy import Access, Right
from bot.access.redaction import redacted, redacted_list, redacted_metrics, redacted_targets
from bot.access.risk_answers import RiskAnswers
from bot.access.segment_answers import SegmentAnswers
from bot.access.value_answers import ValueAnswers
from bot.errors import Refused
from cs_engine.records.account import Candidate, Candidates, HealthReport, History
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.metrics_kept import KeptPage, NotKept
from cs_engine.records.portfolio import Portfolio, Scope
from cs_engine.records.targets import TargetsView
from cs_engine.service.digests.desk import DigestDesk
from cs_engine.service.episodes.desk import EpisodeDesk
from cs_engine.service.intake.inbox import Inbox
from cs_engine.service.logbook.desk import LogbookDesk
from cs_engine.service.plays.desk import PlayDesk
from cs_engine.service.preferences.desk import PreferenceDesk

Desk = TypeVar("Desk")


class Answers:
    """Answers within one person's access: accounts out of sight do not exist, what is withheld is taken out."""

    def __init__(self, engine: Engine, access: Access, user_id: str, email: str | None, name: str | None) -> None:
        """Ask `engine` on behalf of somebody with this `access`."""
        self._engine = engine
        self._access = access
        self.actor = Actor(user_id, email, name, access.sight, leads=Right.LEAD in access.rights)
        """Who asks; whatever changes something takes it."""

    def may(self, right: Right) -> bool:
        """Tell whether the person has a right beyond the one that let them ask."""
        return right in self._access.rights

    @property
    def inbox(self) -> Inbox:
        """Files to be loaded.

        Raises:
            Refused: the person may not load anything.
        """
        if not self.may(Right.IMPORT):
            raise Refused("files to be loaded")
        return self._engine.inbox

    @property
    def episodes(self) -> EpisodeDesk:
        """Risk episodes.

        Raises:
            Refused: the person may look at accounts, and no more.
        """
        return self._may_act(self._engine.episodes, "what people do with risk episodes")

    @property
    def logbook(self) -> LogbookDesk:
        """What people log.

        Raises:
            Refused: the person may look at accounts, and no more.
        """
        return self._may_act(self._engine.logbook, "what people log")

    @property
    def plays(self) -> PlayDesk:
        """Plays, success plans and wins.

        Raises:
            Refused: the person may look at accounts, and no more.
        """
        return self._may_act(self._engine.plays, "plays and plans")

    @property
    def segments(self) -> SegmentAnswers:
        """Segments of customers.

        Raises:
            Refused: the person may not look at lists of everybody's accounts.
        """
        if not self.may(Right.SEE_TEAM):
            raise Refused("segments")
        return SegmentAnswers(self._engine.segments, self._access.sight, self._access.rights)

    @property
    def journeys(self) -> JourneyAnswers:
        """Lives of customers.

        Raises:
            Refused: the person may not look at lists of everybody's accounts.
        """
        if not self.may(Right.SEE_TEAM):
            raise Refused("journeys")
        return JourneyAnswers(self._engine.journeys, self._access.sight)

    @property
    def growth(self) -> GrowthAnswers:
        """Growth plans.

        Raises:
            Refused: the person may not see money.
        """
        if not self.may(Right.SEE_MONEY):
            raise Refused("growth plans")
        return GrowthAnswers(self._engine.growth, self._access.sight)

    @property
    def values(self) -> ValueAnswers:
        """What accounts are still worth.

        Raises:
            Refused: the person may not look at lists of everybody's accounts.
        """
        if not self.may(Right.SEE_TEAM):
            raise Refused("values of accounts")
        return ValueAnswers(self._engine.values, self._access.sight, self._access.rights)

    @property
    def risks(self) -> RiskAnswers:
        """Chances of a loss.

        Raises:
            Refused: the person may not look at lists of everybody's accounts.
        """
        if not self.may(Right.SEE_TEAM):
            raise Refused("chances of a loss")
        return RiskAnswers(self._engine.risks, self._access.sight, self._access.rights)

    @property
    def preferences(self) -> PreferenceDesk:
        """What the person has set for themselves; what is set for others asks for more rights."""
        return self._engine.preferences

    @property
    def digests(self) -> DigestDesk:
        """Digests."""
        return self._engine.digests

    @property
    def home(self) -> HomeAnswers:
        """What Home shows."""
        return HomeAnswers(self._engine.home, self.actor, self._access.rights)

    def account_health(self, query: str) -> HealthReport | Candidates:
        """Find the account that the person means, or who it could be."""
        found = self._engine.account_health(query, self._access.sight)
        return found if isinstance(found, Candidates) else redacted(found, self._access.rights)

    def report(self, account_id: str) -> HealthReport | None:
        """Return one account's health, None when it is not known."""
        found = self._engine.report(account_id, self._access.sight)
        return found and redacted(found, self._access.rights)

    def history(self, account_id: str) -> History | None:
        """Return one account's weekly points, None when it is not known."""
        return self._engine.history(account_id, self._access.sight)

    def portfolio(
        self,
        scope: Scope,
        *,
        owner: str | None,
        bands: tuple[Band, ...] = (),
        segment: str | None = None,
        page: int = 1,
    ) -> Portfolio:
        """Return one page of accounts, worst first.

        Raises:
            Refused: everybody's accounts are asked for by somebody who may list only their own.
        """
        if scope is Scope.TEAM and Right.SEE_TEAM not in self._access.rights:
            raise Refused("everybody's accounts")
        found = self._engine.portfolio(
            scope, owner=owner, bands=bands, segment=segment, page=page, sight=self._access.sight
        )
        return redacted_list(found, self._access.rights)

    def metrics(self, period: str | None, by: str | None) -> KeptPage | NotKept:
        """Return the page of figures of a period, or which periods there are.

        Raises:
            BadInput: that is no period, or it is not over yet.
        """
        found = self._engine.metrics.page(period, by, self._access.sight)
        return found if isinstance(found, NotKept) else redacted_metrics(found, self._access.rights)

    def targets(self) -> TargetsView | None:
        """Return where targets stand, ``None`` where there are none."""
        found = self._engine.metrics.targets(self._access.sight)
        return found and redacted_targets(found, self._access.rights)

    def suggest(self, prefix: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Return accounts whose name fits what has been typed so far."""
        return self._engine.suggest(prefix, limit, sight=self._access.sight)

    def csm_for(self, email: str | None) -> str | None:
        """Return the owner that this email stands for, None when it looks after no account."""
        return self._engine.csm_for(email)

    def _may_act(self, desk: Desk, what: str) -> Desk:
        if not self.may(Right.ACT):
            raise Refused(what)
        return desk
