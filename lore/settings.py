"""What an operator sets, read from an environment mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, TypeAlias
from urllib.parse import urlsplit

from lore.model.errors import SettingsError
from lore.quota import MEGABYTE, Quota

LogFormat: TypeAlias = Literal["plain", "json"]

DISCORD_API = "https://discord.com/api/v10"
_SHARD_SHIFT = 22
"""Bits of a server's id below those by which Discord chooses its connection."""
_USUAL_PORT, _LAST_PORT = 9090, 65_535
_MOST_SHARDS = 10_000
"""Connections beyond which SHARD_COUNT is a slip of the hand."""
BACKUP_HOURS, BACKUPS_KEPT = 24, 7
_DIGITS = 9
"""Digits of a count at most."""
_ON, _OFF = ("on", "yes", "true", "1"), ("off", "no", "false", "0")


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Where a reading model answers: the base of its interface, which has `/chat/completions`, its
    name there, and its key, which the repr leaves out. `direct` says that direct messages may be
    sent, too."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    direct: bool = False


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where the bot puts backups by itself, how many hours after the last one, and how many of them
    it keeps."""

    folder: Path
    hours: int
    keep: int


@dataclass(frozen=True, slots=True)
class ShardSettings:
    """Into how many connections the bot's servers are divided, None for as many as Discord advises,
    and which of them this process holds, None for all."""

    count: int | None = None
    ids: tuple[int, ...] | None = None

    def holds(self, server: int) -> bool:
        """Whether a server, given by its id, is told of on a connection of this process."""
        if self.ids is None or self.count is None:
            return True
        return (server >> _SHARD_SHIFT) % self.count in self.ids


@dataclass(frozen=True, slots=True)
class OperatingSettings:
    """How the bot is run. `backups` is None where none are made by themselves, `metrics_port` where
    nobody is told how it fares; `log_format` is that of standard error."""

    backups: BackupSettings | None = None
    metrics_port: int | None = None
    log_format: LogFormat = "plain"
    shards: ShardSettings = field(default_factory=ShardSettings)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; a blank variable counts as unset. The repr leaves the token out.

    A relative `database` is relative to the working directory, `api_url` ends without a slash.
    `central` is the address of the PostgreSQL database that `database` is a replica of, None where
    there is none; the repr leaves it out, since it may have a password.
    `reader` is None where no reading model is set; `fetches` says that moderators may have
    addresses of the public web fetched.
    """

    discord_token: str | None = field(repr=False)
    database: Path
    api_url: str
    quota: Quota = field(default_factory=Quota)
    reader: ReaderSettings | None = None
    fetches: bool = False
    operating: OperatingSettings = field(default_factory=OperatingSettings)
    central: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, root: Path) -> Self:
        """Read DISCORD_TOKEN, DATABASE, REPLICA, DISCORD_API_URL, SERVER_…, the quota of each
        server, READER_…, the reading model, FETCH_ADDRESSES, and how the bot is run; `root` is the
        folder of `data/`.

        Raises:
            SettingsError: for a value that cannot be used. The text never repeats the value.
        """
        central = _central(_text(environment, "DATABASE"))
        return cls(
            discord_token=_token(_text(environment, "DISCORD_TOKEN")),
            database=_database(environment, root, is_replica=central is not None),
            api_url=_api_url(_text(environment, "DISCORD_API_URL")),
            quota=_quota(environment),
            reader=_reader(environment),
            fetches=_switch(environment, "FETCH_ADDRESSES"),
            operating=_operating(environment),
            central=central,
        )


