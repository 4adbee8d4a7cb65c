"""Who may ask what: every way to ask us something with the right it needs, and who has which rights.

All of it is here and nothing of it is decided anywhere else. To add a way to ask: one line in `POLICY`; a listener
without one is refused when the app is built.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.access.rules import AccessRules, Reach, Role
from bot.ids import ActionId, WindowId
from cs_engine.records.sight import EVERYTHING, Sight


class Right(StrEnum):
    """What somebody may do."""

    SEE_ACCOUNTS = "see_accounts"
    SEE_TEAM = "see_team"
    """Lists of everybody's accounts, not only one's own."""
    SHARE = "share"
    SEE_MONEY = "see_money"
    SEE_COMMENTS = "see_comments"
    """What customers wrote in surveys."""
    ACT = "act"
    """Claim, log, plan: what changes something about an account."""
    LEAD = "lead"
    """See and change what belongs to others of the team."""
    IMPORT = "import"
    ADMINISTER = "administer"


_VIEWER = frozenset({Right.SEE_ACCOUNTS, Right.SEE_TEAM, Right.SHARE})
_CSM = _VIEWER | {Right.SEE_MONEY, Right.SEE_COMMENTS, Right.ACT}
_LEAD = _CSM | {Right.LEAD, Right.IMPORT}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {Role.NONE: frozenset(), Role.VIEWER: _VIEWER, Role.CSM: _CSM, Role.LEAD: _LEAD, Role.ADMIN: frozenset(Right)}
)
"""What each role may do."""


class Kind(StrEnum):
    """How something is asked."""

    COMMAND = "command"
    """Named by command and question: ``/health card``."""
    ACTION = "action"
    """A button or menu, named by its action id."""
    OPTIONS = "options"
    """A menu that searches while somebody types, named by its action id."""
    EVENT = "event"
    """Something that happened, such as Home being opened; named by the event's type."""
    VIEW = "view"
    """A window that is submitted or closed, named by its callback id."""
    SHORTCUT = "shortcut"
    """A global or message shortcut, named by its callback id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to ask us something."""

    kind: Kind
    name: str


_NEEDED: Mapping[Kind, Mapping[str, Right]] = {
    Kind.COMMAND: {
        "/health card": Right.SEE_ACCOUNTS,
        "/health why": Right.SEE_ACCOUNTS,
        "/health history": Right.SEE_ACCOUNTS,
        "/health mine": Right.SEE_ACCOUNTS,
        "/health at-risk": Right.SEE_ACCOUNTS,
        "/health at-risk-all": Right.SEE_TEAM,
        "/health help": Right.SEE_ACCOUNTS,
        "/cs help": Right.SEE_ACCOUNTS,
        "/cs import": Right.IMPORT,
    },
    Kind.ACTION: {
        ActionId.WHY: Right.SEE_ACCOUNTS,
        ActionId.HISTORY: Right.SEE_ACCOUNTS,
        ActionId.MORE: Right.SEE_ACCOUNTS,
        ActionId.LESS: Right.SEE_ACCOUNTS,
        ActionId.SHARE: Right.SHARE,
        ActionId.OPEN: Right.SEE_ACCOUNTS,
        ActionId.PICK: Right.SEE_ACCOUNTS,
        ActionId.FIND: Right.SEE_ACCOUNTS,
        ActionId.PAGE: Right.SEE_ACCOUNTS,
        ActionId.BANDS: Right.SEE_ACCOUNTS,
        ActionId.IMPORT_LOAD: Right.IMPORT,
        ActionId.IMPORT_DISMISS: Right.IMPORT,
        ActionId.IMPORT_COLUMNS: Right.IMPORT,
        ActionId.IMPORT_DATES: Right.IMPORT,
        ActionId.IMPORT_NUMBERS: Right.IMPORT,
    },
    Kind.OPTIONS: {ActionId.FIND: Right.SEE_ACCOUNTS},
    Kind.EVENT: {"app_home_opened": Right.SEE_ACCOUNTS, "message.im": Right.IMPORT},
    Kind.VIEW: {WindowId.IMPORT_FILES: Right.IMPORT, WindowId.IMPORT_COLUMNS: Right.IMPORT},
    Kind.SHORTCUT: {},
}

POLICY: Mapping[Entry, Right] = MappingProxyType(
    {Entry(kind, str(name)): right for kind, names in _NEEDED.items() for name, right in names.items()}
)
"""Every way to ask us something, with the right it needs."""


class Standing(StrEnum):
    """What somebody is to this workspace, as Slack tells; only full members are ever answered."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Of another workspace."""
    BOT = "bot"
    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"
    """Slack does not let us see who that is."""


@dataclass(frozen=True, slots=True)
class Asker:
    """All about somebody that decides what they may do; `groups` are handles of the Slack user groups they are in."""

    standing: Standing
    user_id: str | None = None
    email: str | None = None
    groups: frozenset[str] = frozenset()
    looks_after: bool = False
    """Whether the book names their address as the CSM or backup of an account."""


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may do, and with which accounts."""

    role: Role
    rights: frozenset[Right]
    sight: Sight

    def allows(self, entries: Iterable[Entry]) -> bool:
        """Tell whether all of this may be asked; what has no policy may not."""
        return all(POLICY.get(entry) in self.rights for entry in entries)


NOTHING = Sight(segments=())


def access_of(rules: AccessRules, asker: Asker) -> Access:
    """Decide what somebody may do."""
    role = role_of(rules, asker)
    return Access(role, RIGHTS[role], _sight(rules, role, asker.email))


def role_of(rules: AccessRules, asker: Asker) -> Role:
    """Return somebody's role.

    Only full members of the workspace have one. A role by name wins over roles by user group, of which the highest
    counts. Who has neither is what members are by default, and at least a CSM if the book says that they look after
    an account.
    """
    if asker.standing is not Standing.MEMBER:
        return Role.NONE
    named = rules.named(asker.user_id, asker.email)
    if named is not None:
        return named
    of_groups = [rules.groups[handle] for handle in asker.groups if handle in rules.groups]
    otherwise = (rules.default, *((Role.CSM,) if asker.looks_after else ()))
    return max(of_groups or otherwise, key=lambda role: role.rank)


def without_policy(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Return those ways to ask that have no policy."""
    return (entry for entry in entries if entry not in POLICY)


def _sight(rules: AccessRules, role: Role, email: str | None) -> Sight:
    if role is Role.NONE:
        return NOTHING
    seen = rules.sees.get(role, Reach.ALL)
    if seen is Reach.ALL:
        return EVERYTHING
    if seen is Reach.OWN:
        return Sight(owner=email) if email else NOTHING
    return Sight(segments=seen)
