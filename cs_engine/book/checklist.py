"""Everything the book is checked for: how much it hurts, who can mend it, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from cs_engine.book import checks, checks_money, checks_usage
from cs_engine.book.doubt import Doubt
from cs_engine.book.opened import Book


class Severity(StrEnum):
    """How much a finding hurts."""

    CONTRADICTION = "contradiction"
    """The data contradicts itself: numbers made from it are wrong."""
    GAP = "gap"
    """Something is missing: coverage is lower than it could be."""
    NOTE = "note"
    """Unusual and possibly right."""


class Owner(StrEnum):
    """Who can mend it."""

    EXPORT = "whoever exports the data"
    MAPPING = "whoever maintains the mapping"
    CRM = "the CRM administrator"
    BILLING = "whoever keeps contracts and prices"
    LEAD = "the CS lead"
    LOADS = "whoever schedules the loads"


@dataclass(frozen=True, slots=True)
class Check:
    """A check, how to say what it found, and what to do about it."""

    key: str
    severity: Severity
    owner: Owner
    doubt: Callable[[Book], Doubt]
    says: str
    """Follows "21 of 24,979 "."""
    advice: str


def checklist(today: date) -> tuple[Check, ...]:
    """Return every check, as made on ``today``."""
    return (*_contradictions(today), *_gaps(today), *_notes(today))


def _contradictions(today: date) -> tuple[Check, ...]:
    return (
        Check(
            "usage_before_subscription",
            Severity.CONTRADICTION,
            Owner.EXPORT,
            checks.usage_before_subscription,
            "usage events are dated before their subscription starts",
            "Ask where the two dates come from; do not trust usage by contract line until they agree.",
        ),
        Check(
            "usage_before_contract",
            Severity.CONTRADICTION,
            Owner.CRM,
            checks.usage_before_contract,
            "usage rows ended before the account's first contract starts",
            "Load earlier contract lines or trials, or check the dates.",
        ),
        Check(
            "tickets_before_signup",
            Severity.CONTRADICTION,
            Owner.CRM,
            checks.tickets_before_signup,
            "tickets were opened before the account signed up",
            "Check signup_date: it may be the date of the latest contract.",
        ),
        Check(
            "tickets_closed_before_opened",
            Severity.CONTRADICTION,
            Owner.MAPPING,
            checks.tickets_closed_before_opened,
            "tickets were closed before they were opened",
            "Check the zone of the two columns in the mapping.",
        ),
        Check(
            "repeated_usage_ids",
            Severity.CONTRADICTION,
            Owner.MAPPING,
            checks.repeated_usage_ids,
            "usage event ids stand more than once in one file",
            "The last line was kept; if the ids are not unique, map another column to event_id.",
        ),
        Check(
            "repeated_keys",
            Severity.CONTRADICTION,
            Owner.EXPORT,
            checks.repeated_keys,
            "keys stand more than once in one file",
            "The last line was kept; check that the key's columns are the right ones.",
        ),
        Check(
            "flagged_without_churn_event",
            Severity.CONTRADICTION,
            Owner.CRM,
            checks.flagged_without_churn_event,
            "accounts flagged as churned have no churn event",
            "The flag is never used as a fact; find out which of the two is kept up to date.",
        ),
        Check(
            "churn_event_without_flag",
            Severity.CONTRADICTION,
            Owner.CRM,
            checks.churn_event_without_flag,
            "accounts not flagged as churned have a churn event",
            "The flag is never used as a fact; find out which of the two is kept up to date.",
        ),
        Check(
            "unknown_accounts",
            Severity.CONTRADICTION,
            Owner.EXPORT,
            checks.unknown_accounts,
            "rows belong to accounts that the book does not know",
            "Load these accounts, or check the account ids of the files.",
        ),
        Check(
            "future_dates",
            Severity.CONTRADICTION,
            Owner.MAPPING,
            partial(checks.future_dates, today=today),
            "rows are dated after today",
            "They count once their day has come; check the format of the dates in the mapping.",
        ),
        Check(
            "subscriptions_ending_before_start",
            Severity.CONTRADICTION,
            Owner.CRM,
            checks.subscriptions_ending_before_start,
            "contract lines end before they start",
            "Correct the dates; until then these lines count as over.",
        ),
    )


def _gaps(today: date) -> tuple[Check, ...]:
    return (
        Check(
            "quarantined_rows",
            Severity.GAP,
            Owner.EXPORT,
            checks.quarantined_rows,
            "rows wait in quarantine",
            "`steward book quarantine` lists them; correct the files and load them, or retry by a better mapping.",
        ),
        Check(
            "accounts_without_owner",
            Severity.GAP,
            Owner.LEAD,
            checks.accounts_without_owner,
            "accounts have no owner",
            "Map accounts.owner, or assign accounts in the owners file; nobody is told about them.",
        ),
        Check(
            "owners_without_address",
            Severity.GAP,
            Owner.MAPPING,
            checks.owners_without_address,
            "owners are no e-mail address",
            "Give their addresses in the owners file, so that people in Slack can be matched.",
        ),
        Check(
            "accounts_without_usage",
            Severity.GAP,
            Owner.EXPORT,
            checks.accounts_without_usage,
            "accounts have no usage",
            "They can be at most Watch; check that usage carries the same account ids.",
        ),
        Check(
            "usage_holes",
            Severity.GAP,
            Owner.EXPORT,
            checks_usage.usage_holes,
            "periods with usage follow a hole of more than a week in which no account has any",
            "Load the files of the days between; until then these weeks look like nobody worked.",
        ),
        Check(
            "lines_without_mrr",
            Severity.GAP,
            Owner.BILLING,
            partial(checks_money.lines_without_mrr, today=today),
            "running contract lines say no price",
            "Map subscriptions.mrr; without it nobody knows what is at stake.",
        ),
        Check(
            "lines_without_currency",
            Severity.GAP,
            Owner.MAPPING,
            checks_money.lines_without_currency,
            "priced contract lines name no currency",
            "Map subscriptions.currency, or set it as a constant; amounts without one are never added up.",
        ),
        Check(
            "accounts_without_contract",
            Severity.GAP,
            Owner.CRM,
            checks_money.accounts_without_contract,
            "accounts have no contract line",
            "Load their lines, or set status = trial where there is none; their ARR is unknown.",
        ),
        Check(
            "renewals_passed",
            Severity.GAP,
            Owner.LEAD,
            partial(checks_money.renewals_passed, today=today),
            "contract lines passed their renewal without an end, a successor or automatic renewal",
            "Record how these renewals ended; until then their renewal counts as still open.",
        ),
        Check(
            "malformed_addresses",
            Severity.GAP,
            Owner.CRM,
            checks.malformed_addresses,
            "owners have a malformed e-mail address",
            "Correct the address; Slack finds nobody by it, so nobody is told.",
        ),
    )


def _notes(today: date) -> tuple[Check, ...]:
    return (
        Check(
            "overlapping_subscriptions",
            Severity.NOTE,
            Owner.CRM,
            checks.overlapping_subscriptions,
            "contract lines start while an earlier line of the same account and product still runs",
            "Right for add-ons; otherwise end the earlier line or name the products.",
        ),
        Check(
            "mixed_currencies",
            Severity.NOTE,
            Owner.BILLING,
            checks_money.mixed_currencies,
            "accounts pay in more than one currency",
            "Right for some; their ARR is shown per currency and never added up.",
        ),
        Check(
            "lines_for_nothing",
            Severity.NOTE,
            Owner.BILLING,
            partial(checks_money.lines_for_nothing, today=today),
            "running contract lines cost nothing and are no trial",
            "Set is_trial where it is one; otherwise check the price.",
        ),
        Check(
            "same_names",
            Severity.NOTE,
            Owner.CRM,
            checks.same_names,
            "accounts share their name with another",
            "Merge them, or make the names tell them apart; people ask for accounts by name.",
        ),
        Check(
            "same_domains",
            Severity.NOTE,
            Owner.CRM,
            checks.same_domains,
            "accounts share their domain with another",
            "Right for subsidiaries (then set parent_id); otherwise merge them.",
        ),
    )
