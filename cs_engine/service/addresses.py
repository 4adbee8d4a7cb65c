"""How the addresses of the stores are shown to people."""

from cs_engine.book.address import without_password


def shown(url: str) -> str:
    """Return the address of a store without its password."""
    return without_password(url)
