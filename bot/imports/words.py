"""From an import to what a person reads about it: which template, and what it is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from bot.errors import UnfitMessageError
from bot.ids import WindowId
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.frames.tables import TABLES
from cs_engine.imports import Import, Look, LookFile, LookTable, Move, Wishes

Size = TypeVar("Size")

SURE, LIKELY = 0.9, 0.6
"""From where on a guess may be taken unseen, and below which it should be checked."""
LINES = ((30, 32), (18, 32), (10, 24), (5, 16), (0, 8))
"""Columns listed in a message, and characters of a value in its sentences: the most that fits."""
SHAPES = ((12, 24), (10, 20), (8, 16), (5, 12), (3, 8))
"""Columns and characters of a cell in a table of rows: the largest that fits."""
MOST_FILES = 10
COUNTS = ("new", "updated", "unchanged", "repeated", "quarantined")
MOST_CHANGED = 40
"""Columns that can be changed in one window."""
OPTIONS = 2_000
"""Options in all the menus of one window: beyond about 200,000 characters Slack refuses it."""
NOWHERE = "-"
ANSWERS: Mapping[str, Callable[[Wishes], Wishes]] = MappingProxyType(
    {
        "day": lambda wishes: replace(wishes, day_first=True),
        "month": lambda wishes: replace(wishes, day_first=False),
        "comma": lambda wishes: replace(wishes, decimal_comma=True),
        "point": lambda wishes: replace(wishes, decimal_comma=False),
    }
)
"""What the options of a menu under a question mean."""


class Step(StrEnum):
    """What is happening with an import, as its message says."""

    READING = "reading"
    WAITING = "waiting"
    """Nobody does the work."""
    BUSY = "busy"
    """The book is held by somebody else."""
    QUEUED = "queued"
    LOADING = "loading"
    SCORING = "scoring"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of a file, the table it belongs to, and the canonical column it fills, if any."""

    file: str
    table: str
    source: str
    column: str | None
    confidence: float | None

    @property
    def value(self) -> str:
        """Where it goes, as an option of a menu."""
        return f"{self.table}.{self.column}" if self.column else NOWHERE


def step(renderer: Renderer, one: Import, now: Step, **told: object) -> Message:
    """Word what is happening with an import."""
    usual = {"table": None, "rows": 0, "sentence": one.sentence}
    return renderer.render("import_step", step=now, files=_names(one), **{**usual, **told})


def already(renderer: Renderer, one: Import) -> Message:
    """Word for somebody who decides a second time what is happening already."""
    return renderer.render("import_already", state=one.state, files=_names(one), at=one.changed_at)


def preview(renderer: Renderer, one: Import, look: Look) -> Message:
    """Word what a load would do: as many columns as fit, those to be checked first."""
    found = sorted(columns(look), key=lambda each: each[2].confidence is None or each[2].confidence >= LIKELY)

    def fill(size: tuple[int, int]) -> Message:
        lines, width = size
        return renderer.render(
            "import_preview",
            id=one.id,
            look=look,
            files=look.files[:MOST_FILES],
            more_files=len(look.files[MOST_FILES:]),
            several=len([file for file in look.files if file.tables]) > 1,
            columns=found[:lines],
            more=len(found[lines:]),
            to_check=sum(1 for _, _, each in found if each.confidence is not None and each.confidence < LIKELY),
            unused=[name for file in look.files for name in file.unused],
            problems=[said for file in look.files for table in file.tables for said in table.problems],
            refused=sum(file.refused for file in look.files),
            sure=(SURE, LIKELY),
            width=width,
        )

    return _fitting(fill, LINES)


def rows(renderer: Renderer, file: LookFile, table: LookTable) -> Message:
    """Word the first rows of a table as they would be loaded; columns that are empty in all of them are left out."""
    filled = [index for index in range(len(table.headings)) if any(row[index] for row in table.rows)]

    def fill(shape: tuple[int, int]) -> Message:
        most, width = shape
        shown = filled[:most]
        return renderer.render(
            "import_rows",
            file=file.name,
            table=table.table,
            headings=[table.headings[index] for index in shown],
            rows=[[row[index] for index in shown] for row in table.rows],
            more=[table.headings[index] for index in filled[most:]],
            width=width,
        )

    return _fitting(fill, SHAPES)


def done(renderer: Renderer, one: Import) -> Message:
    """Word what a load did."""
    tables = one.outcome.tables if one.outcome else ()
    counted = [name for name in COUNTS if name == COUNTS[0] or any(getattr(table, name) for table in tables)]
    return renderer.render("import_done", files=_names(one), outcome=one.outcome, counted=counted)


def files_window(renderer: Renderer, most_mb: int) -> dict[str, Any]:
    """Word the window that takes files."""
    return renderer.window("import_files", callback_id=WindowId.IMPORT_FILES, most_mb=most_mb)


def columns_window(renderer: Renderer, one: Import, look: Look) -> dict[str, Any]:
    """Word the window in which columns are given to others."""
    found = slots(look)
    tables = sorted({slot.table for slot in found}, key=list(TABLES).index)
    groups = [(table, [column.name for column in TABLES[table].columns]) for table in tables]
    most = max(5, min(MOST_CHANGED, OPTIONS // (1 + sum(len(names) for _, names in groups))))
    return renderer.window(
        "import_columns",
        callback_id=WindowId.IMPORT_COLUMNS,
        about=f"{one.id}|{one.changed_at.isoformat()}",
        slots=[(str(index), slot) for index, slot in enumerate(found[:most])],
        more=len(found[most:]),
        groups=groups,
        nowhere=NOWHERE,
    )


def slots(look: Look) -> list[Slot]:
    """Return every column that can be given to another: the uncertain first, then the unused, then the others."""
    found = [
        Slot(file.name, table.table, each.column, each.name, each.confidence)
        for file, table, each in columns(look)
        if each.column is not None
    ]
    unused = [
        Slot(file.name, file.tables[0].table, name, None, None)
        for file in look.files
        if file.tables
        for name in file.unused
    ]
    uncertain = [slot for slot in found if slot.confidence is not None and slot.confidence < LIKELY]
    return [*uncertain, *unused, *(slot for slot in found if slot not in uncertain)]


def moves_to(slot: Slot, chosen: str) -> Iterator[Move]:
    """Yield what it takes to give a column to where a person chose."""
    if chosen == slot.value:
        return
    table, _, column = chosen.partition(".")
    to = column or None
    if slot.column and (table != slot.table or to is None):
        yield Move(slot.file, slot.table, slot.source, slot.column, None)
    if to is not None:
        yield Move(slot.file, table, slot.source, slot.column if table == slot.table else None, to)


def columns(look: Look) -> Iterator[tuple[LookFile, LookTable, Any]]:
    """Yield every canonical column that is filled, with its file and table."""
    for file in look.files:
        for table in file.tables:
            for column in table.columns:
                yield file, table, column


def _names(one: Import) -> list[str]:
    return [file.name for file in one.files]


def _fitting(fill: Callable[[Size], Message], sizes: tuple[Size, ...]) -> Message:
    """Return the first message that Slack takes, from the largest on."""
    for size in sizes[:-1]:
        try:
            return fill(size)
        except UnfitMessageError:
            continue
    return fill(sizes[-1])
