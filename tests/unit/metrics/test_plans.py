"""Plans as contract lines say them."""

import pandas as pd

from cs_engine.metrics.plans import plans_on
from tests.unit.metrics.builders import book, line


def test_the_largest_line_of_the_day_decides_and_then_the_first_to_come() -> None:
    """Who had left by then, or has no plan, has none."""
    lines = book(
        line("A", 10, "2025-01-01", plan="small"),
        line("A", 90, "2025-01-01", plan="large"),
        line("A", 900, "2026-02-01", plan="huge"),
        line("B", 10, "2026-03-01", plan="later"),
        line("C", 10, "2025-01-01", "2025-12-31", plan="gone"),
        line("D", 10, "2025-01-01", plan=None),
    )
    assert plans_on(lines, pd.Timestamp("2026-01-01")).to_dict() == {"A": "large", "B": "later"}
