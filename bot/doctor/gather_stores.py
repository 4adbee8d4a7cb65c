"""Looking at the home, the book and the memory."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.doctor.facts import StoreFacts
from cs_engine.errors import NothingToShow, StewardError
from cs_engine.service.condition import (
    BookCondition,
    MemoryCondition,
    book_condition,
    memory_condition,
    unwritable_book,
)


def gather_stores(settings: Settings, now: datetime) -> StoreFacts:
    """Return the condition of the stores as seen at `now`."""
    return StoreFacts(
        home=settings.steward_home,
        free_bytes=_room(settings.steward_home),
        memory=_memory(settings),
        book=_book(settings, now),
        unwritable=unwritable_book(settings.book_url),
        now=now,
    )


def _memory(settings: Settings) -> MemoryCondition | str | None:
    try:
        return memory_condition(settings.database_url)
    except StewardError as wrong:
        return str(wrong)


def _book(settings: Settings, now: datetime) -> BookCondition | str | None:
    try:
        return book_condition(settings.book_url, now.date())
    except NothingToShow:
        return None
    except StewardError as wrong:
        return str(wrong)


def _room(home: Path) -> int | None:
    """Return the free bytes of the disk that the home is on, or will be on; ``None`` when it may not be written to."""
    there = next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.exists())
    return shutil.disk_usage(there).free if there.is_dir() and os.access(there, os.W_OK) else None
