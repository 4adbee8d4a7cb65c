"""Settings from the environment and a file."""

from pathlib import Path

import pytest

from bot.config import load_settings
from bot.errors import BadSettings


@pytest.fixture(autouse=True)
def empty_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder without any of our variables."""
    monkeypatch.chdir(tmp_path)
    for prefix in ("SLACK", "STEWARD"):
        for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "API_URL", "HOME", "TIMEZONE", "LOCALE"):
            monkeypatch.delenv(f"{prefix}_{name}", raising=False)
    return tmp_path


def test_without_settings_everything_lives_below_data() -> None:
    """A first look needs no configuration."""
    settings = load_settings()
    assert settings.book_url == "duckdb://data/book.duckdb"
    assert settings.database_url == "sqlite:///data/steward.db"
    assert (str(settings.timezone), str(settings.locale)) == ("UTC", "en_US")


def test_an_absolute_home_makes_absolute_urls(empty_desk: Path) -> None:
    """Each store gets the number of slashes its library wants."""
    settings = load_settings(steward_home=empty_desk)
    assert settings.book_url == f"duckdb://{empty_desk}/book.duckdb"
    assert settings.database_url == f"sqlite:///{empty_desk}/steward.db"


def test_the_environment_wins_over_the_file(empty_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable is how one run is made different."""
    (empty_desk / "steward.toml").write_text('steward_timezone = "Europe/Berlin"\nsteward_locale = "de-DE"\n')
    monkeypatch.setenv("STEWARD_LOCALE", "en_GB")
    settings = load_settings()
    assert (str(settings.timezone), str(settings.locale)) == ("Europe/Berlin", "en_GB")


def test_every_wrong_setting_is_named_at_once_and_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """One look tells all that has to be corrected."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "hunter2")
    monkeypatch.setenv("SLACK_API_URL", "slack.com")
    monkeypatch.setenv("STEWARD_TIMEZONE", "Moon/Crater")
    monkeypatch.setenv("STEWARD_LOCALE", "xx-klingon")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    said = str(refused.value)
    assert all(name in said for name in ("SLACK_BOT_TOKEN", "SLACK_API_URL", "STEWARD_TIMEZONE", "STEWARD_LOCALE"))
    assert "hunter2" not in said


def test_serving_names_all_that_slack_needs() -> None:
    """Both tokens are asked for in one sentence."""
    with pytest.raises(BadSettings) as refused:
        load_settings().for_serving()
    assert "SLACK_BOT_TOKEN" in str(refused.value)
    assert "SLACK_APP_TOKEN" in str(refused.value)


@pytest.mark.parametrize("way", [{"slack_app_token": "xapp-1"}, {"slack_signing_secret": "s"}])
def test_either_way_to_slack_is_enough(way: dict[str, str]) -> None:
    """Socket Mode needs an app token, HTTP a signing secret."""
    settings = load_settings(slack_bot_token="xoxb-1", **way)
    assert settings.for_serving() is settings


def test_channels_may_be_a_list_or_a_text_with_commas(empty_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file has lists, an environment only text."""
    (empty_desk / "steward.toml").write_text(
        'steward_channels = ["cs-team", "renewals"]\nsteward_admins = ["a@x.test"]\n'
    )
    settings = load_settings()
    assert settings.steward_channels == ("cs-team", "renewals")
    assert settings.who_may_ask.named(None, "A@x.test") == "admin"
    monkeypatch.setenv("STEWARD_CHANNELS", "wins, ")
    monkeypatch.setenv("STEWARD_ADMINS", "b@x.test,U1")
    settings = load_settings()
    assert settings.steward_channels == ("wins",)
    assert [settings.who_may_ask.named(*who) for who in ((None, "b@x.test"), ("U1", None))] == ["admin", "admin"]


def test_each_wrong_setting_can_be_told_on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """`steward doctor` makes a finding of each."""
    monkeypatch.setenv("STEWARD_LOG", "loud")
    monkeypatch.setenv("STEWARD_TIMEZONE", "Moon/Crater")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert [name for name, _ in refused.value.wrong] == ["STEWARD_TIMEZONE", "STEWARD_LOG"]


@pytest.mark.parametrize("written", [b"steward_locale = ", b"steward_locale = '\xff'"], ids=["TOML", "encoding"])
def test_a_broken_file_is_named(written: bytes, empty_desk: Path) -> None:
    """A slip in steward.toml is a sentence, not a traceback."""
    (empty_desk / "steward.toml").write_bytes(written)
    with pytest.raises(BadSettings, match=r"steward\.toml cannot be read"):
        load_settings()
