"""Where somebody is on Home, small enough to travel in a button and to be kept per person."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from bot.errors import StaleButton
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Scope
from cs_engine.wording import phrase

STALE = phrase("This button no longer works. Open Home again to see it as it is now.")
FIRST = 1


class Tab(StrEnum):
    """The tabs of Home, in their order."""

    TODAY = "today"
    ACCOUNTS = "accounts"
    RENEWALS = "renewals"
    FOLLOW_UPS = "follow_ups"
    SETTINGS = "settings"
    ADMIN = "admin"


class Pages(StrEnum):
    """The lists of Home that have pages."""

    ACCOUNTS = "accounts"
    RENEWALS = "renewals"
    TASKS = "tasks"
    CHANNELS = "channels"
    PEOPLE = "people"
    DELIVERIES = "deliveries"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class HomeState:
    """Which tab, whose accounts, of which bands (empty = all), and which page of each list."""

    tab: Tab = Tab.TODAY
    scope: Scope = Scope.MINE
    bands: tuple[Band, ...] = ()
    pages: tuple[tuple[Pages, int], ...] = ()

    def to(self, tab: Tab) -> Self:
        """Return the same with another tab."""
        return replace(self, tab=tab)

    def whose(self, scope: Scope) -> Self:
        """Return the same for other accounts, all lists on their first page."""
        return replace(self, scope=scope, pages=())

    def of(self, *bands: Band) -> Self:
        """Return the same with only these bands, from the first account on."""
        return replace(self, bands=bands).at(Pages.ACCOUNTS, FIRST)

    def at(self, pages: Pages, page: int) -> Self:
        """Return the same with another page of one list."""
        others = tuple(each for each in self.pages if each[0] != pages)
        return replace(self, pages=others if page == FIRST else (*others, (pages, page)))

    def page(self, pages: Pages) -> int:
        """Return which page of a list is shown."""
        return dict(self.pages).get(pages, FIRST)

    @property
    def code(self) -> str:
        """The state as a button's value, such as ``accounts|mine|at_risk,leaving|accounts:2``."""
        pages = ",".join(f"{name}:{page}" for name, page in self.pages)
        return f"{self.tab}|{self.scope}|{','.join(self.bands)}|{pages}"

    @classmethod
    def decode(cls, code: str) -> Self:
        """Read a button's value back.

        Raises:
            StaleButton: Home has no such place.
        """
        try:
            tab, scope, bands, pages = code.split("|")
            numbered = (each.split(":") for each in pages.split(",") if each)
            return cls(
                Tab(tab),
                Scope(scope),
                tuple(Band(band) for band in bands.split(",") if band),
                tuple((Pages(name), int(page)) for name, page in numbered),
            )
        except ValueError as unknown:
            raise StaleButton(STALE) from unknown

    @classmethod
    def kept(cls, code: str) -> Self:
        """Return where somebody was last; the beginning when they never were, or that place is no more."""
        try:
            return cls.decode(code)
        except StaleButton:
            return cls()
