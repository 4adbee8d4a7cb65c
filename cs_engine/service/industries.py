"""Which ways a company works by: an industry's, where it has set one, under its own files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cs_engine.journey.industry import Industry, industry_named
from cs_engine.journey.rules import StageRules, load_rules
from cs_engine.plays.play import Play
from cs_engine.plays.reading import changed_presets, load_plays


@dataclass(frozen=True, slots=True)
class Ways:
    """Stage rules in use, and what features are called; ``industry`` is ``None`` where none is set."""

    rules: StageRules
    industry: Industry | None = None
    features: Mapping[str, str] = field(default_factory=dict)


def ways_of(industry: str | None, own_rules: Path | None = None) -> Ways:
    """Return the ways of a company.

    Args:
        industry: the setting; ``None`` for the presets.
        own_rules: the company's ``stages.toml``; it wins over both.

    Raises:
        BadInput: there is no such industry, or that file is malformed.
    """
    chosen = industry_named(industry) if industry else None
    rules = load_rules(own_rules, chosen.stage_changes if chosen else None)
    return Ways(rules, chosen, chosen.features if chosen else {})


def plays_of(own_plays: Path | None, industry: str | None) -> tuple[Play, ...]:
    """Return the plays in use: those that ship as the industry has them, and the company's own, which win by name.

    Raises:
        BadInput: there is no such industry.
        BadPlay: a file is malformed.
    """
    if industry is None:
        return load_plays(own_plays)
    chosen = industry_named(industry)
    origin = f"presets/industries/{chosen.name}.toml"
    return load_plays(own_plays, changed_presets(chosen.plays_left_out, chosen.play_changes, origin))
