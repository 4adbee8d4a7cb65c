"""Which settings can be kept: pure checks, one problem at a time."""

import re
from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from cs_engine.records.preferences import BadSetting, ChannelScope, ChannelSettings, Preferences, Problem

LANGUAGES = ("en", "zh-CN")
"""In which everything is worded."""
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")
"""A reaction's name as Slack sends it, without colons."""
_COUNTRY_LETTERS = 2
_DAYS = range(7)


def misfit(preferences: Preferences) -> BadSetting | None:
    """Return the first setting of a person that cannot be kept."""
    return next(_of_person(preferences), None)


def misfit_of_channel(settings: ChannelSettings) -> BadSetting | None:
    """Return the first setting of a channel that cannot be kept."""
    return next(_of_channel(settings), None)


def countries() -> tuple[str, ...]:
    """Return the countries whose public holidays are known, as ISO 3166-1 alpha-2 codes."""
    return tuple(code for code in holidays.list_supported_countries() if len(code) == _COUNTRY_LETTERS)


def is_zone(name: str) -> bool:
    """Tell whether a time zone of this name exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _of_person(wanted: Preferences) -> Iterator[BadSetting]:
    if wanted.timezone is not None and not is_zone(wanted.timezone):
        yield BadSetting("timezone", Problem.UNKNOWN)
    if wanted.language is not None and wanted.language not in LANGUAGES:
        yield BadSetting("language", Problem.UNKNOWN)
    if wanted.country is not None and wanted.country not in countries():
        yield BadSetting("country", Problem.UNKNOWN)
    if wanted.emoji is not None and not _EMOJI.fullmatch(wanted.emoji):
        yield BadSetting("emoji", Problem.UNKNOWN)
    yield from _of_times(wanted)


def _of_times(wanted: Preferences) -> Iterator[BadSetting]:
    if not wanted.working_days:
        yield BadSetting("working_days", Problem.EMPTY)
    if not set(wanted.working_days) <= set(_DAYS):
        yield BadSetting("working_days", Problem.UNKNOWN)
    if time() < wanted.closes <= wanted.opens:  # midnight is the end of a day
        yield BadSetting("closes", Problem.ORDER)
    if wanted.away_until is not None and (wanted.away_from is None or wanted.away_until < wanted.away_from):
        yield BadSetting("away_until", Problem.ORDER)


def _of_channel(settings: ChannelSettings) -> Iterator[BadSetting]:
    if settings.scope is not ChannelScope.TEAM and not settings.value:
        yield BadSetting("value", Problem.EMPTY)
    if settings.weekday not in _DAYS:
        yield BadSetting("weekday", Problem.UNKNOWN)
    if not is_zone(settings.timezone):
        yield BadSetting("timezone", Problem.UNKNOWN)
    if settings.language not in LANGUAGES:
        yield BadSetting("language", Problem.UNKNOWN)
    if not (settings.digest or settings.alerts):
        yield BadSetting("digest", Problem.EMPTY)
