"""Flat files to learn from: one row per customer, every column read as what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.churn.features import Label
from cs_engine.errors import BadFile, BadInput
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.numbers import Marks, parse_numbers
from cs_engine.wording import phrase

LOOKED_AT = 5_000
"""Cells, spread over a column, that tell words and dates as surely as all would."""
MOSTLY_NUMBERS = 0.95
"""A column of numbers may hold a few cells that are none."""
NOTHINGS = ("na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "missing", "unknown")
"""What people write in a column of numbers where there is no number."""
MOST_COLUMNS = 2_000
"""More were made by a program; learning from them would mostly find accidents."""
NUMBER, WORDS, DATE = "number", "words", "date:"
"""How a column is read; a date's format follows."""
COMMA_NUMBER = "number:,"
"""Numbers with a decimal comma."""
NUMBERS = (NUMBER, COMMA_NUMBER)
MOST_CLASSES = 20
"""A column of more values is no label: one of them stands for a handful of customers."""
MOSTLY_UNREAD = 0.5
"""A column in which more than half the cells cannot be read as in learning is written in another way."""
POSITIVES = (
    "1", "yes", "y", "true", "t", "churn", "churned", "left", "lost", "cancelled", "canceled", "exited", "closed",
    "converted", "是", "流失", "已流失",
)  # fmt: skip
"""Values that say it happened, in lower case; beside a 2, a 1 says nothing."""
NEGATIVES = ("0", "no", "n", "false", "f", "stayed", "active", "retained", "current", "existing", "否", "未流失")
"""Values that say it did not: then it is the other one."""

NO_COLUMN = phrase("{file} has no column {column}; its columns are {columns}.")
NEAR_COLUMN = phrase("{file} has no column {column}; did you mean {near}? Its columns are {columns}.")
NO_ROWS = phrase("{file} has no rows.")
TABLES = phrase("{file} holds {count} tables; give one file with one table.")
WIDE = phrase(
    "{file} has {count} columns; Steward learns from at most {most}: keep those that say something about a customer."
)
ALL_MISSING = phrase("Column {column} of {file} is empty, so there is nothing to learn; name the column of the label.")
ONE_CLASS = phrase("Column {column} of {file} says {value} in every row; to learn from takes customers of both kinds.")
CLASSES = phrase(
    "Column {column} of {file} has {count} different values ({values}); say which one stands for what happened with "
    "--positive."
)
MANY_CLASSES = phrase(
    "Column {column} of {file} has {count} different values ({values}), so it does not say to whom it happened; name a "
    "column of two values, such as yes and no."
)
NO_POSITIVE = phrase("No row of {file} has {value} in column {column}; its values are {values}.")
TWICE = phrase("Column {column} of {file} names {value} {count} times; one row per customer is needed.")
UNREAD = phrase(
    "Column {column} of {file} holds {kind} in learning, but {share} of its cells here are not, such as {example}; "
    "write it as in learning, or train again."
)
UNNAMED = phrase("Column {column} of {file} names no customer in {count} rows; fill them in, or name another column.")


