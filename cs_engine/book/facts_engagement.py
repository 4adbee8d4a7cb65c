"""Engagement: when the customer last took part, and whether our champion is still there."""

import ibis
import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.book.facts_first import is_first

TOUCH_DAYS = 90
SURVEY_DAYS = 180
CUSTOMER_SPOKE = ("two_way", "inbound")
NOBODY_THERE = ("no_answer", "left_message")
"""Outcomes of attempts: they show our effort, not the customer's part."""
LONG_AGO = "1900-01-01"
"""Stands for an unknown start, so that contacts whose start is known come first."""


def touch_facts(touchpoints: ir.Table) -> ir.Table:
    """Return one row per account with known touches.

    Args:
        touchpoints: the as-of view of ``touchpoints``.
    """
    spoke = took_part(touchpoints)
    recent = touchpoints["at"] >= asof.instant(days_ago=TOUCH_DAYS)
    return touchpoints.group_by("account_id").agg(
        last_touch_at=touchpoints["at"].max(),
        last_two_way_at=touchpoints["at"].max(where=spoke),
        two_way_touches=(spoke & recent).sum(),
    )


def survey_facts(responses: ir.Table) -> ir.Table:
    """Return one row per account with a known delivery: surveys of the last 180 days, and how many were answered.

    Args:
        responses: the as-of view of ``responses``.
    """
    delivered = responses.filter(responses.delivered_at.notnull())
    recent = delivered.delivered_at >= asof.instant(days_ago=SURVEY_DAYS)
    return delivered.group_by("account_id").agg(
        surveys_delivered=recent.sum(), surveys_answered=(recent & delivered.responded_at.notnull()).sum()
    )


def contact_facts(contacts: ir.Table, touchpoints: ir.Table, responses: ir.Table) -> ir.Table:
    """Return one row per account with known contacts: champion and sponsor.

    The champion is the one present since last; when all have left, the one who left last.

    Args:
        contacts: the as-of view of ``contacts``.
        touchpoints: the as-of view of ``touchpoints``.
        responses: the as-of view of ``responses``; an answer is the person taking part.
    """
    seen = _seen(touchpoints, responses)
    people = contacts.mutate(
        present=contacts.left_on.isnull(),
        rank_day=ibis.coalesce(contacts.left_on, contacts.since, ibis.literal(LONG_AGO).cast("date")),
    )
    order = [people.present.desc(), people.rank_day.desc(), people.contact_id.desc()]
    first = people.mutate(first=is_first(people, ["account_id", "role"], order)).filter(ibis._.first)
    first = first.left_join(seen, "contact_id")
    champion, sponsor = first.role == "champion", (first.role == "sponsor") & first.left_on.isnull()
    return first.group_by("account_id").agg(
        champion=first.name.max(where=champion),
        champion_seen_at=first["seen_at"].max(where=champion),
        champion_since=first.since.max(where=champion & first.present),
        champion_left_on=first.left_on.max(where=champion),
        sponsor=first.name.max(where=sponsor),
    )


def _seen(touchpoints: ir.Table, responses: ir.Table) -> ir.Table:
    """One row per contact: when this person last took part in anything."""
    spoken = touchpoints.filter(took_part(touchpoints)).select("contact_id", seen_at="at")
    answered = responses.filter(responses.responded_at.notnull()).select("contact_id", seen_at="responded_at")
    both = ibis.union(spoken, answered)
    both = both.filter(both.contact_id.notnull())
    return both.group_by("contact_id").agg(seen_at=both.seen_at.max())


def took_part(touchpoints: ir.Table) -> ir.BooleanValue:
    """Tell in which touches the customer took part."""
    heard = touchpoints.direction.isin(CUSTOMER_SPOKE).fill_null(False)
    return heard & ~touchpoints.outcome.isin(NOBODY_THERE).fill_null(False)


def milestone_facts(milestones: ir.Table) -> ir.Table:
    """Return one row per account with known milestones: the columns of ``ONBOARDING_FACTS``.

    Args:
        milestones: the as-of view of ``milestones``.
    """
    due = milestones.due_date < asof.today()
    late = due & milestones.done_date.isnull()
    most_late_first = [late.desc(), milestones.due_date.asc(), milestones.milestone_id.asc()]
    rows = milestones.mutate(due=due, late=late, first=is_first(milestones, ["account_id"], most_late_first))
    days = asof.today().delta(rows.due_date, unit="day")
    return rows.group_by("account_id").agg(
        milestones_due=rows.due.sum(),
        milestones_done=(rows.due & ~rows.late).sum(),
        milestones_overdue=rows.late.sum(),
        milestone_late_days=ibis.coalesce(days.max(where=rows.late), 0),
        milestone_late=rows.name.max(where=rows.late & rows["first"]),
    )
