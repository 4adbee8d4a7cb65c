"""What a person reads off an answer: the lines of a card, the numbers of a receipt, how much room they take."""

import re
from decimal import Decimal

from playwright.sync_api import Locator

PHONE_LINES = 8
"""What a phone shows of a first screen without scrolling, with the keyboard open."""
BANDS = ("Healthy", "Watch", "At risk", "Leaving", "Unknown")


def first_screen(card: Locator) -> Locator:
    """The words of a card above its buttons and above what *More* adds."""
    return card.locator(".block-rich_text").first


def lines(card: Locator) -> list[str]:
    """The lines of a card's first screen as they were written, however they wrap."""
    return first_screen(card).inner_text().strip().split("\n")


def drawn_lines(card: Locator) -> int:
    """How many lines the first screen takes on the screen it is drawn on."""
    height_in_lines = "words => words.getBoundingClientRect().height / parseFloat(getComputedStyle(words).lineHeight)"
    return round(float(first_screen(card).locator(".rich-section").evaluate(height_in_lines)))


def buttons(card: Locator) -> list[str]:
    """What stands on the buttons below a card."""
    return card.locator(".block-actions button").all_inner_texts()


def column(receipt: Locator, name: str) -> list[str]:
    """The column of a table whose head begins with `name`, top to bottom, without its head."""
    head, *rows = [row.locator("th, td").all_inner_texts() for row in receipt.locator("tr").all()]
    place = next(place for place, cell in enumerate(head) if cell.strip().startswith(name))
    return [row[place].strip() for row in rows]


def points(receipt: Locator) -> list[Decimal]:
    """The points of every factor, as they are printed."""
    return [Decimal(cell) for cell in column(receipt, "Points")]


def stated_score(receipt: Locator) -> Decimal:
    """The score that a receipt's heading explains."""
    found = re.search(r"why (\d+\.\d\d) points", receipt.inner_text())
    assert found, receipt.inner_text()
    return Decimal(found[1])
