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
        "chat.postMessage": ("chat:write",),
        "chat.update": ("chat:write",),
        "conversations.info": ("channels:read", "groups:read"),
        "conversations.list": ("channels:read", "groups:read"),
        "files.info": ("files:read",),
        "usergroups.list": ("usergroups:read",),
        "usergroups.users.list": ("usergroups:read",),
        "users.info": ("users:read", "users:read.email"),
        "users.list": ("users:read", "users:read.email"),
        "views.open": (),
        "views.publish": (),
    }
)
"""Every method of the Web API that the code can call, with the bot scopes it takes.

`apps.connections.open` takes the app-level token, whose one scope is `connections:write`.
"""

EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"app_home_opened": (), "message.im": ("im:history",)})
"""Every event that is listened to, with the scopes without which Slack does not send it."""

COMMANDS = ("commands",)
"""The scope of slash commands."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a scope is asked for, and what does not work without it."""

    why: str
    without: str


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "channels:read": Reason(
            "Before a card is shared, to see whether only your own people read that channel.",
            "nothing can be shared to public channels",
        ),
        "chat:write": Reason(
            "To post a card that somebody shares, and to answer by direct message.",
            "nothing can be shared, and nobody can be written to",
        ),
        "commands": Reason("To answer /health and /cs.", "slash commands do not exist"),
        "files:read": Reason(
            "To fetch the files that somebody gives it to load, and no others.",
            "nothing can be loaded from inside Slack",
        ),
        "groups:read": Reason(
            "The same as channels:read, for the private channels that Steward was invited to.",
            "nothing can be shared to private channels",
        ),
        "im:history": Reason(
            "To be told when somebody drops a file into the direct message with Steward; what else is said there is "
            "passed over.",
            "files that are dropped there are not noticed; /cs import still works",
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
