"""What people do with risk episodes, and what the program does with them on a clock.

Kinds of intents and what is in their ``about``:

- ``episode`` (POST, EDIT; subject ``episode:<id>``): ``{"episode": id}``; worded from the present state.
- ``episode_reply`` (REPLY in the thread of ``episode:<id>``): ``{"episode": id, "news": …, "families": […],
  "band": …, "worse": bool, "loud": bool, "since": …}``; ``news`` is ``worse`` (``families`` are the new ones,
  ``worse`` says that the band is, too; what came after ``since`` is told along), ``cleared``, ``returned`` or
  ``woken``; a loud one mentions whoever is told, because it may notify again.
- ``episode_group`` (POST, EDIT; subject ``episodes:<recipient>:<instant>``, also ``Episode.group``):
  ``{"episodes": [id, …]}``, worst first.
- ``escalation`` (POST): ``{"episodes": [id, …], "why": "ending" | "unclaimed" | "away"}``.
- ``note`` (POST): ``{"note": "starting_picture", "bands": {band: accounts}, "accounts": n}``;
  ``{"note": "mass_trip", "family": …, "accounts": n, "of": n}``;
  ``{"note": "taken_over", "bands": {band: accounts}, "accounts": n, "episodes": [id, …]}``;
  ``{"note": "wrong_data", "episode": id, "account": id, "by": person, "families": […], "text": …}``.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from cs_engine.episodes import grading
from cs_engine.episodes.families import MODEL, standing
from cs_engine.episodes.reading import load_alerts
from cs_engine.records.acting import Actor, Team
from cs_engine.records.episode_view import (
    Done,
    EpisodeView,
    FamilyGrade,
    FamilyStanding,
    Overtaken,
    Reviewed,
)
from cs_engine.records.episodes import FalseAlarm, Family
from cs_engine.records.logged import Invalid
from cs_engine.records.sight import Sight
from cs_engine.service.episodes.audience import HoursOf
from cs_engine.service.episodes.clicks import Clicks, NextStep, Why
from cs_engine.service.episodes.hours import tick
from cs_engine.service.episodes.review import audience_of, review
from cs_engine.service.episodes.views import Report, Views
from cs_engine.service.scoring.simulate_alerts import connected_now
from cs_engine.storage.store import Store

NOBODY = Team()


class EpisodeDesk:
    """What people do with risk episodes. Safe to share between threads.

    Whoever acts is an ``Actor``; episodes of accounts out of their sight do not exist for them (``None``).
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        report: Report,
        hours_of: HoursOf,
        own_alerts: Path | None = None,
    ) -> None:
        """Work on ``store``.

        Args:
            store: the memory.
            clock: returns the present moment, aware.
            report: returns an account's health as somebody may see it.
            hours_of: returns when somebody works.
            own_alerts: the company's own ``alerts.toml``, if it has one.

        Raises:
            BadAlerts: that file is malformed.
        """
        self._store = store
        self._clock = clock
        self._hours_of = hours_of
        self.alerts = load_alerts(own_alerts)
        """When Steward speaks up."""
        self._views = Views(store, report)
        self._clicks = Clicks(store, self._views, self.alerts, hours_of)

    def view(self, sight: Sight, episode_id: str) -> EpisodeView | None:
        """Return an episode as it stands now, over or not; ``None`` when there is none in sight."""
        with self._store.viewing() as memory:
            found = memory.episodes.get(episode_id)
        return self._views.of(sight, found)

    def open_for(self, sight: Sight, account_id: str) -> EpisodeView | None:
        """Return the account's open episode, ``None`` when there is none in sight."""
        with self._store.viewing() as memory:
            found = memory.episodes.open_of(account_id)
        return self._views.of(sight, found)

    def claim(self, actor: Actor, episode_id: str, next_step_on: date | None) -> Done | Overtaken | None:
        """Take an episode: *On it* by its owner, *Claim* in a channel."""
        return self._clicks.claim(actor, episode_id, next_step_on, self._clock())

    def take_on(self, actor: Actor, episode_id: str, due_on: date, step: str = "") -> Done | Overtaken | Invalid | None:
        """Take an episode and keep its next step as a task, if named, all at once; an invalid one takes nothing."""
        return self._clicks.take_on(actor, episode_id, NextStep(due_on, step.strip()), self._clock())

    def hand_over(self, actor: Actor, episode_id: str, to_person: str) -> Done | Overtaken | None:
        """Give an episode to somebody else, who is told by a message of their own.

        What somebody has is handed over by themselves, by the account's owner, or by a lead.
        """
        return self._clicks.hand_over(actor, episode_id, to_person, self._clock())

    def snooze(self, actor: Actor, episode_id: str, until: date) -> Done | Overtaken | None:
        """Let an episode rest until a day; a worse band, notice or a champion who left wakes it."""
        return self._clicks.snooze(actor, episode_id, until, self._clock())

    def false_alarm(
        self,
        actor: Actor,
        episode_id: str,
        reason: FalseAlarm,
        until: date | None = None,
        note: str = "",
        *,
        team: Team = NOBODY,
    ) -> Done | Overtaken | None:
        """End an episode as a false alarm; ``until`` is needed where the drop was expected.

        The same evidence opens nothing for 30 days, or until that day, or until the band gets worse. Wrong data is
        told to the team's operators, that the customer left is recorded.
        """
        return self._clicks.false_alarm(actor, episode_id, Why(reason, until, note), self._clock(), team)

    def resolve(self, actor: Actor, episode_id: str, note: str = "") -> Done | Overtaken | None:
        """End an episode as resolved."""
        return self._clicks.resolve(actor, episode_id, note, self._clock())

    def unfold(self, actor: Actor, episode_id: str) -> bool:
        """Have an episode of a grouped message posted in its thread; ``False`` when it stands in no group."""
        return self._clicks.unfold(actor, episode_id, self._clock())

    def grades(self, sight: Sight, since: datetime, until: datetime) -> tuple[FamilyGrade, ...]:
        """Return how good each family's alerts were, of the episodes opened in ``[since, until)``."""
        with self._store.viewing() as memory:
            found = memory.episodes.opened_in(sight, since, until)
            events = memory.episodes.events_of([episode.id for episode in found])
        return grading.grades(found, events)

    def grade(self, sight: Sight, since: datetime, until: datetime) -> FamilyGrade | None:
        """Return how good all alerts together were, each counted once; ``None`` when none was opened."""
        with self._store.viewing() as memory:
            found = memory.episodes.opened_in(sight, since, until)
            events = memory.episodes.events_of([episode.id for episode in found])
        return grading.overall(found, events)

    def standings(self) -> tuple[FamilyStanding, ...]:
        """Return what the company does with each family: on, in the digest, off, or off because it needs data."""
        connected = connected_now(self._store)
        with self._store.viewing() as memory:
            about = memory.risks.about()
        if about is not None and about.model is not None:
            connected |= {MODEL}
        return tuple(standing(family, self.alerts, connected) for family in Family)

    def review(self, as_of: datetime, team: Team) -> Reviewed:
        """Decide about every account by its snapshot at ``as_of``; reviewing an instant again changes nothing."""
        audience = audience_of(self._store, team, self._hours_of, self._clock())
        return review(self._store, self.alerts, as_of, audience)

    def tick(self, now: datetime, team: Team) -> int:
        """Wake, return and escalate what is due; return how many episodes changed. Asked twice, nothing happens."""
        return tick(self._store, self.alerts, audience_of(self._store, team, self._hours_of, now))
