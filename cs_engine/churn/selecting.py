"""Which way to learn, decided out of fold and in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cs_engine.churn.features import Features, Floats, Label, Rows
from cs_engine.churn.folds import Folds
from cs_engine.churn.losses import log_losses
from cs_engine.churn.models.fitting import Fitted, Grown, Setting, Task
from cs_engine.churn.models.ways import WAYS
from cs_engine.records.churn import Clock, Model, Progress

LATE = "left out for lack of time: about {seconds:.1f} s a fit"
OVER = "left out for lack of time"
SLACK = 1.15
"""Fits are never equally long; what is foreseen is taken so much longer."""
QUICKER, QUICKEST = 3.0, 0.3
"""Times the rate at which what had no time to finish growing is grown instead, and where that ends."""
NEAR = 1.1
"""Times the best log loss: from farther away no other setting of a way catches up."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One way with one setting, out of fold.

    Attributes:
        model: the way.
        setting: with which it would be fitted on everybody.
        log_odds: out of fold; NaN where a row was never tested, or all where time was up.
        fitted: the model of each fold.
        seconds: of one fit.
        said: why it was left out.
    """

    model: Model
    setting: Setting
    log_odds: Floats
    fitted: tuple[Fitted, ...] = ()
    seconds: float | None = None
    said: str | None = None

    @property
    def is_done(self) -> bool:
        """Tell whether it can be compared."""
        return self.said is None

    def of_fold(self, fold: int) -> Fitted:
        """Return the model of one fold, grown as far as its setting says."""
        one = self.fitted[fold]
        if "rounds" not in self.setting:
            return one
        grown: Grown = one  # type: ignore[assignment]  # only what grows has rounds
        return grown.after(int(self.setting["rounds"]))

    def loss(self, label: Label) -> float:
        """Return the mean log loss out of fold."""
        tested = ~np.isnan(self.log_odds)
        return float(log_losses(label[tested], self.log_odds[tested]).mean())


@dataclass(eq=False)
class Search:
    """Trying ways one after another until time is up.

    Attributes:
        features: of everybody.
        label: 1 where it happened.
        folds: to test on.
        clock: seconds.
        deadline: when all must be done, the last fits on everybody included.
        larger: how many times more rows the last fits have.
        threads: at most.
        seed: of whatever is drawn.
        trials: what was tried.
        growing: ways that grow and were not tried yet, among which time is divided.
    """

    features: Features
    label: Label
    folds: Folds
    clock: Clock
    deadline: float
    larger: float = 1.0
    threads: int = 1
    seed: int = 0
    trials: list[Trial] = field(default_factory=list)
    growing: set[Model] = field(default_factory=set)

    def run(self, models: Sequence[Model], progress: Progress) -> list[Trial]:
        """Try some ways: each once, then more settings of those near the best, quick ones first."""
        self.growing = {model for model in models if WAYS[model].grows}
        total = sum(len(WAYS[model].settings) for model in models)
        for done, (model, setting) in enumerate(self._queue(models)):
            progress(done, total)
            self.trials.append(self._try(model, setting))
            self.growing.discard(model)
        progress(total, total)
        return self.trials

    def try_quickest(self) -> None:
        """Try the quickest way alone, when time was up before any could be compared."""
        setting = WAYS[Model.LOGISTIC].settings[0]
        self.deadline = float("inf")
        others = [trial for trial in self.trials if trial.model is not Model.LOGISTIC or trial.setting != setting]
        self.trials = [*others, self._try(Model.LOGISTIC, setting)]

    def done(self) -> list[Trial]:
        """Return the trials that can be compared, the best first."""
        return sorted((trial for trial in self.trials if trial.is_done), key=lambda trial: trial.loss(self.label))

    def best(self) -> dict[Model, Trial]:
        """Return the best trial of each way, the best way first."""
        found: dict[Model, Trial] = {}
        for trial in self.done():
            found.setdefault(trial.model, trial)
        return found

    def _queue(self, models: Sequence[Model]) -> Iterator[tuple[Model, Setting]]:
        for model in models:
            yield model, WAYS[model].settings[0]
        seconds = {model: trial.seconds or 0.0 for model, trial in self.best().items()}
        near = self._near()
        others = [(model, setting) for model in seconds if model in near for setting in WAYS[model].settings[1:]]
        yield from sorted(others, key=lambda one: seconds[one[0]])

    def _near(self) -> set[Model]:
        losses = {model: trial.loss(self.label) for model, trial in self.best().items()}
        return {model for model, loss in losses.items() if loss <= NEAR * min(losses.values())}

    def _try(self, model: Model, setting: Setting) -> Trial:
        way, began = WAYS[model], self.clock()
        fitted: list[Fitted] = []
        failed = Trial(model, setting, np.full(len(self.label), np.nan))
        if self.clock() > self.deadline:
            return replace(failed, said=OVER)
        expected = self._expected(model)
        if expected is not None and not self._has_time(expected, len(self.folds)):
            return replace(failed, seconds=expected, said=LATE.format(seconds=expected))
        share = self._share()
        for learned, tested in self.folds:
            task = self._task(learned, tested, share)
            fitted.append(way.fit(task, setting))
            if way.grows and len(fitted) == 1 and task.is_late and setting["rate"] < QUICKEST:
                return self._try(model, {**setting, "rate": min(QUICKEST, QUICKER * setting["rate"])})
            seconds = (self.clock() - began) / len(fitted)
            if not self._has_time(seconds, len(self.folds) - len(fitted)):
                return replace(failed, seconds=seconds, said=LATE.format(seconds=seconds))
        return self._judged(replace(failed, fitted=tuple(fitted), seconds=seconds))

    def _task(self, learned: Rows, tested: Rows, share: float) -> Task:
        held = (self.features.take(tested), self.label[tested])
        deadline = self.clock() + share
        return Task(
            self.features.take(learned), self.label[learned], self.seed, self.threads, held, self.clock, deadline
        )

    def _share(self) -> float:
        """Return the seconds that one fit may take: what grows stops growing then, and is judged as it is."""
        left = self.deadline - self.clock() - SLACK * self._last()
        return max(left, 0.0) / (SLACK**2 * (len(self.folds) + self.larger) * max(1, len(self.growing)))

    def _last(self) -> float:
        """Return the seconds of the fits on everybody, of all that may be blended."""
        fits = [trial.seconds or 0.0 for model, trial in self.best().items() if WAYS[model].adds]
        return sum(fits) * self.larger

    def _judged(self, trial: Trial) -> Trial:
        setting = dict(trial.setting)
        if WAYS[trial.model].grows:
            setting["rounds"] = rounds = _rounds([one.curve for one in trial.fitted])  # type: ignore[attr-defined]  # it grows
        log_odds = trial.log_odds.copy()
        for one, (_, tested) in zip(trial.fitted, self.folds, strict=True):
            held = self.features.take(tested)
            grown: Grown = one  # type: ignore[assignment]  # only asked where it grows
            log_odds[tested] = grown.log_odds_after(held, rounds) if "rounds" in setting else one.log_odds(held)
        return replace(trial, setting=setting, log_odds=log_odds)

    def _expected(self, model: Model) -> float | None:
        return max((trial.seconds for trial in self.trials if trial.model is model and trial.seconds), default=None)

    def _has_time(self, seconds: float, fits: int) -> bool:
        """Tell whether so many fits, and those on everybody, can still be done."""
        needed = seconds * fits + seconds * self.larger + self._last()
        return self.clock() + SLACK * needed <= self.deadline


def _rounds(curves: Sequence[Floats]) -> int:
    """Return the number of rounds that is best on average over folds; a fold that stopped earlier stays as it was."""
    longest = max(len(curve) for curve in curves)
    padded = [np.pad(curve, (0, longest - len(curve)), mode="edge") for curve in curves]
    return int(np.argmin(np.mean(padded, axis=0))) + 1
