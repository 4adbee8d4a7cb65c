"""Who and what a workspace starts with: a team, its people and channels, and the app installed in it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the team; `email` is None where the app may not see it."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str | None = None
    color: str = "#4a7c59"
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False

    @property
    def initials(self) -> str:
        """First letters of the first and last name, at most two."""
        words = self.real_name.split() or [self.name]
        return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    """A channel as it is on the first day; `shared` means shared with another company."""

    id: str
    name: str
    members: frozenset[str]
    topic: str = ""
    private: bool = False
    shared: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A slash command as it is registered: what completion offers while someone types."""

    command: str
    usage: str
    description: str


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """The app under test: its own id, the bot user it speaks as, and how the page draws it."""

    app_id: str = "A01STEWARD"
    user_id: str = "U01STEWARD"
    bot_id: str = "B01STEWARD"
    name: str = "Steward"
    icon_text: str = "S"


@dataclass(frozen=True, slots=True)
class Seed:
    """Everything a workspace starts with; every active person also gets a direct message with the app."""

    people: tuple[Person, ...]
    channels: tuple[ChannelSeed, ...]
    commands: tuple[CommandHelp, ...]
    default_channel: str
    app: InstalledApp = InstalledApp()
    team_id: str = "T01NORTHWIND"
    team_name: str = "Northwind Software"
    team_domain: str = "northwind"
    timezone: str = "Europe/Berlin"
    hints: tuple[str, ...] = ()

    def person(self, user_id: str) -> Person | None:
        """The person with this id, or None."""
        return next((person for person in self.people if person.id == user_id), None)


PEOPLE = (
    Person("U01ROSA", "rosa.lind", "Rosa Lind", "Head of Customer Success", "rosa.lind@example.com", "#8d3b72"),
    Person("U02MIA", "mia.chen", "Mia Chen", "Customer Success Manager", "mia.chen@example.com", "#2f6f9f"),
    Person("U03LEO", "leo.brandt", "Leo Brandt", "Customer Success Manager", "leo.brandt@example.com", "#b5651d"),
    Person(
        "U04ANA",
        "ana.silva",
        "Ana Silva",
        "Customer Success Manager",
        "ana.silva@example.com",
        "#3d7a4e",
        tz="America/Sao_Paulo",
    ),
    Person(
        "U05NOAH",
        "noah.okafor",
        "Noah Okafor",
        "Customer Success Manager",
        "noah.okafor@example.com",
        "#6a4fa3",
        tz="America/New_York",
    ),
    Person("U06SAM", "sam.patel", "Sam Patel", "Account Executive", "sam.patel@example.com", "#a8324a"),
    Person("U07KAI", "kai.moreno", "Kai Moreno", "Product Designer", "kai.moreno@example.com", "#33777a"),
    Person(
        "U08DANA",
        "dana.wolfe",
        "Dana Wolfe",
        "Customer Success Manager (left)",
        "dana.wolfe@example.com",
        "#777777",
        deleted=True,
    ),
)
"""A lead, four customer success managers, a sales person, someone no account belongs to, and someone who has left."""

COMMANDS = (
    CommandHelp("/health", "[account | mine | at-risk]", "How is a customer doing, and why"),
    CommandHelp("/cs", "[what you want to know]", "Everything else about your customers"),
)


def default_seed(
    people: Sequence[Person] = PEOPLE,
    commands: Sequence[CommandHelp] = COMMANDS,
    hints: Sequence[str] = ("/health acme", "/health mine", "/health at-risk"),
) -> Seed:
    """Build the demo's workspace: the given people in five channels, with the app in all but the private one."""
    app = InstalledApp()
    everyone = frozenset(person.id for person in people if not person.deleted)
    few = frozenset(person.id for person in (*people[:1], *people[5:6]) if not person.deleted)
    channels = (
        ChannelSeed("C01CSTEAM", "cs-team", everyone | {app.user_id}, "Customer success: digests and alerts"),
        ChannelSeed("C02GENERAL", "general", everyone | {app.user_id}, "Company-wide announcements"),
        ChannelSeed("C03WINS", "customer-wins", everyone | {app.user_id}, "Renewals, launches, kind words"),
        ChannelSeed("G04LEADERS", "leadership", few, "Plans and numbers", private=True),
        ChannelSeed("C05SHARED", "ext-acme", everyone | {app.user_id}, "Shared with Acme", shared=True),
    )
    return Seed(tuple(people), channels, tuple(commands), "C01CSTEAM", app, hints=tuple(hints))
