"""Every setting, read in one place from the environment and `.env`; `.env.example` explains each in a line."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.errors import WaymarkError
from storage.events import EventsAt
from storage.evidence_search import SearchBy, VectorsBy
from storage.model.types import Model


class SettingMissing(WaymarkError):
    """A command needs a setting that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set.", name=name)


class SettingWrong(WaymarkError):
    """A setting is there and cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}", name=name, why=why)


MODEL = "model"
"""The folder, among the data, of what is known of a model."""
Way = Literal["json_schema", "tools", "json_object", "prompt"]
"""How an endpoint gives tool calls; `bot/llm/ways.py`."""


class Endpoint(Model):
    """An OpenAI-compatible endpoint and the model there; `key` None where it wants none.

    `way`: None where it is to be found out. `kept_in`: the folder of what was sent and of what is known about it, None:
    nothing is kept. `tracing`: the operator lets LangSmith trace it.
    """

    url: str
    name: str
    key: SecretStr | None = None
    way: Way | None = None
    kept_in: Path | None = None
    tracing: bool = False


class Settings(BaseSettings):
    """The defaults work with no key, no Slack and no network."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    data: Path = Field(Path("data"), validation_alias="WAYMARK_DATA")
    workspace: str = Field("T0WAYMARK", validation_alias="WAYMARK_WORKSPACE")
    lang: str = Field("en", validation_alias="WAYMARK_LANG")
    tz: str = Field("UTC", validation_alias="WAYMARK_TZ")
    font: Path | None = Field(None, validation_alias="WAYMARK_FONT")
    log_level: str = Field("INFO", validation_alias="WAYMARK_LOG_LEVEL")
    playground_port: int = Field(8455, ge=0, le=65535, validation_alias="WAYMARK_PLAYGROUND_PORT")
    intake_host: str = Field("127.0.0.1", validation_alias="WAYMARK_INTAKE_HOST")
    intake_port: int = Field(0, ge=0, le=65535, validation_alias="WAYMARK_INTAKE_PORT")
    model_url: str | None = Field(None, validation_alias="WAYMARK_MODEL_URL")
    model: str | None = Field(None, validation_alias="WAYMARK_MODEL")
    model_key: SecretStr | None = Field(None, validation_alias="WAYMARK_MODEL_KEY")
    model_tracing: bool = Field(False, validation_alias="WAYMARK_MODEL_TRACING")
    events_url: SecretStr | None = Field(None, validation_alias="WAYMARK_EVENTS_URL")
    events_table: str = Field("", validation_alias="WAYMARK_EVENTS_TABLE")
    events_columns: str = Field("", validation_alias="WAYMARK_EVENTS_COLUMNS")
    search_vectors: VectorsBy = Field("ngram", validation_alias="WAYMARK_SEARCH_VECTORS")
    search_url: str | None = Field(None, validation_alias="WAYMARK_SEARCH_URL")
    search_model: str | None = Field(None, validation_alias="WAYMARK_SEARCH_MODEL")
    search_key: SecretStr | None = Field(None, validation_alias="WAYMARK_SEARCH_KEY")
    search_file: Path | None = Field(None, validation_alias="WAYMARK_SEARCH_FILE")
    search_checksum: str | None = Field(None, validation_alias="WAYMARK_SEARCH_CHECKSUM")
    search_chroma_url: str | None = Field(None, validation_alias="WAYMARK_SEARCH_CHROMA_URL")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")
    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"'{name}' is no time zone; write one like Europe/Berlin") from error

    @field_validator("font")
    @classmethod
    def _font_file(cls, font: Path | None) -> Path | None:
        if font is not None and not font.is_file():
            raise ValueError(f"there is no file {font}")
        return font

    def need_slack(self) -> tuple[str, str]:
        """The bot token and the app token. Raises SettingMissing."""
        if self.slack_bot_token is None:
            raise SettingMissing("SLACK_BOT_TOKEN")
        if self.slack_app_token is None:
            raise SettingMissing("SLACK_APP_TOKEN")
        return self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value()

    def events_at(self) -> EventsAt:
        """Where events are read. Raises SettingMissing."""
        if self.events_url is None:
            if self.events_table:
                raise SettingMissing("WAYMARK_EVENTS_URL")
            return EventsAt()
        if self.events_table and not self.events_columns:
            raise SettingMissing("WAYMARK_EVENTS_COLUMNS")
        return EventsAt(url=self.events_url.get_secret_value(), table=self.events_table, columns=self.events_columns)

    def search_by(self) -> SearchBy:
        """How evidence is searched. Raises SettingMissing, SettingWrong."""
        wanted: dict[VectorsBy, tuple[str, ...]] = {
            "endpoint": ("search_url", "search_model"),
            "minilm": ("search_file", "search_checksum"),
            "ngram": (),
        }
        for name in wanted[self.search_vectors]:
            if getattr(self, name) is None:
                raise SettingMissing(f"WAYMARK_{name.upper()}")
        for name in ("search_url", "search_chroma_url"):
            if (url := getattr(self, name)) is not None and not _web_address(url):
                raise SettingWrong(f"WAYMARK_{name.upper()}", "it is no web address like http://localhost:8000")
        return SearchBy(
            vectors=self.search_vectors, url=self.search_url or "", model=self.search_model or "", key=self.search_key,
            file=self.search_file, sha256=self.search_checksum or "", chroma_url=self.search_chroma_url or "",
        )  # fmt: skip

    @property
    def intake_url(self) -> str:
        """Where events are sent to; empty when nothing listens for them."""
        return f"http://{self.intake_host}:{self.intake_port}" if self.intake_port else ""

    def endpoint(self) -> Endpoint | None:
        """The model to ask where the rules are not sure; None: rules alone. Raises SettingMissing, SettingWrong."""
        if self.model_url is None and self.model is None:
            return None
        if self.model_url is None:
            raise SettingMissing("WAYMARK_MODEL_URL")
        if self.model is None:
            raise SettingMissing("WAYMARK_MODEL")
        if not _web_address(self.model_url):
            raise SettingWrong("WAYMARK_MODEL_URL", "it is no web address like http://localhost:11434/v1")
        return Endpoint(
            url=self.model_url, name=self.model, key=self.model_key,
            kept_in=self.model_folder, tracing=self.model_tracing,
        )  # fmt: skip

    @property
    def model_folder(self) -> Path:
        """What was sent to a model and came back, and how it is asked."""
        return self.data / MODEL


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and text.isprintable()
    except ValueError:
        return False


def settings_for(data: Path | None) -> Settings:
    """The settings, with the data folder of the command line. Raises SettingWrong."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingWrong(str(first["loc"][0]), without_label(first["msg"])) from error
    return settings if data is None else settings.model_copy(update={"data": data})


def without_label(message: str) -> str:
    """pydantic's sentence without its label, small: it stands behind a colon."""
    said = message.removeprefix("Value error, ")
    return said[:1].lower() + said[1:]
