"""Segments of customers as people ask for them; every answer comes from the memory alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cs_engine.plays.play import Play
from cs_engine.records.segment_view import Count, Kept, MoveLine, SegmentLine, SegmentsView
from cs_engine.records.segments import Drawing, Map, Point, Segment
from cs_engine.records.sight import Sight
from cs_engine.storage.store import Store

DRAWN = 2
"""One point is no map."""


class SegmentDesk:
    """Answers about the newest segments, among the accounts that somebody may see. Safe to share between threads.

    Profiles are about all accounts, because that is what the segments were made of; numbers and names are not.
    """

    def __init__(self, store: Store, plays: Sequence[Play]) -> None:
        """Answer from ``store``; ``plays`` are all there are."""
        self._store = store
        self._titles = {play.name: play.title for play in plays}

    def view(self, sight: Sight) -> SegmentsView | None:
        """Return the segments, ``None`` where none were ever found."""
        with self._store.viewing() as memory:
            kept = memory.segments.kept()
            if kept is None:
                return None
            counts, moves = memory.segments.counts(sight), memory.segments.moves(kept.as_of, sight)
            drawn = kept.across is not None and len(memory.segments.drawn(sight, DRAWN)) == DRAWN
        accounts = sum(each.accounts for each in counts)
        none = sum(each.accounts for each in counts if each.segment is None)
        lines = _lines(kept, counts, moves, self._titles)
        told = (kept.as_of, kept.since, kept.method, kept.why, kept.structure)
        return SegmentsView(*told, lines, accounts, none, tuple(moves), drawn)

    def drawing(self, sight: Sight) -> Drawing | None:
        """Return what there is to draw, ``None`` where there is nothing."""
        with self._store.viewing() as memory:
            kept, members = memory.segments.kept(), memory.segments.drawn(sight)
            counts = memory.segments.counts(sight)
        if kept is None or kept.across is None or kept.up is None or len(members) < DRAWN:
            return None
        points = tuple(Point(each.account_id, each.segment or "", each.x or 0.0, each.y or 0.0) for each in members)
        return Drawing(_in_sight(kept.segments, counts), _customers(counts), Map(points, kept.across, kept.up))


def _lines(
    kept: Kept, counts: Sequence[Count], moves: Iterable[MoveLine], titles: Mapping[str, str]
) -> tuple[SegmentLine, ...]:
    sizes = _sizes(counts)
    came, went = Counter(each.after for each in moves), Counter(each.before for each in moves)
    shares = _arr_shares(counts, kept.worth)
    return tuple(
        SegmentLine(
            segment=one,
            size=sizes[one.key],
            share=sizes[one.key] / sizes.total(),
            arr_share=shares.get(one.key),
            arr=_arr(one.key, counts),
            plays=tuple(titles.get(play, play) for play in one.plays),
            came=came[one.key],
            went=went[one.key],
        )
        for one in kept.segments
        if sizes[one.key]
    )


def _sizes(counts: Iterable[Count]) -> Counter[str | None]:
    sizes: Counter[str | None] = Counter()
    for each in counts:
        sizes[each.segment] += each.accounts
    return sizes


def _arr(key: str, counts: Iterable[Count]) -> tuple[tuple[str, float], ...]:
    """Return ARR by currency, the largest first."""
    known = ((each.currency or "", each.arr) for each in counts if each.segment == key and each.arr)
    return tuple(sorted(known, key=lambda each: (-each[1], each[0])))


def _arr_shares(counts: Sequence[Count], worth: Mapping[str, float]) -> dict[str | None, float]:
    """Return each segment's share of the ARR; nothing where it is in currencies that cannot be compared."""
    paying = [each for each in counts if each.arr]
    currencies = {each.currency for each in paying}
    if len(currencies) > 1 and not currencies <= worth.keys():
        return {}
    rate = dict.fromkeys(currencies, 1.0) if len(currencies) == 1 else dict(worth)
    total = sum((each.arr or 0.0) * rate.get(each.currency or "", 1.0) for each in paying)
    shares: dict[str | None, float] = {each.segment: 0.0 for each in counts} if total else {}
    for each in paying:
        shares[each.segment] += (each.arr or 0.0) * rate.get(each.currency or "", 1.0) / total
    return shares


def _in_sight(segments: Iterable[Segment], counts: Sequence[Count]) -> tuple[Segment, ...]:
    """Return the segments with their numbers among the accounts in sight."""
    sizes = _sizes(counts)
    return tuple(
        replace(one, size=sizes[one.key], share=sizes[one.key] / sizes.total()) for one in segments if sizes[one.key]
    )


def _customers(counts: Iterable[Count]) -> int:
    return sum(each.accounts for each in counts if each.segment is not None)
