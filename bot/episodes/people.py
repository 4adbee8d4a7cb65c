"""How people of the team are called in messages about episodes."""

from collections.abc import Callable
from dataclasses import dataclass

from cs_engine.service.preferences.desk import PreferenceDesk


@dataclass(frozen=True, slots=True)
class User:
    """Somebody of the team; without ``slack_user_id`` they were never met in Slack and cannot be mentioned."""

    name: str
    slack_user_id: str | None = None


Called = Callable[[str], User]
"""Returns who a person is, by address in lower case or Slack user id."""


def called_by(preferences: PreferenceDesk, meet: Callable[[str], None] | None = None) -> Called:
    """Return how people are called: as in Slack, else by what stands before the @ of their address.

    With ``meet``, who is not known yet is looked up in Slack first, so that even the first message can mention them.
    """
    known = _known(preferences)

    def called(person: str) -> User:
        if person not in known and meet is not None:
            meet(person)
            known.update(_known(preferences))
        return known.get(person) or User(person.partition("@")[0])

    return called


def _known(preferences: PreferenceDesk) -> dict[str, User]:
    return {each.person: User(each.name, each.slack_user_id) for each in preferences.people()}
