"""What happened with an account as one line of events, each for whom it is. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from cs_engine.records.acting import Actor
from cs_engine.records.episodes import EpisodeEvent
from cs_engine.records.logbook import FollowUp, Forecast, Pulse, RenewalRecord, Task, Visibility
from cs_engine.records.logged import EntryKind, Happened, TimelineEntry
from cs_engine.records.segment_view import KeptMove
from cs_engine.service.logbook.part import is_theirs
from cs_engine.storage.rows import SnapshotRow

KINDS: Mapping[type[Happened], EntryKind] = MappingProxyType(
    {
        RenewalRecord: EntryKind.RENEWAL,
        Forecast: EntryKind.FORECAST,
        Pulse: EntryKind.PULSE,
        EpisodeEvent: EntryKind.EPISODE,
    }
)
"""What somebody did at a moment, and nothing more is to be said of it."""


def entries(happened: Iterable[Happened], actor: Actor, row: SnapshotRow) -> tuple[TimelineEntry, ...]:
    """Return what happened with an account, newest first, with restricted notes only for those they are for."""
    told = [entry for what in happened for entry in _entries(what, actor, row)]
    return tuple(sorted(told, key=lambda entry: (entry.at, entry.kind), reverse=True))


def may_read(follow_up: FollowUp, actor: Actor, row: SnapshotRow) -> bool:
    """Tell whether somebody may read a note: a restricted one is for its author, owner and backup, and leads."""
    return follow_up.visibility is Visibility.TEAM or follow_up.author == actor.person or is_theirs(actor, row)


def readable(follow_up: FollowUp, actor: Actor, row: SnapshotRow) -> FollowUp:
    """Return a follow-up as somebody may read it."""
    return follow_up if may_read(follow_up, actor, row) else replace(follow_up, note="", permalink=None)


def _entries(what: Happened, actor: Actor, row: SnapshotRow) -> Iterator[TimelineEntry]:
    match what:
        case FollowUp():
            withheld = not may_read(what, actor, row)
            known = readable(what, actor, row)
            yield TimelineEntry(what.at, EntryKind.FOLLOW_UP, what.author, known, withheld)
        case Task():
            if what.ended_at is not None:
                yield TimelineEntry(what.ended_at, EntryKind.TASK_DONE, what.ended_by, what)
        case RenewalRecord() | Forecast() | Pulse() | EpisodeEvent():
            yield TimelineEntry(what.at, KINDS[type(what)], what.by, what)
        case KeptMove():
            yield TimelineEntry(what.at, EntryKind.SEGMENT, None, what)
