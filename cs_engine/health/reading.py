"""Scorecards from TOML files: read, checked, put in order, chosen."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from cs_engine.errors import BadScorecard
from cs_engine.health.checking import checked
from cs_engine.health.declaration import (
    BandsDeclaration,
    EvidenceDeclaration,
    FactorDeclaration,
    GroupDeclaration,
    ScorecardDeclaration,
    VetoesDeclaration,
)
from cs_engine.health.facts import Facts
from cs_engine.health.positions import key_lines, line_of
from cs_engine.health.scorecard import Scorecard, compiled

PRESETS = ("balanced", "onboarding", "renewal", "simple")
DEFAULT_PRESETS = ("onboarding", "renewal", "balanced")
"""Used together when a company has no scorecards of its own; ``simple`` is a default of its own."""

_PARTS: tuple[type[BaseModel], ...] = (
    ScorecardDeclaration,
    BandsDeclaration,
    EvidenceDeclaration,
    VetoesDeclaration,
    GroupDeclaration,
    FactorDeclaration,
)


def load_scorecards(paths: Path | Iterable[Path]) -> tuple[Scorecard, ...]:
    """Return the scorecards of a folder or of files, in the order in which they are tried.

    Raises:
        BadScorecard: a file is malformed, or they do not fit together.
    """
    found = [paths] if isinstance(paths, Path) else list(paths)
    each = [file for path in found for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    if not each:
        raise BadScorecard(f"{found[0] if found else 'scorecards'}:1: no *.toml file here; copy a preset into it.")
    return arrange([load_scorecard(file) for file in each])


def load_scorecard(file: Path) -> Scorecard:
    """Return the scorecard of one file, by itself.

    Raises:
        BadScorecard: the file is malformed.
    """
    return read_scorecard(_content(file), str(file))


def load_presets() -> tuple[Scorecard, ...]:
    """Return the scorecards that serve a company without scorecards of its own."""
    return arrange([load_preset(name) for name in DEFAULT_PRESETS])


def load_preset(name: str) -> Scorecard:
    """Return a scorecard that ships with the engine.

    Raises:
        BadScorecard: there is no preset of this name.
    """
    if name not in PRESETS:
        raise BadScorecard(f"{name}:1: there is no preset {name!r}; use one of {', '.join(PRESETS)}.")
    file = files("cs_engine").joinpath("presets", f"{name}.toml")
    return read_scorecard(file.read_text(encoding="utf-8"), f"presets/{name}.toml")


def read_scorecard(text: str, origin: str) -> Scorecard:
    """Return the scorecard that a TOML text declares; ``origin`` names its file in errors.

    Raises:
        BadScorecard: the text is malformed; names file, line, key and the fix.
    """
    return compiled(checked(ScorecardDeclaration, text, origin, BadScorecard, _PARTS), origin, text)


def arrange(scorecards: Sequence[Scorecard]) -> tuple[Scorecard, ...]:
    """Return the scorecards in the order in which they are tried: by ``order`` and name, the default last.

    Raises:
        BadScorecard: two have one name, none is the default, or several are.
    """
    by_name: dict[str, Scorecard] = {}
    for card in scorecards:
        if card.name in by_name:
            other = by_name[card.name].origin
            raise BadScorecard(f"{_place(card, 'name')}: name: {card.name!r} is also in {other}; rename one of them.")
        by_name[card.name] = card
    defaults = [card for card in scorecards if card.default]
    if not defaults:
        last = scorecards[-1]
        raise BadScorecard(f"{_place(last, 'when')}: no scorecard is for everybody else; give one `default = true`.")
    if len(defaults) > 1:
        second, first = defaults[1], defaults[0].origin
        raise BadScorecard(f"{_place(second, 'default')}: default: {first} is the default too; keep one of them.")
    return tuple(sorted(scorecards, key=lambda card: (card.default, card.order, card.name)))


def choose(scorecards: Sequence[Scorecard], facts: Facts) -> Scorecard:
    """Return the first scorecard whose conditions all hold; the default always does and comes last."""
    return next(card for card in scorecards if all(predicate.holds(facts) for predicate in card.when))


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadScorecard(f"{file}:1: cannot be read ({problem}); check the path and save it as UTF-8.") from problem


def _place(card: Scorecard, key: str) -> str:
    return f"{card.origin}:{line_of(key_lines(card.text), (key,))}"
