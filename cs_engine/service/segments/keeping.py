"""Finding the segments of a book's accounts, and keeping them beside the snapshots."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cs_engine.errors import NothingToShow
from cs_engine.metrics.exchange import RateTable
from cs_engine.records.segment_view import Kept, KeptMove, Member
from cs_engine.records.segments import Segmentation
from cs_engine.segments.matching import is_cluster
from cs_engine.service.metrics.reading import read_rates
from cs_engine.service.segments.segmentation import Asked, segment_book
from cs_engine.storage.store import Store
from cs_engine.wording import Sentence, phrase, sentence

RULES = "segments"
"""The folder of a company's own rules, one file per segment."""
RATES = ("rates.csv", "rates.toml")
"""Where exchange rates are looked for."""
UNSCORED = phrase("No account has been scored yet: run `steward refresh`.")


def keep_segments(store: Store, book_url: str, home: Path | None = None) -> Kept:
    """Find the segments as of the newest snapshots, and keep them and who moved since the last time.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        home: folder with the company's own rules (``segments``) and exchange rates (``rates.csv``), if it has any.

    Raises:
        NothingToShow: no account has been scored yet, or none is active.
        StoreUnavailable: someone else holds the book.
        BadInput: a rule is malformed.
    """
    newest = store.newest()
    if newest is None:
        raise NothingToShow(UNSCORED)
    with store.viewing() as memory:
        earlier, before = memory.segments.kept(), memory.segments.keys()
    rates, rules = (rates_in(home), home / RULES) if home else (None, None)
    found = segment_book(book_url, newest.as_of, Asked(rules=rules, before=before, rates=rates))
    kept = _kept(found, newest.as_of, earlier, rates)
    names = {one.key: one.name for one in (*(earlier.segments if earlier else ()), *found.segments)}
    moves = [
        KeptMove(each.account_id, kept.as_of, each.before, each.after, _called(each.before, names), names[each.after])
        for each in found.moves
    ]
    with store.changing() as memory:
        memory.segments.put(kept, _members(found), moves)
    return kept


def rates_in(home: Path) -> RateTable | None:
    """Return the exchange rates of a company, ``None`` where it has none.

    Raises:
        BadInput: they cannot be read.
    """
    tables = (read_rates(home / name) for name in RATES)
    return next((table for table in tables if table is not None), None)


def _kept(found: Segmentation, as_of: datetime, earlier: Kept | None, rates: RateTable | None) -> Kept:
    across, up = (found.map.across, found.map.up) if found.map else (None, None)
    since = None if earlier is None else earlier.since if earlier.as_of == as_of else earlier.as_of
    worth = rates.at(as_of.date()) if rates else {}
    return Kept(as_of, since, found.method, found.why, found.structure, found.segments, across, up, worth)


def _members(found: Segmentation) -> list[Member]:
    """Return every account once; those of the map with their place."""
    members = {account: Member(account, key) for account, key in found.assigned.items()}
    for point in found.map.points if found.map else ():
        members[point.account_id] = replace(members[point.account_id], x=point.x, y=point.y)
    return [*members.values(), *(Member(account, None) for account in found.unassigned)]


def _called(key: str, names: dict[str, Sentence]) -> Sentence:
    """Return what a segment was called that may be gone since."""
    return names.get(key) or sentence(key if is_cluster(key) else key.replace("_", " "))
