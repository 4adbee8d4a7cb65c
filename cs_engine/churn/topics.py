"""What each feature of an account is about, and whether somebody can do something about it."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from cs_engine.records.risk import FIXED, ReasonKind

KINDS: Mapping[ReasonKind, tuple[str, ...]] = MappingProxyType(
    {
        ReasonKind.USAGE: (
            "usage_age_days", "active_users", "events_per_user", "usage_trend", "usage_year", "usage_beside_peers",
            "expected_use", "active_days_share", "active_users_growth", "events_growth",
        ),
        ReasonKind.SEATS: ("seat_use", "seat_use_prior", "seat_use_long"),
        ReasonKind.PRODUCT: ("worst_product_trend", "breadth"),
        ReasonKind.SUPPORT: (
            "tickets", "tickets_open", "tickets_open_urgent", "oldest_open_days", "oldest_urgent_days",
            "tickets_reopened", "first_response_hours", "ticket_days", "tickets_per_user", "tickets_change",
        ),
        ReasonKind.SATISFACTION: (
            "nps_score", "nps_days", "nps_score_change", "csat_score", "csat_answers", "csat_days",
            "csat_score_change", "ces_score", "ces_days", "surveys_delivered", "answered_share",
        ),
        ReasonKind.TOUCH: ("two_way_touches", "touch_days", "two_way_days"),
        ReasonKind.CHAMPION: ("champion_seen_days", "champion_since_days", "champion_left_days"),
        ReasonKind.PAYMENT: ("invoices_overdue", "overdue_days", "overdue_share", "payment_habit_days"),
        ReasonKind.ONBOARDING: ("milestones_due", "milestones_overdue", "milestone_late_days"),
        ReasonKind.CONTRACT: (
            "mrr", "mrr_growth", "mrr_per_seat", "seats", "seats_growth", "seat_model", "plan", "term_months",
            "notice_days", "renewal_days", "decision_days", "decides",
        ),
        ReasonKind.TENURE: ("tenure_days", "days_since_anniversary"),
        ReasonKind.PROFILE: ("industry", "country"),
    }
)  # fmt: skip
"""Features by what they are about. What was bought is the contract; what is used of it is seats and usage."""
PREFIXES: Mapping[str, ReasonKind] = MappingProxyType({"touch ": ReasonKind.TOUCH, "feature ": ReasonKind.PRODUCT})
"""Features named by what a company's sources call their contacts and product features."""
CHANGED: Mapping[str, str] = MappingProxyType(
    {
        "active_users_growth": "active_users",
        "seats_growth": "seats",
        "tickets_change": "tickets",
        "nps_score_change": "nps_score",
        "csat_score_change": "csat_score",
    }
)
"""What changed, for features that tell by how much: people are told from where to where."""
_KIND_OF = MappingProxyType({name: kind for kind, names in KINDS.items() for name in names})


@cache
def kind_of(feature: str) -> ReasonKind:
    """Return what a feature of an account is about.

    Raises:
        KeyError: there is no such feature.
    """
    found = next((kind for prefix, kind in PREFIXES.items() if feature.startswith(prefix)), None)
    return found or _KIND_OF[feature]


def is_changeable(kind: ReasonKind) -> bool:
    """Tell whether somebody can do something about it."""
    return kind not in FIXED
