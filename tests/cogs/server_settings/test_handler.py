"""/setup: what a server's managers see and change, and who may not."""

from __future__ import annotations

from typing import Any

import pytest

from chat.texts import replies as discord_words
from cogs.server_settings import texts as words
from cogs.server_settings.card import ORDER
from lore.editing import ServerSettings
from lore.texts import refusals
from lore.texts.server_settings import NAMES
from tests.discord_wire import Channel, Discord, Exchange, Guild, Permission, Role, Seen, User
from tests.discord_wire.seen import nested
from tests.discord_wire.world import ORDINARY
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")

MANAGER = User("mona", permissions=ORDINARY | Permission.MANAGE_GUILD)
OTHER = User("otto", permissions=ORDINARY | Permission.MANAGE_GUILD)
MEMBER = User("max")
QUESTION = "who plays Ilsa Faust?"


async def setup(discord: Discord, user: User = MANAGER, **options: Any) -> Seen:
    return await (await discord.slash("setup", user=user, **options)).seen()


async def use(discord: Discord, seen: Seen, key: str, *values: str, user: User = MANAGER) -> Seen:
    """What stands there after a control of a setting was used."""
    control = words.CHOOSE.get(key, f"setup:{key}")
    return await changed(await discord.press(seen, control, *values, user=user))


async def changed(exchange: Exchange) -> Seen:
    shown = await exchange.changes.until(
        lambda: exchange.message or next(iter(exchange.followups), None), what="the card"
    )
    return Seen(shown)


async def ask(discord: Discord, **options: Any) -> Seen:
    return await (await discord.slash("ask", question=QUESTION, **options)).seen()


def warned(seen: Seen, key: str) -> str:
    """What the head of the card warns of in a setting."""
    head = next(item for item in nested(seen.raw["components"]) if item["type"] == 10)
    marked = f"⚠️ **{NAMES[key]}:** "
    return "\n".join(one for one in head["content"].splitlines() if one.startswith(marked))


def line(seen: Seen, key: str) -> str:
    """What the card says of a setting."""
    texts: list[str] = [
        item["content"] for item in nested(seen.raw["components"]) if item["type"] == 10
    ]
    return next(text for text in texts if text.startswith(f"**{NAMES[key]}:**"))


@bot
async def test_the_card_says_what_is_set_and_what_it_does(discord: Discord) -> None:
    seen = await setup(discord)
    assert seen.ephemeral
    for key in ORDER:
        assert words.WHAT[key] in line(seen, key)
        assert seen.component(f"setup:{key}")["custom_id"]
    assert "every channel" in line(seen, "channels")
    assert "**Mentions:** on" in line(seen, "mentions")
    assert words.AS_IT_COMES not in seen.labels


@bot
async def test_only_who_manages_the_server_sees_it(discord: Discord, stage: Stage) -> None:
    role = Role("keepers")
    await discord.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(discord.guild.id), "role": role.payload()}
    )
    await stage.set(discord.guild, moderator_role=role.id)
    for user in (MEMBER, User("kim", roles=(role.id,))):
        told = await setup(discord, user)
        assert (told.text, told.ephemeral) == (discord_words.NEEDS_MANAGE_SERVER, True)
    command = next(one for one in discord.commands if one["name"] == "setup")
    assert command["default_member_permissions"] in (32, "32")
    assert (command["integration_types"], command["contexts"]) == ([0], [0])


@bot
async def test_a_press_asks_anew_who_may(discord: Discord, stage: Stage) -> None:
    seen = await setup(discord)
    former = User(MANAGER.name, id=MANAGER.id)
    told = await (await discord.press(seen, "setup:mentions", user=former)).seen()
    assert (told.text, told.ephemeral) == (discord_words.NEEDS_MANAGE_SERVER, True)
    assert await stage.services.editing.setups.get(discord.guild.id) == ServerSettings()


@bot
async def test_what_it_is_not_for(discord: Discord) -> None:
    for channel in (discord.direct, discord.elsewhere):
        told = await setup(discord, channel=channel)
        assert told.text == discord_words.NEEDS_SERVER


