"""Tables in which the book remembers its own loads. No number about a customer is made from them."""

from cs_engine.frames.columns import Column, Kind, Table, count, instant, text

LOAD = text("load_id", "the load", required=True)
TABLE = text("table_name", "canonical table", required=True)
FILE = text("file", "file the row came from", required=True)

LOADS = Table(
    "loads",
    "One row per load and canonical table that it touched.",
    ("load_id", "table_name"),
    "loaded_at",
    (
        LOAD,
        TABLE,
        instant("loaded_at", "when the load was absorbed", required=True),
        count("rows_read", "rows in the files"),
        count("rows_new", "rows whose key the book did not have"),
        count("rows_updated", "rows that differ from the book's"),
        count("rows_unchanged", "rows equal to the book's"),
        count("rows_quarantined", "rows refused"),
        count("rows_repeated", "rows with the key of a later row of the same load; the later one counts"),
        text("reading", "how its files were read, as JSON: the mapping, and what marks in numbers mean"),
    ),
)
QUARANTINE = Table(
    "quarantine",
    "One row per refused value of a file; loading the file again replaces its rows.",
    ("table_name", "file", "line", "column_name"),
    "loaded_at",
    (
        LOAD,
        TABLE,
        instant("loaded_at", "when the load was absorbed", required=True),
        FILE,
        Column("line", Kind.INTEGER, "line of the file; 1 is the header", required=True, minimum=1),
        text("column_name", "column of the canonical table; empty = the whole line"),
        text("value", "what stood there"),
        text("reason", "why it was refused", required=True),
        text("row", "the whole row of the file as JSON text; empty = loaded before rows were kept"),
    ),
)
REPEATS = Table(
    "repeats",
    "One row per key that stands more than once in one file; loading the file again replaces its rows.",
    ("table_name", "file", "row_key"),
    "loaded_at",
    (
        LOAD,
        TABLE,
        instant("loaded_at", "when the load was absorbed", required=True),
        FILE,
        text("row_key", "the key, its parts separated by ` / `", required=True),
        count("times", "how often it stands there"),
    ),
)
LEDGER = (LOADS, QUARANTINE, REPEATS)
