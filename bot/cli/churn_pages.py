"""What was learned and how well it does, for people: what to know first comes first."""

from collections.abc import Mapping, Sequence

from bot.cli.console import say, say_table
from cs_engine.records.churn import Candidate, Estimate, Evaluation, Importance, Learned, Remark

SHOWN = 12
"""A look; ``--json`` has all."""
NAMES: Mapping[str, str] = {
    "roc_auc": "ROC-AUC",
    "pr_auc": "PR-AUC",
    "log_loss": "log loss",
    "brier": "Brier score",
    "calibration_error": "calibration error",
    "recall_top_10": "recall, top 10 %",
    "lift_top_10": "lift, top 10 %",
    "accuracy": "accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "revenue_per_contact": "revenue caught per contact",
}


def say_learned(found: Learned, label: str, positive: str) -> None:
    """Print what was learned."""
    say_warnings(found.warnings)
    say(
        f"Learned from {found.rows:,} customers; {label} is {positive} for {found.positives:,} of them "
        f"({found.positives / found.rows:.1%})."
    )
    say(f"Method: {found.method}, in {found.seconds:.0f} s.\n")
    say_learned_columns(found)


def say_learned_columns(found: Learned) -> None:
    """Print which ways were compared and which columns matter."""
    _say_candidates(found.candidates)
    _say_columns(found.selected)
    _say_left_out(found.left_out)


def say_evaluation(found: Evaluation, label: str, positive: str) -> None:
    """Print how well learning does."""
    say_warnings(found.warnings)
    say(
        f"{found.rows:,} customers; {label} is {positive} for {found.positives:,} of them "
        f"({found.positives / found.rows:.1%})."
    )
    say(f"Method: {found.method}")
    say(f"{found.folds[0]} folds, {found.folds[1]} times, in {found.seconds:.0f} s.\n")
    say_figures(found.metrics, found.baselines)
    say(f"\nCalled at risk from {found.threshold[0]:.1%} on: {found.threshold[1]}.\n")
    rows = [(one.name, _two(one.precision), _two(one.recall), _two(one.f1), one.support) for one in found.report]
    say_table(("class", "precision", "recall", "F1", "customers"), rows)
    _say_reliability(found)
    say()
    _say_candidates(found.candidates)
    _say_columns(found.importance)
    _say_left_out(found.left_out)


def say_warnings(warnings: Sequence[str]) -> None:
    """Print what to know first."""
    for warning in warnings:
        say(f"! {warning}")
    if warnings:
        say()


def say_figures(metrics: Mapping[str, Estimate], baselines: Mapping[str, Mapping[str, float]]) -> None:
    """Print figures beside those of naive ways."""
    rows = [
        (NAMES[name], _three(one.value), _interval(one), *(_three(each.get(name)) for each in baselines.values()))
        for name, one in metrics.items()
    ]
    say_table(("figure", "value", "95 % interval", *baselines), rows)


def _say_reliability(found: Evaluation) -> None:
    say("\nOf customers of about this probability, how many did it happen to?\n")
    bars = [
        (f"{one.said:.1%}", f"{one.happened:.1%}", f"{one.low:.1%} to {one.high:.1%}", one.count)
        for one in found.reliability
    ]
    say_table(("said", "happened", "95 % interval", "customers"), bars)
    off = [one for one in found.groups if one.is_off]
    say("\nBy group of customers, it is " + ("off for:" if off else "true for all."))
    for one in off:
        say(f"    {one.column} {one.level}: said {one.said:.1%}, happened {one.happened.value:.1%} of {one.count:,}")


def _say_candidates(candidates: Sequence[Candidate]) -> None:
    rows = [
        (
            one.name,
            _four(one.log_loss),
            _four(one.auc),
            None if one.seconds is None else f"{one.seconds:.1f}",
            f"{one.weight:.2f}" if one.weight else None,
            one.said or "",
        )
        for one in candidates
    ]
    say_table(("model, out of fold", "log loss", "ROC-AUC", "s a fit", "used", ""), rows)


def _say_columns(columns: Sequence[Importance]) -> None:
    say("\nColumns that matter: what mixing one up among customers adds to the log loss, and in how many folds.\n")
    rows = [(one.column, f"{one.loss:+.4f}", f"{one.stability:.0%}") for one in columns[:SHOWN]]
    say_table(("column", "log loss", "folds"), rows)
    if len(columns) > SHOWN:
        say(f"{len(columns) - SHOWN:,} more; --json lists all.")


def _say_left_out(remarks: Sequence[Remark]) -> None:
    if remarks:
        say("\nLeft out:")
    for remark in remarks[:SHOWN]:
        say(f"    {remark.column}: {remark.said}")
    if len(remarks) > SHOWN:
        say(f"    {len(remarks) - SHOWN:,} more; --json lists all.")


def _interval(one: Estimate) -> str | None:
    return None if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}"


def _two(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _three(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def _four(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"
