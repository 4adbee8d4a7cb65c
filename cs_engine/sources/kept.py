"""Read again the rows that were refused: they wait in quarantine as they stood in their file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from cs_engine.errors import BadMapping
from cs_engine.frames.tables import TABLES
from cs_engine.sources.chunks import Chunk, text_table
from cs_engine.sources.files import Header
from cs_engine.sources.found import SourceFile
from cs_engine.sources.mapping import SourceMapping, TableRule
from cs_engine.sources.numbers import Marks
from cs_engine.sources.plan import Job, Plan
from cs_engine.wording import Sentence

IN_QUARANTINE = Sentence("rows kept in quarantine")
Row = Mapping[str, str]
"""A row's cells by the columns of its file."""


class Reading(BaseModel):
    """How the files of a load were read: its mapping, and by file and column what marks in numbers mean."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    mapping: SourceMapping | None = None
    marks: dict[str, dict[str, Marks]] = {}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Refused rows of one file, by the line they stood on, all with the same columns."""

    table: str
    address: str
    columns: tuple[str, ...]
    rows: Mapping[int, Row]
    shown: Sentence = IN_QUARANTINE

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Return the rows as their file gave them."""
        del file
        yield Chunk(self._table(list(self.rows.values())), np.array(list(self.rows), np.int64))

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Return the first rows."""
        del file
        return self._table(list(self.rows.values())[:rows])

    def _table(self, rows: Sequence[Row]) -> pa.Table:
        return text_table(self.columns, [[row.get(column) for column in self.columns] for row in rows])


def reading_of(plan: Plan, mapping: SourceMapping | None) -> str:
    """Return as JSON how the files of a plan are read."""
    marks = {job.file.address: _telling(job.header.marks) for job in plan.jobs}
    reading = Reading(mapping=mapping, marks={address: found for address, found in marks.items() if found})
    return as_json(reading)


def as_json(reading: Reading) -> str:
    """Return how files are read as text, in the form that ``reading_from`` takes."""
    return reading.model_dump_json(by_alias=True, exclude_defaults=True)


def reading_from(text: str) -> Reading:
    """Return how files were read.

    Raises:
        BadMapping: another version of this program wrote it.
    """
    try:
        return Reading.model_validate_json(text)
    except ValidationError as error:
        raise BadMapping(
            "The mapping with which these rows were loaded is of another version; give one with --mapping."
        ) from error


def plan_again(kept: Sequence[KeptFile], reading: Reading) -> Plan:
    """Return a plan that reads kept rows by a mapping, or as files with the book's own column names.

    Raises:
        BadMapping: the mapping does not say how to read one of the files.
    """
    return Plan(tuple(job for file in kept for job in _jobs(file, reading)), ())


def row_from(text: str) -> Row:
    """Return a kept row."""
    row: dict[str, str] = json.loads(text)
    return row


def _telling(marks: Mapping[str, Marks]) -> dict[str, Marks]:
    return {column: found for column, found in marks.items() if found is not Marks.PLAIN}


def _jobs(kept: KeptFile, reading: Reading) -> Iterator[Job]:
    path = Path(kept.address)
    file = SourceFile(path, kept.address.lstrip("/"), False)
    header = Header(kept.columns, kept, kept.shown, reading.marks.get(kept.address, {}))
    rules = list(_rules(kept, file, reading))
    if not rules:
        raise BadMapping(
            f"The mapping does not say how {path.name} fills {kept.table}; give one that does (--mapping)."
        )
    for rule in rules:
        _check(kept, rule)
        yield Job(kept.table, rule, file, header)


def _rules(kept: KeptFile, file: SourceFile, reading: Reading) -> Iterator[TableRule]:
    if reading.mapping is None:
        columns = {
            name: name for name in kept.columns if name in {column.name for column in TABLES[kept.table].columns}
        }
        yield TableRule.model_validate({"files": file.name, "columns": columns})
        return
    for table, rule in reading.mapping.rules:
        if table == kept.table and any(file.fits(pattern) or _ends(file, pattern) for pattern in rule.files):
            yield rule


def _ends(file: SourceFile, pattern: str) -> bool:
    """Tell whether a pattern with folders, such as ``crm/*.csv``, means the end of the file's path."""
    depth = pattern.count("/")
    tail = "/".join(file.name.split("/")[-depth - 1 :])
    return SourceFile(file.path, tail, False).fits(pattern)


def _check(kept: KeptFile, rule: TableRule) -> None:
    for name, column in rule.columns.items():
        if column.column is not None and column.column not in kept.columns:
            raise BadMapping(
                f"{kept.table}.{name} comes from column {column.column!r}, which {Path(kept.address).name} has not; "
                f"it has {', '.join(kept.columns)}."
            )
