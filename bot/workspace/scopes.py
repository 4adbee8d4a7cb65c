"""Which scopes a method asks for, and what a call lacks.

Source: the "Scopes" line of each method's page in Slack's reference.
"""

from collections.abc import Iterable, Mapping

from bot.workspace.records import Kind

FAMILIES = {Kind.CHANNEL: "channels", Kind.PRIVATE: "groups", Kind.IM: "im", Kind.MPIM: "mpim"}
"""Scopes of conversations come in four families, one per kind of conversation."""


def _of_all_kinds(right: str) -> tuple[str, ...]:
    return tuple(f"{family}:{right}" for family in FAMILIES.values())


READ, HISTORY, WRITE = _of_all_kinds("read"), _of_all_kinds("history"), ("im:write", "mpim:write")
CHAT, PEOPLE, GROUPS = ("chat:write",), ("users:read",), ("usergroups:read",)
FILES_WRITE, REACT = ("files:write",), ("reactions:write",)

METHOD_SCOPES: Mapping[str, tuple[str, ...]] = {
    "bots.info": PEOPLE,
    "chat.delete": CHAT,
    "chat.deleteScheduledMessage": CHAT,
    "chat.postEphemeral": CHAT,
    "chat.postMessage": CHAT,
    "chat.scheduleMessage": CHAT,
    "chat.update": CHAT,
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.join": ("channels:join",),
    "conversations.list": READ,
    "conversations.members": READ,
    "conversations.open": WRITE,
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": FILES_WRITE,
    "files.delete": FILES_WRITE,
    "files.getUploadURLExternal": FILES_WRITE,
    "files.info": ("files:read",),
    "reactions.add": REACT,
    "reactions.get": ("reactions:read",),
    "reactions.remove": REACT,
    "team.info": ("team:read",),
    "usergroups.list": GROUPS,
    "usergroups.users.list": GROUPS,
    "users.getPresence": PEOPLE,
    "users.info": PEOPLE,
    "users.list": PEOPLE,
    "users.lookupByEmail": ("users:read.email",),
    "users.profile.get": ("users.profile:read",),
}
"""Method → scopes, of which one is enough. Methods that are not named need none.

Methods about a conversation need the one of that conversation's kind; `conversations.list` one for every type asked.
"""

EMAIL = "users:read.email"
"""Without it people come without their e-mail addresses."""
EVERYWHERE = "chat:write.public"
"""With it the app may post to public channels it has not joined. Not among the default scopes."""
ALL = frozenset(scope for scopes in METHOD_SCOPES.values() for scope in scopes) | {"commands", "app_mentions:read"}


def lacking(method: str, kinds: Iterable[Kind], granted: frozenset[str]) -> str | None:
    """What a call needs and the app was not granted, as Slack words it; None when nothing is missing.

    Args:
        method: the method's name.
        kinds: the kinds of conversation the call is about; empty when it is about none, or about an unknown one.
        granted: the app's scopes.
    """
    accepted = METHOD_SCOPES.get(method, ())
    wanted = {f"{FAMILIES[kind]}:{accepted[0].partition(':')[2]}" for kind in kinds} if accepted else set()
    missing = sorted((wanted & set(accepted)) - granted)
    if missing:
        return ",".join(missing)
    return None if not accepted or granted & set(accepted) else ",".join(accepted)
