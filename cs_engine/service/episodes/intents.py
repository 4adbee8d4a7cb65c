"""What is said of episodes, as intents; the table of kinds is in ``service.episodes``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cs_engine.records.episodes import Episode, Family
from cs_engine.records.outbox import Act, Intent, Recipient

STALE_NEWS = timedelta(days=3)
"""A reply that could not be told for so long is no news any more; the message itself says how things stand."""


def open_key(episode_id: str) -> str:
    """Return the key of an episode's own message."""
    return f"episode:{episode_id}:open"


def posted(episode: Episode, to: tuple[Recipient, ...], due_at: datetime) -> Intent:
    """Return an episode's own message."""
    return Intent(open_key(episode.id), "episode", Act.POST, episode.subject, to, due_at, {"episode": episode.id})


def handed(episode: Episode, to: tuple[Recipient, ...], due_at: datetime) -> Intent:
    """Return the message to whoever an episode was handed to; the earlier one is edited first."""
    key = f"episode:{episode.id}:to:{episode.version}"
    return Intent(key, "episode", Act.POST, episode.subject, to, due_at, {"episode": episode.id})


def edited(episode: Episode, at: datetime) -> Intent:
    """Return the edit of an episode's own message after a change."""
    key = f"episode:{episode.id}:v{episode.version}"
    return Intent(key, "episode", Act.EDIT, episode.subject, (), at, {"episode": episode.id})


def line_edited(episode: Episode, group: Intent, at: datetime) -> Intent:
    """Return the edit of the grouped message that an episode has a line in."""
    key = f"{group.key}:{episode.id}:v{episode.version}"
    return Intent(key, "episode_group", Act.EDIT, group.subject, (), at, group.about)


@dataclass(frozen=True, slots=True)
class News:
    """What a change brought: new families, a worse band; ``loud``: the reply mentions the owner."""

    families: Sequence[Family] = ()
    worse: bool = False
    loud: bool = False


NOTHING_NEW = News()


def news(episode: Episode, what: str, at: datetime, due_at: datetime, about: News = NOTHING_NEW) -> Intent:
    """Return the one reply that a change is told with.

    Quiet ones that wait for the same opening of an office are one: it is worded from all that came until then.
    """
    waits = due_at > at and not about.loud and what == "worse"
    fact = f"until:{due_at:%Y-%m-%dT%H%M}" if waits else f"v{episode.version}"
    return Intent(
        f"episode:{episode.id}:{what}:{fact}",
        "episode_reply",
        Act.REPLY,
        episode.subject,
        (),
        due_at,
        {
            "episode": episode.id,
            "news": what,
            "families": [family.value for family in about.families],
            "band": episode.band.value if episode.band else None,
            "worse": about.worse,
            "loud": about.loud,
            "since": at.isoformat(),
        },
        expires_at=max(at, due_at) + STALE_NEWS,
    )


def group_subject(recipient: Recipient, as_of: datetime, *, urgent: bool) -> str:
    """Return the subject of a grouped message."""
    return f"episodes:{recipient.id}:{as_of:%Y-%m-%dT%H%M}{':urgent' if urgent else ''}"


def grouped(subject: str, episodes: Sequence[Episode], to: tuple[Recipient, ...], due_at: datetime) -> Intent:
    """Return the message for more episodes at once than anybody reads one by one."""
    return Intent(subject, "episode_group", Act.POST, subject, to, due_at, {"episodes": [each.id for each in episodes]})


def escalation(key: str, why: str, episodes: Sequence[Episode], to: tuple[Recipient, ...], due_at: datetime) -> Intent:
    """Return the message to those who are told when nobody reacts."""
    return Intent(
        f"escalation:{key}",
        "escalation",
        Act.POST,
        f"escalation:{key}",
        to,
        due_at,
        {"episodes": [each.id for each in episodes], "why": why},
    )


def note(name: str, key: str, about: dict[str, object], to: tuple[Recipient, ...], due_at: datetime) -> Intent:
    """Return a note to somebody about many accounts, or about our data."""
    full = f"note:{name}:{key}"
    return Intent(full, "note", Act.POST, full, to, due_at, {"note": name, **about})
