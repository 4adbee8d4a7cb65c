"""What every part of the logbook's desk works with."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cs_engine.episodes.declaration import Alerts
from cs_engine.health.facts import Facts
from cs_engine.health.snapshot import Snapshot
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor, Team
from cs_engine.records.logbook import EpisodeTrace
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.records.preferences import AuditLine
from cs_engine.service.episodes.prompt_review import PromptReview, Recorded
from cs_engine.service.scoring.rescoring import rescore
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

HoursOf = Callable[[str], WorkingHours]
NOBODY = Team()

ID_BYTES = 8


class Deed(StrEnum):
    """What the audit log tells of the logbook."""

    FOLLOW_UP = "follow_up"
    FOLLOW_UP_EDITED = "follow_up_edited"
    FOLLOW_UP_UNDONE = "follow_up_undone"
    PULSE = "pulse"
    WRONG_DATA = "wrong_data"
    TASK = "task"
    TASK_DONE = "task_done"
    TASK_POSTPONED = "task_postponed"
    TASK_REASSIGNED = "task_reassigned"
    RENEWAL = "renewal"
    RENEWAL_UNDONE = "renewal_undone"
    FORECAST = "forecast"
    PLAY_STARTED = "play_started"
    PLAY_STOPPED = "play_stopped"


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that an actor does to an account, at a moment of the workspace's zone, within one transaction."""

    memory: Transaction
    actor: Actor
    account: SnapshotRow
    at: datetime
    mute_days: int = 0
    """How long the same evidence opens nothing after somebody ended an episode."""

    def audit(self, what: Deed, detail: str = "") -> None:
        """Add a line to the audit log."""
        self.memory.wishes.note((AuditLine(self.at, self.actor.person, what, self.account.account_id, detail),))

    def tell(self, *intents: Intent) -> None:
        """Put what is to be said into the outbox."""
        self.memory.outbox.put(intents, self.at)


class LogbookPart:
    """A part of the logbook's desk."""

    def __init__(self, store: Store, clock: Callable[[], datetime], hours_of: HoursOf, alerts: Alerts) -> None:
        """Work on ``store``.

        Args:
            store: the memory.
            clock: returns the present moment, aware.
            hours_of: tells when a person works.
            alerts: when Steward speaks up.
        """
        self._store = store
        self._clock = clock
        self._hours_of = hours_of
        self._alerts = alerts

    @contextmanager
    def _doing(self, actor: Actor, account: SnapshotRow) -> Iterator[Doing]:
        """Open the transaction in which somebody does something to an account, one after the other."""
        with self._store.changing() as memory:
            memory.logbook.take_turns(account.account_id)
            yield Doing(memory, actor, account, self._clock(), self._alerts.limits.mute_days)

    def _rescored(self, doing: Doing, cause: str, record_id: str, team: Team) -> EpisodeTrace | None:
        """Score the account again after something was recorded about it, and review its episode by that at once.

        Returns:
            What that did to the episode, ``None`` where what is noted changes nothing.
        """
        before = self._store.current(doing.account.account_id)
        after = rescore(self._store, doing.memory, doing.account.account_id, doing.at, cause)
        if before is None or after is None:
            return None
        review = PromptReview(self._store, self._alerts, team, self._hours_of, doing.at)
        return review.of(doing.memory, Recorded(record_id, before, after))


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_hex(ID_BYTES)


def facts_of(row: SnapshotRow) -> Facts:
    """Return the facts that an account's snapshot keeps."""
    return Snapshot.from_document(row.document).facts


def is_theirs(actor: Actor, row: SnapshotRow) -> bool:
    """Tell whether somebody looks after an account, or leads those who do."""
    people = {each.casefold() for each in (row.owner, row.backup) if each}
    return actor.leads or actor.person.casefold() in people


def edit_of(subject: str, kind: str, about: dict[str, object], at: datetime) -> Intent:
    """Return the intent to show a message as it should be now."""
    key = f"{subject}:edit:{at.astimezone(UTC).isoformat()}:{secrets.token_hex(4)}"
    return Intent(key, kind, Act.EDIT, subject, (), at, about)


def person(who: str) -> Recipient:
    """Return a person as a recipient."""
    return Recipient(To.PERSON, who)
