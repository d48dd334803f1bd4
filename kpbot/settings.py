"""What an operator can set: config/kpbot.toml, overridden by the environment (`KPBOT_WEB__PORT`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from kpbot.domain.places import DEFAULT_ZONE


def _clock_time(value: str) -> str:
    hours, _, minutes = value.partition(":")
    if not (hours.isdigit() and len(hours) == 2 and int(hours) < 24 and minutes in ("00", "30")):
        raise ValueError("a time on the hour or half hour is expected, such as 09:00 or 08:30")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("not a known time zone; write it as Asia/Shanghai") from error
    return value


ClockTime = Annotated[str, AfterValidator(_clock_time)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    url: str = "sqlite:///var/kpbot.db"


class WebSettings(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""  # without it items of ours are sent in full instead of as links


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
    accepted: tuple[Literal["claimed", "observed", "reached", "imported", "spot-checked"], ...] = (
        "claimed",
        "observed",
        "imported",
        "spot-checked",
    )
    silent_means_not_met: bool = False


class ReminderSettings(Section):
    at: ClockTime = "10:00"
    quiet_from: ClockTime = "21:00"
    quiet_until: ClockTime = "08:00"


class DigestSettings(Section):
    at: ClockTime = "08:30"


class EventSettings(Section):
    minimum: int = Field(default=50, ge=1)  # people, indicator 7-2


class FeedSettings(Section):
    allow_hosts: tuple[str, ...] = ()  # hosts that may have private addresses
    every_minutes: int = Field(default=15, ge=5)


class LogSettings(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "text", "json"] = "auto"


class RetentionSettings(Section):
    inbox_days: int = Field(default=7, ge=1)
    outbox_days: int = Field(default=30, ge=1)


class Settings(BaseSettings):
    """All settings. Unknown keys are refused; the loader says where they stand."""

    model_config = SettingsConfigDict(
        env_prefix="KPBOT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    language: Literal["zh-CN", "en"] = "zh-CN"
    time_zone: Annotated[str, AfterValidator(_zone)] = DEFAULT_ZONE
    data_dir: Path = Path("var")
    config_dir: Path = Path("config")  # where feeds.toml, topics.toml and calendar.toml are
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    edition: EditionSettings = EditionSettings()
    push: PushSettings = PushSettings()
    shares: ShareSettings = ShareSettings()
    reminders: ReminderSettings = ReminderSettings()
    digest: DigestSettings = DigestSettings()
    events: EventSettings = EventSettings()
    feeds: FeedSettings = FeedSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
