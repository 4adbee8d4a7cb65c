"""The table ``[access]`` of ``steward.toml``: which role people have, and which accounts a role sees."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from cs_engine.records.acting import Team


class Role(StrEnum):
    """What somebody is here, from the least to the most."""

    NONE = "none"
    """Refused, like a guest."""
    VIEWER = "viewer"
    CSM = "csm"
    LEAD = "lead"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """The place in the order of roles."""
        return tuple(Role).index(self)


class Reach(StrEnum):
    """How far a role sees, where it is not a list of segments."""

    ALL = "all"
    OWN = "own"
    """Accounts that the person owns or backs up."""


_ROLES = "none, viewer, csm, lead or admin"
_USER_ID = re.compile(r"[UW][A-Z0-9]+")
_HANDLE = re.compile(r"@?[^\s@]+")


def _person(key: str) -> str:
    """Return an address or a Slack user id in the spelling that is looked up.

    Raises:
        ValueError: it is neither.
    """
    if "@" in key:
        return key.strip().casefold()
    if _USER_ID.fullmatch(key.strip()):
        return key.strip()
    raise ValueError(f'"{key}" is neither an e-mail address nor a Slack user id')


def _people(given: Mapping[str, Role]) -> Mapping[str, Role]:
    return {_person(key): role for key, role in given.items()}


def _groups(given: Mapping[str, Role]) -> Mapping[str, Role]:
    return {handle.removeprefix("@").casefold(): role for handle, role in given.items()}


class AccessRules(BaseModel):
    """Who is what. People named win over user groups, of several groups the highest role counts, then the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    default: Role = Role.VIEWER
    """What a full member of the workspace is who is named nowhere."""
    groups: Annotated[Mapping[str, Role], AfterValidator(_groups)] = {}
    """Roles by the handle of a Slack user group."""
    people: Annotated[Mapping[str, Role], AfterValidator(_people)] = {}
    """Roles by e-mail address (in any case) or Slack user id."""
    sees: Mapping[Role, Reach | tuple[str, ...]] = {}
    """Which accounts a role sees, all unless said otherwise; a tuple holds segments as the book spells them."""

    @model_validator(mode="before")
    @classmethod
    def _in_sentences(cls, given: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        problems = list(_problems(given))
        if problems:
            raise ValueError("; ".join(problems))
        return given

    def named(self, user_id: str | None, email: str | None) -> Role | None:
        """Return the role that one person was given by name, None when there is none."""
        by_id = self.people.get(user_id) if user_id else None
        return by_id or (self.people.get(email.casefold()) if email else None)

    @property
    def team(self) -> Team:
        """Who is told what has no owner, and who runs the program: leads and admins by name; admins where no lead is.

        Members of user groups are known to Slack alone.
        """
        admins = tuple(person for person, role in self.people.items() if role is Role.ADMIN)
        leads = tuple(person for person, role in self.people.items() if role is Role.LEAD)
        return Team(leads or admins, admins or leads)

    def with_admins(self, people: tuple[str, ...]) -> Self:
        """Return the same rules, with these people as admins whatever else they were called."""
        return self.model_copy(update={"people": {**self.people, **dict.fromkeys(people, Role.ADMIN)}})


def people_in(given: object) -> tuple[str, ...]:
    """Return addresses and user ids, from a list or from one text with commas between them.

    Raises:
        ValueError: one of them is neither.
    """
    pieces = given if isinstance(given, list | tuple) else str(given).split(",")
    return tuple(_person(str(piece)) for piece in pieces if str(piece).strip())


def _problems(given: object) -> Iterator[str]:
    """Say what is wrong with a table, a sentence for each mistake."""
    if not isinstance(given, Mapping):
        yield "[access] is a table with the keys default, groups, people and sees"
        return
    known = AccessRules.model_fields
    yield from (f'[access] has no key "{key}"; it has {", ".join(known)}' for key in given if key not in known)
    if "default" in given and not _is_role(given["default"]):
        yield f'[access] default is "{given["default"]}": a role is {_ROLES}'
    for table, entry in (("groups", _group_problem), ("people", _person_problem), ("sees", _sees_problem)):
        entries = given.get(table, {})
        if isinstance(entries, Mapping):
            yield from (f"[access.{table}] {wrong}" for key, value in entries.items() if (wrong := entry(key, value)))
        else:
            yield f"[access.{table}] is a table"


def _group_problem(handle: object, role: object) -> str | None:
    if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
        return f'"{handle}" is no handle of a user group, which looks like cs-team'
    return None if _is_role(role) else f'"{handle}" is "{role}": a role is {_ROLES}'


def _person_problem(key: object, role: object) -> str | None:
    try:
        _person(str(key))
    except ValueError as neither:
        return str(neither)
    return None if _is_role(role) else f'"{key}" is "{role}": a role is {_ROLES}'


def _sees_problem(role: object, seen: object) -> str | None:
    if not _is_role(role) or role == Role.NONE:
        return f'"{role}" is no role that sees anything: viewer, csm, lead or admin'
    if isinstance(seen, list | tuple) and all(isinstance(segment, str) for segment in seen):
        return None
    return None if seen in tuple(Reach) else f'{role} is "{seen}": it is "all", "own" or a list of segments'


def _is_role(value: object) -> bool:
    return value in tuple(Role)
