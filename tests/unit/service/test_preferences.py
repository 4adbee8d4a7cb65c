"""What can be set, and what a setting does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cs_engine.records.acting import Actor
from cs_engine.records.preferences import (
    BadSetting,
    ChannelScope,
    ChannelSettings,
    Deed,
    Preferences,
    Problem,
)
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.service.preferences.rules import countries, misfit_of_channel
from cs_engine.storage.store import Store

WORKSPACE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 9, tzinfo=WORKSPACE)
DANA = Actor("U1", "Dana@Ours.example", "Dana")
CHANNEL = ChannelSettings("C1", "cs-team", ChannelScope.TEAM, None, "dana@ours.example", NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PreferenceDesk]:
    """A desk over an empty memory, on a Sunday morning in Berlin."""
    store = Store.open(f"sqlite:///{tmp_path}/steward.db")
    store.migrate()
    yield PreferenceDesk(store, lambda: NOW)
    store.close()


def test_who_has_set_nothing_has_the_defaults(desk: PreferenceDesk) -> None:
    """Nobody has to set anything before they are told anything."""
    assert desk.of("dana@ours.example") == Preferences("dana@ours.example")
    assert desk.hours_of("dana@ours.example").zone == WORKSPACE


def test_a_change_is_kept_and_audited_by_name_alone(desk: PreferenceDesk) -> None:
    """The log tells what was changed, not to what."""
    changed = desk.change(DANA, emoji="eyes", daily_dm=True)
    assert isinstance(changed, Preferences)
    assert desk.of("dana@ours.example") == changed
    line = desk.audit().lines[0]
    assert (line.what, line.by, line.detail) == (Deed.SETTINGS, "dana@ours.example", "daily_dm, emoji")
    desk.change(DANA, emoji="eyes")
    assert desk.audit().total == 1


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("timezone", "Europe/Atlantis", Problem.UNKNOWN),
        ("timezone", "../etc/passwd", Problem.UNKNOWN),
        ("language", "tlh", Problem.UNKNOWN),
        ("country", "Germany", Problem.UNKNOWN),
        ("emoji", "two words", Problem.UNKNOWN),
        ("working_days", (), Problem.EMPTY),
        ("working_days", (7,), Problem.UNKNOWN),
        ("closes", time(8), Problem.ORDER),
        ("away_until", date(2026, 12, 1), Problem.ORDER),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    desk: PreferenceDesk, name: str, value: object, problem: Problem
) -> None:
    """One problem by field, and the other changes are not kept either."""
    assert desk.change(DANA, daily_dm=True, **{name: value}) == BadSetting(name, problem)
    assert desk.of("dana@ours.example") == Preferences("dana@ours.example")


def test_working_until_midnight_is_possible(desk: PreferenceDesk) -> None:
    """The end of a day is no time before its beginning."""
    assert isinstance(desk.change(DANA, opens=time(16), closes=time()), Preferences)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"scope": ChannelScope.SEGMENT}, BadSetting("value", Problem.EMPTY)),
        ({"weekday": 7}, BadSetting("weekday", Problem.UNKNOWN)),
        ({"timezone": "Mars"}, BadSetting("timezone", Problem.UNKNOWN)),
        ({"language": "xx"}, BadSetting("language", Problem.UNKNOWN)),
        ({"digest": False}, BadSetting("digest", Problem.EMPTY)),
        ({}, None),
    ],
)
def test_a_channel_is_told_something_that_can_be(changes: dict[str, object], wrong: BadSetting | None) -> None:
    """A channel that is told nothing is removed instead."""
    assert misfit_of_channel(replace(CHANNEL, **changes)) == wrong  # type: ignore[arg-type] # by name


def test_quiet_hours_follow_the_setting_then_slack_then_the_workspace(desk: PreferenceDesk) -> None:
    """Nine in Berlin is four in the afternoon in Shanghai: open for one, and the weekend for all."""
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=WORKSPACE)
    assert desk.hours_of("dana@ours.example").is_open(monday)
    desk.meet("U1", "Dana", "Dana@Ours.example", "Asia/Shanghai")
    assert str(desk.hours_of("dana@ours.example").zone) == "Asia/Shanghai"
    desk.change(DANA, timezone="America/New_York")
    assert not desk.hours_of("dana@ours.example").is_open(monday)
    assert desk.hours_of("dana@ours.example").next_open(monday).astimezone(UTC).hour == 14
    desk.change(DANA, timezone=None, country="CN", away_from=date(2026, 11, 23))
    assert desk.hours_of("dana@ours.example").is_away_at(monday)


def test_a_zone_that_slack_made_up_is_passed_over(desk: PreferenceDesk) -> None:
    """A person with an odd zone still gets messages."""
    desk.meet("U1", "Dana", "Dana@Ours.example", "Mars/Olympus")
    assert desk.zone_of("dana@ours.example") == WORKSPACE


def test_where_somebody_is_on_home_is_no_news(desk: PreferenceDesk) -> None:
    """It is kept, and the audit log does not fill with it."""
    desk.remember_home(DANA, "accounts|mine||")
    assert desk.of("dana@ours.example").home == "accounts|mine||"
    assert desk.audit().total == 0


def test_countries_are_offered_once() -> None:
    """Two-letter codes only; the holidays of each are known."""
    assert {"DE", "US", "CN"} <= set(countries())
    assert all(len(code) == 2 for code in countries())
