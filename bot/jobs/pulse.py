"""Signs of life while an import is worked on: for other processes, and for the person who waits."""

import threading
import time
from types import TracebackType
from typing import Self

from bot.imports import words
from bot.imports.board import Board
from bot.imports.words import Step
from cs_engine.imports import Import
from cs_engine.service.intake.inbox import Inbox

RENEW_SECONDS = 10.0
"""Far below the lease, so that a busy machine does not lose it."""
EDIT_SECONDS = 3.0
"""Slack takes about one edit a second; a person reads no more than this."""
BEAT_SECONDS = 0.5


class Pulse:
    """A thread beside the work; what it says may be late or missing, and never holds the work up."""

    def __init__(self, inbox: Inbox, board: Board, one: Import, holder: str) -> None:
        """Renew the holder's claim on an import, and edit its message on `board`."""
        self._inbox = inbox
        self._board = board
        self._one = one
        self._holder = holder
        self._over = threading.Event()
        self._step: Step | None = None
        self._table: str | None = None
        self._rows: dict[str, int] = {}
        self._thread = threading.Thread(target=self._beat, name="steward-import-pulse", daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """Say nothing any more; returns when the last edit is through."""
        self._over.set()
        self._thread.join()

    def says(self, step: Step) -> None:
        """Say from now on what is being done."""
        self._step, self._table = step, None

    def read(self, table: str, rows: int) -> None:
        """Count rows of a table that were read."""
        self._rows[table] = self._rows.get(table, 0) + rows
        self._table = table

    def _beat(self) -> None:
        renew = time.monotonic() + RENEW_SECONDS
        edit, shown = time.monotonic(), self._now()
        while not self._over.wait(BEAT_SECONDS):
            if time.monotonic() >= renew:
                self._inbox.renew(self._one.id, self._holder)
                renew = time.monotonic() + RENEW_SECONDS
            if time.monotonic() >= edit and self._now() != shown and self._one.ts:
                shown = self._now()
                edit = time.monotonic() + max(EDIT_SECONDS, self._edit())

    def _now(self) -> tuple[Step | None, str | None, int]:
        return self._step, self._table, self._rows.get(self._table or "", 0)

    def _edit(self) -> float:
        step, table, rows = self._now()
        renderer = self._board.for_sender(self._one.sender)
        return self._board.glance(
            self._one, words.step(renderer, self._one, step or Step.READING, table=table, rows=rows)
        )
