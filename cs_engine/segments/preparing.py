"""From mixed columns to a matrix in which every column weighs alike and no customer weighs more than others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.preprocessing import PowerTransformer

from cs_engine.records.segments import Remark
from cs_engine.segments.sorting_columns import percent, sort_columns
from cs_engine.wording import phrase, sentence

SKEWED = 1.0
"""Skewness beyond which a distribution counts as highly skewed (Bulmer 1979)."""
FAR = 3.5
"""Robust deviations from the median beyond which a value is an outlier (Iglewicz and Hoaglin 1993)."""
MAD_TO_DEVIATION = 1.4826
"""Makes the median absolute deviation a standard deviation, on normal data."""
TAIL = 0.005
"""Where half of all customers have one value there is no such deviation; then one in 200 counts as far, each side."""
RARE = 0.02
"""A rarer word makes no segment, and a column of its own would give it too much weight."""
OTHER = "other"
NO_WORD = "unknown"
SAME = 0.95
"""Two columns that go together so closely say one thing, which would weigh double."""
DIGITS = 9
"""Beyond these, numbers differ by how they were added up."""

LOGGED = phrase("taken as logarithm, because a few are many times larger than most")
BENT = phrase("straightened (Yeo-Johnson), because it is lopsided")
CLIPPED = phrase("{count} outliers drawn in to the edge of the usual")
FILLED = phrase("{share} unknown, taken as the middle")
UNKNOWN_WORD = phrase("{share} unknown, taken as a group of their own")
MERGED = phrase("{count} rare words taken together")
REPEATS = phrase("says the same as {other}")


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Customers ready for comparison; all frames have one row per customer, sorted.

    Attributes:
        matrix: numbers with mean 0 and variance 1, and indicators of words whose variances add up to 1 per column.
        numbers: the numbers as they were, missing where unknown.
        shaped: the same, straightened and filled, before they are standardized.
        words: the words, rare ones merged.
        treated: what was done.
        left_out: columns not used, and why.
    """

    matrix: pd.DataFrame
    numbers: pd.DataFrame
    shaped: pd.DataFrame
    words: pd.DataFrame
    treated: tuple[Remark, ...]
    left_out: tuple[Remark, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns used."""
        return (*self.numbers.columns, *self.words.columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Shaped:
    column: pd.Series
    done: tuple[Remark, ...]


def prepare(frame: pd.DataFrame) -> Prepared:
    """Return a frame with one row per customer, ready for comparison.

    Args:
        frame: index customer, unique; columns of any kind.

    Formula:
        numbers: log(1 + x / median of the positive) or Yeo-Johnson where skewed, winsorized at ``FAR``, standardized;
        words: indicators (x - p) / sqrt(p (levels - 1))
    Source:
        indicators as in factor analysis of mixed data (Pages 2004), each column brought to a variance of 1.
    """
    columns = sort_columns(frame)
    numbers = [_number(columns.numbers[name]) for name in columns.numbers]
    words = [_word(columns.words[name]) for name in columns.words]
    shaped = _side_by_side([each.column for each in numbers], frame)
    merged = _side_by_side([each.column for each in words], frame)
    standard = (shaped - shaped.mean()) / shaped.std(ddof=0).where(lambda spread: spread > 0, 1.0)
    repeats = _repeats(standard)
    kept = [name for name in standard if name not in repeats]
    indicators = _without_repeats(_indicators(merged))
    return Prepared(
        matrix=standard[kept].join(indicators).astype("float64").round(DIGITS),
        numbers=columns.numbers[kept],
        shaped=shaped[kept],
        words=merged,
        treated=tuple(remark for each in (*numbers, *words) for remark in each.done if remark.column not in repeats),
        left_out=(
            *columns.left_out,
            *(Remark(name, sentence(REPEATS, other=other)) for name, other in repeats.items()),
        ),
    )


def _number(values: pd.Series) -> _Shaped:
    name, done = str(values.name), []
    straight = _straightened(values)
    if straight is not None:
        values = straight[0]
        done.append(Remark(name, sentence(straight[1])))
    low, high = _edges(values)
    far = int(((values < low) | (values > high)).sum())
    if far:
        done.append(Remark(name, sentence(CLIPPED, count=far)))
    unknown = float(values.isna().mean())
    if unknown:
        done.append(Remark(name, sentence(FILLED, share=percent(unknown))))
    return _Shaped(values.clip(low, high).fillna(values.median()), tuple(done))


def _straightened(values: pd.Series) -> tuple[pd.Series, str] | None:
    """Return a skewed column in a scale in which it is not, whatever its unit."""
    if abs(_skew(values)) <= SKEWED:
        return None
    if bool((values.dropna() >= 0).all()) and _skew(values) > 0:
        return np.log1p(values / values[values > 0].median()), LOGGED
    size = values.abs()[values != 0].median()
    bent = PowerTransformer(standardize=False).fit_transform((values / size).to_frame())
    return pd.Series(bent[:, 0], index=values.index, name=values.name), BENT


def _skew(values: pd.Series) -> float:
    return float(pd.to_numeric(values.skew()))


def _edges(values: pd.Series) -> tuple[float, float]:
    middle = values.median()
    deviation = MAD_TO_DEVIATION * (values - middle).abs().median()
    if deviation > 0:
        return middle - FAR * deviation, middle + FAR * deviation
    return float(values.quantile(TAIL)), float(values.quantile(1 - TAIL))


def _word(values: pd.Series) -> _Shaped:
    name, done = str(values.name), []
    unknown = float(values.isna().mean())
    if unknown:
        done.append(Remark(name, sentence(UNKNOWN_WORD, share=percent(unknown))))
    filled = values.fillna(NO_WORD)
    shares = filled.value_counts(normalize=True)
    rare = shares.index[shares < RARE]
    if len(rare) > 1:
        done.append(Remark(name, sentence(MERGED, count=len(rare))))
        filled = filled.where(~filled.isin(rare), OTHER)
    return _Shaped(filled, tuple(done))


def _indicators(words: pd.DataFrame) -> pd.DataFrame:
    parts = [pd.DataFrame(index=words.index)]
    for name in words:
        shown = pd.get_dummies(words[name], dtype="float64").sort_index(axis=1)
        share = shown.mean()
        weighed = (shown - share) / np.sqrt(share * max(shown.shape[1] - 1, 1))
        parts.append(weighed.add_prefix(f"{name}="))
    return pd.concat(parts, axis=1)


def _without_repeats(indicators: pd.DataFrame) -> pd.DataFrame:
    """Leave out a word that says the same as another column's, such as *no internet* in each of six columns."""
    source = {name: str(name).partition("=")[0] for name in indicators}
    same = _together(indicators)
    again = {second for first, second in same if source[first] != source[second]}
    return indicators.drop(columns=list(again))


def _repeats(standard: pd.DataFrame) -> dict[str, str]:
    repeats: dict[str, str] = {}
    for first, second in _together(standard):
        if first not in repeats:
            repeats.setdefault(second, first)
    return repeats


def _together(columns: pd.DataFrame) -> list[tuple[str, str]]:
    close = np.triu(columns.corr().abs().to_numpy() > SAME, 1)
    names = [str(name) for name in columns]
    return [(names[one], names[two]) for one, two in np.argwhere(close)]


def _side_by_side(columns: list[pd.Series], frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(columns, axis=1) if columns else pd.DataFrame(index=frame.sort_index().index)
