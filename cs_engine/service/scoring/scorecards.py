"""Which scorecards a company uses: its own, or the presets."""

from collections.abc import Iterable
from pathlib import Path

from cs_engine.health.reading import arrange, load_presets, load_scorecards, read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.journey.industry import industry_named
from cs_engine.storage.store import Store


def scorecards_in(folder: Path, industry: str | None = None) -> tuple[Scorecard, ...]:
    """Return the scorecards of a folder, or the presets when it does not exist or holds none.

    Args:
        folder: the company's own.
        industry: whose scorecard stands among the presets for everybody else; ``None`` for the balanced one.

    Raises:
        BadInput: there is no such industry.
        BadScorecard: a file is malformed, or they do not fit together.
    """
    if any(folder.glob("*.toml")):
        return load_scorecards(folder)
    presets = load_presets()
    return presets if industry is None else with_candidate(presets, industry_named(industry).scorecard)


def archived(store: Store, formula_versions: Iterable[str]) -> tuple[Scorecard, ...]:
    """Return the scorecards behind formula versions as they were when they were in use."""
    versions = (store.scorecard(formula_version) for formula_version in sorted(formula_versions))
    return tuple(read_scorecard(version.content, version.name) for version in versions if version is not None)


def with_candidate(scorecards: tuple[Scorecard, ...], candidate: Scorecard) -> tuple[Scorecard, ...]:
    """Return the scorecards as they would be with one more: it replaces its namesake, a default replaces the default.

    Raises:
        BadScorecard: they do not fit together.
    """
    kept = [card for card in scorecards if card.name != candidate.name and not (candidate.default and card.default)]
    return arrange([*kept, candidate])
