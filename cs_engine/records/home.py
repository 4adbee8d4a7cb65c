"""What Home shows: figures with those of a week ago, renewals, tasks, and the state of the installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Freshness
from cs_engine.records.episodes import Family
from cs_engine.records.logbook import FollowUp, Forecast, RenewalRecord, Task
from cs_engine.records.outbox import Outcome
from cs_engine.records.preferences import Route
from cs_engine.records.sight import Withheld
from cs_engine.wording import Sentence

Amounts = tuple[tuple[str, float], ...]
"""Money per currency, never summed across currencies."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The tiles at one moment."""

    at_risk: int = 0
    """Accounts in the band At risk, or with an open episode."""
    arr_at_risk: Amounts = ()
    """Their full ARR."""
    renewals: int = 0
    """Decisions of longer contracts in the 90 days from then on."""
    overdue: int = 0
    """Open tasks whose due moment was over."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands above every tab."""

    as_of: datetime
    fresh: Freshness
    accounts: int
    now: Figures
    before: Figures | None
    """A week ago, for the same accounts; ``None`` when nothing is known of then."""
    unassigned: int
    """Accounts with a band and nobody who looks after them."""
    unassigned_arr: Amounts
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """One decision to come, with what its CSM expects."""

    account_id: str
    name: str
    band: Band | None
    arr: float | None
    currency: str | None
    decision_date: date
    days: int
    """Until then; negative when it is over."""
    owner: str | None
    forecast: Forecast | None = None
    """The latest call on this very decision."""
    recorded: RenewalRecord | None = None
    """The latest record, of any decision."""


@dataclass(frozen=True, slots=True)
class RenewalPage:
    """One page of decisions, the nearest first."""

    rows: tuple[RenewalRow, ...]
    page: int
    pages: int
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One open task and the account it is about."""

    task: Task
    account: str
    """The account's name."""
    overdue: bool


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One logged follow-up and the account it is about."""

    follow_up: FollowUp
    account: str
    """The account's name."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of open tasks, longest due first, and what was logged last."""

    rows: tuple[TaskRow, ...]
    recent: tuple[FollowUpRow, ...]
    page: int
    pages: int
    overdue: int
    total: int


@dataclass(frozen=True, slots=True)
class Setup:
    """How far an installation is; each step is true by what is there, not by who pressed what."""

    scored: bool = False
    owners: int = 0
    """People who own accounts."""
    unassigned: int = 0
    channels: int = 0
    """That are told something and can be reached."""
    tested: bool = False
    """Whether a digest was tried, or one was sent."""

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.scored and self.owners > 0 and self.channels > 0 and self.tested


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of records of customers, as it was last loaded."""

    table: str
    loaded_at: datetime
    rows: int
    """New or updated by that load."""
    refused: int
    """Rows of that load that wait in quarantine."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An import from inside Slack, as far as Home tells of it."""

    files: tuple[str, ...]
    at: datetime
    state: str
    sentence: Sentence | None
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class CardInUse:
    """A scorecard and how many accounts are scored with it."""

    name: str
    version: str
    accounts: int


@dataclass(frozen=True, slots=True)
class DataState:
    """Where the answers come from."""

    refreshed_at: datetime | None
    data_ends: date | None
    scorecards: tuple[CardInUse, ...]
    imports: tuple[Loaded, ...]
    """Newest first."""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """When Steward speaks up here, as far as somebody can choose within it."""

    routes: Mapping[Family, Route | None]
    """Where each kind goes by the company's own rules; None is switched off."""
    group_above: int
    """More at once than this are one message."""
    mute_days: int
    """So long nobody is told the same again."""
    unclaimed_days: int
    """Business days after which an alert that nobody took goes on."""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message that was to be sent, as the delivery log tells."""

    at: datetime
    kind: str
    to: str
    """Who or where; a name of a channel where it is known."""
    outcome: Outcome
    reason: str | None
    again: str | None = None
    """The key by which somebody may send it once more; None where that makes no sense."""


@dataclass(frozen=True, slots=True)
class DeliveryLog:
    """The newest lines, those with a problem first, and how many there are of each outcome in the last week."""

    counts: tuple[tuple[Outcome, int], ...]
    lines: tuple[DeliveryLine, ...]
    page: int
    pages: int

    @property
    def has_lost(self) -> bool:
        """Whether somebody may send one of the lines once more."""
        return any(line.again is not None for line in self.lines)
