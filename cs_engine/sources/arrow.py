"""Checked rows as Arrow tables, the form in which dlt takes them."""

import numpy as np
import pyarrow as pa

from cs_engine.frames.loads import SOURCE_FILE, SOURCE_ROW


def staged_rows(good: pa.Table, file: str, first: int) -> pa.Table:
    """Return rows of a canonical table with their origin; ``first`` is the number of the first of them."""
    rows = good.num_rows
    numbers = pa.array(np.arange(first, first + rows))
    return good.append_column(SOURCE_FILE, pa.repeat(file, rows)).append_column(SOURCE_ROW, numbers)


def staged_refusals(refused: pa.Table, table: str, file: str) -> pa.Table:
    """Return refused values as the quarantine keeps them, without the load."""
    rows = refused.num_rows
    origin = {"table_name": pa.repeat(table, rows), "file": pa.repeat(file, rows)}
    return pa.table(origin | {name: refused[name] for name in refused.column_names})
