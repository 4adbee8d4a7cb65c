"""The values a workspace keeps: channels, messages and views, and the JSON in which Slack and the page see them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """What sort of conversation a channel is."""

    CHANNEL = "channel"
    PRIVATE = "private"
    IM = "im"
    MPIM = "mpim"


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation; `peer` is the person on the other side of a direct message with the app.

    `connected` and `pending` are the other companies' teams that share it, or were invited to.
    """

    id: str
    name: str
    kind: Kind
    members: frozenset[str]
    topic: str = ""
    is_shared: bool = False
    is_archived: bool = False
    peer: str | None = None
    connected: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody uploaded; `content` is None until its bytes have come, `shares` are channels and timestamps."""

    id: str
    name: str
    title: str
    user: str
    size: int
    url_private: str
    created: int
    mimetype: str = "application/octet-stream"
    alt_text: str = ""
    content: bytes | None = field(default=None, repr=False)
    shares: tuple[tuple[str, str], ...] = ()
    given: bool = False
    """Handed to the app in a modal."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `only_for` names the one person who sees an ephemeral one.

    `files` are file ids; `reactions` are an emoji's name and who reacted with it, in the order they came.
    """

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] | None = None
    bot: bool = False
    thread_ts: str | None = None
    only_for: str | None = None
    edited: bool = False
    command: str | None = None
    mrkdwn: bool = True
    metadata: Json | None = None
    files: tuple[str, ...] = ()
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def ephemeral(self) -> bool:
        """Whether a single person sees it and nothing is kept."""
        return self.only_for is not None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def element(self, action_id: str, block_id: str | None = None) -> Json | None:
        """The interactive element with this action id, its `block_id` added; None when there is none."""
        return find_element(self.blocks or (), action_id, block_id)


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as Slack keeps it: what the app sent, and what the person has entered so far."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def type(self) -> str:
        """Either `modal` or `home`."""
        return str(self.body["type"])

    @property
    def blocks(self) -> tuple[Json, ...]:
        """The blocks as stored, every one with its block id."""
        return tuple(self.body["blocks"])

    def element(self, action_id: str, block_id: str | None = None) -> Json | None:
        """The interactive element with this action id, its `block_id` added; None when there is none."""
        return find_element(self.blocks, action_id, block_id)


def elements_of(block: Json) -> list[Json]:
    """The elements of one block that may carry an action id, in reading order."""
    nested = [element for card in block.get("elements", ()) for element in (card, *card.get("actions", ()))]
    inner = [element for child in block.get("child_blocks", ()) for element in elements_of(child)]
    single = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    return [*single, *nested, *block.get("actions", ()), *inner]


def find_element(blocks: tuple[Json, ...], action_id: str, block_id: str | None) -> Json | None:
    """The element with `action_id` (in `block_id`, when given) plus that block's id, or None."""
    for block in blocks:
        if block_id is not None and block.get("block_id") != block_id:
            continue
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return {**element, "block_id": block.get("block_id")}
    return None
