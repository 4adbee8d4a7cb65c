"""Simulated companies with a memory, for tests that need somebody to ask about."""

from datetime import UTC, date, timedelta
from pathlib import Path

from cs_engine.health.reading import load_presets
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import weekly_ends
from cs_engine.service.scoring.refresh import Scoring, refresh

UNTIL = date(2026, 11, 20)
"""The last day of these companies' data."""


def scored_company(folder: Path, *, accounts: int = 64, months: int = 12, weeks: int = 3) -> str:
    """Simulate a company, load it, score its last weeks, and return the address of the memory.

    The book is `book.duckdb` and the memory `steward.db` in ``folder``, as in any home of Steward's.
    """
    book, memory = f"duckdb://{folder / 'book.duckdb'}", f"sqlite:///{folder / 'steward.db'}"
    load_sample(SampleSpec(accounts=accounts, months=months, until=UNTIL), book_url=book, workdir=folder)
    with open_memory(memory) as store:
        instants = weekly_ends(UNTIL - timedelta(weeks=weeks - 1), UNTIL, UTC)
        refresh(store, book, lambda _data_ends: instants, Scoring(load_presets()))
    return memory
