"""What columns and ready-made segments are called, in words that catalogs translate."""

from collections.abc import Mapping
from types import MappingProxyType

from cs_engine.wording import Phrase, Sentence, phrase, sentence

COLUMNS: Mapping[str, Phrase] = MappingProxyType(
    {
        "mrr": phrase("monthly revenue"),
        "seats": phrase("seats"),
        "term_months": phrase("contract months"),
        "tenure_days": phrase("days as customer"),
        "industry": phrase("industry"),
        "plan": phrase("plan"),
        "active_users": phrase("active users"),
        "active_days": phrase("active days"),
        "features_used": phrase("features used"),
        "events_per_user": phrase("events per user"),
        "tickets": phrase("tickets"),
        "csat_score": phrase("CSAT score"),
        "nps_score": phrase("NPS score"),
        "two_way_touches": phrase("two-way contacts"),
        "overdue_days": phrase("days overdue"),
        "milestones_overdue": phrase("milestones overdue"),
        "recency": phrase("days since the last purchase"),
        "frequency": phrase("days with a purchase"),
        "monetary": phrase("amount spent"),
        "tenure": phrase("days since the first purchase"),
    }
)
"""Facts of a book and figures of orders; columns of other files are called as they are."""

OURS = frozenset(
    {
        phrase("Getting started"),
        phrase("Self-service"),
        phrase("Agreed for long"),
        phrase("A first success soon, with clear milestones and one contact."),
        phrase("Help that is found without asking, at the moment it is needed."),
        phrase("Proof of value every quarter, long before anybody asks about the renewal."),
    }
)
"""Titles and needs of the rules that ship."""


def column(name: str) -> Sentence:
    """Return what a column is called."""
    return sentence(COLUMNS.get(name) or name.replace("_", " "))


def of_a_rule(words: str) -> Sentence:
    """Return a title or need of a rule: translated where it ships, else as the company wrote it."""
    return sentence(next((each for each in OURS if each == words), words))
