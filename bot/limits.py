"""Slack's limits for messages and views, and our lint: what Slack would refuse, and where.

`lint_blocks` and `lint_view` find what Slack itself refuses; `lint_message` is stricter, because our own messages must
be readable without their blocks and stay away from Slack's edges.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.blockkit import BLOCKS, PLAIN_BLOCKS, Is
from bot.shapes import Anything, Fields, Flag, Items, Problem, Spec, String, Text

__all__ = [
    "MESSAGE_BLOCKS",
    "OUR_BUDGET",
    "OUR_TEXT",
    "VIEW_BLOCKS",
    "Problem",
    "lint_blocks",
    "lint_message",
    "lint_view",
]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
OUR_BUDGET = 10_000
"""Characters of JSON in the blocks of our messages: Slack names no number and refuses from about 11,000 on."""
OUR_TEXT = 4_000
"""Characters of our top-level text: what Slack recommends; it cuts at 40,000."""
MARKDOWN_TOTAL = 12_000
"""Characters of all markdown blocks of one message together."""
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
"""Blocks of which a message may hold only so many."""

EVERYWHERE = frozenset({"message", "modal", "home"})
SURFACES = dict.fromkeys(BLOCKS, frozenset({"message"}))
"""Block type → where it may stand. Where sources disagree about Home (charts, containers), it may not."""
SURFACES |= dict.fromkeys(PLAIN_BLOCKS, EVERYWHERE)
SURFACES["alert"] = frozenset({"modal"})

VIEW_PARTS: dict[str, Spec] = {
    "type!": Anything(),
    "blocks!": Items(Anything(), VIEW_BLOCKS),
    "private_metadata": String(3000, least=0),
    "callback_id": String(255, least=0),
    "external_id": String(255, least=0),
}
VIEWS = {
    "home": Fields(VIEW_PARTS),
    "modal": Fields(
        VIEW_PARTS
        | {"title!": Text(24, plain=True), "submit": Text(24, plain=True), "close": Text(24, plain=True)}
        | {"clear_on_close": Flag(), "notify_on_close": Flag()}
    ),
}


def lint_message(text: str | None, blocks: Sequence[dict[str, Any]] | None) -> list[Problem]:
    """Find what is wrong with one of our own messages.

    Args:
        text: the top-level text; it must be complete, because a screen reader reads nothing else.
        blocks: the blocks, None or empty for a message without.

    Returns:
        What Slack refuses, and what goes beyond our own narrower limits; empty for a good message.
    """
    problems = list(String(OUR_TEXT).check((text or "").strip(), "/text"))
    if not blocks:
        return problems
    problems += lint_blocks(blocks)
    if json_length(blocks) > OUR_BUDGET:
        problems.append(Problem("/blocks", f"must be less than {OUR_BUDGET + 1} characters of JSON"))
    return problems


def lint_view(view: object) -> list[Problem]:
    """Find what Slack would refuse in a modal or a Home tab; pointers start with `/view`."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(view, dict) or kind not in VIEWS:
        return [Problem("/view/type", f"unsupported type: {kind}")]
    problems = list(VIEWS[kind].check(view, "/view"))
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return problems
    if kind == "modal" and not view.get("submit") and "input" in _types(blocks):
        problems.append(Problem("/view", "missing required field: submit"))
    return [*problems, *_each_block(blocks, kind, "/view/blocks")]


def lint_blocks(blocks: Sequence[Any]) -> list[Problem]:
    """Find what Slack would refuse in the blocks of a message; pointers start with `/blocks`."""
    problems = list(Items(Anything(), MESSAGE_BLOCKS).check(list(blocks), "/blocks"))
    counts = Counter(_types(blocks))
    for kind, most in MOST_OF_A_KIND.items():
        if counts[kind] > most:
            problems.append(Problem("/blocks", f"no more than {most} {kind} blocks allowed"))
    markdown = [one.get("text") for one in blocks if isinstance(one, dict) and one.get("type") == "markdown"]
    if sum(len(str(text)) for text in markdown) > MARKDOWN_TOTAL:
        problems.append(Problem("/blocks", f"markdown must be less than {MARKDOWN_TOTAL + 1} characters in all"))
    return [*problems, *_each_block(blocks, "message", "/blocks")]


def json_length(blocks: Sequence[Any]) -> int:
    """Characters of the blocks as compact JSON, which is what Slack's message limit is about."""
    return len(json.dumps(list(blocks), ensure_ascii=False, separators=(",", ":")))


def _types(blocks: Sequence[Any]) -> list[str]:
    return [str(block.get("type")) for block in blocks if isinstance(block, dict)]


def _each_block(blocks: Sequence[Any], surface: str, at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    known = Is(tuple(BLOCKS))
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        yield from known.check(block, here)
        if not isinstance(block, dict):
            continue
        if surface not in SURFACES.get(str(block.get("type")), EVERYWHERE):
            yield Problem(f"{here}/type", f"{block['type']} blocks are not allowed in a {surface}")
        block_id = block.get("block_id")
        if block_id in seen:
            yield Problem(f"{here}/block_id", "block_id must be unique")
        seen |= {block_id} if isinstance(block_id, str) else set()
        yield from _repeated_actions(block, here)


def _repeated_actions(block: dict[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    ids = [one.get("action_id") for one in elements if isinstance(one, dict)] if isinstance(elements, list) else []
    for action_id, times in Counter(one for one in ids if isinstance(one, str)).items():
        if times > 1:
            yield Problem(f"{at}/elements", f"action_id must be unique: {action_id}")
