"""Logistic regression on numbers that may bend and words with a column per level."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from cs_engine.churn.features import Features, Floats, Words
from cs_engine.churn.models.fitting import Effects, Setting, Task

FILE = "logistic.json"
ENDS = (0.5, 99.5)
"""Percentiles beyond which a number counts as that percentile: one typing error must not tilt the line."""
KNOTS = (0, 20, 40, 60, 80, 100)
"""Percentiles at which an effect may change its slope."""
MOST_STEPS = 2_000
MOST_FOR_NEWTON = 400
"""Columns up to which a few steps with all curvatures are quicker than many without."""
MOST_LEVELS = 64
"""Of one column of words that get an indicator: more would be a column for a handful of customers each."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How one number enters: clipped, bent at knots, standardized.

    Attributes:
        low: smallest value.
        high: largest value.
        usual: taken where it is missing.
        missing: whether it has an indicator of being missing.
        knots: where the slope may change, inside the two ends.
        power: 1 leaves it as it is, 0 takes the signed logarithm in units of ``unit``.
        unit: typical size.
    """

    low: float
    high: float
    usual: float
    missing: bool
    knots: tuple[float, ...]
    power: int
    unit: float

    @property
    def width(self) -> int:
        """How many columns it becomes."""
        return 1 + len(self.knots) + self.missing

    def columns(self, values: Floats) -> list[Floats]:
        """Return the columns it becomes."""
        known = ~np.isnan(values)
        clipped = np.clip(np.where(known, values, self.usual), self.low, self.high)
        scaled = self._scaled(clipped)
        parts = [scaled, *(np.maximum(scaled - self._scaled(np.array([knot])), 0.0) for knot in self.knots)]
        return [*parts, 1.0 - known] if self.missing else parts

    def _scaled(self, values: Floats) -> Floats:
        return values if self.power else np.sign(values) * np.log1p(np.abs(values) / self.unit)


@dataclass(frozen=True, eq=False)
class Logistic:
    """A fitted regression: log-odds are a sum over columns, and a constant."""

    bends: tuple[Bend, ...]
    centers: Floats
    scales: Floats
    weights: Floats
    constant: float

    def log_odds(self, features: Features) -> Floats:
        """Return the logarithm of the odds, one per row."""
        slopes = self.weights / self.scales
        return _design(features, self.bends) @ slopes + (self.constant - self.centers @ slopes)

    def effects(self, features: Features) -> Effects:
        """Return what each feature adds to the log-odds, against the mean of those learned from."""
        steps = (_design(features, self.bends) - self.centers) * (self.weights / self.scales)
        return Effects(self.constant, np.add.reduceat(steps, _starts(features, self.bends), axis=1))

    def packed(self) -> Mapping[str, bytes]:
        """Return its one file."""
        content = {
            "bends": [asdict(bend) for bend in self.bends],
            **{name: getattr(self, name).tolist() for name in ("centers", "scales", "weights")},
            "constant": self.constant,
        }
        return {FILE: json.dumps(content).encode()}


def fit_logistic(task: Task, setting: Setting) -> Logistic:
    """Fit with ``strength`` (inverse of the ridge penalty) and, where ``bent``, effects that may change slope."""
    features = task.features
    bends = tuple(
        _bend(features.numbers[:, place], bent=bool(setting.get("bent", 1)))
        for place in range(features.numbers.shape[1])
    )
    design = _design(features, bends)
    centers, scales = design.mean(axis=0), design.std(axis=0)
    scales = np.where(scales > 0, scales, 1.0)
    solver = "newton-cholesky" if design.shape[1] <= MOST_FOR_NEWTON else "lbfgs"
    model = LogisticRegression(C=setting["strength"], max_iter=MOST_STEPS, solver=solver)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # an unpenalized edge; what it found is judged out of fold
        model.fit((design - centers) / scales, task.label)
    return Logistic(bends, centers, scales, model.coef_[0], float(model.intercept_[0]))


def load_logistic(files: Mapping[str, bytes]) -> Logistic:
    """Return it from its file."""
    kept: dict[str, Any] = json.loads(files[FILE])
    bends = tuple(Bend(**{**bend, "knots": tuple(bend["knots"])}) for bend in kept["bends"])
    centers, scales, weights = (np.asarray(kept[name], dtype="float64") for name in ("centers", "scales", "weights"))
    return Logistic(bends, centers, scales, weights, float(kept["constant"]))


def _bend(values: Floats, *, bent: bool) -> Bend:
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Bend(0.0, 0.0, 0.0, True, (), 1, 1.0)
    low, high = (float(end) for end in np.percentile(known, ENDS))
    if low == high:  # rare counts: nearly everybody has none
        low, high = float(known.min()), float(known.max())
    sizes = np.abs(known[known != 0])
    unit = float(np.median(sizes)) if len(sizes) else 1.0
    clipped = np.clip(known, low, high)
    power = 0 if _is_lopsided(clipped) else 1
    inner = np.unique(np.percentile(clipped, KNOTS)) if bent else np.array([])
    knots = tuple(float(knot) for knot in inner if low < knot < high)
    return Bend(low, high, float(np.median(clipped)), len(known) < len(values), knots, power, unit)


def _is_lopsided(values: Floats) -> bool:
    """Tell whether skewness is beyond 1, from where a distribution counts as highly skewed (Bulmer 1979)."""
    deviation = values - values.mean()
    spread = values.std()
    return bool(spread > 0 and abs((deviation**3).mean() / spread**3) > 1)


def _design(features: Features, bends: tuple[Bend, ...]) -> Floats:
    columns = [column for place, bend in enumerate(bends) for column in bend.columns(features.numbers[:, place])]
    for place, one in enumerate(features.words):
        columns += _indicators(features.codes[:, place], one)
    return np.column_stack(columns) if columns else np.zeros((len(features), 1))


def _starts(features: Features, bends: tuple[Bend, ...]) -> list[int]:
    """Return where the columns of each feature begin."""
    widths = [*(bend.width for bend in bends), *(min(len(one.levels), MOST_LEVELS) for one in features.words)]
    return list(accumulate(widths[:-1], initial=0))


def _indicators(codes: np.ndarray[Any, np.dtype[np.int32]], one: Words) -> list[Floats]:
    """Return a column per level; of wide words, the most frequent come first and only they get one."""
    return [(codes == level).astype("float64") for level in range(min(len(one.levels), MOST_LEVELS))]
