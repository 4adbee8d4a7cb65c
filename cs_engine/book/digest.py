"""One number for everything in the book: equal books have equal digests, in whatever database they live."""

import hashlib
from string import Template

from cs_engine.book.opened import Book
from cs_engine.frames.columns import Column, Kind, Table
from cs_engine.frames.tables import TABLES

SUM = Template("SELECT count(*), sum($number) FROM $book")


def digest(book: Book) -> str:
    """Return the SHA-256 over all canonical tables: equal when, and only when, they hold the same rows.

    Each row becomes a text that both databases write alike, each text 60 bits of its MD5; a table is how many rows
    it has and the sum of these, so neither the order of rows nor the database matters.
    """
    lines = [f"{name} {rows} {total}" for name, rows, total in (_table(book, table) for table in TABLES.values())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _table(book: Book, table: Table) -> tuple[str, int, int]:
    text = " || ';' || ".join(_cell(book, column) for column in table.columns)
    words = {"number": book.engine.number_of(text), "book": book.sql_name(table.name)}
    ((rows, total),) = book.ask(SUM.substitute(words))
    return table.name, rows, int(total or 0)


def _cell(book: Book, column: Column) -> str:
    """Return SQL for a cell: unknown is a dash, and text starts with its length, so no two rows read alike."""
    name = f'"{column.name}"'
    text = book.engine.as_text(column.kind, name)
    if column.kind is Kind.TEXT:
        text = f"CAST(length({name}) AS VARCHAR) || ':' || {name}"
    return f"COALESCE({text}, '-')"
