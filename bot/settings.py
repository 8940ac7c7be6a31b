"""Every setting, read in one place from the environment and `.env`; `.env.example` explains each in a line."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.errors import WaymarkError


class SettingMissing(WaymarkError):
    """A command needs a setting that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set.", name=name)


class Settings(BaseSettings):
    """The defaults work with no key, no Slack and no network."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), validation_alias="WAYMARK_DATA")
    workspace: str = Field("T0WAYMARK", validation_alias="WAYMARK_WORKSPACE")
    lang: str = Field("en", validation_alias="WAYMARK_LANG")
    tz: str = Field("UTC", validation_alias="WAYMARK_TZ")
    font: Path | None = Field(None, validation_alias="WAYMARK_FONT")
    log_level: str = Field("INFO", validation_alias="WAYMARK_LOG_LEVEL")
    playground_port: int = Field(8455, validation_alias="WAYMARK_PLAYGROUND_PORT")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")
    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")

    def need_slack(self) -> tuple[str, str]:
        """The bot token and the app token. Raises SettingMissing."""
        if self.slack_bot_token is None:
            raise SettingMissing("SLACK_BOT_TOKEN")
        if self.slack_app_token is None:
            raise SettingMissing("SLACK_APP_TOKEN")
        return self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value()
