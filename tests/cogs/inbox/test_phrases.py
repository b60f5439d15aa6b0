"""The phrases that moderators taught: listed, removed, and brought back by Undo."""

from __future__ import annotations

import pytest

from chat.editing import texts
from chat.texts import replies as face
from cogs.inbox import texts as words
from lore.editing import Moderator
from lore.texts import refusals
from tests.discord_wire import Discord, User
from tests.support.inbox_commands import MODERATOR, listed, press
from tests.support.stage import Stage, running

pytestmark = pytest.mark.usefixtures("bot")


async def teach(discord: Discord, stage: Stage, *phrases: str) -> None:
    by = Moderator(discord.guild.id, MODERATOR.id)
    for phrase in phrases:
        await stage.services.editing.phrases.add(phrase, "composer", by)


async def test_where_none_was_taught(discord: Discord) -> None:
    seen = await listed(discord, "phrases")
    assert seen.ephemeral
    assert words.NO_PHRASES in seen.text
    assert seen.labels == []


async def test_one_is_removed_and_brought_back(discord: Discord, stage: Stage) -> None:
    await teach(discord, stage, "tune smith", "*score* boss")
    seen = await listed(discord, "phrases")
    assert "“tune smith” means composer" in seen.text
    assert "“*score* boss” means composer" in seen.text
    result = await press(discord, seen, words.FORGET, "tune smith")
    assert result.ephemeral
    assert "“tune smith” means nothing (before: composer)." in result.text
    assert "tune smith" not in (await listed(discord, "phrases")).text
    again = await press(discord, seen, words.FORGET, "tune smith")
    assert again.text == refusals.UNCHANGED
    await press(discord, result, texts.UNDO)
    assert "“tune smith” means composer" in (await listed(discord, "phrases")).text


async def test_many_are_paged_and_work_after_a_restart(discord: Discord, stage: Stage) -> None:
    await teach(discord, stage, *(f"tune smith {letter}" for letter in "abcdefghijklmnopqrstuvw"))
    first = await listed(discord, "phrases")
    assert "1 to 20 of 23" in first.text
    async with running(discord, stage):
        await discord.ready()
        second = await press(discord, first, words.NEXT)
        assert "21 to 23 of 23" in second.text
        assert (await press(discord, second, words.PREVIOUS)).markdown == first.markdown


async def test_only_moderators_see_and_remove_them(discord: Discord, stage: Stage) -> None:
    await teach(discord, stage, "tune smith")
    seen = await listed(discord, "phrases")
    ann = User("ann")
    assert (await listed(discord, "phrases", user=ann)).text == face.NEEDS_MANAGE_SERVER
    refused = await press(discord, seen, words.FORGET, "tune smith", user=ann)
    assert (refused.text, refused.ephemeral) == (face.NEEDS_MANAGE_SERVER, True)
    assert "tune smith" in (await listed(discord, "phrases")).text
