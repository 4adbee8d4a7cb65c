"""Where a book is: in a DuckDB file, or in a PostgreSQL database."""

from pathlib import Path
from urllib.parse import urlsplit

from cs_engine.errors import BadInput

FILE_SCHEME = "duckdb://"
SERVER_SCHEMES = ("postgresql://", "postgres://")


def on_server(url: str) -> bool:
    """Tell whether the book is in a PostgreSQL database."""
    return url.startswith(SERVER_SCHEMES)


def book_path(url: str) -> Path:
    """Return the file behind the address of a book in DuckDB.

    Raises:
        BadInput: the address is not one of a book.
    """
    if not url.startswith(FILE_SCHEME) or url == FILE_SCHEME:
        raise BadInput(
            f"The book's address {without_password(url)!r} is not understood; write duckdb://data/book.duckdb, "
            "or postgresql://user@host/database."
        )
    return Path(url.removeprefix(FILE_SCHEME))


def without_password(url: str) -> str:
    """Return an address as it may be shown."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":***@", 1) if password else url
