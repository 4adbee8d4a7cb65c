"""Reasons of a chance of a loss, and what changes would come to, as sentences about what goes with it."""

from collections.abc import Mapping
from functools import reduce
from types import MappingProxyType

from bot.rendering.formats import Reader
from bot.rendering.measures import called, unit_of
from cs_engine.records.risk import AccountRisk, Change, Decides, RiskReason
from cs_engine.wording import Phrase, Sentence, phrase, sentence

SMALL = 0.1
"""Chances below it keep a decimal."""

ODDS = phrase("{fact}: odds ×{times}")  # noqa: RUF001 - times, as people write it
MOVED = phrase("{measure} {span} in 12 weeks")
STANDS = phrase("{measure} {value}")
UNKNOWN = phrase("{measure} not known")
AND, LAST = phrase("{first}, {second}"), phrase("{first} and {second}")
WITH = phrase("With {changes}: {before} → {after}")
ONE_USER, USERS = phrase("1 more active user"), phrase("{n} more active users")
OURS: Mapping[str, Phrase] = MappingProxyType(
    {
        Decides.ANY_DAY: phrase("any day"),
        Decides.SOON: phrase("within 90 days"),
        Decides.LATER: phrase("later"),
    }
)
"""Words that measures are told in; all others are the company's own."""
DONE: Mapping[str, Phrase] = MappingProxyType(
    {
        "tickets_open_urgent": phrase("no urgent ticket open"),
        "overdue_days": phrase("nothing overdue"),
        "milestones_overdue": phrase("no milestone overdue"),
    }
)
WITHIN: Mapping[str, Phrase] = MappingProxyType(
    {
        "two_way_days": phrase("a two-way contact within {days}"),
        "champion_seen_days": phrase("the champion taking part within {days}"),
    }
)


def reason_said(reader: Reader, reason: RiskReason) -> Sentence:
    """Say one reason with the numbers behind it: ``active users 41 → 24 in 12 weeks``, and how much that is."""
    return sentence(ODDS, fact=_fact(reader, reason), times=reader.number(reason.times, 1 if reason.times > 1 else 2))


def what_if_said(reader: Reader, risk: AccountRisk) -> Sentence | None:
    """Say what changes would come to: ``With 3 more active users and no urgent ticket open: 38% → 24%``."""
    if risk.what_if is None:
        return None
    *first, last = (_changed(reader, one) for one in risk.what_if.changes)
    together = reduce(lambda left, right: sentence(AND, first=left, second=right), first) if first else None
    changes = last if together is None else sentence(LAST, first=together, second=last)
    before, after = (_chance(reader, one) for one in (risk.probability, risk.what_if.probability))
    return sentence(WITH, changes=changes, before=before, after=after)


def _fact(reader: Reader, reason: RiskReason) -> Sentence:
    measure, unit = called(reason.measure), unit_of(reason.measure)
    if reason.word is not None:
        return sentence(STANDS, measure=measure, value=sentence(OURS.get(reason.word) or reason.word))
    if reason.now is None:
        return sentence(UNKNOWN, measure=measure)
    now, before = reader.amount(reason.now, unit), reader.amount(reason.before, unit)
    if reason.changeable and reason.before is not None and now != before:
        return sentence(MOVED, measure=measure, span=reader.span(reason.before, reason.now, unit))
    return sentence(STANDS, measure=measure, value=now)


def _changed(reader: Reader, change: Change) -> Sentence:
    if change.measure == "active_users" and change.now is not None:
        more = round(change.then - change.now)
        return sentence(USERS, n=reader.number(more)) if more > 1 else sentence(ONE_USER)
    if change.measure in DONE and change.then == 0:
        return sentence(DONE[change.measure])
    unit = unit_of(change.measure)
    if change.measure in WITHIN:
        return sentence(WITHIN[change.measure], days=reader.amount(change.then, unit))
    value = reader.amount(change.then, unit) if change.now is None else reader.span(change.now, change.then, unit)
    return sentence(STANDS, measure=called(change.measure), value=value)


def _chance(reader: Reader, value: float) -> str:
    return reader.share(value, 1 if value < SMALL else 0)
