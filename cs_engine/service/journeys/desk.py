"""Lives of customers as people ask for them; every answer comes from the memory alone."""

from collections.abc import Iterable

from cs_engine.records.journey_view import (
    AxisFacts,
    AxisLines,
    Hurt,
    JourneysView,
    KeptLife,
    LifeLine,
    LifeView,
    StageLine,
    Standing,
    StuckLine,
)
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store

HURTS = 2
"""Of each stage: who mends two things in each has done a quarter's work."""
STUCK = 5
"""Names of who is stuck that one looks at next."""


class JourneyDesk:
    """Answers about lives of customers, as they were known at the last refresh. Safe to share between threads.

    How long stages last, what follows them and what hurts is about all customers, because one compares with it;
    numbers and names are of the accounts that somebody may see.
    """

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self._store = store

    def view(self, sight: Sight) -> JourneysView | None:
        """Return the life of all customers in sight, ``None`` where none was read yet."""
        with self._store.viewing() as memory:
            kept = memory.journeys.kept()
            if kept is None:
                return None
            standings = memory.journeys.standings(sight)
            stuck = {each.axis: tuple(memory.journeys.stuck(each.axis, STUCK, sight)) for each in kept.axes}
        axes = tuple(_axis(each, standings, stuck[each.axis]) for each in kept.axes)
        prospects = max((each.prospects for each in kept.axes), default=0) if sight == EVERYTHING else None
        accounts = sum(each.accounts for each in standings if each.axis == axes[0].axis) if axes else 0
        return JourneysView(kept.as_of, accounts, prospects, kept.hurts_since, axes, kept.features)

    def life(self, account_id: str, name: str, sight: Sight) -> LifeView | None:
        """Return one account's life, ``None`` where nothing dated is known of it, or it may not be seen."""
        with self._store.viewing() as memory:
            kept = memory.journeys.kept()
            lives = {each.axis: each for each in memory.journeys.lives(account_id, sight)}
        if kept is None or not lives:
            return None
        lines = tuple(_life(each, lives[each.axis]) for each in kept.axes if each.axis in lives)
        return LifeView(account_id, name, kept.as_of, lines)


def _axis(facts: AxisFacts, standings: Iterable[Standing], stuck: tuple[StuckLine, ...]) -> AxisLines:
    here = {each.stage: each for each in standings if each.axis == facts.axis}
    lines = []
    for fact in facts.stages:
        stands = here.get(fact.stage, Standing(facts.axis, fact.stage, 0, 0))
        lines.append(StageLine(fact, stands.accounts, stands.stuck, _hurts(facts, fact.stage)))
    return AxisLines(facts.axis, tuple(lines), facts.passed, stuck)


def _hurts(facts: AxisFacts, stage: str) -> tuple[Hurt, ...]:
    return tuple(each for each in facts.hurts if each.stage == stage)[:HURTS]


def _life(facts: AxisFacts, life: KeptLife) -> LifeLine:
    fact = next((each for each in facts.stages if each.stage == life.stage), None)
    following = sorted((each for each in facts.passed if each.stage == life.stage), key=lambda each: -each.count)
    return LifeLine(life.axis, life.stays, life.over, fact, tuple(following))
