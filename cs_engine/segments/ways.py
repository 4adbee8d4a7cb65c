"""The ways of making segments: each says who is in which, and why it was done so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.metrics.satisfaction_groups import Satisfaction, satisfaction_groups
from cs_engine.records.segments import Candidate, FactorTable, Method, Remark
from cs_engine.segments.called import column
from cs_engine.segments.choosing import choose
from cs_engine.segments.clustering import Clustering, by_kmeans, by_ward
from cs_engine.segments.factors import factor_analysis
from cs_engine.segments.matching import kept_keys
from cs_engine.segments.preparing import Prepared, prepare
from cs_engine.segments.rfm import RfmSegment, rfm
from cs_engine.segments.rules import Rule, by_rules
from cs_engine.segments.tiers import Tier, value_tiers
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

RFM_COLUMNS = ("recency", "frequency", "monetary")

TIERED = phrase(
    "Tiers by {column}: the largest customers who together bring half are high, those up to four fifths medium."
)
SAME_VALUE = phrase("Everybody has the same {column}, so there are no tiers.")
MARKED = phrase("RFM: how lately, how often and for how much customers buy, in fifths.")
GROUPED = phrase("Three groups by {column} and behavior (k-means); they are relative to these customers.")
TOO_ALIKE = phrase("There are fewer than three different customers with a {column}, so there are no groups.")
RULED = phrase("Segments by rules; the first that holds counts.")
NO_FACTORS = phrase("No factors are to be found: the columns go together no more than chance does.")
FACTORED = phrase("{count} factors explain {share} of the differences. {groups}")
NO_COLUMNS = phrase("There is no column that tells customers apart; give numbers or words that differ between them.")
BECAUSE = phrase("{what} Left out: {reasons}.")
REASON = phrase("{column} ({why})")
MOST_REASONS = 3
"""The others are mostly the same."""
NO_MONEY = phrase(
    "Nothing tells in one currency how much a customer brings; name its column with --value, or put exchange rates "
    "(rates.csv) beside the book."
)
NO_RFM = phrase(
    "RFM needs the columns recency (days), frequency and monetary, or orders with --customer, --date and --amount."
)
NO_RATING = phrase("Satisfaction groups need a column of ratings; name it with --rating.")
NO_RULES = phrase("There are no rules; write one file per segment in the folder segments of Steward's home.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        method: which way.
        k: number of clusters; chosen if not given.
        rules: of the company, which win over clusters.
        value: column that says how much a customer brings.
        rating: column that says how satisfied a customer is.
        before: key of the segment by customer, as of the previous refresh.
        shipped: rules for who has none, where there are neither clusters nor tiers.
        known: index customer; all that rules may ask for; what segments are made of if not given.
    """

    method: Method = Method.AUTO
    k: int | None = None
    rules: tuple[Rule, ...] = ()
    value: str | None = None
    rating: str | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    shipped: tuple[Rule, ...] = ()
    known: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Who is in which segment: keys by customer, missing for those who are in none, in the ``order`` to be shown."""

    keys: pd.Series
    why: Sentence
    order: tuple[str, ...] = ()
    structure: bool = True
    candidates: tuple[Candidate, ...] = ()
    factors: FactorTable | None = None


def by_tiers(frame: pd.DataFrame, wanted: Wanted) -> Found:
    """Return value tiers.

    Raises:
        BadInput: nothing says how much customers bring.
    """
    if wanted.value is None:
        raise BadInput(NO_MONEY)
    tiers = value_tiers(_numbers(frame, wanted.value))
    why = sentence(SAME_VALUE if tiers.isna().all() else TIERED, column=column(wanted.value))
    return Found(tiers, why, tuple(Tier), structure=bool(tiers.notna().any()))


def by_rfm(frame: pd.DataFrame, wanted: Wanted) -> Found:  # noqa: ARG001 - one signature for all ways
    """Return RFM segments.

    Raises:
        BadInput: one of the three figures is missing.
    """
    if not set(RFM_COLUMNS) <= set(frame.columns):
        raise BadInput(NO_RFM)
    table = pd.DataFrame({name: _numbers(frame, name) for name in RFM_COLUMNS})
    return Found(rfm(table)["segment"].reindex(frame.index), sentence(MARKED), tuple(RfmSegment))


def by_satisfaction(frame: pd.DataFrame, wanted: Wanted) -> Found:
    """Return satisfied, neutral and dissatisfied customers by rating and all numbers about behavior.

    Raises:
        BadInput: nothing says how satisfied customers are.
    """
    if wanted.rating is None:
        raise BadInput(NO_RATING)
    rating, behavior = _numbers(frame, wanted.rating), prepare(frame.drop(columns=wanted.rating)).shaped
    groups = satisfaction_groups(rating, behavior)
    why = sentence(TOO_ALIKE if groups.isna().all() else GROUPED, column=column(wanted.rating))
    return Found(groups, why, tuple(Satisfaction)[::-1], structure=bool(groups.notna().any()))


def by_given_rules(frame: pd.DataFrame, wanted: Wanted) -> Found:
    """Return segments by rules alone.

    Raises:
        BadInput: there are no rules.
    """
    if not wanted.rules:
        raise BadInput(NO_RULES)
    return Found(_hold(wanted.rules, frame, wanted), sentence(RULED), tuple(rule.name for rule in wanted.rules))


def clusters(frame: pd.DataFrame, wanted: Wanted, clustering: Clustering) -> Found:
    """Return clusters of those for whom no rule holds."""
    ruled, rest = _ruled(frame, wanted)
    return _clustered(_usable(rest).matrix, ruled, wanted, clustering)


def by_factors(frame: pd.DataFrame, wanted: Wanted) -> Found:
    """Return factors behind the numbers, and clusters of customers by them."""
    ruled, rest = _ruled(frame, wanted)
    prepared = _usable(rest)
    found = factor_analysis(prepared.matrix[list(prepared.shaped.columns)])
    if found is None:
        return Found(ruled, sentence(NO_FACTORS), structure=False)
    grouped = _clustered(found.scores, ruled, wanted, by_kmeans)
    count, share = len(found.table.factors), f"{found.table.explained:.0%}"
    why = sentence(FACTORED, count=count, share=share, groups=grouped.why)
    return Found(grouped.keys, why, grouped.order, grouped.structure, grouped.candidates, found.table)


def best(frame: pd.DataFrame, wanted: Wanted) -> tuple[Method, Found]:
    """Return clusters where there are any, else value tiers where value is known, else the rules that ship.

    With it, which of them it is.
    """
    found = clusters(frame, wanted, by_kmeans)
    if found.structure:
        return Method.KMEANS, found
    instead = _instead(frame, wanted)
    if instead is None:
        return Method.KMEANS, found
    method, other = instead
    ruled, _ = _ruled(frame, wanted)
    keys = ruled.combine_first(other.keys)
    order = (*(rule.name for rule in wanted.rules), *other.order)
    both = sentence(INSTEAD, clusters=found.why, instead=other.why)
    return method, Found(keys, both, order, structure=False, candidates=found.candidates)


def _instead(frame: pd.DataFrame, wanted: Wanted) -> tuple[Method, Found] | None:
    """Return what serves where there are no clusters."""
    if wanted.value is not None:
        return Method.TIERS, by_tiers(frame, wanted)
    if wanted.shipped and not wanted.rules:
        keys = _hold(wanted.shipped, frame, wanted)
        return Method.RULES, Found(keys, sentence(RULED), tuple(rule.name for rule in wanted.shipped))
    return None


INSTEAD = phrase("{clusters} {instead}")

WAYS: Mapping[Method, Callable[[pd.DataFrame, Wanted], Found]] = MappingProxyType(
    {
        Method.TIERS: by_tiers,
        Method.RFM: by_rfm,
        Method.SATISFACTION: by_satisfaction,
        Method.RULES: by_given_rules,
        Method.FACTORS: by_factors,
        Method.KMEANS: lambda frame, wanted: clusters(frame, wanted, by_kmeans),
        Method.WARD: lambda frame, wanted: clusters(frame, wanted, by_ward),
    }
)
"""Every way but ``auto``."""


def _clustered(matrix: pd.DataFrame, ruled: pd.Series, wanted: Wanted, clustering: Clustering) -> Found:
    choice = choose(matrix, clustering, wanted.k)
    rules = tuple(rule.name for rule in wanted.rules)
    if choice.labels is None:
        return Found(ruled, choice.why, rules, structure=False, candidates=choice.candidates)
    by_label = kept_keys(wanted.before, choice.labels)
    keys = ruled.combine_first(choice.labels.map(by_label).astype("str"))
    return Found(keys, choice.why, (*rules, *by_label.values()), choice.structure, choice.candidates)


def _ruled(frame: pd.DataFrame, wanted: Wanted) -> tuple[pd.Series, pd.DataFrame]:
    if not wanted.rules:
        return pd.Series(None, index=frame.index, dtype="str"), frame
    ruled = _hold(wanted.rules, frame, wanted)
    return ruled, frame[ruled.isna()]


def _hold(rules: tuple[Rule, ...], frame: pd.DataFrame, wanted: Wanted) -> pd.Series:
    """Return the rule that holds for each customer of a frame."""
    if wanted.known is None:
        return by_rules(frame, rules)
    known = wanted.known.set_axis(wanted.known.index.astype("str"))
    return by_rules(known.loc[frame.index], rules)


def _usable(frame: pd.DataFrame) -> Prepared:
    prepared = prepare(frame)
    if prepared.matrix.empty:
        raise _nothing_usable(prepared.left_out)
    return prepared


def _nothing_usable(left_out: tuple[Remark, ...]) -> BadInput:
    if not left_out:
        return BadInput(NO_COLUMNS)
    reasons = in_a_row(sentence(REASON, column=each.column, why=each.said) for each in left_out[:MOST_REASONS])
    return BadInput(BECAUSE, what=sentence(NO_COLUMNS), reasons=reasons)


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame.columns or not pd.api.types.is_numeric_dtype(frame[name]):
        raise BadInput(NO_NUMBERS, column=name)
    return frame[name].astype("float64")


NO_NUMBERS = phrase("There is no column {column} with numbers.")
