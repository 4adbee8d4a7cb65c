"""What measures of accounts that models learn from are called, and in which unit they are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cs_engine.wording import Phrase, Sentence, phrase, sentence


@dataclass(frozen=True, slots=True)
class Measure:
    """Its name, and its unit as `Reader.amount` knows it; empty counts something."""

    name: Phrase
    unit: str = ""


_USERS = Measure(phrase("active users"))
_TICKETS = Measure(phrase("tickets in 90 days"))
_NPS = Measure(phrase("NPS answer"), "score_10")
_CSAT = Measure(phrase("CSAT"), "score_5")
_SEATS = Measure(phrase("seats"))

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "usage_age_days": Measure(phrase("age of the usage data"), "days"),
        "active_users": _USERS,
        "active_users_growth": _USERS,
        "events_per_user": Measure(phrase("events per user")),
        "events_growth": Measure(phrase("events against a quarter earlier"), "share"),
        "usage_trend": Measure(phrase("active users against the 12 weeks before"), "share"),
        "usage_year": Measure(phrase("active users against a year ago"), "share"),
        "usage_beside_peers": Measure(phrase("usage trend against similar accounts"), "share"),
        "expected_use": Measure(phrase("active users of those expected"), "share"),
        "active_days_share": Measure(phrase("days with use"), "share"),
        "seat_use": Measure(phrase("seats in use"), "share"),
        "seat_use_prior": Measure(phrase("seats in use in the 12 weeks before"), "share"),
        "seat_use_long": Measure(phrase("seats in use over 16 weeks"), "share"),
        "worst_product_trend": Measure(phrase("users of the weakest product against the 12 weeks before"), "share"),
        "breadth": Measure(phrase("features in use"), "share"),
        "tickets": _TICKETS,
        "tickets_change": _TICKETS,
        "tickets_per_user": Measure(phrase("tickets per user")),
        "tickets_open": Measure(phrase("open tickets")),
        "tickets_open_urgent": Measure(phrase("open urgent tickets")),
        "tickets_reopened": Measure(phrase("reopened tickets")),
        "oldest_open_days": Measure(phrase("age of the oldest open ticket"), "days"),
        "oldest_urgent_days": Measure(phrase("age of the oldest urgent ticket"), "days"),
        "first_response_hours": Measure(phrase("time to the first answer"), "hours"),
        "ticket_days": Measure(phrase("time since the last ticket"), "days"),
        "nps_score": _NPS,
        "nps_score_change": _NPS,
        "nps_days": Measure(phrase("time since the last NPS answer"), "days"),
        "csat_score": _CSAT,
        "csat_score_change": _CSAT,
        "csat_answers": Measure(phrase("CSAT answers")),
        "csat_days": Measure(phrase("time since the last CSAT answer"), "days"),
        "ces_score": Measure(phrase("effort (CES)"), "score_7"),
        "ces_days": Measure(phrase("time since the last CES answer"), "days"),
        "surveys_delivered": Measure(phrase("surveys delivered")),
        "answered_share": Measure(phrase("surveys answered"), "share"),
        "two_way_touches": Measure(phrase("two-way contacts in 90 days")),
        "touch_days": Measure(phrase("time since the last contact"), "days"),
        "two_way_days": Measure(phrase("time since the last two-way contact"), "days"),
        "champion_seen_days": Measure(phrase("time since the champion took part"), "days"),
        "champion_since_days": Measure(phrase("time with the present champion"), "days"),
        "champion_left_days": Measure(phrase("time since the champion left"), "days"),
        "invoices_overdue": Measure(phrase("overdue invoices")),
        "overdue_days": Measure(phrase("payment overdue"), "days"),
        "overdue_share": Measure(phrase("overdue amount in months of revenue")),
        "payment_habit_days": Measure(phrase("usual payment delay"), "days"),
        "milestones_due": Measure(phrase("milestones due")),
        "milestones_overdue": Measure(phrase("milestones overdue")),
        "milestone_late_days": Measure(phrase("delay of the latest milestone"), "days"),
        "mrr": Measure(phrase("monthly revenue")),
        "mrr_growth": Measure(phrase("monthly revenue against a quarter earlier"), "share"),
        "mrr_per_seat": Measure(phrase("price per seat")),
        "seats": _SEATS,
        "seats_growth": _SEATS,
        "seat_model": Measure(phrase("way seats are counted")),
        "plan": Measure(phrase("plan")),
        "term_months": Measure(phrase("contract months")),
        "notice_days": Measure(phrase("notice period"), "days"),
        "renewal_days": Measure(phrase("time to the renewal"), "days"),
        "decision_days": Measure(phrase("time to the decision"), "days"),
        "decides": Measure(phrase("next decision")),
        "tenure_days": Measure(phrase("time as customer"), "days"),
        "days_since_anniversary": Measure(phrase("time since the anniversary"), "days"),
        "industry": Measure(phrase("industry")),
        "country": Measure(phrase("country")),
    }
)
"""Features of accounts; those that tell how much something changed are told by what changed, from where to where."""

KINDS: Mapping[tuple[str, str], Measure] = MappingProxyType(
    {
        ("touch ", ": days since"): Measure(phrase("time since the last {kind}"), "days"),
        ("touch ", ": in 90 days"): Measure(phrase("{kind} in 90 days")),
        ("feature ", ": per user"): Measure(phrase("use of {kind} per user")),
        ("feature ", ": trend"): Measure(phrase("use of {kind} against the 12 weeks before"), "share"),
    }
)
"""Features for each kind of contact and each product feature, which the company's sources name."""


def called(measure: str) -> Sentence:
    """Return what a measure is called; one without a name here by its own."""
    known = MEASURES.get(measure)
    if known:
        return sentence(known.name)
    for (start, end), one in KINDS.items():
        if measure.startswith(start) and measure.endswith(end):
            return sentence(one.name, kind=measure.removeprefix(start).removesuffix(end).replace("_", " "))
    return sentence(measure.replace("_", " "))


def unit_of(measure: str) -> str:
    """Return the unit in which a measure is told."""
    of_kind = (one for (start, end), one in KINDS.items() if measure.startswith(start) and measure.endswith(end))
    found = MEASURES.get(measure) or next(of_kind, None)
    return found.unit if found else ""
