"""The settings, section by section, with their defaults; config/kpbot.toml explains them to operators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from kpbot.domain.places import DEFAULT_ZONE
from kpbot.settings.platform_sections import QqSettings, TelegramSettings, WechatSettings, WecomSettings
from kpbot.settings.section import Section
from kpbot.settings.values import (
    ClockTime,
    DatabaseAddress,
    Language,
    NetworkName,
    WebAddress,
    Words,
    ZoneName,
)

SheetName = Literal["roster", "items", "app-shares"]
EvidenceName = Literal["claimed", "observed", "reached", "imported", "spot-checked"]


class DatabaseSettings(Section):
    url: DatabaseAddress = "sqlite:///var/kpbot.db"  # in data_dir unless set; see Settings


class WebSettings(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: WebAddress = ""  # without it items of ours are sent in full instead of as links
    proxies: Annotated[tuple[NetworkName, ...], *Words] = ("127.0.0.1", "::1")  # whose X-Forwarded-For is believed


class EditionSettings(Section):
    prepare_at: ClockTime = "15:30"  # of the last working day before
    when_not_approved: Literal["reserve", "send", "hold"] = "reserve"
    max_age_days: int = Field(default=30, ge=1)
    repeat_days: int = Field(default=180, ge=1)
    reserve_days: int = Field(default=10, ge=1)


class PushSettings(Section):
    at: ClockTime = "09:00"  # a region may have its own
    catch_up_hours: float = Field(default=3, ge=0, le=24)


class ShareSettings(Section):
    need: int = Field(default=3, ge=1)  # items a day, indicator 6-2
    accepted: Annotated[tuple[EvidenceName, ...], *Words] = ("claimed", "observed", "imported", "spot-checked")
    silent_means_not_met: bool = False


class LinkSettings(Section):
    valid_days: int = Field(default=30, ge=1, le=365)  # after the officer last took it


class ReminderSettings(Section):
    at: ClockTime = "10:00"
    quiet_from: ClockTime = "21:00"
    quiet_until: ClockTime = "08:00"


class DigestSettings(Section):
    at: ClockTime = "08:30"


class EventSettings(Section):
    minimum: int = Field(default=50, ge=1)  # people, indicator 7-2


class SpotCheckSettings(Section):
    each_week: int = Field(default=3, ge=0, le=9)  # shares of a county; 0: none
    at: ClockTime = "10:30"  # on the first working day of the week
    seed: str = Field(default="", max_length=100)  # part of what the lot depends on


class AppShareSettings(Section):
    """Shares that the official app counted, as a coordinator loads them."""

    counts: bool = True  # whether they count for indicator 6-2: what the app shares is 科普中国's
    brand: str = Field(default="科普中国", max_length=40)
    oldest_days: int = Field(default=400, ge=1)  # lines older than that are refused


class ImportSettings(Section):
    """How the sheets of a kind are read. `columns`: by the name of what is looked for, the heading of its column."""

    columns: dict[str, str] = Field(default_factory=dict)


class FeedSettings(Section):
    allow_hosts: Annotated[tuple[str, ...], *Words] = ()  # hosts that may have private addresses


class LogSettings(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "text", "json"] = "auto"


class RetentionSettings(Section):
    inbox_days: int = Field(default=7, ge=1)
    outbox_days: int = Field(default=30, ge=1)


class Settings(BaseSettings):
    """All settings: the environment (`KPBOT_WEB__PORT`) over what is given over the defaults.

    Relative paths, data_dir and that of an SQLite database included, are relative to the current directory.
    Use `load_settings` to read config/kpbot.toml as well.
    """

    model_config = SettingsConfigDict(
        env_prefix="KPBOT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    language: Language = "zh-CN"
    time_zone: ZoneName = DEFAULT_ZONE
    data_dir: Path = Path("var")
    config_dir: Path = Path("config")  # where feeds.toml, topics.toml and calendar.toml are
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    edition: EditionSettings = EditionSettings()
    push: PushSettings = PushSettings()
    shares: ShareSettings = ShareSettings()
    links: LinkSettings = LinkSettings()
    reminders: ReminderSettings = ReminderSettings()
    digest: DigestSettings = DigestSettings()
    events: EventSettings = EventSettings()
    spot_checks: SpotCheckSettings = SpotCheckSettings()
    app_shares: AppShareSettings = AppShareSettings()
    imports: dict[SheetName, ImportSettings] = Field(default_factory=dict)
    feeds: FeedSettings = FeedSettings()
    telegram: TelegramSettings = TelegramSettings()
    wechat: WechatSettings = WechatSettings()
    wecom: WecomSettings = WecomSettings()
    qq: QqSettings = QqSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, init_settings)

    @model_validator(mode="before")
    @classmethod
    def _database_in_data_dir(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Who moves the data folder means the database too."""
        database = data.get("database", {})
        if "data_dir" in data and isinstance(database, dict) and "url" not in database:
            return {**data, "database": {**database, "url": f"sqlite:///{data['data_dir']}/kpbot.db"}}
        return data
