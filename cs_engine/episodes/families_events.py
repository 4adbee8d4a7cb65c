"""Families about things that happened on a day: each says since when it holds and with which numbers."""

from datetime import timedelta

from cs_engine.episodes.declaration import (
    ChampionLeft,
    Detractor,
    InvoiceOverdue,
    KeyDetractor,
    NoticeGiven,
    OnboardingLate,
    UrgentTicket,
)
from cs_engine.episodes.sighting import Look, Numbers, Sighting
from cs_engine.health.assess import NOTICE_GIVEN
from cs_engine.health.facts import day, instant, number, text


def notice_given(look: Look, rule: NoticeGiven) -> Sighting | None:
    """See notice: numbers ``on``, ``leaves_on`` and ``days`` until then."""
    del rule  # however old, notice holds; only news of it may come too late
    if look.now.status != NOTICE_GIVEN:
        return None
    facts = look.now.facts
    on, leaves = day(facts, "notice_date") or day(facts, "status_since"), day(facts, "leaves_on")
    numbers: Numbers = {
        "on": on.isoformat() if on else None,
        "leaves_on": leaves.isoformat() if leaves else None,
        "days": (leaves - look.today).days if leaves else None,
    }
    return Sighting(on or look.today, numbers)


def champion_left(look: Look, rule: ChampionLeft) -> Sighting | None:
    """See a champion gone without a successor: numbers ``name``, ``on``, ``days`` since then."""
    left = day(look.now.facts, "champion_left_on")
    if left is None or (look.today - left).days >= rule.days:
        return None
    name, days = text(look.now.facts, "champion"), (look.today - left).days
    return Sighting(left, {"name": name, "on": left.isoformat(), "days": days})


def key_detractor(look: Look, rule: KeyDetractor) -> Sighting | None:
    """See a low answer of somebody who decides: numbers ``score``, ``name``, ``role``, ``on``."""
    return _low_answer(look, rule) if _decides(look, rule.roles) else None


def detractor(look: Look, rule: Detractor) -> Sighting | None:
    """See a low answer of anybody: numbers as for those who decide."""
    return _low_answer(look, rule)


def urgent_ticket(look: Look, rule: UrgentTicket) -> Sighting | None:
    """See an urgent ticket past its target: numbers ``tickets`` (urgent ones open), ``days`` open, ``target``."""
    facts = look.now.facts
    open_days = number(facts, "oldest_urgent_days")
    if open_days is None or open_days <= rule.target_days:
        return None
    numbers = {"tickets": number(facts, "tickets_open_urgent"), "days": int(open_days), "target": rule.target_days}
    return Sighting(look.today - timedelta(days=int(open_days - rule.target_days)), numbers)


def invoice_overdue(look: Look, rule: InvoiceOverdue) -> Sighting | None:
    """See an undisputed invoice overdue beyond habit: numbers ``days``, ``amount``, ``currency``, ``habit``."""
    facts = look.now.facts
    days, habit = number(facts, "overdue_days"), number(facts, "payment_habit_days") or 0.0
    if days is None or days < rule.days or days - habit < rule.beyond_habit_days:
        return None
    reached = max(float(rule.days), habit + rule.beyond_habit_days)
    numbers: Numbers = {
        "days": int(days),
        "amount": number(facts, "overdue_amount"),
        "currency": text(facts, "currency"),
        "habit": habit,
    }
    return Sighting(look.today - timedelta(days=int(days - reached)), numbers)


def onboarding_late(look: Look, rule: OnboardingLate) -> Sighting | None:
    """See a late milestone of an account that is being onboarded: numbers ``days``, ``name``, ``overdue``."""
    facts = look.now.facts
    days = number(facts, "milestone_late_days")
    if look.now.status != "onboarding" or days is None or days < rule.days:
        return None
    numbers: Numbers = {
        "days": int(days),
        "name": text(facts, "milestone_late"),
        "overdue": number(facts, "milestones_overdue"),
    }
    return Sighting(look.today - timedelta(days=int(days) - rule.days), numbers)


def _decides(look: Look, roles: list[str]) -> bool:
    """Tell whether the latest answer is by somebody in one of these roles, now or when asked."""
    facts = look.now.facts
    who = text(facts, "nps_contact")
    named = who is not None and any(role in roles and text(facts, role) == who for role in ("champion", "sponsor"))
    return named or text(facts, "nps_role") in roles


def _low_answer(look: Look, rule: KeyDetractor | Detractor) -> Sighting | None:
    facts, moment = look.now.facts, look.now.moment
    score, at = number(facts, "nps_score"), instant(facts, "nps_at")
    if score is None or at is None or score > rule.at_most or moment.days_since(at) > rule.days:
        return None
    given = moment.local_day(at)
    names = (text(facts, "nps_contact"), text(facts, "nps_role"))
    return Sighting(given, {"score": score, "name": names[0], "role": names[1], "on": given.isoformat()})
