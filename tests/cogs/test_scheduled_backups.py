"""The bot backs its database up by itself."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from lore.model.errors import StoreError
from lore.settings import BackupSettings, OperatingSettings
from lore.store.backup import restore
from tests.discord_wire import Discord
from tests.discord_wire.recording import PATIENCE
from tests.support.stage import Stage, running


def operating(folder: Path) -> OperatingSettings:
    return OperatingSettings(backups=BackupSettings(folder, hours=24, keep=2))


async def found(folder: Path) -> list[Path]:
    """Wait until there is a backup; all there are."""
    async with asyncio.timeout(PATIENCE):
        # The folder tells nobody.
        while not (made := sorted(folder.glob("*.db"))):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return made


async def test_one_is_made_at_the_start_and_none_again_after_a_restart(
    discord: Discord, stage: Stage, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    [version] = (await stage.store.read("PRAGMA user_version"))[0]
    for _ in range(2):
        async with running(discord, stage, operating(folder)):
            await discord.ready()
            [made] = await found(folder)
    assert restore(made, tmp_path / "back.db", newest=version).facts > 200


async def test_a_folder_that_cannot_be_had_keeps_the_bot_from_starting(
    discord: Discord, stage: Stage, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    async with running(discord, stage, operating(tmp_path / "file" / "backups")) as bot:
        with pytest.raises(StoreError, match="BACKUP_DIR"):
            await bot
    assert discord.requests == []


async def test_no_good_backup_goes_for_one_of_a_file_that_is_not_the_database(
    discord: Discord, stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage.store.stop_edits("The database is damaged.")
    async with running(discord, stage, operating(tmp_path / "backups")):
        await discord.ready()
        assert (
            "Rebecca Ferguson"
            in (await discord.reply_to(await discord.say("who plays Ilsa Faust?"))).text
        )
    assert list((tmp_path / "backups").iterdir()) == []
    assert [record.levelname for record in caplog.records if "damaged" in record.message] == [
        logging.getLevelName(logging.ERROR)
    ]
