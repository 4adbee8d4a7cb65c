"""What is said to a person who sent files or decided about them, beside the answering path."""

import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from bot.imports import words
from bot.imports.board import Board
from bot.imports.words import Step
from bot.logs import logger
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.errors import StoreUnavailable
from cs_engine.imports import WAITING, Import, ImportState
from cs_engine.service.intake.inbox import DOOR, Inbox

PATIENCE_SECONDS = 30.0
"""The jobs look every two seconds; after thirty nobody is there."""


class Desk:
    """Tells people that their files were taken, and hands the import to the jobs afterwards."""

    def __init__(self, board: Board, later: Executor, most_mb: int, patience: float = PATIENCE_SECONDS) -> None:
        """Write to `board` in threads of `later`; a file may have `most_mb`."""
        self._board = board
        self._later = later
        self._patience = patience
        self.most_mb = most_mb

    def take(self, inbox: Inbox, one: Import) -> None:
        """Tell whoever sent or confirmed an import that it is in good hands, and see later whether that is true."""
        self._later.submit(self._tell, inbox, one)

    def show(self, one: Import, step: Step) -> None:
        """Say where an import stands that nobody works on."""
        self._later.submit(self._show, one, step)

    def already(self, one: Import) -> Message:
        """Word for somebody who decides a second time what is happening already."""
        return words.already(self.renderer(one), one)

    def renderer(self, one: Import) -> Renderer:
        """Return the renderer that words for whoever sent the files."""
        return self._board.for_sender(one.sender)

    def _tell(self, inbox: Inbox, one: Import) -> None:
        """Say it, and let go; if the memory cannot be reached, the jobs find the import when the hold ends."""
        place = self._show(one, Step.QUEUED if one.state is ImportState.CONFIRMED else Step.READING)
        if place is None:
            return
        with _memory_or_not():
            inbox.told(one.id, *place)
        timer = threading.Timer(self._patience, self._look_after, (inbox, one.id, one.state))
        timer.daemon = True
        timer.start()

    def _look_after(self, inbox: Inbox, import_id: str, state: ImportState) -> None:
        now = None
        with _memory_or_not():
            now = inbox.find(import_id)
        if now is not None and now.state is state and state in WAITING and now.claimed_by in {None, DOOR}:
            self._show(now, Step.WAITING)

    def _show(self, one: Import, step: Step) -> tuple[str, str] | None:
        return self._board.show(one, words.step(self.renderer(one), one, step))


@contextmanager
def _memory_or_not() -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as problem:
        logger("imports").warning("the memory could not be asked", problem=str(problem))
