"""What is to be known about one account to decide about its episode: small, so that many fit into memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cs_engine.episodes.cause import is_customers, worsened_by_itself
from cs_engine.episodes.declaration import Alerts
from cs_engine.episodes.families import sightings, stays
from cs_engine.episodes.sighting import Look, Sighting
from cs_engine.health.assess import NOTICE_GIVEN
from cs_engine.health.facts import text
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, Family


@dataclass(frozen=True, slots=True)
class Case:
    """One account at a review.

    Attributes:
        now: its snapshot at the instant.
        week: its latest snapshot of 7-13 days before ``now``.
        before: its snapshot at the review before; None for an account that was not known then.
        before_week: its latest snapshot of 7-13 days before ``before``.
        episodes: its open episode and those that ended lately.
        rank: expected revenue at risk x urgency, which lists are ordered by.
        probability: chance of a loss by a model; None without one.
    """

    now: Snapshot
    week: Snapshot | None = None
    before: Snapshot | None = None
    before_week: Snapshot | None = None
    episodes: tuple[Episode, ...] = ()
    rank: float = 0.0
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found about one account.

    Attributes:
        holding: families that hold now.
        newly: of these, those that did not hold at the review before.
        caused: of these, those that the customer brought about; a decision that is still near when it is muted no
            more counts again, so that nobody is silent about it for good.
        staying: families of the open episode that still hold, some by a gentler border.
        worse: whether the band is worse than at the review before by the customer's doing.
        has_data: whether it counts among the accounts with data.
    """

    account_id: str
    status: str
    segment: str | None
    owner: str | None
    owner_before: str | None
    backup: str | None
    band: Band | None
    band_before: Band | None
    today: date
    holding: Mapping[Family, Sighting]
    newly: frozenset[Family]
    caused: frozenset[Family]
    staying: frozenset[Family]
    worse: bool
    has_data: bool
    is_known: bool
    """Whether it was there at the review before."""
    episodes: tuple[Episode, ...]
    rank: float

    @property
    def open(self) -> Episode | None:
        """The open episode."""
        return next((episode for episode in self.episodes if not episode.state.is_over), None)


def is_quiet(now: Snapshot, alerts: Alerts) -> bool:
    """Tell from the newest snapshot alone that no family can hold: most accounts, on most days."""
    return not sightings(Look(now, now), alerts, text(now.facts, "segment"))


def judge(case: Case, alerts: Alerts) -> Judged:
    """Return what is to be known about one account."""
    now, before = case.now, case.before
    segment = text(now.facts, "segment")
    look = Look(now, case.week, case.probability)
    holding = sightings(look, alerts, segment)
    earlier = None if before is None else Look(before, case.before_week)
    held = {} if earlier is None or not holding else sightings(earlier, alerts, segment)
    newly = frozenset() if earlier is None else frozenset(holding) - frozenset(held)
    causes = (family for family in newly if earlier and is_customers(family, holding[family], look, earlier, alerts))
    return Judged(
        account_id=now.account_id,
        status=now.status,
        segment=segment,
        owner=_person(now, "owner"),
        owner_before=None if before is None else _person(before, "owner"),
        backup=_person(now, "backup"),
        band=now.band,
        band_before=None if before is None else before.band,
        today=look.today,
        holding=holding,
        newly=newly,
        caused=frozenset(causes) | _heard_again(case, holding),
        staying=_staying(case, look, alerts, segment),
        worse=before is not None and worsened_by_itself(now, before),
        has_data=now.score is not None or now.status == NOTICE_GIVEN,
        is_known=before is not None,
        episodes=case.episodes,
        rank=case.rank,
    )


def _staying(case: Case, look: Look, alerts: Alerts, segment: str | None) -> frozenset[Family]:
    current = next((episode for episode in case.episodes if not episode.state.is_over), None)
    families = () if current is None else (evidence.family for evidence in current.evidence)
    return frozenset(family for family in families if stays(look, family, alerts, segment))


def _heard_again(case: Case, holding: Mapping[Family, Sighting]) -> frozenset[Family]:
    """Return the near decision, if what muted it ran out since the review before."""
    if case.before is None or Family.DECISION_NEAR not in holding:
        return frozenset()
    before, today = case.before.moment.today, case.now.moment.today
    ran_out = any(
        episode.muted_until is not None and before < episode.muted_until <= today
        for episode in case.episodes
        if episode.state.is_over and any(each.family is Family.DECISION_NEAR for each in episode.evidence)
    )
    return frozenset({Family.DECISION_NEAR}) if ran_out else frozenset()


def _person(snapshot: Snapshot, role: str) -> str | None:
    """Return the address of an owner or backup in lower case, as the memory calls people."""
    name = text(snapshot.facts, role)
    return name.casefold() if name else None
