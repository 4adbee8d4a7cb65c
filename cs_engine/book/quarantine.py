"""The rows that were refused: counted by reason, handed out, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any

import ibis
import ibis.expr.types as ir

from cs_engine.book.opened import Book
from cs_engine.frames.ledger import LOADS, QUARANTINE

RELEASE = Template("DELETE FROM $quarantine WHERE table_name = $$1 AND file = $$2 AND load_id = $$3 AND line = $$4")
EXAMPLES = 3
GROUP = ("table_name", "file", "column_name", "reason")


@dataclass(frozen=True, slots=True)
class Only:
    """Which refused rows are meant; ``None`` is all of them.

    ``file`` is the end of a path, such as ``tickets.csv``.
    """

    table: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one file refused for one reason."""

    table: str
    file: str
    column: str | None
    """``None`` when the whole line does not fit."""
    reason: str
    rows: int
    not_kept: int
    """How many of them were loaded before rows were kept, so that only their file can bring them."""
    examples: tuple[str, ...]
    """Such as ``line 7: never``."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One refused value, and the row it stood in as JSON; ``reading`` tells how its file was read."""

    table: str
    file: str
    line: int
    column: str | None
    value: str | None
    reason: str
    row: str | None
    load_id: str
    reading: str | None


def waiting(book: Book, only: Only) -> tuple[Waiting, ...]:
    """Return what waits in quarantine, by table and file, most rows first."""
    rows = _meant(book, only)
    place = ibis.row_number().over(group_by=GROUP, order_by=rows.line)
    first = rows.mutate(place=place).filter(lambda row: row.place < EXAMPLES).order_by(*GROUP, "line")
    examples: dict[tuple[str | None, ...], list[str]] = {}
    for row in first.select(*GROUP, "line", "value").to_pyarrow().to_pylist():
        shown = "(empty)" if row["value"] is None else row["value"]
        examples.setdefault(tuple(row[name] for name in GROUP), []).append(f"line {row['line']}: {shown}")
    counted = rows.group_by(*GROUP).aggregate(rows=rows.count(), not_kept=rows.row.isnull().sum())
    found = counted.order_by("table_name", "file", ibis.desc("rows"), "reason", "column_name").to_pyarrow().to_pylist()
    return tuple(_waiting(one, examples[tuple(one[name] for name in GROUP)]) for one in found)


def _waiting(one: Mapping[str, Any], examples: Sequence[str]) -> Waiting:
    place = (one["table_name"], one["file"], one["column_name"], one["reason"])
    return Waiting(*place, rows=one["rows"], not_kept=one["not_kept"], examples=tuple(examples))


def refused_rows(book: Book, only: Only) -> list[RefusedRow]:
    """Return the refused values by table, file and line."""
    rows = _meant(book, only)
    loads = book.table(LOADS.name).select("load_id", "table_name", "reading")
    known = rows.left_join(loads, ["load_id", "table_name"])
    found = known.select(*GROUP, "line", "value", "row", "load_id", "reading").order_by(
        "table_name", "file", "line", "column_name"
    )
    return [
        RefusedRow(
            one["table_name"],
            one["file"],
            one["line"],
            one["column_name"],
            one["value"],
            one["reason"],
            one["row"],
            one["load_id"],
            one["reading"],
        )
        for one in found.to_pyarrow().to_pylist()
    ]


def release(book: Book, rows: Sequence[RefusedRow]) -> None:
    """Take the lines of these rows out of quarantine, as they have been read again."""
    lines: dict[tuple[str, str, str], set[int]] = {}
    for row in rows:
        lines.setdefault((row.table, row.file, row.load_id), set()).add(row.line)
    statement = RELEASE.substitute(quarantine=book.sql_name(QUARANTINE.name))
    for place, numbers in lines.items():
        for line in sorted(numbers):
            book.change(statement, *place, line)


def _meant(book: Book, only: Only) -> ir.Table:
    rows = book.table(QUARANTINE.name)
    if only.table is not None:
        rows = rows.filter(rows.table_name == only.table)
    if only.file is not None:
        rows = rows.filter((rows.file == only.file) | rows.file.endswith(f"/{only.file}"))
    return rows
