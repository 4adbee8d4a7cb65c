"""What Home shows, as one person may see it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.access.policy import Right
from bot.access.redaction import redacted_overview, redacted_renewals
from bot.errors import Refused
from cs_engine.records.acting import Actor
from cs_engine.records.home import AlertSettings, DataState, DeliveryLog, Overview, RenewalPage, Setup, TaskPage
from cs_engine.records.lanes import Lanes
from cs_engine.records.portfolio import Scope
from cs_engine.service.home import HomeDesk


class HomeAnswers:
    """What Home shows within one person's rights: accounts out of sight do not exist, what is withheld is taken out."""

    def __init__(self, desk: HomeDesk, actor: Actor, rights: Collection[Right]) -> None:
        """Ask `desk` for `actor`, who has these `rights`."""
        self._desk = desk
        self._actor = actor
        self._rights = rights

    def overview(self, scope: Scope, owner: str | None) -> Overview | None:
        """Return the figures above every tab, None when no account has been scored yet."""
        found = self._desk.overview(self._actor, self._allowed(scope), owner)
        return found and redacted_overview(found, self._rights)

    def today(self, now: datetime) -> Lanes:
        """Return the person's three lanes; empty for who may not act."""
        return self._desk.today(self._actor, now) if Right.ACT in self._rights else Lanes(now.date())

    def renewals(self, scope: Scope, owner: str | None, page: int) -> RenewalPage:
        """Return one page of decisions, the nearest first."""
        found = self._desk.renewals(self._actor, self._allowed(scope), owner, page)
        return redacted_renewals(found, self._rights)

    def tasks(self, scope: Scope, page: int) -> TaskPage:
        """Return one page of open tasks and what was logged last; nothing for who may not act."""
        found = self._desk.tasks(self._actor, self._allowed(scope), page)
        return found if Right.ACT in self._rights else replace(found, rows=(), recent=(), page=1, pages=1)

    def touches(self, accounts: Iterable[str]) -> dict[str, datetime]:
        """Return when somebody last logged to have been in touch with some accounts."""
        return self._desk.touches(accounts)

    def setup(self) -> Setup:
        """Return how far the installation is."""
        return self._desk.setup(self._actor)

    def owners(self) -> tuple[str, ...]:
        """Return everybody who owns an account, as the book writes them."""
        return self._desk.owners()

    def segments(self) -> tuple[str, ...]:
        """Return the segments that accounts are in."""
        return self._desk.segments()

    def alerts(self) -> AlertSettings:
        """Return when Steward speaks up here."""
        return self._desk.alerts()

    def data(self) -> DataState:
        """Return where the answers come from."""
        return self._desk.data(self._actor)

    def deliveries(self, page: int) -> DeliveryLog:
        """Return one page of the delivery log.

        Raises:
            Refused: the person does not run the program.
        """
        if Right.ADMINISTER not in self._rights:
            raise Refused("the delivery log")
        return self._desk.deliveries(page)

    def send_again(self, key: str) -> bool:
        """Have something sent that failed or is uncertain; return whether there was such.

        Raises:
            Refused: the person does not run the program.
        """
        if Right.ADMINISTER not in self._rights:
            raise Refused("the delivery log")
        return self._desk.send_again(self._actor, key)

    def _allowed(self, scope: Scope) -> Scope:
        if scope is Scope.TEAM and Right.SEE_TEAM not in self._rights:
            raise Refused("everybody's accounts")
        return scope
