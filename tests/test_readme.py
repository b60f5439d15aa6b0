"""What the README says is true: its commands, settings, permissions, example and picture."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.invitation import PERMISSIONS, invitation
from cogs.server_settings.card import ORDER
from lore.editing import ServerSettings
from lore.model.dates import PartialDate
from lore.model.facts import Source, Status
from lore.quota import MEGABYTE
from lore.settings import BACKUP_HOURS, BACKUPS_KEPT, Settings
from lore.texts import terms
from lore.texts.server_settings import NAMES, on

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

START = "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/python bot.py"
TEST = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python check"


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)


def table(text: str) -> Iterator[list[str]]:
    """The rows of a Markdown table below its head, as lists of cells."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for row in rows[2:]:
        yield [cell.strip() for cell in row.strip("|").split("|")]


def bot(*arguments: str, database: Path) -> str:
    """What bot.py prints, with the developer's own settings kept out."""
    environment = {name: value for name, value in os.environ.items() if name not in settings_read()}
    finished = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        env=environment | {"DATABASE": str(database), "DISCORD_TOKEN": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def settings_read() -> set[str]:
    """The variables that the settings really come from."""

    class Watched(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            names.add(key)
            return super().get(key, default)

    names: set[str] = set()
    Settings.from_environment(Watched(), root=ROOT)
    return names


# --- the commands


def test_one_command_starts_the_bot_and_one_runs_the_tests() -> None:
    assert blocks("sh", section("Start")) == [f"{START}\n"]
    assert blocks("sh", section("Work on it")) == [f"{TEST}\n"]


def test_ci_runs_the_very_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    last = script.rstrip().splitlines()[-1]
    assert last.replace('"$python"', "python3").replace('"$venv"', ".venv") == TEST


@pytest.mark.parametrize("path", ["check", ".ci/run"])
def test_the_scripts_are_executable(path: str) -> None:
    assert os.access(ROOT / path, os.X_OK)


def test_every_path_of_the_commands_and_tables_is_there() -> None:
    named = set(re.findall(r"`((?:lore|cogs|data|tests|\.ci)/[\w./-]*)`", README))
    made = {"data/lore.db", "data/replica.db"}
    there = {name for name in named for end in ("", ".py") if (ROOT / f"{name}{end}").exists()}
    assert named - there - made == set()


# --- the settings


def test_the_settings_table_and_the_example_file_name_every_setting() -> None:
    rows = {re.findall(r"[A-Z_]{2,}", row[0])[0]: row[1] for row in table(section("Settings"))}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(rows) == settings_read()
    assert set(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE)) == settings_read()
    defaults = Settings.from_environment({}, root=Path())
    assert rows == {
        "DISCORD_TOKEN": "none",
        "DATABASE": f"`{defaults.database}` beside `bot.py`",
        "REPLICA": "`data/replica.db` beside `bot.py`",
        "DISCORD_API_URL": f"`{defaults.api_url}`",
        "SERVER_FACTS": f"`{defaults.quota.facts}`",
        "SERVER_NAMES": f"`{defaults.quota.names}`",
        "SERVER_SOURCES": f"`{defaults.quota.sources}`",
        "SERVER_TEXT_MB": f"`{defaults.quota.text // MEGABYTE}`",
        "READER_URL": "none",
        "READER_MODEL": "none",
        "READER_KEY": "none",
        "READER_DIRECT_MESSAGES": "`off`",
        "FETCH_ADDRESSES": "`off`",
        "SHARD_COUNT": "as Discord advises",
        "SHARD_IDS": "all",
        "METRICS_PORT": "none",
        "LOG_FORMAT": f"`{defaults.operating.log_format}`",
        "BACKUP_DIR": "none",
        "BACKUP_EVERY": f"`{BACKUP_HOURS}`",
        "BACKUP_KEEP": f"`{BACKUPS_KEPT}`",
    }


def test_the_invitation_asks_for_the_listed_permissions_and_no_more() -> None:
    import discord

    text = section("Bring it to Discord")
    address = next(line for line in text.splitlines() if "client_id=" in line)
    query = parse_qs(urlsplit(address.strip()).query)
    names = {row[0].lower().replace(" ", "_") for row in table(text)}
    names = {"view_channel" if name == "view_channels" else name for name in names}
    assert query["scope"] == ["bot applications.commands"]
    assert int(query["permissions"][0]) == PERMISSIONS.value
    assert discord.Permissions(**dict.fromkeys(names, True)) == PERMISSIONS
    example = invitation(1).replace("client_id=1&", "client_id=YOUR_APPLICATION_ID&")
    assert example.replace("%20", "+") == address.strip()


def test_the_settings_of_a_server_are_those_of_the_card() -> None:
    told = {row[0]: row[1] for row in table(section("Set up a server"))}
    assert list(told) == [NAMES[key] for key in ORDER]
    for name in ("Mentions", "Quiet", "Answers for all to see", "Weekly digest"):
        key = next(key for key, shown in NAMES.items() if shown == name)
        assert told[name] == on(getattr(ServerSettings(), key))


# --- the pack format


def example() -> list[dict[str, Any]]:
    (block,) = blocks("jsonl")
    return [json.loads(line) for line in block.splitlines()]


def documented() -> dict[str, dict[str, bool]]:
    """The fields of each record, and whether they are required."""
    fields: dict[str, dict[str, bool]] = {}
    record = ""
    for first, field, _ in table(section("Packs")):
        record = first or record
        for name, optional in re.findall(r"`(\w+)`(\?)?", field):
            fields.setdefault(record, {})[name] = not optional
    return fields


def assert_as_documented(record: str, content: Mapping[str, Any]) -> None:
    fields = documented()[record]
    given = set(content) - {"type"}
    assert given <= set(fields)
    assert given >= {name for name, required in fields.items() if required}


def test_the_example_has_the_documented_fields() -> None:
    assert set(documented()) == {"source", "entity", "fact", "citation"}
    used: dict[str, set[str]] = {}
    for record in example():
        used.setdefault(record["type"], set()).update(set(record) - {"type"})
        assert_as_documented(record["type"], record)
        for citation in record.get("citations", []):
            used.setdefault("citation", set()).update(citation)
            assert_as_documented("citation", citation)
    assert used == {record: set(fields) for record, fields in documented().items()}


def test_every_status_is_documented() -> None:
    row = next(row for row in table(section("Packs")) if row[1] == "`status`")
    assert set(re.findall(r"`(\w+)`", row[2])) == set(Status)


def test_the_example_can_be_imported_and_asked(tmp_path: Path) -> None:
    pack, database = tmp_path / "my-pack.jsonl", tmp_path / "lore.db"
    pack.write_text(blocks("jsonl")[0], encoding="utf-8")
    bot("import", str(pack), database=database)
    output = bot("ask", "--json", "who plays the conductor in night train 2", database=database)
    assert json.loads(output)["answers"][0]["value"] == "Ana López"


# --- the picture


def test_the_picture_shows_what_the_bot_answers(tmp_path: Path) -> None:
    picture = " ".join(blocks("text")[0].split())
    found = re.search(r"@Film lore (.*?) Film lore ", picture)
    assert found
    output = bot("ask", "--json", found[1], database=tmp_path / "lore.db")
    answer = json.loads(output)["answers"][0]
    source = answer["sources"][0]
    title = terms.title(Source(1, source["title"]))
    day = terms.short_date(PartialDate.parse(source["published"]))
    more = f"+{len(answer['sources']) - 1}"
    for shown in (answer["value"], answer["role"], answer["status"], title, day, more):
        assert shown in picture


def test_the_pictures_are_there() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(named) == 3
    assert all((ROOT / name).exists() for name in named)