def _text(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip()


def _fits_header(text: str) -> bool:
    """Whether a text can stand in a header, where anything else would be an error without a
    sentence."""
    return text.isascii() and text.isprintable() and " " not in text


def _token(text: str) -> str | None:
    if not _fits_header(text):
        raise SettingsError(
            "DISCORD_TOKEN is not a token: copy it again from the Bot page of the application, "
            "without spaces and without the word Bot before it."
        )
    return text or None


def is_address(text: str) -> bool:
    """Whether a database is named by PostgreSQL's address rather than as a file."""
    return text.startswith(("postgresql:", "postgres:"))


def _central(text: str) -> str | None:
    if not is_address(text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("postgresql", "postgres") and parts.path.strip("/") != ""
        usable = usable and text.isprintable() and " " not in text and parts.port != 0
    except ValueError:
        usable = False
    if not (usable and text.partition(":")[2].startswith("//")):
        raise SettingsError(
            "DATABASE is not a usable address of PostgreSQL: it has a host and a database's name, "
            "as in postgresql://lore:password@db.example.org/lore."
        )
    return text


def _database(environment: Mapping[str, str], root: Path, *, is_replica: bool) -> Path:
    name = "REPLICA" if is_replica else "DATABASE"
    text = _text(environment, name)
    if not is_replica and _text(environment, "REPLICA"):
        raise SettingsError(
            "DATABASE is no address of PostgreSQL: REPLICA is this machine's file beside one."
        )
    if not text:
        return root / "data" / ("replica.db" if is_replica else "lore.db")
    return _path(name, text)


def _path(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser()  # no shell has seen what stands in .env
    except RuntimeError:
        raise SettingsError(f"{name} names a home folder that does not exist.") from None


def _operating(environment: Mapping[str, str]) -> OperatingSettings:
    return OperatingSettings(
        backups=_backups(environment),
        metrics_port=_port(environment, "METRICS_PORT"),
        log_format=_log_format(environment),
        shards=_shards(environment),
    )


def _log_format(environment: Mapping[str, str]) -> LogFormat:
    match _text(environment, "LOG_FORMAT").casefold():
        case "" | "plain":
            return "plain"
        case "json":
            return "json"
        case _:
            raise SettingsError("LOG_FORMAT is “plain” or “json”.")


def _port(environment: Mapping[str, str], name: str) -> int | None:
    if not _text(environment, name):
        return None
    port = _count(environment, name, _USUAL_PORT)
    if port > _LAST_PORT:
        raise SettingsError(f"{name} is not a usable port: {_LAST_PORT} is the last one.")
    return port


def _shards(environment: Mapping[str, str]) -> ShardSettings:
    ids = _text(environment, "SHARD_IDS")
    if not _text(environment, "SHARD_COUNT"):
        if ids:
            raise SettingsError("SHARD_COUNT is missing: SHARD_IDS are some of so many.")
        return ShardSettings()
    count = _count(environment, "SHARD_COUNT", 1)
    if count > _MOST_SHARDS:
        raise SettingsError(f"SHARD_COUNT is not a usable number: {_MOST_SHARDS} are the most.")
    return ShardSettings(count, _shard_ids(ids, count) if ids else None)


def _shard_ids(text: str, count: int) -> tuple[int, ...]:
    """The ids of a list such as 0-3, 8."""
    ids: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,5})(?:-([0-9]{1,5}))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < count:
            raise SettingsError(
                "SHARD_IDS is not a usable list: it has numbers from 0 up, each below SHARD_COUNT, "
                "as in 0-3 or 0, 2, 5."
            )
        ids += range(first, last + 1)
    if len(set(ids)) < len(ids):
        raise SettingsError("SHARD_IDS names one of them twice.")
    return tuple(ids)


def _backups(environment: Mapping[str, str]) -> BackupSettings | None:
    folder = _text(environment, "BACKUP_DIR")
    hours = _count(environment, "BACKUP_EVERY", BACKUP_HOURS)
    keep = _count(environment, "BACKUP_KEEP", BACKUPS_KEPT)
    if folder:
        return BackupSettings(_path("BACKUP_DIR", folder), hours, keep)
    if _text(environment, "BACKUP_EVERY") or _text(environment, "BACKUP_KEEP"):
        raise SettingsError(
            "BACKUP_DIR is missing: BACKUP_EVERY and BACKUP_KEEP belong to the folder of the "
            "backups."
        )
    return None


def _quota(environment: Mapping[str, str]) -> Quota:
    usual = Quota()
    return Quota(
        facts=_count(environment, "SERVER_FACTS", usual.facts),
        names=_count(environment, "SERVER_NAMES", usual.names),
        sources=_count(environment, "SERVER_SOURCES", usual.sources),
        text=_count(environment, "SERVER_TEXT_MB", usual.text // MEGABYTE) * MEGABYTE,
    )


def _count(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = _text(environment, name)
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


def _reader(environment: Mapping[str, str]) -> ReaderSettings | None:
    url, model, key = (_text(environment, f"READER_{name}") for name in ("URL", "MODEL", "KEY"))
    direct = _switch(environment, "READER_DIRECT_MESSAGES")
    if not url:
        if model or key:
            raise SettingsError(
                "READER_URL is missing: READER_MODEL and READER_KEY belong to the address of a "
                "reading model."
            )
        return None
    url = url.rstrip("/").removesuffix("/chat/completions")
    if not _is_base(url):
        raise SettingsError(
            "READER_URL is not a usable address: it has http or https, a host and a path, as in "
            "http://127.0.0.1:8080/v1."
        )
    if not model or not model.isprintable():
        raise SettingsError(
            "READER_MODEL is missing or unreadable: it is the model's name at READER_URL."
        )
    if not _fits_header(key):
        raise SettingsError("READER_KEY is not a key: copy it again, without spaces.")
    return ReaderSettings(url, model, key or None, direct)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = _text(environment, name).casefold()
    if text and text not in (*_ON, *_OFF):
        raise SettingsError(f"{name} is “on” or “off”.")
    return text in _ON


def _is_base(url: str) -> bool:
    if not url.isprintable() or any(mark in url for mark in " ?#@"):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return False