@bot
async def test_every_setting_can_be_changed_and_set_back(discord: Discord, stage: Stage) -> None:
    role = Role("keepers")
    await discord.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(discord.guild.id), "role": role.payload()}
    )
    channel = str(discord.channel.id)
    seen = await setup(discord)
    chosen = {
        "moderator_role": [str(role.id)],
        "log_channel": [channel],
        "channels": [channel, str(discord.silent.id)],
        "spoiler_channels": [channel],
        "cooldown": ["60"],
    }
    switches = ("mentions", "quiet", "public", "digest")
    for key in ORDER:
        seen = await use(discord, seen, key, *chosen.get(key, ()))
        assert "Saved. This was change" in seen.text
    assert f"<@&{role.id}>" in line(seen, "moderator_role")
    assert f"<#{channel}> and <#{discord.silent.id}>" in line(seen, "channels")
    assert "1 minute" in line(seen, "cooldown")
    assert await stage.services.editing.setups.get(discord.guild.id) == ServerSettings(
        role.id,
        (discord.channel.id, discord.silent.id),
        False,
        True,
        discord.channel.id,
        (discord.channel.id,),
        False,
        60,
        True,
    )
    for key in (*switches, "cooldown"):
        seen = await use(discord, seen, key, *(["0"] if key == "cooldown" else []))
    for key in ("moderator_role", "log_channel", "channels", "spoiler_channels"):
        seen = await reset(discord, seen, key)
    assert await stage.services.editing.setups.get(discord.guild.id) == ServerSettings()


def resets(seen: Seen) -> dict[str, str]:
    """The custom ids of the buttons that set a setting back, by the settings."""
    items = nested(seen.raw["components"])
    ids = [item["custom_id"] for item in items if item.get("label") == words.AS_IT_COMES]
    return {one.split(":")[1]: one for one in ids}


async def reset(discord: Discord, seen: Seen, key: str, user: User = MANAGER) -> Seen:
    """What stands there after a setting was set back."""
    return await changed(await discord.press(seen, resets(seen)[key], user=user))


UNSET = {
    "moderator_role": "@keepers → who may manage the server.",
    "log_channel": "#questions → none.",
    "channels": "#questions and #no-embeds → every channel.",
    "spoiler_channels": "#questions → none.",
}
LISTS = ("moderator_role", "log_channel", "channels", "spoiler_channels")


async def all_set(discord: Discord, stage: Stage) -> dict[str, Any]:
    """What is set of all that has a Reset."""
    role = Role("keepers")
    about = {"guild_id": str(discord.guild.id), "role": role.payload()}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", about)
    channels = (discord.channel.id, discord.silent.id)
    chosen = {
        "moderator_role": role.id,
        "log_channel": discord.channel.id,
        "channels": channels,
        "spoiler_channels": channels[:1],
    }
    await stage.set(discord.guild, **chosen)
    return chosen


@bot
@pytest.mark.parametrize("key", LISTS)
async def test_a_reset_and_its_undo(discord: Discord, stage: Stage, key: str) -> None:
    chosen = await all_set(discord, stage)
    seen = await setup(discord)
    assert set(resets(seen)) == set(LISTS)
    before = line(seen, key)
    now = await reset(discord, seen, key)
    assert now.ephemeral
    assert "Saved. This was change" in now.text
    assert set(resets(now)) == set(LISTS) - {key}
    assert line(now, key) != before
    setups = stage.services.editing.setups
    assert getattr(await setups.get(discord.guild.id), key) == getattr(ServerSettings(), key)
    logged = await discord.until(lambda: discord.sent(discord.channel), "the card in the log")
    assert f"{NAMES[key]}: " in logged[-1].text
    assert UNSET[key] in logged[-1].text

    back = await changed(await discord.press(now, "Undo", user=MANAGER))
    assert "is undone" in back.text
    assert (line(back, key), set(resets(back))) == (before, set(LISTS))
    assert getattr(await setups.get(discord.guild.id), key) == chosen[key]
    twice = await changed(await discord.press(now, "Undo", user=MANAGER))
    assert "is undone already" in twice.text
    assert getattr(await setups.get(discord.guild.id), key) == chosen[key]


@bot
async def test_a_reset_that_somebody_may_not_press(discord: Discord, stage: Stage) -> None:
    chosen = await all_set(discord, stage)
    seen = await setup(discord)
    moderator = User("kim", roles=(chosen["moderator_role"],))
    for user in (MEMBER, moderator, User(MANAGER.name, id=MANAGER.id)):
        exchange = await discord.press(seen, resets(seen)["channels"], user=user)
        told = await exchange.seen()
        assert (told.text, told.ephemeral) == (discord_words.NEEDS_MANAGE_SERVER, True)
        assert "components" not in (exchange.callback or {}).get("data", {})
    now = await stage.services.editing.setups.get(discord.guild.id)
    assert now.channels == chosen["channels"]
    assert discord.sent(discord.channel) == []


@bot
async def test_a_reset_of_what_was_changed_meanwhile(discord: Discord, stage: Stage) -> None:
    await all_set(discord, stage)
    seen = await setup(discord)
    await use(discord, await setup(discord, OTHER), "channels", str(discord.silent.id), user=OTHER)
    late = await reset(discord, seen, "channels")
    assert refusals.OVERWRITTEN in late.text
    assert f"<#{discord.silent.id}>" in line(late, "channels")
    again = await reset(discord, late, "channels")
    assert "every channel" in line(again, "channels")
    twice = await reset(discord, late, "channels")
    assert refusals.OVERWRITTEN in twice.text or refusals.UNCHANGED in twice.text


