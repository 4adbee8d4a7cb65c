"""Names of people whom the memory knows by address or Slack user id."""

from collections.abc import Iterable, Mapping

from cs_engine.service.preferences.desk import PreferenceDesk


def names_of(preferences: PreferenceDesk) -> Mapping[str, str]:
    """Return what everybody who was met is called; who was not is shown by their address."""
    return {each.person: each.name for each in preferences.people()}


def users_by_person(preferences: PreferenceDesk) -> Mapping[str, str]:
    """Return the Slack user that everybody is who was met."""
    return {each.person: each.slack_user_id for each in preferences.people()}


def users_of(preferences: PreferenceDesk, people: Iterable[str]) -> list[str]:
    """Return the Slack users that some people are, as far as they were met."""
    known = users_by_person(preferences)
    return [known[person] for person in people if person in known]
