"""Who acts: the person behind a click, and the people that a team consists of."""

from dataclasses import dataclass

from cs_engine.records.sight import EVERYTHING, Sight


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something; accounts out of their sight do not exist for them."""

    user_id: str
    """Of Slack."""
    email: str | None
    name: str | None
    sight: Sight = EVERYTHING
    leads: bool = False
    """May read and change what belongs to others of the team."""

    @property
    def person(self) -> str:
        """What the memory calls them: their address in lower case, else their Slack user id."""
        return self.email.casefold() if self.email else self.user_id


@dataclass(frozen=True, slots=True)
class Team:
    """Who is told what has no owner, and who runs the program; addresses in lower case or Slack user ids."""

    leads: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
