"""What is said unasked about episodes, always as they stand when it is said."""

from collections.abc import Iterable

from bot.delivery.speaker import Speaker
from bot.episodes import words
from bot.episodes.people import Called, called_by
from bot.rendering.message import Message
from cs_engine.records.episode_view import EpisodeView
from cs_engine.records.episodes import EpisodeState
from cs_engine.records.outbox import Act, Intent
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.episodes.fresh import what_is_new

STILL_NEWS = {"worse": False, "cleared": True, "returned": False, "woken": False}
"""News by whether it is still worth telling once the episode is over."""


def episode(speaker: Speaker, intent: Intent) -> Message | None:
    """Word an episode's own message; one that is over before anybody was told is not told at all."""
    view = _view(speaker, intent.about.get("episode"))
    if view is None or (intent.act is Act.POST and view.episode.state.is_over):
        return None
    return words.message(speaker.renderer, view, speaker.recipient, _called(speaker))


def episode_reply(speaker: Speaker, intent: Intent) -> Message | None:
    """Word what has changed, in the thread of an episode's message."""
    view, news = _view(speaker, intent.about.get("episode")), str(intent.about.get("news"))
    if view is None or (view.episode.state.is_over and not STILL_NEWS.get(news, False)):
        return None
    what = what_is_new(view, intent.about)
    if news == "worse" and not what:
        return None
    called, owner = _called(speaker), view.episode.owner
    mentioned = called(owner).slack_user_id if owner and intent.about.get("loud") else None
    return words.news(speaker.renderer, view, news, what, mentioned, called)


def episode_group(speaker: Speaker, intent: Intent) -> Message | None:
    """Word a list of episodes; nothing when all of them were over before anybody was told."""
    views = _views(speaker, intent.about.get("episodes") or ())
    if not views or (intent.act is Act.POST and all(view.episode.state.is_over for view in views)):
        return None
    return words.group(speaker.renderer, views, speaker.recipient, _called(speaker))


def escalation(speaker: Speaker, intent: Intent) -> Message | None:
    """Word which episodes nobody has taken; those that somebody took meanwhile are left out."""
    views = _views(speaker, intent.about.get("episodes") or ())
    waiting = [view for view in views if view.episode.state is EpisodeState.OPEN]
    if not waiting:
        return None
    called = _called(speaker)
    return words.escalation(speaker.renderer, waiting, str(intent.about.get("why")), called)


def note(speaker: Speaker, intent: Intent) -> Message:
    """Word a note about many accounts at once, or about our data."""
    told = intent.about.get("episodes") or [each for each in (intent.about.get("episode"),) if each]
    return words.note(speaker.renderer, intent.about, _views(speaker, told), _called(speaker))


def _called(speaker: Speaker) -> Called:
    return called_by(speaker.cs.preferences, speaker.meet)


def _views(speaker: Speaker, ids: Iterable[object]) -> list[EpisodeView]:
    return [view for one in ids if (view := _view(speaker, one)) is not None]


def _view(speaker: Speaker, episode_id: object) -> EpisodeView | None:
    return speaker.cs.episodes.view(EVERYTHING, str(episode_id)) if episode_id else None
