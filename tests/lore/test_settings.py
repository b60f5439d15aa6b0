from __future__ import annotations

from pathlib import Path

import pytest

from lore.model.errors import SettingsError
from lore.quota import MEGABYTE, Quota
from lore.settings import BackupSettings, ReaderSettings, Settings, ShardSettings

ROOT = Path("/opt/film-lore")


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment, root=ROOT)


@pytest.mark.parametrize(
    "blank", [{}, dict.fromkeys(("DISCORD_TOKEN", "DATABASE", "DISCORD_API_URL"), " ")]
)
def test_what_is_unset_or_blank_has_its_default(blank: dict[str, str]) -> None:
    assert read(**blank) == Settings(
        discord_token=None,
        database=ROOT / "data" / "lore.db",
        api_url="https://discord.com/api/v10",
    )


ADDRESS = "postgresql://lore:secret@db.example.org:5433/lore?sslmode=require"


def test_the_central_database_is_an_address_and_the_replica_a_file() -> None:
    settings = read(DATABASE=ADDRESS)
    assert (settings.central, settings.database) == (ADDRESS, ROOT / "data" / "replica.db")
    assert read(DATABASE=ADDRESS, REPLICA="own.db").database == Path("own.db")
    assert "secret" not in repr(settings)
    assert read(DATABASE="postgresql.db").central is None


@pytest.mark.parametrize(
    "text",
    [
        "postgresql:lore",
        "postgresql://lore:secret@db.example.org",
        "postgres://secret host/lore",
        "postgresql://secret:1:2/lore",
    ],
)
def test_what_is_no_address_of_a_database_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE .*\.$") as caught:
        read(DATABASE=text)
    assert "secret" not in str(caught.value)


def test_a_replica_belongs_to_an_address() -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE is no address .*REPLICA"):
        read(REPLICA="own.db")


def test_the_quota_of_a_server_is_read() -> None:
    settings = read(SERVER_FACTS="100", SERVER_NAMES=" 200 ", SERVER_SOURCES="300")
    assert settings.quota == Quota(facts=100, names=200, sources=300)
    assert read(SERVER_TEXT_MB="3").quota.text == 3 * MEGABYTE


@pytest.mark.parametrize("name", ["FACTS", "NAMES", "SOURCES", "TEXT_MB"])
@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "²", "9" * 5000])
def test_a_quota_is_a_whole_number(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=rf"^SERVER_{name} .*\.$"):
        read(**{f"SERVER_{name}": text})


def test_the_token_is_stripped_and_never_shown() -> None:
    settings = read(DISCORD_TOKEN=" MTk4.Cl2FMQ.secret\n")
    assert settings.discord_token == "MTk4.Cl2FMQ.secret"
    assert "secret" not in f"{settings} {settings!r}"


@pytest.mark.parametrize(
    "token", ["Bot MTk4.secret", "MTk4.\nsecret", "MTk4.sécret", "a\x00secret"]
)
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(SettingsError, match=r"^DISCORD_TOKEN .*\.$") as caught:
        read(DISCORD_TOKEN=token)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", ["lore.db", "films/lore.db", "/srv/lore.db"])
def test_the_database_is_taken_as_written(path: str) -> None:
    assert read(DATABASE=path).database == Path(path)


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ilsa")
    assert read(DATABASE="~/lore.db").database == Path("/home/ilsa/lore.db")
    with pytest.raises(SettingsError, match="^DATABASE "):
        read(DATABASE="~nobody-of-that-name/lore.db")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://127.0.0.1:8080/api/v10/", "http://127.0.0.1:8080/api/v10"),
        ("https://proxy.example/api/v10//", "https://proxy.example/api/v10"),
        ("HTTP://[::1]:8080/api/v10", "HTTP://[::1]:8080/api/v10"),
    ],
)
def test_the_api_url_is_an_address_without_a_closing_slash(text: str, url: str) -> None:
    assert read(DISCORD_API_URL=text).api_url == url


