"""Files that somebody sent to be loaded: how far they have come, what a load would do, and what it did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cs_engine.frames.loads import LoadedTable
from cs_engine.wording import Sentence

Told = str | Sentence
"""What a person is told; imports that are older than its translations keep it as English words."""


class ImportState(StrEnum):
    """How far an import has come."""

    RECEIVED = "received"
    """To be fetched and looked at."""
    PREVIEWED = "previewed"
    """Somebody has to say whether to load it."""
    CONFIRMED = "confirmed"
    """To be loaded."""
    LOADING = "loading"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = frozenset({ImportState.RECEIVED, ImportState.CONFIRMED, ImportState.LOADING})
"""What the jobs have to do; a load is among it, because a process that died in the middle does not finish it."""
OVER = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})


class Open(StrEnum):
    """What the values of a file leave open."""

    DATES = "dates"
    """Whether the day or the month comes first."""
    NUMBERS = "numbers"
    """Whether a mark stands before decimals or between thousands."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as Slack names it; the name is what a person wrote and may be anything."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent files, where their messages go, and how they read."""

    user_id: str
    locale: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Move:
    """A column of a file that goes elsewhere than was guessed.

    ``column`` is where it went in ``table``, ``None`` for nowhere; ``to`` where it goes, ``None`` for nowhere.
    """

    file: str
    table: str
    source: str
    column: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person decided about a guess. ``rounds`` are moves made together; later ones build on earlier ones."""

    day_first: bool | None = None
    decimal_comma: bool | None = None
    rounds: tuple[tuple[Move, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class LookColumn:
    """Where a canonical column comes from: ``source`` in words, ``column`` of the file if it is one.

    ``confidence`` (0 to 1) only for guesses.
    """

    name: str
    source: str
    confidence: float | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class LookTable:
    """One way in which a file fills a table, with the first rows as they would be loaded, as text."""

    table: str
    columns: tuple[LookColumn, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fit: int
    refused: int
    """Rows of those looked at that would not be loaded."""
    problems: tuple[Told, ...]
    """Examples of what would be refused, and why."""


@dataclass(frozen=True, slots=True)
class LookFile:
    """One file: how it was read, what it fills, which of its columns are not used. ``reason``: why it fills nothing."""

    name: str
    shown: Told
    tables: tuple[LookTable, ...]
    unused: tuple[str, ...]
    reason: Told = ""

    @property
    def fills(self) -> tuple[str, ...]:
        """The tables it fills, each once."""
        return tuple(dict.fromkeys(table.table for table in self.tables))

    @property
    def fit(self) -> int:
        """Rows that were looked at and would be loaded, by the table that takes most of them."""
        return max((table.fit for table in self.tables), default=0)

    @property
    def refused(self) -> int:
        """Rows that were looked at and would not be loaded, by the table that refuses most of them."""
        return max((table.refused for table in self.tables), default=0)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What has to be answered before anything is loaded."""

    about: Open
    said: Told


@dataclass(frozen=True, slots=True)
class Look:
    """What a load would do, as far as a person is shown it."""

    files: tuple[LookFile, ...]
    said: Told
    questions: tuple[OpenQuestion, ...]
    changeable: bool
    """Whether columns may be given to others: not where the mapping is a file of the sender's, or none is needed."""


class Advice(StrEnum):
    """What to do after a load."""

    NONE = "none"
    LOAD_USAGE = "load_usage"
    """The book holds accounts and nothing about them."""
    LOAD_ACCOUNTS = "load_accounts"
    """The book knows no accounts."""
    NOTHING_DATED = "nothing_dated"
    """No usage, ticket or other dated fact is there yet, so there is nothing to score."""
    SCORED_LATER = "scored_later"
    """The accounts could not be scored now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did, and what the accounts look like afterwards."""

    tables: tuple[LoadedTable, ...]
    ignored: tuple[str, ...]
    problems: tuple[tuple[Told, int], ...]
    """Why rows were refused, the commonest first, and how many were."""
    accounts: int
    """Accounts with a snapshot after the load; 0 when none could be scored."""
    bands: tuple[tuple[str, int], ...]
    advice: Advice


@dataclass(frozen=True, slots=True)
class Import:
    """One import. ``channel`` and ``ts`` are its message, ``thread`` the replies with the rows of its preview.

    ``rules`` is the mapping as JSON, ``None`` for files that need none; ``toml`` the same for people.
    """

    id: str
    sender: Sender
    files: tuple[SentFile, ...]
    state: ImportState
    created_at: datetime
    changed_at: datetime
    channel: str | None = None
    ts: str | None = None
    thread: tuple[str, ...] = ()
    wishes: Wishes = Wishes()
    look: Look | None = None
    rules: str | None = None
    toml: str | None = None
    headers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    finished_at: datetime | None = None
    sentence: Sentence | None = None
    """Why it failed."""
    outcome: Outcome | None = None
