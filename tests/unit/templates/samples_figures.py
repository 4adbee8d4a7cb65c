"""Samples of messages about figures."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.access.redaction import redacted_metrics, redacted_targets
from bot.figures import words
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.metrics.catalogue import METRICS
from cs_engine.metrics.revenue import MOVEMENTS
from cs_engine.records.metrics import Figure, Group, MetricsPage, Waterfall
from cs_engine.records.metrics_kept import KeptPage, NotKept, Restated
from cs_engine.records.targets import KeptTargets, TargetLine, TargetsView
from cs_engine.service.metrics.notes import NO_SCORES, NOT_THEN
from cs_engine.service.metrics.targets import APART, NO_VALUE, NOT_KEPT
from tests.unit.templates.twists import Twist, twisted

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
BASES = ("customers", "answers", "buyers", "prospects", "accounts")
OF = (None, "EUR", "relationship", "transactional", "tickets", "12 months")
MRR = Figure("MRR", "MRR", "MRR", "EUR", "money", "up", 845.5, None, None, None, 12, "customers", 890.0, small=False)
FIGURES = (
    MRR,
    replace(MRR, before=0.0),
    *(
        Figure(
            id=each.id,
            key=each.key,
            name=each.name,
            of=OF[number % len(OF)],
            unit=each.unit.value,
            direction=each.direction.value,
            value=0.845,
            low=0.7 if number % 2 else None,
            high=0.9 if number % 2 else None,
            method="wilson" if number % 2 else None,
            n=7 if number % 3 else 1,
            basis=BASES[number % len(BASES)],
            before=0.9 if number % 4 else None,
            small=number % 3 == 0,
            answer_rate=0.5 if number % 5 == 0 else None,
        )
        for number, each in enumerate(METRICS.values())
    ),
    Figure("L4", "REFERRAL", "", None, "share", "up", None, None, None, None, None, "customers", None, small=False),
)
FALL = Waterfall("EUR", 890.0, tuple((name, 10.0 * at) for at, name in enumerate((*MOVEMENTS, "other"))), 845.5, 9)
GROUPS = (Group(None, FIGURES, (FALL,)), *(Group(f"group {at}", FIGURES[:9], (FALL,)) for at in range(9)))
NOTES = (NOT_THEN.format(by="plan", n=3, day="2026-07-01"), NO_SCORES, "Something else.")
PAGE = MetricsPage("2026Q3", date(2026, 7, 1), date(2026, 10, 1), "2026Q2", None, GROUPS[:1], NOTES)
RESTATED = tuple(Restated(None, each, "EUR", "share", 0.8, None) for each in ("L5", "L6", "X", "L1", "L2", "L3", "H1"))
KEPT = KeptPage(PAGE, AT, AT, RESTATED)


def _metrics(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    by_csm = replace(KEPT, page=replace(PAGE, by="csm", groups=GROUPS))
    mine = replace(by_csm, page=replace(by_csm.page, groups=GROUPS[1:2]), restated=())
    nobodys = replace(mine, page=replace(mine.page, groups=(), notes=()))
    for kept in (KEPT, by_csm, mine, nobodys):
        yield words.metrics(renderer, twisted(kept, twist))
        yield words.metrics(renderer, redacted_metrics(twisted(kept, twist), ()))
    for periods in ((), ("2026Q3",), tuple(f"2026-{month:02}" for month in range(1, 13)) * 3):
        yield words.metrics(renderer, twisted(NotKept("2024", periods), twist))


LINE = TargetLine(
    team="EMEA",
    metric="L6",
    key="NRR",
    unit="share",
    target=1.1,
    direction="up",
    owner="ana@ours.example",
    due=date(2026, 12, 31),
    track="off_track",
    now=1.04,
    as_of=date(2026, 11, 1),
    done=0.5,
    elapsed=0.6,
    forecast=1.08,
    low=1.07,
    high=1.09,
    n=4,
    note=None,
    since=date(2026, 9, 1),
)
UNKNOWN = replace(
    LINE, track="unknown", now=None, as_of=None, done=None, forecast=None, low=None, high=None, since=None
)
TARGETS = (
    LINE,
    *(replace(LINE, track=each, since=None) for each in ("met", "on_track", "at_risk", "other")),
    replace(LINE, metric="CLV", unit="money", direction="down", target=5000.0, now=4_200.0, forecast=None),
    *(replace(UNKNOWN, note=each) for each in (NOT_KEPT, APART, NO_VALUE, "something else")),
)


def _targets(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield words.targets(renderer, None)
    for lines, narrow in ((TARGETS, False), (TARGETS * 4, False), ((), True)):
        view = twisted(TargetsView(KeptTargets(AT, lines), narrow), twist)
        yield words.targets(renderer, view)
        yield words.targets(renderer, redacted_targets(view, ()))


def _target_off(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for line in (LINE, replace(LINE, forecast=None), replace(LINE, metric="CLV", unit="money")):
        yield words.target_off(renderer, twisted(line, twist))


FIGURE_MESSAGES: dict[str, Callable[[Renderer, Twist[Any]], Iterator[Message]]] = {
    "cs_metrics": _metrics,
    "targets": _targets,
    "target_off": _target_off,
}
