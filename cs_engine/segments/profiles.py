"""What sets a segment apart from all other customers, by how much, in words."""

from collections.abc import Iterator
from math import exp, log
from statistics import NormalDist

import pandas as pd

from cs_engine.records.segments import Trait
from cs_engine.segments.called import column
from cs_engine.segments.preparing import Prepared
from cs_engine.segments.sorting_columns import percent
from cs_engine.wording import Sentence, phrase, sentence

APART = 0.2
"""Share of customers that have to be on the other side for a difference to be noticed: a standardized mean difference
of 0.5, which Cohen (1988) calls medium."""
MOST_ODDS = 99.0
"""Shown; beyond, odds only tell how few exceptions there are."""
MOST = 4
"""A profile is read in one breath."""
NAMED_BY = 2
HALF = 0.5
"""Added to every count, so that a word nobody else has gives finite odds (Haldane 1956)."""

NUMBER = phrase("{column} {inside}, elsewhere {outside} (effect {effect})")
WORD = phrase("{column} “{level}” for {inside}, elsewhere {outside} (odds x {odds})")
HIGH = phrase("high {column}")
LOW = phrase("low {column}")
IS = phrase("{column} {level}")
AND = phrase("{first}, {second}")
AVERAGE = phrase("like most others")
NUMBERED = phrase("{name} ({key})")


def traits(prepared: Prepared, inside: pd.Series) -> tuple[Trait, ...]:
    """Return what sets some customers apart, strongest first, one trait per column.

    Args:
        prepared: all customers.
        inside: who is in the segment, as flags by customer.

    Formula:
        effect of numbers: d = (mean inside - mean outside) / pooled standard deviation, after straightening; of words:
        log odds ratio; compared by the share on the other side: 2 Phi(|d| / 2) - 1, and the difference of shares
    """
    if inside.all() or not inside.any():
        return ()
    found = [*_numbers(prepared, inside), *_words(prepared, inside)]
    strongest = sorted(found, key=lambda trait: (-_apart(trait), trait.column))
    return tuple(trait for trait in strongest if _apart(trait) >= APART)[:MOST]


def names(profiles: dict[str, tuple[Trait, ...]]) -> dict[str, Sentence]:
    """Return a name for each segment, made of its strongest traits; no two are alike."""
    found: dict[str, Sentence] = {}
    for key, profile in profiles.items():
        used = {str(name) for name in found.values()}
        options = (_name(profile[:length]) for length in range(NAMED_BY, MOST + 1))
        fresh = next((name for name in options if str(name) not in used), None)
        found[key] = fresh or sentence(NUMBERED, name=_name(profile[:NAMED_BY]), key=key)
    return found


def _name(profile: tuple[Trait, ...]) -> Sentence:
    if not profile:
        return sentence(AVERAGE)
    said = _short(profile[0])
    for trait in profile[1:]:
        said = sentence(AND, first=said, second=_short(trait))
    return said


def _short(trait: Trait) -> Sentence:
    if trait.level is None:
        return sentence(HIGH if trait.is_high else LOW, column=column(trait.column))
    return sentence(IS, column=column(trait.column), level=trait.level)


def _apart(trait: Trait) -> float:
    """Return the share of customers on the other side."""
    if trait.level is None:
        return 2 * NormalDist().cdf(abs(trait.effect) / 2) - 1
    return trait.inside - trait.outside


def _numbers(prepared: Prepared, inside: pd.Series) -> Iterator[Trait]:
    for name in prepared.shaped:
        here, there = prepared.shaped[name][inside], prepared.shaped[name][~inside]
        spread = (here.var(ddof=0) * len(here) + there.var(ddof=0) * len(there)) / len(inside)
        known = prepared.numbers[name]
        if spread > 0 and known[inside].notna().any() and known[~inside].notna().any():
            effect = float((here.mean() - there.mean()) / spread**0.5)
            middle, other = _typical(known[inside], known[~inside])
            values = {"inside": _number(middle), "outside": _number(other), "effect": f"{effect:+.1f}"}
            said = sentence(NUMBER, column=column(str(name)), **values)
            yield Trait(str(name), None, middle, other, effect, said)


def _typical(here: pd.Series, there: pd.Series) -> tuple[float, float]:
    """Return medians; means where most have the same on both sides, such as none."""
    middle, other = float(here.median()), float(there.median())
    return (float(here.mean()), float(there.mean())) if middle == other else (middle, other)


def _words(prepared: Prepared, inside: pd.Series) -> Iterator[Trait]:
    """Yield the word of each column that sets apart most, but none that repeats another column's."""
    words = prepared.words
    for name in words:
        levels = [str(level) for level in sorted(words[name].unique()) if f"{name}={level}" in prepared.matrix]
        told = [_level(str(name), level, words[name] == level, inside) for level in levels]
        if told:
            yield max(told, key=_apart)


def _level(name: str, level: str, has: pd.Series, inside: pd.Series) -> Trait:
    here, there = int(has[inside].sum()), int(has[~inside].sum())
    size, rest = int(inside.sum()), int((~inside).sum())
    effect = log((here + HALF) / (size - here + HALF)) - log((there + HALF) / (rest - there + HALF))
    shares = {"inside": percent(here / size), "outside": percent(there / rest)}
    said = sentence(WORD, column=column(name), level=level, odds=_number(min(exp(effect), MOST_ODDS)), **shares)
    return Trait(name, level, here / size, there / rest, effect, said)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004 - 3 digits
