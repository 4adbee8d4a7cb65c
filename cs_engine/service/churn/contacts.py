"""Who was contacted when: as the book tells it, and as people logged it."""

from collections.abc import Iterator
from datetime import date, tzinfo

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.talks import talks
from cs_engine.churn.contacts import contacts_of
from cs_engine.service.churn.past import PastReader
from cs_engine.storage.store import Store


def all_contacts(book_url: str, zone: tzinfo, store: Store) -> pd.DataFrame:
    """Return every contact, as ``contacts_of`` returns them; days are those of the workspace's zone.

    Raises:
        NothingToShow: the book has no past.
    """
    with open_book(book_url) as book:
        found = talks(book, PastReader(book, zone).end)
    days = found["at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.date
    return contacts_of([*zip(found["account_id"], days, strict=True), *logged_contacts(store, zone)])


def logged_contacts(store: Store, zone: tzinfo) -> Iterator[tuple[str, date]]:
    """Yield account and day of every talk that a person logged, and of every play that somebody started."""
    with store.viewing() as memory:
        found = [*memory.logbook.talks(), *memory.plays.starts()]
    return ((account_id, at.astimezone(zone).date()) for account_id, at in found)
