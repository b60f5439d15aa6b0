"""/setup where everything is set and feeds are offered: all that a message of components holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cogs.server_settings import texts as words
from lore.editing import ServerSettings
from tests.discord_wire import Discord, Exchange, Role, Seen
from tests.discord_wire.limits import COMPONENTS
from tests.discord_wire.seen import nested
from tests.support import web
from tests.support.fact_commands import MODERATOR, slash
from tests.support.stage import Stage, staged

pytestmark = pytest.mark.usefixtures("bot")
LISTS = ("moderator_role", "log_channel", "channels", "spoiler_channels")


@pytest.fixture
async def stage(database: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot's stage, which may fetch feeds."""
    async with staged(database, tmp_path, web.fetcher()) as made:
        yield made


async def all_set(discord: Discord, stage: Stage) -> dict[str, Any]:
    """What is set of all that has a Reset."""
    role = Role("keepers")
    about = {"guild_id": str(discord.guild.id), "role": role.payload()}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", about)
    channels = (discord.channel.id, discord.silent.id)
    chosen = dict(zip(LISTS, (role.id, discord.channel.id, channels, channels[:1]), strict=True))
    await stage.set(discord.guild, **chosen)
    return chosen


def resets(seen: Seen) -> dict[str, str]:
    """The custom ids of what sets a setting back, by the settings."""
    items = nested(seen.raw["components"])
    ids = [
        item["custom_id"]
        for item in items
        if str(item.get("label")).startswith(words.AS_IT_COMES) and "custom_id" in item
    ]
    return {one.split(":")[1]: one for one in ids}


async def changed(exchange: Exchange) -> Seen:
    shown = await exchange.changes.until(
        lambda: exchange.message or next(iter(exchange.followups), None), what="the card"
    )
    return Seen(shown)


async def pressed(discord: Discord, seen: Seen, control: str) -> Seen:
    return await changed(await discord.press(seen, control, user=MODERATOR))


async def test_each_list_keeps_its_reset_beside_an_undo(discord: Discord, stage: Stage) -> None:
    await all_set(discord, stage)
    seen = await pressed(discord, await slash(discord, "setup"), "setup:quiet")
    assert "Undo" in seen.labels
    assert len([*nested(seen.raw["components"])]) <= COMPONENTS
    assert set(resets(seen)) == set(LISTS)
    assert "Reset: Where I answer" in seen.labels


@pytest.mark.parametrize("key", LISTS)
async def test_a_reset_and_its_undo(discord: Discord, stage: Stage, key: str) -> None:
    chosen = await all_set(discord, stage)
    seen = await pressed(discord, await slash(discord, "setup"), "setup:quiet")
    seen = await pressed(discord, seen, resets(seen)[key])
    assert set(resets(seen)) == set(LISTS) - {key}
    setups = stage.services.editing.setups
    assert getattr(await setups.get(discord.guild.id), key) == getattr(ServerSettings(), key)
    seen = await pressed(discord, seen, "Undo")
    assert set(resets(seen)) == set(LISTS)
    assert getattr(await setups.get(discord.guild.id), key) == chosen[key]


async def test_where_there_is_room_it_stands_beside_its_setting(
    discord: Discord, stage: Stage
) -> None:
    await all_set(discord, stage)
    seen = await slash(discord, "setup")
    assert seen.labels.count(words.AS_IT_COMES) == len(LISTS)
