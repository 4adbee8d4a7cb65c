"""Samples of chances of a loss, and of what they are good for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.access.redaction import redacted_risks
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from bot.risks import words
from cs_engine.records.bands import Band
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_accounts import Alike, Caught, OutOfTime
from cs_engine.records.churn_audit import Audit, Before, FalseAlarms, Followed, Lead, MeasureSignal, Ranked, Verdict
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.risk import AccountRisk, Change, CurvePoint, ReasonKind, RiskReason, Step, WhatIf
from cs_engine.records.risk_view import AccountChance, KeptRisks, ModelCard, ModelView, RiskLine, RisksView
from cs_engine.service.churn.keeping import FIRST_MODEL
from cs_engine.wording import sentence
from tests.unit.bot.answers import AS_OF
from tests.unit.templates.twists import Twist, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
DAY = date(2026, 11, 15)
WHY = sentence(FIRST_MODEL)
USE = RiskReason(ReasonKind.USAGE, 1.8, "usage_trend", 0.585, 1.0, changeable=True)
BILL = RiskReason(ReasonKind.CONTRACT, 0.7, "mrr", 1200.0, None, changeable=False)
WHAT_IF = WhatIf((Change(ReasonKind.USAGE, "active_users", 3.0, 6.0),), 0.24)
CURVE = (CurvePoint(180, 0.45, 0.3, 0.6), CurvePoint(365, 0.61, 0.4, 0.8))
RISK = AccountRisk("acc-1", DAY, 90, 0.384, 0.24, 0.53, Step.FULL, "xgboost", 42, (USE, BILL), WHAT_IF)
AREA = Estimate(0.74, 0.66, 0.81)
TESTED = OutOfTime(DAY, DAY, 900, 42, AREA, 0.04, 0.05, 0.031, 0.03, 0.61, Estimate(0.13, 0.05, 0.2))
DRAWN = replace(TESTED, accounts=90, alike=(Alike(0.1, 0.05, 0.06, 0.03, 0.11, 90),), caught=(Caught(0.1, AREA),))
CARD = ModelCard("ab12", AS_OF, Step.FULL, "xgboost", DAY, DAY, 40, 900, 42, 90, ("usage_trend",), (), TESTED, WHY)
HELD = next(name for name in map(str, range(9)) if HoldOut(0.5, DAY).holds(name))
FOLLOWED = Followed(900, 40, 12, Estimate(0.031, 0.02, 0.05))


def about(step: Step) -> KeptRisks:
    """Return what is about all chances on a step of the ladder."""
    model = step in (Step.SMALL, Step.FULL)
    return KeptRisks(
        DAY, AS_OF, 90, step, "blend of xgboost 60% + catboost 40%" if model else "", 1, "ab12" if model else None, WHY
    )


def chance(step: Step = Step.FULL, *, sure: bool = True) -> AccountChance:
    """Return how likely an account is lost."""
    risk = replace(RISK, step=step, curve=CURVE[:1] if step is Step.SMALL else CURVE)
    if not sure:
        curve = (replace(CURVE[1], low=None, high=None),)
        risk = replace(RISK, step=step, low=None, high=None, reasons=(), what_if=None, curve=curve)
    known = replace(about(step), holdout=HoldOut(0.5, DAY)) if step is Step.FULL and sure else about(step)
    return AccountChance(known, replace(risk, account_id=HELD))


def line(place: int) -> RiskLine:
    """Return an account of the list."""
    worth = ((12_600.0, 4_838.4), (12_600.0, None), (None, None))[place % 3]
    owner, decides = ("mia@ours.example", DAY + timedelta(days=20)) if place % 2 else (None, None)
    band = [*Band, None][place % (len(Band) + 1)]
    risk = replace(RISK, account_id=f"acc-{place}", low=None if place % 4 else 0.2)
    return RiskLine(f"Customer {place}", band, owner, worth[0], "EUR", decides, worth[1], risk)


def _risks(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for number, step in enumerate(Step):
        lines = tuple(line(place) for place in range(15 if number else 0))
        known = replace(about(step), holdout=HoldOut(0.5, DAY)) if number else about(step)
        view = RisksView(known, lines, len(lines), lines[: number * 2], 0, 7)
        shown = replace(twisted(view, twist), count=20 * number, early_count=9 * number, unknown=number)
        yield words.risks(renderer, shown)
        yield words.risks(renderer, shown, mine=True)
        yield words.risks(renderer, redacted_risks(shown, ()))
    yield words.risks(renderer, RisksView(None, (), 0, (), 0, 3))


def _audit(auc: Estimate | None) -> Audit:
    ranked = Ranked(900, 42, auc)
    return Audit(
        first=DAY,
        last=DAY,
        lost=14,
        involuntary=2,
        bands={band: {90: FOLLOWED} for band in (Band.HEALTHY, Band.AT_RISK)},
        deciles=(),
        ranked={90: ranked},
        quarters=(),
        kinds={},
        before=(Before(60, 14, 9, {}, {}),),
        false_alarms=FalseAlarms(15, 6, 2),
        leads={"all": Lead(14, 9, 41.0, 0.4)},
        measures=tuple(MeasureSignal(f"{each}_x", "use", 0.1, 0.9, ranked, each) for each in Verdict),
        suggestions=(),
    )


def _model(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    no_better = replace(TESTED, gain=Estimate(0.01, -0.05, 0.07))
    for card in (CARD, replace(CARD, tested=DRAWN), replace(CARD, tested=None), replace(CARD, tested=no_better), None):
        for auc in (AREA, Estimate(0.52, 0.4, 0.6), Estimate(0.52, None, None), None):
            yield words.model(renderer, twisted(ModelView(about(Step.FULL), card, _audit(auc)), twist))
    yield words.model(renderer, ModelView(about(Step.BANDS), None, None, narrow=True))
    yield words.model(renderer, ModelView(None, None, None))


RISKS: dict[str, Fill] = {"risks": _risks, "model": _model}
