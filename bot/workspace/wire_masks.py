"""What the wire's log keeps of a body: readable JSON, without anything that grants access, and never too much."""

import json
import re
from collections.abc import Mapping

BODY_MOST = 64 * 1024
"""Characters of JSON kept of one body; the largest message Slack takes is a fifth of it."""
BEGINNING = 2_000
"""Characters shown of a body that is too long to keep."""
SHOWN = 6
"""Characters left of a pass, so that two of them can be told apart."""
MASK = "…"

SECRET_FIELDS = frozenset({"token", "authorization", "client_secret"})
PASS_FIELDS = frozenset({"trigger_id"})
STRUCTURES = frozenset({"attachments", "blocks", "body", "files", "metadata", "payload", "view"})
"""Fields that carry JSON as text: arguments of forms, bodies of responses."""

SECRETS = (
    (re.compile(r"\b(xox[a-z]|xapp)-[\w-]+"), rf"\1-{MASK}"),
    (re.compile(r"\bv0=[0-9a-f]{8,}"), f"v0={MASK}"),
    (re.compile(r"\bticket=[\w-]+"), f"ticket={MASK}"),
    (re.compile(rf"(/(?:commands|actions|upload)/[\w-]{{{SHOWN}}})[\w-]+"), rf"\1{MASK}"),
)
"""Tokens, signatures, connection tickets and response URLs, wherever in a text they stand."""


def kept(body: object) -> str:
    """The JSON text that is kept of a body: secrets masked, JSON inside forms read, cut when it is too long."""
    text = json.dumps(_masked(body), ensure_ascii=False, default=str)
    if len(text) <= BODY_MOST:
        return text
    return json.dumps({"too_long_to_keep": f"{len(text)} characters", "begins": text[:BEGINNING]}, ensure_ascii=False)


def _masked(value: object, name: str = "") -> object:
    if isinstance(value, Mapping):
        return {key: _masked(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(inner) for inner in value]
    return _masked_text(value, name) if isinstance(value, str) else value


def _masked_text(text: str, name: str) -> object:
    if name.lower() in SECRET_FIELDS:
        return MASK
    if name in PASS_FIELDS:
        return text[:SHOWN] + MASK
    if name in STRUCTURES and text[:1] in ("[", "{"):
        return _read(text)
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _read(text: str) -> object:
    try:
        return _masked(json.loads(text))
    except ValueError:
        return text
