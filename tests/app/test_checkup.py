"""`bot.py check`: each thing that a start needs, in order or not, and nothing changed."""

from __future__ import annotations

import os
import sqlite3
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from contextlib import closing
from pathlib import Path

import pytest

from app.invitation import invitation
from lore.store.lease import lease
from tests.discord_wire import Discord
from tests.support.imports import ROOT


async def check(discord: Discord, folder: Path, **settings: str) -> tuple[int, list[str], str]:
    """The status, the lines and the complaints of `check`."""
    usual = {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api,
        "DATABASE": str(folder / "lore.db"),
    }
    tried = await create_subprocess_exec(
        *(sys.executable, str(ROOT / "bot.py"), "check"),
        env=os.environ | usual | settings,
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await tried.communicate()
    assert tried.returncode is not None
    assert discord.token.encode() not in out + err
    return tried.returncode, out.decode().splitlines(), err.decode()


async def test_all_is_in_order(discord: Discord, database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    discord.gateway.shards = 2
    backups = tmp_path / "backups"
    status, lines, err = await check(
        discord, tmp_path, DATABASE=str(database), BACKUP_DIR=str(backups), METRICS_PORT="9090"
    )
    assert (status, err) == (0, "")
    assert lines[0] == "The settings can be used."
    assert lines[1].startswith(f"The database {database} is whole: ")
    assert "The pack " in lines[2]
    assert lines[3] == f"Backups can be put into {backups}, which has 0 backups."
    assert lines[4].startswith("No reading model is set")
    told = f"Discord takes the token of {discord.bot.name}, which is to hold 2 connections."
    assert lines[5] == told
    assert lines[6].endswith(invitation(discord.bot.id))
    assert discord.gateway.identified == []
    assert database.read_bytes() == before


async def test_a_new_machine_has_no_database_yet(discord: Discord, tmp_path: Path) -> None:
    status, lines, err = await check(discord, tmp_path, DISCORD_TOKEN="")
    assert (status, err) == (0, "")
    assert lines[1].endswith("is not there yet: the first start makes it.")
    assert lines[-1].startswith("No DISCORD_TOKEN is set")
    assert not (tmp_path / "lore.db").exists()


@pytest.mark.parametrize("refusal", ["token", "silent", "gateway"])
async def test_what_discord_refuses_is_one_line(
    discord: Discord, tmp_path: Path, refusal: str
) -> None:
    wrong = {
        "token": {"DISCORD_TOKEN": "MTA5.wrong.token"},
        "silent": {"DISCORD_API_URL": "http://127.0.0.1:9/api/v10"},
    }
    discord.gateway.refuse_upgrade = refusal == "gateway"
    status, _, err = await check(discord, tmp_path, **wrong.get(refusal, {}))
    assert status == 2
    assert err.startswith("Discord")
    assert err.count("\n") == 1


@pytest.mark.parametrize("fault", ["damaged", "foreign", "newer", "folder"])
async def test_each_thing_out_of_order_is_told_and_the_others_looked_at(
    discord: Discord, database: Path, tmp_path: Path, fault: str
) -> None:
    file = tmp_path / "lore.db"
    content = database.read_bytes()
    match fault:
        case "damaged":
            file.write_bytes(content[: len(content) // 2])
        case "folder":
            file.mkdir()
        case "foreign":
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("CREATE TABLE x (y)")
        case "newer":
            file.write_bytes(content)
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA user_version = 9999")
    (tmp_path / "file").touch()
    status, lines, err = await check(
        discord, tmp_path, BACKUP_DIR=str(tmp_path / "file" / "backups")
    )
    assert status == 2
    first, second = err.splitlines()
    assert str(file) in first
    assert "BACKUP_DIR" in second
    assert lines[-1].startswith("To bring it to a server")


async def test_it_says_whether_a_bot_runs(discord: Discord, database: Path, tmp_path: Path) -> None:
    with lease(database):
        _, lines, _ = await check(discord, tmp_path, DATABASE=str(database))
    assert lines[1].endswith("; a bot is running on it.")
