"""What reading files hands to the book: rows waiting in a staging schema, and how many there are."""

from collections import Counter
from dataclasses import dataclass, field

SOURCE_FILE = "source_file"
SOURCE_ROW = "source_row"
"""Staged rows say where they come from; ``source_row`` is unique within a table, and later rows have larger ones."""
STAGING_PREFIX = "staging_"
STAGED_QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows waiting in the schema ``schema`` of the book's database, one table per canonical table."""

    load_id: str
    files: frozenset[tuple[str, str]]
    """Which tables were filled from which files."""
    read: Counter[str] = field(default_factory=Counter)
    """Rows in the files, by table; ``fit`` and ``refused`` add up to them."""
    fit: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    reading: str | None = None
    """How the files were read, as JSON, so that refused rows can be read again."""

    @property
    def schema(self) -> str:
        """The staging schema of this load alone."""
        return STAGING_PREFIX + self.load_id


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """What became of one table's rows: ``read`` = ``new + updated + unchanged + repeated + quarantined``."""

    table: str
    read: int
    new: int
    updated: int
    unchanged: int
    repeated: int
    """Rows with the key of a later row of the same load; the later one counts."""
    quarantined: int
