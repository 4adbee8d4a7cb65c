"""The jobs' part of an import: fetch and look at files, load them when somebody agreed, say what happened."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock

from bot.clock import Clock
from bot.errors import REFERENCE_BYTES
from bot.imports import words
from bot.imports.board import Board
from bot.imports.download import Downloads
from bot.imports.words import Step
from bot.jobs.pulse import Pulse
from bot.logs import logger
from bot.rendering.message import Message
from cs_engine.errors import NothingToShow, StewardError, StoreUnavailable
from cs_engine.imports import Advice, Import, ImportState, Look, Outcome
from cs_engine.service.intake.importing import Place, advice_after, load_agreed, look_at, refused_in, without_paths
from cs_engine.service.intake.inbox import Inbox
from cs_engine.service.scoring.refresh import Refreshed
from cs_engine.wording import Sentence, phrase, sentence

FOLDER = "imports"
PATIENCE = timedelta(minutes=10)
"""How long an import waits for a book that somebody else holds."""
FAULT = phrase("That is Steward's fault, not yours; tell whoever runs it the reference {reference}.")
HELD = phrase("The book was in use by somebody else for ten minutes; send the file again.")


@dataclass(frozen=True, slots=True)
class Office:
    """Where imports are worked on: the book, the home, the way to score, and who may touch the book now."""

    book_url: str
    home: Path
    score: Callable[[], Refreshed]
    clock: Clock
    book_free: Lock


class Importer:
    """Works on one import at a time; any number of these may run anywhere."""

    def __init__(self, inbox: Inbox, board: Board, glance: Board, downloads: Downloads, office: Office) -> None:
        """Take from `inbox`, write to `board`; `glance` writes what may as well be left unsaid."""
        self._inbox = inbox
        self._board = board
        self._glance = glance
        self._downloads = downloads
        self._office = office
        self._me = secrets.token_hex(REFERENCE_BYTES)

    def work(self) -> bool:
        """Work on the import that has waited longest, if there is one."""
        one = self._inbox.claim(self._me)
        if one is None:
            return False
        pulse = Pulse(self._inbox, self._glance, one, self._me)
        with pulse, self._ended(one, pulse), self._office.book_free:
            (self._look if one.state is ImportState.RECEIVED else self._load)(one, pulse)
        return True

    def tidy(self) -> None:
        """Remove the files of imports that are over, or that nobody decided about for a week."""
        folders = {path.name: path for path in (self._office.home / FOLDER).glob("*") if path.is_dir()}
        for name in self._inbox.unneeded(folders):
            shutil.rmtree(folders[name], ignore_errors=True)

    def _look(self, one: Import, pulse: Pulse) -> None:
        one = self._with_message(one)
        self._downloads.fetch(one.files, self._folder(one))
        seen = look_at(self._folder(one), one.wishes, self._place(one))
        pulse.stop()
        thread = self._board.reply(one, list(self._rows(one, seen.look)))
        found = {"look": seen.look, "rules": seen.rules, "toml": seen.toml, "headers": seen.headers, "thread": thread}
        previewed = self._inbox.enter(one, self._me, ImportState.PREVIEWED, **found)
        if previewed is not None:
            self._board.show(previewed, words.preview(self._board.for_sender(one.sender), previewed, seen.look))

    def _with_message(self, one: Import) -> Import:
        """Return an import that has a message: usually the bot has posted it by now."""
        if one.ts is not None:
            return one
        shown = self._board.show(one, words.step(self._board.for_sender(one.sender), one, Step.READING))
        if shown is None:
            return one
        self._inbox.note(one.id, self._me, channel=shown[0], ts=shown[1])
        return replace(one, channel=shown[0], ts=shown[1])

    def _rows(self, one: Import, look: Look) -> Iterator[Message]:
        renderer = self._board.for_sender(one.sender)
        for file in look.files[: words.MOST_FILES]:
            for name in file.fills:
                yield words.rows(renderer, file, next(table for table in file.tables if table.table == name))

    def _load(self, one: Import, pulse: Pulse) -> None:
        folder, place = self._folder(one), self._place(one)
        loading = self._inbox.enter(one, self._me, ImportState.LOADING)
        if loading is None:
            return
        self._downloads.fetch(one.files, folder)
        pulse.says(Step.LOADING)
        done = load_agreed(one, folder, place, pulse.read)
        pulse.says(Step.SCORING)
        advice, picture = self._scored(advice_after(done))
        outcome = Outcome(
            done.rows,
            tuple(without_paths(name, folder) for name in done.ignored),
            refused_in(folder, place.book_url) if any(row.quarantined for row in done.rows) else (),
            picture.accounts if picture else 0,
            tuple((band.value, count) for band, count in picture.picture.bands) if picture else (),
            advice,
        )
        self._close(one, pulse, ImportState.DONE, outcome=outcome)

    def _scored(self, advice: Advice) -> tuple[Advice, Refreshed | None]:
        if advice is not Advice.NONE:
            return advice, None
        try:
            return advice, self._office.score()
        except NothingToShow:
            return Advice.NOTHING_DATED, None
        except StewardError as problem:
            logger("imports").warning("accounts could not be scored after an import", problem=str(problem))
            return Advice.SCORED_LATER, None

    def _close(self, one: Import, pulse: Pulse, state: ImportState, **changes: object) -> None:
        """Bring an import to its end, remove its files, and say so in its message."""
        pulse.stop()
        ended = self._inbox.enter(one, self._me, state, **changes)
        if ended is None:
            return
        shutil.rmtree(self._folder(one), ignore_errors=True)
        renderer = self._board.for_sender(one.sender)
        failed = state is ImportState.FAILED
        self._board.show(ended, words.step(renderer, ended, Step.FAILED) if failed else words.done(renderer, ended))

    @contextmanager
    def _ended(self, one: Import, pulse: Pulse) -> Iterator[None]:
        """See that an import does not stay claimed by nobody: a problem is told, a fault of ours gets a reference."""
        reference: str | None = secrets.token_hex(REFERENCE_BYTES)
        try:
            yield
            reference = None
        except StoreUnavailable as held:
            reference = None
            self._wait(one, pulse, str(held))
        except StewardError as problem:
            reference = None
            self._close(one, pulse, ImportState.FAILED, sentence=self._said(problem, one))
        finally:
            if reference is not None:
                logger("imports").error("an import failed", reference=reference)
                self._close(one, pulse, ImportState.FAILED, sentence=sentence(FAULT, reference=reference))

    def _wait(self, one: Import, pulse: Pulse, problem: str) -> None:
        """Try again in a while, unless that has been going on for too long."""
        if self._office.clock() - one.changed_at > PATIENCE:
            self._close(one, pulse, ImportState.FAILED, sentence=sentence(HELD))
            return
        logger("imports").warning("an import waits for the book", problem=problem)
        pulse.stop()
        self._board.show(one, words.step(self._board.for_sender(one.sender), one, Step.BUSY))
        self._inbox.put_back(one.id, self._me)

    def _said(self, problem: StewardError, one: Import) -> Sentence:
        folder = self._folder(one)
        return problem.sentence.changed(lambda text: without_paths(text, folder))

    def _folder(self, one: Import) -> Path:
        return self._office.home / FOLDER / one.id

    def _place(self, one: Import) -> Place:
        today = self._board.for_sender(one.sender).reader.today
        return Place(self._office.book_url, self._office.home, today)
