"""The inbox of files to load: what people may do with an import, and how the jobs take turns at it."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cs_engine.frames.tables import TABLES
from cs_engine.imports import OVER, Import, ImportState, Move, Sender, SentFile, Wishes
from cs_engine.storage.store import Store
from cs_engine.wording import Sentence, phrase, sentence

ID_BYTES = 8
LEASE = timedelta(seconds=60)
"""Whoever works on an import shows a sign of life every few seconds; after a minute of silence it is dead."""
KEPT = timedelta(days=7)
"""Files that nobody decided about are removed; who still wants them can send them again."""
DOOR = "door"
"""Holds an import between a person's click and the words that tell them it counted."""
FREE = {"claimed_by": None, "claimed_at": None}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A move that cannot be made, and why."""

    move: Move
    said: Sentence


def misfit(moves: Sequence[Move]) -> Misfit | None:
    """Return the first of some moves that cannot be made: a second into one column, or out of one a table needs."""
    filled: set[tuple[str, str, str]] = set()
    for move in moves:
        place = (move.file, move.table, move.to or "")
        if move.to is not None and place in filled:
            return Misfit(move, sentence(phrase("Two columns cannot both be {column}."), column=move.to))
        filled.add(place)
    for move in moves:
        column = move.column or ""
        if column and (move.file, move.table, column) not in filled and TABLES[move.table].column(column).required:
            says = phrase("{table} cannot do without {column}; give it another column first.")
            return Misfit(move, sentence(says, table=move.table, column=column))
    return None


class Inbox:
    """Imports, as the bot and the jobs handle them. Safe to share between threads and processes."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Keep imports in ``store``; ``clock`` returns the present moment, aware."""
        self._imports = store.imports
        self._clock = clock

    def receive(self, sender: Sender, files: Sequence[SentFile]) -> Import:
        """Take files to be looked at; they are held until ``tell_done`` says that the sender was told."""
        now = self._now()
        new_id = secrets.token_hex(ID_BYTES)
        new = Import(new_id, sender, tuple(files), ImportState.RECEIVED, now, now, claimed_by=DOOR, claimed_at=now)
        self._imports.add(new)
        return new

    def find(self, import_id: str) -> Import | None:
        """Return an import, or ``None`` when there is none of this id."""
        return self._imports.get(import_id)

    def confirm(self, import_id: str) -> bool:
        """Say that a previewed import is to be loaded; ``True`` for the first who says so. Held like a new one."""
        return self._decided(import_id, ImportState.CONFIRMED)

    def cancel(self, import_id: str) -> bool:
        """Say that a previewed import is not to be loaded; ``True`` for the first who decides."""
        now = self._now()
        return self._imports.move(
            import_id, (ImportState.PREVIEWED,), state=ImportState.CANCELLED, changed_at=now, finished_at=now
        )

    def revise(self, import_id: str, wishes: Wishes) -> bool:
        """Have a previewed import looked at again with other wishes. Held like a new one."""
        return self._decided(import_id, ImportState.RECEIVED, wishes=wishes)

    def told(self, import_id: str, channel: str, ts: str) -> None:
        """Remember the message of an import that was just received or decided about, and let the jobs have it."""
        self._imports.hold(import_id, DOOR, channel=channel, ts=ts, **FREE)

    def claim(self, holder: str) -> Import | None:
        """Take the import that has waited longest; of several takers exactly one gets it."""
        return self._imports.claim(holder, self._now(), LEASE)

    def renew(self, import_id: str, holder: str) -> bool:
        """Show a sign of life; ``False`` when the import was taken over."""
        return self._imports.hold(import_id, holder, claimed_at=self._now())

    def note(self, import_id: str, holder: str, **changes: object) -> bool:
        """Change an import that one holds; ``False`` when it was taken over."""
        return self._imports.hold(import_id, holder, **changes)

    def put_back(self, import_id: str, holder: str) -> bool:
        """Leave an import for later."""
        return self._imports.hold(import_id, holder, **FREE)

    def enter(self, one: Import, holder: str, state: ImportState, **changes: object) -> Import | None:
        """Bring an import that one holds to another state, for good unless it is being loaded.

        Returns:
            The import as it is now, ``None`` when it was taken over.
        """
        now = self._now()
        changes |= {"state": state, "changed_at": now}
        if state is not ImportState.LOADING:
            changes |= FREE
        if state in OVER:
            changes["finished_at"] = now
        kept = self._imports.hold(one.id, holder, **changes)
        return replace(one, **changes) if kept else None  # type: ignore[arg-type] # fields by their names

    def unneeded(self, ids: Collection[str]) -> set[str]:
        """Return those of some ids whose files can go."""
        return self._imports.over_or_stale(ids, self._now() - KEPT)

    def _decided(self, import_id: str, state: ImportState, **changes: object) -> bool:
        now = self._now()
        held = {"state": state, "changed_at": now, "claimed_by": DOOR, "claimed_at": now}
        return self._imports.move(import_id, (ImportState.PREVIEWED,), **held, **changes)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)
