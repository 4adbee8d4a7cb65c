"""What a segment's profile suggests: needs, plays and a scorecard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cs_engine.records.segments import Trait
from cs_engine.wording import Phrase, Sentence, phrase, sentence

MOST_PLAYS = 3
"""More suggestions are none."""
GENERAL = "balanced"
"""The scorecard for everybody whom nothing else fits."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What one trait suggests; plays and scorecard by the names of those that ship."""

    need: Phrase
    plays: tuple[str, ...] = ()
    scorecard: str | None = None


USED_LITTLE = Hint(phrase("Needs a reason to come back: find the job the product was bought for."), ("usage-drop",))
USED_MUCH = Hint(
    phrase("Gets much out of it: show the value in numbers and ask who else could use it."), ("expansion",)
)
YOUNG = Hint(phrase("Needs a first success soon: clear milestones and one contact."), ("welcome",), "onboarding")
TROUBLED = Hint(phrase("Needs its problems solved before anything is offered."), ("urgent-ticket",))
UNHAPPY = Hint(phrase("Needs to be heard: ask what disappointed, and tell what was done."), ("detractor-response",))
SILENT = Hint(phrase("Needs a conversation: nobody knows what they think."), ("silence",))
LATE = Hint(phrase("Needs the bill settled or explained before it becomes a habit."), ("payment-overdue",))
STUCK = Hint(
    phrase("Needs help to get started: take the next milestone on together."), ("onboarding-stalled",), "onboarding"
)
LARGE = Hint(
    phrase("Worth a person of its own: agree early on what the renewal depends on."), ("renewal-90",), "renewal"
)
AWAY = Hint(phrase("Has been away for long: ask once, with a reason to return."), ("silence",))

HINTS: Mapping[tuple[str, bool], Hint] = MappingProxyType(
    {
        ("active_users", False): USED_LITTLE,
        ("active_days", False): USED_LITTLE,
        ("features_used", False): USED_LITTLE,
        ("events_per_user", False): USED_LITTLE,
        ("active_users", True): USED_MUCH,
        ("features_used", True): USED_MUCH,
        ("tenure_days", False): YOUNG,
        ("tenure", False): YOUNG,
        ("tickets", True): TROUBLED,
        ("csat_score", False): UNHAPPY,
        ("nps_score", False): UNHAPPY,
        ("two_way_touches", False): SILENT,
        ("overdue_days", True): LATE,
        ("milestones_overdue", True): STUCK,
        ("mrr", True): LARGE,
        ("monetary", True): LARGE,
        ("recency", True): AWAY,
    }
)
"""By column and whether the segment has more of it."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do for a segment."""

    scorecard: str
    plays: tuple[str, ...]
    needs: tuple[Sentence, ...]


def advice(profile: Sequence[Trait]) -> Advice:
    """Return what a profile suggests, by its strongest traits first."""
    hints = list(dict.fromkeys(_hints(profile)))
    plays = tuple(dict.fromkeys(play for hint in hints for play in hint.plays))[:MOST_PLAYS]
    scorecard = next((hint.scorecard for hint in hints if hint.scorecard), GENERAL)
    return Advice(scorecard, plays, tuple(sentence(hint.need) for hint in hints))


def _hints(profile: Sequence[Trait]) -> Iterator[Hint]:
    for trait in profile:
        hint = HINTS.get((trait.column.lower(), trait.is_high)) if trait.level is None else None
        if hint:
            yield hint