@pytest.mark.parametrize(
    "text",
    [
        "discord.com/api/v10",
        "ftp://discord.com/api",
        "https://",
        "https:///api/v10",
        "http://127.0.0.1:port/api",
        "http://127.0.0.1:70000/api",
        "http://[::1/api",
        "https://name:secret@proxy.example/api",
        "https://discord.com/api?secret=1",
        "https://discord.com/ api",
        "https://discord.com/\napi",
    ],
)
def test_another_api_url_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^DISCORD_API_URL .*\.$") as caught:
        read(DISCORD_API_URL=text)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_reading_model_is_read() -> None:
    settings = read(READER_URL="http://127.0.0.1:8080/v1/", READER_MODEL=" small ")
    assert settings.reader == ReaderSettings("http://127.0.0.1:8080/v1", "small")
    hosted = read(
        READER_URL="https://models.example/v1/chat/completions",
        READER_MODEL="large",
        READER_KEY="k-secret",
        READER_DIRECT_MESSAGES="On",
    )
    assert hosted.reader == ReaderSettings("https://models.example/v1", "large", "k-secret", True)
    assert "secret" not in f"{hosted} {hosted!r} {hosted.reader!r}"


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("URL", {"READER_URL": ""}),
        ("URL", {"READER_URL": "", "READER_MODEL": ""}),
        ("URL", {"READER_URL": "models.example/v1"}),
        ("URL", {"READER_URL": "https://name:secret@models.example/v1"}),
        ("URL", {"READER_URL": "https://models.example/v1?key=secret"}),
        ("MODEL", {"READER_MODEL": " "}),
        ("MODEL", {"READER_MODEL": "a\nb"}),
        ("KEY", {"READER_KEY": "two secret"}),
        ("KEY", {"READER_KEY": "sécret"}),
        ("DIRECT_MESSAGES", {"READER_DIRECT_MESSAGES": "secret"}),
    ],
)
def test_a_reading_model_that_cannot_be_used_is_refused_in_one_line(
    name: str, changed: dict[str, str]
) -> None:
    usable = {"READER_URL": "https://models.example/v1", "READER_MODEL": "m", "READER_KEY": "k"}
    with pytest.raises(SettingsError, match=rf"^READER_{name} .*\.$") as caught:
        read(**{**usable, **changed})
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_scheduled_backups_are_read() -> None:
    assert read().operating.backups is None
    assert read(BACKUP_DIR="backups").operating.backups == BackupSettings(Path("backups"), 24, 7)
    wished = read(BACKUP_DIR="/srv/backups", BACKUP_EVERY="6", BACKUP_KEEP=" 28 ")
    assert wished.operating.backups == BackupSettings(Path("/srv/backups"), 6, 28)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("DIR", {"BACKUP_DIR": "", "BACKUP_KEEP": "3"}),
        ("DIR", {"BACKUP_DIR": "~nobody-of-that-name/backups"}),
        ("EVERY", {"BACKUP_EVERY": "0"}),
        ("EVERY", {"BACKUP_EVERY": "0.5"}),
        ("KEEP", {"BACKUP_KEEP": "0"}),
        ("KEEP", {"BACKUP_KEEP": "all"}),
    ],
)
def test_backups_that_cannot_be_made_are_refused(name: str, changed: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=rf"^BACKUP_{name} .*\.$"):
        read(**{"BACKUP_DIR": "backups", **changed})


def test_shards_are_read() -> None:
    assert read().operating.shards == ShardSettings(None, None)
    assert read(SHARD_COUNT="4").operating.shards == ShardSettings(4, None)
    some = read(SHARD_COUNT="16", SHARD_IDS=" 0-2, 8,15 ").operating.shards
    assert some == ShardSettings(16, (0, 1, 2, 8, 15))
    assert [server for server in range(20) if some.holds(server << 22 | 5)] == [
        *(0, 1, 2, 8, 15),
        *(16, 17, 18),
    ]
    assert read().operating.shards.holds(7 << 22)


@pytest.mark.parametrize(
    ("name", "count", "ids"),
    [
        ("COUNT", "", "0"),
        ("COUNT", "0", ""),
        ("COUNT", "two", ""),
        ("COUNT", "10001", ""),
        ("IDS", "4", "4"),
        ("IDS", "4", "-1"),
        ("IDS", "4", "2-1"),
        ("IDS", "4", "0,,1"),
        ("IDS", "4", "0-9999999999"),
        ("IDS", "4", "²"),
        ("IDS", "4", "0-2,1"),
    ],
)
def test_shards_that_cannot_be_held_are_refused(name: str, count: str, ids: str) -> None:
    with pytest.raises(SettingsError, match=rf"^SHARD_{name} .*\.$"):
        read(SHARD_COUNT=count, SHARD_IDS=ids)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "²"])
def test_a_port_is_one(port: str) -> None:
    assert read().operating.metrics_port is None
    assert read(METRICS_PORT=" 9090 ").operating.metrics_port == 9090
    with pytest.raises(SettingsError, match=r"^METRICS_PORT .*\.$"):
        read(METRICS_PORT=port)


def test_the_form_of_the_log_is_one_of_two() -> None:
    assert read().operating.log_format == "plain"
    assert read(LOG_FORMAT=" JSON ").operating.log_format == "json"
    with pytest.raises(SettingsError, match=r"^LOG_FORMAT .*\.$"):
        read(LOG_FORMAT="xml")


def test_addresses_are_fetched_where_that_is_turned_on() -> None:
    assert not read().fetches
    assert read(FETCH_ADDRESSES="on").fetches
    with pytest.raises(SettingsError, match=r"^FETCH_ADDRESSES .*\.$"):
        read(FETCH_ADDRESSES="https://variety.com")


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        read().api_url = "https://elsewhere.example"  # type: ignore[misc]
