"""Read Parquet files; typed cells become text."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cs_engine.sources.archives import seekable
from cs_engine.sources.chunks import TEXT, Chunk, named, rows_at_once
from cs_engine.sources.found import SourceFile
from cs_engine.wording import Sentence, phrase, sentence


@dataclass(frozen=True, slots=True)
class Parquet:
    """The columns of a Parquet file; those of nested structures are flattened with dots."""

    columns: tuple[str, ...]

    @property
    def shown(self) -> Sentence:
        """The layout in a few words."""
        return sentence("Parquet")

    def chunks(self, file: SourceFile) -> Iterator[Chunk]:
        """Read the rows; the first counts as line 2, as if a header stood above it.

        Raises:
            BadFile: the file is damaged.
        """
        line = 2
        with _opened(file) as parquet:
            for batch in parquet.iter_batches(batch_size=rows_at_once(len(self.columns))):
                cells = _cells(pa.Table.from_batches([batch]))
                yield Chunk(cells, np.arange(line, line + cells.num_rows))
                line += cells.num_rows

    def sample(self, file: SourceFile, rows: int) -> pa.Table:
        """Return rows of the first and the last group."""
        with _opened(file) as parquet:
            groups = sorted({0, parquet.num_row_groups - 1}) if parquet.num_row_groups else []
            parts = [next(parquet.iter_batches(rows, row_groups=[group]), None) for group in groups]
            schema = pa.schema([(name, TEXT) for name in self.columns])
            return pa.concat_tables(
                [schema.empty_table(), *(_cells(pa.Table.from_batches([part])) for part in parts if part is not None)]
            )


def parquet_layout(file: SourceFile) -> Parquet:
    """Read the columns of a Parquet file.

    Raises:
        BadFile: the file is damaged, or has too many columns.
    """
    with _opened(file) as parquet:
        return Parquet(named(file, _cells(parquet.schema_arrow.empty_table()).column_names))


@contextmanager
def _opened(file: SourceFile) -> Iterator[pq.ParquetFile]:
    with seekable(file) as stream:
        try:
            yield pq.ParquetFile(stream)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            reason = str(error).splitlines()[0].rstrip(".")
            raise file.bad(phrase("is a damaged Parquet file ({reason}); export it again."), reason=reason) from error


def _cells(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(column.type) for column in table.schema):
        table = table.flatten()
    arrays = [_text(column) for column in table.columns]
    return pa.table(arrays, names=[name.strip() for name in table.column_names])


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return typed cells as text: ISO dates and moments, numbers in as few digits as tell them apart."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type))
    if pa.types.is_nested(kind):
        cells = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(cells, TEXT)])
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = column.cast(pa.timestamp(kind.unit, "UTC"))
    text = column.cast(TEXT)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, TEXT), text)
