"""How well values suit columns of numbers: amounts, counts, durations."""

from collections.abc import Mapping

from cs_engine.frames.columns import Kind
from cs_engine.sources.guessing.fitting import DOUBT, MOST, NEARLY, Case, Fit
from cs_engine.sources.guessing.names import units, words
from cs_engine.sources.guessing.questions import THOUSANDS_OR_DECIMALS
from cs_engine.wording import sentence

BROKEN = 0.2
"""A count with fractions is none."""
OUTSIDE = 0.3
"""Values beyond what the book takes would be refused."""
YEARLY = frozenset({"arr", "annual", "annually", "yearly", "year", "acv", "carr", "jahr"})
YEARLY_PARTS = ("年", "jahres", "jaehrlich")
CENTS = frozenset({"cents", "cent"})
HOURS = {"hours": 1, "hrs": 1, "hr": 1, "hour": 1, "h": 1, "std": 1, "stunden": 1, "小时": 1}
HOURS |= {"minutes": 60, "mins": 60, "min": 60, "minuten": 60, "minute": 60}
HOURS |= {"seconds": 3600, "secs": 3600, "sec": 3600, "sekunden": 3600}
"""What a number in a unit is divided by to be hours."""
MINUTES = {unit: per / 60 for unit, per in HOURS.items()} | {"ms": 60_000.0, "milliseconds": 60_000.0}


def number(case: Case) -> Fit:
    """Numbers within what the book takes, whole ones for counts."""
    numbers = case.profile.numbers
    if numbers is None:
        return Fit(0.0, "no numbers")
    factor = 1.0 if numbers.share >= MOST else NEARLY
    if case.column.kind is Kind.INTEGER and not numbers.whole:
        factor = BROKEN
    low = float("-inf") if case.column.minimum is None else case.column.minimum
    high = float("inf") if case.column.maximum is None else case.column.maximum
    if numbers.parsed.dropna().between(low, high).mean() < MOST:
        factor *= OUTSIDE
    return _marked(case, Fit(factor, f"numbers from {numbers.low:,.6g} to {numbers.high:,.6g}"))


def _marked(case: Case, found: Fit) -> Fit:
    """Add how the numbers are written to a fit."""
    numbers = case.profile.numbers
    if numbers is None:
        return found
    if numbers.undecided:
        mark, other = numbers.decimal, "," if numbers.decimal == "." else "."
        question = sentence(THOUSANDS_OR_DECIMALS, example=repr(numbers.example))
        seen = f"{found.seen}, unless {numbers.example} is not what it seems"
        return Fit(found.factor * DOUBT, seen, {"decimal": mark}, question, {"decimal": other})
    if numbers.grouped:
        return found.but(1.0, f"{found.seen}, commas between thousands", {"decimal": "."})
    comma = numbers.decimal == ","
    return found.but(1.0, f"{found.seen}, decimal comma", {"decimal": ","}) if comma else found


def money_a_month(case: Case) -> Fit:
    """Recurring revenue: yearly amounts are divided by twelve."""
    found = number(case)
    said = words(case.profile.name)
    yearly = bool(case.said & YEARLY) or any(part in said for part in YEARLY_PARTS)
    divide = (12 if yearly else 1) * (100 if case.said & CENTS else 1)
    seen = f"{found.seen} a {'year' if yearly else 'month'}{', in cents' if case.said & CENTS else ''}"
    return found.but(1.0, seen, {"divide": float(divide)} if divide > 1 else {})


def hours(case: Case) -> Fit:
    """A duration that the book keeps in hours."""
    return _duration(case, HOURS)


def minutes(case: Case) -> Fit:
    """A duration that the book keeps in minutes."""
    return _duration(case, MINUTES)


def _duration(case: Case, per: Mapping[str, float]) -> Fit:
    found = number(case)
    named = (units(case.profile.name) | case.said) & set(per)
    told = {per[unit] for unit in named}
    if len(told) != 1:
        return found.but(DOUBT, f"{found.seen}, in a unit nobody names")
    (divide,) = told
    if divide == 1:
        return found
    more = {"divide": float(divide)} if divide > 1 else {"scale": float(round(1 / divide))}
    return found.but(1.0, f"{found.seen} {'/'.join(sorted(named))}", more)


def score(case: Case) -> Fit:
    """Answers to surveys are whole numbers."""
    found = number(case)
    whole = case.profile.numbers is None or case.profile.numbers.whole
    return found if whole else found.but(NEARLY)
