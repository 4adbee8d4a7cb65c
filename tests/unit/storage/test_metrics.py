"""Pages of figures in both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cs_engine.records.metrics import Figure, Group, MetricsPage, Waterfall
from cs_engine.records.metrics_kept import KeptPage, Restated
from cs_engine.storage.store import Store

MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)
NRR = Figure("L6", "NRR", "net", "EUR", "share", "up", 1.02, 0.9, 1.1, "bootstrap", 40, "customers", None, small=False)
FALL = Waterfall("EUR", 100.0, (("new", 20.0), ("churned", -10.5)), 109.5, 40, 1)
PAGE = MetricsPage(
    "2026Q3", date(2026, 7, 1), date(2026, 10, 1), "2026Q2", None, (Group(None, (NRR,), (FALL,)),), ("A note.",)
)
KEPT = KeptPage(PAGE, MONDAY, MONDAY, (Restated(None, "L6", "EUR", "share", 1.02, None),))


def test_a_page_comes_back_as_it_was(store: Store) -> None:
    """Figures, waterfalls, notes and what was restated; one of another period or dimension is another page."""
    by_plan = replace(KEPT, page=replace(PAGE, by="plan"), restated=())
    with store.changing() as memory:
        memory.metrics.put(KEPT)
        memory.metrics.put(by_plan)
    with store.viewing() as memory:
        assert memory.metrics.page("2026Q3") == KEPT
        assert memory.metrics.page("2026Q3", "plan") == by_plan
        assert memory.metrics.page("2026Q2") is None
        assert memory.metrics.whole() == [PAGE]


def test_keeping_a_page_again_replaces_it(store: Store) -> None:
    """There is one page per period and dimension."""
    later = replace(KEPT, checked_at=MONDAY + timedelta(days=1), restated=())
    for kept in (KEPT, later):
        with store.changing() as memory:
            memory.metrics.put(kept)
    with store.viewing() as memory:
        assert memory.metrics.page("2026Q3") == later


def test_pages_of_the_whole_book_are_in_order(store: Store) -> None:
    """By their ends, of those with one end the shortest first."""
    year = replace(PAGE, period="2025-10 to 2026-09", start=date(2025, 10, 1))
    october = replace(PAGE, period="2026-10", start=date(2026, 10, 1), end=date(2026, 11, 1))
    with store.changing() as memory:
        for page in (october, year, PAGE):
            memory.metrics.put(replace(KEPT, page=page))
    with store.viewing() as memory:
        assert [page.period for page in memory.metrics.whole()] == ["2026Q3", "2025-10 to 2026-09", "2026-10"]
