"""One account's episode reviewed at once, because somebody recorded what it is about: not at the night's refresh."""

from dataclasses import dataclass, replace
from datetime import datetime

from cs_engine.episodes.deciding import decide
from cs_engine.episodes.declaration import Alerts, Usual
from cs_engine.episodes.judging import Judged
from cs_engine.episodes.updating import LOUD
from cs_engine.records.acting import Team
from cs_engine.records.episodes import Episode, Family
from cs_engine.records.logbook import EpisodeTrace
from cs_engine.service.episodes.audience import HoursOf
from cs_engine.service.episodes.reading import ANY, Reading
from cs_engine.service.episodes.review import ATTEMPTS, REVIEW, Writer, audience_in, ends_contract
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Recorded:
    """What somebody recorded, by its id, and the account's snapshots before and after it."""

    record_id: str
    before: SnapshotRow
    after: SnapshotRow


@dataclass(frozen=True, slots=True)
class PromptReview:
    """Reviews one account within the transaction that changed what is noted about it.

    Decided by the same rules as every review, against the snapshot before. News is only what people can record,
    notice and a champion who left, and struck out is only what the record ends: whatever else time has brought
    meanwhile waits for the next review. Before the first review nothing is opened, for then all would be news.
    """

    store: Store
    alerts: Alerts
    team: Team
    hours_of: HoursOf
    now: datetime

    def of(self, memory: Transaction, recorded: Recorded) -> EpisodeTrace | None:
        """Open, change or end the account's episode.

        Returns:
            What was done, to take it back; ``None`` where nothing was.
        """
        if self.store.last_run(REVIEW) is None:
            return None
        one = self._judged(memory, recorded)
        audience = audience_in(memory, self.team, self.hours_of, self.now)

        def routes(judged: Judged, family: Family) -> Usual:
            rule = self.alerts.rules_of(judged.segment)[family].route
            return audience.usual(judged.owner, judged.segment, family, rule)

        decisions = decide([one], self.alerts, recorded.after.as_of, routes)
        mark = {"record": recorded.record_id}
        writer = Writer(self.store, self.alerts, recorded.after.as_of, audience, {one.account_id: one}, mark)
        for update in decisions.updates:
            any(writer.update_in(memory, update) for _ in range(ATTEMPTS))
        for opening in decisions.opened:
            writer.open_in(memory, opening, urgent=ends_contract(opening.families))
        changed = [update.episode.id for update in decisions.updates]
        return _trace(memory, one.open, [*changed, *(opening.episode.id for opening in decisions.opened)])

    def _judged(self, memory: Transaction, recorded: Recorded) -> Judged:
        row, was = recorded.after, recorded.before
        episodes = tuple(memory.episodes.of_accounts([row.account_id], ended_after=row.as_of - ANY))
        reading = Reading(self.store, self.alerts, row.as_of, was.as_of)
        judged = reading.judged_one(row, was, episodes)
        if judged.open is None:
            return replace(judged, caused=judged.caused & LOUD)
        over_already = judged.open.families - reading.judged_one(was, was, episodes).staying
        return replace(judged, caused=judged.caused & LOUD, staying=judged.staying | over_already)


def _trace(memory: Transaction, before: Episode | None, ids: list[str]) -> EpisodeTrace | None:
    after = memory.episodes.get(ids[0]) if ids else None
    if after is None or after == before:
        return None
    return EpisodeTrace(before or after, after.version, opened=before is None)
