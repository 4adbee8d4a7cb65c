"""What the two databases in which a book can live do differently; all other SQL is the same."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from cs_engine.frames.columns import Kind

Rows = list[tuple[Any, ...]]


class Engine(Protocol):
    """One database's way of doing things; ``connection`` is the driver's own."""

    text_type: str
    """The type of text columns: letters compare by code point everywhere."""
    keeps_index: bool
    """Whether an index finds rows by key; else the database reads key columns fast enough."""

    def ask(self, connection: Any, sql: str, values: tuple[object, ...]) -> Rows:  # noqa: ANN401 - a driver's own type
        """Return the rows of a question; ``$1``, ``$2`` ... stand for values."""

    def change(self, connection: Any, sql: str, values: tuple[object, ...]) -> int:  # noqa: ANN401 - same
        """Run a statement and return how many rows it changed."""

    def transaction(self, connection: Any) -> AbstractContextManager[object]:  # noqa: ANN401 - same
        """Do everything inside, or nothing.

        Raises:
            StoreUnavailable: the database refuses, such as for want of space; nothing has changed.
        """

    def full_name(self, catalog: str, schema: str, table: str) -> str:
        """Return a table's name for SQL text."""

    def as_text(self, kind: Kind, column: str) -> str:
        """Return SQL for the text of a value, the same in every database."""

    def number_of(self, text: str) -> str:
        """Return SQL for 60 bits of a text's MD5 as a whole number, the same in every database."""

    def landing(self, connection: Any, url: str) -> object:  # noqa: ANN401 - same
        """Return through what dlt writes a staging schema."""

    def stored_columns(self, connection: Any, schema: str) -> dict[str, set[str]]:  # noqa: ANN401 - same
        """Return the columns of a schema's tables, by table."""

    def schemas(self, connection: Any, prefix: str) -> list[str]:  # noqa: ANN401 - same
        """Return the schemas whose names start with ``prefix``."""
