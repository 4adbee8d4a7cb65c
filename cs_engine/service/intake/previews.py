"""What a load would do with some files, as it is shown before anybody agrees to it."""

from dataclasses import dataclass
from enum import StrEnum

from cs_engine.service.intake.accepting import Headers
from cs_engine.sources.guessing.records import Unused
from cs_engine.sources.mapping import SourceMapping
from cs_engine.sources.trial import Refused
from cs_engine.wording import Sentence


class Origin(StrEnum):
    """Where the mapping of a preview comes from."""

    NAMES = "names"
    """No mapping is needed: the files carry the book's own names."""
    FILE = "file"
    ACCEPTED = "accepted"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """Where a canonical column comes from; ``confidence`` and ``reason`` only for guesses.

    ``source`` says it for people, ``read`` are the columns of the file that are read.
    """

    column: str
    source: str
    read: tuple[str, ...]
    confidence: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TablePreview:
    """One way in which a file fills a table.

    ``rows`` are the first rows as they would be loaded, as text in the order of ``headings``; of the sample's rows
    ``fit`` would be loaded and ``refused`` lists the values that would not.
    """

    table: str
    columns: tuple[ColumnPreview, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fit: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file: how it was read, which tables it fills, and which of its columns are not used."""

    name: str
    shown: Sentence
    tables: tuple[TablePreview, ...]
    unused: tuple[Unused, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a load would do.

    ``said`` tells in a sentence where the mapping comes from; ``mapping`` is ``None`` for files that need none.
    ``questions`` have to be answered before anything may be loaded; ``sure`` is false when a guess should be checked.
    """

    files: tuple[FilePreview, ...]
    origin: Origin
    said: Sentence
    toml: str | None
    mapping: SourceMapping | None
    headers: Headers
    sure: bool = True
    questions: tuple[Sentence, ...] = ()