@bot
async def test_moderators_have_the_chosen_role_for_as_long_as_it_is_there(
    discord: Discord, stage: Stage
) -> None:
    role = Role("**keepers**")
    kim = User("kim", roles=(role.id,))
    about = {"guild_id": str(discord.guild.id)}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", about | {"role": role.payload()})
    await stage.set(discord.guild, moderator_role=role.id)

    async def inbox(user: User) -> str:
        return (await (await discord.slash("inbox open", user=user)).seen()).text

    assert "No question is waiting" in await inbox(kim)
    assert "No question is waiting" in await inbox(MANAGER)
    assert await inbox(MEMBER) == discord_words.needs_role("**keepers**")
    await discord.gateway.dispatch("GUILD_ROLE_DELETE", about | {"role_id": str(role.id)})
    assert await inbox(MEMBER) == discord_words.NEEDS_MANAGE_SERVER
    assert await inbox(User("kim", id=kim.id)) == discord_words.NEEDS_MANAGE_SERVER


@bot
async def test_nobody_chooses_everybody(discord: Discord, stage: Stage) -> None:
    seen = await setup(discord)
    told = await use(discord, seen, "moderator_role", str(discord.guild.id))
    assert (told.text, told.ephemeral) == (words.EVERYBODY, True)
    assert (await stage.services.editing.setups.get(discord.guild.id)).moderator_role is None


@bot
async def test_a_change_holds_at_once_and_can_be_undone_from_the_card(discord: Discord) -> None:
    seen = await use(discord, await setup(discord), "public")
    assert (await ask(discord)).ephemeral
    assert "**Answers for all to see:** off" in line(seen, "public")
    now = await changed(await discord.press(seen, "Undo", user=MANAGER))
    assert "Change 1 is undone" in now.text
    assert "**Answers for all to see:** on" in line(now, "public")
    assert not (await ask(discord)).ephemeral
    late = await changed(await discord.press(seen, "Undo", user=MANAGER))
    assert "Change 1 is undone already, by change 2." in late.text
    again = await changed(await discord.press(now, "Undo", user=MANAGER))
    assert "**Answers for all to see:** off" in line(again, "public")


@bot
async def test_undo_on_the_card_asks_anew_who_may(discord: Discord) -> None:
    seen = await use(discord, await setup(discord), "public")
    former = User(MANAGER.name, id=MANAGER.id)
    told = await (await discord.press(seen, "Undo", user=former)).seen()
    assert (told.text, told.ephemeral) == (discord_words.NEEDS_MANAGE_SERVER, True)
    assert (await ask(discord)).ephemeral


@bot
async def test_two_managers_at_once(discord: Discord, stage: Stage) -> None:
    one, other = await setup(discord), await setup(discord, OTHER)
    await use(discord, one, "channels", str(discord.channel.id))
    late = await use(discord, other, "channels", str(discord.silent.id), user=OTHER)
    assert refusals.OVERWRITTEN in late.text
    assert f"<#{discord.channel.id}>" in line(late, "channels")
    known = await stage.services.editing.setups.get(discord.guild.id)
    assert known.channels == (discord.channel.id,)
    # What the other one left alone can be changed from the older card.
    quiet = await use(discord, other, "quiet", user=OTHER)
    assert "Saved" in quiet.text
    assert f"<#{discord.channel.id}>" in line(quiet, "channels")
    again = await use(discord, late, "channels", str(discord.silent.id), user=OTHER)
    assert f"<#{discord.silent.id}>" in line(again, "channels")


@bot
async def test_what_is_so_already(discord: Discord, stage: Stage) -> None:
    seen = await setup(discord)
    shown = await use(discord, seen, "cooldown", "0")
    assert refusals.UNCHANGED in shown.text
    assert await stage.services.editing.history(discord.guild.id) == []


async def test_the_card_works_after_a_restart(discord: Discord, stage: Stage) -> None:
    async with running(discord, stage):
        await discord.ready()
        seen = await setup(discord)
    async with running(discord, stage.reopened()):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        seen = await use(discord, seen, "mentions")
        assert "**Mentions:** off" in line(seen, "mentions")
        seen = await use(discord, seen, "spoiler_channels", str(discord.channel.id))
        assert f"<#{discord.channel.id}>" in line(seen, "spoiler_channels")