@dataclass(frozen=True, eq=False)
class FlatFile:
    """A file with one table, as text.

    Attributes:
        name: of the file.
        text: one text column per column of the file; an empty cell is missing.
        marks: what a point and a comma mean in each column.
    """

    name: str
    text: pa.Table
    marks: Mapping[str, Marks]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.text.column_names)

    def require(self, column: str) -> None:
        """Refuse a column that is not there.

        Raises:
            BadInput: it is not.
        """
        if column in self.columns:
            return
        shown = ", ".join(self.columns[:10]) + (" …" if len(self.columns) > 10 else "")  # noqa: PLR2004 - a look
        plain = {name.casefold(): name for name in self.columns}
        near = get_close_matches(column.casefold(), plain, 1)
        if near:
            raise BadInput(NEAR_COLUMN, file=self.name, column=column, near=plain[near[0]], columns=shown)
        raise BadInput(NO_COLUMN, file=self.name, column=column, columns=shown)

    def words(self, column: str) -> pd.Series:
        """Return a column as it is written."""
        return pd.Series(self.text[column].to_pylist(), dtype="object")

    def frame(self, kinds: Mapping[str, str]) -> pd.DataFrame:
        """Return some columns as numbers, dates or words, as they were in learning; those not there are left out."""
        found = {name: self._read(name, kind) for name, kind in kinds.items() if name in self.columns}
        return pd.DataFrame(found, index=range(self.text.num_rows))

    def refuse_unread(self, frame: pd.DataFrame, kinds: Mapping[str, str]) -> None:
        """Refuse numbers and dates that are written in another way than in learning.

        Raises:
            BadInput: most cells of a column cannot be read.
        """
        for name in frame:
            kind, missing = kinds[str(name)], frame[name].isna().to_numpy()
            if kind == WORDS or missing.mean() <= MOSTLY_UNREAD:
                continue
            known = _known(self._trimmed(str(name)))
            unread = known & missing
            if unread.sum() > MOSTLY_UNREAD * known.sum():
                share, example = f"{unread.sum() / known.sum():.0%}", self.words(str(name))[unread.argmax()]
                held = "dates" if kind.startswith(DATE) else "numbers"
                raise BadInput(UNREAD, column=name, file=self.name, kind=held, share=share, example=example)

    def kind(self, column: str) -> str:
        """Return how nearly all cells of a column can be read."""
        values = self._trimmed(column)
        real = values.filter(pa.array(_known(values)))
        if len(real) == 0:
            return WORDS
        marks = self.marks.get(column, Marks.PLAIN)
        some = real.take(pa.array(range(0, len(real), max(1, len(real) // LOOKED_AT))))
        if _mostly_numbers(some, marks) and _mostly_numbers(real, marks):
            return COMMA_NUMBER if marks is Marks.COMMA else NUMBER
        dates = dates_of(pd.Series(some.to_pylist(), dtype="str"))
        return WORDS if dates is None else f"{DATE}{dates.format or 'ISO8601'}"

    def _read(self, column: str, kind: str) -> pd.Series:
        values = self._trimmed(column)
        if kind in NUMBERS:
            numbers = _numbers(values, _marks(kind, self.marks.get(column, Marks.PLAIN)))
            return pd.Series(numbers.to_numpy(zero_copy_only=False).astype(np.float64))
        if kind == WORDS:
            return pd.Series(values.dictionary_encode().to_pandas())
        written = pd.Series(values.to_pylist(), dtype="str")
        if kind == f"{DATE}ISO8601":
            written = written.str.replace(r" ?(?:Z|UTC|[+-]\d{2}:?\d{2})$", "", regex=True)
        return pd.to_datetime(written, format=kind.removeprefix(DATE), errors="coerce")

    def _trimmed(self, column: str) -> pa.Array:
        found = pc.utf8_trim_whitespace(self.text[column].combine_chunks())
        return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def read_flat(path: Path) -> FlatFile:
    """Read a file in any format that can be loaded.

    Raises:
        BadFile: it cannot be read, or holds several tables.
        BadInput: it has no row, or more columns than anybody could mean.
    """
    tables = find_files([path])
    if path.is_dir() or len(tables) != 1:
        raise BadFile(TABLES, file=path, count=len(tables))
    header = read_header(tables[0])
    if len(header.columns) > MOST_COLUMNS:
        raise BadInput(WIDE, file=path.name, count=f"{len(header.columns):,}", most=f"{MOST_COLUMNS:,}")
    cells = [chunk.cells.select(list(header.columns)) for chunk in read_chunks(tables[0], header)]
    if sum(each.num_rows for each in cells) == 0:
        raise BadInput(NO_ROWS, file=path.name)
    return FlatFile(path.name, pa.concat_tables(cells), header.marks)


def read_label(flat: FlatFile, column: str, positive: str | None) -> tuple[Label, np.ndarray, str]:
    """Return the label of the rows that have one, which rows these are, and the value that stands for *it happened*.

    Raises:
        BadInput: there is no such column, or its values are not two.
    """
    flat.require(column)
    values = flat.words(column).map(_plain, na_action="ignore")
    known = values.notna().to_numpy()
    counts = values.dropna().value_counts()
    if counts.empty:
        raise BadInput(ALL_MISSING, column=column, file=flat.name)
    named = _positive(flat, column, counts, positive)
    if len(counts) == 1:
        raise BadInput(ONE_CLASS, column=column, file=flat.name, value=counts.index[0])
    return (values[known] == named).to_numpy().astype(np.int8), np.flatnonzero(known), named


def refuse_twice(flat: FlatFile, column: str) -> None:
    """Refuse a column that does not name every row differently.

    Raises:
        BadInput: a customer stands in several rows, or in none.
    """
    flat.require(column)
    names = flat.words(column)
    if names.is_unique and not names.isna().any():
        return
    if names.isna().any():
        raise BadInput(UNNAMED, column=column, file=flat.name, count=f"{int(names.isna().sum()):,}")
    counts = names.value_counts()
    raise BadInput(TWICE, column=column, file=flat.name, value=counts.index[0], count=f"{int(counts.iloc[0]):,}")


def _known(values: pa.Array) -> np.ndarray:
    """Tell which cells say something: neither empty nor written as nothing."""
    nothing = pc.is_in(pc.utf8_lower(values), pa.array(NOTHINGS))
    return np.asarray(pc.and_(pc.invert(nothing), values.is_valid()).to_numpy(zero_copy_only=False), dtype=bool)


def _marks(kind: str, seen: Marks) -> Marks:
    """Return what marks mean: where a file does not tell, what they meant in learning."""
    if seen not in (Marks.UNCLEAR, Marks.PLAIN):
        return seen
    if kind == COMMA_NUMBER:
        return Marks.COMMA
    return Marks.POINT if seen is Marks.UNCLEAR else seen


def _mostly_numbers(values: pa.Array, marks: Marks) -> bool:
    return bool(len(values) - _numbers(values, marks).null_count >= MOSTLY_NUMBERS * len(values))


def _numbers(values: pa.Array, marks: Marks) -> pa.Array:
    """Return numbers; where all are written plainly, without looking for currencies and separators."""
    if marks in (Marks.POINT, Marks.PLAIN):
        try:
            return pc.cast(values, pa.float64())
        except pa.ArrowInvalid:
            return parse_numbers(values, marks)
    return parse_numbers(values, marks)


def _positive(flat: FlatFile, column: str, counts: pd.Series, asked: str | None) -> str:
    shown = ", ".join(str(value) for value in counts.index[:5]) + (" …" if len(counts) > 5 else "")  # noqa: PLR2004 - a look
    if asked is not None:
        if _plain(asked) not in counts.index:
            raise BadInput(NO_POSITIVE, file=flat.name, value=asked, column=column, values=shown)
        return _plain(asked)
    if len(counts) > 2:  # noqa: PLR2004 - it happened or not
        refusal = CLASSES if len(counts) <= MOST_CLASSES else MANY_CLASSES
        raise BadInput(refusal, column=column, file=flat.name, count=f"{len(counts):,}", values=shown)
    said = [value for value in counts.index if value.lower() in POSITIVES and "2" not in counts.index]
    other = [value for value in counts.index if value.lower() not in NEGATIVES]
    rarer = str(counts.index[-1])
    return next((options[0] for options in (said, other) if len(options) == 1), rarer)


def _plain(value: str) -> str:
    """Return a value without space around it; 1.0 is 1."""
    trimmed = value.strip()
    return trimmed[:-2] if trimmed in ("0.0", "1.0") else trimmed
