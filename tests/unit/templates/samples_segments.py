"""Samples of segments."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from bot.access.redaction import redacted_segments
from bot.rendering.message import Message
from bot.rendering.pictures import Picture, Sent, sent
from bot.rendering.renderer import Renderer
from bot.segments import words
from cs_engine.records.segment_view import MoveLine, SegmentLine, SegmentsView
from cs_engine.records.segments import Method, Segment, Trait
from cs_engine.segments.advice import HINTS
from cs_engine.segments.called import column, of_a_rule
from cs_engine.segments.choosing import NOTHING
from cs_engine.segments.profiles import AND, HIGH, IS, LOW, NUMBER, WORD
from cs_engine.segments.ways import INSTEAD, TIERED
from cs_engine.wording import sentence
from tests.unit.bot.answers import AS_OF
from tests.unit.templates.twists import Twist, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
NAME = sentence(AND, first=sentence(HIGH, column=column("seats")), second=sentence(LOW, column=column("tickets")))
WHY = sentence(
    INSTEAD,
    clusters=sentence(NOTHING, k=4, silhouette="0.13", null="0.14"),
    instead=sentence(TIERED, column="mrr"),
)
NUMBERS = {"inside": "1,234", "outside": "56.7", "effect": "+1.4"}
TRAITS = (
    Trait("mrr", None, 1234.0, 56.7, 1.4, sentence(NUMBER, column=column("mrr"), **NUMBERS)),
    Trait(
        "plan",
        "pro",
        0.9,
        0.2,
        3.6,
        sentence(WORD, column=column("plan"), level="pro", inside="90%", outside="20%", odds="36"),
    ),
    Trait("seats", None, 1.0, 2.0, -0.6, sentence(NUMBER, column=column("seats"), **NUMBERS)),
)
NEEDS = tuple(sentence(hint.need) for hint in HINTS.values())[:2]


def _line(number: int) -> SegmentLine:
    name = NAME if number % 2 else sentence(IS, column=column("plan"), level="pro")
    segment = Segment(f"s{number}", name, 12, 0.1, TRAITS, "balanced", ("welcome",), NEEDS, by_rule=number == 1)
    if number == 1:
        segment = replace(segment, name=of_a_rule("Getting started"), traits=())
    share = 0.25 if number % 2 else None
    arr = (("EUR", 410_000.0), ("USD", 220_000.0), ("CNY", 90_000.0), ("GBP", 1.0))[: number % 5]
    return SegmentLine(segment, 12, 0.1, share, arr, ("Welcome", "Usage drop"), number, number // 2)


def segments_view(lines: int, moves: int) -> SegmentsView:
    """Return an answer with so many segments and moves."""
    moved = tuple(MoveLine(f"acc-{each}", f"Customer {each}", "s1", "s2", NAME, NAME) for each in range(moves))
    found = tuple(_line(number) for number in range(lines))
    told = (Method.TIERS, WHY, False, found, 120, 7, moved, bool(lines))
    return SegmentsView(AS_OF, AS_OF if moves else None, *told)


def _segments(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for lines, moves in ((4, 2), (8, 0), (30, 40), (0, 0)):
        view = segments_view(lines, moves)
        changed = replace(twisted(replace(view, accounts=1, unassigned=1), twist), accounts=120, unassigned=7)
        yield words.segments(renderer, replace(changed, method=view.method, structure=False))
        yield words.segments(renderer, redacted_segments(view, ()))
    yield words.segments(renderer, replace(segments_view(3, 0), since=AS_OF, method=Method.KMEANS))
    yield words.segments(renderer, None)


def _sent(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for picture, what in product(Picture, Sent):
        yield sent(renderer, picture, what)


SEGMENTS: dict[str, Fill] = {"segments": _segments, "picture_sent": _sent}
