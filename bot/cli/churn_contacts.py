"""How forecasts did where a contact followed and where none did, and what a hold-out tells, for people."""

from bot.cli.console import say, say_table
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_contacts import Arm, ByContact, ContactGroup, HoldOutTried

TOO_FEW = "too few lost to tell"
"""Fewer than ten accounts."""


def say_by_contact(found: ByContact) -> None:
    """Print how accounts fared by whether a contact followed."""
    say("Contacted are accounts with a talk or a started play within 60 days after the day, before their notice.\n")
    rows = [("contacted", *_group(found.contacted)), ("untouched", *_group(found.untouched))]
    say_table(("", "rows", "accounts", "lost", "said", "happened", "ROC-AUC"), rows)
    say(found.note)


def _group(one: ContactGroup) -> tuple[object, ...]:
    happened = TOO_FEW if one.happened is None else _share(one.happened)
    said = None if one.said is None else f"{one.said:.1%}"
    return (one.rows, one.accounts, one.lost, said, happened, None if one.roc_auc is None else _area(one.roc_auc))


def say_held_out(found: HoldOutTried) -> None:
    """Print what became of accounts that were held out, beside the others."""
    out = found.out
    say(f"\nHeld out from what acts on forecasts, by chance: {out.share:.0%} of accounts, since {out.since}.\n")
    rows = [("held out", *_arm(found.held)), ("acted on", *_arm(found.others))]
    say_table(("", "forecasts due", "lost", "said", "happened"), rows)
    say(_verdict(found.difference))


def _arm(one: Arm) -> tuple[object, ...]:
    said = None if one.said is None else f"{one.said:.1%}"
    return (one.forecasts, one.losses, said, None if one.happened is None else _share(one.happened))


def _verdict(difference: Estimate | None) -> str:
    if difference is None or difference.low is None or difference.high is None:
        return "Too few forecasts are due to tell: it takes 50 on either side, and 10 losses in all."
    told = f"{100 * difference.value:+.1f} points ({100 * difference.low:+.1f} to {100 * difference.high:+.1f})"
    if difference.high < 0:
        return f"Acting on forecasts helps: {told} of accounts are lost."
    if difference.low > 0:
        return f"Acting on forecasts does HARM: {told} of accounts are lost."
    return f"Whether acting on forecasts helps cannot be told yet: {told} of accounts are lost."


def _share(one: Estimate) -> str:
    ends = "" if one.low is None or one.high is None else f" ({one.low:.1%} to {one.high:.1%})"
    return f"{one.value:.1%}{ends}"


def _area(one: Estimate) -> str:
    ends = "" if one.low is None or one.high is None else f" ({one.low:.2f} to {one.high:.2f})"
    return f"{one.value:.2f}{ends}"
