"""What is answered about risk episodes: one episode as it stands now, what became of a click, and grades of the rules.

Not beside the episodes themselves: a report on an account tells of its episode, and a view holds a report.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cs_engine.records.account import HealthReport
from cs_engine.records.episodes import Episode, EpisodeEvent, Family


@dataclass(frozen=True, slots=True)
class UsualWeek:
    """How far an account's score moves in an ordinary week: ``low`` to ``high`` points, over ``weeks`` weeks."""

    low: float
    high: float
    weeks: int

    def holds(self, points: float) -> bool:
        """Tell whether a move of a week is nothing unusual for this account."""
        return self.low <= points <= self.high


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """An episode as it stands now, with everything that its message says.

    ``report`` is the account's newest: score and 7-day change, drivers, stake, coverage, opinions, support, champion,
    ``care`` (last touch, next task, suggested play). ``episode.band_before`` is the band before it began.
    """

    episode: Episode
    report: HealthReport
    events: tuple[EpisodeEvent, ...]
    """The last ones, oldest first."""
    usual_week: UsualWeek | None
    """None with fewer than six weekly changes."""
    owner_name: str | None
    """Of the account's owner in Slack; None when not known there."""
    backup_name: str | None
    claimer_name: str | None

    @property
    def is_unusual(self) -> bool | None:
        """Whether the score's 7-day change lies outside the account's usual weeks; None when nobody knows."""
        change = self.report.change_7d
        return None if self.usual_week is None or change is None else not self.usual_week.holds(change.points)


@dataclass(frozen=True, slots=True)
class Done:
    """A change was made; ``view`` is the episode after it."""

    view: EpisodeView


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was changed: somebody else was first, or the episode is over; ``view`` is what it is now."""

    view: EpisodeView
    by: str | None
    """Who was first; None when the program ended it."""


class Standing(StrEnum):
    """What a company does with a family of alerts."""

    ON = "on"
    """It opens episodes."""
    DIGEST = "digest"
    """The digest lists it; it never opens an episode by itself."""
    SWITCHED_OFF = "switched_off"
    NEEDS_DATA = "needs_data"
    """Its inputs are absent."""


@dataclass(frozen=True, slots=True)
class FamilyStanding:
    """One family and what the company does with it; ``needs`` names the absent inputs, as the book's tables."""

    family: Family
    standing: Standing
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyGrade:
    """How good one family's alerts were: of the episodes that it fired, how many were claimed, and false.

    ``family``: ``None`` for all alerts together, each counted once. ``judged``: ended as a false alarm that counts, or
    otherwise by a person or by itself.
    """

    family: Family | None
    fired: int
    claimed: int
    judged: int
    false_alarms: int
    """Reasons that count; "already handled" does not."""
    hours_to_claim: float | None
    """Median; None when nobody claimed one."""

    @property
    def false_share(self) -> float | None:
        """False alarms / judged; None when none was judged."""
        return self.false_alarms / self.judged if self.judged else None

    @property
    def is_mostly_false(self) -> bool:
        """Whether it is time to raise the family's threshold or switch it off: over half false, of five or more."""
        return self.judged >= MIN_JUDGED and self.false_alarms * 2 > self.judged


MIN_JUDGED = 5
"""Two false alarms of three are bad luck; of five or more it is the rule."""


@dataclass(frozen=True, slots=True)
class Tripped:
    """A family that so many accounts tripped in one refresh that our data is the likelier reason; nobody was told."""

    family: Family
    accounts: int
    of: int
    """Accounts with data."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review of all accounts did. All zero when the instant had been reviewed before."""

    as_of: datetime
    opened: int = 0
    changed: int = 0
    """Evidence added or struck, or another band."""
    cleared: int = 0
    woken: int = 0
    tripped: tuple[Tripped, ...] = ()
    first: bool = False
    """The first picture: nothing was opened, one summary was written."""
