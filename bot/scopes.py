"""What Steward may do in a Slack, and why: one row per method, event and scope.

Who adds a call to the Web API adds its line here; a test compares the tables with every call in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "apps.connections.open": (),
        "auth.test": (),
        "bots.info": ("users:read",),
        "chat.delete": ("chat:write",),
        "chat.getPermalink": (),
        "chat.postEphemeral": ("chat:write",),
        "chat.postMessage": ("chat:write",),
        "chat.update": ("chat:write",),
        "conversations.history": ("channels:history", "groups:history", "im:history", "mpim:history"),
        "conversations.info": ("channels:read", "groups:read"),
        "conversations.list": ("channels:read", "groups:read"),
        "conversations.open": ("im:write",),
        "conversations.replies": ("channels:history", "groups:history", "im:history", "mpim:history"),
        "files.completeUploadExternal": ("files:write",),
        "files.getUploadURLExternal": ("files:write",),
        "files.info": ("files:read",),
        "usergroups.list": ("usergroups:read",),
        "usergroups.users.list": ("usergroups:read",),
        "users.info": ("users:read", "users:read.email"),
        "users.list": ("users:read", "users:read.email"),
        "users.lookupByEmail": ("users:read.email",),
        "views.open": (),
        "views.publish": (),
        "views.update": (),
    }
)
"""Every method of the Web API that the code can call, with the bot scopes it takes.

`apps.connections.open` takes the app-level token, whose one scope is `connections:write`.
"""

EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"app_home_opened": (), "message.im": ("im:history",), "reaction_added": ("reactions:read",)}
)
"""Every event that is listened to, with the scopes without which Slack does not send it."""

COMMANDS = ("commands",)
"""The scope of slash commands and shortcuts."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a scope is asked for, and what does not work without it."""

    why: str
    without: str
    optional: bool = False
    """Whether whoever installs Steward may keep it back and still has everything but that."""


LOOKING = (
    "After a crash, to find out whether a message of Steward's own is there already; nothing else is read.",
    "a message that was being sent when Steward died is not sent again by itself: `steward outbox` names it",
)


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "channels:history": Reason(*LOOKING, optional=True),
        "channels:read": Reason(
            "Before a card is shared, to see whether only your own people read that channel.",
            "nothing can be shared to public channels",
        ),
        "chat:write": Reason(
            "To post a card that somebody shares, and to answer by direct message.",
            "nothing can be shared, and nobody can be written to",
        ),
        "commands": Reason(
            "To answer /health and /cs, and the entry in a message's menu.", "slash commands do not exist"
        ),
        "files:read": Reason(
            "To fetch the files that somebody gives it to load, and no others.",
            "nothing can be loaded from inside Slack",
        ),
        "files:write": Reason(
            "To send pictures, of the segments and of how true chances of a loss are, to whoever asks for them.",
            "no picture is sent; `steward segment --picture` and `steward churn models --picture` still draw them",
            optional=True,
        ),
        "groups:history": Reason(*LOOKING, optional=True),
        "groups:read": Reason(
            "The same as channels:read, for the private channels that Steward was invited to.",
            "nothing can be shared to private channels",
        ),
        "im:history": Reason(
            "To be told when somebody drops a file into the direct message with Steward, and to find messages of its "
            "own there after a crash; what else is said there is passed over.",
            "files that are dropped there are not noticed; /cs import still works",
        ),
        "im:write": Reason(
            "To open the direct message in which somebody is told something.",
            "a direct message that was being sent when Steward died cannot be looked for",
        ),
        "mpim:history": Reason(*LOOKING, optional=True),
        "reactions:read": Reason(
            "To be told when somebody reacts to a message with the emoji that logs it as a follow-up; other reactions "
            "are passed over.",
            "an emoji logs nothing; the entry in a message's menu still does",
        ),
        "usergroups:read": Reason(
            "To give people their role by the user group they are in.",
            "roles given to user groups do not count",
        ),
        "users:read": Reason(
            "To tell members from guests, and to answer in people's own language and time zone.",
            "nobody is known, so nobody gets an answer",
        ),
        "users:read.email": Reason(
            "To find the accounts of whoever asks: the book names owners by email.",
            "nobody is found as the owner of accounts, and roles given by email do not count",
        ),
    }
)


def bot_scopes() -> tuple[str, ...]:
    """Return every bot scope that is used, in alphabetical order."""
    used = (COMMANDS, *METHODS.values(), *EVENTS.values())
    return tuple(sorted({scope for scopes in used for scope in scopes}))


def optional_scopes() -> tuple[str, ...]:
    """Return those that whoever installs the app may keep back."""
    return tuple(scope for scope in bot_scopes() if REASONS[scope].optional)
