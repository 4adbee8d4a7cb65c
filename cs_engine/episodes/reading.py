"""The alerts file: the preset, and what a company's own file changes in it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import model_validator

from cs_engine.episodes.declaration import PARTS, Alerts
from cs_engine.errors import BadAlerts
from cs_engine.health.checking import checked

FILE_NAME = "alerts.toml"


class _OwnAlerts(Alerts):
    """What a company writes: whatever it leaves out is as in the preset."""

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, own: dict[str, Any]) -> dict[str, Any]:
        return _merged(tomllib.loads(_preset_text()), own)


def load_alerts(own: Path | None = None) -> Alerts:
    """Return when Steward speaks up, as the company's own file says; where there is none, as the preset does.

    Raises:
        BadAlerts: the file is malformed; names file, line, key and the fix.
    """
    if own is None or not own.exists():
        return read_alerts("", f"presets/{FILE_NAME}")
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadAlerts(f"{own}:1: cannot be read ({problem}); check the path and save it as UTF-8.") from problem
    return read_alerts(text, str(own))


def read_alerts(text: str, origin: str) -> Alerts:
    """Return the preset with what a TOML text changes; ``origin`` names its file in errors.

    Raises:
        BadAlerts: the text is malformed; names file, line, key and the fix.
    """
    return checked(_OwnAlerts, text, origin, BadAlerts, PARTS)


@cache
def _preset_text() -> str:
    return files("cs_engine").joinpath("presets", FILE_NAME).read_text(encoding="utf-8")


def _merged(preset: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preset with the values of the other: tables key by key, anything else as a whole."""
    both = dict(preset)
    for name, value in own.items():
        known = both.get(name)
        both[name] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return both
