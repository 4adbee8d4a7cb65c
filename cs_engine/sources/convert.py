"""Turn the text of a chunk into typed canonical columns, and say which values do not fit.

Whole columns are converted by Arrow at once where every value is plain; odd ways of writing take the slower path.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cs_engine.frames.columns import Column, Kind
from cs_engine.sources.mapping import ColumnRule
from cs_engine.sources.moments import DAY, MOMENT, days, moments
from cs_engine.sources.numbers import Marks, parse_numbers, two_meanings
from cs_engine.wording import Phrase, phrase

TYPES: Mapping[Kind, pa.DataType] = MappingProxyType(
    {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.FLAG: pa.bool_(),
        Kind.DATE: DAY,
        Kind.INSTANT: MOMENT,
    }
)
"""How each kind is staged."""
TRUE = frozenset({"true", "t", "yes", "y", "1"})
FALSE = frozenset({"false", "f", "no", "n", "0"})
WHOLE = 2.0**53
"""Above this a float no longer holds every whole number."""
TWO_MEANINGS = phrase("may mean two numbers; say `decimal` in the mapping")


@dataclass(frozen=True, slots=True)
class Writing:
    """How values are written in a column of a file: the mapping's rule, the zone of times, the marks in numbers."""

    rule: ColumnRule
    zone: str = "UTC"
    marks: Marks = Marks.PLAIN

    @property
    def decided(self) -> Marks:
        """The meaning of the marks in numbers; what the mapping says wins."""
        return Marks(self.rule.decimal) if self.rule.decimal else self.marks


@dataclass(frozen=True, slots=True)
class Typed:
    """A converted column and, by reason, which rows' text does not fit; these are empty in ``column``."""

    column: pa.Array
    refused: Mapping[str, pa.Array]


def convert(text: pa.Array, column: Column, writing: Writing) -> Typed:
    """Return ``text`` (missing = empty cell) as the column's kind."""
    if column.kind is Kind.TEXT:
        return Typed(text, MappingProxyType({}))
    values = _CONVERTERS[column.kind](text, writing)
    if values.null_count == text.null_count:
        return Typed(values, MappingProxyType({}))
    lost = pc.and_(pc.is_valid(text), pc.is_null(values))
    if column.kind in (Kind.NUMBER, Kind.INTEGER) and writing.decided is Marks.UNCLEAR:
        unclear = pc.and_(lost, pc.fill_null(two_meanings(text), False))
        return Typed(values, {TWO_MEANINGS: unclear, UNREADABLE[column.kind]: pc.and_not(lost, unclear)})
    return Typed(values, {UNREADABLE[column.kind]: lost})


def _flag(text: pa.Array, writing: Writing) -> pa.Array:
    del writing
    lower = pc.utf8_lower(text)
    yes, no = pc.is_in(lower, pa.array(TRUE)), pc.is_in(lower, pa.array(FALSE))
    return pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))


def _number(text: pa.Array, writing: Writing) -> pa.Array:
    numbers = _plain_floats(text, writing.decided)
    if numbers is None:
        numbers = parse_numbers(text, writing.decided)
    rule = writing.rule
    scaled = pc.multiply(numbers, rule.scale) if rule.scale != 1 else numbers
    return pc.divide(scaled, rule.divide) if rule.divide != 1 else scaled


def _plain_floats(text: pa.Array, marks: Marks) -> pa.Array | None:
    """Return finite numbers written with nothing but a decimal point; ``None`` when some are not."""
    if marks not in (Marks.POINT, Marks.PLAIN):
        return None
    try:
        numbers = text.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    return numbers if pc.all(pc.is_finite(numbers), min_count=0).as_py() else None


def _integer(text: pa.Array, writing: Writing) -> pa.Array:
    if writing.rule.scale == writing.rule.divide == 1:
        try:
            return _within(text.cast(pa.int64()))
        except pa.ArrowInvalid:
            pass
    numbers = _number(text, writing)
    small = pc.and_(pc.equal(numbers, pc.round(numbers)), pc.less(pc.abs(numbers), WHOLE))
    return pc.if_else(small, numbers, pa.scalar(None, pa.float64())).cast(pa.int64())


def _within(numbers: pa.Array) -> pa.Array:
    small = pc.and_(pc.less(numbers, int(WHOLE)), pc.greater(numbers, -int(WHOLE)))
    if pc.all(small, min_count=0).as_py():
        return numbers
    return pc.if_else(small, numbers, pa.scalar(None, pa.int64()))


def _date(text: pa.Array, writing: Writing) -> pa.Array:
    rule = writing.rule
    if rule.days_before is None and rule.months_before is None:
        return days(text, rule)
    lengths = _integer(text, writing).dictionary_encode()
    known = [_earlier(rule, length) for length in lengths.dictionary.to_pylist()]
    return pa.array(known, DAY).take(lengths.indices)


def _earlier(rule: ColumnRule, length: int) -> pd.Timestamp:
    """Return the day ``length`` months, or days, before the day that the rule names."""
    if rule.months_before is not None:
        return pd.Timestamp(rule.months_before) - pd.DateOffset(months=length)
    return pd.Timestamp(str(rule.days_before)) - pd.DateOffset(days=length)


def _instant(text: pa.Array, writing: Writing) -> pa.Array:
    return moments(text, writing.rule, writing.zone)


_CONVERTERS: Mapping[Kind, Callable[[pa.Array, Writing], pa.Array]] = MappingProxyType(
    {
        Kind.FLAG: _flag,
        Kind.NUMBER: _number,
        Kind.INTEGER: _integer,
        Kind.DATE: _date,
        Kind.INSTANT: _instant,
    }
)
UNREADABLE: Mapping[Kind, Phrase] = MappingProxyType(
    {
        Kind.FLAG: phrase("is neither yes nor no"),
        Kind.NUMBER: phrase("is no number"),
        Kind.INTEGER: phrase("is no whole number"),
        Kind.DATE: phrase("is no date"),
        Kind.INSTANT: phrase("is no date and time"),
    }
)
"""Why a value is refused that is not of its column's kind."""
