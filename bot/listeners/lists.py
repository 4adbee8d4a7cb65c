"""Which list of accounts is shown, small enough to travel in a button."""

from dataclasses import dataclass, replace
from typing import Self

from bot.errors import StaleButton
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Scope
from cs_engine.wording import phrase

AT_RISK = (Band.AT_RISK, Band.LEAVING)
"""What "at risk" means in a list: those who may leave and those who said so."""


STALE = phrase("This button no longer works. Type `/health` to see your accounts as they are now.")


@dataclass(frozen=True, slots=True)
class ListState:
    """Whose accounts, of which bands (empty = all), which page."""

    scope: Scope
    bands: tuple[Band, ...] = ()
    page: int = 1

    def at(self, page: int) -> Self:
        """The same list, another page."""
        return replace(self, page=page)

    def of(self, *bands: Band) -> Self:
        """The first page of the same accounts, only these bands."""
        return replace(self, bands=bands, page=1)

    @property
    def code(self) -> str:
        """The state as a button's value, such as ``mine|at_risk,leaving|2``."""
        return f"{self.scope}|{','.join(self.bands)}|{self.page}"

    @classmethod
    def decode(cls, code: str) -> Self:
        """Read a button's value back.

        Raises:
            StaleButton: no list of ours is called that.
        """
        try:
            scope, bands, page = code.split("|")
            return cls(Scope(scope), tuple(Band(band) for band in bands.split(",") if band), int(page))
        except ValueError as unknown:
            raise StaleButton(STALE) from unknown