@bot
async def test_what_the_bot_may_not_do_is_said_at_once(discord: Discord) -> None:
    hidden = Channel("hidden", discord.guild, denied=ORDINARY)
    await discord.gateway.dispatch("CHANNEL_CREATE", hidden.payload())
    seen = await use(discord, await setup(discord), "log_channel", str(discord.silent.id))
    assert "Saved" in seen.text
    assert words.log_lacks(["Embed Links"]) in warned(seen, "log_channel")
    seen = await use(discord, seen, "log_channel", str(hidden.id))
    assert "View Channel, Send Messages and Embed Links" in warned(seen, "log_channel")
    seen = await use(discord, seen, "channels", str(hidden.id), str(discord.channel.id))
    assert words.not_allowed([f"<#{hidden.id}>"]) in warned(seen, "channels")
    seen = await use(discord, seen, "log_channel", str(discord.channel.id))
    assert "⚠️" not in warned(seen, "log_channel")


@bot
async def test_a_log_channel_of_another_server_is_refused(discord: Discord, stage: Stage) -> None:
    other = Guild("theatre")
    there = Channel("stalls", other)
    await discord.gateway.dispatch("GUILD_CREATE", other.payload(discord.bot, [there]))
    told = await use(discord, await setup(discord), "log_channel", str(there.id))
    assert told.text == words.CHANNEL_GONE
    assert (await stage.services.editing.setups.get(discord.guild.id)).log_channel is None


@bot
async def test_what_was_chosen_and_is_gone(discord: Discord, stage: Stage) -> None:
    await stage.set(
        discord.guild,
        moderator_role=5,
        log_channel=discord.silent.id,
        channels=[discord.silent.id, discord.channel.id],
        spoiler_channels=[discord.silent.id],
        digest=True,
    )
    await discord.gateway.dispatch("CHANNEL_DELETE", discord.silent.payload())
    seen = await setup(discord)
    assert words.ROLE_GONE in warned(seen, "moderator_role")
    assert words.CHANNEL_GONE in warned(seen, "log_channel")
    assert words.gone(1) in warned(seen, "channels")
    assert f"<#{discord.channel.id}>" in line(seen, "channels")
    assert words.CHANNEL_GONE in warned(seen, "spoiler_channels")
    select = seen.component(words.CHOOSE["channels"])
    assert [int(one["id"]) for one in select["default_values"]] == [discord.channel.id]
    refused = await (await discord.slash("inbox open", user=MEMBER)).seen()
    assert refused.text == discord_words.NEEDS_MANAGE_SERVER
    seen = await use(discord, seen, "log_channel", str(discord.channel.id))
    assert "Saved" in seen.text


@bot
async def test_warnings_stand_on_top_and_settings_apart(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, digest=True, moderator_role=5)
    seen = await setup(discord)
    first, *rest = [one for one in nested(seen.raw["components"]) if one["type"] == 10]
    assert words.NO_LOG in first["content"]
    assert not any("⚠️" in one["content"] for one in rest)
    separators = [one for one in nested(seen.raw["components"]) if one["type"] == 14]
    assert len(separators) == len(ORDER)
    assert "Reset" in seen.labels


@bot
async def test_a_role_that_cannot_see_the_commands_is_told_of(
    discord: Discord, stage: Stage
) -> None:
    role = Role("lorekeepers")
    told = {"guild_id": str(discord.guild.id), "role": role.payload()}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", told)
    await stage.set(discord.guild, moderator_role=role.id)
    assert words.HIDDEN in warned(await setup(discord), "moderator_role")


@bot
async def test_a_digest_needs_a_log(discord: Discord) -> None:
    seen = await use(discord, await setup(discord), "digest")
    assert words.NO_LOG in warned(seen, "digest")


@bot
async def test_a_setting_of_an_older_version(discord: Discord) -> None:
    seen = await setup(discord)
    seen.component("setup:quiet")["custom_id"] = "setup:loud:00000000:on"
    told = await (await discord.press(seen, "setup:loud", user=MANAGER)).seen()
    assert told.text == words.OLD


@bot
async def test_a_server_that_the_bot_hardly_knows_yet(discord: Discord, stage: Stage) -> None:
    there = Channel("stalls", Guild("theatre"))
    seen = await setup(discord, channel=there)
    assert "**Mentions:** on" in line(seen, "mentions")
    assert there.guild is not None
    await stage.set(there.guild, log_channel=there.id, moderator_role=5)
    seen = await setup(discord, channel=there)
    assert words.CHANNEL_GONE in warned(seen, "log_channel")
    kim = User("kim", roles=(5,))
    told = await (await discord.slash("inbox open", user=kim, channel=there)).seen()
    assert "No question is waiting" in told.text


@bot
async def test_two_managers_at_the_same_moment(discord: Discord, stage: Stage) -> None:
    one, other = await setup(discord), await setup(discord, OTHER)
    first = await discord.press(one, "setup:quiet", user=MANAGER)
    second = await discord.press(other, "setup:quiet", user=OTHER)
    texts = [(await changed(exchange)).text for exchange in (first, second)]
    assert sorted(refusals.OVERWRITTEN in text for text in texts) == [False, True]
    assert len(await stage.services.editing.history(discord.guild.id)) == 1
