"""/privacy, and what goes when the bot is removed from a server."""

from __future__ import annotations

import asyncio
import json

import pytest

from chat.editing import texts
from chat.texts import pages
from cogs import privacy as words
from tests.cogs.test_suggest import COMPOSER, suggest
from tests.discord_wire import Discord, Guild, User
from tests.discord_wire.recording import PATIENCE
from tests.support.inbox_commands import MODERATOR, STRANGE, known, press, wait_for
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")

ONCE = 1101
"""Characters of /privacy before it was to be half as long."""


async def everything(stage: Stage) -> str:
    """All texts and numbers of all tables."""
    tables = await stage.store.read(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return str([await stage.store.read(f"SELECT * FROM {name}") for (name,) in tables])


async def sizes(stage: Stage, scope: int) -> int:
    """How many rows of a server there are."""
    tables = await stage.store.read(
        "SELECT DISTINCT one.name FROM sqlite_schema AS one, pragma_table_info(one.name) AS two "
        "WHERE one.type = 'table' AND two.name = 'scope' AND one.name <> 'departed'"
    )
    counts = [
        await stage.store.read(f"SELECT count(*) FROM {name} WHERE scope = ?", (scope,))
        for (name,) in tables
    ]
    return sum(rows[0][0] for rows in counts)


@bot
async def test_what_is_kept_is_told_everywhere(discord: Discord) -> None:
    for channel in (discord.channel, discord.direct, discord.elsewhere, discord.silent):
        seen = await (await discord.slash("privacy show", channel=channel)).seen()
        assert seen.ephemeral
        assert "What I keep" in seen.text
        assert "50,000 latest" in seen.text
        assert len(seen.text) <= ONCE // 2
    assert pages.ABOUT.title


@bot
async def test_a_person_gets_what_names_them_and_has_it_deleted(
    discord: Discord, stage: Stage
) -> None:
    await wait_for(discord)
    await suggest(discord, note=f"I am <@{discord.member.id}>")
    await suggest(discord, user=User("bea"), note=f"so says {discord.member.id}")
    exchange = await discord.slash("privacy export")
    seen = await exchange.seen()
    assert seen.ephemeral
    assert words.EXPORTED in seen.text
    [sent] = [one for one in discord.requests if one.files]
    kept = json.loads(sent.files["what-is-kept-of-you.json"])
    assert {name: len(rows) for name, rows in kept.items()} == {"inbox_wish": 1, "suggestion": 2}
    asked = await (await discord.slash("privacy delete")).seen()
    assert (asked.text, asked.labels) == (words.ASK_ONCE_MORE, [words.DELETE])
    assert str(discord.member.id) in await everything(stage)
    done = await press(discord, asked, words.DELETE, user=discord.member)
    assert (done.text, done.labels) == (words.DELETED, [])
    held = await everything(stage)
    assert str(discord.member.id) not in held
    assert "so says former member" in held


@bot
async def test_a_moderator_becomes_a_former_one_and_the_facts_stay(
    discord: Discord, stage: Stage
) -> None:
    card = await (await discord.slash("fact add", user=MODERATOR, **COMPOSER)).seen()
    await press(discord, card, texts.BUTTONS["save"])
    asked = await (await discord.slash("privacy delete", user=MODERATOR)).seen()
    await press(discord, asked, words.DELETE)
    held = await everything(stage)
    assert str(MODERATOR.id) not in held
    assert "former moderator" in held
    answer = await (await discord.slash("ask", question="who composed night train?")).seen()
    assert "Ana Lopez" in answer.text


async def departed(stage: Stage, *, expected: bool) -> None:
    """Wait until the bot has noted that it was removed, or that it is back."""
    async with asyncio.timeout(PATIENCE):
        # The database tells nobody.
        while bool(await stage.store.read("SELECT 1 FROM departed")) is not expected:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@bot
async def test_a_removal_starts_the_time_and_an_outage_does_not(
    discord: Discord, stage: Stage
) -> None:
    await wait_for(discord, STRANGE)
    guild = {"id": str(discord.guild.id)}
    await discord.gateway.dispatch("GUILD_DELETE", guild | {"unavailable": True})
    whole = discord.guild.payload(discord.bot, [discord.channel])
    await discord.gateway.dispatch("GUILD_CREATE", whole)
    assert (await known(discord, 1, words="Captain Doodle", name="Conductor Vale")).text
    assert await stage.store.read("SELECT * FROM departed") == []
    await discord.gateway.dispatch("GUILD_DELETE", guild)
    await departed(stage, expected=True)
    back = {key: value for key, value in whole.items() if key != "unavailable"}
    await discord.gateway.dispatch("GUILD_CREATE", back)
    await departed(stage, expected=False)
    assert await sizes(stage, discord.guild.id)


async def test_after_thirty_days_everything_goes_and_what_is_there_stays(
    discord: Discord, stage: Stage
) -> None:
    async with running(discord, stage):
        await discord.ready()
        await wait_for(discord)
        await suggest(discord)
        await stage.services.inbox.flush()
        await stage.written(1)
    gone = Guild("gone")
    tables = ("asked_on", "inbox_entry", "inbox_wording", "inbox_wish", "suggestion", "shown")
    async with stage.store.write() as writer:
        await writer.execute_fetchall("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            await writer.execute_fetchall(
                f"UPDATE {table} SET scope = ? WHERE scope = ?", (gone.id, discord.guild.id)
            )
        for scope in (gone.id, discord.guild.id):
            await writer.execute_fetchall(
                "INSERT INTO departed (scope, since) VALUES (?, '2020-01-01T00:00:00Z')", (scope,)
            )
    kept = await sizes(stage, discord.guild.id)
    async with running(discord, stage):
        await departed(stage, expected=False)
    assert await sizes(stage, gone.id) == 0
    assert await sizes(stage, discord.guild.id) == kept
