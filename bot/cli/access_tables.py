"""The tables of ``docs/access.md``, rendered from the policy so that they cannot be out of date."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.access.policy import POLICY, RIGHTS, Kind, Right
from bot.access.rules import Role

MEANS: Mapping[Right, str] = MappingProxyType(
    {
        Right.SEE_ACCOUNTS: "see accounts: score, reasons, dates, people",
        Right.SEE_TEAM: "list everybody's accounts",
        Right.SHARE: "share a card to a channel: as far as one sees it oneself, never with comments",
        Right.SEE_MONEY: "see money: ARR, totals, expected revenue at risk",
        Right.SEE_COMMENTS: "read what customers wrote in surveys",
        Right.ACT: "act on accounts: claim, log, plan, record, forecast",
        Right.LEAD: "see and change what belongs to others of the team",
        Right.IMPORT: "load data",
        Right.ADMINISTER: "change what concerns everybody",
    }
)
KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.COMMAND: "typing",
        Kind.ACTION: "pressing or choosing",
        Kind.OPTIONS: "searching in",
        Kind.EVENT: "opening",
        Kind.VIEW: "filling in",
        Kind.SHORTCUT: "the shortcut",
    }
)


def rights_table() -> str:
    """Return what each role may do: one row per right, one column per role."""
    roles = [role for role in Role if role is not Role.NONE]
    rows = ([MEANS[right], *("yes" if right in RIGHTS[role] else "" for role in roles)] for right in Right)
    return _table(["may", *roles], rows)


def policy_table() -> str:
    """Return every way to ask, with what one must be allowed for it."""
    rows = ([f"{KINDS[entry.kind]} `{entry.name}`", MEANS[right].split(":")[0]] for entry, right in POLICY.items())
    return _table(["way to ask", "needs the right to"], rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(head)
    lines = (columns, ["---"] * len(columns), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
