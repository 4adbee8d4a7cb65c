"""Who and what a workspace starts with: a team, its people and channels, and the app installed in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """One person the workspace knows; `email` is None where the app may not see it.

    `is_restricted` marks every guest, `is_ultra_restricted` one with a single channel. `team_id` is None for our own
    team; someone of another company, who is here through a shared channel, has that company's.
    """

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
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    team_id: str | None = None

    @property
    def is_guest(self) -> bool:
        """Whether they see only the channels they were invited to."""
        return self.is_restricted or self.is_ultra_restricted

    @property
    def is_foreign(self) -> bool:
        """Whether they belong to another company."""
        return self.team_id is not None

    @property
    def is_member(self) -> bool:
        """Whether they are an active full member of our own team."""
        return not (self.is_bot or self.deleted or self.is_guest or self.is_foreign)

    @property
    def initials(self) -> str:
        """First letters of the first and last name, at most two."""
        words = self.real_name.split() or [self.name]
        return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    """A channel as it is on the first day; `shared` means shared with other companies.

    `connected` are their team ids, `pending` those of companies that were invited and have not come yet.
    """

    id: str
    name: str
    members: frozenset[str]
    topic: str = ""
    private: bool = False
    shared: bool = False
    archived: bool = False
    connected: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group: people who are mentioned together by `@handle`."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A slash command as it is registered: what completion offers while someone types."""

    command: str
    usage: str
    description: str


class ShortcutKind(StrEnum):
    """Where a shortcut is offered: anywhere, or in the menu of a message."""

    GLOBAL = "global"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut as it is registered."""

    callback_id: str
    name: str
    description: str = ""
    kind: ShortcutKind = ShortcutKind.GLOBAL


HOME_AND_DM = frozenset({"app_home_opened", "message.im"})


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """The app under test: its own id, the bot user it speaks as, and how the page draws it.

    `scopes` are the bot scopes it was granted, None for all that this workspace's methods ask for. `events` are the
    events it is subscribed to, by the names of Slack's settings, such as `message.channels` and `app_mention`.
    """

    app_id: str = "A01STEWARD"
    user_id: str = "U01STEWARD"
    bot_id: str = "B01STEWARD"
    name: str = "Steward"
    icon_text: str = "S"
    scopes: frozenset[str] | None = None
    events: frozenset[str] = HOME_AND_DM


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
    user_groups: tuple[UserGroup, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()

    def person(self, user_id: str) -> Person | None:
        """The person with this id, or None."""
        return next((person for person in self.people if person.id == user_id), None)


PEOPLE = (
    Person("U01ROSA", "rosa.lind", "Rosa Lind", "Head of Customer Success", "rosa.lind@example.com", "#8d3b72"),
    Person("U02MIA", "mia.chen", "Mia Chen", "Customer Success Manager", "mia.chen@example.com", "#2f6f9f"),
    Person("U03LEO", "leo.brandt", "Leo Brandt", "Customer Success Manager", "leo.brandt@example.com", "#a85c18"),
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
        "#737373",
        deleted=True,
    ),
    Person("U09GIL", "gil.ferreira", "Gil Ferreira", "Consultant (guest)", "gil@partner.example", is_restricted=True),
    Person("U10TARA", "tara.okoye", "Tara Okoye", "Operations at Acme", color="#5b6f8c", team_id="T02ACME"),
    Person(
        "U11WEI",
        "wei.zhang",
        "Zhang Wei",
        "Solutions Engineer",
        "wei.zhang@example.com",
        "#9c6b30",
        tz="Asia/Shanghai",
        locale="zh-CN",
    ),
    Person("U12JONAS", "jonas.weber", "Jonas Weber", "Finance", "jonas.weber@example.com", "#456f7d", locale="de-DE"),
)
"""A lead, four customer success managers, sales, someone no account belongs to, someone who has left, a guest, someone
of another company, and two people who read Chinese and German."""

USER_GROUPS = (
    UserGroup("S01CSTEAM", "cs-team", "Customer Success", ("U02MIA", "U03LEO", "U04ANA", "U05NOAH")),
    UserGroup("S02CSLEADS", "cs-leads", "Customer Success leads", ("U01ROSA",)),
)


COMMANDS = (
    CommandHelp("/health", "[account | mine | at-risk]", "How is a customer doing, and why"),
    CommandHelp("/cs", "[what you want to know]", "Everything else about your customers"),
)


def default_seed(
    people: Sequence[Person] = PEOPLE,
    commands: Sequence[CommandHelp] = COMMANDS,
    hints: Sequence[str] = ("/health acme", "/health mine", "/health at-risk"),
) -> Seed:
    """Build the demo's workspace: the given people in six channels, with the app in all but the private one."""
    app = InstalledApp()
    ours = frozenset(person.id for person in people if person.is_member)
    guests = frozenset(person.id for person in people if person.is_guest and not person.deleted)
    others = frozenset(person.id for person in people if person.is_foreign and not person.deleted)
    few = frozenset(person.id for person in (*people[:1], *people[5:6]) if person.is_member)
    everyone = ours | {app.user_id}
    channels = (
        ChannelSeed("C01CSTEAM", "cs-team", everyone, "Customer success: digests and alerts"),
        ChannelSeed("C02GENERAL", "general", everyone, "Company-wide announcements"),
        ChannelSeed("C03WINS", "customer-wins", everyone | guests, "Renewals, launches, kind words"),
        ChannelSeed("G04LEADERS", "leadership", few, "Plans and numbers", private=True),
        ChannelSeed(
            "C05SHARED", "ext-acme", everyone | others, "Shared with Acme", shared=True, connected=("T02ACME",)
        ),
        ChannelSeed("C06LAUNCH", "spring-launch", everyone, "Done in June", archived=True),
    )
    known = {person.id for person in people}
    groups = tuple(replace(group, users=tuple(user for user in group.users if user in known)) for group in USER_GROUPS)
    return Seed(tuple(people), channels, tuple(commands), "C01CSTEAM", app, hints=tuple(hints), user_groups=groups)
