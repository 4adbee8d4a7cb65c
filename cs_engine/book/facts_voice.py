"""Voice: the latest answers, who gave them and when."""

import ibis
import ibis.expr.types as ir

from cs_engine.book import asof
from cs_engine.book.facts_first import is_first

CSAT_DAYS = 120
"""A CSAT answer is about one moment; after four months it says nothing about today."""


def voice_facts(responses: ir.Table, tickets: ir.Table, contacts: ir.Table) -> ir.Table:
    """Return one row per account with a known answer: the columns of ``VOICE_FACTS``.

    Args:
        responses: the as-of view of ``responses``.
        tickets: the as-of view of ``tickets``; their CSAT counts as an answer given when the ticket was closed.
        contacts: the as-of view of ``contacts``, for names and roles.
    """
    answers = responses.filter(responses.responded_at.notnull(), responses.score.notnull())
    csat = _csat(answers, tickets)
    return (
        _latest(answers, contacts)
        .outer_join(csat, "account_id")
        .mutate(account_id=ibis.coalesce(ibis._.account_id, ibis._.account_id_right))
        .drop("account_id_right")
    )


def _latest(answers: ir.Table, contacts: ir.Table) -> ir.Table:
    newest = is_first(answers, ["account_id", "survey"], [answers.responded_at.desc(), answers.response_id.desc()])
    people = contacts.select("contact_id", person=contacts.name, role=contacts.role)
    latest = answers.mutate(newest=newest).filter(ibis._.newest)
    latest = latest.left_join(people, "contact_id")
    nps, ces = latest.survey == "nps", latest.survey == "ces"
    return latest.group_by("account_id").agg(
        nps_score=latest.score.max(where=nps),
        nps_at=latest.responded_at.max(where=nps),
        nps_contact=latest.person.max(where=nps),
        nps_role=latest.role.max(where=nps),
        nps_comment=latest.comment.max(where=nps),
        ces_score=latest.score.max(where=ces),
        ces_at=latest.responded_at.max(where=ces),
    )


def _csat(answers: ir.Table, tickets: ir.Table) -> ir.Table:
    surveyed = answers.filter(answers.survey == "csat").select("account_id", score="score", at="responded_at")
    rated = tickets.filter(tickets.csat.notnull()).select("account_id", score="csat", at="closed_at")
    both = ibis.union(surveyed, rated)
    recent = both["at"] >= asof.instant(days_ago=CSAT_DAYS)
    return both.group_by("account_id").agg(
        csat_score=both.score.mean(where=recent), csat_answers=recent.sum(), csat_at=both["at"].max()
    )
