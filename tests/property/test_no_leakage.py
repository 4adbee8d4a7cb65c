"""Facts as of an instant do not change when the future does."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from cs_engine.book.facts import FactsQuery
from cs_engine.frames.contracts import facts_contract
from tests.property.rewriting import as_loaded, rewritable, rewrite_after

DATES = 20
BERLIN = ZoneInfo("Europe/Berlin")


def some_instants(first: date, last: date, seed: int) -> list[datetime]:
    """Return instants on random days, at midnight and at other times in turn, in order."""
    random = Random(seed)
    days = [first + timedelta(days=random.randrange((last - first).days)) for _ in range(DATES)]
    hours = [0 if number % 2 else random.randrange(1, 24) for number in range(DATES)]
    return sorted(
        datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN) for day, hour in zip(days, hours, strict=True)
    )


def assert_no_leak(book: Path, instants: list[datetime]) -> None:
    """Compare the facts before and after everything known later was rewritten."""
    with rewritable(book) as changing:
        query = FactsQuery.prepare(changing)
        before = [query.at(as_of) for as_of in instants]
        for as_of, expected in zip(instants, before, strict=True):
            rewrite_after(changing, as_of)
            pd.testing.assert_frame_equal(query.at(as_of), expected, check_exact=True, obj=f"facts as of {as_of}")
        as_loaded(changing)


def test_rewriting_the_future_of_the_sample_changes_no_fact(sample_book: Path) -> None:
    """Twenty random instants of a company whose accounts have a history."""
    assert_no_leak(sample_book, some_instants(date(2024, 12, 1), date(2026, 11, 1), seed=1))


def test_rewriting_the_future_of_the_reference_company_changes_no_fact(saas_book: Path) -> None:
    """Twenty random instants of a company whose accounts come as of the export."""
    assert_no_leak(saas_book, some_instants(date(2023, 6, 1), date(2025, 12, 1), seed=2))


def test_the_rewriting_is_noticed_once_it_has_happened(sample_book: Path) -> None:
    """The test has teeth: three weeks on, the rewritten book tells another story in every part."""
    as_of = datetime(2026, 6, 1, tzinfo=BERLIN)
    later = as_of + timedelta(days=21)
    with rewritable(sample_book) as changing:
        query = FactsQuery.prepare(changing)
        before = query.at(later)
        rewrite_after(changing, as_of)
        changed = query.at(later).reindex(before.index).compare(before)
    told = set(changed.columns.get_level_values(0))
    assert {"status", "owner", "mrr", "seats", "active_users", "features_used", "tickets", "tickets_open"} <= told
    assert {"first_response_hours", "csat_score", "nps_score", "two_way_touches", "champion"} <= told
    assert {"milestones_due", "invoices_overdue", "lost_on"} <= told


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_same_instant_gives_the_same_facts_with_any_number_of_threads(sample_book: Path, threads: int) -> None:
    """Equal to the last bit, and as the contract of the frame says."""
    as_of = datetime(2026, 10, 5, tzinfo=BERLIN)
    with rewritable(sample_book) as book:
        query = FactsQuery.prepare(book)
        book.backend.raw_sql("SET threads TO 1")
        expected = query.at(as_of)
        book.backend.raw_sql(f"SET threads TO {threads:d}")
        found = [query.at(as_of) for _ in range(3)]
    facts_contract().validate(expected)
    for frame in found:
        pd.testing.assert_frame_equal(frame, expected, check_exact=True)
