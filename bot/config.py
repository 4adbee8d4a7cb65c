"""Settings from the environment and `steward.toml`; whatever is missing or wrong is named at once.

A name in the environment is upper case (``STEWARD_LOCALE``), the same name in the file lower case
(``steward_locale = "en-US"``); the environment wins.
"""

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.access.rules import AccessRules, people_in
from bot.errors import BadSettings
from bot.logs import LogFormat
from cs_engine.records.lifetime_value import Assumptions

FILE = Path("steward.toml")
SLACK = "https://slack.com/api/"
MOST_HELD_OUT = 0.5
"""With half of the accounts on either side the comparison is sharpest; more would only help fewer."""


def _token(prefix: str, kind: str) -> Any:  # noqa: ANN401 - an annotation's metadata
    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(prefix):
            raise ValueError(f"a {kind} token starts with {prefix}")
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("an address starts with http:// or https://")
    return value.rstrip("/") + "/"


def _zone_name(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValueError(f"{value!r} is no time zone; write one like Europe/Berlin") from unknown
    return value


def _language(value: str) -> str:
    try:
        Locale.parse(value.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError) as unknown:
        raise ValueError(f"{value!r} is no language; write one like en-US") from unknown
    return value


def _share_held_out(value: float) -> float:
    if not 0 <= value <= MOST_HELD_OUT:
        raise ValueError(f"a share of accounts that is held out is from 0 to {MOST_HELD_OUT}, such as 0.1")
    return value


def _words(value: object) -> object:
    """Split what an environment can only say in one text: names with commas between them."""
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


def _people(value: object) -> object:
    return people_in(",".join(value) if isinstance(value, list | tuple) else str(value))


class Settings(BaseSettings):
    """Everything that can be set; nothing here is needed to look at data on a command line."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: Annotated[SecretStr, _token("xoxb-", "bot")] | None = None
    slack_app_token: Annotated[SecretStr, _token("xapp-", "app-level")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_address)] = SLACK
    steward_home: Path = Path("data")
    steward_book_url: str | None = None
    steward_database_url: str | None = None
    steward_timezone: Annotated[str, AfterValidator(_zone_name)] = "UTC"
    steward_locale: Annotated[str, AfterValidator(_language)] = "en-US"
    steward_industry: Annotated[str | None, Field(validation_alias=AliasChoices("steward_industry", "industry"))] = None
    steward_margin: Annotated[float | None, Field(gt=0, le=1)] = None
    steward_holdout: Annotated[float, AfterValidator(_share_held_out)] = 0.0
    steward_import_mb: Annotated[int, Field(gt=0)] = 500
    steward_channels: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = ()
    steward_log: LogFormat = LogFormat.AUTO
    steward_log_level: Literal["debug", "info", "warning", "error"] = "info"
    access: AccessRules = AccessRules()
    steward_admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_people)] = ()

    @property
    def who_may_ask(self) -> AccessRules:
        """Who has which role, those whom the environment names as admins included."""
        return self.access.with_admins(self.steward_admins)

    @property
    def book_url(self) -> str:
        """Where the facts about customers are."""
        return self.steward_book_url or f"duckdb://{self.steward_home / 'book.duckdb'}"

    @property
    def database_url(self) -> str:
        """Where it is remembered what people did and what the bot concluded."""
        return self.steward_database_url or f"sqlite:///{self.steward_home / 'steward.db'}"

    @property
    def scorecards(self) -> Path:
        """Folder of the company's own scorecards; without any, the presets serve."""
        return self.steward_home / "scorecards"

    @property
    def plays(self) -> Path:
        """Folder of the company's own plays; those that ship serve beside them."""
        return self.steward_home / "plays"

    @property
    def alerts(self) -> Path:
        """File of the company's own rules for alerts; without it, the preset serves."""
        return self.steward_home / "alerts.toml"

    @property
    def stages(self) -> Path:
        """File of the company's own rules for the stages of a customer's life; without it, the preset serves."""
        return self.steward_home / "stages.toml"

    @property
    def industry(self) -> str | None:
        """Whose preset is used, such as ``saas``; ``None`` for the general one."""
        return self.steward_industry

    @property
    def assumptions(self) -> Assumptions:
        """What values of accounts go by: revenue is counted until somebody sets a margin."""
        return Assumptions(margin=self.steward_margin)

    @property
    def timezone(self) -> tzinfo:
        """The workspace's zone: its midnight is when a day ends."""
        return ZoneInfo(self.steward_timezone)

    @property
    def locale(self) -> Locale:
        """The language of those whose own Slack does not tell."""
        return Locale.parse(self.steward_locale.replace("_", "-"), sep="-")

    @property
    def bot_token(self) -> str:
        """The bot's token, empty when there is none."""
        return self.slack_bot_token.get_secret_value() if self.slack_bot_token else ""

    @property
    def app_token(self) -> str:
        """The token of Socket Mode, empty when there is none."""
        return self.slack_app_token.get_secret_value() if self.slack_app_token else ""

    @property
    def signing_secret(self) -> str:
        """What Slack signs requests with, empty when there is none."""
        return self.slack_signing_secret.get_secret_value() if self.slack_signing_secret else ""

    def for_serving(self) -> Self:
        """Return the settings if Slack can be reached and answered with them.

        Raises:
            BadSettings: what Socket Mode or HTTP needs is missing, all of it named.
        """
        missing = self.missing_for_slack()
        if missing:
            raise BadSettings(
                f"To talk to Slack, Steward still needs {' and '.join(missing)}: "
                f"set it in the environment or in {FILE}, or run `steward demo`, which needs neither.",
                tuple((name.partition(" ")[0], "it is not set") for name in missing),
            )
        return self

    def missing_for_slack(self) -> list[str]:
        """Return what Socket Mode or HTTP needs and nobody has set."""
        missing = [] if self.bot_token else ["SLACK_BOT_TOKEN (starts with xoxb-)"]
        if not self.app_token and not self.signing_secret:
            missing.append("SLACK_APP_TOKEN (xapp-, for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP)")
        return missing

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic passes all sources; we take no .env file
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - nor a folder of secrets
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, and what is passed over both."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, FILE)


def load_settings(**given: object) -> Settings:
    """Read the settings, with `given` ones winning over environment and file.

    Raises:
        BadSettings: one sentence that names every setting that cannot be used.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic checks each value
    except ValidationError as wrong:
        reasons = tuple(_reasons(wrong))
        said = "; ".join(f"{name}: {why}" for name, why in reasons)
        sentence = f"These settings cannot be used: {said}. Correct them in the environment or in {FILE}."
        raise BadSettings(sentence, reasons) from wrong
    except ValueError as broken:  # TOML or an encoding that cannot be read
        sentence = f"{FILE} cannot be read: {broken}. Correct it and start again."
        raise BadSettings(sentence, ((str(FILE), str(broken)),)) from broken
    except OSError as unreadable:
        sentence = f"{FILE} cannot be read: {unreadable.strerror}. Let this user read it and start again."
        raise BadSettings(sentence, ((str(FILE), str(unreadable.strerror)),)) from unreadable


def _reasons(wrong: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield every wrong setting and why, never its value: it may be a secret."""
    for error in wrong.errors(include_url=False, include_input=False):
        yield str(error["loc"][0]).upper(), error["msg"].removeprefix("Value error, ")
