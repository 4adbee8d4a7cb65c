"""Who may ask what: every way to ask us something with the right it needs, and who has which rights.

All of it is here and nothing of it is decided anywhere else. To add a way to ask: one line in `POLICY`; a listener
without one is refused when the app is built.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.access.rules import AccessRules, Reach, Role
from bot.ids import ActionId, ShortcutId, WindowId
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


CHANGING = frozenset({Right.ACT, Right.LEAD, Right.IMPORT, Right.ADMINISTER})
"""Rights to change something, after which a page that shows it is shown anew."""


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
        "/cs alerts": Right.ACT,
        "/cs log": Right.ACT,
        "/cs plan": Right.ACT,
        "/cs plays": Right.ACT,
        "/cs digest": Right.ACT,
        "/cs segments": Right.SEE_TEAM,
        "/cs journey": Right.SEE_TEAM,
        "/cs value": Right.SEE_TEAM,
        "/cs risk": Right.SEE_TEAM,
        "/cs model": Right.SEE_TEAM,
        "/cs growth": Right.SEE_MONEY,
        "/cs metrics": Right.SEE_ACCOUNTS,
        "/cs kpi": Right.SEE_ACCOUNTS,
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
        ActionId.HOME_GO: Right.SEE_ACCOUNTS,
        ActionId.HOME_HOURS: Right.SEE_ACCOUNTS,
        ActionId.HOME_AWAY: Right.SEE_ACCOUNTS,
        ActionId.HOME_MESSAGES: Right.SEE_ACCOUNTS,
        ActionId.HOME_ALERTS: Right.SEE_ACCOUNTS,
        ActionId.HOME_IMPORT: Right.IMPORT,
        ActionId.HOME_OWNERS: Right.LEAD,
        ActionId.HOME_TEST: Right.LEAD,
        ActionId.HOME_CHANNEL: Right.LEAD,
        ActionId.HOME_REMOVE: Right.LEAD,
        ActionId.HOME_AGAIN: Right.ADMINISTER,
        ActionId.HOME_ERASE: Right.ADMINISTER,
        ActionId.IMPORT_LOAD: Right.IMPORT,
        ActionId.IMPORT_DISMISS: Right.IMPORT,
        ActionId.IMPORT_COLUMNS: Right.IMPORT,
        ActionId.IMPORT_DATES: Right.IMPORT,
        ActionId.IMPORT_NUMBERS: Right.IMPORT,
        ActionId.DIGEST_PREVIEW: Right.ACT,
        ActionId.EPISODE_CLAIM: Right.ACT,
        ActionId.EPISODE_ON_IT: Right.ACT,
        ActionId.EPISODE_HAND: Right.ACT,
        ActionId.EPISODE_SNOOZE: Right.ACT,
        ActionId.EPISODE_FALSE: Right.ACT,
        ActionId.EPISODE_RESOLVE: Right.ACT,
        ActionId.EPISODE_MENU: Right.ACT,
        ActionId.EPISODE_SHOW: Right.ACT,
        ActionId.LOG: Right.ACT,
        ActionId.LOG_MESSAGE: Right.ACT,
        ActionId.LOG_MORE: Right.ACT,
        ActionId.LOG_UNDO: Right.ACT,
        ActionId.LOG_EDIT: Right.ACT,
        ActionId.TASK_DONE: Right.ACT,
        ActionId.TASK_TOMORROW: Right.ACT,
        ActionId.TASK_WEEK: Right.ACT,
        ActionId.TASK_REASSIGN: Right.ACT,
        ActionId.ACCOUNT_MENU: Right.ACT,
        ActionId.RENEWAL_UNDO: Right.ACT,
        ActionId.RECORD_RENEWAL: Right.ACT,
        ActionId.FORECAST: Right.ACT,
        ActionId.PULSE: Right.ACT,
        ActionId.CHAMPION_LEFT: Right.ACT,
        ActionId.WRONG_DATA: Right.ACT,
        ActionId.PLAY_START: Right.ACT,
        ActionId.PLAY_STOP: Right.ACT,
        ActionId.PLAN_OPEN: Right.ACT,
        ActionId.PLAN_EDIT: Right.ACT,
        ActionId.PLAN_SHARE: Right.ACT,
        ActionId.WIN_SHARE: Right.ACT,
        ActionId.SEGMENTS_PICTURE: Right.SEE_TEAM,
        ActionId.MODEL_PICTURE: Right.SEE_TEAM,
        ActionId.JOURNEY_OPEN: Right.SEE_TEAM,
        ActionId.VALUE_OPEN: Right.SEE_TEAM,
    },
    Kind.OPTIONS: {
        ActionId.FIND: Right.SEE_ACCOUNTS,
        ActionId.HOME_ZONE: Right.SEE_ACCOUNTS,
        ActionId.HOME_COUNTRY: Right.SEE_ACCOUNTS,
        ActionId.HOME_PERSON: Right.ADMINISTER,
    },
    Kind.EVENT: {"app_home_opened": Right.SEE_ACCOUNTS, "message.im": Right.IMPORT, "reaction_added": Right.ACT},
    Kind.VIEW: {
        WindowId.HOME_HOURS: Right.SEE_ACCOUNTS,
        WindowId.HOME_AWAY: Right.SEE_ACCOUNTS,
        WindowId.HOME_MESSAGES: Right.SEE_ACCOUNTS,
        WindowId.HOME_ALERTS: Right.SEE_ACCOUNTS,
        WindowId.HOME_CHANNEL: Right.LEAD,
        WindowId.HOME_ERASE: Right.ADMINISTER,
        WindowId.HOME_ERASE_SURE: Right.ADMINISTER,
        WindowId.IMPORT_FILES: Right.IMPORT,
        WindowId.IMPORT_COLUMNS: Right.IMPORT,
        WindowId.EPISODE_CLAIM: Right.ACT,
        WindowId.EPISODE_HAND: Right.ACT,
        WindowId.EPISODE_SNOOZE: Right.ACT,
        WindowId.EPISODE_FALSE: Right.ACT,
        WindowId.EPISODE_RESOLVE: Right.ACT,
        WindowId.FOLLOW_UP: Right.ACT,
        WindowId.TASK_REASSIGN: Right.ACT,
        WindowId.RECORD_RENEWAL: Right.ACT,
        WindowId.FORECAST: Right.ACT,
        WindowId.PULSE: Right.ACT,
        WindowId.CHAMPION_LEFT: Right.ACT,
        WindowId.WRONG_DATA: Right.ACT,
        WindowId.PLAY_START: Right.ACT,
        WindowId.PLAY_STOP: Right.ACT,
        WindowId.PLAN: Right.ACT,
        WindowId.WIN: Right.ACT,
        WindowId.WIN_PREVIEW: Right.ACT,
        WindowId.GROWTH: Right.SEE_MONEY,
    },
    Kind.SHORTCUT: {ShortcutId.LOG_MESSAGE: Right.ACT},
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


def changes(entries: Iterable[Entry]) -> bool:
    """Tell whether something may be different once this was asked."""
    return any(POLICY.get(entry) in CHANGING for entry in entries)


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
