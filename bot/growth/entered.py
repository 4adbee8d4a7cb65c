"""The numbers of a growth plan's window: what is asked for, what stands there first, and what somebody filled in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.ids import Field
from cs_engine.journey.planning import PlanInputs
from cs_engine.records.growth_view import KeptGrowth
from cs_engine.wording import Phrase, phrase

MISSING = phrase("Please fill this in.")
NO_NUMBER = phrase("This is no number. Write one such as 12.5.")
NEGATIVE = phrase("This cannot be less than zero.")
NOTHING = phrase("This has to be more than zero.")
NO_SHARE = phrase("This is a percentage: from 0 to 100.")
TOO_MUCH = phrase("This is too much to calculate with: at most a trillion.")
MOST = 1e12
"""A trillion: more than any budget, and far from where numbers lose their digits."""
PERCENT = 100
MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Blank:
    """One number that is asked for; ``name`` is that of a plan's input, or ``margin``."""

    field: Field
    name: str
    needed: bool = False
    share: bool = False
    """Whether it is typed as a percentage."""
    positive: bool = False
    """Whether zero is no answer."""


BLANKS = (
    Blank(Field.GROWTH_BUDGET, "budget", needed=True),
    Blank(Field.GROWTH_CONTACT, "contact_cost", needed=True, positive=True),
    Blank(Field.GROWTH_RESPONSE, "response_rate", needed=True, share=True),
    Blank(Field.GROWTH_CONVERSION, "conversion_rate", needed=True, share=True),
    Blank(Field.GROWTH_RETENTION, "retention_rate", share=True),
    Blank(Field.GROWTH_LIFETIME, "lifetime_value"),
    Blank(Field.GROWTH_MARGIN, MARGIN, share=True, positive=True),
    Blank(Field.GROWTH_TARGET, "target"),
)
"""In the order of the window."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: words as they were typed and what is wrong with them; numbers only of what is right."""

    typed: Mapping[str, str]
    numbers: Mapping[str, float]
    problems: Mapping[Field, Phrase]

    @property
    def margin(self) -> float | None:
        """Share of revenue that is left, 0-1."""
        return self.numbers.get(MARGIN)

    @property
    def inputs(self) -> PlanInputs:
        """What the plan assumes; only without problems."""
        return PlanInputs(**{name: number for name, number in self.numbers.items() if name != MARGIN})


def known_first(known: KeptGrowth | None) -> Mapping[str, str]:
    """Return what stands in the window before anybody types, by name; nothing where the book does not tell."""
    if known is None:
        return MappingProxyType({})
    shares = {
        "response_rate": known.response,
        "conversion_rate": known.conversion,
        "retention_rate": known.retention,
    }
    told = {name: _number(share.value * PERCENT, 2) for name, share in shares.items() if share is not None}
    return MappingProxyType(told | ({"contact_cost": _number(known.contact_cost, 4)} if known.contact_cost else {}))


def filled(view: Mapping[str, Any]) -> Filled:
    """Return what was filled in."""
    blocks = (view.get("state") or {}).get("values") or {}
    typed, numbers, problems = {}, {}, {}
    for blank in BLANKS:
        entry = (blocks.get(blank.field) or {}).get(blank.field) or {}
        typed[blank.name] = str(entry.get("value") or "").strip()
        found = _read(blank, typed[blank.name])
        if isinstance(found, Phrase):
            problems[blank.field] = found
        elif found is not None:
            numbers[blank.name] = found
    return Filled(typed, numbers, problems)


def _read(blank: Blank, typed: str) -> float | Phrase | None:
    """Return the number that was typed, what is wrong with it, or None where nothing had to be."""
    if not typed:
        return MISSING if blank.needed else None
    try:
        number = float(typed)
    except ValueError:
        return NO_NUMBER
    return _unfit(blank, number) or (number / PERCENT if blank.share else number)


def _unfit(blank: Blank, number: float) -> Phrase | None:
    if math.isnan(number):
        return NO_NUMBER
    if blank.share and not 0 <= number <= PERCENT:
        return NO_SHARE
    if number < 0:
        return NEGATIVE
    if number == 0 and blank.positive:
        return NOTHING
    return TOO_MUCH if number > MOST else None


def _number(value: float, decimals: int) -> str:
    """Return a number as a number input takes it."""
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")
