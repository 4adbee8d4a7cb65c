"""From an episode to what a person reads about it: which template, and what it is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.episodes.people import Called
from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.episode_view import EpisodeView, FamilyGrade, FamilyStanding, Overtaken
from cs_engine.records.episodes import Episode, EpisodeEvent, EpisodeMove, EpisodeState, Evidence, Family
from cs_engine.records.outbox import Recipient, To
from cs_engine.records.receipt import FactorState
from cs_engine.service.episodes.fresh import Fresh

PIECES = 3
"""Pieces of evidence that are told; who reads a fourth has decided by then."""
SNOOZES = (3, 7, 30)
"""Days that an episode may rest with one click; longer needs a date, and with it a thought."""
ROWS = (24, 16, 10, 6)
"""Episodes of a list: as many of these as fit a message."""
DAYS = frozenset({"on", "leaves_on", "decision_on"})
"""Numbers of evidence that are days."""


class Face(StrEnum):
    """What a message offers to whoever reads it."""

    OWNER = "owner"
    """In a direct message to somebody who may take it."""
    CHANNEL = "channel"
    BYSTANDER = "bystander"
    """In a direct message to somebody who has handed it on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence, its days read."""

    family: Family
    struck_on: date | None
    numbers: Mapping[str, float | str | date | None]


def message(renderer: Renderer, view: EpisodeView, told: Recipient, called: Called) -> Message:
    """Word an episode as it stands now."""
    told_now = _told(view, called)
    return renderer.render(
        "episode", **told_now, face=_face(view.episode, told), until=snooze_days(renderer.reader.today)
    )


def snooze_days(today: date) -> list[date]:
    """Return the days that the entries of *Snooze…* mean."""
    return [today + timedelta(days=days) for days in SNOOZES]


def done(renderer: Renderer, view: EpisodeView, called: Called) -> Message:
    """Confirm a change, with how the episode stands after it."""
    return renderer.render("episode_state", **_told(view, called), done=True, by=None)


def overtaken(renderer: Renderer, changed: Overtaken, called: Called) -> Message:
    """Word for somebody who clicked second, or on something that is over, who was first and how it stands now."""
    by = called(changed.by).name if changed.by else None
    return renderer.render("episode_state", **_told(changed.view, called), done=False, by=by)


def news(
    renderer: Renderer, view: EpisodeView, what: str, new: Fresh, mentioned: str | None, called: Called
) -> Message:
    """Word the reply that tells of a change."""
    lines = [line for line in _lines(view.episode.evidence) if line.family in new.families]
    calls = mentioned if view.episode.owner else None
    told = _told(view, called)
    return renderer.render("episode_reply", **told, news=what, worse=new.worse, fresh=lines[:PIECES], mentioned=calls)


def group(renderer: Renderer, views: Sequence[EpisodeView], told: Recipient, called: Called) -> Message:
    """Word several episodes as a list; each has a button that shows it."""
    free = sum(view.episode.state is EpisodeState.OPEN for view in views)
    rows = [_told(view, called) for view in views]
    return _listed(
        renderer, "episode_group", rows, {"free": free, "all": len(views), "channel": told.kind is To.CHANNEL}
    )


def escalation(renderer: Renderer, views: Sequence[EpisodeView], why: str, called: Called) -> Message:
    """Word for a lead which episodes nobody has taken."""
    return _listed(renderer, "escalation", [_told(view, called) for view in views], {"why": why, "all": len(views)})


def note(renderer: Renderer, about: Mapping[str, object], views: Sequence[EpisodeView], called: Called) -> Message:
    """Word a note about many accounts at once, or about our data."""
    by = about.get("by")
    told = {"about": about, "all": len(views), "by": called(str(by)).name if by else None}
    return _listed(renderer, "episode_note", [_told(view, called) for view in views], told)


def _listed(renderer: Renderer, name: str, rows: Sequence[object], told: Mapping[str, object]) -> Message:
    """Render as many rows as fit; the template counts the rest."""
    return fitting(lambda most: renderer.render(name, **told, rows=rows[:most], more=len(rows[most:])), ROWS)


@dataclass(frozen=True, slots=True)
class Grades:
    """How good the alerts were: by family, and all together."""

    families: Sequence[FamilyGrade] = ()
    overall: FamilyGrade | None = None


def alerts(renderer: Renderer, grades: Grades, standings: Sequence[FamilyStanding], since: date) -> Message:
    """Word how good the alerts were, and what is off."""
    return renderer.render(
        "cs_alerts",
        grades=grades.families,
        overall=grades.overall,
        standings=standings,
        since=since,
        mostly_false=[each.family for each in grades.families if each.is_mostly_false],
    )


def _told(view: EpisodeView, called: Called) -> dict[str, object]:
    """Return what every template about one episode knows."""
    episode, report = view.episode, view.report
    lines = _lines(episode.evidence)
    holding = [line for line in lines if line.struck_on is None]
    struck = [line for line in lines if line.struck_on is not None]
    owner = called(episode.owner) if episode.owner else None
    return {
        "episode": episode,
        "report": report,
        "view": view,
        "reason": (holding or struck)[0].family if lines else None,
        "evidence": [*holding[:PIECES], *struck[:PIECES]],
        "more": len(holding[PIECES:]),
        "owner": owner,
        "claimer": called(episode.claimed_by).name if episode.claimed_by else None,
        "ender": called(episode.ended_by).name if episode.ended_by else None,
        "snoozer": _by(view.events, EpisodeMove.SNOOZED, called),
        "followed": _last(view.events, EpisodeMove.FOLLOWED_UP),
        "nps": next((each for each in report.opinions if each.survey == "nps"), None),
        "expired": [factor for factor in report.receipt if factor.state is FactorState.EXPIRED],
    }


def _face(episode: Episode, told: Recipient) -> Face:
    if told.kind is To.CHANNEL:
        return Face.CHANNEL
    theirs = episode.claimed_by is None or episode.claimed_by == told.id
    return Face.OWNER if theirs else Face.BYSTANDER


def _lines(evidence: Iterable[Evidence]) -> list[Line]:
    return [Line(each.family, each.struck_on, _numbers(each)) for each in evidence]


def _numbers(evidence: Evidence) -> dict[str, float | str | date | None]:
    return {name: _day(value) if name in DAYS else value for name, value in evidence.numbers.items()}


def _day(value: float | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _last(events: Iterable[EpisodeEvent], move: EpisodeMove) -> EpisodeEvent | None:
    return max((event for event in events if event.move is move), key=_at, default=None)


def _at(event: EpisodeEvent) -> datetime:
    return event.at


def _by(events: Iterable[EpisodeEvent], move: EpisodeMove, called: Called) -> str | None:
    event = _last(events, move)
    return called(event.by).name if event is not None and event.by else None
