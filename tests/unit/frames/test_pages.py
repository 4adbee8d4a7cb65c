"""The page about the book is true."""

from pathlib import Path

from cs_engine.frames.ledger import LEDGER
from cs_engine.frames.pages import book_page
from cs_engine.frames.tables import TABLES

PAGE = Path(__file__).parents[3] / "docs" / "book.md"


def test_the_page_about_the_book_is_the_rendered_one() -> None:
    """`docs/book.md` equals what the declarations say; render it again after changing them."""
    assert PAGE.read_text(encoding="utf-8") == book_page()


def test_the_page_names_every_column() -> None:
    """No column of any table is left out."""
    page = book_page()
    for table in (*TABLES.values(), *LEDGER):
        section = page.split(f"# {table.name}\n")[1].split("\n#")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
            column.name for column in table.columns
        ]
