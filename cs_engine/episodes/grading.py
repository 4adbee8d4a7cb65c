"""How good the alerts were, by family: what people did with the episodes that each fired."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import median

from cs_engine.records.episode_view import FamilyGrade
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, EpisodeState, FalseAlarm, Family

HOUR = timedelta(hours=1)
HARMLESS = frozenset({FalseAlarm.ALREADY_HANDLED, FalseAlarm.CUSTOMER_LEFT})
"""Called false alarms, but the account was in trouble."""


def grades(episodes: Iterable[Episode], events: Iterable[EpisodeEvent]) -> tuple[FamilyGrade, ...]:
    """Return one grade per family that fired, those that fired most first.

    A family fired an episode when it was among its first evidence or was added later.

    Formula: false-alarm share = ended as a false alarm that counts / ended at all.
    Source: rules are kept or raised by what their readers say of them.
    """
    known = list(episodes)
    claims = _first_claims(events)
    fired = {family: [each for each in known if _is_of(each, family)] for family in Family}
    found = [_grade(family, mine, claims) for family, mine in fired.items() if mine]
    return tuple(sorted(found, key=lambda grade: (-grade.fired, grade.family)))


def overall(episodes: Iterable[Episode], events: Iterable[EpisodeEvent]) -> FamilyGrade | None:
    """Return the grade of all episodes together, each counted once, whatever fired it; ``None`` without any."""
    known = list(episodes)
    return _grade(None, known, _first_claims(events)) if known else None


def _grade(family: Family | None, mine: Sequence[Episode], claims: dict[str, EpisodeEvent]) -> FamilyGrade:
    taken = [each for each in mine if each.id in claims]
    hours = [(claims[each.id].at - each.opened_at) / HOUR for each in taken]
    over = [each for each in mine if each.state.is_over]
    return FamilyGrade(
        family=family,
        fired=len(mine),
        claimed=len(taken),
        judged=len(over),
        false_alarms=sum(1 for each in over if _is_false(each)),
        hours_to_claim=median(hours) if hours else None,
    )


def _is_of(episode: Episode, family: Family) -> bool:
    return any(evidence.family is family for evidence in episode.evidence)


def _is_false(episode: Episode) -> bool:
    return episode.state is EpisodeState.FALSE_ALARM and episode.false_alarm not in HARMLESS


def _first_claims(events: Iterable[EpisodeEvent]) -> dict[str, EpisodeEvent]:
    claims: dict[str, EpisodeEvent] = {}
    for event in events:
        if event.move in {EpisodeMove.CLAIMED, EpisodeMove.HANDED_OVER} and event.by is not None:
            claims.setdefault(event.episode_id, event)
    return claims
