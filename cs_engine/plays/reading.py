"""Plays from TOML files: the ones that ship, and a company's own, which win by name."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import tomlkit
from pydantic import BaseModel

from cs_engine.errors import BadPlay
from cs_engine.health.checking import checked
from cs_engine.health.positions import key_lines, line_of
from cs_engine.plays.declaration import GoalDeclaration, PlayDeclaration, StepDeclaration, TriggerDeclaration
from cs_engine.plays.play import Play, compiled

PRESETS = (
    "at-risk",
    "champion-left",
    "detractor-response",
    "expansion",
    "onboarding-stalled",
    "payment-overdue",
    "red-save",
    "renewal-30",
    "renewal-60",
    "renewal-90",
    "silence",
    "urgent-ticket",
    "usage-drop",
    "welcome",
)
"""What ships."""

_PARTS: tuple[type[BaseModel], ...] = (PlayDeclaration, TriggerDeclaration, StepDeclaration, GoalDeclaration)


def load_plays(folder: Path | None = None, presets: Iterable[Play] | None = None) -> tuple[Play, ...]:
    """Return the plays that ship and those of a company's folder, by name; its own replace their namesakes.

    Args:
        folder: the company's own.
        presets: those that ship, as an industry has changed them.

    Raises:
        BadPlay: a file is malformed, or two of the company's have one name.
    """
    shipped = load_presets() if presets is None else presets
    found = sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    own = _by_name([(file, load_play(file)) for file in found])
    return tuple(sorted((own | {play.name: play for play in shipped if play.name not in own}).values(), key=_name))


def load_play(file: Path) -> Play:
    """Return the play of one file.

    Raises:
        BadPlay: the file is malformed.
    """
    return read_play(_content(file), str(file), own=True)


def load_presets() -> tuple[Play, ...]:
    """Return the plays that ship, by name."""
    return tuple(read_play(text, f"presets/plays/{name}.toml") for name, text in preset_texts())


def changed_presets(
    left_out: Collection[str], changes: Mapping[str, Mapping[str, object]], origin: str
) -> tuple[Play, ...]:
    """Return the plays that ship, some left out and some with other keys, such as ``audience``.

    Args:
        left_out: names of plays.
        changes: name of a play to the keys that differ.
        origin: what asks for it, as errors name it.

    Raises:
        BadPlay: there is no such play, or it cannot be so.
    """
    for name in (*left_out, *changes):
        if name not in PRESETS:
            close = get_close_matches(name, PRESETS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(PRESETS)}."
            raise BadPlay(f"{origin}:1: plays: there is no play {name!r}; {hint}")
    kept = ((name, text) for name, text in preset_texts() if name not in left_out)
    return tuple(read_play(_with(text, changes.get(name, {})), f"{origin}, play {name}") for name, text in kept)


def preset_texts() -> Iterable[tuple[str, str]]:
    """Return name and TOML of every play that ships."""
    folder = files("cs_engine").joinpath("presets", "plays")
    return ((name, folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in PRESETS)


def read_play(text: str, origin: str, *, own: bool = False) -> Play:
    """Return the play that a TOML text declares; ``origin`` names its file in errors.

    Raises:
        BadPlay: the text is malformed; names file, line, key and the fix.
    """
    return compiled(checked(PlayDeclaration, text, origin, BadPlay, _PARTS), own=own)


def play_strings() -> tuple[str, ...]:
    """Return every string of the plays that ship which people read: source strings of the catalogs."""
    found = dict.fromkeys(
        words for play in load_presets() for words in (play.title, play.purpose, *(step.text for step in play.steps))
    )
    return tuple(found)


def _with(text: str, changes: Mapping[str, object]) -> str:
    return tomlkit.dumps(tomllib.loads(text) | dict(changes)) if changes else text


def _by_name(read: Sequence[tuple[Path, Play]]) -> dict[str, Play]:
    seen: dict[str, tuple[Path, Play]] = {}
    for file, play in read:
        if play.name in seen:
            line = line_of(key_lines(_content(file)), ("name",))
            other = seen[play.name][0]
            raise BadPlay(f"{file}:{line}: name: {play.name!r} is also in {other}; rename one of them.")
        seen[play.name] = (file, play)
    return {name: play for name, (_, play) in seen.items()}


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadPlay(f"{file}:1: cannot be read ({problem}); check the path and save it as UTF-8.") from problem


def _name(play: Play) -> str:
    return play.name
