"""Write refused rows to files, as they stood in theirs, with the reason beside them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cs_engine.book.door import open_book
from cs_engine.book.quarantine import Only, RefusedRow, refused_rows
from cs_engine.errors import BadFile, NothingToShow
from cs_engine.service.intake.quarantine import ALL, nothing_kept
from cs_engine.sources.kept import row_from

BESIDE = ("file", "line", "column", "value", "reason")
"""The columns beside those of the file; one that the file has too is written with an underscore before it."""
AND = "; "
"""Between the refused values of one row."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The files written and their rows; ``not_kept`` rows are in none, as they were loaded before rows were kept."""

    files: tuple[Path, ...]
    rows: int
    not_kept: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One refused row of a file: its cells, and everything that was refused in it."""

    cells: dict[str, str]
    refused: tuple[RefusedRow, ...]

    def beside(self) -> tuple[str, ...]:
        """Return what stands in the columns beside the cells."""
        first = self.refused[0]
        parts = [[one.column or "", one.value or "", one.reason] for one in self.refused]
        return (first.file, str(first.line), *(AND.join(texts) for texts in zip(*parts, strict=True)))


def export_quarantine(book_url: str, to: Path, only: Only = ALL) -> Exported:
    """Write one row per refused line of a file: its cells, then file, line, column, value and reason.

    Args:
        book_url: the book.
        to: a CSV file; where files have different columns, a folder of that name with one CSV for each.
        only: which rows.

    Raises:
        NothingToShow: nothing waits that could be written.
        BadFile: the file cannot be written.
    """
    with open_book(book_url) as book:
        refused = refused_rows(book, only)
    kept = [row for row in refused if row.row is not None]
    not_kept = len({(row.table, row.file, row.line) for row in refused if row.row is None})
    if not kept:
        raise NothingToShow(nothing_kept(not_kept))
    files = {key: list(_lines(rows)) for key, rows in groupby(kept, key=lambda row: (row.table, row.file))}
    headers = {key: _columns(lines) for key, lines in files.items()}
    try:
        if len(set(headers.values())) == 1:
            written = [_write(to, next(iter(headers.values())), [line for lines in files.values() for line in lines])]
        else:
            places = _places(to.with_suffix(""), list(files))
            written = [_write(places[key], headers[key], lines) for key, lines in files.items()]
    except OSError as error:
        raise BadFile(f"{to} cannot be written ({error.strerror}); name another file.") from error
    return Exported(tuple(written), sum(map(len, files.values())), not_kept)


def _lines(rows: Iterator[RefusedRow]) -> Iterator[_Line]:
    for _, of_line in groupby(rows, key=lambda row: row.line):
        refused = tuple(of_line)
        yield _Line(dict(row_from(refused[0].row or "{}")), refused)


def _columns(lines: Sequence[_Line]) -> tuple[str, ...]:
    """Return the file's columns; surplus cells of torn lines come behind them."""
    return tuple(dict.fromkeys(name for line in lines for name in line.cells))


def _places(folder: Path, files: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Path]:
    """Name a file after each table and source file, with a number where two would have one name."""
    places: dict[tuple[str, str], Path] = {}
    for table, file in files:
        name = f"{table}-{Path(file).stem}"
        taken = sum(place.stem == name or place.stem.startswith(f"{name}-") for place in places.values())
        places[table, file] = folder / (f"{name}-{taken + 1}.csv" if taken else f"{name}.csv")
    return places


def _write(path: Path, columns: Sequence[str], lines: Sequence[_Line]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *(_free(name, columns) for name in BESIDE)])
        writer.writerows([*(line.cells.get(name, "") for name in columns), *line.beside()] for line in lines)
    return path


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name = f"_{name}"
    return name
