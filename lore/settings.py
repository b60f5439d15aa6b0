"""What an operator sets, read from an environment mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from lore.model.errors import SettingsError
from lore.quota import MEGABYTE, Quota

DISCORD_API = "https://discord.com/api/v10"
_DIGITS = 9
"""Digits of a count at most."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; a blank variable counts as unset. The repr leaves the token out.

    A relative `database` is relative to the working directory, `api_url` ends without a slash.
    """

    discord_token: str | None = field(repr=False)
    database: Path
    api_url: str
    quota: Quota = field(default_factory=Quota)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, root: Path) -> Self:
        """Read DISCORD_TOKEN, DATABASE, DISCORD_API_URL and SERVER_…, the quota of each server;
        `root` is the folder of `data/`.

        Raises:
            SettingsError: for a value that cannot be used. The text never repeats the value.
        """
        return cls(
            discord_token=_token(environment.get("DISCORD_TOKEN", "").strip()),
            database=_database(environment.get("DATABASE", "").strip(), root),
            api_url=_api_url(environment.get("DISCORD_API_URL", "").strip()),
            quota=_quota(environment),
        )


def _token(text: str) -> str | None:
    # It becomes a header, where anything else would be an error without a sentence.
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise SettingsError(
            "DISCORD_TOKEN is not a token: copy it again from the Bot page of the application, "
            "without spaces and without the word Bot before it."
        )
    return text or None


def _database(text: str, root: Path) -> Path:
    if not text:
        return root / "data" / "lore.db"
    try:
        return Path(text).expanduser()  # no shell has seen what stands in .env
    except RuntimeError:
        raise SettingsError("DATABASE names a home folder that does not exist.") from None


def _quota(environment: Mapping[str, str]) -> Quota:
    usual = Quota()
    return Quota(
        facts=_count(environment, "SERVER_FACTS", usual.facts),
        names=_count(environment, "SERVER_NAMES", usual.names),
        sources=_count(environment, "SERVER_SOURCES", usual.sources),
        text=_count(environment, "SERVER_TEXT_MB", usual.text // MEGABYTE) * MEGABYTE,
    )


def _count(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text)):
        raise SettingsError(f"{name} is not a usable number: it is a whole one such as {usual}.")
    return int(text)


def _api_url(text: str) -> str:
    url = (text or DISCORD_API).rstrip("/")
    if not _is_base(url):
        raise SettingsError(
            "DISCORD_API_URL is not a usable address: it has http or https, a host and a path, "
            f"as in {DISCORD_API}."
        )
    return url


def _is_base(url: str) -> bool:
    if not url.isprintable() or any(mark in url for mark in " ?#@"):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return False
